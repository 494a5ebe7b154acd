import { freshOrigins, holesOf, isFreshHole, isText, uncaptured } from "./text.js";
import { repositoryVariables } from "../models/ci-variables.js";
import { readsAsDomain } from "../reference/parts.js";
import { meetInLetter } from "./hole-forms.js";
import type { HoleForm, LetterSet } from "./hole-forms.js";
import type { Text } from "./value.js";

export type Comparison = "equal" | "differ" | "unknown";

/** How a container engine names what has no domain: Docker `docker.io/library/x`, podman `localhost/x`. */
export type DefaultDomain = "docker.io" | "localhost";

/** One unit of a pattern: a letter, a fresh token, or an open hole (any text of its part, also none, unless its form says more). */
type Unit = { readonly kind: "letter"; readonly letter: string } | { readonly kind: "open"; readonly key: string; readonly form: HoleForm | undefined; /** It names the project's own repository, or a part of it. */ readonly name: string | undefined } | { readonly kind: "fresh"; readonly key: string; readonly births: readonly object[] };

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
  /** The name as text, holes as `*`, but for those that name the project's own repository. */
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
    isNameUnknown: !name.slice(slash < 0 ? 0 : Math.min(slash + 1, name.length)).some((unit) => unit.kind === "letter" || (unit.kind === "open" && unit.name !== undefined)),
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
  // What a build server calls the project's repository is one name, whatever it is.
  return units.map((unit) => (unit.kind === "letter" ? unit.letter : unit.kind === "open" && unit.name !== undefined ? unit.name.replace(/\W/gu, "") : "*")).join("");
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
      return [isFreshHole(plain) ? { kind: "fresh", key: plain.key, births: freshOrigins(plain) } : { kind: "open", key: plain.key, form: plain.kind === "hole" ? plain.form : undefined, name: projectName(plain) }];
  }
}

/** The name of a variable that gives the project's own repository. */
function projectName(text: Text): string | undefined {
  if (text.kind !== "hole" || text.origin.kind !== "environment") return undefined;
  return Object.hasOwn(repositoryVariables, text.origin.name) ? text.origin.name : undefined;
}

/**
 * Whether two patterns can be the same text: emptiness of the intersection of their languages. A fresh token meets only
 * itself or an open hole; an open hole holds any text of its part. The same units are the same text.
 */
export function comparePatterns(left: readonly Unit[], right: readonly Unit[]): Comparison {
  const { start, leftEnd, rightEnd } = withoutSharedEnds(left, right);
  if (start === leftEnd && start === rightEnd) return "equal";
  const [a, b] = [left.slice(start, leftEnd).flatMap(stepsOf), right.slice(start, rightEnd).flatMap(stepsOf)];
  // Most pairs differ in their first or in their last letter: only what repeats or is left out can be moved out of the way.
  return mayBegin(a[0], b[0]) && mayBegin(a.at(-1), b.at(-1)) && canIntersect(a, b) ? "unknown" : "differ";
}

/** A unit as steps of an automaton: what it takes, and how often. */
interface Step {
  readonly takes: { readonly kind: "anything" } | LetterSet | Extract<Unit, { readonly kind: "fresh" }>;
  readonly repeats: "once" | "at most once" | "any number";
}

const anything: Step = { takes: { kind: "anything" }, repeats: "any number" };

function stepsOf(unit: Unit): readonly Step[] {
  if (unit.kind !== "open") return [{ takes: unit, repeats: "once" }];
  return unit.form?.flatMap(({ letters: set, least, most }) => [
    ...Array.from({ length: least }, (): Step => ({ takes: set, repeats: "once" })),
    ...(most === Infinity ? [{ takes: set, repeats: "any number" } as const] : Array.from({ length: most - least }, (): Step => ({ takes: set, repeats: "at most once" }))),
  ]) ?? [anything];
}

/** Whether two steps may stand at the same end of one text, where each side still has one or is empty. */
function mayBegin(a: Step | undefined, b: Step | undefined): boolean {
  return (a !== undefined && a.repeats !== "once") || (b !== undefined && b.repeats !== "once") || (a !== undefined && b !== undefined && canMeet(a, b));
}

/** Whether two automata accept a text in common: what of both can be reached together, from their beginnings to their ends. */
function canIntersect(left: readonly Step[], right: readonly Step[]): boolean {
  const width = right.length + 1;
  const reached = new Uint8Array((left.length + 1) * width);
  reached[0] = 1;
  for (let i = 0; i <= left.length; i += 1) {
    for (let j = 0; j <= right.length; j += 1) {
      const at = i * width + j;
      if (reached[at] === 0) continue;
      const [a, b] = [left[i], right[j]];
      if (a !== undefined && a.repeats !== "once") reached[at + width] = 1;
      if (b !== undefined && b.repeats !== "once") reached[at + 1] = 1;
      if (a === undefined || b === undefined || !canMeet(a, b)) continue;
      // What may be repeated stays where it is.
      if (a.repeats !== "any number") reached[at + width] = Math.max(reached[at + width] ?? 0, b.repeats === "any number" ? 1 : 0);
      if (b.repeats !== "any number") reached[at + 1] = Math.max(reached[at + 1] ?? 0, a.repeats === "any number" ? 1 : 0);
      reached[at + width + 1] = 1;
    }
  }
  return reached[reached.length - 1] === 1;
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

/** Two parts of one fresh text may be the same letters; what is generated is no commit and no number that is counted. */
function canMeet({ takes: a }: Step, { takes: b }: Step): boolean {
  if (a.kind === "anything" || b.kind === "anything") return true;
  if (a.kind === "fresh") return b.kind === "fresh" ? a.key === b.key || a.births.some((birth) => b.births.includes(birth)) : isGiven(b);
  if (b.kind === "fresh") return isGiven(a);
  return meetInLetter(a, b);
}

function isGiven(set: LetterSet): boolean {
  return set.kind === "set" && set.name === "given";
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
