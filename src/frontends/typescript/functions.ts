import { ts } from "ts-morph";
import type { Expression, FunctionFacts, FunctionIndex, Parameter, Span, Statement } from "../../facts/facts.js";
import { lowerExpression, lowerNamed } from "./expressions.js";
import { declare, hasModifier, inScope, spanOf, startOf, type Lowering } from "./lowering.js";
import { declareNames, lowerBindingName } from "./patterns.js";
import { lowerFunctionBody } from "./statements.js";
import { lowerTypeName } from "./type-names.js";

/**
 * Adds a function to the file's facts.
 *
 * @param name the name of the place that the function is stored in, for a function without one of its own
 */
export function lowerFunction(lowering: Lowering, node: ts.FunctionLikeDeclaration, name: string | undefined): FunctionIndex {
  const at = spanOf(lowering, node);
  const ownName = ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) ? node.name?.text : undefined;
  const known = {
    name: ownName ?? name,
    at,
    isAsync: hasModifier(node, ts.SyntaxKind.AsyncKeyword),
    isGenerator: "asteriskToken" in node && node.asteriskToken !== undefined,
    hasOwnThis: !ts.isArrowFunction(node),
    ...bodyPlace(lowering, node),
  };
  return addFunction(lowering, known, () => {
    const parameterNodes = node.parameters.filter((parameter) => !isThisParameter(parameter));
    for (const parameter of parameterNodes) declareNames(parameter.name, (declared) => declare(lowering, declared, "parameter"));
    const parameters = parameterNodes.map((parameter) => lowerParameter(lowering, parameter));
    const body = inScope(lowering, () => lowerBody(lowering, node));
    if (ts.isConstructorDeclaration(node)) insertParameterProperties(lowering, node, body);
    return { parameters, body };
  });
}

/** Adds a function whose parts `read` gives, in a scope and activation of its own. */
export function addFunction(lowering: Lowering, known: Omit<FunctionFacts, "parameters" | "body">, read: () => Pick<FunctionFacts, "parameters" | "body">): FunctionIndex {
  const index = lowering.functions.push({ ...known, parameters: [], body: [] }) - 1;
  const outer = lowering.owner;
  lowering.owner = index;
  const parts = inScope(lowering, read);
  lowering.owner = outer;
  lowering.functions[index] = { ...known, ...parts };
  return index;
}

function lowerBody(lowering: Lowering, node: ts.FunctionLikeDeclaration): Statement[] {
  const { body } = node;
  if (body === undefined) return [];
  if (ts.isBlock(body)) return lowerFunctionBody(lowering, body.statements);
  const value = lowerExpression(lowering, body);
  return [{ kind: "return", value, at: spanOf(lowering, body) }];
}

/** Before the first statement that is no directive (`"use strict"`), or just behind the opening brace. */
function bodyPlace(lowering: Lowering, node: ts.FunctionLikeDeclaration): { readonly bodyAt?: Span } {
  const { body } = node;
  if (body === undefined || !ts.isBlock(body)) return {};
  const first = body.statements.find((statement) => !(ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression)));
  const place = first === undefined ? startOf(lowering, body) + 1 : startOf(lowering, first);
  return { bodyAt: [place, place] };
}

/** `function f(this: Cluster)`: a type, no parameter. */
function isThisParameter(parameter: ts.ParameterDeclaration): boolean {
  return ts.isIdentifier(parameter.name) && parameter.name.text === "this";
}

function lowerParameter(lowering: Lowering, node: ts.ParameterDeclaration): Parameter {
  const type = lowerTypeName(lowering, node.type);
  return {
    target: lowerBindingName(lowering, node.name),
    ...(node.initializer === undefined ? undefined : { default: lowerNamed(lowering, node.initializer, ts.isIdentifier(node.name) ? node.name.text : undefined) }),
    isRest: node.dotDotDotToken !== undefined,
    ...(type === undefined ? undefined : { type }),
  };
}

/** `constructor(private readonly image: string)` assigns `this.image` when the object is there: first, or after `super()`. */
function insertParameterProperties(lowering: Lowering, node: ts.ConstructorDeclaration, body: Statement[]): void {
  const assignments: Statement[] = [];
  for (const parameter of node.parameters) {
    if (!ts.isParameterPropertyDeclaration(parameter, node) || !ts.isIdentifier(parameter.name)) continue;
    const at = spanOf(lowering, parameter.name);
    const target = lowerBindingName(lowering, parameter.name);
    if (target.kind !== "variable") continue;
    const expression: Expression = { kind: "assign", target: { kind: "member", object: { kind: "this", at }, key: parameter.name.text, at }, value: { kind: "variable", variable: target.variable, at }, at };
    assignments.push({ kind: "evaluate", expression, at });
  }
  if (assignments.length > 0) body.splice(body.findIndex(isSuperCall) + 1, 0, ...assignments);
}

function isSuperCall(statement: Statement): boolean {
  return statement.kind === "evaluate" && statement.expression.kind === "call" && statement.expression.callee.kind === "super";
}
