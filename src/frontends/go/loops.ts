import type { Pattern, Statement } from "../../facts/facts.js";
import type { SyntaxNode } from "../tree-sitter/syntax-tree.js";
import { lowerExpression } from "./expressions.js";
import { childOf, fieldOf, operatorOf, spanOf, unwrap } from "./syntax.js";
import { declare, inScope, textOf, unknown, type Lowering } from "./lowering.js";
import { lowerNamedTarget } from "./names.js";
import { lowerBlock, lowerSimple, lowerStatement } from "./statements.js";
import { expressionsOf, lowerTarget } from "./targets.js";

/** Any of Go's loops (https://go.dev/ref/spec#For_statements). */
export function lowerFor(lowering: Lowering, node: SyntaxNode, out: Statement[], label: string | undefined): void {
  const range = childOf(node, "range_clause");
  if (range !== undefined) {
    out.push(inScope(lowering, () => lowerRange(lowering, node, range, label)));
    return;
  }
  const clause = childOf(node, "for_clause");
  const initializer = clause === undefined ? undefined : fieldOf(clause, "initializer");
  if (initializer === undefined) {
    out.push(lowerLoop(lowering, node, clause, label));
    return;
  }
  const body = inScope(lowering, () => {
    const statements: Statement[] = [];
    lowerStatement(lowering, initializer, statements, undefined);
    return [...statements, lowerLoop(lowering, node, clause, label)];
  });
  out.push({ kind: "block", body, at: spanOf(node) });
}

function lowerLoop(lowering: Lowering, node: SyntaxNode, clause: SyntaxNode | undefined, label: string | undefined): Statement {
  const condition = clause === undefined ? node.children.find((child) => child.field !== "body" && child.type !== "ERROR") : fieldOf(clause, "condition");
  const update = clause === undefined ? undefined : fieldOf(clause, "update");
  return {
    kind: "loop",
    test: condition === undefined ? undefined : lowerExpression(lowering, condition),
    update: update === undefined ? undefined : lowerSimple(lowering, update),
    body: lowerBlock(lowering, fieldOf(node, "body")),
    runsFirst: false,
    label,
    at: spanOf(node),
  };
}

function lowerRange(lowering: Lowering, node: SyntaxNode, range: SyntaxNode, label: string | undefined): Statement {
  const at = spanOf(node);
  const subject = fieldOf(range, "right");
  const of = subject === undefined ? unknown("incomplete code", spanOf(range)) : lowerExpression(lowering, subject);
  const targets = expressionsOf(fieldOf(range, "left")).map(unwrap);
  const isNew = operatorOf(range) !== "=";
  const [key, value] = targets.map((target) => (isBlank(lowering, target) ? undefined : isNew ? declareTarget(lowering, target) : lowerTarget(lowering, target)));
  const body = lowerBlock(lowering, fieldOf(node, "body"));
  if (value === undefined) return { kind: "each", over: "keys", target: key ?? { kind: "ignore", at: spanOf(range) }, of, body, label, at };
  if (key === undefined) return { kind: "each", over: "values", target: value, of, body, label, at };
  const pair: Pattern = { kind: "array", elements: [key, value].map((target) => ({ target, isRest: false })), at: spanOf(range) };
  return { kind: "each", over: "entries", target: pair, of, body, label, at };
}

function isBlank(lowering: Lowering, target: SyntaxNode): boolean {
  return target.type === "identifier" && textOf(lowering, target) === "_";
}

function declareTarget(lowering: Lowering, target: SyntaxNode): Pattern {
  if (target.type !== "identifier" || target.end === target.start) return lowerTarget(lowering, target);
  declare(lowering, textOf(lowering, target), spanOf(target), "variable");
  return lowerNamedTarget(lowering, target);
}
