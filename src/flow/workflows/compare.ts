import type { ComparisonOperator } from "../../facts/workflow-expression.js";
import { alternativesOf, literalText, partsIn, uncaptured } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { isFilled, keyOfExpressed } from "./values.js";
import type { One } from "./values.js";

/**
 * Compares as GitHub does: what is of one type by its value, texts in any case; else as numbers
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#operators). Undefined if that is not known.
 */
export function compareExpressed(operator: ComparisonOperator, left: One, right: One): boolean | undefined {
  switch (operator) {
    case "==":
      return areEqual(left, right);
    case "!=":
      return negated(areEqual(left, right));
    case "<":
      return compareNumbers(left, right, (a, b) => a < b);
    case "<=":
      return compareNumbers(left, right, (a, b) => a <= b);
    case ">":
      return compareNumbers(left, right, (a, b) => a > b);
    case ">=":
      return compareNumbers(left, right, (a, b) => a >= b);
  }
}

export function negated(truth: boolean | undefined): boolean | undefined {
  return truth === undefined ? undefined : !truth;
}

function areEqual(left: One, right: One): boolean | undefined {
  if (keyOfExpressed(left) === keyOfExpressed(right)) return true;
  if (left.kind === "scalar" && right.kind === "scalar") {
    if (left.type === "text" && right.type === "text") return compareTexts(left.text, right.text);
    const [a, b] = [numberOf(left), numberOf(right)];
    return a === undefined || b === undefined ? undefined : a === b;
  }
  // Objects are the same only where they are one.
  return isStructure(left) || isStructure(right) ? (isOpen(left) || isOpen(right) ? undefined : false) : undefined;
}

function isStructure({ kind }: One): boolean {
  return kind === "map" || kind === "list";
}

function isOpen({ kind }: One): boolean {
  return kind === "open" || kind === "unknown";
}

/** Nothing is 0, true is 1, a text is the number that it is written as. */
function numberOf(value: One): number | undefined {
  if (value.kind === "map" || value.kind === "list") return NaN;
  const letters = value.kind === "scalar" ? literalText(value.text) : undefined;
  if (value.kind !== "scalar" || letters === undefined) return undefined;
  if (value.type === "null") return 0;
  if (value.type === "boolean") return /^true$/iu.test(letters) ? 1 : 0;
  return letters.trim() === "" ? 0 : Number(letters);
}

function compareNumbers(left: One, right: One, test: (a: number, b: number) => boolean): boolean | undefined {
  const [a, b] = [numberOf(left), numberOf(right)];
  return a === undefined || b === undefined ? undefined : test(a, b);
}

/** Whether two texts are the same in any case; undefined if that is not known. */
export function compareTexts(left: Text, right: Text): boolean | undefined {
  return overPairs(left, right, (one, other) => {
    if (uncaptured(one).key === uncaptured(other).key) return true;
    const [a, b] = [literalText(one)?.toLowerCase(), literalText(other)?.toLowerCase()];
    if (a !== undefined && b !== undefined) return a === b;
    if ((a === "" && isFilled(other) === true) || (b === "" && isFilled(one) === true)) return false;
    const [x, y] = [endsOf(one), endsOf(other)];
    return (agree(x.start, y.start, "start") && agree(x.end, y.end, "end")) ? undefined : false;
  });
}

/** Whether a text begins (or ends) with another, in any case; undefined if that is not known. */
export function beginsOrEndsWith(side: "start" | "end", whole: Text, part: Text): boolean | undefined {
  return overPairs(whole, part, (text, wanted) => {
    const looked = literalText(wanted)?.toLowerCase();
    if (looked === undefined) return undefined;
    const known = endsOf(text)[side];
    if (side === "start" ? known.startsWith(looked) : known.endsWith(looked)) return true;
    return literalText(text) !== undefined || !agree(known, looked, side) ? false : undefined;
  });
}

/** Whether a text holds another, in any case. */
export function holdsText(whole: Text, part: Text): boolean | undefined {
  return overPairs(whole, part, (text, wanted) => {
    const looked = literalText(wanted)?.toLowerCase();
    const known = literalText(text)?.toLowerCase();
    if (looked === undefined) return undefined;
    if (known !== undefined) return known.includes(looked);
    return partsIn(text).some((one) => literalText(one)?.toLowerCase().includes(looked) === true) ? true : undefined;
  });
}

function overPairs(left: Text, right: Text, answer: (one: Text, other: Text) => boolean | undefined): boolean | undefined {
  const answers = (alternativesOf(left) ?? [left]).flatMap((one) => (alternativesOf(right) ?? [right]).map((other) => answer(one, other)));
  return answers.every((one) => one === answers[0]) ? answers[0] : undefined;
}

/** The letters before the first hole, and those behind the last, in lower case. */
function endsOf(text: Text): { readonly start: string; readonly end: string } {
  const known = literalText(text)?.toLowerCase();
  if (known !== undefined) return { start: known, end: known };
  const parts = partsIn(text).map((part) => literalText(part)?.toLowerCase());
  const first = parts.findIndex((part) => part === undefined);
  const last = parts.findLastIndex((part) => part === undefined);
  return { start: parts.slice(0, first).join(""), end: parts.slice(last + 1).join("") };
}

/** Whether the known beginnings (ends) of two texts are no contradiction. */
function agree(one: string, other: string, side: "start" | "end"): boolean {
  const length = Math.min(one.length, other.length);
  return side === "start" ? one.slice(0, length) === other.slice(0, length) : one.slice(one.length - length) === other.slice(other.length - length);
}
