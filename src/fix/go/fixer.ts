import { loadGoGrammar } from "../../frontends/go/grammar.js";
import type { Fixer, FixSource } from "../fixer.js";
import { bindFile, type BoundFile } from "./bound-file.js";
import { captureSuggestions } from "./capture.js";
import { replaceSuggestions } from "./replace.js";
import { createResultsOf } from "./signatures.js";

/** Edits of Go; each file is bound once. */
export async function createFixer(source: FixSource): Promise<Fixer> {
  const grammar = await loadGoGrammar();
  const bound = new Map<string, BoundFile>();
  const boundFile = (file: string, text: string): BoundFile => {
    const known = bound.get(file) ?? bindFile(grammar, text);
    bound.set(file, known);
    return known;
  };
  return ({ repair, place: { file } }, text) => {
    switch (repair?.kind) {
      case undefined:
        return [];
      case "capture":
        return captureSuggestions(boundFile(file, text), repair, file, createResultsOf(source, grammar, file));
      case "replace":
        return replaceSuggestions(boundFile(file, text), repair, file, createResultsOf(source, grammar, file));
    }
  };
}
