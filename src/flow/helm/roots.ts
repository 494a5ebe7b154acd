import { posix } from "node:path";
import { literal } from "../../values/text.js";
import { newUnknown } from "../run.js";
import type { ProjectFacts, Run } from "../run.js";
import type { ScriptRoot } from "../script-roots.js";
import { scriptFrame } from "../shell/run-shell.js";
import { chartIn, chartIndex } from "./chart-files.js";
import type { Chart } from "./chart.js";
import { chartDefault, chartKey, deployChart, installKey } from "./install.js";
import { withVersions } from "./packages.js";
import type { ChartPackage } from "./packages.js";
import { isScalar } from "./template-value.js";

/** What the project's runs do with its charts before others install them. */
export interface ChartsPublished {
  readonly packages: readonly ChartPackage[];
  /** The folders of charts that are edited. */
  readonly edited: ReadonlySet<string>;
}

/**
 * The project's charts as others install them, outermost first: whoever installs one deploys its defaults, or what a file of
 * values beside them says. A chart that the project packages is installed as it is packaged.
 */
export function chartRoots(project: ProjectFacts, files: readonly string[], published: ChartsPublished): readonly ScriptRoot[] {
  const speaking = new Set(files.filter((file) => project.facts(file)?.language === "helm" || isOfValues(file) || posix.basename(file) === "Chart.yaml"));
  const { folders, filesOf } = chartIndex(project.files);
  return folders.filter((folder) => !isOfAnother(folder, folders)).flatMap((folder): readonly ScriptRoot[] => {
    const own = filesOf.get(folder) ?? [];
    const parts = project.files.filter((file) => file === folder || file.startsWith(folder === "" ? "" : `${folder}/`));
    if (!parts.some((file) => speaking.has(file))) return [];
    const file = posix.join(folder, "Chart.yaml");
    const beside = own.filter((one) => isOfValues(one) && one !== posix.join(folder, "values.yaml"));
    return [
      ...beside.slice(0, mostFiles).map((one) => chartRoot(one, folder, `values ${one}`, { values: [one] })),
      ...packagings(folder, published).map((packaging, index) => chartRoot(file, folder, `${chartKey(folder)}${index === 0 ? "" : ` ${index}`}`, packaging)),
    ];
  });
}

const mostFiles = 20;
const mostPackages = 4;

/** How a chart is installed by others. */
interface Packaging {
  /** Files of values. */
  readonly values?: readonly string[];
  /** Undefined for a chart as its files say. */
  readonly chart?: Chart;
  /** What it is packaged as is not seen. */
  readonly isUnseen?: true;
}

function packagings(folder: string, { packages, edited }: ChartsPublished): readonly Packaging[] {
  const own = packages.filter((one) => one.folder === folder || one.folder === undefined);
  if (own.some(({ chart }) => chart === undefined) || (own.length === 0 && edited.has(folder))) return [{ isUnseen: true }];
  const charts = new Map(own.flatMap(({ chart }) => (chart === undefined ? [] : [[versionsOf(chart), chart] as const])));
  return charts.size === 0 ? [{}] : [...charts.values()].slice(0, mostPackages).map((chart) => ({ chart }));
}

function versionsOf({ metadata }: Chart): string {
  return ["version", "appVersion"].map((key) => metadata.entries.get(key)).map((value) => (value !== undefined && isScalar(value) ? value.text.key : "")).join("\n");
}

function chartRoot(file: string, folder: string, key: string, { values = [], chart, isUnseen }: Packaging): ScriptRoot {
  return {
    file,
    name: file,
    key,
    chartDefault: { installed: values.length > 0 ? undefined : installKey(folder) },
    run: (run) => {
      const frame = scriptFrame(run, file);
      const packaged = isUnseen === true ? unseen(run, chartIn(frame, folder)) : chart;
      deployChart(
        frame,
        { chart: literal(`/${folder}`), packaged, release: undefined, values: [], files: values.map((one) => literal(`/${one}`)), folder: undefined, keepsEarlierValues: isUnseen === true, how: chartDefault },
        { file, start: 0, end: 0 },
      );
    },
  };
}

function unseen(run: Run, chart: Chart | undefined): Chart | undefined {
  const version = newUnknown(run, "the version that a chart is packaged with");
  return chart === undefined ? undefined : withVersions(chart, { version, appVersion: version });
}

/** Whether a chart lies in the `charts/` of another one. */
function isOfAnother(folder: string, folders: readonly string[]): boolean {
  return folders.some((other) => other !== folder && folder.startsWith(other === "" ? "charts/" : `${other}/charts/`));
}

/** Files of values as people put them beside a chart, and chart-testing into `ci/`. */
function isOfValues(file: string): boolean {
  return /(?:^|\/)(?:values[\w.-]*|ci\/[\w.-]*values|[\w.-]*[-.]values)\.ya?ml$/u.test(file);
}
