import { cutNormalized, referenceParts, type PartRange, type ReferenceCut, type ReferencePart } from "../reference/parts.js";

/** What is written otherwise in each of two references, as UTF-16 ranges; the end is exclusive. */
export interface Comparison {
  readonly built: readonly PartRange[];
  readonly deployed: readonly PartRange[];
}

/**
 * Where two references differ, part by part as Docker reads them. A part that only one of them has is marked there with
 * its separator, and in the other at its end, with a range of one character behind it. Equal texts differ in their
 * `<fresh>` holes, for those are two values.
 */
export function compareReferences(built: string, deployed: string): Comparison {
  const [left, right] = [cutNormalized(built), cutNormalized(deployed)];
  const parts = referenceParts.filter((part) => left.reference[part] !== right.reference[part]);
  if (parts.length === 0) return { built: freshHoles(built), deployed: freshHoles(deployed) };
  return { built: rangesOf(built, left, right, parts), deployed: rangesOf(deployed, right, left, parts) };
}

function rangesOf(text: string, own: ReferenceCut, other: ReferenceCut, parts: readonly ReferencePart[]): readonly PartRange[] {
  return parts.map((part) => {
    const range = own.offsets[part];
    if (range === undefined) return part === "domain" ? [0, 1] : [text.length, text.length + 1];
    const isOnlyHere = other.offsets[part] === undefined && part !== "domain";
    return isOnlyHere ? [range[0] - 1, range[1]] : range;
  });
}

function freshHoles(text: string): readonly PartRange[] {
  return [...text.matchAll(/<fresh>/g)].map(({ index }) => [index, index + "<fresh>".length]);
}
