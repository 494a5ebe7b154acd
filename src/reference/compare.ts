import { distance } from "fastest-levenshtein";
import { formatReference } from "./format.js";
import { cutNormalized, referenceParts, type Reference, type ReferencePart } from "./parts.js";

/**
 * Which parts of two references name something else, as Docker reads them: `busybox` and `docker.io/library/busybox`
 * differ in none, nor do `app` and `app:latest`. In the order of `referenceParts`. Compares texts: two holes that are
 * written alike (`<fresh>`) are taken for equal.
 */
export function differingParts(a: Reference, b: Reference): readonly ReferencePart[] {
  const [left, right] = [asRead(formatReference(a)), asRead(formatReference(b))];
  return referenceParts.filter((part) => left[part] !== right[part]);
}

/**
 * How near two references are, from 0 (nothing in common) to 1 (the same image as Docker reads them).
 *
 * One repository under two tags is always nearer than two repositories under one tag. The texts need not be valid
 * references: holes (`localhost/app:<fresh>`) are compared as the letters they are written with.
 */
export function similarity(a: string, b: string): number {
  return similarityAsRead(asRead(a), asRead(b));
}

/**
 * The candidate that is most likely meant by `text` (of equally near ones the first), or undefined if none is near
 * enough to be worth a "did you mean". The texts need not be valid references.
 */
export function nearestReference(text: string, candidates: Iterable<string>): string | undefined {
  const meant = asRead(text);
  let nearest: { readonly candidate: string; readonly similarity: number } | undefined;
  for (const candidate of candidates) {
    const reference = asRead(candidate);
    if (wordingSimilarity(splitPath(meant).name, splitPath(reference).name) < leastNameSimilarity) continue;
    const similarity = similarityAsRead(meant, reference);
    if (nearest === undefined || similarity > nearest.similarity) nearest = { candidate, similarity };
  }
  return nearest?.candidate;
}

/** As Docker reads it; what has neither tag nor digest has the tag `latest` (`TagNameOnly` in distribution/reference). */
function asRead(text: string): Reference {
  const { reference } = cutNormalized(text);
  return reference.tag === undefined && reference.digest === undefined ? { ...reference, tag: "latest" } : reference;
}

/** References of one repository share [0.75, 1], all others [0, 0.75). */
const sameRepository = 0.75;

/** How much each part tells where the repositories differ: its name says what the thing is, the rest where and which. They sum to 1. */
const weights = { name: 0.5, namespace: 0.2, domain: 0.2, version: 0.1 } as const;

/** One word of three in common, or one slip of the hand in a short name. */
const leastNameSimilarity = 0.3;

function similarityAsRead(a: Reference, b: Reference): number {
  const version = (wordingSimilarity(a.tag ?? "", b.tag ?? "") + letterSimilarity(a.digest ?? "", b.digest ?? "")) / 2;
  if (a.domain === b.domain && a.path === b.path) return sameRepository + (1 - sameRepository) * version;
  const [left, right] = [splitPath(a), splitPath(b)];
  return (
    sameRepository *
    (weights.name * wordingSimilarity(left.name, right.name) +
      weights.namespace * wordingSimilarity(left.namespace, right.namespace) +
      weights.domain * letterSimilarity(a.domain ?? "", b.domain ?? "") +
      weights.version * version)
  );
}

/** The last component of the path, and those before it. */
function splitPath({ path }: Reference): { readonly namespace: string; readonly name: string } {
  const slash = path.lastIndexOf("/");
  return { namespace: path.slice(0, Math.max(slash, 0)), name: path.slice(slash + 1) };
}

/** The mean of common letters and common words: `shop-gateway` is nearer to `gateway` than letters alone say. */
function wordingSimilarity(a: string, b: string): number {
  return (letterSimilarity(a, b) + wordSimilarity(wordsOf(a), wordsOf(b))) / 2;
}

/** 1 less the edit distance in relation to the longer text. */
function letterSimilarity(a: string, b: string): number {
  if (a === b) return 1;
  const [left, right] = [a.slice(0, comparedLength), b.slice(0, comparedLength)];
  return 1 - distance(left, right) / Math.max(left.length, right.length);
}

/** The longest path. The edit distance takes quadratic time, so that of what is longer only the beginning counts. */
const comparedLength = 255;

/** Dice's coefficient: twice the common words in relation to those of both. */
function wordSimilarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const common = [...a].filter((word) => b.has(word)).length;
  return (2 * common) / (a.size + b.size);
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.slice(0, comparedLength).split(/[/._-]+/));
}
