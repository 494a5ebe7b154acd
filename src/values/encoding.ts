import type { Text } from "./value.js";
import { decode, encodedLength, join, literal, slice } from "./text.js";

const firstHole = 0xe000;
const holes = 0xf8ff - firstHole + 1;

/**
 * Several texts written with one private-use character for each hole; undefined if there are more holes than characters.
 * Offsets in them are those that `slice` takes.
 */
export function encodeAll(texts: readonly Text[]): readonly string[] | undefined {
  let used = 0;
  const write = (text: Text): string => {
    switch (text.kind) {
      case "literal":
        return text.text.replace(/[\uE000-\uF8FF]/gu, "\uFFFD");
      case "joined":
        return text.parts.map((part) => write(part.text)).join("");
      case "captured":
        return write(text.text);
      default:
        used += 1;
        return String.fromCharCode(firstHole + ((used - 1) % holes));
    }
  };
  const encoded = texts.map(write);
  return used > holes ? undefined : encoded;
}

/** A text as one string for a parser, and the way back from pieces of that string. */
export interface EncodedText {
  readonly encoded: string;
  /** The piece between two offsets of the encoded string, with its places. */
  readonly at: (start: number, end: number) => Text;
  /** A changed copy of a piece (unescaped): its holes are put back, its letters have no places. */
  readonly changed: (copy: string) => Text;
}

export function encodeText(text: Text): EncodedText | undefined {
  const encoded = encodeAll([text])?.[0];
  if (encoded === undefined) return undefined;
  let held: readonly Text[] | undefined;
  let cut: EncodedText["at"] | undefined;
  return {
    encoded,
    at: (start, end) => (cut ??= cutter(text))(start, end),
    changed: (copy) => (anyHole.test(copy) ? join([{ text: decode(copy, (held ??= holesByCode(text, encoded))) }]) : literal(copy)),
  };
}

const anyHole = /[\uE000-\uF8FF]/u;

/** As `slice`; a text of many parts is not gone through from its beginning for each piece. */
function cutter(text: Text): EncodedText["at"] {
  if (text.kind !== "joined") return (start, end) => slice(text, start, end);
  const starts: number[] = [];
  let length = 0;
  for (const part of text.parts) {
    starts.push(length);
    length += encodedLength(part.text);
  }
  return (start, end) => {
    if (start >= end) return literal("");
    const first = indexAt(starts, start);
    const before = starts[first] ?? 0;
    return slice(join(text.parts.slice(first, indexAt(starts, end - 1) + 1)), start - before, end - before);
  };
}

/** The last of some ascending offsets that is not behind another one. */
function indexAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low;
}

function holesByCode(text: Text, encoded: string): readonly Text[] {
  const held: Text[] = [];
  const cut = cutter(text);
  for (let offset = 0; offset < encoded.length; offset += 1) {
    const code = encoded.charCodeAt(offset) - firstHole;
    if (code >= 0 && code < holes) held[code] = cut(offset, offset + 1);
  }
  return held;
}
