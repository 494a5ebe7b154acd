import { behindExpansion, bracketsOf } from "./brackets.js";
import { slice, unquoted, type CollapsedText } from "./collapsed-text.js";

export interface Split {
  /** What stands before the character. */
  readonly before: CollapsedText;
  /** The offset of the character in the text that was split; undefined if it is not there. */
  readonly stop: number | undefined;
}

/**
 * Splits a text at the first of some characters that stands outside of expansions. An odd number of backslashes before
 * one takes the meaning from it, and half of them are gone afterwards (as `find_map_unquote` of make 4.3 has it; before
 * that version a `#` in an expansion began a comment).
 */
export function splitAt(whole: CollapsedText, characters: string): Split {
  const { quoted, stop } = stopsIn(whole.text, characters);
  return { before: unquoted(slice(whole, 0, stop ?? whole.text.length), quoted), stop };
}

/** The first of some characters that counts, and where backslashes stand before one up to there. */
function stopsIn(text: string, characters: string): { readonly quoted: readonly number[]; readonly stop: number | undefined } {
  const brackets = bracketsOf(text);
  const quoted: number[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? "";
    if (character === "$") index = behindExpansion(text, brackets, index) - 1;
    else if (characters.includes(character)) {
      let backslashes = index;
      while (backslashes > 0 && text[backslashes - 1] === "\\") backslashes -= 1;
      if (backslashes < index) quoted.push(index);
      if ((index - backslashes) % 2 === 0) return { quoted, stop: index };
    }
  }
  return { quoted, stop: undefined };
}
