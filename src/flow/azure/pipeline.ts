import { literalText, placeOf } from "../../values/text.js";
import type { Place } from "../../values/value.js";
import { lettersIn, listOf, namedEntries } from "../pipelines/trees.js";
import { lettersAt, textAt, valueAt, valueBelow } from "../yaml-tree.js";
import type { YamlMap, YamlTree } from "../yaml-tree.js";

/** A stage; a pipeline that names none has one. */
export interface AzureStage {
  readonly name: string;
  readonly needs: readonly string[];
  readonly tree: YamlMap;
  readonly jobs: readonly AzureJob[];
  readonly place: Place;
}

export interface AzureJob {
  readonly name: string;
  readonly needs: readonly string[];
  readonly tree: YamlMap;
  /** In the order in which they run; those of a deployment are of all of its phases. */
  readonly steps: readonly YamlTree[];
  readonly place: Place;
  /** A template that is not seen stands in its place. */
  readonly template: string | undefined;
}

/** The stages of an expanded pipeline; each waits for the one before, unless it says otherwise (https://learn.microsoft.com/en-us/azure/devops/pipelines/process/stages). */
export function stagesOf(tree: YamlMap, file: string): readonly AzureStage[] {
  const outside: Place = { file, start: 0, end: 0 };
  const stages = valueAt(tree, "stages");
  if (stages === undefined) return [{ name: "", needs: [], tree, jobs: jobsOf(tree, outside), place: outside }];
  let before: string | undefined;
  return listOf(stages).flatMap((stage, index) => {
    if (stage.kind !== "map") return [];
    const name = lettersAt(stage, "stage") ?? `stage ${index + 1}`;
    const place = placeIn(stage, "stage") ?? outside;
    const dependsOn = valueAt(stage, "dependsOn");
    const needs = dependsOn === undefined ? (before === undefined ? [] : [before]) : lettersIn(dependsOn);
    before = name;
    return [{ name, needs, tree: stage, jobs: lettersAt(stage, "template") === undefined ? jobsOf(stage, place) : [unseen(stage, place)], place }];
  });
}

function jobsOf(tree: YamlMap, outside: Place): readonly AzureJob[] {
  const jobs = valueAt(tree, "jobs");
  if (jobs === undefined) return [{ name: "job", needs: [], tree, steps: stepsIn(valueAt(tree, "steps")), place: outside, template: undefined }];
  return listOf(jobs).flatMap((job, index) => {
    if (job.kind !== "map") return [];
    const key = lettersAt(job, "deployment") === undefined ? "job" : "deployment";
    const place = placeIn(job, key) ?? outside;
    if (lettersAt(job, "template") !== undefined) return [unseen(job, place)];
    return [{ name: lettersAt(job, key) ?? `job ${index + 1}`, needs: lettersIn(valueAt(job, "dependsOn")), tree: job, steps: stepsIn(valueAt(job, "steps") ?? phasesOf(job)), place, template: undefined }];
  });
}

function unseen(tree: YamlMap, place: Place): AzureJob {
  const template = lettersAt(tree, "template") ?? "a template";
  const written = textAt(tree, "template");
  return { name: `template ${template}`, needs: [], tree, steps: [], place: (written === undefined ? undefined : placeOf(written)) ?? place, template };
}

function placeIn(tree: YamlTree, key: string): Place | undefined {
  const text = textAt(tree, key);
  return (text === undefined ? undefined : placeOf(text)) ?? tree.place;
}

/** `strategy: { runOnce: { deploy: { steps } } }` (https://learn.microsoft.com/en-us/azure/devops/pipelines/process/deployment-jobs#deployment-strategies). */
function phasesOf(job: YamlTree): YamlTree {
  const strategies = ["runOnce", "rolling", "canary"].flatMap((name) => namedEntries(valueBelow(job, "strategy", name)));
  const phases = ["preDeploy", "deploy", "routeTraffic", "postRouteTraffic"].flatMap((phase) => strategies.filter(({ name }) => name === phase));
  const success = strategies.filter(({ name }) => name === "on").flatMap(({ value }) => namedEntries(value).filter(({ name }) => name === "success"));
  return { kind: "list", items: [...phases, ...success].flatMap(({ value }) => listOf(valueAt(value, "steps"))) };
}

function stepsIn(steps: YamlTree | undefined): readonly YamlTree[] {
  return listOf(steps).filter(({ kind }) => kind === "map");
}

/** The names of a matrix with the variables of each (https://learn.microsoft.com/en-us/azure/devops/pipelines/yaml-schema/jobs-job-strategy); undefined where a job gives it. */
export function matrixOf(job: YamlTree): readonly YamlTree[] | undefined {
  const matrix = valueBelow(job, "strategy", "matrix");
  if (matrix === undefined) return [{ kind: "map", entries: [] }];
  const rows = namedEntries(matrix).map(({ value }) => value);
  return matrix.kind === "map" && rows.length <= mostRows ? rows : undefined;
}

const mostRows = 64;

/** The name of the machine's image, for its operating system. */
export function machineOf(...trees: readonly YamlTree[]): string {
  for (const tree of trees) {
    const pool = valueAt(tree, "pool");
    const name = pool?.kind === "scalar" ? literalText(pool.text) : (lettersAt(pool, "vmImage") ?? lettersAt(pool, "name"));
    if (name !== undefined) return name;
  }
  return "";
}
