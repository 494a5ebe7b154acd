import type { Directive, Span } from "../../facts/facts.js";
import type { SyntaxNode } from "../tree-sitter/syntax-tree.js";
import { scanText } from "./scan.js";

/** The comments that speak to linters, in order; nothing is searched in a text without their words. */
export function readDirectives(text: string, roots: readonly SyntaxNode[]): Directive[] {
  if (!/eslint|nolint|tag-consistency/u.test(text)) return [];
  return scanText(text).comments.flatMap((at): Directive[] => {
    const form = text.startsWith("//", at[0]) ? "line" : "block";
    const content = text.slice(at[0] + 2, form === "line" ? at[1] : at[1] - 2).trim();
    if (content.startsWith("nolint")) return /^nolint\b/u.test(content) ? [{ text: content, form, at, covers: coveredBy(text, roots, at) }] : [];
    return /^(?:eslint(?:-|\s)|tag-consistency)/u.test(content) ? [{ text: content, form, at }] : [];
  });
}

/**
 * What a `nolint` on a line of its own is about: the declaration, statement or expression that begins behind it, as
 * golangci-lint has it; before the package clause it is the file. Behind code on its line it is about that line.
 */
function coveredBy(text: string, roots: readonly SyntaxNode[], at: Span): Span | undefined {
  const lineStart = text.lastIndexOf("\n", at[0] - 1) + 1;
  if (text.slice(lineStart, at[0]).trim() !== "") return undefined;
  const offset = startOfCode(text, at[1]);
  if (/^package\b/u.test(text.slice(offset, offset + 8))) return [0, text.length];
  let nodes = roots;
  for (;;) {
    const node = nodes.find((one) => one.start <= offset && offset < one.end);
    if (node === undefined) return undefined;
    if (node.start === offset && !wrappers.has(node.type)) return [node.start, node.end];
    nodes = node.children;
  }
}

/** Nodes that only hold what begins with them. */
const wrappers: ReadonlySet<string> = new Set(["source_file", "statement_list", "ERROR"]);

/** The first letter behind white space and comments. */
function startOfCode(text: string, from: number): number {
  const space = /(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/)*/uy;
  space.lastIndex = from;
  space.exec(text);
  return space.lastIndex;
}
