#!/usr/bin/env node
import * as nodeModule from "node:module";
import { setFlagsFromString } from "node:v8";
import type { ExitCode } from "./environment.js";
import { run } from "./run.js";

// Node keeps compiled code on disk from 22.8 on: the compiler is large.
if ("enableCompileCache" in nodeModule && typeof nodeModule.enableCompileCache === "function") Reflect.apply(nodeModule.enableCompileCache, nodeModule, []);

// A run is short: much of what V8 optimises, with all cores, is run hardly longer than that takes. So what is to be optimised must
// have run ten times as long as usual, and twenty times in WebAssembly: a fifth of the CPU time less, and no more time for large
// projects. Later versions than Node 20's have another compiler between the two, and other budgets.
if (process.versions.v8.startsWith("11.")) for (const flag of ["--interrupt-budget=600000", "--wasm-tiering-budget=40000000"]) setFlagsFromString(flag);

let exitCode: ExitCode | undefined;

// Node's own codes do not serve: 1 for what nobody caught would say that there are findings, and 0 for an end without a
// result that there are none. The process is left to end by itself, so that everything written is flushed first.
process.on("exit", () => {
  if (exitCode === undefined) process.stderr.write("tag-consistency: internal failure: the analysis ended without a result\n");
  process.exitCode = exitCode ?? 2;
});
process.on("uncaughtException", (error) => {
  exitCode = 2;
  process.stderr.write(`tag-consistency: internal failure: ${error.message}\n`);
  process.exit();
});

for (const stream of [process.stdout, process.stderr]) {
  // A reader that has seen enough (`| head`) is no failure of the check.
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

void run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  workingFolder: process.cwd(),
  variables: process.env,
}).then((code) => {
  exitCode = code;
});
