import { scriptFacts, type FileFacts } from "../../facts/facts.js";
import { templateDirectives } from "./directives.js";
import { readTemplate } from "./read-template.js";

/** The facts of a chart's template: the comments that speak to ESLint, and where it does not balance. Never throws. */
export function lowerHelm(text: string): FileFacts {
  const { problems } = readTemplate(text);
  // The first one: those behind it mostly follow from it.
  return scriptFacts("helm", { directives: text.includes("eslint") ? templateDirectives(text) : [], problems: problems.slice(0, 1) });
}
