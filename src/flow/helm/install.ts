import { choice, isText, join, literal } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import { fileContent } from "../files.js";
import { deployManifests } from "../manifests.js";
import { newUnknown } from "../run.js";
import type { Frame } from "../run.js";
import type { Chart } from "./chart.js";
import { chartFolderAt, chartIn } from "./chart-files.js";
import { overlaid, withGivenValues } from "./given-values.js";
import type { GivenValue } from "./given-values.js";
import { deployGivenImages } from "./guess.js";
import { recordDeadValues } from "./overrides.js";
import { renderChart, valuesOf, withSubcharts } from "./render.js";
import type { RenderedChart } from "./render.js";
import { newMap } from "./template-value.js";
import type { TemplateMap, TemplateValue } from "./template-value.js";
import { valuesOfYaml } from "./yaml-values.js";

/** A chart with the values that it is installed with. */
export interface ChartInstall {
  readonly chart: Text | undefined;
  readonly release: Text | undefined;
  readonly values: readonly GivenValue[];
  readonly files: readonly Text[];
  /** Values that come before all files: those that a tool writes into one. */
  readonly written?: TemplateMap | undefined;
  /** The chart as it has been packaged, where that is not what its files say. */
  readonly packaged?: Chart | undefined;
  /** The folder that the command runs in. */
  readonly folder: Text | undefined;
  /** Values of an earlier installation may be kept: `--reuse-values`. */
  readonly keepsEarlierValues: boolean;
  readonly how: string;
}

/** The name of a chart that is a part of one which a root has installed, among what roots have executed. */
export function chartKey(folder: string): string {
  return `chart ${folder}`;
}

/** The name of the installation of a chart, among what roots have executed. */
export function installKey(folder: string): string {
  return `${installs}${folder}`;
}

export function isInstallKey(key: string): boolean {
  return key.startsWith(installs);
}

const installs = "installation of ";

/** How a chart's default is deployed, for people. */
export const chartDefault = "default of a chart";

/**
 * A chart is installed: the images of its templates are deployed. Of one that is not in the project, those that its values
 * name. Gives how much of what is deployed is seen.
 */
export function deployChart(frame: Frame, install: ChartInstall, place: Place): "all" | "part" | "given" {
  const rendering = renderInstall(frame, install, place);
  if (rendering === undefined) {
    deployGivenImages(frame, install, place);
    return "given";
  }
  rendering.recordDeployed(frame);
  for (const { text } of rendering.templates) deployManifests(frame, text, place, install.how);
  return rendering.isComplete ? "all" : "part";
}

/** `helm template`: what is printed; undefined for a chart that is not in the project. */
export function printChart(frame: Frame, install: ChartInstall, place: Place): Text | undefined {
  const rendering = renderInstall(frame, install, place);
  if (rendering === undefined) return undefined;
  rendering.recordDeployed(frame);
  return printed(rendering);
}

/** A chart's manifests as one text. */
export function printed({ templates }: RenderedChart): Text {
  return join(templates.flatMap(({ text }) => [{ text: literal("\n---\n") }, { text }]));
}

export interface InstallRendering extends RenderedChart {
  /** Records that the chart is installed, and which of the given values nothing reads, in the frame in which the manifests are deployed. */
  readonly recordDeployed: (frame: Frame) => void;
}

/** Renders a chart for an installation; undefined for a chart that is not in the project. */
export function renderInstall(frame: Frame, install: ChartInstall, place: Place): InstallRendering | undefined {
  const folder = install.chart === undefined ? undefined : chartFolderAt(frame, install.chart, install.folder);
  const chart = install.packaged ?? (folder === undefined ? undefined : chartIn(frame, folder));
  if (chart === undefined) return undefined;
  const all = withSubcharts(chart);
  const files = [...(install.written === undefined ? [] : [{ values: install.written }]), ...valuesFiles(frame, install)];
  const given = valuesGiven(frame, chart, install, files);
  const release = { name: install.release ?? newUnknown(frame.run, "the name of a release"), namespace: newUnknown(frame.run, "the namespace of a release") };
  const rendered = renderChart(chart, given, release);
  const isComplete = rendered.isComplete && all.every(({ templates, dependencies }) => templates.every(({ isBroken }) => !isBroken) && dependencies.every((dependency) => dependency.chart !== undefined));
  const recordDeployed = (there: Frame): void => {
    // What others install of the project is the chart, and not what it is made of.
    for (const one of all) if (one !== chart) there.run.executed.add(chartKey(one.folder));
    if (install.how !== chartDefault) there.run.executed.add(installKey(chart.folder));
    recordDeadValues(there, { chart, install, files: files.flatMap(({ values }) => values ?? []), given, release, rendered, place });
  };
  return { templates: rendered.templates, isComplete, recordDeployed };
}

interface ValuesFile {
  /** Undefined for one that is not in the project. */
  readonly values: TemplateMap | undefined;
}

function valuesFiles(frame: Frame, { files, folder }: ChartInstall): readonly ValuesFile[] {
  return files.map((file) => {
    const content = fileContent(frame, file, folder);
    return { values: content === undefined || !isText(content) ? undefined : valuesOfYaml(content) };
  });
}

/** All that is given, in Helm's order: files, then options. What may be given beside leaves no part of a reference certain. */
function valuesGiven(frame: Frame, chart: Chart, install: ChartInstall, files: readonly ValuesFile[]): TemplateMap {
  const ofFiles = files.reduce((values, { values: later }) => (later === undefined ? values : overlaid(values, later)), newMap());
  const isOpen = install.keepsEarlierValues || files.some(({ values }) => values === undefined || values.isOpen);
  const withOptions = (values: TemplateMap): TemplateMap => withGivenValues(values, install.values, (file) => {
    const content = fileContent(frame, file, install.folder);
    return content !== undefined && isText(content) ? content : undefined;
  });
  const given = withOptions(isOpen ? opened(frame, valuesOf(chart, ofFiles)) : ofFiles);
  return given.isOpen || install.values.some(({ key }) => key === undefined) ? opened(frame, valuesOf(chart, given)) : given;
}

/** The values of a chart where others may have been given: each part of a reference may be another one. */
function opened(frame: Frame, values: TemplateMap): TemplateMap {
  const open = (value: TemplateValue, key: string): TemplateValue => {
    switch (value.kind) {
      case "map":
        return newMap([...value.entries].map(([name, inner]) => [name, open(inner, name)]), value.isOpen);
      case "list":
        return { ...value, items: value.items.map((item) => open(item, key)) };
      case "text":
      case "number": {
        if (!/image|tag|repo|registry|version|digest|polic/iu.test(key)) return value;
        const either = choice([value.text, newUnknown(frame.run, "values that are not in the project")]);
        return isText(either) ? { kind: "text", text: either } : value;
      }
      default:
        return value;
    }
  };
  return newMap([...values.entries].map(([name, inner]) => [name, open(inner, name)]), false);
}


