import { ts } from "ts-morph";
import type { Statement } from "../../facts/facts.js";
import { declare, hasModifier, resolve, spanOf, type Lowering } from "./lowering.js";
import { declareImports } from "./imports-and-exports.js";
import { isValueNamespace } from "./namespaces.js";
import { declareNames, lowerBindingName } from "./patterns.js";
import { declareKeyword, isClassDeclaration, isEnumDeclaration, isForInStatement, isForOfStatement, isForStatement, isFunctionDeclaration, isIdentifier, isImportDeclaration, isImportEqualsDeclaration, isModuleDeclaration, isVariableDeclarationList, isVariableStatement, SyntaxKind, tableOf } from "./syntax.js";

/** Declares, in the current scope, what the statements of one block declare: names are known before the first one runs. */
export function declareBlock(lowering: Lowering, statements: readonly ts.Statement[]): void {
  for (const statement of statements) declareByKind[statement.kind]?.declare(lowering, statement);
}

/** Declares the names of `const`, `let` and `using`; those of `var` belong to the function (see `declareVars`). */
export function declareList(lowering: Lowering, list: ts.VariableDeclarationList, statement: ts.VariableStatement | undefined): void {
  const kind = kindOfList(list);
  if (kind === "var") return;
  const place = statement !== undefined && list.declarations.length === 1 ? spanOf(lowering, statement) : undefined;
  for (const { name } of list.declarations) declareNames(name, (declared) => declare(lowering, declared, kind, isIdentifier(name) ? place : undefined));
}

/**
 * Declares the `var`s of a function's (or the module's) body, however deep they stand in its blocks.
 *
 * @returns statements for those that are undefined before their first assignment; a `var` that is initialised by a
 *   statement of the body itself needs none
 */
export function declareVars(lowering: Lowering, statements: readonly ts.Statement[]): Statement[] {
  if (!lowering.hasVar) return [];
  const unset: Statement[] = [];
  const visitList = (list: ts.VariableDeclarationList, statement: ts.VariableStatement | undefined, isFirst: boolean): void => {
    if (kindOfList(list) !== "var") return;
    const place = statement !== undefined && list.declarations.length === 1 ? spanOf(lowering, statement) : undefined;
    for (const { name, initializer } of list.declarations) {
      declareNames(name, (declared) => {
        if (isDeclaredInFunction(lowering, declared.text)) return;
        declare(lowering, declared, "variable", isIdentifier(name) ? place : undefined);
        if (isFirst && initializer !== undefined) return;
        unset.push({ kind: "bind", target: lowerBindingName(lowering, declared), at: spanOf(lowering, declared) });
      });
    }
  };
  const visit = (statement: ts.Node, isFirst: boolean): void => {
    if (isVariableStatement(statement)) {
      if (!isErased(statement)) visitList(statement.declarationList, statement, isFirst);
    } else if (isForStatement(statement) || isForInStatement(statement) || isForOfStatement(statement)) {
      const { initializer } = statement;
      if (initializer !== undefined && isVariableDeclarationList(initializer)) visitList(initializer, undefined, isFirst && isForStatement(statement));
      visit(statement.statement, false);
    } else if (holdsStatements(statement)) {
      ts.forEachChild(statement, (child) => {
        visit(child, false);
      });
    }
  };
  for (const statement of statements) visit(statement, true);
  return unset;
}

/** Whether the declaration says only what exists elsewhere (`declare const x: string`). */
export function isErased(node: Parameters<typeof hasModifier>[0]): boolean {
  return hasModifier(node, declareKeyword);
}

/** The rows of the table below. A method may ask for more than a node: its kind, which finds the row, says that it is more. */
interface Row {
  declare(lowering: Lowering, node: ts.Node): void;
}

const declareByKind: (Row | undefined)[] = [];

function row<Node extends ts.Node>(kind: ts.SyntaxKind, _is: (node: ts.Node) => node is Node, declareNode: (lowering: Lowering, node: Node) => void): void {
  declareByKind[kind] = { declare: declareNode };
}

const kinds = SyntaxKind;
row(kinds.VariableStatement, isVariableStatement, (lowering, node) => {
  if (!isErased(node)) declareList(lowering, node.declarationList, node);
});
row(kinds.FunctionDeclaration, isFunctionDeclaration, (lowering, node) => {
  if (node.name !== undefined && node.body !== undefined && !isErased(node)) declare(lowering, node.name, "function");
});
row(kinds.ClassDeclaration, isClassDeclaration, (lowering, node) => {
  if (node.name !== undefined && !isErased(node)) declare(lowering, node.name, "class");
});
row(kinds.EnumDeclaration, isEnumDeclaration, (lowering, node) => {
  if (!isErased(node)) declare(lowering, node.name, "constant");
});
row(kinds.ModuleDeclaration, isModuleDeclaration, (lowering, node) => {
  if (isValueNamespace(node) && isIdentifier(node.name)) declare(lowering, node.name, "constant");
});
row(kinds.ImportDeclaration, isImportDeclaration, (lowering, node) => {
  declareImports(lowering, node);
});
row(kinds.ImportEqualsDeclaration, isImportEqualsDeclaration, (lowering, node) => {
  if (!node.isTypeOnly) declare(lowering, node.name, "constant");
});

function kindOfList(list: ts.VariableDeclarationList): "constant" | "variable" | "var" {
  if ((list.flags & (ts.NodeFlags.Const | ts.NodeFlags.Using)) !== 0) return "constant";
  return (list.flags & ts.NodeFlags.Let) !== 0 ? "variable" : "var";
}

/** A `var` that repeats a parameter, a function or another `var` of the same function is that variable. */
function isDeclaredInFunction(lowering: Lowering, name: string): boolean {
  const known = resolve(lowering, name);
  return typeof known === "number" && lowering.scope.names?.get(name) === known ? true : lowering.owner !== undefined && lowering.scope.parent?.names?.get(name) !== undefined;
}

function holdsStatements(node: ts.Node): boolean {
  return withStatements[node.kind] === true;
}

const withStatements = tableOf(
  kinds.Block,
  kinds.IfStatement,
  kinds.WhileStatement,
  kinds.DoStatement,
  kinds.SwitchStatement,
  kinds.CaseBlock,
  kinds.CaseClause,
  kinds.DefaultClause,
  kinds.TryStatement,
  kinds.CatchClause,
  kinds.LabeledStatement,
  kinds.WithStatement,
);
