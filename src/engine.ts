import { statSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { formatConfigurationProblem, parseConfigurationObject, readConfiguration, type Configuration } from "./project/configuration.js";
import type { Report } from "./report/report.js";

export { normalizeReference, parseReference, type ParsedReference } from "./reference/parse.js";
export type { PartRange, Reference, ReferenceOffsets } from "./reference/parts.js";
export type { Configuration, FunctionPattern, Ignore, ManifestPath, Naming } from "./project/configuration.js";
export type { Finding, Outcome, RelatedPlace, Report, ReportedError, ReportedSite, RuleName, Severity, Suggestion, Summary } from "./report/report.js";

export interface AnalyzeOptions {
  /** The project's folder; a relative one is seen from the working folder. */
  readonly root: string;
  /** Texts that stand in for files, which need not exist on disk: by path, relative to the root or absolute. */
  readonly overlay?: ReadonlyMap<string, string> | Readonly<Record<string, string>> | undefined;
  /** Replaces the project's configuration file. */
  readonly configuration?: Configuration | undefined;
}

/**
 * Analyses a whole project and gives the report that `tag-consistency check --format json` prints, with the severities
 * of the recommended preset. Nothing of the project is executed or written.
 *
 * @throws Error if the root is no folder, or the configuration is invalid; the message says where and what.
 */
export async function analyze({ root: given, overlay, configuration }: AnalyzeOptions): Promise<Report> {
  const root = resolve(given);
  if (statSync(root, { throwIfNoEntry: false })?.isDirectory() !== true) throw new Error(`The root is no folder: ${given}`);
  const reading = configuration === undefined ? readConfiguration(root) : parseConfigurationObject(configuration, "configuration");
  if (reading.problems.length > 0) throw new Error(reading.problems.map(formatConfigurationProblem).join("\n"));
  // The compiler is loaded for an analysis, and not for a reference.
  const { analyzeProject } = await import("./engine/analyze.js");
  return analyzeProject({ root, configuration: reading.configuration, overlay: overlayIn(root, overlay ?? {}) });
}

function overlayIn(root: string, overlay: NonNullable<AnalyzeOptions["overlay"]>): ReadonlyMap<string, string> {
  const texts = overlay instanceof Map ? [...(overlay as ReadonlyMap<string, string>)] : Object.entries(overlay);
  return new Map(texts.map(([file, text]) => [pathInProject(root, file), text]));
}

/** Relative to the root, with `/`. */
function pathInProject(root: string, file: string): string {
  return relative(root, resolve(root, file)).split(sep).join("/");
}
