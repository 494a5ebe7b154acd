import { posix } from "node:path";
import type { TaskCall } from "../../models/tool-calls.js";
import { join, literal, literalText } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { projectFileAt } from "../files.js";
import { newUnknown, type Frame } from "../run.js";
import { normalPath } from "../shell/shell.js";
import { newTaskProcess, runNamedTask } from "./run-task.js";
import type { ToolLine } from "./run-tool.js";
import { inFolder, taskfileNames } from "./taskfile.js";

/** `task build push IMAGE=shop/web:dev -- ARGUMENTS`; undefined where a task is not in the project, or its name is not known. */
export function callTask(frame: Frame, call: TaskCall, { textOf, given, context }: ToolLine): Text | undefined {
  const folder = call.folder === undefined ? undefined : literalText(textOf(call.folder));
  const file = call.file === undefined ? taskfileAbove(frame, call.folder === undefined ? undefined : textOf(call.folder), context.folder) : projectFileAt(frame, textOf(call.file), context.folder);
  const names = call.tasks.length === 0 ? ["default"] : call.tasks.map((task) => literalText(textOf(task)));
  if (file === undefined || (call.folder !== undefined && folder === undefined)) return undefined;
  const variables = new Map(call.variables.map(({ name, value }) => {
    const { reference, origin } = given(value);
    return [name, { value: reference, origin }];
  }));
  const rest = join(call.arguments.flatMap((one, index) => [...(index === 0 ? [] : [{ text: literal(" ") }]), { text: textOf(one) }]));
  const base = context.folder === undefined ? "." : literalText(context.folder)?.replace(/^\/+/u, "");
  const process = newTaskProcess(frame, file, context, { variables, arguments: rest, folder: folder === undefined || call.file === undefined || base === undefined ? posix.dirname(file) : inFolder(base, folder) });
  let isKnown = true;
  for (const name of names) isKnown = name !== undefined && runNamedTask(process, frame, name, context.place) && isKnown;
  return isKnown ? newUnknown(frame.run, "the output of Task") : undefined;
}

/** The Taskfile of a folder, or of the nearest one above it. */
function taskfileAbove(frame: Frame, below: Text | undefined, from: Text | undefined): string | undefined {
  const [base, step] = [from === undefined ? "/" : literalText(from), below === undefined ? "." : literalText(below)];
  if (base === undefined || step === undefined) return undefined;
  for (let folder = normalPath(step.startsWith("/") ? step : `/${base}/${step}`); ; folder = posix.dirname(folder)) {
    const found = taskfileNames.map((name) => posix.join(folder, name).replace(/^\//u, "")).find((file) => frame.run.project.readText(file) !== undefined);
    if (found !== undefined || folder === "/" || folder === ".") return found;
  }
}
