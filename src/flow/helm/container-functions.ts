import { treesOf } from "../yaml-tree.js";
import { encodeText } from "../../values/encoding.js";
import { join, literal, literalText } from "../../values/text.js";
import type { JoinedPart, Text } from "../../values/value.js";
import { fieldOf, renderNamed, renderText, write } from "./evaluate.js";
import type { FunctionCall, TemplateFunction } from "./functions.js";
import { argument, lettersArgument, textArgument } from "./functions.js";
import { copied, isScalar, lettersOf, lettersValue, mergedMaps, newList, newMap, nil, numberValue, printed, textValue, waysOf } from "./template-value.js";
import type { TemplateMap, TemplateValue } from "./template-value.js";
import { valueOfTree, yamlOf } from "./yaml-values.js";

/** Functions of maps, lists and templates: https://masterminds.github.io/sprig/dicts.html, https://masterminds.github.io/sprig/lists.html */
export const containerFunctions: Readonly<Record<string, TemplateFunction>> = {
  include: (call) => {
    const name = lettersArgument(call, 0);
    const text = name === undefined ? undefined : renderNamed(call.rendering, name, argument(call, 1) ?? nil);
    return text === undefined ? undefined : textValue(text);
  },
  tpl: (call) => {
    const text = renderText(call.rendering, textArgument(call, 0), argument(call, 1) ?? nil);
    return text === undefined ? undefined : textValue(text);
  },
  toYaml: (call) => textValue(yamlOf(argument(call, 0) ?? nil)),
  toYamlPretty: (call) => textValue(yamlOf(argument(call, 0) ?? nil)),
  // JSON is read as YAML is, and so it may as well be written.
  toJson: (call) => jsonOf(argument(call, 0)),
  toPrettyJson: (call) => jsonOf(argument(call, 0)),
  toRawJson: (call) => jsonOf(argument(call, 0)),
  fromYaml: (call) => parsed(call),
  fromYamlArray: (call) => parsed(call),
  fromJson: (call) => parsed(call),
  fromJsonArray: (call) => parsed(call),
  dict: ({ given }) => {
    const entries = new Map<string, TemplateValue>();
    for (let index = 0; index < given.length; index += 2) {
      const key = lettersOf(given[index]);
      if (key === undefined) return undefined;
      entries.set(key, given[index + 1] ?? lettersValue(""));
    }
    return { kind: "map", entries, isOpen: false };
  },
  list: ({ given }) => newList(given),
  tuple: ({ given }) => newList(given),
  get: (call) => {
    const key = lettersArgument(call, 1);
    const found = key === undefined ? undefined : fieldOf(argument(call, 0) ?? nil, key);
    return found?.kind === "nil" ? lettersValue("") : found;
  },
  dig: ({ given }) => {
    const value = given.at(-1) ?? nil;
    const keys = given.slice(0, -2).map(lettersOf);
    let found: TemplateValue = value;
    for (const key of keys) {
      if (key === undefined) return undefined;
      found = fieldOf(found, key);
    }
    return found.kind === "nil" ? given.at(-2) : found;
  },
  index: ({ given: [first = nil, ...keys] }) => {
    let found: TemplateValue = first;
    for (const one of keys) {
      const key = lettersOf(one);
      if (key === undefined) return undefined;
      found = found.kind === "list" ? (found.items[Number(key)] ?? nil) : fieldOf(found, key);
    }
    return found;
  },
  pluck: ({ given: [key, ...maps] }) => {
    const name = lettersOf(key);
    if (name === undefined) return undefined;
    return newList(maps.map((map) => fieldOf(map, name)).filter(({ kind }) => kind !== "nil"));
  },
  set: (call) => {
    const [map, key, value] = [argument(call, 0), lettersArgument(call, 1), argument(call, 2)];
    if (map?.kind !== "map" || key === undefined) return map?.kind === "map" ? { ...map, isOpen: true } : undefined;
    write(call.rendering, map.entries, key, value ?? nil);
    return map;
  },
  unset: (call) => {
    const [map, key] = [argument(call, 0), lettersArgument(call, 1)];
    if (map?.kind !== "map" || key === undefined) return undefined;
    write(call.rendering, map.entries, key, undefined);
    return map;
  },
  merge: (call) => mergedInto(call, false),
  mustMerge: (call) => mergedInto(call, false),
  mergeOverwrite: (call) => mergedInto(call, true),
  mustMergeOverwrite: (call) => mergedInto(call, true),
  deepCopy: (call) => copied(argument(call, 0) ?? nil),
  mustDeepCopy: (call) => copied(argument(call, 0) ?? nil),
  pick: (call) => chosen(call, (isNamed) => isNamed),
  omit: (call) => chosen(call, (isNamed) => !isNamed),
  keys: (call) => {
    const map = argument(call, 0);
    return map?.kind === "map" ? newList([...map.entries.keys()].map(lettersValue), map.isOpen) : undefined;
  },
  values: (call) => {
    const map = argument(call, 0);
    return map?.kind === "map" ? newList([...map.entries.values()], map.isOpen) : undefined;
  },
  first: (call) => itemAt(call, 0),
  last: (call) => itemAt(call, -1),
  rest: (call) => sliced(call, (items) => items.slice(1)),
  initial: (call) => sliced(call, (items) => items.slice(0, -1)),
  reverse: (call) => sliced(call, (items) => [...items].reverse()),
  compact: (call) => sliced(call, (items) => items.filter((item) => item.kind !== "nil" && lettersOf(item) !== "")),
  uniq: (call) => sliced(call, (items) => [...new Map(items.map((item) => [isScalar(item) ? item.text.key : item, item])).values()]),
  sortAlpha: (call) => sliced(call, (items) => [...items].sort((left, right) => ((lettersOf(left) ?? "") < (lettersOf(right) ?? "") ? -1 : 1))),
  append: ({ given: [list, item] }) => (list?.kind === "list" && item !== undefined ? newList([...list.items, item], list.isOpen) : list?.kind === "nil" && item !== undefined ? newList([item]) : undefined),
  prepend: ({ given: [list, item] }) => (list?.kind === "list" && item !== undefined ? newList([item, ...list.items], list.isOpen) : undefined),
  concat: ({ given }) => (given.every((list) => list.kind === "list" || list.kind === "nil") ? newList(given.flatMap((list) => (list.kind === "list" ? list.items : []))) : undefined),
  until: (call) => {
    const count = Number(lettersArgument(call, 0));
    return count >= 0 && count <= mostNumbers ? newList(Array.from({ length: count }, (_none, index) => numberValue(index))) : undefined;
  },
  join: (call) => {
    const [separator, list] = [textArgument(call, 0), argument(call, 1)];
    if (list?.kind !== "list" || list.isOpen || !list.items.every(isScalar)) return list?.kind === "text" ? list : undefined;
    return textValue(join(list.items.flatMap((item, index): readonly JoinedPart[] => [...(index === 0 ? [] : [{ text: separator }]), printed(item, call.place)])));
  },
  splitList: (call) => {
    const parts = splitText(textArgument(call, 1), lettersArgument(call, 0));
    return parts === undefined ? undefined : newList(parts.map((part) => textValue(part)));
  },
  split: (call) => {
    const parts = splitText(textArgument(call, 1), lettersArgument(call, 0));
    return parts === undefined ? undefined : newMap(parts.map((part, index) => [`_${index}`, textValue(part)]));
  },
  lookup: () => undefined,
};

const mostNumbers = 200;

function jsonOf(value: TemplateValue | undefined): TemplateValue | undefined {
  if (value === undefined) return undefined;
  const letters = isScalar(value) ? lettersOf(value) : undefined;
  if (letters !== undefined) return lettersValue(value.kind === "text" ? JSON.stringify(letters) : letters);
  return value.kind === "map" || value.kind === "list" ? flowText(value, 0) : undefined;
}

const deepestJson = 40;

function flowText(value: TemplateValue, depth: number): TemplateValue | undefined {
  if (depth > deepestJson) return undefined;
  const parts: JoinedPart[] = [];
  const add = (one: TemplateValue): boolean => {
    if (one.kind === "nil") parts.push({ text: literal("null") });
    else if (isScalar(one)) {
      const letters = one.kind === "text" ? literalText(one.text) : undefined;
      const isPlain = letters === undefined || JSON.stringify(letters) === `"${letters}"`;
      const quote = one.kind === "text" || one.kind === "unknown" ? '"' : "";
      parts.push({ text: literal(quote) }, isPlain ? printed(one) : { text: literal(JSON.stringify(letters).slice(1, -1)) }, { text: literal(quote) });
    } else {
      const inner = flowText(one, depth + 1);
      if (inner === undefined || !isScalar(inner)) return false;
      parts.push({ text: inner.text });
    }
    return true;
  };
  if (value.kind === "list") {
    for (const [index, item] of value.items.entries()) {
      parts.push({ text: literal(index === 0 ? "[" : ",") });
      if (!add(item)) return undefined;
    }
    parts.push({ text: literal(value.items.length === 0 ? "[]" : "]") });
  } else if (value.kind === "map") {
    for (const [index, [key, item]] of [...value.entries].entries()) {
      parts.push({ text: literal(`${index === 0 ? "{" : ","}${JSON.stringify(key)}:`) });
      if (!add(item)) return undefined;
    }
    parts.push({ text: literal(value.entries.size === 0 ? "{}" : "}") });
  } else return undefined;
  return textValue(join(parts));
}

function parsed(call: FunctionCall): TemplateValue | undefined {
  const text = textArgument(call, 0);
  if (text.kind === "hole" || text.kind === "choice") return undefined;
  const [tree] = treesOf(text).trees;
  return tree === undefined ? newMap() : valueOfTree(tree);
}

/** Sprig's `merge` fills the first map from the others; `mergeOverwrite` lets the later ones win. The first one is changed. */
function mergedInto(call: FunctionCall, laterWins: boolean): TemplateValue | undefined {
  const [first, ...others] = call.given;
  if (first?.kind !== "map") return undefined;
  let merged: TemplateMap = first;
  let isComplete = true;
  for (const other of others) {
    if (other.kind === "map") merged = laterWins ? mergedMaps(other, merged) : mergedMaps(merged, other);
    else if (other.kind !== "nil") isComplete = false;
  }
  for (const [key, value] of merged.entries) if (first.entries.get(key) !== value) write(call.rendering, first.entries, key, value);
  return isComplete && merged.isOpen === first.isOpen ? first : { ...first, isOpen: true };
}

function chosen({ given: [map, ...names] }: FunctionCall, isKept: (isNamed: boolean) => boolean): TemplateValue | undefined {
  const keys = names.map(lettersOf);
  if (map?.kind !== "map" || keys.includes(undefined)) return undefined;
  return newMap([...map.entries].filter(([key]) => isKept(keys.includes(key))), map.isOpen);
}

function itemAt(call: FunctionCall, index: number): TemplateValue | undefined {
  const list = argument(call, 0);
  if (list?.kind === "ways") return waysOf(list.ways.map((way) => (way.kind === "list" ? (way.items.at(index) ?? nil) : nil)), `${call.name} ${list.decision}`);
  return list?.kind === "list" && (!list.isOpen || list.items.length > 0) ? (list.items.at(index) ?? nil) : undefined;
}

function sliced(call: FunctionCall, change: (items: readonly TemplateValue[]) => readonly TemplateValue[]): TemplateValue | undefined {
  const list = argument(call, 0);
  return list?.kind === "list" ? newList(change(list.items), list.isOpen) : undefined;
}

/** The parts between separators that stand in the letters. */
function splitText(text: Text, separator: string | undefined): readonly Text[] | undefined {
  const source = separator === undefined || separator === "" ? undefined : encodeText(text);
  if (source === undefined || separator === undefined || text.kind === "hole" || text.kind === "choice") return undefined;
  const parts: Text[] = [];
  let from = 0;
  for (let at = source.encoded.indexOf(separator); at >= 0; at = source.encoded.indexOf(separator, from)) {
    parts.push(source.at(from, at));
    from = at + separator.length;
  }
  return [...parts, source.at(from, source.encoded.length)];
}
