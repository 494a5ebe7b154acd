import type { Span, SyntaxProblem } from "../../facts/facts.js";
import type { HereDocument } from "./here-documents.js";
import type { ShellAssignment, ShellAssignments, ShellCommand, ShellFunction, ShellInput, ShellRedirect, ShellScript, ShellStatement, Word } from "../../facts/shell-script.js";
import type { SyntaxNode } from "../tree-sitter/syntax-tree.js";
import { readSpan, readWord, type WordSource } from "./words.js";

/** A parsed script, the here-documents taken out. */
export interface ParsedScript {
  readonly text: string;
  /** Of the whole text, ascending. */
  readonly problems: readonly SyntaxProblem[];
  /** By the offset of their operators, where the grammar sees a redirection. */
  readonly documents: ReadonlyMap<number, HereDocument>;
  /** The offsets of here-strings' operators, where the grammar sees a redirection too. */
  readonly strings: ReadonlySet<number>;
  /** The nodes of the expansions in here-documents, ascending. */
  readonly expansions: readonly SyntaxNode[];
  readonly nodes: readonly SyntaxNode[];
}

/** Lowers the grammar's nodes to statements. What stands inside an error is left out unless it is a statement of its own. */
export function readStatements(script: ParsedScript): readonly ShellStatement[] {
  const source: WordSource = { text: script.text, readScript };
  const context: Context = { ...script, source };

  function readScript(nodes: readonly SyntaxNode[], [start, end]: Span): ShellScript {
    const problems = script.problems.filter(({ offset }) => offset >= start && offset < end);
    return { statements: statementsIn(context, nodes), problems };
  }
  return statementsIn(context, script.nodes);
}

interface Context extends ParsedScript {
  readonly source: WordSource;
}

function statementsIn(context: Context, nodes: readonly SyntaxNode[]): readonly ShellStatement[] {
  const statements: ShellStatement[] = [];
  for (const node of nodes) {
    const last = statements.at(-1);
    if (node.type === "&" && last !== undefined) statements[statements.length - 1] = { ...last, isBackground: true };
    else if (node.type === "ERROR") statements.push(...statementsIn(context, node.children));
    else statements.push(...readStatement(context, node));
  }
  return statements;
}

/** One statement, or none for what is no statement (separators, comments, keywords). */
function readStatement(context: Context, node: SyntaxNode): readonly ShellStatement[] {
  const read = statementReaders[node.type];
  return read === undefined ? [] : [read(context, node)];
}

type StatementReader = (context: Context, node: SyntaxNode) => ShellStatement;

const statementReaders: Readonly<Record<string, StatementReader>> = {
  command: readCommand,
  unset_command: readCommand,
  test_command: readCommand,
  redirected_statement: readRedirected,
  file_redirect: readCommand,
  variable_assignment: readAssignments,
  variable_assignments: readAssignments,
  declaration_command: readAssignments,
  negated_command: (context, node) => ({ kind: "pipeline", commands: statementsIn(context, node.children), isNegated: true, ...plainBase(node) }),
  pipeline: readChain,
  list: readChain,
  if_statement: readIf,
  while_statement: readWhile,
  for_statement: readFor,
  c_style_for_statement: (context, node) => ({ kind: "while", condition: [], body: bodyOf(context, node), isUntil: false, ...plainBase(node) }),
  case_statement: readCase,
  function_definition: readFunction,
  subshell: (context, node) => ({ kind: "group", body: statementsIn(context, node.children), isSubshell: true, ...plainBase(node) }),
  compound_statement: (context, node) =>
    node.children[0]?.type === "(("
      ? { kind: "arithmetic", ...plainBase(node) }
      : { kind: "group", body: statementsIn(context, node.children), isSubshell: false, ...plainBase(node) },
};

interface StatementBase {
  readonly at: Span;
  readonly redirects: readonly ShellRedirect[];
  readonly isBackground: boolean;
}

function plainBase(node: SyntaxNode): StatementBase {
  return { at: [node.start, node.end], redirects: [], isBackground: false };
}

// ------------------------------------------------------------------------------------------------ simple commands

/** The pieces of a command, in order, whatever nodes the grammar put them into. */
interface Pieces {
  readonly assignments: ShellAssignment[];
  readonly words: SyntaxNode[];
  readonly redirects: ShellRedirect[];
  stdin: ShellInput | undefined;
  /** `time ( … )`: the grammar takes the subshell for an argument. */
  readonly groups: ShellStatement[];
}

/** Nodes that are put into words' places and hold words themselves. */
const transparentNodes: ReadonlySet<string> = new Set([
  "command",
  "command_name",
  "unset_command",
  "test_command",
  "variable_assignments",
  "unary_expression",
  "binary_expression",
  "ternary_expression",
  "postfix_expression",
  "parenthesized_expression",
]);

const notWords: ReadonlySet<string> = new Set(["comment", ";", "\n"]);

function readCommand(context: Context, node: SyntaxNode): ShellStatement {
  const pieces = noPieces();
  collectPieces(context, node, pieces);
  collectLost(context, node, pieces);
  return commandOf(context, pieces, [node.start, node.end]);
}

function noPieces(): Pieces {
  return { assignments: [], words: [], redirects: [], stdin: undefined, groups: [] };
}

function commandOf(context: Context, pieces: Pieces, at: Span): ShellStatement {
  const { assignments, redirects, stdin, groups } = pieces;
  const words = wordsOf(context, pieces);
  const base = { at, redirects, ...(stdin === undefined ? {} : { stdin }), isBackground: false };
  if (groups.length > 0) return { kind: "group", body: groups, isSubshell: true, ...base };
  if (words.length === 0 && assignments.length > 0) return { kind: "assignment", assignments, words, ...base };
  const command: ShellCommand = { kind: "command", assignments, words, ...base };
  return command;
}

function collectPieces(context: Context, node: SyntaxNode, pieces: Pieces): void {
  if (transparentNodes.has(node.type)) for (const child of node.children) collectPieces(context, child, pieces);
  else if (node.type === "variable_assignment") pieces.assignments.push(readAssignment(context, node));
  else if (node.type === "file_redirect") collectRedirect(context, node, pieces);
  else if (node.type === "subshell") pieces.groups.push(...readStatement(context, node));
  else if (!notWords.has(node.type)) pieces.words.push(node);
}

/** The grammar loses a `-` before a redirection with a descriptor (`kubectl apply -f - 2>&1`): what no node covers is words. */
function collectLost({ text }: Context, node: SyntaxNode, pieces: Pieces): void {
  const covered = node.children.flatMap((child) => (transparentNodes.has(child.type) ? child.children : [child]));
  let index = node.start;
  for (const { start, end } of covered) {
    for (const lost of text.slice(index, start).matchAll(/[^\s\\]+/g)) {
      const from = index + lost.index;
      pieces.words.push({ type: "word", field: undefined, start: from, end: from + lost[0].length, children: [] });
    }
    index = Math.max(index, end);
  }
}

/** Words without a blank between them are one; the grammar ends a word behind `$name.` and at a continued line. */
function wordsOf({ source, text }: Context, { words: nodes }: Pieces): readonly Word[] {
  const words: SyntaxNode[][] = [];
  for (const node of [...nodes].sort((first, second) => first.start - second.start)) {
    const word = words.at(-1);
    const last = word?.at(-1);
    if (word !== undefined && last !== undefined && /^(?:\\\r?\n)*$/.test(text.slice(last.end, node.start))) word.push(node);
    else words.push([node]);
  }
  return words.map((word) => readWord(source, word));
}

/** The grammar lets a redirection have several targets; all but the first are words of the command (`cmd > file word`). */
function collectRedirect(context: Context, node: SyntaxNode, pieces: Pieces): void {
  const descriptor = node.children.find((child) => child.type === "file_descriptor");
  const operator = node.children.find((child) => child !== descriptor);
  const [target, ...words] = node.children.filter((child) => child.field === "destination");
  const number = descriptor === undefined ? undefined : Number(context.text.slice(descriptor.start, descriptor.end));
  const written = number === undefined || Number.isNaN(number) ? {} : { descriptor: number };
  const targetWord: Word = target === undefined ? { parts: [], at: [node.end, node.end] } : readWord(context.source, [target]);
  const at: Span = [node.start, target?.end ?? node.end];
  const document = context.documents.get(operator?.start ?? -1);
  if (document !== undefined) {
    const content = readDocument(context, document);
    pieces.redirects.push({ operator: document.operator, ...written, target: content, at: document.at });
    if ((number ?? 0) === 0) pieces.stdin = { form: "document", content, at: document.body };
  } else if (context.strings.has(operator?.start ?? -1)) {
    pieces.redirects.push({ operator: "<<<", ...written, target: targetWord, at });
    if ((number ?? 0) === 0) pieces.stdin = { form: "string", content: targetWord, at: targetWord.at };
  } else pieces.redirects.push({ operator: operator?.type ?? "", ...written, target: targetWord, at });
  pieces.words.push(...words);
}

function readDocument(context: Context, { operator, body, isLiteral }: HereDocument): Word {
  const withoutTabs = operator === "<<-";
  if (isLiteral) return readSpan(context.source, body, [], withoutTabs ? "literal-without-tabs" : "literal");
  return readSpan(context.source, body, nodesWithin(context.expansions, body), withoutTabs ? "document-without-tabs" : "document");
}

/** The nodes that lie in the span, found by halving: a script may have many here-documents. */
function nodesWithin(nodes: readonly SyntaxNode[], [start, end]: Span): readonly SyntaxNode[] {
  const firstFrom = (offset: number): number => {
    let low = 0;
    let high = nodes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((nodes[middle]?.start ?? offset) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return nodes.slice(firstFrom(start), firstFrom(end));
}

function readRedirected(context: Context, node: SyntaxNode): ShellStatement {
  const body = node.children.find((child) => child.field === "body");
  if (body !== undefined && holdsChain(body)) return readChain(context, node);
  const statement = body === undefined || transparentNodes.has(body.type) ? undefined : readStatement(context, body)[0];
  const pieces = noPieces();
  for (const child of node.children) if (child !== body || statement === undefined) collectPieces(context, child, pieces);
  const at: Span = [node.start, node.end];
  if (statement === undefined) {
    collectLost(context, node, pieces);
    return commandOf(context, pieces, at);
  }
  const stdin = pieces.stdin ?? statement.stdin;
  return { ...statement, at, redirects: [...statement.redirects, ...pieces.redirects], ...(stdin === undefined ? {} : { stdin }) };
}

// ---------------------------------------------------------------------------------------------------- assignments

const declarationKeywords: Readonly<Record<string, ShellAssignments["keyword"]>> = { export: "export", readonly: "readonly", local: "local", declare: "declare", typeset: "typeset" };

function readAssignments(context: Context, node: SyntaxNode): ShellStatement {
  const keyword = declarationKeywords[node.children[0]?.type ?? ""];
  const pieces = noPieces();
  if (keyword === undefined) collectPieces(context, node, pieces);
  else for (const child of node.children.slice(1)) collectPieces(context, child, pieces);
  return { kind: "assignment", assignments: pieces.assignments, ...(keyword === undefined ? {} : { keyword }), words: wordsOf(context, pieces), ...plainBase(node) };
}

function readAssignment(context: Context, node: SyntaxNode): ShellAssignment {
  const { text, source } = context;
  const word = (found: SyntaxNode): Word => readWord(source, [found]);
  const name = node.children.find((child) => child.field === "name");
  const value = node.children.find((child) => child.field === "value");
  const index = name?.children.find((child) => child.field === "index");
  const variable = name?.children.find((child) => child.field === "name") ?? name;
  const at: Span = [node.start, node.end];
  const elements = value?.type === "array" ? value.children.filter((child) => child.type !== "(" && child.type !== ")" && child.type !== "comment") : undefined;
  return {
    name: variable === undefined ? "" : text.slice(variable.start, variable.end),
    ...(index === undefined ? {} : { index: word(index) }),
    value: value === undefined || elements !== undefined ? { parts: [], at: [value?.start ?? node.end, value?.end ?? node.end] } : word(value),
    ...(elements === undefined ? {} : { elements: elements.map(word) }),
    isAppended: node.children.some((child) => child.type === "+="),
    at,
  };
}

// ---------------------------------------------------------------------------------------------- compound commands

/**
 * `a && b | c >file`. The grammar puts redirections, and pipelines behind them, around the whole of what stands before
 * them; a shell joins by `|` first and redirects a single command (POSIX shell command language, 2.9). So the commands
 * and operators are taken as they stand side by side, and joined again.
 */
function readChain(context: Context, node: SyntaxNode): ShellStatement {
  const statements: ShellStatement[] = [];
  const operators: ("&&" | "||")[] = [];
  let pipeline: SyntaxNode[] = [];
  for (const link of linksOf(node)) {
    if (link.type === "&&" || link.type === "||") {
      statements.push(pipelineOf(context, pipeline));
      operators.push(link.type);
      pipeline = [];
    } else if (link.type !== "|" && link.type !== "|&") pipeline.push(link);
  }
  const last = pipelineOf(context, pipeline);
  return operators.length === 0 ? last : { kind: "list", statements: [...statements, last], operators, ...plainBase(node) };
}

const chainTypes: ReadonlySet<string> = new Set(["list", "pipeline"]);

/** Commands and operators in order. Lists are nested to the left, as deep as they are long. */
function linksOf(chain: SyntaxNode): readonly SyntaxNode[] {
  const links: SyntaxNode[] = [];
  const remaining: (SyntaxNode | { readonly redirects: readonly SyntaxNode[] })[] = [chain];
  for (let next = remaining.pop(); next !== undefined; next = remaining.pop()) {
    if ("redirects" in next) {
      const last = links.pop();
      if (last !== undefined) links.push(redirected(last, next.redirects));
      continue;
    }
    const body = next.type === "redirected_statement" ? next.children.find((child) => child.field === "body") : undefined;
    if (chainTypes.has(next.type)) for (const child of [...next.children].reverse()) remaining.push(child);
    else if (body === undefined || !holdsChain(body)) links.push(next);
    else remaining.push({ redirects: next.children.filter((child) => child !== body) }, body);
  }
  return links;
}

function holdsChain(body: SyntaxNode): boolean {
  if (body.type !== "redirected_statement") return chainTypes.has(body.type) || body.type === "negated_command";
  return body.children.some((child) => child.field === "body" && holdsChain(child));
}

function redirected(command: SyntaxNode, redirects: readonly SyntaxNode[]): SyntaxNode {
  const end = redirects.at(-1)?.end ?? command.end;
  const inner = command.type === "negated_command" ? command.children.at(-1) : undefined;
  if (inner !== undefined) return { ...command, end, children: [...command.children.slice(0, -1), redirected(inner, redirects)] };
  return { type: "redirected_statement", field: command.field, start: command.start, end, children: [{ ...command, field: "body" }, ...redirects] };
}

function pipelineOf(context: Context, nodes: readonly SyntaxNode[]): ShellStatement {
  const [first, ...rest] = nodes.flatMap((node) => statementsIn(context, [node]));
  const at: Span = [nodes[0]?.start ?? 0, nodes.at(-1)?.end ?? 0];
  if (first === undefined) return { kind: "command", assignments: [], words: [], redirects: [], isBackground: false, at };
  if (rest.length === 0) return first;
  // `! a | b` negates the pipeline; the grammar takes it for a pipeline that starts with a negated command.
  const isNegated = first.kind === "pipeline" && first.isNegated;
  return { kind: "pipeline", commands: isNegated ? [...first.commands, ...rest] : [first, ...rest], isNegated, redirects: [], isBackground: false, at };
}

function readIf(context: Context, node: SyntaxNode): ShellStatement {
  const branches = [readBranch(context, node), ...childrenOf(node, "elif_clause").map((clause) => readBranch(context, clause))];
  const otherwise = childrenOf(node, "else_clause").flatMap((clause) => statementsIn(context, clause.children));
  return { kind: "if", branches, otherwise, ...plainBase(node) };
}

function readBranch(context: Context, node: SyntaxNode): { readonly condition: readonly ShellStatement[]; readonly body: readonly ShellStatement[] } {
  const then = node.children.findIndex((child) => child.type === "then");
  const body = then === -1 ? [] : node.children.slice(then + 1).filter((child) => child.type !== "elif_clause" && child.type !== "else_clause");
  return { condition: statementsIn(context, then === -1 ? node.children : node.children.slice(0, then)), body: statementsIn(context, body) };
}

function childrenOf(node: SyntaxNode, type: string): readonly SyntaxNode[] {
  return node.children.filter((child) => child.type === type);
}

function readWhile(context: Context, node: SyntaxNode): ShellStatement {
  const condition = node.children.filter((child) => child.field === "condition");
  return { kind: "while", condition: statementsIn(context, condition), body: bodyOf(context, node), isUntil: node.children[0]?.type === "until", ...plainBase(node) };
}

function readFor(context: Context, node: SyntaxNode): ShellStatement {
  const variable = node.children.find((child) => child.field === "variable");
  const words = node.children.some((child) => child.type === "in") ? node.children.filter((child) => child.field === "value").map((value) => readWord(context.source, [value])) : undefined;
  return { kind: "for", variable: variable === undefined ? "" : context.text.slice(variable.start, variable.end), words, body: bodyOf(context, node), ...plainBase(node) };
}

function bodyOf(context: Context, node: SyntaxNode): readonly ShellStatement[] {
  const body = node.children.find((child) => child.field === "body");
  return body === undefined ? [] : statementsIn(context, body.children);
}

function readCase(context: Context, node: SyntaxNode): ShellStatement {
  const subject = node.children.find((child) => child.field === "value");
  const items = childrenOf(node, "case_item").map((item) => ({
    patterns: patternsOf(context, item),
    body: statementsIn(context, item.children.filter((child) => child.field !== "value")),
    fallsThrough: item.children.some((child) => child.field === "fallthrough"),
  }));
  return { kind: "case", subject: subject === undefined ? { parts: [], at: [node.start, node.start] } : readWord(context.source, [subject]), items, ...plainBase(node) };
}

/** Patterns stand between `|`; the grammar parts one that is partly quoted. */
function patternsOf(context: Context, item: SyntaxNode): readonly Word[] {
  const patterns: SyntaxNode[][] = [[]];
  for (const child of item.children) {
    if (child.type === "|") patterns.push([]);
    else if (child.field === "value") patterns.at(-1)?.push(child);
  }
  return patterns.filter((nodes) => nodes.length > 0).map((nodes) => readWord(context.source, nodes));
}

function readFunction(context: Context, node: SyntaxNode): ShellStatement {
  const name = node.children.find((child) => child.field === "name");
  const body = node.children.find((child) => child.field === "body");
  const pieces = noPieces();
  for (const child of node.children) if (child.field === "redirect") collectPieces(context, child, pieces);
  const definition: ShellFunction = {
    kind: "function",
    name: name === undefined ? "" : context.text.slice(name.start, name.end),
    body: body === undefined ? [] : statementsIn(context, body.type === "compound_statement" ? body.children : [body]),
    ...plainBase(node),
  };
  return { ...definition, redirects: pieces.redirects, ...(pieces.stdin === undefined ? {} : { stdin: pieces.stdin }) };
}
