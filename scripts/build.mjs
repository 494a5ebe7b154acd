// Compiles src and rules to dist, and copies the grammars' WebAssembly into it, so that no user needs the grammar
// packages or their install scripts.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const grammars = [
  ["tree-sitter-bash", "tree-sitter-bash.wasm"],
  ["tree-sitter-go", "tree-sitter-go.wasm"],
  ["@tree-sitter-grammars/tree-sitter-hcl", "tree-sitter-hcl.wasm"],
  ["tree-sitter-starlark", "tree-sitter-starlark.wasm"],
  ["tree-sitter-groovy", "tree-sitter-groovy.wasm"],
];

rmSync("dist", { recursive: true, force: true });
execFileSync(process.execPath, [require.resolve("typescript/bin/tsc"), "-p", "tsconfig.build.json"], { stdio: "inherit" });
mkdirSync("dist/grammars", { recursive: true });
for (const [name, file] of grammars) {
  copyFileSync(join(dirname(require.resolve(`${name}/package.json`)), file), join("dist/grammars", file));
}
chmodSync("dist/src/cli/main.js", 0o755);
