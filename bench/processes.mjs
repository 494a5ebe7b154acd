import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * What a process took, from its start to its end, all its threads together.
 *
 * @typedef {{ readonly wall: number, readonly cpu: number, readonly userCpu: number, readonly memory: number, readonly stdout: string }} Taken
 *   times in milliseconds, the largest resident memory in megabytes
 */

/**
 * Runs a program of node in a process of its own. `allowed` are the exit codes that are no failure.
 *
 * @param {string} folder where the process may leave a file
 * @param {readonly string[]} commandLine the program and its arguments
 * @param {{ readonly cwd?: string, readonly allowed?: readonly number[] }} options
 * @returns {Taken}
 */
export function runNode(folder, commandLine, { cwd, allowed = [0] } = {}) {
  const usageFile = join(folder, "usage.json");
  const start = performance.now();
  const { status, stdout, stderr, error } = spawnSync(process.execPath, ["--import", usageReporter, ...commandLine], {
    cwd,
    encoding: "utf8",
    maxBuffer: 2 ** 30,
    env: { ...process.env, BENCH_USAGE_FILE: usageFile },
  });
  const wall = performance.now() - start;
  if (error !== undefined || !allowed.includes(status ?? -1)) throw error ?? new Error(`${commandLine.join(" ")} ended with ${status}\n${stderr}`);
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(readFileSync(usageFile, "utf8"));
  // Microseconds and kilobytes: https://nodejs.org/api/process.html#processresourceusage
  return { wall, cpu: (userCPUTime + systemCPUTime) / 1000, userCpu: userCPUTime / 1000, memory: maxRSS / 1024, stdout };
}

const usageReporter = new URL("usage.mjs", import.meta.url).href;

/** @param {readonly number[]} numbers */
export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
