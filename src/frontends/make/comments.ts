import type { HashComment } from "../hash-comments.js";
import type { MakeLines } from "./read.js";

/** All comments of a Makefile that is read: make's own, and those that its shells will see. By offset. */
export function makeComments(text: string, { comments, scripts }: Pick<MakeLines, "comments" | "scripts">): readonly HashComment[] {
  const own = comments.map(([start, end]) => commentAt(text, start, end, text.lastIndexOf("\n", start - 1) + 1));
  const ofShells = scripts.flatMap(([start, end]) => shellComments(text, start, end));
  return [...own, ...ofShells].sort((first, second) => first.at[0] - second.at[0]);
}

/**
 * A `#` that begins a word outside of quotes begins a comment, up to the end of its line
 * (https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_03). Quotes that a line leaves open are
 * taken to end with it: more often they are an apostrophe.
 */
function shellComments(text: string, start: number, end: number): readonly HashComment[] {
  const found: HashComment[] = [];
  let lineStart = start;
  let quote: string | undefined;
  for (let index = start; index < end; index += 1) {
    const character = text[index];
    if (character === "\n") {
      lineStart = index + 1;
      quote = undefined;
    } else if (character === "\\" && quote !== "'" && text[index + 1] !== "\n") index += 1;
    else if (quote !== undefined) quote = character === quote ? undefined : quote;
    else if (character === "'" || character === '"') quote = character;
    else if (character === "#" && (index === lineStart || /[\s;&|(@+-]/.test(text[index - 1] ?? ""))) {
      const lineFeed = text.indexOf("\n", index);
      const stop = lineFeed === -1 || lineFeed > end ? end : lineFeed;
      found.push(commentAt(text, index, stop, lineStart));
      index = stop - 1;
    }
  }
  return found;
}

/** Before a comment that stands alone there may be the prefixes of a recipe line: `@# eslint-disable-next-line`. */
function commentAt(text: string, start: number, end: number, lineStart: number): HashComment {
  const comment = text.slice(start, end).trimEnd();
  return { text: comment, at: [start, start + comment.length], isAlone: /^[\s@+-]*$/.test(text.slice(lineStart, start)) };
}
