import { isCode, type CodeLanguage, type FileFacts } from "../facts/facts.js";
import type { ProjectFiles } from "./read-project.js";
import { goWidening } from "./relevance-go.js";
import { typescriptWidening } from "./relevance-typescript.js";

export interface RelevanceInput {
  readonly project: ProjectFiles;
  /** Files that speak of images, scripts among them; see `withScripts`. */
  readonly seeds: readonly string[];
  readonly facts: (file: string) => FileFacts | undefined;
  readonly resolve: (specifier: string, from: string) => string | undefined;
}

export interface Relevance {
  /** In order of their names. */
  readonly files: readonly string[];
  /** Whether a file can get hold of what another one defines: it is in the same package, it imports it, or it imports what does. */
  readonly reaches: (from: string, to: string) => boolean;
}

/** What a file defines by which a site may be reached from elsewhere. */
export interface Lead {
  /** The files that can see it. */
  readonly viewers: Iterable<string>;
  /** Where a viewer names it: what leads on from there; undefined if it does not. */
  readonly usedIn: (viewer: string) => readonly Lead[] | undefined;
}

/** How what files define is seen and named in one language. */
export interface Widening {
  readonly leadsOf: (seed: string) => readonly Lead[];
  readonly reaches: (from: string, to: string) => boolean;
}

/**
 * The files that may hold sites or call what does: those that speak of images, and, to a fixed point, those that see one of
 * these and use a name that it defines.
 *
 * What they import is loaded when it is needed; who calls them need not hold any word of images.
 */
export function relevantFiles(input: RelevanceInput): Relevance {
  const made: Partial<Record<CodeLanguage, Widening>> = {};
  const wideningOf = (file: string): Widening | undefined => {
    const language = input.project.languageOf(file);
    return language === undefined || !isCode(language) ? undefined : (made[language] ??= widenings[language](input));
  };
  const relevant = new Set(input.seeds);
  const queue = input.seeds.flatMap((seed) => wideningOf(seed)?.leadsOf(seed) ?? []);
  for (let lead = queue.pop(); lead !== undefined; lead = queue.pop()) {
    for (const viewer of lead.viewers) {
      const next = lead.usedIn(viewer);
      if (next === undefined) continue;
      relevant.add(viewer);
      queue.push(...next);
    }
  }
  return { files: [...relevant].sort(), reaches: (from, to) => from === to || (input.project.languageOf(from) === input.project.languageOf(to) && wideningOf(from)?.reaches(from, to) === true) };
}

const widenings: Readonly<Record<CodeLanguage, (input: RelevanceInput) => Widening>> = { typescript: typescriptWidening, go: goWidening };
