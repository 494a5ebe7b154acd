import ignore from "ignore";
import { statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { nearestFolderWith } from "./nearest-folder.js";
import { readTextOrNothing } from "./read-text.js";

/** The patterns that hold in one folder: its own and those of all folders above it, the deepest last, for the last match decides. */
export interface IgnorePatterns {
  /** Whether a path is ignored, folders ending in `/`; those above it are not, or it would not be asked about. */
  readonly ignores: (path: string) => boolean;
  readonly lines: readonly string[];
}

/**
 * The patterns that git applies to the folder `root` from outside: the repository's `info/exclude` and the `.gitignore`
 * files above it (git-scm.com/docs/gitignore). A user's global excludes file is left out: results must not depend on the
 * machine. A root that its own repository ignores was asked for by name, so nothing outside applies to it.
 */
export function ignorePatternsAbove(root: string): {
  readonly patterns: IgnorePatterns;
  /** Where the project lies below the folder the patterns are relative to; empty, or ending in `/`. */
  readonly projectAt: string;
} {
  const repository = nearestFolderWith(".git", root);
  if (repository === undefined) return { patterns: patternsOf([]), projectAt: "" };
  const path = relative(repository, root).split(sep).join("/");
  const projectAt = path === "" ? "" : `${path}/`;
  // From the repository's own folder down to the project's.
  const folders = ["", ...projectAt.split("/").slice(0, -1).map((_, depth, names) => names.slice(0, depth + 1).join("/"))];
  let patterns = withIgnoreFile(patternsOf([]), "", readTextOrNothing(excludeFileOf(repository)));
  for (const folder of folders.slice(0, -1)) patterns = withIgnoreFile(patterns, folder, readTextOrNothing(join(repository, folder, ".gitignore")));
  const isIgnored = folders.slice(1).some((folder) => patterns.ignores(`${folder}/`));
  return { patterns: isIgnored ? patternsOf([]) : patterns, projectAt };
}

/**
 * The same patterns followed by those of a `.gitignore` file with the given text in `folder` (relative like the patterns,
 * empty for the topmost). Each line is anchored to its folder, so that one list answers for the whole path at once.
 */
export function withIgnoreFile(patterns: IgnorePatterns, folder: string, text: string): IgnorePatterns {
  const prefix = folder === "" ? "" : `/${escapeGlob(folder)}`;
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  return patternsOf([...patterns.lines, ...lines.flatMap((line) => anchored(line, prefix))]);
}

function patternsOf(lines: readonly string[]): IgnorePatterns {
  // Case decides, as it does for git where the file system lets it.
  const all = ignore({ ignorecase: false }).add(lines.join("\n"));
  const mayIgnore = mayIgnoreBy(lines);
  return { lines, ignores: (path) => mayIgnore(path) && all.ignores(path) };
}

/**
 * Whether any of the patterns could be meant: to ask each of some hundred patterns is what takes longest of all that is done
 * with most files. Ranges and escapes stand for anything here; negations ignore nothing.
 */
function mayIgnoreBy(lines: readonly string[]): (path: string) => boolean {
  const patterns = lines.filter((line) => line.trim() !== "" && !/^[#!]/.test(line)).map((line) => line.trimEnd().replace(/\/$/, ""));
  const isLikeName = isLikeOneOf(patterns.filter((pattern) => !isTied(pattern)));
  const isLikePath = isLikeOneOf(patterns.filter(isTied).map((pattern) => pattern.replace(/^\//, "")));
  return (asked) => {
    const path = asked.endsWith("/") ? asked.slice(0, -1) : asked;
    return isLikeName(path.slice(path.lastIndexOf("/") + 1)) || isLikePath(path);
  };
}

function isLikeOneOf(patterns: readonly string[]): (text: string) => boolean {
  const plain = new Set(patterns.filter((pattern) => !/[*?[\\]/.test(pattern)));
  const others = patterns.filter((pattern) => !plain.has(pattern)).map(piecesOf);
  return (text) => plain.has(text) || others.some((pieces) => isMadeOf(text, pieces));
}

interface Pieces {
  readonly start: string;
  readonly middle: readonly string[];
  readonly end: string;
  /** How many slashes the text has; undefined where `**` stands for any number. */
  readonly slashes: number | undefined;
}

/** What a pattern says letter by letter. */
function piecesOf(pattern: string): Pieces {
  const pieces = pattern.split(/(?:\*\*\/|[*?]|\\.?|\[[^/]*\])+/);
  return { start: pieces[0] ?? "", middle: pieces.slice(1, -1), end: pieces.at(-1) ?? "", slashes: pattern.includes("**") ? undefined : pattern.split("/").length - 1 };
}

function isMadeOf(text: string, { start, middle, end, slashes }: Pieces): boolean {
  if (!text.endsWith(end) || !text.startsWith(start)) return false;
  let at = start.length;
  for (const piece of middle) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at + end.length <= text.length && (slashes === undefined || text.split("/").length - 1 === slashes);
}

/** A slash at the start or in the middle ties a pattern to its folder; without one it holds at any depth below. */
function isTied(pattern: string): boolean {
  return pattern.trimEnd().slice(0, -1).includes("/");
}

function anchored(line: string, prefix: string): readonly string[] {
  if (prefix === "") return [line];
  if (line.trim() === "" || line.startsWith("#")) return [];
  const negation = line.startsWith("!") ? "!" : "";
  const pattern = line.slice(negation.length);
  return [`${negation}${prefix}${isTied(pattern) ? "" : "/**"}${pattern.startsWith("/") ? "" : "/"}${pattern}`];
}

function escapeGlob(folder: string): string {
  return folder.replace(/[\\*?[\] ]/g, "\\$&");
}

/** Worktrees keep the excludes of their repository: a `.git` file names the private folder, whose `commondir` names the shared one (git-scm.com/docs/gitrepository-layout). */
function excludeFileOf(repository: string): string {
  const dotGit = join(repository, ".git");
  if (statSync(dotGit).isDirectory()) return join(dotGit, "info", "exclude");
  const named = /^gitdir:\s*(.+)$/m.exec(readTextOrNothing(dotGit))?.[1]?.trim();
  if (named === undefined) return join(dotGit, "info", "exclude");
  const own = resolve(repository, named);
  const common = readTextOrNothing(join(own, "commondir")).trim();
  return join(common === "" ? own : resolve(own, common), "info", "exclude");
}
