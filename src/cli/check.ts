import { mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import type { Preset } from "../checks/severities.js";
import { configurationFile, formatConfigurationProblem, readConfiguration } from "../project/configuration.js";
import { discoverFiles, findProject, isInside, nearestProject } from "../project/discover.js";
import type { Format, FormatContext } from "../report/format.js";
import type { Report } from "../report/report.js";
import { sayDeploys } from "../report/summary.js";
import type { CommandEnvironment, ExitCode, Output } from "./environment.js";
import { showProgress } from "./progress.js";

/** The options as the command line has them. */
export interface CheckOptions {
  readonly root?: string;
  readonly preset: Preset;
  readonly maxWarnings?: number;
  readonly failOn?: readonly string[];
  readonly quiet?: true;
  readonly format: FormatName;
  readonly outputFile?: string;
  readonly verbose?: true;
  /** Undefined: as the terminal has it. */
  readonly color?: boolean;
}

export type FormatName = "pretty" | "json" | "sarif" | "github";

/** `tag-consistency check`: analyses the project that the paths belong to and writes the report of what lies below them. */
export async function check(paths: readonly string[], options: CheckOptions, environment: CommandEnvironment & { readonly toolVersion: string }): Promise<ExitCode> {
  const { stderr } = environment;
  const project = locate(paths, options.root, environment.workingFolder);
  if (!project.ok) return refuse(project.reason, stderr);
  const { root, selected } = project;
  const { configuration, problems } = readConfiguration(root);
  if (problems.length > 0) {
    const source = relative(environment.workingFolder, join(root, configurationFile));
    stderr.write(problems.map((problem) => `${formatConfigurationProblem({ ...problem, source })}\n`).join(""));
    return 2;
  }
  if (options.verbose) {
    // Folders that could not be read are in the report.
    for (const { kind, file, message } of discoverFiles(root, configuration).problems) if (kind === "skipped") stderr.write(`skipped ${file}: ${message}\n`);
  }

  const stopProgress = showProgress(`Analysing ${root}`, stderr);
  let whole: Report;
  try {
    const analyze = environment.analyze ?? (await import("../engine/analyze.js")).analyzeProject;
    whole = await analyze({ root, configuration, preset: options.preset, threads: "several" });
  } finally {
    await stopProgress();
  }

  const below = selectBelow(whole, selected);
  const shown = options.quiet ? { ...below, findings: below.findings.filter(({ severity }) => severity === "error") } : below;
  const format = await formats[options.format]();
  const text = format(shown, contextOf(root, options, environment, whole.findings.length - below.findings.length));
  const failure = write(text, shown, options, environment);
  return failure === undefined ? exitCodeOf(below, selected, options) : refuse(failure, stderr);
}

function refuse(reason: string, stderr: Output): ExitCode {
  stderr.write(`tag-consistency: ${reason}\n`);
  return 2;
}

// ---------------------------------------------------------------------------------------------------- the project and its paths

type Located =
  /** `selected`: posix paths relative to the root; empty for all of it. */
  { readonly ok: true; readonly root: string; readonly selected: readonly string[] } | { readonly ok: false; readonly reason: string };

function locate(paths: readonly string[], explicitRoot: string | undefined, workingFolder: string): Located {
  const working = realpathSync(workingFolder);
  const real = paths.map((path) => realPath(resolve(working, path)));
  const missing = paths.find((_, index) => real[index] === undefined);
  if (missing !== undefined) return { ok: false, reason: `the path "${missing}" does not exist` };
  const existing = real.filter((path) => path !== undefined);

  const root = realPath(findProject(existing, working, explicitRoot));
  if (root === undefined || !statSync(root).isDirectory()) return { ok: false, reason: `--root "${explicitRoot ?? ""}" is not a folder` };
  for (const path of existing) {
    if (!isInside(path, root)) return { ok: false, reason: `"${path}" lies outside the project ${root}; check it on its own` };
    const owner = nearestProject(path);
    if (owner !== undefined && owner !== root && isInside(owner, root)) return { ok: false, reason: `"${path}" belongs to another project, ${owner}; check it on its own` };
  }
  const selected = existing.map((path) => relative(root, path).split(sep).join("/"));
  return { ok: true, root, selected: selected.includes("") ? [] : selected };
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** The report with the findings whose own place lies below the paths; what was counted and proven is the whole project's. */
function selectBelow(report: Report, selected: readonly string[]): Report {
  return { ...report, findings: report.findings.filter(({ file }) => isSelected(file, selected)) };
}

function isSelected(file: string, selected: readonly string[]): boolean {
  return selected.length === 0 || selected.some((path) => file === path || file.startsWith(`${path}/`));
}

// ---------------------------------------------------------------------------------------------------- writing

/** Each is loaded when it is asked for. */
const formats: Readonly<Record<FormatName, () => Promise<Format>>> = {
  pretty: async () => (await import("../report/pretty.js")).formatPretty,
  json: async () => (await import("../report/json.js")).formatJson,
  sarif: async () => (await import("../report/sarif.js")).formatSarif,
  github: async () => (await import("../report/github.js")).formatGithub,
};

function contextOf(root: string, options: CheckOptions, environment: CommandEnvironment & { readonly toolVersion: string }, hiddenFindings: number): FormatContext {
  const { stdout, variables, workingFolder, toolVersion } = environment;
  const isTerminal = stdout.isTTY === true && options.outputFile === undefined;
  return {
    root,
    // Annotations are seen from the folder that the repository was checked out to.
    workingFolder: realPath((options.format === "github" ? variables["GITHUB_WORKSPACE"] : undefined) ?? workingFolder) ?? workingFolder,
    readFile: rememberingReader(root),
    colors: options.color ?? usesColors(variables, isTerminal),
    // A terminal of no width is one that does not know its own.
    width: (isTerminal && stdout.columns) || Number(variables["COLUMNS"]) || defaultWidth,
    preset: options.preset,
    isVerbose: options.verbose === true,
    isQuiet: options.quiet === true,
    hiddenFindings,
    toolVersion,
  };
}

/** For logs and pipes, which have no width of their own. */
const defaultWidth = 120;

/** no-color.org, force-color.org, and a terminal that says it knows none. */
function usesColors(variables: CommandEnvironment["variables"], isTerminal: boolean): boolean {
  const forced = variables["FORCE_COLOR"];
  if ((variables["NO_COLOR"] ?? "") !== "") return false;
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  return isTerminal && variables["TERM"] !== "dumb";
}

function rememberingReader(root: string): FormatContext["readFile"] {
  const texts = new Map<string, string | undefined>();
  return (file) => {
    if (!texts.has(file)) texts.set(file, readText(join(root, file)));
    return texts.get(file);
  };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch {
    return undefined;
  }
}

/** Why it could not be written; undefined if it was. */
function write(text: string, report: Report, { format, outputFile }: CheckOptions, { stdout, stderr, workingFolder }: CommandEnvironment): string | undefined {
  const isForPrograms = format === "json" || format === "sarif";
  if (outputFile !== undefined || (isForPrograms && report.summary.deploys === 0)) stderr.write(`${sayDeploys(report)}\n`);
  if (outputFile === undefined) {
    stdout.write(text);
    return undefined;
  }
  const path = resolve(workingFolder, outputFile);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return undefined;
  } catch (error) {
    return `"${outputFile}" cannot be written: ${error instanceof Error ? error.message : String(error)}`;
  }
}

// ---------------------------------------------------------------------------------------------------- the verdict

function exitCodeOf(report: Report, selected: readonly string[], { maxWarnings, failOn = [] }: CheckOptions): ExitCode {
  const errors = report.findings.filter(({ severity }) => severity === "error").length;
  const warnings = report.findings.length - errors;
  const isUnknown = failOn.includes("unknown") && report.sites.some(({ verdict, file }) => verdict === "unknown" && isSelected(file, selected));
  const isUnread = failOn.includes("unreadable") && report.errors.some(({ file }) => isSelected(file, selected));
  return errors > 0 || (maxWarnings !== undefined && warnings > maxWarnings) || isUnknown || isUnread ? 1 : 0;
}
