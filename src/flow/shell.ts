import { readShell } from "../frontends/shell/read.js";
import type { Part, ShellAssignment, ShellCommand, ShellFunction, ShellScript, ShellStatement, Word } from "../facts/shell-script.js";
import { encodeText } from "../values/encoding.js";
import type { EncodedText } from "../values/encoding.js";
import { choice, derived, expandChoices, isText, join, literal, literalText } from "../values/text.js";
import type { Cell, JoinedPart, Text, Value } from "../values/value.js";
import { runCommand } from "./commands.js";
import type { CommandContext, CommandWord } from "./commands.js";
import { escape } from "./escapes.js";
import { branch } from "./execute.js";
import { fileContent, writeFile } from "./files.js";
import { environment } from "./properties.js";
import { newUnknown } from "./run.js";
import type { Frame } from "./run.js";

/** What a script knows while it runs. */
interface Shell {
  readonly frame: Frame;
  readonly source: EncodedText;
  readonly context: CommandContext;
  readonly variables: Map<string, Cell>;
  readonly functions: Map<string, ShellFunction>;
  readonly positional: readonly Text[];
  readonly depth: number;
}

const deepestCall = 20;

/** Runs the text of a shell script; gives its standard output. */
export function runShell(frame: Frame, script: Text, context: CommandContext): Text {
  const { run } = frame;
  const source = encodeText(script);
  if (run.project.shell === undefined || source === undefined || literalText(script) === "") return newUnknown(run, "the output of a script");
  if (source.encoded.trim().length === 1 && literalText(script) === undefined) {
    // Nothing of the command line is known.
    escape(run, [script], context.place, "a command line that is not known");
    run.opaqueCommands.push({ name: "a command line that is not known", place: context.place, order: (run.counters.order += 1) });
    return newUnknown(run, "the output of a command line that is not known");
  }
  const ways = expandChoices(script, isShaping);
  if (ways !== undefined && ways.length > 1) {
    const outputs: Text[] = [];
    branch(
      frame,
      ways.map((way) => () => {
        outputs.push(runShell(frame, way, context));
        return true;
      }),
    );
    const output = choice(outputs);
    return isText(output) ? output : newUnknown(run, "the output of a script");
  }
  const parsed = readShell(run.project.shell, source.encoded);
  return runScript({ frame, source, context, variables: new Map(), functions: new Map(), positional: [], depth: 0 }, parsed, context.input) ?? newUnknown(run, "the output of a script");
}

/** Nothing, and blanks, are no part of a word. */
function isShaping(alternative: Text): boolean {
  return alternative.key === "" || /\s/u.test(encodeText(alternative)?.encoded ?? "");
}

/** Runs statements in order; gives what they print, if all of it is known. */
function runScript(shell: Shell, script: ShellScript | { readonly statements: readonly ShellStatement[] }, input: Text | undefined): Text | undefined {
  const outputs = script.statements.map((statement) => runStatement(shell, statement, input));
  const printed = outputs.filter((output): output is Text => output !== undefined);
  const [only] = printed;
  if (printed.length <= 1) return only;
  return join(printed.flatMap((text, index) => (index === 0 ? [{ text }] : [{ text: literal("\n") }, { text }])));
}

/** Gives the statement's standard output; undefined if it prints nothing. */
function runStatement(shell: Shell, statement: ShellStatement, input: Text | undefined): Text | undefined {
  const { frame } = shell;
  const given = statement.stdin === undefined ? redirectedInput(shell, statement) ?? input : wordText(shell, statement.stdin.content);
  const ways = (bodies: readonly (readonly ShellStatement[])[]): Text | undefined => {
    const outputs: Text[] = [];
    branch(
      frame,
      bodies.map((body) => () => {
        const output = runScript(shell, { statements: body }, given);
        if (output !== undefined) outputs.push(output);
        return true;
      }),
    );
    const output = outputs.length === 0 ? undefined : choice(outputs);
    return output !== undefined && isText(output) ? output : undefined;
  };
  switch (statement.kind) {
    case "command":
      return redirected(shell, statement, runSimple(shell, statement, given));
    case "assignment":
      for (const assignment of statement.assignments) assign(shell, assignment);
      return undefined;
    case "pipeline": {
      let piped = given;
      for (const command of statement.commands) piped = runStatement(shell, command, piped) ?? newUnknown(frame.run, "a pipe");
      return redirected(shell, statement, piped);
    }
    case "list":
      // `a && b`: what comes later runs if what comes first went well; that it did is the ordinary case.
      return runScript(shell, { statements: statement.statements }, given);
    case "if":
      for (const one of statement.branches) runScript(shell, { statements: one.condition }, given);
      return ways([...statement.branches.map((one) => one.body), statement.otherwise]);
    case "while":
      runScript(shell, { statements: statement.condition }, given);
      return ways([statement.body, []]);
    case "for":
      return runFor(shell, statement, given);
    case "case":
      return ways([...statement.items.map((item) => item.body), []]);
    case "function":
      shell.functions.set(statement.name, statement);
      return undefined;
    case "group": {
      const before = shell.variables.get(folder)?.value;
      const output = redirected(shell, statement, runScript(shell, { statements: statement.body }, given));
      // `( cd folder; … )` is left again.
      if (statement.isSubshell && before === undefined) shell.variables.delete(folder);
      else if (statement.isSubshell && before !== undefined) setVariable(shell, folder, before);
      return output;
    }
    case "arithmetic":
      return undefined;
  }
}

function runSimple(shell: Shell, command: ShellCommand, input: Text | undefined): Text | undefined {
  const { frame, context } = shell;
  const words = command.words.flatMap((word) => wordsOf(shell, word));
  if (words.length === 0) {
    for (const assignment of command.assignments) assign(shell, assignment);
    return undefined;
  }
  const name = literalText(words[0]?.text ?? literal(""));
  const called = name === undefined ? undefined : shell.functions.get(name);
  if (called !== undefined && shell.depth < deepestCall) {
    return runScript({ ...shell, positional: words.slice(1).map((word) => word.text), depth: shell.depth + 1 }, { statements: called.body }, input);
  }
  const [, target] = words;
  if (name === "cd" && target !== undefined && words.length === 2 && literalText(target.text) !== "-") setVariable(shell, folder, folderFrom(shell, target.text));
  return runCommand(frame, words, { ...context, input, folder: folderOf(shell), variables: (variable) => givenVariable(shell, command, variable), awaitInput: input === undefined ? context.awaitInput : undefined });
}

/** What a command's own assignment or the shell says of a variable. */
function givenVariable(shell: Shell, { assignments }: ShellCommand, name: string): Text | undefined {
  const own = assignments.find((assignment) => assignment.name === name);
  const value = own === undefined ? shell.variables.get(name)?.value : wordText(shell, own.value);
  return value !== undefined && isText(value) ? value : shell.context.variables?.(name);
}

/** The folder that the shell is in, among its variables. */
const folder = "working folder";

function folderOf(shell: Shell): Text | undefined {
  const value = shell.variables.get(folder)?.value;
  return value !== undefined && isText(value) ? value : shell.context.folder;
}

function folderFrom(shell: Shell, path: Text): Text {
  const before = folderOf(shell);
  const isOwn = literalText(path)?.startsWith("/") !== false;
  return isOwn || before === undefined || literalText(before) === "" ? path : join([{ text: before }, { text: literal("/") }, { text: path }]);
}

function runFor(shell: Shell, statement: Extract<ShellStatement, { kind: "for" }>, input: Text | undefined): Text | undefined {
  const words = statement.words === undefined ? shell.positional : statement.words.flatMap((word) => wordsOf(shell, word)).map((word) => word.text);
  const outputs = words.map((word) => {
    setVariable(shell, statement.variable, word);
    return runScript(shell, { statements: statement.body }, input);
  });
  return outputs.find((output) => output !== undefined);
}

/** `> file` takes the output, `< file` gives the input. */
function redirected(shell: Shell, statement: ShellStatement, output: Text | undefined): Text | undefined {
  for (const redirect of statement.redirects) {
    if ((redirect.operator === ">" || redirect.operator === ">|") && (redirect.descriptor ?? 1) === 1) {
      const file = wordText(shell, redirect.target);
      const archive = output === undefined ? undefined : shell.frame.run.archives.get(output.key);
      if (archive !== undefined) shell.frame.run.archives.set(file.key, archive);
      writeFile(shell.frame, file, output ?? newUnknown(shell.frame.run, "a command's output"));
      return undefined;
    }
  }
  return output;
}

function redirectedInput(shell: Shell, statement: ShellStatement): Text | undefined {
  const redirect = statement.redirects.find((one) => one.operator === "<");
  if (redirect === undefined) return undefined;
  const file = wordText(shell, redirect.target);
  if (shell.frame.run.archives.has(file.key)) return file;
  const content = fileContent(shell.frame, file, folderOf(shell));
  return content !== undefined && isText(content) ? content : newUnknown(shell.frame.run, "a file's content");
}

function assign(shell: Shell, assignment: ShellAssignment): void {
  const value = assignment.elements === undefined ? wordText(shell, assignment.value) : join(assignment.elements.flatMap((element, index) => [...(index === 0 ? [] : [{ text: literal(" ") }]), { text: wordText(shell, element) }]));
  const before = assignment.isAppended ? shell.variables.get(assignment.name)?.value : undefined;
  setVariable(shell, assignment.name, before !== undefined && isText(before) ? join([{ text: before }, { text: value }]) : value);
}

function setVariable(shell: Shell, name: string, value: Value): void {
  const cell = shell.variables.get(name) ?? { value: undefined, origin: undefined };
  shell.variables.set(name, cell);
  shell.frame.run.store.write(cell, value);
}

/** A word as the shell hands it on: one word, or several where an unquoted value holds blanks. */
function wordsOf(shell: Shell, word: Word): readonly CommandWord[] {
  const finished: CommandWord[] = [];
  let parts: JoinedPart[] = [];
  for (const { text, isQuoted } of piecesOf(shell, word)) {
    const known = isQuoted ? undefined : literalText(text);
    if (known === undefined || !/\s/u.test(known)) {
      parts.push({ text });
      continue;
    }
    // Field splitting (POSIX 2.6.5).
    known.split(/\s+/u).forEach((field, index) => {
      if (index > 0) {
        if (parts.length > 0) finished.push({ text: join(parts) });
        parts = [];
      }
      if (field !== "") parts.push({ text: literal(field) });
    });
  }
  if (parts.length > 0) finished.push({ text: join(parts) });
  else if (word.parts.length === 0) finished.push({ text: literal("") });
  return finished;
}

function wordText(shell: Shell, word: Word): Text {
  return join(piecesOf(shell, word).map(({ text }) => ({ text })));
}

/** The pieces of a word; what stands letter by letter side by side in the script is one piece, so that it keeps its places. */
function piecesOf(shell: Shell, word: Word): readonly { readonly text: Text; readonly isQuoted: boolean }[] {
  const pieces: { readonly text: Text; readonly isQuoted: boolean }[] = [];
  for (let index = 0; index < word.parts.length; index += 1) {
    const part = word.parts[index];
    if (part === undefined) break;
    let end = part;
    while (isVerbatim(end)) {
      const next = word.parts[index + 1];
      if (next === undefined || !isVerbatim(next) || next.at[0] !== end.at[1]) break;
      end = next;
      index += 1;
    }
    pieces.push({
      text: isVerbatim(part) ? shell.source.at(part.at[0], end.at[1]) : partText(shell, part),
      // A hole in a command line that a program puts together is one word unless it is known to be several.
      isQuoted: isVerbatim(part) || !("quoted" in part) || part.quoted,
    });
  }
  return pieces;
}

function isVerbatim(part: Part): boolean {
  return part.kind === "hole" || part.kind === "glob" || (part.kind === "text" && part.map === undefined && part.at[1] - part.at[0] === part.text.length);
}

function partText(shell: Shell, part: Part): Text {
  const { source, frame } = shell;
  switch (part.kind) {
    case "text":
      return part.map === undefined ? source.at(part.at[0], part.at[0] + part.text.length) : source.changed(part.text);
    case "glob":
      return source.at(part.at[0], part.at[1]);
    case "hole":
      return source.at(part.at[0], part.at[1]);
    case "variable":
      return variableText(shell, part);
    case "substitution": {
      const output = runScript(shell, part.script, undefined);
      return output === undefined ? newUnknown(frame.run, "the output of a command") : trimEnd(output);
    }
    case "arithmetic":
      return newUnknown(frame.run, "arithmetic");
  }
}

/** A substitution loses the line breaks at its end. */
function trimEnd(text: Text): Text {
  const known = literalText(text);
  return known === undefined ? text : literal(known.replace(/\n+$/u, ""));
}

function variableText(shell: Shell, part: Extract<Part, { kind: "variable" }>): Text {
  const { frame } = shell;
  const set = /^[1-9]$/u.test(part.name) ? shell.positional[Number(part.name) - 1] : (shell.variables.get(part.name)?.value ?? shell.context.environment?.properties.get(part.name)?.value);
  const written = frame.run.files.get(`env ${part.name}`)?.value;
  const value = set ?? written ?? (/^\w+$/u.test(part.name) ? environment(part.name) : newUnknown(frame.run, `the shell's $${part.name}`));
  const text = isText(value) ? value : newUnknown(frame.run, `the shell's $${part.name}`);
  if (part.operation !== undefined || part.index !== undefined) return derived(`shell ${part.operation?.operator ?? "index"}`, [text]);
  if (part.defaultValue === undefined || (set !== undefined && literalText(text) !== "")) return text;
  const fallback = wordText(shell, part.defaultValue);
  const either = choice([text, fallback], `${text.key}:-${fallback.key}`);
  return isText(either) ? either : text;
}
