import { readBracket } from "../../values/bracket-expression.js";
import type { BracketItem } from "../../values/bracket-expression.js";
import { complementOf, setOf, spaces, withBothCases, wordUnits } from "../../values/character-sets.js";
import { isHoleUnit } from "../../values/indexed-text.js";
import { anyCharacter, letters, oneOf } from "../../values/regular-expression.js";
import type { Assertion, Regular } from "../../values/regular-expression.js";
import { expressionOf } from "./expression-tokens.js";
import type { ExpressionToken } from "./expression-tokens.js";

export interface PosixSyntax {
  /** Extended (`sed -E`) or basic. */
  readonly isExtended: boolean;
  /** Of ASCII letters. */
  readonly ignoresCase: boolean;
  /** What a hole in it stands for: the expression then matches too much. Undefined: it is not read. */
  readonly hole?: Regular | undefined;
}

const longestPattern = 2000;

/**
 * A regular expression as GNU sed and grep read it (POSIX.1-2017, XBD 9; sed manual, "Regular Expressions"). Undefined
 * where it is not one, holds a back-reference, or means different things in different versions.
 */
export function posixExpression(pattern: string, syntax: PosixSyntax): Regular | undefined {
  if (pattern.length > longestPattern) return undefined;
  const tokens: ExpressionToken[] = [];
  for (let at = 0; at < pattern.length; ) {
    const read = tokenAt(pattern, at, tokens.at(-1), syntax);
    if (read === undefined) return undefined;
    tokens.push(read.token);
    at = read.end;
  }
  return expressionOf(tokens);
}

interface Read {
  readonly token: ExpressionToken;
  readonly end: number;
}

function tokenAt(pattern: string, at: number, before: ExpressionToken | undefined, { isExtended, ignoresCase, hole }: PosixSyntax): Read | undefined {
  const unit = pattern.charAt(at);
  if (isHoleUnit(pattern.charCodeAt(at))) return hole === undefined ? undefined : { token: { kind: "one", regular: hole }, end: at + 1 };
  if (unit === "\\") return escapeAt(pattern, at, isExtended, ignoresCase);
  if (unit === "[") {
    const bracket = readBracket(pattern, at, { negations: "^", escapeAt: escapeInBracket, ignoresCase });
    return bracket === undefined || bracket === "open" ? undefined : { token: { kind: "one", regular: bracket.regular }, end: bracket.end };
  }
  const end = at + 1;
  const begins = before === undefined || before.kind === "open" || before.kind === "or";
  if (unit === ".") return { token: { kind: "one", regular: anyCharacter }, end };
  if (unit === "^" && (isExtended || begins)) return { token: { kind: "assertion", asserts: "start" }, end };
  if (unit === "$" && (isExtended || end === pattern.length || /^\\[)|]/u.test(pattern.slice(end, end + 2)))) return { token: { kind: "assertion", asserts: "end" }, end };
  // At the beginning there is nothing to repeat: basic syntax takes the star for a letter.
  if (unit === "*" && (isExtended || !(begins || before.kind === "assertion"))) return { token: { kind: "repeat", least: 0, most: Infinity }, end };
  const operator = isExtended ? operatorAt(pattern, at, unit, "}") : undefined;
  if (operator !== undefined) return operator;
  if (isExtended && unit === "{") return undefined;
  const character = String.fromCodePoint(pattern.codePointAt(at) ?? 0);
  return { token: { kind: "one", regular: oneLetter(character, ignoresCase) }, end: at + character.length };
}

function oneLetter(character: string, ignoresCase: boolean): Regular {
  return ignoresCase && character.length === 1 ? { kind: "set", set: withBothCases(setOf(character)) } : letters(character);
}

/** `(`, `)`, `|`, `+`, `?` and `{`, which basic syntax writes with a backslash. `offset` is that of the operator itself. */
function operatorAt(pattern: string, offset: number, operator: string, closing: "}" | "\\}"): Read | undefined {
  const end = offset + 1;
  if (operator === "{") {
    const closed = pattern.indexOf(closing, end);
    const [, least, comma, most] = /^(\d*)(,?)(\d*)$/u.exec(pattern.slice(end, Math.max(closed, end))) ?? [];
    if (closed < 0 || least === undefined || (least === "" && comma === "")) return undefined;
    const count = { least: Number(least), most: comma === "" ? Number(least) : most === "" ? Infinity : Number(most) };
    return count.least > count.most ? undefined : { token: { kind: "repeat", ...count }, end: closed + closing.length };
  }
  const token = operators[operator];
  return token === undefined ? undefined : { token, end };
}

const operators: Readonly<Record<string, ExpressionToken>> = {
  "(": { kind: "open", isCapturing: true },
  ")": { kind: "close" },
  "|": { kind: "or" },
  "+": { kind: "repeat", least: 1, most: Infinity },
  "?": { kind: "repeat", least: 0, most: 1 },
};

const assertions: Readonly<Record<string, Assertion>> = { b: "word boundary", B: "no word boundary", "<": "word start", ">": "word end", "`": "start", "'": "end" };

const classes: Readonly<Record<string, Regular>> = {
  w: oneOf(wordUnits),
  W: oneOf(complementOf(wordUnits)),
  s: oneOf(spaces),
  S: oneOf(complementOf(spaces)),
};

/** The escapes that stand for one character (sed manual, "Escapes"), by the letter behind the backslash. */
export const escapedCharacters: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", f: "\f", v: "\v", a: "\x07" };

function escapeAt(pattern: string, backslash: number, isExtended: boolean, ignoresCase: boolean): Read | undefined {
  const letter = pattern.charAt(backslash + 1);
  const end = backslash + 2;
  const operator = isExtended ? undefined : operatorAt(pattern, backslash + 1, letter, "\\}");
  if (operator !== undefined) return operator;
  const asserts = assertions[letter];
  if (asserts !== undefined) return { token: { kind: "assertion", asserts }, end };
  const regular = classes[letter];
  if (regular !== undefined) return { token: { kind: "one", regular }, end };
  const character = escapedCharacters[letter];
  if (character !== undefined) return { token: { kind: "one", regular: letters(character) }, end };
  const hexadecimal = /^x([\dA-Fa-f]{2})/u.exec(pattern.slice(backslash + 1, backslash + 4))?.[1];
  if (hexadecimal !== undefined) return { token: { kind: "one", regular: oneLetter(String.fromCharCode(parseInt(hexadecimal, 16)), ignoresCase) }, end: backslash + 4 };
  // A back-reference, or a letter that has no meaning yet. Basic syntax has read its operators above.
  if (letter === "" || /[\w{}]/u.test(letter) !== (isExtended && /[{}]/u.test(letter)) || isHoleUnit(letter.charCodeAt(0))) return undefined;
  return { token: { kind: "one", regular: letters(letter) }, end };
}

/** In brackets a backslash is a letter, but sed reads its own escapes first. */
function escapeInBracket(pattern: string, backslash: number): BracketItem {
  const character = escapedCharacters[pattern.charAt(backslash + 1)];
  return character === undefined ? { set: setOf("\\"), end: backslash + 1 } : { set: setOf(character), end: backslash + 2 };
}
