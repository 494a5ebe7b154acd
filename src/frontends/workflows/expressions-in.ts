import type { Span, SyntaxProblem } from "../../facts/facts.js";

/** An expression in a text: all of it with its marks, and what stands between them. */
export interface WrittenExpression {
  readonly at: Span;
  readonly inner: Span;
}

/** The expressions (`${{ … }}`) in a text, in order; one that has no end is a problem. Braces in a quoted text end none. */
export function expressionsIn(text: string): { readonly expressions: readonly WrittenExpression[]; readonly problem: SyntaxProblem | undefined } {
  const expressions: WrittenExpression[] = [];
  for (let start = text.indexOf(opening); start >= 0; ) {
    const end = endOf(text, start + opening.length);
    if (end === undefined) return { expressions, problem: { offset: start, message: "the expression has no end" } };
    expressions.push({ at: [start, end + closing.length], inner: [start + opening.length, end] });
    start = text.indexOf(opening, end + closing.length);
  }
  return { expressions, problem: undefined };
}

const opening = "${{";
const closing = "}}";

function endOf(text: string, from: number): number | undefined {
  let isQuoted = false;
  for (let at = from; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (letter === "'") isQuoted = !isQuoted;
    else if (!isQuoted && text.startsWith(closing, at)) return at;
  }
  return undefined;
}
