import { yqAttributes, yqFunctions, yqOperators, yqSynonyms } from "../../models/yq.js";
import { encodeText } from "../../values/encoding.js";
import type { EncodedText } from "../../values/encoding.js";
import { literal } from "../../values/text.js";
import type { Text } from "../../values/value.js";

/** An expression of yq, version 4. */
export type Expression =
  | { readonly kind: "self" | "descend" }
  | { readonly kind: "key"; readonly of: Expression; readonly key: Text }
  /** Without an index: each item of a list, each value of a map. */
  | { readonly kind: "index"; readonly of: Expression; readonly index: Expression | undefined }
  | { readonly kind: "operation"; readonly operator: string; readonly left: Expression; readonly right: Expression; readonly written: Text }
  | { readonly kind: "call"; readonly name: string; readonly argument: Expression | undefined }
  /** `env(NAME)`, `strenv(NAME)` */
  | { readonly kind: "environment"; readonly name: string; readonly isText: boolean }
  | { readonly kind: "text"; readonly parts: readonly (Text | Expression)[] }
  | { readonly kind: "plain"; readonly text: string; readonly type: "number" | "boolean" | "null" }
  | { readonly kind: "list"; readonly items: Expression | undefined };

/** Undefined for what is not understood. */
export function parseExpression(text: Text): Expression | undefined {
  const source = encodeText(text);
  const tokens = source === undefined ? undefined : tokensOf(source.encoded);
  if (source === undefined || tokens === undefined || tokens.length > mostTokens) return undefined;
  if (tokens.length === 0) return { kind: "self" };
  const reader: Reader = { source, tokens, at: 0, depth: 0 };
  const expression = readOperation(reader, 0);
  return reader.at === tokens.length ? expression : undefined;
}

const mostTokens = 2_000;
const deepestNesting = 100;

// --------------------------------------------------------------------------------------------------------- tokens

interface Token {
  readonly kind: "key" | "quoted key" | "text" | "number" | "word" | "environment" | "sign";
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** In the order in which they are tried (pkg/yqlib/lexer_participle.go). */
const rules: readonly (readonly [Token["kind"] | "blank", RegExp])[] = [
  ["blank", /[ \t\r\n]+|#[^\n]*/y],
  ["sign", /\.\.\.|\.\.|\.\[/y],
  ["quoted key", /\."[^" ]+"\??/y],
  ["key", /\.[^ ;}{:[\],|.()=\n!"'\uE000-\uF8FF][^ ;}{:[\],|.()=\n!]*/y],
  ["text", /"(?:[^"\\]|\\[^])*"/y],
  ["environment", /(?:str)?env\([\w]+\)/y],
  ["word", /[a-zA-Z_]\w*|@\w+/y],
  ["number", /-?\d+(?:\.\d+)?/y],
  ["sign", /\|=c?|\/\/=|\+=|\*=|-=|==|!=|>=|<=|=c?|\/\/|[.,;|:()[\]{}+*/%<>~?-]/y],
];

function tokensOf(letters: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  let at = 0;
  while (at < letters.length) {
    const token = tokenAt(letters, at);
    if (token === undefined) return undefined;
    if (token.kind !== "blank") tokens.push({ ...token, kind: token.kind });
    at = token.end;
  }
  return tokens;
}

function tokenAt(letters: string, start: number): (Omit<Token, "kind"> & { readonly kind: Token["kind"] | "blank" }) | undefined {
  for (const [kind, rule] of rules) {
    rule.lastIndex = start;
    const [text] = rule.exec(letters) ?? [];
    if (text !== undefined) return { kind, text, start, end: start + text.length };
  }
  return undefined;
}

// -------------------------------------------------------------------------------------------------------- reading

interface Reader {
  readonly source: EncodedText;
  readonly tokens: readonly Token[];
  at: number;
  depth: number;
}

function peek(reader: Reader): Token | undefined {
  return reader.tokens[reader.at];
}

function take(reader: Reader, sign: string): boolean {
  if (peek(reader)?.kind !== "sign" || peek(reader)?.text !== sign) return false;
  reader.at += 1;
  return true;
}

function readOperation(reader: Reader, least: number): Expression | undefined {
  reader.depth += 1;
  const expression = reader.depth > deepestNesting ? undefined : readOperators(reader, least);
  reader.depth -= 1;
  return expression;
}

function readOperators(reader: Reader, least: number): Expression | undefined {
  const start = peek(reader)?.start ?? 0;
  let left = readTraversal(reader);
  while (left !== undefined) {
    const operator = operatorAt(reader);
    const strength = operator === undefined ? undefined : yqOperators[operator];
    if (operator === undefined || strength === undefined || strength < least) return left;
    const written = reader.source.at(start, reader.tokens[reader.at - 1]?.end ?? start);
    reader.at += operator === "style=" ? 2 : 1;
    const right = readOperation(reader, strength);
    left = right === undefined ? undefined : { kind: "operation", operator, left, right, written };
  }
  return undefined;
}

/** An operator; what is assigned to how a value looks is one of two words. */
function operatorAt(reader: Reader): string | undefined {
  const token = peek(reader);
  if (token?.kind === "word" && yqAttributes.has(token.text)) return /^\|?=$/u.test(reader.tokens[reader.at + 1]?.text ?? "") ? "style=" : undefined;
  return token?.kind === "sign" || token?.kind === "word" ? token.text.replace(/^(\|?=)c$/u, "$1") : undefined;
}

/** A value, and what is read from it: `.a.b[0]`, `select(.x).y`. */
function readTraversal(reader: Reader): Expression | undefined {
  let expression = readAtom(reader);
  while (expression !== undefined) {
    const token = peek(reader);
    if (token?.kind === "key" || token?.kind === "quoted key") {
      reader.at += 1;
      const key = keyOf(reader, token);
      if (key === undefined) return undefined;
      expression = { kind: "key", of: expression, key };
    } else if (take(reader, ".[") || take(reader, "[")) expression = readIndex(reader, expression);
    else return expression;
    take(reader, "?");
  }
  return undefined;
}

/** Keys with `*` and `?` are patterns; they are not followed. */
function keyOf(reader: Reader, token: Token): Text | undefined {
  const quotes = token.kind === "quoted key" ? 1 : 0;
  const letters = token.text.replace(/\?$/u, "");
  if (/[*?]/u.test(letters)) return undefined;
  return reader.source.at(token.start + 1 + quotes, token.start + letters.length - quotes);
}

function readIndex(reader: Reader, of: Expression): Expression | undefined {
  if (take(reader, "]")) return { kind: "index", of, index: undefined };
  const index = readOperation(reader, 0);
  return index === undefined || !take(reader, "]") ? undefined : { kind: "index", of, index };
}

function readAtom(reader: Reader): Expression | undefined {
  const token = peek(reader);
  if (token === undefined) return undefined;
  switch (token.kind) {
    case "key":
    case "quoted key":
      return { kind: "self" };
    case "text":
      reader.at += 1;
      return textOf(reader, token);
    case "number":
      reader.at += 1;
      return { kind: "plain", text: token.text, type: "number" };
    case "environment":
      reader.at += 1;
      return { kind: "environment", name: token.text.slice(token.text.indexOf("(") + 1, -1), isText: token.text.startsWith("str") };
    case "word":
      reader.at += 1;
      return readWord(reader, token.text);
    case "sign":
      return readSign(reader, token.text);
  }
}

function readSign(reader: Reader, sign: string): Expression | undefined {
  if (sign === ".[") return { kind: "self" };
  reader.at += 1;
  switch (sign) {
    case ".":
      return { kind: "self" };
    case "..":
    case "...":
      return { kind: "descend" };
    case "~":
      return { kind: "plain", text: "null", type: "null" };
    case "(": {
      const inner = readOperation(reader, 0);
      return take(reader, ")") ? inner : undefined;
    }
    case "[": {
      if (take(reader, "]")) return { kind: "list", items: undefined };
      const items = readOperation(reader, 0);
      return items !== undefined && take(reader, "]") ? { kind: "list", items } : undefined;
    }
    default:
      return undefined;
  }
}

function readWord(reader: Reader, word: string): Expression | undefined {
  const constant = word.toLowerCase();
  if (constant === "true" || constant === "false") return { kind: "plain", text: constant, type: "boolean" };
  if (constant === "null") return { kind: "plain", text: "null", type: "null" };
  const name = yqSynonyms[word] ?? word;
  if (!yqFunctions.has(name)) return undefined;
  if (!take(reader, "(")) return { kind: "call", name, argument: undefined };
  const argument = readOperation(reader, 0);
  return argument !== undefined && take(reader, ")") ? { kind: "call", name, argument } : undefined;
}

// ---------------------------------------------------------------------------------------------------------- texts

/** A text with `\(…)` in it, whose parts are the letters between them and the expressions. */
function textOf(reader: Reader, token: Token): Expression | undefined {
  const parts: (Text | Expression)[] = [];
  let from = token.start + 1;
  const end = token.end - 1;
  while (from <= end) {
    const opening = reader.source.encoded.slice(0, end).indexOf("\\(", from);
    const to = opening < 0 ? end : opening;
    const piece = reader.source.encoded.slice(from, to);
    parts.push(piece.includes("\\") ? reader.source.changed(unescaped(piece)) : reader.source.at(from, to));
    if (opening < 0) break;
    const closing = reader.source.encoded.indexOf(")", opening);
    const inner = closing < 0 || closing > end ? undefined : parseExpression(reader.source.at(opening + 2, closing));
    if (inner === undefined) return undefined;
    parts.push(inner);
    from = closing + 1;
  }
  return { kind: "text", parts: parts.length === 0 ? [literal("")] : parts };
}

function unescaped(letters: string): string {
  const short: Readonly<Record<string, string | undefined>> = { n: "\n", t: "\t", r: "\r" };
  return letters.replace(/\\([^])/gu, (_, letter: string) => short[letter] ?? letter);
}
