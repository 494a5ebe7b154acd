import { posix } from "node:path";
import { actionFileNames } from "../../models/workflow-files.js";
import { actionNamed, isHarmless } from "../../models/actions/table.js";
import { encodeText } from "../../values/encoding.js";
import { literal, literalText, placeOf, slice, unknown } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import { buildFromDockerfile } from "../dockerfile/build.js";
import { escape } from "../escapes.js";
import { nextOrder } from "../run.js";
import { recordSite } from "../sites.js";
import { textAt, valueAt } from "../yaml-tree.js";
import { actionCall } from "./action-call.js";
import { mostCalls } from "./call-workflow.js";
import { applyEffects } from "./action-effects.js";
import { writeValue } from "./command-files.js";
import { expressedOutputs } from "./action-outputs.js";
import { runComposite } from "./run-composite.js";
import { interpolatedText } from "./interpolate.js";
import { treeOfFile } from "./run-workflow.js";
import { nullValue, textOf, textValue } from "./values.js";
import type { Result, Step } from "./workflow.js";

/** Runs an action (`uses:`); gives its outputs. */
export function runAction(step: Step, uses: Text): Result["output"] {
  const written = literalText(uses);
  if (written === undefined) return runUnknown(step, uses);
  if (written.startsWith("./")) return runOwnAction(step, uses, written);
  if (written.startsWith("docker://")) {
    deployContainer(step, slice(uses, "docker://".length, written.length));
    return unknownOutputs(step, written);
  }
  noteChartVersion(step);
  const row = actionNamed(written);
  if (row === undefined) return isHarmless(written) ? unknownOutputs(step, written) : runUnknown(step, uses);
  const call = actionCall(step);
  applyEffects(step, row.effects(call), written.replace(/@.*$/u, ""), placeOf(uses) ?? step.place);
  const given = row.outputs?.(call);
  const outputs = expressedOutputs(step, given, unknownOutputs(step, written));
  if (row.variableOf !== undefined) for (const name of given?.keys() ?? []) writeValue(step.list.frame, step.list.variables, row.variableOf(name), textOf(outputs(name)));
  return outputs;
}

/** An action that takes the version of an application packages charts with it (stefanprodan/helm-gh-pages, appany/helm-oci-chart-releaser and others): which, is not followed. */
function noteChartVersion({ list, tree }: Step): void {
  const inputs = valueAt(tree, "with");
  const isGiven = inputs?.kind === "map" && inputs.entries.some(({ key }) => /^(?:helm[-_]?)?(?:chart[-_]?)?app[-_]?version$/iu.test(literalText(key) ?? ""));
  if (isGiven) list.frame.run.chartPackages.push({ folder: undefined, chart: undefined });
}

/** An action of the repository itself: its steps, or a container. One that is not there, or that runs already, is not known. */
function runOwnAction(step: Step, uses: Text, written: string): Result["output"] {
  const { list } = step;
  const folder = posix.normalize(written).replace(/\/$/u, "");
  const file = actionFileNames.map((name) => (folder === "." ? name : `${folder}/${name}`)).find((one) => list.frame.run.project.readText(one) !== undefined);
  list.workflow.calls.count += 1;
  const isRunning = file !== undefined && (list.workflow.calls.count > mostCalls || list.workflow.running.includes(file) || list.workflow.running.length > deepestCall);
  const tree = file === undefined || isRunning ? undefined : treeOfFile(list.frame.run, file);
  if (file === undefined || tree === undefined) return runUnknown(step, uses);
  const using = textAt(valueAt(tree, "runs"), "using");
  if (using !== undefined && literalText(using) === "composite") return runComposite(step, { file, folder, tree, call: placeOf(uses) ?? step.place });
  const image = textAt(valueAt(tree, "runs"), "image");
  const letters = image === undefined ? undefined : literalText(image);
  if (image !== undefined && letters?.startsWith("docker://") === true) deployContainer(step, slice(image, "docker://".length, letters.length));
  else if (letters !== undefined) buildContainer(step, letters, folder, placeOf(uses) ?? step.place);
  return runUnknown(step, uses);
}

/** The Dockerfile of an action, which the runner builds and starts (https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax#runs-for-docker-container-actions). */
function buildContainer({ list }: Step, dockerfile: string, folder: string, place: Place): void {
  const context = literal(`/${folder === "." ? "" : folder}`);
  buildFromDockerfile(list.frame, { context, file: literal(posix.join("/", folder, dockerfile)), target: undefined, buildArgs: new Map(), buildContexts: new Map(), isOpen: false, engine: "docker", folder: undefined }, place);
}

const deepestCall = 10;

/** A step's container, which GitHub pulls (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#example-using-a-docker-hub-action). */
function deployContainer({ list, scope, place }: Step, image: Text): void {
  const reference = interpolatedText(image, scope);
  recordSite(list.frame, { kind: "deploy", reference, origin: placeOf(image), place: placeOf(image) ?? place, how: "a container action", runtime: "engine", engine: "docker" });
}

/** An action that nobody here knows gets what it is given; where that speaks of images, it may make them. */
function runUnknown(step: Step, uses: Text): Result["output"] {
  const { list, place, own } = step;
  const { run } = list.frame;
  const inputs = valueAt(step.tree, "with");
  const given = (inputs?.kind === "map" ? inputs.entries : []).flatMap(({ key, value }) => (value.kind === "scalar" && value.type === "text" ? [{ name: literalText(key) ?? "", text: interpolatedText(value.text, step.scope) }] : []));
  const all = [...given, ...[...own].map(([name, { value }]) => ({ name, text: value }))];
  const name = literalText(uses) ?? "an action";
  const at = placeOf(uses) ?? place;
  escape(run, all.map(({ text }) => text), at, name);
  if (all.some(({ name: key, text }) => speaksOfImages(key, text))) run.opaqueCommands.push({ name: name.slice(0, 60), place: at, order: nextOrder(run) });
  return unknownOutputs(step, name);
}

/** An input by whose name an image is meant, or a text that is a reference or a command that makes one. */
function speaksOfImages(name: string, text: Text): boolean {
  if (text.key === "") return false;
  return /image|^tags?$|dockerfile|repository_?name|registry/iu.test(name) || /^[\w.-]+(?::\d+)?\/[\w./-]+:[\w.-]|\b(?:docker|podman|kubectl|helm|make)\s/u.test(encodeText(text)?.encoded ?? "");
}

function unknownOutputs({ name, list }: Step, action: string): Result["output"] {
  return (output) => (output === "" ? nullValue : textValue(unknown(`output ${output} of step ${name} ${list.frame.run.root}`, `the output ${output} of ${action}`)));
}

