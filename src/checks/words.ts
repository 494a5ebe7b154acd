import type { Site } from "../flow/site.js";
import { outcomeOf } from "../models/image-sources.js";
import { differingParts } from "../reference/compare.js";
import { formatReference } from "../reference/format.js";
import { cutNormalized } from "../reference/parts.js";
import type { Outcome } from "../report/report.js";
import { display, holesOf, literalText } from "../values/text.js";
import type { Text } from "../values/value.js";

/** `"repository and tag differ"`, for two references as they are printed. */
export function difference(built: Text, deployed: Text): string {
  const [a, b] = [display(built), display(deployed)];
  if (a === b && holesOf(built).length === 0) return `podman names it localhost/${a}, the cluster looks for ${formatReference(cutNormalized(a).reference)}`;
  if (a === b) return "the generated parts differ";
  const parts = differingParts(cutNormalized(a).reference, cutNormalized(b).reference).map((part) => (part === "path" ? "repository" : part));
  const [first] = parts;
  if (first === undefined) return "they differ";
  return parts.length === 1 ? `the ${first} differs` : `${parts.slice(0, -1).join(", ")} and ${parts[parts.length - 1] ?? ""} differ`;
}

/** What becomes of the container, in words, and its outcome; an engine that is told to run it fails at once. */
export function consequence(site: Site): { readonly words: string; readonly outcome: Outcome | undefined } {
  if (site.runtime === "engine") return { words: "the container does not start: there is no such image, and pulling it fails", outcome: undefined };
  const policy = site.policy === undefined ? undefined : literalText(site.policy);
  return outcomeOf(policy);
}
