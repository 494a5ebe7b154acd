import type { Span } from "../../facts/facts.js";

/**
 * Where the letters of a scalar's value stand: pairs of [offset in the value, offset in the source], ascending; between two
 * pairs both run in step.
 */
export type Letters = readonly (readonly [number, number])[];

export type QuotingForm = "none" | "single" | "double";

/**
 * The letters of a value in its source between two offsets, which is the content without quotes. White space is aligned as
 * far as it goes (indentation and folded line breaks are not part of the value), everything else exactly, an escape counting
 * as the letter that it stands for; undefined where that fails. `place` is applied to the offsets. Linear.
 */
export function lettersOf(value: string, source: string, [start, end]: Span, form: QuotingForm, place: (offset: number) => number): Letters | undefined {
  const pairs: (readonly [number, number])[] = [];
  let shift: number | undefined;
  let at = start;
  let index = 0;
  const note = (): void => {
    const placed = place(at);
    if (placed - index !== shift) pairs.push([index, placed]);
    shift = placed - index;
  };
  while (index < value.length) {
    const letter = value.charAt(index);
    if (at >= end) return isBlank(value, index) ? pairs : undefined;
    const escape = form === "double" && source.charAt(at) === "\\" ? escapeAt(source, at) : undefined;
    if (escape !== undefined) {
      if (escape.units > 0) note();
      index += escape.units;
      at = escape.end;
    } else if (form === "single" && letter === "'" && source.startsWith("''", at)) {
      note();
      index += 1;
      at += 2;
    } else if (letter === "\n" && source.startsWith("\r\n", at)) {
      note();
      index += 1;
      at += 2;
    } else if (letter === source.charAt(at) || (letter === " " && /[\r\n]/u.test(source.charAt(at)))) {
      note();
      index += 1;
      at += 1;
    } else if (/\s/u.test(source.charAt(at))) at += 1;
    else if (/\s/u.test(letter)) index += 1;
    else return undefined;
  }
  return pairs;
}

/** The place of an offset in the value. */
export function placeOfLetter(letters: Letters, offset: number): number {
  let low = 0;
  let high = letters.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((letters[middle]?.[0] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const [value, source] = letters[low - 1] ?? [0, 0];
  return source + offset - value;
}

function isBlank(text: string, from: number): boolean {
  for (let index = from; index < text.length; index += 1) if (!/\s/u.test(text.charAt(index))) return false;
  return true;
}

/** How many UTF-16 units an escape of a double-quoted scalar stands for (https://yaml.org/spec/1.2.2/#57-escaped-characters), and where it ends. */
function escapeAt(source: string, at: number): { readonly units: number; readonly end: number } {
  const kind = source.charAt(at + 1);
  const digits = { x: 2, u: 4, U: 8 }[kind];
  if (digits !== undefined) {
    const end = at + 2 + digits;
    return { units: kind === "U" && Number.parseInt(source.slice(at + 2, end), 16) > 0xffff ? 2 : 1, end };
  }
  const isLineBreak = kind === "\n" || kind === "\r";
  return { units: isLineBreak ? 0 : 1, end: at + (source.startsWith("\r\n", at + 1) ? 3 : 2) };
}
