import type { SyntaxNode } from "../tree-sitter/syntax-tree.js";
import { textOf, type Lowering } from "./lowering.js";
import { childOf, operandsOf, operatorOf, unwrap } from "./syntax.js";

/**
 * Whether a `return` of these values certainly returns an error, so that what is beside it means nothing. A function without
 * results (a goroutine's body, mostly) fails where it returns because an error is there.
 */
export function returnsError(lowering: Lowering, values: readonly SyntaxNode[]): boolean {
  if (values.length === 0 && lowering.results.names.length === 0) return lowering.present.some((name) => /\berr(?:or)?$|Err(?:or)?$/u.test(name));
  if (!lowering.results.endWithError) return false;
  const last = values.at(-1);
  if (last === undefined) return endsInPresentResult(lowering);
  const error = unwrap(last);
  if (error.type === "nil") return false;
  if (isPresent(lowering, error) || makesError(lowering, error)) return true;
  return values.length > 1 && values.slice(0, -1).every((value) => isZero(unwrap(value)));
}

function endsInPresentResult(lowering: Lowering): boolean {
  const last = lowering.results.names.at(-1);
  const name = last === undefined ? undefined : lowering.variables[last]?.name;
  return name !== undefined && lowering.present.includes(name);
}

/** The names and fields that are not nil where a condition holds: `err != nil && …`. */
export function presentWhere(lowering: Lowering, wrapped: SyntaxNode | undefined): readonly string[] {
  if (wrapped === undefined) return [];
  const condition = unwrap(wrapped);
  if (condition.type !== "binary_expression") return [];
  const [left, right] = operandsOf(condition);
  if (left === undefined || right === undefined) return [];
  const operator = operatorOf(condition);
  if (operator === "&&") return [...presentWhere(lowering, left), ...presentWhere(lowering, right)];
  if (operator !== "!=" || unwrap(right).type !== "nil") return [];
  return [textOf(lowering, unwrap(left))];
}

/** As `presentWhere`, where the condition does not hold: `err == nil || …`. */
export function presentUnless(lowering: Lowering, wrapped: SyntaxNode | undefined): readonly string[] {
  if (wrapped === undefined) return [];
  const condition = unwrap(wrapped);
  if (condition.type !== "binary_expression") return [];
  const [left, right] = operandsOf(condition);
  if (left === undefined || right === undefined) return [];
  const operator = operatorOf(condition);
  if (operator === "||") return [...presentUnless(lowering, left), ...presentUnless(lowering, right)];
  if (operator !== "==" || unwrap(right).type !== "nil") return [];
  return [textOf(lowering, unwrap(left))];
}

/** Reads `read` where these names are known not to be nil. */
export function wherePresent<Result>(lowering: Lowering, names: readonly string[], read: () => Result): Result {
  const outer = lowering.present;
  if (names.length > 0) lowering.present = [...outer, ...names];
  const result = read();
  lowering.present = outer;
  return result;
}

/** After an assignment nothing is known any more of the names on its left. */
export function forget(lowering: Lowering, targets: readonly SyntaxNode[]): void {
  if (lowering.present.length === 0) return;
  const names = targets.map((target) => textOf(lowering, target));
  lowering.present = lowering.present.filter((present) => !names.includes(present));
}

function isPresent(lowering: Lowering, node: SyntaxNode): boolean {
  return lowering.present.length > 0 && lowering.present.includes(textOf(lowering, node));
}

/** Constructors and wrappers of errors by the custom of Go: `fmt.Errorf`, `errors.New`, `status.Error`, `&NotFoundError{}`, `ErrNotFound`. */
function makesError(lowering: Lowering, node: SyntaxNode): boolean {
  switch (node.type) {
    case "call_expression": {
      const [callee] = operandsOf(node);
      return callee !== undefined && isErrorConstructor(textOf(lowering, callee));
    }
    case "unary_expression": {
      const [operand] = operandsOf(node);
      return operatorOf(node) === "&" && operand !== undefined && makesError(lowering, operand);
    }
    case "composite_literal": {
      const [type] = operandsOf(node);
      return type !== undefined && /Err(?:or)?$/u.test(textOf(lowering, type));
    }
    case "identifier":
      return sentinel.test(textOf(lowering, node));
    case "selector_expression": {
      const name = childOf(node, "field_identifier");
      return name !== undefined && sentinel.test(textOf(lowering, name));
    }
    default:
      return false;
  }
}

const sentinel = /^(?:err|Err)[A-Z]\w*$/u;

/** `errors.Join` and `ctx.Err` may give nil; wrappers of nil give nil too, but nobody writes them so. */
function isErrorConstructor(callee: string): boolean {
  return /^(?:fmt\.Errorf|(?:\w*[eE]rr(?:or)?s?\w*)\.(?:New\w*|Errorf|Wrapf?|With(?:Message|Stack)f?)|status\.Errorf?)$/u.test(callee) || /^(?:new|New)\w*Err(?:or)?f?$/u.test(callee.slice(callee.lastIndexOf(".") + 1));
}

function isZero(node: SyntaxNode): boolean {
  switch (node.type) {
    case "nil":
    case "false":
      return true;
    case "interpreted_string_literal":
    case "raw_string_literal":
      return node.end - node.start === 2;
    case "int_literal":
      return node.end - node.start === 1;
    case "composite_literal":
      return childOf(node, "literal_value")?.children.length === 0;
    default:
      return false;
  }
}
