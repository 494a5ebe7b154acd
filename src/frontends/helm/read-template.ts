import type { Span, SyntaxProblem } from "../../facts/facts.js";
import type { Template, TemplateNode } from "../../facts/template.js";
import { piecesOf } from "./actions.js";
import type { TemplatePiece } from "./actions.js";
import { readAction } from "./pipelines.js";
import type { ActionReading } from "./pipelines.js";

/**
 * Reads a template of Go's text/template, as Helm has them. Never throws: what does not balance is among the problems, and
 * the rest is in the nodes. Linear in the text.
 */
export function readTemplate(text: string): Template {
  const { pieces, problems } = piecesOf(text);
  const reader: Reader = { text, pieces, next: 0, depth: 0, problems: [...problems] };
  const nodes: TemplateNode[] = [];
  try {
    while (reader.next < pieces.length) {
      const { nodes: read, end } = listOf(reader);
      for (const node of read) nodes.push(node);
      if (end !== undefined) reader.problems.push({ offset: end.at[0], message: `"${end.reading.keyword ?? ""}" that nothing begins` });
    }
  } catch (error) {
    // `else if` behind `else if`, many thousand times.
    if (!(error instanceof RangeError)) throw error;
    reader.problems.push({ offset: 0, message: "nested too deeply" });
  }
  return { nodes, problems: reader.problems.slice(0, mostProblems).sort((left, right) => left.offset - right.offset) };
}

/** More problems than these say nothing new. */
const mostProblems = 100;
const deepestNesting = 200;

interface Reader {
  readonly text: string;
  readonly pieces: readonly TemplatePiece[];
  next: number;
  depth: number;
  readonly problems: SyntaxProblem[];
}

interface EndAction {
  readonly reading: ActionReading;
  readonly at: Span;
}

/** The nodes up to an `end` or `else`, which is given too. */
function listOf(reader: Reader): { readonly nodes: readonly TemplateNode[]; readonly end: EndAction | undefined } {
  const nodes: TemplateNode[] = [];
  for (let piece = reader.pieces[reader.next]; piece !== undefined; piece = reader.pieces[reader.next]) {
    reader.next += 1;
    if (piece.kind !== "action") {
      nodes.push(piece);
      continue;
    }
    const reading = readAction(reader.text, piece.inner);
    if ("problem" in reading) {
      reader.problems.push({ offset: reading.offset, message: reading.problem });
      nodes.push({ kind: "unknown", at: piece.at });
      continue;
    }
    if (reading.keyword === "end" || reading.keyword === "else") return { nodes, end: { reading, at: piece.at } };
    nodes.push(...nodesOf(reader, reading, piece.at));
  }
  return { nodes, end: undefined };
}

function nodesOf(reader: Reader, reading: ActionReading, at: Span): readonly TemplateNode[] {
  const { keyword, variables, declares, name, pipeline } = reading;
  const [first, second] = variables;
  switch (keyword) {
    case "if":
    case "with":
    case "range":
      return [branching(reader, keyword, reading, at)];
    case "define":
    case "block": {
      const define: TemplateNode = { kind: "define", name: name ?? "", body: bodyOf(reader, at), at };
      return keyword === "define" ? [define] : [define, { kind: "template", name: name ?? "", argument: pipeline, at }];
    }
    case "template":
      return [{ kind: "template", name: name ?? "", argument: pipeline, at }];
    case "break":
    case "continue":
      return [{ kind: keyword, at }];
    default:
      if (pipeline === undefined) return [{ kind: "unknown", at }];
      if (first === undefined || second !== undefined) return [{ kind: "print", pipeline, at }];
      return [{ kind: "assign", variable: first, declares, pipeline, at }];
  }
}

function bodyOf(reader: Reader, at: Span): readonly TemplateNode[] {
  const { nodes, end } = nested(reader, at);
  if (end?.reading.keyword === "else") reader.problems.push({ offset: end.at[0], message: '"else" in a definition' });
  return nodes;
}

function nested(reader: Reader, at: Span): ReturnType<typeof listOf> {
  reader.depth += 1;
  if (reader.depth > deepestNesting) {
    reader.problems.push({ offset: at[0], message: "blocks nested too deeply" });
    reader.next = reader.pieces.length;
    return { nodes: [], end: { reading: { keyword: "end", elseKeyword: undefined, variables: [], declares: false, name: undefined, pipeline: undefined }, at } };
  }
  const read = listOf(reader);
  reader.depth -= 1;
  if (read.end === undefined && reader.depth < deepestNesting) reader.problems.push({ offset: at[0], message: "a block that no `end` closes" });
  return read;
}

function branching(reader: Reader, keyword: "if" | "with" | "range", reading: ActionReading, at: Span): TemplateNode {
  const { pipeline } = reading;
  if (pipeline === undefined) return { kind: "unknown", at };
  const then = nested(reader, at);
  const otherwise = then.end?.reading.keyword === "else" ? otherwiseOf(reader, then.end) : [];
  const [first, second] = reading.variables;
  if (keyword === "range") return { kind: keyword, key: second === undefined ? undefined : first, element: second ?? first, pipeline, then: then.nodes, otherwise, at };
  return { kind: keyword, variable: first, pipeline, then: then.nodes, otherwise, at };
}

/** `{{ else if … }}` is a block of its own that ends where the outer one does. */
function otherwiseOf(reader: Reader, { reading, at }: EndAction): readonly TemplateNode[] {
  if (reading.elseKeyword !== undefined) return [branching(reader, reading.elseKeyword, reading, at)];
  const { nodes, end } = nested(reader, at);
  if (end?.reading.keyword === "else") reader.problems.push({ offset: end.at[0], message: 'a second "else"' });
  return nodes;
}
