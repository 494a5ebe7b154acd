import { mergeKeys, nativeGroups } from "../../models/kustomize.js";
import { literal } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { isTooLarge, lettersAt, textAt, treesOf, valueAt, withoutKey, withValue } from "../yaml-tree.js";
import type { YamlEntry, YamlList, YamlMap, YamlTree } from "../yaml-tree.js";
import { kindOf } from "./objects.js";

/** What a patch says: operations (RFC 6902), or pieces of objects. */
export type Patch =
  | { readonly kind: "operations"; readonly operations: readonly YamlTree[]; readonly isUnclear: boolean }
  | { readonly kind: "pieces"; readonly pieces: readonly YamlMap[]; readonly isUnclear: boolean };

export function readPatch(text: Text): Patch {
  const { trees, problems } = treesOf(text);
  const [first] = trees;
  if (first?.kind === "list") return { kind: "operations", operations: first.items, isUnclear: problems.length > 0 };
  const pieces = trees.filter((tree) => tree.kind === "map");
  return { kind: "pieces", pieces, isUnclear: problems.length > 0 || trees.some((tree) => tree.kind === "unknown") };
}

// ---------------------------------------------------------------------------------------------- strategic merging

/**
 * A piece of an object merged into it (kyaml's merge2, with Kubernetes' merge keys): maps key by key, `null` takes away,
 * lists of containers and the like item by item where the kind is Kubernetes' own, others as a whole; `$patch: delete`
 * and `$patch: replace` do as they say. Kind, name and namespace stay. Undefined: the object is taken away.
 */
export function mergePatch(object: YamlMap, piece: YamlMap): YamlMap | undefined {
  const isNative = nativeGroups.has(kindOf(object).group);
  const merged = merge(object, piece, isNative);
  if (merged?.kind !== "map") return undefined;
  const metadata = valueAt(merged, "metadata");
  const own = valueAt(object, "metadata");
  const kept = metadata?.kind === "map" ? ["name", "namespace"].reduce((edited, key) => withOwn(edited, own, key), metadata) : metadata;
  const identified = kept === undefined ? merged : withValue(merged, literal("metadata"), kept);
  return ["apiVersion", "kind"].reduce((edited, key) => withOwn(edited, object, key), identified);
}

function withOwn(edited: YamlMap, own: YamlTree | undefined, key: string): YamlMap {
  const value = valueAt(own, key);
  return value === undefined ? withoutKey(edited, key) : withValue(edited, literal(key), value);
}

function merge(held: YamlTree | undefined, patch: YamlTree, isNative: boolean, key = ""): YamlTree | undefined {
  if (patch.kind === "scalar" && patch.type === "null") return undefined;
  const directive = lettersAt(patch, "$patch");
  if (directive === "delete") return undefined;
  if (patch.kind === "map") return held?.kind === "map" && directive !== "replace" ? mergeMaps(held, patch, isNative) : mergeMaps({ kind: "map", entries: [], place: patch.place }, patch, isNative);
  if (patch.kind === "list" && isNative) {
    const by = mergeKeys[key]?.find((candidate) => patch.items.every((item) => valueAt(item, candidate) !== undefined || lettersAt(item, "$patch") !== undefined));
    if (by !== undefined) return mergeLists(held?.kind === "list" ? held : { kind: "list", items: [] }, patch, by, isNative);
  }
  return patch;
}

function mergeMaps(held: YamlMap, patch: YamlMap, isNative: boolean): YamlMap {
  const byKey = new Map<string, YamlEntry>(held.entries.map((entry) => [entry.key.key, entry]));
  for (const { key, value } of patch.entries) {
    if (key.key.startsWith("$")) continue;
    const before = byKey.get(key.key);
    const merged = merge(before?.value, value, isNative, key.key);
    if (merged === undefined) byKey.delete(key.key);
    else byKey.set(key.key, { key: before?.key ?? key, value: merged });
  }
  return { ...held, entries: [...byKey.values()] };
}

/** Items with the same key are merged in their place; new ones stand before the others. */
function mergeLists(held: YamlList, patch: YamlList, by: string, isNative: boolean): YamlTree {
  const isReplaced = patch.items.some((item) => lettersAt(item, "$patch") === "replace" && valueAt(item, by) === undefined);
  const pieces = patch.items.filter((item) => valueAt(item, by) !== undefined);
  const byKey = new Map(pieces.map((piece) => [textAt(piece, by)?.key ?? "", piece]));
  const items = (isReplaced ? [] : held.items).flatMap((item) => {
    const key = textAt(item, by)?.key ?? "";
    const piece = byKey.get(key);
    byKey.delete(key);
    return piece === undefined ? [item] : (merge(item, piece, isNative) ?? []);
  });
  const added = [...byKey.values()].flatMap((piece) => merge(undefined, piece, isNative) ?? []);
  return { ...held, items: [...added, ...items] };
}

// ---------------------------------------------------------------------------------------------------- operations

/** What is left where an operation names what is not there: kustomize stops with an error. */
export type Patched = { readonly tree: YamlMap } | { readonly failure: string };

/** Operations on an object, one after the other (https://www.rfc-editor.org/rfc/rfc6902). */
export function applyOperations(object: YamlMap, operations: readonly YamlTree[]): Patched {
  let tree: YamlTree = object;
  for (const operation of operations) {
    const result = applyOperation(tree, operation);
    if (typeof result === "string") return { failure: result };
    tree = result;
  }
  return tree.kind === "map" ? { tree } : { failure: "the patch leaves no object" };
}

function applyOperation(tree: YamlTree, operation: YamlTree): YamlTree | string {
  const kind = lettersAt(operation, "op");
  const path = pointer(lettersAt(operation, "path"));
  const value = valueAt(operation, "value");
  if (path === undefined) return "an operation without a path that is known";
  const missing = `the patch's path ${lettersAt(operation, "path") ?? ""} is not there`;
  switch (kind) {
    case "add":
    case "replace":
      return value === undefined ? "an operation without a value" : (edited(tree, path, { kind, value }) ?? missing);
    case "remove":
      return edited(tree, path, { kind }) ?? missing;
    case "copy":
    case "move": {
      const from = pointer(lettersAt(operation, "from"));
      const moved = from === undefined ? undefined : found(tree, from);
      if (from === undefined || moved === undefined) return missing;
      const without = kind === "move" ? edited(tree, from, { kind: "remove" }) : tree;
      const result = without === undefined ? undefined : edited(without, path, { kind: "add", value: moved });
      // Copies of copies double with every operation.
      return result === undefined ? missing : isTooLarge(result) ? "the patch makes the object too large" : result;
    }
    case "test":
      return tree;
    default:
      return "an operation that is not known";
  }
}

/** `/a/b~1c` (https://www.rfc-editor.org/rfc/rfc6901). */
function pointer(text: string | undefined): readonly string[] | undefined {
  if (text === undefined || (text !== "" && !text.startsWith("/"))) return undefined;
  return text.split("/").slice(1).map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function found(tree: YamlTree, path: readonly string[]): YamlTree | undefined {
  let at: YamlTree | undefined = tree;
  for (const step of path) at = at?.kind === "list" ? at.items[indexOf(step, at.items.length - 1) ?? -1] : valueAt(at, step);
  return at;
}

type Edit = { readonly kind: "add" | "replace"; readonly value: YamlTree } | { readonly kind: "remove" };

/** The tree with an edit at a path; undefined where the path is not there. */
function edited(tree: YamlTree, path: readonly string[], edit: Edit): YamlTree | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return edit.kind === "remove" ? undefined : edit.value;
  if (tree.kind === "map") {
    const held = valueAt(tree, step);
    if (rest.length > 0) {
      const inside = held === undefined ? undefined : edited(held, rest, edit);
      return inside === undefined ? undefined : withValue(tree, literal(step), inside);
    }
    if (edit.kind !== "add" && held === undefined) return undefined;
    return edit.kind === "remove" ? withoutKey(tree, step) : withValue(tree, literal(step), edit.value);
  }
  if (tree.kind !== "list") return undefined;
  const index = indexOf(step, edit.kind === "add" && rest.length === 0 ? tree.items.length : tree.items.length - 1);
  if (index === undefined) return undefined;
  const [before, after] = [tree.items.slice(0, index), tree.items.slice(index)];
  const [held, ...others] = after;
  if (rest.length > 0) {
    const inside = held === undefined ? undefined : edited(held, rest, edit);
    return inside === undefined ? undefined : { ...tree, items: [...before, inside, ...others] };
  }
  switch (edit.kind) {
    case "add":
      return { ...tree, items: [...before, edit.value, ...after] };
    case "replace":
      return { ...tree, items: [...before, edit.value, ...others] };
    case "remove":
      return { ...tree, items: [...before, ...others] };
  }
}

/** `-` is behind the last item. */
function indexOf(step: string, greatest: number): number | undefined {
  const index = step === "-" ? greatest : /^\d+$/u.test(step) ? Number(step) : -1;
  return index < 0 || index > greatest ? undefined : index;
}
