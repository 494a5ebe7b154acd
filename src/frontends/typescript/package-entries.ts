import { isRecord, textOf } from "./json.js";
import { folderOf, foldersUpwards, pathIn, readManifest, type Manifest, type Resolution } from "./module-host.js";
import { findFile, findIndex, findSourceOfBuilt } from "./source-files.js";
import { bestMatch } from "./star-patterns.js";
import { ownOptions } from "./tsconfig-chain.js";

/**
 * The source file that a package of the project gives for a path in it.
 *
 * @param folder the package's folder
 * @param path what stands behind the package's name in the specifier, "" for the package itself
 */
export function resolveInPackage(resolution: Resolution, folder: string, path: string): string | undefined {
  const manifest = readManifest(resolution, folder);
  const exported = manifest?.["exports"] === undefined ? [] : targetsOf(exportsOf(manifest["exports"]), path === "" ? "." : `./${path}`);
  const listed = [...exported, ...(path === "" ? mainFields.flatMap((field) => textOf(manifest?.[field]) ?? []) : [path])];
  return findTarget(resolution, folder, listed) ?? (path === "" ? findDefault(resolution, folder) : undefined);
}

/** The targets of a `#name` among the `imports` of the package that a folder belongs to, and that package's folder. */
export function packageImports(resolution: Resolution, fromFolder: string, specifier: string): { readonly folder: string; readonly targets: readonly string[] } | undefined {
  const folder = foldersUpwards(fromFolder).find((candidate) => readManifest(resolution, candidate) !== undefined);
  const imports = folder === undefined ? undefined : readManifest(resolution, folder)?.["imports"];
  return folder === undefined || !isRecord(imports) ? undefined : { folder, targets: targetsOf(imports, specifier) };
}

/** The first target that is a file, or else the first whose source is: what a build writes is often not there. */
export function findTarget(resolution: Resolution, folder: string, targets: readonly string[]): string | undefined {
  const { host } = resolution;
  for (const target of targets) {
    const path = pathIn(folder, target);
    const found = path === undefined ? undefined : (findFile(host, path) ?? findIndex(host, path));
    if (found !== undefined) return found;
  }
  if (targets.length === 0) return undefined;
  const outputs = ownOptions(resolution, folder).flatMap(({ outDir, rootDir }) => (outDir === undefined || outDir === folder ? [] : [{ from: outDir, to: rootDir ?? folder }]));
  for (const target of targets) {
    const found = findSourceOfBuilt(host, folder, target, outputs);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where a file of a build folder (`../dist/index.js`) has its source, by the package that it belongs to. */
export function findSourceInPackage(resolution: Resolution, path: string): string | undefined {
  const folder = foldersUpwards(folderOf(path)).find((candidate) => readManifest(resolution, candidate) !== undefined) ?? "";
  return findTarget(resolution, folder, [folder === "" ? path : path.slice(folder.length + 1)]);
}

/** Fields that name a package's entry, sources before what is built from them. */
const mainFields = ["source", "module", "main", "types", "typings"];

/** An entry that no field names, or that a bundler makes under a name of its own. */
function findDefault({ host }: Resolution, folder: string): string | undefined {
  for (const place of ["", "src"]) {
    const found = findIndex(host, pathIn(folder, place) ?? folder);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `exports` without paths are those of the package itself. */
function exportsOf(value: unknown): Manifest {
  return isRecord(value) && Object.keys(value).some((key) => key.startsWith(".")) ? value : { ".": value };
}

/** All targets of a key, whatever the condition. */
function targetsOf(entries: Manifest, key: string): readonly string[] {
  const best = bestMatch(entries, key);
  return best === undefined ? [] : leavesOf(best.entry).map((target) => target.replaceAll("*", () => best.matched));
}

/** The texts in a target with conditions; `types` stand last, as they only describe what the others are. */
function leavesOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  if (!isRecord(value)) return [];
  const conditions = Object.keys(value).toSorted((left, right) => Number(left === "types") - Number(right === "types"));
  return conditions.flatMap((condition) => leavesOf(value[condition]));
}
