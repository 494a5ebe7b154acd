import { posix } from "node:path";
import { workspaceFiles } from "../../models/bazel.js";
import type { ProjectFacts } from "../run.js";

/** The folder that labels begin at, for what is in a folder: the nearest with a mark of one, else the project's own. */
export function workspaceOf(project: ProjectFacts, folder: string): string {
  const folders = known.get(project.files) ?? new Set(project.files.filter((file) => workspaceFiles.test(file)).map((file) => posix.dirname(file)));
  known.set(project.files, folders);
  for (let one = folder; ; one = posix.dirname(one)) {
    if (folders.has(one) || one === "." || one === "/") return folders.has(one) ? one : ".";
  }
}

const known = new WeakMap<readonly string[], ReadonlySet<string>>();
