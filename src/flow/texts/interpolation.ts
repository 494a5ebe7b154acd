import { removePrefix, removeSuffix, replacePattern } from "../../values/patterns.js";
import { encodeText } from "../../values/encoding.js";
import type { EncodedText } from "../../values/encoding.js";
import { choice, derived, isText, join, literal, literalText, uncaptured } from "../../values/text.js";
import type { JoinedPart, Place, Text } from "../../values/value.js";
import type { GivenText } from "../process-environment.js";

/** How a kind of file writes variables into its texts. */
export interface Interpolation {
  /** What a variable holds; undefined where it is certainly not set. */
  readonly valueOf: (name: string) => GivenText | undefined;
  /**
   * `dollars`: `$$` is a dollar (compose specification, "Interpolation"). Otherwise the letter that takes its meaning from the next one, and quotes
   * are taken away (https://docs.docker.com/reference/dockerfile/#environment-replacement).
   */
  readonly escape: "dollars" | "\\" | "`";
}

export interface Interpolated {
  readonly text: Text;
  /** Where the last variable in it was given, if somebody gave one. */
  readonly origin: Place | undefined;
}

/** `$NAME`, `${NAME}`, `${NAME:-default}` and the other forms that compose files and Dockerfiles have; defaults may hold variables themselves. */
export function interpolate(text: Text, interpolation: Interpolation): Interpolated {
  const source = encodeText(text);
  if (source === undefined || !(interpolation.escape === "dollars" ? /\$/u : /[$"'\\`]/u).test(source.encoded)) return { text, origin: undefined };
  const state: State = { source, interpolation, origin: undefined };
  const expanded = expand(state, 0, source.encoded.length, 0);
  return { text: expanded.key.length > longestText ? derived("a text that is too long", [literal(source.encoded.slice(0, longestName))]) : expanded, origin: state.origin };
}

/** Variables may double each other again and again. */
const longestText = 100_000;

interface State {
  readonly source: EncodedText;
  readonly interpolation: Interpolation;
  origin: Place | undefined;
}

const deepestDefault = 20;

function expand(state: State, start: number, end: number, depth: number): Text {
  const { source, interpolation } = state;
  const { encoded } = source;
  const { escape } = interpolation;
  const parts: JoinedPart[] = [];
  let from = start;
  let isSingle = false;
  const upTo = (index: number, next: number): void => {
    if (index > from) parts.push({ text: source.at(from, index) });
    from = next;
  };
  let index = start;
  while (index < end) {
    const letter = encoded.charAt(index);
    const isQuote = escape !== "dollars" && ((letter === '"' && !isSingle) || letter === "'");
    if (isQuote) {
      if (letter === "'") isSingle = !isSingle;
      upTo(index, index + 1);
    } else if (escape !== "dollars" && letter === escape && !isSingle) {
      const continued = /^[ \t]*\r?\n\s*/u.exec(encoded.slice(index + 1, end));
      upTo(index, index + 1 + (continued?.[0].length ?? 0));
      index = continued === null ? index + 1 : from - 1;
    } else if (letter === "$" && escape === "dollars" && encoded.charAt(index + 1) === "$") {
      upTo(index + 1, index + 2);
      index += 1;
    } else if (letter === "$" && !isSingle) {
      const variable = variableAt(encoded, index, end);
      if (variable !== undefined) {
        upTo(index, variable.end);
        parts.push({ text: valueOf(state, variable, depth) });
        index = variable.end - 1;
      }
    }
    index += 1;
  }
  upTo(end, end);
  return join(parts);
}

interface Variable {
  readonly name: string;
  readonly operator: string;
  /** Where the word behind the operator begins. */
  readonly word: number;
  readonly wordEnd: number;
  readonly end: number;
}

function variableAt(encoded: string, at: number, end: number): Variable | undefined {
  const [bare] = /^\w+/u.exec(encoded.slice(at + 1, Math.min(end, at + longestName))) ?? [];
  if (bare !== undefined) return { name: bare, operator: "", word: 0, wordEnd: 0, end: at + 1 + bare.length };
  const [head, name, operator] = /^\{(\w+)(:?[-+?]|##?|%%?|\/\/?)?/u.exec(encoded.slice(at + 1, Math.min(end, at + longestName))) ?? [];
  if (head === undefined || name === undefined) return undefined;
  const word = at + 1 + head.length;
  const close = closingBrace(encoded, word, end);
  if (close === undefined || (operator === undefined && close !== word)) return undefined;
  return { name, operator: operator ?? "", word, wordEnd: close, end: close + 1 };
}

const longestName = 300;

function closingBrace(encoded: string, from: number, end: number): number | undefined {
  let depth = 0;
  for (let index = from; index < end; index += 1) {
    const letter = encoded.charAt(index);
    if (letter === "\\") index += 1;
    else if (letter === "$" && encoded.charAt(index + 1) === "{") depth += 1;
    else if (letter === "}") {
      if (depth === 0) return index;
      depth -= 1;
    }
  }
  return undefined;
}

function valueOf(state: State, { name, operator, word, wordEnd }: Variable, depth: number): Text {
  const given = state.interpolation.valueOf(name);
  if (given?.origin !== undefined) state.origin = given.origin;
  const value = given?.value;
  const wordText = (): Text => (depth > deepestDefault ? derived("a nested default", [literal(name)]) : expand(state, word, wordEnd, depth + 1));
  const known = value === undefined ? undefined : literalText(value);
  switch (operator) {
    case "":
    case "?":
    case ":?":
      return value ?? literal("");
    case "-":
    case ":-":
      return value === undefined || (known === "" && operator === ":-") ? wordText() : withDefault(value, wordText());
    case "+":
    case ":+":
      if (value === undefined || (known === "" && operator === ":+")) return literal("");
      return known === undefined ? eitherOf([wordText(), literal("")], `${value.key}:+`) : wordText();
    default:
      return changed(value ?? literal(""), operator, wordText());
  }
}

/** What holds where a variable that may be set has a default: the key is that of a shell's `${NAME:-default}`. */
export function withDefault(value: Text, fallback: Text): Text {
  if (literalText(value) !== undefined || uncaptured(value).kind === "joined" || hasDefault(value)) return value;
  return eitherOf([value, fallback], `${value.key}:-${fallback.key}`);
}

function hasDefault(value: Text): boolean {
  const plain = uncaptured(value);
  if (plain.kind !== "choice" || !plain.isDecided) return false;
  const known = plain.alternatives.map(literalText).filter((letters) => letters !== undefined);
  return known.length > 0 && known.every((letters) => letters !== "");
}

function eitherOf(values: readonly Text[], identity: string): Text {
  const either = choice(values, identity);
  return isText(either) ? either : derived("a choice", values);
}

function changed(value: Text, operator: string, word: Text): Text {
  const [pattern, replacement] = (literalText(word) ?? "").split(/\/(.*)/su);
  const known = literalText(word) === undefined ? undefined : pattern;
  const result = known === undefined ? undefined : changes[operator]?.(value, operator.startsWith("/") ? known : (literalText(word) ?? ""), literal(replacement ?? ""));
  return result ?? derived(`variable ${operator} ${word.key}`, [value]);
}

const changes: Readonly<Record<string, (value: Text, pattern: string, replacement: Text) => Text | undefined>> = {
  "#": (value, pattern) => removePrefix(value, pattern, "shortest"),
  "##": (value, pattern) => removePrefix(value, pattern, "longest"),
  "%": (value, pattern) => removeSuffix(value, pattern, "shortest"),
  "%%": (value, pattern) => removeSuffix(value, pattern, "longest"),
  "/": (value, pattern, replacement) => replacePattern(value, pattern, replacement, "first"),
  "//": (value, pattern, replacement) => replacePattern(value, pattern, replacement, "all"),
};
