import type { Text } from "../../values/value.js";

/** What a text tool prints; undefined where it is not known. `words`: the command's words, the program first. */
export function applyTextTool(_words: readonly Text[], _input: Text | undefined): Text | undefined {
  return undefined;
}
