import { literal } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { writeFile } from "../files.js";
import type { Frame } from "../run.js";
import { printTrees } from "../yaml-text.js";
import type { YamlTree } from "../yaml-tree.js";

/** Values that a tool's configuration holds for a chart, as the file in which the tool hands them to Helm; gives its path. */
export function valuesFile(frame: Frame, name: string, values: YamlTree | undefined): readonly Text[] {
  if (values?.kind !== "map") return [];
  const path = literal(`/values of ${name}.yaml`);
  writeFile(frame, path, printTrees([values]));
  return [path];
}
