import type { Span } from "../../facts/facts.js";
import { isHole } from "../../models/command-effect.js";
import type { Part, TextPart, VariablePart, Word } from "../../facts/shell-script.js";

/** How the characters of a piece of text are read. */
export type Reading =
  /** Outside of quotes: escapes, patterns, braces. */
  | "bare"
  /** Inside double quotes. */
  | "quoted"
  /** In a here-document; `<<-` drops the tabs at the start of each line. */
  | "document"
  | "document-without-tabs"
  /** Inside single quotes, or in a here-document with a quoted delimiter. */
  | "literal"
  | "literal-without-tabs"
  /** Inside `$'…'`. */
  | "ansi"
  /** An operand in `${name:-operand}`: escapes, but no patterns; the second is inside double quotes. */
  | "operand"
  | "quoted-operand";

/** Collects the parts of one word, joining texts that stand side by side. */
export interface WordBuilder {
  /** Reads the source from `start` to `end`. */
  readonly read: (start: number, end: number, reading: Reading) => void;
  readonly add: (part: Part) => void;
  readonly finish: (start: number, end: number) => Word;
}

/** Reads the expansion whose `$` is at `start`, if one ends before `end`. */
export type ExpansionReader = (start: number, end: number, quoted: boolean) => VariablePart | undefined;

/** A builder over a source text, in whose offsets it speaks. */
export function buildWord(source: string, readExpansion: ExpansionReader): WordBuilder {
  const parts: Part[] = [];
  let text = "";
  let map: [number, number][] = [];
  let expected = -1;
  let textEnd = 0;

  /** `value` stands for the source from `start` to `end`; letter by letter if it is as long. */
  const append = (value: string, start: number, end: number): void => {
    if (start !== expected) map.push([text.length, start]);
    text += value;
    expected = value.length === end - start ? end : -1;
    textEnd = end;
  };
  const flush = (): void => {
    const first = map[0];
    if (first !== undefined) {
      const part: TextPart = { kind: "text", text, at: [first[1], textEnd] };
      parts.push(map.length === 1 && text.length === textEnd - first[1] ? part : { ...part, map });
    }
    text = "";
    map = [];
    expected = -1;
  };
  const add = (part: Part): void => {
    flush();
    parts.push(part);
  };
  return {
    add,
    read: (start, end, reading) => { readCharacters(source, [start, end], reading, { append, add, readExpansion }); },
    finish: (start, end) => {
      flush();
      return { parts, at: [start, end] };
    },
  };
}

/** Everything but these characters, and holes, stands for itself, whatever the reading. */
const specialCharacters: ReadonlySet<string> = new Set("\\*?[{$\n");

function endOfPlainRun(source: string, start: number, end: number): number {
  let index = start;
  while (index < end && !specialCharacters.has(source.charAt(index)) && !isHole(source.charAt(index))) index += 1;
  return index;
}

interface Results {
  readonly append: (value: string, start: number, end: number) => void;
  readonly add: (part: Part) => void;
  readonly readExpansion: ExpansionReader;
}

function readCharacters(source: string, [start, end]: Span, reading: Reading, { append, add, readExpansion }: Results): void {
  const quoted = reading !== "bare" && reading !== "operand";
  const stripsTabs = reading.endsWith("-without-tabs");
  let index = start;
  if (stripsTabs) index = behindTabs(source, index, end);
  while (index < end) {
    const runEnd = endOfPlainRun(source, index, end);
    if (runEnd > index) {
      append(source.slice(index, runEnd), index, runEnd);
      index = runEnd;
      continue;
    }
    const character = source.charAt(index);
    if (isHole(character)) {
      add({ kind: "hole", character, at: [index, index + 1], quoted });
      index += 1;
      continue;
    }
    if (character === "\n" && stripsTabs) {
      append("\n", index, index + 1);
      index = behindTabs(source, index + 1, end);
      continue;
    }
    if (character === "\\") {
      const escape = escapeAt(source, index, end, reading);
      if (escape.value !== "") append(escape.value, escape.isKept ? index : escape.valueStart, escape.end);
      index = escape.end;
      continue;
    }
    const special = reading === "bare" ? patternAt(source, index, end) : undefined;
    if (special !== undefined) {
      add({ kind: "glob", text: source.slice(index, special), at: [index, special] });
      index = special;
      continue;
    }
    const variable = character === "$" && !unexpanded.has(reading) ? readExpansion(index, end, quoted) : undefined;
    if (variable !== undefined) {
      add(variable);
      index = variable.at[1];
      continue;
    }
    append(character, index, index + 1);
    index += 1;
  }
}

const unexpanded: ReadonlySet<Reading> = new Set(["literal", "literal-without-tabs", "ansi"] as const);

function behindTabs(source: string, start: number, end: number): number {
  let index = start;
  while (index < end && source[index] === "\t") index += 1;
  return index;
}

interface Escape {
  readonly value: string;
  /** Where the value starts in the source. */
  readonly valueStart: number;
  readonly end: number;
  /** The backslash is part of the value. */
  readonly isKept: boolean;
}

/** The characters that a backslash makes literal; before others it is itself (POSIX shell command language, 2.2 and 2.7.4). */
const escapable: Readonly<Record<Exclude<Reading, "bare" | "operand" | "ansi">, string>> = {
  quoted: '$`"\\',
  "quoted-operand": '$`"\\}/',
  document: "$`\\",
  "document-without-tabs": "$`\\",
  literal: "",
  "literal-without-tabs": "",
};

function escapeAt(source: string, index: number, end: number, reading: Reading): Escape {
  const next = source.charAt(index + 1);
  if (index + 1 >= end) return { value: "\\", valueStart: index, end, isKept: true };
  if (reading === "ansi") return ansiEscapeAt(source, index, end);
  const isLiteral = reading === "literal" || reading === "literal-without-tabs";
  if (!isLiteral && next === "\n") return { value: "", valueStart: index, end: index + 2, isKept: false };
  if (!isLiteral && next === "\r" && source[index + 2] === "\n") return { value: "", valueStart: index, end: index + 3, isKept: false };
  if (isHole(next)) return { value: "\\", valueStart: index, end: index + 1, isKept: true };
  if (reading === "bare" || reading === "operand" || escapable[reading].includes(next)) return { value: next, valueStart: index + 1, end: index + 2, isKept: false };
  return { value: "\\", valueStart: index, end: index + 1, isKept: true };
}

const ansiLetters: Readonly<Record<string, string>> = { a: "\x07", b: "\b", e: "\x1b", E: "\x1b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v", "\\": "\\", "'": "'", '"': '"', "?": "?" };

const ansiNumber = /^\\(?:x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|([0-7]{1,3}))/;

function ansiEscapeAt(source: string, index: number, end: number): Escape {
  const letter = ansiLetters[source.charAt(index + 1)];
  if (letter !== undefined) return { value: letter, valueStart: index, end: index + 2, isKept: true };
  const number = ansiNumber.exec(source.slice(index, Math.min(end, index + 10)));
  if (number === null) return { value: "\\", valueStart: index, end: index + 1, isKept: true };
  const [whole, ...digits] = number;
  const code = Number.parseInt(digits.join(""), /\d/.test(source.charAt(index + 1)) ? 8 : 16);
  return { value: code <= 0x10_ff_ff ? String.fromCodePoint(code) : "\uFFFD", valueStart: index, end: index + whole.length, isKept: true };
}

const bracketPattern = /\[[!^]?\]?(?:\[:\w+:\]|[^[\]\s'"\\$`\uE000-\uF8FF])+\]/y;
const bracePattern = /\{(?:[^{},\s'"\\$`]*,[^{}\s'"\\$`]*|\w+\.\.\w+)\}/y;

/** Where the pattern that starts at `index` ends, if one does. */
function patternAt(source: string, index: number, end: number): number | undefined {
  switch (source[index]) {
    case "*":
    case "?":
      return index + 1;
    case "[":
      return matchEnd(bracketPattern, source, index, end);
    case "{":
      return matchEnd(bracePattern, source, index, end);
    default:
      return undefined;
  }
}

/** Where the match of a sticky pattern at `index` ends, if there is one that ends before `end`. */
export function matchEnd(pattern: RegExp, source: string, index: number, end: number): number | undefined {
  pattern.lastIndex = index;
  return pattern.test(source) && pattern.lastIndex <= end ? pattern.lastIndex : undefined;
}
