import { scriptFacts, type FileFacts } from "../../facts/facts.js";

/** The facts of a file of a build tool or task runner; what else is in it is read where it runs. Never throws. */
export function lowerTool(): FileFacts {
  return scriptFacts("tool", { directives: [], problems: [] });
}
