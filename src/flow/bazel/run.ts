import { posix } from "node:path";
import { buildFiles } from "../../models/bazel.js";
import type { BazelCall } from "../../models/tool-calls.js";
import { literalText } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import { newUnknown, nextOrder, type Frame } from "../run.js";
import { frameOf } from "../shell/run-shell.js";
import { normalPath } from "../shell/shell.js";
import { recordSite } from "../sites.js";
import type { ToolLine } from "../tools/run-tool.js";
import { targetsOf, type BazelTarget } from "./targets.js";
import { workspaceOf } from "./workspace.js";

/** `bazel run //path:target`; undefined where the target is not in the project, or makes no image that is known. */
export function callBazel(frame: Frame, call: BazelCall, { textOf, context }: ToolLine): Text | undefined {
  const { run } = frame;
  const label = /^(\/\/)?([\w./-]*)(?::([\w./+=-]+))?$/u.exec(literalText(textOf(call.target)) ?? "@");
  const written = context.folder === undefined ? "/" : literalText(context.folder);
  if (label === null || written === undefined) return undefined;
  const folder = normalPath(written).replace(/^\/+/u, "") || ".";
  const path = posix.join(label[1] === undefined ? folder : workspaceOf(run.project, folder), label[2] ?? "");
  const name = label[3] ?? posix.basename(path);
  for (const file of buildFiles.map((one) => posix.join(path, one))) {
    const target = targetsOf(frame, file)?.find((one) => one.name === name);
    if (target === undefined) continue;
    run.executed.add(bazelKey(file));
    recordTarget(frame, file, target, context.place);
    return newUnknown(run, "the output of Bazel");
  }
  return undefined;
}

/** The images that a build file names and nobody is seen to make: whoever does it makes them all. */
export function runBazelRoot(frame: Frame, file: string): void {
  for (const target of targetsOf(frame, file) ?? []) recordTarget(frame, file, { ...target, images: target.images.filter(({ isDefault }) => !isDefault) }, undefined);
  frame.run.opaqueCommands.push({ name: "whoever runs Bazel", place: { file, start: 0, end: 0 }, order: nextOrder(frame.run) });
}

/** The name of a build file among what roots have executed. */
export function bazelKey(file: string): string {
  return `bazel ${file}`;
}

function recordTarget(frame: Frame, file: string, { rule, images }: BazelTarget, call: Place | undefined): void {
  const inFile = frameOf(frame, file, call);
  for (const { reference, place, isPushed } of images) {
    recordSite(inFile, { kind: "build", reference, place, origin: place, how: rule, engine: "docker" });
    if (isPushed) recordSite(inFile, { kind: "push", reference, place, origin: place, how: rule });
  }
}
