import { runChecks } from "../checks/all.js";
import { judge } from "../checks/judgement.js";
import { isCode, type FileFacts, type Language } from "../facts/facts.js";
import { holdsSeed, sliceProgram } from "../flow/slice.js";
import { solve } from "../flow/solve.js";
import type { Makefile } from "../facts/makefile.js";
import { readMakefile } from "../frontends/make/read.js";
import type { ShellScript } from "../facts/shell-script.js";
import type { StarlarkFile } from "../facts/starlark.js";
import type { GradleItem } from "../facts/gradle.js";
import { loadGroovyGrammar, readGradle } from "../frontends/groovy/read.js";
import { loadStarlarkGrammar, readStarlark } from "../frontends/starlark/read.js";
import { toolFileOf } from "../models/tool-files.js";
import { loadShellGrammar, readShell } from "../frontends/shell/read.js";
import { resolveModule } from "../frontends/typescript/module-resolution.js";
import { localDomains } from "../models/image-sources.js";
import { namesWithRoles } from "../models/producers.js";
import type { Configuration } from "../project/configuration.js";
import type { GoPackages } from "../project/go-packages.js";
import type { ProjectFiles } from "../project/read-project.js";
import { repositoryNames } from "../project/repository-names.js";
import { remembering } from "../project/remembering.js";
import { relevantFiles } from "../project/relevance.js";
import { mentionedWords } from "../project/word-search.js";
import { withScripts } from "../project/relevance-scripts.js";
import { composeReport } from "../report/compose.js";
import type { Report, ReportedError } from "../report/report.js";
import type { AnalysisRequest, FactsCache } from "./analyze.js";
import { loadFrontend } from "./frontends.js";
import type { LoweringAhead } from "./lowering-ahead.js";

export interface ImageAnalysis {
  readonly preset: NonNullable<AnalysisRequest["preset"]>;
  readonly directives: NonNullable<AnalysisRequest["directives"]>;
  readonly project: ProjectFiles;
  readonly configuration: Configuration;
  readonly errors: ReportedError[];
  /** The files that speak of images: at least one. */
  readonly seeds: readonly string[];
  readonly cache: FactsCache;
  readonly ahead: LoweringAhead | undefined;
}

/** The analysis of a project that speaks of images; whoever has none does not load it. */
export async function analyzeImages({ project: files, configuration, preset, directives, errors, seeds: speaking, cache, ahead }: ImageAnalysis): Promise<Report> {
  const { seeds, mentionsBetween: mentions } = withScripts(files, speaking);
  const project: ProjectFiles = { ...files, mentionsBetween: mentions };
  // Scripts call each other while they run, whatever they speak of; their frontends cost next to nothing.
  const languages = new Set<Language>([...seeds.flatMap((file) => project.languageOf(file) ?? []), "yaml", "shell", "make", "dockerfile", "tool"]);
  const frontends = new Map(await Promise.all([...languages].map(async (language) => [language, await loadFrontend(language)] as const)));
  const facts = new Map<string, FileFacts | undefined>();
  const factsOf = (file: string): FileFacts | undefined => {
    const found = facts.get(file);
    if (found !== undefined || facts.has(file)) return found;
    const language = project.languageOf(file);
    const lower = language === undefined ? undefined : frontends.get(language);
    const text = lower === undefined ? undefined : project.readText(file);
    const known = cache.get(file);
    const loweredAhead = (): FileFacts | undefined => (ahead === undefined || ahead.claim(file) ? undefined : ahead.take(file));
    const lowered = text === undefined ? undefined : known?.text === text ? known.facts : (loweredAhead() ?? lower?.(text, file));
    if (text !== undefined && lowered !== undefined) cache.set(file, { text, facts: lowered });
    facts.set(file, lowered);
    return lowered;
  };
  const packages = project.goPackages();
  const resolve = moduleResolver(project, packages, errors);
  const lengthOf = (file: string): number => project.readText(file)?.length ?? 0;
  // The other thread begins with the first ones.
  for (const file of [...seeds].reverse()) if (ahead?.claim(file) === true) factsOf(file);
  const holding = seeds.filter((file) => {
    const one = factsOf(file);
    return one !== undefined && (!isCode(one.language) || holdsSeed(one, (start, end) => mentions(file, start, end), lengthOf(file)));
  });
  const { files: related, reaches } = relevantFiles({ project, seeds: holding, facts: factsOf, resolve });
  const shell = await loadShellGrammar();
  const scriptOf = remembering((file: string): ShellScript | undefined => {
    const known = project.languageOf(file) === "shell" ? factsOf(file)?.script : undefined;
    const text = known === undefined ? project.readText(file) : undefined;
    return known ?? (text === undefined ? undefined : readShell(shell, text));
  });
  const makefileOf = remembering((file: string): Makefile | undefined => {
    const known = project.languageOf(file) === "make" ? factsOf(file)?.makefile : undefined;
    const text = known === undefined ? project.readText(file) : undefined;
    return known ?? (text === undefined ? undefined : readMakefile(text));
  });
  const starlark = related.some((file) => /^(?:starlark|bazel)$/u.test(toolFileOf(file)?.syntax ?? "")) ? await loadStarlarkGrammar() : undefined;
  const starlarkOf = remembering((file: string): StarlarkFile | undefined => {
    const text = starlark === undefined ? undefined : project.readText(file);
    return starlark === undefined || text === undefined ? undefined : readStarlark(starlark, text);
  });
  const groovy = related.some((file) => toolFileOf(file)?.syntax === "gradle") ? await loadGroovyGrammar() : undefined;
  const gradleOf = remembering((file: string): readonly GradleItem[] | undefined => {
    const text = groovy === undefined ? undefined : project.readText(file);
    return groovy === undefined || text === undefined ? undefined : readGradle(groovy, text);
  });
  const slice = sliceProgram({ files: related, facts: factsOf, reaches, mentionsImages: mentions, lengthOf, namesWithRoles: namesWithRoles(configuration) });
  const relevant = related.filter((file) => slice.isModuleRelevant(file) || !isCodeFile(project, file));
  const graph = solve({ facts: factsOf, resolve, packageFiles: packages.packageFiles, declaringFiles: packages.declaringFiles, readText: project.readText, files: project.files, configuration, shell, scriptOf, makefileOf, starlarkOf, gradleOf, slice, relevantFiles: new Set(relevant) }, relevant);
  const judged = judge(graph, [...localDomains, ...(configuration.localDomains ?? [])], repositoryNames(project));
  return composeReport({ project, configuration, preset, directives, errors, judged, defects: runChecks(judged, (words) => mentionedWords(project, words), configuration.naming), facts });
}

function isCodeFile(project: ProjectFiles, file: string): boolean {
  const language = project.languageOf(file);
  return language !== undefined && isCode(language);
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
  // Asked again and again: two steps are faster than one text made of both.
  const known = new Map<string, Map<string, string | undefined>>();
  return (specifier, from) => {
    if (project.languageOf(from) === "go") return packages.resolve(specifier, from);
    const ofFile = known.get(from) ?? new Map<string, string | undefined>();
    if (ofFile.size === 0) known.set(from, ofFile);
    if (!ofFile.has(specifier)) ofFile.set(specifier, resolveModule(specifier, from, host));
    return ofFile.get(specifier);
  };
}
