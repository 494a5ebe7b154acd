import { scriptFacts, type FileFacts } from "../../facts/facts.js";
import { hashDirectives } from "../hash-comments.js";
import type { Grammar } from "../tree-sitter/grammar.js";
import { readHcl } from "./read.js";

export { loadHclGrammar } from "./read.js";

/** The facts of a bake file in HCL: its blocks as they are written. Never throws. */
export function lowerHcl(grammar: Grammar, text: string): FileFacts {
  const { bake, comments } = readHcl(grammar, text);
  return scriptFacts("hcl", { directives: text.includes("eslint") ? hashDirectives(comments) : [], problems: bake.problems, bake });
}
