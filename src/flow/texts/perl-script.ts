import { indexText } from "../../values/indexed-text.js";
import type { IndexedText } from "../../values/indexed-text.js";
import { join, literal } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { perlExpression } from "./perl-expression.js";
import type { SedCommand, SedScript } from "./sed-script.js";
import { delimitedEnd } from "./sed-substitution.js";
import type { ReplacementPart, Substitution } from "./sed-substitution.js";

/**
 * A script of `perl -pe` that consists of substitutions (perlop, "s/PATTERN/REPLACEMENT/"); undefined if it does not.
 * `hasManyLines`: it runs on a text of several lines.
 */
export function readPerlScript(scripts: readonly Text[], hasManyLines: boolean): SedScript | undefined {
  const indexed = indexText(join(scripts.flatMap((text, index) => (index === 0 ? [{ text }] : [{ text: literal("\n") }, { text }]))));
  if (indexed === undefined) return undefined;
  const commands: SedCommand[] = [];
  for (let at = behindBlanks(indexed.encoded, 0); at < indexed.encoded.length; at = behindBlanks(indexed.encoded, at)) {
    const read = indexed.encoded.charAt(at) === "s" ? substitutionAt(indexed, at, hasManyLines) : undefined;
    if (read === undefined || !/^\s*(?:;|$)/u.test(indexed.encoded.slice(read.end, read.end + 200))) return undefined;
    commands.push({ first: undefined, last: undefined, isNegated: false, action: { kind: "substitute", substitution: read.substitution } });
    at = read.end;
  }
  return { commands };
}

function behindBlanks(encoded: string, from: number): number {
  const blanks = /[\s;]*/uy;
  blanks.lastIndex = from;
  blanks.test(encoded);
  return blanks.lastIndex;
}

const closings: Readonly<Record<string, string>> = { "{": "}", "(": ")", "[": "]", "<": ">" };

function substitutionAt(script: IndexedText, at: number, hasManyLines: boolean): { readonly substitution: Substitution; readonly end: number } | undefined {
  const { encoded } = script;
  const delimiter = encoded.charAt(at + 1);
  // In brackets both parts have their own; `'` reads no variables; a letter or blank would be another operator's.
  if (/[\w\s']/u.test(delimiter)) return undefined;
  const closing = closings[delimiter];
  const middle = closing === undefined ? delimitedEnd(encoded, at + 1, false) : bracketEnd(encoded, at + 1, delimiter, closing);
  const second = middle === undefined ? undefined : closing === undefined ? middle : behindBlanks(encoded, middle + 1);
  const behind = second === undefined ? undefined : closing === undefined ? delimitedEnd(encoded, second, false) : encoded.charAt(second) === delimiter ? bracketEnd(encoded, second, delimiter, closing) : undefined;
  if (middle === undefined || second === undefined || behind === undefined) return undefined;
  const [flags = ""] = /^\w*/u.exec(encoded.slice(behind + 1, behind + 20)) ?? [];
  if (/[^gi]/u.test(flags)) return undefined;
  const end = behind + 1 + flags.length;
  const pattern = encoded.slice(at + 2, middle).replace(/\\(.)/gsu, (escape, letter: string) => (letter === delimiter && !/[[\](){}.*+?^$|]/u.test(letter) ? letter : escape));
  const substitution: Substitution = {
    text: script.at(at, end),
    pattern: script.at(at + 2, middle),
    replacement: script.at(second + 1, behind),
    // An empty pattern is the one that was looked for last with success.
    regular: pattern === "" ? undefined : perlExpression(pattern, { ignoresCase: flags.includes("i"), hasManyLines }),
    isApproximate: false,
    parts: replacementParts(script, second + 1, behind),
    first: 1,
    isGlobal: flags.includes("g"),
    isPrinted: false,
  };
  return { substitution, end };
}

/** Brackets within brackets count. */
function bracketEnd(encoded: string, opening: number, open: string, close: string): number | undefined {
  let depth = 0;
  for (let at = opening; at < encoded.length; at += 1) {
    const unit = encoded.charAt(at);
    if (unit === "\\") at += 1;
    else if (unit === open) depth += 1;
    else if (unit === close) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return undefined;
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", f: "\f", e: "\x1b", a: "\x07" };

/** A replacement is a text in double quotes: variables of the program make it unknown. */
function replacementParts(script: IndexedText, start: number, end: number): readonly ReplacementPart[] | undefined {
  const { encoded } = script;
  const parts: ReplacementPart[] = [];
  let from = start;
  const special = /[\\$@]/gu;
  special.lastIndex = start;
  for (let found = special.exec(encoded); found !== null && found.index < end; found = special.exec(encoded)) {
    const at = found.index;
    const read = partAt(encoded.slice(at, Math.min(at + 8, end)));
    if (read === undefined) return undefined;
    parts.push({ kind: "text", text: script.at(from, at) });
    if (read.value !== undefined) parts.push(read.value);
    // What is escaped and has no meaning stands for itself.
    from = read.value === undefined ? at + 1 : at + read.length;
    special.lastIndex = at + read.length;
  }
  return [...parts, { kind: "text", text: script.at(from, end) }];
}

function partAt(written: string): { readonly value?: ReplacementPart; readonly length: number } | undefined {
  const [group, bare, braced, backslashed] = /^(?:\$(\d)(?!\d)|\$\{(\d)\}|\\(\d)(?!\d))/u.exec(written) ?? [];
  if (group !== undefined) return { value: { kind: "group", number: Number(bare ?? braced ?? backslashed) }, length: group.length };
  if (written.startsWith("$&")) return { value: { kind: "group", number: 0 }, length: 2 };
  const letter = written.charAt(1);
  if (!written.startsWith("\\") || letter === "") return undefined;
  if (/[ULEul]/u.test(letter)) return { value: { kind: "case", letter }, length: 2 };
  const character = escapes[letter];
  if (character !== undefined) return { value: { kind: "text", text: literal(character) }, length: 2 };
  return /[A-Za-z0-9]/u.test(letter) ? undefined : { length: 2 };
}
