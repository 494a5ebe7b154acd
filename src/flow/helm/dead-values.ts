import { readTemplate } from "../../frontends/helm/read-template.js";
import { readsGlobal } from "../../models/helm/known-charts.js";
import type { TemplateNode } from "../../facts/template.js";
import { keyDistance } from "../../values/key-distance.js";
import type { ReferencePart } from "../site.js";
import type { Chart } from "./chart.js";
import type { NamedTemplate, TemplateSource } from "./evaluate.js";
import { pathOf } from "./given-values.js";
import { addRead, isReadIn, keysRead } from "./read-keys.js";
import type { ValueReads } from "./read-keys.js";
import { readsOf } from "./reads.js";
import { withSubcharts } from "./render.js";
import { forbidsKey, namesKey } from "./schema.js";

/** What a chart does with a key of its values. */
export type KeyReading =
  /** A template reads it, or may read it. */
  | "read"
  /** Nothing reads it. */
  | "unread"
  /** Nothing reads it, and the schema does not allow it: the installation fails. */
  | "forbidden";

/** What a chart, with its subcharts, reads of its values. */
export interface ChartReads {
  readonly chart: Chart;
  readonly own: ValueReads;
  readonly below: readonly { readonly name: string; readonly reads: ChartReads | undefined; readonly repository: string | undefined }[];
}

const known = new WeakMap<Chart, ChartReads>();

export function chartReads(chart: Chart): ChartReads {
  const found = known.get(chart) ?? readsIn(chart, namedTemplates(chart), withSubcharts(chart).every(({ dependencies }) => dependencies.every((dependency) => dependency.chart !== undefined)));
  known.set(chart, found);
  return found;
}

function readsIn(chart: Chart, templates: ReadonlyMap<string, NamedTemplate>, isComplete: boolean): ChartReads {
  const bodies = [...chart.templates.map(({ source }) => source.nodes), ...textsWithTemplates(chart)];
  const reads = readsOf({ bodies, templates, isComplete, read: (text) => readTemplate(text).nodes });
  if (chart.templates.some(({ isBroken }) => isBroken)) addRead(reads, [], "whole");
  for (const { conditions, tags, imports } of chart.dependencies) {
    for (const condition of conditions) addRead(reads, pathOf(condition), "whole");
    for (const tag of tags) addRead(reads, ["tags", tag], "whole");
    for (const { parent } of imports) if (parent.length > 0) addRead(reads, parent, "whole");
  }
  return {
    chart,
    own: reads,
    below: chart.dependencies.map(({ name, chart: subchart, repository }) => ({ name, reads: subchart === undefined ? undefined : readsIn(subchart, templates, isComplete), repository })),
  };
}

/** The named templates of a chart and its subcharts: they share one name space. */
function namedTemplates(chart: Chart): ReadonlyMap<string, NamedTemplate> {
  const templates = new Map<string, NamedTemplate>();
  const define = (source: TemplateSource, nodes: readonly TemplateNode[]): void => {
    for (const node of nodes) if (node.kind === "define") templates.set(node.name, { body: node.body, source });
  };
  for (const { templates: files } of [...withSubcharts(chart)].reverse()) for (const { source } of files) define(source, source.nodes);
  return templates;
}

const longestText = 400_000;

/** Values and files that templates may hand to `tpl`: what stands in them is read too. */
function textsWithTemplates(chart: Chart): readonly (readonly TemplateNode[])[] {
  return chart.otherFiles.flatMap((file) => {
    const name = file.slice(chart.folder === "" ? 0 : chart.folder.length + 1);
    if (/^(?:README|CHANGELOG)|\.(?:md|gotmpl|tgz|json|lock)$/u.test(name)) return [];
    const text = chart.fileOf(name);
    if (text === undefined || text.kind !== "literal" || text.text.length > longestText || !text.text.includes(".Values")) return [];
    return [readTemplate(withoutComments(text.text, name)).nodes];
  });
}

/** Values explain themselves in comments, with templates that nobody evaluates. */
function withoutComments(text: string, name: string): string {
  return name.endsWith(".yaml") ? text.replace(/^[ \t]*#.*$/gmu, "") : text;
}

/** What the chart does with a key. Below a subchart's name the subchart reads it, and `global` all of them. */
export function readingOf(reads: ChartReads, path: readonly string[]): KeyReading {
  if (isRead(reads, path)) return "read";
  const { schema } = reads.chart;
  if (schema === undefined) return "unread";
  return forbidsKey(schema, path) ? "forbidden" : namesKey(schema, path) ? "read" : "unread";
}

function isRead({ own, below }: ChartReads, path: readonly string[]): boolean {
  if (path.length === 0 || isReadIn(own, path)) return true;
  const [first, ...rest] = path;
  return below.some(({ name, reads, repository }) => {
    if (first === name) return rest.length === 0 || reads === undefined || isRead(reads, rest);
    if (first !== "global" || rest.length === 0) return false;
    return reads === undefined ? readsGlobal(repository, rest[0] ?? "") !== false : isRead(reads, path);
  });
}

const mostCandidates = 8;

/** The keys that are read and most likely were meant: those of the same part of a reference, and what stands beside the key; what is written most alike is first. */
export function likelyKeys(reads: ChartReads, path: readonly string[]): readonly (readonly string[])[] {
  const written = path.join(".");
  const last = path.at(-1) ?? "";
  const score = (key: readonly string[]): number => keyDistance(key.join("."), written) + (key.at(-1) === last ? 0 : 2);
  const part = partOfImage(path);
  const keys = new Map(allKeys(reads).map((key) => [key.join("."), key]));
  const ofImages = [...keys.values()].filter((key) => partOfImage(key) !== undefined);
  const alike = [...keys.values()].filter((key) => partOfImage(key) === part || (partOfImage(key) === undefined && isBeside(key, path)));
  return (alike.length > 0 ? alike : ofImages).map((key) => ({ key, score: score(key) })).sort((left, right) => left.score - right.score || (left.key.join(".") < right.key.join(".") ? -1 : 1)).slice(0, mostCandidates).map(({ key }) => key);
}

/** Whether two keys stand below the same one: the version of an `operator` may be what its `tag` is elsewhere. */
function isBeside(key: readonly string[], path: readonly string[]): boolean {
  return path.length > 1 && key.length === path.length && key.slice(0, -1).every((step, index) => step === path[index]);
}

function allKeys({ own, below }: ChartReads): readonly (readonly string[])[] {
  return [...keysRead(own), ...below.flatMap(({ name, reads }) => (reads === undefined ? [] : allKeys(reads).map((key) => (key[0] === "global" ? key : [name, ...key]))))];
}

/** Which part of a reference a key holds, by its name; undefined for one of something else. */
export function partOfImage(path: readonly string[]): ReferencePart | undefined {
  const last = path.at(-1) ?? "";
  const isBelowImage = path.slice(0, -1).some((step) => /image|img/iu.test(step));
  if (/pull|secret|polic/iu.test(last)) return undefined;
  if (/(?:^|[a-z_-])tag$|^imageVersion$/iu.test(last) && /tag|version/iu.test(last)) return "tag";
  if (/digest$|sha$/iu.test(last) && isBelowImage) return "digest";
  if (/(?:registry|hub|host)$/iu.test(last) && (isBelowImage || /registry/iu.test(last))) return "registry";
  if (/(?:repository|repo)$/iu.test(last) && (isBelowImage || /image|repository/iu.test(last))) return "repository";
  if (/^(?:name|image|version)$/iu.test(last) && isBelowImage) return last === "version" ? "tag" : last === "name" ? "repository" : "image";
  return /(?:image|img)$/iu.test(last) ? "image" : undefined;
}
