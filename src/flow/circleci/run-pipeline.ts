import { choice, isText, literal, literalText, placeOf } from "../../values/text.js";
import type { Place, Text, Value } from "../../values/value.js";
import { branch } from "../execute.js";
import { layered } from "../pipelines/environment.js";
import { recordJobImage } from "../pipelines/job-images.js";
import { onOwnMachine } from "../pipelines/machine.js";
import { combinationsOf } from "../pipelines/matrix.js";
import { inOrderOfNeeds } from "../pipelines/order.js";
import { emptyMap, lettersIn, listOf, namedEntries, treesOfFile } from "../pipelines/trees.js";
import type { ProcessEnvironment } from "../process-environment.js";
import { newFresh, nextOrder, spend } from "../run.js";
import type { Frame, Run } from "../run.js";
import { scriptFrame } from "../shell/run-shell.js";
import { givenInputs } from "../workflows/inputs.js";
import type { Expressed } from "../workflows/values.js";
import { lettersAt, textAt, valueAt, valueBelow } from "../yaml-tree.js";
import type { YamlEntry, YamlMap, YamlTree } from "../yaml-tree.js";
import { givenParameters, logicHolds, withParameters } from "./parameters.js";
import { namedVariables, runOrb, runSteps } from "./run-steps.js";
import type { StepList } from "./run-steps.js";
import { builtinVariable, pipelineValues } from "./variables.js";
import type { CircleEvent } from "./variables.js";

/** A pipeline while it runs. */
export interface CirclePipeline {
  readonly frame: Frame;
  readonly tree: YamlTree;
  readonly event: CircleEvent;
  readonly values: Expressed;
  /** What jobs hand to those behind them. */
  readonly workspace: Map<string, Value>;
  readonly folder: string;
}

/** Runs the workflows of a configuration: their jobs in order, each on a machine of its own. */
export function runCirclePipeline(run: Run, file: string, folder: string, event: CircleEvent): void {
  const [tree] = treesOfFile(run, file);
  if (tree === undefined) return;
  const frame = scriptFrame(run, file);
  const values = pipelineValues(event, givenInputs(valueAt(tree, "parameters"), undefined, file));
  const workflows = namedEntries(valueAt(tree, "workflows")).filter(({ value }) => value.kind === "map");
  const place: Place = { file, start: 0, end: 0 };
  const base = { frame, tree, event, values, folder };
  if (workflows.length === 0) runJob({ ...base, workspace: new Map() }, { name: "build", job: "build", needs: [], given: emptyMap, place });
  for (const { value } of workflows) {
    const pipeline: CirclePipeline = { ...base, workspace: new Map() };
    const scoped = withParameters(value, { parameters: emptyMap, pipeline: values });
    const condition = valueAt(scoped, "when") ?? valueAt(scoped, "unless");
    const truth = condition === undefined ? true : logicHolds(condition);
    const holds = truth === undefined || valueAt(scoped, "when") !== undefined || condition === undefined ? truth : !truth;
    if (holds === false) continue;
    const start = (): boolean => {
      for (const job of inOrderOfNeeds(jobsOf(scoped, place))) runAdmitted(pipeline, job);
      return true;
    };
    if (holds === true) start();
    else branch(frame, [start, () => true]);
  }
}

interface WorkflowJob {
  /** In the workflow. */
  readonly name: string;
  /** Of the job that it runs. */
  readonly job: string;
  readonly needs: readonly string[];
  readonly given: YamlTree;
  readonly place: Place;
}

function jobsOf(workflow: YamlTree, outside: Place): readonly WorkflowJob[] {
  return listOf(valueAt(workflow, "jobs")).flatMap((item): readonly WorkflowJob[] => {
    if (item.kind === "scalar") { const job = literalText(item.text); return job === undefined ? [] : [{ name: job, job, needs: [], given: emptyMap, place: placeOf(item.text) ?? outside }]; }
    return namedEntries(item).slice(0, 1).flatMap(({ name, key, value }) => (lettersAt(value, "type") === "approval" ? [{ name, job: "", needs: lettersIn(valueAt(value, "requires")), given: value, place: placeOf(key) ?? outside }] : [{ name: lettersAt(value, "name") ?? lettersAt(valueAt(value, "matrix"), "alias") ?? name, job: name, needs: lettersIn(valueAt(value, "requires")), given: value, place: placeOf(key) ?? outside }]));
  });
}

/** Whether its filters let a job run (https://circleci.com/docs/reference/configuration-reference/#filters): without any, for branches only. */
function admits(job: WorkflowJob, event: CircleEvent): boolean | undefined {
  const filters = valueAt(job.given, "filters");
  if (filters?.kind === "scalar") return undefined;
  const [own, other] = [valueAt(filters, event === "branch" ? "branches" : "tags"), valueAt(filters, event === "branch" ? "tags" : "branches")];
  if (own === undefined) return event === "branch" && (other === undefined || !lettersIn(valueAt(valueAt(filters, "branches"), "ignore")).includes("/.*/"));
  return lettersIn(valueAt(own, "ignore")).includes("/.*/") ? false : lettersIn(valueAt(own, "only")).includes("/.*/") ? true : undefined;
}

function runAdmitted(pipeline: CirclePipeline, job: WorkflowJob): void {
  spend(pipeline.frame.run);
  const runs = job.job === "" ? false : admits(job, pipeline.event);
  if (runs === false) return;
  const start = (): boolean => {
    for (const given of combinationsIn(job.given)) runJob(pipeline, { ...job, given });
    return true;
  };
  if (runs === true) start();
  else branch(pipeline.frame, [start, () => true]);
}

/** What a job is given, once for each combination of its matrix (https://circleci.com/docs/reference/configuration-reference/#matrix). */
function combinationsIn(given: YamlTree): readonly YamlTree[] {
  const matrix = valueBelow(given, "matrix", "parameters");
  if (matrix === undefined) return [given];
  const axes = namedEntries(matrix).map(({ name, value }) => ({ name, values: listOf(value) }));
  const rows = combinationsOf(axes) ?? [new Map(axes.flatMap(({ name, values }) => {
    const any = choice(values.flatMap((value) => (value.kind === "scalar" ? [value.text] : [])), `matrix ${name} of ${values.length}`);
    return isText(any) ? [[name, { kind: "scalar", type: "text", text: any } satisfies YamlTree]] : [];
  }))];
  const others: readonly YamlEntry[] = given.kind === "map" ? given.entries : [];
  return rows.map((row) => ({ kind: "map", entries: [...others, ...[...row].map(([name, value]) => ({ key: literal(name), value }))] }));
}

function runJob(pipeline: CirclePipeline, { job, given, place }: WorkflowJob): void {
  const { tree, event, values, folder } = pipeline;
  const frame = onOwnMachine(pipeline.frame);
  const definition = valueAt(valueAt(tree, "jobs"), job);
  const root = literal(folder === "" ? "/" : `/${folder}`);
  const base: ProcessEnvironment = builtinsFor(frame, event, place);
  const list: StepList = { pipeline, frame, environment: base, folder: root, place, running: [] };
  const scoped = given.kind === "map" ? given : emptyMap;
  runSteps(list, valueAt(scoped, "pre-steps"));
  if (definition === undefined) {
    if (job !== "build" || valueAt(tree, "workflows") !== undefined) runOrbJob(list, job, scoped, place);
    return;
  }
  const scope = { parameters: givenParameters(valueAt(definition, "parameters"), scoped), pipeline: values };
  const whole = withParameters(definition, scope);
  const executor = executorOf(pipeline, valueAt(whole, "executor"));
  const environment = layered(namedVariables(valueAt(whole, "environment")), layered(namedVariables(valueAt(executor, "environment")), base));
  deployImages(frame, valueAt(whole, "docker") ?? valueAt(executor, "docker"));
  runSteps({ ...list, environment }, valueAt(whole, "steps"));
  runSteps({ ...list, environment }, valueAt(scoped, "post-steps"));
}

/** A job of an orb; one that no row knows may do anything. */
function runOrbJob(list: StepList, job: string, given: YamlMap, place: Place): void {
  if (!runOrb(list, job, given, place)) list.frame.run.opaqueCommands.push({ name: `the job ${job}`, place, order: nextOrder(list.frame.run) });
  runSteps(list, valueAt(given, "post-steps"));
}

function builtinsFor(frame: Frame, event: CircleEvent, place: Place): ProcessEnvironment {
  let number: Text | undefined;
  return (name) => {
    // Each job has a number of its own.
    if (name === "CIRCLE_BUILD_NUM") return { value: (number ??= newFresh(frame.run, "$CIRCLE_BUILD_NUM", place, frame.activation.path)) };
    const value = builtinVariable(name, event);
    return value === undefined ? undefined : { value };
  };
}

function executorOf({ tree, values }: CirclePipeline, given: YamlTree | undefined): YamlTree | undefined {
  const name = given?.kind === "scalar" ? literalText(given.text) : lettersAt(given, "name");
  const executor = name === undefined ? undefined : valueAt(valueAt(tree, "executors"), name);
  return executor === undefined ? undefined : withParameters(executor, { parameters: givenParameters(valueAt(executor, "parameters"), given), pipeline: values });
}

/** The image that a job's steps run in, and those beside it (https://circleci.com/docs/reference/configuration-reference/#docker). */
function deployImages(frame: Frame, images: YamlTree | undefined): void {
  listOf(images).forEach((item, index) => {
    const image = textAt(item, "image");
    if (image !== undefined) recordJobImage(frame, image, placeOf(image), index === 0 ? "the job's image" : "a service of the job");
  });
}
