import { posix } from "node:path";
import { isText, join, literal, literalText } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { fileContent, projectFileAt } from "../files.js";
import type { Frame } from "../run.js";
import { readChart } from "./chart.js";
import type { Chart, ChartFiles } from "./chart.js";

/** The folder of a chart that a command names, relative to the project's root; undefined where the project has none there. */
export function chartFolderAt(frame: Frame, chart: Text, from: Text | undefined): string | undefined {
  const letters = literalText(chart);
  if (letters !== undefined && (/^\w+:\/\//u.test(letters) || letters.endsWith(".tgz"))) return undefined;
  const file = projectFileAt(frame, join([{ text: letters === "" ? literal(".") : chart }, { text: literal("/Chart.yaml") }]), from);
  if (file === undefined) return undefined;
  const folder = posix.dirname(file) === "." ? "" : posix.dirname(file);
  // `repository/chart` is a folder only where it is one from here.
  return letters !== undefined && /^[\w-]+\/[\w.-]+$/u.test(letters) && !`/${folder}`.endsWith(`/${letters}`) ? undefined : folder;
}

/** A chart with all its files as the run sees them: some may have been edited. */
export function chartIn(frame: Frame, folder: string): Chart | undefined {
  const { filesOf, folders } = chartIndex(frame.run.project.files);
  const files: ChartFiles = {
    textOf: (path) => {
      const content = fileContent(frame, literal(`/${path}`));
      return content !== undefined && isText(content) ? content : undefined;
    },
    filesOf: (one) => filesOf.get(one) ?? [],
    chartsBelow: (one) => folders.filter((other) => other !== one && (one === "" || other.startsWith(`${one}/`))),
  };
  return readChart(files, folder);
}

/** The charts of the project: which files belong to each of them. */
export interface ChartIndex {
  readonly folders: readonly string[];
  readonly filesOf: ReadonlyMap<string, readonly string[]>;
}

const indexes = new WeakMap<readonly string[], ChartIndex>();

export function chartIndex(files: readonly string[]): ChartIndex {
  const known = indexes.get(files) ?? indexOf(files);
  indexes.set(files, known);
  return known;
}

function indexOf(files: readonly string[]): ChartIndex {
  const folders = files.filter((file) => posix.basename(file) === "Chart.yaml").map((file) => (posix.dirname(file) === "." ? "" : posix.dirname(file)));
  const isChart = new Set(folders);
  const filesOf = new Map<string, string[]>(folders.map((folder) => [folder, []]));
  for (const file of folders.length === 0 ? [] : files) {
    let folder = file;
    do folder = posix.dirname(folder) === "." ? "" : posix.dirname(folder);
    while (folder !== "" && !isChart.has(folder));
    filesOf.get(folder)?.push(file);
  }
  return { folders, filesOf };
}
