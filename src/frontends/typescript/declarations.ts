import { ts } from "ts-morph";
import type { Statement } from "../../facts/facts.js";
import { declare, hasModifier, resolve, spanOf, type Lowering } from "./lowering.js";
import { declareImports } from "./modules.js";
import { isValueNamespace } from "./namespaces.js";
import { declareNames, lowerBindingName } from "./patterns.js";

/** Declares, in the current scope, what the statements of one block declare: names are known before the first one runs. */
export function declareBlock(lowering: Lowering, statements: readonly ts.Statement[]): void {
  for (const statement of statements) {
    if (ts.isVariableStatement(statement)) {
      if (!isErased(statement)) declareList(lowering, statement.declarationList, statement);
    } else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
      const isFunction = ts.isFunctionDeclaration(statement);
      if (statement.name !== undefined && !isErased(statement) && !(isFunction && statement.body === undefined)) declare(lowering, statement.name, isFunction ? "function" : "class");
    } else if (ts.isEnumDeclaration(statement)) {
      if (!isErased(statement)) declare(lowering, statement.name, "constant");
    } else if (ts.isModuleDeclaration(statement)) {
      if (isValueNamespace(statement) && ts.isIdentifier(statement.name)) declare(lowering, statement.name, "constant");
    } else if (ts.isImportDeclaration(statement) || ts.isImportEqualsDeclaration(statement)) {
      declareImports(lowering, statement);
    }
  }
}

/** Declares the names of `const`, `let` and `using`; those of `var` belong to the function (see `declareVars`). */
export function declareList(lowering: Lowering, list: ts.VariableDeclarationList, statement: ts.VariableStatement | undefined): void {
  const kind = kindOfList(list);
  if (kind === "var") return;
  const place = statement !== undefined && list.declarations.length === 1 ? spanOf(lowering, statement) : undefined;
  for (const { name } of list.declarations) declareNames(name, (declared) => declare(lowering, declared, kind, ts.isIdentifier(name) ? place : undefined));
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
        declare(lowering, declared, "variable", ts.isIdentifier(name) ? place : undefined);
        if (isFirst && initializer !== undefined) return;
        unset.push({ kind: "bind", target: lowerBindingName(lowering, declared), at: spanOf(lowering, declared) });
      });
    }
  };
  const visit = (statement: ts.Node, isFirst: boolean): void => {
    if (ts.isVariableStatement(statement)) {
      if (!isErased(statement)) visitList(statement.declarationList, statement, isFirst);
    } else if (ts.isForStatement(statement) || ts.isForInStatement(statement) || ts.isForOfStatement(statement)) {
      const { initializer } = statement;
      if (initializer !== undefined && ts.isVariableDeclarationList(initializer)) visitList(initializer, undefined, isFirst && ts.isForStatement(statement));
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
export function isErased(node: ts.Node): boolean {
  return hasModifier(node, ts.SyntaxKind.DeclareKeyword);
}

function kindOfList(list: ts.VariableDeclarationList): "constant" | "variable" | "var" {
  if ((list.flags & (ts.NodeFlags.Const | ts.NodeFlags.Using)) !== 0) return "constant";
  return (list.flags & ts.NodeFlags.Let) !== 0 ? "variable" : "var";
}

/** A `var` that repeats a parameter, a function or another `var` of the same function is that variable. */
function isDeclaredInFunction(lowering: Lowering, name: string): boolean {
  const known = resolve(lowering, name);
  return typeof known === "number" && lowering.scope.names.get(name) === known ? true : lowering.owner !== undefined && lowering.scope.parent?.names.get(name) !== undefined;
}

function holdsStatements(node: ts.Node): boolean {
  switch (node.kind) {
    case ts.SyntaxKind.Block:
    case ts.SyntaxKind.IfStatement:
    case ts.SyntaxKind.WhileStatement:
    case ts.SyntaxKind.DoStatement:
    case ts.SyntaxKind.SwitchStatement:
    case ts.SyntaxKind.CaseBlock:
    case ts.SyntaxKind.CaseClause:
    case ts.SyntaxKind.DefaultClause:
    case ts.SyntaxKind.TryStatement:
    case ts.SyntaxKind.CatchClause:
    case ts.SyntaxKind.LabeledStatement:
    case ts.SyntaxKind.WithStatement:
      return true;
    default:
      return false;
  }
}
