import { referencePattern } from "../../values/compare.js";
import { choice, isText, literal, uncaptured } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import type { Frame } from "../run.js";

/** An image that a tool builds: the name by which manifests speak of it, and what it is built as. */
export interface BuiltImage {
  readonly name: string;
  readonly reference: Text;
}

/**
 * A frame in which a tool deploys: references with the name of an image that it has built become what that was built as,
 * whatever tag they have. A digest says which image is meant, so such a reference stays; one that is not known is that which
 * the tool gives.
 */
export function rewritingFrame(frame: Frame, images: readonly BuiltImage[]): Frame {
  const byName = new Map(images.map(({ name, reference }) => [nameOf(literal(name)), reference]));
  const rewrite = (reference: Text): Text | undefined => {
    const plain = uncaptured(reference);
    if (plain.kind === "choice") {
      const changed = plain.alternatives.map((one) => (isText(one) ? (rewrite(one) ?? one) : one));
      const either = changed.some((one, index) => one !== plain.alternatives[index]) ? choice(changed, `${plain.key} rewritten`) : undefined;
      return either !== undefined && isText(either) ? either : undefined;
    }
    const name = nameOf(plain);
    return name === undefined ? undefined : byName.get(name);
  };
  return { ...frame, run: { ...frame.run, rewriting: rewrite } };
}

function nameOf(reference: Text): string | undefined {
  const { nameText, isNameKnown, digest } = referencePattern(reference);
  return isNameKnown && digest?.some(({ kind }) => kind === "letter") !== true ? nameText : undefined;
}
