import { printable } from "./printable.js";

export interface FramedPlace {
  /** 1-based, columns in UTF-16 units; without an end it is one character. */
  readonly line: number;
  readonly column: number;
  readonly endLine?: number | undefined;
  /** Exclusive. */
  readonly endColumn?: number | undefined;
  /** What happens there, in one line. */
  readonly label: string;
}

export interface FrameStyle {
  /** Lines that are shown before and after the marked one. */
  readonly around: number;
  /** Characters that fit into a line; what is longer is cut so that the marks stay in sight. */
  readonly width: number;
  readonly paintGutter: (text: string) => string;
  readonly paintMarks: (text: string) => string;
}

/** A picture of the lines around a place, the place underlined and labelled; undefined if the text has no such line. Of a place over several lines the first is marked. */
export function codeFrame(text: string, place: FramedPlace, { around, width, paintGutter, paintMarks }: FrameStyle): readonly string[] | undefined {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/);
  const marked = lines[place.line - 1];
  if (marked === undefined) return undefined;
  const first = Math.max(1, place.line - around);
  // What follows the last line break is a line only if something is there.
  const length = lines.at(-1) === "" ? lines.length - 1 : lines.length;
  const last = Math.max(place.line, Math.min(length, place.line + around));
  const gutterWidth = String(last).length;
  const gutter = (number: number | undefined): string => paintGutter(`${String(number ?? "").padStart(gutterWidth)} |`);
  const room = Math.max(leastRoom, width - gutterWidth - " | ".length);

  const [start, end] = marksOf(marked, place);
  // Where the marks would be out of sight, all lines are cut at the left, so that they begin in the first quarter.
  const cutLeft = end > room ? Math.max(0, start - Math.floor(room / 4)) : 0;
  const marks = "^".repeat(Math.max(1, Math.min(end - cutLeft, room) - (start - cutLeft)));
  const isLabelBeside = start - cutLeft + marks.length + 1 + place.label.length <= room;
  const indented = (column: number, shown: string): string => `${gutter(undefined)} ${" ".repeat(Math.max(0, column))}${paintMarks(shown)}`;
  return lines.slice(first - 1, last).flatMap((line, index) => {
    const shown = cut(expanded(line), cutLeft, room);
    const written = `${gutter(first + index)}${shown === "" ? "" : ` ${shown}`}`;
    if (first + index !== place.line) return [written];
    if (isLabelBeside) return [written, indented(start - cutLeft, `${marks} ${place.label}`)];
    return [written, indented(start - cutLeft, marks), indented(Math.min(start - cutLeft, room - place.label.length), place.label)];
  });
}

/** Below this a picture tells nothing, however narrow the terminal is. */
const leastRoom = 20;

const tab = "    ";

/** The marked columns of a line as it is shown, 0-based, the end exclusive; at least one. */
function marksOf(line: string, { line: startLine, column, endLine, endColumn }: FramedPlace): readonly [number, number] {
  const end = endLine === undefined || endLine === startLine ? (endColumn ?? column + 1) : line.length + 1;
  const start = expanded(line.slice(0, column - 1)).length;
  return [start, Math.max(start + 1, expanded(line.slice(0, end - 1)).length)];
}

function expanded(line: string): string {
  return line.split("\t").map(printable).join(tab);
}

function cut(line: string, left: number, room: number): string {
  const begun = left > 0 && line.length > left ? `…${line.slice(left + 1)}` : line.slice(left);
  return begun.length > room ? `${begun.slice(0, room - 1)}…` : begun;
}
