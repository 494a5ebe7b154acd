import { posix } from "node:path";
import type { TemplateNode } from "../../facts/template.js";
import { derived, literal, unknown } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { sourceOf } from "./chart.js";
import type { Chart, Dependency } from "./chart.js";
import { RenderingTooLarge, TemplateFails, chartFolder, fieldOf, renderTemplate } from "./evaluate.js";
import type { NamedTemplate, Rendering } from "./evaluate.js";
import { pathOf, withLettersAt } from "./given-values.js";
import { lettersValue, mergedMaps, newMap, textValue, truthOf } from "./template-value.js";
import type { TemplateMap, TemplateValue } from "./template-value.js";
import { templatesThatSpeak } from "./speaking-templates.js";

export interface Release {
  readonly name: Text;
  readonly namespace: Text;
}

export interface RenderedTemplate {
  readonly file: string;
  readonly text: Text;
}

export interface RenderedChart {
  readonly templates: readonly RenderedTemplate[];
  /** Bounds were reached, or a template fails: there may be more. */
  readonly isComplete: boolean;
}

/** How many nodes one rendering may take: a large chart has some ten thousand. */
const mostSteps = 150_000;

/** What the templates of a chart and its subcharts give for values, as far as they may hold images. */
export function renderChart(chart: Chart, given: TemplateMap, release: Release): RenderedChart {
  const rendering: Rendering = {
    templates: new Map(),
    fileOf: (folder, path) => chartAt(chart, folder)?.fileOf(path),
    read: (text) => sourceOf(text)?.source,
    steps: mostSteps,
    depth: 0,
    journal: [],
    jump: undefined,
    missing: new Set(),
  };
  // Of templates of one name the outermost chart's counts.
  for (const one of [...withSubcharts(chart)].reverse()) for (const { source } of one.templates) define(rendering.templates, source, source.nodes);
  const speaks = templatesThatSpeak(rendering.templates);
  const templates: RenderedTemplate[] = [];
  let isComplete = true;
  for (const { chart: one, values } of installed(chart, valuesOf(chart, given))) {
    for (const { file, source } of one.templates) {
      if (!isRendered(file) || !speaks(source)) continue;
      const root = rootOf(one, values, file, release);
      try {
        templates.push({ file, text: renderTemplate(rendering, source, root) });
      } catch (error) {
        if (!(error instanceof TemplateFails) && !(error instanceof RenderingTooLarge) && !(error instanceof RangeError)) throw error;
        isComplete = false;
      } finally {
        rendering.depth = 0;
        rendering.jump = undefined;
      }
    }
  }
  return { templates, isComplete };
}

/** A chart and all below it, outermost first. */
export function withSubcharts(chart: Chart): readonly Chart[] {
  return [chart, ...chart.dependencies.flatMap((dependency) => (dependency.chart === undefined ? [] : withSubcharts(dependency.chart)))];
}

function chartAt(chart: Chart, folder: string): Chart | undefined {
  return withSubcharts(chart).find((one) => one.folder === folder);
}

/** Partials and notes are no manifests (https://helm.sh/docs/chart_template_guide/named_templates/#partials-and-_-files). */
function isRendered(file: string): boolean {
  const name = posix.basename(file);
  return !name.startsWith("_") && !name.endsWith(".txt") && !name.endsWith(".md");
}

function define(templates: Map<string, NamedTemplate>, source: NamedTemplate["source"], nodes: readonly TemplateNode[]): void {
  for (const node of nodes) {
    if (node.kind === "define") {
      templates.set(node.name, { body: node.body, source });
      define(templates, source, node.body);
    } else if (node.kind === "if" || node.kind === "with" || node.kind === "range") {
      define(templates, source, node.then);
      define(templates, source, node.otherwise);
    }
  }
}

// ---------------------------------------------------------------------------------------------------------- values

/** The values that a chart's templates see: what is given over its own, with those of its subcharts below their names. */
export function valuesOf(chart: Chart, given: TemplateMap): TemplateMap {
  let values = withImports(chart, mergedMaps(given, chart.values));
  for (const { name, chart: subchart } of chart.dependencies) {
    if (subchart === undefined) continue;
    const own = fieldOf(values, name);
    const below = valuesOf(subchart, withGlobals(own.kind === "map" ? own : newMap(), values));
    values = { ...values, entries: new Map([...values.entries, [name, below]]) };
  }
  return values;
}

/** `global` of the chart above wins over that of a subchart (https://helm.sh/docs/chart_template_guide/subcharts_and_globals/#global-chart-values). */
function withGlobals(values: TemplateMap, above: TemplateMap): TemplateMap {
  const globals = fieldOf(above, "global");
  if (globals.kind !== "map") return values;
  const own = values.entries.get("global");
  return { ...values, entries: new Map([...values.entries, ["global", mergedMaps(globals, own?.kind === "map" ? own : newMap())]]) };
}

function withImports(chart: Chart, values: TemplateMap): TemplateMap {
  let made = values;
  for (const { name, chart: subchart, imports } of chart.dependencies) {
    if (subchart === undefined || imports.length === 0) continue;
    const own = fieldOf(made, name);
    const ofSubchart = mergedMaps(own.kind === "map" ? own : newMap(), subchart.values);
    for (const { child, parent } of imports) {
      const imported = child.reduce<TemplateValue>(fieldOf, ofSubchart);
      if (imported.kind !== "map") continue;
      made = mergedMaps(made, parent.length === 0 ? imported : withLettersAt(newMap(), parent, imported));
    }
  }
  return made;
}

/** The chart and those of its subcharts that may be switched on, with their values. */
function installed(chart: Chart, values: TemplateMap): readonly { readonly chart: Chart; readonly values: TemplateMap }[] {
  return [
    { chart, values },
    ...chart.dependencies.flatMap((dependency) => {
      const below = fieldOf(values, dependency.name);
      return dependency.chart === undefined || isSwitchedOff(dependency, values) ? [] : installed(dependency.chart, below.kind === "map" ? below : newMap());
    }),
  ];
}

/** https://helm.sh/docs/topics/charts/#tags-and-condition-fields-in-dependencies */
function isSwitchedOff({ conditions, tags }: Dependency, values: TemplateMap): boolean {
  for (const condition of conditions) {
    const value = pathOf(condition).reduce<TemplateValue>(fieldOf, values);
    if (value.kind === "boolean") return truthOf(value) === false;
    if (value.kind === "unknown" || value.kind === "ways") return false;
  }
  const switches = tags.map((tag) => fieldOf(fieldOf(values, "tags"), tag)).filter(({ kind }) => kind !== "nil");
  return switches.length > 0 && switches.every((value) => truthOf(value) === false);
}

/** https://helm.sh/docs/chart_template_guide/builtin_objects/ */
function rootOf(chart: Chart, values: TemplateMap, file: string, { name, namespace }: Release): TemplateMap {
  const either = (what: string): TemplateValue => ({ kind: "unknown", text: unknown(`.Release.${what} ${name.key}`, "whether a release is there already") });
  const folder = posix.basename(chart.folder);
  return newMap([
    ["Values", values],
    ["Chart", newMap([...chart.metadata.entries].map(([key, value]) => [`${key.charAt(0).toUpperCase()}${key.slice(1)}`, value]))],
    ["Release", newMap([["Name", textValue(name)], ["Namespace", textValue(namespace)], ["Service", lettersValue("Helm")], ["Revision", { kind: "unknown", text: derived("revision", [name]) }], ["IsInstall", either("IsInstall")], ["IsUpgrade", either("IsUpgrade")]])],
    ["Capabilities", newMap([["APIVersions", { kind: "object", object: "api versions" }], ["KubeVersion", newMap([["Version", lettersValue("v1.33.0")], ["GitVersion", lettersValue("v1.33.0")], ["Major", lettersValue("1")], ["Minor", lettersValue("33")]])], ["HelmVersion", newMap([["Version", lettersValue("v3.18.0")]])]])],
    ["Files", { kind: "object", object: "files" }],
    ["Template", newMap([["Name", lettersValue(`${folder}/templates/${posix.basename(file)}`)], ["BasePath", lettersValue(`${folder}/templates`)]])],
    ["Subcharts", newMap([], true)],
    [chartFolder, textValue(literal(chart.folder))],
  ]);
}
