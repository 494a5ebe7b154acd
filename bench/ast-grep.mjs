import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { runProgram } from "./processes.mjs";

/**
 * Searches the Go files below a folder for calls of `exec.Command` with ast-grep, in as many threads as there are cores.
 *
 * It is the program itself that is measured, out of the package for this platform: the `ast-grep` that npm links to starts
 * Node first where its install script did not run, which costs a tenth of a second that is none of ast-grep's.
 *
 * @param {string} folder
 * @returns {{ readonly wall: number, readonly cpu: number, readonly matches: number }} times in milliseconds
 */
export function searchWithAstGrep(folder) {
  const { stdout, ...taken } = runProgram(
    program(),
    ["run", "--lang", "go", ...callOfCommand, "--threads", String(availableParallelism()), ...foreignFolders, "--json=stream", "."],
    // 1 is no match: https://ast-grep.github.io/reference/cli/run.html
    { cwd: folder, allowed: [0, 1] },
  );
  return { ...taken, matches: stdout.split("\n").length - 1 };
}

/** Alone, `exec.Command(…)` would be read as a conversion to a type: https://ast-grep.github.io/catalog/go/ */
const callOfCommand = ["--pattern", "func f() { exec.Command($$$A) }", "--selector", "call_expression"];

/** `check` does not read them either, whether or not git ignores them. */
const foreignFolders = ["--globs", "!**/vendor/**", "--globs", "!**/node_modules/**"];

function program() {
  const ofCli = createRequire(createRequire(import.meta.url).resolve("@ast-grep/cli/package.json"));
  const name = `@ast-grep/cli-${process.platform}-${process.arch}${systemLibraries[process.platform] ?? ""}`;
  return join(dirname(ofCli.resolve(`${name}/package.json`)), process.platform === "win32" ? "ast-grep.exe" : "ast-grep");
}

/** What the packages' names say beside platform and architecture. */
const systemLibraries = { linux: "-gnu", win32: "-msvc" };
