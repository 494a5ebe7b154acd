import type { Expression } from "../facts/facts.js";
import { derived, join } from "../values/text.js";
import type { Place, Value } from "../values/value.js";
import { textOf } from "./properties.js";
import { newUnknown } from "./run.js";
import type { Frame } from "./run.js";
import { evaluate, originOf } from "./evaluate.js";

export function evaluateArithmetic(frame: Frame, expression: Extract<Expression, { kind: "arithmetic" }>): Value {
  // A long chain of additions leans to the left.
  const operands: Expression[] = [expression.right];
  let first = expression.left;
  while (expression.operator === "+" && first.kind === "arithmetic" && first.operator === "+") {
    operands.push(first.right);
    first = first.left;
  }
  let result = templateLike(frame, first);
  for (const operand of operands.reverse()) result = add(frame, expression.operator, result, templateLike(frame, operand));
  return result.value;
}

interface Operand {
  readonly value: Value;
  readonly use: Place | undefined;
}

function templateLike(frame: Frame, expression: Expression): Operand {
  const value = evaluate(frame, expression);
  return { value, use: expression.kind === "literal" || expression.kind === "template" || expression.kind === "arithmetic" ? undefined : originOf(frame, expression) };
}

export function numberOf(value: Value): number | undefined {
  return value.kind === "number" ? value.number : undefined;
}

function add(frame: Frame, operator: string, left: Operand, right: Operand): Operand {
  const [a, b] = [numberOf(left.value), numberOf(right.value)];
  if (a !== undefined && b !== undefined) {
    const result = calculate(operator, a, b);
    return { value: result === undefined ? newUnknown(frame.run, "arithmetic") : { kind: "number", number: result }, use: undefined };
  }
  const isNumeric = (a !== undefined && right.value.kind === "hole") || (b !== undefined && left.value.kind === "hole");
  if (operator !== "+" || isNumeric) return { value: derived(operator, [left.value, right.value]), use: undefined };
  const parts = [left, right].map((operand) => ({ text: textOf(frame, operand.value), ...(operand.use === undefined ? {} : { use: operand.use }) }));
  return { value: join(parts), use: undefined };
}

function calculate(operator: string, a: number, b: number): number | undefined {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "%":
      return a % b;
    default:
      return undefined;
  }
}
