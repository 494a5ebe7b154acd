import type { GitLabEvent } from "../../models/gitlab-variables.js";
import { literalText } from "../../values/text.js";
import { branch } from "../execute.js";
import { escape } from "../escapes.js";
import { inOrderOfNeeds } from "../pipelines/order.js";
import { listOf } from "../pipelines/trees.js";
import { nextOrder, spend } from "../run.js";
import type { Run } from "../run.js";
import { scriptFrame } from "../shell/run-shell.js";
import { lettersAt, valueAt, valueBelow } from "../yaml-tree.js";
import { readConfiguration } from "./configuration.js";
import { jobsOf } from "./jobs.js";
import type { Job } from "./jobs.js";
import type { Pipeline } from "./pipeline.js";
import { admissionOf, byRules } from "./rules.js";
import { runJob, variablesFor } from "./run-job.js";
import { definitionsIn, definitionsOver, environmentIn, noDefinitions } from "./variables.js";
import type { Definitions } from "./variables.js";

/** How a pipeline is started. */
export interface PipelineStart {
  readonly file: string;
  /** Of the repository, relative to the project's root. */
  readonly folder: string;
  readonly event: GitLabEvent;
}

/** Runs a pipeline of the project as an event starts it: its jobs in their order, each on a machine of its own. */
export function runPipeline(run: Run, start: PipelineStart): void {
  startPipeline(run, start, noDefinitions, []);
}

/** @param given variables of the job that triggers it */
function startPipeline(run: Run, { file, folder, event }: PipelineStart, given: Definitions, running: readonly string[]): void {
  const frame = scriptFrame(run, file);
  const { tree, unseen } = readConfiguration(run, file, folder);
  const definitions = definitionsOver(definitionsIn(valueAt(tree, "variables")), given);
  const outer: Pipeline = { frame, file, folder, tree, event, definitions, running: [...running, file], results: new Map() };
  const rules = valueBelow(tree, "workflow", "rules");
  const admission = rules === undefined ? { runs: true, definitions: noDefinitions } : byRules(listOf(rules), variablesFor(outer, undefined, noDefinitions));
  if (admission.runs === false) return;
  // Jobs that are not seen may build anything, before the others too.
  for (const { name, place } of unseen) run.opaqueCommands.push({ name: `include ${name}`, place, order: nextOrder(run) });
  const pipeline: Pipeline = { ...outer, definitions: definitionsOver(definitions, admission.definitions) };
  for (const job of inOrderOfNeeds(jobsOf(run, tree, file))) runAdmitted(pipeline, job);
}

function runAdmitted(pipeline: Pipeline, job: Job): void {
  const { frame } = pipeline;
  spend(frame.run);
  const own = definitionsIn(valueAt(job.tree, "variables"));
  const admission = admissionOf(job.tree, variablesFor(pipeline, job, own));
  if (admission.runs === false) return;
  const definitions = definitionsOver(own, admission.definitions);
  const start = (): boolean => {
    if (valueAt(job.tree, "trigger") !== undefined) trigger(pipeline, job, definitions);
    else runJob(pipeline, job, definitions);
    return true;
  };
  if (admission.runs === true) start();
  else branch(frame, [start, () => true]);
}

/** A child pipeline of the same repository runs with the variables of the job; what another project makes of them nobody knows (https://docs.gitlab.com/ci/pipelines/downstream_pipelines/). */
function trigger(pipeline: Pipeline, job: Job, definitions: Definitions): void {
  const { frame, folder, event, running } = pipeline;
  const included = listOf(valueBelow(job.tree, "trigger", "include"));
  const given = definitionsOver(pipeline.definitions, definitions);
  const environment = environmentIn(variablesFor(pipeline, job, definitions));
  let isSeen = included.length > 0;
  for (const one of included) {
    const written = one.kind === "scalar" ? literalText(one.text) : lettersAt(one, "local");
    const [child] = written === undefined ? [] : [`${folder === "" ? "" : `${folder}/`}${written.replace(/^\/+/u, "")}`].filter((path) => frame.run.project.readText(path) !== undefined);
    if (child === undefined || running.includes(child) || running.length > deepestChild) isSeen = false;
    else startPipeline(frame.run, { file: child, folder, event }, given, running);
  }
  if (isSeen) return;
  escape(frame.run, [...given.keys()].flatMap((name) => environment(name)?.value ?? []), job.place, "another pipeline");
  frame.run.opaqueCommands.push({ name: `trigger of ${job.name}`, place: job.place, order: nextOrder(frame.run) });
}

/** GitLab allows two levels of child pipelines. */
const deepestChild = 4;
