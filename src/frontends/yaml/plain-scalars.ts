import type { Span } from "../../facts/facts.js";
import type { ManifestNode } from "../../models/kubernetes.js";
import { lettersOf, type QuotingForm } from "./letters.js";
import { mayHoldDocument, type ManifestScalar } from "./scalar.js";

/** The scalars of plain YAML, as the library reads them; undefined for whatever is not understood at once. */
export interface PlainScalars {
  /** The key that begins there, and where its colon ends; undefined also where there is no key. */
  readonly keyAt: (start: number, lineEnd: number) => { readonly text: string; readonly end: number } | undefined;
  /** A scalar that begins there and is the rest of its line, or a list of such in brackets. */
  readonly valueAt: (start: number, lineEnd: number) => PlainValue | undefined;
  /** A block that begins there and is the rest of its line and the lines behind that are indented more than `outer`. */
  readonly blockAt: (start: number, lineEnd: number, outer: number) => PlainValue | undefined;
  /** What is read where nothing stands. */
  readonly nothingAt: (offset: number) => ManifestNode<ManifestScalar>;
}

interface PlainValue {
  readonly node: ManifestNode<ManifestScalar>;
  readonly end: number;
}

export function createPlainScalars(text: string, place: (offset: number) => number): PlainScalars {
  const placed = ([start, end]: Span): Span => [place(start), place(end)];
  const scalar = ({ value, at, content, parsed, form }: Scalar): PlainValue => {
    const letters = mayHoldDocument(value) ? lettersOf(value, text, content, form, place) : undefined;
    return { node: { kind: "scalar", value: { value, at: placed(content), parsed, ...(letters === undefined ? {} : { letters }) }, at: placed(at) }, end: at[1] };
  };
  const listAt = (start: number, lineEnd: number): PlainValue | undefined => {
    const items: ManifestNode<ManifestScalar>[] = [];
    let at = afterSpaces(text, start + 1);
    for (let isFirst = true; ; isFirst = false) {
      if (isFirst && text[at] === "]") break;
      const item = scalarAt(text, at, lineEnd, true);
      if (item === undefined) return undefined;
      items.push(scalar(item).node);
      at = afterSpaces(text, item.at[1]);
      if (text[at] === "]") break;
      if (text[at] !== ",") return undefined;
      at = afterSpaces(text, at + 1);
    }
    return { node: { kind: "list", items, at: placed([start, at + 1]) }, end: at + 1 };
  };
  const emptyMapAt = (start: number): PlainValue | undefined => {
    const end = afterSpaces(text, start + 1);
    return text[end] === "}" ? { node: { kind: "map", entries: [], at: placed([start, end + 1]) }, end: end + 1 } : undefined;
  };
  return {
    keyAt: (start, lineEnd) => {
      const key = scalarAt(text, start, lineEnd, false, true);
      if (key === undefined || key.at[1] - start > longestKey) return undefined;
      const colon = afterSpaces(text, key.at[1]);
      return text[colon] === ":" && (colon + 1 === lineEnd || text[colon + 1] === " ") ? { text: key.value, end: colon + 1 } : undefined;
    },
    valueAt: (start, lineEnd) => {
      const found = text[start] === "[" ? listAt(start, lineEnd) : text[start] === "{" ? emptyMapAt(start) : optional(scalarAt(text, start, lineEnd, false), scalar);
      return found !== undefined && isBlankOrComment(text, found.end, lineEnd) ? found : undefined;
    },
    blockAt: (start, lineEnd, outer) => optional(literalAt(text, start, lineEnd, outer), scalar),
    nothingAt: (offset) => ({ kind: "scalar", value: { value: "", at: placed([offset, offset]), parsed: null }, at: placed([offset, offset]) }),
  };
}

/** YAML allows 1024 letters (https://yaml.org/spec/1.2.2/#742-flow-mappings). */
const longestKey = 1000;

function optional<From, To>(value: From | undefined, change: (value: From) => To): To | undefined {
  return value === undefined ? undefined : change(value);
}

/** Whether nothing but a comment stands between two offsets, of which the first is behind a token. */
export function isBlankOrComment(text: string, from: number, end: number): boolean {
  const at = afterSpaces(text, from);
  return at === end || (at > from && at < end && text[at] === "#");
}

function afterSpaces(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === space) at += 1;
  return at;
}

interface Scalar {
  readonly value: string;
  readonly at: Span;
  /** Without quotes, or the header of a block. */
  readonly content: Span;
  readonly parsed: ManifestScalar["parsed"];
  readonly form: QuotingForm;
}

function scalarAt(text: string, start: number, lineEnd: number, isInBrackets: boolean, isKey = false): Scalar | undefined {
  switch (text[start]) {
    case '"':
      return doubleQuoted(text, start, lineEnd);
    case "'":
      return singleQuoted(text, start, lineEnd);
    default:
      return unquoted(text, start, lineEnd, isInBrackets, isKey);
  }
}

function doubleQuoted(text: string, start: number, lineEnd: number): Scalar | undefined {
  let end = start + 1;
  while (end < lineEnd && text.charCodeAt(end) !== doubleQuote) end += text.charCodeAt(end) === backslash ? 2 : 1;
  if (end >= lineEnd) return undefined;
  const source = text.slice(start, end + 1);
  const value = source.includes("\\") ? unescaped(source) : source.slice(1, -1);
  return value === undefined ? undefined : { value, at: [start, end + 1], content: [start + 1, end], parsed: value, form: "double" };
}

/** The escapes that YAML has in common with JSON. */
function unescaped(source: string): string | undefined {
  return /^"(?:[^\\\t]|\\[\\"/bfnrt])*"$/u.test(source) ? (JSON.parse(source) as string) : undefined;
}

function singleQuoted(text: string, start: number, lineEnd: number): Scalar | undefined {
  let end = text.indexOf("'", start + 1);
  while (end >= 0 && end < lineEnd && text.charCodeAt(end + 1) === singleQuote) end = text.indexOf("'", end + 2);
  if (end < 0 || end >= lineEnd) return undefined;
  const value = text.slice(start + 1, end).replaceAll("''", "'");
  return { value, at: [start, end + 1], content: [start + 1, end], parsed: value, form: "single" };
}

/** Without a colon that would make a key of it; of a key, up to that. */
function unquoted(text: string, start: number, lineEnd: number, isInBrackets: boolean, isKey: boolean): Scalar | undefined {
  if (start >= lineEnd || !mayBegin(text, start)) return undefined;
  let last = start;
  for (let at = start; at < lineEnd; at += 1) {
    const letter = text.charCodeAt(at);
    if (letter === space) continue;
    if (letter < space) return undefined;
    if (letter === colon && (at + 1 === lineEnd || text.charCodeAt(at + 1) === space || (isInBrackets && endsInBrackets.has(text.charCodeAt(at + 1))))) {
      if (!isKey) return undefined;
      break;
    }
    if (letter === numberSign && text.charCodeAt(at - 1) === space) break;
    if (isInBrackets && endsInBrackets.has(letter)) {
      if (letter === comma || letter === closingBracket) break;
      return undefined;
    }
    last = at;
  }
  const at: Span = [start, last + 1];
  const value = text.slice(...at);
  const parsed = parsedOf(value);
  return parsed === undefined ? undefined : { value, at, content: at, parsed, form: "none" };
}

/** Signs that begin something else, or that need a look at what is behind them (https://yaml.org/spec/1.2.2/#733-plain-style). */
function mayBegin(text: string, start: number): boolean {
  const letter = text.charCodeAt(start);
  if (letter === dash) return text.charCodeAt(start + 1) > space && text.charCodeAt(start + 1) !== comma && !endsInBrackets.has(text.charCodeAt(start + 1));
  return letter > space && !indicators.has(letter);
}

/** What the library makes of it by YAML's core schema; undefined for numbers that people hardly write. */
function parsedOf(value: string): ManifestScalar["parsed"] | undefined {
  if (!mayBeData.test(value)) return value;
  const word = words.get(value);
  if (word !== undefined) return word;
  if (decimalNumber.test(value)) return Number(value);
  return otherNumber.test(value) ? undefined : value;
}

const mayBeData = /^[-+.\d~tTfFnN]/u;
const decimalNumber = /^[-+]?\d{1,12}(?:\.\d{0,3})?$/u;
const otherNumber = /^(?:0o[0-7]+|0x[\da-fA-F]+|[-+]?\.(?:inf|Inf|INF|nan|NaN|NAN)|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?)$/u;
const words: ReadonlyMap<string, boolean | null> = new Map([
  ...["true", "True", "TRUE"].map((word) => [word, true] as const),
  ...["false", "False", "FALSE"].map((word) => [word, false] as const),
  ...["~", "null", "Null", "NULL"].map((word) => [word, null] as const),
]);

/** A `|` block without a digit for its indentation, and not one that keeps the empty lines at its end. */
function literalAt(text: string, start: number, lineEnd: number, outer: number): Scalar | undefined {
  if (text[start] !== "|" || lineEnd === text.length) return undefined;
  const isStripped = text[start + 1] === "-";
  if (!isBlankOrComment(text, start + (isStripped ? 2 : 1), lineEnd)) return undefined;
  const lines: string[] = [];
  let [indentation, contentStart, end, longestBlank] = [-1, 0, lineEnd + 1, 0];
  for (let lineStart = lineEnd + 1, blank = 0; lineStart < text.length; ) {
    const at = afterSpaces(text, lineStart);
    const found = text.indexOf("\n", at);
    const next = found < 0 ? text.length : found;
    if (at === next) {
      blank += 1;
      longestBlank = Math.max(longestBlank, at - lineStart);
    } else {
      if (indentation < 0) [indentation, contentStart] = [at - lineStart, at];
      if (at === contentStart && /\s/u.test(text.charAt(at))) return undefined;
      if (indentation <= outer || at - lineStart < indentation) break;
      for (; blank > 0; blank -= 1) lines.push("");
      lines.push(text.slice(lineStart + indentation, next));
      end = next + 1;
    }
    lineStart = next + 1;
  }
  // White space beyond the indentation may be content; without a line at its end the library counts otherwise.
  if (lines.length === 0 || longestBlank > indentation || end > text.length) return undefined;
  const value = lines.join("\n") + (isStripped ? "" : "\n");
  return { value, at: [start, end], content: [contentStart, Math.max(contentStart, start + text.slice(start, end).trimEnd().length)], parsed: value, form: "none" };
}

const space = 0x20;
const doubleQuote = 0x22;
const numberSign = 0x23;
const singleQuote = 0x27;
const comma = 0x2c;
const dash = 0x2d;
const colon = 0x3a;
const backslash = 0x5c;
const closingBracket = 0x5d;

const endsInBrackets: ReadonlySet<number> = new Set(["[", "]", "{", "}", ","].map((sign) => sign.charCodeAt(0)));
const indicators: ReadonlySet<number> = new Set(["?", ":", ",", "[", "]", "{", "}", "#", "&", "*", "!", "|", ">", "'", '"', "%", "@", "`"].map((sign) => sign.charCodeAt(0)));
