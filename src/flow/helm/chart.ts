import { posix } from "node:path";
import type { Text } from "../../values/value.js";
import { literalText } from "../../values/text.js";
import { encodeText } from "../../values/encoding.js";
import { readTemplate } from "../../frontends/helm/read-template.js";
import type { TemplateSource } from "./evaluate.js";
import { fieldOf } from "./evaluate.js";
import { lettersOf, newMap } from "./template-value.js";
import type { TemplateMap, TemplateValue } from "./template-value.js";
import { valuesOfYaml } from "./yaml-values.js";

/** A chart of the project (https://helm.sh/docs/topics/charts/). */
export interface Chart {
  /** Relative to the project's root; empty for the root itself. */
  readonly folder: string;
  readonly metadata: TemplateMap;
  readonly values: TemplateMap;
  /** The texts below `templates/`, by their files. */
  readonly templates: readonly ChartTemplate[];
  /** The text of a file of the chart. */
  readonly fileOf: (path: string) => Text | undefined;
  /** Files that are neither templates nor values: a template may read them. */
  readonly otherFiles: readonly string[];
  readonly dependencies: readonly Dependency[];
  /** The text of values.schema.json. */
  readonly schema: string | undefined;
}

export interface ChartTemplate {
  readonly file: string;
  readonly source: TemplateSource;
  readonly isBroken: boolean;
}

export interface Dependency {
  /** Under which name the values of the chart are given: its alias, or its name. */
  readonly name: string;
  /** Undefined where it is not in the project, or is an archive. */
  readonly chart: Chart | undefined;
  readonly repository: string | undefined;
  /** Paths of values that switch it on or off. */
  readonly conditions: readonly string[];
  readonly tags: readonly string[];
  readonly imports: readonly ImportedValues[];
}

export interface ImportedValues {
  readonly child: readonly string[];
  readonly parent: readonly string[];
}

/** What a chart is read from. */
export interface ChartFiles {
  /** Of a path relative to the project's root. */
  readonly textOf: (path: string) => Text | undefined;
  /** The files that belong to a chart and to none below it, relative to the project's root. */
  readonly filesOf: (folder: string) => readonly string[];
  /** The folders of charts that lie below a chart. */
  readonly chartsBelow: (folder: string) => readonly string[];
}

const deepestCharts = 6;
const mostCharts = 100;

/** Reads a chart and those that it depends on, as far as they are in the project. */
export function readChart(files: ChartFiles, folder: string): Chart | undefined {
  return chartAt(files, folder, 0, { left: mostCharts });
}

function chartAt(files: ChartFiles, folder: string, depth: number, budget: { left: number }): Chart | undefined {
  const metadataText = files.textOf(posix.join(folder, "Chart.yaml"));
  if (metadataText === undefined || depth > deepestCharts || budget.left <= 0) return undefined;
  budget.left -= 1;
  const metadata = valuesOfYaml(metadataText);
  const valuesText = files.textOf(posix.join(folder, "values.yaml"));
  const schemaText = files.textOf(posix.join(folder, "values.schema.json"));
  const own = files.filesOf(folder);
  const inTemplates = (file: string): boolean => file.startsWith(folder === "" ? "templates/" : `${folder}/templates/`);
  return {
    folder,
    metadata,
    values: valuesText === undefined ? newMap() : valuesOfYaml(valuesText),
    templates: own.filter(inTemplates).flatMap((file) => {
      const text = files.textOf(file);
      const source = text === undefined ? undefined : sourceOf(text);
      return source === undefined ? [] : [{ file, source: source.source, isBroken: source.isBroken }];
    }),
    fileOf: (path) => files.textOf(posix.join(folder, path)),
    otherFiles: own.filter((file) => !inTemplates(file)),
    dependencies: dependenciesOf(files, folder, metadata, depth, budget),
    schema: schemaText === undefined ? undefined : literalText(schemaText),
  };
}

// ------------------------------------------------------------------------------------------------------- templates

const remembered = new Map<string, ReturnType<typeof readTemplate>>();
const memory = { letters: 0 };
const mostRemembered = 8_000_000;

/** A text as a template; each text is read once. */
export function sourceOf(text: Text): { readonly source: TemplateSource; readonly isBroken: boolean } | undefined {
  const encoded = encodeText(text);
  if (encoded === undefined) return undefined;
  const known = remembered.get(encoded.encoded) ?? readTemplate(encoded.encoded);
  if (memory.letters > mostRemembered) {
    remembered.clear();
    memory.letters = 0;
  }
  if (!remembered.has(encoded.encoded)) memory.letters += encoded.encoded.length;
  remembered.set(encoded.encoded, known);
  return { source: { text: encoded, nodes: known.nodes }, isBroken: known.problems.length > 0 };
}

// ---------------------------------------------------------------------------------------------------- dependencies

/** Those that Chart.yaml names (requirements.yaml, before Helm 3), then other charts that lie in `charts/`. */
function dependenciesOf(files: ChartFiles, folder: string, metadata: TemplateMap, depth: number, budget: { left: number }): readonly Dependency[] {
  const requirements = files.textOf(posix.join(folder, "requirements.yaml"));
  const lists = [metadata, ...(requirements === undefined ? [] : [valuesOfYaml(requirements)])].map((map) => fieldOf(map, "dependencies"));
  const entries = lists.flatMap((list) => (list.kind === "list" ? list.items : []));
  const taken = new Set<string>();
  const named = entries.flatMap((entry): readonly Dependency[] => {
    const name = lettersOf(fieldOf(entry, "name"));
    if (name === undefined) return [];
    const repository = lettersOf(fieldOf(entry, "repository"));
    const places = [posix.join(folder, "charts", name), ...(repository?.startsWith("file://") === true ? [posix.join(folder, repository.slice("file://".length))] : [])];
    const found = places.map((place) => place.replace(/\/$/u, "")).find((place) => !place.startsWith("..") && place !== folder && files.textOf(posix.join(place, "Chart.yaml")) !== undefined);
    if (found !== undefined) taken.add(found);
    return [{
      name: lettersOf(fieldOf(entry, "alias")) ?? name,
      chart: found === undefined ? undefined : chartAt(files, found, depth + 1, budget),
      repository,
      conditions: (lettersOf(fieldOf(entry, "condition")) ?? "").split(",").map((path) => path.trim()).filter((path) => path !== ""),
      tags: lettersIn(fieldOf(entry, "tags")),
      imports: importsIn(fieldOf(entry, "import-values")),
    }];
  });
  const others = files.chartsBelow(folder).filter((place) => !taken.has(place) && posix.dirname(place) === posix.join(folder, "charts"));
  return [...named, ...others.flatMap((place): readonly Dependency[] => {
    const chart = chartAt(files, place, depth + 1, budget);
    const name = chart === undefined ? undefined : lettersOf(fieldOf(chart.metadata, "name"));
    return [{ name: name ?? posix.basename(place), chart, repository: undefined, conditions: [], tags: [], imports: [] }];
  })];
}

function lettersIn(list: TemplateValue): readonly string[] {
  return list.kind === "list" ? list.items.flatMap((item) => lettersOf(item) ?? []) : [];
}

/** https://helm.sh/docs/topics/charts/#importing-child-values-via-dependencies */
function importsIn(list: TemplateValue): readonly ImportedValues[] {
  if (list.kind !== "list") return [];
  return list.items.flatMap((item): readonly ImportedValues[] => {
    const exported = lettersOf(item);
    if (exported !== undefined) return [{ child: ["exports", ...exported.split(".")], parent: [] }];
    const [child, parent] = [lettersOf(fieldOf(item, "child")), lettersOf(fieldOf(item, "parent"))];
    return child === undefined || parent === undefined ? [] : [{ child: child.split("."), parent: parent.split(".").filter((step) => step !== "" && step !== "." && parent !== ".") }];
  });
}

