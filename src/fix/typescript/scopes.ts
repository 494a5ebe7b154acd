import { ts } from "ts-morph";
import { meaningOf, visibleAt, type BoundFile } from "./bound-file.js";

/** A list of statements with a scope of its own. */
export type Block = ts.Block | ts.SourceFile | ts.ModuleBlock;

/** The block whose own statement this is; a statement without braces around it (`if (x) y();`) has none. */
export function blockOf(statement: ts.Statement): Block | undefined {
  return isBlockNode(statement.parent) ? statement.parent : undefined;
}

/** The innermost block that holds all the nodes. */
export function commonBlock(nodes: readonly ts.Node[]): Block | undefined {
  const [first, ...others] = nodes;
  if (first === undefined) return undefined;
  for (let node = first.parent; ; node = node.parent) {
    if (isBlockNode(node) && others.every((other) => node.pos <= other.pos && other.end <= node.end)) return node;
    if (ts.isSourceFile(node)) return undefined;
  }
}

/** The statement of the block in which the node stands. */
export function statementIn(block: Block, node: ts.Node): ts.Statement | undefined {
  return block.statements.find((statement) => statement.pos <= node.pos && node.end <= statement.end);
}

/**
 * Whether a node stands in a later statement of the same block, in the scope of what the statement declares, and runs
 * after it: a function declaration that is named before the statement may be called before it.
 */
export function runsAfter(bound: BoundFile, statement: ts.Statement, node: ts.Node): boolean {
  const block = blockOf(statement);
  const later = block === undefined ? undefined : statementIn(block, node);
  if (block === undefined || later === undefined || later.pos < statement.end) return false;
  for (let outer = node; outer !== block; outer = outer.parent) {
    if (ts.isFunctionDeclaration(outer) && outer.name !== undefined && isNamedBetween(bound, outer.name.text, 0, statement.end)) return false;
  }
  return true;
}

/** Whether, at the node, a variable has the value that its declaration or the caller gave it. */
export function holdsAt(bound: BoundFile, symbol: ts.Symbol, node: ts.Node): boolean {
  const [declaration, ...others] = symbol.declarations ?? [];
  if (declaration === undefined || others.length > 0 || visibleAt(bound, symbol.name, node) !== symbol) return false;
  const statement = ts.findAncestor(declaration, ts.isVariableStatement);
  const isOwn = statement !== undefined && ts.findAncestor(declaration, ts.isFunctionLike) === ts.findAncestor(statement, ts.isFunctionLike);
  if (isOwn && !runsAfter(bound, statement, node)) return false;
  return isOwn || !ts.isVariableDeclaration(declaration) || declaration.end <= node.getStart(bound.source);
}

/** Whether a variable is given a value anywhere but where it is declared, or but at one identifier. */
export function isReassigned(bound: BoundFile, symbol: ts.Symbol, except?: ts.Identifier): boolean {
  return referencesOf(bound, symbol).some((identifier) => identifier !== except && isWritten(identifier));
}

/** The identifiers that speak of a variable, its declaration among them. */
export function referencesOf(bound: BoundFile, symbol: ts.Symbol): readonly ts.Identifier[] {
  return (bound.identifiers.get(symbol.name) ?? []).filter((identifier) => meaningOf(bound, identifier) === symbol);
}

/** Whether a name or a property stands where it is given a value: `x = …`, `[x] = …`, `x += …`, `x++`, `for (x of …)`. */
export function isWritten(node: ts.Node): boolean {
  for (let inner = node, outer = node.parent; !ts.isStatement(inner); inner = outer, outer = outer.parent) {
    if (ts.isBinaryExpression(outer) && isAssignment(outer.operatorToken.kind)) return outer.left === inner && isTargetIn(inner, node);
    if (ts.isPrefixUnaryExpression(outer) || ts.isPostfixUnaryExpression(outer)) return outer.operator === ts.SyntaxKind.PlusPlusToken || outer.operator === ts.SyntaxKind.MinusMinusToken;
    if (ts.isForInStatement(outer) || ts.isForOfStatement(outer)) return outer.initializer === inner && !ts.isVariableDeclarationList(inner);
    if (ts.isSourceFile(outer)) return false;
  }
  return false;
}

/** Whether a property of that name is given a value anywhere in the file, other than where an object is made. */
export function isPropertyWritten({ identifiers }: BoundFile, name: string): boolean {
  return (identifiers.get(name) ?? []).some(({ parent }) => ts.isPropertyAccessExpression(parent) && parent.name.text === name && isWritten(parent));
}

/** `image` for what a block shall keep in a variable, or another name, where that one means something already or is used in it. */
export function freeName(bound: BoundFile, block: Block): string {
  const isFree = (name: string): boolean => visibleAt(bound, name, block.statements[0] ?? block) === undefined && !isNamedBetween(bound, name, block.pos, block.end);
  const name = ["image", "builtImage"].find(isFree);
  let number = 2;
  while (name === undefined && !isFree(`builtImage${number}`)) number += 1;
  return name ?? `builtImage${number}`;
}

function isBlockNode(node: ts.Node): node is Block {
  return ts.isBlock(node) || ts.isSourceFile(node) || ts.isModuleBlock(node);
}

/** Whether a variable of that name, the file's own or not, is spoken of between two offsets. */
function isNamedBetween({ identifiers }: BoundFile, name: string, start: number, end: number): boolean {
  return (identifiers.get(name) ?? []).some((identifier) => start <= identifier.pos && identifier.end <= end && !isPropertyName(identifier));
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** In `images[name] = …` only the element is written, not what finds it. */
function isTargetIn(left: ts.Node, node: ts.Node): boolean {
  return left === node || ts.isArrayLiteralExpression(left) || ts.isObjectLiteralExpression(left) || ts.isParenthesizedExpression(left);
}

/** A name after a dot, or before a colon: it speaks of no variable. */
function isPropertyName(identifier: ts.Identifier): boolean {
  const { parent } = identifier;
  if (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isPropertySignature(parent)) return parent.name === identifier;
  if (ts.isBindingElement(parent) || ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return parent.propertyName === identifier;
  return false;
}
