import { programOfImage } from "../../models/image-programs.js";
import { commitResult, imageResult, knownTask } from "../../models/tekton.js";
import { encodeText } from "../../values/encoding.js";
import { commitForm } from "../../values/hole-forms.js";
import { hole, isText, join, literal, literalText, placeOf } from "../../values/text.js";
import type { JoinedPart, Place, Text } from "../../values/value.js";
import { newContexts } from "../clusters.js";
import { runCommand } from "../commands.js";
import { escape } from "../escapes.js";
import { fileContent } from "../files.js";
import { withMarks } from "../pipelines/marks.js";
import { textsIn } from "../pipelines/trees.js";
import type { GivenText, ProcessEnvironment } from "../process-environment.js";
import { newUnknown, nextOrder, spend } from "../run.js";
import type { Frame } from "../run.js";
import { frameOf, runShell } from "../shell/run-shell.js";
import { recordSite } from "../sites.js";
import { itemsAt, lettersAt, textAt, textScalar, valueAt } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";
import { objectNamed } from "./objects.js";
import { declaredParameters, parametersIn, placeIn, resultPath, scopeOfParameters, scopeOfRun, scopes, textWithValues, withTektonValues } from "./values.js";
import type { Parameters, TektonScope } from "./values.js";
import { runWhen } from "./when.js";

/** How a task is started. */
export interface TaskStart {
  /** For people. */
  readonly name: string;
  /** Among all that this root runs. */
  readonly key: string;
  /** Undefined: whoever starts it is not known. */
  readonly given: Parameters | undefined;
  /** Where it is started; undefined for a root. */
  readonly call: Place | undefined;
  /** Of the pipeline that holds the specification. */
  readonly outer: TektonScope;
}

/** Results of a task by their names. */
export type Results = (name: string) => Text;

interface RunningTask {
  readonly frame: Frame;
  readonly name: string;
  readonly key: string;
  readonly scope: TektonScope;
  readonly place: Place;
  readonly template: YamlTree | undefined;
}

/** Runs the steps of a task in their order: they share what the task's pod has, and the workspaces of the pipeline. */
export function runTask(outer: Frame, file: string, specification: YamlTree, start: TaskStart): Results {
  const frame = inPod(frameOf(outer, file, start.call));
  const parameters = declaredParameters(specification, start.given, `${file} ${start.name}`);
  const results = resultsOf(frame, start.key);
  const ofSteps: TektonScope = ([kind, , part, name]) => (kind === "steps" && part === "results" && name !== undefined ? textScalar(results(name)) : undefined);
  const scope = scopes(scopeOfParameters(parameters), ofSteps, scopeOfRun(String(outer.run.root), start.key), start.outer);
  const task: RunningTask = { frame, name: start.name, key: start.key, scope, place: specification.place ?? { file, start: 0, end: 0 }, template: valueAt(specification, "stepTemplate") };
  for (const sidecar of itemsAt(specification, "sidecars")) deployImage(task, withTektonValues(sidecar, scope, "task"), "sidecar");
  for (const step of itemsAt(specification, "steps")) runStep(task, step);
  return results;
}

/** Runs a task that the project names and does not hold. */
export function runKnownTask(frame: Frame, name: string, given: Parameters, start: { readonly key: string; readonly place: Place }): Results {
  const row = knownTask(name);
  const results = resultsOf(frame, start.key);
  switch (row?.kind) {
    case "builds": {
      const image = given.get(row.parameter);
      if (image?.kind !== "scalar") break;
      const site = { reference: image.text, origin: image.place, place: image.place ?? start.place, how: `task ${name}` };
      recordSite(frame, { kind: "build", ...site });
      recordSite(frame, { kind: "push", ...site });
      return (result) => (imageResult.test(result) ? image.text : results(result));
    }
    case "script": {
      const presets = Object.entries(row.defaults ?? {}).map(([parameter, value]) => [parameter, textScalar(literal(value))] as const);
      const script = textWithValues(literal(row.script), scopes(scopeOfParameters(new Map([...presets, ...given])), scopeOfRun(String(frame.run.root), start.key)), "task");
      // Without a parameter that it needs it does nothing that is known.
      if (/\$\(params\./u.test(encodeText(script)?.encoded ?? "")) break;
      runShell(inPod(frame), script, { place: start.place, input: undefined });
      return results;
    }
    case "clones": {
      const commit = hole(`commit of ${frame.run.root} ${start.key}`, { kind: "environment", name: `commit of task ${name}` }, commitForm);
      return (result) => (result === commitResult ? commit : results(result));
    }
    case "nothing":
      return results;
    case undefined:
  }
  escapeParameters(frame, given, start.place, `task ${name}`);
  return results;
}

/** Something that is given parameters may build and deploy anything. */
export function escapeParameters({ run }: Frame, given: Parameters, place: Place, name: string): void {
  escape(run, [...given.values()].flatMap(textsIn), place, name);
  run.opaqueCommands.push({ name, place, order: nextOrder(run) });
}

/** A pod has the identity of its service account, whatever contexts others have chosen. */
function inPod(frame: Frame): Frame {
  return { ...frame, run: { ...frame.run, contexts: newContexts(), connection: undefined } };
}

/** What a task's steps have written to the files of its results (https://tekton.dev/docs/pipelines/tasks/#emitting-results). */
function resultsOf(frame: Frame, task: string): Results {
  const unseen = new Map<string, Text>();
  return (name) => {
    const content = fileContent(frame, literal(resultPath(task, name)));
    if (content !== undefined && isText(content)) return withoutLastBreak(content);
    const known = unseen.get(name) ?? newUnknown(frame.run, `the result ${name} of a task`);
    unseen.set(name, known);
    return known;
  };
}

function withoutLastBreak(text: Text): Text {
  const source = encodeText(text);
  return source?.encoded.endsWith("\n") === true ? source.at(0, source.encoded.trimEnd().length) : text;
}

// ------------------------------------------------------------------------------------------------------------ steps

function runStep(task: RunningTask, written: YamlTree): void {
  const { frame } = task;
  spend(frame.run);
  const action = lettersAt(valueAt(written, "ref"), "name");
  const found = valueAt(written, "ref") === undefined ? undefined : objectNamed(frame.run.project, ["StepAction"], action ?? "", frame.activation.module.file);
  if (valueAt(written, "ref") !== undefined && found === undefined) {
    if (action === undefined || !["nothing", "clones"].includes(knownTask(action)?.kind ?? "")) escapeParameters(frame, parametersIn(written, task.scope), placeIn(written) ?? task.place, `step action ${action ?? ""}`);
    return;
  }
  const specification = found === undefined ? undefined : valueAt(found.tree, "spec");
  const parameters = specification === undefined ? undefined : declaredParameters(specification, parametersIn(written, task.scope), `${task.name} ${action ?? ""}`);
  const scope = parameters === undefined ? task.scope : scopes(scopeOfParameters(parameters), task.scope);
  const step = withTektonValues(specification ?? written, scope, "task");
  const own: RunningTask = found === undefined ? task : { ...task, scope, frame: frameOf(frame, found.file, placeIn(valueAt(valueAt(written, "ref"), "name")) ?? task.place) };
  runWhen(frame, withTektonValues(written, task.scope, "task"), () => {
    deployImage(own, step, lettersAt(written, "name") === undefined ? "step" : `step "${lettersAt(written, "name") ?? ""}"`);
    runInStep(own, step);
  });
}

/** Every step is a container, whose image the cluster pulls. */
function deployImage({ frame, name, template }: RunningTask, step: YamlTree, how: string): void {
  const image = textAt(step, "image") ?? textAt(template, "image");
  // A value that only the cluster has is none here.
  if (image === undefined || /\$\(|\{\{/u.test(encodeText(image)?.encoded ?? "")) return;
  const place = placeOf(image);
  if (place === undefined) return;
  recordSite(frame, { kind: "deploy", reference: image, origin: place, place, how: `image of ${how} of task "${name}"`, runtime: "cluster", policy: textAt(step, "imagePullPolicy") ?? textAt(template, "imagePullPolicy") });
}

function runInStep(task: RunningTask, step: YamlTree): void {
  const { frame, template } = task;
  const environment = environmentIn([...itemsAt(template, "env").map((item) => withTektonValues(item, task.scope, "task")), ...itemsAt(step, "env")]);
  const place = placeIn(step) ?? task.place;
  const folder = textAt(step, "workingDir") ?? textAt(template, "workingDir");
  const context = { place, input: undefined, environment, folder };
  const script = textAt(step, "script");
  const words = (key: string): readonly Text[] => textsIn(valueAt(step, key)).map((text) => withVariables(text, environment));
  if (script !== undefined) {
    if (isOfOtherLanguage(script)) opaque(task, [script], place);
    else runShell(frame, join([...positional(words("args")), { text: script }]), { ...context, place: placeOf(script) ?? place }, true);
    return;
  }
  const image = textAt(step, "image");
  const program = valueAt(step, "command") === undefined && image !== undefined ? programOfImage(literalText(image) ?? "") : undefined;
  const line = [...(program === undefined ? words("command") : [literal(program)]), ...words("args")];
  if (program === undefined && words("command").length === 0) opaque(task, line, place);
  else runCommand(frame, line.map((text) => ({ text, origin: placeOf(text) })), context);
}

function opaque({ frame: { run }, name }: RunningTask, given: readonly Text[], place: Place): void {
  escape(run, given, place, `task ${name}`);
  run.opaqueCommands.push({ name: `a step of task ${name}`, place, order: nextOrder(run) });
}

/** Without a `#!` line a shell runs it (https://tekton.dev/docs/pipelines/tasks/#running-scripts-within-steps). */
function isOfOtherLanguage(script: Text): boolean {
  const [first] = /^#![^\n]*/u.exec(encodeText(script)?.encoded ?? "") ?? [];
  return first !== undefined && !/(?:^|[\s/])(?:a|ba|da|k|mk|z)?sh(?:\s|$)/u.test(first.slice(2));
}

/** The arguments of a script, as its first line. */
function positional(words: readonly Text[]): readonly JoinedPart[] {
  if (words.length === 0 || words.some((word) => (encodeText(word)?.encoded ?? "'").includes("'"))) return [];
  return [{ text: literal("set --") }, ...words.flatMap((word) => [{ text: literal(" '") }, { text: word }, { text: literal("'") }]), { text: literal("\n") }];
}

function environmentIn(items: readonly YamlTree[]): ProcessEnvironment {
  const variables = new Map<string, GivenText>();
  const own: ProcessEnvironment = (name) => variables.get(name);
  for (const item of items) {
    const name = lettersAt(item, "name");
    const value = textAt(item, "value");
    if (name !== undefined && value !== undefined) variables.set(name, { value: withVariables(value, own), origin: placeOf(value) });
  }
  return own;
}

/** `$(NAME)` of a container's own variables (https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/). */
function withVariables(text: Text, environment: ProcessEnvironment): Text {
  return withMarks(text, /\$\(([A-Za-z_]\w*)\)/gu, ([, name]) => (name === undefined ? undefined : environment(name)?.value));
}
