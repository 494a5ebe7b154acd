import { encodeAll } from "./encoding.js";
import { encodedLength, join, literal, slice } from "./text.js";
import type { JoinedPart, Text } from "./value.js";

/** A text as one string with one private-use character for each hole, whose pieces are found quickly. */
export interface IndexedText {
  readonly text: Text;
  readonly encoded: string;
  /** The piece between two offsets of the encoded string, with its places. */
  readonly at: (start: number, end: number) => Text;
  /** Whether there are holes (and choices) in it. */
  readonly hasHoles: boolean;
}

const hole = /[\uE000-\uF8FF]/u;

/** Undefined if there are more holes than characters for them. */
export function indexText(text: Text): IndexedText | undefined {
  const encoded = encodeAll([text])?.[0];
  if (encoded === undefined) return undefined;
  const hasHoles = hole.test(encoded);
  return { text, encoded, hasHoles, at: text.kind === "joined" ? finder(text, encoded.length) : (start, end) => slice(text, start, end) };
}

/** A piece of an indexed text as an indexed text; it is only made where somebody asks for it. */
export function indexedPiece(whole: IndexedText, start: number, end: number): IndexedText {
  const encoded = whole.encoded.slice(start, end);
  return {
    get text() {
      return whole.at(start, end);
    },
    encoded,
    hasHoles: whole.hasHoles && hole.test(encoded),
    at: (from, to) => whole.at(start + Math.max(from, 0), Math.min(start + to, end)),
  };
}

/** Whether a unit of an encoded string stands for a hole. */
export function isHoleUnit(unit: number): boolean {
  return unit >= 0xe000 && unit <= 0xf8ff;
}

/** A large text has many parts, and is asked for its pieces many times. */
function finder(text: Text, length: number): IndexedText["at"] {
  const parts: JoinedPart[] = [];
  const starts: number[] = [];
  let at = 0;
  const add = (part: JoinedPart): void => {
    // What an expression put there as a whole keeps its place as a whole.
    if (part.text.kind === "joined" && part.use === undefined) for (const inner of part.text.parts) add(inner);
    else {
      parts.push(part);
      starts.push(at);
      at += encodedLength(part.text);
    }
  };
  add({ text });
  return (start, end) => {
    if (start >= end) return literal("");
    if (start <= 0 && end >= length) return text;
    const pieces: JoinedPart[] = [];
    for (let index = lastAtOrBefore(starts, start); index < parts.length; index += 1) {
      const [part, from] = [parts[index], starts[index]];
      if (part === undefined || from === undefined || from >= end) break;
      const to = from + encodedLength(part.text);
      if (start <= from && to <= end) pieces.push(part);
      else if (to > start) pieces.push({ text: slice(part.text, Math.max(start - from, 0), end - from) });
    }
    return join(pieces);
  };
}

function lastAtOrBefore(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return Math.max(low, 0);
}
