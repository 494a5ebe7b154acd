import type { Site } from "../flow/site.js";
import { compareReferences, referencePattern } from "../values/compare.js";
import type { Comparison, DefaultDomain } from "../values/compare.js";
import { alternativesOf, jointAlternatives } from "../values/text.js";
import type { Text } from "../values/value.js";

/** What of a site says how its reference is read. */
export type Reader = Pick<Site, "engine" | "kind" | "runtime">;

/**
 * How the references of two sites meet, over all that each may be: `equal` and `differ` are certain for every run of the
 * program. A choice that both share is decided alike in both.
 */
export function meet(reference: Text, reader: Reader, other: Text, otherReader: Reader): Comparison {
  const pairs = jointAlternatives(reference, other) ?? [];
  let all: Comparison | undefined;
  for (const [one, another] of pairs) {
    const comparison = one.key === "" || another.key === "" ? "unknown" : compareSites(one, reader, another, otherReader);
    if (comparison === "unknown" || (all !== undefined && comparison !== all)) return "unknown";
    all = comparison;
  }
  return all ?? "unknown";
}

/** Compares as the engines on both sides name what has no domain; where an engine is not known, only what holds for each is certain. */
export function compareSites(deployed: Text, deploy: Reader, made: Text, producer: Reader): Comparison {
  let all: Comparison | undefined;
  for (const left of domainsOf(deploy)) {
    for (const right of domainsOf(producer)) {
      const one = compareReferences(deployed, made, { left, right });
      if (one === "unknown" || (all !== undefined && one !== all)) return "unknown";
      all = one;
    }
  }
  return all ?? "unknown";
}

/** Whether nothing is known of the repository that it makes. */
export function isUnknownProducer(producer: Site): boolean {
  return isUnknownName(producer.reference);
}

/** Whether nothing is known of a reference's repository. */
export function isUnknownName(reference: Text): boolean {
  return (alternativesOf(reference) ?? [reference]).every((alternative) => referencePattern(alternative).isNameUnknown);
}

/** podman and buildah name an unqualified reference `localhost/…`, Docker and Kubernetes `docker.io/library/…`. */
export function domainsOf({ engine, kind, runtime }: Reader): readonly DefaultDomain[] {
  if (engine === "podman" || engine === "buildah") return onlyLocalhost;
  if (engine !== undefined || kind === "load" || runtime === "cluster") return onlyDockerHub;
  return eitherDomain;
}

const onlyLocalhost = ["localhost"] as const;
const onlyDockerHub = ["docker.io"] as const;
const eitherDomain = ["docker.io", "localhost"] as const;
