import type { Expression, Span } from "../../facts/facts.js";
import type { SyntaxNode } from "../tree-sitter/syntax-tree.js";
import { callGlobal, lowerCall, lowerConversion } from "./calls.js";
import { isConstantKey, lowerComposite } from "./composites.js";
import { lowerFunctionLiteral } from "./functions.js";
import { lowerFloat, lowerInteger, lowerInterpretedString, lowerRawString, lowerRune, numberAt } from "./literals.js";
import { fits, resolve, textOf, tooDeep, unknown, type Lowering } from "./lowering.js";
import { lowerName } from "./names.js";
import { predeclaredTypes } from "./predeclared.js";
import { childOf, fieldOf, holdsError, operandsOf, operatorOf, spanOf, unwrap } from "./syntax.js";
import { isType, lowerTypeName } from "./types.js";

/** The value of an expression. */
export function lowerExpression(lowering: Lowering, wrapped: SyntaxNode): Expression {
  const node = unwrap(wrapped);
  if (!fits(lowering, 1)) return unknown(tooDeep, spanOf(node));
  lowering.depth += 1;
  const lower = lowering.isBroken && node.type !== "func_literal" && holdsError(node) ? lowerUnreadable : (lowerByType.get(node.type) ?? notUnderstood);
  const value = lower(lowering, node);
  lowering.depth -= 1;
  return value;
}

function notUnderstood(_: Lowering, node: SyntaxNode): Expression {
  return unknown(`syntax that is not understood (${node.type})`, spanOf(node));
}

/** What can be read of an expression that cannot be read as a whole: its parts, wherever they belong. */
export function lowerUnreadable(lowering: Lowering, node: SyntaxNode): Expression {
  const parts: Expression[] = [];
  const pending = [...node.children].reverse();
  for (let child = pending.pop(); child !== undefined; child = pending.pop()) {
    if (isExpression(child.type)) parts.push(lowerExpression(lowering, child));
    else if (transparent.has(child.type)) pending.push(...[...child.children].reverse());
  }
  return unknown(unreadable, spanOf(node), parts);
}

export const unreadable = "code that cannot be read";

const transparent: ReadonlySet<string> = new Set(["ERROR", "argument_list", "expression_list", "keyed_element", "literal_element", "literal_value", "parenthesized_expression", "variadic_argument"]);

/** As `lowerExpression`; a function without a name gets that of the place it is stored in. */
export function lowerNamed(lowering: Lowering, wrapped: SyntaxNode, name: string | undefined): Expression {
  const node = unwrap(wrapped);
  return node.type === "func_literal" && fits(lowering, 1) ? lowerFunctionLiteral(lowering, node, name) : lowerExpression(lowering, node);
}

type Lower = (lowering: Lowering, node: SyntaxNode) => Expression;

const lowerByType: ReadonlyMap<string, Lower> = new Map<string, Lower>([
  ["identifier", lowerName],
  ["interpreted_string_literal", lowerInterpretedString],
  ["raw_string_literal", lowerRawString],
  ["int_literal", lowerInteger],
  ["float_literal", lowerFloat],
  ["imaginary_literal", (_, node) => unknown("a complex number", spanOf(node))],
  ["rune_literal", lowerRune],
  ["nil", (_, node) => ({ kind: "literal", value: null, at: spanOf(node) })],
  ["true", (_, node) => ({ kind: "literal", value: true, at: spanOf(node) })],
  ["false", (_, node) => ({ kind: "literal", value: false, at: spanOf(node) })],
  ["iota", lowerIota],
  ["selector_expression", lowerSelector],
  ["index_expression", lowerIndex],
  ["slice_expression", lowerSlice],
  ["call_expression", lowerCall],
  ["type_conversion_expression", lowerConversion],
  ["type_instantiation_expression", lowerInstantiation],
  ["type_assertion_expression", lowerAssertion],
  ["composite_literal", lowerComposite],
  ["func_literal", (lowering, node) => lowerFunctionLiteral(lowering, node, undefined)],
  ["unary_expression", lowerUnary],
  ["binary_expression", lowerBinary],
]);

/** Whether a node of this type is an expression; for what stands among code that cannot be read. */
export function isExpression(type: string): boolean {
  return lowerByType.has(type);
}

function lowerIota({ iota }: Lowering, node: SyntaxNode): Expression {
  return iota === undefined ? unknown("iota outside of a constant", spanOf(node)) : numberAt(iota, spanOf(node));
}

function lowerSelector(lowering: Lowering, node: SyntaxNode): Expression {
  const at = spanOf(node);
  const [operand] = operandsOf(node);
  if (operand === undefined) return unknown("incomplete code", at);
  const name = childOf(node, "field_identifier");
  const key = name === undefined ? "" : textOf(lowering, name);
  const object = methodType(lowering, operand) ?? lowerExpression(lowering, operand);
  return key === "" ? unknown("incomplete code", at, [object]) : { kind: "member", object, key, optional: false, at };
}

/** `(*T).Method` is a function whose first parameter is the pointer. */
function methodType(lowering: Lowering, operand: SyntaxNode): Expression | undefined {
  if (operand.type !== "parenthesized_expression") return undefined;
  const inner = unwrap(operand);
  const [type] = operandsOf(inner);
  if (type === undefined || !isPointerType(lowering, inner)) return undefined;
  return lowerExpression(lowering, type);
}

/** Whether `*x` in parentheses is a type: a pointer to a type of this file, or to a name of the package. */
export function isPointerType(lowering: Lowering, node: SyntaxNode): boolean {
  if (node.type !== "unary_expression" || operatorOf(node) !== "*") return false;
  const [type] = operandsOf(node);
  if (type?.type !== "identifier") return type?.type === "selector_expression" && isPackageMember(lowering, type);
  const meaning = resolve(lowering, textOf(lowering, type));
  return typeof meaning === "number" ? isType(lowering, meaning) : true;
}

function isPackageMember(lowering: Lowering, selector: SyntaxNode): boolean {
  const [operand] = operandsOf(selector);
  const meaning = operand?.type === "identifier" ? resolve(lowering, textOf(lowering, operand)) : undefined;
  return typeof meaning === "number" && lowering.variables[meaning]?.kind === "import";
}

function lowerIndex(lowering: Lowering, node: SyntaxNode): Expression {
  const [operand, index] = operandsOf(node);
  if (operand === undefined) return unknown("incomplete code", spanOf(node));
  if (index === undefined) return unknown("incomplete code", spanOf(node), [lowerExpression(lowering, operand)]);
  if (namesType(lowering, index)) return lowerExpression(lowering, operand);
  return memberAt(lowerExpression(lowering, operand), lowerExpression(lowering, index), spanOf(node));
}

export function memberAt(object: Expression, key: Expression, at: Span): Expression {
  return { kind: "member", object, key: isConstantKey(key) ? String(key.value) : key, optional: false, at };
}

/** Whether an index is a type argument: `f[string]`. */
function namesType(lowering: Lowering, index: SyntaxNode): boolean {
  if (index.type !== "identifier") return false;
  const name = textOf(lowering, index);
  const meaning = resolve(lowering, name);
  if (typeof meaning === "number") return isType(lowering, meaning);
  return meaning === "type parameter" || predeclaredTypes.has(name);
}

function lowerSlice(lowering: Lowering, node: SyntaxNode): Expression {
  const at = spanOf(node);
  const operand = fieldOf(node, "operand");
  if (operand === undefined) return unknown("incomplete code", at);
  const bound = (field: string): Expression => {
    const given = fieldOf(node, field);
    return given === undefined ? { kind: "undefined", at } : lowerExpression(lowering, given);
  };
  return callGlobal("go:slice", [lowerExpression(lowering, operand), bound("start"), bound("end")], at);
}

/** `f[T]` as a value; the type arguments say nothing of what flows. */
function lowerInstantiation(lowering: Lowering, node: SyntaxNode): Expression {
  return lowerTypeName(lowering, fieldOf(node, "type")) ?? unknown("a type is no value", spanOf(node));
}

/** `x.(T)` is x: a value has no other fields for being known as one of a type. */
function lowerAssertion(lowering: Lowering, node: SyntaxNode): Expression {
  const operand = fieldOf(node, "operand");
  return operand === undefined ? unknown("incomplete code", spanOf(node)) : lowerExpression(lowering, operand);
}

function lowerUnary(lowering: Lowering, node: SyntaxNode): Expression {
  const at = spanOf(node);
  const [operand] = operandsOf(node);
  if (operand === undefined) return unknown("incomplete code", at);
  const value = lowerExpression(lowering, operand);
  switch (operatorOf(node)) {
    case "!":
      return { kind: "not", value, at };
    case "*":
      return { kind: "dereference", value, at };
    case "&":
      return { kind: "address", value, at };
    case "<-":
      return callGlobal("go:receive", [value], at);
    case "-":
      return value.kind === "literal" && typeof value.value === "number" ? numberAt(-value.value, at) : { kind: "arithmetic", operator: "-", left: numberAt(0, at), right: value, at };
    case "^":
      return { kind: "arithmetic", operator: "^", left: value, right: numberAt(-1, at), at };
    default:
      return value;
  }
}

const comparisons = { "==": "===", "!=": "!==", "<": "<", "<=": "<=", ">": ">", ">=": ">=" } as const;

function lowerBinary(lowering: Lowering, node: SyntaxNode): Expression {
  const at = spanOf(node);
  const [leftNode, rightNode] = operandsOf(node);
  const operator = operatorOf(node);
  if (leftNode === undefined || rightNode === undefined || operator === undefined) return unknown("incomplete code", at, operandsOf(node).map((one) => lowerExpression(lowering, one)));
  const left = lowerExpression(lowering, leftNode);
  const right = lowerExpression(lowering, rightNode);
  if (operator === "&&" || operator === "||") return { kind: "logical", operator, left, right, at };
  if (isComparison(operator)) return { kind: "compare", operator: comparisons[operator], left, right, at };
  return { kind: "arithmetic", operator, left, right, at };
}

function isComparison(operator: string): operator is keyof typeof comparisons {
  return operator in comparisons;
}
