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
    // Where nothing asks what has started it, every run is the same.
    if (events.length > 1 && !dependsOnEvent(project, text ?? "")) return events.slice(0, 1).map((event) => rootOf(file, tree, { ...event, shown: "any event" }));
    const alone = events.length === 0 && !isCalled(file) ? [unknownEvent(valueBelow(tree, "on", "workflow_call", "inputs"))] : events;
    return alone.map((event) => rootOf(file, tree, event));
  });
}

/** Whether a workflow, or what it may call, asks for the event, the branch or tag, or what people have chosen. */
function dependsOnEvent({ files, readText }: ProjectFacts, text: string): boolean {
  const asks = (one: string): boolean => asksForEvent.test(one.replace(groups, ""));
  if (asks(text) || /\binputs\s*[.[]/u.test(text)) return true;
  return /uses:[ \t]*["']?\.\//u.test(text) && files.some((file) => mayBeCalled.test(file) && asks(readText(file) ?? ""));
}

/** Runs that exclude each other: what they are called says nothing of what they do. */
const groups = /^[ \t]*(?:group|run-name):.*$/gmu;
const asksForEvent = /\b(?:github|gitea|forgejo)\s*\.\s*(?:event|ref|head_ref|base_ref)|GITHUB_(?:REF|EVENT|HEAD|BASE)|metadata-action|docker-meta|publish-docker|docker-build-push/iu;
const mayBeCalled = /^\.(?:github|gitea|forgejo)\/.*\.ya?ml$|(?:^|\/)action\.ya?ml$/u;

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
