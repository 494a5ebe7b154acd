import { expressionsIn } from "../../frontends/workflows/expressions-in.js";
import { readExpression } from "../../frontends/workflows/read-expression.js";
import { encodeText } from "../../values/encoding.js";
import { join, literalText, placeOf, unknown } from "../../values/text.js";
import type { JoinedPart, Text } from "../../values/value.js";
import type { YamlTree } from "../yaml-tree.js";
import { evaluateExpression } from "../workflows/evaluate.js";
import type { Scope } from "../workflows/evaluate.js";
import { textOf, textValue } from "../workflows/values.js";
import type { Expressed } from "../workflows/values.js";
import { azureFunctions } from "./functions.js";

/** What an expression may name: `parameters`, `variables`, the variable of a loop. */
export type Contexts = (name: string) => Expressed | undefined;

/** Evaluates an expression of Azure's, which is written without its marks. */
export function evaluated(written: string, contexts: Contexts): Expressed {
  if (written.length > longest) return notRead(written);
  const names = [...new Set(written.match(/[A-Za-z_][\w-]*/gu) ?? [])].filter((name) => !azureFunctions.has(name.toLowerCase()) && !/^(?:true|false|null)$/iu.test(name));
  const reading = readExpression(written, { contexts: names, functions: functionInfos });
  if (!reading.ok) return notRead(written);
  const scope: Scope = { contexts, functions: azureFunctions };
  return evaluateExpression(reading.expression, scope);
}

const longest = 4_000;
const functionInfos = [...azureFunctions.keys()].map((name) => ({ name, minArgs: 0, maxArgs: 255 }));

function notRead(written: string): Expressed {
  return textValue(unknown(`expression ${written.slice(0, 100)}`, "an expression that cannot be read"));
}

/** A text with what stands in `${{ }}` evaluated; where it is one expression alone, that one's value. */
export function compiled(text: Text, contexts: Contexts): Expressed {
  const source = encodeText(text);
  const { expressions } = expressionsIn(source?.encoded ?? "");
  const [first] = expressions;
  if (source === undefined || first === undefined) return textValue(text);
  if (expressions.length === 1 && source.encoded.trim().length === first.at[1] - first.at[0]) return evaluated(source.encoded.slice(...first.inner), contexts);
  const parts: JoinedPart[] = [];
  let from = 0;
  for (const { at, inner } of expressions) {
    parts.push({ text: source.at(from, at[0]) }, { text: textOf(evaluated(source.encoded.slice(...inner), contexts)), use: placeOf(source.at(...at)) });
    from = at[1];
  }
  parts.push({ text: source.at(from, source.encoded.length) });
  return textValue(join(parts));
}

/** As `compiled`, as a tree that stands where the expression is written. */
export function compiledTree(tree: YamlTree, contexts: Contexts): YamlTree {
  if (tree.kind !== "scalar" || tree.type !== "text" || !(encodeText(tree.text)?.encoded ?? "").includes("${{")) return tree;
  const value = compiled(tree.text, contexts);
  if (value.kind === "map" || value.kind === "list" || value.kind === "unknown") return value;
  const text = textOf(value);
  const isAlone = literalText(tree.text)?.trim().startsWith("${{") === true;
  return { kind: "scalar", type: value.kind === "scalar" ? value.type : "text", text: isAlone ? join([{ text, use: placeOf(tree.text) }]) : text, place: tree.place };
}
