import { containerLists, definitionKind } from "../../models/kustomize.js";
import type { FieldSpec } from "../../models/kustomize.js";
import { encodeText } from "../../values/encoding.js";
import { alternativesOf, choice, display, isText, join, literal, literalText, placeOf } from "../../values/text.js";
import type { JoinedPart, Text } from "../../values/value.js";
import type { Override } from "../site.js";
import { lettersAt } from "../yaml-tree.js";
import type { YamlEntry, YamlMap, YamlScalar, YamlTree } from "../yaml-tree.js";
import type { ImageEntry } from "./kustomization.js";
import { kindOf } from "./objects.js";
import type { KustomizeObject } from "./objects.js";
import { cutImage, isHole } from "./cut.js";

/** An entry of `images` as it met the objects of one build; the caller adds where in the program that was. */
export type KustomizeOverride = Omit<Override, "path" | "order">;

export interface ImagesChanged {
  readonly objects: readonly KustomizeObject[];
  readonly overrides: readonly KustomizeOverride[];
}

/**
 * Changes images by the entries of a kustomization, one after the other (kustomize's api/filters/imagetag): those of
 * containers and init containers at any depth, and those at further fields; custom resource definitions stay as they are.
 * An entry that meets nothing is dead if all objects are there.
 */
export function changeImages(objects: readonly KustomizeObject[], entries: readonly ImageEntry[], fields: readonly FieldSpec[], surroundings: { readonly file: string; readonly isComplete: boolean }): ImagesChanged {
  if (entries.length === 0) return { objects, overrides: [] };
  const seen = entries.map((): Met => ({ isMet: "no", candidates: new Map() }));
  let left = mostComparisons;
  const change = (image: YamlScalar): YamlScalar => {
    let text = image.text;
    left -= entries.length;
    if (left < 0) {
      for (const met of seen) note(met, text, "unknown");
      return image;
    }
    for (const [index, entry] of entries.entries()) {
      const met = seen[index];
      const { result, match } = applied(entry, text);
      if (met !== undefined) note(met, text, match);
      text = result;
    }
    return text === image.text ? image : { ...image, text, type: "text", place: placeOf(text) };
  };
  const changed = objects.map((object) => withImages(object, fields, change));
  const overrides = entries.map((entry, index): KustomizeOverride => {
    const { isMet = "unknown", candidates = new Map<string, never>() } = seen[index] ?? {};
    return {
      how: entry.how,
      key: display(entry.name),
      value: newReference(entry),
      place: entry.place ?? { file: surroundings.file, start: 0, end: 0 },
      isRead: isMet === "no" && !surroundings.isComplete ? "unknown" : isMet,
      candidates: isMet === "yes" ? [] : [...candidates.values()],
      target: surroundings.file,
      otherwise: "keeps",
    };
  });
  return { objects: changed, overrides };
}

interface Met {
  isMet: Match;
  readonly candidates: Map<string, Override["candidates"][number]>;
}

type Match = "yes" | "no" | "unknown";

function note(met: Met, image: Text, match: Match): void {
  if (match === "yes" || (match === "unknown" && met.isMet === "no")) met.isMet = match;
  if (met.candidates.size >= mostCandidates) return;
  const { name } = cutImage(image);
  if (!met.candidates.has(name.key)) met.candidates.set(name.key, { name: display(name), reference: image, place: placeOf(image) });
}

const mostCandidates = 50;
/** Entries times images: above it what is left is not looked at. */
const mostComparisons = 5_000_000;

/** The reference that an entry would put in, as far as it names one. */
function newReference({ name, newName, newTag, digest, reference }: ImageEntry): Text {
  return reference ?? composed(newName ?? name, newTag, digest);
}

function composed(name: Text, tag: Text | undefined, digest: Text | undefined): Text {
  const part = (sign: string, text: Text | undefined): readonly JoinedPart[] => (text === undefined || text.key === "" ? [] : [{ text: literal(sign) }, { text }]);
  return join([{ text: name }, ...part(":", tag), ...part("@", digest)]);
}

// ------------------------------------------------------------------------------------------------------- matching

interface Applied {
  readonly result: Text;
  readonly match: Match;
}

/** What an entry makes of an image; where it is not known whether the image is meant, it is one of the two. */
function applied(entry: ImageEntry, image: Text): Applied {
  const alternatives = hasChoice(image) ? alternativesOf(image) : undefined;
  if (alternatives === undefined || alternatives.length < 2) return appliedTo(entry, image);
  const each = alternatives.map((alternative) => appliedTo(entry, alternative));
  const match = each.every((one) => one.match === "no") ? "no" : each.some((one) => one.match === "yes") ? "yes" : "unknown";
  return match === "no" ? { result: image, match } : { result: oneOf(each.map((one) => one.result)) ?? image, match };
}

function hasChoice(text: Text): boolean {
  return text.kind === "choice" || (text.kind === "captured" && hasChoice(text.text)) || (text.kind === "joined" && text.parts.some((part) => hasChoice(part.text)));
}

function oneOf(texts: readonly Text[]): Text | undefined {
  const value = choice(texts);
  return isText(value) ? value : undefined;
}

function appliedTo(entry: ImageEntry, image: Text): Applied {
  const match = matchOf(entry.name, image);
  if (match === "no") return { result: image, match };
  const changed = changedImage(entry, image);
  return { result: match === "yes" ? changed : (oneOf([image, changed]) ?? image), match };
}

/** Whether the image has the name, and behind it at most a tag and a digest; kustomize takes the name for a pattern, in which `.` is any letter. */
function matchOf(name: Text, image: Text): Match {
  const wanted = literalText(name);
  const letters = literalText(image) ?? encodeText(image)?.encoded;
  if (wanted === undefined || letters === undefined) return name.key === cutImage(image).name.key ? "yes" : "unknown";
  const isKnown = !anyHole.test(letters);
  const begins = beginsWith(letters, wanted);
  if (isKnown) return begins === "no" || tagAndDigest.test(letters.slice(wanted.length)) ? begins : "no";
  // A hole behind the name is a tag.
  if (begins === "yes" && /^[:@]/u.test(letters.slice(wanted.length))) return "yes";
  return canBe(letters, wanted) ? "unknown" : "no";
}

const anyHole = /[\uE000-\uF8FF]/u;

/** Tags may have braces, for what other tools put in there (kustomize's api/internal/image). */
const tagAndDigest = /^(?::[a-zA-Z0-9_.{}-]*)?(?:@[a-zA-Z0-9]+(?:[.+_-][a-zA-Z0-9]+)*:[a-zA-Z0-9_.{}-]*)?$/u;

function beginsWith(letters: string, wanted: string): Match {
  if (letters.startsWith(wanted)) return "yes";
  if (/[^\w./:@-]/u.test(wanted)) return "unknown";
  return letters.length >= wanted.length && wanted.includes(".") && Array.from(wanted).every((letter, index) => letter === "." || letter === letters.charAt(index)) ? "yes" : "no";
}

/** Whether some text for the holes makes an image of the name: an automaton whose states are the letters that are still to come. */
function canBe(letters: string, wanted: string): boolean {
  if (letters.length * wanted.length > mostSteps) return true;
  let states = withEmptyHoles(letters, [0]);
  for (const letter of wanted) {
    const next = [...states].flatMap((at) => (isHole(letters.charAt(at)) ? [at] : letter === "." || letters.charAt(at) === letter ? [at + 1] : []));
    states = withEmptyHoles(letters, next);
  }
  return [...states].some((at) => /^(?:$|[:@\uE000-\uF8FF][^/]*$)/u.test(letters.slice(at)));
}

const mostSteps = 1_000_000;

function withEmptyHoles(letters: string, states: readonly number[]): ReadonlySet<number> {
  const all = new Set(states);
  for (const at of all) if (isHole(letters.charAt(at))) all.add(at + 1);
  return all;
}

function changedImage(entry: ImageEntry, image: Text): Text {
  const old = cutImage(image);
  if (entry.reference !== undefined) return changedWhole(entry.reference, old);
  const name = entry.newName ?? old.name;
  // A new tag or digest takes the place of both.
  if (entry.newTag !== undefined || entry.digest !== undefined) return composed(name, entry.newTag, entry.digest);
  if (entry.tagSuffix !== undefined) return composed(name, join([{ text: old.tag ?? literal("") }, { text: entry.tagSuffix }]), undefined);
  return entry.newName === undefined ? image : composed(name, old.tag, old.digest);
}

/** A new reference without a tag keeps the old one; a hole at its end is taken to hold one. */
function changedWhole(reference: Text, old: { readonly tag: Text | undefined; readonly digest: Text | undefined }): Text {
  const alternatives = hasChoice(reference) ? (alternativesOf(reference) ?? [reference]) : [reference];
  const results = alternatives.map((alternative) => {
    const { tag, digest, isOpen } = cutImage(alternative);
    return isOpen || tag !== undefined || digest !== undefined ? alternative : composed(alternative, old.tag, old.digest);
  });
  return results.every((result, index) => result === alternatives[index]) ? reference : (oneOf(results) ?? reference);
}

// --------------------------------------------------------------------------------------------------------- fields

/** An object with its images changed, by kustomize's own knowledge of where images are and by further fields. */
export function withImages(object: KustomizeObject, fields: readonly FieldSpec[], change: (image: YamlScalar) => YamlScalar): KustomizeObject {
  const { group, version, kind } = kindOf(object.tree);
  if (kind === definitionKind) return object;
  // What is in a list of containers is changed once.
  const own = fields.filter((field) => !(field.path.at(-1) === "image" && containerLists.has(field.path.at(-2) ?? "")) && (field.kind ?? kind) === kind && (field.group ?? group) === group && (field.version ?? version) === version);
  const tree = own.reduce<YamlTree>((edited, field) => atPath(edited, field.path, change), inContainers(object.tree, change));
  return tree === object.tree || tree.kind !== "map" ? object : { ...object, tree };
}

/** Changes `image` in each item of a list of containers, wherever it is. */
function inContainers(tree: YamlTree, change: (image: YamlScalar) => YamlScalar): YamlTree {
  switch (tree.kind) {
    case "map":
      return mapEntries(tree, ({ key, value }) => {
        const inside = inContainers(value, change);
        return inside.kind === "list" && containerLists.has(key.key) ? atPath(inside, ["image"], change) : inside;
      });
    case "list": {
      const items = tree.items.map((item) => inContainers(item, change));
      return items.every((item, index) => item === tree.items[index]) ? tree : { ...tree, items };
    }
    case "scalar":
    case "unknown":
      return tree;
  }
}

/** Changes the texts at a path of keys; lists on the way are gone through. */
function atPath(tree: YamlTree, path: readonly string[], change: (image: YamlScalar) => YamlScalar): YamlTree {
  const [key, ...rest] = path;
  if (tree.kind === "list") {
    const items = tree.items.map((item) => atPath(item, path, change));
    return items.every((item, index) => item === tree.items[index]) ? tree : { ...tree, items };
  }
  if (key === undefined) return tree.kind === "scalar" && tree.type !== "null" ? change(tree) : tree;
  return tree.kind === "map" ? mapEntries(tree, (entry) => (entry.key.key === key ? atPath(entry.value, rest, change) : entry.value)) : tree;
}

function mapEntries(map: YamlMap, change: (entry: YamlEntry) => YamlTree): YamlMap {
  const values = map.entries.map(change);
  return values.every((value, index) => value === map.entries[index]?.value) ? map : { ...map, entries: map.entries.map((entry, index) => ({ ...entry, value: values[index] ?? entry.value })) };
}

/** `[{ group, version, kind, path: spec/image }]`; `[]` behind a key says that it holds a list, which is gone through in any case. */
export function fieldSpecs(list: YamlTree | undefined): readonly FieldSpec[] {
  if (list?.kind !== "list") return [];
  return list.items.flatMap((item) => {
    const path = lettersAt(item, "path");
    return path === undefined ? [] : [{ group: lettersAt(item, "group"), version: lettersAt(item, "version"), kind: lettersAt(item, "kind"), path: path.split("/").map((step) => step.replace(/\[\]$/u, "")) }];
  });
}
