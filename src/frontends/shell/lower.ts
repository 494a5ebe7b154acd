import { scriptFacts, type FileFacts } from "../../facts/facts.js";
import { hashDirectives } from "../hash-comments.js";
import { readShell, readShellComments, type ShellParser } from "./read.js";

export { loadShellGrammar } from "./read.js";

/** The facts of a shell script: its statements, and what its comments say to ESLint. Never throws. */
export function lowerShell(parser: ShellParser, text: string): FileFacts {
  const script = readShell(parser, text);
  return scriptFacts("shell", { directives: hashDirectives(readShellComments(parser, text, "eslint")), problems: script.problems, script });
}
