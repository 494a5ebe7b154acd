import { pathIn, type ModuleHost } from "./module-host.js";

/**
 * The file that a path in an import means: itself, the source that an output file stands for (`./a.js` in TypeScript is
 * `a.ts`; TypeScript handbook, "File extension substitution"), or the file with an extension added.
 */
export function findFile(host: ModuleHost, path: string): string | undefined {
  const { stem, extension } = splitExtension(path);
  const sources = sourcesOfOutput[extension] ?? [];
  return firstFile(host, [...sources.map((source) => stem + source), path, ...addedExtensions.map((added) => path + added)]);
}

/** The index file of a folder. */
export function findIndex(host: ModuleHost, folder: string): string | undefined {
  return findFile(host, folder === "" ? "index" : `${folder}/index`);
}

/**
 * The source of a file that a build would write into a folder that is not there: the same path below `src`, or below the
 * package itself.
 *
 * @param folder the package's folder
 * @param path the built file, relative to the package's folder
 * @param outputs what the package's compiler options say of it: the folder that is written, and the one that is read
 */
export function findSourceOfBuilt(host: ModuleHost, folder: string, path: string, outputs: readonly { readonly from: string; readonly to: string }[]): string | undefined {
  const built = pathIn(folder, path);
  if (built === undefined) return undefined;
  for (const { from, to } of outputs) {
    const found = built.startsWith(`${from}/`) ? findSource(host, pathIn(to, built.slice(from.length + 1))) : undefined;
    if (found !== undefined) return found;
  }
  const segments = path.replace(/^\.\//u, "").split("/");
  if (!isBuildFolder(segments[0])) return undefined;
  // `dist/esm/index.js`, `dist/lib/main/index.js`: a second folder may say the format, or be the copy of `src`.
  const rests = [segments.slice(1), ...(segments.length > 2 ? [segments.slice(2)] : [])].map((rest) => rest.join("/"));
  for (const rest of rests) {
    const found = findSource(host, pathIn(folder, `src/${rest}`)) ?? findSource(host, pathIn(folder, rest));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What may stand for an output file; TypeScript first, as a JavaScript file beside it would be its output. */
const sourcesOfOutput: Readonly<Record<string, readonly string[]>> = {
  ".js": [".ts", ".tsx"],
  ".jsx": [".tsx"],
  ".mjs": [".mts"],
  ".cjs": [".cts"],
};

const sourceExtensions = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];

const addedExtensions = [...sourceExtensions, ".json"];

/** Names of folders that builds write, and of those in them for one format. */
const buildFolders = new Set(["dist", "lib", "build", "out", "output", "es", "esm", "cjs"]);

function isBuildFolder(name: string | undefined): boolean {
  return name !== undefined && (buildFolders.has(name) || /^dist[-.]/u.test(name));
}

/** As `findFile`, but whatever the output's format is called: bundlers write `index.mjs` and `index.d.cts` from `index.ts`. */
function findSource(host: ModuleHost, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  const stem = path.replace(/(?:\.d)?\.[cm]?[jt]sx?$/u, "");
  return firstFile(host, [...sourceExtensions.map((extension) => stem + extension), path]);
}

function splitExtension(path: string): { readonly stem: string; readonly extension: string } {
  const extension = /\.[cm]?jsx?$/u.exec(path)?.[0] ?? "";
  return { stem: path.slice(0, path.length - extension.length), extension };
}

function firstFile(host: ModuleHost, paths: readonly string[]): string | undefined {
  return paths.find((path) => host.isFile(path));
}
