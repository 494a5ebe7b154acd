import type { ShellCommand } from "../../facts/shell-script.js";
import { literal, literalText } from "../../values/text.js";
import type { Text, Value } from "../../values/value.js";
import { runCommand } from "../commands.js";
import type { CommandContext, CommandWord } from "../commands.js";
import { newFrame } from "../run.js";
import { builtins } from "./builtins.js";
import { print } from "./output.js";
import { mostRecursions, positionalList } from "./run-shell.js";
import { environmentFor, folderOf, newScope, newTarget, placeAt } from "./shell.js";
import type { DefinedFunction, Shell } from "./shell.js";
import { assign, done, endOf, runStatements } from "./statements.js";
import type { Outcome } from "./statements.js";
import { wordsOf, wordText } from "./words.js";

const deepestCall = 24;

/** Runs a simple command: a function of the script, a command of the shell itself, or a program. */
export function runSimple(shell: Shell, command: ShellCommand, input: Text | undefined): Outcome {
  const words = command.words.flatMap((word) => wordsOf(shell, word));
  if (words.length === 0) {
    for (const assignment of command.assignments) assign(shell, assignment);
    return done;
  }
  const prefixed = new Map<string, Value>(command.assignments.map((assignment) => [assignment.name, wordText(shell, assignment.value)]));
  const environment = environmentFor(shell, prefixed);
  const context: CommandContext = {
    ...shell.context,
    place: placeAt(shell, command.at),
    input,
    environment,
    folder: folderOf(shell),
    awaitInput: input === undefined ? shell.context.awaitInput : undefined,
  };
  return runWords(shell, words, context);
}

/** Runs a command that is given as words. */
export function runWords(shell: Shell, words: readonly CommandWord[], context: CommandContext): Outcome {
  const name = literalText(words[0]?.text ?? literal("")) ?? "";
  const called = shell.functions.get(name);
  if (called !== undefined) return shell.depth < deepestCall && shell.running.filter((one) => one === called.definition).length < mostRecursions ? callFunction(shell, called, words, context) : { ...done, status: undefined };
  const builtin = Object.hasOwn(builtins, name) ? builtins[name] : undefined;
  if (builtin !== undefined) return builtin(shell, words, context);
  const output = runCommand(shell.frame, words, context);
  if (!silentPrograms.has(name)) print(shell, output);
  return { status: undefined, goesOn: true };
}

/** Programs that print nothing where all goes well. */
const silentPrograms: ReadonlySet<string> = new Set("mkdir rmdir rm cp mv ln touch chmod chown chgrp sleep wait kill pkill killall install sync".split(" "));

function callFunction(shell: Shell, { definition, source, frame, isFile, file }: DefinedFunction, words: readonly CommandWord[], context: CommandContext): Outcome {
  const { run } = shell.frame;
  const outer = shell.frame.activation.path;
  const path = shell.isFile ? { call: context.place, outer, depth: (outer?.depth ?? 0) + 1 } : outer;
  const target = newTarget("function", run);
  const inner: Shell = {
    ...shell,
    frame: newFrame(run, { ...frame.activation, path }),
    source,
    isFile,
    file,
    context: shell.isFile ? shell.context : context,
    scope: newScope(shell.scope),
    positional: positionalList(run, words.slice(1).map(({ text }) => text)),
    targets: [target],
    depth: shell.depth + 1,
    running: [...shell.running, definition],
  };
  return endOf(shell, target, runStatements(inner, definition.body, context.input));
}
