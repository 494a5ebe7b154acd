import { scriptFacts, type FileFacts } from "../../facts/facts.js";
import { readShell, type ShellParser } from "./read.js";

export { loadShellGrammar } from "./read.js";

/** The facts of a shell script: its statements. Never throws. */
export function lowerShell(parser: ShellParser, text: string): FileFacts {
  const script = readShell(parser, text);
  return scriptFacts("shell", { directives: [], problems: script.problems, script });
}
