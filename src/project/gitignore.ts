import ignore, { type Ignore } from "ignore";
import { statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { nearestFolderWith } from "./nearest-folder.js";
import { readTextOrNothing } from "./read-text.js";

/** The patterns that hold in one folder: its own and those of all folders above it, the deepest last, for the last match decides. */
export interface IgnorePatterns {
  readonly patterns: Ignore;
  /** Where the project lies below the folder the patterns are relative to; empty, or ending in `/`. */
  readonly projectAt: string;
}

/**
 * The patterns that git applies to the folder `root` from outside: the repository's `info/exclude` and the `.gitignore`
 * files above it (git-scm.com/docs/gitignore). A user's global excludes file is left out: results must not depend on the
 * machine. A root that its own repository ignores was asked for by name, so nothing outside applies to it.
 */
export function ignorePatternsAbove(root: string): IgnorePatterns {
  const repository = nearestFolderWith(".git", root);
  if (repository === undefined) return { patterns: noPatterns(), projectAt: "" };
  const path = relative(repository, root).split(sep).join("/");
  const projectAt = path === "" ? "" : `${path}/`;
  const folders = projectAt.split("/").slice(0, -1).map((_, depth, names) => names.slice(0, depth).join("/"));
  let patterns = noPatterns().add(readTextOrNothing(excludeFileOf(repository)));
  for (const folder of folders) patterns = withIgnoreFile(patterns, folder, readTextOrNothing(join(repository, folder, ".gitignore")));
  return projectAt !== "" && patterns.ignores(projectAt) ? { patterns: noPatterns(), projectAt } : { patterns, projectAt };
}

/**
 * The same patterns followed by those of a `.gitignore` file with the given text in `folder` (relative like the patterns,
 * empty for the topmost). Each line is anchored to its folder, so that one list answers for the whole path at once.
 */
export function withIgnoreFile(patterns: Ignore, folder: string, text: string): Ignore {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const prefix = folder === "" ? "" : `/${escapeGlob(folder)}`;
  return noPatterns().add(patterns).add(lines.flatMap((line) => anchored(line, prefix)).join("\n"));
}

function noPatterns(): Ignore {
  return ignore({ ignorecase: false });
}

function anchored(line: string, prefix: string): readonly string[] {
  if (prefix === "") return [line];
  if (line.trim() === "" || line.startsWith("#")) return [];
  const negation = line.startsWith("!") ? "!" : "";
  const pattern = line.slice(negation.length);
  // A slash at the start or in the middle ties a pattern to its folder; without one it holds at any depth below.
  const isTied = pattern.trimEnd().slice(0, -1).includes("/");
  return [`${negation}${prefix}${isTied ? "" : "/**"}${pattern.startsWith("/") ? "" : "/"}${pattern}`];
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
