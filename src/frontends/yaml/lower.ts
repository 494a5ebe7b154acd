import { scriptFacts, type FileFacts } from "../../facts/facts.js";

/** The facts of a YAML or JSON file. What is in it is read where it is used: it may be a template of something else. Never throws. */
export function lowerYaml(_text: string): FileFacts {
  return scriptFacts("yaml", { directives: [], problems: [] });
}
