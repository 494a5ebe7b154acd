import type { Argument, Expression, Span } from "../../facts/facts.js";
import type { SyntaxNode } from "../tree-sitter/syntax-tree.js";
import { isPointerType, lowerExpression, memberAt } from "./expressions.js";
import { integerValue } from "./literals.js";
import { resolve, textOf, unknown, type Lowering } from "./lowering.js";
import { isPredeclared } from "./names.js";
import { predeclaredFunctions, predeclaredTypes } from "./predeclared.js";
import { childOf, fieldOf, operandsOf, spanOf, unwrap } from "./syntax.js";
import { isType, lowerTypeName, madeSlice, zeroOf } from "./types.js";

/** A call; of a predeclared function it is one of a global, and a conversion to a predeclared type is what it converts. */
export function lowerCall(lowering: Lowering, node: SyntaxNode): Expression {
  const at = spanOf(node);
  const [wrapped] = operandsOf(node);
  if (wrapped === undefined) return unknown("incomplete code", at);
  const nodes = argumentsOf(node);
  const name = wrapped.type === "identifier" ? textOf(lowering, wrapped) : undefined;
  if (name !== undefined && isPredeclared(lowering, name)) {
    // A number becomes the letter that it is the code of (https://go.dev/ref/spec#Conversions_to_and_from_a_string_type).
    if (name === "string" && nodes.length === 1) return callGlobal("go:string", [lowerOperand(lowering, nodes, at)], at);
    if (predeclaredTypes.has(name)) return lowerOperand(lowering, nodes, at);
    const builtin = builtins.get(name);
    if (builtin !== undefined) return builtin(lowering, nodes, at);
  }
  if (wrapped.type === "parenthesized_expression" && isPointerType(lowering, unwrap(wrapped))) return lowerOperand(lowering, nodes, at);
  return callOf(lowerExpression(lowering, wrapped), lowerArguments(lowering, nodes), at);
}

/** The predeclared function that a call is one of, such as `panic`. */
export function builtinOf(lowering: Lowering, node: SyntaxNode): string | undefined {
  if (node.type !== "call_expression") return undefined;
  const [callee] = operandsOf(node);
  if (callee?.type !== "identifier") return undefined;
  const name = textOf(lowering, callee);
  return predeclaredFunctions.has(name) && isPredeclared(lowering, name) ? name : undefined;
}

export function argumentsOf(call: SyntaxNode): readonly SyntaxNode[] {
  const list = childOf(call, "argument_list");
  return list === undefined ? [] : operandsOf(list);
}

export function callGlobal(name: string, values: readonly Expression[], at: Span): Expression {
  return callOf({ kind: "global", name, at }, values.map((value) => ({ value, isSpread: false })), at);
}

function callOf(callee: Expression, given: readonly Argument[], at: Span): Expression {
  return { kind: "call", callee, arguments: given, construct: false, optional: false, at };
}

function lowerArguments(lowering: Lowering, nodes: readonly SyntaxNode[]): Argument[] {
  return nodes.map((node): Argument => {
    if (node.type !== "variadic_argument") return { value: lowerExpression(lowering, node), isSpread: false };
    const [spread] = operandsOf(node);
    return { value: spread === undefined ? unknown("incomplete code", spanOf(node)) : lowerExpression(lowering, spread), isSpread: true };
  });
}

function lowerOperand(lowering: Lowering, nodes: readonly SyntaxNode[], at: Span): Expression {
  const [operand] = nodes;
  return operand === undefined ? unknown("incomplete code", at) : lowerExpression(lowering, operand);
}

type Builtin = (lowering: Lowering, nodes: readonly SyntaxNode[], at: Span) => Expression;

/** The predeclared functions (https://go.dev/ref/spec#Built-in_functions). */
const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ...[...predeclaredFunctions].map(([name, global]): [string, Builtin] => [name, (lowering, nodes, at) => callOf({ kind: "global", name: global, at }, lowerArguments(lowering, nodes), at)]),
  ["new", (lowering, [type], at) => (type === undefined ? unknown("incomplete code", at) : { kind: "address", value: zeroOf(lowering, type, at), at })],
  ["make", lowerMake],
  ["delete", (lowering, [map, key], at) => (map === undefined || key === undefined ? unknown("incomplete code", at) : { kind: "delete", value: memberAt(lowerExpression(lowering, map), lowerExpression(lowering, key), at), at })],
]);

function lowerMake(lowering: Lowering, [type, size]: readonly SyntaxNode[], at: Span): Expression {
  if (type === undefined) return unknown("incomplete code", at);
  switch (type.type) {
    case "slice_type":
      if (size === undefined || (size.type === "int_literal" && integerValue(textOf(lowering, size)) === 0)) return { kind: "array", elements: [], at };
      return madeSlice(lowerExpression(lowering, size), at);
    case "map_type":
      return { kind: "object", entries: [], at };
    case "channel_type":
      return callGlobal("go:make chan", size === undefined ? [] : [lowerExpression(lowering, size)], at);
    default:
      return { kind: "object", entries: [], type: lowerTypeName(lowering, type), at };
  }
}

/**
 * A conversion to a type that is written out is what it converts. With a name and something in brackets the grammar
 * sees a type where there may be a function with type arguments, or one out of a list.
 */
export function lowerConversion(lowering: Lowering, node: SyntaxNode): Expression {
  const at = spanOf(node);
  const type = fieldOf(node, "type");
  const operand = fieldOf(node, "operand");
  if (type?.type !== "generic_type") return operand === undefined ? unknown("incomplete code", at) : lowerExpression(lowering, operand);
  const given = operand === undefined ? [] : lowerArguments(lowering, [operand]);
  return callOf(lowerGeneric(lowering, type), given, at);
}

function lowerGeneric(lowering: Lowering, node: SyntaxNode): Expression {
  const name = fieldOf(node, "type");
  const named = lowerTypeName(lowering, name) ?? unknown("a type is no value", spanOf(node));
  const [index] = fieldOf(node, "type_arguments")?.children ?? [];
  const [key] = index?.children ?? [];
  if (name?.type !== "type_identifier" || key === undefined || !isList(lowering, name)) return named;
  return memberAt(named, lowerExpression(lowering, key.type === "type_identifier" ? { ...key, type: "identifier" } : key), spanOf(node));
}

/** Neither functions nor types of this file, and nothing of another one, are indexed before they are called. */
function isList(lowering: Lowering, name: SyntaxNode): boolean {
  const meaning = resolve(lowering, textOf(lowering, name));
  if (typeof meaning !== "number" || isType(lowering, meaning)) return false;
  const { kind } = lowering.variables[meaning] ?? { kind: "import" };
  return kind !== "function" && kind !== "import";
}
