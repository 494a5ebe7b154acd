import type { Span } from "../../facts/facts.js";
import type { ManifestPath } from "../../project/configuration.js";

/**
 * A manifest as a tree whose scalars are of type `T`: text with its place for YAML and JSON, a value for objects in code.
 */
export type ManifestNode<T> =
  | ManifestMap<T>
  | { readonly kind: "list"; readonly items: readonly ManifestNode<T>[]; readonly at?: Span | undefined }
  | ManifestLeaf<T>
  | { readonly kind: "unknown"; readonly at?: Span | undefined };

export interface ManifestMap<T> {
  readonly kind: "map";
  /** Each key once. */
  readonly entries: readonly { readonly key: string; readonly value: ManifestNode<T> }[];
  readonly at?: Span | undefined;
}

export interface ManifestLeaf<T> {
  readonly kind: "scalar";
  readonly value: T;
  readonly at?: Span | undefined;
}

export interface ManifestReading<T> {
  /** The scalar's text, if it is known; it may hold holes. */
  readonly textOf: (value: T) => string | undefined;
  /** The scalar that is a part of another one, by offsets in its text; without it nothing is found inside of a scalar (`--image=x`). */
  readonly partOf?: ((value: T, start: number, end: number) => T) | undefined;
  /** Further rows, from the configuration. */
  readonly manifestPaths?: readonly ManifestPath[] | undefined;
}

export interface Located<T> {
  readonly node: ManifestNode<T>;
  readonly path: string;
}

/** The nodes at a path as the rows write it: names, `*` for each value of a map, and `[]` behind a list, joined by dots. */
export function nodesAt<T>(node: ManifestNode<T>, path: string, rowPath: string): readonly Located<T>[] {
  let found: readonly Located<T>[] = [{ node, path }];
  for (const step of stepsOf(rowPath)) found = found.flatMap((from) => stepFrom(from, step));
  return found;
}

/** Each map of a manifest is asked for all of the rows' few paths. */
function stepsOf(rowPath: string): readonly string[] {
  const known = knownSteps.get(rowPath) ?? rowPath.replaceAll("[]", ".[]").split(".").filter((step) => step !== "");
  knownSteps.set(rowPath, known);
  return known;
}

const knownSteps = new Map<string, readonly string[]>();

function stepFrom<T>({ node, path }: Located<T>, step: string): readonly Located<T>[] {
  if (step === "[]") return node.kind === "list" ? node.items.map((item, index) => ({ node: item, path: atIndex(path, index) })) : [];
  if (node.kind !== "map") return [];
  return node.entries.filter(({ key }) => step === "*" || key === step).map(({ key, value }) => ({ node: value, path: below(path, key) }));
}

export function below(path: string, key: string): string {
  return path === "" ? key : bounded(`${path}.${key}`);
}

export function atIndex(path: string, index: number): string {
  return bounded(`${path}[${index}]`);
}

/** No path of a manifest is that long; that of a made-up one must not be copied for each of its images. */
function bounded(path: string): string {
  return path.length > 2000 ? path.slice(0, 2000) : path;
}

export function entry<T>(map: ManifestMap<T>, key: string): ManifestNode<T> | undefined {
  return map.entries.find((candidate) => candidate.key === key)?.value;
}

export function scalarAt<T>(map: ManifestMap<T>, key: string): T | undefined {
  const node = entry(map, key);
  return node?.kind === "scalar" ? node.value : undefined;
}

export function textAt<T>(map: ManifestMap<T>, key: string, reading: ManifestReading<T>): string | undefined {
  const value = scalarAt(map, key);
  return value === undefined ? undefined : reading.textOf(value);
}
