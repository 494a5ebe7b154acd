import { literalText, placeOf } from "../../values/text.js";
import { inOrderOfNeeds } from "../pipelines/order.js";
import { treesOfFile } from "../pipelines/trees.js";
import type { Run } from "../run.js";
import { scriptFrame } from "../shell/run-shell.js";
import { valueAt, valueBelow } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";
import type { WorkflowEvent } from "./events.js";
import { githubContext, runnerVariables } from "./github-values.js";
import { givenInputs } from "./inputs.js";
import { interpolate } from "./interpolate.js";
import { runJob } from "./run-job.js";
import { noVariables, layered } from "../pipelines/environment.js";
import { resultsContext, workflowContext } from "./contexts.js";
import { nullValue, openContext } from "./values.js";
import type { Expressed } from "./values.js";
import { variablesIn } from "./variables.js";
import type { Result, Workflow } from "./workflow.js";

/** Runs a workflow of the project as an event starts it. */
export function runWorkflow(run: Run, file: string, tree: YamlTree, event: WorkflowEvent): void {
  const frame = scriptFrame(run, file);
  const inputs = givenInputs(event.inputs, undefined, file);
  runJobs({ frame, file, tree, event, inputs, github: githubContext(event, inputs), secrets: openContext("secrets"), running: [file], calls: { count: 0 }, artifacts: new Map(), lists: new Map(), name: `${run.root}` });
}

/** The first document of a YAML file of the project; undefined if it cannot be read. */
export function treeOfFile(run: Run, file: string): YamlTree | undefined {
  return treesOfFile(run, file)[0];
}

/** Runs a workflow's jobs, each behind those that it needs. Gives its outputs, for whoever has called it. */
export function runJobs(workflow: Workflow): (name: string) => Expressed {
  const jobs = valueAt(workflow.tree, "jobs");
  const named = (jobs?.kind === "map" ? jobs.entries : []).flatMap(({ key, value }) => {
    const name = literalText(key);
    return name === undefined || value.kind !== "map" ? [] : [{ name, needs: needsOf(value), tree: value, place: placeOf(key) ?? value.place ?? { file: workflow.file, start: 0, end: 0 } }];
  });
  const variables = new Map([...runnerVariables(workflow.event)].map(([name, value]) => [name, { value }] as const));
  const runner = layered(variables, noVariables);
  const outer = { contexts: (name: string) => workflowContext(workflow, name) };
  const environment = layered(variablesIn(valueAt(workflow.tree, "env"), outer), runner);
  const results = new Map<string, Result>();
  for (const job of inOrderOfNeeds(named)) results.set(job.name, runJob({ workflow, ...job, results, environment }));
  const outputs = valueBelow(workflow.tree, "on", "workflow_call", "outputs");
  return (name) => {
    const value = valueAt(valueAt(outputs, name), "value");
    if (value?.kind !== "scalar") return nullValue;
    return interpolate(value.text, { contexts: (context) => (context === "jobs" ? resultsContext("jobs", results) : workflowContext(workflow, context)) });
  };
}

export function needsOf(job: YamlTree): readonly string[] {
  const needs = valueAt(job, "needs");
  if (needs?.kind === "scalar") return [literalText(needs.text) ?? ""];
  return needs?.kind === "list" ? needs.items.flatMap((item) => (item.kind === "scalar" ? [literalText(item.text) ?? ""] : [])) : [];
}
