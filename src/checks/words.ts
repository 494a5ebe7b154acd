import type { Site } from "../flow/site.js";
import { outcomeOf } from "../models/image-sources.js";
import { differingParts } from "../reference/compare.js";
import { formatReference } from "../reference/format.js";
import { cutNormalized } from "../reference/parts.js";
import type { Outcome } from "../report/report.js";
import { commitLetters } from "../values/hole-forms.js";
import { display, holesOf, literalText } from "../values/text.js";
import type { Place, Text } from "../values/value.js";
import type { ImageUse } from "./absent-images.js";

/** `"repository and tag differ"`, for two references as they are printed. */
export function difference(built: Text, deployed: Text): string {
  const [a, b] = [display(built), display(deployed)];
  if (a === b && holesOf(built).length === 0) return `podman names it localhost/${a}, the cluster looks for ${formatReference(cutNormalized(a).reference)}`;
  if (a === b) return "the generated parts differ";
  const parts = differingParts(cutNormalized(a).reference, cutNormalized(b).reference).map((part) => (part === "path" ? "repository" : part));
  const [first] = parts;
  if (first === undefined) return "they differ";
  const [ofBuilt, ofDeployed] = [commitIn(built), commitIn(deployed)];
  if (parts.length === 1 && first === "tag" && ofBuilt !== undefined && ofDeployed !== undefined && ofBuilt !== ofDeployed) return `the tag differs: ${ofBuilt} of the commit are built, and ${ofDeployed} deployed`;
  return parts.length === 1 ? `the ${first} differs` : `${parts.slice(0, -1).join(", ")} and ${parts[parts.length - 1] ?? ""} differ`;
}

function commitIn(reference: Text): string | undefined {
  const found = holesOf(reference).flatMap((hole) => (hole.kind === "hole" && hole.form !== undefined ? (commitLetters(hole.form) ?? []) : []));
  return found.length === 1 ? found[0] : undefined;
}

/** What is done to an image that is not there, and what comes of it: `loaded into the cluster`, `kind load docker-image fails, …`. */
export function absence({ kind, how, site, isOfRelease }: ImageUse): { readonly done: string; readonly failure: string } {
  switch (kind) {
    case "load":
      return { done: "loaded into the cluster", failure: site?.tool === "k3d" ? "k3d finds no such image, and imports nothing" : `${how} fails, for there is no such image on this machine` };
    case "push":
      return { done: "pushed", failure: `${how} fails, for there is no such image on this machine` };
    case "tag":
      return { done: "tagged", failure: `${how} fails, for there is no such image on this machine` };
    case "pull":
      if (isOfRelease === true) return { done: "put into a list of images", failure: "the list cannot be made, for no registry has it" };
      return { done: "pulled", failure: `${how} fails, for no registry has it` };
  }
}

/** Where a site is shown beside others: at what gives its reference, or at the site itself where that gives theirs too, or stands elsewhere (a variable of a script). */
export function placeBeside(site: Site, others: readonly Site[]): Place {
  const isShared = others.some(({ argument, place }) => isSamePlace(argument, site.argument) && !isSamePlace(place, site.place));
  const isElsewhere = site.kind !== "deploy" && site.path === undefined && !(site.place.file === site.argument.file && site.place.start <= site.argument.start && site.argument.end <= site.place.end);
  return isShared || isElsewhere ? site.place : site.argument;
}

/** Whether two places begin alike: one may be a part of the other. */
export function beginAlike(left: Place, right: Place): boolean {
  return left.file === right.file && left.start === right.start;
}

function isSamePlace(left: Place, right: Place): boolean {
  return beginAlike(left, right) && left.end === right.end;
}

/** How an image came to be, by the kind of what made it. */
export const madeBy: Readonly<Record<Site["kind"], string>> = { build: "built", tag: "tagged", load: "loaded", push: "pushed", generate: "named", deploy: "deployed" };

/** What becomes of the container, in words, and its outcome; an engine that is told to run it fails at once. */
export function consequence(site: Site): { readonly words: string; readonly outcome: Outcome | undefined } {
  if (site.base !== undefined) return { words: "the image is not built: there is no such image to build it from, and pulling it fails", outcome: undefined };
  if (site.runtime === "engine") return { words: "the container does not start: there is no such image, and pulling it fails", outcome: undefined };
  const policy = site.policy === undefined ? undefined : literalText(site.policy);
  return outcomeOf(policy);
}
