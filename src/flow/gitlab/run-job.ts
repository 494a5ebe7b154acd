import { posix } from "node:path";
import { choice, isText, join, literal, literalText, placeOf } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { fileContent } from "../files.js";
import { filesToHand, putFiles } from "../pipelines/handed-files.js";
import { recordJobImage } from "../pipelines/job-images.js";
import { onOwnMachine } from "../pipelines/machine.js";
import { combinationsOf } from "../pipelines/matrix.js";
import { runPipelineScript } from "../pipelines/run-script.js";
import { linesOf, lettersIn, listOf, namedEntries, textsIn } from "../pipelines/trees.js";
import { newFresh, nextOrder } from "../run.js";
import type { Frame } from "../run.js";
import { textAt, valueAt, valueBelow } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";
import { dotenvDefinitions } from "./dotenv.js";
import type { Job } from "./jobs.js";
import type { JobResult, Pipeline } from "./pipeline.js";
import { definitionsOver, environmentIn, expanded, noDefinitions, rawDefinitions } from "./variables.js";
import type { Definitions, Variables } from "./variables.js";

/** What a job (or, without one, the pipeline itself) may read by the names of variables. */
export function variablesFor({ definitions, event, frame, file }: Pipeline, job: Job | undefined, own: Definitions): Variables {
  const inherited = job === undefined ? definitions : inheritedBy(job, definitions);
  const fresh = new Map<string, Text>();
  const ofJob = rawDefinitions(new Map(job === undefined ? [] : [["CI_JOB_NAME", literal(job.name)], ["CI_JOB_STAGE", literal(job.stage)]]));
  return {
    definitions: definitionsOver(ofJob, inherited, own),
    event,
    memory: new Map(),
    fresh: (name) => {
      const known = fresh.get(name) ?? newFresh(frame.run, name, job?.place ?? { file, start: 0, end: 0 }, frame.activation.path);
      fresh.set(name, known);
      return known;
    },
  };
}

/** https://docs.gitlab.com/ci/yaml/#inheritvariables */
function inheritedBy({ tree }: Job, definitions: Definitions): Definitions {
  const inherit = valueBelow(tree, "inherit", "variables");
  if (inherit === undefined) return definitions;
  const names = inherit.kind === "list" ? lettersIn(inherit) : [];
  if (inherit.kind === "scalar" && literalText(inherit.text) !== "false") return definitions;
  return new Map([...definitions].filter(([name]) => names.includes(name)));
}

/** Runs a job, once for each combination of its matrix (https://docs.gitlab.com/ci/yaml/#parallelmatrix). */
export function runJob(pipeline: Pipeline, job: Job, definitions: Definitions): void {
  if (job.isIncomplete) pipeline.frame.run.opaqueCommands.push({ name: `the script of ${job.name}`, place: job.place, order: nextOrder(pipeline.frame.run) });
  const taken = job.takes.flatMap((name) => pipeline.results.get(name) ?? []);
  const results = matrixOf(valueBelow(job.tree, "parallel", "matrix")).map((combination) => {
    const own = definitionsOver(...taken.map((result) => result.definitions), definitions, combination);
    return runOnce(pipeline, job, taken, variablesFor(pipeline, job, definitionsOver(own, ofEnvironment(pipeline, job, own))));
  });
  const [first] = results;
  if (first !== undefined) pipeline.results.set(job.name, results.length === 1 ? first : joinedResults(job, results));
}

function runOnce(pipeline: Pipeline, job: Job, taken: readonly JobResult[], variables: Variables): JobResult {
  const frame = onOwnMachine(pipeline.frame);
  for (const { files } of taken) putFiles(frame, files);
  const environment = environmentIn(variables);
  deployImages(frame, job.tree, variables);
  const folder = literal(pipeline.folder === "" ? "/" : `/${pipeline.folder}`);
  for (const keys of [["before_script", "script"], ["after_script"]]) {
    const lines = keys.flatMap((key) => commandsIn(valueAt(job.tree, key)));
    const [first] = lines;
    if (first !== undefined) runPipelineScript(frame, { text: join(linesOf(lines)), environment, folder, place: placeOf(first) ?? job.place });
  }
  return resultOf(frame, pipeline, job.tree, variables);
}

/** Lists in lists are one list (https://docs.gitlab.com/ci/yaml/script/). */
function commandsIn(tree: YamlTree | undefined, depth = 0): readonly Text[] {
  return listOf(tree).flatMap((item) => (item.kind === "list" && depth < deepestList ? commandsIn(item, depth + 1) : textsIn(item)));
}

const deepestList = 10;

/** The image that a job runs in, and those that run beside it (https://docs.gitlab.com/ci/yaml/#image, #services). */
function deployImages(frame: Frame, tree: YamlTree, variables: Variables): void {
  const deploy = (given: YamlTree | undefined, how: string): void => {
    const image = given?.kind === "scalar" ? given.text : textAt(given, "name");
    if (image !== undefined && image.key !== "") recordJobImage(frame, expanded(variables, image), placeOf(image), how);
  };
  deploy(valueAt(tree, "image"), "the job's image");
  for (const service of listOf(valueAt(tree, "services"))) deploy(service, "a service of the job");
}

/** What a job leaves: files, and the variables of its dotenv report (https://docs.gitlab.com/ci/yaml/artifacts_reports/#artifactsreportsdotenv). */
function resultOf(frame: Frame, { folder }: Pipeline, tree: YamlTree, variables: Variables): JobResult {
  const artifacts = valueAt(tree, "artifacts");
  const pathsIn = (given: YamlTree | undefined): readonly string[] => textsIn(given).flatMap((text) => literalText(expanded(variables, text)) ?? []);
  const reports = pathsIn(valueBelow(artifacts, "reports", "dotenv"));
  const contents = reports.map((path) => fileContent(frame, literal(posix.join("/", folder, path))));
  return { files: filesToHand(frame, pathsIn(valueAt(artifacts, "paths")), folder), definitions: definitionsOver(...contents.map((content) => (content !== undefined && isText(content) ? dotenvDefinitions(content) : noDefinitions))) };
}

/** `environment: name` is known by variables too. */
function ofEnvironment(pipeline: Pipeline, job: Job, own: Definitions): Definitions {
  const environment = valueAt(job.tree, "environment");
  const name = environment?.kind === "scalar" ? environment.text : textAt(environment, "name");
  if (name === undefined) return noDefinitions;
  return rawDefinitions(new Map([["CI_ENVIRONMENT_NAME", expanded(variablesFor(pipeline, job, own), name)]]));
}

/** One set of variables for each combination; where they are too many, one for all, in which each variable is any of its values. */
function matrixOf(matrix: YamlTree | undefined): readonly Definitions[] {
  if (matrix === undefined) return [noDefinitions];
  const axes = listOf(matrix).map((row) => namedEntries(row).map(({ name, value }) => ({ name, values: textsIn(value) })));
  const rows = axes.map((one) => combinationsOf(one));
  const total = rows.reduce((sum, found) => sum + (found?.length ?? Infinity), 0);
  if (total <= mostRuns) return rows.flatMap((found) => (found ?? []).map((row) => definitionsOf(row)));
  const all = new Map<string, Text>();
  for (const { name, values } of axes.flat()) {
    const any = choice(values, `matrix ${name} of ${values.map(({ key }) => key).join().slice(0, 200)}`);
    if (isText(any)) all.set(name, any);
  }
  return [definitionsOf(all)];
}

/** A job with more combinations is run once for all. */
const mostRuns = 64;

function definitionsOf(values: ReadonlyMap<string, Text>): Definitions {
  return new Map([...values].map(([name, text]) => [name, { text, isRaw: false }]));
}

/** Of jobs that run beside each other the last one to end gives a variable, and nobody knows which that is. */
function joinedResults(job: Job, results: readonly JobResult[]): JobResult {
  const names = new Set(results.flatMap(({ definitions }) => [...definitions.keys()]));
  const values = new Map<string, Text>();
  for (const name of names) {
    const texts = results.flatMap(({ definitions }) => definitions.get(name)?.text ?? []);
    const any = choice(texts, `${name} of one of ${results.length} jobs ${job.name}`);
    if (isText(any)) values.set(name, any);
  }
  const files = new Map(results.flatMap((result) => [...result.files]));
  return { files, definitions: rawDefinitions(values) };
}

