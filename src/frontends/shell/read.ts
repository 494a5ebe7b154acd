import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Parser } from "web-tree-sitter";
import type { SyntaxProblem } from "../../facts/facts.js";
import { findHereDocuments, type HereDocument } from "./here-documents.js";
import type { ShellScript } from "./script.js";
import { readStatements } from "./statements.js";
import { parseTree } from "./syntax-tree.js";
import { structuresIn } from "./words.js";

/** The loaded grammar; see `loadShellGrammar`. */
export interface ShellParser {
  readonly parser: Parser;
}

let loading: Promise<ShellParser> | undefined;

/** Loads the grammar, once per process: some 20 ms. Throws if the package's WebAssembly file is missing. */
export function loadShellGrammar(): Promise<ShellParser> {
  loading ??= loadGrammar();
  return loading;
}

async function loadGrammar(): Promise<ShellParser> {
  const { Language, Parser } = await import("web-tree-sitter");
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammarFile()));
  return { parser };
}

/** In the package the grammar lies in `dist/grammars`; run from source, in the grammar's own package. */
function grammarFile(): string {
  const packaged = join(dirname(fileURLToPath(import.meta.url)), "../../../grammars/tree-sitter-bash.wasm");
  if (existsSync(packaged)) return packaged;
  return createRequire(import.meta.url).resolve("tree-sitter-bash/tree-sitter-bash.wasm");
}

/**
 * Reads a shell script (POSIX shell and bash), which may hold holes, into plain data. Never throws; what cannot be read is
 * among the problems.
 */
export function readShell({ parser }: ShellParser, text: string): ShellScript {
  try {
    const { documents, problems: documentProblems } = findHereDocuments(text);
    const tree = parseTree(parser, maskForGrammar(text, documents));
    const expansions = documents.some((document) => document.expansions.length > 0) ? parseTree(parser, maskedExpansions(text, documents)) : undefined;
    const problems = [...documentProblems, ...tree.problems, ...(expansions?.problems ?? [])].sort((first, second) => first.offset - second.offset);
    const statements = readStatements({
      text,
      problems,
      documents: new Map(documents.map((document) => [document.at[0], document])),
      expansions: expansions === undefined ? [] : structuresIn([expansions.root]),
      nodes: tree.root.children,
    });
    return { statements, problems };
  } catch (error) {
    return { statements: [], problems: [failure(error)] };
  }
}

/** Nesting that is deeper than the stack is the one thing that is known to fail. */
function failure(error: unknown): SyntaxProblem {
  const message = error instanceof RangeError ? "nested too deeply" : `the parser failed: ${String(error)}`;
  return { offset: 0, message };
}

/** The text as the grammar is to see it, letter for letter in the same places. */
function maskForGrammar(text: string, documents: readonly HereDocument[]): string {
  return maskHoles(maskDocuments(text, 0, text.length, documents));
}

/** A here-document becomes a redirection from a file, and its lines become blank. */
function maskDocuments(text: string, start: number, end: number, documents: readonly HereDocument[]): string {
  let masked = "";
  let index = start;
  const replace = (from: number, to: number, replacement: string): void => {
    if (from < index || to > end) return;
    masked += text.slice(index, from) + replacement;
    index = to;
  };
  const edits = documents.flatMap(({ at, body, end: bodyEnd }) => [
    { at, text: `<${"_".repeat(at[1] - at[0] - 1)}` },
    { at: [body[0], bodyEnd] as const, text: " ".repeat(bodyEnd - body[0]) },
  ]);
  for (const edit of edits.sort((first, second) => first.at[0] - second.at[0])) replace(edit.at[0], edit.at[1], edit.text);
  return masked + text.slice(index, end);
}

/**
 * A hole becomes a letter, so that it is part of a name in `$hole`, `${hole}` and `hole=value`. Directly behind `$name` it
 * stays what it is, which is no part of a name: what it stands for need not begin with a letter.
 */
function maskHoles(text: string): string {
  return text.replace(/(\$(?:\w+|[@*#?$!-]))?[\uE000-\uF8FF]/g, (found: string, variable: string | undefined) => (variable === undefined ? "X" : found));
}

/** Only the expansions of here-documents, at their places, for the grammar to read. */
function maskedExpansions(text: string, documents: readonly HereDocument[]): string {
  let masked = "";
  for (const [start, end] of documents.flatMap((document) => document.expansions).sort((first, second) => first[0] - second[0])) {
    if (start < masked.length) continue;
    masked += " ".repeat(start - masked.length) + maskDocuments(text, start, end, documents);
  }
  return maskHoles(masked);
}
