import type { Expression, Span } from "../../facts/facts.js";
import type { SyntaxNode } from "../tree-sitter/syntax-tree.js";
import { spanOf } from "./syntax.js";
import { textOf, unknown, type Lowering } from "./lowering.js";

/** A string in quotes, in which escapes stand for other characters (https://go.dev/ref/spec#String_literals). */
export function lowerInterpretedString(lowering: Lowering, node: SyntaxNode): Expression {
  const source = contentOf(lowering, node, '"');
  if (!source.includes("\\")) return { kind: "literal", value: source, at: spanOf(node), quoted: true };
  const { value, map } = readEscapes(source, node.start + 1);
  return { kind: "literal", value, at: spanOf(node), quoted: true, map };
}

/** A string in backquotes, of which carriage returns are no part. */
export function lowerRawString(lowering: Lowering, node: SyntaxNode): Expression {
  const source = contentOf(lowering, node, "`");
  if (!source.includes("\r")) return { kind: "literal", value: source, at: spanOf(node), quoted: true };
  const map: OffsetPair[] = [[0, node.start + 1]];
  let removed = 0;
  for (let place = source.indexOf("\r"); place !== -1; place = source.indexOf("\r", place + 1)) {
    addPair(map, [place - removed, node.start + 1 + place + 1]);
    removed += 1;
  }
  return { kind: "literal", value: source.replaceAll("\r", ""), at: spanOf(node), quoted: true, map };
}

/** A character in quotes is its number. */
export function lowerRune(lowering: Lowering, node: SyntaxNode): Expression {
  const { value } = readEscapes(contentOf(lowering, node, "'"), node.start + 1);
  return { kind: "literal", value: value.codePointAt(0) ?? 0, at: spanOf(node) };
}

/** Any of Go's ways to write an integer (https://go.dev/ref/spec#Integer_literals). */
export function lowerInteger(lowering: Lowering, node: SyntaxNode): Expression {
  const value = integerValue(textOf(lowering, node));
  return value === undefined ? unknown("a number that is too large", spanOf(node)) : { kind: "literal", value, at: spanOf(node) };
}

/** Undefined for what has no exact place among JavaScript's numbers. */
export function integerValue(text: string): number | undefined {
  const digits = text.replaceAll("_", "").replace(/^0(?=\d)/u, "0o");
  const value = Number(digits);
  return Number.isSafeInteger(value) ? value : undefined;
}

export function lowerFloat(lowering: Lowering, node: SyntaxNode): Expression {
  const value = Number(textOf(lowering, node).replaceAll("_", ""));
  return Number.isFinite(value) ? { kind: "literal", value, at: spanOf(node) } : unknown("a number in hexadecimal with an exponent", spanOf(node));
}

/** The text between the delimiters; in half-typed code the closing one may be missing. */
function contentOf(lowering: Lowering, node: SyntaxNode, delimiter: string): string {
  const source = textOf(lowering, node);
  return source.length > 1 && source.endsWith(delimiter) ? source.slice(1, -1) : source.slice(1);
}

type OffsetPair = readonly [inValue: number, inFile: number];

/** Where a character gives nothing, the later place in the file is where the next character is. */
function addPair(pairs: OffsetPair[], pair: OffsetPair): void {
  if (pairs.at(-1)?.[0] === pair[0]) pairs.pop();
  pairs.push(pair);
}

/** Bytes beyond ASCII are together the UTF-8 of a character; any other escape is a character. */
const escapes = /(?:\\(?:x[89A-Fa-f][\dA-Fa-f]|[23][0-7]{2}))+|\\(?:x[0-7][\dA-Fa-f]|[01][0-7]{2}|u[\dA-Fa-f]{4}|U[\dA-Fa-f]{8}|[^])/gu;

const singleCharacters: ReadonlyMap<string, string> = new Map([
  ["a", "\x07"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
]);

function readEscapes(source: string, start: number): { readonly value: string; readonly map: readonly OffsetPair[] } {
  const map: OffsetPair[] = [[0, start]];
  let value = "";
  let read = 0;
  for (const { 0: escape, index } of source.matchAll(escapes)) {
    value += source.slice(read, index) + escapedText(escape);
    read = index + escape.length;
    map.push([value.length, start + read]);
  }
  return { value: value + source.slice(read), map };
}

function escapedText(escape: string): string {
  const kind = escape[1] ?? "";
  if (escape.length === 2) return singleCharacters.get(kind) ?? kind;
  if (kind === "u" || kind === "U") return characterOf(Number.parseInt(escape.slice(2), 16));
  const bytes = escape.slice(1).split("\\").map((one) => (one.startsWith("x") ? Number.parseInt(one.slice(1), 16) : Number.parseInt(one, 8)));
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

/** Halves of surrogate pairs are no characters in Go. */
function characterOf(code: number): string {
  return code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : "\uFFFD";
}

export function numberAt(value: number, at: Span): Expression {
  return { kind: "literal", value, at };
}
