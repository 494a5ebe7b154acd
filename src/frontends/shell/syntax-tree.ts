import type { Parser } from "web-tree-sitter";
import type { SyntaxProblem } from "../../facts/facts.js";

/** A node of the grammar as plain data: reading a tree through WebAssembly costs more than parsing, so it is read once. */
export interface SyntaxNode {
  /** The grammar's name for it; a keyword or an operator is its own name. */
  readonly type: string;
  readonly field: string | undefined;
  readonly start: number;
  readonly end: number;
  readonly children: readonly SyntaxNode[];
}

export interface SyntaxTree {
  readonly root: SyntaxNode;
  /** Errors and missing tokens, in order, the outermost ones only. */
  readonly problems: readonly SyntaxProblem[];
}

/** More problems than these say nothing new. */
export const mostProblems = 50;

/** Parses a text; all offsets are UTF-16 offsets into it. */
export function parseTree(parser: Parser, text: string): SyntaxTree {
  const tree = parser.parse(text);
  if (tree === null) return { root: { type: "program", field: undefined, start: 0, end: text.length, children: [] }, problems: [{ offset: 0, message: "the parser gave up" }] };
  const cursor = tree.walk();
  try {
    const problems: SyntaxProblem[] = [];
    const result: MutableNode[] = [];
    const open: MutableNode[] = [];
    let openErrors = 0;
    // Deep trees come from hostile text, so the walk keeps its own stack.
    for (;;) {
      const node: MutableNode = { type: cursor.nodeType, field: cursor.currentFieldName ?? undefined, start: cursor.startIndex, end: cursor.endIndex, children: [] };
      (open.at(-1)?.children ?? result).push(node);
      if (problems.length < mostProblems) {
        if (cursor.nodeIsMissing) problems.push({ offset: node.start, message: `${node.type} is missing` });
        else if (node.type === "ERROR" && openErrors === 0) problems.push({ offset: node.start, message: `cannot be read here: ${quotedStart(text, node)}` });
      }
      if (cursor.gotoFirstChild()) {
        open.push(node);
        if (node.type === "ERROR") openErrors += 1;
        continue;
      }
      while (!cursor.gotoNextSibling()) {
        if (!cursor.gotoParent()) {
          const [root] = result;
          return { root: root ?? node, problems };
        }
        if (open.pop()?.type === "ERROR") openErrors -= 1;
      }
    }
  } finally {
    cursor.delete();
    tree.delete();
  }
}

interface MutableNode extends SyntaxNode {
  readonly children: MutableNode[];
}

function quotedStart(text: string, node: SyntaxNode): string {
  const [line = ""] = text.slice(node.start, Math.min(node.end, node.start + 30)).trimStart().split("\n");
  return line;
}
