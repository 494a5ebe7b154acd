import { bitbucketForms, isUnset } from "../../models/bitbucket-variables.js";
import type { BitbucketEvent } from "../../models/bitbucket-variables.js";
import { harmlessPipes, pipeScripts } from "../../models/bitbucket-pipes.js";
import { hole, join, literal, placeOf } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import { escape } from "../escapes.js";
import { layered } from "../pipelines/environment.js";
import { filesToHand, putFiles } from "../pipelines/handed-files.js";
import type { HandedFiles } from "../pipelines/handed-files.js";
import { recordJobImage } from "../pipelines/job-images.js";
import { onOwnMachine } from "../pipelines/machine.js";
import { withMarks } from "../pipelines/marks.js";
import { runPipelineScript } from "../pipelines/run-script.js";
import { lettersIn, linesOf, listOf, namedEntries } from "../pipelines/trees.js";
import type { GivenText, ProcessEnvironment } from "../process-environment.js";
import { environment } from "../properties.js";
import { nextOrder, spend } from "../run.js";
import type { Frame, Run } from "../run.js";
import { scriptFrame } from "../shell/run-shell.js";
import { lettersAt, textAt, valueAt } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";

/** One pipeline of a file. */
export interface BitbucketPipeline {
  readonly file: string;
  /** Of the repository, relative to the project's root. */
  readonly folder: string;
  readonly event: BitbucketEvent;
  readonly steps: YamlTree;
  /** That steps run in which name none. */
  readonly image: YamlTree | undefined;
}

/** Runs the steps of a pipeline one after the other, each on a machine of its own, which gets what the steps before it leave. */
export function runBitbucketPipeline(run: Run, pipeline: BitbucketPipeline): void {
  const frame = scriptFrame(run, pipeline.file);
  // What its comments say to ESLint counts for what is found in it.
  void run.project.facts(pipeline.file);
  const handed = new Map<string, HandedFiles>();
  for (const step of stepsIn(pipeline.steps)) {
    spend(run);
    runStep(frame, pipeline, step, handed);
  }
}

/** Steps also stand below `parallel` and `stage` (https://support.atlassian.com/bitbucket-cloud/docs/step-options/). */
function stepsIn(tree: YamlTree | undefined, depth = 0): readonly YamlTree[] {
  if (depth > deepest) return [];
  return listOf(tree).flatMap((item) => {
    const step = valueAt(item, "step");
    if (step !== undefined) return [step];
    const below = valueAt(item, "parallel") ?? valueAt(item, "stage");
    return below === undefined ? [] : stepsIn(valueAt(below, "steps") ?? below, depth + 1);
  });
}

const deepest = 8;

function runStep(outer: Frame, pipeline: BitbucketPipeline, step: YamlTree, handed: Map<string, HandedFiles>): void {
  const frame = onOwnMachine(outer);
  for (const files of handed.values()) putFiles(frame, files);
  const place = step.place ?? { file: pipeline.file, start: 0, end: 0 };
  const variables = variablesOf(pipeline.event);
  deployImage(frame, valueAt(step, "image") ?? pipeline.image, variables);
  const folder = literal(pipeline.folder === "" ? "/" : `/${pipeline.folder}`);
  const runLines = (lines: readonly Text[]): void => {
    const [first] = lines;
    if (first !== undefined) runPipelineScript(frame, { text: join(linesOf(lines)), environment: variables, folder, place: placeOf(first) ?? place });
  };
  // What a pipe is given may be exported by the lines before it, which are one script with those behind it.
  let lines: Text[] = [];
  for (const item of [...listOf(valueAt(step, "script")), ...listOf(valueAt(step, "after-script"))]) {
    if (item.kind === "scalar") lines.push(item.text);
    const pipe = lettersAt(item, "pipe");
    if (pipe === undefined) continue;
    const script = scriptOfPipe(frame, item, pipe, place, variables);
    if (script !== undefined) lines = [...lines, ...script];
  }
  runLines(lines);
  const artifacts = valueAt(step, "artifacts");
  handed.set(String(handed.size), filesToHand(frame, lettersIn(valueAt(artifacts, "paths") ?? artifacts), pipeline.folder));
}

/** The image of a step, which is one of its own or that of all (https://support.atlassian.com/bitbucket-cloud/docs/docker-image-options/). */
function deployImage(frame: Frame, given: YamlTree | undefined, variables: ProcessEnvironment): void {
  const image = given?.kind === "scalar" ? given.text : textAt(given, "name");
  if (image === undefined) return;
  const reference = withMarks(image, mark, ([, braced, bare]) => { const name = braced ?? bare; return name === undefined ? undefined : (variables(name)?.value ?? environment(name)); });
  recordJobImage(frame, reference, placeOf(image), "the step's image");
}

const mark = /\$(?:\{(\w+)\}|([A-Za-z_]\w*))/gu;

/** A pipe as lines of the step's script: its variables in a shell of their own, and what it does. */
function scriptOfPipe({ run }: Frame, item: YamlTree, pipe: string, place: Place, variables: ProcessEnvironment): readonly Text[] | undefined {
  const [name = ""] = pipe.replace(/^docker:\/\//u, "").split(":");
  const script = pipeScripts.get(name);
  const given = namedEntries(valueAt(item, "variables")).flatMap(({ name: variable, value }) => (value.kind === "scalar" && /^\w+$/u.test(variable) ? [{ variable, text: value.text }] : []));
  if (script !== undefined) return [join([{ text: literal("(\n") }, ...given.flatMap(({ variable, text }) => [{ text: literal(`${variable}="`) }, { text }, { text: literal('"\n') }]), { text: literal(`${script}\n)`) }])];
  if (harmlessPipes.test(pipe)) return undefined;
  escape(run, given.map(({ text }) => withMarks(text, mark, ([, braced, bare]) => variables(braced ?? bare ?? "")?.value)), place, `pipe ${pipe}`);
  run.opaqueCommands.push({ name: `pipe ${pipe}`, place, order: nextOrder(run) });
  return undefined;
}

/** What every step gets (https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/); variables of the settings are known to nobody. */
function variablesOf(event: BitbucketEvent): ProcessEnvironment {
  const known = new Map<string, GivenText>([
    ["CI", { value: literal("true") }],
    ["BITBUCKET_CLONE_DIR", { value: literal("/") }],
    ["BITBUCKET_REPO_FULL_NAME", { value: join([{ text: given("BITBUCKET_WORKSPACE") }, { text: literal("/") }, { text: given("BITBUCKET_REPO_SLUG") }]) }],
  ]);
  return layered(known, (name) => {
    if (isUnset(name, event)) return { value: literal("") };
    return bitbucketForms.has(name) ? { value: given(name) } : undefined;
  });
}

function given(name: string): Text {
  return hole(`env ${name}`, { kind: "environment", name }, bitbucketForms.get(name));
}

