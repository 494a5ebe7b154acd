import type { Span, SyntaxProblem } from "../../facts/facts.js";
import type { HashComment } from "../hash-comments.js";
import { loadGrammar, type Grammar } from "../tree-sitter/grammar.js";
import { mostProblems, parseTree, type SyntaxNode, type SyntaxTree } from "../tree-sitter/syntax-tree.js";
import { findHereDocuments, type HereDocument } from "./here-documents.js";
import type { ShellScript } from "../../facts/shell-script.js";
import { readStatements } from "./statements.js";
import { plainExpansion, structuresIn } from "./words.js";

/** The loaded grammar; see `loadShellGrammar`. */
export type ShellParser = Grammar;

let loading: Promise<ShellParser> | undefined;

/** Loads the grammar, once per process: some 20 ms. Throws if the package's WebAssembly file is missing. */
export function loadShellGrammar(): Promise<ShellParser> {
  loading ??= loadGrammar("tree-sitter-bash");
  return loading;
}

/**
 * Reads a shell script (POSIX shell and bash), which may hold holes, into plain data. Never throws; what cannot be read is
 * among the problems.
 */
export function readShell(parser: ShellParser, text: string): ShellScript {
  try {
    const { documents, strings, problems: documentProblems } = findHereDocuments(text);
    const masks = masksOf(documents, strings);
    const tree = parseCommands(parser, maskedText(text, masks));
    const expansions = documents.some((document) => document.expansions.length > 0) ? parseTree(parser, maskedExpansions(text, documents, masks)) : undefined;
    const problems = [...documentProblems, ...tree.problems, ...(expansions?.problems ?? [])].sort((first, second) => first.offset - second.offset).slice(0, mostProblems);
    const statements = readStatements({
      text,
      problems,
      strings: new Set(strings),
      documents: new Map(documents.map((document) => [document.at[0], document])),
      expansions: expansions === undefined ? [] : structuresIn([expansions.root]),
      nodes: tree.root.children,
    });
    return { statements, problems };
  } catch (error) {
    return { statements: [], problems: [failure(error)] };
  }
}

/**
 * The comments of a shell script that have a word, in order: what looks like one in a here-document or in quotes is none.
 * Never throws.
 */
export function readShellComments(parser: ShellParser, text: string, word: string): readonly HashComment[] {
  if (!text.includes(word)) return [];
  try {
    const { documents, strings } = findHereDocuments(text);
    const { root } = parseTree(parser, maskedText(text, masksOf(documents, strings)));
    return commentsIn(root).flatMap(({ start, end }): readonly HashComment[] => {
      const comment = text.slice(start, end).trimEnd();
      const before = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
      return comment.includes(word) ? [{ text: comment, at: [start, start + comment.length], isAlone: before.trim() === "" }] : [];
    });
  } catch {
    return [];
  }
}

function commentsIn(root: SyntaxNode): readonly SyntaxNode[] {
  const comments: SyntaxNode[] = [];
  const remaining = [root];
  for (let node = remaining.pop(); node !== undefined; node = remaining.pop()) {
    if (node.type === "comment") comments.push(node);
    for (const child of node.children) remaining.push(child);
  }
  return comments.sort((first, second) => first.start - second.start);
}

/**
 * The grammar does not end `A=x B=y` at the end of its line, and takes the next command for one with these assignments. It
 * is ended for it, and what follows is read again.
 */
function parseCommands(parser: ShellParser, masked: string): SyntaxTree {
  let text = masked;
  for (let round = 0; ; round += 1) {
    const tree = parseTree(parser, text);
    const ends = round < mostRounds ? unendedAssignments(tree.root, text) : [];
    if (ends.length === 0) return tree;
    text = [...ends, text.length].map((end, index) => (index === 0 ? "" : ";") + text.slice(index === 0 ? 0 : (ends[index - 1] ?? 0) + 1, end)).join("");
  }
}

const mostRounds = 4;

/** Where to put a separator: behind assignments that have a line break before the command's name. */
function unendedAssignments(root: SyntaxNode, text: string): readonly number[] {
  const ends: number[] = [];
  const remaining = [root];
  for (let node = remaining.pop(); node !== undefined; node = remaining.pop()) {
    if (node.type === "command") {
      const name = node.children.findIndex((child) => child.field === "name");
      const last = node.children.slice(0, Math.max(name, 0)).findLast((child) => child.type !== "comment");
      const next = node.children[name];
      if (last?.type === "variable_assignment" && next !== undefined && /(?<!\\\r?)\n/.test(text.slice(last.end, next.start))) ends.push(last.end);
    }
    for (const child of node.children) remaining.push(child);
  }
  return ends.sort((first, second) => first - second);
}

/** Nesting that is deeper than the stack is the one thing that is known to fail. */
function failure(error: unknown): SyntaxProblem {
  const message = error instanceof RangeError ? "nested too deeply" : `the parser failed: ${String(error)}`;
  return { offset: 0, message };
}

/** A replacement of a part of the text by one that is as long, so that all offsets stay. */
interface Mask {
  readonly at: Span;
  readonly text: string;
}

/** Here-documents and here-strings become redirections from a file, and the documents' lines become blank. */
function masksOf(documents: readonly HereDocument[], strings: readonly number[]): readonly Mask[] {
  const ofDocuments = documents.flatMap(({ at, body, end }): readonly Mask[] => [
    { at, text: `<${"_".repeat(at[1] - at[0] - 1)}` },
    { at: [body[0], end], text: " ".repeat(end - body[0]) },
  ]);
  const ofStrings = strings.map((offset): Mask => ({ at: [offset, offset + 3], text: "<  " }));
  return [...ofDocuments, ...ofStrings].sort((first, second) => first.at[0] - second.at[0]);
}

/** The text as the grammar is to see it; masks that lie in another one are no more to be seen. */
function maskedText(text: string, masks: readonly Mask[]): string {
  const pieces: string[] = [];
  let index = 0;
  for (const mask of masks) {
    if (mask.at[0] < index) continue;
    pieces.push(text.slice(index, mask.at[0]), mask.text);
    index = mask.at[1];
  }
  pieces.push(text.slice(index));
  return maskNames(pieces.join(""));
}

/** Only the expansions in here-documents, at their places, for the grammar to read. */
function maskedExpansions(text: string, documents: readonly HereDocument[], masks: readonly Mask[]): string {
  const expansions = documents.flatMap((document) => document.expansions).sort((first, second) => first[0] - second[0]);
  const between: Mask[] = [];
  let index = 0;
  let innermost = 0;
  for (const [start, end] of expansions) {
    if (start < index) continue;
    between.push({ at: [index, start], text: " ".repeat(start - index) });
    // The here-documents in the expansion itself.
    for (; innermost < masks.length; innermost += 1) {
      const mask = masks[innermost];
      if (mask === undefined || mask.at[0] >= end) break;
      if (mask.at[0] >= start && mask.at[1] <= end) between.push(mask);
    }
    index = end;
  }
  return maskedText(text.slice(0, index), between);
}

/**
 * A hole becomes a letter, so that it is part of a name in `hole=value`. `$name`, `$#` and a plain `${name…}` become
 * letters too: the grammar ends words at some of them (`a=$b/$c.d` is to it a command `c.d`) and knows little of what
 * may stand in the braces; whoever reads a word finds them in the text. Not a letter where an assignment would come of it.
 */
function maskNames(text: string): string {
  return text.replace(expansionsAndHoles, (found: string, ofNoAssignment: string | undefined, expansion: string | undefined) => {
    if (ofNoAssignment !== undefined) return "%";
    return expansion === undefined ? "X" : "_".repeat(found.length);
  });
}

const expansionsAndHoles = new RegExp(`(\\$)(?=\\w+\\+?=(?!=))|(${plainExpansion.source}|\\$[@*#?$!-]|\\$(?=[\\w\\uE000-\\uF8FF]))|[\\uE000-\\uF8FF]`, "g");
