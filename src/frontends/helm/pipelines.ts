import type { Span } from "../../facts/facts.js";
import type { Operand, Pipeline, TemplateCommand } from "../../facts/template.js";
import { endOfQuoted, isBlank } from "./actions.js";

/** What stands in an action, as far as it is one: words of the language, declared variables, and a pipeline. */
export interface ActionReading {
  /** `if`, `else`, `end`, …; undefined for an action that begins otherwise. */
  readonly keyword: Keyword | undefined;
  /** Behind `else`: `if` or `with`. */
  readonly elseKeyword: "if" | "with" | undefined;
  /** Variables before `:=` or `=`. */
  readonly variables: readonly string[];
  readonly declares: boolean;
  /** The name behind `define`, `block` and `template`. */
  readonly name: string | undefined;
  readonly pipeline: Pipeline | undefined;
}

export type Keyword = "if" | "else" | "end" | "range" | "with" | "define" | "block" | "template" | "break" | "continue";

const keywords: ReadonlySet<string> = new Set<Keyword>(["if", "else", "end", "range", "with", "define", "block", "template", "break", "continue"]);

/** Reads what stands between two offsets of a template. Undefined, and a message for people, where it is no action. */
export function readAction(text: string, [start, end]: Span): ActionReading | { readonly problem: string; readonly offset: number } {
  const cursor: Cursor = { text, at: start, end, depth: 0 };
  try {
    return actionAt(cursor);
  } catch (error) {
    if (error instanceof NoAction) return { problem: error.message, offset: error.offset };
    throw error;
  }
}

interface Cursor {
  readonly text: string;
  at: number;
  readonly end: number;
  depth: number;
}

class NoAction extends Error {
  constructor(message: string, readonly offset: number) {
    super(message);
  }
}

function actionAt(cursor: Cursor): ActionReading {
  blanks(cursor);
  const before = cursor.at;
  const word = wordAt(cursor);
  const keyword = isKeyword(word) ? word : undefined;
  if (keyword === undefined) cursor.at = before;
  const reading = { keyword, elseKeyword: undefined, variables: [], declares: false, name: undefined, pipeline: undefined };
  switch (keyword) {
    case "end":
    case "break":
    case "continue":
      return ended(cursor, reading);
    case "else": {
      blanks(cursor);
      const next = wordAt(cursor);
      if (next === "") return ended(cursor, reading);
      if (next !== "if" && next !== "with") throw new NoAction(`"else ${next}"`, cursor.at);
      return ended(cursor, { ...reading, elseKeyword: next, ...declaredPipeline(cursor) });
    }
    case "define":
      return ended(cursor, { ...reading, name: nameAt(cursor) });
    case "block":
    case "template": {
      const name = nameAt(cursor);
      blanks(cursor);
      return ended(cursor, { ...reading, name, pipeline: cursor.at < cursor.end ? pipelineAt(cursor) : undefined });
    }
    default:
      return ended(cursor, { ...reading, ...declaredPipeline(cursor) });
  }
}

function isKeyword(word: string): word is Keyword {
  return keywords.has(word);
}

function ended(cursor: Cursor, reading: ActionReading): ActionReading {
  blanks(cursor);
  if (cursor.at < cursor.end) throw new NoAction(`"${cursor.text.charAt(cursor.at)}" where the action should end`, cursor.at);
  return reading;
}

function nameAt(cursor: Cursor): string {
  blanks(cursor);
  const operand = operandAt(cursor);
  if (operand?.kind !== "string") throw new NoAction("a template without a name", cursor.at);
  return operand.text;
}

/** `$x := p`, `$x = p`, `$i, $x := p`, `p` */
function declaredPipeline(cursor: Cursor): Pick<ActionReading, "variables" | "declares" | "pipeline"> {
  const rest = cursor.text.slice(cursor.at, Math.min(cursor.end, cursor.at + longestDeclaration));
  const [whole, first, second, sign] = /^\s*\$([\p{L}\p{N}_]*)\s*(?:,\s*\$([\p{L}\p{N}_]*)\s*)?(:?=)/u.exec(rest) ?? [];
  if (whole !== undefined) cursor.at += whole.length;
  const variables = [first, second].filter((name) => name !== undefined);
  return { variables, declares: sign === ":=", pipeline: pipelineAt(cursor) };
}

const longestDeclaration = 400;

function pipelineAt(cursor: Cursor): Pipeline {
  blanks(cursor);
  const start = cursor.at;
  const commands: TemplateCommand[] = [];
  for (;;) {
    commands.push(commandAt(cursor));
    blanks(cursor);
    if (cursor.text.charAt(cursor.at) !== "|" || cursor.at >= cursor.end) break;
    cursor.at += 1;
  }
  return { commands, at: [start, cursor.at] };
}

function commandAt(cursor: Cursor): TemplateCommand {
  blanks(cursor);
  const start = cursor.at;
  const operands: Operand[] = [];
  for (let operand = operandAt(cursor); operand !== undefined; operand = operandAt(cursor)) {
    operands.push(operand);
    const before = cursor.at;
    blanks(cursor);
    if (cursor.at === before && cursor.at < cursor.end && !/[|)]/u.test(cursor.text.charAt(cursor.at))) throw new NoAction(`"${cursor.text.charAt(cursor.at)}" behind an operand`, cursor.at);
  }
  if (operands.length === 0) throw new NoAction("a value is missing", cursor.at);
  return { operands, at: [start, operands.at(-1)?.at[1] ?? cursor.at] };
}

const deepestNesting = 100;

function operandAt(cursor: Cursor): Operand | undefined {
  const { text } = cursor;
  const start = cursor.at;
  if (start >= cursor.end) return undefined;
  const letter = text.charAt(start);
  switch (letter) {
    case "|":
    case ")":
      return undefined;
    case "(": {
      cursor.depth += 1;
      if (cursor.depth > deepestNesting) throw new NoAction("parentheses nested too deeply", start);
      cursor.at += 1;
      const pipeline = pipelineAt(cursor);
      blanks(cursor);
      if (text.charAt(cursor.at) !== ")" || cursor.at >= cursor.end) throw new NoAction("a parenthesis that nothing closes", start);
      cursor.at += 1;
      cursor.depth -= 1;
      const path = pathAt(cursor);
      return { kind: "group", pipeline, path, at: [start, cursor.at] };
    }
    case ".": {
      if (/\d/u.test(text.charAt(start + 1))) return numberAt(cursor);
      const path = pathAt(cursor);
      if (path.length === 0) cursor.at += 1;
      return { kind: "field", path, at: [start, cursor.at] };
    }
    case "$": {
      cursor.at += 1;
      const name = wordAt(cursor);
      const path = pathAt(cursor);
      return { kind: "variable", name, path, at: [start, cursor.at] };
    }
    case '"':
    case "`": {
      const end = letter === "`" ? text.indexOf("`", start + 1) : endOfQuoted(text, start);
      if (end === undefined || end < 0 || end >= cursor.end) throw new NoAction("a string that nothing ends", start);
      cursor.at = end + 1;
      const inner = text.slice(start + 1, end);
      const isRaw = letter === "`" || !inner.includes("\\");
      return { kind: "string", text: isRaw ? inner : unescaped(inner), isRaw, at: [start, cursor.at] };
    }
    case "'": {
      const end = endOfQuoted(text, start);
      if (end === undefined || end >= cursor.end) throw new NoAction("a character that nothing ends", start);
      cursor.at = end + 1;
      return { kind: "number", number: unescaped(text.slice(start + 1, end)).codePointAt(0) ?? 0, at: [start, cursor.at] };
    }
    default: {
      if (/[-+\d]/u.test(letter)) return numberAt(cursor);
      const word = wordAt(cursor);
      if (word === "") throw new NoAction(`"${letter}" is no part of an action`, start);
      if (word === "true" || word === "false") return { kind: "constant", constant: word === "true", at: [start, cursor.at] };
      if (word === "nil") return { kind: "constant", constant: null, at: [start, cursor.at] };
      return { kind: "function", name: word, at: [start, cursor.at] };
    }
  }
}

function numberAt(cursor: Cursor): Operand {
  const start = cursor.at;
  const [written] = /^[-+]?(?:0[xX][\da-fA-F_.]+(?:[pP][-+]?\d+)?|[\d_]*\.?[\d_]+(?:[eE][-+]?\d+)?|\d+\.)/u.exec(cursor.text.slice(start, Math.min(cursor.end, start + longestNumber))) ?? [];
  if (written === undefined) throw new NoAction(`"${cursor.text.charAt(start)}" is no part of an action`, start);
  cursor.at += written.length;
  return { kind: "number", number: numberOf(written.replaceAll("_", "")), at: [start, cursor.at] };
}

const longestNumber = 100;

/** `0x1p60` is a number of Go (https://go.dev/ref/spec#Floating-point_literals), and none of JavaScript. */
function numberOf(written: string): number {
  const [, mantissa, exponent] = /^(.*)[pP](.*)$/u.exec(written) ?? [];
  return mantissa === undefined ? Number(written) : Number(mantissa) * 2 ** Number(exponent);
}

/** `.A.B`, as far as a letter stands behind each dot. */
function pathAt(cursor: Cursor): readonly string[] {
  const path: string[] = [];
  while (cursor.at < cursor.end && cursor.text.charAt(cursor.at) === "." && isOfWord(cursor.text.charAt(cursor.at + 1)) && cursor.at + 1 < cursor.end) {
    cursor.at += 1;
    path.push(wordAt(cursor));
  }
  return path;
}

function wordAt(cursor: Cursor): string {
  const start = cursor.at;
  while (cursor.at < cursor.end && isOfWord(cursor.text.charAt(cursor.at))) cursor.at += 1;
  return cursor.text.slice(start, cursor.at);
}

function isOfWord(letter: string): boolean {
  return /[\p{L}\p{N}_]/u.test(letter) && !/[\uE000-\uF8FF]/u.test(letter);
}

function blanks(cursor: Cursor): void {
  while (cursor.at < cursor.end && isBlank(cursor.text.charCodeAt(cursor.at))) cursor.at += 1;
}

/** The escapes of Go (https://go.dev/ref/spec#Rune_literals) that people write. */
function unescaped(written: string): string {
  return written.replace(/\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3})|(.))/gsu, (whole, x?: string, u?: string, long?: string, octal?: string, letter?: string) => {
    const code = x ?? u ?? long;
    if (code !== undefined) return codePoint(Number.parseInt(code, 16), whole);
    if (octal !== undefined) return codePoint(Number.parseInt(octal, 8), whole);
    return escapes[letter ?? ""] ?? letter ?? whole;
  });
}

function codePoint(code: number, otherwise: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;
}

const escapes: Readonly<Record<string, string>> = { a: "\u0007", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };
