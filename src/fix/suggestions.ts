import type { Defect } from "../checks/check.js";
import type { FileFacts, Language } from "../facts/facts.js";
import type { Configuration } from "../project/configuration.js";
import type { Suggestion } from "../report/report.js";
import type { Edit } from "./edit.js";
import { createResults, type CalledFunction, type FunctionResult } from "./producer-result.js";
import { bindFile, type BoundFile } from "./typescript/bound-file.js";
import { captureSuggestions } from "./typescript/capture.js";
import { replaceSuggestions } from "./typescript/replace.js";

export interface FixSource {
  readonly facts: ReadonlyMap<string, FileFacts | undefined>;
  readonly text: (file: string) => string | undefined;
  readonly configuration: Configuration;
}

/**
 * Gives, for one defect after the other, the edits of the defect's own file that an editor may offer, best first. Each
 * repairs the whole defect and makes no other, but for one that only captures a result: its description says that the
 * result is to be passed on, and the defect stays until it is. A shape that is not understood has no edits.
 */
export function createSuggestions(source: FixSource): (defect: Defect) => readonly Suggestion[] {
  const bound = new Map<string, BoundFile>();
  const results = createResults(source.facts, source.configuration);
  const boundFile = (file: string, text: string): BoundFile => {
    const known = bound.get(file) ?? bindFile(file, text);
    bound.set(file, known);
    return known;
  };
  const byLanguage: Readonly<Record<Language, (defect: Defect, text: string) => readonly Suggestion[]>> = {
    go: () => [],
    typescript: ({ repair, place: { file } }, text) => {
      const resultIn = (called: CalledFunction): FunctionResult => results(called, file);
      switch (repair?.kind) {
        case undefined:
          return [];
        case "capture":
          return captureSuggestions(boundFile(file, text), repair, file, resultIn);
        case "replace":
          return replaceSuggestions(boundFile(file, text), repair, file, resultIn);
      }
    },
  };
  return (defect) => {
    const { file } = defect.place;
    const facts = source.facts.get(file);
    const text = source.text(file);
    // Half-typed code may mean anything.
    if (facts === undefined || text === undefined || facts.problems.length > 0) return [];
    return byLanguage[facts.language](defect, text).flatMap(({ description, edits }) => {
      const ordered = inOrder(edits);
      return ordered === undefined ? [] : [{ description, edits: ordered }];
    });
  };
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
