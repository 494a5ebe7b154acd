import { literal, literalText, placeOf } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import { branch } from "../execute.js";
import { layered } from "../pipelines/environment.js";
import { onOwnMachine } from "../pipelines/machine.js";
import type { ProcessEnvironment } from "../process-environment.js";
import { spend } from "../run.js";
import { recordSite } from "../sites.js";
import { lettersAt, textAt, valueAt, valueBelow } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";
import { commandFile } from "./command-files.js";
import type { Scope } from "./evaluate.js";
import { asksForStatus, conditionHolds, interpolate, interpolatedText, interpolateTree } from "./interpolate.js";
import { matrixOf } from "./job-matrix.js";
import { callWorkflow } from "./call-workflow.js";
import { runSteps, stepScope } from "./run-steps.js";
import { needsOf } from "./run-workflow.js";
import { resultsContext, skipped, succeeded, workflowContext } from "./contexts.js";
import { either, keyOfExpressed, nullValue, openContext } from "./values.js";
import type { Expressed } from "./values.js";
import { variablesIn } from "./variables.js";
import type { Result, StepList, Workflow } from "./workflow.js";

/** A job that is about to run. */
export interface JobCall {
  readonly workflow: Workflow;
  readonly name: string;
  readonly tree: YamlTree;
  /** Its name in the file. */
  readonly place: Place;
  /** Of the jobs that ran before. */
  readonly results: ReadonlyMap<string, Result>;
  readonly environment: ProcessEnvironment;
}

const nothingGiven = (): Expressed => nullValue;

/** Runs a job, once for each combination of its matrix. */
export function runJob(job: JobCall): Result {
  const { workflow, tree, results } = job;
  const condition = valueAt(tree, "if");
  const needed = new Map(needsOf(tree).flatMap((name) => { const result = results.get(name); return result === undefined ? [] : [[name, result] as const]; }));
  const contexts = (name: string): Expressed | undefined => (name === "needs" ? resultsContext("needs", needed) : workflowContext(workflow, name));
  const isCutOff = !asksForStatus(condition) && [...needed.values()].some(({ outcome }) => keyOfExpressed(outcome) === keyOfExpressed(skipped));
  const holds = isCutOff ? false : conditionHolds(condition, { contexts });
  if (holds === false) return { outcome: skipped, output: nothingGiven };
  let outputs: readonly Result["output"][] = [];
  const runAll = (): boolean => {
    outputs = matrixOf(valueBelow(tree, "strategy", "matrix"), tree, { contexts }).map((matrix, index) => runCombination(job, contexts, matrix, index));
    return true;
  };
  if (holds === true) runAll();
  else branch(workflow.frame, [runAll, () => true]);
  const output = (name: string): Expressed => either(outputs.map((one) => one(name)), `${name} of one of ${outputs.length} jobs ${job.name}`);
  return { outcome: holds === true ? succeeded : either([succeeded, skipped], `whether ${job.name} runs`), output };
}

function runCombination(job: JobCall, outer: Scope["contexts"], matrix: YamlTree | undefined, index: number): Result["output"] {
  const { workflow, tree } = job;
  spend(workflow.frame.run);
  const contexts = (name: string): Expressed | undefined => {
    if (name === "matrix") return matrix ?? nullValue;
    if (name === "strategy") return openContext("strategy");
    return outer(name);
  };
  const called = textAt(tree, "uses");
  if (called !== undefined) return callWorkflow(job, called, { contexts });
  const frame = onOwnMachine(workflow.frame);
  const name = `${workflow.name} ${job.name} ${index}`;
  const variables = commandFile(`${name}/env`);
  const scope = { contexts };
  const environment = layered(variablesIn(valueAt(tree, "env"), scope), job.environment);
  const defaults = [valueBelow(tree, "defaults", "run"), valueBelow(workflow.tree, "defaults", "run")];
  const folder = defaults.map((one) => textAt(one, "working-directory")).find((one) => one !== undefined);
  const list: StepList = {
    frame,
    workflow,
    name,
    contexts,
    steps: new Map(),
    environment,
    variables,
    defaults: { folder: folder === undefined ? undefined : interpolatedText(folder, scope), shell: defaults.map((one) => lettersAt(one, "shell")).find((one) => one !== undefined) },
    foreign: new Set(),
    runsOnWindows: /windows/iu.test(labelsOf(tree, scope)),
  };
  deployContainers(list, tree, stepScope(list, environment));
  runSteps(list, valueAt(tree, "steps"));
  const outputs = valueAt(tree, "outputs");
  return (wanted) => {
    const value = textAt(outputs, wanted);
    return value === undefined ? nullValue : interpolate(value, stepScope(list, environment));
  };
}

function labelsOf(tree: YamlTree, scope: Scope): string {
  const runsOn = valueAt(tree, "runs-on");
  const known = runsOn === undefined ? undefined : interpolateTree(runsOn, scope);
  if (known?.kind === "scalar") return literalText(known.text) ?? "";
  return known?.kind === "list" ? known.items.map((item) => (item.kind === "scalar" ? (literalText(item.text) ?? "") : "")).join() : "";
}

/**
 * The containers that a job runs in and beside (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idcontainer,
 * #jobsjob_idservices): they start before its first step.
 */
function deployContainers({ frame }: StepList, tree: YamlTree, scope: Scope): void {
  const container = valueAt(tree, "container");
  const services = valueAt(tree, "services");
  const images: readonly (readonly [Text | undefined, string])[] = [
    [container?.kind === "scalar" ? container.text : textAt(container, "image"), "the job's container"],
    ...(services?.kind === "map" ? services.entries.map(({ key, value }) => [textAt(value, "image"), `service "${literalText(key) ?? ""}" of the job`] as const) : []),
  ];
  for (const [image, how] of images) {
    const place = image === undefined ? undefined : placeOf(image);
    if (image === undefined || place === undefined || image.key === "") continue;
    const reference = interpolatedText(image, scope);
    if (reference.key !== literal("").key) recordSite(frame, { kind: "deploy", reference, origin: place, place, how, runtime: "engine", engine: "docker" });
  }
}
