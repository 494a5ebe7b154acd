import { CST, Lexer } from "yaml";
import type { HashComment } from "../hash-comments.js";
import { greatestLength } from "./scalar.js";

/** The comments of a YAML text, in order. */
export function yamlComments(text: string): readonly HashComment[] {
  if (text.length > greatestLength || [...marks].some((mark) => text.includes(mark))) return [];
  const comments: HashComment[] = [];
  let offset = 0;
  let lineStart = 0;
  let isAfterScalarMark = false;
  for (const token of new Lexer().lex(text)) {
    if (marks.has(token)) {
      isAfterScalarMark = token === CST.SCALAR;
      continue;
    }
    if (!isAfterScalarMark && token.startsWith("#")) comments.push({ text: token, at: [offset, offset + token.trimEnd().length], isAlone: text.slice(lineStart, offset).trim() === "" });
    isAfterScalarMark = false;
    const lineBreak = token.lastIndexOf("\n");
    if (lineBreak >= 0) lineStart = offset + lineBreak + 1;
    offset += token.length;
  }
  return comments;
}

/** Tokens of the lexer's own, which stand for no letters. */
const marks: ReadonlySet<string> = new Set([CST.DOCUMENT, CST.FLOW_END, CST.SCALAR]);
