import { readBracket } from "./bracket-expression.js";
import type { BracketSyntax } from "./bracket-expression.js";
import { setOf } from "./character-sets.js";
import { anyCharacter, anyText, letters, sequence } from "./regular-expression.js";
import type { Regular } from "./regular-expression.js";

const extended = /[?*+@!]\(/u;
const longestPattern = 2000;

/**
 * A pattern of the shell (Bash manual, "Pattern Matching"): `*`, `?`, `[…]`, and a backslash before what stands for
 * itself. Undefined where it is not known what it means: extended patterns (`@(a|b)`), which bash reads only if it is
 * told to.
 */
export function globExpression(pattern: string): Regular | undefined {
  const known = expressions.get(pattern);
  if (known !== undefined) return known;
  const regular = pattern.length > longestPattern || extended.test(pattern) ? undefined : read(pattern);
  if (expressions.size >= mostRemembered) expressions.clear();
  if (regular !== undefined) expressions.set(pattern, regular);
  return regular;
}

const mostRemembered = 500;
const expressions = new Map<string, Regular>();

function read(pattern: string): Regular | undefined {
  const parts: Regular[] = [];
  for (let at = 0; at < pattern.length; ) {
    const unit = pattern.charAt(at);
    const bracket = unit === "[" ? readBracket(pattern, at, bracketSyntax) : "open";
    if (bracket === undefined) return undefined;
    if (bracket !== "open") {
      parts.push(bracket.regular);
      at = bracket.end;
    } else if (unit === "\\" && at + 1 < pattern.length) {
      parts.push(letters(pattern.charAt(at + 1)));
      at += 2;
    } else {
      parts.push(unit === "*" ? anyText : unit === "?" ? anyCharacter : letters(unit));
      at += 1;
    }
  }
  return sequence(parts);
}

const bracketSyntax: BracketSyntax = {
  negations: "!^",
  escapeAt: (text, backslash) => (backslash + 1 < text.length ? { set: setOf(text.charAt(backslash + 1)), end: backslash + 2 } : undefined),
  ignoresCase: false,
};

/** Text as a pattern that matches nothing else: what stands in quotes in a pattern. */
export function quotedGlob(text: string): string {
  return text.replace(/[\\*?[\]()|!+@-]/gu, "\\$&");
}
