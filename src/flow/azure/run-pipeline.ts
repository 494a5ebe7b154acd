import { choice, isText, literalText, placeOf } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { branch } from "../execute.js";
import { recordJobImage } from "../pipelines/job-images.js";
import { onOwnMachine } from "../pipelines/machine.js";
import { inOrderOfNeeds } from "../pipelines/order.js";
import { namedEntries } from "../pipelines/trees.js";
import { nextOrder, spend } from "../run.js";
import type { Frame, Run } from "../run.js";
import { scriptFrame } from "../shell/run-shell.js";
import { textAt, valueAt, valueBelow } from "../yaml-tree.js";
import type { YamlMap, YamlTree } from "../yaml-tree.js";
import { commandFile, valueIn } from "../workflows/command-files.js";
import { nullValue, openContext, textOf, textValue, truthOf } from "../workflows/values.js";
import type { Expressed } from "../workflows/values.js";
import { expandPipeline } from "./expand.js";
import { evaluated } from "./expressions.js";
import type { Contexts } from "./expressions.js";
import { machineOf, matrixOf, stagesOf } from "./pipeline.js";
import type { AzureJob, AzureStage } from "./pipeline.js";
import { onlyRegistry } from "./registries.js";
import { runSteps } from "./run-steps.js";
import { macroValues, variablesIn, withMacros } from "./variables.js";
import type { Variables } from "./variables.js";

/** A pipeline while it runs. */
interface Running {
  readonly frame: Frame;
  readonly folder: string;
  readonly tree: YamlMap;
  /** What jobs have given, by `stage.job` and `step.variable`, in lower case. */
  readonly outputs: Map<string, ReadonlyMap<string, Text>>;
  readonly registry: string | undefined;
}

/** Runs a pipeline of the project: its stages and jobs in their order, each job on a machine of its own. */
export function runAzurePipeline(run: Run, file: string, folder: string): void {
  const tree = expandPipeline(run, file, folder);
  if (tree === undefined) return;
  const frame = scriptFrame(run, file);
  const running: Running = { frame, folder, tree, outputs: new Map(), registry: onlyRegistry(tree) };
  if (valueAt(tree, "extends") !== undefined) run.opaqueCommands.push({ name: "a template of another repository", place: { file, start: 0, end: 0 }, order: nextOrder(run) });
  const stages = stagesOf(tree, file);
  for (const stage of inOrderOfNeeds(stages)) {
    runIfAdmitted(running, stage.tree, contextsOf(running, stage, [variablesIn(valueAt(tree, "variables"))]), () => {
      for (const job of inOrderOfNeeds(stage.jobs)) runJob(running, stage, job);
    });
  }
}

/** Runs something if its condition holds (https://learn.microsoft.com/en-us/azure/devops/pipelines/process/conditions); what is not decided may run. */
function runIfAdmitted({ frame }: Running, tree: YamlTree, contexts: Contexts, body: () => void): void {
  const condition = textAt(tree, "condition");
  const written = condition === undefined ? undefined : literalText(condition);
  const holds = condition === undefined ? true : written === undefined ? undefined : truthOf(evaluated(written, contexts));
  if (holds === false) return;
  if (holds === true) body();
  else branch(frame, [() => { body(); return true; }, () => true]);
}

function runJob(running: Running, stage: AzureStage, job: AzureJob): void {
  const { frame, tree } = running;
  spend(frame.run);
  if (job.template !== undefined) {
    frame.run.opaqueCommands.push({ name: `template ${job.template}`, place: job.place, order: nextOrder(frame.run) });
    return;
  }
  const layers = [tree, stage.tree, job.tree].map((one) => variablesIn(valueAt(one, "variables")));
  const contexts = contextsOf(running, stage, layers);
  runIfAdmitted(running, job.tree, contexts, () => {
    const rows = matrixOf(job.tree);
    const results = (rows ?? [undefined]).map((row, index) => runOnce(running, stage, job, [...layers, ...(row === undefined ? [] : [variablesIn(row)])], index));
    const merged = new Map<string, Text>();
    for (const name of new Set(results.flatMap((result) => [...result.keys()]))) {
      const texts = results.flatMap((result) => result.get(name) ?? []);
      const any = choice(texts, `${name} of one of ${results.length} jobs ${job.name}`);
      if (isText(any)) merged.set(name, any);
    }
    running.outputs.set(outputKey(stage.name, job.name), merged);
  });
}

function outputKey(stage: string, job: string): string {
  return `${stage}.${job}`.toLowerCase();
}

function runOnce(running: Running, stage: AzureStage, job: AzureJob, layers: readonly Variables[], index: number): ReadonlyMap<string, Text> {
  const frame = onOwnMachine(running.frame);
  const defined = withRuntimeExpressions(new Map(layers.flatMap((layer) => [...layer])), contextsOf(running, stage, layers));
  const written = commandFile(`${stage.name} ${job.name} ${index}/variables`);
  const variables = (key: string): Text | undefined => valueIn(frame, written, key) ?? defined.get(key);
  deployContainers(frame, running.tree, job.tree, variables);
  const outputs = new Set<string>();
  runSteps({ frame, folder: running.folder, registry: running.registry, steps: job.steps, variables, written, outputs, place: job.place, runsOnWindows: /windows|vs20\d\d/iu.test(machineOf(job.tree, stage.tree, running.tree)), contexts: contextsOf(running, stage, layers, variables) });
  return new Map([...outputs].flatMap((name) => { const value = valueIn(frame, written, name); return value === undefined ? [] : [[name.toLowerCase(), value] as const]; }));
}

/** `$[ … ]`: evaluated when the job starts. */
function withRuntimeExpressions(variables: Variables, contexts: Contexts): Variables {
  return new Map([...variables].map(([key, text]) => {
    const [, written] = /^\s*\$\[([^]*)\]\s*$/u.exec(literalText(text) ?? "") ?? [];
    return [key, written === undefined ? text : textOf(evaluated(written, contexts))] as const;
  }));
}

/** What expressions of a stage or job may name. */
function contextsOf(running: Running, stage: AzureStage, layers: readonly Variables[], known?: (key: string) => Text | undefined): Contexts {
  const defined = new Map(layers.flatMap((layer) => [...layer]));
  const valueOf = macroValues(known ?? ((key) => defined.get(key)));
  const outputsOf = (name: string, key: string): Expressed => openContext(`${name}.outputs`, (wanted) => {
    const outputs = running.outputs.get(key);
    // The outputs of a deployment have the name of its job, or of what it deploys to, before them.
    const value = outputs?.get(wanted.toLowerCase()) ?? outputs?.get(wanted.toLowerCase().replace(/^[^.]*\./u, ""));
    return value === undefined ? undefined : textValue(value);
  });
  const jobOf = (name: string, key: string): Expressed => openContext(name, (member) => (member.toLowerCase() === "outputs" ? outputsOf(name, key) : undefined));
  return (name) => {
    switch (name) {
      case "variables":
        return openContext("variables", (variable) => { const value = valueOf(variable); return value === undefined ? nullValue : textValue(value); });
      case "dependencies":
        return openContext("dependencies", (job) => jobOf(`dependencies.${job}`, outputKey(stage.name, job)));
      case "stagedependencies":
        return openContext("stageDependencies", (other) => openContext(`stageDependencies.${other}`, (job) => jobOf(`stageDependencies.${other}.${job}`, outputKey(other, job))));
      default:
        return undefined;
    }
  };
}

/** The container that a job runs in, and those beside it, by their names among the resources, or by their images (https://learn.microsoft.com/en-us/azure/devops/pipelines/process/container-phases). */
function deployContainers(frame: Frame, pipeline: YamlTree, job: YamlTree, variables: (key: string) => Text | undefined): void {
  const valueOf = macroValues(variables);
  const named = valueBelow(pipeline, "resources", "containers");
  const imageOf = (given: YamlTree): Text | undefined => {
    if (given.kind !== "scalar") return textAt(given, "image");
    const name = literalText(given.text);
    const resource = named?.kind === "list" ? named.items.find((item) => literalText(textAt(item, "container") ?? given.text) === name && textAt(item, "container") !== undefined) : undefined;
    return resource === undefined ? given.text : textAt(resource, "image");
  };
  const deploy = (given: YamlTree | undefined, how: string): void => {
    const image = given === undefined ? undefined : imageOf(given);
    if (image !== undefined && image.key !== "") recordJobImage(frame, withMacros(image, valueOf), placeOf(image), how);
  };
  deploy(valueAt(job, "container"), "the job's container");
  for (const { value } of namedEntries(valueAt(job, "services"))) deploy(value, "a service of the job");
}
