import { posix } from "node:path";
import { werfChart } from "../../models/werf.js";
import { literalText, placeOf } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import { projectText } from "../files.js";
import { textsIn } from "../pipelines/trees.js";
import type { ProjectFacts } from "../run.js";
import { lettersAt, treesOf, valueAt } from "../yaml-tree.js";

/** An image of a `werf.yaml`. */
export interface WerfImage {
  readonly name: string;
  /** As it is written. */
  readonly text: Text;
  readonly place: Place;
}

/** What a `werf.yaml` says. */
export interface WerfConfiguration {
  readonly file: string;
  readonly images: readonly WerfImage[];
  /** Whether these are all: the file is no template, and none is named by what is not known. */
  readonly isComplete: boolean;
  /** Of the chart, relative to the project's root. */
  readonly chart: string;
}

/** Reads a `werf.yaml`, whose documents are the project's own settings and one for each image, or several of one kind. */
export function werfConfiguration(project: ProjectFacts, file: string): WerfConfiguration {
  const text = project.readText(file) ?? "";
  const { trees, problems } = treesOf(projectText(file, text));
  const images = trees.flatMap((tree) => textsIn(valueAt(tree, "image"))).flatMap((one) => {
    const name = literalText(one);
    return name === undefined || name.includes("{{") ? [] : [{ name, text: one, place: placeOf(one) ?? { file, start: 0, end: 0 } }];
  });
  const folder = trees.flatMap((tree) => lettersAt(valueAt(tree, "deploy"), "helmChartDir") ?? [])[0] ?? werfChart;
  const chart = posix.normalize(posix.join(posix.dirname(file), folder)).replace(/\/$/u, "");
  // Images of other files are put in by templates; what is artifacts of old is no image of a chart's.
  return { file, images, isComplete: problems.length === 0 && !text.includes("{{") && valueAt(trees[0], "includes") === undefined, chart };
}
