import { literal, literalText } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { projectText } from "../files.js";
import type { Run } from "../run.js";
import { treesOf, withValue } from "../yaml-tree.js";
import type { YamlEntry, YamlMap, YamlTree } from "../yaml-tree.js";

/** The documents of a YAML file of the project; none if it cannot be read. */
export function treesOfFile(run: Run, file: string): readonly YamlTree[] {
  const text = run.project.readText(file);
  // What its comments say to ESLint counts for what is found in it.
  void run.project.facts(file);
  return text === undefined ? [] : treesOf(projectText(file, text)).trees;
}

export const emptyMap: YamlMap = { kind: "map", entries: [] };

/** The entries of a map by names that are known letter by letter; none of anything else. */
export function namedEntries(tree: YamlTree | undefined): readonly { readonly name: string; readonly key: Text; readonly value: YamlTree }[] {
  return (tree?.kind === "map" ? tree.entries : []).flatMap(({ key, value }) => {
    const name = literalText(key);
    return name === undefined ? [] : [{ name, key, value }];
  });
}

/** The items of a list; anything else is one item, and nothing is none. */
export function listOf(tree: YamlTree | undefined): readonly YamlTree[] {
  if (tree === undefined || (tree.kind === "scalar" && tree.type === "null")) return [];
  return tree.kind === "list" ? tree.items : [tree];
}

/** The texts in a list, or the one that stands for it. */
export function textsIn(tree: YamlTree | undefined): readonly Text[] {
  return listOf(tree).flatMap((item) => (item.kind === "scalar" && item.type !== "null" ? [item.text] : []));
}

/** As `textsIn`, where they are known letter by letter. */
export function lettersIn(tree: YamlTree | undefined): readonly string[] {
  return textsIn(tree).flatMap((text) => literalText(text) ?? []);
}

/** Maps one over the other, and so the maps in them; of anything else the one above counts. */
export function mergedMaps(below: YamlMap, above: YamlMap, depth = 0): YamlMap {
  const entries = new Map<string, YamlEntry>(below.entries.map((entry) => [entry.key.key, entry]));
  for (const { key, value } of above.entries) {
    const under = entries.get(key.key)?.value;
    const merged = under?.kind === "map" && value.kind === "map" && depth < deepestMerge ? mergedMaps(under, value, depth + 1) : value;
    entries.set(key.key, { key, value: merged });
  }
  return { kind: "map", entries: [...entries.values()], place: above.place ?? below.place };
}

const deepestMerge = 60;

/** A map with what is in another one and not in itself. */
export function withDefaults(map: YamlMap, defaults: YamlTree | undefined, keys: readonly string[]): YamlMap {
  return namedEntries(defaults).reduce((filled, { name, key, value }) => (keys.includes(name) && !filled.entries.some((entry) => entry.key.key === name) ? withValue(filled, key, value) : filled), map);
}

/** Lines one below the other: commands that one shell runs. */
export function linesOf(texts: readonly Text[]): readonly { readonly text: Text }[] {
  return texts.flatMap((text) => [{ text }, { text: literal("\n") }]);
}
