import type { Text } from "./value.js";
import { decode, join, literal, slice } from "./text.js";

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
  return {
    encoded,
    at: (start, end) => slice(text, start, end),
    changed: (copy) => {
      const held: Text[] = [];
      for (let offset = 0; offset < encoded.length; offset += 1) {
        const code = encoded.charCodeAt(offset) - firstHole;
        if (code >= 0 && code < holes) held[code] = slice(text, offset, offset + 1);
      }
      return held.length === 0 ? literal(copy) : join([{ text: decode(copy, held) }]);
    },
  };
}
