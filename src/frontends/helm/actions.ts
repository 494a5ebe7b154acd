import type { Span, SyntaxProblem } from "../../facts/facts.js";

/** A piece of a template: letters, a comment, or an action with its inner text. */
export type TemplatePiece =
  | { readonly kind: "text"; readonly at: Span }
  | { readonly kind: "comment"; readonly at: Span }
  /** `at` is the whole of it, `inner` what stands between the marks. */
  | { readonly kind: "action"; readonly at: Span; readonly inner: Span };

/**
 * Cuts a template at its actions (https://pkg.go.dev/text/template#hdr-Text_and_spaces). Linear in the text; never throws.
 * An action that nothing ends is a problem, and letters.
 */
export function piecesOf(text: string): { readonly pieces: readonly TemplatePiece[]; readonly problems: readonly SyntaxProblem[] } {
  const pieces: TemplatePiece[] = [];
  const problems: SyntaxProblem[] = [];
  let from = 0;
  let isTrimmed = false;
  const addText = (end: number, isTrimmedBehind: boolean): void => {
    const start = isTrimmed ? skipBlanks(text, from, end) : from;
    const stop = isTrimmedBehind ? blanksBefore(text, end, start) : end;
    if (start < stop) pieces.push({ kind: "text", at: [start, stop] });
  };
  for (let open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", from)) {
    const trimsBefore = text.charAt(open + 2) === "-" && isBlank(text.charCodeAt(open + 3));
    const inside = trimsBefore ? open + 3 : open + 2;
    const start = skipBlanks(text, inside, text.length);
    const isComment = text.startsWith("/*", start);
    const close = isComment ? endOfComment(text, start) : endOfAction(text, inside);
    if (close === undefined) {
      problems.push({ offset: open, message: isComment ? "a comment that nothing ends" : "an action that nothing ends" });
      break;
    }
    addText(open, trimsBefore);
    const trimsBehind = text.charAt(close - 1) === "-" && isBlank(text.charCodeAt(close - 2));
    from = close + 2;
    isTrimmed = trimsBehind;
    if (isComment) pieces.push({ kind: "comment", at: [open, from] });
    else pieces.push({ kind: "action", at: [open, from], inner: [inside, trimsBehind ? close - 1 : close] });
  }
  addText(text.length, false);
  return { pieces, problems };
}

/** The blanks of the language: https://pkg.go.dev/text/template/parse (`spaceChars`). */
export function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13;
}

function skipBlanks(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && isBlank(text.charCodeAt(at))) at += 1;
  return at;
}

function blanksBefore(text: string, end: number, start: number): number {
  let at = end;
  while (at > start && isBlank(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

/** Where the `}}` stands that ends a comment, which may be trimmed. */
function endOfComment(text: string, start: number): number | undefined {
  const end = text.indexOf("*/", start + 2);
  if (end < 0) return undefined;
  const close = text.indexOf("}}", end);
  return close < 0 || !/^\s*-?$/u.test(text.slice(end + 2, close)) ? undefined : close;
}

/** Where the `}}` stands that is in no string. */
function endOfAction(text: string, from: number): number | undefined {
  for (let at = from; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (letter === "}" && text.charAt(at + 1) === "}") return at;
    if (letter === "`") {
      at = text.indexOf("`", at + 1);
      if (at < 0) return undefined;
    } else if (letter === '"' || letter === "'") {
      const end = endOfQuoted(text, at);
      if (end === undefined) return undefined;
      at = end;
    }
  }
  return undefined;
}

/** The index of the quote that ends a string or character constant; undefined where its line ends before. */
export function endOfQuoted(text: string, start: number): number | undefined {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (letter === "\\") at += 1;
    else if (letter === quote) return at;
    else if (letter === "\n") return undefined;
  }
  return undefined;
}
