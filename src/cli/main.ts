#!/usr/bin/env node
import { run } from "./run.js";

for (const stream of [process.stdout, process.stderr]) {
  // A reader that has seen enough (`| head`) is no failure of the check.
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

// Node's own exit code for what nobody caught is 1, which says that there are findings.
process.on("uncaughtException", (error) => {
  process.stderr.write(`tag-consistency: internal failure: ${error.message}\n`);
  process.exit(2);
});

// The exit code is set and the process left to end by itself, so that everything written is flushed first.
void run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  workingFolder: process.cwd(),
  variables: process.env,
}).then((exitCode) => {
  process.exitCode = exitCode;
});
