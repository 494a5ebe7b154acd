import { display, literalText, placeOf } from "../../values/text.js";
import { indexText, indexedPiece } from "../../values/indexed-text.js";
import type { Place, Text } from "../../values/value.js";

export interface NearLine {
  /** Without its break and the blanks around it. */
  readonly text: Text;
  /** As people read it. */
  readonly shown: string;
  readonly place: Place | undefined;
}

const most = 3;
const longestLine = 400;
const shortestWord = 3;
/** Of the pattern's letters in words, at least so many are in a line that may have been meant. */
const leastShare = 0.4;

/**
 * The lines that a pattern which matches nothing may have meant: those that hold the most of its words, at most three,
 * the nearest first. Words are what stands between the pattern's signs.
 */
export function nearestLines(input: Text, pattern: string): readonly NearLine[] {
  const indexed = indexText(input);
  const words = wordsOf(pattern);
  const whole = words.reduce((sum, word) => sum + word.length, 0);
  if (indexed === undefined || whole === 0) return [];
  const found: { readonly start: number; readonly end: number; readonly score: number }[] = [];
  for (const line of indexed.encoded.matchAll(/[^\n]+/gu)) {
    const [written] = line;
    if (written.length > longestLine) continue;
    const lower = written.toLowerCase();
    const held = words.reduce((sum, word) => sum + longestHeld(word, lower), 0);
    if (held < whole * leastShare) continue;
    const start = line.index + written.length - written.trimStart().length;
    // Of two lines that hold the same, the shorter one holds less of something else.
    found.push({ start, end: line.index + written.trimEnd().length, score: held - written.trim().length / longestLine });
  }
  return [...found]
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ start, end }) => {
      const { text } = indexedPiece(indexed, start, end);
      return { text, shown: literalText(text) ?? display(text), place: placeOf(text) };
    });
}

const mostWords = 20;
const longestWord = 40;

function wordsOf(pattern: string): readonly string[] {
  const plain = pattern.toLowerCase().replace(/\[[^\]]*\]|\\[sSwWbB<>dDnt]|\\./gu, (part) => (/^\\[^a-z<>]/u.test(part) ? part.charAt(1) : " "));
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => word.length >= shortestWord).slice(0, mostWords).map((word) => word.slice(0, longestWord));
}

/** How much of a word's beginning, or of its end, is in a line. */
function longestHeld(word: string, line: string): number {
  for (let length = word.length; length >= shortestWord; length -= 1) {
    if (line.includes(word.slice(0, length)) || line.includes(word.slice(-length))) return length;
  }
  return 0;
}
