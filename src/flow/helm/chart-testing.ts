import { posix } from "node:path";
import { encodeText } from "../../values/encoding.js";
import { isText, join, literal, literalText } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { fileContent, pathInFolder } from "../files.js";
import type { Frame } from "../run.js";
import { itemsAt, textAt, treesOf } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";
import { chartFolderAt, chartIndex } from "./chart-files.js";

export interface ChartTesting {
  readonly charts: readonly Text[];
  readonly folders: readonly Text[];
  readonly configuration: Text | undefined;
  /** Further arguments for helm, each a text of several words. */
  readonly arguments: readonly Text[];
}

const mostLines = 60;

/**
 * The lines of helm by which chart-testing installs charts: each with every file of values in its `ci` folder, or with none
 * (https://github.com/helm/chart-testing/blob/main/doc/ct_install.md).
 */
export function chartTestingLines(frame: Frame, testing: ChartTesting, folder: Text | undefined): readonly (readonly { readonly text: Text }[])[] {
  const configuration = configurationOf(frame, testing.configuration, folder);
  const named = [...testing.charts, ...itemTexts(configuration, "charts")].flatMap((chart) => chartFolderAt(frame, chart, folder) ?? []);
  const folders = [...testing.folders, ...itemTexts(configuration, "chart-dirs")];
  const found = named.length > 0 ? named : chartsIn(frame, folders.length > 0 ? folders : [literal("charts")], folder);
  const given = [...testing.arguments, ...["helm-extra-args", "helm-extra-set-args"].flatMap((key) => textAt(configuration, key) ?? [])].flatMap(wordsOf);
  return found
    .flatMap((chart) => valuesFilesOf(frame, chart).map((file) => {
      const values = file === undefined ? [] : [literal("--values"), literal(`/${file}`)];
      return [literal("helm"), literal("install"), literal("chart-testing"), literal(`/${chart}`), ...values, ...given].map((text) => ({ text }));
    }))
    .slice(0, mostLines);
}

/** What it looks for by itself: https://github.com/helm/chart-testing#configuration */
const configurationNames: readonly string[] = ["ct.yaml", ".ct/ct.yaml", ".github/ct.yaml"];

function configurationOf(frame: Frame, file: Text | undefined, folder: Text | undefined): YamlTree | undefined {
  for (const name of file === undefined ? configurationNames.map((one) => literal(one)) : [file]) {
    const content = file === undefined ? fileContent(frame, pathInFolder(name, folder)) : fileContent(frame, name, folder);
    if (content !== undefined && isText(content)) return treesOf(content).trees[0];
  }
  return undefined;
}

function itemTexts(tree: YamlTree | undefined, key: string): readonly Text[] {
  return itemsAt(tree, key).flatMap((item) => (item.kind === "scalar" ? [item.text] : []));
}

/** The charts that lie directly in folders. */
function chartsIn(frame: Frame, folders: readonly Text[], from: Text | undefined): readonly string[] {
  const names = folders.flatMap((folder) => literalText(pathInFolder(folder, from)) ?? []).map((name) => posix.normalize(name).replace(/^\/|\/$/gu, ""));
  return chartIndex(frame.run.project.files).folders.filter((chart) => names.includes(posix.dirname(chart) === "." ? "" : posix.dirname(chart)) || (names.includes(".") && !chart.includes("/")));
}

function valuesFilesOf(frame: Frame, chart: string): readonly (string | undefined)[] {
  const files = (chartIndex(frame.run.project.files).filesOf.get(chart) ?? []).filter((file) => posix.dirname(file) === posix.join(chart, "ci") && file.endsWith("values.yaml"));
  return files.length === 0 ? [undefined] : files;
}

/** Words between blanks. */
function wordsOf(text: Text): readonly Text[] {
  const source = encodeText(text);
  return source === undefined ? [] : [...source.encoded.matchAll(/\S+/gu)].map((match) => join([{ text: source.at(match.index, match.index + match[0].length) }]));
}
