import type { ActionCall } from "../../models/actions/action.js";
import { encodeText } from "../../values/encoding.js";
import { literal, literalText, uncaptured } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { valueAt } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";
import { givenFromOutside } from "./given.js";
import { commit, repository } from "./github-values.js";
import { interpolate, interpolatedText } from "./interpolate.js";
import { truthOf } from "./values.js";
import type { Step } from "./workflow.js";

/** What a step gives to an action. */
export function actionCall(step: Step): ActionCall {
  const { tree, scope, environment, list } = step;
  const inputs = valueAt(tree, "with");
  const written = (input: string): YamlTree | undefined => (inputs?.kind === "map" ? inputs.entries.find(({ key }) => literalText(key)?.toLowerCase() === input.toLowerCase())?.value : undefined);
  const text = (input: string, fallback?: string): Text | undefined => {
    const value = written(input);
    const given = value?.kind === "scalar" && value.type !== "null" ? interpolatedText(value.text, scope) : undefined;
    return given === undefined || given.key === "" ? (fallback === undefined ? undefined : literal(fallback)) : given;
  };
  const { event } = list.workflow;
  return {
    text,
    items: (input, separators = "lines") => {
      const given = text(input);
      return given === undefined ? [] : itemsOf(step, given, separators);
    },
    flag: (input, fallback = false) => {
      const value = written(input);
      if (value?.kind !== "scalar" || value.type === "null") return fallback;
      const known = value.type === "boolean" ? value : interpolate(value.text, scope);
      if (known.kind !== "scalar" || known.type !== "text") return truthOf(known);
      const letters = literalText(known.text);
      return letters === undefined ? undefined : letters === "" ? fallback : /^true$/iu.test(letters);
    },
    environment: (variable) => environment(variable)?.value,
    run: { eventName: event.name, ref: event.ref, base: event.base, commit: commit(), repository: repository(), defaultBranch: givenFromOutside("github.event.repository.default_branch") },
  };
}

/** The items of a list; the list that another action has made stands in it as one value. */
function itemsOf({ list }: Step, given: Text, separators: "lines" | "lines and commas"): readonly Text[] {
  const { lists } = list.workflow;
  const whole = lists.get(uncaptured(given).key);
  if (whole !== undefined) return whole;
  const source = encodeText(given);
  if (source === undefined) return [given];
  const pattern = separators === "lines" ? /[^\r\n]+/gu : /[^\r\n,]+/gu;
  return [...source.encoded.matchAll(pattern)].flatMap(({ 0: letters, index }): readonly Text[] => {
    const start = index + letters.length - letters.trimStart().length;
    const end = index + letters.trimEnd().length;
    if (start >= end || letters.trimStart().startsWith("#")) return [];
    const item = source.at(start, end);
    return lists.get(uncaptured(item).key) ?? [item];
  });
}
