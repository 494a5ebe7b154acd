import type { Defect } from "../checks/check.js";
import type { JudgedGraph } from "../checks/judgement.js";
import { severityOf } from "../checks/severities.js";
import type { Preset } from "../checks/severities.js";
import type { FileFacts } from "../facts/facts.js";
import type { Configuration } from "../project/configuration.js";
import { pathMatcher } from "../project/globs.js";
import type { YamlKind } from "../models/yaml-kinds.js";
import type { ProjectFiles } from "../project/read-project.js";
import { isSilencedByNolint } from "../project/nolint.js";
import { isSuppressed } from "../project/suppression.js";
import { alternativesOf, display, freshOrigins } from "../values/text.js";
import type { CallPath, Place } from "../values/value.js";
import type { Site } from "../flow/site.js";
import { createPositions } from "./positions.js";
import type { Positions } from "./positions.js";
import type { Finding, Report, ReportedError, ReportedSite, Suggestion, Summary } from "./report.js";

export interface ReportParts {
  readonly project: ProjectFiles;
  readonly configuration: Configuration;
  readonly preset: Preset;
  readonly directives: "obeyed" | "left";
  readonly errors: readonly ReportedError[];
  readonly judged: JudgedGraph;
  readonly defects: readonly Defect[];
  readonly facts: ReadonlyMap<string, FileFacts | undefined>;
}

/** Puts the report together: lines and columns, severities, what is suppressed, counts, and an order. */
export async function composeReport(parts: ReportParts): Promise<Report> {
  const { project, judged, facts } = parts;
  const positions = createPositions(project.readText);
  const sites = sitesOf(judged, positions);
  const syntaxErrors = [...facts].flatMap(([file, one]): readonly ReportedError[] => {
    const [problem] = one?.problems ?? [];
    return problem === undefined ? [] : [{ file, line: positions.at(file, problem.offset).line, message: problem.message }];
  });
  const unreadable = project.problems.filter((problem) => problem.kind === "unreadable").map(({ file, message }): ReportedError => ({ file, line: 1, message }));
  return {
    version: 1,
    summary: summaryOf(project, sites),
    findings: findingsOf(parts, positions, await suggestionsFor(parts)),
    sites,
    errors: [...parts.errors, ...syntaxErrors, ...unreadable].sort((left, right) => compare(left.file, right.file) || left.line - right.line),
  };
}

/** The edits need the languages of the findings, each loaded for its own. */
async function suggestionsFor({ defects, facts, project, configuration }: ReportParts): Promise<(defect: Defect) => readonly Suggestion[]> {
  if (defects.length === 0) return () => [];
  const { createSuggestions } = await import("../fix/suggestions.js");
  return createSuggestions({ facts, text: project.readText, configuration, defects });
}

function findingsOf(parts: ReportParts, positions: Positions, suggestionsOf: (defect: Defect) => readonly Suggestion[]): readonly Finding[] {
  const { configuration, preset, facts } = parts;
  const silenced = Object.entries(configuration.ignore?.rules ?? {}).map(([glob, rules]) => ({ matches: pathMatcher([glob]), rules }));
  return parts.defects
    .flatMap((defect): readonly Finding[] => {
      const { rule, place } = defect;
      const severity = configuration.rules?.[rule] ?? severityOf(rule, preset);
      if (severity === "off" || (defect.isStrict === true && preset !== "strict") || silenced.some((one) => one.matches(place.file) && one.rules.includes(rule))) return [];
      const start = positions.at(place.file, place.start);
      const end = positions.at(place.file, place.end);
      if (isSilencedByNolint(facts.get(place.file)?.directives ?? [], start.line, (offset) => positions.at(place.file, offset).line)) return [];
      if (parts.directives === "obeyed" && isSuppressed(facts.get(place.file)?.directives ?? [], rule, start.line, (offset) => positions.at(place.file, offset).line)) return [];
      const suggestions = suggestionsOf(defect);
      return [
        {
          rule,
          severity,
          message: typeof defect.message === "string" ? defect.message : defect.message((other) => inWords(other, place, positions)),
          file: place.file,
          line: start.line,
          column: start.column,
          endLine: end.line,
          endColumn: end.column,
          ...given("built", defect.built),
          ...given("deployed", defect.deployed),
          ...given("outcome", defect.outcome),
          related: relatedOf(defect, positions),
          ...given("label", defect.label),
          ...given("isStrict", defect.isStrict),
          ...(suggestions.length === 0 ? {} : { suggestions }),
        },
      ];
    })
    .sort((left, right) => compare(left.file, right.file) || left.line - right.line || left.column - right.column || compare(left.rule, right.rule));
}

function inWords(other: Place, own: Place, positions: Positions): string {
  const { line } = positions.at(other.file, other.start);
  return other.file === own.file ? `line ${line}` : `${other.file}:${line}`;
}

/**
 * One entry for each place but the finding's own, which several runs of one workflow may come to: of several things that are
 * told of it, the first, and how many there are.
 */
function relatedOf(defect: Defect, positions: Positions): Finding["related"] {
  const places = new Map<string, { readonly place: Place; readonly messages: Set<string> }>();
  for (const { place, message } of defect.related) {
    if (place.file === defect.place.file && place.start === defect.place.start && place.end === defect.place.end) continue;
    const key = `${place.file} ${place.start}`;
    const known = places.get(key);
    if (known === undefined) places.set(key, { place, messages: new Set([message]) });
    else known.messages.add(message);
  }
  return [...places.values()].map(({ place, messages }) => {
    const [first = "", ...others] = messages;
    const start = positions.at(place.file, place.start);
    const end = positions.at(place.file, place.end);
    const message = others.length === 0 ? first : `${first} (and ${others.length} more)`;
    return { file: place.file, line: start.line, column: start.column, endLine: end.line, endColumn: end.column, message };
  });
}

function given<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}

/** One entry for each place and call path. */
function sitesOf(judged: JudgedGraph, positions: Positions): readonly ReportedSite[] {
  const verdicts = new Map(judged.judgements.map((judgement) => [judgement.site, judgement]));
  const entries = new Map<string, ReportedSite>();
  for (const root of judged.graph.roots) {
    for (const site of root.sites) {
      const start = positions.at(site.place.file, site.place.start);
      const path = pathOf(site.path, positions);
      const judgement = verdicts.get(site);
      const entry: ReportedSite = {
        kind: site.kind,
        file: site.place.file,
        line: start.line,
        column: start.column,
        references: referencesOf(site),
        path,
        ...given("cluster", clusterOf(site)),
        ...given("verdict", judgement?.verdict),
        ...given("why", judgement?.why),
      };
      // A function root repeats what its module did when it was loaded.
      const key = JSON.stringify([entry, site.kind === "deploy" ? site.order : 0, site.kind === "deploy" ? site.root : 0]);
      entries.set(key, entry);
    }
  }
  for (const site of judged.graph.roots.flatMap((root) => root.sites)) {
    for (const origin of freshOrigins(site.reference)) {
      const entry: ReportedSite = { kind: "generate", ...placed(origin.place, positions), references: referencesOf(site), path: pathOf(origin.path, positions) };
      entries.set(JSON.stringify(entry), entry);
    }
  }
  return [...entries.values()].sort((left, right) => compare(left.file, right.file) || left.line - right.line || left.column - right.column || compare(left.kind, right.kind));
}

/** By its name, where it is known. */
function clusterOf({ target, cluster }: Site): string | undefined {
  const name = target?.name ?? cluster;
  return name === undefined ? undefined : display(name);
}

function placed(place: Place, positions: Positions): { readonly file: string; readonly line: number; readonly column: number } {
  return { file: place.file, ...positions.at(place.file, place.start) };
}

function referencesOf(site: Site): readonly string[] {
  return [...new Set((alternativesOf(site.reference) ?? [site.reference]).map((text) => display(text)))];
}

function pathOf(path: CallPath | undefined, positions: Positions): ReportedSite["path"] {
  const calls: { readonly file: string; readonly line: number }[] = [];
  for (let step = path; step !== undefined; step = step.outer) calls.unshift(lineOf(step.call, positions));
  return calls;
}

function lineOf(place: Place, positions: Positions): { readonly file: string; readonly line: number } {
  return { file: place.file, line: positions.at(place.file, place.start).line };
}

function summaryOf(project: ProjectFiles, sites: readonly ReportedSite[]): Summary {
  const count = (kind: ReportedSite["kind"]): number => sites.filter((site) => site.kind === kind).length;
  const judged = (verdict: ReportedSite["verdict"]): number => sites.filter((site) => site.verdict === verdict).length;
  return {
    files: project.sourceFiles.filter((file) => isRead(project, file)).length,
    builds: count("build"),
    loads: count("load"),
    deploys: count("deploy"),
    consistent: judged("consistent"),
    thirdParty: judged("third-party"),
    unknown: judged("unknown"),
    inconsistent: judged("inconsistent"),
  };
}

/** Of YAML and JSON only what deploys or builds is read. A chart's templates are the chart's. */
function isRead(project: ProjectFiles, file: string): boolean {
  return project.languageOf(file) !== "yaml" || readKinds.has(project.yamlKindOf(file));
}

const readKinds: ReadonlySet<YamlKind> = new Set(["kubernetes", "kustomization", "compose", "bake", "devcontainer", "helm-values", "workflow", "tool"]);

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
