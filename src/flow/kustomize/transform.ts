import { clusterKinds, definitionKind, imagelessTransformers, templateMetadata, unprefixedKinds } from "../../models/kustomize.js";
import { display, join, literal, literalText } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { itemsAt, lettersAt, textAt, treesOf, valueAt, withValue, withValues } from "../yaml-tree.js";
import type { YamlMap, YamlTree } from "../yaml-tree.js";
import { changeImages, fieldSpecs } from "./images.js";
import type { KustomizeOverride } from "./images.js";
import { pathsAt, writtenImage } from "./kustomization.js";
import type { ImageEntry, Kustomization } from "./kustomization.js";
import { effectiveNamespace, kindOf, nameOf, namesOf, renamed } from "./objects.js";
import type { KustomizeObject } from "./objects.js";
import { applyOperations, mergePatch, readPatch } from "./patches.js";
import { replaceFields } from "./replacements.js";
import { selects } from "./selectors.js";
import { namedFile, problem } from "./state.js";
import type { Accumulation, Build } from "./state.js";

/** What a kustomization changes in its objects, in kustomize's order (api/internal/target, configureBuiltinTransformers). */
export function transformed(build: Build, kustomization: Kustomization, before: Accumulation): Accumulation {
  const { tree } = kustomization;
  if (isTooMuch(build, before, 1)) return incomplete(before);
  let now = before;
  for (const item of itemsAt(tree, "patchesStrategicMerge")) if (item.kind === "scalar") now = patched(build, kustomization, now, asPatch(item.text));
  for (const item of itemsAt(tree, "patches")) now = patched(build, kustomization, now, item);
  now = { ...now, objects: withNames(now.objects, tree) };
  now = { ...now, objects: withPairs(now.objects, tree) };
  for (const item of itemsAt(tree, "patchesJson6902")) now = patched(build, kustomization, now, item);
  now = withChangedImages(build, kustomization, now, kustomization.images);
  for (const item of itemsAt(tree, "replacements")) now = replaced(build, kustomization, now, item);
  for (const item of pathsAt(tree, "transformers")) now = withTransformer(build, kustomization, now, item);
  return now;
}

function incomplete(now: Accumulation): Accumulation {
  return now.isComplete ? { ...now, isComplete: false } : now;
}

// -------------------------------------------------------------------------------------------------------- patches

/** An entry of `patchesStrategicMerge` is a path, or the patch itself. */
function asPatch(text: Text): YamlTree {
  const key = display(text).includes("\n") ? "patch" : "path";
  return { kind: "map", entries: [{ key: literal(key), value: { kind: "scalar", text, type: "text" } }] };
}

/** An entry of `patches`: a patch, or the path of one, for the objects that its target selects or, without one, that it names. */
function patched(build: Build, kustomization: Kustomization, now: Accumulation, entry: YamlTree): Accumulation {
  const text = givenText(build, kustomization, entry, "patch");
  if (text === undefined) return incomplete(now);
  const patch = readPatch(text);
  if (isTooMuch(build, now, patch.kind === "pieces" ? patch.pieces.length : 1)) return incomplete(now);
  const target = valueAt(entry, "target");
  const state = patch.isUnclear ? incomplete(now) : now;
  if (patch.kind === "operations") return operated(build, kustomization, state, target, patch.operations);
  const [first] = patch.pieces;
  if (target !== undefined) return first === undefined ? state : mergedWhere(state, (object) => selects(target, object), first);
  return patch.pieces.reduce((merged, piece) => mergedInto(build, kustomization, merged, piece), state);
}

/** Whether the changes would take too long; what is left of them is not looked at. */
function isTooMuch(build: Build, now: Accumulation, changes: number): boolean {
  build.comparisons -= now.objects.length * changes;
  return build.comparisons < 0;
}

/** The text at a key, or in the file at `path`. */
function givenText(build: Build, kustomization: Kustomization, entry: YamlTree, key: string): Text | undefined {
  const inline = textAt(entry, key);
  if (inline !== undefined) return inline;
  const path = textAt(entry, "path");
  return path === undefined ? undefined : namedFile(build, kustomization, path)?.text;
}

function operated(build: Build, kustomization: Kustomization, now: Accumulation, target: YamlTree | undefined, operations: readonly YamlTree[]): Accumulation {
  if (target === undefined) {
    problem(build, kustomization, undefined, "a patch of operations without a target");
    return incomplete(now);
  }
  let { isComplete } = now;
  const objects = now.objects.map((object) => {
    const selection = selects(target, object);
    if (selection === "unknown") isComplete = false;
    if (selection !== "yes" || kindOf(object.tree).kind === definitionKind) return object;
    const result = applyOperations(object.tree, operations);
    if ("tree" in result) return { ...object, tree: result.tree };
    problem(build, kustomization, textAt(target, "name") ?? textAt(target, "kind"), result.failure);
    isComplete = false;
    return object;
  });
  return { ...now, objects, isComplete };
}

function mergedWhere(now: Accumulation, isMeant: (object: KustomizeObject) => "yes" | "no" | "unknown", piece: YamlMap): Accumulation {
  let { isComplete } = now;
  const objects = now.objects.flatMap((object) => {
    const selection = isMeant(object);
    if (selection === "unknown") isComplete = false;
    if (selection !== "yes" || kindOf(object.tree).kind === definitionKind) return [object];
    const tree = mergePatch(object.tree, piece);
    return tree === undefined ? [] : [{ ...object, tree }];
  });
  return { ...now, objects, isComplete };
}

/** A piece that names its object: by kind, name and namespace, any that it had. */
function mergedInto(build: Build, kustomization: Kustomization, now: Accumulation, piece: YamlMap): Accumulation {
  const { group, kind } = kindOf(piece);
  const { name, namespace } = nameOf(piece);
  const isNamed = (object: KustomizeObject): boolean => kindOf(object.tree).kind === kind && namesOf(object).some((one) => one.name?.key === name?.key);
  const named = now.objects.filter(isNamed);
  const exact = named.filter((object) => kindOf(object.tree).group === group && namesOf(object).some((one) => effectiveNamespace(kind, one.namespace).key === effectiveNamespace(kind, namespace).key));
  const [only] = exact.length === 1 ? exact : named;
  if (only !== undefined && (exact.length === 1 || named.length === 1)) return mergedWhere(now, (object) => (object === only ? "yes" : "no"), piece);
  // What is not seen may be what the patch is for.
  if (now.isComplete || named.length > 1) problem(build, kustomization, undefined, `${named.length > 1 ? "several objects are" : "no object is"} named by the patch of ${kind} ${name === undefined ? "" : display(name)}`);
  return incomplete(now);
}

// ---------------------------------------------------------------------------------------------- names and labels

function withNames(objects: readonly KustomizeObject[], tree: YamlMap): readonly KustomizeObject[] {
  const namespace = given(tree, "namespace");
  const prefix = given(tree, "namePrefix");
  const suffix = given(tree, "nameSuffix");
  if (namespace === undefined && prefix === undefined && suffix === undefined) return objects;
  return objects.map((object) => {
    const { kind } = kindOf(object.tree);
    const spaced = namespace === undefined ? object : kind === "Namespace" ? renamed(object, "name", namespace) : clusterKinds.has(kind) ? object : renamed(object, "namespace", namespace);
    const { name } = nameOf(spaced.tree);
    if (name === undefined || unprefixedKinds.has(kind) || (prefix === undefined && suffix === undefined)) return spaced;
    return renamed(spaced, "name", join([prefix, name, suffix].flatMap((text) => (text === undefined ? [] : [{ text }]))));
  });
}

function given(tree: YamlMap, key: string): Text | undefined {
  const text = textAt(tree, key);
  return text?.key === "" ? undefined : text;
}

/** Labels and annotations, which later patches select by, or add to. */
function withPairs(objects: readonly KustomizeObject[], tree: YamlMap): readonly KustomizeObject[] {
  const labels = itemsAt(tree, "labels").map((label): Pairs => ({ key: "labels", pairs: valueAt(label, "pairs"), isForPods: ["includeSelectors", "includeTemplates"].some((option) => lettersAt(label, option) === "true") }));
  const all: readonly Pairs[] = [...labels, { key: "labels", pairs: valueAt(tree, "commonLabels"), isForPods: true }, { key: "annotations", pairs: valueAt(tree, "commonAnnotations"), isForPods: true }];
  return all.reduce((changed, { key, pairs, isForPods }) => {
    if (pairs?.kind !== "map") return changed;
    return changed.map((object) => {
      const pods = isForPods ? templateMetadata[kindOf(object.tree).kind] : undefined;
      return { ...object, tree: [["metadata"], ...(pods === undefined ? [] : [pods])].reduce((edited, path) => withMerged(edited, [...path, key], pairs), object.tree) };
    });
  }, objects);
}

interface Pairs {
  readonly key: "labels" | "annotations";
  readonly pairs: YamlTree | undefined;
  readonly isForPods: boolean;
}

/** A map with pairs put to those of the map at a path, which is made where it is not there. */
function withMerged(map: YamlMap, path: readonly string[], pairs: YamlMap): YamlMap {
  const [step, ...rest] = path;
  if (step === undefined) return withValues(map, pairs.entries);
  const held = valueAt(map, step);
  return withValue(map, literal(step), withMerged(held?.kind === "map" ? held : { kind: "map", entries: [] }, rest, pairs));
}

// --------------------------------------------------------------------------------------------------------- images

function withChangedImages(build: Build, kustomization: Kustomization, now: Accumulation, entries: readonly ImageEntry[]): Accumulation {
  const { objects, overrides } = changeImages(now.objects, entries, now.fields, { file: kustomization.file, isComplete: now.isComplete });
  for (const override of overrides) {
    const { place, key, how } = override;
    const identity = `${place.file} ${place.start} ${place.end} ${how} ${key}`;
    build.overrides.set(identity, together(build.overrides.get(identity), override));
  }
  return { ...now, objects };
}

/** An entry that takes part more than once is read if it is read once. */
function together(before: KustomizeOverride | undefined, now: KustomizeOverride): KustomizeOverride {
  const rank = { yes: 2, unknown: 1, no: 0 };
  return before === undefined || rank[now.isRead] > rank[before.isRead] ? now : before;
}

// --------------------------------------------------------------------------------- replacements, other transformers

function replaced(build: Build, kustomization: Kustomization, now: Accumulation, entry: YamlTree): Accumulation {
  if (textAt(entry, "path") === undefined) return replacedBy(build, kustomization, now, entry);
  const text = givenText(build, kustomization, entry, "");
  if (text === undefined) return incomplete(now);
  const { trees, problems } = treesOf(text);
  return trees.flatMap((tree) => (tree.kind === "list" ? tree.items : [tree])).reduce((state, one) => replacedBy(build, kustomization, state, one), problems.length > 0 ? incomplete(now) : now);
}

function replacedBy(build: Build, kustomization: Kustomization, now: Accumulation, entry: YamlTree): Accumulation {
  if (isTooMuch(build, now, 1 + itemsAt(entry, "targets").length)) return incomplete(now);
  const { objects, failures, isUnclear } = replaceFields(now.objects, entry);
  // What is not seen may be what the replacement is for.
  if (now.isComplete) for (const failure of failures) problem(build, kustomization, textAt(valueAt(entry, "source"), "name"), failure);
  return failures.length > 0 || isUnclear ? incomplete({ ...now, objects }) : { ...now, objects };
}

/** A transformer that is written as an object: kustomize's own ones are followed, programs are not. */
function withTransformer(build: Build, kustomization: Kustomization, now: Accumulation, item: Text): Accumulation {
  const isInline = literalText(item)?.includes("\n") === true;
  const text = isInline ? item : namedFile(build, kustomization, item)?.text;
  if (text === undefined) return incomplete(now);
  return treesOf(text).trees.reduce((state, tree) => {
    if (lettersAt(tree, "apiVersion") !== "builtin") return incomplete(state);
    const kind = lettersAt(tree, "kind") ?? "";
    switch (kind) {
      case "PatchTransformer":
        return patched(build, kustomization, state, tree);
      case "ReplacementTransformer":
        return itemsAt(tree, "replacements").reduce((one, replacement) => replaced(build, kustomization, one, replacement), state);
      case "ImageTagTransformer": {
        const entry = writtenImage(valueAt(tree, "imageTag"));
        return entry === undefined ? incomplete(state) : withChangedImages(build, kustomization, { ...state, fields: [...state.fields, ...fieldSpecs(valueAt(tree, "fieldSpecs"))] }, [entry]);
      }
      default:
        return imagelessTransformers.has(kind) ? state : incomplete(state);
    }
  }, now);
}
