import { alternativesOf, choice, isText, literal, literalText, uncaptured, unknown } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import type { YamlTree } from "../yaml-tree.js";
import { givenFromOutside } from "./given.js";

/** What an expression gives. */
export type Expressed = One | Either;

/** A value of which it is known which one it is. */
export type One = YamlTree | OpenContext;

/** Something outside of the project: it may be a text or hold others; what is asked of it has a name. */
export interface OpenContext {
  readonly kind: "open";
  /** `github.event.release` */
  readonly name: string;
  readonly member: (key: string) => Expressed;
}

/** One of several values; which one is decided once, by what `decision` names. */
export interface Either {
  readonly kind: "either";
  readonly values: readonly One[];
  readonly decision: string;
}

export const nullValue: YamlTree = { kind: "scalar", text: literal(""), type: "null" };

export function textValue(text: Text): YamlTree {
  return { kind: "scalar", text, type: "text" };
}

export function booleanValue(truth: boolean): YamlTree {
  return { kind: "scalar", text: literal(String(truth)), type: "boolean" };
}

/** A boolean that is decided when the workflow runs, by what the identity names. */
export function undecidedBoolean(identity: string): Either {
  return { kind: "either", values: [booleanValue(true), booleanValue(false)], decision: identity };
}

export function numberValue(number: number): YamlTree {
  return { kind: "scalar", text: literal(String(number)), type: "number" };
}

/** A context of which only names are known; what is asked for is a hole of that name, unless `known` gives it. */
export function openContext(name: string, known: (key: string) => Expressed | undefined = () => undefined): OpenContext {
  return { kind: "open", name, member: (key) => known(key) ?? openContext(`${name}.${key}`) };
}

const mostValues = 12;

/** Several values as one; equal ones are counted once. */
export function either(values: readonly Expressed[], decision: string): Expressed {
  const all = new Map<string, One>();
  for (const value of values) for (const one of value.kind === "either" ? value.values : [value]) all.set(keyOfExpressed(one), one);
  const [only] = all.values();
  if (only !== undefined && all.size === 1) return only;
  if (all.size > mostValues) return textValue(unknown(`too many ${decision}`, "too many possible values"));
  return { kind: "either", values: [...all.values()], decision };
}

/** Applies a function to a value, whichever it is. */
export function mapValue(value: Expressed, change: (one: One) => Expressed): Expressed {
  return value.kind === "either" ? either(value.values.map(change), value.decision) : change(value);
}

/** The alternatives of a value. */
export function valuesIn(value: Expressed): readonly One[] {
  return value.kind === "either" ? value.values : [value];
}

/** A string that says which value it is. */
export function keyOfExpressed(value: Expressed): string {
  switch (value.kind) {
    case "scalar":
      return `${value.type} ${uncaptured(value.text).key}`;
    case "map":
      return `{${value.entries.map(({ key, value: inner }) => `${key.key}:${keyOfExpressed(inner)}`).join()}}`;
    case "list":
      return `[${value.items.map(keyOfExpressed).join()}]`;
    case "unknown":
      return `? ${value.text.key}`;
    case "open":
      return `open ${value.name}`;
    case "either":
      return `${value.decision}: ${value.values.map(keyOfExpressed).join(" or ")}`;
  }
}

/**
 * The text that a value becomes where a text is wanted (https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#operators).
 * One that may be nothing is what it is where it is something: whoever uses it does so where it is set.
 */
export function textOf(value: Expressed): Text {
  switch (value.kind) {
    case "scalar":
      return value.type === "null" ? literal("") : value.text;
    case "map":
      return literal("Object");
    case "list":
      return literal("Array");
    case "unknown":
      return value.text;
    case "open":
      return givenFromOutside(value.name);
    case "either": {
      const set = value.values.filter((one) => one.kind !== "scalar" || (one.type !== "null" && one.text.key !== ""));
      const texts = (set.length === 0 ? value.values : set).map(textOf);
      const chosen = choice(texts, `${value.decision} ${texts.map((text) => text.key).join(" or ")}`);
      return isText(chosen) ? chosen : literal("");
    }
  }
}

/** Whether a value counts as true; undefined if that is not known. */
export function truthOf(value: Expressed): boolean | undefined {
  switch (value.kind) {
    case "scalar":
      return value.type === "null" ? false : value.type === "text" ? isFilled(value.text) : truthOfLetters(value.type, literalText(value.text));
    case "map":
    case "list":
      return true;
    case "unknown":
    case "open":
      return undefined;
    case "either": {
      const [first, ...others] = value.values.map(truthOf);
      return others.every((truth) => truth === first) ? first : undefined;
    }
  }
}

function truthOfLetters(type: "number" | "boolean", letters: string | undefined): boolean | undefined {
  if (letters === undefined) return undefined;
  return type === "boolean" ? /^true$/iu.test(letters) : Number(letters) !== 0 && !Number.isNaN(Number(letters));
}

/** Whether a text has letters; undefined if that depends on its holes. */
export function isFilled(text: Text): boolean | undefined {
  const answers = (alternativesOf(text) ?? [text]).map((one): boolean | undefined => {
    const letters = literalText(one);
    if (letters !== undefined) return letters !== "";
    const plain = uncaptured(one);
    if (plain.kind === "hole") return plain.isSet;
    return plain.kind === "joined" && plain.parts.some((part) => (literalText(part.text) ?? "") !== "") ? true : undefined;
  });
  return answers.every((answer) => answer === answers[0]) ? answers[0] : undefined;
}

/** A member of a value by its name, which is found in any case; nothing where there is none. */
export function memberOf(value: Expressed, key: string): Expressed {
  return mapValue(value, (one) => {
    switch (one.kind) {
      case "open":
        return one.member(key);
      case "map":
        return (one.entries.find((entry) => entry.key.key === key) ?? one.entries.find((entry) => entry.key.key.toLowerCase() === key.toLowerCase()))?.value ?? nullValue;
      case "list":
        return (/^\d+$/u.test(key) ? one.items[Number(key)] : undefined) ?? nullValue;
      case "unknown":
        return { kind: "unknown", text: unknown(`${key} of ${one.text.key}`, "a part of a value that is not known") };
      case "scalar":
        // A text whose structure is not known (what a step has printed) may hold anything.
        return literalText(one.text) === undefined ? { kind: "unknown", text: unknown(`${key} of ${one.text.key}`, "a part of a value that is not known") } : nullValue;
    }
  });
}
