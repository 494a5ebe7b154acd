/** A line with the lines that continue it (an odd number of `\` stands before the break). Offsets into the text. */
export interface LogicalLine {
  readonly start: number;
  /** Before the line break that ends it. */
  readonly end: number;
  /** Where the next line starts; undefined if there is none. */
  readonly next: number | undefined;
}

/** The line that starts at an offset. A line break is a line feed, with a carriage return before it or not. */
export function logicalLineAt(text: string, start: number): LogicalLine {
  let from = start;
  for (;;) {
    const lineFeed = text.indexOf("\n", from);
    if (lineFeed === -1) return { start, end: text.length, next: undefined };
    const { backslashes, lineBreak } = lineEndAt(text, lineFeed, from);
    const next = lineFeed + 1 < text.length ? lineFeed + 1 : undefined;
    if ((lineBreak - backslashes) % 2 === 0) return { start, end: lineBreak, next };
    // Nothing is left to continue the last line.
    if (next === undefined) return { start, end: text.length, next };
    from = next;
  }
}

/** Where the line break with this line feed begins, and the backslashes before it, which do not begin before `start`. */
export function lineEndAt(text: string, lineFeed: number, start: number): { readonly backslashes: number; readonly lineBreak: number } {
  const lineBreak = lineFeed > start && text[lineFeed - 1] === "\r" ? lineFeed - 1 : lineFeed;
  let backslashes = lineBreak;
  while (backslashes > start && text[backslashes - 1] === "\\") backslashes -= 1;
  return { backslashes, lineBreak };
}

/** Make's blanks within a line. */
export function isBlank(character: string | undefined): boolean {
  return character === " " || character === "\t";
}

/** What make takes for white space: ASCII's. */
export function isSpace(character: string | undefined): boolean {
  return character !== undefined && " \t\n\v\f\r".includes(character);
}

/** The first offset from one on that has no white space, or `end`. */
export function behindSpace(text: string, start: number, end: number = text.length): number {
  let index = start;
  while (index < end && isSpace(text[index])) index += 1;
  return index;
}
