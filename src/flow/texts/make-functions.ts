import type { Text } from "../../values/value.js";

/** `$(name argument,…)`; undefined where the result is not known, or the function is not one of texts alone. */
export function makeFunction(_name: string, _arguments: readonly Text[]): Text | undefined {
  return undefined;
}

/** `$(X:from=to)` and `$(X:%from=%to)`. */
export function makeSubstitution(_value: Text, _from: Text, _to: Text): Text | undefined {
  return undefined;
}
