import { neededText, withWrittenText } from "../../values/regular-expression.js";
import type { Regular } from "../../values/regular-expression.js";

const shortest = 3;
const written = new WeakMap<Regular, Regular>();

/**
 * The expression as it is looked for in a text: what it needs and the text's own letters hold is taken to be in no hole.
 * Of `s/IMAGE/…/` and `s/NAMESPACE/…/`, the second one does not look into the image that the first one has put there.
 */
export function lookedFor(regular: Regular, letters: string): Regular {
  const needed = neededText(regular);
  if (needed.length < shortest || !letters.includes(needed)) return regular;
  const known = written.get(regular) ?? withWrittenText(regular);
  written.set(regular, known);
  return known;
}
