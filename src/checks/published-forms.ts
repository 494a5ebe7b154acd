import type { ImageGraph, Site } from "../flow/site.js";
import { repositoryVariables } from "../models/ci-variables.js";
import { isPlainSlipOf } from "./kinship.js";
import { comparePatterns, referencePattern } from "../values/compare.js";
import type { ReferencePattern } from "../values/compare.js";
import { beginsWithNumber, versionForm } from "../values/hole-forms.js";
import { alternativesOf, hole, isText, join, literal, partsIn, uncaptured } from "../values/text.js";
import type { Text } from "../values/value.js";

/**
 * A registry remembers: what is deployed may have been pushed by an earlier commit, so a difference says nothing. It is
 * wrong only where no commit ever pushes it, because the project publishes that image under tags of another form.
 */
export interface OtherForm {
  readonly push: Site;
  /** What the push gives, as it is compared. */
  readonly published: Text;
  /** In words: how the form of what is published differs from that of what is deployed. */
  readonly difference: string;
}

/**
 * The question whether a reference can never have been published: the project publishes its repository, every tag that it
 * publishes is of a form that the reference's tag cannot have, and one of them is that of a release or commit, but for
 * its `v`, its prefix or its length.
 *
 * @param names of the project's repository, see `repositoryNames`
 */
export function neverPublished({ roots }: ImageGraph, names: readonly string[]): (reference: Text) => OtherForm | undefined {
  const pushes = pushesOf(roots);
  const mayHide = roots.some((root) => root.limits.some((limit) => limit.mayHideSites));
  const published = publishedBy(pushes, names);
  const known = new Map<string, { readonly found: OtherForm | undefined }>();
  const isUnknown = pushes.some(({ reference }) => alternativesOf(reference) === undefined);
  return (reference) => {
    if (mayHide || isUnknown || pushes.length === 0) return undefined;
    const { key } = uncaptured(reference);
    const found = known.get(key) ?? { found: otherForm(reference, published) };
    known.set(key, found);
    return found.found;
  };
}

/**
 * The question which push a reference that can be pulled was most likely meant by: the project publishes its like under
 * names of which one is this name, misspelt, and never this one.
 */
export function publishedSlip({ roots }: ImageGraph, names: readonly string[]): (reference: Text) => Site | undefined {
  // A name of which nothing is known says nothing of this one.
  const named = publishedBy(pushesOf(roots), names).map((one) => ({ ...one, pattern: referencePattern(one.reference) })).filter(({ pattern }) => pattern.name.some((unit) => unit.kind === "letter"));
  return (reference) => {
    const deployed = referencePattern(reference);
    if (!deployed.isNameKnown || named.some(({ pattern }) => comparePatterns(pattern.name, deployed.name) !== "differ")) return undefined;
    return named.find((one) => one.pattern.isNameKnown && isPlainSlipOf(reference, one.reference))?.push;
  };
}

interface Published {
  readonly push: Site;
  readonly reference: Text;
}

function pushesOf(roots: ImageGraph["roots"]): readonly Site[] {
  return roots.flatMap((root) => root.sites.filter(({ kind }) => kind === "push"));
}

/** Each reference that a push may give, under each of the project's names. */
function publishedBy(pushes: readonly Site[], names: readonly string[]): readonly Published[] {
  return pushes.flatMap((push) => (alternativesOf(push.reference) ?? []).flatMap((reference) => namedAs(reference, names).map((one) => ({ push, reference: one }))));
}

function otherForm(reference: Text, published: readonly Published[]): OtherForm | undefined {
  const deployed = referencePattern(reference);
  if (!deployed.isNameKnown || deployed.tag === undefined || deployed.digest !== undefined || deployed.tagText === undefined) return undefined;
  let nearest: OtherForm | undefined;
  for (const { push, reference: made } of published) {
    const pattern = referencePattern(made);
    // What is pushed by its digest has no tag.
    if (pattern.digest !== undefined) continue;
    if (comparePatterns(pathOf(pattern.name), pathOf(deployed.name)) === "differ") continue;
    const tag = generalTag(pattern);
    if (tag === undefined || comparePatterns(tag, deployed.tag) !== "differ") return undefined;
    // A tag that is written says what this commit publishes, and not what the ones before it did.
    const difference = pattern.isNameKnown && pattern.tag === tag ? differenceInForm(tag, deployed.tag, deployed.tagText) : undefined;
    if (difference !== undefined) nearest ??= { push, published: made, difference };
  }
  return nearest;
}

/** What stands behind the registry: an image has the same tags in all registries that it is published to. */
function pathOf(name: Tag): Tag {
  const slash = name.findIndex((unit) => unit.kind === "letter" && unit.letter === "/");
  return slash > 0 && name.slice(0, slash).every((unit) => unit.kind === "letter") ? name.slice(slash + 1) : name;
}

type Tag = NonNullable<ReferencePattern["tag"]>;

/** A tag with what other commits would have in the place of its numbers: `1.2.0` is some version, `latest` is itself. */
function generalTag({ tag }: ReferencePattern): Tag | undefined {
  if (tag === undefined || !tag.every((unit) => unit.kind === "letter")) return tag;
  const written = tag.map((unit) => unit.letter).join("");
  const [, before] = /^(v?)\d+\.\d+\.\d+(?![\d.])/u.exec(written) ?? [];
  if (before !== undefined) return tagUnits(literal(before), someVersion);
  return /\d/u.test(written) ? undefined : tag;
}

const someVersion = hole("some version", { kind: "unknown", reason: "a version" }, versionForm);

function tagUnits(...parts: readonly Text[]): Tag {
  return referencePattern(join([{ text: literal("x:") }, ...parts.map((text) => ({ text }))])).tag ?? [];
}

/** How tags of releases and commits differ although the same is meant: what is written, as it would have to be for the published form. */
const changes: readonly { readonly pattern: RegExp; readonly change: (tag: string) => string; readonly words: string }[] = [
  { pattern: /^v\d+\.\d+\.\d+/u, change: (tag) => tag.slice(1), words: 'the version without its "v"' },
  { pattern: /^\d+\.\d+\.\d+/u, change: (tag) => `v${tag}`, words: 'the version with a "v" before it' },
  { pattern: /^(?:[a-z]+-)?[0-9a-f]{40}$/u, change: (tag) => tag.slice(0, -33), words: "the first 7 letters of the commit, not all 40" },
  { pattern: /^[0-9a-f]{7}(?:[0-9a-f]{33})?$/u, change: (tag) => `sha-${tag}`, words: 'the commit with "sha-" before it' },
  { pattern: /^sha-[0-9a-f]{7}(?:[0-9a-f]{33})?$/u, change: (tag) => tag.slice(4), words: 'the commit without "sha-" before it' },
];

/** A version that no release has: it stands in a chart or a manifest until a release puts its own there. */
const standsForRelease = /^v?0\.0\.0(?![\d.])/u;

function differenceInForm(published: Tag, deployed: Tag, written: string): string | undefined {
  if (!hasForm(published) || standsForRelease.test(written)) return undefined;
  if (!deployed.every((unit) => unit.kind === "letter")) return differenceInMark(published, deployed);
  return changes.find(({ pattern, change }) => pattern.test(written) && comparePatterns(published, tagUnits(literal(change(written)))) !== "differ")?.words;
}

/** The same of a version that only a release gives: its `v` is written, or is not. */
function differenceInMark(published: Tag, deployed: Tag): string | undefined {
  const [first, second] = deployed;
  if (isNumber(first)) return comparePatterns(published, [...tagUnits(literal("v")), ...deployed]) === "differ" ? undefined : 'the version with a "v" before it';
  if (first?.kind !== "letter" || first.letter !== "v" || !isNumber(second)) return undefined;
  return comparePatterns(published, deployed.slice(1)) === "differ" ? undefined : 'the version without its "v"';
}

function isNumber(unit: Tag[number] | undefined): boolean {
  return unit?.kind === "open" && unit.form !== undefined && beginsWithNumber(unit.form);
}

/** Whether a tag has parts that differ from commit to commit, all of known forms: what may be anything is no evidence. */
function hasForm(tag: Tag): boolean {
  const holes = tag.filter((unit) => unit.kind !== "letter");
  return holes.length > 0 && holes.every((unit) => unit.kind === "open" && unit.form !== undefined);
}

/** A reference with the project's names where a build server gives them. */
function namedAs(reference: Text, names: readonly string[]): readonly Text[] {
  const parts = partsIn(reference);
  if (!parts.some((part) => nameGiver(part) !== undefined)) return [reference];
  return [reference, ...names.map((name) => join(parts.map((part) => ({ text: literalOrSelf(nameGiver(part)?.(name), part) }))))];
}

function literalOrSelf(letters: string | undefined, part: Text): Text {
  return letters === undefined ? part : literal(letters);
}

/** A variable of a build server, perhaps in lower case. */
function nameGiver(part: Text): ((name: string) => string) | undefined {
  const plain = uncaptured(part);
  if (plain.kind !== "hole") return undefined;
  const { origin } = plain;
  if (origin.kind === "environment") return Object.hasOwn(repositoryVariables, origin.name) ? repositoryVariables[origin.name] : undefined;
  const [of, ...others] = origin.kind === "derived" && /lower/iu.test(origin.operation) ? origin.of : [];
  return of !== undefined && others.length === 0 && isText(of) ? nameGiver(of) : undefined;
}
