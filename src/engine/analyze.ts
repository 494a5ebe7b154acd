import type { FileFacts } from "../facts/facts.js";
import { localDomains } from "../models/image-sources.js";
import type { Configuration } from "../project/configuration.js";
import { readConfiguration, formatConfigurationProblem } from "../project/configuration.js";
import { readProject, type ProjectFiles } from "../project/read-project.js";
import { onlyUsesImages } from "../project/only-uses.js";
import { composeReport } from "../report/compose.js";
import type { Report, ReportedError } from "../report/report.js";
import { lowerAhead } from "./lowering-ahead.js";

export interface AnalysisRequest {
  /** The project's folder, absolute. */
  readonly root: string;
  /** Texts that stand in for files on disk: posix paths relative to the root. */
  readonly overlay?: ReadonlyMap<string, string> | undefined;
  /** Replaces the configuration file of the project. */
  readonly configuration?: Configuration | undefined;
  /** Which severities the findings get; "recommended" if absent. */
  readonly preset?: "recommended" | "strict" | undefined;
  /** Whether ESLint's directives silence findings here; ESLint itself obeys them, and counts those that silence nothing. "obeyed" if absent. */
  readonly directives?: "obeyed" | "left" | undefined;
  /** Whether a second thread may help, which pays where a process runs once; "one" if absent. */
  readonly threads?: "one" | "several" | undefined;
}

/** Facts of file texts that have been lowered before, by file; whoever analyses a project again hands in the same one. */
export type FactsCache = Map<string, { readonly text: string; readonly facts: FileFacts }>;

/**
 * The whole way of the data, from the files below the root to the report. Throws an error with a message for people if
 * the project's configuration is invalid.
 */
export async function analyzeProject(request: AnalysisRequest, cache: FactsCache = new Map()): Promise<Report> {
  const { root, overlay, preset = "recommended", directives = "obeyed", threads = "one" } = request;
  const configuration = request.configuration ?? configurationOf(root);
  const project = readProject(root, configuration, overlay);
  const errors: ReportedError[] = [];
  const ahead = threads === "several" ? lowerAhead() : undefined;
  const seeds = project.sourceFiles.filter((file) => {
    if (!project.mentionsImages(file)) return false;
    if (ahead !== undefined && isLoweredAhead(project, file)) ahead.add(file, project.readText(file) ?? "");
    return true;
  });
  if (seeds.every((file) => onlyUsesImages(project, file))) return composeReport({ project, configuration, preset, directives, errors, judged: { graph: { roots: [] }, judgements: [], absent: [], localDomains }, defects: [], facts: new Map() });
  const { analyzeImages } = await import("./analyze-images.js");
  try {
    return await analyzeImages({ project, configuration, preset, directives, errors, seeds, cache, ahead });
  } finally {
    ahead?.end();
  }
}

/** The compiler of TypeScript takes longer to load a second time than most projects take to be read. */
function isLoweredAhead(project: ProjectFiles, file: string): boolean {
  return project.languageOf(file) === "go";
}

function configurationOf(root: string): Configuration {
  const { configuration, problems } = readConfiguration(root);
  if (problems.length > 0) throw new Error(problems.map(formatConfigurationProblem).join("\n"));
  return configuration;
}
