import type { FieldSpec } from "../../models/kustomize.js";
import { display, placeOf } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import type { KustomizeOverride } from "./images.js";
import type { Kustomization, KustomizeEdit } from "./kustomization.js";
import type { KustomizeObject } from "./objects.js";
import { isRemotePath, resolvePath } from "./paths.js";

/** What is gathered in the course of one build. */
export interface Build {
  readonly readText: (path: string) => Text | undefined;
  readonly edits: (folder: string) => readonly KustomizeEdit[];
  readonly problems: KustomizeProblem[];
  readonly overrides: Map<string, KustomizeOverride>;
  readonly files: Set<string>;
  /** What the folders that are taken in more than once came to. */
  readonly built: Map<string, Accumulation>;
  /** How many kustomizations may still be read: components are built anew for each one that takes them in. */
  left: number;
  /** How many times an object may still be looked at, by kustomizations, patches and replacements. */
  comparisons: number;
}

/** The objects of a kustomization, up to some step of its build. */
export interface Accumulation {
  readonly objects: readonly KustomizeObject[];
  readonly fields: readonly FieldSpec[];
  /** Names of `vars`. */
  readonly variables: ReadonlySet<string>;
  readonly isComplete: boolean;
}

export interface KustomizeProblem {
  readonly file: string;
  readonly offset: number;
  readonly message: string;
}

/** The text of a file that a kustomization names; undefined, and a problem unless it is an address, where it cannot be seen. */
export function namedFile(build: Build, kustomization: Kustomization, path: Text): { readonly file: string; readonly text: Text } | undefined {
  const file = resolvePath(kustomization.folder, path);
  const text = file === undefined ? undefined : readFile(build, file);
  if (file !== undefined && text !== undefined) return { file, text };
  missing(build, kustomization, path);
  return undefined;
}

/** Something that a kustomization names is not there: a problem, unless it is somewhere else by intention or its name is not known. */
export function missing(build: Build, kustomization: Kustomization, path: Text): void {
  if (!isRemotePath(path)) problem(build, kustomization, path, `${display(path)} is not there`);
}

/** A file that took part. */
export function readFile(build: Build, path: string): Text | undefined {
  const text = build.readText(path);
  if (text !== undefined) build.files.add(path);
  return text;
}

/** A problem of what the kustomization says, at its letters. */
export function problem(build: Build, { file }: Kustomization, at: Text | undefined, message: string): void {
  const place = at === undefined ? undefined : placeOf(at);
  build.problems.push({ file, offset: place?.file === file ? place.start : 0, message });
}
