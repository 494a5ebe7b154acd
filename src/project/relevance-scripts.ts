import { isCode, type Language } from "../facts/facts.js";
import { reachedFrom } from "./reached-from.js";
import type { ProjectFiles } from "./read-project.js";
import { withKustomizations } from "./relevance-kustomizations.js";
import { remembering } from "./remembering.js";
import { createScriptUses, type ScriptUse } from "./script-uses.js";

/** What of a project speaks of images, what its scripts say included. */
export interface Speaking {
  /** Files that speak of images themselves, or run, include or read one that does; in order of their names. */
  readonly seeds: readonly string[];
  /** As that of the project; where code names a script that speaks of images, or calls such a Makefile, counts too. */
  readonly mentionsBetween: ProjectFiles["mentionsBetween"];
}

/**
 * Widens the files that speak of images, by their texts alone: scripts and Makefiles that run or include one of these, to a
 * fixed point; code that runs one; and what kustomize reads together with them. It costs nothing where no script and no
 * manifest speaks of images.
 */
export function withScripts(project: ProjectFiles, speaking: readonly string[]): Speaking {
  const seeds = withKustomizations(project, speaking);
  const isScript = (file: string): boolean => isRunByItself(project.languageOf(file)) || project.yamlKindOf(file) === "tool";
  if (!seeds.some(isScript)) return { seeds: [...seeds].sort(), mentionsBetween: project.mentionsBetween };
  const scripts = project.sourceFiles.filter(isScript);
  const usesIn = createScriptUses(project, scripts);
  const users = new Map<string, string[]>(scripts.map((script) => [script, []]));
  for (const user of scripts) for (const script of usedIn(usesIn(user))) users.get(script)?.push(user);
  const relevant = reachedFrom(seeds.filter(isScript), (script) => users.get(script) ?? []);
  const usesInCode = createScriptUses(project, [...relevant]);
  const placesIn = remembering((file: string): readonly number[] => (isCodeIn(project, file) ? usesInCode(file).flatMap(({ scripts: used, place }) => (used.length > 0 ? [place] : [])) : []));
  const code = project.sourceFiles.filter((file) => placesIn(file).length > 0 && project.isWritten(file));
  return {
    seeds: [...new Set([...seeds, ...relevant, ...code])].sort(),
    mentionsBetween: (file, start, end) => project.mentionsBetween(file, start, end) || placesIn(file).some((place) => start <= place && place < end),
  };
}

function isRunByItself(language: Language | undefined): boolean {
  return language === "shell" || language === "make" || language === "tool";
}

/** Uses of the same name share their list. */
function usedIn(uses: readonly ScriptUse[]): ReadonlySet<string> {
  return new Set([...new Set(uses.map(({ scripts }) => scripts))].flat());
}

function isCodeIn(project: ProjectFiles, file: string): boolean {
  const language = project.languageOf(file);
  return language !== undefined && isCode(language);
}
