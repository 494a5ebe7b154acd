import { goreleaserNames } from "../../models/goreleaser.js";
import type { GoreleaserCall } from "../../models/tool-calls.js";
import { literal } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { projectFileAt } from "../files.js";
import { newUnknown, type Frame } from "../run.js";
import type { ToolLine } from "../tools/run-tool.js";
import { runGoreleaser } from "./run.js";

/** `goreleaser release --config FILE`; undefined where the file that it names is not in the project. Without any it makes no images. */
export function callGoreleaser(frame: Frame, call: GoreleaserCall, { textOf, context }: ToolLine): Text | undefined {
  const named = call.file === undefined ? undefined : textOf(call.file);
  const file = (named === undefined ? goreleaserNames.map((name) => literal(name)) : [named]).map((path) => projectFileAt(frame, path, context.folder)).find((found) => found !== undefined);
  if (file === undefined && named !== undefined) return undefined;
  if (file !== undefined) runGoreleaser(frame, { file, folder: context.folder, isSnapshot: call.isSnapshot, isNightly: call.isNightly, skipped: new Set(call.skipped), context }, context.place);
  return newUnknown(frame.run, "the output of GoReleaser");
}
