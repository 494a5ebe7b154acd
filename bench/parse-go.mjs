// Parses Go files with the published grammar's WebAssembly, and does nothing else: `node parse-go.mjs <list of paths>`.
// Prints how long that took without loading the grammar and reading the files, as JSON, in milliseconds.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Language, Parser } from "web-tree-sitter";

const texts = readFileSync(process.argv[2], "utf8").split("\n").map((path) => readFileSync(path, "utf8"));
await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(createRequire(import.meta.url).resolve("tree-sitter-go/tree-sitter-go.wasm")));
const cpuBefore = process.cpuUsage();
const start = performance.now();
let nodes = 0;
for (const text of texts) {
  const tree = parser.parse(text);
  nodes += tree?.rootNode.descendantCount ?? 0;
  tree?.delete();
}
const wall = performance.now() - start;
const { user, system } = process.cpuUsage(cpuBefore);
console.log(JSON.stringify({ wall, cpu: (user + system) / 1000, nodes }));
