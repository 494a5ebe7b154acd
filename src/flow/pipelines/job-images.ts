import { literalText, placeOf } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import type { Frame } from "../run.js";
import { recordSite } from "../sites.js";

/** A container that a build server starts for a job: the one that its commands run in, or a service beside it. */
export function recordJobImage(frame: Frame, reference: Text, place: Place | undefined, how: string): void {
  const at = place ?? placeOf(reference);
  const letters = literalText(reference);
  // A variable that a build server knows and nobody else is no reference as it stands.
  if (at === undefined || letters === "" || letters?.includes("$") === true) return;
  recordSite(frame, { kind: "deploy", reference, origin: at, place: at, how, runtime: "engine", engine: "docker" });
}
