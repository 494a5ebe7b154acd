import { literalText } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import type { Frame } from "../run.js";
import { chartFolderAt, chartIn } from "./chart-files.js";
import type { Chart } from "./chart.js";
import { newMap, textValue } from "./template-value.js";

/** A chart as a run packages it for others to install: it may have been edited before, and is given its versions. */
export interface ChartPackage {
  /** Relative to the project's root; undefined for one that is not known, which may be any. */
  readonly folder: string | undefined;
  /** Undefined where it is not known what is packaged. */
  readonly chart: Chart | undefined;
}

/** The versions that a package of a chart is given; what is undefined stays. */
export interface ChartVersions {
  readonly version: Text | undefined;
  readonly appVersion: Text | undefined;
}

/** `helm package`, or an action that does the same (https://helm.sh/docs/helm/helm_package/). */
export function packageChart(frame: Frame, name: Text | undefined, versions: ChartVersions, from: Text | undefined): void {
  const folder = name === undefined ? undefined : chartFolderAt(frame, name, from);
  // A name that is known, of no chart of the project, is another one's.
  if (folder === undefined && name !== undefined && literalText(name) !== undefined) return;
  const chart = folder === undefined ? undefined : chartIn(frame, folder);
  frame.run.chartPackages.push({ folder, chart: chart === undefined ? undefined : withVersions(chart, versions) });
}

/** A chart whose Chart.yaml says other versions. */
export function withVersions(chart: Chart, versions: ChartVersions): Chart {
  const given = Object.entries(versions).flatMap(([key, text]: readonly [string, Text | undefined]) => (text === undefined || text.key === "" ? [] : [[key, textValue(text)] as const]));
  return given.length === 0 ? chart : { ...chart, metadata: newMap([...chart.metadata.entries, ...given], chart.metadata.isOpen) };
}
