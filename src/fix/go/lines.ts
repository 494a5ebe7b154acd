import type { Edit } from "../edit.js";
import type { SyntaxNode } from "../../frontends/tree-sitter/syntax-tree.js";

/** The white space before a statement that begins its line; undefined for one that does not. */
export function indentOf(text: string, { start }: SyntaxNode): string | undefined {
  const before = text.slice(lineStart(text, start), start);
  return /^[ \t]*$/u.test(before) ? before : undefined;
}

/** How the text ends its lines. */
export function lineEndOf(text: string): string {
  return /\r?\n/u.exec(text)?.[0] ?? "\n";
}

/** A line of its own above a statement, below its comments; undefined for a statement that does not begin its line. */
export function lineBefore(text: string, statement: SyntaxNode, line: string): Edit | undefined {
  const indent = indentOf(text, statement);
  return indent === undefined ? undefined : { start: statement.start, end: statement.start, text: `${line}${lineEndOf(text)}${indent}` };
}

/** As `lineBefore`, above the comments that belong to the statement. */
export function lineAboveComments(text: string, statement: SyntaxNode, line: string): Edit | undefined {
  const indent = indentOf(text, statement);
  if (indent === undefined) return undefined;
  let at = lineStart(text, statement.start);
  for (let above = lineStart(text, at - 1); above < at && text.slice(above, at).startsWith(`${indent}//`); above = lineStart(text, at - 1)) at = above;
  return { start: at, end: at, text: `${indent}${line}${lineEndOf(text)}` };
}

/** Takes away the lines of a statement, and a blank line that would be left at a block's edge or beside another one; undefined if other code stands on its lines. */
export function withoutLines(text: string, statement: SyntaxNode): Edit | undefined {
  const behind = /^[ \t]*(?:\/\/[^\n]*)?\r?\n/u.exec(text.slice(statement.end));
  if (indentOf(text, statement) === undefined || behind === null) return undefined;
  const start = lineStart(text, statement.start);
  const end = statement.end + behind[0].length;
  const before = text.slice(lineStart(text, start - 1), start);
  const blankAfter = /^[ \t]*\r?\n/u.exec(text.slice(end))?.[0].length ?? 0;
  const isEdge = /^\s*$/u.test(before) || /\{\s*(?:\/\/.*)?$/u.test(before.trimEnd());
  return { start, end: isEdge ? end + blankAfter : end, text: "" };
}

function lineStart(text: string, offset: number): number {
  return offset <= 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
}
