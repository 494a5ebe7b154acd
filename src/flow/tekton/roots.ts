import { commitsOfTemplates } from "../../models/tekton.js";
import { commitForm } from "../../values/hole-forms.js";
import { choice, hole, isText } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { withMarks } from "../pipelines/marks.js";
import type { Frame, ProjectFacts, Run } from "../run.js";
import type { ScriptRoot } from "../script-roots.js";
import { scriptFrame } from "../shell/run-shell.js";
import { itemsAt, lettersAt, textAt, textScalar, valueAt } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";
import { objectKey } from "./keys.js";
import { tektonObjects } from "./objects.js";
import type { TektonObject } from "./objects.js";
import { nameOfReference, objectReferredTo, runPipelineOf, runReferredTask } from "./run-pipeline.js";
import { escapeParameters, runTask } from "./run-task.js";
import { parametersIn, scopeOfRun, withTektonValues } from "./values.js";
import type { TektonScope } from "./values.js";

/**
 * Runs of pipelines and tasks, and templates of such, are started by themselves; then what no run of the project starts:
 * pipelines, then tasks.
 */
export function tektonRoots(project: ProjectFacts, files: readonly string[]): readonly ScriptRoot[] {
  const wanted = new Set(files);
  const objects = tektonObjects(project).filter(({ file }) => wanted.has(file));
  return order.flatMap((kinds) => objects.filter(({ kind }) => kinds.includes(kind))).map((object) => ({
    file: object.file,
    name: `${object.file} (${object.kind}${object.name === "" ? "" : ` ${object.name}`})`,
    key: objectKey(object),
    run: (run) => {
      runObject(run, object);
    },
  }));
}

const order: readonly (readonly string[])[] = [["PipelineRun", "TaskRun", "TriggerTemplate"], ["Pipeline"], ["Task", "ClusterTask"]];

const nothingKnown: TektonScope = () => undefined;

function runObject(run: Run, object: TektonObject): void {
  const frame = scriptFrame(run, object.file);
  // What its comments say to ESLint counts for what is found in it.
  void run.project.facts(object.file);
  const specification = valueAt(object.tree, "spec");
  if (specification === undefined) return;
  const start = { name: object.name, key: object.name, given: undefined, call: undefined, outer: nothingKnown };
  if (object.kind === "Pipeline") runPipelineOf(frame, object.file, specification, start);
  else if (object.kind === "Task" || object.kind === "ClusterTask") runTask(frame, object.file, specification, start);
  else if (object.kind === "TriggerTemplate") runTemplates(frame, specification);
  else runOnce(frame, object.tree);
}

/** https://tekton.dev/docs/triggers/triggertemplates/ */
function runTemplates(frame: Frame, specification: YamlTree): void {
  const ofTemplate: TektonScope = ([kind, part, name]) => (kind === "tt" && part === "params" && name !== undefined ? textScalar(given(specification, name)) : undefined);
  for (const template of itemsAt(specification, "resourcetemplates")) runOnce(frame, withTektonValues(template, ofTemplate, "pipeline"));
}

/** What an event gives, or the default. */
function given(specification: YamlTree, name: string): Text {
  const declared = itemsAt(specification, "params").find((item) => lettersAt(item, "name") === name);
  const any = hole(`tt.params.${name}`, { kind: "parameter", name: `tt.params.${name}` });
  const preset = textAt(declared, "default");
  const either = preset === undefined ? any : choice([preset, any], `tt.params.${name} or its default`);
  return isText(either) ? either : any;
}

/** A PipelineRun or TaskRun. */
function runOnce(frame: Frame, written: YamlTree): void {
  const tree = filledIn(written);
  const specification = valueAt(tree, "spec");
  const name = lettersAt(valueAt(tree, "metadata"), "name") ?? lettersAt(valueAt(tree, "metadata"), "generateName") ?? "run";
  const parameters = parametersIn(specification, scopeOfRun(String(frame.run.root), name));
  const { file } = frame.activation.module;
  const place = tree.kind === "map" ? (tree.place ?? { file, start: 0, end: 0 }) : { file, start: 0, end: 0 };
  const start = { name, key: name, given: parameters, call: undefined, outer: nothingKnown };
  const pipeline = valueAt(specification, "pipelineSpec");
  if (pipeline !== undefined) runPipelineOf(frame, file, pipeline, start);
  const task = valueAt(specification, "taskSpec");
  if (task !== undefined) runTask(frame, file, task, start);
  const taskReference = valueAt(specification, "taskRef");
  if (taskReference !== undefined) runReferredTask(frame, taskReference, { ...start, call: place }, place);
  const reference = valueAt(specification, "pipelineRef");
  if (reference === undefined) return;
  const found = objectReferredTo(frame, reference, ["Pipeline"], nameOfReference(reference));
  const inner = found === undefined ? undefined : valueAt(found.tree, "spec");
  if (found === undefined || inner === undefined) {
    escapeParameters(frame, parameters, place, `pipeline ${nameOfReference(reference) ?? ""}`);
    return;
  }
  frame.run.executed.add(objectKey(found));
  runPipelineOf(frame, found.file, inner, { ...start, name: found.name, call: place });
}

/** Values of an event in a run, as Pipelines as Code fills them in: `{{ revision }}`. */
function filledIn(tree: YamlTree, depth = 0): YamlTree {
  if (depth > deepest) return tree;
  switch (tree.kind) {
    case "map":
      return { ...tree, entries: tree.entries.map(({ key, value }) => ({ key, value: filledIn(value, depth + 1) })) };
    case "list":
      return { ...tree, items: tree.items.map((item) => filledIn(item, depth + 1)) };
    case "unknown":
      return tree;
    case "scalar":
      return { ...tree, text: withMarks(tree.text, /\{\{\s*([^{}\s][^{}]*?)\s*\}\}/gu, ([, name = ""]) => hole(`event ${name}`, { kind: "environment", name }, commitsOfTemplates.has(name) ? commitForm : undefined)) };
  }
}

const deepest = 60;
