import { distance } from "fastest-levenshtein";
import type { Site } from "../flow/site.js";
import { comparePatterns, differOnlyInFreshParts, referencePattern } from "../values/compare.js";
import { alternativesOf, holesOf, isFreshHole } from "../values/text.js";
import type { Text } from "../values/value.js";
import type { ImageUse } from "./absent-images.js";
import { areRelated, hasSameLastPart, isNearlyNamed, isSameOrganisation, isSameRepository, isUnpullable } from "./kinship.js";
import { holdsCommit } from "./commits.js";
import { isPossibleReference } from "./possible-names.js";

/**
 * The producer whose image a use most likely meant; undefined if none is near enough to say so. What nobody can pull can
 * only come from the project, and so may be nearly anything that its root makes; of what others may have made, all but a
 * slip must be the same, and its tag must be one of this very build: it holds a commit or a variable that the other holds too.
 */
export function nearMiss(use: ImageUse, producers: readonly Site[], isUsedRightly: (producer: Site) => boolean, localDomains: readonly string[]): Site | undefined {
  const alternatives = alternativesOf(use.reference) ?? [];
  if (!alternatives.every(isPossibleReference)) return undefined;
  const isLocal = use.kind !== "pull" && alternatives.every((reference) => isUnpullable(reference, localDomains));
  const scored = producers.flatMap((producer) => {
    // What the grammar forbids makes nothing.
    if (!(alternativesOf(producer.reference) ?? []).every(isPossibleReference)) return [];
    const isOwn = producer.root === use.root.root && producer.order < use.order;
    const scores = alternatives.map((reference) => Math.min(...(alternativesOf(producer.reference) ?? []).map((made) => distanceOf(reference, made, { isOwn, isLocal, isPulled: use.kind === "pull", isFreshMachine: use.root.pipeline !== undefined, isOfRelease: use.isOfRelease === true }))));
    const score = Math.max(...scores);
    return Number.isFinite(score) ? [{ producer, score }] : [];
  });
  const [best] = scored.filter(({ producer }) => !isUsedRightly(producer)).sort((left, right) => left.score - right.score || kindOrder.indexOf(left.producer.kind) - kindOrder.indexOf(right.producer.kind));
  return best?.producer;
}

const kindOrder: readonly Site["kind"][] = ["build", "tag", "push", "load"];

/**
 * What a tag of one image was certainly meant to be made of: `docker tag shop/gate:dev shop/gateway:1.0` in a run that has built
 * `shop/gateway:dev`, the tag's own image under the tag of its source.
 */
export function retagged({ kind, reference, site, root, order }: ImageUse, producers: readonly Site[]): Site | undefined {
  if (kind !== "tag" || site === undefined) return undefined;
  const [source, target] = [soleReference(reference), soleReference(site.reference)];
  if (source === undefined || target === undefined || !areRelated(source, target)) return undefined;
  const isMeant = (made: Text): boolean => hasSame("name", made, target) && hasSame("tag", made, source) && !hasSame("name", made, source) && folderOf(made) === folderOf(source);
  return producers.find((producer) => producer.kind === "build" && producer.root === root.root && producer.order < order && (alternativesOf(producer.reference) ?? []).some(isMeant));
}

function soleReference(reference: Text): Text | undefined {
  const [only, ...others] = alternativesOf(reference) ?? [];
  return others.length === 0 ? only : undefined;
}

function folderOf(reference: Text): string {
  const { nameText } = referencePattern(reference);
  return nameText.slice(0, nameText.lastIndexOf("/") + 1);
}

function hasSame(part: "name" | "tag", left: Text, right: Text): boolean {
  const [a, b] = [referencePattern(left)[part], referencePattern(right)[part]];
  return a !== undefined && b !== undefined && comparePatterns(a, b) === "equal";
}

interface Circumstances {
  /** The run that uses the one has made the other before. */
  readonly isOwn: boolean;
  /** Nobody can pull it. */
  readonly isLocal: boolean;
  readonly isPulled: boolean;
  /** A build server's: no image is there from before. */
  readonly isFreshMachine: boolean;
  /** It is put into a list of images that one release has pushed. */
  readonly isOfRelease: boolean;
}

/** How far two references are apart that are not the same: the smaller, the nearer. */
function distanceOf(reference: Text, made: Text, { isOwn, isLocal, isPulled, isFreshMachine, isOfRelease }: Circumstances): number {
  const [a, b] = [referencePattern(reference), referencePattern(made)];
  if (a.isNameUnknown || b.isNameUnknown || a.tag === undefined || b.tag === undefined || a.digest !== undefined || b.digest !== undefined) return Infinity;
  const hasSameName = comparePatterns(a.name, b.name) === "equal";
  const hasSameTag = comparePatterns(a.tag, b.tag) === "equal";
  if (hasSameName && hasSameTag) return Infinity;
  // A part that is the same wherever it is read in this project, and another in the next build: a commit, a variable.
  const isOfThisBuild = hasSameTag && a.tag.some((unit) => unit.kind !== "letter");
  const isNear = isNearlyNamed(reference, made);
  // A tag that holds the commit of this run is pushed by this run.
  if (isPulled && isOwn && hasSameName && holdsCommit(reference) && holdsCommit(made)) return 1;
  if (isOfRelease && isOwn && hasSameName && isOtherEnding(a.tag, b.tag)) return 1;
  if (isPulled) return isOfThisBuild && isNear ? 0 : Infinity;
  if (hasSameTag && (isLocal || isOwn || isOfThisBuild) && (isNear || isSameRepository(reference, made))) return isNear ? 0 : 1;
  if (hasSameTag && (isLocal || isOwn) && hasSameLastPart(reference, made)) return 1;
  if (!isOwn) return Infinity;
  if (hasSameTag && isFreshMachine && isSameOrganisation(reference, made) && areRelated(reference, made)) return 1;
  if (hasSameName) return 2;
  return isLocal && (isSameRepository(reference, made) || areRelated(reference, made)) ? 3 : Infinity;
}

/** Whether two tags are alike up to what no other release has, and end differently by a slip: `1.2.3-arm64` and `1.2.3-arm64v8`. */
function isOtherEnding(left: Tag, right: Tag): boolean {
  const [one, other] = [cutBehindHoles(left), cutBehindHoles(right)];
  if (one.before.length === 0 || comparePatterns(one.before, other.before) !== "equal" || one.ending.length <= 1 || other.ending.length <= 1) return false;
  return one.ending.startsWith(other.ending) || other.ending.startsWith(one.ending) || distance(one.ending, other.ending) <= 2;
}

type Tag = NonNullable<ReturnType<typeof referencePattern>["tag"]>;

function cutBehindHoles(tag: Tag): { readonly before: Tag; readonly ending: string } {
  const at = tag.findLastIndex((unit) => unit.kind !== "letter") + 1;
  return { before: tag.slice(0, at), ending: tag.slice(at).map((unit) => (unit.kind === "letter" ? unit.letter : "")).join("") };
}

/**
 * Whether a reference is certainly another than what was made, by its generated parts alone. Where the environment may give
 * the part instead, it is so as long as nobody sets that: the default is what people run.
 */
export function isRegenerated(reference: Text, made: Text): boolean {
  const own = (text: Text): readonly Text[] => (alternativesOf(text) ?? []).filter((alternative) => !holesOf(alternative).some((hole) => hole.kind === "hole" && hole.origin.kind === "environment"));
  const [used, built] = [own(reference), own(made)];
  return used.length > 0 && built.length > 0 && used.every((one) => holesOf(one).some(isFreshHole) && built.some((other) => differOnlyInFreshParts(one, other)) && built.every((other) => differOnlyInFreshParts(one, other)));
}
