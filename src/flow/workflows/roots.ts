import { posix } from "node:path";
import { isWorkflowFile } from "../../models/workflow-files.js";
import type { ProjectFacts } from "../run.js";
import type { ScriptRoot } from "../script-roots.js";
import { projectText } from "../files.js";
import { treesOf, valueAt, valueBelow } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";
import { eventsOf, unknownEvent } from "./events.js";
import type { WorkflowEvent } from "./events.js";
import { runWorkflow } from "./run-workflow.js";

/**
 * The project's workflows, once for each kind of event that starts them: what is built and deployed depends on it. One that only
 * others call is run where they call it.
 */
export function workflowRoots(project: ProjectFacts, files: readonly string[]): readonly ScriptRoot[] {
  const workflows = files.filter(isWorkflowFile);
  if (workflows.length === 0) return [];
  const texts = project.files.filter(isWorkflowFile).map((file) => project.readText(file) ?? "");
  const isCalled = (file: string): boolean => texts.some((text) => text.includes(`./${posix.dirname(file)}/${posix.basename(file)}`));
  return workflows.flatMap((file): readonly ScriptRoot[] => {
    const text = project.readText(file);
    const tree = text === undefined ? undefined : treesOf(projectText(file, text)).trees[0];
    if (tree === undefined || valueAt(tree, "jobs")?.kind !== "map") return [];
    const events = eventsOf(tree);
    const alone = events.length === 0 && !isCalled(file) ? [unknownEvent(valueBelow(tree, "on", "workflow_call", "inputs"))] : events;
    return alone.map((event) => rootOf(file, tree, event));
  });
}

function rootOf(file: string, tree: YamlTree, event: WorkflowEvent): ScriptRoot {
  return {
    file,
    name: `${file} (${event.shown})`,
    key: `workflow ${file} ${event.shown}`,
    pipeline: file,
    run: (run) => {
      runWorkflow(run, file, tree, event);
    },
  };
}
