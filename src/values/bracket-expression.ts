import { complementOf, namedClasses, setOf, setOfRanges, withBothCases } from "./character-sets.js";
import type { CharacterSet } from "./character-sets.js";
import { oneOf } from "./regular-expression.js";
import type { Regular } from "./regular-expression.js";

/** What differs from one syntax to the next. */
export interface BracketSyntax {
  /** What may stand at the beginning for "none of these". */
  readonly negations: string;
  /** What a backslash and what follows it mean; undefined: a backslash is a letter like any other. */
  readonly escapeAt: (text: string, backslash: number) => { readonly set: CharacterSet; readonly end: number } | undefined;
  readonly ignoresCase: boolean;
}

/**
 * Reads `[…]` (POSIX.1-2017, XBD 9.3.5) that begins at an offset. `open` where it is never closed; undefined where it
 * holds what depends on the user's language (`[=a=]`, `[.a.]`) or is not written in ASCII.
 */
export function readBracket(text: string, bracket: number, syntax: BracketSyntax): { readonly regular: Regular; readonly end: number } | "open" | undefined {
  let at = bracket + 1;
  const isNegated = at < text.length && syntax.negations.includes(text.charAt(at));
  if (isNegated) at += 1;
  const sets: CharacterSet[] = [];
  for (const first = at; at < text.length; ) {
    if (text.charAt(at) === "]" && at > first) {
      const all = setOfRanges(sets.flat());
      const set = syntax.ignoresCase ? withBothCases(all) : all;
      return { regular: oneOf(isNegated ? complementOf(set) : set), end: at + 1 };
    }
    const item = itemAt(text, at, syntax);
    if (item === undefined) return undefined;
    if (item === "open") return "open";
    const last = isRange(text, item.end) ? itemAt(text, item.end + 1, syntax) : undefined;
    if (last === undefined || last === "open") {
      if (isRange(text, item.end)) return last;
      sets.push(item.set);
      at = item.end;
      continue;
    }
    const range = rangeBetween(item.set, last.set);
    if (range === undefined) return undefined;
    sets.push(range);
    at = last.end;
  }
  return "open";
}

interface Item {
  readonly set: CharacterSet;
  readonly end: number;
}

function itemAt(text: string, at: number, syntax: BracketSyntax): Item | "open" | undefined {
  const named = /\[([:.=])/uy;
  named.lastIndex = at;
  const [, kind] = named.exec(text) ?? [];
  if (kind !== undefined) {
    const end = text.indexOf(`${kind}]`, at + 2);
    if (end < 0) return "open";
    const set = kind === ":" ? namedClasses[text.slice(at + 2, end)] : undefined;
    return set === undefined ? undefined : { set, end: end + 2 };
  }
  const unit = text.charAt(at);
  const escaped = unit === "\\" ? syntax.escapeAt(text, at) : undefined;
  if (escaped !== undefined) return escaped;
  return unit > "\x7f" ? undefined : { set: setOf(unit), end: at + 1 };
}

/** `-` is a letter where it stands first or last. */
function isRange(text: string, at: number): boolean {
  return text.charAt(at) === "-" && at + 1 < text.length && text.charAt(at + 1) !== "]";
}

function rangeBetween(from: CharacterSet, to: CharacterSet): CharacterSet | undefined {
  const [[first, alsoFirst] = [-1, -2]] = from;
  const [[last, alsoLast] = [-1, -2]] = to;
  return from.length === 1 && to.length === 1 && first === alsoFirst && last === alsoLast && first <= last ? [[first, last]] : undefined;
}
