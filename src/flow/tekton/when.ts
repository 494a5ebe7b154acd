import { literalText } from "../../values/text.js";
import { branch } from "../execute.js";
import { textsIn } from "../pipelines/trees.js";
import type { Frame } from "../run.js";
import { itemsAt, lettersAt, textAt, valueAt } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";

/** Runs something if all of its guards hold (https://tekton.dev/docs/pipelines/pipelines/#guard-task-execution-using-when-expressions); what is not decided may run. */
export function runWhen(frame: Frame, guarded: YamlTree, body: () => void): void {
  const guards = itemsAt(guarded, "when").map(holds);
  if (guards.includes(false)) return;
  if (guards.every((one) => one === true)) body();
  else branch(frame, [() => { body(); return true; }, () => true]);
}

function holds(guard: YamlTree): boolean | undefined {
  const input = textAt(guard, "input");
  const known = input === undefined ? undefined : literalText(input);
  const values = textsIn(valueAt(guard, "values")).map(literalText);
  const operator = lettersAt(guard, "operator");
  if (known === undefined || (operator !== "in" && operator !== "notin")) return undefined;
  const isIn = values.includes(known) ? true : values.includes(undefined) ? undefined : false;
  return isIn === undefined ? undefined : isIn === (operator === "in");
}
