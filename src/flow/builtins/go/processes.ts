import { readCommand } from "../../../models/commands/read.js";
import { encodeAll, encodeText } from "../../../values/encoding.js";
import { choice, isText, join, literal, literalText } from "../../../values/text.js";
import type { HeapObject, Item, Place, Text, Value } from "../../../values/value.js";
import { runCommand } from "../../commands.js";
import { environmentOf } from "../../process-environment.js";
import type { CommandContext, CommandWord } from "../../commands.js";
import { escape } from "../../escapes.js";
import { branch } from "../../execute.js";
import type { ExternalCall } from "../../external.js";
import { pointedAt } from "../../pointers.js";
import { itemsOf, readProperty, writeProperty } from "../../properties.js";
import { newUnknown, nextOrder } from "../../run.js";
import type { Frame } from "../../run.js";
import { runShell } from "../../shell/run-shell.js";
import type { Builtin } from "../table.js";
import { printedText, textArgument } from "./print.js";
import { anyError, argument, emptyText, newList, newTyped, nil, results, withError } from "./results.js";
import { bufferType, pipeReaderType, pipeWriterType, readText, writeText } from "./streams.js";

const commandType = "go:os/exec.Cmd";
/** What of a command the program does not see. */
const ran = " ran";
const output = " output";
const started = " started";

/** Programs that are run (https://pkg.go.dev/os/exec), through the same model of command lines as everywhere. */
export const processBuiltins: Readonly<Record<string, Builtin>> = {
  ...Object.fromEntries(["go:os/exec.", "go:golang.org/x/sys/execabs.", "go:k8s.io/utils/exec.Interface#", "go:github.com/cli/safeexec."].flatMap((path): readonly (readonly [string, Builtin])[] => [
    [`${path}Command`, (call) => newCommand(call, call.items)],
    [`${path}CommandContext`, (call) => newCommand(call, call.items.slice(1))],
    [`${path}LookPath`, (call) => withError(call, textArgument(call, 0))],
  ])),
  "go:k8s.io/utils/exec.New": (call) => newTyped(call, "go:k8s.io/utils/exec.Interface"),
  [`${commandType}#Run`]: (call) => {
    runIt(call);
    return anyError(call);
  },
  [`${commandType}#Output`]: (call) => withError(call, runIt(call)),
  [`${commandType}#CombinedOutput`]: (call) => withError(call, runIt(call)),
  [`${commandType}#Start`]: (call) => {
    const command = commandOf(call);
    // What reads a stream that nothing has been written to yet waits for it.
    if (command !== undefined && readsLater(call.frame, command)) call.frame.run.store.write(call.frame.run.store.property(command, started), { kind: "constant", constant: true });
    else runIt(call);
    return anyError(call);
  },
  [`${commandType}#Wait`]: (call) => {
    runIt(call);
    return anyError(call);
  },
  [`${commandType}#StdinPipe`]: (call) => {
    const command = commandOf(call);
    const pipe = newTyped(call, "go:io pipe");
    if (command !== undefined) writeProperty(call.frame, { kind: "object", object: command }, "Stdin", newTyped(call, pipeReaderType, { pipe }));
    return withError(call, newTyped(call, pipeWriterType, { pipe, ...(command === undefined ? {} : { command: { kind: "object", object: command } }) }));
  },
  [`${commandType}#StdoutPipe`]: (call) => {
    const command = commandOf(call);
    const pipe = newTyped(call, "go:io pipe");
    if (command !== undefined) writeProperty(call.frame, { kind: "object", object: command }, "Stdout", newTyped(call, pipeWriterType, { pipe }));
    return withError(call, newTyped(call, pipeReaderType, { pipe }));
  },
  [`${commandType}#StderrPipe`]: (call) => withError(call, newTyped(call, pipeReaderType, { pipe: newTyped(call, "go:io pipe") })),
  [`${commandType}#String`]: (call) => {
    const command = commandOf(call);
    const words = command === undefined ? undefined : wordsOf(call.frame, command);
    return words === undefined ? newUnknown(call.frame.run, "a command as text") : spaced(words);
  },
  [`${commandType}#Environ`]: (call) => (call.receiver === undefined ? nil : readProperty(call.frame, call.receiver, "Env")),
  ...Object.fromEntries(["Stdin", "Stdout", "Stderr", "Env", "Dir"].map((field): readonly [string, Builtin] => [`${commandType}#Set${field}`, (call) => {
    if (call.receiver !== undefined) writeProperty(call.frame, call.receiver, field, argument(call, 0), call.items[0]?.origin);
    return nil;
  }])),
  [`${pipeWriterType}#Close`]: (call) => {
    const command = call.receiver?.kind === "object" ? call.receiver.object.properties.get("command")?.value : undefined;
    if (command?.kind === "object" && command.object.properties.get(started)?.value !== undefined) execute(call, command.object);
    return anyError(call);
  },
  [`${pipeReaderType}#Close`]: anyError,
  "go:github.com/onsi/gomega/gexec.Start": (call) => {
    const command = pointedAt(call.frame, argument(call, 0));
    const text = command.kind === "object" ? execute(call, command.object) : newUnknown(call.frame.run, "a command's output");
    return withError(call, newTyped(call, "go:github.com/onsi/gomega/gexec.Session", { Out: newTyped(call, bufferType, { written: text }) }));
  },
  "go:syscall.Exec": (call) => {
    runWords(call, itemsOf(call.frame, argument(call, 1)), { place: call.place, input: undefined, environment: environmentOf(environmentIn(call.frame, argument(call, 2))) });
    return anyError(call);
  },

  // https://pkg.go.dev/github.com/magefile/mage/sh
  "go:github.com/magefile/mage/sh.Run": (call) => runForError(call, call.items),
  "go:github.com/magefile/mage/sh.RunV": (call) => runForError(call, call.items),
  "go:github.com/magefile/mage/sh.RunWith": (call) => runForError(call, call.items.slice(1), withEnvironment(call, 0)),
  "go:github.com/magefile/mage/sh.RunWithV": (call) => runForError(call, call.items.slice(1), withEnvironment(call, 0)),
  "go:github.com/magefile/mage/sh.Output": (call) => withError(call, runWords(call, call.items)),
  "go:github.com/magefile/mage/sh.OutputWith": (call) => withError(call, runWords(call, call.items.slice(1), withEnvironment(call, 0))),
  "go:github.com/magefile/mage/sh.Exec": (call) => {
    const text = runWords(call, call.items.slice(3), withEnvironment(call, 0));
    writeText(call.frame, argument(call, 1), { text });
    return results(call, newUnknown(call.frame.run, "whether it ran"), newUnknown(call.frame.run, "an error"));
  },
  "go:github.com/magefile/mage/sh.RunCmd": (call) => ({ kind: "external", path: "go:github.com/magefile/mage/sh.RunCmd()", held: call.items.map((item) => item.value) }),
  "go:github.com/magefile/mage/sh.RunCmd()": (call) => runForError(call, [...heldItems(call), ...call.items]),
  "go:github.com/magefile/mage/sh.OutCmd": (call) => ({ kind: "external", path: "go:github.com/magefile/mage/sh.OutCmd()", held: call.items.map((item) => item.value) }),
  "go:github.com/magefile/mage/sh.OutCmd()": (call) => withError(call, runWords(call, [...heldItems(call), ...call.items])),

  // https://pkg.go.dev/github.com/bitfield/script
  "go:github.com/bitfield/script.Exec": (call) => piped(call, runLine(call, 0, undefined)),
  "go:github.com/bitfield/script.Echo": (call) => piped(call, textArgument(call, 0)),
  "go:github.com/bitfield/script.File": (call) => piped(call, readText(call.frame, newTyped(call, "go:os.File", { path: textArgument(call, 0) })) ?? newUnknown(call.frame.run, "the content of a file")),
  "go:github.com/bitfield/script.NewPipe": (call) => newTyped(call, pipeType),
  "go:github.com/bitfield/script.Pipe#Exec": (call) => piped(call, runLine(call, 0, writtenBy(call))),
  "go:github.com/bitfield/script.Pipe#String": (call) => withError(call, writtenBy(call)),
  "go:github.com/bitfield/script.Pipe#Bytes": (call) => withError(call, writtenBy(call)),
  "go:github.com/bitfield/script.Pipe#Stdout": (call) => results(call, newUnknown(call.frame.run, "a count"), newUnknown(call.frame.run, "an error")),
  "go:github.com/bitfield/script.Pipe#Wait": anyError,
  "go:github.com/bitfield/script.Pipe#Error": anyError,
  "go:github.com/bitfield/script.Pipe#*": (call) => call.receiver ?? nil,

  // https://pkg.go.dev/github.com/vladimirvivien/gexe: a line that is cut into words as a shell does
  ...Object.fromEntries(["go:github.com/vladimirvivien/gexe.", "go:github.com/vladimirvivien/gexe.Echo#"].flatMap((path): readonly (readonly [string, Builtin])[] => [
    [`${path}Run`, (call) => runLine(call, 0, undefined)],
    ...["RunProc", "StartProc", "NewProc", "RunAll"].map((name): readonly [string, Builtin] => [`${path}${name}`, (call) => newTyped(call, "go:github.com/vladimirvivien/gexe/exec.Proc", { output: runLine(call, 0, undefined) })]),
  ])),
  "go:github.com/vladimirvivien/gexe.New": (call) => newTyped(call, "go:github.com/vladimirvivien/gexe.Echo"),
  "go:github.com/vladimirvivien/gexe/exec.Proc#Result": (call) => (call.receiver === undefined ? nil : readProperty(call.frame, call.receiver, "output")),
  "go:sigs.k8s.io/e2e-framework/pkg/utils.RunCommand": (call) => newTyped(call, "go:github.com/vladimirvivien/gexe/exec.Proc", { output: runLine(call, 0, undefined) }),

  // https://pkg.go.dev/github.com/alexellis/go-execute
  ...Object.fromEntries(["go:github.com/alexellis/go-execute/pkg.ExecTask#Execute", "go:github.com/alexellis/go-execute.ExecTask#Execute"].map((path) => [path, executeTask])),

  // https://pkg.go.dev/github.com/gruntwork-io/terratest/modules/shell
  ...Object.fromEntries(["RunCommand", "RunCommandE", "RunCommandAndGetOutput", "RunCommandAndGetOutputE", "RunCommandAndGetStdOut", "RunCommandAndGetStdOutE"].map((name) => [`go:github.com/gruntwork-io/terratest/modules/shell.${name}`, (call: ExternalCall) => {
    const text = runTask(call, argument(call, 1));
    return name.endsWith("OutputE") || name.endsWith("OutE") ? withError(call, text) : name === "RunCommandE" ? anyError(call) : text;
  }])),
};

const pipeType = "go:github.com/bitfield/script.Pipe";

function newCommand(call: ExternalCall, items: readonly Item[]): Value {
  const [program] = items;
  return newTyped(call, commandType, { Path: program === undefined ? emptyText : printedText(call, program.value), Args: newList(call, items) });
}

function commandOf(call: ExternalCall): HeapObject | undefined {
  const command = pointedAt(call.frame, call.receiver ?? nil);
  return command.kind === "object" ? command.object : undefined;
}

function runIt(call: ExternalCall): Text {
  const command = commandOf(call);
  return command === undefined ? newUnknown(call.frame.run, "the output of a command that is not known") : execute(call, command);
}

/** Runs a command once: what waits for it later has its output. */
function execute(call: ExternalCall, command: HeapObject): Text {
  const { frame } = call;
  const { store } = frame.run;
  const before = command.properties.get(output)?.value;
  if (command.properties.get(ran)?.value !== undefined && before !== undefined && isText(before)) return before;
  store.write(store.property(command, ran), { kind: "constant", constant: true });
  const field = (name: string): Value => command.properties.get(name)?.value ?? nil;
  const items = itemsOf(frame, field("Args")) ?? (field("Args").kind === "constant" ? [{ value: field("Path"), isOptional: false }] : undefined);
  const folder = field("Dir");
  const text = runWords(call, items, { place: command.place ?? call.place, input: readText(frame, field("Stdin")), environment: environmentOf(environmentIn(frame, field("Env"))), folder: isText(folder) ? folder : undefined });
  store.write(store.property(command, output), text);
  const writer = field("Stdout");
  if (writer.kind === "object" || writer.kind === "choice") writeText(frame, writer, { text });
  return text;
}

/** A command whose standard input is a stream that nobody has written to yet. */
function readsLater(frame: Frame, command: HeapObject): boolean {
  const input = command.properties.get("Stdin")?.value;
  return input?.kind === "object" && input.object.type === pipeReaderType && readText(frame, input) === undefined;
}

function wordsOf(frame: Frame, command: HeapObject): readonly Item[] | undefined {
  return itemsOf(frame, command.properties.get("Args")?.value ?? nil);
}

function runWords(call: ExternalCall, items: readonly Item[] | undefined, context: CommandContext = { place: call.place, input: undefined }): Text {
  const { run } = call.frame;
  if (items === undefined) {
    escape(run, call.items.map((item) => item.value), context.place, "a command line that is not known");
    run.opaqueCommands.push({ name: "a command line that is not known", place: context.place, order: nextOrder(run) });
    return newUnknown(run, "the output of a command line that is not known");
  }
  const words = items.map((item): PossibleWord => ({ text: printedText(call, item.value), origin: item.origin, isOptional: item.isOptional }));
  const [program, ...rest] = words;
  if (program === undefined || !rest.some((word) => word.isOptional)) return runCommand(call.frame, words, context);
  const programs = program.text.kind === "choice" ? program.text.alternatives.filter(isText) : [program.text];
  const outputs: Text[] = [];
  const ways = programs.map((text) => () => {
    outputs.push(runCommand(call.frame, [{ ...program, text }, ...fitting(text, rest)], context));
    return true;
  });
  if (ways.length === 1) ways[0]?.();
  else branch(call.frame, ways);
  const text = outputs.length === 0 ? undefined : choice(outputs);
  return text !== undefined && isText(text) ? text : newUnknown(run, "a command's output");
}

interface PossibleWord extends CommandWord {
  readonly isOptional: boolean;
}

/** The words that make a known command with this program: all, or only those that are there on every way (`nerdctl --namespace x build` and `docker build`). */
function fitting(program: Text, words: readonly PossibleWord[]): readonly PossibleWord[] {
  const certain = words.filter((word) => !word.isOptional);
  return !isKnown(program, words) && isKnown(program, certain) ? certain : words;
}

function isKnown(program: Text, words: readonly PossibleWord[]): boolean {
  const encoded = encodeAll([program, ...words.map((word) => word.text)]);
  return encoded !== undefined && readCommand(encoded).known;
}

function runLine(call: ExternalCall, index: number, input: Text | undefined): Text {
  return runShell(call.frame, textArgument(call, index), { place: call.place, input });
}

function runForError(call: ExternalCall, items: readonly Item[], context?: CommandContext): Value {
  runWords(call, items, context);
  return anyError(call);
}

function withEnvironment(call: ExternalCall, index: number): CommandContext {
  const value = argument(call, index);
  return { place: call.place, input: undefined, environment: environmentOf(value.kind === "object" ? value.object : undefined) };
}

/** `[]string{"IMG=" + image}` as variables. */
function environmentIn(frame: Frame, list: Value): HeapObject | undefined {
  const items = itemsOf(frame, list);
  if (items === undefined || items.length === 0) return undefined;
  const object = frame.run.store.createObject("plain");
  for (const { value, origin } of items) {
    const source = isText(value) ? encodeText(value) : undefined;
    const sign = source?.encoded.indexOf("=") ?? -1;
    const name = source === undefined || sign < 1 ? undefined : literalText(source.at(0, sign));
    if (source !== undefined && name !== undefined) frame.run.store.write(frame.run.store.property(object, name), source.at(sign + 1, source.encoded.length), origin);
  }
  return object;
}

function spaced(words: readonly Item[]): Text {
  return join(words.flatMap((item, index) => [...(index === 0 ? [] : [{ text: literal(" ") }]), { text: isText(item.value) ? item.value : literal("") }]));
}

function heldItems(call: ExternalCall): readonly Item[] {
  return (call.callee.held ?? []).map((value) => ({ value, isOptional: false }));
}

function piped(call: ExternalCall, text: Text): Value {
  return newTyped(call, pipeType, { written: text });
}

function writtenBy(call: ExternalCall): Text {
  const text = call.receiver === undefined ? nil : readProperty(call.frame, call.receiver, "written");
  return isText(text) ? text : emptyText;
}

function executeTask(call: ExternalCall): Value {
  const text = runTask(call, call.receiver ?? nil);
  return withError(call, newTyped(call, "go:github.com/alexellis/go-execute.ExecResult", { Stdout: text, Stderr: emptyText, ExitCode: newUnknown(call.frame.run, "an exit code") }));
}

/** A struct with `Command` and `Args`. */
function runTask(call: ExternalCall, value: Value): Text {
  const task = pointedAt(call.frame, value);
  if (task.kind !== "object") return runWords(call, undefined);
  const cell = (name: string): { readonly value: Value; readonly origin: Place | undefined } => ({ value: task.object.properties.get(name)?.value ?? nil, origin: task.object.properties.get(name)?.origin });
  const program = cell("Command");
  const words = itemsOf(call.frame, cell("Args").value) ?? [];
  const isShell = cell("Shell").value.kind === "constant" && literalText(cell("Shell").value) === "true";
  const input = readText(call.frame, cell("Stdin").value);
  const environment = cell("Env").value;
  const context: CommandContext = { place: call.place, input, environment: environmentOf(environment.kind === "object" && environment.object.items === undefined ? environment.object : environmentIn(call.frame, environment)) };
  if (isShell && isText(program.value)) return runShell(call.frame, spaced([{ value: program.value, isOptional: false }, ...words]), context);
  return runWords(call, [{ ...program, isOptional: false }, ...words], context);
}
