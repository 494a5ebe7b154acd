import type { Span } from "../../facts/facts.js";

/** What can be seen of a file by its letters alone. */
export interface Scan {
  readonly comments: readonly Span[];
  /** The stretches that begin with a declaration's keyword at the beginning of a line, up to the next one. */
  readonly sections: readonly Section[];
}

export interface Section {
  readonly at: Span;
  /** How many braces are open at its end: more than none in half-typed code. */
  readonly openBraces: number;
}

/** Reads a file's tokens only as far as to tell code from strings and comments. Linear in the text's length. */
export function scanText(text: string): Scan {
  const comments: Span[] = [];
  const sections: Section[] = [];
  let start = 0;
  let openBraces = 0;
  const token = /["'`{}]|\/[/*]|^(?:func|type|var|const|import|package)\b/gmu;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    const { 0: letters, index } = found;
    switch (letters) {
      case "{":
        openBraces += 1;
        break;
      case "}":
        openBraces = Math.max(0, openBraces - 1);
        break;
      case '"':
      case "'":
        token.lastIndex = endOfQuoted(text, index);
        break;
      case "`":
        token.lastIndex = behind(text, "`", index + 1);
        break;
      case "//":
      case "/*": {
        const end = letters === "/*" ? behind(text, "*/", index + 2) : endOfLine(text, index);
        comments.push([index, end]);
        token.lastIndex = end;
        break;
      }
      default:
        if (index > start) sections.push({ at: [start, index], openBraces });
        start = index;
        openBraces = 0;
    }
  }
  sections.push({ at: [start, text.length], openBraces });
  return { comments, sections };
}

/** Behind the closing quote, or at the line's end, where the grammar ends a string that is not closed. */
function endOfQuoted(text: string, start: number): number {
  const quote = text.charCodeAt(start);
  for (let index = start + 1; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === quote) return index + 1;
    if (code === lineFeed) return index;
    if (code === backslash) index += 1;
  }
  return text.length;
}

const lineFeed = 10;
const backslash = 92;

function behind(text: string, end: string, from: number): number {
  const place = text.indexOf(end, from);
  return place === -1 ? text.length : place + end.length;
}

/** A comment ends before the line's end, whether that is LF or CR LF. */
function endOfLine(text: string, from: number): number {
  const place = text.indexOf("\n", from);
  if (place === -1) return text.length;
  return text[place - 1] === "\r" ? place - 1 : place;
}
