import type { Defect } from "../checks/check.js";
import type { FileFacts } from "../facts/facts.js";
import type { Configuration } from "../project/configuration.js";
import type { Suggestion } from "../report/report.js";

/** What the edits of a project's findings are made from. */
export interface FixSource {
  readonly facts: ReadonlyMap<string, FileFacts | undefined>;
  readonly text: (file: string) => string | undefined;
  readonly configuration: Configuration;
}

/** One language's way of making edits; `text` is that of the defect's file. */
export type Fixer = (defect: Defect, text: string) => readonly Suggestion[];
