import type { BakeFile } from "../../facts/bake.js";
import { isBakeJson } from "../../models/bake.js";
import { encodeText } from "../../values/encoding.js";
import type { EncodedText } from "../../values/encoding.js";
import { isText, join, literalText, placeOf } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import { fileContent, projectFileAt } from "../files.js";
import { newUnknown } from "../run.js";
import type { Frame } from "../run.js";
import { treesOf } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";
import { nothingKnown, type BakeValue } from "./values.js";

/** One file of bake. */
export type FoundBakeFile =
  | { readonly kind: "hcl"; readonly file: string; readonly bake: BakeFile; readonly source: EncodedText }
  | { readonly kind: "json"; readonly tree: YamlTree }
  | { readonly kind: "compose"; readonly path: Text };

/** A file that bake is told to read, or looks for; undefined where the project has none of that name. */
export function findBakeFile(frame: Frame, path: Text, folder: Text | undefined): FoundBakeFile | undefined {
  const content = fileContent(frame, path, folder);
  const file = projectFileAt(frame, path, folder);
  if (content === undefined || !isText(content)) return undefined;
  // One that a program has written.
  if (file === undefined) return isBakeJson(literalText(path) ?? "") ? jsonFile(content) : undefined;
  if (placeOf(content)?.file !== file) return undefined;
  if (/\.ya?ml$/u.test(file)) return { kind: "compose", path };
  if (isBakeJson(file)) return jsonFile(content);
  const bake = frame.run.project.facts(file)?.bake;
  const source = encodeText(content);
  return bake === undefined || source === undefined ? undefined : { kind: "hcl", file, bake, source };
}

function jsonFile(content: Text): FoundBakeFile | undefined {
  const [tree] = treesOf(content).trees;
  return tree === undefined ? undefined : { kind: "json", tree };
}

/** A value of a JSON file, whose texts may hold `${…}` (https://docs.docker.com/build/bake/reference/#file-format). */
export function valueOfTree(frame: Frame, tree: YamlTree | undefined, valueOf: (name: string) => BakeValue | undefined): BakeValue {
  switch (tree?.kind) {
    case "scalar":
      if (tree.type === "null") return { kind: "null" };
      if (tree.type === "boolean") return { kind: "boolean", value: literalText(tree.text) === "true" };
      return { kind: "text", text: filledIn(frame, tree.text, valueOf), place: tree.place };
    case "list":
      return { kind: "list", items: tree.items.map((item) => valueOfTree(frame, item, valueOf)) };
    case "map":
      return {
        kind: "map",
        entries: new Map(tree.entries.map(({ key, value }) => [literalText(key) ?? "", valueOfTree(frame, value, valueOf)])),
        keys: new Map(tree.entries.map(({ key }) => [literalText(key) ?? "", placeOf(key)] as const).filter((entry): entry is readonly [string, Place] => entry[1] !== undefined)),
      };
    default:
      return nothingKnown;
  }
}

/** Of the templates of HCL, those that are the name of a variable. */
function filledIn(frame: Frame, text: Text, valueOf: (name: string) => BakeValue | undefined): Text {
  const source = encodeText(text);
  if (source === undefined || !source.encoded.includes("${")) return text;
  const parts: { readonly text: Text }[] = [];
  let from = 0;
  for (const match of source.encoded.matchAll(/\$\{([^{}]*)\}/gu)) {
    const value = valueOf((match[1] ?? "").trim());
    parts.push({ text: source.at(from, match.index) }, { text: value?.kind === "text" ? value.text : newUnknown(frame.run, "a template of a bake file") });
    from = match.index + match[0].length;
  }
  return join([...parts, { text: source.at(from, source.encoded.length) }]);
}
