import { basename } from "node:path";
import { languageOf } from "./prefilter.js";
import type { Lead, RelevanceInput, Widening } from "./relevance.js";

/** A script leads to the scripts and Makefiles that hold its file's name: they may run it, or make it read something. */
export function scriptWidening({ project }: RelevanceInput): Widening {
  const viewers = project.sourceFiles.filter((file) => languageOf(file) === "shell" || languageOf(file) === "make");
  const led = new Set<string>();
  const leadsOf = (seed: string): readonly Lead[] => {
    if (led.has(seed) || languageOf(seed) === "yaml") return [];
    led.add(seed);
    const name = basename(seed);
    return [{ viewers, usedIn: (viewer) => (project.searchedText(viewer)?.includes(name) === true ? leadsOf(viewer) : undefined) }];
  };
  return { leadsOf, reaches: () => false };
}
