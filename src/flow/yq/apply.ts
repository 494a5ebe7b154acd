import { imageKey, referenceKey } from "../../models/yq.js";
import { display, join, literal, literalText, placeOf } from "../../values/text.js";
import type { JoinedPart, Place, Text } from "../../values/value.js";
import type { Override } from "../site.js";
import { printTrees } from "../yaml-text.js";
import { isTooLarge, textAt, treesOf, valueAt } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";
import { documentMatch, evaluate, newEvaluation, treeAt } from "./evaluate.js";
import type { Assignment, Match } from "./evaluate.js";
import { parseExpression } from "./expression.js";
import type { Expression } from "./expression.js";

export interface YqInput {
  readonly expression: Text;
  /** The file or the standard input, with all its documents; undefined for `--null-input`. */
  readonly documents: Text | undefined;
  /** Undefined for a variable that is not set. */
  readonly environment: (name: string) => Text | undefined;
  /** `yq eval-all`: the expression sees all documents at once. */
  readonly isAll?: boolean | undefined;
  /** The expression's word, for texts that have no place of their own. */
  readonly place: Place;
  /** The file, for people. */
  readonly target?: string | undefined;
}

export interface YqOutput {
  /** What it prints, or writes in place; undefined where that is not understood. */
  readonly output: Text | undefined;
  /** Each assignment to what may be an image or a part of one. */
  readonly overrides: readonly YqOverride[];
}

export type YqOverride = Omit<Override, "path" | "order">;

/** What yq (version 4) makes of documents. Never throws. */
export function applyYq(input: YqInput): YqOutput {
  const expression = parseExpression(input.expression);
  return expression === undefined ? { output: undefined, overrides: [] } : applied(expression, input);
}

export interface Yq3Input extends Omit<YqInput, "expression" | "isAll"> {
  /** `spec.containers[0].image`, `spec.containers.(name==web).image` */
  readonly path: Text;
  /** Undefined to read the path. */
  readonly value: Text | undefined;
}

/** What version 3 makes of documents: `yq write FILE PATH VALUE`, `yq read FILE PATH`. It looks at the first document only. */
export function applyYq3(input: Yq3Input): YqOutput {
  const path = pathExpression(input.path);
  if (path === undefined) return { output: undefined, overrides: [] };
  const { value } = input;
  if (value === undefined) return applied(path, input);
  return applied({ kind: "operation", operator: "=", left: path, right: { kind: "text", parts: [value] }, written: input.path }, input);
}

function applied(expression: Expression, { documents, environment, isAll, place, target }: Omit<YqInput, "expression">): YqOutput {
  const { trees, problems } = documents === undefined ? { trees: [{ kind: "scalar", text: literal("null"), type: "null" } satisfies YamlTree], problems: [] } : treesOf(documents);
  if (problems.length > 0) return { output: undefined, overrides: [] };
  const evaluation = newEvaluation(trees, environment);
  const inputs = trees.map((_, document) => documentMatch(evaluation, document));
  const results: (readonly Match[] | undefined)[] = isAll === true ? [evaluate(evaluation, expression, inputs)] : inputs.map((input) => evaluate(evaluation, expression, [input]));
  const known = results.flatMap((matches) => matches ?? []);
  const isEvaluated = !results.includes(undefined) && evaluation.left >= 0;
  const printed = known.map((match): Printed => ({ document: match.at?.document, tree: treeAt(evaluation, match) ?? { kind: "scalar", text: literal("null"), type: "null" } }));
  return {
    output: isEvaluated && known.every((match) => match.isCertain) && !isTooLarge({ kind: "list", items: printed.map(({ tree }) => tree) }) ? printedText(printed) : undefined,
    overrides: [...evaluation.assignments.values()].flatMap((assignment) => overrideOf(assignment, { isEvaluated, place, target: target ?? "the documents" }) ?? []),
  };
}

interface Printed {
  readonly document: number | undefined;
  readonly tree: YamlTree;
}

/** Scalars as they are, other values as YAML; a separator where the next document begins. */
function printedText(printed: readonly Printed[]): Text {
  const parts: JoinedPart[] = [];
  for (const [index, { document, tree }] of printed.entries()) {
    if (index > 0 && document !== printed[index - 1]?.document) parts.push({ text: literal("---\n") });
    if (tree.kind === "scalar") parts.push({ text: tree.text.key === "" && tree.type === "null" ? literal("null") : tree.text }, { text: literal("\n") });
    else parts.push({ text: printTrees([tree], { lists: "indented" }) });
  }
  return join(parts);
}

// ------------------------------------------------------------------------------------------------------ overrides

function overrideOf({ operation, isRead, values, key, instead }: Assignment, { isEvaluated, place, target }: { readonly isEvaluated: boolean; readonly place: Place; readonly target: string }): YqOverride | undefined {
  const written = placeOf(operation.written) ?? place;
  const path = display(operation.written).trim();
  if (!imageKey.test(path) && !(key !== undefined && imageKey.test(key))) return undefined;
  return {
    how: "yq",
    key: path,
    value: key !== undefined && referenceKey.test(key) ? values.at(-1) : undefined,
    place: written,
    isRead: isEvaluated ? isRead : isRead === "yes" ? "yes" : "unknown",
    candidates: isRead === "yes" ? [] : distinct(instead.flatMap((tree) => candidatesIn(tree))),
    target,
    otherwise: "keeps",
  };
}

type Candidate = Override["candidates"][number];

/** What is there instead: containers and the like by their names, objects by kind and name, else the keys of a map. */
function candidatesIn(tree: YamlTree): readonly Candidate[] {
  if (tree.kind === "list") return tree.items.flatMap((item) => (item.kind === "list" ? [] : candidatesIn(item)));
  if (tree.kind !== "map") return [];
  const kind = textAt(tree, "kind");
  const name = textAt(tree, "name") ?? textAt(valueAt(tree, "metadata"), "name");
  const image = textAt(tree, "image");
  if (name !== undefined) return [{ name: kind === undefined ? display(name) : `${display(kind)} ${display(name)}`, reference: image, place: placeOf(image ?? name) }];
  return tree.entries.map(({ key, value }) => {
    const reference = value.kind === "scalar" && referenceKey.test(key.key) ? value.text : undefined;
    return { name: display(key), reference, place: placeOf(reference ?? key) };
  });
}

const mostCandidates = 50;

function distinct(candidates: readonly Candidate[]): readonly Candidate[] {
  return [...new Map(candidates.map((candidate) => [`${candidate.name}\n${candidate.reference?.key ?? ""}`, candidate])).values()].slice(0, mostCandidates);
}

// ------------------------------------------------------------------------------------------------------ version 3

/** `a.b[0].c[*]."d.e".(name==web).f` (https://mikefarah.gitbook.io/yq/v/v3.x/path-expressions); undefined for patterns and `**`. */
function pathExpression(path: Text): Expression | undefined {
  const letters = literalText(path);
  if (letters === undefined) return undefined;
  let expression: Expression = { kind: "self" };
  let at = 0;
  for (const step of letters.matchAll(pathStep)) {
    if (step.index !== at) return undefined;
    at = step.index + step[0].length;
    const [, key, quoted, index, field, wanted] = step;
    if (field !== undefined) {
      const condition: Expression = { kind: "operation", operator: "==", left: { kind: "key", of: { kind: "self" }, key: literal(field) }, right: { kind: "text", parts: [literal(wanted ?? "")] }, written: path };
      expression = { kind: "operation", operator: "|", left: { kind: "index", of: expression, index: undefined }, right: { kind: "call", name: "select", argument: condition }, written: path };
    } else if (index !== undefined) expression = { kind: "index", of: expression, index: index === "*" ? undefined : { kind: "plain", text: index, type: "number" } };
    else expression = { kind: "key", of: expression, key: literal(key ?? quoted ?? "") };
  }
  return at === letters.length && at > 0 ? expression : undefined;
}

const pathStep = /\.?(?:([^.[\]()"*?]+)|"([^"]+)"|\[(\d+|\*)\]|\(([\w.-]+)\s*==\s*"?([^)"*?]*)"?\))/gu;
