import type { JustExpression } from "../../facts/justfile.js";

/** Where a reader stands in a text. */
export interface JustCursor {
  readonly text: string;
  at: number;
  readonly end: number;
  depth: number;
  /** Inside of parentheses lines may end anywhere. */
  isOpen: boolean;
}

/** What cannot be read is no part of an expression. */
export class NoExpression extends Error {}

const deepestNesting = 100;

/** Reads an expression of a justfile (https://just.systems/man/en/expressions-and-substitutions.html) and goes behind it. */
export function expressionAt(cursor: JustCursor): JustExpression {
  cursor.depth += 1;
  if (cursor.depth > deepestNesting) throw new NoExpression("nested too deeply");
  blanks(cursor);
  const found = wordIs(cursor, "if") ? conditionAt(cursor) : operatorsAt(cursor);
  cursor.depth -= 1;
  return found;
}

/** `a / b + c`, `a || b`: all of them from the right, which makes no difference to what they join. */
function operatorsAt(cursor: JustCursor): JustExpression {
  const isRooted = take(cursor, "/");
  const left: JustExpression = isRooted ? { kind: "join", parts: [nothing, valueAt(cursor)], between: "/" } : valueAt(cursor);
  blanks(cursor);
  for (const operator of ["||", "&&"] as const) if (take(cursor, operator)) return { kind: "either", operator, left, right: expressionAt(cursor) };
  if (take(cursor, "+")) return { kind: "join", parts: [left, expressionAt(cursor)], between: "" };
  if (take(cursor, "/")) return { kind: "join", parts: [left, expressionAt(cursor)], between: "/" };
  return left;
}

const nothing: JustExpression = { kind: "text", at: [0, 0], letters: "" };

function conditionAt(cursor: JustCursor): JustExpression {
  cursor.at += 2;
  const left = expressionAt(cursor);
  blanks(cursor);
  const operator = ["==", "!=", "=~", "!~"].find((one) => take(cursor, one));
  if (operator === undefined) throw new NoExpression("a condition without a comparison");
  const right = expressionAt(cursor);
  const then = blockAt(cursor);
  blanks(cursor);
  if (!wordIs(cursor, "else")) throw new NoExpression("a condition without `else`");
  cursor.at += 4;
  blanks(cursor);
  const otherwise = wordIs(cursor, "if") ? expressionAt(cursor) : blockAt(cursor);
  return { kind: "condition", operator, left, right, then, otherwise };
}

function blockAt(cursor: JustCursor): JustExpression {
  return enclosed(cursor, "{", "}", () => expressionAt(cursor));
}

function enclosed<T>(cursor: JustCursor, open: string, close: string, body: () => T): T {
  blanks(cursor);
  const outer = cursor.isOpen;
  if (!take(cursor, open)) throw new NoExpression(`"${open}" is missing`);
  cursor.isOpen = true;
  const found = body();
  blanks(cursor);
  if (!take(cursor, close)) throw new NoExpression(`"${close}" is missing`);
  cursor.isOpen = outer;
  return found;
}

/** A value without operators, as defaults of parameters and arguments of dependencies are. */
export function valueAt(cursor: JustCursor): JustExpression {
  blanks(cursor);
  const { text, at } = cursor;
  const letter = at < cursor.end ? text.charAt(at) : "";
  if (letter === "(") return enclosed(cursor, "(", ")", () => expressionAt(cursor));
  const prefixed = /^[xf](?=['"])/u.test(text.slice(at, at + 2));
  if (prefixed || letter === "'" || letter === '"') return stringAt(cursor, prefixed);
  if (letter === "`") {
    const [start, end] = quotedAt(cursor, "`");
    return { kind: "backtick", at: [start, end] };
  }
  const name = nameAt(cursor);
  if (name === undefined) throw new NoExpression("a value is missing");
  if (text.charAt(cursor.at) !== "(" || cursor.at >= cursor.end) return { kind: "name", name };
  return { kind: "call", name, arguments: enclosed(cursor, "(", ")", () => argumentsAt(cursor)) };
}

function argumentsAt(cursor: JustCursor): readonly JustExpression[] {
  const found: JustExpression[] = [];
  blanks(cursor);
  while (cursor.at < cursor.end && cursor.text.charAt(cursor.at) !== ")") {
    found.push(expressionAt(cursor));
    // An assertion's condition is of no matter.
    if (!takeNext(cursor, ",")) break;
    blanks(cursor);
  }
  return found;
}

/** https://just.systems/man/en/strings.html */
function stringAt(cursor: JustCursor, isPrefixed: boolean): JustExpression {
  const isFormat = isPrefixed && cursor.text.charAt(cursor.at) === "f";
  if (isPrefixed) cursor.at += 1;
  const quote = cursor.text.charAt(cursor.at);
  const isIndented = cursor.text.startsWith(quote.repeat(3), cursor.at);
  const [start, end] = quotedAt(cursor, quote);
  const written = cursor.text.slice(start, end);
  // What a string takes from the environment or other variables.
  if (isPrefixed && (isFormat ? written.includes("{{") : /[$~]/u.test(written))) return { kind: "unknown" };
  const unindented = isIndented ? withoutIndentation(written) : written;
  const letters = quote === '"' ? unindented.replace(/\\(?:u\{([\da-fA-F]{1,6})\}|\n|(.))/gu, (_whole, code: string | undefined, one: string | undefined) => (code === undefined ? (one === undefined ? "" : (escapes[one] ?? one)) : String.fromCodePoint(Math.min(parseInt(code, 16), 0xffff)))) : unindented;
  return { kind: "text", at: [start, end], letters: letters === written ? undefined : letters };
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

function withoutIndentation(written: string): string {
  const text = written.replace(/^\r?\n/u, "");
  const indentations = text.split("\n").filter((line) => line.trim() !== "").map((line) => /^[ \t]*/u.exec(line)?.[0].length ?? 0);
  const least = indentations.reduce((smallest, one) => Math.min(smallest, one), longestIndentation);
  return text.split("\n").map((line) => line.slice(Math.min(least, /^[ \t]*/u.exec(line)?.[0].length ?? 0))).join("\n");
}

const longestIndentation = 1_000;

/** What stands between quotes, once or three times. */
function quotedAt(cursor: JustCursor, quote: string): readonly [number, number] {
  const { text } = cursor;
  const mark = text.startsWith(quote.repeat(3), cursor.at) ? quote.repeat(3) : quote;
  const start = cursor.at + mark.length;
  let end = start;
  while (end < cursor.end && !text.startsWith(mark, end)) end += quote === '"' && text.charAt(end) === "\\" ? 2 : 1;
  if (end >= cursor.end) throw new NoExpression("a string that nothing ends");
  cursor.at = end + mark.length;
  return [start, end];
}

/** A name, as recipes and variables have them, also of a module's (`docker::build`). */
export function nameAt(cursor: JustCursor): string | undefined {
  const pattern = /[A-Za-z_][\w-]*(?:::[A-Za-z_][\w-]*)*/uy;
  pattern.lastIndex = cursor.at;
  const name = pattern.exec(cursor.text)?.[0];
  if (name !== undefined) cursor.at += name.length;
  return name;
}

export function take(cursor: JustCursor, sign: string): boolean {
  const isThere = cursor.at + sign.length <= cursor.end && cursor.text.startsWith(sign, cursor.at);
  if (isThere) cursor.at += sign.length;
  return isThere;
}

/** A sign that may have blanks before it is taken, where it stands there. */
export function takeNext(cursor: JustCursor, sign: string): boolean {
  blanks(cursor);
  return take(cursor, sign);
}

function wordIs({ text, at }: JustCursor, word: string): boolean {
  return text.startsWith(word, at) && !/[\w-]/u.test(text.charAt(at + word.length));
}

export function blanks(cursor: JustCursor): void {
  for (; cursor.at < cursor.end; cursor.at += 1) {
    const letter = cursor.text.charAt(cursor.at);
    const isContinued = letter === "\\" && /[\r\n]/u.test(cursor.text.charAt(cursor.at + 1));
    if (isContinued) cursor.at += 1;
    else if (!(letter === " " || letter === "\t" || (cursor.isOpen && /[\r\n]/u.test(letter)))) return;
  }
}
