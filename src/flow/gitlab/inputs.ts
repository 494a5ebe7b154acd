import { hole, literal, literalText } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { withMarks } from "../pipelines/marks.js";
import { valueAt } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";

/**
 * A file's tree with its inputs put in where it reads them, `$[[ inputs.name ]]` (https://docs.gitlab.com/ci/inputs/). Without a value of
 * whoever includes it an input has its default; without that, it is what somebody gives.
 */
export function withInputs(tree: YamlTree, declared: YamlTree | undefined, given: YamlTree | undefined, file: string): YamlTree {
  if (declared === undefined) return tree;
  const inputOf = (name: string): YamlTree => valueAt(given, name) ?? valueAt(valueAt(declared, name), "default") ?? { kind: "scalar", type: "text", text: hole(`input ${name} of ${file}`, { kind: "parameter", name: `inputs.${name}` }) };
  return inTree(tree, inputOf, 0);
}

function inTree(tree: YamlTree, inputOf: (name: string) => YamlTree, depth: number): YamlTree {
  switch (tree.kind) {
    case "map":
      return { ...tree, entries: tree.entries.map(({ key, value }) => ({ key: inText(key, inputOf), value: depth > deepest ? value : inTree(value, inputOf, depth + 1) })) };
    case "list":
      return { ...tree, items: depth > deepest ? tree.items : tree.items.map((item) => inTree(item, inputOf, depth + 1)) };
    case "unknown":
      return tree;
    case "scalar": {
      // One mark alone is the input's value, whatever it is.
      const [, only] = /^\s*\$\[\[\s*inputs\.([\w-]+)\s*\]\]\s*$/u.exec(literalText(tree.text) ?? "") ?? [];
      return only === undefined ? { ...tree, text: inText(tree.text, inputOf) } : inputOf(only);
    }
  }
}

const deepest = 100;
const mark = /\$\[\[\s*inputs\.([\w-]+)\s*(\|[^\]]*)?\]\]/gu;

/** Functions behind a name (`| truncate(0,8)`) make another text of it. */
function inText(text: Text, inputOf: (name: string) => YamlTree): Text {
  return withMarks(text, mark, ([whole, name, functions]) => {
    const value = inputOf(name ?? "");
    if (functions !== undefined && functions.trim() !== "| expand_vars") return hole(`input ${whole} of ${value.kind === "scalar" ? value.text.key : ""}`, { kind: "unknown", reason: "what a function makes of an input" });
    return value.kind === "scalar" ? value.text : literal("");
  });
}
