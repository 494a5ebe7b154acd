import { readCommandLine } from "../../frontends/shell/read.js";
import type { ShellScript } from "../../facts/shell-script.js";
import { encodeText } from "../../values/encoding.js";
import type { EncodedText } from "../../values/encoding.js";
import { choice, expandChoices, holesOf, isText, literal, literalText } from "../../values/text.js";
import type { Activation, CallPath, HeapObject, ModuleInstance, Place, Text } from "../../values/value.js";
import type { CommandContext } from "../commands.js";
import { escape } from "../escapes.js";
import { branch } from "../execute.js";
import { projectText } from "../files.js";
import { newFrame, newUnknown } from "../run.js";
import type { Frame, Run } from "../run.js";
import { captured } from "./output.js";
import { newScope, newTarget } from "./shell.js";
import type { Shell } from "./shell.js";
import { endOf, runStatements } from "./statements.js";
import type { Outcome } from "./statements.js";

/**
 * Runs the text of a shell script that a program or a recipe holds; gives its standard output.
 *
 * @param isFile the text's letters have places in a file (a recipe), so that each command has its own
 */
export function runShell(frame: Frame, script: Text, context: CommandContext, isFile = false): Text {
  const { run } = frame;
  const source = encodeText(script);
  if (run.project.shell === undefined || source === undefined || literalText(script) === "") return newUnknown(run, "the output of a script");
  if (source.encoded.trim().length === 1 && literalText(script) === undefined) {
    // A script that is downloaded installs something: it builds and deploys nothing of a project that it does not know.
    if (isFetched(script)) return newUnknown(run, "the output of a script that is downloaded");
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
        outputs.push(runShell(frame, way, context, isFile));
        return true;
      }),
    );
    const output = choice(outputs);
    return isText(output) ? output : newUnknown(run, "the output of a script");
  }
  const { statements } = readCommandLine(run.project.shell, source.encoded);
  return runProcess({ frame, source, context, isFile, positional: positionalList(run, []), program: literal("sh"), file: literal("") }, statements) ?? newUnknown(run, "the output of a script");
}

function isFetched(script: Text): boolean {
  return holesOf(script).every((hole) => hole.kind === "hole" && hole.origin.kind === "unknown" && hole.origin.isFetched === true);
}

/** Runs statements in a process of their own; gives what they print, undefined where that is nothing. */
function runProcess(given: Pick<Shell, "frame" | "source" | "context" | "isFile" | "positional" | "program" | "file">, statements: ShellScript["statements"]): Text | undefined {
  const process = newTarget("process", given.frame.run);
  const shell: Shell = { ...given, scope: newScope(), functions: new Map(), targets: [], process, printed: { value: undefined, origin: undefined }, depth: 0, running: [] };
  return captured(shell, (inner) => endOf(inner, process, runStatements(inner, statements, given.context.input))).output;
}

/** Nothing, and blanks, are no part of a word. */
function isShaping(alternative: Text): boolean {
  return alternative.key === "" || /\s/u.test(encodeText(alternative)?.encoded ?? "");
}

/** A list of positional parameters; without a list, those of a caller who is not known. */
export function positionalList({ store }: Run, words: readonly Text[] | undefined): HeapObject {
  return store.createObject("array", words === undefined ? { open: "arguments of a script" } : { items: words.map((value) => ({ value, isOptional: false })) });
}

/** A script of the project, as it is started: by its file, or by whoever calls it. */
export interface ScriptCall {
  /** Relative to the project's root. */
  readonly file: string;
  /** Undefined: the caller is not known. */
  readonly words: readonly Text[] | undefined;
  readonly context: CommandContext;
  /** Where it is called. */
  readonly call: Place | undefined;
}

/** Runs a script of the project in a process of its own. Undefined if it cannot be read; its output is undefined if it prints nothing. */
export function runScriptFile(frame: Frame, { file, words, context, call }: ScriptCall): { readonly output: Text | undefined } | undefined {
  const { run } = frame;
  const script = scriptIn(run, file);
  if (script === undefined || run.scripts.filter((one) => one === file).length >= mostRecursions) return undefined;
  run.executed.add(scriptKey(file));
  const path = `/${file}`;
  const own = { frame: frameOf(frame, file, call), source: script.source, context, isFile: true, positional: positionalList(run, words), program: literal(path), file: literal(path) };
  run.scripts.push(file);
  try {
    return { output: runProcess(own, script.statements) };
  } finally {
    run.scripts.pop();
  }
}

/** A file that the shell reads into itself: `source file`, `. file`. */
export function sourceFile(shell: Shell, file: string, words: readonly Text[], call: Place): Outcome | undefined {
  const { run } = shell.frame;
  const script = scriptIn(run, file);
  if (script === undefined || run.scripts.filter((one) => one === file).length >= mostRecursions) return undefined;
  run.executed.add(scriptKey(file));
  const target = newTarget("function", run);
  const inner: Shell = {
    ...shell,
    frame: frameOf(shell.frame, file, call),
    source: script.source,
    isFile: true,
    positional: words.length === 0 ? shell.positional : positionalList(run, words),
    file: literal(`/${file}`),
    targets: [target],
    depth: shell.depth + 1,
  };
  run.scripts.push(file);
  try {
    return endOf(shell, target, runStatements(inner, script.statements, undefined));
  } finally {
    run.scripts.pop();
  }
}

/** A function or script that is running so often already is not run once more: what it does has been seen. */
export const mostRecursions = 2;

/** The name of a script among what roots have executed. */
export function scriptKey(file: string): string {
  return `script ${file}`;
}

const encodedScripts = new WeakMap<ShellScript, EncodedText>();

function scriptIn(run: Run, file: string): { readonly source: EncodedText; readonly statements: ShellScript["statements"] } | undefined {
  const text = run.project.readText(file);
  const script = text === undefined ? undefined : run.project.scriptOf(file);
  if (text === undefined || script === undefined) return undefined;
  const source = encodedScripts.get(script) ?? encodeText(projectText(file, text));
  if (source === undefined) return undefined;
  encodedScripts.set(script, source);
  return { source, statements: script.statements };
}

/** A frame in a file that is no module of the language: what is recorded in it has its places there. */
export function frameOf({ run, activation }: Frame, file: string, call: Place | undefined): Frame {
  const outer = activation.path;
  const path: CallPath | undefined = call === undefined ? outer : { call, outer, depth: (outer?.depth ?? 0) + 1 };
  return newFrame(run, scriptActivation(run, file, path));
}

/** A frame in which a root begins that is a script or a Makefile. */
export function scriptFrame(run: Run, file: string): Frame {
  return newFrame(run, scriptActivation(run, file, undefined));
}

function scriptActivation({ store }: Run, file: string, path: CallPath | undefined): Activation {
  const module: ModuleInstance = { file, exports: store.createObject("module"), activation: () => activation };
  const activation: Activation = { module, function: undefined, parent: undefined, cells: new Map(), receiver: undefined, home: undefined, path };
  return activation;
}
