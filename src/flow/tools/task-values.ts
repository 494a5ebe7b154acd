import { isText, literal, placeOf } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { variablesIn } from "../compose/env-file.js";
import { fileContent } from "../files.js";
import { renderPlain } from "../helm/plain-template.js";
import { newList, printedText, textValue, waysOf, type TemplateValue } from "../helm/template-value.js";
import { valueOfTree } from "../helm/yaml-values.js";
import type { GivenText, ProcessEnvironment } from "../process-environment.js";
import { environment } from "../properties.js";
import { newUnknown, spend, type Frame } from "../run.js";
import { runShell } from "../shell/run-shell.js";
import { normalPath } from "../shell/shell.js";
import { valueAt, textAt, type YamlTree } from "../yaml-tree.js";
import type { TaskProcess } from "./run-task.js";
import { namedIn, textsIn, type Task, type Taskfile } from "./taskfile.js";

/** What templates of a task may name, and the environment of its commands. */
export interface TaskValues {
  readonly values: Map<string, TemplateValue>;
  /** Of the Taskfiles and the task, by name. */
  readonly own: Map<string, GivenText>;
}

/**
 * The variables of a task, each over those before it: the environment, the Taskfile's own, what the caller gives, the task's
 * (https://taskfile.dev/docs/guide#variables). What the command line gives wins over the outermost Taskfile.
 */
export function valuesOfTask(process: TaskProcess, frame: Frame, task: Task, given: ReadonlyMap<string, TemplateValue>): TaskValues {
  const known = ofTaskfile(process, frame, task.taskfile);
  for (const [name, value] of given) known.values.set(name, value);
  known.values.set("TASK", textValue(literal(task.name)));
  known.values.set("MATCH", newList(task.matches.map((letters) => textValue(literal(letters)))));
  addVariables(process, frame, task.taskfile, known, valueAt(task.tree, "vars"), "own");
  addDotenv(process, frame, task.taskfile, known, valueAt(task.tree, "dotenv"));
  addEnvironment(process, frame, task.taskfile, known, valueAt(task.tree, "env"));
  return known;
}

function ofTaskfile(process: TaskProcess, frame: Frame, taskfile: Taskfile): TaskValues {
  const { outer, tree, folder, file, given } = taskfile;
  const known: TaskValues = outer === undefined ? { values: new Map(), own: new Map() } : ofTaskfile(process, frame, outer);
  if (outer === undefined) {
    known.values.set("CLI_ARGS", textValue(process.arguments));
    known.values.set("ROOT_DIR", textValue(literal(normalPath(`/${folder}`))));
    known.values.set("USER_WORKING_DIR", textValue(process.context.folder ?? literal(normalPath(`/${folder}`))));
    for (const [name, one] of process.variables) known.values.set(name, textValue(one.value, one.origin));
  } else addVariables(process, frame, outer, known, given, "own");
  known.values.set("TASKFILE", textValue(literal(`/${file}`)));
  known.values.set("TASKFILE_DIR", textValue(literal(normalPath(`/${file}/..`))));
  addDotenv(process, frame, taskfile, known, valueAt(tree, "dotenv"));
  addEnvironment(process, frame, taskfile, known, valueAt(tree, "env"));
  addVariables(process, frame, taskfile, known, valueAt(tree, "vars"), outer === undefined ? "command line" : "included");
  return known;
}

/** @param winner who else may have given a variable of that name, and how that counts */
function addVariables(process: TaskProcess, frame: Frame, taskfile: Taskfile, known: TaskValues, tree: YamlTree | undefined, winner: "own" | "command line" | "included"): void {
  for (const { name, value } of namedIn(tree)) {
    spend(frame.run);
    const fromLine = process.variables.get(name);
    if (fromLine !== undefined && winner === "command line") continue;
    const own = variableValue(process, frame, taskfile, known, value);
    known.values.set(name, fromLine !== undefined && winner === "included" ? waysOf([own, textValue(fromLine.value, fromLine.origin)], `${name} of the command line or an included Taskfile`) : own);
  }
}

function addEnvironment(process: TaskProcess, frame: Frame, taskfile: Taskfile, known: TaskValues, tree: YamlTree | undefined): void {
  for (const { name, value } of namedIn(tree)) {
    spend(frame.run);
    const one = process.context.environment?.(name) ?? givenText(variableValue(process, frame, taskfile, known, value));
    known.own.set(name, one);
    known.values.set(name, textValue(one.value, one.origin));
  }
}

/** The first of several files to have a variable gives it (https://taskfile.dev/docs/guide#env-files). */
function addDotenv(process: TaskProcess, frame: Frame, taskfile: Taskfile, known: TaskValues, tree: YamlTree | undefined): void {
  for (const path of [...textsIn(tree)].reverse()) {
    const content = fileContent(frame, rendered(frame, known.values, process.context.environment, path), literal(normalPath(`/${taskfile.folder}`)));
    if (content === undefined || !isText(content)) continue;
    for (const [name, value] of variablesIn(content, environmentOf(process, known))) {
      const one = process.context.environment?.(name) ?? { value, origin: placeOf(value) };
      known.own.set(name, one);
      known.values.set(name, textValue(one.value, one.origin));
    }
  }
}

function givenText(value: TemplateValue): GivenText {
  const text = printedText(value);
  return { value: text, origin: placeOf(text) };
}

/** The environment of the commands: that of Task wins over what Taskfiles say. */
export function environmentOf({ context }: TaskProcess, { own }: TaskValues): ProcessEnvironment {
  return (name) => context.environment?.(name) ?? own.get(name);
}

/** A variable: a text with templates, what a command prints, or a list or map. */
export function variableValue(process: TaskProcess, frame: Frame, taskfile: Taskfile, known: TaskValues, tree: YamlTree): TemplateValue {
  const outer = process.context.environment;
  if (tree.kind === "scalar" && tree.type === "text") return textValue(rendered(frame, known.values, outer, tree.text));
  const command = textAt(tree, "sh");
  if (command !== undefined) return textValue(printedBy(process, frame, taskfile, known, rendered(frame, known.values, outer, command)));
  const map = valueAt(tree, "map");
  if (map !== undefined) return valueOfTree(map);
  const reference = textAt(tree, "ref");
  if (reference !== undefined) return { kind: "unknown", text: newUnknown(frame.run, "a variable that refers to another one") };
  return tree.kind === "list" ? newList(tree.items.map((item) => variableValue(process, frame, taskfile, known, item))) : valueOfTree(tree);
}

/** A command is run once in a process, whoever needs what it prints (https://taskfile.dev/docs/guide#dynamic-variables). */
function printedBy(process: TaskProcess, frame: Frame, { folder }: Taskfile, known: TaskValues, command: Text): Text {
  const printed = process.printed.get(command.key);
  if (printed !== undefined) return printed;
  const output = runShell(frame, command, { ...process.context, place: placeOf(command) ?? process.context.place, input: undefined, folder: literal(normalPath(`/${folder}`)), environment: environmentOf(process, known) }, true);
  process.printed.set(command.key, output);
  return output;
}

/** A text with its templates evaluated; what nothing defines is a variable of the environment. */
export function rendered(frame: Frame, values: ReadonlyMap<string, TemplateValue>, outer: ProcessEnvironment | undefined, text: Text): Text {
  const ofEnvironment = (name: string): TemplateValue => {
    const one = outer?.(name);
    return one === undefined ? { kind: "unknown", text: environment(name) } : textValue(one.value, one.origin);
  };
  return renderPlain(frame, { text, valueOf: (name) => values.get(name) ?? ofEnvironment(name) });
}
