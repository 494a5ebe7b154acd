import { hole, literal, literalText } from "../../values/text.js";
import { itemsAt, lettersAt, valueAt } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";
import type { Scope } from "./evaluate.js";
import { interpolate } from "./interpolate.js";
import { either, nullValue, openContext, textValue, undecidedBoolean } from "./values.js";
import type { Expressed } from "./values.js";

/**
 * The `inputs` context: what a caller gives, else the default. Where nobody calls, people choose: a list of options is one of
 * them, anything else may be any text. Without declarations (an event that has no inputs) there are none.
 */
export function givenInputs(declared: YamlTree | undefined, given: ((name: string) => Expressed | undefined) | undefined, file: string, scope: Scope = { contexts: () => undefined }): Expressed {
  return openContext("inputs", (name) => {
    const declaration = declared?.kind === "map" ? declared.entries.find(({ key }) => literalText(key)?.toLowerCase() === name.toLowerCase())?.value : undefined;
    const value = given?.(name);
    if (value !== undefined) return value;
    if (declaration === undefined) return nullValue;
    return given === undefined ? chosenByPeople(name, declaration, file) : defaultOf(declaration, scope);
  });
}

/** The default of an input; without one, it is empty. */
function defaultOf(declaration: YamlTree, scope: Scope): Expressed {
  const value = valueAt(declaration, "default");
  if (value?.kind === "scalar") return value.type === "text" ? interpolate(value.text, scope) : value;
  return lettersAt(declaration, "type") === "boolean" ? { kind: "scalar", type: "boolean", text: literal("false") } : textValue(literal(""));
}

function chosenByPeople(name: string, declaration: YamlTree, file: string): Expressed {
  const decision = `inputs.${name} of ${file}`;
  switch (lettersAt(declaration, "type")) {
    case "boolean":
      return undecidedBoolean(decision);
    case "choice":
      return either(itemsAt(declaration, "options"), decision);
    default: {
      const any = textValue(hole(decision, { kind: "parameter", name: `inputs.${name}` }));
      const value = valueAt(declaration, "default");
      return value?.kind === "scalar" && value.text.key !== "" ? either([value, any], decision) : any;
    }
  }
}
