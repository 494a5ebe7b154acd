import type { ManifestNode } from "../../models/kubernetes.js";
import { createPlainScalars, isBlankOrComment, type PlainScalars } from "./plain-scalars.js";
import { greatestLength, type ManifestScalar } from "./scalar.js";

/**
 * Reads the plain YAML that nearly all manifests are written in, one value for each document, some ten times as fast as the
 * library does: maps and lists by indentation, whose scalars stand on one line or are `|` blocks. Undefined for any other text,
 * with an error or not: whatever is not understood here at once is left to the library. `place` is applied to all offsets.
 */
export function readPlainYaml(text: string, place: (offset: number) => number): readonly ManifestNode<ManifestScalar>[] | undefined {
  if (text.length > greatestLength || notPlain.test(text)) return undefined;
  const reader: Reader = { text, place, scalars: createPlainScalars(text, place), lineStart: 0, at: 0, lineEnd: 0, depth: 0 };
  moveToLine(reader, 0);
  if (isMarker(reader)) moveToLine(reader, reader.lineEnd + 1);
  const values: ManifestNode<ManifestScalar>[] = [];
  while (!isAtEnd(reader)) {
    const value = columnOf(reader) === 0 && !isMarker(reader) ? readBlock(reader, -1) : undefined;
    if (value === undefined || value.kind === "scalar") return undefined;
    values.push(value);
    if (isAtEnd(reader)) return values;
    if (!isMarker(reader)) return undefined;
    moveToLine(reader, reader.lineEnd + 1);
  }
  // An empty document is at its end, or there is none at all.
  return undefined;
}

/** Holes that begin a line, which may be fragments or indentation; other line breaks, marks of byte order, directives, ends of documents, and documents that begin behind their mark. */
const notPlain = /[\r\uFEFF\uFFFC]|^[ \t-]*[\uE000-\uF8FF]|^(?:%|\.\.\.|---[ \t]+[^ \n#])/mu;

/** Where the reader is: in a line that has content, at a letter of it. */
interface Reader {
  readonly text: string;
  readonly place: (offset: number) => number;
  readonly scalars: PlainScalars;
  lineStart: number;
  at: number;
  lineEnd: number;
  /** In how many collections it is. */
  depth: number;
}

type Read = ManifestNode<ManifestScalar> | undefined;

/** Moves to the first letter of the next line that has content, at or behind `start`. */
function moveToLine(reader: Reader, start: number): void {
  const { text } = reader;
  for (let lineStart = start; lineStart < text.length; lineStart = reader.lineEnd + 1) {
    let at = lineStart;
    while (text.charCodeAt(at) === space) at += 1;
    const found = text.indexOf("\n", at);
    reader.lineEnd = found < 0 ? text.length : found;
    if (at === reader.lineEnd || text.charCodeAt(at) === numberSign) continue;
    reader.lineStart = lineStart;
    reader.at = at;
    return;
  }
  reader.lineStart = reader.at = reader.lineEnd = text.length;
}

function isAtEnd({ text, lineStart }: Reader): boolean {
  return lineStart === text.length;
}

function columnOf({ at, lineStart }: Reader): number {
  return at - lineStart;
}

/** Whether a document begins in this line, and its content in one behind. */
function isMarker({ text, lineStart, lineEnd }: Reader): boolean {
  return text.startsWith("---", lineStart) && isBlankOrComment(text, lineStart + 3, lineEnd);
}

/** A dash that begins an item of a list. */
function isDash(text: string, at: number, lineEnd: number): boolean {
  return text.charCodeAt(at) === dash && (at + 1 === lineEnd || text.charCodeAt(at + 1) === space);
}

/** What begins at the reader's letter and stands in the lines of its column and behind it; the node around it is in `outer`. */
function readBlock(reader: Reader, outer: number): Read {
  if (reader.depth > greatestPlainDepth) return undefined;
  reader.depth += 1;
  const read = isDash(reader.text, reader.at, reader.lineEnd) ? readList(reader) : readMapOrScalar(reader, outer);
  reader.depth -= 1;
  return read;
}

/** No manifest is that deep. */
const greatestPlainDepth = 100;

function readMapOrScalar(reader: Reader, outer: number): Read {
  const key = reader.scalars.keyAt(reader.at, reader.lineEnd);
  return key === undefined ? readInLine(reader, outer) : readMap(reader);
}

function readList(reader: Reader): Read {
  const column = columnOf(reader);
  const start = reader.at;
  const items: ManifestNode<ManifestScalar>[] = [];
  let end = start;
  while (!isAtEnd(reader) && columnOf(reader) === column && isDash(reader.text, reader.at, reader.lineEnd)) {
    const item = readBehind(reader, reader.at + 1, column, false);
    if (item === undefined) return undefined;
    items.push(item);
    end = endOf(item);
  }
  return columnOf(reader) > column ? undefined : { kind: "list", items, at: [reader.place(start), end] };
}

function readMap(reader: Reader): Read {
  const column = columnOf(reader);
  const start = reader.at;
  const entries: { readonly key: string; readonly value: ManifestNode<ManifestScalar> }[] = [];
  const keys = new Set<string>();
  let end = start;
  while (!isAtEnd(reader) && columnOf(reader) === column && !isMarker(reader) && !isDash(reader.text, reader.at, reader.lineEnd)) {
    const key = reader.scalars.keyAt(reader.at, reader.lineEnd);
    // The library says what is wrong with a key that stands twice, and merges maps.
    if (key === undefined || key.text === "<<" || keys.has(key.text)) return undefined;
    keys.add(key.text);
    const value = readBehind(reader, key.end, column, true);
    if (value === undefined) return undefined;
    entries.push({ key: key.text, value });
    end = endOf(value);
  }
  return columnOf(reader) > column ? undefined : { kind: "map", entries, at: [reader.place(start), end] };
}

/** The end of a collection is that of its last part. */
function endOf({ at }: ManifestNode<ManifestScalar>): number {
  return at?.[1] ?? 0;
}

/** What stands behind a key's colon or a dash, in that line or in the lines below it. */
function readBehind(reader: Reader, from: number, column: number, isOfKey: boolean): Read {
  const { text } = reader;
  let at = from;
  while (text.charCodeAt(at) === space) at += 1;
  const isNothing = isBlankOrComment(text, from, reader.lineEnd);
  if (!isNothing) {
    reader.at = at;
    // A map or a list may begin behind a dash, but not behind a key.
    return isOfKey ? readInLine(reader, column) : readBlock(reader, column);
  }
  moveToLine(reader, reader.lineEnd + 1);
  const isBelow = !isAtEnd(reader) && (columnOf(reader) > column || (isOfKey && columnOf(reader) === column && isDash(text, reader.at, reader.lineEnd)));
  return isBelow ? readBlock(reader, column) : reader.scalars.nothingAt(at);
}

/** A scalar or a list in brackets that ends in this line, or a block. */
function readInLine(reader: Reader, outer: number): Read {
  const block = reader.scalars.blockAt(reader.at, reader.lineEnd, outer);
  const read = block ?? reader.scalars.valueAt(reader.at, reader.lineEnd);
  if (read === undefined) return undefined;
  moveToLine(reader, block === undefined ? reader.lineEnd + 1 : read.end);
  // A scalar that goes on in the next line, or a line that belongs to nothing.
  return isAtEnd(reader) || columnOf(reader) <= outer || isMarker(reader) ? read.node : undefined;
}

const space = 0x20;
const numberSign = 0x23;
const dash = 0x2d;

