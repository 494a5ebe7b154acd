import { scriptFacts, type FileFacts } from "../../facts/facts.js";
import { hashDirectives } from "../hash-comments.js";
import { makeComments } from "./comments.js";
import { readMakeLines } from "./read.js";

/** The facts of a Makefile: its lines as they are written. Never throws. */
export function lowerMake(text: string): FileFacts {
  const read = readMakeLines(text);
  const directives = /eslint|tag-consistency/.test(text) ? hashDirectives(makeComments(text, read)) : [];
  return scriptFacts("make", { directives, problems: read.makefile.problems, makefile: read.makefile });
}
