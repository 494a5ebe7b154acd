import { readdirSync, realpathSync, statSync, type Dirent } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { configurationFile, type Configuration } from "./configuration.js";
import { ignorePatternsAbove, withIgnoreFile, type IgnorePatterns } from "./gitignore.js";
import { folderMayHoldMatch, pathMatcher, wholeFolderMatcher } from "./globs.js";
import { nearestFolderWith } from "./nearest-folder.js";
import { languageOf } from "./languages.js";
import { readTextOrNothing } from "./read-text.js";

export interface Discovery {
  /** All files of the project: relative to its root, with `/`, sorted by code units. */
  readonly files: readonly string[];
  readonly problems: readonly DiscoveryProblem[];
}

export interface DiscoveryProblem {
  /** `unreadable`: something may be missing from the analysis. `skipped`: left out by a rule, of interest only on request. */
  readonly kind: "unreadable" | "skipped";
  /** Relative to the root, with `/`. */
  readonly file: string;
  readonly message: string;
}

/**
 * The project's folder, absolute: the nearest one upwards from the first path (a file or folder; relative ones are seen from
 * `workingFolder`) with a configuration file, else the one with a `.git`, else the working folder, or the path's own
 * folder where it lies outside that one. `explicitRoot` wins over all.
 */
export function findProject(fromPaths: readonly string[], workingFolder: string, explicitRoot?: string): string {
  if (explicitRoot !== undefined) return resolve(workingFolder, explicitRoot);
  const first = resolve(workingFolder, fromPaths[0] ?? ".");
  const working = resolve(workingFolder);
  return nearestProject(first) ?? (isInside(first, working) ? working : folderOf(first));
}

/** The project that an absolute path belongs to by a configuration file or a `.git` (a folder, or a file in worktrees and submodules) above it; undefined if there is neither. */
export function nearestProject(path: string): string | undefined {
  const folder = folderOf(path);
  return nearestFolderWith(configurationFile, folder) ?? nearestFolderWith(".git", folder);
}

/** Whether the path is the folder or lies below it; both absolute. */
export function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/**
 * All files of the project at the absolute folder `root`. What git ignores, `node_modules`, `vendor`, submodules, projects
 * of their own, links that leave the project and generated bundles are left out; `include` brings files of the first
 * four back, and `ignore.files` leaves files out. Nothing is executed, and no folder is an error: an unreadable one is a problem.
 */
export function discoverFiles(root: string, configuration: Configuration): Discovery {
  const isIncluded = pathMatcher(configuration.include ?? []);
  const mayHoldIncluded = folderMayHoldMatch(configuration.include ?? []);
  const isIgnored = pathMatcher(configuration.ignore?.files ?? []);
  const isWhollyIgnored = wholeFolderMatcher(configuration.ignore?.files ?? []);
  const above = ignorePatternsAbove(root);
  const files: string[] = [];
  const problems: DiscoveryProblem[] = [];
  visit("", above.patterns, false);
  return { files: files.sort(), problems };

  /** `isForeign`: the folder is none of the project's own; only what the configuration includes is taken from it. */
  function visit(folder: string, outerPatterns: IgnorePatterns, isForeign: boolean): void {
    const entries = entriesOf(root, folder, problems);
    if (folder !== "" && has(entries, configurationFile)) return;
    const foreign = isForeign || (folder !== "" && has(entries, ".git"));
    if (foreign && !mayHoldIncluded(folder)) return;
    const patterns = entries.some((entry) => entry.name === ".gitignore" && entry.isFile())
      ? withIgnoreFile(outerPatterns, `${above.projectAt}${folder}`.replace(/\/$/, ""), readTextOrNothing(join(root, folder, ".gitignore")))
      : outerPatterns;
    for (const entry of entries) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (entry.name === ".git" || isWhollyIgnored(path)) continue;
        const isOut = foreign || foreignFolders.has(entry.name) || patterns.ignores(`${above.projectAt}${path}/`);
        if (!isOut || mayHoldIncluded(path)) visit(path, patterns, isOut);
      } else if (!isIgnored(path)) {
        const isNamed = isIncluded(path);
        if (!isNamed && (foreign || patterns.ignores(above.projectAt + path))) continue;
        if (entry.isSymbolicLink() ? !leadsToFile(root, path, problems) : !entry.isFile()) continue;
        const reason = isNamed || !mayBeGenerated(path) ? undefined : reasonToCallGenerated(join(root, path));
        if (reason === undefined) files.push(path);
        else problems.push({ kind: "skipped", file: path, message: reason });
      }
    }
  }
}

/** Folders of code that others wrote, whether or not git ignores them. */
const foreignFolders: ReadonlySet<string> = new Set(["node_modules", "vendor"]);

/** Source files of more bytes are taken for generated. */
export const largestSource = 2_000_000;

/** Generated code is told by its name, its size, or one line that no person would write. */
const generated = { name: /\.min\.[cm]?js$/, lineLength: 100_000 };

/** A large file of data is no code, but a program may read it. */
function mayBeGenerated(file: string): boolean {
  const language = languageOf(file);
  return language !== undefined && language !== "yaml";
}

/** The path itself if it is a folder, else the folder that it lies in. */
function folderOf(path: string): string {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? path : dirname(path);
}

function entriesOf(root: string, folder: string, problems: DiscoveryProblem[]): readonly Dirent[] {
  try {
    return readdirSync(join(root, folder), { withFileTypes: true });
  } catch (error) {
    problems.push({ kind: "unreadable", file: folder === "" ? "." : folder, message: `the folder cannot be read (${codeOf(error)})` });
    return [];
  }
}

function has(entries: readonly Dirent[], name: string): boolean {
  return entries.some((entry) => entry.name === name);
}

/** Whether a symbolic link leads to a file of the project; one that leads to no file at all is a problem, one that leads to a folder is not. */
function leadsToFile(root: string, link: string, problems: DiscoveryProblem[]): boolean {
  try {
    const target = realpathSync(join(root, link));
    if (!statSync(target).isFile()) return false;
    if (isInside(target, realpathSync(root))) return true;
    problems.push({ kind: "skipped", file: link, message: "a symbolic link that leaves the project" });
  } catch {
    problems.push({ kind: "skipped", file: link, message: "a symbolic link that leads nowhere" });
  }
  return false;
}

function reasonToCallGenerated(file: string): string | undefined {
  if (generated.name.test(file)) return "a minified file";
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > largestSource) return `larger than ${largestSource / 1_000_000} MB, so taken for generated`;
  if (size <= generated.lineLength) return undefined;
  const hasLongLine = readTextOrNothing(file).split("\n").some((line) => line.length > generated.lineLength);
  return hasLongLine ? `a line of more than ${generated.lineLength.toLocaleString("en")} characters, so taken for generated` : undefined;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : String(error);
}
