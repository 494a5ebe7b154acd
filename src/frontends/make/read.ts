import type { Span, SyntaxProblem } from "../../facts/facts.js";
import type { Makefile, MakeAssignment, MakeLine, MakeTest, MakeText } from "../../facts/makefile.js";
import { isHole } from "../../models/command-effect.js";
import { mostProblems } from "../tree-sitter/syntax-tree.js";
import { readAssignmentHead, wordAt, type AssignmentHead } from "./assignments.js";
import { collapseLine, collapseLines, collapseRecipe, slice, trimmed, verbatim, type CollapsedText } from "./collapsed-text.js";
import { beginsConditional, readTest } from "./conditionals.js";
import { readText } from "./expansions.js";
import { behindSpace, isBlank, logicalLineAt, type LogicalLine } from "./logical-lines.js";
import { modifiersOf, readAssignment, readName, readRule } from "./rules.js";
import { splitAt } from "./stops.js";

/**
 * Reads a Makefile, or text that a Makefile makes for itself (`$(eval)`), which may hold holes: they are letters like
 * others. Never throws.
 */
export function readMakefile(text: string): Makefile {
  return readMakeLines(text).makefile;
}

/**
 * Reads the expansions of a text that is not part of a line: a variable's value from the environment (`value`: it is as
 * it is), or what is to run as a recipe line (`recipe`). Offsets are those of the text. What cannot be read is verbatim.
 */
export function readMakeText(text: string, form: "value" | "recipe"): MakeText {
  return readText(form === "value" ? verbatim(text, 0, text.length) : collapseRecipe(text, 0, text.length, "\t"), []);
}

export interface MakeLines {
  readonly makefile: Makefile;
  /** The comments of make itself, from `#` to the end of their line. */
  readonly comments: readonly Span[];
  /** Text in which `#` belongs to others: recipe lines without their prefix, and the lines of a `define`. */
  readonly scripts: readonly Span[];
}

/**
 * Reads a Makefile line by line, as make does
 * (https://www.gnu.org/software/make/manual/make.html#Parsing-Makefiles; the order in which a line is taken for one thing or
 * another is that of `eval` in make's read.c). Which branch of a conditional counts is not known here: all are read.
 */
export function readMakeLines(text: string): MakeLines {
  const lines: MakeLine[] = [];
  const reader: Reader = { source: text, problems: [], comments: [], scripts: [], recipePrefix: "\t", rule: "closed", lines, conditionals: [] };
  // Make skips the mark of UTF-8.
  let next: number | undefined = text.startsWith("\uFEFF") ? 1 : 0;
  while (next !== undefined) {
    const line: LogicalLine = logicalLineAt(text, next);
    next = readLine(reader, line);
  }
  for (const { at } of reader.conditionals) reader.problems.push({ offset: at, message: "the conditional is not closed: 'endif' is missing" });
  while (reader.conditionals.length > 0) closeConditional(reader, text.length);
  const problems = reader.problems.sort((first, second) => first.offset - second.offset).slice(0, mostProblems);
  return { makefile: { lines, problems }, comments: reader.comments, scripts: reader.scripts };
}

interface Reader {
  readonly source: string;
  readonly problems: SyntaxProblem[];
  readonly comments: Span[];
  readonly scripts: Span[];
  recipePrefix: string;
  rule: RuleState;
  /** Where lines go: the file's, or those of the branch that is read. */
  lines: MakeLine[];
  readonly conditionals: OpenConditional[];
}

/** Whether a line that begins with the prefix is a recipe line: of a rule, of one without targets (make skips it), or not at all. */
type RuleState = "open" | "skipped" | "closed";

interface OpenConditional {
  readonly at: number;
  readonly ruleBefore: RuleState;
  /** At the end of each branch. */
  readonly rulesBehind: RuleState[];
  readonly outerLines: MakeLine[];
  readonly branches: { readonly test: MakeTest; readonly lines: MakeLine[] }[];
  readonly otherwise: MakeLine[];
  /** Its test cannot be read, or it is nested too deeply: its lines stand among those around it. */
  readonly isFlat: boolean;
  /** What its last branch is for: `else` is for all that is left, and so is one whose test cannot be read. */
  last: "test" | "unreadable test" | "else";
}

/** Conditionals in conditionals: more levels than a person would write; bounds the stack of who reads the lines. */
const greatestDepth = 100;

/** Reads one line, or all of a `define`, and gives where the next one starts. */
function readLine(reader: Reader, line: LogicalLine): number | undefined {
  const { source, problems } = reader;
  const { start, end, next } = line;
  const isIndented = source[start] === reader.recipePrefix && start < end;
  if (isIndented && reader.rule !== "closed") {
    const recipe = collapseRecipe(source, start + 1, end, reader.recipePrefix);
    reader.scripts.push(recipe.at);
    if (reader.rule === "open") reader.lines.push({ kind: "recipe", text: readText(recipe, problems), at: [start, end] });
    return next;
  }
  const collapsed = collapseLine(source, start, end);
  const { before, stop } = splitAt(collapsed, "#");
  if (stop !== undefined) reader.comments.push([slice(collapsed, stop, stop + 1).at[0], end]);
  const statement = slice(before, behindSpace(before.text, 0), before.text.length);
  if (statement.text === "") return next;
  const head = readAssignmentHead(statement.text, 0, false);
  if (head !== undefined) {
    reader.rule = "closed";
    return head.kind === "define" ? readDefine(reader, line, statement, head) : readAssignmentLine(reader, statement, head, next);
  }
  const word = wordAt(statement.text, 0);
  const operand = trimmed(slice(statement, word.length, statement.text.length));
  if (readConditionalLine(reader, statement, word, operand)) return next;
  const directive = directives.get(word);
  if (directive !== undefined) {
    reader.rule = "closed";
    const read = directive(readText(operand, problems), statement.at);
    if (read !== undefined) reader.lines.push(read);
    return next;
  }
  readRuleLine(reader, slice(collapsed, behindSpace(collapsed.text, 0), collapsed.text.length), isIndented);
  return next;
}

/** The directives that are one line; what `vpath` and `load` say is of no interest. */
const directives = new Map<string, (text: MakeText, at: Span) => MakeLine | undefined>([
  ["export", (names, at) => ({ kind: "export", names, at })],
  ["unexport", (names, at) => ({ kind: "unexport", names, at })],
  ["include", (files, at) => ({ kind: "include", files, isOptional: false, at })],
  ["-include", (files, at) => ({ kind: "include", files, isOptional: true, at })],
  ["sinclude", (files, at) => ({ kind: "include", files, isOptional: true, at })],
  ["vpath", () => undefined],
  ["load", () => undefined],
  ["-load", () => undefined],
]);

/** `NAME = value` or `undefine NAME`. */
function readAssignmentLine(reader: Reader, statement: CollapsedText, head: AssignmentHead, next: number | undefined): number | undefined {
  const { problems } = reader;
  if (head.definition === undefined) {
    const names = readName(trimmed(slice(statement, head.start, statement.text.length)), problems);
    reader.lines.push({ kind: "undefine", names, at: statement.at });
    return next;
  }
  const assignment = readAssignment({ text: statement, head, definition: head.definition, problems });
  reader.lines.push(assignment);
  reader.recipePrefix = recipePrefixBehind(assignment, reader.recipePrefix);
  return next;
}

/** A literal value of `.RECIPEPREFIX` changes what a recipe line is from here on (https://www.gnu.org/software/make/manual/make.html#Special-Variables). */
function recipePrefixBehind({ name, value }: MakeAssignment, before: string): string {
  const [only] = name.parts;
  if (name.parts.length !== 1 || only?.kind !== "text" || only.text !== ".RECIPEPREFIX") return before;
  const [first] = value.parts;
  if (first === undefined) return "\t";
  return first.kind === "text" ? first.text.slice(0, 1) : before;
}

/**
 * `define NAME … endef` (https://www.gnu.org/software/make/manual/make.html#Multi_002dLine). A `define` in it is counted,
 * but only one that its line begins with, as make does.
 */
function readDefine(reader: Reader, line: LogicalLine, statement: CollapsedText, head: AssignmentHead): number | undefined {
  const { source, problems } = reader;
  const name = slice(statement, head.start, head.definition?.nameEnd ?? statement.text.length);
  const body: Span[] = [];
  let last = line;
  let depth = 1;
  while (depth > 0 && last.next !== undefined) {
    last = logicalLineAt(source, last.next);
    const word = source[last.start] === reader.recipePrefix ? "" : defineWord(source, last);
    if (word === "define") depth += 1;
    if (word === "endef") depth -= 1;
    if (depth > 0) body.push([last.start, last.end]);
  }
  if (depth > 0) problems.push({ offset: statement.at[0], message: "the definition is not closed: 'endef' is missing" });
  const value = collapseLines(source, body[0]?.[0] ?? Math.max(last.start, line.end), body);
  reader.scripts.push(value.at);
  reader.lines.push({
    kind: "assignment",
    name: readName(trimmed(name), problems),
    operator: head.definition?.operator ?? "=",
    value: readText(value, problems),
    isDefine: true,
    ...modifiersOf(head),
    at: [statement.at[0], last.end],
  });
  return last.next;
}

/** The word that a line in a `define` begins with, if it counts. */
function defineWord(source: string, { start, end }: LogicalLine): "define" | "endef" | undefined {
  const from = behindSpace(source, start, end);
  const found = /^(define|endef)(?=$|[ \t]|\\\r?\n)/.exec(source.slice(from, Math.min(end, from + 9)))?.[1];
  return found === "define" || found === "endef" ? found : undefined;
}

/** Whether the line is a directive of a conditional (https://www.gnu.org/software/make/manual/make.html#Conditional-Syntax). */
function readConditionalLine(reader: Reader, statement: CollapsedText, word: string, operand: CollapsedText): boolean {
  const [offset, end] = statement.at;
  const conditional = reader.conditionals.at(-1);
  if (beginsConditional(word)) openConditional(reader, offset, word, operand);
  else if (word !== "else" && word !== "endif") return false;
  else if (conditional === undefined) reader.problems.push({ offset, message: `'${word}' without a conditional` });
  else if (word === "endif") closeConditional(reader, end);
  else readElse(reader, conditional, offset, operand);
  return true;
}

function openConditional(reader: Reader, offset: number, word: string, operand: CollapsedText): void {
  const { problems, conditionals } = reader;
  const test = readTest(word, operand, problems);
  const isTooDeep = conditionals.length >= greatestDepth;
  if (isTooDeep && conditionals.length === greatestDepth) problems.push({ offset, message: "conditionals are nested too deeply" });
  if (test === undefined) problems.push({ offset, message: `the test of '${word}' cannot be read` });
  const branch = isTooDeep || test === undefined ? undefined : { test, lines: [] };
  conditionals.push({
    at: offset,
    ruleBefore: reader.rule,
    rulesBehind: [],
    outerLines: reader.lines,
    branches: branch === undefined ? [] : [branch],
    otherwise: [],
    isFlat: branch === undefined,
    last: "test",
  });
  reader.lines = branch?.lines ?? reader.lines;
}

function readElse(reader: Reader, conditional: OpenConditional, offset: number, operand: CollapsedText): void {
  const { problems } = reader;
  conditional.rulesBehind.push(reader.rule);
  reader.rule = conditional.ruleBefore;
  const isPlain = operand.text === "";
  const word = wordAt(operand.text, 0);
  const test = readTest(word, slice(operand, word.length, operand.text.length), problems);
  if (conditional.last === "else") problems.push({ offset, message: "a second 'else'" });
  else if (!isPlain && test === undefined) problems.push({ offset, message: beginsConditional(word) ? `the test of '${word}' cannot be read` : "what follows 'else' is no test" });
  const takesTest = conditional.last === "test" && test !== undefined;
  if (isPlain) conditional.last = "else";
  else if (conditional.last === "test" && test === undefined) conditional.last = "unreadable test";
  if (conditional.isFlat) return;
  const lines = takesTest ? [] : conditional.otherwise;
  if (takesTest) conditional.branches.push({ test, lines });
  reader.lines = lines;
}

function closeConditional(reader: Reader, end: number): void {
  const conditional = reader.conditionals.pop();
  if (conditional === undefined) return;
  const { at, ruleBefore, rulesBehind, outerLines, branches, otherwise, isFlat, last } = conditional;
  const rules = [...rulesBehind, reader.rule, ...(last === "else" ? [] : [ruleBefore])];
  // Which branch counts is not known: a rule that may be open has recipe lines.
  reader.rule = (["open", "skipped"] as const).find((state) => rules.includes(state)) ?? "closed";
  reader.lines = outerLines;
  if (!isFlat) reader.lines.push({ kind: "conditional", branches, otherwise, at: [at, end] });
}

/** A rule, a target-specific assignment, or a line that has to be expanded before it is one. */
function readRuleLine(reader: Reader, line: CollapsedText, isIndented: boolean): void {
  const { source, problems, recipePrefix } = reader;
  const found = problems.length;
  const read = readRule({ source, line, recipePrefix, problems });
  if (read !== undefined) {
    reader.rule = "closed";
    if (isIndented) problems.push({ offset: line.at[0], message: "a recipe line without a rule" });
    else if (read.kind === "assignment") reader.lines.push(read);
    else {
      reader.rule = read.targets.parts.length > 0 ? "open" : "skipped";
      if (reader.rule === "open") reader.lines.push(read);
    }
    return;
  }
  const statement = trimmed(splitAt(line, "#").before);
  const text = readText(statement, problems);
  const [first] = text.parts;
  if (first !== undefined && (first.kind !== "text" || Array.from(statement.text).some(isHole))) {
    reader.rule = "closed";
    reader.lines.push({ kind: "expression", text, at: text.at });
  } else if (problems.length === found) problems.push({ offset: statement.at[0], message: isIndented ? "a recipe line without a rule" : separatorIsMissing(source, statement) });
}

/** Why a line is neither a rule nor an assignment, as far as make itself would guess. */
function separatorIsMissing(source: string, statement: CollapsedText): string {
  const word = wordAt(statement.text, 0);
  const start = statement.at[0];
  if (word === "endef") return "'endef' without 'define'";
  if (/^ifn?eq./.test(word)) return "this is no rule and no assignment: a blank is missing behind 'ifeq' or 'ifneq'";
  if (isBlank(source[start - 1])) return "this is no rule and no assignment: a recipe line begins with a tab";
  return "this is no rule and no assignment";
}
