import { isHoleUnit } from "../../values/indexed-text.js";
import type { IndexedText } from "../../values/indexed-text.js";
import { toCase } from "../../values/patterns.js";
import { anyText } from "../../values/regular-expression.js";
import type { Regular } from "../../values/regular-expression.js";
import type { Certainty, SymbolicLine } from "../../values/symbolic-line.js";
import { findMatches, groupSpans } from "../../values/symbolic-search.js";
import type { Span } from "../../values/symbolic-search.js";
import { derived, encodedLength, join, literal } from "../../values/text.js";
import type { JoinedPart, Text } from "../../values/value.js";
import { escapedCharacters, posixExpression } from "./posix-expression.js";

/** `s/pattern/replacement/flags`, of sed or of Perl. */
export interface Substitution {
  /** The whole command. */
  readonly text: Text;
  readonly pattern: Text;
  readonly replacement: Text;
  /** `last`: that which was looked for last; undefined: it is not understood. */
  readonly regular: Regular | "last" | undefined;
  /** There are holes in the pattern, for which the expression takes any text. */
  readonly isApproximate: boolean;
  /** Undefined: the replacement is not understood. */
  readonly parts: readonly ReplacementPart[] | undefined;
  /** Which match of a line is the first that is replaced, from 1. */
  readonly first: number;
  readonly isGlobal: boolean;
  readonly isPrinted: boolean;
}

export type ReplacementPart =
  | { readonly kind: "text"; readonly text: Text }
  /** `&` is group 0. */
  | { readonly kind: "group"; readonly number: number }
  | { readonly kind: "case"; readonly letter: string };

/** The substitution at an `s`, and where it ends; undefined where it is not closed. */
export function substitutionAt(script: IndexedText, at: number, isExtended: boolean): { readonly substitution: Substitution; readonly end: number } | undefined {
  const { encoded } = script;
  const middle = delimitedEnd(encoded, at + 1, true);
  const behind = middle === undefined ? undefined : delimitedEnd(encoded, middle, false);
  const flags = behind === undefined ? undefined : flagsAt(encoded, behind + 1);
  if (middle === undefined || behind === undefined || flags === undefined) return undefined;
  const delimiter = encoded.charAt(at + 1);
  const read = readPattern(encoded.slice(at + 2, middle), delimiter, { isExtended, ignoresCase: /^[^w]*i/iu.test(flags) });
  const end = behind + 1 + flags.length;
  const substitution: Substitution = {
    text: script.at(at, end),
    pattern: script.at(at + 2, middle),
    replacement: script.at(middle + 1, behind),
    // In a text of several lines M gives `^` and `$` another meaning, and what `e` gives is a program's.
    regular: /^[^w]*m/iu.test(flags) ? undefined : read?.regular,
    isApproximate: read?.isApproximate ?? false,
    parts: /^[^w]*e|w.*\/dev\/std/u.test(flags) ? undefined : replacementParts(script, middle + 1, behind, delimiter),
    first: Number(/\d+/u.exec(flags.replace(/w.*/su, ""))?.[0] ?? 1),
    isGlobal: /^[^w]*g/u.test(flags),
    isPrinted: /^[^w]*p/u.test(flags),
  };
  return { substitution, end };
}

/**
 * Where what a delimiter opens ends with another; undefined if it does not. In a pattern a delimiter between brackets is
 * a letter.
 */
export function delimitedEnd(encoded: string, opening: number, isPattern: boolean): number | undefined {
  const delimiter = encoded.charAt(opening);
  if (delimiter === "" || delimiter === "\\" || delimiter === "\n" || isHoleUnit(delimiter.charCodeAt(0))) return undefined;
  for (let at = opening + 1; at < encoded.length; at += 1) {
    const unit = encoded.charAt(at);
    if (unit === delimiter) return at;
    if (unit === "\\") at += 1;
    else if (unit === "\n" && isPattern) return undefined;
    else if (unit === "[" && isPattern) {
      const bracket = /\[\^?\]?(?:\[:\w*:\]|[^\]\n]){0,200}\]/uy;
      bracket.lastIndex = at;
      if (bracket.test(encoded)) at = bracket.lastIndex - 1;
    }
  }
  return undefined;
}

/** The letters behind a closing delimiter, with the file that `w` names. */
function flagsAt(encoded: string, at: number): string | undefined {
  const flags = /[gpiIeMm\d]*(?:w[ \t]*[^\n]*)?/uy;
  flags.lastIndex = at;
  return flags.exec(encoded)?.[0];
}

export interface ReadPattern {
  readonly regular: Regular | "last" | undefined;
  readonly isApproximate: boolean;
}

/** The expression between two delimiters; undefined where one of them that is escaped has a meaning of its own, which depends on sed's version. */
export function readPattern(written: string, delimiter: string, { isExtended, ignoresCase }: { readonly isExtended: boolean; readonly ignoresCase: boolean }): ReadPattern | undefined {
  if (written === "") return { regular: "last", isApproximate: false };
  const escaped = `\\${delimiter}`;
  const isSpecial = (isExtended ? ".*[]^$+?(){}|" : ".*[]^$").includes(delimiter) || delimiter === "n";
  const pattern = written.replace(/\\./gsu, (escape) => (escape === escaped ? delimiter : escape));
  if (pattern !== written && isSpecial) return undefined;
  const isApproximate = /[\uE000-\uF8FF]/.test(pattern);
  // A hole alone may be anything, and then nothing is known of any line.
  if (isApproximate && !/[A-Za-z0-9]/u.test(pattern)) return undefined;
  return { regular: posixExpression(pattern, { isExtended, ignoresCase, hole: isApproximate ? anyText : undefined }), isApproximate };
}

function replacementParts(script: IndexedText, start: number, end: number, delimiter: string): readonly ReplacementPart[] | undefined {
  const { encoded } = script;
  const parts: ReplacementPart[] = [];
  let from = start;
  for (let at = start; at < end; at += 1) {
    const unit = encoded.charAt(at);
    if (unit !== "&" && unit !== "\\" && unit !== "\n") continue;
    // A line break that is not escaped ends the command.
    if (unit === "\n") return undefined;
    parts.push({ kind: "text", text: script.at(from, at) });
    if (unit === "&") {
      parts.push({ kind: "group", number: 0 });
      from = at + 1;
      continue;
    }
    const part = escapedPart(encoded.slice(at, Math.min(at + 4, end)), delimiter);
    if (part === undefined) return undefined;
    if (part.value !== undefined) parts.push(part.value);
    at += part.length - 1;
    // What has no other meaning stands for itself, and keeps its place.
    from = part.value === undefined ? at : at + 1;
  }
  return [...parts, { kind: "text", text: script.at(from, end) }];
}

/** Without a value, what is escaped stands for itself. */
function escapedPart(escape: string, delimiter: string): { readonly value?: ReplacementPart; readonly length: number } | undefined {
  const letter = escape.charAt(1);
  if (letter === delimiter) return { length: 2 };
  if (/\d/u.test(letter)) return { value: { kind: "group", number: Number(letter) }, length: 2 };
  if (/[ULEul]/u.test(letter)) return { value: { kind: "case", letter }, length: 2 };
  const character = escapedCharacters[letter];
  if (character !== undefined) return { value: { kind: "text", text: literal(character) }, length: 2 };
  const hexadecimal = /^\\x([\dA-Fa-f]{2})/u.exec(escape)?.[1];
  if (hexadecimal !== undefined) return { value: { kind: "text", text: literal(String.fromCharCode(parseInt(hexadecimal, 16))) }, length: 4 };
  return letter === "" || /[cdox]/u.test(letter) ? undefined : { length: 2 };
}

export interface Substituted {
  /** Undefined: nothing was changed. */
  readonly text: Text | undefined;
  /** Whether anything was replaced. */
  readonly isMade: Certainty;
}

/**
 * What a line becomes. Where the holes decide it, the part of the line that may change is a function of the line;
 * `isSelected: false` says that it is not certain that the command runs. Undefined where nothing can be said of the line.
 */
export function substitute(line: SymbolicLine, substitution: Substitution, regular: Regular, isSelected: boolean, operation: string): Substituted | undefined {
  const { first, isGlobal } = substitution;
  const matches = findMatches(regular, line, isGlobal ? Infinity : first);
  if (matches === undefined) return undefined;
  const { uncertain } = matches;
  const found = matches.found.slice(first - 1);
  if (found.length === 0 && uncertain === undefined) return { text: undefined, isMade: "no" };
  const isMade = !isSelected || substitution.isApproximate ? "maybe" : found.length > 0 || (first === 1 && uncertain?.isCertain === true) ? "yes" : "maybe";
  const parts: JoinedPart[] = [];
  let from = 0;
  for (const span of isMade === "yes" ? found : []) {
    const put = replacementOf(line, substitution, regular, span);
    if (put === undefined) break;
    parts.push({ text: line.indexed.at(from, span.start) }, ...put);
    from = span.end;
  }
  const left = [...found, ...(uncertain === undefined ? [] : [uncertain])].filter(({ start, end }) => start >= from && !(end === from && parts.length > 0));
  const [next, last] = [left[0], left.at(-1)];
  if (next !== undefined && last !== undefined) {
    parts.push({ text: line.indexed.at(from, next.start) }, { text: derived(`${operation}${isSelected ? "" : "?"} ${next.start} ${last.end}`, [line.indexed.text, substitution.text]) });
    from = last.end;
  }
  return { text: join([...parts, { text: line.indexed.at(from, line.indexed.encoded.length) }]), isMade };
}

/** What is put in the place of one match; undefined if the holes decide it. */
function replacementOf(line: SymbolicLine, { parts }: Substitution, regular: Regular, match: Span): readonly JoinedPart[] | undefined {
  if (parts === undefined) return undefined;
  const needsGroups = parts.some((part) => part.kind === "group" && part.number > 0);
  const groups = needsGroups ? groupSpans(regular, line, match) : undefined;
  const put: JoinedPart[] = [];
  let mode: "upper" | "lower" | undefined;
  let next: "upper-first" | "lower-first" | undefined;
  for (const part of parts) {
    if (part.kind === "case") {
      if (part.letter === "u" || part.letter === "l") next = part.letter === "u" ? "upper-first" : "lower-first";
      else {
        mode = part.letter === "E" ? undefined : part.letter === "U" ? "upper" : "lower";
        next = undefined;
      }
      continue;
    }
    const span = part.kind === "text" ? undefined : part.number === 0 ? match : groups?.get(part.number);
    if (part.kind === "group" && span === undefined) return undefined;
    let text: Text | undefined = part.kind === "text" ? part.text : line.indexed.at(span?.start ?? 0, span?.end ?? 0);
    if (encodedLength(text) === 0) continue;
    if (mode !== undefined) text = toCase(text, mode);
    if (next !== undefined && text !== undefined) text = toCase(text, next);
    if (text === undefined) return undefined;
    next = undefined;
    put.push({ text });
  }
  return put;
}
