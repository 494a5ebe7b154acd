import { unseenParts } from "../../models/goreleaser.js";
import { isText, literal } from "../../values/text.js";
import type { Place } from "../../values/value.js";
import { fileContent, readKey } from "../files.js";
import { newUnknown, nextOrder, spend, type Frame } from "../run.js";
import { frameOf, runShell } from "../shell/run-shell.js";
import { recordSite } from "../sites.js";
import { itemsAt, textAt, treesOf, valueAt, type YamlTree } from "../yaml-tree.js";
import { buildImages, publishImages, publishManifests } from "./dockers.js";
import { makeByBuildx } from "./dockers-v2.js";
import { makeByKo } from "./kos.js";
import { newRelease, type GoreleaserStart, type Release } from "./values.js";

/**
 * Makes a release, as far as images are made: they are built, pushed, and put together to lists of several platforms, in that
 * order (goreleaser, internal/pipeline). A snapshot is only built.
 */
export function runGoreleaser(outer: Frame, start: GoreleaserStart, call: Place | undefined): void {
  const { run } = outer;
  const text = fileContent(outer, literal(`/${start.file}`));
  const [tree] = text === undefined || !isText(text) ? [] : treesOf(text).trees;
  if (tree === undefined) return;
  spend(run);
  const frame = frameOf(outer, start.file, call);
  const release = newRelease(frame, tree, start);
  const isPublished = !start.isSnapshot && !start.skipped.has("publish");
  if (isPublished && !start.skipped.has("docker")) run.executed.add(releaseKey(start.file));
  const place = { file: start.file, start: 0, end: 0 };
  runHooks(release, valueAt(tree, "before"));
  const dockers = start.skipped.has("docker") ? [] : buildImages(release);
  if (!start.skipped.has("docker") && (start.isSnapshot || isPublished)) makeByBuildx(release);
  if (isPublished) publishImages(release, dockers);
  if (isPublished && !start.skipped.has("docker")) publishManifests(release);
  if (!start.skipped.has("ko") && (start.isSnapshot || isPublished)) makeByKo(release);
  for (const part of unseenParts.filter((key) => isPublished && valueAt(tree, key) !== undefined)) {
    run.opaqueCommands.push({ name: `${part} of GoReleaser`, place, order: nextOrder(run) });
    recordSite(frame, { kind: "push", reference: newUnknown(run, `what ${part} of GoReleaser push`), place, how: `GoReleaser, ${part}` });
  }
}

/** The name of a release by a configuration among what roots have executed: whoever calls it once, calls it for all. */
export function releaseKey(file: string): string {
  return `${readKey(file)} released`;
}

/** https://goreleaser.com/customization/hooks/: each is a command, or one with its folder and output. */
function runHooks({ frame, render, start, given }: Release, hooks: YamlTree | undefined): void {
  if (start.skipped.has("before")) return;
  for (const hook of itemsAt(hooks, "hooks")) {
    const command = hook.kind === "scalar" ? hook.text : textAt(hook, "cmd");
    const place = hook.kind === "scalar" ? hook.place : undefined;
    if (command !== undefined) runShell(frame, render(command), { ...start.context, place: place ?? start.context.place, input: undefined, folder: start.folder, environment: given }, true);
  }
}
