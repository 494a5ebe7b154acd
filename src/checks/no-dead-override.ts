import { distance } from "fastest-levenshtein";
import type { Override, RootRun, Site } from "../flow/site.js";
import { buildArgumentOverride } from "../models/dockerfile.js";
import { outcomeOf } from "../models/image-sources.js";
import { keyDistance } from "../values/key-distance.js";
import { referencePattern } from "../values/compare.js";
import { alternativesOf, display, holesOf, literalText, uncaptured } from "../values/text.js";
import type { Text } from "../values/value.js";
import { hasAlready, isOfChart, isPartMade, lostByChart, type ChartOverride } from "./chart-values.js";
import type { Check, Defect } from "./check.js";
import type { JudgedGraph, Judgement } from "./judgement.js";
import { isProducer } from "./judgement.js";
import { areRelated, hasSameLastPart, isSameRepository, isSlipOf } from "./kinship.js";
import { beginAlike } from "./words.js";

/**
 * A change of a reference that looks for something which nothing has: the deploy keeps its old reference, or the command
 * fails. Reported where no root that comes there finds it; of images of others, whose new name is mostly a wish, only where
 * that is asked for.
 */
export const noDeadOverride: Check = (judged, explained) =>
  byCause(deadOverrides(judged)).flatMap(([{ override, roots }, ...others]): readonly Defect[] => {
    // What a command changes in the cluster was deployed before it.
    const isLater = override.otherwise === "keeps";
    const concerned = judged.judgements.filter(({ site, root }) => roots.has(root) && site.order > override.order === isLater && keeps(override, site));
    const candidates = override.candidates.length > 0 || isOfChart(override) ? override.candidates : concerned.map(({ site }) => ({ name: display(site.reference), reference: site.reference, place: undefined }));
    // A text without an image that could be meant, which is deployed as it is: nothing is lost.
    if (candidates.length === 0 && textPrograms.has(override.how)) return [];
    const near = nearestFirst({ ...override, candidates }, judged);
    const nearest = isOfChart(override) ? near.sort((left, right) => Number(hasAlready(override, left.reference)) - Number(hasAlready(override, right.reference))) : near;
    const meant = nearest[0]?.reference;
    const kept = concerned.filter(({ site }) => meant === undefined || uncaptured(site.reference).key === uncaptured(meant).key);
    for (const { root, site } of kept) explained.add(root.root, site.order);
    if (isOfChart(override)) return [ofChart({ ...override, candidates: nearest }, others, roots, likestFirst(override, kept), judged)];
    const there = [...candidates.flatMap(({ reference }) => reference ?? []), ...concerned.map(({ site }) => site.reference)];
    const lost = lostBy(override, there);
    const isFilledLater = there.length > 0 && there.every(isToBeFilled);
    const isStrict = override.otherwise === "fails" || (!isFilledLater && (isLost(lost, judged) || others.some((other) => isLost(lostBy(other.override, there), judged)))) ? undefined : true;
    // A value of which nothing is kept is said as a whole.
    const said = lost.length > 0 && lost.length === (override.value === undefined ? undefined : alternativesOf(override.value)?.length) ? override.value : lost[0];
    const defect = defectOf({ ...override, candidates: nearest }, said, kept, isStrict);
    return [{ ...defect, related: [...defect.related, ...others.map((other) => ({ place: other.override.place, message: `"${override.key}" is looked for here too (${other.override.how})` }))] }];
  });

/** A value of a chart that no template reads. */
function ofChart(override: ChartOverride, others: readonly DeadOverride[], roots: ReadonlySet<RootRun>, deployed: readonly Judgement[], { graph }: JudgedGraph): Defect {
  const { value } = override;
  // Of several images of the chart the one is meant that the value names.
  const isNamed = ({ site }: Judgement): boolean => (alternativesOf(site.reference) ?? []).some((one) => (value === undefined ? [] : (alternativesOf(value) ?? [])).some((given) => hasSameLastPart(given, one)));
  const kept = [...deployed].sort((left, right) => Number(isNamed(right)) - Number(isNamed(left)));
  const lost = lostByChart(override, (reference) => isMade(reference, graph.roots));
  const isLostHere = override.otherwise === "fails" || lost.some((one) => isGivenHere(one) || isPartMade(one, override, graph.roots, roots));
  const defect = defectOf(override, lost[0], kept, isLostHere ? undefined : true);
  return { ...defect, message: messageOfChart(override, kept), related: [...defect.related, ...others.map((other) => ({ place: other.override.place, message: `"${override.key}" is given here too` }))] };
}

function messageOfChart(override: Override, kept: readonly Judgement[]): string {
  const { how, key, target, otherwise, value } = override;
  const [nearest, ...more] = override.candidates;
  const reference = keptReference(kept) ?? nearest?.reference;
  const old = reference === undefined ? "what its chart says" : `"${display(reference)}"`;
  const given = value === undefined ? "" : ` to "${display(value)}"`;
  const effect = otherwise === "fails" ? `values.schema.json of ${target} does not allow that key: the command fails.` : `no template of ${target} reads that: the deploy keeps ${old}.`;
  return `${how} sets "${key}"${given}, and ${effect} ${advice(key, nearest, more)}`;
}

/** One name that is looked for in one target is one cause; a command is told before what is written in the target itself. */
function byCause(dead: readonly DeadOverride[]): readonly (readonly [DeadOverride, ...DeadOverride[]])[] {
  const causes = new Map<string, [DeadOverride, ...DeadOverride[]]>();
  for (const one of [...dead].sort((left, right) => Number(isWrittenThere(left)) - Number(isWrittenThere(right)))) {
    const key = `${one.override.key} ${one.override.target}`;
    const cause = causes.get(key);
    if (cause === undefined) causes.set(key, [one]);
    else cause.push(one);
  }
  return [...causes.values()];
}

function isWrittenThere({ override: { place, target } }: DeadOverride): boolean {
  return place.file === target;
}

interface DeadOverride {
  readonly override: Override;
  readonly roots: ReadonlySet<RootRun>;
}

/** By the place where the key is written: what one root's run reads there is read. */
function deadOverrides({ graph }: JudgedGraph): readonly DeadOverride[] {
  const groups = new Map<string, { readonly override: Override; readonly roots: Set<RootRun>; isDead: boolean }>();
  for (const root of graph.roots) {
    for (const override of root.overrides) {
      const key = `${override.place.file} ${override.place.start} ${override.place.end}`;
      const group = groups.get(key) ?? { override, roots: new Set<RootRun>(), isDead: true };
      groups.set(key, group);
      group.roots.add(root);
      if (override.isRead !== "no" || root.isMocked) group.isDead = false;
    }
  }
  return [...groups.values()].filter(({ isDead, override }) => isDead && concernsImages(override, graph));
}

/** Programs that change any text: what they look for is an image only if its name says so, or what they put there. */
const textPrograms: ReadonlySet<string> = new Set(["sed", "perl", "awk"]);

function concernsImages({ how, key, value, candidates }: Override, { roots }: JudgedGraph["graph"]): boolean {
  // Many builds are given the same arguments: one is lost where the project builds the image, and the Dockerfile begins with one like it.
  if (how === buildArgumentOverride) return value !== undefined && !isWord(value) && isMade(value, roots) && candidates.some(({ reference }) => reference !== undefined && isKinOf(value, reference));
  return !textPrograms.has(how) || /image|img/iu.test(key) || (value !== undefined && isMade(value, roots));
}

/** A word alone (`debug`, `release`) is mostly no image, though one may have its name. */
function isWord(value: Text): boolean {
  return (alternativesOf(value) ?? []).some((alternative) => /^[\w.-]+$/u.test(literalText(alternative) ?? ""));
}

/** Whether a deploy has what the override was to change: one of what is there instead, or, where that is not known, an image of a like name in the same file (or in what is no file). */
function keeps({ candidates, target, value, ofChart }: Override, { reference: deployed, argument }: Site): boolean {
  if (candidates.length === 0 && ofChart !== undefined) return ofChart.deployed.some((reference) => uncaptured(reference).key === uncaptured(deployed).key);
  if (candidates.length > 0) return candidates.some(({ reference }) => reference !== undefined && uncaptured(reference).key === uncaptured(deployed).key);
  const isThere = /\s/u.test(target) || `/${argument.file}`.endsWith(`/${target}`);
  return value !== undefined && isThere && isKinOf(value, deployed);
}

function isKinOf(value: Text, other: Text): boolean {
  return (alternativesOf(value) ?? []).some((one) => (alternativesOf(other) ?? []).some((another) => isSameRepository(one, another) || areRelated(one, another)));
}

/** What an override was to bring and no deploy has without it: a default that is deployed anyway, or what a patch has brought already, is not lost. */
function lostBy({ value }: Override, there: readonly Text[]): readonly Text[] {
  if (value === undefined) return [];
  const had = new Set(there.flatMap((one) => alternativesOf(one) ?? [one]).map((one) => uncaptured(one).key));
  return (alternativesOf(value) ?? [value]).filter((alternative) => !had.has(uncaptured(alternative).key));
}

/** Whether a reference of the project is lost: one that it builds, or that whoever runs it gives. */
function isLost(alternatives: readonly Text[], { graph }: JudgedGraph): boolean {
  if (alternatives.some(isGivenHere)) return true;
  return alternatives.some((alternative) => isMade(alternative, graph.roots));
}

/** Whether the project makes the image, or one of nearly the same name. */
function isMade(value: Text, roots: readonly RootRun[]): boolean {
  const alternatives = alternativesOf(value) ?? [];
  return roots.some((root) => root.sites.some((site) => isProducer(site) && site.kind !== "load" && alternatives.some((alternative) => (alternativesOf(site.reference) ?? []).some((made) => isSameRepository(alternative, made) || isSlipOf(alternative, made)))));
}

function isGivenHere(text: Text): boolean {
  return holesOf(text).some((hole) => hole.kind === "captured" || (hole.kind === "hole" && isGiven(hole.origin.kind)));
}

function isGiven(kind: string): boolean {
  return kind === "environment" || kind === "parameter" || kind === "fresh";
}

function defectOf(override: Override, lost: Text | undefined, kept: readonly Judgement[], isStrict: true | undefined): Defect {
  const { how, key, place, target, otherwise } = override;
  const value = lost ?? override.value;
  const [nearest, ...others] = override.candidates;
  const [deploy] = kept;
  const outcome = deploy?.verdict === "inconsistent" && deploy.site.runtime === "cluster" ? outcomeOf(undefined).outcome : undefined;
  const reference = keptReference(kept) ?? nearest?.reference;
  const old = reference === undefined ? "what it had" : `"${display(reference)}"`;
  const meant = lost === undefined ? "" : ` ${reference !== undefined && display(reference) === display(lost) ? "Whatever is given for it here" : `"${display(lost)}", which is given here,`} is deployed nowhere.`;
  return {
    rule: "no-dead-override",
    place,
    ...(value === undefined ? {} : { built: display(value) }),
    ...(reference === undefined ? {} : { deployed: display(reference) }),
    outcome,
    isStrict,
    message: `${how === "images of a kustomization" ? "This entry of images" : how} looks for "${key}" in ${target}, and nothing there has it: ${otherwise === "fails" ? "the command fails, and " : ""}the deploy keeps ${old}.${meant} ${advice(key, nearest, others)}`,
    related: [
      ...[...(nearest === undefined ? [] : [nearest]), ...others].slice(0, shownCandidates).flatMap((candidate) => (candidate.place === undefined ? [] : [{ place: candidate.place, message: `"${candidate.name}" is here${candidate.reference === undefined ? "" : `, with "${display(candidate.reference)}"`}` }])),
      ...kept.filter(({ site }) => !override.candidates.some((candidate) => candidate.place !== undefined && beginAlike(candidate.place, site.argument))).map(({ site }) => ({ place: site.argument, message: `deployed "${display(site.reference)}" here: ${site.how}` })),
    ],
  };
}

/** `<IMAGE>`, `${IMAGE}`: another program puts a reference there. */
function isToBeFilled(reference: Text): boolean {
  return /^[<$%@{]/u.test(display(reference)) && literalText(reference) !== undefined;
}

/** A value that names an image is meant for the deploy whose name is written most like it. */
function likestFirst({ value, ofChart: { part } }: ChartOverride, kept: readonly Judgement[]): readonly Judgement[] {
  if (value === undefined || (part !== "repository" && part !== "image")) return kept;
  const written = nameIn(value);
  const far = ({ site }: Judgement): number => distance(nameIn(site.reference), written);
  return [...kept].sort((left, right) => far(left) - far(right));
}

/** The last component of a repository's name. */
function nameIn(reference: Text): string {
  const { nameText } = referencePattern(reference);
  return nameText.slice(nameText.lastIndexOf("/") + 1).slice(0, longestName);
}

/** What is deployed instead, if anything is known of it. */
function keptReference(kept: readonly Judgement[]): Text | undefined {
  return kept.map(({ site }) => site.reference).find((reference) => !isUnknown(reference));
}

function isUnknown(reference: Text): boolean {
  return (alternativesOf(reference) ?? [reference]).every((one) => one.kind === "hole" && one.origin.kind === "unknown");
}

type Candidate = Override["candidates"][number];

const shownCandidates = 5;

/** What the project builds is meant before what it only uses, and then what is written most alike. */
function nearestFirst({ key, value, candidates, ofChart: ofKey }: Override, { graph }: JudgedGraph): Candidate[] {
  const isKin = ({ reference }: Candidate): boolean => reference !== undefined && ((value !== undefined && isKinOf(value, reference)) || isMade(reference, graph.roots));
  const far = ({ name }: Candidate): number => (ofKey !== undefined ? keyDistance(name, key) : distance(name.slice(0, longestName), key.slice(0, longestName)));
  return [...candidates].sort((left, right) => Number(isKin(right)) - Number(isKin(left)) || far(left) - far(right) || (left.name < right.name ? -1 : 1));
}

const longestName = 200;

function advice(key: string, nearest: Candidate | undefined, others: readonly Candidate[]): string {
  if (nearest === undefined) return "Nothing is there that could be meant: leave it out, or put the image there.";
  const more = others.slice(0, shownCandidates - 1).map(({ name }) => `"${name}"`);
  return `Did you mean "${nearest.name}"${more.length === 0 ? "" : ` (or ${more.join(", ")})`}? Write that in the place of "${key}".`;
}
