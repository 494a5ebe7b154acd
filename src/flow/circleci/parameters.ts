import { join, literalText, placeOf } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { withMarks } from "../pipelines/marks.js";
import { memberOf, openContext, textOf } from "../workflows/values.js";
import type { Expressed } from "../workflows/values.js";
import { valueAt } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";
import { namedEntries } from "../pipelines/trees.js";

/** What a configuration may name between `<<` and `>>`. */
export interface CircleScope {
  readonly parameters: Expressed;
  readonly pipeline: Expressed;
}

const mark = /<<\s*((?:parameters|pipeline|matrix)(?:\.[\w-]+)+)\s*>>/gu;

/** A tree with the values of parameters in it (https://circleci.com/docs/reference/configuration-reference/#parameters). */
export function withParameters(tree: YamlTree, scope: CircleScope, depth = 0): YamlTree {
  if (depth > deepest) return tree;
  switch (tree.kind) {
    case "map":
      return { ...tree, entries: tree.entries.map(({ key, value }) => ({ key: inText(key, scope), value: withParameters(value, scope, depth + 1) })) };
    case "list":
      return { ...tree, items: tree.items.map((item) => withParameters(item, scope, depth + 1)) };
    case "unknown":
      return tree;
    case "scalar": {
      if (tree.type !== "text") return tree;
      const [, alone] = /^\s*<<\s*([\w.-]+)\s*>>\s*$/u.exec(literalText(tree.text) ?? "") ?? [];
      const value = alone === undefined ? undefined : valueNamed(alone, scope);
      if (value === undefined) return { ...tree, text: inText(tree.text, scope) };
      if (value.kind === "map" || value.kind === "list" || value.kind === "unknown") return value;
      return { kind: "scalar", type: value.kind === "scalar" ? value.type : "text", text: join([{ text: textOf(value), use: placeOf(tree.text) }]), place: tree.place };
    }
  }
}

const deepest = 60;

function inText(text: Text, scope: CircleScope): Text {
  return withMarks(text, mark, ([, name]) => { const value = name === undefined ? undefined : valueNamed(name, scope); return value === undefined ? undefined : textOf(value); });
}

function valueNamed(name: string, { parameters, pipeline }: CircleScope): Expressed | undefined {
  const [first, ...path] = name.split(".");
  const start = first === "pipeline" ? pipeline : first === "parameters" || first === "matrix" ? parameters : undefined;
  return start === undefined ? undefined : path.reduce<Expressed>(memberOf, start);
}

/** Parameters as they are given, else their defaults. One that is neither is a value that is not known. */
export function givenParameters(declared: YamlTree | undefined, given: YamlTree | undefined): Expressed {
  return openContext("parameters", (name) => valueAt(given, name) ?? valueAt(valueAt(declared, name), "default"));
}

/** Whether a condition of `when` or `unless` holds (https://circleci.com/docs/reference/configuration-reference/#logic-statements); undefined if that is not known. */
export function logicHolds(condition: YamlTree | undefined, depth = 0): boolean | undefined {
  if (condition === undefined || depth > deepest) return undefined;
  if (condition.kind === "scalar") {
    const letters = literalText(condition.text);
    return letters === undefined ? undefined : condition.type !== "null" && !/^(?:false|0|)$/iu.test(letters);
  }
  const [only] = namedEntries(condition);
  if (only === undefined) return undefined;
  const items = only.value.kind === "list" ? only.value.items : [only.value];
  const truths = (): readonly (boolean | undefined)[] => items.map((item) => logicHolds(item, depth + 1));
  switch (only.name) {
    case "and":
      return agreed(truths(), false);
    case "or":
      return agreed(truths(), true);
    case "not": {
      const truth = logicHolds(only.value, depth + 1);
      return truth === undefined ? undefined : !truth;
    }
    case "equal": {
      const letters = items.map((item) => (item.kind === "scalar" ? literalText(item.text) : undefined));
      const known = letters.filter((one) => one !== undefined);
      return new Set(known).size > 1 ? false : known.length === letters.length ? true : undefined;
    }
    default:
      return undefined;
  }
}

function agreed(truths: readonly (boolean | undefined)[], deciding: boolean): boolean | undefined {
  return truths.includes(deciding) ? deciding : truths.includes(undefined) ? undefined : !deciding;
}

