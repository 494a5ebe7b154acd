import { literalText, placeOf } from "../../values/text.js";
import type { GivenText, ProcessEnvironment } from "../process-environment.js";
import type { YamlTree } from "../yaml-tree.js";
import type { Scope } from "./evaluate.js";
import { interpolate, interpolatedText } from "./interpolate.js";
import { nullValue, openContext, textOf, textValue } from "./values.js";
import type { Expressed } from "./values.js";

/** The variables of an `env:` map; an expression that gives a map (`fromJSON(…)`) gives its entries. */
export function variablesIn(env: YamlTree | undefined, scope: Scope): ReadonlyMap<string, GivenText> {
  const tree = env?.kind === "scalar" && env.type === "text" ? interpolate(env.text, scope) : env;
  const variables = new Map<string, GivenText>();
  for (const { key, value } of tree?.kind === "map" ? tree.entries : []) {
    const name = literalText(key);
    if (name === undefined || value.kind !== "scalar") continue;
    variables.set(name, { value: value.type === "null" ? textOf(nullValue) : interpolatedText(value.text, scope), origin: placeOf(value.text) ?? value.place });
  }
  return variables;
}

/** The `env` context: what is not set there is nothing. */
export function envContext(environment: ProcessEnvironment): Expressed {
  return openContext("env", (key) => {
    const given = environment(key);
    return given === undefined ? undefined : textValue(given.value);
  });
}
