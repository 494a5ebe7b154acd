import type { Tree } from "web-tree-sitter";
import type { SyntaxProblem } from "../../facts/facts.js";
import type { Grammar, NodeType } from "./grammar.js";

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

/** A stretch of a file that is parsed alone. */
export interface Stretch {
  /** Where it begins in the file. */
  readonly offset: number;
  /** Where it ends in the file: no node ends behind it, though more may stand in the text that is parsed. */
  readonly limit: number;
}

/** Parses a text; all offsets are UTF-16 offsets into it, or into the file that it is a stretch of. */
export function parseTree(grammar: Grammar, text: string, stretch: Stretch = { offset: 0, limit: text.length }): SyntaxTree {
  const tree = grammar.parser.parse(text);
  if (tree === null) return { root: emptyRoot(stretch), problems: [{ offset: stretch.offset, message: "the parser gave up" }] };
  try {
    return readTree(grammar, tree, text, stretch);
  } finally {
    tree.delete();
  }
}

/** What leaves have in common. */
const none: SyntaxNode[] = [];

/** The parser's own type for what it cannot read, which is in no grammar's table. */
const unreadable: NodeType = { name: "ERROR", isLeftOut: false, isLeaf: false, namesFields: true };

function readTree({ types, leavesOutClosing }: Grammar, tree: Tree, text: string, stretch: Stretch): SyntaxTree {
  const { offset, limit } = stretch;
  const problems: SyntaxProblem[] = [];
  const hasProblems = tree.rootNode.hasError;
  const skipsEnds = leavesOutClosing && !hasProblems;
  const { fields } = tree.language;
  const cursor = tree.walk();
  const result: SyntaxNode[] = [];
  // Deep trees come from hostile text, so the walk keeps its own stack.
  const open: Open[] = [];
  let current: Open = { children: result, end: text.length, namesFields: false, errors: 0 };
  for (;;) {
    const type = types[cursor.nodeTypeId] ?? unreadable;
    if (hasProblems) {
      const start = cursor.startIndex;
      if (cursor.nodeIsMissing) problems.push({ offset: Math.min(start + offset, limit), message: `${type.name} is missing` });
      else if (type === unreadable && current.errors === 0) problems.push({ offset: start + offset, message: `cannot be read here: ${quotedStart(text, start, cursor.endIndex)}` });
    }
    let isLast = false;
    if (!type.isLeftOut) {
      const end = cursor.endIndex;
      const children: SyntaxNode[] = type.isLeaf ? none : [];
      current.children.push({ type: type.name, field: current.namesFields ? (fields[cursor.currentFieldId] ?? undefined) : undefined, start: Math.min(cursor.startIndex + offset, limit), end: Math.min(end + offset, limit), children });
      if (!type.isLeaf && cursor.gotoFirstChild()) {
        open.push(current);
        current = { children, end, namesFields: type.namesFields, errors: current.errors + (type === unreadable ? 1 : 0) };
        continue;
      }
      isLast = skipsEnds && isEnd(text, end, current.end);
    }
    while (isLast || !cursor.gotoNextSibling()) {
      const outer = open.pop();
      if (outer === undefined || !cursor.gotoParent()) {
        cursor.delete();
        return { root: result[0] ?? emptyRoot(stretch), problems };
      }
      isLast = skipsEnds && isEnd(text, current.end, outer.end);
      current = outer;
    }
  }
}

/** A node whose children are being read. */
interface Open {
  readonly children: SyntaxNode[];
  readonly end: number;
  readonly namesFields: boolean;
  /** How many unreadable nodes it is in. */
  readonly errors: number;
}

/** Whether nothing stands between two offsets but white space and one bracket that closes. */
function isEnd(text: string, from: number, end: number): boolean {
  if (from === end) return true;
  if (!closing.has(text.charCodeAt(end - 1))) return false;
  let index = from;
  while (whiteSpace.has(text.charCodeAt(index))) index += 1;
  return index === end - 1;
}

const closing: ReadonlySet<number> = new Set([")", "]", "}"].map((letter) => letter.charCodeAt(0)));
const whiteSpace: ReadonlySet<number> = new Set([" ", "\t", "\n", "\r"].map((letter) => letter.charCodeAt(0)));

function emptyRoot({ offset, limit }: Stretch): SyntaxNode {
  return { type: "program", field: undefined, start: offset, end: limit, children: none };
}

function quotedStart(text: string, start: number, end: number): string {
  const [line = ""] = text.slice(start, Math.min(end, start + 30)).trimStart().split("\n");
  return line;
}
