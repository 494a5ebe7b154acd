/** A position in a file: 1-based, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Positions {
  /** The position of an offset (in UTF-16 units) in a file's text. */
  readonly at: (file: string, offset: number) => Position;
}

/** Line tables of files, made once for each file that is asked about. */
export function createPositions(readText: (file: string) => string | undefined): Positions {
  const tables = new Map<string, readonly number[]>();
  return {
    at: (file, offset) => {
      let starts = tables.get(file);
      if (starts === undefined) {
        starts = lineStarts(readText(file) ?? "");
        tables.set(file, starts);
      }
      const line = lastAtMost(starts, offset);
      return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
    },
  };
}

/** The offsets at which lines start: after `\n`, `\r\n`, or a lone `\r`, U+2028, U+2029, as ECMAScript and ESLint count lines. */
function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|[\n\r\u2028\u2029]/gu)) starts.push(match.index + match[0].length);
  return starts;
}

function lastAtMost(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
