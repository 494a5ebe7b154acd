import type { Expression, Statement } from "../../facts/facts.js";
import type { SyntaxNode } from "../tree-sitter/syntax-tree.js";
import { argumentsOf, builtinOf, callGlobal } from "./calls.js";
import { lowerLocalDeclaration, lowerShortDeclaration, shortValues } from "./declarations.js";
import { isExpression, lowerExpression, lowerNamed, lowerUnreadable, unreadable } from "./expressions.js";
import { forget, presentUnless, presentWhere, returnsError, wherePresent } from "./failures.js";
import { numberAt } from "./literals.js";
import { lowerFor } from "./loops.js";
import { fits, inScope, textOf, tooDeep, unknown, type Lowering } from "./lowering.js";
import { lowerSelect, lowerSwitch, lowerTypeSwitch } from "./switches.js";
import { childOf, fieldOf, holdsError, operandsOf, operatorOf, spanOf, unwrap } from "./syntax.js";
import { arrayPattern, expressionsOf, lowerTarget, lowerValues, sidesOf, targetOf } from "./targets.js";

/** The statements of a block or of a clause, in the current scope. */
export function lowerStatements(lowering: Lowering, block: SyntaxNode | undefined): Statement[] {
  const out: Statement[] = [];
  for (const child of block?.children ?? []) {
    if (child.type === "statement_list") for (const statement of child.children) lowerStatement(lowering, statement, out, undefined);
    else if (child.type === "ERROR") lowerAround(lowering, child, out);
  }
  return out;
}

/** As `lowerStatements`, in a scope of its own. */
export function lowerBlock(lowering: Lowering, block: SyntaxNode | undefined): Statement[] {
  return inScope(lowering, () => lowerStatements(lowering, block));
}

/** Adds what a statement does. @param label that of the statement, for a loop, a `switch` or a `select` */
export function lowerStatement(lowering: Lowering, node: SyntaxNode, out: Statement[], label: string | undefined): void {
  const at = spanOf(node);
  const lower = lowerByType.get(node.type);
  if (!fits(lowering, 1)) {
    out.push({ kind: "evaluate", expression: unknown(tooDeep, at), at });
    return;
  }
  lowering.depth += 1;
  if (lower !== undefined) lower(lowering, node, out, label);
  else if (isExpression(node.type)) out.push({ kind: "evaluate", expression: lowerExpression(lowering, node), at });
  else out.push({ kind: "evaluate", expression: unknown(`syntax that is not understood (${node.type})`, at), at });
  lowering.depth -= 1;
}

type Lower = (lowering: Lowering, node: SyntaxNode, out: Statement[], label: string | undefined) => void;

const lowerByType: ReadonlyMap<string, Lower> = new Map<string, Lower>([
  ["expression_statement", lowerEvaluation],
  ["short_var_declaration", lowerShort],
  ["assignment_statement", evaluateSimple],
  ["inc_statement", evaluateSimple],
  ["dec_statement", evaluateSimple],
  ["send_statement", evaluateSimple],
  ["return_statement", lowerReturn],
  ["if_statement", lowerIf],
  ["for_statement", lowerFor],
  ["expression_switch_statement", lowerSwitch],
  ["type_switch_statement", lowerTypeSwitch],
  ["select_statement", lowerSelect],
  ["go_statement", (lowering, node, out) => { lowerLater(lowering, node, out, "spawn"); }],
  ["defer_statement", (lowering, node, out) => { lowerLater(lowering, node, out, "defer"); }],
  ["block", (lowering, node, out, label) => { out.push({ kind: "block", body: lowerBlock(lowering, node), label, at: spanOf(node) }); }],
  ["labeled_statement", lowerLabeled],
  ["break_statement", lowerJump],
  ["continue_statement", lowerJump],
  ["goto_statement", (_, node, out) => { out.push({ kind: "evaluate", expression: unknown("goto", spanOf(node)), at: spanOf(node) }); }],
  // The clause around it says so.
  ["fallthrough_statement", () => undefined],
  ["const_declaration", lowerLocalDeclaration],
  ["var_declaration", lowerLocalDeclaration],
  ["type_declaration", lowerLocalDeclaration],
  ["ERROR", lowerAround],
]);

function lowerEvaluation(lowering: Lowering, node: SyntaxNode, out: Statement[]): void {
  const at = spanOf(node);
  const [wrapped] = operandsOf(node);
  if (wrapped === undefined) return;
  const expression = unwrap(wrapped);
  if (builtinOf(lowering, expression) !== "panic") {
    out.push({ kind: "evaluate", expression: lowerExpression(lowering, expression), at });
    return;
  }
  const [value] = argumentsOf(expression);
  out.push({ kind: "throw", value: value === undefined ? unknown("incomplete code", at) : lowerExpression(lowering, value), at });
}

function lowerShort(lowering: Lowering, node: SyntaxNode, out: Statement[]): void {
  const at = spanOf(node);
  const { left, right } = sidesOf(node);
  const values = lowering.isBroken && holdsError(node) ? [unreadableSide(lowering, node)] : shortValues(lowering, left, right, at);
  forget(lowering, left);
  out.push(...lowerShortDeclaration(lowering, left, values, at));
}

/** What is declared has a value, though it is not known which. */
function unreadableSide(lowering: Lowering, node: SyntaxNode): Expression {
  return lowerUnreadable(lowering, { ...node, children: node.children.slice(1) });
}

function evaluateSimple(lowering: Lowering, node: SyntaxNode, out: Statement[]): void {
  out.push({ kind: "evaluate", expression: lowerSimple(lowering, node), at: spanOf(node) });
}

/** A statement without a block as an expression: also what a `for` clause does after each turn. */
export function lowerSimple(lowering: Lowering, node: SyntaxNode): Expression {
  const at = spanOf(node);
  switch (node.type) {
    case "assignment_statement":
      return lowerAssignment(lowering, node);
    case "inc_statement":
    case "dec_statement": {
      const [operand] = operandsOf(node);
      return operand === undefined ? unknown("incomplete code", at) : lowerUpdate(lowering, operand, node.type === "inc_statement" ? "+" : "-", numberAt(1, at), at);
    }
    case "send_statement": {
      const channel = fieldOf(node, "channel");
      const value = fieldOf(node, "value");
      return channel === undefined || value === undefined ? unknown("incomplete code", at) : callGlobal("go:send", [lowerExpression(lowering, channel), lowerExpression(lowering, value)], at);
    }
    case "expression_statement": {
      const [expression] = operandsOf(node);
      return expression === undefined ? unknown("incomplete code", at) : lowerExpression(lowering, expression);
    }
    default:
      return unknown(`syntax that is not understood (${node.type})`, at);
  }
}

function lowerAssignment(lowering: Lowering, node: SyntaxNode): Expression {
  const at = spanOf(node);
  if (lowering.isBroken && holdsError(node)) return lowerUnreadable(lowering, node);
  const { left, right } = sidesOf(node);
  const [target] = left;
  const [value] = right;
  if (target === undefined || value === undefined) return unknown("incomplete code", at, [...left, ...right].map((one) => lowerExpression(lowering, one)));
  const operator = operatorOf(node) ?? "=";
  if (operator !== "=") return lowerUpdate(lowering, target, operator.slice(0, -1), lowerExpression(lowering, value), at);
  if (left.length > 1) {
    const values = lowerValues(lowering, right, left.length, at);
    forget(lowering, left);
    return { kind: "assign", target: arrayPattern(left.map((one) => lowerTarget(lowering, one)), at), value: values, at };
  }
  const lowered = lowerTarget(lowering, target);
  const assigned = lowerNamed(lowering, value, nameOf(lowering, unwrap(target)));
  forget(lowering, left);
  return { kind: "assign", target: lowered, value: assigned, at };
}

/** The name under which a function is stored. */
function nameOf(lowering: Lowering, target: SyntaxNode): string | undefined {
  const name = target.type === "identifier" ? target : childOf(target, "field_identifier");
  return name === undefined || textOf(lowering, name) === "_" ? undefined : textOf(lowering, name);
}

function lowerUpdate(lowering: Lowering, target: SyntaxNode, operator: string, right: Expression, at: Expression["at"]): Expression {
  const left = lowerExpression(lowering, target);
  return { kind: "assign", target: targetOf(left), value: { kind: "arithmetic", operator, left, right, at }, at };
}

function lowerReturn(lowering: Lowering, node: SyntaxNode, out: Statement[]): void {
  const at = spanOf(node);
  const values = expressionsOf(operandsOf(node)[0]);
  const isFailure = returnsError(lowering, values) ? true : undefined;
  out.push({ kind: "return", value: values.length === 0 ? namedResults(lowering, at) : lowerValues(lowering, values, 1, at), isFailure, at });
}

/** A `return` without values gives what the named results are then. */
function namedResults({ results }: Lowering, at: Expression["at"]): Expression | undefined {
  const values = results.names.map((variable): Expression => ({ kind: "variable", variable, at }));
  return values.length > 1 ? { kind: "array", elements: values.map((value) => ({ value, isSpread: false })), at } : values[0];
}

function lowerIf(lowering: Lowering, node: SyntaxNode, out: Statement[]): void {
  const initializer = fieldOf(node, "initializer");
  if (initializer === undefined) {
    out.push(lowerPlainIf(lowering, node));
    return;
  }
  const body = inScope(lowering, () => {
    const statements: Statement[] = [];
    lowerStatement(lowering, initializer, statements, undefined);
    return [...statements, lowerPlainIf(lowering, node)];
  });
  out.push({ kind: "block", body, at: spanOf(node) });
}

function lowerPlainIf(lowering: Lowering, node: SyntaxNode): Statement {
  const at = spanOf(node);
  const condition = fieldOf(node, "condition");
  const alternative = fieldOf(node, "alternative");
  const test = condition === undefined ? unknown("incomplete code", at) : lowerExpression(lowering, condition);
  const then = wherePresent(lowering, presentWhere(lowering, condition), () => lowerBlock(lowering, fieldOf(node, "consequence")));
  const otherwise = wherePresent(lowering, presentUnless(lowering, condition), () => lowerElse(lowering, alternative));
  return { kind: "if", test, then, otherwise, at };
}

function lowerElse(lowering: Lowering, alternative: SyntaxNode | undefined): Statement[] {
  if (alternative?.type === "block") return lowerBlock(lowering, alternative);
  const out: Statement[] = [];
  if (alternative !== undefined) inScope(lowering, () => { lowerStatement(lowering, alternative, out, undefined); });
  return out;
}

function lowerLater(lowering: Lowering, node: SyntaxNode, out: Statement[], kind: "spawn" | "defer"): void {
  const [call] = operandsOf(node);
  const at = spanOf(node);
  out.push({ kind, call: call === undefined ? unknown("incomplete code", at) : lowerExpression(lowering, call), at });
}

function lowerLabeled(lowering: Lowering, node: SyntaxNode, out: Statement[]): void {
  const name = fieldOf(node, "label");
  const statement = node.children.find((child) => child.field !== "label" && child.type !== "ERROR");
  if (name === undefined || statement === undefined) return;
  const label = textOf(lowering, name);
  if (labeled.has(statement.type)) lowerStatement(lowering, statement, out, label);
  else lowerStatement(lowering, statement, out, undefined);
}

/** What `break` and `continue` may name; another label is for `goto` only. */
const labeled: ReadonlySet<string> = new Set(["for_statement", "expression_switch_statement", "type_switch_statement", "select_statement", "block"]);

function lowerJump(lowering: Lowering, node: SyntaxNode, out: Statement[]): void {
  const [label] = operandsOf(node);
  out.push({ kind: node.type === "break_statement" ? "break" : "continue", label: label === undefined ? undefined : textOf(lowering, label), at: spanOf(node) });
}

/** Among code that cannot be read, statements and expressions are what they are elsewhere. */
function lowerAround(lowering: Lowering, node: SyntaxNode, out: Statement[]): void {
  const at = spanOf(node);
  const parts: Expression[] = [];
  for (const child of node.children) {
    if (lowerByType.has(child.type)) lowerStatement(lowering, child, out, undefined);
    else if (child.type === "statement_list") for (const statement of child.children) lowerStatement(lowering, statement, out, undefined);
    else if (isExpression(child.type)) parts.push(lowerExpression(lowering, child));
  }
  out.push({ kind: "evaluate", expression: unknown(unreadable, at, parts), at });
}
