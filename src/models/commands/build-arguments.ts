/** `--build-arg NAME=value` and `--build-context name=value`. */
import type { BuildArgument, Slice } from "../command-effect.js";
import { textOf, type Line } from "./program.js";
import { containsHole, splitPair } from "./slices.js";

export function buildArguments(line: Line, values: readonly Slice[]): readonly BuildArgument[] {
  return values.flatMap((value): readonly BuildArgument[] => {
    const pair = splitPair(line, value);
    const name = textOf(line, pair?.key ?? value);
    return name === "" || containsHole(name) ? [] : [{ name, key: pair?.key ?? value, value: pair?.value }];
  });
}
