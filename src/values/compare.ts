import { freshOrigins, holesOf, isFreshHole, isText, uncaptured } from "./text.js";
import { readsAsDomain } from "../reference/parts.js";
import type { Text } from "./value.js";

export type Comparison = "equal" | "differ" | "unknown";

/** How a container engine names what has no domain: Docker `docker.io/library/x`, podman `localhost/x`. */
export type DefaultDomain = "docker.io" | "localhost";

/** One unit of a pattern: a letter, a fresh token, or an open hole (any text of its part, also none). */
type Unit = { readonly kind: "letter"; readonly letter: string } | { readonly kind: "open"; readonly key: string } | { readonly kind: "fresh"; readonly key: string; readonly births: readonly object[] };

/** A reference with holes, cut at its literal separators. */
export interface ReferencePattern {
  /** Domain and path, normalised where its beginning is known. */
  readonly name: readonly Unit[];
  /** `latest` where none is written and none can be in a hole; undefined where it is not known whether there is one. */
  readonly tag: readonly Unit[] | undefined;
  readonly digest: readonly Unit[] | undefined;
  /** Nothing of the repository is known. */
  readonly isNameUnknown: boolean;
  /** It is known letter by letter. */
  readonly isNameKnown: boolean;
  /** The name as text, holes as `*`. */
  readonly nameText: string;
  readonly tagText: string | undefined;
}

/** Compares two references without choices: `equal` and `differ` are certain for every run of the program. */
export function compareReferences(left: Text, right: Text, domains: { readonly left: DefaultDomain; readonly right: DefaultDomain } = { left: "docker.io", right: "docker.io" }): Comparison {
  if (left.key === right.key && domains.left === domains.right) return "equal";
  const [a, b] = [referencePattern(left, domains.left), referencePattern(right, domains.right)];
  const name = a.isNameKnown && b.isNameKnown ? (a.nameText === b.nameText ? "equal" : "differ") : comparePatterns(a.name, b.name);
  if (name === "differ") return "differ";
  const tag = compareOptional(a.tag, b.tag, a.digest, b.digest);
  if (tag === "differ") return "differ";
  const digest = compareDigests(a.digest, b.digest);
  if (digest === "differ") return "differ";
  return name === "equal" && tag === "equal" && digest === "equal" ? "equal" : "unknown";
}

/** A digest decides over the tag: what has one is not found by its tag. */
function compareOptional(left: ReferencePattern["tag"], right: ReferencePattern["tag"], leftDigest: ReferencePattern["digest"], rightDigest: ReferencePattern["digest"]): Comparison {
  if (leftDigest !== undefined && rightDigest !== undefined) return "equal";
  if (left === undefined || right === undefined) return "unknown";
  return comparePatterns(left, right);
}

function compareDigests(left: ReferencePattern["digest"], right: ReferencePattern["digest"]): Comparison {
  if (left === undefined && right === undefined) return "equal";
  // The digest of what is built is not known before it is built.
  if (left === undefined || right === undefined) return "unknown";
  return comparePatterns(left, right);
}

const patterns: Readonly<Record<DefaultDomain, WeakMap<Text, ReferencePattern>>> = { "docker.io": new WeakMap(), localhost: new WeakMap() };

/** Cuts a reference at its literal separators, as the reference grammar does, and normalises its domain. */
export function referencePattern(reference: Text, defaultDomain: DefaultDomain = "docker.io"): ReferencePattern {
  const known = patterns[defaultDomain].get(reference);
  if (known !== undefined) return known;
  const pattern = cutPattern(reference, defaultDomain);
  patterns[defaultDomain].set(reference, pattern);
  return pattern;
}

function cutPattern(reference: Text, defaultDomain: DefaultDomain): ReferencePattern {
  const units = unitsOf(reference);
  const at = lastIndex(units, units.length, "@");
  const digest = at < 0 ? undefined : units.slice(at + 1);
  const named = at < 0 ? units : units.slice(0, at);
  const slash = lastIndex(named, named.length, "/");
  const colon = lastIndex(named, named.length, ":");
  const hasTag = colon > slash;
  const name = hasTag ? named.slice(0, colon) : named;
  // A hole at the end of what has no tag may hold the tag.
  const endsOpen = name[name.length - 1]?.kind === "open";
  const tag = hasTag ? named.slice(colon + 1) : endsOpen ? undefined : digest === undefined ? letters("latest") : undefined;
  const normalised = withDomain(name, defaultDomain);
  return {
    name: normalised,
    tag,
    digest,
    isNameUnknown: !name.slice(slash < 0 ? 0 : Math.min(slash + 1, name.length)).some((unit) => unit.kind === "letter"),
    isNameKnown: normalised.every((unit) => unit.kind === "letter"),
    nameText: textOf(normalised),
    tagText: hasTag ? textOf(named.slice(colon + 1)) : undefined,
  };
}

/** What `normalizeReference` adds in front: a domain, and `library/` on Docker Hub. */
function withDomain(name: readonly Unit[], defaultDomain: DefaultDomain): readonly Unit[] {
  const slash = name.findIndex((unit) => unit.kind === "letter" && unit.letter === "/");
  const first = name.slice(0, slash < 0 ? name.length : slash);
  if (first.some((unit) => unit.kind !== "letter")) {
    // `${registry}/x`: the hole may hold a domain, a path or both. `${name}` alone may hold all of it.
    return name;
  }
  const text = textOf(first);
  const isDomain = slash >= 0 && readsAsDomain(text);
  if (isDomain) return text === "index.docker.io" ? [...letters("docker.io"), ...withLibrary(name.slice(slash))] : text === "docker.io" ? [...first, ...withLibrary(name.slice(slash))] : name;
  if (defaultDomain === "localhost") return [...letters("localhost/"), ...name];
  return [...letters("docker.io"), ...withLibrary([...letters("/"), ...name])];
}

/** Docker Hub's one-component names live under `library/`. */
function withLibrary(path: readonly Unit[]): readonly Unit[] {
  const slashes = path.filter((unit) => unit.kind === "letter" && unit.letter === "/").length;
  return slashes === 1 ? [...letters("/library"), ...path] : path;
}

function letters(text: string): readonly Unit[] {
  return Array.from(text, (letter) => ({ kind: "letter", letter }) as const);
}

function textOf(units: readonly Unit[]): string {
  return units.map((unit) => (unit.kind === "letter" ? unit.letter : "*")).join("");
}

function lastIndex(units: readonly Unit[], before: number, letter: string): number {
  for (let index = before - 1; index >= 0; index -= 1) {
    const unit = units[index];
    if (unit?.kind === "letter" && unit.letter === letter) return index;
  }
  return -1;
}

function unitsOf(text: Text): readonly Unit[] {
  const plain = uncaptured(text);
  switch (plain.kind) {
    case "literal":
      return letters(plain.text);
    case "joined":
      return plain.parts.flatMap((part) => unitsOf(part.text));
    default:
      return [isFreshHole(plain) ? { kind: "fresh", key: plain.key, births: freshOrigins(plain) } : { kind: "open", key: plain.key }];
  }
}

/**
 * Whether two patterns can be the same text: emptiness of the intersection of their languages. A fresh token meets only
 * itself or an open hole; an open hole holds any text of its part. The same units are the same text.
 */
export function comparePatterns(left: readonly Unit[], right: readonly Unit[]): Comparison {
  const { start, leftEnd, rightEnd } = withoutSharedEnds(left, right);
  if (start === leftEnd && start === rightEnd) return "equal";
  // Most pairs differ in their first or in their last unit: only an open hole can be moved out of the way.
  if (!mayBegin(left[start], right[start], start < leftEnd, start < rightEnd) || !mayBegin(left[leftEnd - 1], right[rightEnd - 1], start < leftEnd, start < rightEnd)) return "differ";
  return canIntersect(left.slice(start, leftEnd), right.slice(start, rightEnd)) ? "unknown" : "differ";
}

/** Whether two units may stand at the same end of one text, where each side still has one or is empty. */
function mayBegin(a: Unit | undefined, b: Unit | undefined, hasLeft: boolean, hasRight: boolean): boolean {
  if (!hasLeft || a === undefined) return b?.kind === "open";
  if (!hasRight || b === undefined) return a.kind === "open";
  return canMeet(a, b);
}

function canIntersect(left: readonly Unit[], right: readonly Unit[]): boolean {
  let row: boolean[] = [];
  for (let i = 0; i <= left.length; i += 1) {
    const next: boolean[] = [];
    for (let j = 0; j <= right.length; j += 1) {
      if (i === 0 && j === 0) {
        next.push(true);
        continue;
      }
      const a = left[i - 1];
      const b = right[j - 1];
      const before = i > 0 && j > 0 && row[j - 1] === true;
      next.push(
        (before && a !== undefined && b !== undefined && canMeet(a, b)) ||
          // An open hole is empty, or takes one unit more of the other side.
          (i > 0 && row[j] === true && (a?.kind === "open" || (j > 0 && b?.kind === "open"))) ||
          (j > 0 && next[j - 1] === true && (b?.kind === "open" || (i > 0 && a?.kind === "open"))),
      );
    }
    row = next;
  }
  return row[right.length] === true;
}

/** What is the same on both sides is the same text, whatever it is: where the rest begins, and where it ends on either side. */
function withoutSharedEnds(left: readonly Unit[], right: readonly Unit[]): { readonly start: number; readonly leftEnd: number; readonly rightEnd: number } {
  const most = Math.min(left.length, right.length);
  let start = 0;
  while (start < most && isSameUnit(left[start], right[start])) start += 1;
  let end = 0;
  while (end < most - start && isSameUnit(left[left.length - 1 - end], right[right.length - 1 - end])) end += 1;
  return { start, leftEnd: left.length - end, rightEnd: right.length - end };
}

/** Two parts of one fresh text may be the same letters. */
function canMeet(a: Unit, b: Unit): boolean {
  if (a.kind === "open" || b.kind === "open" || isSameUnit(a, b)) return true;
  return a.kind === "fresh" && b.kind === "fresh" && a.births.some((birth) => b.births.includes(birth));
}

function isSameUnit(a: Unit | undefined, b: Unit | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return a.kind === "letter" ? b.kind === "letter" && a.letter === b.letter : b.kind === a.kind && a.key === b.key;
}

/** Whether two references are alike but for their fresh parts: two results of one generator. */
export function differOnlyInFreshParts(left: Text, right: Text): boolean {
  const shape = (text: Text): string => unitsOf(text).map((unit) => (unit.kind === "letter" ? unit.letter : unit.kind === "fresh" ? "\u0003" : unit.key)).join("");
  return left.key !== right.key && shape(left) === shape(right) && holesOf(left).some((hole) => isText(hole) && isFreshHole(hole));
}
