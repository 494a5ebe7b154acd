import { join, literal, literalText } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { printTrees } from "../yaml-text.js";
import { treesOf } from "../yaml-tree.js";
import type { YamlScalar, YamlTree } from "../yaml-tree.js";
import { newList, newMap, nil } from "./template-value.js";
import type { TemplateMap, TemplateScalar, TemplateValue } from "./template-value.js";

/** The first document of a YAML text; a map that may hold anything where it is none. */
export function valuesOfYaml(text: Text): TemplateMap {
  const { trees, problems } = treesOf(text);
  const [tree] = trees;
  const value = tree === undefined ? nil : valueOfTree(tree);
  if (value.kind === "map") return problems.length === 0 ? value : { ...value, isOpen: true };
  // An empty file gives no values; anything else is no file of values.
  return newMap([], value.kind !== "nil");
}

/** As `fromYaml` gives it: the first document, whatever it is. */
export function valueOfTree(tree: YamlTree): TemplateValue {
  switch (tree.kind) {
    case "map":
      return newMap(tree.entries.map(({ key, value }) => [literalText(key) ?? key.key, valueOfTree(value)]), tree.entries.some(({ key }) => literalText(key) === undefined));
    case "list":
      return newList(tree.items.map(valueOfTree));
    case "scalar":
      return valueOfScalar(tree);
    case "unknown":
      return { kind: "unknown", text: tree.text };
  }
}

/** Helm reads YAML by way of JSON: `1.10` is the number 1.1. */
function valueOfScalar({ text, type }: YamlScalar): TemplateScalar {
  if (type === "null") return nil;
  if (type !== "number") return { kind: type, text };
  const letters = literalText(text) ?? "";
  const isWhole = /^[-+]?\d+$/u.test(letters);
  const number = String(Number(letters));
  return { kind: "number", text: isWhole || number === letters || number === "NaN" ? text : literal(number, text.kind === "literal" ? text.source : undefined) };
}

/** `toYaml`: the value as YAML, without a line break at its end. */
export function yamlOf(value: TemplateValue): Text {
  const tree = treeOfValue(value, 0);
  if (tree.kind === "unknown") return tree.text;
  const text = printTrees([tree]);
  const plain = text.kind === "joined" ? text.parts : [{ text }];
  const last = plain.at(-1)?.text;
  if (last?.kind !== "literal" || !last.text.endsWith("\n")) return text;
  return join([...plain.slice(0, -1), { text: literal(last.text.replace(/\n$/u, ""), last.source) }]);
}

const deepestTree = 60;

function treeOfValue(value: TemplateValue, depth: number): YamlTree {
  if (depth > deepestTree) return { kind: "scalar", text: literal("null"), type: "null" };
  switch (value.kind) {
    case "map":
      return { kind: "map", entries: [...value.entries].sort(([left], [right]) => (left < right ? -1 : 1)).map(([key, inner]) => ({ key: literal(key), value: treeOfValue(inner, depth + 1) })) };
    case "list":
      return { kind: "list", items: value.items.map((item) => treeOfValue(item, depth + 1)) };
    case "nil":
      return { kind: "scalar", text: literal("null"), type: "null" };
    case "text":
    case "number":
    case "boolean":
      return { kind: "scalar", text: withUse(value), type: value.kind === "text" ? "text" : value.kind };
    case "unknown":
      return { kind: "unknown", text: withUse(value) };
    case "ways":
      return treeOfValue(value.ways.find((way) => way.kind !== "nil") ?? nil, depth);
    case "object":
      return { kind: "map", entries: [] };
  }
}

function withUse({ text, origin }: { readonly text: Text; readonly origin?: TemplateScalar["origin"] }): Text {
  return origin === undefined ? text : join([{ text, use: origin }]);
}
