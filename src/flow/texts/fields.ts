import { mayHoldCharacter } from "../../values/hole-contents.js";
import type { MayHold } from "../../values/hole-contents.js";
import { indexText, isHoleUnit } from "../../values/indexed-text.js";
import type { IndexedText } from "../../values/indexed-text.js";
import { partOfHole } from "../../values/patterns.js";
import { join, literal } from "../../values/text.js";
import type { Text } from "../../values/value.js";

/** From 1, both ends included; `last` is Infinity where there is no end. */
export interface FieldRange {
  readonly first: number;
  readonly last: number;
}

/** `1`, `2-`, `-3`, `1,3-4`, without overlaps and in order; undefined if it is not a list. */
export function readRanges(list: string): readonly FieldRange[] | undefined {
  const ranges: FieldRange[] = [];
  for (const part of list.split(/[, ]/u)) {
    const [, first, dash, last] = /^(\d{0,9})(-?)(\d{0,9})$/u.exec(part) ?? [];
    if (first === undefined || (first === "" && last === "")) return undefined;
    ranges.push({ first: first === "" ? 1 : Number(first), last: dash === "" ? Number(first) : last === "" ? Infinity : Number(last) });
  }
  if (ranges.some(({ first, last }) => first < 1 || last < first)) return undefined;
  const merged: { first: number; last: number }[] = [];
  for (const { first, last } of [...ranges].sort((a, b) => a.first - b.first)) {
    const before = merged.at(-1);
    if (before !== undefined && first <= before.last + 1) before.last = Math.max(before.last, last);
    else merged.push({ first, last });
  }
  return merged;
}

/**
 * Some fields of a line between separators of one character, as `cut` prints them: a line without a separator as a
 * whole. Undefined where a hole may hold a separator that decides it.
 */
export function fieldsOf(line: Text, separator: string, ranges: readonly FieldRange[], mayHold: MayHold | undefined): Text | "no separator" | undefined {
  const indexed = indexText(line);
  if (indexed === undefined) return undefined;
  const { encoded } = indexed;
  const doubt = firstDoubt(indexed, separator, mayHold);
  if (!encoded.includes(separator)) return doubt < encoded.length ? undefined : "no separator";
  const ends: number[] = [];
  for (let at = encoded.indexOf(separator); at >= 0; at = encoded.indexOf(separator, at + 1)) ends.push(at);
  ends.push(encoded.length);
  const chosen: Text[] = [];
  for (const { first, last } of ranges) {
    if (first > ends.length) {
      if (doubt < encoded.length) return undefined;
      continue;
    }
    const start = first === 1 ? 0 : (ends[first - 2] ?? 0) + 1;
    const end = last === Infinity ? encoded.length : (ends[last - 1] ?? encoded.length);
    // Up to the end of a field, or to the beginning of all further ones, the separators must be known.
    if (doubt < (last === Infinity ? start : end)) return undefined;
    chosen.push(indexed.at(start, end));
  }
  return join(chosen.flatMap((text, index) => (index === 0 ? [{ text }] : [{ text: literal(separator) }, { text }])));
}

/** The first hole that may hold a character; the length of the line if there is none. */
function firstDoubt({ encoded, at }: IndexedText, character: string, mayHold: MayHold | undefined): number {
  for (let index = 0; index < encoded.length; index += 1) if (isHoleUnit(encoded.charCodeAt(index)) && mayHoldCharacter(at(index, index + 1), character, mayHold)) return index;
  return encoded.length;
}

/** Some characters of a line; undefined where a hole stands before them, or among them. */
export function charactersOf(line: Text, ranges: readonly FieldRange[]): Text | undefined {
  const indexed = indexText(line);
  if (indexed === undefined) return undefined;
  const [range, ...others] = ranges;
  const ofHole = range === undefined || others.length > 0 || range.last === Infinity ? undefined : partOfHole(line, range.first - 1, range.last - range.first + 1);
  if (ofHole !== undefined) return ofHole;
  const chosen: Text[] = [];
  for (const { first, last } of ranges) {
    const needed = last === Infinity ? first - 1 : last;
    // Tools count bytes, holes have an unknown number of them.
    if (/[^\0-\x7f]/u.test(indexed.encoded.slice(0, needed))) return undefined;
    chosen.push(indexed.at(first - 1, Math.min(last, indexed.encoded.length)));
  }
  return join(chosen.map((text) => ({ text })));
}

/** The n-th word of a line between blanks, from 1, or the last one; a hole is taken for one word or a part of one. Empty if there is none. */
export function wordOf(line: Text, number: number | "last"): Text | undefined {
  const indexed = indexText(line);
  if (indexed === undefined) return undefined;
  const words = [...indexed.encoded.matchAll(/[^ \t\n]+/gu)];
  const word = number === "last" ? words.at(-1) : words[number - 1];
  return word === undefined ? (indexed.hasHoles ? undefined : literal("")) : indexed.at(word.index, word.index + word[0].length);
}
