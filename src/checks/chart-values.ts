import type { Override, ReferencePart, RootRun } from "../flow/site.js";
import { cutNormalized } from "../reference/parts.js";
import { alternativesOf, display, literalText, uncaptured } from "../values/text.js";
import type { Text } from "../values/value.js";
import { isProducer } from "./judgement.js";
import { isSameRepository, isSlipOf } from "./kinship.js";

/** An override by a value of a chart. */
export type ChartOverride = Override & { readonly ofChart: NonNullable<Override["ofChart"]> };

export function isOfChart(override: Override): override is ChartOverride {
  return override.ofChart !== undefined;
}

/**
 * What a value of a chart was to bring, and what it may have been meant for does not have without it; `isMade` says whether the
 * project makes an image. A name that one has already is given to no other; a tag that one has already may be missing to an
 * image of the project.
 */
export function lostByChart({ value, candidates, ofChart: { part, deployed } }: ChartOverride, isMade: (reference: Text) => boolean): readonly Text[] {
  if (value === undefined) return [];
  const meant = candidates.flatMap(({ reference }) => reference ?? []);
  const there = (meant.length > 0 ? meant : deployed).flatMap((reference) => alternativesOf(reference) ?? [reference]);
  return (alternativesOf(value) ?? [value]).filter((alternative) => {
    const without = there.filter((reference) => !holdsPart(reference, part, alternative));
    return alternative.key !== "" && (without.length === there.length || (part !== "repository" && part !== "image" && without.some(isMade)));
  });
}

/** Whether an image that may be meant has already what the value was to bring. */
export function hasAlready({ value, ofChart: { part } }: ChartOverride, reference: Text | undefined): boolean {
  return value !== undefined && reference !== undefined && (alternativesOf(value) ?? [value]).some((alternative) => holdsPart(reference, part, alternative));
}

/**
 * Whether the project makes an image with this part: a tag under which the same root builds one, or under which the deployed
 * repository is built; a registry to which something is built; a repository, or one of nearly the same name.
 */
export function isPartMade(value: Text, { ofChart: { part, deployed } }: ChartOverride, graphRoots: readonly RootRun[], own: ReadonlySet<RootRun>): boolean {
  return graphRoots.some((root) => root.sites.some((site) => {
    if (!isProducer(site) || site.kind === "load") return false;
    return (alternativesOf(site.reference) ?? []).some((made) => {
      if (!holdsPart(made, part, value)) return (part === "repository" || part === "image") && (isSameRepository(value, made) || isSlipOf(value, made));
      // Many images are built as `latest`, and released ones of others have the same numbers.
      return part !== "tag" || (own.has(root) && literalText(value) !== "latest") || deployed.some((reference) => isSameRepository(reference, made));
    });
  }));
}

/** Whether a reference has a value as one of its parts. */
function holdsPart(reference: Text, part: ReferencePart, value: Text): boolean {
  const letters = literalText(value);
  if (letters === undefined) return reference.key.includes(uncaptured(value).key);
  const written = display(reference);
  const { domain, path, tag, digest } = cutNormalized(written).reference;
  switch (part) {
    case "tag":
      return tag === letters || (tag === undefined && letters === "latest");
    case "digest":
      return digest === letters;
    case "registry":
      return domain === letters || written.startsWith(`${letters}/`);
    case "repository":
      return path === letters || path.endsWith(`/${letters}`) || written === letters || written.startsWith(`${letters}:`) || written.startsWith(`${letters}@`);
    case "image":
      return written === letters || path === letters || written.startsWith(`${letters}:`);
  }
}
