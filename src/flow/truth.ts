import { alternativesOf, isFreshHole, isText, keyOf, literalText } from "../values/text.js";
import type { Value } from "../values/value.js";
import { apiEffect } from "../models/apis/table.js";
import { builtin } from "./builtins/table.js";

/** Whether a value counts as true; undefined if that is not known. */
export function truthOf(value: Value): boolean | undefined {
  switch (value.kind) {
    case "constant":
      return value.constant === true;
    case "number":
      return value.number !== 0 && !Number.isNaN(value.number);
    case "literal":
      return value.text !== "";
    case "captured":
      return truthOf(value.text);
    case "joined":
      return value.parts.some((part) => part.text.kind === "literal") ? true : undefined;
    case "hole":
      return isFreshHole(value) ? true : undefined;
    case "choice": {
      const truths = value.alternatives.map(truthOf);
      return truths.every((truth) => truth === truths[0]) ? truths[0] : undefined;
    }
    case "external":
      return isFunction(value) ? true : undefined;
    default:
      return true;
  }
}

/** Of what the project does not define nobody knows what it is, unless a row says that it is a function. */
function isFunction(value: Extract<Value, { kind: "external" }>): boolean {
  return builtin(value.path) !== undefined || apiEffect(value.path) !== undefined;
}

/** Whether two values are the same; undefined if that is not known. */
export function compareValues(left: Value, right: Value): boolean | undefined {
  if (left.kind === "choice" || right.kind === "choice") {
    const choiceSide = left.kind === "choice" ? left : right;
    const other = left.kind === "choice" ? right : left;
    if (keyOf(left) === keyOf(right)) return true;
    if (choiceSide.kind !== "choice") return undefined;
    // Choices of choices share parts: texts are laid out once.
    const alternatives = isText(choiceSide) && choiceSide.alternatives.every(isText) ? alternativesOf(choiceSide) : choiceSide.alternatives;
    const [first, ...rest] = alternatives ?? [];
    const result = first === undefined ? undefined : compareValues(first, other);
    return result === undefined || !rest.every((alternative) => compareValues(alternative, other) === result) ? undefined : result;
  }
  if (keyOf(left) === keyOf(right)) return true;
  if ((left.kind === "constant" && isCertainlySet(right)) || (right.kind === "constant" && isCertainlySet(left))) return false;
  if ((literalText(left) === "" && isCertainlyFilled(right)) || (literalText(right) === "" && isCertainlyFilled(left))) return false;
  const [a, b] = [decidable(left), decidable(right)];
  return a === undefined || b === undefined ? undefined : a === b;
}

/** Whether a value is certainly neither true, false, null nor undefined. */
function isCertainlySet(value: Value): boolean {
  switch (value.kind) {
    case "literal":
    case "joined":
    case "number":
    case "object":
    case "function":
    case "class":
    case "regexp":
      return true;
    case "captured":
      return isCertainlySet(value.text);
    case "hole":
      return isFreshHole(value) || value.isSet === true;
    default:
      return false;
  }
}

/** Whether a text has letters, whatever its holes are. */
function isCertainlyFilled(value: Value): boolean {
  return isText(value) && ((value.kind === "hole" && value.isSet === true) || truthOf(value) === true);
}

/** A key for values that are equal exactly if their keys are. */
function decidable(value: Value): string | undefined {
  if (isText(value)) {
    const text = literalText(value);
    if (text !== undefined) return `"${text}`;
    // A text that is partly known is certainly neither undefined nor an object.
    return undefined;
  }
  return value.kind === "regexp" || value.kind === "external" ? undefined : keyOf(value);
}

export function negate(truth: boolean | undefined): boolean | undefined {
  return truth === undefined ? undefined : !truth;
}

/** Whether a value is null or undefined. */
export function compareNullish(value: Value): boolean | undefined {
  switch (value.kind) {
    case "constant":
      return value.constant === null || value.constant === undefined;
    case "choice": {
      const results = value.alternatives.map(compareNullish);
      return results.every((result) => result === results[0]) ? results[0] : undefined;
    }
    case "hole":
      return value.origin.kind === "fresh" || value.origin.kind === "derived" ? false : undefined;
    case "captured":
      return compareNullish(value.text);
    case "external":
      return isFunction(value) ? false : undefined;
    default:
      return false;
  }
}

/** What is not there is the zero value of a type that is not known here: nil, or something that is equal to it or not. */
export function compareInGo(left: Value, right: Value): boolean | undefined {
  const isMissing = (value: Value): boolean => value.kind === "constant" && value.constant === undefined;
  const isNil = (value: Value): boolean => value.kind === "constant" && value.constant === null;
  if (isMissing(left) && isMissing(right)) return true;
  if (isMissing(left)) return isNil(right) ? true : isCertainlySet(right) && right.kind !== "literal" ? false : undefined;
  if (isMissing(right)) return compareInGo(right, left);
  return compareValues(left, right);
}

export function definitelyUndefined(value: Value): boolean | undefined {
  const isNullish = compareNullish(value);
  return value.kind === "constant" ? value.constant === undefined : isNullish === true ? undefined : isNullish;
}
