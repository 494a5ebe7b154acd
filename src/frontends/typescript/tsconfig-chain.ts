import { posix } from "node:path";
import { folderOf, foldersUpwards, pathIn, readManifest, remembered, reportProblem, splitPackageName, type Resolution } from "./module-host.js";
import { textOf } from "./json.js";
import { readTsconfig, type Tsconfig } from "./resolve-options.js";

/** What a configuration and all that it extends say about finding modules; paths are relative to the project's root. */
export interface ResolveOptions {
  readonly baseUrl?: string | undefined;
  readonly paths?: PathMappings | undefined;
  readonly rootDirs?: readonly string[] | undefined;
  readonly rootDir?: string | undefined;
  readonly outDir?: string | undefined;
  readonly references?: readonly string[] | undefined;
}

export interface PathMappings {
  /** The folder of the configuration that has them: the targets are relative to it unless there is a `baseUrl`. */
  readonly folder: string;
  readonly targets: Readonly<Record<string, readonly string[]>>;
}

/** The options to try for the files of a folder, nearest first: a solution-style configuration without paths has those of its parts. */
export function optionsWithParts(resolution: Resolution, folder: string): readonly ResolveOptions[] {
  const own = optionsFor(resolution, folder);
  const found = new Set<ResolveOptions>();
  const pending = own === undefined ? [] : [own];
  for (let options = pending.shift(); options !== undefined; options = pending.shift()) {
    if (found.has(options)) continue;
    found.add(options);
    if (options.paths === undefined && options.baseUrl === undefined) pending.push(...(options.references ?? []).flatMap((reference) => readFirst(resolution, filesOf(reference), noFiles) ?? []));
  }
  return [...found];
}

/** The options of a package's own configurations, for the way from what it publishes to what it is built from. */
export function ownOptions(resolution: Resolution, folder: string): readonly ResolveOptions[] {
  return ["tsconfig.build.json", "tsconfig.json"].flatMap((name) => readOptions(resolution, pathIn(folder, name) ?? name, noFiles) ?? []);
}

const noFiles: ReadonlySet<string> = new Set();

/** The options of the nearest tsconfig.json (or jsconfig.json) upwards that can be read. */
function optionsFor(resolution: Resolution, folder: string): ResolveOptions | undefined {
  return remembered(resolution.cache.options, folder, () => {
    const nearest = foldersUpwards(folder).flatMap((candidate) => ["tsconfig.json", "jsconfig.json"].map((name) => pathIn(candidate, name) ?? name));
    return readFirst(resolution, nearest, noFiles);
  });
}

function readFirst(resolution: Resolution, files: readonly string[], above: ReadonlySet<string>): ResolveOptions | undefined {
  for (const file of files) {
    const options = readOptions(resolution, file, above);
    if (options !== undefined) return options;
  }
  return undefined;
}

/** Reads a configuration with what it extends. `above` are the configurations that extend this one: a circle ends there. */
function readOptions(resolution: Resolution, file: string, above: ReadonlySet<string>): ResolveOptions | undefined {
  const { host, cache } = resolution;
  if (above.has(file) || !host.isFile(file)) return undefined;
  // `${configDir}` in an extended configuration is the folder of the one that is asked for, the first of those above.
  const [outermost = file] = above;
  return remembered(cache.configurations, `${outermost}\n${file}`, () => {
    const tsconfig = readFile(resolution, file);
    if (tsconfig === undefined) return undefined;
    const bases = typeof tsconfig.extends === "string" ? [tsconfig.extends] : (tsconfig.extends ?? []);
    const inner = new Set([...above, file]);
    const chain = bases.flatMap((base) => readFirst(resolution, extendedFiles(resolution, file, base), inner) ?? []);
    return mergeOptions(folderOf(file), folderOf(outermost), tsconfig, chain);
  });
}

/** One file, read and reported once however many configurations extend it; a broken one is as if it were not there. */
function readFile({ host, cache }: Resolution, file: string): Tsconfig | undefined {
  return remembered(cache.tsconfigs, file, () => {
    const text = host.readFile(file);
    if (text === undefined) return undefined;
    const tsconfig = readTsconfig(text);
    if (tsconfig.problem === undefined) return tsconfig;
    reportProblem(host, file, text, tsconfig.problem);
    return undefined;
  });
}

/** Of the extended configurations the later wins, and the extending one over all of them; `paths` are replaced as a whole, `references` not inherited. */
function mergeOptions(folder: string, outermostFolder: string, tsconfig: Tsconfig, chain: readonly ResolveOptions[]): ResolveOptions {
  const place = (path: string): string | undefined => (path.startsWith(configFolder) ? pathIn(outermostFolder, path.slice(configFolder.length + 1)) : pathIn(folder, path));
  const places = (paths: readonly string[]): readonly string[] => paths.flatMap((path) => place(path) ?? []);
  const inherited = (key: "baseUrl" | "rootDir" | "outDir"): string | undefined => chain.findLast((options) => options[key] !== undefined)?.[key];
  const own = (path: string | undefined): string | undefined => (path === undefined ? undefined : place(path));
  return {
    baseUrl: own(tsconfig.baseUrl) ?? inherited("baseUrl"),
    paths: tsconfig.paths === undefined ? chain.findLast((options) => options.paths !== undefined)?.paths : { folder, targets: inFolder(tsconfig.paths, folder, outermostFolder) },
    rootDirs: tsconfig.rootDirs === undefined ? chain.findLast((options) => options.rootDirs !== undefined)?.rootDirs : places(tsconfig.rootDirs),
    rootDir: own(tsconfig.rootDir) ?? inherited("rootDir"),
    outDir: own(tsconfig.outDir) ?? inherited("outDir"),
    references: tsconfig.references === undefined ? undefined : places(tsconfig.references),
  };
}

const configFolder = "${configDir}";

/** Targets that begin with `${configDir}`, rewritten to begin where the others do. */
function inFolder(targets: Readonly<Record<string, readonly string[]>>, folder: string, outermostFolder: string): Readonly<Record<string, readonly string[]>> {
  const rewrite = (target: string): string => (target.startsWith(configFolder) ? `./${posix.relative(folder, outermostFolder)}${target.slice(configFolder.length)}` : target);
  return Object.fromEntries(Object.entries(targets).map(([pattern, list]) => [pattern, list.map(rewrite)]));
}

/** `extends` names a file, with or without its extension, or a package of the project and a file in it. */
function extendedFiles(resolution: Resolution, file: string, base: string): readonly string[] {
  if (base.startsWith(".")) return filesOf(pathIn(folderOf(file), base));
  const { name, rest } = splitPackageName(base);
  const folder = resolution.host.packages().get(name);
  if (folder === undefined) return [];
  return filesOf(pathIn(folder, rest === "" ? (textOf(readManifest(resolution, folder)?.["tsconfig"]) ?? "tsconfig.json") : rest));
}

function filesOf(path: string | undefined): string[] {
  return path === undefined ? [] : [path, `${path}.json`, pathIn(path, "tsconfig.json") ?? path];
}
