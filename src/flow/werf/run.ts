import { posix } from "node:path";
import { yamlToolOf } from "../../models/yaml-tools.js";
import { isText, join, literal, unknown } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { fileContent } from "../files.js";
import { readChart } from "../helm/chart.js";
import type { Chart } from "../helm/chart.js";
import { chartIndex } from "../helm/chart-files.js";
import { chartKey } from "../helm/install.js";
import { renderChart, withSubcharts } from "../helm/render.js";
import { newMap, textValue } from "../helm/template-value.js";
import type { TemplateMap } from "../helm/template-value.js";
import { deployManifests } from "../manifests.js";
import { newUnknown, nextOrder } from "../run.js";
import type { Frame, ProjectFacts } from "../run.js";
import { recordSite } from "../sites.js";
import { askedImages } from "./asked-images.js";
import { werfConfiguration } from "./configuration.js";
import type { WerfConfiguration } from "./configuration.js";

/**
 * `werf converge`: images are built and pushed under tags that werf makes of their contents, and their references are handed to
 * the chart by their names.
 */
export function runWerf(frame: Frame, file: string): void {
  const { run } = frame;
  const configuration = werfConfiguration(run.project, file);
  // What its comments say to ESLint counts for what is found in it.
  void run.project.facts(file);
  run.opaqueCommands.push({ name: "werf, which names what it builds", place: { file, start: 0, end: 0 }, order: nextOrder(run) });
  const repository = unknown(`${run.root} werf repository`, "the repository that werf is given");
  const references = new Map(configuration.images.map(({ name, text }) => {
    const tag = unknown(`${run.root} werf tag of ${name}`, "the tag that werf makes of an image's content");
    return [name, { text, tag, reference: join([{ text: repository }, { text: literal(":") }, { text: tag }]) }] as const;
  }));
  for (const { name, place } of configuration.images) {
    const reference = references.get(name)?.reference;
    if (reference === undefined) continue;
    for (const kind of ["build", "push"] as const) recordSite(frame, { kind, reference, origin: place, place, how: `image "${name}" of werf` });
  }
  const chart = chartOf(frame, configuration.chart);
  if (chart === undefined) return;
  const values = serviceValues(new Map([...references].map(([name, { reference, tag }]) => [name, { reference, tag }])), repository);
  deploy(frame, chart, values);
  if (configuration.isComplete && !mayNameImages(chart) && isOnly(run.project, file)) noteMissing(frame, chart, configuration);
}

/** A chart of werf's needs no `Chart.yaml` (https://werf.io/docs/v2/usage/deploy/charts.html). */
function chartOf(frame: Frame, folder: string): Chart | undefined {
  const { files } = frame.run.project;
  const { folders } = chartIndex(files);
  const metadata = posix.join(folder, "Chart.yaml");
  if (!files.some((file) => file.startsWith(`${folder}/templates/`))) return undefined;
  const textOf = (path: string): Text | undefined => {
    const content = fileContent(frame, literal(`/${path}`));
    return content !== undefined && isText(content) ? content : path === metadata ? literal("apiVersion: v2\nname: werf\nversion: 1.0.0\n") : undefined;
  };
  return readChart({ textOf, filesOf: (one) => files.filter((file) => file.startsWith(`${one}/`)), chartsBelow: (one) => folders.filter((other) => other !== one && other.startsWith(`${one}/`)) }, folder);
}

function serviceValues(images: ReadonlyMap<string, { readonly reference: Text; readonly tag: Text }>, repository: Text): TemplateMap {
  const werf = newMap([
    ["image", newMap([...images].map(([name, { reference }]) => [name, textValue(reference)] as const))],
    ["tag", newMap([...images].map(([name, { tag }]) => [name, textValue(tag)] as const))],
    ["repo", textValue(repository)],
  ], true);
  return newMap([["werf", werf], ["global", newMap([["werf", werf]])]]);
}

function deploy(frame: Frame, chart: Chart, values: TemplateMap): void {
  const { run } = frame;
  for (const one of withSubcharts(chart)) run.executed.add(chartKey(one.folder));
  const release = { name: newUnknown(run, "the name of a release"), namespace: newUnknown(run, "the namespace of a release") };
  for (const { file, text } of renderChart(chart, values, release).templates) deployManifests(frame, text, { file, start: 0, end: 0 }, "werf");
}

/** Several configurations beside each other may share a chart. */
function isOnly({ files, readText }: ProjectFacts, file: string): boolean {
  return !files.some((other) => other !== file && posix.dirname(other) === posix.dirname(file) && yamlToolOf(other, readText(other) ?? "") === "werf");
}

/** The chart's own values may have such a name too. */
function mayNameImages(chart: Chart): boolean {
  return withSubcharts(chart).some(({ values }) => values.isOpen || values.entries.has("werf") || values.entries.has("global"));
}

function noteMissing(frame: Frame, chart: Chart, { file, images }: WerfConfiguration): void {
  const names = new Set(images.map(({ name }) => name));
  for (const { file: template, source } of chart.templates) {
    if (posix.basename(template).startsWith("_") || !/\.ya?ml$/u.test(template)) continue;
    for (const { name, place } of askedImages(source)) {
      if (names.has(name)) continue;
      frame.run.missingNames.push({ tool: "werf", name, place, among: images, definedIn: file, otherwise: "the template gets nothing for it, and the cluster refuses the object" });
    }
  }
}
