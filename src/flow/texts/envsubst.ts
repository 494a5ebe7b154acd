import type { Text } from "../../values/value.js";

export interface Envsubst {
  readonly output: Text;
  /** In the order of their first use. */
  readonly names: readonly string[];
}

export function envsubst(input: Text, _valueOf: (name: string) => Text | undefined, _only?: ReadonlySet<string>): Envsubst {
  return { output: input, names: [] };
}
