import { skaffoldFile } from "../../models/skaffold.js";
import type { SkaffoldCall } from "../../models/tool-calls.js";
import { literal, literalText } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { projectFileAt } from "../files.js";
import { newUnknown, type Frame } from "../run.js";
import type { ToolLine } from "./run-tool.js";
import { runSkaffold } from "./skaffold.js";

/** `skaffold run -f FILE -p PROFILE`; undefined where its file is not in the project, or its profiles are not known. */
export function callSkaffold(frame: Frame, call: SkaffoldCall, { textOf, context }: ToolLine): Text | undefined {
  const file = projectFileAt(frame, call.file === undefined ? literal(skaffoldFile) : textOf(call.file), context.folder);
  const [profiles, modules] = [call.profiles, call.modules].map((names) => names.flatMap((name) => literalText(textOf(name)) ?? []));
  if (file === undefined || profiles?.length !== call.profiles.length || modules?.length !== call.modules.length) return undefined;
  runSkaffold(frame, { ...call, file, profiles, modules, tag: call.tag === undefined ? undefined : textOf(call.tag) }, context.place);
  return newUnknown(frame.run, "the output of Skaffold");
}
