import type { Span } from "../../facts/facts.js";
import type { Part, ShellScript, VariableOperation, VariablePart, Word } from "../../facts/shell-script.js";
import type { SyntaxNode } from "../tree-sitter/syntax-tree.js";
import { buildWord, matchEnd, type Reading, type WordBuilder } from "./text-pieces.js";

/** What words are read from. */
export interface WordSource {
  /** The script's text, in whose offsets the nodes speak. */
  readonly text: string;
  /** Reads what stands in `$(…)`, backticks, `<(…)`. */
  readonly readScript: (nodes: readonly SyntaxNode[], at: Span) => ShellScript;
}

/** Reads a word from its node (plain, quoted, or a concatenation), or from all its nodes if the grammar parted it. */
export function readWord(source: WordSource, nodes: readonly SyntaxNode[]): Word {
  return readSpan(source, [nodes[0]?.start ?? 0, nodes.at(-1)?.end ?? 0], structuresIn(nodes), "bare");
}

/** Reads a span of the text as one word, in which the nodes stand at their places and the rest is read as `reading` says. */
export function readSpan(source: WordSource, span: Span, structures: readonly SyntaxNode[], reading: Reading): Word {
  const builder = buildWord(source.text, (start, end, quoted) => readPlainExpansion(source, [start, end], quoted));
  readInto(source, builder, span, structures, reading);
  return builder.finish(span[0], span[1]);
}

/** Adds the content of `span` to the builder. Text between the structures is found by position: the grammar hides some of it. */
function readInto(source: WordSource, builder: WordBuilder, [start, end]: Span, structures: readonly SyntaxNode[], reading: Reading): void {
  let index = start;
  for (const structure of structures) {
    if (structure.start < index || structure.end > end) continue;
    builder.read(index, structure.start, reading);
    readStructure(source, builder, structure, reading);
    index = structure.end;
  }
  builder.read(index, end, reading);
}

type StructureReader = (source: WordSource, builder: WordBuilder, node: SyntaxNode, quoted: boolean) => void;

/** The nodes that are more than characters. */
const structureReaders: Readonly<Record<string, StructureReader>> = {
  string: readQuotes,
  translated_string: readQuotes,
  raw_string: ({ text }, builder, node) => { builder.read(node.start + 1, contentEnd(text, node, "'"), "literal"); },
  ansi_c_string: ({ text }, builder, node) => { builder.read(node.start + 2, contentEnd(text, node, "'"), "ansi"); },
  expansion: (source, builder, node, quoted) => { builder.add(readExpansion(source, [node.start, node.end], structuresIn(node.children), quoted)); },
  command_substitution: (source, builder, node, quoted) => { builder.add(readSubstitution(source, node, quoted)); },
  process_substitution: (source, builder, node, quoted) => { builder.add(readSubstitution(source, node, quoted)); },
  arithmetic_expansion: (_source, builder, node, quoted) => { builder.add({ kind: "arithmetic", at: [node.start, node.end], quoted }); },
};

function readStructure(source: WordSource, builder: WordBuilder, node: SyntaxNode, reading: Reading): void {
  const quoted = reading !== "bare" && reading !== "operand";
  structureReaders[node.type]?.(source, builder, node, quoted);
}

/** The outermost structures in these nodes, in order. */
export function structuresIn(nodes: readonly SyntaxNode[]): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const remaining = [...nodes].reverse();
  for (let node = remaining.pop(); node !== undefined; node = remaining.pop()) {
    if (Object.hasOwn(structureReaders, node.type)) found.push(node);
    else for (let index = node.children.length - 1; index >= 0; index -= 1) remaining.push(node.children[index] ?? node);
  }
  return found;
}

function readQuotes(source: WordSource, builder: WordBuilder, node: SyntaxNode): void {
  const start = source.text[node.start] === "$" ? node.start + 2 : node.start + 1;
  readInto(source, builder, [start, contentEnd(source.text, node, '"')], structuresIn(node.children), "quoted");
}

/** An unclosed quote has no closing one to leave out. */
function contentEnd(text: string, node: SyntaxNode, quote: string): number {
  return node.end - node.start > 1 && text[node.end - 1] === quote ? node.end - 1 : node.end;
}

const substitutionForms: Readonly<Record<string, "input" | "output">> = { "<(": "input", ">(": "output" };

function readSubstitution(source: WordSource, node: SyntaxNode, quoted: boolean): Part {
  const at: Span = [node.start, node.end];
  const form = substitutionForms[source.text.slice(node.start, node.start + 2)] ?? "command";
  return { kind: "substitution", form, script: source.readScript(node.children, at), at, quoted };
}

/** `${name…}` in which nothing is quoted, and no expansion but `$name`. */
export const plainExpansion = /\$\{(?:[^{}$`"'\\]|\\[^{\n]|\$(?=[\w@*#?!\uE000-\uF8FF-]))+\}/;

const plainExpansionHere = new RegExp(plainExpansion, "y");

const nameHere = /\$(?:[A-Za-z_]\w*|[\uE000-\uF8FF]+\w*|[\d@*#?$!-])/y;

/** Reads `$name` or a plain `${name…}` at the start of the span, if there is one. */
function readPlainExpansion(source: WordSource, [start, end]: Span, quoted: boolean): VariablePart | undefined {
  const nameEnd = matchEnd(nameHere, source.text, start, end);
  if (nameEnd !== undefined) return { kind: "variable", name: source.text.slice(start + 1, nameEnd), at: [start, nameEnd], quoted };
  const expansionEnd = matchEnd(plainExpansionHere, source.text, start, end);
  return expansionEnd === undefined ? undefined : readExpansion(source, [start, expansionEnd], [], quoted);
}

/** `${`, a length or indirection sign, the name, and perhaps an index. */
const expansionHead = /\$\{([#!]?)((?:[\w\uE000-\uF8FF]|\\\r?\n)+|[@*#?$!-])(?:\[([^\]]*)\])?/y;

const operators = [":-", ":=", ":?", ":+", "-", "=", "?", "+", "##", "#", "%%", "%", "//", "/#", "/%", "/", ",,", ",", "^^", "^", "@", ":", "*"];

/** Operators whose operand stands in for an absent value. */
const defaultOperators: ReadonlySet<string> = new Set([":-", "-", ":=", "="]);

/** Operators that have a second operand, and what stands before it. */
const operandSeparators: Readonly<Record<string, string>> = { "//": "/", "/#": "/", "/%": "/", "/": "/", ":": ":" };

const signOperations: Readonly<Record<string, VariableOperation>> = { "#": { operator: "length", operands: [] }, "!": { operator: "indirect", operands: [] } };

/** Reads `${…}` from the text: the grammar gives operands as patterns whose inner structure it does not know. */
function readExpansion(source: WordSource, at: Span, structures: readonly SyntaxNode[], quoted: boolean): VariablePart {
  const { text } = source;
  const end = text[at[1] - 1] === "}" ? at[1] - 1 : at[1];
  expansionHead.lastIndex = at[0];
  const head = expansionHead.exec(text);
  if (head === null || expansionHead.lastIndex > end) return { kind: "variable", name: text.slice(at[0] + 2, end), at, quoted };
  const [whole, sign = "", name = "", index] = head;
  const operatorStart = at[0] + whole.length;
  const indexStart = operatorStart - 1 - (index?.length ?? 0);
  const variable: VariablePart = {
    kind: "variable",
    name: withoutLineBreaks(name),
    ...(index === undefined ? {} : { index: readSpan(source, [indexStart, operatorStart - 1], structures, "operand") }),
    at,
    quoted,
  };
  const operator = operators.find((candidate) => text.startsWith(candidate, operatorStart) && operatorStart + candidate.length <= end);
  if (operator === undefined) {
    const operation = signOperations[sign];
    return operation === undefined ? variable : { ...variable, operation };
  }
  const operands = operandSpans(text, [operatorStart + operator.length, end], structures, operandSeparators[operator]).map((span) =>
    readSpan(source, span, structures, quoted ? "quoted-operand" : "operand"),
  );
  const [first] = operands;
  if (sign === "" && defaultOperators.has(operator) && first !== undefined) return { ...variable, defaultValue: first };
  return { ...variable, operation: { operator, operands } };
}

function withoutLineBreaks(name: string): string {
  return name.replace(/\\\r?\n/g, "");
}

/** The operands between which the separator stands, at most two. */
function operandSpans(text: string, [start, end]: Span, structures: readonly SyntaxNode[], separator: string | undefined): readonly Span[] {
  if (separator === undefined) return [[start, end]];
  let next = 0;
  for (let index = start; index < end; index += 1) {
    const structure = structures[next];
    if (structure !== undefined && index >= structure.start) {
      index = Math.max(index, structure.end - 1);
      next += 1;
    } else if (text[index] === "\\") index += 1;
    else if (text[index] === separator) return [[start, index], [index + 1, end]];
  }
  return [[start, end]];
}
