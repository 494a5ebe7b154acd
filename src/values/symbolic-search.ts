import { automatonOf } from "./automaton.js";
import type { Automaton, Reading } from "./automaton.js";
import { isHoleUnit } from "./indexed-text.js";
import { isOneCharacter, sequence } from "./regular-expression.js";
import type { Regular } from "./regular-expression.js";
import { endingsOf } from "./symbolic-line.js";
import type { Endings, SymbolicLine } from "./symbolic-line.js";

/** Offsets of an encoded text; the end is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Matches {
  /** From left to right, those that are certain. */
  readonly found: readonly Span[];
  /** Where further matches may lie, if that is not known; `isCertain`: there is at least one. */
  readonly uncertain: (Span & { readonly isCertain: boolean }) | undefined;
}

/** Whether the whole text is a match; undefined where the holes decide it. */
export function isMatch(regular: Regular, line: SymbolicLine): boolean | undefined {
  const automaton = reader(regular, { isBackward: false, isSearch: false });
  if (automaton === undefined) return undefined;
  const { length } = line.indexed.encoded;
  const certainty = endingsOf(automaton, line, 0, length).at[length];
  return certainty === "yes" ? true : certainty === "no" ? false : undefined;
}

/** Where the longest or shortest match that begins (ends) at one end of the text ends (begins); undefined where the holes decide it. */
export function matchAtEnd(regular: Regular, line: SymbolicLine, side: "beginning" | "end", which: "shortest" | "longest"): { readonly offset: number } | "none" | undefined {
  const isBackward = side === "end";
  const automaton = reader(regular, { isBackward, isSearch: false });
  if (automaton === undefined) return undefined;
  const { length } = line.indexed.encoded;
  const [near, far] = isBackward ? [length, 0] : [0, length];
  const endings = endingsOf(automaton, line, near, far);
  return which === "shortest" ? firstEnding(endings, near, far) : firstEnding(endings, far, near);
}

/** The first offset on the way from one to another where a match ends. */
function firstEnding({ at, inside }: Endings, from: number, to: number): { readonly offset: number } | "none" | undefined {
  const step = from <= to ? 1 : -1;
  for (let offset = from; ; offset += step) {
    if (at[offset] === "yes") return { offset };
    if (at[offset] === "maybe") return undefined;
    if (offset === to) return "none";
    if (inside[step > 0 ? offset : offset - 1] === true) return undefined;
  }
}

const largestWork = 4_000_000;

/**
 * The matches in a text from left to right, the leftmost first, each as long as possible, none overlapping another, and
 * no empty one directly behind another (as `sed` replaces them, and `String#replaceAll`). At most so many; undefined if
 * the expression is too large.
 */
export function findMatches(regular: Regular, line: SymbolicLine, most: number): Matches | undefined {
  const [search, anchored] = [reader(regular, { isBackward: true, isSearch: true }), reader(regular, { isBackward: false, isSearch: false })];
  if (search === undefined || anchored === undefined) return undefined;
  return line.indexed.hasHoles ? findAmongHoles(regular, line, most, search, anchored) : findInLetters(line.indexed.encoded, most, search, anchored);
}

function findInLetters(letters: string, most: number, search: Automaton, anchored: Automaton): Matches {
  const starts = startsIn(letters, search);
  const found: Span[] = [];
  let work = 0;
  for (let from = 0; starts !== undefined && found.length < most; ) {
    const start = starts.indexOf(1, from);
    if (start < 0) break;
    if (work > largestWork + 20 * letters.length) return { found, uncertain: { start, end: letters.length, isCertain: true } };
    const { end, work: read } = longestFrom(letters, start, anchored);
    work += read;
    if (end > start || found.at(-1)?.end !== start) found.push({ start, end });
    from = Math.max(end, start + 1);
  }
  return { found, uncertain: undefined };
}

/** 1 at every offset where a match begins; undefined if there is none. Read from the end, this takes one step for each letter. */
function startsIn(letters: string, search: Automaton): Uint8Array | undefined {
  let starts: Uint8Array | undefined;
  let state = search.start("edge");
  for (let offset = letters.length; ; offset -= 1) {
    const unit = offset === 0 ? undefined : letters.charCodeAt(offset - 1);
    if (search.accepts(state, unit === undefined ? "edge" : search.surroundingOf(unit)) && !isInsidePair(letters, offset)) {
      starts ??= new Uint8Array(letters.length + 1);
      starts[offset] = 1;
    }
    if (unit === undefined) return starts;
    state = search.step(state, unit);
  }
}

/** Between the two units of one character nothing begins. */
function isInsidePair(letters: string, offset: number): boolean {
  return offset > 0 && (letters.charCodeAt(offset) & 0xfc00) === 0xdc00 && (letters.charCodeAt(offset - 1) & 0xfc00) === 0xd800;
}

function longestFrom(letters: string, start: number, anchored: Automaton): { readonly end: number; readonly work: number } {
  let end = start;
  let state = anchored.start(start === 0 ? "edge" : anchored.surroundingOf(letters.charCodeAt(start - 1)));
  for (let offset = start; ; offset += 1) {
    const unit = offset === letters.length ? undefined : letters.charCodeAt(offset);
    if (anchored.accepts(state, unit === undefined ? "edge" : anchored.surroundingOf(unit))) end = offset;
    if (unit === undefined || state.positions.length === 0) return { end, work: offset - start };
    state = anchored.step(state, unit);
  }
}

function findAmongHoles(regular: Regular, line: SymbolicLine, most: number, search: Automaton, anchored: Automaton): Matches {
  const { encoded } = line.indexed;
  const starts = endingsOf(search, line, encoded.length, 0);
  const found: Span[] = [];
  let work = 0;
  for (let offset = 0; offset <= encoded.length && found.length < most; ) {
    const begins = starts.at[offset] ?? "no";
    work += begins === "yes" ? encoded.length : 0;
    const end = begins === "yes" && work <= largestWork ? longestCertain(endingsOf(anchored, line, offset, encoded.length), offset, encoded.length) : undefined;
    if (begins !== "no" && end === undefined) return { found, uncertain: uncertainFrom(regular, line, offset, starts) };
    if (end !== undefined && (end > offset || found.at(-1)?.end !== offset)) {
      found.push({ start: offset, end });
      if (end > offset) {
        offset = end;
        continue;
      }
      if (found.length === most) break;
    }
    // A match may begin within what the hole holds.
    if (starts.inside[offset] === true) return { found, uncertain: uncertainFrom(regular, line, offset, starts) };
    offset += 1;
  }
  return { found, uncertain: undefined };
}

/** The end of the longest match, if it is the same whatever the holes hold. */
function longestCertain(endings: Endings, start: number, last: number): number | undefined {
  const ending = firstEnding(endings, last, start);
  return ending === undefined || ending === "none" ? undefined : ending.offset;
}

/** Everything that may belong to a match from an offset on. */
function uncertainFrom(regular: Regular, line: SymbolicLine, start: number, starts: Endings): NonNullable<Matches["uncertain"]> {
  const { length } = line.indexed.encoded;
  const isCertain = starts.at.includes("yes", start);
  const search = reader(regular, { isBackward: false, isSearch: true });
  if (search === undefined) return { start, end: length, isCertain };
  const { at, inside } = endingsOf(search, line, start, length);
  let end = length;
  while (end > start && at[end] === "no" && inside[end - 1] !== true) end -= 1;
  return { start, end, isCertain };
}

const readers = new WeakMap<Regular, Map<string, Automaton | undefined>>();

function reader(regular: Regular, reading: Reading): Automaton | undefined {
  const known = readers.get(regular) ?? new Map<string, Automaton | undefined>();
  readers.set(regular, known);
  const key = `${reading.isBackward ? "backward" : "forward"} ${reading.isSearch ? "search" : "anchored"}`;
  if (!known.has(key)) known.set(key, automatonOf(regular, reading));
  return known.get(key);
}

/**
 * What the groups of an expression hold in one match, by their number: each part, from left to right, takes as much as
 * it can (POSIX.1-2017, XBD 9.1). Undefined if the holes decide it, or if there are alternatives of different lengths,
 * for which libraries do not do what POSIX says; a group that is repeated, of which the last turn counts, is left out.
 */
export function groupSpans(regular: Regular, line: SymbolicLine, match: Span): ReadonlyMap<number, Span> | undefined {
  const spans = new Map<number, Span>();
  return assign(regular, line, match, spans) ? spans : undefined;
}

function assign(regular: Regular, line: SymbolicLine, span: Span, spans: Map<number, Span>): boolean {
  if (!hasGroup(regular)) return true;
  switch (regular.kind) {
    case "set":
    case "assertion":
      return true;
    case "group":
      spans.set(regular.number, span);
      return assign(regular.of, line, span, spans);
    case "repeat":
      return regular.most > 1 || (span.start < span.end ? assign(regular.of, line, span, spans) : leaveEmpty(regular.of, span, spans));
    case "either":
      return assignAlternative(regular.alternatives, line, span, spans);
    case "sequence":
      return assignParts(regular, line, span, spans);
  }
}

/** Groups that take no part in the match hold nothing. */
function leaveEmpty(regular: Regular, { start }: Span, spans: Map<number, Span>): true {
  for (const number of groupsIn(regular)) spans.set(number, { start, end: start });
  return true;
}

function assignAlternative(alternatives: readonly Regular[], line: SymbolicLine, span: Span, spans: Map<number, Span>): boolean {
  for (const [index, alternative] of alternatives.entries()) {
    const automaton = reader(alternative, { isBackward: false, isSearch: false });
    const certainty = automaton === undefined ? "maybe" : endingsOf(automaton, line, span.start, span.end).at[span.end];
    if (certainty === "no") continue;
    for (const [other, left] of alternatives.entries()) if (other !== index) leaveEmpty(left, span, spans);
    return certainty === "yes" && assign(alternative, line, span, spans);
  }
  return false;
}

function assignParts(whole: Extract<Regular, { kind: "sequence" }>, line: SymbolicLine, span: Span, spans: Map<number, Span>): boolean {
  let { start } = span;
  for (const [index, part] of whole.parts.entries()) {
    const rest = tailsOf(whole)[index];
    if (rest === undefined || !(hasGroup(part) || hasGroup(rest))) return true;
    const end = longestPart(part, rest, line, start, span.end);
    if (end === undefined || !assign(part, line, { start, end }, spans)) return false;
    start = end;
  }
  return true;
}

/** How far one part reaches, so that the rest is still a match. */
function longestPart(part: Regular, rest: Regular, line: SymbolicLine, start: number, last: number): number | undefined {
  if (part.kind === "set" && !isHoleUnit(line.indexed.encoded.charCodeAt(start))) return start + 1;
  const [forward, backward] = [reader(part, { isBackward: false, isSearch: false }), reader(rest, { isBackward: true, isSearch: false })];
  if (forward === undefined || backward === undefined) return undefined;
  const [ends, starts] = [endingsOf(forward, line, start, last), endingsOf(backward, line, last, start)];
  let end: number | undefined;
  for (let offset = last; offset >= start; offset -= 1) {
    const [isEnd, isStart] = [ends.at[offset], starts.at[offset]];
    if (end !== undefined && isEnd !== "no" && isStart !== "no") return undefined;
    if (isEnd === "yes" && isStart === "yes") {
      if (isSimple(part)) return offset;
      end = offset;
    } else if (isEnd !== "no" && isStart !== "no") return undefined;
    if (offset > start && ends.inside[offset - 1] === true && starts.inside[offset - 1] === true) return undefined;
  }
  return end;
}

/** Characters and repetitions of one character, of which all libraries take as many as they can. */
function isSimple(regular: Regular): boolean {
  switch (regular.kind) {
    case "set":
    case "assertion":
      return true;
    case "sequence":
      return regular.parts.every(isSimple);
    case "either":
      return isOneCharacter(regular);
    case "repeat":
      return isOneCharacter(regular.of);
    case "group":
      return isSimple(regular.of);
  }
}

const tails = new WeakMap<Regular, readonly Regular[]>();

/** For each part of a sequence, what stands behind it. */
function tailsOf(whole: Extract<Regular, { kind: "sequence" }>): readonly Regular[] {
  const known = tails.get(whole) ?? whole.parts.map((_, index) => sequence(whole.parts.slice(index + 1)));
  tails.set(whole, known);
  return known;
}

function hasGroup(regular: Regular): boolean {
  return groupsIn(regular).length > 0;
}

const groups = new WeakMap<Regular, readonly number[]>();

function groupsIn(regular: Regular): readonly number[] {
  const known = groups.get(regular) ?? findGroups(regular);
  groups.set(regular, known);
  return known;
}

function findGroups(regular: Regular): readonly number[] {
  switch (regular.kind) {
    case "set":
    case "assertion":
      return [];
    case "sequence":
      return regular.parts.flatMap(groupsIn);
    case "either":
      return regular.alternatives.flatMap(groupsIn);
    case "repeat":
      return groupsIn(regular.of);
    case "group":
      return [regular.number, ...groupsIn(regular.of)];
  }
}
