import { alternativesOf, choice, isText, join, literal, literalText, unknown } from "../../values/text.js";
import type { JoinedPart, Place, Text } from "../../values/value.js";

/** What a chart's templates compute with: values of YAML whose texts may hold holes and know where they are written. */
export type TemplateValue = TemplateMap | TemplateList | TemplateScalar | TemplateUnknown | TemplateWays | TemplateObject;

/** Templates change maps (`set`), so that these have identity. */
export interface TemplateMap {
  readonly kind: "map";
  readonly entries: Map<string, TemplateValue>;
  /** It may have further keys. */
  readonly isOpen: boolean;
}

export interface TemplateList {
  readonly kind: "list";
  readonly items: readonly TemplateValue[];
  readonly isOpen: boolean;
}

export interface TemplateScalar {
  readonly kind: "text" | "number" | "boolean" | "nil";
  /** As it is printed; of nil nothing. */
  readonly text: Text;
  /** Where somebody gave it who installs the chart. */
  readonly origin?: Place | undefined;
}

/** Nothing is known of it but which one it is. */
export interface TemplateUnknown {
  readonly kind: "unknown";
  readonly text: Text;
  readonly origin?: Place | undefined;
}

/** One of several values; the same decision is decided alike. */
export interface TemplateWays {
  readonly kind: "ways";
  readonly ways: readonly TemplateValue[];
  readonly decision: string;
}

/** Objects of Helm's own that are no values of YAML. */
export interface TemplateObject {
  readonly kind: "object";
  readonly object: "files" | "api versions" | "kube version";
}

export const nil: TemplateScalar = { kind: "nil", text: literal("") };

export function textValue(text: Text, origin?: Place): TemplateScalar {
  return { kind: "text", text, ...(origin === undefined ? {} : { origin }) };
}

export function lettersValue(letters: string): TemplateScalar {
  return textValue(literal(letters));
}

export function numberValue(number: number): TemplateScalar {
  return { kind: "number", text: literal(String(number)) };
}

export function booleanValue(value: boolean): TemplateScalar {
  return { kind: "boolean", text: literal(String(value)) };
}

export function newMap(entries: Iterable<readonly [string, TemplateValue]> = [], isOpen = false): TemplateMap {
  return { kind: "map", entries: new Map(entries), isOpen };
}

export function newList(items: readonly TemplateValue[], isOpen = false): TemplateList {
  return { kind: "list", items, isOpen };
}

const mostWays = 12;

/** One of several values, each once. Too many are none that are known. */
export function waysOf(values: readonly TemplateValue[], decision: string): TemplateValue {
  const flat = values.flatMap((value) => (value.kind === "ways" ? value.ways : [value]));
  const different = new Map<string | TemplateValue, TemplateValue>(flat.map((value) => [isScalar(value) ? `${value.kind} ${value.text.key}` : value, value]));
  const [first] = different.values();
  if (first === undefined) return nil;
  if (different.size === 1) return first;
  if (different.size > mostWays) return { kind: "unknown", text: unknown(`ways ${decision}`, "too many possible values") };
  return { kind: "ways", ways: [...different.values()], decision };
}

export function isScalar(value: TemplateValue): value is TemplateScalar | TemplateUnknown {
  return value.kind === "text" || value.kind === "number" || value.kind === "boolean" || value.kind === "nil" || value.kind === "unknown";
}

/** Whether a condition holds for it (https://pkg.go.dev/text/template#hdr-Actions); undefined where that depends. */
export function truthOf(value: TemplateValue): boolean | undefined {
  switch (value.kind) {
    case "map":
      return value.entries.size > 0 ? true : value.isOpen ? undefined : false;
    case "list":
      return value.items.length > 0 ? true : value.isOpen ? undefined : false;
    case "object":
      return true;
    case "nil":
      return false;
    case "unknown":
      return undefined;
    case "ways":
      return common(value.ways.map(truthOf));
    case "text":
      return common((alternativesOf(value.text) ?? []).map((text) => text.key !== ""));
    case "number":
    case "boolean": {
      const letters = literalText(value.text);
      return letters === undefined ? undefined : letters !== "false" && letters !== "0";
    }
  }
}

function common(truths: readonly (boolean | undefined)[]): boolean | undefined {
  const [first] = truths;
  return truths.every((truth) => truth === first) ? first : undefined;
}

/** The letters of a scalar, if all of them are known. */
export function lettersOf(value: TemplateValue | undefined): string | undefined {
  return value === undefined || !isScalar(value) || value.kind === "unknown" || value.kind === "nil" ? undefined : literalText(value.text);
}

/** A value as it is printed into a text; `via` is where that is done. Of a map or list Go prints its own form, which no one wants. */
export function printed(value: TemplateValue, via?: Place): JoinedPart {
  switch (value.kind) {
    case "map":
    case "list":
    case "object":
      return { text: literal(value.kind === "list" ? "[]" : "map[]") };
    case "ways": {
      const one = choice(value.ways.map((way) => partText(printed(way, via))), `ways ${value.decision}`);
      return { text: isText(one) ? one : literal("") };
    }
    case "text":
    case "number":
    case "boolean":
    case "nil":
    case "unknown":
      return { text: value.text, ...(value.origin === undefined ? {} : { use: { ...value.origin, via: value.origin.via ?? via } }) };
  }
}

function partText(part: JoinedPart): Text {
  return join([part]);
}

/** What is printed, as one text. */
export function printedText(value: TemplateValue): Text {
  return partText(printed(value));
}

/** Says which value it is, for decisions; maps and lists by what is in them, up to a bound. */
export function keyOfValue(value: TemplateValue): string {
  let left = largestKey;
  const keyOf = (one: TemplateValue): string => {
    left -= 1;
    if (left < 0) return "…";
    switch (one.kind) {
      case "map":
        return `{${[...one.entries].map(([key, inner]) => `${key}:${keyOf(inner)}`).join()}}`;
      case "list":
        return `[${one.items.map(keyOf).join()}]`;
      case "object":
        return one.object;
      case "ways":
        return `ways ${one.decision}`;
      default:
        return `${one.kind} ${one.text.key}`;
    }
  };
  return keyOf(value);
}

const largestKey = 200;

/** A copy that shares no map with the value. */
export function copied(value: TemplateValue): TemplateValue {
  switch (value.kind) {
    case "map":
      return { ...value, entries: new Map([...value.entries].map(([key, inner]) => [key, copied(inner)])) };
    case "list":
      return { ...value, items: value.items.map(copied) };
    case "ways":
      return { ...value, ways: value.ways.map(copied) };
    default:
      return value;
  }
}

/** Two maps with one winning at each key, deeply, as Helm coalesces values: a null in the winner takes the key away. */
export function mergedMaps(winner: TemplateMap, other: TemplateMap): TemplateMap {
  const entries = new Map<string, TemplateValue>();
  for (const [key, value] of other.entries) if (!winner.entries.has(key)) entries.set(key, copied(value));
  for (const [key, value] of winner.entries) {
    const below = other.entries.get(key);
    if (value.kind === "nil") continue;
    entries.set(key, value.kind === "map" && below?.kind === "map" ? mergedMaps(value, below) : copied(value));
  }
  return { kind: "map", entries, isOpen: winner.isOpen || other.isOpen };
}
