import type { Span, SyntaxProblem } from "../../facts/facts.js";
import type { MakePart, MakeText } from "../../facts/makefile.js";
import { behindExpansion, bracketsOf, type Brackets } from "./brackets.js";
import { placeOf, slice, type CollapsedText } from "./collapsed-text.js";
import { mostArguments } from "./functions.js";
import { behindSpace } from "./logical-lines.js";

/** Expansions in expansions: more levels than a person would write; bounds the stack. */
const greatestDepth = 100;

/**
 * Reads the expansions of a text (https://www.gnu.org/software/make/manual/make.html#Reference and #Functions). What cannot
 * be read is verbatim text, and among the problems.
 */
export function readText(collapsed: CollapsedText, problems: SyntaxProblem[]): MakeText {
  const { text } = collapsed;
  const reader: Reader = { collapsed, text, brackets: bracketsOf(text), problems, isTooDeep: false };
  return readPart(reader, 0, text.length, 0);
}

interface Reader {
  readonly collapsed: CollapsedText;
  readonly text: string;
  readonly brackets: Brackets;
  readonly problems: SyntaxProblem[];
  /** It is said once. */
  isTooDeep: boolean;
}

function readPart(reader: Reader, start: number, end: number, depth: number): MakeText {
  return { parts: readParts(reader, start, end, depth), at: spanOf(reader, start, end) };
}

function readParts(reader: Reader, start: number, end: number, depth: number): readonly MakePart[] {
  const { text } = reader;
  const parts: MakePart[] = [];
  let from = start;
  for (let index = start; index < end; ) {
    if (text[index] !== "$" || index + 1 === end) {
      index += 1;
      continue;
    }
    const read = readExpansion(reader, index, end, depth);
    if (read === undefined) {
      index += 2;
      continue;
    }
    if (read === "unclosed") break;
    pushVerbatim(parts, reader, from, index);
    parts.push(read.part);
    index = from = read.next;
  }
  pushVerbatim(parts, reader, from, end);
  return parts;
}

interface ReadExpansion {
  readonly part: MakePart;
  readonly next: number;
}

/** The expansion with the `$` at an offset; undefined if it is one level too deep. */
function readExpansion(reader: Reader, dollar: number, end: number, depth: number): ReadExpansion | "unclosed" | undefined {
  const { text, brackets, collapsed, problems } = reader;
  const opening = text[dollar + 1];
  if (opening === "$") return { part: { kind: "text", text: "$", at: spanOf(reader, dollar, dollar + 2) }, next: dollar + 2 };
  if (opening !== "(" && opening !== "{") {
    const next = Math.min(dollar + 1 + ((text.codePointAt(dollar + 1) ?? 0) > 0xffff ? 2 : 1), end);
    const parts: MakePart[] = [];
    pushVerbatim(parts, reader, dollar + 1, next);
    return { part: { kind: "variable", name: { parts, at: spanOf(reader, dollar + 1, next) }, isLetter: true, at: spanOf(reader, dollar, next) }, next };
  }
  if (depth === greatestDepth) {
    if (!reader.isTooDeep) problems.push({ offset: placeOf(collapsed, dollar), message: "expansions are nested too deeply" });
    reader.isTooDeep = true;
    return undefined;
  }
  const inner = dollar + 2;
  const name = functionAt(text, inner);
  const closing = (name === undefined ? brackets.nameEnd : brackets.matching)[dollar + 1] ?? -1;
  if (closing === -1 || closing >= end) {
    problems.push({ offset: placeOf(collapsed, dollar), message: `${name === undefined ? "the expansion" : `the call of '${name}'`} is not closed: '${opening === "(" ? ")" : "}"}' is missing` });
    return "unclosed";
  }
  const at = spanOf(reader, dollar, closing + 1);
  const next = closing + 1;
  if (name !== undefined) return { part: { kind: "call", function: name, arguments: readArguments(reader, name, opening, inner, closing, depth + 1), at }, next };
  return { part: { kind: "variable", ...readReference(reader, inner, closing, depth + 1), isLetter: false, at }, next };
}

/** The function whose name, with white space behind it, begins at an offset. */
function functionAt(text: string, offset: number): string | undefined {
  const name = /^([a-z-]+)[ \t\n\v\f\r]/.exec(text.slice(offset, offset + longestName + 1))?.[1];
  return name !== undefined && mostArguments.has(name) ? name : undefined;
}

const longestName = Math.max(...[...mostArguments.keys()].map((name) => name.length));

/** Arguments end at commas outside of brackets of the kind that opened the call. */
function readArguments(reader: Reader, name: string, opening: string, start: number, end: number, depth: number): readonly MakeText[] {
  const { text, brackets } = reader;
  const most = mostArguments.get(name) ?? Infinity;
  const read: MakeText[] = [];
  let from = behindSpace(text, start + name.length, end);
  for (let index = from; index < end && read.length + 1 < most; index += 1) {
    if (text[index] === opening) index = brackets.matching[index] ?? end;
    else if (text[index] === ",") {
      read.push(readPart(reader, from, index, depth));
      from = index + 1;
    }
  }
  return [...read, readPart(reader, from, end, depth)];
}

/** `NAME`, `NAME:from=to`; without `=` the colon is part of the name. */
function readReference(reader: Reader, start: number, end: number, depth: number): Pick<Extract<MakePart, { kind: "variable" }>, "name" | "substitution"> {
  const colon = findOutside(reader, ":", start, end);
  const equals = colon === undefined ? undefined : findOutside(reader, "=", colon + 1, end);
  if (colon === undefined || equals === undefined) return { name: readPart(reader, start, end, depth) };
  return { name: readPart(reader, start, colon, depth), substitution: { from: readPart(reader, colon + 1, equals, depth), to: readPart(reader, equals + 1, end, depth) } };
}

/** The first place of a character outside of the expansions in a stretch. */
function findOutside({ text, brackets }: Reader, wanted: string, start: number, end: number): number | undefined {
  for (let index = start; index < end; index += 1) {
    if (text[index] === wanted) return index;
    if (text[index] === "$") index = behindExpansion(text, brackets, index) - 1;
  }
  return undefined;
}

/** Puts a stretch without expansions among the parts: in one part as far as it is as it is written. */
function pushVerbatim(parts: MakePart[], { collapsed }: Reader, start: number, end: number): void {
  if (start < end) for (const { text, at } of slice(collapsed, start, end).pieces) parts.push({ kind: "text", text, at });
}

function spanOf({ collapsed }: Reader, start: number, end: number): Span {
  return start < end ? [placeOf(collapsed, start), placeOf(collapsed, end - 1, "end")] : [placeOf(collapsed, start), placeOf(collapsed, start)];
}
