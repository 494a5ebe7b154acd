import { referencePattern } from "../../values/compare.js";
import { join, literal, slice, uncaptured } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { newUnknown, type Run } from "../run.js";

/** An image under another tag. */
export function tagged(run: Run, name: Text, tag: Text): Text {
  const plain = uncaptured(name);
  const { isNameKnown, nameText } = referencePattern(name);
  if (plain.kind === "literal") return join([{ text: slice(plain, 0, plain.text.replace(/:[\w.-]+$/u, "").length) }, { text: literal(":") }, { text: tag }]);
  return isNameKnown ? join([{ text: literal(nameText) }, { text: literal(":") }, { text: tag }]) : newUnknown(run, "an image of a name that is not known, under another tag");
}
