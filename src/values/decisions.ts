import { choice, decidedTogether, isText } from "./text.js";
import type { Text } from "./value.js";

/**
 * What an operation gives for texts that hold choices: it is applied to every way in which these may be decided, and
 * gives one of the results. Undefined if one of them is, or if the ways are too many. `operation` says which operation
 * it is, with all that it depends on besides the texts.
 */
export function applyToDecisions(texts: readonly Text[], operation: string, apply: (texts: readonly Text[]) => Text | undefined): Text | undefined {
  const ways = decidedTogether(texts);
  const results: Text[] = [];
  for (const way of ways ?? []) {
    const result = apply(way);
    if (result === undefined) return undefined;
    results.push(result);
  }
  const [only] = results;
  if (results.length < 2) return only;
  const one = choice(results, `${operation} (${texts.map((text) => text.key).join()})`);
  return isText(one) ? one : undefined;
}
