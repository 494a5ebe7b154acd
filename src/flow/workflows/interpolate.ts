import { readExpression } from "../../frontends/workflows/read-expression.js";
import { expressionsIn } from "../../frontends/workflows/expressions-in.js";
import { encodeText } from "../../values/encoding.js";
import { isText, join, literal, literalText, placeOf, unknown } from "../../values/text.js";
import type { JoinedPart, Text } from "../../values/value.js";
import type { YamlTree } from "../yaml-tree.js";
import { evaluateExpression } from "./evaluate.js";
import type { Scope } from "./evaluate.js";
import { either, textOf, textValue, truthOf, valuesIn } from "./values.js";
import type { Expressed } from "./values.js";

/** A text with its expressions evaluated; where it is one expression alone, that one's value. */
export function interpolate(text: Text, scope: Scope): Expressed {
  const source = encodeText(text);
  if (source === undefined) return textValue(text);
  const { expressions } = expressionsIn(source.encoded);
  if (expressions.length === 0) return textValue(text);
  const [first] = expressions;
  if (first !== undefined && expressions.length === 1 && source.encoded.trim().length === first.at[1] - first.at[0]) return evaluateText(source.encoded.slice(...first.inner), scope);
  const parts: JoinedPart[] = [];
  let from = 0;
  for (const { at, inner } of expressions) {
    parts.push({ text: source.at(from, at[0]) });
    parts.push({ text: textOf(evaluateText(source.encoded.slice(...inner), scope)), use: placeOf(source.at(...at)) });
    from = at[1];
  }
  parts.push({ text: source.at(from, source.encoded.length) });
  return textValue(bounded(join(parts)));
}

/** What a step puts together of what steps before it gave may double with each. */
function bounded(text: Text): Text {
  return weightOf(text) > heaviest ? unknown(`all of ${text.key}`, "a text of too many parts") : text;
}

const heaviest = 1_000;
const weights = new WeakMap<Text, number>();

/** How many parts and alternatives there are in a text, each counted as often as it is there. */
function weightOf(text: Text): number {
  if (text.kind === "literal" || text.kind === "hole") return 1;
  const known = weights.get(text);
  if (known !== undefined) return known;
  const inner = text.kind === "captured" ? [text.text] : text.kind === "joined" ? text.parts.map((part) => part.text) : text.alternatives.filter(isText);
  const weight = inner.reduce((sum, one) => sum + weightOf(one), 1);
  weights.set(text, weight);
  return weight;
}

/** As `interpolate`, as text: it stands where the expression is written. */
export function interpolatedText(text: Text, scope: Scope): Text {
  const value = textOf(interpolate(text, scope));
  const written = literalText(text);
  // One expression alone: what reads the value finds its place where the expression stands.
  return written?.includes("${{") === true && written.trim().startsWith("${{") && value.key !== text.key ? join([{ text: value, use: placeOf(text) }]) : value;
}

function evaluateText(written: string, scope: Scope): Expressed {
  const reading = readExpression(written);
  if (reading.ok) {
    const value = evaluateExpression(reading.expression, scope);
    return value.kind === "scalar" && value.type === "text" ? { ...value, text: bounded(value.text) } : value;
  }
  return textValue(unknown(`expression ${written}`, "an expression that cannot be read"));
}

/** A tree with the expressions in its texts evaluated; one that may be several trees is the first of them that is a list or map. */
export function interpolateTree(tree: YamlTree, scope: Scope): YamlTree {
  switch (tree.kind) {
    case "map":
      return { ...tree, entries: tree.entries.map(({ key, value }) => ({ key: interpolatedText(key, scope), value: interpolateTree(value, scope) })) };
    case "list":
      return { ...tree, items: tree.items.map((item) => interpolateTree(item, scope)) };
    case "unknown":
      return tree;
    case "scalar": {
      if (tree.type !== "text" || !(encodeText(tree.text)?.encoded ?? "").includes("${{")) return tree;
      const value = interpolate(tree.text, scope);
      if (value.kind === "map" || value.kind === "list" || value.kind === "unknown") return value;
      return value.kind === "scalar" ? { ...value, place: tree.place } : { kind: "scalar", type: "text", text: textOf(value), place: tree.place };
    }
  }
}

/**
 * Whether a condition (`if:`) holds; undefined if that is not known. The marks around an expression may be left out
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsif); a text beside them makes it a text, which counts as true.
 */
export function conditionHolds(condition: YamlTree | undefined, scope: Scope): boolean | undefined {
  if (condition?.kind !== "scalar" || condition.type === "null") return true;
  const written = literalText(condition.text);
  if (written === undefined) return undefined;
  if (condition.type !== "text") return truthOf(condition);
  const value = written.includes("${{") ? interpolate(condition.text, scope) : evaluateText(written, scope);
  const truths = valuesIn(value).map(truthOf);
  return truths.every((truth) => truth === truths[0]) ? truths[0] : undefined;
}

/** Whether a condition asks how what ran before went: else it holds only if that went well. */
export function asksForStatus(condition: YamlTree | undefined): boolean {
  return condition?.kind === "scalar" && /\b(?:always|failure|cancelled|success)\s*\(/iu.test(literalText(condition.text) ?? "");
}

/** A text that may be one of several, decided by a name. */
export function eitherText(texts: readonly Text[], decision: string): Text {
  return textOf(either(texts.map(textValue), decision));
}

export const noText: Text = literal("");
