import type { ShellAssignment, ShellStatement } from "../../facts/shell-script.js";
import { isText, join, literal, literalText } from "../../values/text.js";
import type { Text, Value } from "../../values/value.js";
import { branch } from "../execute.js";
import { appendToFile, fileContent, writeFile } from "../files.js";
import { newUnknown, spend } from "../run.js";
import { runSimple } from "./commands.js";
import { isPattern } from "./conditions.js";
import { fieldsOf } from "./fields.js";
import { captured, print } from "./output.js";
import { copyOfScope, declareLocal, exportVariable, folderOf, givenValue, handedIn, newTarget, pathFrom, setVariable, textOfValue } from "./shell.js";
import type { Shell, Target } from "./shell.js";
import { wordsOf, wordText } from "./words.js";

/** What a command says by its exit status; undefined if that is not known. */
export type Status = boolean | undefined;

export interface Outcome {
  readonly status: Status;
  /** Whether anything runs behind it: not behind `exit`, `return`, `break`. */
  readonly goesOn: boolean;
}

export const done: Outcome = { status: true, goesOn: true };

/** Runs statements in order, up to one behind which nothing runs. */
export function runStatements(shell: Shell, statements: readonly ShellStatement[], input: Text | undefined): Outcome {
  let last: Outcome = done;
  for (const statement of statements) {
    last = runStatement(shell, statement, input);
    if (!last.goesOn) break;
  }
  return last;
}

/** A command costs as much as a few expressions of a program. */
const stepsOfStatement = 5;

function runStatement(shell: Shell, statement: ShellStatement, input: Text | undefined): Outcome {
  const { frame } = shell;
  for (let step = 0; step < stepsOfStatement; step += 1) spend(frame.run);
  const given = statement.stdin === undefined ? redirectedInput(shell, statement) ?? input : wordText(shell, statement.stdin.content);
  switch (statement.kind) {
    case "command":
      return redirected(shell, statement, (inner) => runSimple(inner, statement, given));
    case "assignment":
      return runAssignments(shell, statement);
    case "pipeline":
      return redirected(shell, statement, (inner) => runPipeline(inner, statement, given));
    case "list":
      return runList(shell, statement, given);
    case "if":
      return redirected(shell, statement, (inner) => runIf(inner, statement.branches, statement.otherwise, given));
    case "while":
      return redirected(shell, statement, (inner) => runWhile(inner, statement, given));
    case "for":
      return redirected(shell, statement, (inner) => runFor(inner, statement, given));
    case "case":
      return redirected(shell, statement, (inner) => runCase(inner, statement, given));
    case "function":
      shell.functions.set(statement.name, { definition: statement, source: shell.source, frame, isFile: shell.isFile, file: shell.file });
      return done;
    case "group":
      return redirected(shell, statement, (inner) => runGroup(inner, statement, given));
    case "arithmetic":
      for (const [, name = ""] of shell.source.encoded.slice(...statement.at).matchAll(assignedNumber)) setVariable(shell, name, newUnknown(frame.run, "arithmetic"));
      return { ...done, status: undefined };
  }
}

/** `i++`, `count -= 1` in `((…))`. */
const assignedNumber = /([A-Za-z_]\w*)\s*(?:\+\+|--|[-+*/%]?=(?!=))/gu;

/** Tries several ways and goes on with all of them that go on. */
function runWays(shell: Shell, ways: readonly (() => Outcome)[]): Outcome {
  const outcomes: Outcome[] = [];
  const goesOn = branch(
    shell.frame,
    ways.map((way) => () => {
      const outcome = way();
      outcomes.push(outcome);
      return outcome.goesOn;
    }),
  );
  const going = outcomes.filter((outcome) => outcome.goesOn);
  const [first] = going;
  return { status: first !== undefined && going.every((outcome) => outcome.status === first.status) ? first.status : undefined, goesOn };
}

function runGroup(shell: Shell, statement: Extract<ShellStatement, { kind: "group" }>, input: Text | undefined): Outcome {
  if (!statement.isSubshell) return runStatements(shell, statement.body, input);
  return inSubshell(shell, (inner) => runStatements(inner, statement.body, input));
}

/** Runs something in a process of its own: its variables, its folder and its `exit` are its own. */
export function inSubshell(shell: Shell, body: (inner: Shell) => Outcome): Outcome {
  const process = newTarget("process", shell.frame.run);
  const outcome = body({ ...shell, scope: copyOfScope(shell.scope), functions: new Map(shell.functions), targets: [], process });
  return endOf(shell, process, outcome);
}

/** Joins the ways that left a function, loop or subshell early with the one that came to its end. */
export function endOf(shell: Shell, { start, ends }: Target, outcome: Outcome): Outcome {
  const { store } = shell.frame.run;
  if (ends.length === 0) return outcome.goesOn ? outcome : { ...outcome, goesOn: false };
  const all = outcome.goesOn ? [...ends, store.changesSince(start)] : ends;
  store.rollBack(start);
  store.joinWays(all);
  return { status: all.length === 1 && outcome.goesOn ? outcome.status : undefined, goesOn: true };
}

/** The commands of a pipeline run in subshells, each reading what the one before prints. */
function runPipeline(shell: Shell, statement: Extract<ShellStatement, { kind: "pipeline" }>, input: Text | undefined): Outcome {
  if (statement.commands.length === 1) {
    const [only] = statement.commands;
    const outcome = only === undefined ? done : runStatement(shell, only, input);
    return statement.isNegated ? { ...outcome, status: outcome.status === undefined ? undefined : !outcome.status } : outcome;
  }
  let piped = input;
  let status: Status;
  for (const command of statement.commands) {
    const { result, output } = captured(shell, (inner) => inSubshell(inner, (own) => runStatement(own, command, piped)));
    piped = output ?? newUnknown(shell.frame.run, "a pipe");
    status = result.status;
  }
  print(shell, piped);
  return { status: statement.isNegated && status !== undefined ? !status : status, goesOn: true };
}

/**
 * `a && b || c`. A command of which it is not known how it ends ends well, as is the ordinary case; but one that asks
 * something may answer either, and so may one with a `||` behind it: each answer is a way of its own through the rest.
 */
function runList(shell: Shell, list: Extract<ShellStatement, { kind: "list" }>, input: Text | undefined): Outcome {
  const [first] = list.statements;
  return first === undefined ? done : runNext(shell, list, { next: 0, splits: 0 }, first, input);
}

interface ListPosition {
  /** The statement that comes next. */
  readonly next: number;
  readonly splits: number;
}

/** The outcome of the last statement that ran. */
interface Answer extends Outcome {
  /** Whether it was run for its answer. */
  readonly isQuestion: boolean;
  /** What it has printed, if it is a question: where it fails, that is nothing (`command -v podman || echo docker`). */
  readonly output: Text | undefined;
}

function runNext(shell: Shell, list: Extract<ShellStatement, { kind: "list" }>, { next, splits }: ListPosition, statement: ShellStatement, input: Text | undefined): Outcome {
  const isQuestion = asks(statement);
  const { result, output } = isQuestion ? captured(shell, (inner) => runStatement(inner, statement, input)) : { result: runStatement(shell, statement, input), output: undefined };
  return runRest(shell, list, { next: next + 1, splits }, { ...result, isQuestion, output }, input);
}

/** More answers than these are not told apart: what follows may run. */
const mostSplits = 4;

function runRest(shell: Shell, list: Extract<ShellStatement, { kind: "list" }>, position: ListPosition, current: Answer, input: Text | undefined): Outcome {
  const { next, splits } = position;
  const statement = list.statements[next];
  const isAnd = list.operators[next - 1] === "&&";
  const isUndecided = statement !== undefined && current.goesOn && current.status === undefined && (!isAnd || current.isQuestion);
  if (isUndecided && splits < mostSplits) return runWays(shell, [true, false].map((status) => () => runRest(shell, list, { next, splits: splits + 1 }, { ...current, status }, input)));
  if (current.status !== false) print(shell, current.output);
  if (statement === undefined || !current.goesOn) return current;
  if (current.status !== undefined && current.status !== isAnd) return runRest(shell, list, { next: next + 1, splits }, { ...current, output: undefined }, input);
  return isUndecided ? runWays(shell, [() => runNext(shell, list, position, statement, input), () => current]) : runNext(shell, list, position, statement, input);
}

/** Commands that are run for what they answer. */
const questions: ReadonlySet<string> = new Set(["[", "[[", "test", "grep", "egrep", "command", "which", "type", "hash", "diff", "cmp", "read"]);

function asks(statement: ShellStatement): boolean {
  if (statement.kind === "pipeline") return statement.isNegated || statement.commands.slice(-1).some(asks);
  if (statement.kind === "list") return statement.statements.some(asks);
  if (statement.kind === "arithmetic") return true;
  const [part] = statement.kind === "command" ? (statement.words[0]?.parts ?? []) : [];
  return part?.kind === "text" && questions.has(part.text);
}

interface Branch {
  readonly condition: readonly ShellStatement[];
  readonly body: readonly ShellStatement[];
}

function runIf(shell: Shell, branches: readonly Branch[], otherwise: readonly ShellStatement[], input: Text | undefined): Outcome {
  const [first, ...rest] = branches;
  if (first === undefined) return runStatements(shell, otherwise, input);
  const condition = conditionOf(shell, first.condition, input);
  if (!condition.goesOn) return condition;
  const then = (): Outcome => runStatements(shell, first.body, input);
  const or = (): Outcome => runIf(shell, rest, otherwise, input);
  if (condition.status !== undefined) return condition.status ? then() : or();
  return runWays(shell, [then, or]);
}

/** What is run for its answer prints mostly nothing, or nothing that matters. */
function conditionOf(shell: Shell, condition: readonly ShellStatement[], input: Text | undefined): Outcome {
  return captured(shell, (inner) => runStatements(inner, condition, input)).result;
}

const mostRounds = 20;

/** Runs a loop's body; `break` and `continue` in it end there. */
function runBody(shell: Shell, target: Target, body: readonly ShellStatement[], input: Text | undefined): Outcome {
  const { store } = shell.frame.run;
  const start = store.mark();
  const round: Target = { ...target, continues: [] };
  const outcome = runStatements({ ...shell, targets: [...shell.targets, round] }, body, input);
  if (round.continues.length === 0) return outcome;
  const all = outcome.goesOn ? [...round.continues, store.changesSince(start)] : round.continues;
  store.rollBack(start);
  store.joinWays(all);
  return { ...outcome, goesOn: true };
}

function newLoop(shell: Shell): Target {
  return newTarget("loop", shell.frame.run);
}

function runFor(shell: Shell, statement: Extract<ShellStatement, { kind: "for" }>, input: Text | undefined): Outcome {
  const words = statement.words === undefined ? (shell.positional.items?.value ?? []).flatMap(({ value }) => (isText(value) ? [value] : [])) : statement.words.flatMap((word) => wordsOf(shell, word)).map((word) => word.text);
  return runRounds(shell, words, (word) => {
    setVariable(shell, statement.variable, word);
  }, statement.body, input);
}

/** One round for each of the values. */
function runRounds<T>(shell: Shell, values: readonly T[], begin: (value: T) => void, body: readonly ShellStatement[], input: Text | undefined): Outcome {
  const loop = newLoop(shell);
  let last: Outcome = done;
  for (const value of values.slice(0, mostRounds * 5)) {
    begin(value);
    last = runBody(shell, loop, body, input);
    if (!last.goesOn) break;
  }
  return endOf(shell, loop, last);
}

/** Rounds whose condition is known run as often as it holds; else one round is joined with none. */
function runWhile(shell: Shell, statement: Extract<ShellStatement, { kind: "while" }>, input: Text | undefined): Outcome {
  const lines = linesRead(shell, statement, input);
  if (lines !== undefined) return runRounds(shell, lines.texts, lines.begin, statement.body, undefined);
  const loop = newLoop(shell);
  for (let round = 0; round < mostRounds; round += 1) {
    const condition = conditionOf(shell, statement.condition, input);
    if (!condition.goesOn) return endOf(shell, loop, condition);
    const holds = condition.status === undefined || statement.condition.length === 0 ? undefined : condition.status !== statement.isUntil;
    if (holds === false) break;
    if (holds === undefined) {
      // Its body may do what is waited for; it runs once or not at all.
      return endOf(shell, loop, runWays(shell, [() => runBody(shell, loop, statement.body, input), () => done]));
    }
    const outcome = runBody(shell, loop, statement.body, input);
    if (!outcome.goesOn) return endOf(shell, loop, outcome);
  }
  return endOf(shell, loop, done);
}

/** `while read -r name …; do`: a round for each line of a text that is known. */
function linesRead(shell: Shell, { condition }: Extract<ShellStatement, { kind: "while" }>, input: Text | undefined): { readonly texts: readonly Text[]; readonly begin: (line: Text) => void } | undefined {
  const command = condition.find((one) => one.kind === "command" && one.words[0] !== undefined && literalText(wordText(shell, one.words[0])) === "read");
  if (command?.kind !== "command" || input === undefined) return undefined;
  const texts = linesOf(input);
  if (texts === undefined) return undefined;
  const names = command.words.slice(1).flatMap((word) => literalText(wordText(shell, word)) ?? []).filter((name) => /^[A-Za-z_]\w*$/u.test(name));
  const separator = command.assignments.find((one) => one.name === "IFS");
  const separators = separatorsFor(shell, separator === undefined ? undefined : wordText(shell, separator.value));
  return {
    texts,
    begin: (line) => {
      assignFields(shell, names, line, separators);
    },
  };
}

/** The lines of a text; undefined if a hole may hold several. */
export function linesOf(text: Text): readonly Text[] | undefined {
  const known = literalText(text);
  if (known !== undefined) return splitText(text, known, "\n");
  return text.kind === "joined" && text.parts.some((part) => literalText(part.text)?.includes("\n") === true) ? splitJoined(text, "\n") : undefined;
}

/** What `read` puts into variables: a field each, the rest of the line into the last. */
export function assignFields(shell: Shell, names: readonly string[], line: Text, separators: string | undefined): void {
  const [only] = names;
  if (names.length <= 1) {
    setVariable(shell, only ?? "REPLY", line);
    return;
  }
  const fields = separators === undefined ? undefined : fieldsOf(line, separators, names.length);
  names.forEach((name, index) => {
    setVariable(shell, name, fields === undefined ? newUnknown(shell.frame.run, "a field of a line") : (fields[index] ?? literal("")));
  });
}

/** What separates fields, of a command that is given an IFS of its own or not; undefined if that is not known. */
export function separatorsFor(shell: Shell, own: Text | undefined): string | undefined {
  const given = own ?? givenValue(shell, "IFS");
  return given === undefined ? " \t\n" : isText(given) ? literalText(given) : undefined;
}

function runCase(shell: Shell, statement: Extract<ShellStatement, { kind: "case" }>, input: Text | undefined): Outcome {
  const subject = wordText(shell, statement.subject);
  const ways: (() => Outcome)[] = [];
  for (const [index, item] of statement.items.entries()) {
    const matches = item.patterns.map((pattern) => isPattern(shell, subject, pattern));
    const isMatched = matches.includes(true) ? true : matches.includes(undefined) ? undefined : false;
    if (isMatched === false) continue;
    const bodies = [item.body];
    for (let next = index; statement.items[next]?.fallsThrough === true; next += 1) bodies.push(statement.items[next + 1]?.body ?? []);
    const way = (): Outcome => runStatements(shell, bodies.flat(), input);
    if (isMatched && ways.length === 0) return way();
    ways.push(way);
    if (isMatched) return runWays(shell, ways);
  }
  return ways.length === 0 ? done : runWays(shell, [...ways, () => done]);
}

// ---------------------------------------------------------------------------------------------------- assignments

function runAssignments(shell: Shell, statement: Extract<ShellStatement, { kind: "assignment" }>): Outcome {
  const { keyword } = statement;
  const words = statement.words.map((word) => literalText(wordText(shell, word)) ?? "");
  const options = words.filter((word) => /^[-+]/u.test(word));
  const names = words.filter((word) => /^[A-Za-z_]\w*$/u.test(word));
  const isLocal = (keyword === "local" || keyword === "declare" || keyword === "typeset") && shell.scope.outer !== undefined && !options.some((option) => option.includes("g"));
  for (const name of isLocal ? [...names, ...statement.assignments.map((one) => one.name)] : []) declareLocal(shell, name);
  for (const assignment of statement.assignments) assign(shell, assignment);
  if (keyword === "export" || options.some((option) => option.startsWith("-") && option.includes("x"))) {
    for (const name of [...names, ...statement.assignments.map((one) => one.name)]) exportVariable(shell, name);
  }
  if (options.some((option) => option.includes("A"))) for (const name of names) setVariable(shell, name, { kind: "object", object: shell.frame.run.store.createObject("map") });
  return done;
}

export function assign(shell: Shell, assignment: ShellAssignment): void {
  const { store } = shell.frame.run;
  const before = assignment.isAppended || assignment.index !== undefined ? givenValue(shell, assignment.name) : undefined;
  if (assignment.elements !== undefined) {
    setVariable(shell, assignment.name, listOf(shell, assignment.elements.flatMap((element) => keyedElement(shell, element) ?? wordsOf(shell, element).map((word) => ({ text: word.text }))), before));
    return;
  }
  const value = wordText(shell, assignment.value);
  if (assignment.index !== undefined) {
    const key = wordText(shell, assignment.index);
    const object = before?.kind === "object" ? before.object : store.createObject("map");
    if (before?.kind !== "object") setVariable(shell, assignment.name, { kind: "object", object });
    store.write(store.property(object, literalText(key) ?? key.key), value);
    return;
  }
  const [only, ...others] = assignment.value.parts;
  const origin = only?.kind === "variable" && others.length === 0 && before === undefined ? handedIn(shell, only.name) : undefined;
  setVariable(shell, assignment.name, before === undefined ? value : join([{ text: textOfValue(shell, before, assignment.name) }, { text: value }]), origin);
}

interface Element {
  readonly key?: string | undefined;
  readonly text: Text;
}

/** `[key]=value` in a list. */
function keyedElement(shell: Shell, word: Parameters<typeof wordText>[1]): readonly Element[] | undefined {
  const text = wordText(shell, word);
  const [, key] = /^\[([^\]]+)\]=/u.exec(literalText(text) ?? (text.kind === "joined" ? (literalText(text.parts[0]?.text ?? text) ?? "") : "")) ?? [];
  if (key === undefined) return undefined;
  const known = literalText(text);
  const rest = known === undefined && text.kind === "joined" ? join([{ text: literal((literalText(text.parts[0]?.text ?? text) ?? "").slice(key.length + 3)) }, ...text.parts.slice(1)]) : literal((known ?? "").slice(key.length + 3));
  return [{ key: key.replace(/^["']|["']$/gu, ""), text: rest }];
}

function listOf(shell: Shell, elements: readonly Element[], before: Value | undefined): Value {
  const { store } = shell.frame.run;
  if (elements.some((element) => element.key !== undefined) || (before?.kind === "object" && before.object.items === undefined)) {
    const object = before?.kind === "object" ? before.object : store.createObject("map");
    elements.forEach(({ key, text }, index) => {
      store.write(store.property(object, key ?? String(index)), text);
    });
    return { kind: "object", object };
  }
  const earlier = before?.kind === "object" ? (before.object.items?.value ?? []) : before !== undefined && isText(before) ? [{ value: before, isOptional: false }] : [];
  return { kind: "object", object: store.createObject("array", { items: [...earlier, ...elements.map(({ text }) => ({ value: text, isOptional: false }))] }) };
}

// ---------------------------------------------------------------------------------------------------- redirections

const outputOperators: ReadonlySet<string> = new Set([">", ">|", "&>", ">>", "&>>"]);

/** `> file` takes the output, `>> file` puts it behind what is there, and `>&2` hands it to whoever looks on. */
function redirected(shell: Shell, statement: ShellStatement, body: (inner: Shell) => Outcome): Outcome {
  const { run } = shell.frame;
  const redirect = statement.redirects.find((one) => outputOperators.has(one.operator) && (one.descriptor ?? 1) === 1);
  if (statement.redirects.some((one) => one.operator === ">&" && (one.descriptor ?? 1) === 1 && literalText(wordText(shell, one.target)) === "2")) return captured(shell, body).result;
  if (redirect === undefined) return body(shell);
  const { result, output } = captured(shell, body);
  const file = pathFrom(shell, wordText(shell, redirect.target));
  const name = literalText(file) ?? "";
  if (/^\/dev\/std(?:err|out)$/u.test(name)) print(shell, output);
  if (name.startsWith("/dev/")) return result;
  const content = output ?? newUnknown(run, "a command's output");
  const archive = output === undefined ? undefined : run.archives.get(output.key);
  if (archive !== undefined) run.archives.set(file.key, archive);
  if (redirect.operator.endsWith(">>")) appendToFile(shell.frame, file, content);
  else writeFile(shell.frame, file, content);
  return result;
}

export function redirectedInput(shell: Shell, statement: ShellStatement): Text | undefined {
  const redirect = statement.redirects.find((one) => one.operator === "<");
  if (redirect === undefined) return undefined;
  const [part] = redirect.target.parts;
  if (part?.kind === "substitution" && part.form === "input") return captured(shell, (inner) => inSubshell(inner, (own) => runStatements(own, part.script.statements, undefined))).output ?? literal("");
  const file = wordText(shell, redirect.target);
  if (shell.frame.run.archives.has(file.key)) return file;
  const content = fileContent(shell.frame, file, folderOf(shell));
  return content !== undefined && isText(content) ? content : newUnknown(shell.frame.run, "a file's content");
}

// ---------------------------------------------------------------------------------------------------- pieces of texts

function splitText(text: Text, known: string, separator: string): readonly Text[] {
  const pieces: Text[] = [];
  let from = 0;
  for (const piece of known.replace(/\n+$/u, "").split(separator)) {
    pieces.push(text.kind === "literal" ? { ...text, key: piece, text: piece, source: text.source === undefined ? undefined : { ...text.source, offset: text.source.offset + from } } : literal(piece));
    from += piece.length + separator.length;
  }
  return pieces;
}

function splitJoined(text: Extract<Text, { kind: "joined" }>, separator: string): readonly Text[] {
  const lines: { text: Text }[][] = [[]];
  for (const part of text.parts) {
    const known = literalText(part.text);
    if (known === undefined) {
      lines.at(-1)?.push({ text: part.text });
      continue;
    }
    known.split(separator).forEach((piece, index) => {
      if (index > 0) lines.push([]);
      if (piece !== "") lines.at(-1)?.push({ text: literal(piece) });
    });
  }
  return lines.map((line) => join(line)).filter((line, index) => line.key !== "" || index < lines.length - 1);
}
