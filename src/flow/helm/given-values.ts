import { encodeText } from "../../values/encoding.js";
import type { EncodedText } from "../../values/encoding.js";
import { splitAtCommas, splitPair } from "../../models/commands/slices.js";
import { literalText, placeOf } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import { treesOf } from "../yaml-tree.js";
import { booleanValue, newList, newMap, nil, textValue } from "./template-value.js";
import type { TemplateMap, TemplateValue } from "./template-value.js";
import { valueOfTree } from "./yaml-values.js";

/** A value as a command line gives it to a chart. */
export interface GivenValue {
  /** Undefined for one that may set anything. */
  readonly key: string | undefined;
  readonly keyPlace: Place | undefined;
  readonly value: Text;
  readonly origin: Place | undefined;
  readonly form: ValueForm;
}

/** `typed` is `--set`, which takes `true` and `8080` for what they are. */
export type ValueForm = "typed" | "string" | "literal" | "json" | "file";

/** The options in the order in which Helm applies them (https://helm.sh/docs/intro/using_helm/#customizing-the-chart-before-installing, MergeValues in helm's pkg/cli/values). */
const order: readonly ValueForm[] = ["json", "typed", "string", "file", "literal"];

/** What one option gives: `a.b=c,d=e`, in which a part without `=` may set anything. */
export function valuesInOption(option: Text, form: ValueForm): readonly GivenValue[] {
  const source = encodeText(option);
  if (source === undefined) return [];
  const line = { words: [source.encoded] };
  const all = { word: 0, start: 0, end: source.encoded.length };
  return (form === "literal" ? [all] : splitAtCommas(line, all, "chart")).map((part): GivenValue => {
    const pair = splitPair(line, part);
    if (pair === undefined) return { key: undefined, keyPlace: undefined, value: source.at(part.start, part.end), origin: undefined, form };
    const [key, value] = [source.at(pair.key.start, pair.key.end), source.at(pair.value.start, pair.value.end)];
    return { key: literalText(key), keyPlace: placeOf(key), value, origin: placeOf(value), form };
  });
}

/** Puts what the options give into values, the later ones over the earlier ones; `contentOf` gives the text of a file. */
export function withGivenValues(values: TemplateMap, given: readonly GivenValue[], contentOf: (file: Text) => Text | undefined): TemplateMap {
  let made: TemplateMap = values;
  for (const form of order) {
    for (const one of given) {
      if (one.form !== form || one.key === undefined) continue;
      const path = pathOf(one.key);
      const value = valueGiven(one, contentOf);
      if (path.length === 0) made = value.kind === "map" ? overlaid(made, value) : { ...made, isOpen: true };
      else made = asMap(withValueAt(made, path, value, one.form));
    }
  }
  return made;
}

/** The steps of a key: `a.b[0].c`, `a\.b` for a dot in a name (https://github.com/helm/helm/blob/main/pkg/strvals/parser.go). */
export function pathOf(key: string): readonly string[] {
  const path: string[] = [];
  let step = "";
  for (let at = 0; at < key.length; at += 1) {
    const letter = key.charAt(at);
    if (letter === "\\") {
      at += 1;
      step += key.charAt(at);
    } else if (letter === "." || letter === "[") {
      if (step !== "") path.push(step);
      step = "";
    } else if (letter !== "]") step += letter;
  }
  return step === "" ? path : [...path, step];
}

function valueGiven({ value, origin, form, key }: GivenValue, contentOf: (file: Text) => Text | undefined): TemplateValue {
  switch (form) {
    case "file":
      return textValue(contentOf(value) ?? value, origin);
    case "string":
    case "literal":
      return listIn(value, origin, form) ?? textValue(value, origin);
    case "json": {
      const [tree] = treesOf(value).trees;
      return tree === undefined ? nil : withOrigin(valueOfTree(tree), origin);
    }
    case "typed":
      return listIn(value, origin, form) ?? typed(value, origin, key ?? "");
  }
}

function withOrigin(value: TemplateValue, origin: Place | undefined): TemplateValue {
  if (origin === undefined) return value;
  switch (value.kind) {
    case "map":
      return newMap([...value.entries].map(([key, inner]) => [key, withOrigin(inner, origin)]), value.isOpen);
    case "list":
      return newList(value.items.map((item) => withOrigin(item, origin)), value.isOpen);
    case "text":
    case "unknown":
      return { ...value, origin };
    default:
      return value;
  }
}

function typed(text: Text, origin: Place | undefined, key: string): TemplateValue {
  const letters = literalText(text);
  if (letters === "null") return nil;
  if (letters === "true" || letters === "false") return booleanValue(letters === "true");
  // What is given for a switch may be either; what is given for a part of a reference is one.
  if (letters === undefined) return isSwitch.test(key) ? { kind: "unknown", text, origin } : textValue(text, origin);
  if (/^(?:0|-?[1-9]\d*)$/u.test(letters)) return { kind: "number", text, ...(origin === undefined ? {} : { origin }) };
  return textValue(text, origin);
}

const isSwitch = /(?:^|\.)(?:enable\w*|disable\w*|create\w*|install\w*|use[A-Z_]\w*|is[A-Z]\w*|debug|\w*Enabled)$/u;

/** `{a,b}` */
function listIn(value: Text, origin: Place | undefined, form: ValueForm): TemplateValue | undefined {
  const source = form === "literal" ? undefined : encodeText(value);
  if (source === undefined || !source.encoded.startsWith("{") || !source.encoded.endsWith("}")) return undefined;
  const inner = source.encoded.slice(1, -1);
  if (inner === "") return newList([]);
  const items: TemplateValue[] = [];
  let from = 1;
  for (const item of inner.split(",")) {
    items.push(itemAt(source, from, from + item.length, origin, form));
    from += item.length + 1;
  }
  return newList(items);
}

function itemAt(source: EncodedText, start: number, end: number, origin: Place | undefined, form: ValueForm): TemplateValue {
  const text = source.at(start, end);
  return form === "typed" ? typed(text, origin, "") : textValue(text, origin);
}

const longestList = 1000;

function withValueAt(values: TemplateValue, [step, ...rest]: readonly string[], value: TemplateValue, form: ValueForm): TemplateValue {
  if (step === undefined) return form === "json" && value.kind === "map" && values.kind === "map" ? overlaid(values, value) : value;
  const index = /^\d+$/u.test(step) ? Number(step) : undefined;
  if (index !== undefined && values.kind !== "map") {
    const items = values.kind === "list" ? [...values.items] : [];
    if (index > longestList) return values;
    while (items.length <= index) items.push(nil);
    items[index] = withValueAt(items[index] ?? nil, rest, value, form);
    return newList(items);
  }
  const map = asMap(values);
  return newMap([...map.entries, [step, withValueAt(map.entries.get(step) ?? nil, rest, value, form)]], map.isOpen);
}

function asMap(value: TemplateValue): TemplateMap {
  return value.kind === "map" ? value : newMap();
}

/** Two maps of given values with the later one winning; its nulls stay, to take defaults away. */
export function overlaid(earlier: TemplateMap, later: TemplateMap): TemplateMap {
  const entries = new Map(earlier.entries);
  for (const [key, value] of later.entries) {
    const before = entries.get(key);
    entries.set(key, before?.kind === "map" && value.kind === "map" ? overlaid(before, value) : value);
  }
  return { kind: "map", entries, isOpen: earlier.isOpen || later.isOpen };
}

/** A value that is there to say what another value would change. */
export function withLettersAt(values: TemplateMap, path: readonly string[], value: TemplateValue): TemplateMap {
  return asMap(withValueAt(values, path, value, "string"));
}

