import { readBracket } from "../../values/bracket-expression.js";
import type { BracketItem } from "../../values/bracket-expression.js";
import { complementOf, namedClasses, setOf, spaces, withBothCases, wordUnits } from "../../values/character-sets.js";
import type { CharacterSet } from "../../values/character-sets.js";
import { isHoleUnit } from "../../values/indexed-text.js";
import { letters, oneOf } from "../../values/regular-expression.js";
import type { Assertion, Regular } from "../../values/regular-expression.js";
import { expressionOf } from "./expression-tokens.js";
import type { ExpressionToken } from "./expression-tokens.js";

const longestPattern = 2000;

/**
 * A regular expression as Perl reads it (perlre). Perl takes the first match that it comes to and not the longest: an
 * expression with alternatives, or in which more than one character is repeated, is undefined, and so is one with
 * variables, back-references and whatever else is Perl's own. For the rest the first is the longest.
 */
export function perlExpression(pattern: string, { ignoresCase, hasManyLines }: { readonly ignoresCase: boolean; readonly hasManyLines: boolean }): Regular | undefined {
  if (pattern.length > longestPattern) return undefined;
  const tokens: ExpressionToken[] = [];
  for (let at = 0; at < pattern.length; ) {
    const read = tokenAt(pattern, at, ignoresCase);
    const before = tokens.at(-1);
    if (read === undefined || read.token.kind === "or") return undefined;
    // Of several lines, only the last one's break is the end.
    if (hasManyLines && read.token.kind === "assertion" && read.token.asserts === "line end") return undefined;
    // `(ab)+`, and `a+?` or `a++`, which match as little as they can, or never give back.
    if (read.token.kind === "repeat" && before?.kind !== "one") return undefined;
    tokens.push(read.token);
    at = read.end;
  }
  return expressionOf(tokens);
}

interface Read {
  readonly token: ExpressionToken;
  readonly end: number;
}

const operators: Readonly<Record<string, ExpressionToken>> = {
  "(": { kind: "open", isCapturing: true },
  ")": { kind: "close" },
  "|": { kind: "or" },
  "*": { kind: "repeat", least: 0, most: Infinity },
  "+": { kind: "repeat", least: 1, most: Infinity },
  "?": { kind: "repeat", least: 0, most: 1 },
  "^": { kind: "assertion", asserts: "start" },
  ".": { kind: "one", regular: oneOf(complementOf(setOf("\n"))) },
};

function tokenAt(pattern: string, at: number, ignoresCase: boolean): Read | undefined {
  const unit = pattern.charAt(at);
  const end = at + 1;
  if (isHoleUnit(pattern.charCodeAt(at)) || unit === "@") return undefined;
  if (unit === "\\") return escapeAt(pattern, at);
  if (unit === "[") {
    const bracket = readBracket(pattern, at, { negations: "^", escapeAt: escapeInBracket, ignoresCase });
    // A variable may stand in brackets too.
    return bracket === undefined || bracket === "open" || /[$@]/u.test(pattern.slice(at, bracket.end)) ? undefined : { token: { kind: "one", regular: bracket.regular }, end: bracket.end };
  }
  if (unit === "$") return end === pattern.length || pattern.charAt(end) === ")" ? { token: { kind: "assertion", asserts: "line end" }, end } : undefined;
  if (unit === "(" && pattern.charAt(end) === "?") return pattern.startsWith("?:", end) ? { token: { kind: "open", isCapturing: false }, end: end + 2 } : undefined;
  if (unit === "{") {
    const [interval, least, comma, most] = /^\{(\d+)(,?)(\d*)\}/u.exec(pattern.slice(at, at + 20)) ?? [];
    if (interval === undefined || Number(most === "" ? least : most) < Number(least)) return undefined;
    return { token: { kind: "repeat", least: Number(least), most: comma === "" ? Number(least) : most === "" ? Infinity : Number(most) }, end: at + interval.length };
  }
  const operator = operators[unit];
  if (operator !== undefined) return { token: operator, end };
  const character = String.fromCodePoint(pattern.codePointAt(at) ?? 0);
  if (character.length > 1) return undefined;
  return { token: { kind: "one", regular: ignoresCase ? { kind: "set", set: withBothCases(setOf(character)) } : letters(character) }, end };
}

const assertions: Readonly<Record<string, Assertion>> = { b: "word boundary", B: "no word boundary", A: "start", Z: "line end", z: "end" };

const digits = namedClasses.get("digit") ?? [];
const blanks = setOf(" \t");

const classes: Readonly<Record<string, CharacterSet>> = {
  ...{ d: digits, D: complementOf(digits), w: wordUnits, W: complementOf(wordUnits), s: spaces, S: complementOf(spaces), h: blanks, H: complementOf(blanks) },
  ...{ n: setOf("\n"), t: setOf("\t"), r: setOf("\r"), f: setOf("\f"), e: setOf("\x1b"), a: setOf("\x07") },
};

function escapeAt(pattern: string, backslash: number): Read | undefined {
  const letter = pattern.charAt(backslash + 1);
  const end = backslash + 2;
  const asserts = assertions[letter];
  if (asserts !== undefined) return { token: { kind: "assertion", asserts }, end };
  const set = classes[letter];
  if (set !== undefined) return { token: { kind: "one", regular: oneOf(set) }, end };
  return /^[!-/:-@[-^`{-~]$/u.test(letter) ? { token: { kind: "one", regular: letters(letter) }, end } : undefined;
}

function escapeInBracket(pattern: string, backslash: number): BracketItem | undefined {
  const letter = pattern.charAt(backslash + 1);
  const set = classes[letter] ?? (/^[!-/:-@[-^`{-~]$/u.test(letter) ? setOf(letter) : undefined);
  return set === undefined ? undefined : { set, end: backslash + 2 };
}
