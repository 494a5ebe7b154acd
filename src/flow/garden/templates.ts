import { imageOutputs } from "../../models/garden.js";
import { hole, join, literal } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { withMarks } from "../pipelines/marks.js";
import { valueAt } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";
import type { GardenAction } from "./actions.js";

/** An image that Garden builds: its name, and the version of the sources that it is tagged with. */
export interface GardenImage {
  readonly name: Text;
  readonly version: Text;
}

/** What the templates of an action may name. */
export interface GardenScope {
  readonly images: ReadonlyMap<string, GardenImage>;
  readonly action: GardenAction;
}

export function referenceOf({ name, version }: GardenImage): Text {
  return join([{ text: name }, { text: literal(":") }, { text: version }]);
}

/** A tree with values in the place of templates, `${var.name}` (https://docs.garden.io/reference/template-strings). */
export function withGardenValues(tree: YamlTree, scope: GardenScope, depth = 0): YamlTree {
  if (depth > deepest) return tree;
  switch (tree.kind) {
    case "map":
      return { ...tree, entries: tree.entries.map(({ key, value }) => ({ key, value: withGardenValues(value, scope, depth + 1) })) };
    case "list":
      return { ...tree, items: tree.items.map((item) => withGardenValues(item, scope, depth + 1)) };
    case "scalar":
      return tree.type === "text" ? { ...tree, text: filledIn(tree.text, scope) } : tree;
    case "unknown":
      return tree;
  }
}

const deepest = 60;

/** A text with values in the place of templates. */
export function filledIn(text: Text, scope: GardenScope, depth = 0): Text {
  return withMarks(text, /\$\{([^{}]*)\}/gu, ([, expression = ""]) => valueOf(expression.trim(), scope, depth));
}

function valueOf(expression: string, { images, action }: GardenScope, depth: number): Text {
  const [, build = "", output = ""] = /^(?:actions\.build|modules)\.([\w-]+)\.(?:outputs\.)?([\w-]+)\??$/u.exec(expression.replace(/\[["']([\w-]+)["']\]/gu, ".$1")) ?? [];
  const image = images.get(build);
  if (image !== undefined) {
    const what = imageOutputs.get(output);
    if (what !== undefined) return what === "name" ? image.name : referenceOf(image);
    if (output === "version") return image.version;
  }
  const [, variable] = /^(?:var|variables)\.([\w-]+)$/u.exec(expression) ?? [];
  const own = variable === undefined ? undefined : valueAt(valueAt(action.tree, "variables"), variable);
  if (own?.kind === "scalar" && depth < deepestVariable) return filledIn(own.text, { images, action }, depth + 1);
  return hole(`garden ${expression} of ${action.file}`, { kind: "environment", name: expression });
}

/** Variables in variables. */
const deepestVariable = 4;
