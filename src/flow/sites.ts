import { encodeText } from "../values/encoding.js";
import { alternativesOf, display, placeOf, uncaptured } from "../values/text.js";
import type { Place, Text } from "../values/value.js";
import { use } from "./captures.js";
import { currentCluster } from "./clusters.js";
import { newUnknown, nextOrder } from "./run.js";
import type { Frame } from "./run.js";
import type { Site } from "./site.js";

const largestInstances = 50;
const largestSites = 2_000;

export type NewSite = Omit<Site, "root" | "order" | "path" | "argument" | "way" | "isExpectedToFail"> & {
  /** Where the whole word or property was given that holds the reference. */
  readonly origin?: Place | undefined;
};

/** Records a site of the present root; the same place and reference many times over only up to a bound. */
export function recordSite(frame: Frame, given: NewSite): void {
  const { run, activation } = frame;
  const site = given.kind === "deploy" && run.rewriting !== undefined ? rewritten(given, run.rewriting(given.reference)) : given;
  use(site.reference);
  if (display(site.reference) === "") return;
  const key = `${site.kind} ${site.place.file} ${site.place.start} ${site.place.end} ${uncaptured(site.reference).key}`;
  const alike = run.siteCounts.get(key) ?? 0;
  if (alike >= largestInstances || run.sites.length >= largestSites) {
    run.limits.add("instances of one site");
    return;
  }
  run.siteCounts.set(key, alike + 1);
  const { origin, ...rest } = withReference(frame, site);
  const target = site.target ?? (site.kind === "deploy" && site.runtime === "cluster" ? currentCluster(frame) : undefined);
  run.sites.push({ ...rest, target, argument: origin ?? placeOf(site.reference) ?? defaultPlace(site.reference) ?? site.place, path: activation.path, root: run.root, way: run.ways[0], isExpectedToFail: run.expectations.failures > 0, order: nextOrder(run) });
}

/** A site whose text is no reference has one that is not known; so has what ko names by an import path, to build it and to put its name there (https://ko.build/features/k8s/). */
function withReference({ run }: Frame, site: NewSite): NewSite {
  if (!isReference(site.reference)) return { ...site, reference: newUnknown(run, "a text that is no reference") };
  const isOfKo = (alternativesOf(site.reference) ?? []).some((one) => encodeText(one)?.encoded.startsWith("ko://") === true);
  return isOfKo ? { ...site, reference: newUnknown(run, "an import path, which ko builds") } : site;
}

/** What is deployed under a name that its tool has built, is deployed as built there. */
function rewritten(site: NewSite, reference: Text | undefined): NewSite {
  return reference === undefined ? site : { ...site, reference, origin: site.origin ?? placeOf(site.reference), isDelivered: true };
}

/** Lines, or options that a variable holds, are no reference: a value was not what it seems to be. What is written with a blank is a slip of letters. */
function isReference(reference: Text): boolean {
  return (alternativesOf(reference) ?? []).every((alternative) => {
    const letters = encodeText(alternative)?.encoded ?? "";
    return !/[\n\r]|^-/u.test(letters) && (alternative.kind === "literal" || !/\s/u.test(letters));
  });
}

/** `${IMAGE:-letters}`: where the letters stand that hold where nothing else is given. */
function defaultPlace(reference: Text): Place | undefined {
  const plain = uncaptured(reference);
  if (plain.kind !== "choice") return undefined;
  const places = plain.alternatives.flatMap((alternative) => (alternative.kind === "literal" || alternative.kind === "joined" ? [placeOf(alternative)] : []));
  return places.length === 1 ? places[0] : undefined;
}

/** The expression or letters that give a text: the whole word's, or the part of it. */
export function givenAt(text: Text, whole: Text, origin: Place | undefined): Place | undefined {
  return text === whole ? (origin ?? placeOf(text)) : (placeOf(text) ?? origin);
}

