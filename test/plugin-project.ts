import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { projectOnDisk } from "./project-on-disk.js";

export const packageFolder = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** A project with these files, in which ESLint and the built package are installed as a user has them; it lasts as long as the test. */
export function projectWithEslint(files: Readonly<Record<string, string>>): string {
  const root = projectOnDisk(files);
  const modules = join(root, "node_modules");
  mkdirSync(modules);
  symlinkSync(packageFolder, join(modules, "eslint-plugin-tag-consistency"), "dir");
  for (const name of ["eslint", "@eslint", "@typescript-eslint", "typescript-eslint", "eslint-plugin-yml"]) symlinkSync(join(packageFolder, "node_modules", name), join(modules, name), "dir");
  return root;
}

export interface LintedMessage {
  readonly ruleId: string | null;
  readonly severity: number;
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly endLine?: number;
  readonly endColumn?: number;
  readonly suggestions?: readonly { readonly desc: string; readonly fix: { readonly range: readonly [number, number]; readonly text: string } }[];
}

/** What `eslint` says on the command line, by file. */
export function runEslint(root: string, ...arguments_: readonly string[]): { readonly status: number | null; readonly messages: ReadonlyMap<string, readonly LintedMessage[]>; readonly stderr: string } {
  const command = createRequire(import.meta.url).resolve("eslint/package.json").replace("package.json", "bin/eslint.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, "--format", "json", ...arguments_], { cwd: root, encoding: "utf8" });
  const results = stdout === "" ? [] : JSON.parse(stdout) as { filePath: string; messages: LintedMessage[] }[];
  return { status, messages: new Map(results.map(({ filePath, messages }) => [filePath.slice(root.length + 1).replaceAll("\\", "/"), messages])), stderr };
}
