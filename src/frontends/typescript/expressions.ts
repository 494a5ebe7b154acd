import type { ts } from "ts-morph";
import type { Argument, Expression, ObjectEntry, Pattern, Span } from "../../facts/facts.js";
import { lowerClass } from "./classes.js";
import { lowerFunction } from "./functions.js";
import { lowerJsx } from "./jsx.js";
import { lowerString, lowerTaggedTemplate, lowerTemplate } from "./literals.js";
import { declare, descend, fits, inScope, resolve, spanOf, startOf, type Lowering } from "./lowering.js";
import { holdValue, lowerKey, lowerPropertyName, lowerTarget } from "./patterns.js";
import { equalsToken, isArrayLiteralExpression, isArrowFunction, isAwaitExpression, isBigIntLiteral, isBinaryExpression, isCallExpression, isClassExpression, isConditionalExpression, isDeleteExpression, isElementAccessExpression, isFunctionExpression, isGetAccessorDeclaration, isIdentifier, isJsxElement, isJsxFragment, isJsxSelfClosingElement, isMetaProperty, isMethodDeclaration, isNewExpression, isNoSubstitutionTemplateLiteral, isNumericLiteral, isObjectLiteralExpression, isOmittedExpression, isPostfixUnaryExpression, isPrefixUnaryExpression, isPrivateIdentifier, isPropertyAccessExpression, isPropertyAssignment, isRegularExpressionLiteral, isShorthandPropertyAssignment, isSpreadAssignment, isSpreadElement, isStringLiteral, isStringLiteralLike, isTaggedTemplateExpression, isTemplateExpression, isTypeOfExpression, isVoidExpression, isYieldExpression, SyntaxKind, tableOf } from "./syntax.js";

/** The value of an expression; what has no meaning at run time (types, parentheses, `!`) is not there any more. */
export function lowerExpression(lowering: Lowering, wrapped: ts.Expression): Expression {
  const node = unwrap(wrapped);
  descend(lowering);
  const value = lowerByKind[node.kind]?.lower(lowering, node) ?? unknown(lowering, node, `syntax that is not understood (${SyntaxKind[node.kind]})`);
  lowering.depth--;
  return value;
}

/** As `lowerExpression`; a function or class without a name gets that of the place it is stored in. */
export function lowerNamed(lowering: Lowering, wrapped: ts.Expression, name: string | undefined): Expression {
  const node = unwrap(wrapped);
  if (isArrowFunction(node) || isFunctionExpression(node)) return functionExpression(lowering, node, name);
  if (isClassExpression(node)) return classExpression(lowering, node, name);
  return lowerExpression(lowering, node);
}

/** As `lowerExpression` where nobody reads the value: `x++` need not give the old one. */
export function lowerDiscarded(lowering: Lowering, wrapped: ts.Expression): Expression {
  const node = unwrap(wrapped);
  if (isPostfixUnaryExpression(node)) return lowerStep(lowering, node);
  return lowerExpression(lowering, node);
}

export function unwrap(node: ts.Expression): ts.Expression {
  let inner = node;
  while (isErasedAround(inner)) inner = inner.expression;
  return inner;
}

function isErasedAround(node: ts.Node): node is ts.ParenthesizedExpression | ts.AsExpression | ts.NonNullExpression | ts.SatisfiesExpression | ts.TypeAssertion | ts.ExpressionWithTypeArguments {
  return erasedAround[node.kind] === true;
}

const erasedAround = tableOf(SyntaxKind.ParenthesizedExpression, SyntaxKind.AsExpression, SyntaxKind.NonNullExpression, SyntaxKind.SatisfiesExpression, SyntaxKind.TypeAssertionExpression, SyntaxKind.ExpressionWithTypeArguments);

/** The variable, constant or global that an identifier speaks of. */
export function lowerIdentifier(lowering: Lowering, node: ts.Identifier): Expression {
  const at = spanOf(lowering, node);
  const name = node.text;
  if (name === "") return { kind: "unknown", reason: "incomplete code", parts: [], at };
  const meaning = resolve(lowering, name);
  if (typeof meaning === "number") return { kind: "variable", variable: meaning, at };
  if (meaning !== undefined) return meaning;
  return name === "undefined" ? { kind: "undefined", at } : { kind: "global", name, at };
}

export function lowerArguments(lowering: Lowering, nodes: readonly ts.Expression[] | undefined): Argument[] {
  return nodes?.map((node) => (isSpreadElement(node) ? { value: lowerExpression(lowering, node.expression), isSpread: true } : { value: lowerExpression(lowering, node), isSpread: false })) ?? [];
}

type Lower<Node> = (lowering: Lowering, node: Node) => Expression;

/** The rows of the table below. A method may ask for more than a node: its kind, which finds the row, says that it is more. */
interface Row {
  lower(lowering: Lowering, node: ts.Node): Expression;
}

const lowerByKind: (Row | undefined)[] = [];

function row<Node extends ts.Node>(kind: ts.SyntaxKind, _is: (node: ts.Node) => node is Node, lower: Lower<Node>): void {
  lowerByKind[kind] = { lower };
}

/** An expression that says nothing but its kind. */
function constantRow(kind: ts.SyntaxKind, give: (at: Span) => Expression): void {
  lowerByKind[kind] = { lower: (lowering, node) => give(spanOf(lowering, node)) };
}

const kinds = SyntaxKind;
const importKeyword = kinds.ImportKeyword;
const commaToken = kinds.CommaToken;
const looseEquality = kinds.EqualsEqualsToken;
const looseInequality = kinds.ExclamationEqualsToken;
row(kinds.Identifier, isIdentifier, lowerIdentifier);
row(kinds.StringLiteral, isStringLiteral, (lowering, node) => lowerString(lowering, node));
row(kinds.NoSubstitutionTemplateLiteral, isNoSubstitutionTemplateLiteral, (lowering, node) => lowerString(lowering, node));
row(kinds.TemplateExpression, isTemplateExpression, (lowering, node) => lowerTemplate(lowering, node));
row(kinds.NumericLiteral, isNumericLiteral, (lowering, node) => ({ kind: "literal", value: Number(node.text), at: spanOf(lowering, node) }));
row(kinds.BigIntLiteral, isBigIntLiteral, lowerBigInt);
row(kinds.RegularExpressionLiteral, isRegularExpressionLiteral, lowerRegExp);
row(kinds.PropertyAccessExpression, isPropertyAccessExpression, lowerChain);
row(kinds.ElementAccessExpression, isElementAccessExpression, lowerChain);
row(kinds.CallExpression, isCallExpression, lowerChain);
row(kinds.TaggedTemplateExpression, isTaggedTemplateExpression, lowerChain);
row(kinds.NewExpression, isNewExpression, lowerNew);
row(kinds.BinaryExpression, isBinaryExpression, lowerBinary);
row(kinds.PrefixUnaryExpression, isPrefixUnaryExpression, lowerPrefix);
row(kinds.PostfixUnaryExpression, isPostfixUnaryExpression, lowerPostfix);
row(kinds.ConditionalExpression, isConditionalExpression, lowerConditional);
row(kinds.ObjectLiteralExpression, isObjectLiteralExpression, lowerObject);
row(kinds.ArrayLiteralExpression, isArrayLiteralExpression, lowerArray);
row(kinds.ArrowFunction, isArrowFunction, (lowering, node) => functionExpression(lowering, node, undefined));
row(kinds.FunctionExpression, isFunctionExpression, (lowering, node) => functionExpression(lowering, node, undefined));
row(kinds.ClassExpression, isClassExpression, (lowering, node) => classExpression(lowering, node, undefined));
row(kinds.AwaitExpression, isAwaitExpression, (lowering, node) => ({ kind: "await", value: lowerExpression(lowering, node.expression), at: spanOf(lowering, node) }));
row(kinds.YieldExpression, isYieldExpression, lowerYield);
row(kinds.VoidExpression, isVoidExpression, (lowering, node) => ({ kind: "void", value: lowerExpression(lowering, node.expression), at: spanOf(lowering, node) }));
row(kinds.TypeOfExpression, isTypeOfExpression, (lowering, node) => ({ kind: "typeof", value: lowerExpression(lowering, node.expression), at: spanOf(lowering, node) }));
row(kinds.DeleteExpression, isDeleteExpression, (lowering, node) => ({ kind: "delete", value: lowerExpression(lowering, node.expression), at: spanOf(lowering, node) }));
row(kinds.MetaProperty, isMetaProperty, (lowering, node) => ({ kind: "global", name: `${node.keywordToken === kinds.NewKeyword ? "new" : "import"}.${node.name.text}`, at: spanOf(lowering, node) }));
row(kinds.PrivateIdentifier, isPrivateIdentifier, (lowering, node) => ({ kind: "literal", value: node.text, at: spanOf(lowering, node) }));
row(kinds.SpreadElement, isSpreadElement, (lowering, node) => unknown(lowering, node, "incomplete code", [lowerExpression(lowering, node.expression)]));
row(kinds.JsxElement, isJsxElement, (lowering, node) => lowerJsx(lowering, node));
row(kinds.JsxSelfClosingElement, isJsxSelfClosingElement, (lowering, node) => lowerJsx(lowering, node));
row(kinds.JsxFragment, isJsxFragment, (lowering, node) => lowerJsx(lowering, node));
constantRow(kinds.TrueKeyword, (at) => ({ kind: "literal", value: true, at }));
constantRow(kinds.FalseKeyword, (at) => ({ kind: "literal", value: false, at }));
constantRow(kinds.NullKeyword, (at) => ({ kind: "literal", value: null, at }));
constantRow(kinds.ThisKeyword, (at) => ({ kind: "this", at }));
constantRow(kinds.SuperKeyword, (at) => ({ kind: "super", at }));
constantRow(kinds.OmittedExpression, (at) => ({ kind: "undefined", at }));

function unknown(lowering: Lowering, node: ts.Node, reason: string, parts: readonly Expression[] = []): Expression {
  return { kind: "unknown", reason, parts, at: spanOf(lowering, node) };
}

function lowerBigInt(lowering: Lowering, node: ts.BigIntLiteral): Expression {
  const value = Number(BigInt(node.text.slice(0, -1)));
  return Number.isSafeInteger(value) ? { kind: "literal", value, at: spanOf(lowering, node) } : unknown(lowering, node, "a number that is too large");
}

function lowerRegExp(lowering: Lowering, node: ts.RegularExpressionLiteral): Expression {
  const end = node.text.lastIndexOf("/");
  return { kind: "regexp", source: node.text.slice(1, end), flags: node.text.slice(end + 1), at: spanOf(lowering, node) };
}

type Link = ts.PropertyAccessExpression | ts.ElementAccessExpression | ts.CallExpression | ts.TaggedTemplateExpression;

/** `a.b[c](d).e`: a chain can have thousands of links, so it is walked in a loop, outermost link first and then back. */
function lowerChain(lowering: Lowering, outermost: Link): Expression {
  const chain: Link[] = [];
  let node: ts.Expression = outermost;
  while (isLink(node)) {
    if (isCallExpression(node) && isImport(lowering, node)) break;
    chain.push(node);
    node = unwrap(isTaggedTemplateExpression(node) ? node.tag : node.expression);
  }
  let value = isCallExpression(node) ? lowerImport(lowering, node) : lowerExpression(lowering, node);
  const isLong = !fits(lowering, chain.length);
  const parts = [value];
  for (let index = chain.length - 1; index >= 0; index--) {
    const link = chain[index];
    if (link === undefined) continue;
    if (!isLong) value = lowerLink(lowering, link, value);
    else if (isCallExpression(link)) parts.push(...lowerArguments(lowering, link.arguments).map((argument) => argument.value));
  }
  return isLong ? unknown(lowering, outermost, "a chain that is too long", parts) : value;
}

function isLink(node: ts.Node): node is Link {
  return links[node.kind] === true;
}

const links = tableOf(SyntaxKind.PropertyAccessExpression, SyntaxKind.CallExpression, SyntaxKind.ElementAccessExpression, SyntaxKind.TaggedTemplateExpression);

/** `import(x)`, and `require(x)` unless the file declares a `require` of its own. */
function isImport(lowering: Lowering, node: ts.CallExpression): boolean {
  const callee = node.expression;
  if (callee.kind === importKeyword) return true;
  return isIdentifier(callee) && callee.text === "require" && node.arguments.length > 0 && resolve(lowering, "require") === undefined;
}

function lowerImport(lowering: Lowering, node: ts.CallExpression): Expression {
  const [specifier] = node.arguments;
  if (specifier === undefined) return unknown(lowering, node, "incomplete code");
  return importOf(lowering, specifier, node.expression.kind === importKeyword ? "import" : "require", spanOf(lowering, node));
}

/** An import as a value; a constant specifier is also one of the file's imports. */
export function importOf(lowering: Lowering, specifier: ts.Expression, form: "import" | "require", at: Span): Expression {
  if (isStringLiteralLike(specifier)) lowering.imports.push({ specifier: specifier.text, at: spanOf(lowering, specifier), bindings: [], isExpression: true });
  return { kind: "import", specifier: lowerExpression(lowering, specifier), form, at };
}

function lowerLink(lowering: Lowering, link: Link, value: Expression): Expression {
  const at: Span = [startOf(lowering, link), link.end];
  if (isCallExpression(link)) return { kind: "call", callee: value, arguments: lowerArguments(lowering, link.arguments), construct: false, optional: link.questionDotToken !== undefined, at };
  if (isTaggedTemplateExpression(link)) return { kind: "tagged", tag: value, template: lowerTaggedTemplate(lowering, link.template, isStringRaw(value) ? "raw" : "cooked"), at };
  const optional = link.questionDotToken !== undefined;
  if (isElementAccessExpression(link)) return { kind: "member", object: value, key: lowerKey(lowering, link.argumentExpression), optional, at };
  if (link.name.text === "") return { kind: "unknown", reason: "incomplete code", parts: [value], at };
  return { kind: "member", object: value, key: link.name.text, optional, at };
}

function isStringRaw(tag: Expression): boolean {
  return tag.kind === "member" && tag.key === "raw" && tag.object.kind === "global" && tag.object.name === "String";
}

function lowerNew(lowering: Lowering, node: ts.NewExpression): Expression {
  return { kind: "call", callee: lowerExpression(lowering, node.expression), arguments: lowerArguments(lowering, node.arguments), construct: true, optional: false, at: spanOf(lowering, node) };
}

type Combine = (left: Expression, right: Expression, at: Span) => Expression;

/** What each operator between two values becomes; assignments stand in `assignments`. */
const combinations = new Map<ts.SyntaxKind, Combine>([
  [kinds.PlusToken, arithmetic("+")],
  [kinds.MinusToken, arithmetic("-")],
  [kinds.AsteriskToken, arithmetic("*")],
  [kinds.AsteriskAsteriskToken, arithmetic("**")],
  [kinds.SlashToken, arithmetic("/")],
  [kinds.PercentToken, arithmetic("%")],
  [kinds.AmpersandToken, arithmetic("&")],
  [kinds.BarToken, arithmetic("|")],
  [kinds.CaretToken, arithmetic("^")],
  [kinds.LessThanLessThanToken, arithmetic("<<")],
  [kinds.GreaterThanGreaterThanToken, arithmetic(">>")],
  [kinds.GreaterThanGreaterThanGreaterThanToken, arithmetic(">>>")],
  [kinds.AmpersandAmpersandToken, logical("&&")],
  [kinds.BarBarToken, logical("||")],
  [kinds.QuestionQuestionToken, logical("??")],
  [kinds.EqualsEqualsToken, compare("===")],
  [kinds.EqualsEqualsEqualsToken, compare("===")],
  [kinds.ExclamationEqualsToken, compare("!==")],
  [kinds.ExclamationEqualsEqualsToken, compare("!==")],
  [kinds.LessThanToken, compare("<")],
  [kinds.LessThanEqualsToken, compare("<=")],
  [kinds.GreaterThanToken, compare(">")],
  [kinds.GreaterThanEqualsToken, compare(">=")],
  [kinds.InKeyword, compare("in")],
  [kinds.InstanceOfKeyword, compare("instanceof")],
]);

/** How an operator that assigns makes its new value of the old one and the right side. */
const assignments = new Map<ts.SyntaxKind, Combine>([
  [kinds.EqualsToken, (_old, right) => right],
  [kinds.PlusEqualsToken, arithmetic("+")],
  [kinds.MinusEqualsToken, arithmetic("-")],
  [kinds.AsteriskEqualsToken, arithmetic("*")],
  [kinds.AsteriskAsteriskEqualsToken, arithmetic("**")],
  [kinds.SlashEqualsToken, arithmetic("/")],
  [kinds.PercentEqualsToken, arithmetic("%")],
  [kinds.AmpersandEqualsToken, arithmetic("&")],
  [kinds.BarEqualsToken, arithmetic("|")],
  [kinds.CaretEqualsToken, arithmetic("^")],
  [kinds.LessThanLessThanEqualsToken, arithmetic("<<")],
  [kinds.GreaterThanGreaterThanEqualsToken, arithmetic(">>")],
  [kinds.GreaterThanGreaterThanGreaterThanEqualsToken, arithmetic(">>>")],
  [kinds.AmpersandAmpersandEqualsToken, logical("&&")],
  [kinds.BarBarEqualsToken, logical("||")],
  [kinds.QuestionQuestionEqualsToken, logical("??")],
]);

function arithmetic(operator: string): Combine {
  return (left, right, at) => ({ kind: "arithmetic", operator, left, right, at });
}

function logical(operator: "&&" | "||" | "??"): Combine {
  return (left, right, at) => ({ kind: "logical", operator, left, right, at });
}

function compare(operator: Extract<Expression, { kind: "compare" }>["operator"]): Combine {
  return (left, right, at) => ({ kind: "compare", operator, left, right, at });
}

/** Operators group to the left, and generated code joins thousands of them: the left side is walked in a loop. */
function lowerBinary(lowering: Lowering, outermost: ts.BinaryExpression): Expression {
  if (assignments.has(outermost.operatorToken.kind)) return lowerAssignment(lowering, outermost);
  const chain: ts.BinaryExpression[] = [];
  let node: ts.Expression = outermost;
  while (isBinaryExpression(node) && !assignments.has(node.operatorToken.kind)) {
    chain.push(node);
    node = unwrap(node.left);
  }
  let value = lowerExpression(lowering, node);
  if (!fits(lowering, chain.length) && chain.some((link) => link.operatorToken.kind !== commaToken)) return joinOperands(lowering, chain, value);
  let sequence: Expression[] | undefined;
  for (let index = chain.length - 1; index >= 0; index--) {
    const link = chain[index];
    if (link === undefined) continue;
    const at: Span = [startOf(lowering, link), link.end];
    if (link.operatorToken.kind === commaToken) {
      sequence ??= [value];
      sequence.push(lowerExpression(lowering, link.right));
      value = { kind: "sequence", expressions: sequence, at };
    } else {
      sequence = undefined;
      value = combine(lowering, link, value, at);
    }
  }
  return value;
}

/** A chain of so many operators that its facts would be too deep: a text if that is what it joins, else only its operands. */
function joinOperands(lowering: Lowering, chain: readonly ts.BinaryExpression[], first: Expression): Expression {
  const parts = [first];
  for (const link of chain.toReversed()) parts.push(lowerExpression(lowering, link.right));
  const at: Span = [first.at[0], chain[0]?.end ?? first.at[1]];
  const isText = chain.every((link) => link.operatorToken.kind === kinds.PlusToken) && parts.slice(0, 2).some((part) => part.kind === "template" || (part.kind === "literal" && typeof part.value === "string"));
  return isText ? { kind: "template", parts, at } : { kind: "unknown", reason: "a chain that is too long", parts, at };
}

function combine(lowering: Lowering, node: ts.BinaryExpression, left: Expression, at: Span): Expression {
  const operator = node.operatorToken.kind;
  const right = lowerExpression(lowering, node.right);
  if (operator === looseEquality || operator === looseInequality) {
    if (isNullish(right)) return compareWithNullish(lowering, left, operator, at);
    if (isNullish(left)) return compareWithNullish(lowering, right, operator, at);
  }
  return combinations.get(operator)?.(left, right, at) ?? { kind: "unknown", reason: "incomplete code", parts: [left, right], at };
}

function isNullish(value: Expression): boolean {
  return value.kind === "undefined" || (value.kind === "literal" && value.value === null) || (value.kind === "void" && value.value.kind === "literal");
}

/** `x == null` is true of null and of undefined (ECMA-262, IsLooselyEqual). */
function compareWithNullish(lowering: Lowering, subject: Expression, operator: ts.SyntaxKind, at: Span): Expression {
  const isEqual = operator === looseEquality;
  const test = compare(isEqual ? "===" : "!==");
  const { held, again } = isPlainPlace(subject) ? { held: subject, again: subject } : holdValue(lowering, subject);
  return logical(isEqual ? "||" : "&&")(test(held, { kind: "literal", value: null, at }, at), test(again, { kind: "undefined", at }, at), at);
}

/** A name, `this`, or a member of one: reading it twice is reading it once. */
function isPlainPlace(value: Expression): boolean {
  let place = value;
  while (place.kind === "member" && typeof place.key === "string") place = place.object;
  return place.kind === "variable" || place.kind === "global" || place.kind === "this" || place.kind === "super";
}

function lowerAssignment(lowering: Lowering, node: ts.BinaryExpression): Expression {
  const at = spanOf(lowering, node);
  const operator = node.operatorToken.kind;
  if (operator === equalsToken) return { kind: "assign", target: lowerTarget(lowering, node.left), value: lowerNamed(lowering, node.right, nameOfTarget(node.left)), at };
  return update(lowering, node.left, at, (old) => assignments.get(operator)?.(old, lowerNamed(lowering, node.right, nameOfTarget(node.left)), at) ?? old);
}

function nameOfTarget(wrapped: ts.Expression): string | undefined {
  const node = unwrap(wrapped);
  return isIdentifier(node) || isPropertyAccessExpression(node) ? (isIdentifier(node) ? node.text : node.name.text) : undefined;
}

/** An assignment that reads its own target; the object and the key of the target are computed once. */
function update(lowering: Lowering, targetNode: ts.Expression, at: Span, change: (old: Expression) => Expression): Expression {
  const old = lowerExpression(lowering, targetNode);
  if (old.kind !== "member") return { kind: "assign", target: targetOf(old), value: change(old), at };
  const first: Expression[] = [];
  const object = holdUnlessPlain(lowering, old.object, first);
  const key = typeof old.key === "string" ? old.key : holdUnlessPlain(lowering, old.key, first);
  const place: Expression = { ...old, object, key };
  const assign: Expression = { kind: "assign", target: targetOf(place), value: change(place), at };
  return first.length === 0 ? assign : { kind: "sequence", expressions: [...first, assign], at };
}

function holdUnlessPlain(lowering: Lowering, value: Expression, first: Expression[]): Expression {
  if (isPlainPlace(value) || value.kind === "literal") return value;
  const { held, again } = holdValue(lowering, value);
  first.push(held);
  return again;
}

function targetOf(place: Expression): Pattern {
  switch (place.kind) {
    case "variable":
      return { kind: "variable", variable: place.variable, at: place.at };
    case "global":
      return { kind: "global", name: place.name, at: place.at };
    case "member":
      return { kind: "member", object: place.object, key: place.key, at: place.at };
    default:
      return { kind: "ignore", at: place.at };
  }
}

/** `++` and `--`, as the value after the step. */
function lowerStep(lowering: Lowering, node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): Expression {
  const at = spanOf(lowering, node);
  return update(lowering, node.operand, at, (old) => arithmetic(node.operator === kinds.PlusPlusToken ? "+" : "-")(old, numberAt(1, at), at));
}

/** `x++` gives the value before the step. */
function lowerPostfix(lowering: Lowering, node: ts.PostfixUnaryExpression): Expression {
  const at = spanOf(lowering, node);
  return arithmetic(node.operator === kinds.PlusPlusToken ? "-" : "+")(lowerStep(lowering, node), numberAt(1, at), at);
}

function lowerPrefix(lowering: Lowering, node: ts.PrefixUnaryExpression): Expression {
  const at = spanOf(lowering, node);
  if (node.operator === kinds.PlusPlusToken || node.operator === kinds.MinusMinusToken) return lowerStep(lowering, node);
  const value = lowerExpression(lowering, node.operand);
  switch (node.operator) {
    case kinds.ExclamationToken:
      return { kind: "not", value, at };
    case kinds.MinusToken:
      return value.kind === "literal" && typeof value.value === "number" ? numberAt(-value.value, at) : arithmetic("-")(numberAt(0, at), value, at);
    case kinds.TildeToken:
      return arithmetic("^")(value, numberAt(-1, at), at);
    case kinds.PlusToken:
      return arithmetic("-")(value, numberAt(0, at), at);
  }
}

function numberAt(value: number, at: Span): Expression {
  return { kind: "literal", value, at };
}

/** `a ? b : c ? d : e` groups to the right; its tests are walked in a loop. */
function lowerConditional(lowering: Lowering, outermost: ts.ConditionalExpression): Expression {
  const branches: { readonly test: Expression; readonly then: Expression; readonly at: Span }[] = [];
  let node: ts.Expression = outermost;
  while (isConditionalExpression(node)) {
    branches.push({ test: lowerExpression(lowering, node.condition), then: lowerExpression(lowering, node.whenTrue), at: spanOf(lowering, node) });
    node = unwrap(node.whenFalse);
  }
  if (!fits(lowering, branches.length)) return unknown(lowering, outermost, "a chain that is too long", branches.flatMap(({ test, then }) => [test, then]));
  return branches.reduceRight<Expression>((otherwise, { test, then, at }) => ({ kind: "conditional", test, then, otherwise, at }), lowerExpression(lowering, node));
}

function lowerObject(lowering: Lowering, node: ts.ObjectLiteralExpression): Expression {
  return { kind: "object", entries: node.properties.map((property) => lowerProperty(lowering, property)), at: spanOf(lowering, node) };
}

function lowerProperty(lowering: Lowering, property: ts.ObjectLiteralElementLike): ObjectEntry {
  const at = spanOf(lowering, property);
  if (isSpreadAssignment(property)) return { kind: "spread", value: lowerExpression(lowering, property.expression), at };
  if (isShorthandPropertyAssignment(property)) return { kind: "property", key: property.name.text, value: lowerIdentifier(lowering, property.name), at };
  const key = lowerPropertyName(lowering, property.name);
  const name = typeof key === "string" ? key : undefined;
  if (isPropertyAssignment(property)) return { kind: "property", key, value: lowerNamed(lowering, property.initializer, name), at };
  const function_ = lowerFunction(lowering, property, name);
  if (isMethodDeclaration(property)) return { kind: "property", key, value: { kind: "function", function: function_, at }, at };
  return { kind: isGetAccessorDeclaration(property) ? "getter" : "setter", key, function: function_, at };
}

function lowerArray(lowering: Lowering, node: ts.ArrayLiteralExpression): Expression {
  const elements = node.elements.map((element): Argument | null => {
    if (isOmittedExpression(element)) return null;
    return isSpreadElement(element) ? { value: lowerExpression(lowering, element.expression), isSpread: true } : { value: lowerExpression(lowering, element), isSpread: false };
  });
  return { kind: "array", elements, at: spanOf(lowering, node) };
}

function functionExpression(lowering: Lowering, node: ts.ArrowFunction | ts.FunctionExpression, name: string | undefined): Expression {
  const at = spanOf(lowering, node);
  const give = (): Expression => ({ kind: "function", function: lowerFunction(lowering, node, name), at });
  return node.name === undefined ? give() : named(lowering, node, node.name, "function", give);
}

function classExpression(lowering: Lowering, node: ts.ClassExpression, name: string | undefined): Expression {
  const at = spanOf(lowering, node);
  const give = (): Expression => ({ kind: "class", class: lowerClass(lowering, node, name), at });
  return node.name === undefined ? give() : named(lowering, node, node.name, "class", give);
}

/** The own name of a function or class expression is a variable that only it sees; most never look. */
function named(lowering: Lowering, node: ts.Node, name: ts.Identifier, kind: "function" | "class", give: () => Expression): Expression {
  if (!lowering.text.slice(name.end, node.end).includes(name.text)) return give();
  return inScope(lowering, () => {
    const at = spanOf(lowering, name);
    const variable = declare(lowering, name, kind);
    return { kind: "assign", target: { kind: "variable", variable, at }, value: give(), at: spanOf(lowering, node) };
  });
}

/** `yield* x` in the place of a statement is a loop (see there); what it gives as a value is not followed. */
function lowerYield(lowering: Lowering, node: ts.YieldExpression): Expression {
  const at = spanOf(lowering, node);
  if (node.expression === undefined) return { kind: "yield", at };
  const value = lowerExpression(lowering, node.expression);
  return node.asteriskToken === undefined ? { kind: "yield", value, at } : { kind: "unknown", reason: "the result of yield*", parts: [value], at };
}
