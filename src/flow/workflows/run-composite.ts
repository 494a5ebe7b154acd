import { literal, literalText } from "../../values/text.js";
import type { Place } from "../../values/value.js";
import { frameOf } from "../shell/run-shell.js";
import { textAt, valueAt, valueBelow } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";
import { layered } from "../pipelines/environment.js";
import { givenInputs } from "./inputs.js";
import { interpolate } from "./interpolate.js";
import { runSteps, stepScope } from "./run-steps.js";
import { nullValue, openContext, textValue } from "./values.js";
import type { Expressed } from "./values.js";
import type { Result, Step, StepList } from "./workflow.js";

/** An action of the repository that consists of steps. */
export interface CompositeAction {
  readonly file: string;
  readonly folder: string;
  readonly tree: YamlTree;
  /** Where it is used. */
  readonly call: Place;
}

/** Runs the steps of a composite action (https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax#runs-for-composite-actions); gives its outputs. */
export function runComposite(step: Step, { file, folder, tree, call }: CompositeAction): Result["output"] {
  const { list, scope } = step;
  const given = valueAt(step.tree, "with");
  const inputs = givenInputs(valueAt(tree, "inputs"), (name) => {
    const value = given?.kind === "map" ? given.entries.find(({ key }) => literalText(key)?.toLowerCase() === name.toLowerCase())?.value : undefined;
    return value?.kind === "scalar" ? interpolate(value.text, scope) : undefined;
  }, file, { contexts: list.contexts });
  const path = literal(`/${folder === "." ? "" : folder}`);
  const github = openContext("github", (key) => (key === "action_path" ? textValue(path) : memberOfGithub(list, key)));
  const contexts = (name: string): Expressed | undefined => (name === "inputs" ? inputs : name === "github" ? github : list.contexts(name));
  const inner: StepList = {
    ...list,
    frame: { ...frameOf(list.frame, file, call), run: list.frame.run },
    workflow: { ...list.workflow, running: [...list.workflow.running, file] },
    name: step.name,
    contexts,
    steps: new Map(),
    environment: layered(new Map([["GITHUB_ACTION_PATH", { value: path }]]), step.environment),
    defaults: { folder: undefined, shell: undefined },
  };
  runSteps(inner, valueBelow(tree, "runs", "steps"));
  const outputs = valueAt(tree, "outputs");
  return (name) => {
    const value = textAt(valueAt(outputs, name), "value");
    return value === undefined ? nullValue : interpolate(value, stepScope(inner, inner.environment));
  };
}

function memberOfGithub({ contexts }: StepList, key: string): Expressed | undefined {
  const github = contexts("github");
  return github?.kind === "open" ? github.member(key) : undefined;
}
