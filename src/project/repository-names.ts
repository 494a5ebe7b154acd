import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ProjectFiles } from "./read-project.js";

/**
 * The names (`owner/repository`, in lower case) under which the project may be hosted, by what it says of itself: the
 * remotes of its repository, its Go module, its packages and charts. They tell that `${{ github.repository }}` may well be
 * such a name, and never that it is not: a project may have moved, and it has forks.
 */
export function repositoryNames({ root, files, readText }: Pick<ProjectFiles, "root" | "files" | "readText">): readonly string[] {
  const texts = [remotesOf(root), ...files.flatMap((file) => matchesOf(file, readText))];
  return [...new Set(texts.flatMap((text) => [...text.matchAll(hosted)].map(([, name = ""]) => name.toLowerCase())))];
}

/** `github.com/owner/name`, `git@gitlab.com:owner/name.git`; not what is below it (`/blob/main`). */
const hosted = /\b(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|gitea\.com)[/:]([\w.-]+\/[\w-]+(?:\.(?!git\b)[\w-]+)*)/gu;

function remotesOf(root: string): string {
  try {
    return lines(readFileSync(join(root, ".git", "config"), "utf8"), /^\s*url\s*=/u);
  } catch {
    // No repository, or one whose settings lie elsewhere.
    return "";
  }
}

/** Which lines of which files speak of the project itself, and not of what it uses. */
const selfDescriptions: readonly { readonly files: RegExp; readonly lines: RegExp }[] = [
  // https://go.dev/ref/mod#go-mod-file-module
  { files: /(?:^|\/)go\.mod$/u, lines: /^module\s/u },
  // https://docs.npmjs.com/cli/configuring-npm/package-json#repository
  { files: /^package\.json$/u, lines: /"(?:repository|url|homepage|bugs)"\s*:/u },
  // https://helm.sh/docs/topics/charts/#the-chartyaml-file
  { files: /(?:^|\/)Chart\.ya?ml$/u, lines: /^(?:home:|\s*-\s*["']?https:)/u },
];

function matchesOf(file: string, readText: ProjectFiles["readText"]): readonly string[] {
  const row = selfDescriptions.find((one) => one.files.test(file));
  const text = row === undefined ? undefined : readText(file);
  return row === undefined || text === undefined ? [] : [lines(text, row.lines)];
}

function lines(text: string, wanted: RegExp): string {
  return text.split("\n").filter((line) => wanted.test(line)).join("\n");
}
