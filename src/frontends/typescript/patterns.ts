import type { ts } from "ts-morph";
import type { Expression, Pattern, PropertyKey_, Span } from "../../facts/facts.js";
import { lowerExpression, lowerNamed, unwrap } from "./expressions.js";
import { addVariable, descend, resolve, spanOf, type Lowering } from "./lowering.js";
import { equalsToken, isArrayBindingPattern, isArrayLiteralExpression, isBinaryExpression, isBindingElement, isComputedPropertyName, isIdentifier, isNumericLiteral, isObjectLiteralExpression, isOmittedExpression, isPropertyAssignment, isShorthandPropertyAssignment, isSpreadAssignment, isSpreadElement, isStringLiteralLike } from "./syntax.js";

type ObjectPatternEntry = Extract<Pattern, { kind: "object" }>["entries"][number];
type ArrayPatternElement = Extract<Pattern, { kind: "array" }>["elements"][number];

/** The left side of a declaration; its names have been declared. */
export function lowerBindingName(lowering: Lowering, name: ts.BindingName): Pattern {
  const at = spanOf(lowering, name);
  if (isIdentifier(name)) return lowerTargetName(lowering, name);
  descend(lowering);
  const pattern = isArrayBindingPattern(name) ? lowerArrayBinding(lowering, name, at) : lowerObjectBinding(lowering, name, at);
  lowering.depth--;
  return pattern;
}

/** The left side of an assignment. */
export function lowerTarget(lowering: Lowering, wrapped: ts.Expression): Pattern {
  const node = unwrap(wrapped);
  const at = spanOf(lowering, node);
  if (isIdentifier(node)) return lowerTargetName(lowering, node);
  if (isObjectLiteralExpression(node)) return lowerObjectTarget(lowering, node);
  if (isArrayLiteralExpression(node)) return { kind: "array", elements: node.elements.map((element) => lowerElementTarget(lowering, element)), at };
  const place = lowerExpression(lowering, node);
  if (place.kind === "member") return { kind: "member", object: place.object, key: place.key, at };
  return { kind: "ignore", at };
}

/** Declares every name of a binding pattern in the current scope. */
export function declareNames(name: ts.BindingName, declareOne: (name: ts.Identifier) => unknown): void {
  if (isIdentifier(name)) {
    if (name.text !== "") declareOne(name);
    return;
  }
  for (const element of name.elements) if (isBindingElement(element)) declareNames(element.name, declareOne);
}

/** A property's name as a constant where it is one, else the expression that computes it. */
export function lowerPropertyName(lowering: Lowering, name: ts.PropertyName): PropertyKey_ {
  return isComputedPropertyName(name) ? lowerKey(lowering, name.expression) : name.text;
}

/** The key of `object[key]`. A number is the property of that name, as it is for the language. */
export function lowerKey(lowering: Lowering, wrapped: ts.Expression): PropertyKey_ {
  const node = unwrap(wrapped);
  return isStringLiteralLike(node) || isNumericLiteral(node) ? node.text : lowerExpression(lowering, node);
}

/** The default of a parameter or of a part of a pattern; a function there takes the name. */
export function lowerDefault(lowering: Lowering, value: ts.Expression | undefined, name: ts.Node): Expression | undefined {
  return value === undefined ? undefined : lowerNamed(lowering, value, isIdentifier(name) ? name.text : undefined);
}

/** A place for a value that is needed twice but must be computed once. */
export function holdValue(lowering: Lowering, value: Expression): { readonly held: Expression; readonly again: Expression } {
  const { at } = value;
  const variable = addVariable(lowering, "", at, "variable");
  return { held: { kind: "assign", target: { kind: "variable", variable, at }, value, at }, again: { kind: "variable", variable, at } };
}

function lowerTargetName(lowering: Lowering, name: ts.Identifier): Pattern {
  const at = spanOf(lowering, name);
  if (name.text === "") return { kind: "ignore", at };
  const meaning = resolve(lowering, name.text);
  return typeof meaning === "number" ? { kind: "variable", variable: meaning, at } : { kind: "global", name: name.text, at };
}

function lowerArrayBinding(lowering: Lowering, pattern: ts.ArrayBindingPattern, at: Span): Pattern {
  return { kind: "array", elements: pattern.elements.map((element) => lowerBindingElement(lowering, element)), at };
}

function lowerBindingElement(lowering: Lowering, element: ts.ArrayBindingElement): ArrayPatternElement {
  if (isOmittedExpression(element)) return null;
  return { target: lowerBindingName(lowering, element.name), default: lowerDefault(lowering, element.initializer, element.name), isRest: element.dotDotDotToken !== undefined };
}

function lowerObjectBinding(lowering: Lowering, name: ts.ObjectBindingPattern, at: Span): Pattern {
  const entries: ObjectPatternEntry[] = [];
  let rest: Pattern | undefined;
  for (const element of name.elements) {
    const target = lowerBindingName(lowering, element.name);
    if (element.dotDotDotToken !== undefined) rest = target;
    else entries.push({ key: keyOfBindingElement(lowering, element), target, default: lowerDefault(lowering, element.initializer, element.name) });
  }
  return { kind: "object", entries, rest, at };
}

function keyOfBindingElement(lowering: Lowering, element: ts.BindingElement): PropertyKey_ {
  if (element.propertyName !== undefined) return lowerPropertyName(lowering, element.propertyName);
  return isIdentifier(element.name) ? element.name.text : "";
}

function lowerObjectTarget(lowering: Lowering, node: ts.ObjectLiteralExpression): Pattern {
  const entries: ObjectPatternEntry[] = [];
  let rest: Pattern | undefined;
  for (const property of node.properties) {
    if (isSpreadAssignment(property)) rest = lowerTarget(lowering, property.expression);
    else if (isShorthandPropertyAssignment(property)) entries.push({ key: property.name.text, target: lowerTargetName(lowering, property.name), default: lowerDefault(lowering, property.objectAssignmentInitializer, property.name) });
    else if (isPropertyAssignment(property)) entries.push({ key: lowerPropertyName(lowering, property.name), ...lowerTargetWithDefault(lowering, property.initializer) });
  }
  return { kind: "object", entries, rest, at: spanOf(lowering, node) };
}

function lowerElementTarget(lowering: Lowering, element: ts.Expression): ArrayPatternElement {
  if (isOmittedExpression(element)) return null;
  if (isSpreadElement(element)) return { target: lowerTarget(lowering, element.expression), isRest: true };
  return { ...lowerTargetWithDefault(lowering, element), isRest: false };
}

function lowerTargetWithDefault(lowering: Lowering, node: ts.Expression): { readonly target: Pattern; readonly default: Expression | undefined } {
  if (!isBinaryExpression(node) || node.operatorToken.kind !== equalsToken) return { target: lowerTarget(lowering, node), default: undefined };
  return { target: lowerTarget(lowering, node.left), default: lowerDefault(lowering, node.right, node.left) };
}
