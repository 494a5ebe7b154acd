import type { GoParser } from "../../frontends/go/grammar.js";
import { parseTree, type SyntaxNode } from "../../frontends/tree-sitter/syntax-tree.js";
import type { Edit } from "../edit.js";
import { nodeAround } from "./bound-file.js";

/**
 * gofmt puts the comments at the ends of neighbouring lines below each other. Adds the edits that keep them there, where
 * edits make lines longer or shorter.
 */
export function keepColumns(grammar: GoParser, text: string, edits: readonly Edit[]): readonly Edit[] {
  const moves = movesOf(edits);
  const after = moves.reduceRight((result, { edit }) => result.slice(0, edit.start) + edit.text + result.slice(edit.end), text);
  // Without a comment there is nothing to keep.
  if (!after.includes("//")) return edits;
  const lines = readLines(parseTree(grammar, after).root, after);
  const touched = new Set(moves.flatMap(({ start, edit }) => lines.flatMap((line, index) => (line.start <= start + edit.text.length && start <= line.end ? [index] : []))));
  const padding = groupsOf(lines, touched).flatMap((group) => paddingOf(group, touched));
  return [...edits, ...padding.flatMap((edit) => backwards(edit, moves) ?? [])];
}

/** An edit, and where its text begins when all are made. */
interface Move {
  readonly edit: Edit;
  readonly start: number;
}

function movesOf(edits: readonly Edit[]): readonly Move[] {
  let shift = 0;
  return edits.toSorted((left, right) => left.start - right.start || left.end - right.end).map((edit) => {
    const start = edit.start + shift;
    shift += edit.text.length - (edit.end - edit.start);
    return { edit, start };
  });
}

/** An edit of the text that comes out, as one of the text that is there; undefined if it touches what is put in. */
function backwards({ start, end, text }: Edit, moves: readonly Move[]): Edit | undefined {
  let shift = 0;
  for (const move of moves) {
    if (end < move.start) break;
    if (start < move.start + move.edit.text.length) return undefined;
    shift += move.edit.text.length - (move.edit.end - move.edit.start);
  }
  return { start: start - shift, end: end - shift, text };
}

interface Line {
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly indent: string;
  /** Where the code ends, and where the comment behind it begins. */
  readonly comment: { readonly from: number; readonly at: number; readonly width: number } | undefined;
}

function readLines(root: SyntaxNode, text: string): readonly Line[] {
  let start = 0;
  return text.split("\n").map((line, index) => {
    const read: Line = { index, start, end: start + line.length, indent: /^[ \t]*/u.exec(line)?.[0] ?? "", comment: commentIn(root, line, start) };
    start += line.length + 1;
    return read;
  });
}

function commentIn(root: SyntaxNode, line: string, start: number): Line["comment"] {
  for (let at = line.indexOf("//"); at >= 0; at = line.indexOf("//", at + 1)) {
    const code = line.slice(0, at).trimEnd();
    const around = nodeAround({ root }, start + at, start + at + 2).type;
    if (code !== "" && !around.endsWith("_string_literal")) return { from: start + code.length, at: start + at, width: Array.from(code).length };
  }
  return undefined;
}

/** Neighbouring lines with comments, of which one is touched. */
function groupsOf(lines: readonly Line[], touched: ReadonlySet<number>): readonly (readonly Line[])[] {
  const groups: Line[][] = [];
  for (const line of lines) {
    if (line.comment === undefined) continue;
    const last = groups.at(-1)?.at(-1);
    if (last !== undefined && last.index === line.index - 1 && last.indent === line.indent) groups.at(-1)?.push(line);
    else groups.push([line]);
  }
  return groups.filter((group) => group.some(({ index }) => touched.has(index)));
}

/** Spaces up to the column behind the longest line; none where the comments did not stand below each other before. */
function paddingOf(group: readonly Line[], touched: ReadonlySet<number>): readonly Edit[] {
  const comments = group.flatMap(({ index, comment }) => (comment === undefined ? [] : [{ ...comment, isTouched: touched.has(index) }]));
  const columns = new Set(comments.flatMap(({ from, at, width, isTouched }) => (isTouched ? [] : [width + at - from])));
  if (columns.size > 1) return [];
  const column = Math.max(...comments.map(({ width }) => width)) + 1;
  return comments.flatMap(({ from, at, width }) => (at - from === column - width ? [] : [{ start: from, end: at, text: " ".repeat(column - width) }]));
}
