import type { Expression } from "../facts/facts.js";
import { choice, derived, join, keyOf } from "../values/text.js";
import type { Place, Value } from "../values/value.js";
import { textOf } from "./properties.js";
import { isGo, newUnknown } from "./run.js";
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
  const [lefts, rights] = [numbersOf(left.value), numbersOf(right.value)];
  if (lefts !== undefined && rights !== undefined && lefts.length * rights.length > 1) return { value: calculateAll(frame, operator, left.value, right.value), use: undefined };
  const [a, b] = [numberOf(left.value), numberOf(right.value)];
  if (a !== undefined && b !== undefined) {
    const result = calculate(operator, a, b, isGo(frame));
    return { value: result === undefined ? newUnknown(frame.run, "arithmetic") : { kind: "number", number: result }, use: undefined };
  }
  const isNumeric = (a !== undefined && right.value.kind === "hole") || (b !== undefined && left.value.kind === "hole");
  if (operator !== "+" || isNumeric) return { value: derived(operator, [left.value, right.value]), use: undefined };
  const parts = [left, right].map((operand) => ({ text: textOf(frame, operand.value), ...(operand.use === undefined ? {} : { use: operand.use }) }));
  return { value: join(parts), use: undefined };
}

function calculate(operator: string, a: number, b: number, truncates: boolean): number | undefined {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      // Go divides integers to integers (https://go.dev/ref/spec#Integer_operators).
      return truncates && Number.isInteger(a) && Number.isInteger(b) && b !== 0 ? Math.trunc(a / b) : a / b;
    case "%":
      return a % b;
    default:
      return undefined;
  }
}

const mostNumbers = 16;

/** What arithmetic gives of numbers of which each may be one of several. */
function calculateAll(frame: Frame, operator: string, left: Value, right: Value): Value {
  const [lefts, rights] = [numbersOf(left) ?? [], numbersOf(right) ?? []];
  if (lefts.length * rights.length > mostNumbers) return newUnknown(frame.run, "arithmetic");
  const results = lefts.flatMap((a) => rights.map((b): Value => {
    const number = calculate(operator, a, b, isGo(frame));
    return number === undefined ? newUnknown(frame.run, "arithmetic") : { kind: "number", number };
  }));
  return choice(results, `${keyOf(left)}${operator}${keyOf(right)}`);
}

/** The numbers that a value may be, if it is a number for certain. */
function numbersOf(value: Value): readonly number[] | undefined {
  if (value.kind === "number") return [value.number];
  if (value.kind !== "choice") return undefined;
  const numbers = value.alternatives.map(numbersOf);
  return numbers.every((one): one is readonly number[] => one !== undefined) ? [...new Set(numbers.flat())] : undefined;
}
