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
  if (endDifferently(reference, other)) return "differ";
  const pairs = jointAlternatives(reference, other) ?? [];
  let all: Comparison | undefined;
  for (const [one, another] of pairs) {
    const comparison = one.key === "" || another.key === "" ? "unknown" : compareSites(one, reader, another, otherReader);
    if (comparison === "unknown" || (all !== undefined && comparison !== all)) return "unknown";
    all = comparison;
  }
  return all ?? "unknown";
}

/**
 * Whether what one site names may be what another does. In another root a name of which nothing is known, also as one of
 * several, means nothing: somebody's parameter or variable is not everybody's.
 */
export function mayMeet(reference: Text, reader: Reader, other: Text, otherReader: Reader, isOwnRoot: boolean): boolean {
  if (isOwnRoot) return meet(reference, reader, other, otherReader) !== "differ";
  return (alternativesOf(other) ?? [other]).some((alternative) => !referencePattern(alternative).isNameUnknown && meet(reference, reader, alternative, otherReader) !== "differ");
}

/**
 * Whether two references have different last parts, whatever they may be, so that they differ: nearly all pairs do, and this is
 * told faster than by listing what both may be together. False where that would be too much to list.
 */
export function endDifferently(left: Text, right: Text): boolean {
  const [one, other] = [lastPartsOf(left), lastPartsOf(right)];
  if (one === undefined || other === undefined || one.count * other.count > mostPairs) return false;
  for (const part of one.parts) if (other.parts.has(part)) return false;
  return true;
}

/** So many are always listed. */
const mostPairs = 40;

interface LastParts {
  readonly parts: ReadonlySet<string>;
  /** How many alternatives have them. */
  readonly count: number;
}

const knownParts = new WeakMap<Text, { readonly found: LastParts | undefined }>();

/** The last parts of all repositories that a reference may name; undefined where one of them is not known letter by letter. */
function lastPartsOf(reference: Text): LastParts | undefined {
  const known = knownParts.get(reference) ?? { found: findLastParts(reference) };
  knownParts.set(reference, known);
  return known.found;
}

function findLastParts(reference: Text): LastParts | undefined {
  const parts = new Set<string>();
  const alternatives = alternativesOf(reference) ?? [];
  for (const alternative of alternatives) {
    const { name } = referencePattern(alternative);
    const slash = name.findLastIndex((unit) => unit.kind !== "letter" || unit.letter === "/");
    const before = name[slash];
    if (alternative.key === "" || before?.kind !== "letter" || slash === name.length - 1) return undefined;
    parts.add(name.slice(slash + 1).map((unit) => (unit.kind === "letter" ? unit.letter : "")).join(""));
  }
  return alternatives.length === 0 ? undefined : { parts, count: alternatives.length };
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
function isUnknownName(reference: Text): boolean {
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
