import { ts } from "ts-morph";
import type { Expression, Pattern, Statement, SwitchCase } from "../../facts/facts.js";
import { lowerClass } from "./classes.js";
import { declareBlock, declareList, declareVars, isErased } from "./declarations.js";
import { lowerEnum } from "./enums.js";
import { lowerDiscarded, lowerExpression, lowerNamed, unwrap } from "./expressions.js";
import { lowerFunction } from "./functions.js";
import { addVariable, declare, descend, fits, inScope, spanOf, tooDeep, type Lowering } from "./lowering.js";
import { exportDeclared, lowerExportAssignment, lowerExportDeclaration, lowerImportEquals } from "./imports-and-exports.js";
import { lowerNamespace } from "./namespaces.js";
import { declareNames, lowerBindingName, lowerTarget } from "./patterns.js";
import { isBlock, isBreakStatement, isCaseClause, isClassDeclaration, isContinueStatement, isDoStatement, isEnumDeclaration, isExportAssignment, isExportDeclaration, isExpressionStatement, isForInStatement, isForOfStatement, isForStatement, isFunctionDeclaration, isIdentifier, isIfStatement, isImportEqualsDeclaration, isIterationStatement, isLabeledStatement, isModuleDeclaration, isReturnStatement, isSwitchStatement, isThrowStatement, isTryStatement, isVariableDeclarationList, isVariableStatement, isWhileStatement, isWithStatement, isYieldExpression, SyntaxKind } from "./syntax.js";

/** The statements of a function's body, in the current scope. */
export function lowerFunctionBody(lowering: Lowering, statements: readonly ts.Statement[]): Statement[] {
  declareBlock(lowering, statements);
  const out = declareVars(lowering, statements);
  lowerDeclared(lowering, statements, out);
  return out;
}

/** The statements of a block, in a scope of their own. */
export function lowerBlock(lowering: Lowering, statements: readonly ts.Statement[]): Statement[] {
  return inScope(lowering, () => {
    const out: Statement[] = [];
    declareBlock(lowering, statements);
    lowerDeclared(lowering, statements, out);
    return out;
  });
}

/** Statements whose names have been declared: functions first, as they can be called before their place. */
export function lowerDeclared(lowering: Lowering, statements: readonly ts.Statement[], out: Statement[]): void {
  for (const statement of statements) if (isFunctionDeclaration(statement)) lowerFunctionDeclaration(lowering, statement, out);
  for (const statement of statements) if (!isFunctionDeclaration(statement)) lowerStatement(lowering, statement, out, undefined);
}

/** Appends what a statement becomes. */
export function lowerStatement(lowering: Lowering, node: ts.Statement, out: Statement[], label: string | undefined): void {
  descend(lowering);
  lowerByKind[node.kind]?.lower(lowering, node, out, label);
  lowering.depth--;
}

/** Appends a function declaration as the binding of its name. */
export function lowerFunctionDeclaration(lowering: Lowering, node: ts.FunctionDeclaration, out: Statement[]): void {
  if (node.body === undefined || isErased(node)) return;
  const at = spanOf(lowering, node);
  const target = exportDeclared(lowering, node);
  out.push({ kind: "bind", target, value: { kind: "function", function: lowerFunction(lowering, node, node.name === undefined ? "default" : undefined), at }, at });
}

type Lower<Node> = (lowering: Lowering, node: Node, out: Statement[], label: string | undefined) => void;

/** The rows of the table below. A method may ask for more than a node: its kind, which finds the row, says that it is more. */
interface Row {
  lower(lowering: Lowering, node: ts.Node, out: Statement[], label: string | undefined): void;
}

const lowerByKind: (Row | undefined)[] = [];

function row<Node extends ts.Node>(kind: ts.SyntaxKind, _is: (node: ts.Node) => node is Node, lower: Lower<Node>): void {
  lowerByKind[kind] = { lower };
}

const kinds = SyntaxKind;
row(kinds.ExpressionStatement, isExpressionStatement, lowerExpressionStatement);
row(kinds.VariableStatement, isVariableStatement, lowerVariableStatement);
row(kinds.IfStatement, isIfStatement, lowerIf);
row(kinds.ReturnStatement, isReturnStatement, (lowering, node, out) => {
  out.push({ kind: "return", value: node.expression === undefined ? undefined : lowerExpression(lowering, node.expression), at: spanOf(lowering, node) });
});
row(kinds.ThrowStatement, isThrowStatement, (lowering, node, out) => {
  out.push({ kind: "throw", value: lowerExpression(lowering, node.expression), at: spanOf(lowering, node) });
});
row(kinds.Block, isBlock, (lowering, node, out, label) => {
  out.push({ kind: "block", body: lowerBlock(lowering, node.statements), label, at: spanOf(lowering, node) });
});
row(kinds.ForStatement, isForStatement, lowerFor);
row(kinds.ForOfStatement, isForOfStatement, lowerForEach);
row(kinds.ForInStatement, isForInStatement, lowerForEach);
row(kinds.WhileStatement, isWhileStatement, (lowering, node, out, label) => {
  const test = lowerExpression(lowering, node.expression);
  out.push({ kind: "loop", test, body: lowerBranch(lowering, node.statement), runsFirst: false, label, at: spanOf(lowering, node) });
});
row(kinds.DoStatement, isDoStatement, (lowering, node, out, label) => {
  const body = lowerBranch(lowering, node.statement);
  out.push({ kind: "loop", test: lowerExpression(lowering, node.expression), body, runsFirst: true, label, at: spanOf(lowering, node) });
});
row(kinds.SwitchStatement, isSwitchStatement, lowerSwitch);
row(kinds.TryStatement, isTryStatement, lowerTry);
row(kinds.BreakStatement, isBreakStatement, lowerJump);
row(kinds.ContinueStatement, isContinueStatement, lowerJump);
row(kinds.LabeledStatement, isLabeledStatement, lowerLabelled);
row(kinds.WithStatement, isWithStatement, (lowering, node, out) => {
  const at = spanOf(lowering, node);
  const object = lowerExpression(lowering, node.expression);
  out.push({ kind: "evaluate", expression: { kind: "unknown", reason: "names inside `with`", parts: [object], at }, at }, ...lowerBranch(lowering, node.statement));
});
row(kinds.FunctionDeclaration, isFunctionDeclaration, lowerFunctionDeclaration);
row(kinds.ClassDeclaration, isClassDeclaration, (lowering, node, out) => {
  if (isErased(node)) return;
  const at = spanOf(lowering, node);
  const target = exportDeclared(lowering, node);
  out.push({ kind: "bind", target, value: { kind: "class", class: lowerClass(lowering, node, "default"), at }, at });
});
row(kinds.EnumDeclaration, isEnumDeclaration, (lowering, node, out) => {
  if (!isErased(node)) lowerEnum(lowering, node, out);
});
row(kinds.ModuleDeclaration, isModuleDeclaration, (lowering, node, out) => {
  lowerNamespace(lowering, node, out);
});
row(kinds.ImportEqualsDeclaration, isImportEqualsDeclaration, (lowering, node, out) => {
  lowerImportEquals(lowering, node, out);
});
row(kinds.ExportAssignment, isExportAssignment, (lowering, node, out) => {
  lowerExportAssignment(lowering, node, out);
});
row(kinds.ExportDeclaration, isExportDeclaration, (lowering, node) => {
  lowerExportDeclaration(lowering, node);
});

function lowerExpressionStatement(lowering: Lowering, node: ts.ExpressionStatement, out: Statement[]): void {
  const at = spanOf(lowering, node);
  const inner = unwrap(node.expression);
  if (isYieldExpression(inner) && inner.asteriskToken !== undefined && inner.expression !== undefined) {
    out.push(delegateYield(lowering, inner, inner.expression));
    return;
  }
  // Half-typed code has statements that end before they begin.
  if (isIdentifier(inner) && inner.text === "") return;
  out.push({ kind: "evaluate", expression: lowerDiscarded(lowering, inner), at });
}

/** `yield* x` hands on each value of `x`. */
function delegateYield(lowering: Lowering, node: ts.YieldExpression, values: ts.Expression): Statement {
  const at = spanOf(lowering, node);
  const variable = addVariable(lowering, "", at, "constant");
  const item = { kind: "variable", variable, at } as const;
  return { kind: "each", over: "values", target: item, of: lowerExpression(lowering, values), body: [{ kind: "evaluate", expression: { kind: "yield", value: item, at }, at }], at };
}

function lowerVariableStatement(lowering: Lowering, node: ts.VariableStatement, out: Statement[]): void {
  if (isErased(node)) return;
  exportDeclared(lowering, node);
  lowerDeclarations(lowering, node.declarationList, out);
}

function lowerDeclarations(lowering: Lowering, list: ts.VariableDeclarationList, out: Statement[]): void {
  const isVar = (list.flags & ts.NodeFlags.BlockScoped) === 0;
  for (const declaration of list.declarations) {
    const { name, initializer } = declaration;
    // `var x;` does nothing where it stands; its function has set it to undefined at its beginning.
    if (isVar && initializer === undefined) continue;
    const target = lowerBindingName(lowering, name);
    const value = initializer === undefined ? undefined : lowerNamed(lowering, initializer, isIdentifier(name) ? name.text : undefined);
    out.push({ kind: "bind", target, value, at: spanOf(lowering, list.declarations.length === 1 ? list : declaration) });
  }
}

/** A branch or a loop's body, which may be a single statement without braces. */
function lowerBranch(lowering: Lowering, node: ts.Statement): Statement[] {
  return lowerBlock(lowering, isBlock(node) ? node.statements : [node]);
}

/** `if … else if … else if …`: each branch stands in the one before it, so the chain is walked in a loop. */
function lowerIf(lowering: Lowering, outermost: ts.IfStatement, out: Statement[], label: string | undefined): void {
  const branches: { readonly test: Expression; readonly then: Statement[]; readonly node: ts.IfStatement }[] = [];
  let node: ts.Statement | undefined = outermost;
  while (node !== undefined && isIfStatement(node)) {
    branches.push({ test: lowerExpression(lowering, node.expression), then: lowerBranch(lowering, node.thenStatement), node });
    node = node.elseStatement;
  }
  if (!fits(lowering, branches.length)) throw new RangeError(tooDeep);
  let otherwise = node === undefined ? [] : lowerBranch(lowering, node);
  for (const branch of branches.reverse()) otherwise = [{ kind: "if", test: branch.test, then: branch.then, otherwise, at: spanOf(lowering, branch.node) }];
  if (label === undefined) out.push(...otherwise);
  else out.push({ kind: "block", body: otherwise, label, at: spanOf(lowering, outermost) });
}

function lowerFor(lowering: Lowering, node: ts.ForStatement, out: Statement[], label: string | undefined): void {
  inScope(lowering, () => {
    const { initializer } = node;
    if (initializer !== undefined && isVariableDeclarationList(initializer)) {
      declareList(lowering, initializer, undefined);
      lowerDeclarations(lowering, initializer, out);
    } else if (initializer !== undefined) {
      out.push({ kind: "evaluate", expression: lowerDiscarded(lowering, initializer), at: spanOf(lowering, initializer) });
    }
    const test = node.condition === undefined ? undefined : lowerExpression(lowering, node.condition);
    const update = node.incrementor === undefined ? undefined : lowerDiscarded(lowering, node.incrementor);
    const body = lowerBranch(lowering, node.statement);
    out.push({ kind: "loop", test, update, body, runsFirst: false, label, at: spanOf(lowering, node) });
  });
}

function lowerForEach(lowering: Lowering, node: ts.ForOfStatement | ts.ForInStatement, out: Statement[], label: string | undefined): void {
  const at = spanOf(lowering, node);
  const of = lowerExpression(lowering, node.expression);
  const over = isForInStatement(node) ? "keys" : "values";
  inScope(lowering, () => {
    const target = lowerLoopTarget(lowering, node.initializer);
    if (!isForOfStatement(node) || node.awaitModifier === undefined) {
      out.push({ kind: "each", over, target, of, body: lowerBranch(lowering, node.statement), label, at });
      return;
    }
    // `for await` waits for each value before it binds it.
    const item = { kind: "variable", variable: addVariable(lowering, "", target.at, "constant"), at: target.at } as const;
    const first: Statement = { kind: "bind", target, value: { kind: "await", value: item, at: target.at }, at: target.at };
    out.push({ kind: "each", over, target: item, of, body: [first, ...lowerBranch(lowering, node.statement)], label, at });
  });
}

function lowerLoopTarget(lowering: Lowering, initializer: ts.ForInitializer): Pattern {
  if (!isVariableDeclarationList(initializer)) return lowerTarget(lowering, initializer);
  declareList(lowering, initializer, undefined);
  const name = initializer.declarations[0]?.name;
  return name === undefined ? { kind: "ignore", at: spanOf(lowering, initializer) } : lowerBindingName(lowering, name);
}

function lowerSwitch(lowering: Lowering, node: ts.SwitchStatement, out: Statement[], label: string | undefined): void {
  const subject = lowerExpression(lowering, node.expression);
  inScope(lowering, () => {
    for (const clause of node.caseBlock.clauses) declareBlock(lowering, clause.statements);
    const hoisted: Statement[] = [];
    const cases = node.caseBlock.clauses.map((clause): SwitchCase => {
      const body: Statement[] = [];
      const test = isCaseClause(clause) ? lowerExpression(lowering, clause.expression) : undefined;
      for (const statement of clause.statements) lowerStatement(lowering, statement, isFunctionDeclaration(statement) ? hoisted : body, undefined);
      return { test, body };
    });
    out.push(...hoisted, { kind: "switch", subject, cases, label, at: spanOf(lowering, node) });
  });
}

function lowerTry(lowering: Lowering, node: ts.TryStatement, out: Statement[], label: string | undefined): void {
  const at = spanOf(lowering, node);
  const body = lowerBlock(lowering, node.tryBlock.statements);
  const { catchClause, finallyBlock } = node;
  const caught = catchClause === undefined ? undefined : inScope(lowering, () => lowerCatch(lowering, catchClause));
  const finalizer = finallyBlock === undefined ? undefined : lowerBlock(lowering, finallyBlock.statements);
  const statement: Statement = { kind: "try", body, parameter: caught?.parameter, handler: caught?.handler, finalizer, at };
  out.push(label === undefined ? statement : { kind: "block", body: [statement], label, at });
}

function lowerCatch(lowering: Lowering, node: ts.CatchClause): { readonly parameter: Pattern | undefined; readonly handler: Statement[] } {
  const name = node.variableDeclaration?.name;
  if (name === undefined) return { parameter: undefined, handler: lowerBlock(lowering, node.block.statements) };
  declareNames(name, (declared) => declare(lowering, declared, "variable"));
  return { parameter: lowerBindingName(lowering, name), handler: lowerBlock(lowering, node.block.statements) };
}

function lowerJump(lowering: Lowering, node: ts.BreakOrContinueStatement, out: Statement[]): void {
  const label = node.label === undefined ? undefined : (lowering.labels.get(node.label.text) ?? node.label.text);
  out.push({ kind: isBreakStatement(node) ? "break" : "continue", label, at: spanOf(lowering, node) });
}

/** The label goes to the loop, block or switch that it stands before; of two labels the inner one stays. */
function lowerLabelled(lowering: Lowering, node: ts.LabeledStatement, out: Statement[], outer: string | undefined): void {
  const label = node.label.text;
  if (outer !== undefined) lowering.labels.set(outer, label);
  if (takesLabel(node.statement)) {
    lowerStatement(lowering, node.statement, out, label);
  } else {
    out.push({ kind: "block", body: lowerBlock(lowering, [node.statement]), label, at: spanOf(lowering, node) });
  }
  if (outer !== undefined) lowering.labels.delete(outer);
}

function takesLabel(node: ts.Statement): boolean {
  return isIterationStatement(node, false) || isLabeledStatement(node) || isBlock(node) || isSwitchStatement(node) || isIfStatement(node) || isTryStatement(node);
}
