import { referencePattern } from "../values/compare.js";
import type { Text } from "../values/value.js";

/** Whether a part of a reference's tag is a commit, or its first letters. */
export function holdsCommit(reference: Text): boolean {
  return referencePattern(reference).tag?.some((unit) => unit.kind === "open" && unit.form?.some(({ letters }) => letters.kind === "set" && letters.name === "commit") === true) === true;
}
