// Parses files with the compiler that is bundled with ts-morph, and does nothing else: `node parse.mjs <list of paths>`.
// Prints how long that took without loading the compiler and reading the files, as JSON, in milliseconds.
import { readFileSync } from "node:fs";
import { ts } from "ts-morph";

const texts = readFileSync(process.argv[2], "utf8").split("\n").map((path) => ({ path, text: readFileSync(path, "utf8") }));
const cpuBefore = process.cpuUsage();
const start = performance.now();
let nodes = 0;
for (const { path, text } of texts) nodes += ts.createSourceFile(path, text, ts.ScriptTarget.Latest).nodeCount;
const wall = performance.now() - start;
const { user, system } = process.cpuUsage(cpuBefore);
console.log(JSON.stringify({ wall, cpu: (user + system) / 1000, nodes }));
