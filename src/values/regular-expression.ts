import { complementOf, everyUnit, isInSet, leadingHalves, setOfRanges, trailingHalves } from "./character-sets.js";
import type { CharacterSet } from "./character-sets.js";

/** A regular expression, whatever syntax it was written in; what it matches is the longest of the leftmost (POSIX.1-2017, XBD 9.1). */
export type Regular =
  /** One UTF-16 unit. */
  | { readonly kind: "set"; readonly set: CharacterSet }
  | { readonly kind: "sequence"; readonly parts: readonly Regular[] }
  | { readonly kind: "either"; readonly alternatives: readonly Regular[] }
  /** `most` is Infinity where there is no limit. */
  | { readonly kind: "repeat"; readonly of: Regular; readonly least: number; readonly most: number }
  /** What `\1` stands for; counted from 1. */
  | { readonly kind: "group"; readonly number: number; readonly of: Regular }
  | { readonly kind: "assertion"; readonly asserts: Assertion };

/** What must stand on the two sides of a position. `line end` is Perl's `$`, which also matches before a last line break. */
export type Assertion = "start" | "end" | "line end" | "word boundary" | "no word boundary" | "word start" | "word end";

const twoUnits: Regular = { kind: "sequence", parts: [{ kind: "set", set: leadingHalves }, { kind: "set", set: trailingHalves }] };

export const nothing: Regular = { kind: "sequence", parts: [] };
/** One character, which UTF-16 writes as one unit or as two. */
export const anyCharacter = oneOf(everyUnit);
/** Any text, also none. */
export const anyText: Regular = { kind: "repeat", of: { kind: "set", set: everyUnit }, least: 0, most: Infinity };

/** One character of a set; a set that holds the halves of characters holds the characters. */
export function oneOf(set: CharacterSet): Regular {
  if (!isInSet(set, 0xd800)) return { kind: "set", set };
  const halves = setOfRanges([...leadingHalves, ...trailingHalves]);
  const single = complementOf(setOfRanges([...complementOf(set), ...halves]));
  return { kind: "either", alternatives: [{ kind: "set", set: single }, twoUnits] };
}

export function isOneCharacter(regular: Regular): boolean {
  return regular.kind === "set" || (regular.kind === "either" && regular.alternatives.at(-1) === twoUnits);
}

/** Exactly these letters. */
export function letters(text: string): Regular {
  return sequence(text.split("").map((unit): Regular => ({ kind: "set", set: [[unit.charCodeAt(0), unit.charCodeAt(0)]] })));
}

export function sequence(parts: readonly Regular[]): Regular {
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : { kind: "sequence", parts };
}
