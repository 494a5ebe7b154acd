import type { Defect } from "../../checks/check.js";
import { loadGoGrammar } from "../../frontends/go/grammar.js";
import type { Suggestion } from "../../report/report.js";
import type { Fixer, FixSource } from "../fixer.js";
import { bindFile, type BoundFile } from "./bound-file.js";
import { captureSuggestions } from "./capture.js";
import { keepColumns } from "./comment-columns.js";
import type { Project } from "./project.js";
import { replaceSuggestions } from "./replace.js";
import { createTypes } from "./types.js";

/** Edits of Go; each file is bound once. */
export async function createFixer(source: FixSource): Promise<Fixer> {
  const grammar = await loadGoGrammar();
  const bound = new Map<string, BoundFile | undefined>();
  const boundFile = (file: string): BoundFile | undefined => {
    if (bound.has(file)) return bound.get(file);
    const facts = source.facts.get(file);
    const text = facts?.language === "go" && facts.problems.length === 0 ? source.text(file) : undefined;
    const one = text === undefined ? undefined : bindFile(grammar, text);
    bound.set(file, one);
    return one;
  };
  const suggestionsFor = ({ repair, place: { file } }: Defect): readonly Suggestion[] => {
    const own = repair === undefined ? undefined : boundFile(file);
    if (repair === undefined || own === undefined) return [];
    const project: Project = { boundFile, types: createTypes(source, grammar, file) };
    switch (repair.kind) {
      case "capture":
        return captureSuggestions(own, repair, file, project);
      case "replace":
        return replaceSuggestions(own, repair, file, project);
    }
  };
  return (defect, text) => suggestionsFor(defect).map(({ description, edits }) => ({ description, edits: keepColumns(grammar, text, edits) }));
}
