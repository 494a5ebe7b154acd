import type { ts } from "ts-morph";
import type { Expression, FunctionFacts, FunctionIndex, Parameter, Span, Statement } from "../../facts/facts.js";
import { lowerExpression } from "./expressions.js";
import { declare, hasModifier, inScope, spanOf, startOf, type Lowering } from "./lowering.js";
import { declareNames, lowerBindingName, lowerDefault } from "./patterns.js";
import { lowerFunctionBody } from "./statements.js";
import { asyncKeyword, isArrowFunction, isBlock, isConstructorDeclaration, isExpressionStatement, isFunctionDeclaration, isFunctionExpression, isIdentifier, isParameterPropertyDeclaration, isStringLiteral } from "./syntax.js";
import { lowerTypeName } from "./type-names.js";

/**
 * Adds a function to the file's facts.
 *
 * @param name the name of the place that the function is stored in, for a function without one of its own
 */
export function lowerFunction(lowering: Lowering, node: ts.FunctionLikeDeclaration, name: string | undefined): FunctionIndex {
  const at = spanOf(lowering, node);
  const ownName = isFunctionDeclaration(node) || isFunctionExpression(node) ? node.name?.text : undefined;
  const known = {
    name: ownName ?? name,
    at,
    isAsync: hasModifier(node, asyncKeyword),
    isGenerator: node.asteriskToken !== undefined,
    hasOwnThis: !isArrowFunction(node),
    bodyAt: bodyPlace(lowering, node),
  };
  return addFunction(lowering, known, () => {
    const parameterNodes = node.parameters.filter((parameter) => !isThisParameter(parameter));
    for (const parameter of parameterNodes) declareNames(parameter.name, (declared) => declare(lowering, declared, "parameter"));
    const parameters = parameterNodes.map((parameter) => lowerParameter(lowering, parameter));
    const body = inScope(lowering, () => lowerBody(lowering, node));
    if (isConstructorDeclaration(node)) insertParameterProperties(lowering, node, body);
    return { parameters, body };
  });
}

/** Adds a function whose parts `read` gives, in a scope and activation of its own. */
export function addFunction(lowering: Lowering, known: Omit<FunctionFacts, "parameters" | "body">, read: () => Pick<FunctionFacts, "parameters" | "body">): FunctionIndex {
  // The outer function stands before the functions in it: its place is kept until its parts are known.
  const index = lowering.functions.push(placeholder) - 1;
  const outer = lowering.owner;
  lowering.owner = index;
  const { parameters, body } = inScope(lowering, read);
  lowering.owner = outer;
  const { name, at, isAsync, isGenerator, hasOwnThis, bodyAt } = known;
  lowering.functions[index] = { name, at, parameters, body, isAsync, isGenerator, hasOwnThis, bodyAt };
  return index;
}

const placeholder: FunctionFacts = { at: [0, 0], parameters: [], body: [], isAsync: false, isGenerator: false, hasOwnThis: true };

function lowerBody(lowering: Lowering, node: ts.FunctionLikeDeclaration): Statement[] {
  const { body } = node;
  if (body === undefined) return [];
  if (isBlock(body)) return lowerFunctionBody(lowering, body.statements);
  const value = lowerExpression(lowering, body);
  return [{ kind: "return", value, at: spanOf(lowering, body) }];
}

/** Before the first statement that is no directive (`"use strict"`), or just behind the opening brace. */
function bodyPlace(lowering: Lowering, node: ts.FunctionLikeDeclaration): Span | undefined {
  const { body } = node;
  if (body === undefined || !isBlock(body)) return undefined;
  const first = body.statements.find((statement) => !(isExpressionStatement(statement) && isStringLiteral(statement.expression)));
  const place = first === undefined ? startOf(lowering, body) + 1 : startOf(lowering, first);
  return [place, place];
}

/** `function f(this: Cluster)`: a type, no parameter. */
function isThisParameter(parameter: ts.ParameterDeclaration): boolean {
  return isIdentifier(parameter.name) && parameter.name.text === "this";
}

function lowerParameter(lowering: Lowering, node: ts.ParameterDeclaration): Parameter {
  return {
    target: lowerBindingName(lowering, node.name),
    default: lowerDefault(lowering, node.initializer, node.name),
    isRest: node.dotDotDotToken !== undefined,
    type: lowerTypeName(lowering, node.type),
  };
}

/** `constructor(private readonly image: string)` assigns `this.image` when the object is there: first, or after `super()`. */
function insertParameterProperties(lowering: Lowering, node: ts.ConstructorDeclaration, body: Statement[]): void {
  const assignments: Statement[] = [];
  for (const parameter of node.parameters) {
    if (!isParameterPropertyDeclaration(parameter, node) || !isIdentifier(parameter.name)) continue;
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
