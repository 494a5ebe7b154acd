import { createResolutionCache, folderOf, pathIn, readManifest, remembered, splitPackageName, type ModuleHost, type Resolution, type ResolutionCache } from "./module-host.js";
import { findSourceInPackage, findTarget, packageImports, resolveInPackage } from "./package-entries.js";
import { findFile, findIndex } from "./source-files.js";
import { bestMatch } from "./star-patterns.js";
import { optionsWithParts, type ResolveOptions } from "./tsconfig-chain.js";

export { createResolutionCache, type ModuleHost, type ResolutionCache } from "./module-host.js";

/**
 * The file of the project that an import means, by what its tsconfig.json and package.json files say; nothing of the
 * project is run.
 *
 * @param specifier as it is written: `./a.js`, `@app/a`, `#internal`, the name of a workspace package and a path in it
 * @param fromFile the importing file
 * @param cache what is known of this state of the files; without one it is kept as long as the host lives
 * @returns a path like those of the host; undefined for what is outside the project or not there
 */
export function resolveModule(specifier: string, fromFile: string, host: ModuleHost, cache: ResolutionCache = cacheOf(host)): string | undefined {
  const folder = folderOf(fromFile);
  return remembered(cache.modules, `${folder}\n${specifier}`, () => resolveFrom({ host, cache }, specifier, folder));
}

const caches = new WeakMap<ModuleHost, ResolutionCache>();

function cacheOf(host: ModuleHost): ResolutionCache {
  const known = caches.get(host) ?? createResolutionCache();
  caches.set(host, known);
  return known;
}

function resolveFrom(resolution: Resolution, specifier: string, folder: string): string | undefined {
  if (/^\.{1,2}(?:\/|$)/u.test(specifier)) return resolveRelative(resolution, specifier, folder);
  // Absolute paths and addresses (`node:fs`, `https://…`) are not in the project.
  if (specifier.startsWith("/") || /^[a-z][a-z\d+.-]*:/iu.test(specifier)) return undefined;
  if (specifier.startsWith("#")) {
    const found = resolvePackageImport(resolution, specifier, folder);
    if (found !== undefined) return found;
  }
  return resolveMapped(resolution, specifier, folder) ?? resolvePackage(resolution, specifier);
}

function resolveRelative(resolution: Resolution, specifier: string, folder: string): string | undefined {
  const path = pathIn(folder, specifier);
  if (path === undefined) return undefined;
  return findModule(resolution, path) ?? resolveInRootFolders(resolution, path, folder) ?? findSourceInPackage(resolution, path);
}

/** `rootDirs` are folders that are one at run time: a path into one of them may be in another. */
function resolveInRootFolders(resolution: Resolution, path: string, folder: string): string | undefined {
  for (const { rootDirs = [] } of optionsWithParts(resolution, folder)) {
    const root = rootDirs.find((candidate) => path.startsWith(`${candidate}/`));
    if (root === undefined) continue;
    for (const other of rootDirs) {
      const found = findModule(resolution, `${other}${path.slice(root.length)}`);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function findModule(resolution: Resolution, path: string): string | undefined {
  const { host } = resolution;
  const file = path === "" ? undefined : findFile(host, path);
  if (file !== undefined) return file;
  return readManifest(resolution, path) === undefined ? findIndex(host, path) : resolveInPackage(resolution, path, "");
}

/** A target of `imports` is a file of the package, or the name of another package. */
function resolvePackageImport(resolution: Resolution, specifier: string, fromFolder: string): string | undefined {
  const found = packageImports(resolution, fromFolder, specifier);
  if (found === undefined) return undefined;
  const files = found.targets.filter((target) => target.startsWith("./"));
  const [name] = found.targets.filter((target) => !target.startsWith("."));
  return findTarget(resolution, found.folder, files) ?? (name === undefined ? undefined : resolvePackage(resolution, name));
}

/** By the `paths` and `baseUrl` of the configuration that holds for the folder. */
function resolveMapped(resolution: Resolution, specifier: string, folder: string): string | undefined {
  for (const options of optionsWithParts(resolution, folder)) {
    for (const path of mappedPaths(options, specifier)) {
      const found = findModule(resolution, path) ?? findSourceInPackage(resolution, path);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function mappedPaths({ baseUrl, paths }: ResolveOptions, specifier: string): readonly string[] {
  const best = bestMatch(paths?.targets ?? {}, specifier);
  const targets = best?.entry.map((target) => target.replace("*", () => best.matched)) ?? [];
  const mapped = targets.map((target) => pathIn(baseUrl ?? paths?.folder ?? "", target));
  const inBase = baseUrl === undefined ? undefined : pathIn(baseUrl, specifier);
  return [...mapped, inBase].filter((path) => path !== undefined);
}

/** A package of the project by its name, the importing file's own included. */
function resolvePackage(resolution: Resolution, specifier: string): string | undefined {
  const { name, rest } = splitPackageName(specifier);
  const folder = resolution.host.packages().get(name);
  return folder === undefined ? undefined : resolveInPackage(resolution, folder, rest);
}
