import { encodeText } from "../../values/encoding.js";
import { alternativesOf, choice, isText, join, literal, literalText, placeOf } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import { escape } from "../escapes.js";
import { branch } from "../execute.js";
import { appendToFile } from "../files.js";
import { runPipelineScript } from "../pipelines/run-script.js";
import { namedEntries } from "../pipelines/trees.js";
import { nextOrder, spend } from "../run.js";
import type { Frame } from "../run.js";
import type { CommandFile } from "../workflows/command-files.js";
import { truthOf } from "../workflows/values.js";
import { lettersAt, textAt, valueAt } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";
import { evaluated } from "./expressions.js";
import type { Contexts } from "./expressions.js";
import { runTask } from "./tasks.js";
import { environmentOf, loggedName, loggedVariable, macroValues, variableKey, withMacros } from "./variables.js";
import type { MacroValue } from "./variables.js";

/** A job while its steps run. */
export interface StepList {
  readonly frame: Frame;
  /** Of the repository, relative to the project's root. */
  readonly folder: string;
  readonly steps: readonly YamlTree[];
  readonly variables: (key: string) => Text | undefined;
  /** Where variables are kept that steps set. */
  readonly written: CommandFile;
  /** The names (`step.variable`) of those that other jobs may read. */
  readonly outputs: Set<string>;
  readonly place: Place;
  readonly runsOnWindows: boolean;
  readonly contexts: Contexts;
  /** The address behind the pipeline's connection, where it is known. */
  readonly registry: string | undefined;
}

/** One step while it runs. */
export interface Step {
  readonly list: StepList;
  readonly tree: YamlTree;
  readonly name: string | undefined;
  readonly place: Place;
  readonly valueOf: MacroValue;
}

/** Runs steps in order; what one sets is known to those behind it. */
export function runSteps(list: StepList): void {
  for (const tree of list.steps) {
    spend(list.frame.run);
    const condition = textAt(tree, "condition");
    const written = condition === undefined ? undefined : literalText(condition);
    const holds = lettersAt(tree, "enabled") === "false" ? false : condition === undefined ? true : written === undefined ? undefined : truthOf(evaluated(written, list.contexts));
    if (holds === false) continue;
    const step: Step = { list, tree, name: lettersAt(tree, "name"), place: placeOfStep(tree) ?? list.place, valueOf: macroValues(list.variables) };
    if (holds === true) runStep(step);
    else branch(list.frame, [() => { runStep(step); return true; }, () => true]);
  }
}

const kinds = ["script", "bash", "pwsh", "powershell", "task", "template"];

function placeOfStep(tree: YamlTree): Place | undefined {
  const text = kinds.map((kind) => textAt(tree, kind)).find((one) => one !== undefined);
  return (text === undefined ? undefined : placeOf(text)) ?? tree.place;
}

function runStep(step: Step): void {
  const { tree, list, place } = step;
  const { run } = list.frame;
  const task = lettersAt(tree, "task");
  const bash = textAt(tree, "bash") ?? (list.runsOnWindows ? undefined : textAt(tree, "script"));
  const other = textAt(tree, "script") ?? textAt(tree, "pwsh") ?? textAt(tree, "powershell");
  if (bash !== undefined) runScript(step, bash, textAt(tree, "workingDirectory"));
  else if (other !== undefined) runOtherScript(step, other);
  else if (task !== undefined) runTask(step, task);
  else if (lettersAt(tree, "template") !== undefined) run.opaqueCommands.push({ name: `template ${lettersAt(tree, "template") ?? ""}`, place, order: nextOrder(run) });
}

/** Runs a script with the variables in it, and takes up those that it sets. */
export function runScript(step: Step, written: Text, folder: Text | undefined): void {
  const { list, valueOf, place } = step;
  const output = runPipelineScript(list.frame, { text: withMacros(written, valueOf), environment: environmentOf(list.variables, variablesOfStep(step)), folder: folderOf(step, folder), place });
  takeUp(step, output);
}

/** PowerShell or the command line of Windows: nobody knows what it builds; what it is given may have been built there. */
export function runOtherScript({ list, valueOf, place }: Step, written: Text): void {
  const { run } = list.frame;
  escape(run, [withMacros(written, valueOf)], place, "a script of PowerShell");
  if (/\b(?:docker|podman|az|kubectl|helm|buildah|make)\b|\.(?:ps1|sh|cmd|bat)\b/iu.test(encodeText(written)?.encoded ?? "")) run.opaqueCommands.push({ name: "a script of PowerShell", place, order: nextOrder(run) });
}

function variablesOfStep({ tree, valueOf }: Step): ReadonlyMap<string, Text> {
  return new Map(namedEntries(valueAt(tree, "env")).flatMap(({ name, value }) => (value.kind === "scalar" ? [[name, withMacros(value.text, valueOf)] as const] : [])));
}

/** Paths of the project begin with `/`. */
function folderOf({ list, valueOf }: Step, written: Text | undefined): Text {
  const below = written === undefined ? undefined : withMacros(written, valueOf);
  const root = list.folder === "" ? "/" : `/${list.folder}`;
  const letters = below === undefined ? "" : literalText(below);
  if (letters === undefined) return below ?? literal(root);
  return literal(letters.startsWith("/") ? `${root}${letters}`.replace(/\/{2,}/gu, "/") : letters === "" ? root : `${root}/${letters}`.replace(/\/{2,}/gu, "/"));
}

function takeUp({ list, name }: Step, output: Text): void {
  const found = new Map<string, Text[]>();
  for (const text of alternativesOf(output) ?? []) {
    const source = encodeText(text);
    for (const match of source?.encoded.matchAll(loggedVariable) ?? []) {
      const [whole, properties = "", value = ""] = match;
      const variable = loggedName(properties);
      const end = match.index + whole.length;
      if (variable === undefined || source === undefined) continue;
      const given = source.at(end - value.length, end);
      const isOutput = /isoutput\s*=\s*true/iu.test(properties);
      for (const key of isOutput && name !== undefined ? [variableKey(`${name}.${variable}`)] : [variableKey(variable)]) found.set(key, [...(found.get(key) ?? []), given]);
      if (isOutput && name !== undefined) {
        list.outputs.add(`${name}.${variable}`);
        found.set(`${name}.${variable}`, [...(found.get(`${name}.${variable}`) ?? []), given]);
      }
    }
  }
  for (const [key, texts] of found) {
    const value = choice(texts, `${key} ${texts.map((text) => text.key).join()}`);
    if (isText(value)) appendToFile(list.frame, list.written.path, join([{ text: literal(`${key}=`) }, { text: value }]));
  }
}
