import { editRows, kustomizationGroup, kustomizationNames, patchTargetFlags } from "../../models/kustomize.js";
import { display, literal, literalText, placeOf } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import { itemsAt, lettersAt, textAt, textScalar, treesOf, valueAt, withValue } from "../yaml-tree.js";
import type { YamlMap, YamlTree } from "../yaml-tree.js";
import { cutImage, splitOnce, splitText } from "./cut.js";

/** One change of an image: an entry of `images`, or an argument of `kustomize edit set image`. */
export interface ImageEntry {
  readonly how: "images of a kustomization" | "kustomize edit set image" | "containers of KubernetesManifest";
  /** The name that it looks for, without tag and digest. */
  readonly name: Text;
  readonly newName?: Text | undefined;
  readonly newTag?: Text | undefined;
  readonly digest?: Text | undefined;
  readonly tagSuffix?: Text | undefined;
  /** A whole reference, whose parts may not all be seen. */
  readonly reference?: Text | undefined;
  readonly place: Place | undefined;
}

/** What `kustomize edit …` does to the kustomization in its folder. */
export type KustomizeEdit =
  | { readonly kind: "images"; readonly images: readonly ImageEdit[] }
  | { readonly kind: "set"; readonly field: string; readonly value: Text }
  | { readonly kind: "add" | "remove"; readonly field: string; readonly values: readonly YamlTree[] }
  | { readonly kind: "nothing" }
  | { readonly kind: "unknown" };

/** `*` for a part keeps what the kustomization says of it. */
export type ImageEdit = ImageEntry & { readonly kept: readonly ("newName" | "newTag" | "digest")[] };

/** A word of a command line; the place is the caller's, for texts that have none of their own. */
export interface Word {
  readonly text: Text;
  readonly place?: Place | undefined;
}

/** What the words behind `kustomize edit` do (kustomize/commands/edit). */
export function readEdit(words: readonly Word[]): KustomizeEdit {
  const [verb, what, ...rest] = words;
  const row = editRows.find((candidate) => candidate.verb === literalOf(verb) && candidate.what === literalOf(what));
  if (row === undefined) return { kind: literalOf(verb) === "fix" ? "nothing" : "unknown" };
  const positional = rest.filter(({ text }) => !display(text).startsWith("-"));
  switch (row.form) {
    case "images":
      return { kind: "images", images: positional.flatMap((word) => imageEdit(word) ?? []) };
    case "value": {
      const [value] = rest[0] === undefined || literalOf(rest[0]) !== "--" ? positional : rest.slice(1);
      return value === undefined ? { kind: "unknown" } : { kind: "set", field: row.field, value: value.text };
    }
    case "paths":
    case "list": {
      const paths = positional.flatMap(({ text }) => (row.form === "list" ? splitText(text, ",") : [text]));
      return row.verb === "set" ? { kind: "unknown" } : { kind: row.verb, field: row.field, values: paths.map(textScalar) };
    }
    case "patch": {
      const patch = patchOf(rest);
      return row.verb === "set" || patch === undefined ? { kind: "unknown" } : { kind: row.verb, field: row.field, values: [patch] };
    }
    case "nothing":
      return { kind: "nothing" };
  }
}

function literalOf(word: Word | undefined): string | undefined {
  return word === undefined ? undefined : literalText(word.text);
}

/** `name=new:tag`, `name=new@digest`, `name:tag`, `name=*:tag`; undefined for what kustomize refuses. */
function imageEdit({ text, place }: Word): ImageEdit | undefined {
  const how = "kustomize edit set image";
  const [key, value] = splitOnce(text, "=");
  if (value === undefined) {
    const { name, tag, digest } = cutImage(text);
    if (tag === undefined && digest === undefined && literalText(text) !== undefined) return undefined;
    return withKept({ how, name, newTag: tag, digest, place: placeOf(name) ?? place });
  }
  const { name, tag, digest, isOpen } = cutImage(value);
  const isWhole = isOpen || tag !== undefined || digest !== undefined;
  const parts = [name, tag, digest].some((part) => part?.key === "*") || !isWhole ? { newName: name, newTag: tag, digest } : { reference: value };
  return withKept({ how, name: key, ...parts, place: placeOf(key) ?? place });
}

function withKept(entry: ImageEntry): ImageEdit {
  const parts = ["newName", "newTag", "digest"] as const;
  const kept = parts.filter((part) => entry[part]?.key === "*");
  return { ...entry, ...Object.fromEntries(kept.map((part) => [part, undefined])), kept };
}

function patchOf(words: readonly Word[]): YamlTree | undefined {
  const flags = new Map<string, Text>();
  for (let index = 0; index < words.length; index += 1) {
    const text = words[index]?.text;
    const [flag, value] = text === undefined ? [] : splitOnce(text, "=");
    const name = flag === undefined ? undefined : literalText(flag);
    if (name?.startsWith("--") !== true) return undefined;
    const given = value ?? words[(index += 1)]?.text;
    if (given !== undefined) flags.set(name.slice(2), given);
  }
  const target = [...flags].flatMap(([flag, value]) => (patchTargetFlags[flag] === undefined ? [] : [{ key: literal(patchTargetFlags[flag]), value: textScalar(value) }]));
  const patch = ["path", "patch"].flatMap((key) => (flags.has(key) ? [{ key: literal(key), value: textScalar(flags.get(key) ?? literal("")) }] : []));
  return { kind: "map", entries: [...patch, ...(target.length === 0 ? [] : [{ key: literal("target"), value: { kind: "map", entries: target } as const }])] };
}

// ----------------------------------------------------------------------------------------------- the kustomization

export interface Kustomization {
  readonly file: string;
  readonly folder: string;
  readonly isComponent: boolean;
  readonly tree: YamlMap;
  readonly images: readonly ImageEntry[];
  /** Paths as they are written, of files, folders and addresses. */
  readonly resources: readonly Text[];
  readonly components: readonly Text[];
  /** An edit is not understood, or the file cannot be read as a whole. */
  readonly isUnclear: boolean;
  readonly problems: readonly { readonly offset: number; readonly message: string }[];
}

/** The kustomization in a folder, edited; undefined where there is none. */
export function readKustomization(folder: string, readText: (path: string) => Text | undefined, edits: readonly KustomizeEdit[]): Kustomization | undefined {
  const found = kustomizationNames.flatMap((name) => {
    const file = folder === "" ? name : `${folder}/${name}`;
    const text = readText(file);
    return text === undefined ? [] : [{ file, text }];
  });
  const [only] = found;
  if (only === undefined) return undefined;
  const { trees, problems } = treesOf(only.text);
  const [root] = trees;
  const written = root?.kind === "map" ? root : ({ kind: "map", entries: [] } as const);
  const apiVersion = lettersAt(written, "apiVersion");
  const isForeign = apiVersion !== undefined && !apiVersion.startsWith(`${kustomizationGroup}/`);
  const tree = edits.reduce(editedTree, isForeign ? { ...written, entries: [] } : written);
  const all = [
    ...problems,
    ...(found.length > 1 ? [{ offset: 0, message: "this folder has several kustomizations" }] : []),
    ...(isForeign || root?.kind !== "map" ? [{ offset: 0, message: "this is no kustomization" }] : []),
  ];
  return {
    file: only.file,
    folder,
    isComponent: lettersAt(written, "kind") === "Component",
    tree,
    images: edits.reduce(editedImages, [...writtenImages(tree, "images"), ...writtenImages(tree, "imageTags")]),
    resources: [...pathsAt(tree, "resources"), ...pathsAt(tree, "bases")],
    components: pathsAt(tree, "components"),
    isUnclear: all.length > 0 || trees.length > 1 || edits.some((edit) => edit.kind === "unknown"),
    problems: all,
  };
}

/** The texts of a list. */
export function pathsAt(tree: YamlTree, key: string): readonly Text[] {
  return itemsAt(tree, key).flatMap((item) => (item.kind === "scalar" ? [item.text] : []));
}

function writtenImages(tree: YamlMap, key: string): readonly ImageEntry[] {
  return itemsAt(tree, key).flatMap((item) => writtenImage(item) ?? []);
}

/** One entry of `images`; undefined for one without a name. */
export function writtenImage(item: YamlTree | undefined): ImageEntry | undefined {
  const name = textAt(item, "name");
  const given = (part: string): Text | undefined => {
    const text = textAt(item, part);
    return text?.key === "" ? undefined : text;
  };
  if (name === undefined) return undefined;
  return { how: "images of a kustomization", name, newName: given("newName"), newTag: given("newTag"), digest: given("digest"), tagSuffix: given("tagSuffix"), place: placeOf(name) ?? valueAt(item, "name")?.place };
}

/** An edit takes the place of the entries of its name, and the entries are sorted then. */
function editedImages(images: readonly ImageEntry[], edit: KustomizeEdit): readonly ImageEntry[] {
  if (edit.kind !== "images") return images;
  // Of several arguments or entries with one name the last one counts.
  const byName = new Map<string, ImageEntry>(images.map((image) => [image.name.key, image]));
  for (const { kept, ...image } of edit.images) {
    const before = byName.get(image.name.key);
    const { name, tag, digest } = before?.reference === undefined ? {} : cutImage(before.reference);
    const held = before?.reference === undefined ? before : { newName: name, newTag: tag, digest };
    byName.set(image.name.key, { ...image, ...Object.fromEntries(kept.map((part) => [part, held?.[part]])) });
  }
  return [...byName.values()].sort((first, second) => (first.name.key < second.name.key ? -1 : first.name.key > second.name.key ? 1 : 0));
}

function editedTree(tree: YamlMap, edit: KustomizeEdit): YamlMap {
  switch (edit.kind) {
    case "set":
      return withValue(tree, literal(edit.field), textScalar(edit.value));
    case "add": {
      const items = itemsAt(tree, edit.field);
      const added = edit.values.filter((value) => !items.some((item) => isSame(item, value)));
      return withValue(tree, literal(edit.field), { kind: "list", items: [...items, ...added] });
    }
    case "remove":
      return withValue(tree, literal(edit.field), { kind: "list", items: itemsAt(tree, edit.field).filter((item) => !edit.values.some((value) => isSame(item, value))) });
    case "images":
    case "nothing":
    case "unknown":
      return tree;
  }
}

/** Whether two paths, or two patches by path, are the same. */
function isSame(left: YamlTree, right: YamlTree): boolean {
  if (left.kind === "scalar" && right.kind === "scalar") return plainPath(left.text) === plainPath(right.text);
  const paths = [textAt(left, "path"), textAt(right, "path")].map((path) => (path === undefined ? undefined : plainPath(path)));
  return paths[0] !== undefined && paths[0] === paths[1];
}

function plainPath(path: Text): string {
  return path.key.replace(/^(?:\.\/)+/u, "").replace(/\/+$/u, "");
}
