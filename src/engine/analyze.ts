import { runChecks } from "../checks/all.js";
import { judge } from "../checks/judgement.js";
import type { FileFacts } from "../facts/facts.js";
import { holdsSeed, sliceProgram } from "../flow/slice.js";
import { solve } from "../flow/solve.js";
import { loadFrontend } from "./frontends.js";
import { loadShellGrammar } from "../frontends/shell/read.js";
import { resolveModule } from "../frontends/typescript/module-resolution.js";
import { localDomains } from "../models/image-sources.js";
import { namesWithRoles } from "../models/producers.js";
import type { Configuration } from "../project/configuration.js";
import { readConfiguration, formatConfigurationProblem } from "../project/configuration.js";
import type { GoPackages } from "../project/go-packages.js";
import { languageOf } from "../project/prefilter.js";
import { readProject } from "../project/read-project.js";
import type { ProjectFiles } from "../project/read-project.js";
import { relevantFiles } from "../project/relevance.js";
import { composeReport } from "../report/compose.js";
import type { Report, ReportedError } from "../report/report.js";

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
}

/** Facts of file texts that have been lowered before, by file; whoever analyses a project again hands in the same one. */
export type FactsCache = Map<string, { readonly text: string; readonly facts: FileFacts }>;

/**
 * The whole way of the data, from the files below the root to the report. Throws an error with a message for people if
 * the project's configuration is invalid.
 */
export async function analyzeProject(request: AnalysisRequest, cache: FactsCache = new Map()): Promise<Report> {
  const { root, overlay, preset = "recommended", directives = "obeyed" } = request;
  const configuration = request.configuration ?? configurationOf(root);
  const project = readProject(root, configuration, overlay);
  const errors: ReportedError[] = [];
  const seeds = project.sourceFiles.filter(project.mentionsImages);
  if (seeds.length === 0) return composeReport({ project, configuration, preset, directives, errors, judged: judge({ roots: [] }, localDomains), defects: [], facts: new Map() });
  const languages = new Set(seeds.flatMap((file) => languageOf(file) ?? []));
  const frontends = new Map(await Promise.all([...languages].map(async (language) => [language, await loadFrontend(language)] as const)));
  const facts = new Map<string, FileFacts | undefined>();
  const factsOf = (file: string): FileFacts | undefined => {
    if (facts.has(file)) return facts.get(file);
    const language = languageOf(file);
    const lower = language === undefined ? undefined : frontends.get(language);
    const text = lower === undefined ? undefined : project.readText(file);
    const known = cache.get(file);
    const lowered = text === undefined ? undefined : known?.text === text ? known.facts : lower?.(text, file);
    if (text !== undefined && lowered !== undefined) cache.set(file, { text, facts: lowered });
    facts.set(file, lowered);
    return lowered;
  };
  const packages = project.goPackages();
  const resolve = moduleResolver(project, packages, errors);
  const mentions = project.mentionsBetween;
  const lengthOf = (file: string): number => project.readText(file)?.length ?? 0;
  const holding = seeds.filter((file) => {
    const one = factsOf(file);
    return one !== undefined && holdsSeed(one, (start, end) => mentions(file, start, end), lengthOf(file));
  });
  const { files: related, reaches } = relevantFiles({ project, seeds: holding, facts: factsOf, resolve });
  const shell = await loadShellGrammar();
  const slice = sliceProgram({ files: related, facts: factsOf, reaches, mentionsImages: mentions, lengthOf, namesWithRoles: namesWithRoles(configuration) });
  const files = related.filter(slice.isModuleRelevant);
  const graph = solve({ facts: factsOf, resolve, packageFiles: packages.packageFiles, declaringFiles: packages.declaringFiles, readText: project.readText, files: project.files, configuration, shell, slice, relevantFiles: new Set(files) }, files);
  const judged = judge(graph, [...localDomains, ...(configuration.localDomains ?? [])]);
  return composeReport({ project, configuration, preset, directives, errors, judged, defects: runChecks(judged, configuration.naming), facts });
}

function configurationOf(root: string): Configuration {
  const { configuration, problems } = readConfiguration(root);
  if (problems.length > 0) throw new Error(problems.map(formatConfigurationProblem).join("\n"));
  return configuration;
}

function moduleResolver(project: ProjectFiles, packages: GoPackages, errors: ReportedError[]): (specifier: string, from: string) => string | undefined {
  const host = {
    isFile: project.isFile,
    readFile: project.readText,
    packages: project.packages,
    report: (file: string, line: number, message: string) => {
      errors.push({ file, line, message });
    },
  };
  const known = new Map<string, string | undefined>();
  return (specifier, from) => {
    if (languageOf(from) === "go") return packages.resolve(specifier, from);
    const key = `${from}\n${specifier}`;
    if (!known.has(key)) known.set(key, resolveModule(specifier, from, host));
    return known.get(key);
  };
}
