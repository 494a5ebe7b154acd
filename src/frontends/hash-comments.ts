import type { Directive, Span } from "../facts/facts.js";

/** A comment of a language whose comments begin with `#` and end with their line. */
export interface HashComment {
  /** With or without its mark. */
  readonly text: string;
  /** From the mark to the end of the line, without the line break. */
  readonly at: Span;
  /** Nothing but white space stands before it on its line. */
  readonly isAlone: boolean;
}

/**
 * The comments that speak to ESLint, in order. These languages have no block comments, so a comment alone on its line stands
 * for one where it begins or ends a part of the file, or configures a rule
 * (https://eslint.org/docs/latest/use/configure/rules#disabling-rules); behind something else it can only speak of a line.
 */
export function hashDirectives(comments: readonly HashComment[]): readonly Directive[] {
  return comments.flatMap(({ text, at, isAlone }): readonly Directive[] => {
    const content = text.replace(/^#+/u, "").trim();
    if (!/^eslint(?:-|\s)/u.test(content)) return [];
    const isOfLine = /^eslint-disable-(?:next-)?line\b/u.test(content);
    return [{ text: content, form: isAlone && !isOfLine ? "block" : "line", at }];
  });
}
