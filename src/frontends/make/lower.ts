import { scriptFacts, type FileFacts } from "../../facts/facts.js";
import { readMakefile } from "./read.js";

/** The facts of a Makefile: its lines as they are written. Never throws. */
export function lowerMake(text: string): FileFacts {
  const makefile = readMakefile(text);
  return scriptFacts("make", { directives: [], problems: makefile.problems, makefile });
}
