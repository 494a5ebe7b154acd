import { posix } from "node:path";
import picomatch from "picomatch";
import type { ProjectFacts } from "../run.js";

/** The files of the project that a glob names (as seen from the project's root), in order; a plain path names that file, or those that lie in that folder. */
export function filesMatching(project: ProjectFacts, glob: string): readonly string[] {
  const pattern = posix.normalize(glob).replace(/^\.?\//u, "").replace(/\/$/u, "");
  if (pattern.startsWith("..") || pattern.length > longestGlob) return [];
  if (!picomatch.scan(pattern).isGlob) return project.files.filter((file) => file === pattern || posix.dirname(file) === pattern);
  const matches = picomatch(pattern, { dot: true });
  return project.files.filter((file) => matches(file));
}

const longestGlob = 1000;
