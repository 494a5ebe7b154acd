import { posix } from "node:path";
import { literalText, placeOf } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { escape } from "../escapes.js";
import { frameOf } from "../shell/run-shell.js";
import { valueAt, valueBelow } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";
import { workflowContext } from "./contexts.js";
import type { Scope } from "./evaluate.js";
import { givenInputs } from "./inputs.js";
import { interpolate } from "./interpolate.js";
import type { JobCall } from "./run-job.js";
import { runJobs, treeOfFile } from "./run-workflow.js";
import { openContext, textOf, textValue } from "./values.js";
import type { Expressed } from "./values.js";

/** GitHub allows ten (https://docs.github.com/en/actions/reference/workflows-and-actions/reusing-workflow-configurations#nesting-reusable-workflows). */
const deepestCall = 10;

/** Of workflows and actions of the project in one run. GitHub allows fifty workflows, and each may be called for each combination of a matrix. */
export const mostCalls = 300;

/** Runs a reusable workflow of the project; gives its outputs. One of another repository gets what it is given, and nobody knows what it does. */
export function callWorkflow({ workflow, tree, place, name }: JobCall, called: Text, scope: Scope): (output: string) => Expressed {
  const { running, frame } = workflow;
  const inputs = valueAt(tree, "with");
  const given = new Map<string, Expressed>();
  for (const { key, value } of inputs?.kind === "map" ? inputs.entries : []) given.set((literalText(key) ?? key.key).toLowerCase(), valueIn(value, scope));
  const file = calledFile(called);
  workflow.calls.count += 1;
  const callee = file === undefined || running.includes(file) || running.length > deepestCall || workflow.calls.count > mostCalls ? undefined : treeOfFile(frame.run, file);
  if (file === undefined || callee === undefined) {
    const written = literalText(called) ?? "a workflow";
    escape(frame.run, [...given.values()].map(textOf), placeOf(called) ?? place, written);
    return (output) => openContext(`${name} of ${written}.outputs.${output}`);
  }
  const declared = valueBelow(callee, "on", "workflow_call", "inputs");
  return runJobs({
    ...workflow,
    frame: frameOf(frame, file, placeOf(called) ?? place),
    file,
    tree: callee,
    inputs: givenInputs(declared, (input) => given.get(input.toLowerCase()), file, { contexts: (context) => workflowContext(workflow, context) }),
    secrets: secretsOf(workflow.secrets, valueAt(tree, "secrets"), scope),
    running: [...running, file],
    name: `${workflow.name} ${name}`,
  });
}

/** `./.github/workflows/build.yml`: paths begin at the project's root. */
function calledFile(called: Text): string | undefined {
  const written = literalText(called);
  return written?.startsWith("./") === true ? posix.normalize(written) : undefined;
}

function valueIn(value: YamlTree, scope: Scope): Expressed {
  return value.kind === "scalar" && value.type === "text" ? interpolate(value.text, scope) : value;
}

/** `secrets: inherit`, or the names that the workflow is given. */
function secretsOf(outer: Expressed, given: YamlTree | undefined, scope: Scope): Expressed {
  if (given?.kind !== "map") return outer;
  const entries = given.entries.map(({ key, value }) => [(literalText(key) ?? key.key).toLowerCase(), valueIn(value, scope)] as const);
  const named = new Map(entries);
  return openContext("secrets", (name) => named.get(name.toLowerCase()) ?? textValue(textOf(openContext(`secrets.${name}`))));
}
