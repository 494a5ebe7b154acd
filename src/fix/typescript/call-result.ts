import { ts } from "ts-morph";
import type { Edit } from "../edit.js";
import type { CalledFunction } from "../producer-result.js";
import { meaningOf, type BoundFile } from "./bound-file.js";
import { isReassigned, isWritten, referencesOf } from "./scopes.js";

/** What becomes of the result of a call, where that is a shape that is understood. */
export interface CallResult {
  /** The statement of the call: what holds the result is known behind it. */
  readonly statement: ts.Statement;
  readonly isAwaited: boolean;
  /** The variable that holds the result, and nothing else; or how the statement becomes the declaration of one. */
  readonly holder: { readonly kind: "variable"; readonly name: ts.Identifier } | { readonly kind: "none"; readonly declare: (name: string) => readonly Edit[] };
  /** Which part of the call's result that is: the result itself, or an element of the list or object that it is. */
  readonly part: "whole" | "element" | "property";
}

/** Looks at where a call stands. */
export function callResult(bound: BoundFile, call: ts.Expression): CallResult | undefined {
  const { outer, isAwaited } = outermost(call);
  const all = promiseAllAround(outer);
  if (all === undefined) return resultAt(bound, outer, isAwaited, undefined);
  const gathered = outermost(all.call);
  return gathered.isAwaited ? resultAt(bound, gathered.outer, true, all.index) : undefined;
}

/** The function that a call calls, followed through imports and aliases in the file. */
export function calledFunction(bound: BoundFile, call: ts.Expression): CalledFunction | undefined {
  if (!ts.isCallExpression(call)) return undefined;
  const named = functionOf(bound, call.expression, deepestAlias);
  return named === undefined ? undefined : { name: named.name, module: importedFrom(bound, named.from), isForeign: isForeign(bound, named.from, deepestAlias) };
}

const deepestAlias = 5;

/** The name, and the expression that says where the function comes from. */
function functionOf(bound: BoundFile, callee: ts.Expression, depth: number): { readonly name: string; readonly from: ts.Expression } | undefined {
  if (ts.isPropertyAccessExpression(callee)) return { name: callee.name.text, from: callee.expression };
  if (ts.isElementAccessExpression(callee)) return ts.isStringLiteralLike(callee.argumentExpression) ? { name: callee.argumentExpression.text, from: callee.expression } : undefined;
  if (!ts.isIdentifier(callee) || depth === 0) return undefined;
  const declaration = meaningOf(bound, callee)?.declarations?.[0];
  if (declaration !== undefined && (ts.isImportSpecifier(declaration) || ts.isBindingElement(declaration))) {
    const original = declaration.propertyName ?? declaration.name;
    return ts.isIdentifier(original) ? { name: original.text, from: callee } : undefined;
  }
  const alias = declaration !== undefined && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return alias === undefined || ts.isArrowFunction(alias) || ts.isFunctionExpression(alias) ? { name: callee.text, from: callee } : functionOf(bound, alias, depth - 1);
}

/** The specifier from which a name is imported. */
function importedFrom(bound: BoundFile, name: ts.Expression): string | undefined {
  const declaration = ts.isIdentifier(name) ? meaningOf(bound, name)?.declarations?.[0] : undefined;
  const specifier = declaration === undefined ? undefined : ts.findAncestor(declaration, ts.isImportDeclaration)?.moduleSpecifier;
  return specifier !== undefined && ts.isStringLiteral(specifier) ? specifier.text : undefined;
}

/** Whether something comes from a package, or is no name that the file declares or imports. */
function isForeign(bound: BoundFile, from: ts.Expression, depth: number): boolean {
  if (from.kind === ts.SyntaxKind.ThisKeyword) return false;
  if (ts.isPropertyAccessExpression(from) || ts.isElementAccessExpression(from) || ts.isCallExpression(from) || ts.isNewExpression(from) || ts.isAwaitExpression(from)) return isForeign(bound, from.expression, depth);
  const declaration = ts.isIdentifier(from) ? meaningOf(bound, from)?.declarations?.[0] : undefined;
  if (declaration === undefined || depth === 0) return true;
  const module = importedFrom(bound, from);
  const value = ts.findAncestor(declaration, ts.isVariableDeclaration)?.initializer;
  if (module !== undefined) return !module.startsWith(".");
  return value !== undefined && !ts.isObjectLiteralExpression(value) && !ts.isFunctionLike(value) && isForeign(bound, value, depth - 1);
}

/** The expression with the parentheses, assertions and waiting around it. */
function outermost(call: ts.Expression): { readonly outer: ts.Expression; readonly isAwaited: boolean } {
  let isAwaited = false;
  let outer: ts.Expression = call;
  while (isAround(outer.parent)) {
    isAwaited ||= ts.isAwaitExpression(outer.parent);
    outer = outer.parent;
  }
  return { outer, isAwaited };
}

function isAround(node: ts.Node): node is ts.Expression {
  return ts.isAwaitExpression(node) || ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node) || ts.isSatisfiesExpression(node) || ts.isTypeAssertionExpression(node);
}

/** `Promise.all([…, here, …])`, with nothing spread before it. */
function promiseAllAround(element: ts.Expression): { readonly call: ts.CallExpression; readonly index: number } | undefined {
  const list = element.parent;
  if (!ts.isArrayLiteralExpression(list) || !ts.isCallExpression(list.parent) || list.parent.arguments[0] !== list) return undefined;
  const { expression } = list.parent;
  const isPromiseAll = ts.isPropertyAccessExpression(expression) && expression.name.text === "all" && ts.isIdentifier(expression.expression) && expression.expression.text === "Promise";
  const index = list.elements.indexOf(element);
  return isPromiseAll && !list.elements.slice(0, index).some(ts.isSpreadElement) ? { call: list.parent, index } : undefined;
}

/** `index` says which element of the list is asked for, where the expression is one. */
function resultAt(bound: BoundFile, outer: ts.Expression, isAwaited: boolean, index: number | undefined): CallResult | undefined {
  const { parent } = outer;
  const part = "whole";
  if (ts.isExpressionStatement(parent)) return { statement: parent, isAwaited, part, holder: declaring(bound, parent.getStart(bound.source), 0, index) };
  if (ts.isVoidExpression(parent) && ts.isExpressionStatement(parent.parent)) return { statement: parent.parent, isAwaited, part, holder: declaring(bound, parent.getStart(bound.source), "void".length, index) };
  if (ts.isBinaryExpression(parent) && parent.right === outer) return index === undefined ? resultOfAssignment(bound, parent, isAwaited) : undefined;
  if (!ts.isVariableDeclaration(parent) || !ts.isVariableStatement(parent.parent.parent)) return undefined;
  const statement = parent.parent.parent;
  if (ts.isIdentifier(parent.name)) return index === undefined ? withHolder(statement, isAwaited, part, named(bound, parent.name)) : undefined;
  if (ts.isArrayBindingPattern(parent.name)) return withHolder(statement, isAwaited, index === undefined ? "element" : part, elementHolder(bound, parent.name, index));
  return index === undefined ? withHolder(statement, isAwaited, "property", propertyHolder(bound, parent.name)) : undefined;
}

type Holder = CallResult["holder"];

function withHolder(statement: ts.Statement, isAwaited: boolean, part: CallResult["part"], holder: Holder | undefined): CallResult | undefined {
  return holder === undefined ? undefined : { statement, isAwaited, part, holder };
}

/** A declaration is put before what the statement is, in the place of so many letters. */
function declaring({ text }: BoundFile, start: number, length: number, index: number | undefined): Holder {
  const isFollowedBySpace = length > 0 && /\s/u.test(text.charAt(start + length));
  return {
    kind: "none",
    declare: (name) => [{ start, end: start + length, text: `const ${index === undefined ? name : `[${", ".repeat(index)}${name}]`} =${isFollowedBySpace ? "" : " "}` }],
  };
}

/** `_ = build()`, `image = build()` */
function resultOfAssignment(bound: BoundFile, assignment: ts.BinaryExpression, isAwaited: boolean): CallResult | undefined {
  const { left, operatorToken, parent } = assignment;
  if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isIdentifier(left) || !ts.isExpressionStatement(parent)) return undefined;
  const symbol = meaningOf(bound, left);
  if (symbol === undefined || isReassigned(bound, symbol, left) || !isDeclaredEmpty(symbol)) return undefined;
  const isRead = referencesOf(bound, symbol).some((identifier) => identifier !== left && !isDeclaration(identifier));
  const holder: Holder = isBlank(left.text) && !isRead ? { kind: "none", declare: (name) => [{ start: left.getStart(bound.source), end: left.end, text: `const ${name}` }] } : { kind: "variable", name: left };
  return { statement: parent, isAwaited, part: "whole", holder };
}

/** `let image;` */
function isDeclaredEmpty({ declarations = [] }: ts.Symbol): boolean {
  return declarations.length === 1 && declarations.every((declaration) => ts.isVariableDeclaration(declaration) && declaration.initializer === undefined);
}

/** A name that says that nobody wants what it holds. */
function isBlank(name: string): boolean {
  return /^_+$/u.test(name);
}

/** A declared name: kept, unless it is a blank that nobody reads. Undefined if it is given other values too. */
function named(bound: BoundFile, name: ts.Identifier): Holder | undefined {
  const symbol = meaningOf(bound, name);
  if (symbol === undefined || isReassigned(bound, symbol)) return undefined;
  const isRead = referencesOf(bound, symbol).some((identifier) => !isDeclaration(identifier));
  if (!isBlank(name.text) || isRead) return { kind: "variable", name };
  return { kind: "none", declare: (fresh) => [{ start: name.getStart(bound.source), end: name.end, text: fresh }] };
}

function isDeclaration(identifier: ts.Identifier): boolean {
  const { parent } = identifier;
  return (ts.isVariableDeclaration(parent) || ts.isBindingElement(parent)) && parent.name === identifier && !isWritten(identifier);
}

/** The element with that index; without an index the only one that is left out. */
function elementHolder(bound: BoundFile, pattern: ts.ArrayBindingPattern, index: number | undefined): Holder | undefined {
  const { elements } = pattern;
  const left = elements.filter(isLeftOut);
  if (index === undefined && left.length !== 1) return undefined;
  const element = index === undefined ? left[0] : elements[index];
  if (element === undefined) return index === undefined || elements.hasTrailingComma || elements.some((one) => ts.isBindingElement(one) && one.dotDotDotToken !== undefined) ? undefined : appended(pattern, index);
  if (ts.isOmittedExpression(element)) {
    const at = element.pos + (/^[ \t]*/u.exec(bound.text.slice(element.pos, pattern.end))?.[0].length ?? 0);
    return { kind: "none", declare: (name) => [{ start: at, end: at, text: name }] };
  }
  return ts.isIdentifier(element.name) && element.dotDotDotToken === undefined && element.initializer === undefined ? named(bound, element.name) : undefined;
}

function isLeftOut(element: ts.ArrayBindingElement): boolean {
  return ts.isOmittedExpression(element) || (ts.isIdentifier(element.name) && isBlank(element.name.text));
}

function appended({ elements }: ts.ArrayBindingPattern, index: number): Holder {
  const at = elements.end;
  const separators = ", ".repeat(index - elements.length + (elements.length === 0 ? 0 : 1));
  return { kind: "none", declare: (name) => [{ start: at, end: at, text: `${separators}${name}` }] };
}

/** `{ imageName: _ }`: the only property that is thrown away; which one a property is that is not even named, nobody knows. */
function propertyHolder(bound: BoundFile, { elements }: ts.ObjectBindingPattern): Holder | undefined {
  const blanks = elements.flatMap(({ name, propertyName }) => (propertyName !== undefined && ts.isIdentifier(name) && isBlank(name.text) ? [name] : []));
  const [blank, ...others] = blanks;
  return blank === undefined || others.length > 0 ? undefined : named(bound, blank);
}
