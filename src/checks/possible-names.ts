import { normalizeReference } from "../reference/parse.js";
import { canBeReference } from "../reference/possible.js";
import { uncaptured } from "../values/text.js";
import type { Text } from "../values/value.js";

/** Whether a text without choices can be a reference by the grammar, whatever its unknown parts become. */
export function isPossibleReference(text: Text): boolean {
  const known = possible.get(text) ?? isPossible(piecesOf(text));
  possible.set(text, known);
  return known;
}

const possible = new WeakMap<Text, boolean>();

export function isPossible(pieces: readonly (string | undefined)[]): boolean {
  return pieces.some((piece) => piece === undefined) ? canBeReference(pieces) : normalizeReference(pieces.join("")).ok;
}

/** What is known of a text, letter by letter; undefined for what is not. */
export function piecesOf(text: Text): readonly (string | undefined)[] {
  const plain = uncaptured(text);
  if (plain.kind === "literal") return [plain.text];
  return plain.kind === "joined" ? plain.parts.flatMap((part) => piecesOf(part.text)) : [undefined];
}
