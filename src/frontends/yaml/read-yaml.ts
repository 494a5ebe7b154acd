import { Composer, isAlias, isMap, isScalar, isSeq, Parser, type Document, type Node, type Pair, type ParsedNode, type Scalar, type YAMLMap } from "yaml";
import type { Span, SyntaxProblem } from "../../facts/facts.js";
import type { ManifestMap, ManifestNode } from "../../models/kubernetes.js";
import { actionMark, readableVariants, type ReadablePiece } from "./holes.js";
import { lettersOf, type QuotingForm } from "./letters.js";
import { readJsonValue } from "./read-json.js";
import { readPlainYaml } from "./read-plain-yaml.js";
import { greatestDepth, greatestLength, mayHoldDocument, type ManifestScalar } from "./scalar.js";

export type { ManifestScalar };

export interface YamlValues {
  /** One for each document; an empty document is a null scalar. */
  readonly values: readonly ManifestNode<ManifestScalar>[];
  /** By offset. */
  readonly problems: readonly SyntaxProblem[];
}

export interface YamlReading {
  /** Of a text that stands in another one: the offset there of an offset in it. */
  readonly place?: ReadablePiece["place"] | undefined;
  /** Template actions (`image: {{ .Image }}`) are scalars as they are written, where nothing else makes the text readable; else they are problems, and unknown. */
  readonly readsActions?: true | undefined;
}

/**
 * Reads all documents of a YAML or JSON text, which may hold holes. Aliases and merge keys are resolved; an alias that
 * would blow the value up is unknown. Never throws; what cannot be read is among the problems, the rest is in the values.
 */
export function readYamlValues(text: string, { place, readsActions }: YamlReading = {}): YamlValues {
  return place === undefined ? rememberedValues(text, readsActions) : valuesIn(text, place, readsActions);
}

function rememberedValues(text: string, readsActions: true | undefined): YamlValues {
  // Who looks for problems, who deploys and who builds a kustomization read the same files.
  const remembered = readsActions === true && text.includes("{{") ? memory.withActions : memory.plain;
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const values = valuesIn(text, (offset) => offset, readsActions);
  if (text.length > longestRemembered) return values;
  memory.letters += text.length;
  if (memory.letters > mostRemembered) {
    memory.plain.clear();
    memory.withActions.clear();
    memory.letters = text.length;
  }
  remembered.set(text, values);
  return values;
}

const memory = { plain: new Map<string, YamlValues>(), withActions: new Map<string, YamlValues>(), letters: 0 };

/** In letters; the values of a text take some fifteen times its memory. */
const mostRemembered = 4_000_000;
const longestRemembered = 400_000;

function valuesIn(text: string, place: ReadablePiece["place"], readsActions: true | undefined): YamlValues {
  const json = readJsonValue(text, place);
  if (json !== undefined) return { values: [json], problems: [] };
  const plain = readPlainYaml(text, place);
  if (plain !== undefined) return { values: plain, problems: [] };
  return readByLibrary(text, place, readsActions);
}

/** Whatever YAML there is. */
export function readByLibrary(text: string, place: ReadablePiece["place"], readsActions: true | undefined): YamlValues {
  let best: YamlValues | undefined;
  for (const pieces of readableVariants(text, readsActions === true)) {
    const read = readPieces(pieces.map((piece) => ({ ...piece, place: (offset) => place(piece.place(offset)) })));
    if (best === undefined || read.problems.length < best.problems.length) best = read;
    if (best.problems.length === 0) break;
  }
  return best ?? { values: [], problems: [] };
}

/** The first document of a YAML or JSON text, as `YAML.parse` and `JSON.parse` give it; undefined if there is none. */
export function readYamlValue(text: string): { readonly value: ManifestNode<ManifestScalar> | undefined; readonly problems: readonly SyntaxProblem[] } {
  const { values, problems } = readYamlValues(text);
  return { value: values[0], problems };
}

/** Each piece is a stream of documents. */
function readPieces(pieces: readonly ReadablePiece[]): YamlValues {
  const values: ManifestNode<ManifestScalar>[] = [];
  const problems: SyntaxProblem[] = [];
  for (const { text, written, place } of pieces) {
    const refusal = refusalOf(text);
    if (refusal !== undefined) {
      problems.push({ offset: place(0), message: refusal });
      continue;
    }
    try {
      for (const document of documentsOf(text)) {
        for (const error of document.errors) problems.push({ offset: place(error.pos[0]), message: error.message });
        values.push(valueOf(document, { text, written, place, problems, budget: nodeBudget(text), depth: 0 }));
      }
    } catch (error) {
      // The parser descends into nested collections; nesting that is deeper than the stack is the one failure known.
      problems.push({ offset: place(0), message: error instanceof RangeError ? "nested too deeply" : `the parser failed: ${String(error)}` });
    }
  }
  return { values, problems: problems.slice(0, mostProblems).sort((first, second) => first.offset - second.offset) };
}

/** More problems than these say nothing new. */
const mostProblems = 100;

/** Collections opened one in the other, without a line that closes one: the library takes gigabytes for a megabyte of them. */
const deepNesting = /(?:[[{]\s*(?:[^\s\]}[{][^\]}[{\n]*)?){1000}|(?:[-?] +){1000}/;

function refusalOf(text: string): string | undefined {
  if (text.length > greatestLength) return "too long to be read";
  return deepNesting.test(text) ? "nested too deeply" : undefined;
}

/** One document after the other: a long text's syntax trees need many times its memory. */
function documentsOf(text: string): Iterable<Document.Parsed> {
  // Duplicate keys are found here: the library compares each key with each.
  const composer = new Composer<ParsedNode>({ uniqueKeys: false, prettyErrors: false, strict: false, logLevel: "silent" });
  return composer.compose(new Parser().parse(text));
}

interface Conversion extends ReadablePiece {
  readonly problems: SyntaxProblem[];
  /** How many nodes the value may still grow by aliases. */
  budget: number;
  /** In how many collections the node that is read lies. */
  depth: number;
}

/** Generous for anchors as people use them, small for a text that is made to explode. */
function nodeBudget(text: string): number {
  return 10_000 + text.length;
}

interface Converted {
  readonly node: ManifestNode<ManifestScalar>;
  /** How many nodes it has, those behind aliases counted at each use. */
  readonly size: number;
  /** How many collections lie one in the other. */
  readonly height: number;
}

/** What an anchor stands for; undefined while its node is being read, which an alias inside of it meets. */
type Anchors = Map<string, Converted | undefined>;

function valueOf(document: Document.Parsed, conversion: Conversion): ManifestNode<ManifestScalar> {
  return convert(document.contents ?? undefined, conversion, new Map()).node;
}

function leaf(node: ManifestNode<ManifestScalar>): Converted {
  return { node, size: 1, height: 0 };
}

function convert(node: Node | undefined, conversion: Conversion, anchors: Anchors): Converted {
  if (node === undefined) return leaf(nullScalar([0, 0], conversion));
  if (isAlias(node)) return resolveAlias(node.source, rangeOf(node)[0], conversion, anchors);
  const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
  if (anchor !== undefined) anchors.set(anchor, undefined);
  conversion.depth += 1;
  const converted = conversion.depth > greatestDepth ? report(conversion, rangeOf(node), "nested too deeply") : convertContent(node, conversion, anchors);
  conversion.depth -= 1;
  if (anchor !== undefined) anchors.set(anchor, converted);
  return converted;
}

function nullScalar(span: Span, conversion: Conversion): ManifestNode<ManifestScalar> {
  const at = placed(span, conversion);
  return { kind: "scalar", value: { value: "", at, parsed: null }, at };
}

/** Notes a problem; what is there is unknown. */
function report(conversion: Conversion, span: Span, message: string): Converted {
  const at = placed(span, conversion);
  conversion.problems.push({ offset: at[0], message });
  return leaf({ kind: "unknown", at });
}

function convertContent(node: Node, conversion: Conversion, anchors: Anchors): Converted {
  const range = rangeOf(node);
  const at = placed([range[0], endOf(node)], conversion);
  if (isScalar(node)) return leaf(convertScalar(node, conversion));
  if (isSeq(node)) {
    const items = node.items.map((item) => convert(asNode(item), conversion, anchors));
    return collection({ kind: "list", items: items.map((item) => item.node), at }, items);
  }
  if (!isMap(node)) return leaf({ kind: "unknown", at });
  // `{{ … }}` reads as a map in a map.
  if (conversion.text.startsWith("{{", range[0])) return report(conversion, range, "a template action: this is no manifest before it is rendered");
  return convertMap(node, at, conversion, anchors);
}

function collection(node: ManifestNode<ManifestScalar>, parts: readonly Converted[]): Converted {
  let size = 1;
  let height = 0;
  for (const part of parts) {
    size += part.size;
    height = Math.max(height, part.height);
  }
  return { node, size, height: height + 1 };
}

/** The parser's types allow plain values among its nodes; it makes none. */
function asNode(item: unknown): Node | undefined {
  return isAlias(item) || isScalar(item) || isMap(item) || isSeq(item) ? item : undefined;
}

function rangeOf(node: Node): Span {
  const [start, end] = node.range ?? [0, 0];
  return [start, end];
}

/** Of a collection that is written by indentation the end of its last part: comments behind it are not its own. */
function endOf(node: Node): number {
  let last = node;
  for (;;) {
    const part = (isMap(last) || isSeq(last)) && last.flow !== true ? asNode(isMap(last) ? last.items.at(-1)?.value : last.items.at(-1)) : undefined;
    if (part === undefined) return rangeOf(last)[1];
    last = part;
  }
}

function placed([start, end]: Span, { place }: Conversion): Span {
  return [place(start), place(end)];
}

function resolveAlias(name: string, offset: number, conversion: Conversion, anchors: Anchors): Converted {
  const span: Span = [offset, offset + name.length + 1];
  const anchored = anchors.get(name);
  if (anchored === undefined) return report(conversion, span, anchors.has(name) ? `the alias ${name} holds itself` : `the alias ${name} has no anchor`);
  if (anchored.size > conversion.budget || conversion.depth + anchored.height > greatestDepth) return report(conversion, span, `the aliases of ${name} make the value too large`);
  conversion.budget -= anchored.size;
  return anchored;
}

// -------------------------------------------------------------------------------------------------------- scalars

function convertScalar(node: Scalar, conversion: Conversion): ManifestNode<ManifestScalar> {
  const range = rangeOf(node);
  const content = contentOf(node, range, conversion);
  const parsed = isPlainData(node.value) ? node.value : content.value;
  const letters = mayHoldDocument(content.value) ? lettersOf(content.value, conversion.written, content.at, formOf(node), conversion.place) : undefined;
  return { kind: "scalar", value: { value: content.value, at: placed(content.at, conversion), parsed, ...(letters === undefined ? {} : { letters }) }, at: placed(range, conversion) };
}

function formOf({ type }: Scalar): QuotingForm {
  return type === "QUOTE_DOUBLE" ? "double" : type === "QUOTE_SINGLE" ? "single" : "none";
}

function isPlainData(value: unknown): value is number | boolean | null {
  return value === null || typeof value === "number" || typeof value === "boolean";
}

interface Content {
  readonly value: string;
  readonly at: Span;
}

function contentOf(node: Scalar, range: Span, { text, written }: Conversion): Content {
  const { value, at } = markedContentOf(node, range, text);
  return { value: value.includes(actionMark) ? withActions(value, text.slice(...at), written.slice(...at)) : value, at };
}

/** Puts the template actions back in the order in which they stand in the source. */
function withActions(value: string, source: string, written: string): string {
  const marks = new RegExp(`${actionMark}+`, "gu");
  const actions = [...source.matchAll(marks)].map(({ 0: mark, index }) => written.slice(index, index + mark.length));
  let next = 0;
  return value.replace(marks, (mark) => actions[next++] ?? mark);
}

function markedContentOf(node: Scalar, [start, end]: Span, text: string): Content {
  const value = typeof node.value === "string" ? node.value : (node.source ?? "");
  switch (node.type) {
    case "QUOTE_DOUBLE":
    case "QUOTE_SINGLE": {
      const isClosed = end - start > 1 && text[end - 1] === text[start];
      // The parser drops the last character of an unclosed quote.
      return isClosed ? { value, at: [start + 1, end - 1] } : { value: text.slice(start + 1, end), at: [start + 1, end] };
    }
    case "BLOCK_LITERAL":
    case "BLOCK_FOLDED": {
      return { value, at: blockContent(text, [start, end]) };
    }
    default:
      return withoutHoleLines(value, [start, end], text);
  }
}

/** The lines behind the header, without the indentation of the first and the line breaks behind the last. */
function blockContent(text: string, [start, end]: Span): Span {
  const [header = ""] = /^[^\n]*\n?\s*/.exec(text.slice(start, end)) ?? [];
  return [start + header.length, Math.max(start + header.length, start + text.slice(start, end).trimEnd().length)];
}

/** A line of nothing but holes behind a plain scalar is a fragment put in there, and no part of the scalar. */
function withoutHoleLines(value: string, at: Span, text: string): Content {
  const source = text.slice(at[0], at[1]);
  const [, first] = /^([^\n\r]*[^\s])(?:\s*\n[ \t]*[\uE000-\uF8FF]+[ \t]*\r?)+$/.exec(source) ?? [];
  return first === undefined ? { value, at } : { value: first, at: [at[0], at[0] + first.length] };
}

// ----------------------------------------------------------------------------------------------------------- maps

function convertMap(node: YAMLMap, at: Span, conversion: Conversion, anchors: Anchors): Converted {
  const entries = new Map<string, Converted>();
  const merged: Converted[] = [];
  for (const pair of node.items) {
    const key = keyOf(pair, conversion);
    const value = convert(asNode(pair.value), conversion, anchors);
    if (key.text === "<<" && key.isPlain) {
      merged.push(value);
      continue;
    }
    if (entries.has(key.text)) conversion.problems.push({ offset: key.offset, message: `the key ${key.text} stands twice in its map; the last one counts` });
    entries.set(key.text, value);
  }
  // Merge keys (https://yaml.org/type/merge.html): own keys win, then the first of several merged maps.
  for (const value of merged) for (const map of mapsIn(value.node)) for (const entry of map.entries) if (!entries.has(entry.key)) entries.set(entry.key, leaf(entry.value));
  return collection({ kind: "map", entries: [...entries].map(([key, { node: value }]) => ({ key, value })), at }, [...entries.values(), ...merged]);
}

function keyOf(pair: Pair, conversion: Conversion): { readonly text: string; readonly isPlain: boolean; readonly offset: number } {
  const { place, written } = conversion;
  const key = asNode(pair.key);
  if (key === undefined) return { text: "", isPlain: false, offset: place(0) };
  const range = rangeOf(key);
  const offset = place(range[0]);
  if (!isScalar(key)) return { text: written.slice(...range), isPlain: false, offset };
  return { text: contentOf(key, range, conversion).value, isPlain: key.type === "PLAIN", offset };
}

function mapsIn(node: ManifestNode<ManifestScalar>): readonly ManifestMap<ManifestScalar>[] {
  if (node.kind === "map") return [node];
  return node.kind === "list" ? node.items.flatMap(mapsIn) : [];
}
