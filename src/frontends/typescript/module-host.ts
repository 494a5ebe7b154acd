import { posix } from "node:path";
import { isRecord, readJson, type JsonProblem } from "./json.js";
import type { Tsconfig } from "./resolve-options.js";
import type { ResolveOptions } from "./tsconfig-chain.js";

/** The project's files, as far as the resolution of modules asks. Every path is relative to the project's root, with `/`; the root is "". */
export interface ModuleHost {
  isFile(path: string): boolean;
  readFile(path: string): string | undefined;
  /** The folders of the project's own packages (those with a package.json), by name. */
  packages(): ReadonlyMap<string, string>;
  /** Hears of broken configuration files, once each; `line` is 1-based. */
  report?(file: string, line: number, message: string): void;
}

/** What has been found out about one state of a project's files. */
export interface ResolutionCache {
  /** Modules by the importing folder and the specifier. */
  readonly modules: Map<string, string | undefined>;
  /** The options that hold in a folder. */
  readonly options: Map<string, ResolveOptions | undefined>;
  /** Configuration files as they are written, by path. */
  readonly tsconfigs: Map<string, Tsconfig | undefined>;
  /** Configuration files with what they extend, by the path of the one that is asked for and their own. */
  readonly configurations: Map<string, ResolveOptions | undefined>;
  /** What is in a folder's package.json. */
  readonly manifests: Map<string, Manifest | undefined>;
}

export type Manifest = Readonly<Record<string, unknown>>;

/** One project, as the steps of a resolution hand it on. */
export interface Resolution {
  readonly host: ModuleHost;
  readonly cache: ResolutionCache;
}

export function createResolutionCache(): ResolutionCache {
  return { modules: new Map(), options: new Map(), tsconfigs: new Map(), configurations: new Map(), manifests: new Map() };
}

/** Computes a value once; that there is none is remembered as well. */
export function remembered<Value>(known: Map<string, Value | undefined>, key: string, compute: () => Value | undefined): Value | undefined {
  const found = known.get(key);
  if (found !== undefined) return found;
  const value = known.has(key) ? undefined : compute();
  known.set(key, value);
  return value;
}

/** The package.json of a folder; undefined if there is none, or none that can be read. */
export function readManifest({ host, cache }: Resolution, folder: string): Manifest | undefined {
  return remembered(cache.manifests, folder, () => {
    const file = folder === "" ? "package.json" : `${folder}/package.json`;
    const text = host.isFile(file) ? host.readFile(file) : undefined;
    if (text === undefined) return undefined;
    const { value, problem } = readJson(text, "strict");
    if (problem !== undefined) reportProblem(host, file, text, problem);
    return isRecord(value) ? value : undefined;
  });
}

export function reportProblem(host: ModuleHost, file: string, text: string, problem: JsonProblem): void {
  host.report?.(file, text.slice(0, problem.offset).split("\n").length, problem.message);
}

/** A path below a folder; undefined if it leaves the project. */
export function pathIn(folder: string, path: string): string | undefined {
  if (posix.isAbsolute(path)) return undefined;
  const joined = posix.join(folder, path);
  if (joined === ".." || joined.startsWith("../")) return undefined;
  return joined === "." || joined === "./" ? "" : joined.replace(/\/$/u, "");
}

export function folderOf(path: string): string {
  const end = path.lastIndexOf("/");
  return end === -1 ? "" : path.slice(0, end);
}

/** `@scope/name/rest` in its parts. */
export function splitPackageName(specifier: string): { readonly name: string; readonly rest: string } {
  const [first = "", second] = specifier.split("/", 2);
  const name = first.startsWith("@") && second !== undefined ? `${first}/${second}` : first;
  return { name, rest: specifier.slice(name.length + 1) };
}

/** A folder and those that hold it, up to the project's root. */
export function foldersUpwards(folder: string): string[] {
  const folders = [folder];
  for (let current = folder; current !== ""; ) {
    current = folderOf(current);
    folders.push(current);
  }
  return folders;
}
