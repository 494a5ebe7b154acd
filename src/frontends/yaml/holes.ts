/** A part of a text as the YAML parser may read it. */
export interface ReadablePiece {
  readonly text: string;
  /** What is written at the offsets of the text, where `actionMark` stands in it. */
  readonly written: string;
  /** The offset in the original text of an offset in this one. */
  readonly place: (offset: number) => number;
}

/**
 * The ways to read a text that holds holes, the first one without errors being right: as it is; or without the lines
 * that are nothing but a hole (a fragment that a function renders) or a template action, and parted at separators that
 * are indented (the text is dedented before it is used). There the actions in other lines (`image: {{ .Image }}`) are
 * taken for letters if `readsActions`.
 */
export function* readableVariants(text: string, readsActions: boolean): Generator<readonly ReadablePiece[]> {
  const { text: indented, place } = holesAsIndentation(text);
  yield [{ text: indented, written: indented, place }];
  const bare = withoutFragments(indented);
  const read = readsActions ? bare.replace(inlineAction, (action) => actionMark.repeat(action.length)) : bare;
  const pieces = partedAtSeparators(bare, read, place);
  if (read !== indented || pieces.length > 1) yield pieces;
}

const inlineAction = /\{\{[^\n{}]*\}\}/gu;

/** A letter that stands in a text for each one of a template action. */
export const actionMark = "\uFFFC";

// ---------------------------------------------------------------------------------------- holes as indentation

/** `${indent}- name: x` and `${indent}  image: y`: what follows shows that the holes are indentation. */
const surelyIndenting = /^[ \t]*[\uE000-\uF8FF]+(?: +| *- )[^\s:]+(?::|\s|$)/m;

/** As `surelyIndenting`, and `${indent}key: x`, which is so only where other lines are for sure. */
const indentingLine = /^([ \t]*)([\uE000-\uF8FF]+)(?=(?: +| *- )[^\s:]+(?::|\s|$)|[\w.-]+:(?:\s|$))/;

/** Holes that stand for indentation become as many blanks as the line before them asks for. */
function holesAsIndentation(text: string): Pick<ReadablePiece, "text" | "place"> {
  if (!surelyIndenting.test(text)) return { text, place: (offset) => offset };
  const lines: string[] = [];
  const shifts: Shift[] = [];
  let expected = 0;
  let width: number | undefined;
  let length = 0;
  let original = 0;
  for (const line of text.split("\n")) {
    const [whole, before = "", holes = ""] = indentingLine.exec(line) ?? [];
    width = whole === undefined ? undefined : (width ?? Math.max(expected - before.length, 0));
    const read = width === undefined ? line : before + " ".repeat(width) + line.slice(before.length + holes.length);
    if (width !== undefined) shifts.push({ from: length + before.length + width, by: original + holes.length - (length + width) });
    if (line.trim() !== "") expected = indentationBelow(read);
    lines.push(read);
    length += read.length + 1;
    original += line.length + 1;
  }
  return { text: lines.join("\n"), place: (offset) => offset + shiftAt(shifts, offset) };
}

interface Shift {
  readonly from: number;
  /** What to add to offsets from there on. */
  readonly by: number;
}

/** The shifts are ascending. */
function shiftAt(shifts: readonly Shift[], offset: number): number {
  let low = 0;
  let high = shifts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((shifts[middle]?.from ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return shifts[low - 1]?.by ?? 0;
}

/** How far the next line is indented that belongs to this one or stands beside it. */
function indentationBelow(line: string): number {
  const [indentation = ""] = /^[ \t]*(?:- +)*/.exec(line) ?? [];
  return indentation.length + (/:\s*$/.test(line) ? 2 : 0);
}

// ------------------------------------------------------------------------------------------------------ fragments

const fragmentLine = /^([ \t]*)(?:[\uE000-\uF8FF][ \t\uE000-\uF8FF]*|\{\{[^\n]*\}\}[ \t]*)(?=\r?$)/gm;

/** Fragments become comments of the same length. */
function withoutFragments(text: string): string {
  return text.replace(fragmentLine, (found: string, indentation: string) => `${indentation}#${found.slice(indentation.length + 1)}`);
}

/** The text that is read has the length of the one that is written. */
function partedAtSeparators(written: string, read: string, place: (offset: number) => number): readonly ReadablePiece[] {
  const pieces: ReadablePiece[] = [];
  let start = 0;
  const add = (end: number): void => {
    const from = start;
    pieces.push({ text: read.slice(from, end), written: written.slice(from, end), place: (offset) => place(from + offset) });
  };
  for (const separator of written.matchAll(/^[ \t]+---[ \t]*\r?$/gm)) {
    add(separator.index);
    start = separator.index + separator[0].length;
  }
  add(written.length);
  return pieces;
}
