import { complementOf, namedClasses, setOf, setOfRanges, withBothCases } from "./character-sets.js";
import type { CharacterSet } from "./character-sets.js";
import { oneOf } from "./regular-expression.js";
import type { Regular } from "./regular-expression.js";

/** What differs from one syntax to the next. */
export interface BracketSyntax {
  /** What may stand at the beginning for "none of these". */
  readonly negations: string;
  /** What a backslash and what follows it mean; undefined where that is not known. */
  readonly escapeAt: (text: string, backslash: number) => BracketItem | undefined;
  readonly ignoresCase: boolean;
}

export interface BracketItem {
  readonly set: CharacterSet;
  /** Behind its last letter. */
  readonly end: number;
}

/**
 * Reads `[…]` (POSIX.1-2017, XBD 9.3.5) that begins at an offset. `open` where it is never closed; undefined where it
 * holds what depends on the user's language (`[=a=]`, `[.a.]`) or is not written in ASCII.
 */
export function readBracket(text: string, bracket: number, syntax: BracketSyntax): { readonly regular: Regular; readonly end: number } | "open" | undefined {
  const isNegated = bracket + 1 < text.length && syntax.negations.includes(text.charAt(bracket + 1));
  const first = bracket + (isNegated ? 2 : 1);
  const sets: CharacterSet[] = [];
  for (let at = first; at < text.length; ) {
    if (text.charAt(at) === "]" && at > first) {
      const all = setOfRanges(sets.flat());
      const set = syntax.ignoresCase ? withBothCases(all) : all;
      return { regular: oneOf(isNegated ? complementOf(set) : set), end: at + 1 };
    }
    const item = rangeAt(text, at, syntax);
    if (item === undefined) return undefined;
    sets.push(item.set);
    at = item.end;
  }
  return "open";
}

/** `a-z`, or one item. */
function rangeAt(text: string, at: number, syntax: BracketSyntax): BracketItem | undefined {
  const from = itemAt(text, at, syntax);
  if (from === undefined || !isRange(text, from.end)) return from;
  const to = itemAt(text, from.end + 1, syntax);
  const set = to === undefined ? undefined : setBetween(from.set, to.set);
  return to === undefined || set === undefined ? undefined : { set, end: to.end };
}

function itemAt(text: string, at: number, syntax: BracketSyntax): BracketItem | undefined {
  const kind = text.charAt(at) === "[" ? text.charAt(at + 1) : "";
  if (kind === ":" || kind === "." || kind === "=") {
    const end = text.indexOf(`${kind}]`, at + 2);
    const set = kind === ":" && end > 0 ? namedClasses.get(text.slice(at + 2, end)) : undefined;
    return set === undefined ? undefined : { set, end: end + 2 };
  }
  const unit = text.charAt(at);
  if (unit === "\\") return syntax.escapeAt(text, at);
  return unit > "\x7f" ? undefined : { set: setOf(unit), end: at + 1 };
}

/** `-` is a letter where it stands first or last. */
function isRange(text: string, at: number): boolean {
  return text.charAt(at) === "-" && at + 1 < text.length && text.charAt(at + 1) !== "]";
}

function setBetween(from: CharacterSet, to: CharacterSet): CharacterSet | undefined {
  const [[first, alsoFirst] = [-1, -2]] = from;
  const [[last, alsoLast] = [-1, -2]] = to;
  return from.length === 1 && to.length === 1 && first === alsoFirst && last === alsoLast && first <= last ? [[first, last]] : undefined;
}
