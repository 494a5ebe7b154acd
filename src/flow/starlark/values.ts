import type { StarlarkParameter, StarlarkStatement } from "../../facts/starlark.js";
import { choice, isText, literalText } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";

/** What is known of a value of a Starlark program. Lists and maps are changed in place, as in the language. */
export type StarlarkValue =
  | { readonly kind: "text"; readonly text: Text }
  | { readonly kind: "number"; readonly number: number }
  | { readonly kind: "constant"; readonly constant: boolean | null }
  /** `isOpen`: there may be more in it, or less. */
  | { readonly kind: "list"; readonly items: StarlarkValue[]; isOpen: boolean }
  | { readonly kind: "map"; readonly entries: Map<string, StarlarkValue>; isOpen: boolean }
  | { readonly kind: "function"; readonly name: string; readonly parameters: readonly StarlarkParameter[]; readonly body: readonly StarlarkStatement[]; readonly scope: Scope }
  /** What the tool defines (`docker_build`, `os.getenv`), or a method with the value that it is called on. */
  | { readonly kind: "builtin"; readonly name: string; readonly receiver: StarlarkValue | undefined }
  /** Texts of manifests, or of other files. */
  | { readonly kind: "content"; readonly texts: readonly Text[]; readonly isComplete: boolean }
  | { readonly kind: "unknown"; readonly reason: string };

export interface Scope {
  readonly names: Map<string, StarlarkValue>;
  readonly outer: Scope | undefined;
  /** The file that it is of, relative to the project's root. */
  readonly file: string;
}

/** The arguments of a call, in their order and by their names. */
export interface Arguments {
  readonly positional: readonly StarlarkValue[];
  readonly named: ReadonlyMap<string, StarlarkValue>;
  /** A list or map that is spread over them is not known. */
  readonly isOpen: boolean;
  readonly place: Place;
}

export const none: StarlarkValue = { kind: "constant", constant: null };

export function unknownValue(reason: string): StarlarkValue {
  return { kind: "unknown", reason };
}

/** A text that a program doubles again and again is not kept. */
const longestText = 100_000;

export function textValue(text: Text): StarlarkValue {
  return text.key.length > longestText ? unknownValue("a text that is too long") : { kind: "text", text };
}

export function listValue(items: readonly StarlarkValue[], isOpen = false): StarlarkValue {
  return { kind: "list", items: [...items], isOpen };
}

/** An argument by its place or its name. */
export function argument({ positional, named }: Arguments, index: number, name: string): StarlarkValue | undefined {
  return named.get(name) ?? positional[index];
}

/** Whether a value counts as true; undefined where that is not known (https://github.com/bazelbuild/starlark/blob/master/spec.md#booleans). */
export function truthOf(value: StarlarkValue): boolean | undefined {
  switch (value.kind) {
    case "text": {
      const known = literalText(value.text);
      return known === undefined ? (value.text.kind === "joined" ? true : undefined) : known !== "";
    }
    case "number":
      return value.number !== 0;
    case "constant":
      return value.constant === true;
    case "list":
      return value.items.length > 0 ? true : value.isOpen ? undefined : false;
    case "map":
      return value.entries.size > 0 ? true : value.isOpen ? undefined : false;
    case "function":
    case "builtin":
      return true;
    case "content":
    case "unknown":
      return undefined;
  }
}

/** What a variable may be where two ways meet. */
export function joined(left: StarlarkValue | undefined, right: StarlarkValue | undefined): StarlarkValue {
  if (left === undefined || right === undefined) return left ?? right ?? none;
  if (left === right) return left;
  if (left.kind === "text" && right.kind === "text") {
    const either = choice([left.text, right.text]);
    return isText(either) ? textValue(either) : unknownValue("one of several texts");
  }
  if (left.kind === "list" && right.kind === "list") return { kind: "list", items: [...left.items, ...right.items.filter((item) => !left.items.includes(item))], isOpen: true };
  if (left.kind === "content" && right.kind === "content") return { kind: "content", texts: [...new Set([...left.texts, ...right.texts])], isComplete: left.isComplete && right.isComplete };
  // Nothing, and something, is that thing where it is used.
  if (left.kind === "constant" && left.constant === null) return right;
  if (right.kind === "constant" && right.constant === null) return left;
  if (left.kind === "constant" && right.kind === "constant" && left.constant === right.constant) return left;
  return unknownValue("one of several values");
}
