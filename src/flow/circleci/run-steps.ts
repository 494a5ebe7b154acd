import { posix } from "node:path";
import { harmlessOrbs, orbRows } from "../../models/circleci-orbs.js";
import { encodeText } from "../../values/encoding.js";
import { isText, join, literal, literalText, placeOf, unknown } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import { branch } from "../execute.js";
import { escape } from "../escapes.js";
import { fileContent } from "../files.js";
import { layered } from "../pipelines/environment.js";
import { filesToHand, putFiles } from "../pipelines/handed-files.js";
import { runPipelineScript } from "../pipelines/run-script.js";
import { listOf, namedEntries, lettersIn } from "../pipelines/trees.js";
import type { GivenText, ProcessEnvironment } from "../process-environment.js";
import { nextOrder, spend } from "../run.js";
import type { Frame } from "../run.js";
import { lettersAt, textAt, valueAt } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";
import { givenParameters, logicHolds, withParameters } from "./parameters.js";
import type { CirclePipeline } from "./run-pipeline.js";

/** A job while its steps run. */
export interface StepList {
  readonly pipeline: CirclePipeline;
  readonly frame: Frame;
  readonly environment: ProcessEnvironment;
  readonly folder: Text;
  readonly place: Place;
  /** Commands that are running, outermost first. */
  readonly running: readonly string[];
}

/** Runs steps in order (https://circleci.com/docs/reference/configuration-reference/#steps). */
export function runSteps(list: StepList, steps: YamlTree | undefined): void {
  for (const step of listOf(steps)) {
    spend(list.frame.run);
    if (step.kind === "scalar") runNamed(list, literalText(step.text) ?? "", undefined, placeOf(step.text) ?? list.place);
    for (const { name, key, value } of namedEntries(step).slice(0, 1)) runNamed(list, name, value, placeOf(key) ?? list.place);
  }
}

function runNamed(list: StepList, name: string, given: YamlTree | undefined, place: Place): void {
  switch (name) {
    case "run":
      runScript(list, given, place);
      return;
    case "when":
    case "unless": {
      const truth = logicHolds(valueAt(given, "condition"));
      const holds = truth === undefined ? undefined : truth === (name === "when");
      const run = (): boolean => { runSteps(list, valueAt(given, "steps")); return true; };
      if (holds === true) run();
      else if (holds === undefined) branch(list.frame, [run, () => true]);
      return;
    }
    case "steps":
      runSteps(list, given);
      return;
    case "persist_to_workspace":
      for (const [path, value] of filesToHand(list.frame, lettersIn(valueAt(given, "paths")), folderBelow(list, lettersAt(given, "root") ?? "."))) list.pipeline.workspace.set(posix.relative(folderBelow(list, lettersAt(given, "root") ?? "."), path), value);
      return;
    case "attach_workspace":
      putFiles(list.frame, list.pipeline.workspace, (path) => posix.join(folderBelow(list, lettersAt(given, "at") ?? "."), path));
      return;
    default:
      runCommand(list, name, given, place);
  }
}

/** A folder relative to the project's root; one outside of it is written as it is. */
function folderBelow({ folder }: StepList, path: string): string {
  if (path.startsWith("~") || path.startsWith("/")) return path.replace(/^[~/]+/u, "outside/");
  return posix.normalize(posix.join((literalText(folder) ?? "/").replace(/^\//u, ""), path)).replace(/^\.$/u, "");
}

const own: ReadonlySet<string> = new Set(["checkout", "setup_remote_docker", "add_ssh_keys", "save_cache", "restore_cache", "store_artifacts", "store_test_results", "run"]);
const deepestCommand = 12;

/** A command of the file, of one of its orbs, or of an orb of others. */
function runCommand(list: StepList, name: string, given: YamlTree | undefined, place: Place): void {
  const { pipeline, frame, running } = list;
  const command = valueAt(valueAt(pipeline.tree, "commands"), name);
  if (command !== undefined && !running.includes(name) && running.length < deepestCommand) {
    const scope = { parameters: givenParameters(valueAt(command, "parameters"), given), pipeline: pipeline.values };
    const steps = valueAt(command, "steps");
    runSteps({ ...list, running: [...running, name] }, steps === undefined ? undefined : withParameters(steps, scope));
    return;
  }
  if (command === undefined && own.has(name)) return;
  if (runOrb(list, name, given, place)) return;
  frame.run.opaqueCommands.push({ name, place, order: nextOrder(frame.run) });
  escape(frame.run, namedEntries(given).flatMap(({ value }) => (value.kind === "scalar" ? [value.text] : [])), place, `the command ${name}`);
}

/** Runs what a row says of a command or job of an orb; whether there is one, or it is known to do nothing to images. */
export function runOrb(list: StepList, name: string, given: YamlTree | undefined, place: Place): boolean {
  const [alias = "", member = ""] = name.split("/");
  const orb = lettersAt(valueAt(list.pipeline.tree, "orbs"), alias)?.replace(/@.*$/su, "");
  if (orb === undefined || member === "") return false;
  const row = orbRows.get(`${orb} ${member}`);
  if (row === undefined) return harmlessOrbs.test(`${orb} ${member}`);
  const values = new Map<string, Text>(Object.entries(row.defaults).map(([parameter, value]) => [parameter, literal(value)]));
  for (const { name: parameter, value } of namedEntries(given)) if (value.kind === "scalar") values.set(parameter, value.text);
  // A value is put into the orb's script, whose shell expands the variables in it.
  const assignments = [...values].flatMap(([parameter, text]) => (isOneLine(text) ? [{ text: literal(`${parameter.toUpperCase().replace(/[^A-Z0-9]/gu, "_")}="`) }, { text, use: placeOf(text) }, { text: literal('"\n') }] : []));
  runPipelineScript(list.frame, { text: join([...assignments, { text: literal(row.script) }]), environment: list.environment, folder: list.folder, place });
  return true;
}

function isOneLine(text: Text): boolean {
  return !/["\n\\`]/u.test(encodeText(text)?.encoded ?? "\n");
}

function runScript(list: StepList, given: YamlTree | undefined, place: Place): void {
  const command = given?.kind === "scalar" ? given.text : textAt(given, "command");
  if (command === undefined) return;
  const folder = textAt(given, "working_directory");
  const below = folder === undefined ? "" : folderBelow(list, literalText(folder) ?? "outside");
  const variables = namedVariables(valueAt(given, "environment"));
  const written = fileContent(list.frame, exported);
  // Each step begins with what those before it have written to `$BASH_ENV` (https://circleci.com/docs/guides/security/env-vars/#parameters-and-bash-environment).
  const text = written === undefined || !isText(written) ? command : join([{ text: written }, { text: literal("\n") }, { text: command }]);
  const environment = layered(new Map<string, GivenText>([...variables, ["BASH_ENV", { value: exported }]]), list.environment);
  runPipelineScript(list.frame, { text, environment, folder: folder === undefined ? list.folder : literal(`/${below}`), place: placeOf(command) ?? place });
}

const exported = literal("/.circleci-run/bash_env");

/** An `environment:` map, or a list of such; nothing is put into its values, so that one with a `$` is not what it seems. */
export function namedVariables(tree: YamlTree | undefined): ReadonlyMap<string, GivenText> {
  const entries = tree?.kind === "list" ? tree.items.flatMap((item) => namedEntries(item)) : namedEntries(tree);
  return new Map(
    entries.flatMap(({ name, value }): readonly (readonly [string, GivenText])[] => {
      if (value.kind !== "scalar") return [];
      const isOpen = (encodeText(value.text)?.encoded ?? "").includes("$");
      return [[name, { value: isOpen ? unknown(`variable ${name} ${value.text.key}`, "a variable of a build server that nobody expands") : value.text }]];
    }),
  );
}
