import { posix } from "node:path";
import picomatch from "picomatch";
import type { Value } from "../../values/value.js";
import type { Frame } from "../run.js";

/** Files that a job hands to others, by their paths relative to the project's root. */
export type HandedFiles = ReadonlyMap<string, Value>;

const beginning = "file ";

/** The files that a job has written and that a list of paths and globs names; the folder is relative to the project's root. */
export function filesToHand({ run }: Frame, paths: readonly string[], folder: string): HandedFiles {
  const globs = paths.map((path) => posix.normalize(posix.join(folder, path.startsWith("/") ? `.${path}` : path)).replace(/\/$/u, "")).filter((glob) => glob.length < longestGlob);
  if (globs.length === 0) return new Map();
  const isNamed = picomatch(globs.flatMap((glob) => (glob === "." ? ["**"] : [glob, `${glob}/**`])), { dot: true });
  const handed = new Map<string, Value>();
  for (const [name, { value }] of run.files) {
    const path = name.startsWith(beginning) ? name.slice(beginning.length) : undefined;
    if (path !== undefined && value !== undefined && isNamed(path)) handed.set(path, value);
  }
  return handed;
}

const longestGlob = 500;

/** Puts files on a job's machine; `to` says where each one lies there. */
export function putFiles({ run }: Frame, handed: HandedFiles, to: (path: string) => string = (path) => path): void {
  for (const [path, value] of handed) run.files.set(`${beginning}${to(path)}`, { value, origin: undefined });
}
