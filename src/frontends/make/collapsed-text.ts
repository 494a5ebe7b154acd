import type { Span } from "../../facts/facts.js";
import { behindSpace, isBlank, isSpace, lineEndAt } from "./logical-lines.js";

/**
 * Text as make sees it, with the way back to where its letters stand: a continued line has become a blank, `\#` has become
 * `#`. A piece is as it is written, or it is one letter for a longer place.
 */
export interface CollapsedText {
  readonly text: string;
  readonly pieces: readonly Piece[];
  /** All of its place. */
  readonly at: Span;
}

export interface Piece {
  /** Its offset in the collapsed text. */
  readonly start: number;
  readonly text: string;
  readonly at: Span;
}

type UnplacedPiece = Omit<Piece, "start">;

/** A stretch of a text as it is written. */
export function verbatim(source: string, start: number, end: number): CollapsedText {
  return ofPieces([verbatimPiece(source, start, end)], [start, end]);
}

/**
 * A line and the lines that continue it, as assignments, rules and directives see them: backslash, line break and the
 * blanks around them are one blank, and half of the backslashes before them stay
 * (https://www.gnu.org/software/make/manual/make.html#Splitting-Lines).
 */
export function collapseLine(source: string, start: number, end: number): CollapsedText {
  return ofPieces(collapsedPieces(source, start, end), [start, end]);
}

/** The lines of a `define`, which start at an offset: each is collapsed, and the line breaks between them stay. */
export function collapseLines(source: string, start: number, lines: readonly Span[]): CollapsedText {
  const pieces: UnplacedPiece[] = [];
  let end: number | undefined;
  for (const line of lines) {
    if (end !== undefined) pieces.push({ text: "\n", at: [end, line[0]] });
    for (const piece of collapsedPieces(source, ...line)) pieces.push(piece);
    end = line[1];
  }
  return ofPieces(pieces, [start, end ?? start]);
}

function collapsedPieces(source: string, start: number, end: number): readonly UnplacedPiece[] {
  const pieces: UnplacedPiece[] = [];
  let from = start;
  for (let lineFeed = source.indexOf("\n", from); lineFeed !== -1 && lineFeed < end; lineFeed = source.indexOf("\n", from)) {
    const { backslashes, lineBreak } = lineEndAt(source, lineFeed, from);
    // The last backslash continues the line, and of the ones before it each pair is one.
    const continuation = lineBreak - 1;
    let until = backslashes < continuation ? backslashes : blanksBefore(source, continuation, from);
    pieces.push(verbatimPiece(source, from, until));
    if (backslashes < continuation) for (; until < continuation; until += 2) pieces.push({ text: "\\", at: [until, until + 2] });
    from = blanksBehind(source, lineFeed + 1, end);
    pieces.push({ text: " ", at: [until, from] });
  }
  pieces.push(verbatimPiece(source, from, end));
  return pieces;
}

/**
 * A recipe line as make expands it: only within `$(…)` is a continued line a blank. Elsewhere backslash and line break
 * belong to the shell, and the recipe prefix behind them is dropped
 * (https://www.gnu.org/software/make/manual/make.html#Splitting-Recipe-Lines).
 */
export function collapseRecipe(source: string, start: number, end: number, prefix: string): CollapsedText {
  const pieces: UnplacedPiece[] = [];
  let from = start;
  /** The bracket that closes the expansion that the position is in. */
  let closing: string | undefined;
  let opening: string | undefined;
  let depth = 0;
  for (let index = start; index < end; index += 1) {
    const character = source[index];
    if (character === "\n") {
      const { backslashes, lineBreak } = lineEndAt(source, index, from);
      const isContinued = (lineBreak - backslashes) % 2 === 1;
      const isInExpansion = closing !== undefined && isContinued;
      const until = isInExpansion ? blanksBefore(source, lineBreak - 1, from) : lineBreak;
      pieces.push(verbatimPiece(source, from, until));
      if (isInExpansion) from = blanksBehind(source, index + 1, end);
      else from = isContinued && index + 1 < end && source[index + 1] === prefix ? index + 2 : index + 1;
      pieces.push({ text: isInExpansion ? " " : "\n", at: [until, from] });
      index = from - 1;
    } else if (closing === undefined) {
      // Make looks at this before it knows of `$$`, so `$$(…)` counts as well.
      opening = source[index + 1];
      if (character !== "$" || (opening !== "(" && opening !== "{")) continue;
      closing = opening === "(" ? ")" : "}";
      depth = 1;
      index += 1;
    } else if (character === opening) depth += 1;
    else if (character === closing) {
      depth -= 1;
      if (depth === 0) closing = undefined;
    }
  }
  pieces.push(verbatimPiece(source, from, end));
  return ofPieces(pieces, [start, end]);
}

/** A part of a collapsed text. */
export function slice(whole: CollapsedText, start: number, end: number): CollapsedText {
  if (start >= end) return { text: "", pieces: [], at: [placeOf(whole, start), placeOf(whole, start)] };
  if (start === 0 && end === whole.text.length) return whole;
  const pieces: UnplacedPiece[] = [];
  for (let index = pieceIndexAt(whole, start); index < whole.pieces.length; index += 1) {
    const piece = whole.pieces[index];
    if (piece === undefined || piece.start >= end) break;
    const [from, to] = [Math.max(start - piece.start, 0), Math.min(end - piece.start, piece.text.length)];
    pieces.push(isReplaced(piece) ? piece : { text: piece.text.slice(from, to), at: [piece.at[0] + from, piece.at[0] + to] });
  }
  return ofPieces(pieces, [placeOf(whole, start), placeOf(whole, end - 1, "end")]);
}

/** A collapsed text behind another one. */
export function concatenate(first: CollapsedText, second: CollapsedText): CollapsedText {
  return ofPieces([...first.pieces, ...second.pieces], [first.at[0], second.at[1]]);
}

/** The text without the white space at its ends. */
export function trimmed(whole: CollapsedText): CollapsedText {
  let end = whole.text.length;
  while (end > 0 && isSpace(whole.text[end - 1])) end -= 1;
  return slice(whole, behindSpace(whole.text, 0, end), end);
}

/** A copy in which half of the backslashes are gone that stand before some offsets, and one more where their number is odd. */
export function unquoted(whole: CollapsedText, offsets: readonly number[]): CollapsedText {
  if (offsets.length === 0) return whole;
  const pieces: UnplacedPiece[] = [];
  let from = 0;
  for (const offset of offsets) {
    let start = offset;
    while (start > from && whole.text[start - 1] === "\\") start -= 1;
    for (const piece of slice(whole, from, start).pieces) pieces.push(piece);
    for (; start + 2 <= offset; start += 2) pieces.push({ text: "\\", at: [placeOf(whole, start), placeOf(whole, start + 1, "end")] });
    from = offset;
    if (start === offset) continue;
    from += 1;
    pieces.push({ text: whole.text.slice(offset, from), at: [placeOf(whole, start), placeOf(whole, offset, "end")] });
  }
  for (const piece of slice(whole, from, whole.text.length).pieces) pieces.push(piece);
  return ofPieces(pieces, whole.at);
}

/** Where a letter of a collapsed text stands in the source: the start of its place, or its end. Behind the last letter it is the end of all. */
export function placeOf(whole: CollapsedText, index: number, side: "start" | "end" = "start"): number {
  if (index >= whole.text.length) return whole.at[1];
  const piece = whole.pieces[pieceIndexAt(whole, index)];
  if (piece === undefined) return whole.at[0];
  if (isReplaced(piece)) return side === "start" ? piece.at[0] : piece.at[1];
  return piece.at[0] + index - piece.start + (side === "start" ? 0 : 1);
}

/** The piece that holds a letter. */
function pieceIndexAt({ pieces }: CollapsedText, index: number): number {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.start ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}

function isReplaced({ text, at }: UnplacedPiece): boolean {
  return text.length !== at[1] - at[0];
}

function verbatimPiece(source: string, start: number, end: number): UnplacedPiece {
  return { text: source.slice(start, end), at: [start, end] };
}

/** Pieces one behind the other; what is written in one piece becomes one, and blanks of continued lines that touch do too. */
function ofPieces(unplaced: readonly UnplacedPiece[], at: Span): CollapsedText {
  const pieces: Piece[] = [];
  let length = 0;
  for (const piece of unplaced) {
    if (piece.text === "") continue;
    const before = pieces.at(-1);
    const touches = before !== undefined && before.at[1] === piece.at[0] && isReplaced(before) === isReplaced(piece);
    if (touches && (!isReplaced(piece) || (before.text === " " && piece.text === " "))) {
      const text = isReplaced(piece) ? " " : before.text + piece.text;
      pieces[pieces.length - 1] = { start: before.start, text, at: [before.at[0], piece.at[1]] };
      length = before.start + text.length;
    } else {
      pieces.push({ start: length, text: piece.text, at: piece.at });
      length += piece.text.length;
    }
  }
  return { text: pieces.map((piece) => piece.text).join(""), pieces, at };
}

function blanksBefore(source: string, end: number, start: number): number {
  let index = end;
  while (index > start && isBlank(source[index - 1])) index -= 1;
  return index;
}

function blanksBehind(source: string, start: number, end: number): number {
  let index = start;
  while (index < end && isBlank(source[index])) index += 1;
  return index;
}
