import { imageFields, opaqueFields } from "../../models/kustomize.js";
import { display } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { lettersAt, treesOf, valueAt, valueBelow } from "../yaml-tree.js";
import type { YamlMap, YamlTree } from "../yaml-tree.js";
import { printTrees } from "../yaml-text.js";
import { withGenerated } from "./generate.js";
import { fieldSpecs } from "./images.js";
import type { KustomizeOverride } from "./images.js";
import { pathsAt, readKustomization } from "./kustomization.js";
import type { Kustomization, KustomizeEdit } from "./kustomization.js";
import { identityOf, readObjects } from "./objects.js";
import { resolvePath } from "./paths.js";
import { missing, namedFile, problem, readFile } from "./state.js";
import type { Accumulation, Build, KustomizeProblem } from "./state.js";
import { transformed } from "./transform.js";
import { resolveVariables } from "./variables.js";

export interface KustomizeInput {
  /** From the project's root, with `/`; "" is the root. */
  readonly folder: string;
  /** A file's content as the program has it; undefined where there is none. It is read once if it is one and the same text every time. */
  readonly readText: (path: string) => Text | undefined;
  /** What `kustomize edit` did before in a folder, in order. */
  readonly edits?: ((folder: string) => readonly KustomizeEdit[]) | undefined;
}

export interface KustomizeOutput {
  /** What `kustomize build` prints; custom resource definitions are cut to their names. Undefined where there is no kustomization. */
  readonly manifests: Text | undefined;
  readonly objects: readonly YamlMap[];
  /** Every entry of `images` that took part, once. */
  readonly overrides: readonly KustomizeOverride[];
  /** By file and offset. */
  readonly problems: readonly KustomizeProblem[];
  /** All that is deployed is there, and as it is deployed. */
  readonly isComplete: boolean;
  readonly filesRead: readonly string[];
}

/**
 * The manifests of a kustomization folder, as `kustomize build` gives them (kustomize v5, api/internal/target): resources
 * and folders below, each built whole; generated objects; components; then patches, namespace, names, labels, images
 * and replacements, in this order. Charts, programs and addresses are not followed. Never throws.
 */
export function buildKustomization(input: KustomizeInput): KustomizeOutput {
  const build: Build = { readText: remembering(input.readText), edits: input.edits ?? (() => []), problems: [], overrides: new Map(), files: new Set(), built: new Map(), left: mostKustomizations, comparisons: mostComparisons };
  const root = kustomizationIn(build, input.folder);
  if (root === undefined) return { manifests: undefined, objects: [], overrides: [], problems: [{ file: input.folder, offset: 0, message: "this folder has no kustomization" }], isComplete: false, filesRead: [] };
  // A component on its own has nothing to change.
  const accumulated = accumulate(build, root, { ...nothingYet, isComplete: !root.isComponent }, [input.folder]);
  const objects = resolveVariables(accumulated.objects, accumulated.variables).filter(({ tree }) => !isLocal(tree)).map(({ tree }) => tree);
  return {
    manifests: printTrees(objects),
    objects,
    overrides: [...build.overrides.values()],
    problems: [...build.problems].sort((first, second) => (first.file === second.file ? first.offset - second.offset : first.file < second.file ? -1 : 1)),
    isComplete: accumulated.isComplete,
    filesRead: [...build.files].sort(),
  };
}

/** An object that is there for other objects of the kustomization, and not for the cluster. */
function isLocal(tree: YamlTree): boolean {
  const annotation = lettersAt(valueBelow(tree, "metadata", "annotations"), "config.kubernetes.io/local-config");
  return annotation !== undefined && annotation !== "false";
}

const mostKustomizations = 1_000;
const mostComparisons = 1_000_000;

function remembering(readText: KustomizeInput["readText"]): KustomizeInput["readText"] {
  const known = new Map<string, Text | undefined>();
  return (path) => {
    if (!known.has(path)) known.set(path, readText(path));
    return known.get(path);
  };
}

const nothingYet: Accumulation = { objects: [], fields: imageFields, variables: new Set(), isComplete: true };

function kustomizationIn(build: Build, folder: string): Kustomization | undefined {
  build.left -= 1;
  const kustomization = build.left < 0 ? undefined : readKustomization(folder, build.readText, build.edits(folder));
  if (kustomization === undefined) return undefined;
  build.files.add(kustomization.file);
  for (const problem of kustomization.problems) build.problems.push({ file: kustomization.file, ...problem });
  return kustomization;
}

/** One kustomization on top of what is there: nothing, or what the one that takes it in as a component has so far. `above`: the folders that are being built. */
function accumulate(build: Build, kustomization: Kustomization, before: Accumulation, above: readonly string[]): Accumulation {
  const { tree, folder } = kustomization;
  let now = before;
  const taken: Accumulation[] = [];
  const seen = new Set<string>();
  for (const path of kustomization.resources) {
    const resolved = resolvePath(folder, path) ?? path.key;
    if (seen.has(resolved)) problem(build, kustomization, path, `${display(path)} is there twice`);
    taken.push(seen.has(resolved) ? unseen : resource(build, kustomization, path, above));
    seen.add(resolved);
  }
  now = joined(build, kustomization, [now, ...taken]);
  now = withConfigurations(build, kustomization, now);
  now = { ...now, objects: withGenerated(now.objects, tree, folder, (path) => readFile(build, path)) };
  if (kustomization.isUnclear || opaqueFields.some((field) => valueAt(tree, field) !== undefined)) now = { ...now, isComplete: false };
  for (const path of kustomization.components) now = component(build, kustomization, path, now, above);
  now = transformed(build, kustomization, now);
  const variables = valueAt(tree, "vars");
  return variables?.kind === "list" ? { ...now, variables: new Set([...now.variables, ...variables.items.flatMap((variable) => lettersAt(variable, "name") ?? [])]) } : now;
}

/** Several accumulations as one; of objects that a cluster could not tell apart, the first. */
function joined(build: Build, kustomization: Kustomization, parts: readonly Accumulation[]): Accumulation {
  const seen = new Set<string>();
  let isComplete = parts.every((part) => part.isComplete);
  const objects = parts.flatMap((part) => part.objects).filter(({ tree }) => {
    const identity = identityOf(tree);
    if (identity === undefined) return true;
    if (seen.has(identity)) {
      isComplete = false;
      build.problems.push({ file: kustomization.file, offset: 0, message: `${identity.replaceAll("\n", " ").trim()} is there twice` });
      return false;
    }
    seen.add(identity);
    return true;
  });
  return { objects, fields: [...new Set(parts.flatMap((part) => part.fields))], variables: new Set(parts.flatMap((part) => [...part.variables])), isComplete };
}

const unseen: Accumulation = { ...nothingYet, isComplete: false };

/** A file of objects, or another kustomization, which is built whole. */
function resource(build: Build, kustomization: Kustomization, path: Text, above: readonly string[]): Accumulation {
  const found = resolvePath(kustomization.folder, path);
  const text = found === undefined ? undefined : readFile(build, found);
  if (found === undefined || text === undefined) return folderAt(build, kustomization, path, above);
  const { objects, problems } = readObjects(text);
  for (const problem of problems) build.problems.push({ file: found, ...problem });
  return { ...nothingYet, objects, isComplete: problems.length === 0 };
}

function folderAt(build: Build, kustomization: Kustomization, path: Text, above: readonly string[]): Accumulation {
  const folder = resolvePath(kustomization.folder, path);
  const known = folder === undefined ? undefined : build.built.get(folder);
  if (known !== undefined) return known;
  const inner = enter(build, kustomization, path, above);
  const built = inner === undefined ? unseen : accumulate(build, inner, inner.isComponent ? unseen : nothingYet, [...above, inner.folder]);
  if (folder !== undefined) build.built.set(folder, built);
  return built;
}

function component(build: Build, kustomization: Kustomization, path: Text, now: Accumulation, above: readonly string[]): Accumulation {
  const inner = enter(build, kustomization, path, above);
  return inner === undefined ? { ...now, isComplete: false } : accumulate(build, inner, now, [...above, inner.folder]);
}

/** The kustomization in a folder that another one takes in. */
function enter(build: Build, kustomization: Kustomization, path: Text, above: readonly string[]): Kustomization | undefined {
  const folder = resolvePath(kustomization.folder, path);
  if (folder === undefined) {
    missing(build, kustomization, path);
    return undefined;
  }
  if (above.includes(folder) || above.length > deepestNesting) {
    problem(build, kustomization, path, above.includes(folder) ? "a kustomization that takes in itself" : "kustomizations nested too deeply");
    return undefined;
  }
  const inner = kustomizationIn(build, folder);
  if (build.left < 0) problem(build, kustomization, path, "too many kustomizations");
  else if (inner === undefined) missing(build, kustomization, path);
  return inner;
}

const deepestNesting = 50;

/** Fields in which custom resources hold images, from `configurations` (`images: [{ kind, path }]`). */
function withConfigurations(build: Build, kustomization: Kustomization, now: Accumulation): Accumulation {
  const fields = [...now.fields];
  let { isComplete } = now;
  for (const path of pathsAt(kustomization.tree, "configurations")) {
    const named = namedFile(build, kustomization, path);
    if (named === undefined) isComplete = false;
    else for (const tree of treesOf(named.text).trees) fields.push(...fieldSpecs(valueAt(tree, "images")));
  }
  return { ...now, fields, isComplete };
}
