import { posix } from "node:path";
import { literal } from "../../values/text.js";
import type { ProjectFacts } from "../run.js";
import type { ScriptRoot } from "../script-roots.js";
import { scriptFrame } from "../shell/run-shell.js";
import { chartIndex } from "./chart-files.js";
import { chartKey, deployChart } from "./install.js";

/** How a chart's default is deployed, for people. */
export const chartDefault = "default of a chart";

/**
 * Charts that nothing in the project installs, outermost first: whoever installs them deploys their defaults, or what a file of
 * values beside them says.
 */
export function chartRoots(project: ProjectFacts, files: readonly string[]): readonly ScriptRoot[] {
  const speaking = new Set(files.filter((file) => project.facts(file)?.language === "helm" || isOfValues(file) || posix.basename(file) === "Chart.yaml"));
  const { folders, filesOf } = chartIndex(project.files);
  return folders.filter((folder) => !isOfAnother(folder, folders)).flatMap((folder): readonly ScriptRoot[] => {
    const own = filesOf.get(folder) ?? [];
    const parts = project.files.filter((file) => file === folder || file.startsWith(folder === "" ? "" : `${folder}/`));
    if (!parts.some((file) => speaking.has(file))) return [];
    const chart = posix.join(folder, "Chart.yaml");
    const root = (file: string, values: readonly string[], key: string): ScriptRoot => ({
      file,
      name: file,
      key,
      isChartDefault: true,
      run: (run) => {
        deployChart(
          scriptFrame(run, file),
          { chart: literal(`/${folder}`), release: undefined, values: [], files: values.map((one) => literal(`/${one}`)), folder: undefined, keepsEarlierValues: false, how: chartDefault },
          { file, start: 0, end: 0 },
        );
      },
    });
    const beside = own.filter((file) => isOfValues(file) && file !== posix.join(folder, "values.yaml"));
    return [...beside.slice(0, mostFiles).map((file) => root(file, [file], `values ${file}`)), root(chart, [], chartKey(folder))];
  });
}

const mostFiles = 20;

/** Whether a chart lies in the `charts/` of another one. */
function isOfAnother(folder: string, folders: readonly string[]): boolean {
  return folders.some((other) => other !== folder && folder.startsWith(other === "" ? "charts/" : `${other}/charts/`));
}

/** Files of values as people put them beside a chart, and chart-testing into `ci/`. */
function isOfValues(file: string): boolean {
  return /(?:^|\/)(?:values[\w.-]*|ci\/[\w.-]*values|[\w.-]*[-.]values)\.ya?ml$/u.test(file);
}
