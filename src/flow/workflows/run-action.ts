import { literalText, placeOf, unknown } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { escape } from "../escapes.js";
import { valueAt } from "../yaml-tree.js";
import { interpolateTree } from "./interpolate.js";
import { textOf, textValue } from "./values.js";
import type { Result, Step } from "./workflow.js";

/** Runs an action (`uses:`); gives its outputs. */
export function runAction(step: Step, uses: Text): Result["output"] {
  const { list, tree, scope, place, name } = step;
  const inputs = valueAt(tree, "with");
  const given = inputs?.kind === "map" ? inputs.entries.map(({ value }) => textOf(interpolateTree(value, scope))) : [];
  const action = literalText(uses) ?? "an action";
  escape(list.frame.run, given, placeOf(uses) ?? place, action);
  return (output) => textValue(unknown(`output ${output} of step ${name}`, `the output ${output} of ${action}`));
}
