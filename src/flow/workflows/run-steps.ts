import { join, literal, literalText, placeOf, unknown } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import { branch } from "../execute.js";
import { escape } from "../escapes.js";
import { layered } from "../pipelines/environment.js";
import { runPipelineScript } from "../pipelines/run-script.js";
import type { ProcessEnvironment } from "../process-environment.js";
import { newUnknown, spend } from "../run.js";
import { lettersAt, textAt, valueAt } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";
import { commandFile, valueIn, valuePrinted } from "./command-files.js";
import type { Scope } from "./evaluate.js";
import { conditionHolds, interpolatedText } from "./interpolate.js";
import { resultContext, skipped, succeeded } from "./contexts.js";
import { runAction } from "./run-action.js";
import { either, nullValue, openContext, textValue } from "./values.js";
import type { Expressed } from "./values.js";
import { envContext, variablesIn } from "./variables.js";
import type { Result, Step, StepList } from "./workflow.js";

/** Runs steps in order; what each gives is known to those behind it. */
export function runSteps(list: StepList, steps: YamlTree | undefined): void {
  if (steps?.kind !== "list") return;
  for (const [index, tree] of steps.items.entries()) {
    spend(list.frame.run);
    const id = lettersAt(tree, "id");
    const result = runStep(list, tree, index);
    if (id !== undefined) list.steps.set(id.toLowerCase(), result);
  }
}

const noOutput: Result = { outcome: skipped, output: () => nullValue };

function runStep(list: StepList, tree: YamlTree, index: number): Result {
  const environment = writtenIn(list);
  const own = variablesIn(valueAt(tree, "env"), stepScope(list, environment));
  const all = layered(own, environment);
  const scope = stepScope(list, all);
  const holds = conditionHolds(valueAt(tree, "if"), scope);
  if (holds === false) return noOutput;
  const name = `${list.name}/${index}`;
  const place = placeOfStep(tree) ?? { file: list.frame.activation.module.file, start: 0, end: 0 };
  const step: Step = { list, tree, scope, environment: all, own, outputs: commandFile(`${name}/outputs`), place, name };
  let output: Result["output"] = () => nullValue;
  const run = (): boolean => {
    output = runKind(step);
    return true;
  };
  if (holds === true) {
    run();
    return { outcome: succeeded, output };
  }
  branch(list.frame, [run, () => true]);
  const decision = `whether step ${name} runs`;
  return { outcome: either([succeeded, skipped], decision), output: (wanted) => either([output(wanted), nullValue], decision) };
}

function placeOfStep(tree: YamlTree): Place | undefined {
  const text = textAt(tree, "run") ?? textAt(tree, "uses");
  return (text === undefined ? undefined : placeOf(text)) ?? tree.place;
}

/** What the steps of a list may name. */
export function stepScope(list: StepList, environment: ProcessEnvironment): Scope {
  return {
    contexts: (name) => {
      switch (name) {
        case "env":
          return envContext(environment);
        case "steps":
          return openContext("steps", (id) => {
            const result = list.steps.get(id.toLowerCase());
            return result === undefined ? nullValue : resultContext(`steps.${id}`, result);
          });
        default:
          return list.contexts(name);
      }
    },
  };
}

/** The variables of a list with those that its steps have written to `$GITHUB_ENV`. */
function writtenIn({ frame, variables, environment }: StepList): ProcessEnvironment {
  return (name) => {
    const value = valueIn(frame, variables, name);
    return value === undefined ? environment(name) : { value, origin: placeOf(value) };
  };
}

function runKind(step: Step): Result["output"] {
  const script = textAt(step.tree, "run");
  if (script !== undefined) return runScriptStep(step, script);
  const uses = textAt(step.tree, "uses");
  return uses === undefined ? () => nullValue : runAction(step, uses);
}

// ------------------------------------------------------------------------------------------------------------- run:

function runScriptStep(step: Step, written: Text): Result["output"] {
  const { list, scope, tree, outputs, place, name } = step;
  const { frame } = list;
  const script = interpolatedText(written, scope);
  const shell = lettersAt(tree, "shell") ?? list.defaults.shell;
  const unknownOutput = (wanted: string): Expressed => textValue(unknown(`output ${wanted} of step ${name}`, `the output ${wanted} of a step`));
  if (!isShell(shell, list)) {
    escape(frame.run, [script, ...[...step.own.values()].map(({ value }) => value)], place, `a script of ${shell ?? "PowerShell"}`);
    return unknownOutput;
  }
  const printed = runPipelineScript(frame, { text: script, environment: scriptEnvironment(step), folder: folderOf(step), place });
  return (wanted) => {
    const value = valueIn(frame, outputs, wanted) ?? valuePrinted(printed, wanted);
    return value === undefined ? unknownOutput(wanted) : textValue(value);
  };
}

/** `bash`, `sh`, `bash -xe {0}`; on Windows, PowerShell reads what names no other. */
function isShell(shell: string | undefined, { runsOnWindows }: StepList): boolean {
  return shell === undefined ? !runsOnWindows : /^(?:\/\S*\/)?(?:ba|z|da|k)?sh(?:\s|$)/u.test(shell);
}

/** A step's variables, and those by which it finds the files that it writes to. */
function scriptEnvironment({ environment, list, outputs, name }: Step): ProcessEnvironment {
  const files = new Map([
    ["GITHUB_ENV", { value: list.variables.path }],
    ["GITHUB_OUTPUT", { value: outputs.path }],
    ["GITHUB_STEP_SUMMARY", { value: commandFile(`${name}/summary`).path }],
    ["GITHUB_PATH", { value: commandFile(`${name}/path`).path }],
  ]);
  return layered(files, environment);
}

/** Where actions find their files: the project's root, whatever folder scripts run in. */
export function workspaceOf({ list }: Step): Text {
  return list.foreign.has("") ? newUnknown(list.frame.run, "a folder of another repository") : literal("/");
}

/** Where a script runs: folders of the project begin at its root. Undefined in a folder with another repository's files. */
function folderOf({ list, tree, scope }: Step): Text | undefined {
  const own = textAt(tree, "working-directory");
  const below = own === undefined ? list.defaults.folder : interpolatedText(own, scope);
  const letters = below === undefined ? "" : literalText(below)?.replace(/^\.\/|\/$/gu, "");
  if (letters === undefined) return below;
  if ([...list.foreign].some((folder) => folder === "" || letters === folder || letters.startsWith(`${folder}/`))) return newUnknown(list.frame.run, "a folder of another repository");
  return letters.startsWith("/") || below === undefined ? literal(letters === "" ? "/" : letters) : join([{ text: literal("/") }, { text: literal(letters) }]);
}
