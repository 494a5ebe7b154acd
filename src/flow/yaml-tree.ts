import type { Span, SyntaxProblem } from "../facts/facts.js";
import { readYamlValues } from "../frontends/yaml/read-yaml.js";
import type { ManifestScalar } from "../frontends/yaml/read-yaml.js";
import type { ManifestLeaf, ManifestMap, ManifestNode } from "../models/kubernetes.js";
import { encodeText } from "../values/encoding.js";
import type { EncodedText } from "../values/encoding.js";
import { join, literal, literalText, placeOf } from "../values/text.js";
import type { JoinedPart, Place, Text } from "../values/value.js";

/**
 * A YAML value whose texts may hold holes, and know where they are written. Trees are never changed: an edit gives a new
 * tree that shares what stays.
 */
export type YamlTree = YamlMap | YamlList | YamlScalar | YamlUnknown;

export interface YamlMap {
  readonly kind: "map";
  /** Each key once, in the order in which they are written. */
  readonly entries: readonly YamlEntry[];
  readonly place?: Place | undefined;
}

export interface YamlEntry {
  readonly key: Text;
  readonly value: YamlTree;
}

export interface YamlList {
  readonly kind: "list";
  readonly items: readonly YamlTree[];
  readonly place?: Place | undefined;
}

export interface YamlScalar {
  readonly kind: "scalar";
  /** Without quotes, escapes resolved. */
  readonly text: Text;
  /** What a YAML 1.2 parser takes it for: `8080` is a number and `"8080"` a text. */
  readonly type: "text" | "number" | "boolean" | "null";
  /** How it was written; undefined for what a program has put there. */
  readonly style?: ScalarStyle | undefined;
  readonly place?: Place | undefined;
}

export type ScalarStyle = "plain" | "single" | "double" | "block";

/** What is no YAML (a template action, an alias without an anchor), as it is written. */
export interface YamlUnknown {
  readonly kind: "unknown";
  readonly text: Text;
  readonly place?: Place | undefined;
}

export interface YamlTrees {
  /** One for each document; an empty document is a null scalar. */
  readonly trees: readonly YamlTree[];
  /** By offset in the encoded text; what could be read is in the trees all the same. */
  readonly problems: readonly SyntaxProblem[];
}

/** Reads all documents of a YAML or JSON text. Aliases and merge keys are resolved, within bounds. Never throws. */
export function treesOf(text: Text): YamlTrees {
  const source = encodeText(text);
  if (source === undefined) return { trees: [], problems: [{ offset: 0, message: "too many parts that are not known" }] };
  const { values, problems } = readYamlValues(source.encoded);
  return { trees: values.map((value) => treeOf(source, value)), problems };
}

/** The value at a key of a map; undefined where there is none, or no map. */
export function valueAt(tree: YamlTree | undefined, key: string): YamlTree | undefined {
  return tree?.kind === "map" ? tree.entries.find((entry) => entry.key.key === key)?.value : undefined;
}

/** The value below several keys. */
export function valueBelow(tree: YamlTree | undefined, ...keys: readonly string[]): YamlTree | undefined {
  return keys.reduce(valueAt, tree);
}

/** The text of a scalar at a key, whatever its type; undefined where there is none, or null. */
export function textAt(tree: YamlTree | undefined, key: string): Text | undefined {
  const value = valueAt(tree, key);
  return value?.kind === "scalar" && value.type !== "null" ? value.text : undefined;
}

/** As `textAt`, where the text is known letter by letter. */
export function lettersAt(tree: YamlTree | undefined, key: string): string | undefined {
  const text = textAt(tree, key);
  return text === undefined ? undefined : literalText(text);
}

/** The items of a list at a key; none where there is no list. */
export function itemsAt(tree: YamlTree | undefined, key: string): readonly YamlTree[] {
  const value = valueAt(tree, key);
  return value?.kind === "list" ? value.items : [];
}

/** A map with a value at a key, in the place of the one that was there, else behind the others. */
export function withValue(map: YamlMap, key: Text, value: YamlTree): YamlMap {
  const isThere = map.entries.some((entry) => entry.key.key === key.key);
  const entries = isThere ? map.entries.map((entry) => (entry.key.key === key.key ? { key: entry.key, value } : entry)) : [...map.entries, { key, value }];
  return { ...map, entries };
}

/** A map with several values, each as `withValue` puts it. */
export function withValues(map: YamlMap, entries: readonly YamlEntry[]): YamlMap {
  const byKey = new Map(map.entries.map((entry) => [entry.key.key, entry]));
  for (const { key, value } of entries) byKey.set(key.key, { key: byKey.get(key.key)?.key ?? key, value });
  return { ...map, entries: [...byKey.values()] };
}

export function withoutKey(map: YamlMap, key: string): YamlMap {
  return { ...map, entries: map.entries.filter((entry) => entry.key.key !== key) };
}

/** A text that a program puts into a tree. */
export function textScalar(text: Text): YamlScalar {
  return { kind: "scalar", text, type: "text", place: placeOf(text) };
}

// -------------------------------------------------------------------------------------------------------- reading

function treeOf(source: EncodedText, node: ManifestNode<ManifestScalar>): YamlTree {
  switch (node.kind) {
    case "map":
      return { kind: "map", entries: entriesOf(source, node), place: placeBetween(source, node.at) };
    case "list":
      return { kind: "list", items: node.items.map((item) => treeOf(source, item)), place: placeBetween(source, node.at) };
    case "scalar":
      return scalarOf(source, node);
    case "unknown":
      return { kind: "unknown", text: node.at === undefined ? literal("") : source.at(...node.at), place: placeBetween(source, node.at) };
  }
}

/** From the first letter to the last one, where both stand in one file. */
function placeBetween(source: EncodedText, span: Span | undefined): Place | undefined {
  if (span === undefined) return undefined;
  const [start] = span;
  let [, end] = span;
  while (end > start && /\s/u.test(source.encoded.charAt(end - 1))) end -= 1;
  const first = placeOf(source.at(start, start + 1));
  const last = placeOf(source.at(end - 1, end));
  return first === undefined || last?.file !== first.file || last.end < first.start ? first : { ...first, end: last.end };
}

function entriesOf(source: EncodedText, map: ManifestMap<ManifestScalar>): readonly YamlEntry[] {
  return map.entries.map(({ key, value }) => ({ key: keyBefore(source, key, value.at) ?? source.changed(key), value: treeOf(source, value) }));
}

/** The key where it is written, which is before its value, but for anchors and comments between the two. */
function keyBefore({ encoded, at }: EncodedText, key: string, value: Span | undefined): Text | undefined {
  if (value === undefined || key === "") return undefined;
  let end = value[0];
  while (end > 0 && /[\s:"']/u.test(encoded.charAt(end - 1))) end -= 1;
  return encoded.endsWith(key, end) ? at(end - key.length, end) : undefined;
}

function scalarOf(source: EncodedText, { value: scalar, at }: ManifestLeaf<ManifestScalar>): YamlScalar {
  const { parsed } = scalar;
  const style = styleOf(source.encoded.charAt(at?.[0] ?? scalar.at[0]));
  const text = source.encoded.slice(...scalar.at) === scalar.value ? source.at(...scalar.at) : ((style === "block" && at !== undefined ? blockText(source, at, scalar.value) : undefined) ?? foldedText(source, scalar.at, scalar.value) ?? source.changed(scalar.value));
  const type = typeof parsed === "number" ? "number" : typeof parsed === "boolean" ? "boolean" : parsed === null ? "null" : "text";
  return { kind: "scalar", text, type, style, place: placeOf(text) ?? placeBetween(source, at) };
}

function styleOf(first: string): ScalarStyle {
  return first === '"' ? "double" : first === "'" ? "single" : first === "|" || first === ">" ? "block" : "plain";
}

/** A `|` block, each line where it is written; undefined where its lines are not those of the source. */
function blockText({ encoded, at }: EncodedText, [start, stop]: Span, value: string): Text | undefined {
  const parts: JoinedPart[] = [];
  let from = encoded.indexOf("\n", start) + 1;
  if (from === 0) return undefined;
  const lines = value.split("\n");
  for (const [index, line] of lines.entries()) {
    const isLast = index === lines.length - 1;
    if (isLast && line === "") break;
    const found = encoded.indexOf("\n", from);
    const to = found < 0 ? encoded.length : found;
    // A line may end as those of Windows do; the value's lines do not.
    const end = encoded.charAt(to - 1) === "\r" && to > from ? to - 1 : to;
    const indentation = end - from - line.length;
    // A line of the value that is longer than the source's, or that has letters before it there, is none of `|`.
    if (from > stop || (line !== "" && (indentation < 0 || !encoded.endsWith(line, end) || /\S/u.test(encoded.slice(from, from + indentation))))) return undefined;
    const isBroken = !isLast && found >= 0;
    if (end === to) parts.push({ text: at(to - line.length, isBroken ? to + 1 : to) });
    else parts.push({ text: at(end - line.length, end) }, ...(isBroken ? [{ text: at(to, to + 1) }] : []));
    if (!isLast && found < 0) parts.push({ text: literal("\n") });
    from = to + 1;
  }
  return join(parts);
}

/** A text whose lines are folded to one, each piece where it is written; undefined where its letters are not those of the source (escapes). */
function foldedText({ encoded, at }: EncodedText, [start, stop]: Span, value: string): Text | undefined {
  const parts: JoinedPart[] = [];
  let from = start;
  for (let index = 0; index < value.length; ) {
    let same = 0;
    while (index + same < value.length && from + same < stop && value.charAt(index + same) === encoded.charAt(from + same)) same += 1;
    if (same > 0) parts.push({ text: at(from, from + same) });
    index += same;
    from += same;
    if (index >= value.length) break;
    // A line break and the indentation behind it are a blank of the text, or a line break of it, or nothing behind one.
    const [blank = ""] = /^\s*/u.exec(value.slice(index, index + longestBlank)) ?? [];
    let next = from;
    while (next < stop && /\s/u.test(encoded.charAt(next))) next += 1;
    if (blank === "" && (next === from || !/\s/u.test(value.charAt(index - 1)))) return undefined;
    if (blank !== "") parts.push({ text: literal(blank) });
    index += blank.length;
    from = next;
  }
  return join(parts);
}

const longestBlank = 1_000;

/** Whether edits have made a tree too large to be walked: parts that are shared count at each place. */
export function isTooLarge(tree: YamlTree): boolean {
  let left = largestTree;
  const fits = (node: YamlTree, depth: number): boolean => {
    left -= 1;
    if (left < 0 || depth > deepestTree) return false;
    if (node.kind === "map") return node.entries.every((entry) => fits(entry.value, depth + 1));
    return node.kind !== "list" || node.items.every((item) => fits(item, depth + 1));
  };
  return !fits(tree, 0);
}

const largestTree = 1_000_000;
const deepestTree = 400;
