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

/**
 * Runs a program that is none of node. What it took is asked of the shell that starts it: its `times` is the one way to
 * that which all POSIX systems have, to a hundredth of a second.
 *
 * @param {string} program
 * @param {readonly string[]} given its arguments
 * @param {{ readonly cwd: string, readonly allowed: readonly number[] }} options
 * @returns {Pick<Taken, "wall" | "cpu" | "stdout">}
 */
export function runProgram(program, given, { cwd, allowed }) {
  const start = performance.now();
  const { status, stdout, stderr, error } = spawnSync("sh", ["-c", '"$@"; code=$?; times >&2; exit $code', "sh", program, ...given], { cwd, encoding: "utf8", maxBuffer: 2 ** 30 });
  const wall = performance.now() - start;
  if (error !== undefined || !allowed.includes(status ?? -1)) throw error ?? new Error(`${program} ended with ${status}\n${stderr}`);
  // The last line is that of the shell's children, "1m2.34s 0m0.56s" for user and system:
  // https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_23
  const times = stderr.trimEnd().split("\n").at(-1)?.split(" ") ?? [];
  const cpu = times.map((time) => /^(\d+)m([\d.]+)s$/.exec(time)).reduce((sum, [, minutes, seconds]) => sum + (Number(minutes) * 60 + Number(seconds)) * 1000, 0);
  return { wall, cpu, stdout };
}

const usageReporter = new URL("usage.mjs", import.meta.url).href;

/** @param {readonly number[]} numbers */
export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
