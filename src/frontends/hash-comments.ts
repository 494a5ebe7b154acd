import type { Directive, Span } from "../facts/facts.js";

/** A comment that begins with `#`. */
export interface HashComment {
  /** With its `#`. */
  readonly text: string;
  readonly at: Span;
  /** Nothing stands before it on its line. */
  readonly isAlone: boolean;
}

/**
 * The comments that speak to ESLint, in languages whose comments begin with `#`. What ESLint takes only from block comments
 * (`eslint-disable` and `eslint-enable` around lines) it takes from a comment that stands alone on its line: these languages
 * have no block comments.
 */
export function hashDirectives(comments: readonly HashComment[]): readonly Directive[] {
  return comments.flatMap(({ text, at, isAlone }): readonly Directive[] => {
    const content = text.replace(/^#+/, "").trim();
    if (!/^(?:eslint(?:-|\s)|tag-consistency)/.test(content)) return [];
    const isOfOneLine = /^eslint-disable-(?:next-)?line(?!\S)/.test(content);
    return [{ text: content, form: isAlone && !isOfOneLine ? "block" : "line", at }];
  });
}
