import { applyToDecisions } from "./decisions.js";
import { globExpression } from "./glob.js";
import { partOfForm } from "./hole-forms.js";
import { mayBeEmpty } from "./hole-contents.js";
import type { MayHold } from "./hole-contents.js";
import { indexText, isHoleUnit } from "./indexed-text.js";
import type { IndexedText } from "./indexed-text.js";
import { findMatches, isMatch, matchAtEnd } from "./symbolic-search.js";
import type { Span } from "./symbolic-search.js";
import { captured, choice, decidedTogether, derived, isFreshHole, isText, join, literal, literalText, uncaptured } from "./text.js";
import type { JoinedPart, Text } from "./value.js";

/**
 * What the shell does with a variable's value when it expands it (POSIX.1-2017, XCU 2.6.2; Bash manual, "Shell Parameter
 * Expansion"), on texts with holes. A result is undefined where the holes decide it: then it is some function of the
 * text. Whether a hole may hold a character is asked of `mayHold`; without it an open hole may hold anything. Patterns
 * are those of `globExpression`. Offsets and lengths count characters. What is left of a text keeps its places.
 */

export type { MayHold } from "./hole-contents.js";
export { quotedGlob } from "./glob.js";

/** Whether the whole text matches the pattern, as `case` and `[[ … == … ]]` ask; undefined if the holes decide it. */
export function matchesGlob(text: Text, pattern: string, mayHold?: MayHold): boolean | undefined {
  const regular = globExpression(pattern);
  const ways = decidedTogether([text]);
  if (regular === undefined || ways === undefined) return undefined;
  const answers = ways.flat().map((one) => {
    const indexed = indexText(one);
    return indexed === undefined ? undefined : isMatch(regular, { indexed, mayHold });
  });
  const [first] = answers;
  return answers.every((answer) => answer === first) ? first : undefined;
}

/** `${X#pattern}` (shortest), `${X##pattern}` (longest). */
export function removePrefix(text: Text, pattern: string, which: "shortest" | "longest", mayHold?: MayHold): Text | undefined {
  return replaceSpan(text, (indexed) => spanAtEnd(indexed, pattern, "beginning", which, mayHold), literal(""), `remove ${which} prefix ${pattern}`);
}

/** `${X%pattern}` (shortest), `${X%%pattern}` (longest). */
export function removeSuffix(text: Text, pattern: string, which: "shortest" | "longest", mayHold?: MayHold): Text | undefined {
  return replaceSpan(text, (indexed) => spanAtEnd(indexed, pattern, "end", which, mayHold), literal(""), `remove ${which} suffix ${pattern}`);
}

/**
 * `${X/pattern/replacement}` (first), `//` (all), `/#` (prefix), `/%` (suffix): the longest match. A `&` in the
 * replacement stands for what was matched in some versions of bash and not in others: then the result is not known.
 */
export function replacePattern(text: Text, pattern: string, replacement: Text, which: "first" | "all" | "prefix" | "suffix", mayHold?: MayHold): Text | undefined {
  if (indexText(replacement)?.encoded.includes("&") !== false) return undefined;
  const operation = `replace ${which} ${pattern} ${replacement.key}`;
  switch (which) {
    case "prefix":
      return replaceSpan(text, (indexed) => spanAtEnd(indexed, pattern, "beginning", "longest", mayHold), replacement, operation);
    case "suffix":
      return replaceSpan(text, (indexed) => spanAtEnd(indexed, pattern, "end", "longest", mayHold), replacement, operation);
    case "first":
    case "all":
      return pattern === "" ? text : replaceSpan(text, (indexed) => spansIn(indexed, pattern, which === "all" ? Infinity : 1, mayHold), replacement, operation);
  }
}

/** `${X:offset:length}`; an offset below 0 counts from the end, and so does a length. */
export function substring(text: Text, offset: number, length: number | undefined): Text | undefined {
  return eachAlternative(text, `substring ${offset} ${length ?? ""}`, (indexed) => {
    const ofHole = partOfHole(indexed.text, offset, length);
    if (ofHole !== undefined) return ofHole;
    const start = offsetAt(indexed.encoded, offset);
    if (start === undefined) return undefined;
    if (start < 0 || start > indexed.encoded.length) return literal("");
    const end = length === undefined ? indexed.encoded.length : length < 0 ? offsetAt(indexed.encoded, length) : offsetBehind(indexed.encoded, start, length);
    // An end before the beginning is an error.
    return end === undefined || end < start ? undefined : indexed.at(start, end);
  });
}

/** The first letters of a hole of which it is known that it has so many: `${COMMIT:0:7}`. */
export function partOfHole(text: Text, offset: number, length: number | undefined): Text | undefined {
  const plain = uncaptured(text);
  const form = plain.kind !== "hole" || plain.form === undefined || length === undefined || offset < 0 || length <= 0 ? undefined : partOfForm(plain.form, offset, offset + length);
  return form === undefined ? undefined : derived(`part ${offset} ${length}`, [plain], form);
}

/** `${X,,}`, `${X^^}`, `${X,}` and `${X^}`. */
export function toCase(text: Text, form: "lower" | "upper" | "lower-first" | "upper-first"): Text | undefined {
  const change = form.startsWith("lower") ? lower : upper;
  if (!form.endsWith("first")) return mapPieces(text, change);
  return eachAlternative(text, form, (indexed) => {
    const { encoded, at } = indexed;
    const first = at(0, 1);
    // If there is nothing in the hole, the letter behind it is the first one.
    if (isHoleUnit(encoded.charCodeAt(0)) ? encoded.length > 1 && mayBeEmpty(first) : /^[\uD800-\uDBFF]/u.test(encoded)) return undefined;
    const changed = isHoleUnit(encoded.charCodeAt(0)) && !isFreshHole(first) ? derived(form, [first]) : mapPieces(first, change);
    return join([{ text: changed }, { text: at(1, encoded.length) }]);
  });
}

/** `${#X}`; undefined if there is a hole in it. */
export function lengthOf(text: Text): number | undefined {
  const known = literalText(text);
  return known === undefined ? undefined : Array.from(known).length;
}

/** Applies what is decided letter by letter to every way in which the choices of a text may be decided. */
function eachAlternative(text: Text, operation: string, apply: (indexed: IndexedText) => Text | undefined): Text | undefined {
  if (text.kind === "captured") {
    const inner = eachAlternative(text.text, operation, apply);
    return inner === undefined ? undefined : captured(text.capture, inner);
  }
  return applyToDecisions([text], operation, ([one]) => {
    const indexed = one === undefined ? undefined : indexText(one);
    return indexed === undefined ? undefined : apply(indexed);
  });
}

/** Puts one text in the place of some spans of another. */
function replaceSpan(text: Text, spansOf: (indexed: IndexedText) => readonly Span[] | undefined, replacement: Text, operation: string): Text | undefined {
  return eachAlternative(text, operation, (indexed) => {
    const spans = spansOf(indexed);
    if (spans === undefined) return undefined;
    if (spans.length === 0) return indexed.text;
    const parts: JoinedPart[] = [];
    let from = 0;
    for (const { start, end } of spans) {
      parts.push({ text: indexed.at(from, start) }, { text: replacement });
      from = end;
    }
    return join([...parts, { text: indexed.at(from, indexed.encoded.length) }]);
  });
}

function spanAtEnd(indexed: IndexedText, pattern: string, side: "beginning" | "end", which: "shortest" | "longest", mayHold: MayHold | undefined): readonly Span[] | undefined {
  const regular = globExpression(pattern);
  const found = regular === undefined ? undefined : matchAtEnd(regular, { indexed, mayHold }, side, which);
  if (found === undefined) return undefined;
  if (found === "none") return [];
  return [side === "beginning" ? { start: 0, end: found.offset } : { start: found.offset, end: indexed.encoded.length }];
}

function spansIn(indexed: IndexedText, pattern: string, most: number, mayHold: MayHold | undefined): readonly Span[] | undefined {
  const regular = globExpression(pattern);
  const matches = regular === undefined ? undefined : findMatches(regular, { indexed, mayHold }, most);
  // Bash replaces nothing by an empty match but in an empty text.
  return matches === undefined || matches.uncertain !== undefined ? undefined : matches.found.filter(({ start, end }) => end > start || indexed.encoded === "");
}

/** Where a number of characters from the beginning, or from the end if it is below 0, leads; -1: beyond the beginning. */
function offsetAt(encoded: string, count: number): number | undefined {
  if (count >= 0) return offsetBehind(encoded, 0, count);
  const counted = encoded.slice(Math.max(encoded.length + count, 0));
  return uncounted.test(counted) ? undefined : Math.max(encoded.length + count, -1);
}

function offsetBehind(encoded: string, start: number, count: number): number | undefined {
  return uncounted.test(encoded.slice(start, start + count)) ? undefined : start + count;
}

/** Holes, and characters that UTF-16 writes as two units. */
const uncounted = /[\uD800-\uDFFF\uE000-\uF8FF]/;

function mapPieces(text: Text, change: CaseChange): Text {
  switch (text.kind) {
    case "literal": {
      const changed = change.apply(text.text);
      return changed === text.text ? text : literal(changed);
    }
    case "joined":
      return join(text.parts.map((part) => ({ ...part, text: mapPieces(part.text, change) })));
    case "captured":
      return captured(text.capture, mapPieces(text.text, change));
    case "hole":
      // Case changes nothing that matters in what a generator gives.
      return text.origin.kind === "fresh" ? text : derived(change.operation, [text]);
    case "choice": {
      const changed = choice(text.alternatives.map((alternative) => (isText(alternative) ? mapPieces(alternative, change) : alternative)), `${change.operation} (${text.key})`);
      return isText(changed) ? changed : derived(change.operation, [text]);
    }
  }
}

interface CaseChange {
  /** The name that the same operation has in the other languages. */
  readonly operation: string;
  readonly apply: (letters: string) => string;
}

const lower: CaseChange = { operation: "String#toLowerCase", apply: (letters) => letters.toLowerCase() };
const upper: CaseChange = { operation: "String#toUpperCase", apply: (letters) => letters.toUpperCase() };
