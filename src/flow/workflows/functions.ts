import { derived, hole, isFreshHole, join, literal, literalText } from "../../values/text.js";
import type { JoinedPart, Text } from "../../values/value.js";
import { treesOf } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";
import { beginsOrEndsWith, compareTexts, holdsText } from "./compare.js";
import { booleanValue, either, keyOfExpressed, mapValue, nullValue, textOf, textValue, undecidedBoolean } from "./values.js";
import type { Expressed, One } from "./values.js";

export type WorkflowFunction = (given: readonly Expressed[]) => Expressed;

/**
 * The functions of expressions (https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#functions), by
 * their names in lower case. A run is taken to go well: what runs after a failure or a cancellation does not run.
 */
export const functions: ReadonlyMap<string, WorkflowFunction> = new Map<string, WorkflowFunction>([
  ["contains", ([whole = nullValue, part = nullValue]) => overTwo(whole, part, (one, wanted) => answer(contains(one, wanted), `contains ${keyOfExpressed(one)} ${keyOfExpressed(wanted)}`))],
  ["startswith", ([whole = nullValue, part = nullValue]) => overTwo(whole, part, (one, wanted) => answer(beginsOrEndsWith("start", textOf(one), textOf(wanted)), `startsWith ${keyOfExpressed(one)} ${keyOfExpressed(wanted)}`))],
  ["endswith", ([whole = nullValue, part = nullValue]) => overTwo(whole, part, (one, wanted) => answer(beginsOrEndsWith("end", textOf(one), textOf(wanted)), `endsWith ${keyOfExpressed(one)} ${keyOfExpressed(wanted)}`))],
  ["format", ([pattern = nullValue, ...values]) => mapValue(pattern, (one) => textValue(formatted(textOf(one), values.map(textOf))))],
  ["join", ([list = nullValue, separator]) => mapValue(list, (one) => textValue(joined(one, separator === undefined ? literal(",") : textOf(separator))))],
  ["tojson", ([value = nullValue]) => mapValue(value, (one) => textValue(jsonOf(one)))],
  ["fromjson", ([text = nullValue]) => mapValue(text, (one) => fromJson(textOf(one)))],
  ["hashfiles", (given) => textValue(hole(`hashFiles ${given.map(keyOfExpressed).join()}`, { kind: "unknown", reason: "the hash of files" }))],
  ["success", () => booleanValue(true)],
  ["always", () => booleanValue(true)],
  ["failure", () => booleanValue(false)],
  ["cancelled", () => booleanValue(false)],
  ["case", (given) => firstCase(given)],
]);

function overTwo(left: Expressed, right: Expressed, of: (one: One, other: One) => Expressed): Expressed {
  return mapValue(left, (one) => mapValue(right, (other) => of(one, other)));
}

function answer(truth: boolean | undefined, identity: string): Expressed {
  return truth === undefined ? undecidedBoolean(identity) : booleanValue(truth);
}

/** Of a list whether one of its items is the text; of a text whether it holds the other. */
function contains(whole: One, part: One): boolean | undefined {
  if (whole.kind === "list") {
    const answers = whole.items.map((item) => (item.kind === "scalar" && part.kind === "scalar" ? compareTexts(textOf(item), textOf(part)) : undefined));
    return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
  }
  if (whole.kind === "map") return false;
  return whole.kind === "scalar" ? holdsText(textOf(whole), textOf(part)) : undefined;
}

/** `case(condition, value, …, otherwise)` */
function firstCase([condition, value, ...rest]: readonly Expressed[]): Expressed {
  if (condition === undefined) return nullValue;
  if (value === undefined) return condition;
  return mapValue(condition, (one) => {
    const known = one.kind === "scalar" && one.type === "boolean" ? literalText(one.text) : undefined;
    if (known !== undefined) return known === "true" ? value : firstCase(rest);
    return either([value, firstCase(rest)], `case ${keyOfExpressed(one)}`);
  });
}

/** `{0}` is the first of the values, `{{` a brace. */
function formatted(pattern: Text, values: readonly Text[]): Text {
  const known = literalText(pattern);
  if (known === undefined) return derived("format", [pattern, ...values]);
  return join(
    known.split(/(\{\{|\}\}|\{\d+\})/u).map((piece): JoinedPart => {
      if (piece === "{{" || piece === "}}") return { text: literal(piece.charAt(0)) };
      const [, index] = /^\{(\d+)\}$/u.exec(piece) ?? [];
      return { text: index === undefined ? literal(piece) : (values[Number(index)] ?? literal("")) };
    }),
  );
}

function joined(list: One, separator: Text): Text {
  if (list.kind !== "list") return textOf(list);
  return join(list.items.flatMap((item, index) => [...(index === 0 ? [] : [{ text: separator }]), { text: textOf(item) }]));
}

// ------------------------------------------------------------------------------------------------------------- JSON

/** The value that a text of JSON holds; what is not known letter by letter where it counts is not known. */
function fromJson(text: Text): Expressed {
  const known = literalText(text);
  if (known?.trim() === "") return nullValue;
  const { trees, problems } = treesOf(text);
  const [tree] = trees;
  if (tree === undefined || problems.length > 0 || isWholeHole(text)) return { kind: "unknown", text: derived("fromJSON", [text]) };
  return tree;
}

function isWholeHole(text: Text): boolean {
  return text.kind === "hole" || text.kind === "choice" || isFreshHole(text);
}

const deepestJson = 40;

/** A value as text of JSON that `fromJSON` and jq read. */
function jsonOf(value: One): Text {
  return join(jsonParts(value, 0));
}

function jsonParts(value: One, depth: number): readonly JoinedPart[] {
  const letters = (text: string): JoinedPart => ({ text: literal(text) });
  if (depth > deepestJson) return [letters("null")];
  switch (value.kind) {
    case "scalar":
      return value.type === "text" ? [letters('"'), { text: quotable(value.text) }, letters('"')] : [letters(value.type === "null" ? "null" : (literalText(value.text) ?? "null"))];
    case "list":
      return [letters("["), ...value.items.flatMap((item, index) => [...(index === 0 ? [] : [letters(",")]), ...jsonParts(item, depth + 1)]), letters("]")];
    case "map":
      return [letters("{"), ...value.entries.flatMap(({ key, value: inner }, index) => [letters(`${index === 0 ? "" : ","}"`), { text: quotable(key) }, letters('":'), ...jsonParts(inner, depth + 1)]), letters("}")];
    case "unknown":
    case "open":
      return [{ text: derived("toJSON", [textOf(value)]) }];
  }
}

function quotable(text: Text): Text {
  const known = literalText(text);
  const escaped = known === undefined ? undefined : JSON.stringify(known).slice(1, -1);
  return escaped === undefined || escaped === known ? text : literal(escaped);
}

/** A tree without what expressions in it are undecided: for a matrix. */
export function treesIn(value: Expressed): YamlTree | undefined {
  return value.kind === "open" || value.kind === "either" ? undefined : value;
}
