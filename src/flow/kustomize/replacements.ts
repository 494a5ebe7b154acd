import { derived, join, literal, literalText } from "../../values/text.js";
import { isTooLarge, itemsAt, lettersAt, textAt, textScalar, valueAt, withValue } from "../yaml-tree.js";
import type { YamlMap, YamlTree } from "../yaml-tree.js";
import { splitText } from "./cut.js";
import type { KustomizeObject } from "./objects.js";
import { matchesWhole, names, selects } from "./selectors.js";

export interface Replaced {
  readonly objects: readonly KustomizeObject[];
  /** Why kustomize would stop here. */
  readonly failures: readonly string[];
  /** Something is not known letter by letter. */
  readonly isUnclear: boolean;
}

/** One entry of `replacements`: a field of one object, or a given text, put into fields of others (kustomize's api/filters/replacement). */
export function replaceFields(objects: readonly KustomizeObject[], replacement: YamlTree): Replaced {
  const value = sourceValue(objects, replacement);
  if (typeof value === "string") return { objects, failures: [value], isUnclear: false };
  let isUnclear = value === undefined;
  const failures: string[] = [];
  const given = value ?? textScalar(derived("a replacement's source", [literal(JSON.stringify(lettersAt(valueAt(replacement, "source"), "name") ?? ""))]));
  let changed = objects;
  for (const target of itemsAt(replacement, "targets")) {
    changed = changed.map((object) => {
      const rejected = itemsAt(target, "reject").map((reject) => selects(reject, object));
      const selected = selects(valueAt(target, "select"), object);
      if (selected === "no" || rejected.includes("yes")) return object;
      if (selected === "unknown" || rejected.includes("unknown")) {
        isUnclear = true;
        return object;
      }
      const tree = withFields(object.tree, target, given, failures);
      return tree === object.tree ? object : { ...object, tree };
    });
  }
  return { objects: changed, failures, isUnclear };
}

/** Undefined: it is not known; a string: why there is none. */
function sourceValue(objects: readonly KustomizeObject[], replacement: YamlTree): YamlTree | string | undefined {
  const given = textAt(replacement, "sourceValue");
  if (given !== undefined) return textScalar(given);
  const source = valueAt(replacement, "source");
  if (source === undefined) return "a replacement without a source";
  const matches = objects.map((object) => ({ object, named: names(source, object) }));
  const found = matches.filter(({ named }) => named === "yes");
  if (matches.some(({ named }) => named === "unknown")) return undefined;
  const [only] = found;
  if (only === undefined) return "a replacement's source is not there";
  if (found.length > 1) return "a replacement has several sources";
  const path = fieldPath(lettersAt(source, "fieldPath") ?? "metadata.name");
  const value = path.reduce<YamlTree | undefined>((at, step) => (at?.kind === "list" ? itemAt(at.items, step) : valueAt(at, step)), only.object.tree);
  if (value === undefined) return only.object.tree.entries.length <= definitionEntries ? undefined : "the field of a replacement's source is not there";
  return refined(value, valueAt(source, "options"));
}

/** A custom resource definition that is cut to its name has no more. */
const definitionEntries = 3;

function itemAt(items: readonly YamlTree[], step: string): YamlTree | undefined {
  const [, key = "", wanted] = /^\[([^=\]]*)=(.*)\]$/su.exec(step) ?? [];
  return wanted === undefined ? items[Number(step)] : items.find((item) => matchesWhole(wanted, key === "" && item.kind === "scalar" ? literalText(item.text) : lettersAt(item, key)) === "yes");
}

/** One piece of a text between delimiters. */
function refined(value: YamlTree, options: YamlTree | undefined): YamlTree | string {
  const delimiter = lettersAt(options, "delimiter");
  if (delimiter === undefined || delimiter === "") return value;
  if (value.kind !== "scalar") return "a replacement cuts what is no text";
  const index = Number(lettersAt(options, "index") ?? "0");
  const pieces = splitText(value.text, delimiter);
  const piece = pieces[index];
  if (piece !== undefined && (pieces.length > 1 || literalText(value.text) !== undefined)) return { ...value, text: piece };
  return literalText(value.text) === undefined ? { ...value, text: derived(`piece ${index} between ${JSON.stringify(delimiter)}`, [value.text]) } : "a replacement's index is out of bounds";
}

// -------------------------------------------------------------------------------------------------------- targets

function withFields(tree: YamlMap, target: YamlTree, value: YamlTree, failures: string[]): YamlMap {
  const options = valueAt(target, "options");
  const isCreating = lettersAt(options, "create") === "true";
  const paths = itemsAt(target, "fieldPaths").flatMap((path) => (path.kind === "scalar" ? (literalText(path.text) ?? []) : []));
  let edited: YamlTree = tree;
  for (const path of paths.length === 0 ? ["metadata.name"] : paths) {
    const found = withField(edited, fieldPath(path), isCreating, (held) => put(held, value, options));
    // A definition is cut to its name; what is in a text of its own (JSON in a ConfigMap) holds no image.
    if (found === undefined && tree.entries.length > definitionEntries) failures.push(`a replacement's target ${path} is not there`);
    edited = found ?? edited;
  }
  return edited.kind !== "map" || (value.kind !== "scalar" && isTooLarge(edited)) ? tree : edited;
}

/** `spec.containers.[name=web].image`, `metadata.annotations.[a.b/c]`, `a\.b` (kyaml's SmarterPathSplitter). */
function fieldPath(path: string): readonly string[] {
  const steps = path.match(/\[[^\]]*\]|(?:\\\.|[^.])+/gu) ?? [];
  return steps.map((step) => (/^\[[^=]*\]$/u.test(step) ? step.slice(1, -1) : step.replaceAll("\\.", ".")));
}

/** The tree with a change at every place of a path; undefined where there is none. */
function withField(tree: YamlTree, path: readonly string[], isCreating: boolean, change: (held: YamlTree | undefined) => YamlTree): YamlTree | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return change(tree);
  switch (tree.kind) {
    case "map": {
      const held = valueAt(tree, step);
      if (step === "*") {
        const values = tree.entries.map((entry) => withField(entry.value, rest, isCreating, change));
        return values.every((value) => value === undefined) ? undefined : { ...tree, entries: tree.entries.map((entry, index) => ({ key: entry.key, value: values[index] ?? entry.value })) };
      }
      if (held === undefined && !isCreating) return undefined;
      const inside = held === undefined && rest.length === 0 ? change(undefined) : withField(held ?? { kind: "map", entries: [] }, rest, isCreating, change);
      return inside === undefined ? undefined : withValue(tree, literal(step), inside);
    }
    case "list": {
      const [, key = "", wanted] = /^\[([^=\]]*)=(.*)\]$/su.exec(step) ?? [];
      const isMeant = (item: YamlTree, index: number): boolean => {
        if (wanted === undefined) return step === "*" || (/^\d+$/u.test(step) && Number(step) === index);
        return matchesWhole(wanted, key === "" && item.kind === "scalar" ? literalText(item.text) : lettersAt(item, key)) === "yes";
      };
      const items = tree.items.map((item, index) => (isMeant(item, index) ? withField(item, rest, isCreating, change) : undefined));
      return items.every((item) => item === undefined) ? undefined : { ...tree, items: tree.items.map((item, index) => items[index] ?? item) };
    }
    case "scalar":
      // A text of its own language, which kustomize looks into.
      return tree;
    case "unknown":
      return undefined;
  }
}

function put(held: YamlTree | undefined, value: YamlTree, options: YamlTree | undefined): YamlTree {
  const delimiter = lettersAt(options, "delimiter");
  if (held?.kind !== "scalar" || value.kind !== "scalar") return value;
  if (delimiter === undefined || delimiter === "") return { ...held, text: value.text, place: value.place };
  const index = Number(lettersAt(options, "index") ?? "0");
  const pieces = splitText(held.text, delimiter);
  const known = pieces.length > 1 || literalText(held.text) !== undefined;
  if (!known) return { ...held, text: derived(`piece ${index} between ${JSON.stringify(delimiter)} replaced`, [held.text, value.text]), place: value.place };
  const all = index < 0 ? [value.text, ...pieces] : index >= pieces.length ? [...pieces, value.text] : pieces.map((piece, at) => (at === index ? value.text : piece));
  return { ...held, text: join(all.flatMap((text, at) => (at === 0 ? [{ text }] : [{ text: literal(delimiter) }, { text }]))), place: value.place };
}
