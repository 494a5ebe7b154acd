import { posix } from "node:path";
import { literal, literalText } from "../../values/text.js";
import type { Place } from "../../values/value.js";
import { combinationsOf } from "../pipelines/matrix.js";
import { inOrderOfNeeds } from "../pipelines/order.js";
import { lettersIn } from "../pipelines/trees.js";
import { newUnknown, spend } from "../run.js";
import type { Frame } from "../run.js";
import { frameOf } from "../shell/run-shell.js";
import { itemsAt, lettersAt, textScalar, valueAt } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";
import { objectNamed, tektonObjects } from "./objects.js";
import type { TektonObject } from "./objects.js";
import { escapeParameters, runKnownTask, runTask } from "./run-task.js";
import type { Results } from "./run-task.js";
import { declaredParameters, parametersIn, placeIn, scopeOfParameters, scopeOfRun, scopes, tasksReadIn, withTektonValues } from "./values.js";
import type { Parameters, TektonScope } from "./values.js";
import { objectKey } from "./keys.js";
import { runWhen } from "./when.js";

/** How a pipeline is started. */
export interface PipelineStart {
  readonly name: string;
  readonly given: Parameters | undefined;
  readonly call: Place | undefined;
  readonly outer: TektonScope;
}

interface RunningPipeline {
  readonly frame: Frame;
  readonly start: PipelineStart;
  readonly scope: TektonScope;
  readonly results: Map<string, Results>;
}

/** A task as a pipeline has it. */
interface PipelineTask {
  readonly name: string;
  readonly needs: readonly string[];
  readonly tree: YamlTree;
}

/** Runs the tasks of a pipeline, each behind those that it waits for, and then those of `finally`. */
export function runPipelineOf(outer: Frame, file: string, specification: YamlTree, start: PipelineStart): void {
  const frame = frameOf(outer, file, start.call);
  const parameters = declaredParameters(specification, start.given, `${file} ${start.name}`);
  const results = new Map<string, Results>();
  const ofTasks: TektonScope = ([kind, task = "", part, name]) => {
    if (kind !== "tasks") return undefined;
    const given = part === "results" && name !== undefined ? results.get(task) : undefined;
    return textScalar(given === undefined || name === undefined ? newUnknown(frame.run, `the result of task ${task}`) : given(name));
  };
  const scope = scopes(scopeOfParameters(parameters), ofTasks, start.outer, scopeOfRun(String(outer.run.root), start.name));
  const running: RunningPipeline = { frame, start, scope, results };
  for (const list of ["tasks", "finally"]) for (const task of inOrderOfNeeds(tasksIn(specification, list))) runPipelineTask(running, task);
}

function tasksIn(specification: YamlTree, list: string): readonly PipelineTask[] {
  return itemsAt(specification, list).map((tree, index) => ({ name: lettersAt(tree, "name") ?? `${list} ${index}`, needs: [...lettersIn(valueAt(tree, "runAfter")), ...tasksReadIn(tree)], tree }));
}

/** Runs a task once for each combination of its matrix (https://tekton.dev/docs/pipelines/matrix/). */
function runPipelineTask(running: RunningPipeline, task: PipelineTask): void {
  const { frame, scope } = running;
  spend(frame.run);
  runWhen(frame, withTektonValues({ kind: "map", entries: [{ key: literal("when"), value: valueAt(task.tree, "when") ?? { kind: "list", items: [] } }] }, scope, "pipeline"), () => {
    const given = parametersIn(task.tree, scope);
    for (const row of matrixOf(running, task)) {
      const results = startTask(running, task, new Map([...given, ...row]));
      if (results !== undefined) running.results.set(task.name, results);
    }
  });
}

function matrixOf({ scope }: RunningPipeline, { tree }: PipelineTask): readonly Parameters[] {
  const matrix = valueAt(tree, "matrix");
  if (matrix === undefined) return [new Map()];
  const axes = [...parametersIn(matrix, scope)].map(([name, value]) => ({ name, values: value.kind === "list" ? value.items : [value] }));
  const included = itemsAt(matrix, "include").map((row) => parametersIn(row, scope));
  return axes.length === 0 ? included : (combinationsOf(axes) ?? [new Map(axes.flatMap(({ name, values }) => (values[0] === undefined ? [] : [[name, values[0]] as const])))]);
}

function startTask(running: RunningPipeline, task: PipelineTask, given: Parameters): Results | undefined {
  const { frame, start, scope } = running;
  const place = placeIn(task.tree) ?? { file: frame.activation.module.file, start: 0, end: 0 };
  const call = { name: task.name, key: `${start.name}/${task.name}`, given, call: place, outer: scope };
  const embedded = valueAt(task.tree, "taskSpec");
  const file = frame.activation.module.file;
  if (embedded !== undefined && valueAt(embedded, "steps") !== undefined) return runTask(frame, file, embedded, call);
  const reference = valueAt(task.tree, "taskRef");
  const inner = valueAt(task.tree, "pipelineSpec") ?? valueAt(task.tree, "pipelineRef");
  if (reference === undefined || inner !== undefined) {
    escapeParameters(frame, given, place, `task ${task.name}`);
    return undefined;
  }
  return runReferredTask(frame, withTektonValues(reference, scope, "pipeline"), call, place);
}

/** Runs the task that a `taskRef` means: one of the project, or one whose documentation is known. */
export function runReferredTask(frame: Frame, reference: YamlTree, call: { readonly name: string; readonly key: string; readonly given: Parameters; readonly call: Place; readonly outer: TektonScope }, place: Place): Results | undefined {
  const name = nameOfReference(reference);
  const found = objectReferredTo(frame, reference, ["Task", "ClusterTask"], name);
  const specification = found === undefined ? undefined : valueAt(found.tree, "spec");
  if (found === undefined || specification === undefined) return runKnownTask(frame, name ?? call.name, name === undefined ? new Map() : call.given, { key: call.key, place });
  frame.run.executed.add(objectKey(found));
  return runTask(frame, found.file, specification, { ...call, name: found.name, outer: () => undefined });
}

/** The name that a reference gives, or that its resolver is given (https://tekton.dev/docs/pipelines/resolution-getting-started/). */
export function nameOfReference(reference: YamlTree): string | undefined {
  const given = parametersIn(reference, () => undefined);
  const path = textOf(given.get("pathInRepo"));
  return lettersAt(reference, "name") ?? textOf(given.get("name")) ?? (path === undefined ? undefined : posix.basename(path).replace(/\.ya?ml$/u, ""));
}

/** The object of the project that a reference means: by its path in the repository, or by its name. */
export function objectReferredTo(frame: Frame, reference: YamlTree, kinds: readonly string[], name: string | undefined): TektonObject | undefined {
  const { project } = frame.run;
  const path = textOf(parametersIn(reference, () => undefined).get("pathInRepo"));
  const there = path === undefined ? undefined : tektonObjects(project).find(({ file, kind }) => file === posix.normalize(path).replace(/^\//u, "") && kinds.includes(kind));
  if (there !== undefined) return there;
  // What a catalog or bundle holds is not what the project calls so.
  const isElsewhere = path !== undefined || ["hub", "bundles", "http"].includes(lettersAt(reference, "resolver") ?? "") || valueAt(reference, "bundle") !== undefined;
  return name === undefined || isElsewhere ? undefined : objectNamed(project, kinds, name, frame.activation.module.file);
}

function textOf(tree: YamlTree | undefined): string | undefined {
  return tree?.kind === "scalar" ? literalText(tree.text) : undefined;
}
