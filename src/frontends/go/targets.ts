import type { Expression, Pattern, Span } from "../../facts/facts.js";
import type { SyntaxNode } from "../tree-sitter/syntax-tree.js";
import { callGlobal } from "./calls.js";
import { lowerExpression, memberAt } from "./expressions.js";
import { unknown, type Lowering } from "./lowering.js";
import { lowerNamedTarget } from "./names.js";
import { fieldOf, operandsOf, operatorOf, spanOf, unwrap } from "./syntax.js";

/** The left side of an assignment. */
export function lowerTarget(lowering: Lowering, wrapped: SyntaxNode): Pattern {
  const node = unwrap(wrapped);
  if (node.type === "identifier") return lowerNamedTarget(lowering, node);
  return targetOf(lowerExpression(lowering, node));
}

/** Where a value goes that is stored in what an expression reads; what is nothing of the kind keeps nothing. */
export function targetOf(expression: Expression): Pattern {
  const { at } = expression;
  switch (expression.kind) {
    case "variable":
      return { kind: "variable", variable: expression.variable, at };
    case "member":
      return { kind: "member", object: expression.object, key: expression.key, at };
    case "dereference":
      return { kind: "dereference", pointer: expression.value, at };
    default:
      return { kind: "ignore", at };
  }
}

/** Several targets for the results of one call, or of one of the forms that say whether there was a value. */
export function arrayPattern(targets: readonly Pattern[], at: Span): Pattern {
  return { kind: "array", elements: targets.map((target) => ({ target, isRest: false })), at };
}

/** The value for so many targets; for more than one it is an array. */
export function lowerValues(lowering: Lowering, nodes: readonly SyntaxNode[], count: number, at: Span): Expression {
  const [only] = nodes;
  if (only === undefined) return unknown("incomplete code", at);
  if (nodes.length > 1) return arrayOf(nodes.map((node) => lowerExpression(lowering, node)), at);
  return count === 1 ? lowerExpression(lowering, only) : lowerWithOk(lowering, only);
}

export function arrayOf(values: readonly Expression[], at: Span): Expression {
  return { kind: "array", elements: values.map((value) => ({ value, isSpread: false })), at };
}

/** `v, ok := m[k]`, `x.(T)`, `<-ch`: the value and whether there is one; any other value is itself. */
function lowerWithOk(lowering: Lowering, wrapped: SyntaxNode): Expression {
  const node = unwrap(wrapped);
  const at = spanOf(node);
  if (node.type === "index_expression") {
    const [map, key] = operandsOf(node);
    const value = lowerExpression(lowering, node);
    if (value.kind !== "member") return value;
    const isSimple = map !== undefined && key !== undefined && isRepeatable(map) && isRepeatable(key);
    const isThere: Expression = isSimple ? { kind: "compare", operator: "!==", left: memberAt(lowerExpression(lowering, map), lowerExpression(lowering, key), at), right: { kind: "undefined", at }, at } : unknown("whether a map has a key", at);
    return arrayOf([value, isThere], at);
  }
  if (node.type === "type_assertion_expression") return arrayOf([lowerExpression(lowering, node), unknown("whether a value is of a type", at)], at);
  if (node.type === "unary_expression" && operatorOf(node) === "<-") {
    const [channel] = operandsOf(node);
    if (channel !== undefined) return arrayOf([callGlobal("go:receive", [lowerExpression(lowering, channel)], at), unknown("whether a channel is open", at)], at);
  }
  return lowerExpression(lowering, node);
}

/** Whether reading an expression twice does nothing twice. */
export function isRepeatable(wrapped: SyntaxNode): boolean {
  let node = unwrap(wrapped);
  while (node.type === "selector_expression") {
    const [operand] = operandsOf(node);
    if (operand === undefined) return false;
    node = unwrap(operand);
  }
  return simple.has(node.type);
}

const simple: ReadonlySet<string> = new Set(["identifier", "interpreted_string_literal", "raw_string_literal", "int_literal", "rune_literal", "true", "false"]);

/** The expressions of a list, or of a field that holds one. */
export function expressionsOf(node: SyntaxNode | undefined): readonly SyntaxNode[] {
  if (node === undefined) return [];
  return node.type === "expression_list" ? operandsOf(node) : [node];
}

/** The lists on both sides of `=` or `:=`. */
export function sidesOf(node: SyntaxNode): { readonly left: readonly SyntaxNode[]; readonly right: readonly SyntaxNode[] } {
  const left = fieldOf(node, "left");
  const right = fieldOf(node, "right");
  if (left !== undefined || right !== undefined) return { left: expressionsOf(left), right: expressionsOf(right) };
  const [first, second] = operandsOf(node);
  return { left: expressionsOf(first), right: expressionsOf(second) };
}
