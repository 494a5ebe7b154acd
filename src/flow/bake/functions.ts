import { toCase } from "../../values/patterns.js";
import { join, literal, literalText } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { nothingKnown, textsOf } from "./values.js";
import type { BakeValue } from "./values.js";

/**
 * The standard functions whose result can be said (https://docs.docker.com/build/bake/stdlib/). Undefined: it depends on what is not known, or the function is
 * none of these.
 */
export function callStandard(name: string, given: readonly BakeValue[]): BakeValue | undefined {
  return Object.hasOwn(functions, name) ? functions[name]?.(given) : undefined;
}

type StandardFunction = (given: readonly BakeValue[]) => BakeValue | undefined;

const functions: Readonly<Record<string, StandardFunction>> = {
  and: ([left, right]) => bothKnown(left, right, (a, b) => a && b),
  or: ([left, right]) => bothKnown(left, right, (a, b) => a || b),
  not: ([one]) => (one?.kind === "boolean" ? { kind: "boolean", value: !one.value } : undefined),
  equal: ([left, right]) => equality(left, right),
  notequal: ([left, right]) => negated(equality(left, right)),
  concat: (lists) => (lists.every((one) => one.kind === "list") ? { kind: "list", items: lists.flatMap((one) => one.items) } : undefined),
  flatten: ([list]) => (list === undefined ? undefined : { kind: "list", items: textsOf(list) }),
  distinct: ([list]) => list,
  compact: ([list]) => (list?.kind === "list" ? { kind: "list", items: list.items.filter((one) => lettersOf(one) !== "") } : undefined),
  coalesce: (values) => values.find((one) => one.kind !== "null" && lettersOf(one) !== ""),
  lower: changed((text) => toCase(text, "lower")),
  upper: changed((text) => toCase(text, "upper")),
  trimspace: changed((text) => mapped(text, (letters) => letters.trim())),
  sanitize: changed((text) => mapped(text, (letters) => letters.replace(/[^\w-]+/gu, "_"))),
  trimprefix: ([text, prefix]) => withLetters([text, prefix], ([letters = "", start = ""]) => (letters.startsWith(start) ? letters.slice(start.length) : letters)),
  trimsuffix: ([text, suffix]) => withLetters([text, suffix], ([letters = "", end = ""]) => (end !== "" && letters.endsWith(end) ? letters.slice(0, -end.length) : letters)),
  replace: ([text, from, to]) => withLetters([text, from, to], ([letters = "", old = "", now = ""]) => letters.replaceAll(old, now)),
  split: ([separator, text]) => {
    const [sign, letters] = [lettersOf(separator), lettersOf(text)];
    return sign === undefined || letters === undefined || sign === "" ? undefined : { kind: "list", items: letters.split(sign).map((part) => textValue(literal(part))) };
  },
  join: ([separator, list]) => {
    const sign = lettersOf(separator);
    if (sign === undefined || list?.kind !== "list" || !list.items.every((one) => one.kind === "text")) return undefined;
    return textValue(join(textsOf(list).flatMap(({ text }, index) => (index === 0 ? [{ text }] : [{ text: literal(sign) }, { text }]))));
  },
};

function textValue(text: Text): BakeValue {
  return { kind: "text", text, place: undefined };
}

export function lettersOf(value: BakeValue | undefined): string | undefined {
  return value?.kind === "text" ? literalText(value.text) : undefined;
}

/** Undefined where that depends on what is not known. */
export function equality(left: BakeValue | undefined, right: BakeValue | undefined): BakeValue | undefined {
  if (left?.kind === "boolean" && right?.kind === "boolean") return { kind: "boolean", value: left.value === right.value };
  if (left?.kind === "null" || right?.kind === "null") return left?.kind === "unknown" || right?.kind === "unknown" ? undefined : { kind: "boolean", value: left?.kind === right?.kind };
  const [a, b] = [lettersOf(left), lettersOf(right)];
  return a === undefined || b === undefined ? undefined : { kind: "boolean", value: a === b };
}

export function negated(value: BakeValue | undefined): BakeValue | undefined {
  return value?.kind === "boolean" ? { kind: "boolean", value: !value.value } : undefined;
}

function bothKnown(left: BakeValue | undefined, right: BakeValue | undefined, of: (left: boolean, right: boolean) => boolean): BakeValue | undefined {
  return left?.kind === "boolean" && right?.kind === "boolean" ? { kind: "boolean", value: of(left.value, right.value) } : undefined;
}

function changed(of: (text: Text) => Text | undefined): StandardFunction {
  return ([one]) => {
    const text = one?.kind === "text" ? of(one.text) : undefined;
    return text === undefined ? undefined : textValue(text);
  };
}

function mapped(text: Text, of: (letters: string) => string): Text | undefined {
  const letters = literalText(text);
  return letters === undefined ? undefined : literal(of(letters));
}

function withLetters(values: readonly (BakeValue | undefined)[], of: (letters: readonly string[]) => string): BakeValue | undefined {
  const letters = values.map(lettersOf);
  const known = letters.filter((one) => one !== undefined);
  return known.length < letters.length ? undefined : textValue(literal(of(known)));
}

/** What holds where it is not known which of two it is: of lists, the items of both. */
export function either(yes: BakeValue, no: BakeValue, ofTexts: (yes: Text, no: Text) => Text): BakeValue {
  if (yes.kind === "text" && no.kind === "text") return { kind: "text", text: ofTexts(yes.text, no.text), place: yes.place };
  const [first, second] = [yes, no].map((one) => (one.kind === "null" ? { kind: "list" as const, items: [] } : one));
  return first?.kind === "list" && second?.kind === "list" ? { kind: "list", items: [...first.items, ...second.items] } : nothingKnown;
}
