import { Worker } from "node:worker_threads";
import type { Output } from "./environment.js";

/**
 * Says on a terminal what is going on if it takes more than a second, and how long it has taken; the function that is
 * returned takes the line away again. Anything but a terminal gets nothing, and pays nothing.
 */
export function showProgress(what: string, output: Output): () => Promise<void> {
  const { fd, isTTY } = output;
  if (isTTY !== true || fd === undefined) return () => Promise.resolve();
  const seconds = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const clock = new Worker(tick, { eval: true, workerData: { fd, seconds, line: `${eraseLine}${what} …` } });
  // Without the clock the work goes on all the same.
  clock.on("error", () => undefined);
  return async () => {
    await clock.terminate();
    if (Atomics.load(seconds, 0) > 0) output.write(eraseLine);
  };
}

/** Runs in a thread of its own, because the analysis does not let go of this one. */
const tick = `
  const { writeSync } = require("node:fs");
  const { fd, seconds, line } = require("node:worker_threads").workerData;
  setInterval(() => writeSync(fd, line + " " + (Atomics.add(seconds, 0, 1) + 1) + " s"), 1000);
`;

/** To the first column, and all of the line deleted (ECMA-48, EL). */
const eraseLine = "\r\u001B[2K";
