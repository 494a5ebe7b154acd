import type { Directive } from "../../facts/facts.js";
import { hashDirectives } from "../hash-comments.js";
import type { HashComment } from "../hash-comments.js";
import { piecesOf } from "./actions.js";

/** What speaks to ESLint in a template: `{{/* … *\/}}`, a block comment, and comments of the YAML that it gives. */
export function templateDirectives(text: string): readonly Directive[] {
  const { pieces } = piecesOf(text);
  const ofTemplate = pieces.flatMap(({ kind, at }): readonly Directive[] => {
    const content = kind === "comment" ? text.slice(...at).replace(/^\{\{-?\s*\/\*|\*\/\s*-?\}\}$/gu, "").trim() : "";
    return /^eslint(?:-|\s)/u.test(content) ? [{ text: content, form: "block", at }] : [];
  });
  const actions = pieces.flatMap(({ kind, at }) => (kind === "text" ? [] : [at]));
  const ofYaml = hashDirectives(hashComments(text)).filter(({ at: [start] }) => !actions.some(([from, to]) => from <= start && start < to));
  return [...ofTemplate, ...ofYaml].sort((left, right) => left.at[0] - right.at[0]);
}

/** Behind white space, or at the beginning of a line, and in no quotes of its line. */
function hashComments(text: string): readonly HashComment[] {
  return [...text.matchAll(/^(.*?(?:^|\s))(#.*)$/gmu)].flatMap((match): readonly HashComment[] => {
    const [, before = "", comment = ""] = match;
    if (!comment.includes("eslint") || (before.split('"').length + before.split("'").length) % 2 !== 0) return [];
    const start = match.index + before.length;
    return [{ text: comment, at: [start, start + comment.trimEnd().length], isAlone: before.trim() === "" }];
  });
}
