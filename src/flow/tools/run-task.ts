import { posix } from "node:path";
import { literal, literalText, placeOf } from "../../values/text.js";
import { environment } from "../properties.js";
import type { Place, Text } from "../../values/value.js";
import type { CommandContext } from "../commands.js";
import { branch } from "../execute.js";
import { printedText, textValue, type TemplateValue } from "../helm/template-value.js";
import type { GivenText } from "../process-environment.js";
import { newUnknown, nextOrder, spend, type Frame } from "../run.js";
import { frameOf, mostRecursions, runShell } from "../shell/run-shell.js";
import { normalPath } from "../shell/shell.js";
import { itemsAt, textAt, valueAt, type YamlTree } from "../yaml-tree.js";
import { findTask, namedIn, taskfileTree, textsIn, type Task, type Taskfile } from "./taskfile.js";
import { environmentOf, rendered, valuesOfTask, variableValue, type TaskValues } from "./task-values.js";

/** One process of Task, with what its command line gives. */
export interface TaskProcess {
  readonly taskfile: Taskfile;
  readonly variables: ReadonlyMap<string, GivenText>;
  /** What stands behind `--`. */
  readonly arguments: Text;
  readonly context: CommandContext;
  /** What commands have printed, by their letters. */
  readonly printed: Map<string, Text>;
  /** Tasks that are run only once. */
  readonly done: Set<string>;
  left: number;
}

/** Tasks that call tasks are run so often in one process. */
const mostTasks = 1_000;

/** @param given of the command line; else nobody knows what is there */
export function newTaskProcess(frame: Frame, file: string, context: CommandContext, given: Partial<Pick<TaskProcess, "variables" | "arguments">> & { readonly folder?: string | undefined } = {}): TaskProcess {
  const taskfile: Taskfile = { file, tree: taskfileTree(frame.run.project, file), folder: given.folder ?? posix.dirname(file), given: undefined, outer: undefined, depth: 0 };
  return { taskfile, variables: given.variables ?? new Map(), arguments: given.arguments ?? environment("CLI_ARGS"), context, printed: new Map(), done: new Set(), left: mostTasks };
}

/** Runs a task by the name that the outermost Taskfile has for it. Gives whether there is one. */
export function runNamedTask(process: TaskProcess, frame: Frame, name: string, call: Place | undefined): boolean {
  const task = findTask(frame.run.project, process.taskfile, name);
  if (task !== undefined) runTask(process, frame, task, new Map(), call);
  return task !== undefined;
}

/** The name of a task among what roots have executed. */
export function taskKey(file: string, name: string): string {
  return `task ${file} ${name}`;
}

/** One task at work. */
interface Work {
  readonly process: TaskProcess;
  readonly frame: Frame;
  readonly task: Task;
  readonly known: TaskValues;
}

function runTask(process: TaskProcess, outer: Frame, task: Task, given: ReadonlyMap<string, TemplateValue>, call: Place | undefined): void {
  const { run } = outer;
  const key = taskKey(task.taskfile.file, task.name);
  process.left -= 1;
  if (process.left < 0 || run.scripts.filter((one) => one === key).length >= mostRecursions || process.done.has(key)) return;
  spend(run);
  run.executed.add(key);
  run.scripts.push(key);
  if (textAt(task.tree, "run")?.key === "once") process.done.add(key);
  try {
    const frame = frameOf(outer, task.taskfile.file, call);
    const work: Work = { process, frame, task, known: valuesOfTask(process, frame, task, given) };
    for (const dependency of listOf(valueAt(task.tree, "deps"))) eachOf(work, dependency, (turn) => {
      callAnother(turn, dependency);
    });
    for (const command of commandsOf(task.tree)) eachOf(work, command, (turn) => {
      runItem(turn, command);
    });
  } finally {
    run.scripts.pop();
  }
}

/** A task may be nothing but its commands (https://taskfile.dev/docs/guide#short-task-syntax). */
function commandsOf(tree: YamlTree): readonly YamlTree[] {
  if (tree.kind !== "map") return listOf(tree);
  // What is put off is done when all else is.
  const all = [...listOf(valueAt(tree, "cmds")), ...listOf(valueAt(tree, "cmd"))];
  const isPutOff = (one: YamlTree): boolean => valueAt(one, "defer") !== undefined;
  return [...all.filter((one) => !isPutOff(one)), ...all.filter(isPutOff).reverse()];
}

function listOf(tree: YamlTree | undefined): readonly YamlTree[] {
  return tree?.kind === "list" ? tree.items : tree === undefined ? [] : [tree];
}

function runItem(work: Work, item: YamlTree): void {
  const deferred = valueAt(item, "defer");
  if (deferred !== undefined) {
    runItem(work, deferred);
    return;
  }
  const text = item.kind === "scalar" ? item.text : textAt(item, "cmd");
  const go = (): void => {
    if (text !== undefined) runLine(work, text);
    else callAnother(work, item);
  };
  if (valueAt(item, "if") === undefined && valueAt(item, "platforms") === undefined) go();
  else branch(work.frame, [() => (go(), true), () => true]);
}

function runLine({ process, frame, task, known }: Work, text: Text): void {
  const { folder } = task.taskfile;
  const own = textAt(task.tree, "dir");
  const below = own === undefined ? undefined : rendered(frame, known.values, process.context.environment, own);
  const path = below === undefined ? "." : literalText(below);
  const line = rendered(frame, known.values, process.context.environment, text);
  runShell(frame, line, { ...process.context, place: placeOf(text) ?? process.context.place, input: undefined, folder: path === undefined ? newUnknown(frame.run, "the folder of a task") : literal(normalPath(path.startsWith("/") ? path : `/${folder}/${path}`)), environment: environmentOf(process, known) }, true);
}

/** `task: build`, `- build` among `deps`, with the variables that it is given. */
function callAnother({ process, frame, task, known }: Work, item: YamlTree): void {
  const written = item.kind === "scalar" ? item.text : textAt(item, "task");
  if (written === undefined) return;
  const name = literalText(rendered(frame, known.values, process.context.environment, written));
  const other = name === undefined ? undefined : findTask(frame.run.project, task.taskfile, name);
  const place = placeOf(written) ?? process.context.place;
  if (other === undefined) {
    frame.run.opaqueCommands.push({ name: name === undefined ? "a task whose name is not known" : `task ${name}`, place, order: nextOrder(frame.run) });
    return;
  }
  const given = new Map(namedIn(valueAt(item, "vars")).map(({ name: variable, value }) => [variable, handedIn(variableValue(process, frame, task.taskfile, known, value))]));
  runTask(process, frame, other, given, place);
}

/** What a caller gives has its place there. */
function handedIn(value: TemplateValue): TemplateValue {
  if (value.kind !== "text") return value;
  const origin = value.origin ?? placeOf(value.text);
  return textValue(value.text, origin);
}

const mostTurns = 50;

/** Does something once, or for each item of its `for` (https://taskfile.dev/docs/guide#looping-over-values). */
function eachOf(work: Work, item: YamlTree, body: (turn: Work) => void): void {
  const loop = valueAt(item, "for");
  if (loop === undefined) {
    body(work);
    return;
  }
  const name = textAt(loop, "as")?.key ?? "ITEM";
  for (const value of itemsOf(work, loop).slice(0, mostTurns)) {
    spend(work.frame.run);
    body({ ...work, known: { ...work.known, values: new Map([...work.known.values, [name, value]]) } });
  }
}

function itemsOf({ process, frame, known }: Work, loop: YamlTree): readonly TemplateValue[] {
  if (loop.kind === "list") return textsIn(loop).map((text) => textValue(rendered(frame, known.values, process.context.environment, text)));
  const variable = textAt(loop, "var");
  const value = variable === undefined ? undefined : known.values.get(variable.key);
  if (value?.kind === "list") return value.items;
  const letters = value === undefined || value.kind !== "text" ? undefined : literalText(printedText(value));
  const separator = textAt(loop, "split")?.key;
  if (letters !== undefined) return (separator === undefined || separator === "" ? letters.split(/\s+/u) : letters.split(separator)).filter((part) => part !== "").map((part) => textValue(literal(part)));
  return itemsAt(loop, "matrix").length === 0 ? [{ kind: "unknown", text: newUnknown(frame.run, "an item that a task goes over") }] : [];
}
