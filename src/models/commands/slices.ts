/** Parts of words, as slices, so that their source positions stay known. */
import { isHole, type Slice } from "../command-effect.js";
import { textOf, type Line } from "./program.js";

type Words = Pick<Line, "words">;

/** Whether nothing of a word is known: it may be any word, several, or none. */
export function isHidden(text: string): boolean {
  if (text === "") return false;
  for (const character of text) if (!isHole(character)) return false;
  return true;
}

export function containsHole(text: string): boolean {
  for (const character of text) if (isHole(character)) return true;
  return false;
}

/** What keeps a separator from separating: nothing; double quotes (CSV); helm's `\,` and `{a,b}`; all that JSON nests by. */
export type Nesting = "none" | "quotes" | "chart" | "json";

/** The parts of a slice between commas. */
export function splitAtCommas(line: Words, slice: Slice, nesting: Nesting = "none"): readonly Slice[] {
  const text = textOf(line, slice);
  const hasEscapes = nesting === "chart" || nesting === "json";
  const hasQuotes = nesting === "quotes" || nesting === "json";
  const parts: Slice[] = [];
  let depth = 0;
  let isQuoted = false;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === "\\" && hasEscapes) index++;
    else if (character === '"' && hasQuotes) isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (hasEscapes && (character === "{" || character === "[")) depth++;
    else if (hasEscapes && (character === "}" || character === "]")) depth--;
    else if (character === "," && depth <= 0) {
      parts.push(partOf(slice, start, index));
      start = index + 1;
    }
  }
  parts.push(partOf(slice, start, text.length));
  return parts;
}

/** `key=value` at its first `=` (or another separator); undefined without one. */
export function splitPair(line: Words, slice: Slice, separator = "="): { readonly key: Slice; readonly value: Slice } | undefined {
  const text = textOf(line, slice);
  const at = text.indexOf(separator);
  if (at < 0) return undefined;
  return { key: partOf(slice, 0, at), value: partOf(slice, at + 1, text.length) };
}

/** The slice without a prefix; undefined if it does not start with it. */
export function withoutPrefix(line: Words, slice: Slice, prefix: string): Slice | undefined {
  return textOf(line, slice).startsWith(prefix) ? { ...slice, start: slice.start + prefix.length } : undefined;
}

/** `start` and `end` count from the slice's own start. */
export function partOf(slice: Slice, start: number, end: number): Slice {
  return { word: slice.word, start: slice.start + start, end: slice.start + end };
}

/** The slice, or undefined where it is `-`, which stands for standard input or output. */
export function unlessStandard(line: Words, slice: Slice | undefined): Slice | undefined {
  return slice !== undefined && textOf(line, slice) === "-" ? undefined : slice;
}

/** Whether an operand that may be an image or an archive is one: a path or a file name (the rule of minikube's `image load`, without a look at the disk). */
export function isArchiveName(text: string): boolean {
  return text === "-" || /^[/.~]/.test(text) || /\.(?:tar|tgz|tar\.gz|tar\.zst|tar\.xz)$/.test(text);
}
