import { scriptFacts, type FileFacts } from "../../facts/facts.js";
import { hashDirectives } from "../hash-comments.js";
import { readDockerfile } from "./read.js";

/** The facts of a Dockerfile: its instructions that speak of images, as they are written. Never throws. */
export function lowerDockerfile(text: string): FileFacts {
  const { dockerfile, comments } = readDockerfile(text);
  return scriptFacts("dockerfile", { directives: text.includes("eslint") ? hashDirectives(comments) : [], problems: dockerfile.problems, dockerfile });
}
