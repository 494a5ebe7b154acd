import { buildTasks, commandTasks, deployTasks, harmlessTasks, mayConcernImagesByName } from "../../models/azure-tasks.js";
import type { CommandTask } from "../../models/azure-tasks.js";
import { join, literal, literalText, placeOf } from "../../values/text.js";
import type { JoinedPart, Text } from "../../values/value.js";
import { escape } from "../escapes.js";
import { nextOrder } from "../run.js";
import { recordSite } from "../sites.js";
import { textAt, valueAt } from "../yaml-tree.js";
import { deployManifestsOf } from "./kubernetes-manifest.js";
import { runDockerTask } from "./docker-task.js";
import { runOtherScript, runScript } from "./run-steps.js";
import type { Step } from "./run-steps.js";
import { withMacros } from "./variables.js";

/** What a task is given by a name, with the variables in it; undefined where it is not given, or empty. */
export function inputOf({ tree, valueOf }: Step, ...names: readonly string[]): Text | undefined {
  const inputs = valueAt(tree, "inputs");
  for (const name of names) {
    const key = inputs?.kind === "map" ? inputs.entries.find((entry) => literalText(entry.key)?.toLowerCase() === name.toLowerCase())?.key.key : undefined;
    const text = key === undefined ? undefined : textAt(inputs, key);
    if (text !== undefined && text.key !== "") return withMacros(text, valueOf);
  }
  return undefined;
}

/** Runs a task (`Docker@2`), as far as a row says what it does. */
export function runTask(step: Step, task: string): void {
  const { list, place } = step;
  const { run } = list.frame;
  const [name = "", version = ""] = task.split("@");
  switch (name.toLowerCase()) {
    case "bash":
    case "cmdline":
    case "shellscript":
      runScriptTask(step);
      return;
    case "azurecli":
      if (/^(?:bash|)$/iu.test(letters(inputOf(step, "scriptType")))) runScriptTask(step);
      else runOtherScript(step, inputOf(step, "inlineScript") ?? literal("az.ps1"));
      return;
    case "powershell":
    case "azurepowershell":
      runOtherScript(step, inputOf(step, "script", "inline", "inlineScript") ?? literal("file.ps1"));
      return;
    case "docker":
      runDockerTask(step, version);
      return;
    case "kubernetesmanifest":
      deployManifestsOf(step, task);
      return;
    default:
  }
  const rows = commandTasks.filter((row) => row.name.toLowerCase() === name.toLowerCase());
  const row = rows.find(({ when }) => when === undefined || when.values.test(letters(inputOf(step, when.input)) || when.fallback));
  if (row !== undefined) runCommandTask(step, row);
  const isKnown = runTables(step, name) || rows.length > 0;
  if (isKnown || harmlessTasks.test(name) || !mayConcernImagesByName.test(name)) return;
  escape(run, texts(step), place, `task ${task}`);
  run.opaqueCommands.push({ name: `task ${task}`, place, order: nextOrder(run) });
}

function letters(text: Text | undefined): string {
  return text === undefined ? "" : (literalText(text) ?? "?");
}

function texts({ tree, valueOf }: Step): readonly Text[] {
  const inputs = valueAt(tree, "inputs");
  return inputs?.kind === "map" ? inputs.entries.flatMap(({ value }) => (value.kind === "scalar" ? [withMacros(value.text, valueOf)] : [])) : [];
}

function runScriptTask(step: Step): void {
  const { tree } = step;
  const inputs = valueAt(tree, "inputs");
  const folder = textAt(inputs, "workingDirectory") ?? textAt(inputs, "workingFolder");
  const inline = textAt(inputs, "script") ?? textAt(inputs, "inlineScript");
  const path = inputOf(step, "filePath", "scriptPath");
  // Given both, the target says which; a task that is given one means that.
  if (inline !== undefined) runScript(step, inline, folder);
  else if (path !== undefined) runScript(step, join([{ text: literal("bash ") }, { text: path }, { text: literal(" ") }, { text: inputOf(step, "arguments") ?? literal("") }]), folder);
}

/** The command line that a row puts together of the inputs. */
function runCommandTask(step: Step, { pieces, defaults }: CommandTask): void {
  const parts: JoinedPart[] = [];
  for (const piece of pieces) {
    const [before = "", name, after = ""] = piece.split(/\{(\w+)\}/u);
    const fallback = name === undefined ? undefined : defaults?.[name];
    const given = name === undefined ? undefined : (inputOf(step, name) ?? (fallback === undefined ? undefined : literal(fallback)));
    if (name !== undefined && given === undefined) continue;
    parts.push({ text: literal(before) }, ...(given === undefined ? [] : [{ text: given, use: placeOf(given) }]), { text: literal(`${after} `) });
  }
  runScript(step, join(parts), textAt(valueAt(step.tree, "inputs"), "workingDirectory"));
}

/** Tasks whose inputs are references; whether the task is one. */
function runTables(step: Step, name: string): boolean {
  const { list, place } = step;
  const [deployed, built] = [deployTasks.get(name), buildTasks.get(name)];
  for (const reference of (built ?? []).flatMap((input) => inputOf(step, input) ?? [])) {
    for (const kind of ["build", "push"] as const) recordSite(list.frame, { kind, reference, origin: placeOf(reference), place, how: name });
  }
  for (const reference of (deployed ?? []).flatMap((input) => inputOf(step, input) ?? [])) {
    recordSite(list.frame, { kind: "deploy", reference, origin: placeOf(reference), place, how: name, runtime: "cluster" });
  }
  return deployed !== undefined || built !== undefined;
}
