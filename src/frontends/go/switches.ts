import type { Expression, Statement, SwitchCase } from "../../facts/facts.js";
import type { SyntaxNode } from "../tree-sitter/syntax-tree.js";
import { lowerShortDeclaration, shortValues } from "./declarations.js";
import { lowerExpression } from "./expressions.js";
import { presentWhere, wherePresent } from "./failures.js";
import { addVariable, declare, inScope, textOf, unknown, type Lowering } from "./lowering.js";
import { lowerSimple, lowerStatement, lowerStatements } from "./statements.js";
import { childOf, fieldOf, fieldsOf, operatorOf, spanOf, unwrap } from "./syntax.js";
import { arrayPattern, expressionsOf, isRepeatable, lowerTarget, lowerValues, sidesOf } from "./targets.js";

/** `switch x { case a, b: … }`; without a subject it is a chain of conditions (https://go.dev/ref/spec#Expression_switches). */
export function lowerSwitch(lowering: Lowering, node: SyntaxNode, out: Statement[], label: string | undefined): void {
  const at = spanOf(node);
  withInitializer(lowering, node, out, () => {
    const value = fieldOf(node, "value");
    const subject: Expression = value === undefined ? { kind: "literal", value: true, at: [at[0], at[0] + "switch".length] } : lowerExpression(lowering, value);
    const cases = clausesOf(node).flatMap((clause) => {
      const tests = expressionsOf(fieldOf(clause, "value"));
      const [only] = tests;
      const present = value === undefined && tests.length === 1 ? presentWhere(lowering, only) : [];
      return casesOf(tests.map((test) => lowerExpression(lowering, test)), wherePresent(lowering, present, () => inScope(lowering, () => lowerClause(lowering, clause))));
    });
    return [{ kind: "switch", subject, cases, label, at }];
  });
}

/** `switch x := y.(type) { … }`: in each clause there is an x of its own (https://go.dev/ref/spec#Type_switches). */
export function lowerTypeSwitch(lowering: Lowering, node: SyntaxNode, out: Statement[], label: string | undefined): void {
  const at = spanOf(node);
  withInitializer(lowering, node, out, () => {
    const operand = fieldOf(node, "value");
    const [alias] = expressionsOf(fieldOf(node, "alias"));
    const held = operand === undefined ? undefined : holdOperand(lowering, operand);
    const cases = clausesOf(node).flatMap((clause) => {
      const tests = fieldsOf(clause, "type").map((type) => unknown("whether a value is of a type", spanOf(type)));
      const body = inScope(lowering, () => {
        const value = held?.read();
        if (alias === undefined || value === undefined || textOf(lowering, alias) === "_") return lowerClause(lowering, clause);
        const variable = declare(lowering, textOf(lowering, alias), spanOf(alias), "variable");
        return [{ kind: "bind", target: { kind: "variable", variable, at: spanOf(alias) }, value, at: [alias.start, operand?.end ?? alias.end] } as const, ...lowerClause(lowering, clause)];
      });
      return casesOf(tests, body);
    });
    return [...(held?.statements ?? []), { kind: "switch", subject: unknown("the type of a value", at), cases, label, at }];
  });
}

/** `select`: whichever communication can happen (https://go.dev/ref/spec#Select_statements). Without a default one of them does. */
export function lowerSelect(lowering: Lowering, node: SyntaxNode, out: Statement[], label: string | undefined): void {
  const at = spanOf(node);
  const clauses = clausesOf(node);
  const hasDefault = clauses.some((clause) => clause.type === "default_case");
  const cases = clauses.flatMap((clause, index) => {
    const communication = fieldOf(clause, "communication");
    const isLast = !hasDefault && index === clauses.length - 1;
    const tests = communication === undefined || isLast ? [] : [unknown("which channel is ready", spanOf(communication))];
    return casesOf(tests, inScope(lowering, () => [...(communication === undefined ? [] : lowerCommunication(lowering, communication)), ...lowerClause(lowering, clause)]));
  });
  out.push({ kind: "switch", subject: unknown("which channel is ready", at), cases, label, at });
}

function withInitializer(lowering: Lowering, node: SyntaxNode, out: Statement[], read: () => Statement[]): void {
  const initializer = fieldOf(node, "initializer");
  const body = inScope(lowering, () => {
    const statements: Statement[] = [];
    if (initializer !== undefined) lowerStatement(lowering, initializer, statements, undefined);
    return [...statements, ...read()];
  });
  const [only] = body;
  if (body.length === 1 && only !== undefined) out.push(only);
  else out.push({ kind: "block", body, at: spanOf(node) });
}

const clauseTypes: ReadonlySet<string> = new Set(["expression_case", "type_case", "communication_case", "default_case"]);

function clausesOf(node: SyntaxNode): readonly SyntaxNode[] {
  return node.children.filter((child) => clauseTypes.has(child.type));
}

/** The statements of a clause; it ends here unless it falls through into the next one. */
function lowerClause(lowering: Lowering, clause: SyntaxNode): Statement[] {
  const body = lowerStatements(lowering, clause);
  const last = childOf(clause, "statement_list")?.children.at(-1);
  if (last?.type !== "fallthrough_statement") body.push({ kind: "break", at: [clause.end, clause.end] });
  return body;
}

/** One case for each test: those before the last fall through into its body. Without tests it is the default. */
function casesOf(tests: readonly Expression[], body: readonly Statement[]): readonly SwitchCase[] {
  if (tests.length === 0) return [{ body }];
  return tests.map((test, index) => ({ test, body: index === tests.length - 1 ? body : [] }));
}

/** How the operand of a type switch is read in each clause: as it is, or from a variable that holds what it gave. */
function holdOperand(lowering: Lowering, operand: SyntaxNode): { readonly statements: readonly Statement[]; readonly read: () => Expression } {
  if (isRepeatable(operand)) return { statements: [], read: () => lowerExpression(lowering, operand) };
  const at = spanOf(operand);
  const value = lowerExpression(lowering, operand);
  const variable = addVariable(lowering, "", at, "variable");
  return { statements: [{ kind: "bind", target: { kind: "variable", variable, at }, value, at }], read: () => ({ kind: "variable", variable, at }) };
}

function lowerCommunication(lowering: Lowering, node: SyntaxNode): Statement[] {
  const at = spanOf(node);
  if (node.type === "send_statement") return [{ kind: "evaluate", expression: lowerSimple(lowering, node), at }];
  const { left, right } = sidesOf(node);
  const [received] = right;
  if (received === undefined) return [];
  if (left.length === 0) return [{ kind: "evaluate", expression: lowerExpression(lowering, received), at }];
  if (operatorOf(node) !== "=") return lowerShortDeclaration(lowering, left.map(unwrap), shortValues(lowering, left, right, at), at);
  const targets = left.map((one) => lowerTarget(lowering, one));
  const [target] = targets;
  const pattern = targets.length === 1 && target !== undefined ? target : arrayPattern(targets, at);
  return [{ kind: "evaluate", expression: { kind: "assign", target: pattern, value: lowerValues(lowering, right, left.length, at), at }, at }];
}
