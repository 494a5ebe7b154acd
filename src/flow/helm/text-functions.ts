import { createHash } from "node:crypto";
import { encodeText } from "../../values/encoding.js";
import { join, literal, literalText } from "../../values/text.js";
import type { JoinedPart, Text } from "../../values/value.js";
import { formatText, type FormatArgument } from "../builtins/go/format.js";
import { quotedText, replaceText, sliceText, trimLetters, trimPrefix, trimSuffix } from "../builtins/go/pieces.js";
import { lettersArgument, ofEachText, textArgument } from "./functions.js";
import type { FunctionCall, TemplateFunction } from "./functions.js";
import { lettersOf, lettersValue, numberValue, textValue } from "./template-value.js";

/** Functions that make one text of others: https://masterminds.github.io/sprig/strings.html */
export const textFunctions: Readonly<Record<string, TemplateFunction>> = {
  print: (call) => textValue(join(call.given.map((_value, index) => ({ text: textArgument(call, index) })))),
  println: (call) => textValue(join([...call.given.map((_value, index) => ({ text: textArgument(call, index) })), { text: literal("\n") }])),
  printf: (call) => textValue(formatText(textArgument(call, 0), call.given.slice(1).map((_value, index) => formatArgument(call, index + 1)))),
  quote: (call) => textValue(join(spaced(call, quotedText))),
  squote: (call) => textValue(join(spaced(call, (text) => [literal("'"), text, literal("'")]))),
  cat: (call) => textValue(join(spaced(call, (text) => [text]))),
  toString: (call: FunctionCall) => textValue(textArgument(call, 0)),
  trim: (call) => last(call, (text) => trimLetters(text, isSpace, "both")),
  trimAll: (call) => trimmedOf(call, "both"),
  trimSuffix: (call) => last(call, (text) => trimSuffix(text, textArgument(call, 0))),
  trimPrefix: (call) => last(call, (text) => trimPrefix(text, textArgument(call, 0))),
  upper: (call) => changed(call, (letters) => letters.toUpperCase()),
  lower: (call) => changed(call, (letters) => letters.toLowerCase()),
  title: (call) => changed(call, (letters) => letters.replace(/(^|\s)(\S)/gu, (_whole, before: string, letter: string) => before + letter.toUpperCase())),
  untitle: (call) => changed(call, (letters) => letters.replace(/(^|\s)(\S)/gu, (_whole, before: string, letter: string) => before + letter.toLowerCase())),
  nospace: (call) => changed(call, (letters) => letters.replace(/\s/gu, "")),
  kebabcase: (call) => changed(call, (letters) => wordsOf(letters).join("-")),
  snakecase: (call) => changed(call, (letters) => wordsOf(letters).join("_")),
  trunc: (call) => truncated(call, lettersArgument(call, 0)),
  substr: (call) => {
    const [from, to] = [lettersArgument(call, 0), lettersArgument(call, 1)].map(Number);
    if (from === undefined || to === undefined || Number.isNaN(from + to)) return undefined;
    return last(call, (text) => sliceText(text, Math.max(from, 0), to < 0 ? undefined : to));
  },
  replace: (call) => {
    const [found, put] = [textArgument(call, 0), textArgument(call, 1)];
    return last(call, (text) => replaceText(text, found, { text: put }));
  },
  repeat: (call) => {
    const count = Number(lettersArgument(call, 0));
    const letters = literalText(textArgument(call, -1));
    return letters === undefined || !(count >= 0 && count * letters.length <= longestRepeat) ? undefined : lettersValue(letters.repeat(count));
  },
  indent: (call) => indented(call, ""),
  nindent: (call) => indented(call, "\n"),
  b64enc: (call) => encoded(call, (letters) => Buffer.from(letters, "utf8").toString("base64")),
  b64dec: (call) => encoded(call, (letters) => Buffer.from(letters, "base64").toString("utf8")),
  sha256sum: (call) => encoded(call, (letters) => createHash("sha256").update(letters).digest("hex")),
  urlquery: (call) => encoded(call, encodeURIComponent),
  int: (call) => whole(call),
  int64: (call) => whole(call),
  float64: (call) => whole(call),
  atoi: (call) => whole(call),
  regexReplaceAll: (call) => regexReplaced(call, false),
  regexReplaceAllLiteral: (call) => regexReplaced(call, true),
  regexFind: (call) => {
    const [pattern, letters] = [lettersArgument(call, 0), lettersArgument(call, 1)];
    const expression = pattern === undefined ? undefined : expressionOf(pattern, "");
    return expression === undefined || letters === undefined ? undefined : lettersValue(expression.exec(letters)?.[0] ?? "");
  },
};

const longestRepeat = 10_000;

function formatArgument(call: FunctionCall, index: number): FormatArgument {
  const text = textArgument(call, index);
  const value = call.given[index];
  const letters = lettersOf(value);
  return { value: value?.kind === "number" && letters !== undefined ? { kind: "number", number: Number(letters) } : text, text };
}

function isSpace(letter: string): boolean {
  return /\s/u.test(letter);
}

/** The text is the last argument, so that it can be piped. */
function last(call: FunctionCall, change: (text: Text) => Text): ReturnType<TemplateFunction> {
  return call.given.length === 0 ? undefined : ofEachText(call, textArgument(call, -1), change);
}

/** A change of letters; of a text that has holes the result is not known. */
function changed(call: FunctionCall, change: (letters: string) => string): ReturnType<TemplateFunction> {
  const text = textArgument(call, -1);
  const letters = literalText(text);
  if (letters === undefined) return undefined;
  return change(letters) === letters ? textValue(text) : lettersValue(change(letters));
}

function encoded(call: FunctionCall, change: (letters: string) => string): ReturnType<TemplateFunction> {
  const letters = literalText(textArgument(call, -1));
  return letters === undefined ? undefined : lettersValue(change(letters));
}

/** Sprig leaves nil out. */
function spaced(call: FunctionCall, around: (text: Text) => readonly Text[]): readonly JoinedPart[] {
  const texts = call.given.flatMap(({ kind }, index) => (kind === "nil" ? [] : [textArgument(call, index)]));
  return texts.flatMap((text, index) => [...(index === 0 ? [] : [{ text: literal(" ") }]), ...around(text).map((one) => ({ text: one }))]);
}

function trimmedOf(call: FunctionCall, sides: "both"): ReturnType<TemplateFunction> {
  const letters = lettersArgument(call, 0);
  return letters === undefined ? undefined : last(call, (text) => trimLetters(text, (letter) => letters.includes(letter), sides));
}

/** A negative length keeps the end. */
function truncated(call: FunctionCall, length: string | undefined): ReturnType<TemplateFunction> {
  const count = Number(length);
  if (length === undefined || !Number.isInteger(count)) return undefined;
  const letters = literalText(textArgument(call, -1));
  if (count < 0) return letters === undefined ? undefined : lettersValue(letters.slice(count));
  // A name that is made of holes is cut where it is too long, which names rarely are.
  return last(call, (text) => (literalText(text) === undefined && count >= lengthOfNames ? text : sliceText(text, 0, count)));
}

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/: charts cut at 52 to 63 letters. */
const lengthOfNames = 40;

function wordsOf(letters: string): readonly string[] {
  return letters.split(/[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])/u).filter((word) => word !== "").map((word) => word.toLowerCase());
}

function indented(call: FunctionCall, before: string): ReturnType<TemplateFunction> {
  const count = Number(lettersArgument(call, 0));
  const source = encodeText(textArgument(call, -1));
  if (source === undefined || !(count >= 0 && count <= longestIndentation)) return undefined;
  const blanks = literal(" ".repeat(count));
  const parts: JoinedPart[] = [{ text: literal(before) }];
  for (let from = 0; from <= source.encoded.length; ) {
    const found = source.encoded.indexOf("\n", from);
    const end = found < 0 ? source.encoded.length : found + 1;
    parts.push({ text: blanks }, { text: source.at(from, end) });
    if (found < 0) break;
    from = end;
  }
  return textValue(join(parts));
}

const longestIndentation = 200;

function whole(call: FunctionCall): ReturnType<TemplateFunction> {
  const letters = literalText(textArgument(call, -1));
  const number = Number(letters);
  return letters === undefined || Number.isNaN(number) ? undefined : numberValue(call.name === "float64" ? number : Math.trunc(number));
}

function regexReplaced(call: FunctionCall, isLiteral: boolean): ReturnType<TemplateFunction> {
  const [pattern, letters, put] = [lettersArgument(call, 0), lettersArgument(call, 1), lettersArgument(call, 2)];
  const expression = pattern === undefined ? undefined : expressionOf(pattern, "g");
  if (expression === undefined || letters === undefined || put === undefined) return undefined;
  // Go writes `${1}` and `$1` where JavaScript writes `$1`.
  const template = isLiteral ? put.replaceAll("$", "$$$$") : put.replace(/\$\{(\w+)\}/gu, "$$$1");
  return lettersValue(letters.replace(expression, template));
}

const longestExpression = 200;

/** Go's regular expressions never take long; one that JavaScript may take long for is not run. */
function expressionOf(pattern: string, flags: string): RegExp | undefined {
  if (pattern.length > longestExpression || /[*+}][)]+[*+{]|\(\?[^:]/u.test(pattern)) return undefined;
  try {
    return new RegExp(pattern, `u${flags}`);
  } catch {
    return undefined;
  }
}
