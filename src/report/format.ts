import { isAbsolute, join, relative, sep } from "node:path";
import type { Preset } from "../checks/severities.js";
import type { Report } from "./report.js";

/** Turns a report into the text that is printed; it ends with a line break. */
export type Format = (report: Report, context: FormatContext) => string;

export interface FormatContext {
  /** The project's folder, absolute; the report's files are relative to it. */
  readonly root: string;
  /** What shown paths are relative to, absolute: where the command runs, or a continuous integration's workspace. */
  readonly workingFolder: string;
  /** The text of a file of the report; undefined if it cannot be read. */
  readonly readFile: (file: string) => string | undefined;
  readonly colors: boolean;
  /** Characters that fit into a line. */
  readonly width: number;
  readonly preset: Preset;
  /** Lists are shown whole. */
  readonly isVerbose: boolean;
  /** Only errors are of interest; the report's findings are filtered already. */
  readonly isQuiet: boolean;
  /** Findings of the project that the report leaves out because they lie outside the paths that were asked for. */
  readonly hiddenFindings: number;
  readonly toolVersion: string;
}

/** The path of a file of the report as it is shown, with `/`: relative to the working folder, or absolute where it lies outside. */
export function shownPath(file: string, { root, workingFolder }: FormatContext): string {
  const absolute = join(root, file);
  const path = relative(workingFolder, absolute);
  const isOutside = path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path);
  return (isOutside ? absolute : path).split(sep).join("/");
}
