import type { Fixer, FixSource } from "../fixer.js";
import { createResults, type CalledFunction, type FunctionResult } from "../producer-result.js";
import { bindFile, type BoundFile } from "./bound-file.js";
import { captureSuggestions } from "./capture.js";
import { replaceSuggestions } from "./replace.js";

/** Edits of TypeScript and JavaScript; each file is bound once. */
export function createFixer({ facts, configuration }: FixSource): Fixer {
  const bound = new Map<string, BoundFile>();
  const results = createResults(facts, configuration);
  const boundFile = (file: string, text: string): BoundFile => {
    const known = bound.get(file) ?? bindFile(file, text);
    bound.set(file, known);
    return known;
  };
  return ({ repair, place: { file } }, text) => {
    const resultIn = (called: CalledFunction): FunctionResult => results(called, file);
    switch (repair?.kind) {
      case undefined:
        return [];
      case "capture":
        return captureSuggestions(boundFile(file, text), repair, file, resultIn);
      case "replace":
        return replaceSuggestions(boundFile(file, text), repair, file, resultIn);
    }
  };
}
