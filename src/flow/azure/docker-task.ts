import { encodeText } from "../../values/encoding.js";
import { hole, join, literal, literalText, placeOf } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { toCase } from "../../values/patterns.js";
import { nextOrder } from "../run.js";
import { recordSite } from "../sites.js";
import { textAt, valueAt } from "../yaml-tree.js";
import type { Step } from "./run-steps.js";
import { runScript } from "./run-steps.js";
import { inputOf } from "./tasks.js";

/** `Docker@2` and the versions before it (https://learn.microsoft.com/en-us/azure/devops/pipelines/tasks/reference/docker-v2, docker-v1). */
export function runDockerTask(step: Step, version: string): void {
  if (version === "0" || version === "1") runOlderTask(step);
  else runSecondVersion(step);
}

function runSecondVersion(step: Step): void {
  const command = literalOf(inputOf(step, "command"), "buildAndPush").toLowerCase();
  const builds = command === "build" || command === "buildandpush";
  const pushes = command === "push" || command === "buildandpush";
  if (!builds && !pushes) return;
  const repository = inputOf(step, "repository");
  if (builds) runOwnOptions(step);
  if (repository === undefined) return;
  const name = qualified(step, repository, inputOf(step, "containerRegistry"));
  for (const tag of tagsOf(step)) record(step, withTag(name, tag), builds, pushes, `Docker@2 ${names[command] ?? command}`);
}

const names: Readonly<Record<string, string>> = { buildandpush: "buildAndPush" };

/** `arguments: -t name:tag` names the image too. */
function runOwnOptions(step: Step): void {
  const written = textAt(valueAt(step.tree, "inputs"), "arguments");
  if (written === undefined || !/(?:^|\s)(?:-t|--tag)[\s=]/u.test(encodeText(written)?.encoded ?? "")) return;
  runScript(step, join([{ text: literal("docker build ") }, { text: written }, { text: literal(" .") }]), undefined);
}

/** One in each line, or separated by commas. */
function tagsOf(step: Step): readonly Text[] {
  const written = inputOf(step, "tags");
  if (written === undefined) return [buildNumber(step)];
  const source = encodeText(written);
  if (source === undefined) return [];
  return [...source.encoded.matchAll(/[^\s,]+/gu)].map((match) => source.at(match.index, match.index + match[0].length));
}

function buildNumber({ valueOf, list }: Step): Text {
  return valueOf("Build.BuildId") ?? hole(`build of ${list.place.file}`, { kind: "unknown", reason: "the number of the build" });
}

/** A repository under the registry that a service connection of the portal names; a repository that has a registry keeps it. */
function qualified({ list }: Step, repository: Text, connection: Text | undefined): Text {
  const lower = toCase(repository, "lower");
  const name = lower === undefined || lower.key === repository.key ? repository : lower;
  const first = encodeText(name)?.encoded.split("/")[0] ?? "";
  if (connection === undefined || /[.:]/u.test(first)) return name;
  const host = list.registry !== undefined ? literal(list.registry) : hole(`registry of ${connection.key}`, { kind: "environment", name: `registry of ${literalText(connection) ?? "a service connection"}` });
  return join([{ text: host }, { text: literal("/") }, { text: name, use: placeOf(repository) }]);
}

function withTag(name: Text, tag: Text): Text {
  return join([{ text: name, use: placeOf(name) }, { text: literal(":") }, { text: tag, use: placeOf(tag) }]);
}

function record({ list, place }: Step, reference: Text, builds: boolean, pushes: boolean, how: string): void {
  const origin = placeOf(reference);
  if (builds) recordSite(list.frame, { kind: "build", reference, origin, place, how, engine: "docker" });
  if (pushes) recordSite(list.frame, { kind: "push", reference, origin, place, how, engine: "docker" });
}

/** `Docker@1` names images whole; the host of a registry of Azure's stands in its connection, or in a JSON text. */
function runOlderTask(step: Step): void {
  const { list, place } = step;
  const action = literalOf(inputOf(step, "command", "action"), "Build an image").toLowerCase();
  const builds = action.startsWith("build");
  const pushes = action.startsWith("push");
  if (!builds && !pushes) {
    // It tags, runs or does anything else with images.
    if (!/^(?:log|sign)/u.test(action)) list.frame.run.opaqueCommands.push({ name: `Docker: ${action}`, place, order: nextOrder(list.frame.run) });
    return;
  }
  const image = inputOf(step, "imageName", "imageNamesPath") ?? withTag(step.valueOf("Build.Repository.Name") ?? literal(""), buildNumber(step));
  const registry = inputOf(step, "azureContainerRegistry");
  const [, server] = /"loginServer"\s*:\s*"([^"]+)"/u.exec(registry === undefined ? "" : (literalText(registry) ?? "")) ?? [];
  const named = server === undefined ? registry : literal(server);
  const isQualified = /^[^/]*[.:][^/]*\//u.test(encodeText(image)?.encoded ?? "");
  const connection = inputOf(step, "dockerRegistryEndpoint", "dockerRegistryConnection");
  const reference = isQualified ? image : named !== undefined ? join([{ text: named }, { text: literal("/") }, { text: image }]) : qualified(step, image, connection);
  record(step, reference, builds, pushes, `Docker@1: ${action}`);
  if (literalOf(inputOf(step, "includeLatestTag"), "false").toLowerCase() === "true") {
    const source = encodeText(reference);
    const colon = source === undefined ? -1 : source.encoded.lastIndexOf(":");
    if (source !== undefined && colon > source.encoded.lastIndexOf("/")) record(step, withTag(source.at(0, colon), literal("latest")), builds, pushes, `Docker@1: ${action}`);
  }
}

function literalOf(text: Text | undefined, otherwise: string): string {
  return text === undefined ? otherwise : (literalText(text) ?? otherwise);
}
