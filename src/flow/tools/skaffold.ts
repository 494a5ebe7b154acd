import { posix } from "node:path";
import { decidingPatch, defaultManifests, helmLists, kustomizeLists, manifestLists, profiledParts, skaffoldFile, unseenDeployers } from "../../models/skaffold.js";
import { display, isText, join, literal, literalText, unknown } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import { fileContent, projectText } from "../files.js";
import { builtKustomization } from "../kustomizations.js";
import { deployManifests } from "../manifests.js";
import { newUnknown, nextOrder, type Frame, type ProjectFacts } from "../run.js";
import { frameOf } from "../shell/run-shell.js";
import { recordSite } from "../sites.js";
import { itemsAt, lettersAt, textAt, treesOf, valueAt, valueBelow, withValue, type YamlMap, type YamlTree } from "../yaml-tree.js";
import { filesMatching } from "./project-globs.js";
import { rewritingFrame, type BuiltImage } from "./rewriting.js";
import { deployRelease, releasesOf, type HelmImage } from "./skaffold-helm.js";

/** How Skaffold is started. */
export interface SkaffoldStart {
  /** Relative to the project's root. */
  readonly file: string;
  readonly profiles: readonly string[];
  /** Only these configurations, by their names, with what they require; none: all of the file. */
  readonly modules: readonly string[];
  /** `--tag`: what all images are tagged with. */
  readonly tag: Text | undefined;
  /** `--default-repo` puts images elsewhere than their names say. */
  readonly isElsewhere: boolean;
  readonly builds: boolean;
  readonly deploys: boolean;
}

/** One document of a `skaffold.yaml`, with its profiles applied. */
interface Configuration {
  readonly file: string;
  readonly tree: YamlMap;
}

/**
 * Runs Skaffold: it builds the artifacts of all configurations, then deploys the manifests of all, in which it replaces the
 * images that it has built by their names (https://skaffold.dev/docs/renderers/, pkg/skaffold/kubernetes/manifest: ReplaceImages).
 */
export function runSkaffold(outer: Frame, start: SkaffoldStart, call: Place | undefined): void {
  const frame = frameOf(outer, start.file, call);
  const reading: Reading = { frame, configurations: new Map(), isComplete: true };
  addConfigurations(reading, start.file, start.profiles, start.modules);
  const configurations = [...reading.configurations.values()];
  const images = configurations.flatMap((one) => artifactsOf(reading, one, start));
  if (!reading.isComplete) opaque(frame, "a part of Skaffold's configuration that is not seen");
  if (start.builds) for (const { reference, place } of images) recordSite(frame, { kind: "build", reference, origin: place, place, how: "Skaffold artifact", engine: "docker" });
  const there = rewritingFrame(frame, images);
  for (const { tree } of configurations) useBases(there, tree);
  if (start.deploys) for (const one of configurations) deployConfiguration(there, one, images);
}

/** The profiles of a file's configurations, by their names. */
export function skaffoldProfiles(project: ProjectFacts, file: string): readonly string[] {
  const { trees } = treesOf(projectText(file, project.readText(file) ?? ""));
  return [...new Set(trees.flatMap((tree) => itemsAt(tree, "profiles").flatMap((profile) => lettersAt(profile, "name") ?? [])))];
}

/** The name of a way to start Skaffold among what roots have executed. */
export function skaffoldKey(file: string, profile: string | undefined): string {
  return `skaffold ${file} ${profile ?? ""}`;
}

function opaque({ run, activation }: Frame, name: string): void {
  run.opaqueCommands.push({ name, place: { file: activation.module.file, start: 0, end: 0 }, order: nextOrder(run) });
}

// -------------------------------------------------------------------------------------------------- configurations

interface Reading {
  readonly frame: Frame;
  readonly configurations: Map<string, Configuration>;
  /** Whether all that is required is in the project. */
  isComplete: boolean;
}

const mostConfigurations = 100;

/** The configurations of a file, those first that they require (https://skaffold.dev/docs/design/config/#configuration-dependencies). */
function addConfigurations(reading: Reading, file: string, profiles: readonly string[], names: readonly string[]): void {
  const text = fileContent(reading.frame, literal(`/${file}`));
  if (text === undefined || !isText(text) || reading.configurations.size > mostConfigurations) {
    reading.isComplete = false;
    return;
  }
  reading.frame.run.executed.add(skaffoldKey(file, undefined));
  for (const [index, tree] of treesOf(text).trees.entries()) {
    const name = lettersAt(valueAt(tree, "metadata"), "name");
    const key = `${file} ${index}`;
    if (tree.kind !== "map" || reading.configurations.has(key) || (names.length > 0 && (name === undefined || !names.includes(name)))) continue;
    // Held by its place in the order before what it requires is read, so that a circle ends.
    reading.configurations.set(key, { file, tree });
    for (const required of itemsAt(tree, "requires")) addRequired(reading, file, required, profiles);
    reading.configurations.set(key, { file, tree: withProfiles(reading, tree, profiles) });
  }
}

function addRequired(reading: Reading, file: string, required: YamlTree, profiles: readonly string[]): void {
  const path = lettersAt(required, "path");
  const others = itemsAt(required, "configs").flatMap((item) => (item.kind === "scalar" ? (literalText(item.text) ?? []) : []));
  if (valueAt(required, "git") !== undefined || valueAt(required, "googleCloudStorage") !== undefined) {
    reading.isComplete = false;
    return;
  }
  const below = path === undefined ? file : posix.join(posix.dirname(file), path);
  const target = /\.ya?ml$/u.test(below) ? below : posix.join(below, skaffoldFile);
  const activated = itemsAt(required, "activeProfiles").flatMap((item) => {
    const by = itemsAt(item, "activatedBy").flatMap((one) => (one.kind === "scalar" ? (literalText(one.text) ?? []) : []));
    return by.length === 0 || by.some((one) => profiles.includes(one)) ? (lettersAt(item, "name") ?? []) : [];
  });
  addConfigurations(reading, target, [...new Set([...profiles, ...activated])], others);
}

/** A profile's fields take the place of the configuration's, part by part; a list takes the place of a list. */
function withProfiles(reading: Reading, tree: YamlMap, profiles: readonly string[]): YamlMap {
  let result = tree;
  for (const profile of itemsAt(tree, "profiles")) {
    const name = lettersAt(profile, "name");
    if (name === undefined || !profiles.includes(name)) continue;
    if (itemsAt(profile, "patches").some((patch) => decidingPatch.test(lettersAt(patch, "path") ?? "/build/artifacts"))) reading.isComplete = false;
    for (const part of profiledParts) result = withPart(result, part, valueAt(profile, part));
  }
  return result;
}

function withPart(tree: YamlMap, part: string, given: YamlTree | undefined): YamlMap {
  if (given?.kind !== "map") return tree;
  const own = valueAt(tree, part);
  const merged = given.entries.filter(({ value }) => !isEmpty(value)).reduce<YamlMap>((map, entry) => withValue(map, entry.key, entry.value), own?.kind === "map" ? own : { kind: "map", entries: [] });
  return withValue(tree, literal(part), merged);
}

function isEmpty(tree: YamlTree): boolean {
  return (tree.kind === "list" && tree.items.length === 0) || (tree.kind === "scalar" && tree.type === "null");
}

// -------------------------------------------------------------------------------------------------------- artifacts

interface Artifact extends BuiltImage, HelmImage {
  readonly name: string;
  readonly reference: Text;
  readonly place: Place;
}

function artifactsOf(reading: Reading, { tree, file }: Configuration, { tag, isElsewhere }: SkaffoldStart): readonly Artifact[] {
  const { run } = reading.frame;
  return itemsAt(valueAt(tree, "build"), "artifacts").flatMap((artifact): readonly Artifact[] => {
    const image = textAt(artifact, "image");
    const name = image === undefined ? undefined : literalText(image);
    // A template, which takes the environment to know.
    if (image === undefined || name === undefined || name.includes("{{")) {
      reading.isComplete = false;
      return [];
    }
    const value = valueAt(artifact, "image");
    const place = (value?.kind === "scalar" ? value.place : undefined) ?? { file, start: 0, end: 0 };
    const given = tag ?? unknown(`${run.root} skaffold tag of ${name}`, "the tag that Skaffold gives it");
    const named = join([{ text: image }, { text: literal(":") }, { text: given }]);
    // https://skaffold.dev/docs/builders/builder-types/ko/: images may be named by their import paths, in manifests too.
    const isHere = !isElsewhere && !name.startsWith("ko://");
    return [{ name, place, reference: isHere ? named : newUnknown(run, `where Skaffold puts ${display(image)}`), tag: given, repository: isHere ? image : undefined }];
  });
}

/** Artifacts that others are built on (https://skaffold.dev/docs/builders/build-environments/in-cluster/ and `requires` of artifacts). */
function useBases(frame: Frame, tree: YamlMap): void {
  for (const artifact of itemsAt(valueAt(tree, "build"), "artifacts")) {
    for (const required of itemsAt(artifact, "requires")) {
      const value = valueAt(required, "image");
      if (value?.kind === "scalar" && value.place !== undefined) recordSite(frame, { kind: "deploy", reference: value.text, place: value.place, how: "base image of a Skaffold artifact", runtime: "engine", engine: "docker" });
    }
  }
}

// ------------------------------------------------------------------------------------------------------- manifests

function deployConfiguration(frame: Frame, { tree, file }: Configuration, images: readonly Artifact[]): void {
  const folder = posix.dirname(file);
  const raw = manifestLists.flatMap((path) => textsAt(valueBelow(tree, ...path)));
  const kustomized = kustomizeLists.flatMap((path) => textsAt(valueBelow(tree, ...path)));
  // `kustomize: {}` builds the configuration's own folder.
  const hasOwn = kustomized.length === 0 && (valueBelow(tree, "manifests", "kustomize") ?? valueBelow(tree, "deploy", "kustomize")) !== undefined;
  const isUnseen = unseenDeployers.some((path) => valueBelow(tree, ...path) !== undefined);
  const releases = releasesOf(tree);
  const isDefault = raw.length === 0 && kustomized.length === 0 && !hasOwn && !isUnseen && releases.length === 0;
  if (isUnseen) opaque(frame, "what Skaffold deploys, which is not seen");
  for (const pattern of isDefault ? defaultManifests.map((one) => literal(one)) : raw) deployFiles(frame, folder, pattern, isDefault);
  for (const one of hasOwn ? [literal(".")] : kustomized) {
    const path = literalText(one);
    const built = path === undefined || /\{\{|:\/\//u.test(path) ? undefined : builtKustomization(frame, literal(`/${posix.join(folder, path)}`), undefined);
    if (built === undefined) opaque(frame, "a kustomization that is not seen");
    else deployManifests(frame, built, { file, start: 0, end: 0 }, "Skaffold");
  }
  const flags = helmLists.map((path) => valueBelow(tree, ...path, "flags")).find((one) => one !== undefined);
  const seen = releases.map((release) => deployRelease(frame, release, file, images, flags));
  if (seen.some((one) => one !== "all")) opaque(frame, "a chart that is not seen in full");
}

function deployFiles(frame: Frame, folder: string, pattern: Text, isDefault: boolean): void {
  const glob = literalText(pattern);
  const files = glob === undefined || /\{\{|:\/\//u.test(glob) ? [] : filesMatching(frame.run.project, posix.join(folder, glob)).filter((one) => /\.(?:ya?ml|json)$/u.test(one));
  // What is not there is written before, or fetched; or images are only built for others.
  if (files.length === 0) opaque(frame, isDefault ? "whatever deploys what Skaffold builds" : "a manifest that is not in the project");
  for (const one of files) {
    const text = fileContent(frame, literal(`/${one}`));
    if (text !== undefined && isText(text)) deployManifests(frame, text, { file: one, start: 0, end: 0 }, "Skaffold");
  }
}

function textsAt(tree: YamlTree | undefined): readonly Text[] {
  const items = tree?.kind === "list" ? tree.items : tree === undefined ? [] : [tree];
  return items.flatMap((item) => (item.kind === "scalar" && item.type !== "null" ? [item.text] : []));
}
