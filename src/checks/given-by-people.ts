import { alternativesOf, holesOf } from "../values/text.js";
import type { Text } from "../values/value.js";

/** Whether each reference that it may be has a part that whoever starts it gives. */
export function isGivenByPeople(reference: Text): boolean {
  return (alternativesOf(reference) ?? []).every((alternative) => holesOf(alternative).some((hole) => hole.kind === "hole" && hole.origin.kind === "parameter"));
}
