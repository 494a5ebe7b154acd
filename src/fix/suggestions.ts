import type { Defect } from "../checks/check.js";
import type { Language } from "../facts/facts.js";
import type { Suggestion } from "../report/report.js";
import { uncaptured } from "../values/text.js";
import type { Edit } from "./edit.js";
import type { Fixer, FixSource } from "./fixer.js";

export type { FixSource } from "./fixer.js";

/** A fixer comes with its language's compiler or grammar. */
const loaders: Readonly<Record<Language, (source: FixSource) => Promise<Fixer>>> = {
  typescript: async (source) => (await import("./typescript/fixer.js")).createFixer(source),
  go: async (source) => (await import("./go/fixer.js")).createFixer(source),
  yaml: noFixer,
  shell: noFixer,
  make: noFixer,
  dockerfile: noFixer,
  tool: noFixer,
  helm: noFixer,
  hcl: noFixer,
};

/**
 * Gives, for one defect after the other, the edits of the defect's own file that an editor may offer, best first. Each
 * repairs the whole defect and makes no other, but for one that only captures a result: its description says that the
 * result is to be passed on, and the defect stays until it is. A shape that is not understood has no edits.
 *
 * @param source its `defects` are those that will be asked about: the languages of their files are loaded, and no others;
 *   without them, those of all the facts
 */
export async function createSuggestions(source: FixSource & { readonly defects?: readonly Defect[] }): Promise<(defect: Defect) => readonly Suggestion[]> {
  const files = source.defects?.map(({ place }) => place.file) ?? [...source.facts.keys()];
  const languages = new Set(files.flatMap((file) => source.facts.get(file)?.language ?? []));
  const fixers = new Map(await Promise.all([...languages].map(async (language) => [language, await loaders[language](source)] as const)));
  return (defect) => {
    const { file } = defect.place;
    const facts = source.facts.get(file);
    const text = source.text(file);
    // Half-typed code may mean anything.
    if (facts === undefined || text === undefined || facts.problems.length > 0 || isWrittenRight(defect)) return [];
    return (fixers.get(facts.language)?.(defect, text) ?? []).flatMap(({ description, edits }) => {
      const ordered = inOrder(edits);
      return ordered === undefined ? [] : [{ description, edits: ordered }];
    });
  };
}

function noFixer(): Promise<Fixer> {
  return Promise.resolve(() => []);
}

/** The same text is deployed already, and means another image to another engine: podman puts `localhost/` before it. */
function isWrittenRight({ rule, repair }: Defect): boolean {
  return rule !== "no-hardcoded-image" && repair?.kind === "replace" && repair.deploys.some((site) => uncaptured(site.reference).key === uncaptured(repair.built.reference).key);
}

/** Edits in the order of the text, those that touch as one; undefined if two of them overlap. */
function inOrder(edits: readonly Edit[]): readonly Edit[] | undefined {
  const ordered: Edit[] = [];
  for (const edit of [...edits].sort((left, right) => left.start - right.start || left.end - right.end)) {
    const last = ordered.at(-1);
    if (last !== undefined && last.end > edit.start) return undefined;
    if (last?.end === edit.start) ordered.splice(-1, 1, { start: last.start, end: edit.end, text: last.text + edit.text });
    else ordered.push(edit);
  }
  return ordered;
}
