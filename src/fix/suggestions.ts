import type { Defect } from "../checks/check.js";
import type { FileFacts } from "../facts/facts.js";
import type { Suggestion } from "../report/report.js";

export interface FixSource {
  readonly facts: (file: string) => FileFacts | undefined;
  readonly text: (file: string) => string | undefined;
}

/** The edits of the defect's own file that an editor may offer, best first. */
export function suggestionsOf(_defect: Defect, _source: FixSource): readonly Suggestion[] {
  return [];
}
