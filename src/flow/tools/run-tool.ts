import type { Slice } from "../../models/command-effect.js";
import { tiltFile } from "../../models/tilt.js";
import type { TiltCall, ToolCall } from "../../models/tool-calls.js";
import { literal } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import { callBazel } from "../bazel/run.js";
import type { CommandContext, CommandWord } from "../commands.js";
import { projectFileAt } from "../files.js";
import { callGoreleaser } from "../goreleaser/call.js";
import { callGradle } from "../gradle/run.js";
import { callJust } from "../just/call.js";
import { callMaven } from "../maven/run.js";
import { newUnknown, type Frame } from "../run.js";
import { runPackageCall, runPackageList } from "./package-scripts.js";
import { callSkaffold } from "./skaffold-call.js";
import { callTask } from "./task-call.js";
import { runTilt } from "./tilt.js";

/** The line that calls a tool, as its row reads it. */
export interface ToolLine {
  readonly words: readonly CommandWord[];
  readonly textOf: (part: Slice) => Text;
  readonly given: (part: Slice) => { readonly reference: Text; readonly origin: Place | undefined };
  readonly context: CommandContext;
}

/** Runs what a tool is called for; gives its output, undefined where that is not in the project or not understood. */
export function runTool(frame: Frame, call: ToolCall, line: ToolLine): Text | undefined {
  // What runs in a container has files of its own.
  if (line.context.isContained === true) return undefined;
  switch (call.tool) {
    case "package":
      return runPackageCall(frame, call, line);
    case "package-list":
      return runPackageList(frame, call, line);
    case "skaffold":
      return callSkaffold(frame, call, line);
    case "just":
      return callJust(frame, call, line);
    case "task":
      return callTask(frame, call, line);
    case "tilt":
      return callTilt(frame, call, line);
    case "maven":
      return callMaven(frame, call, line);
    case "bazel":
      return callBazel(frame, call, line);
    case "goreleaser":
      return callGoreleaser(frame, call, line);
    case "gradle":
      return callGradle(frame, call, line);
  }
}

function callTilt(frame: Frame, call: TiltCall, { textOf, context }: ToolLine): Text | undefined {
  const file = projectFileAt(frame, call.file === undefined ? literal(tiltFile) : textOf(call.file), context.folder);
  if (file === undefined) return undefined;
  runTilt(frame, file, context.place);
  return newUnknown(frame.run, "the output of Tilt");
}
