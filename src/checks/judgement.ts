import type { Capture, HoleOrigin, Text } from "../values/value.js";
import { comparePatterns, differOnlyInFreshParts, referencePattern } from "../values/compare.js";
import type { Comparison } from "../values/compare.js";
import { alternativesOf, display, holesOf, isFreshHole, isText, jointAlternatives, literalText, uncaptured } from "../values/text.js";
import { hasFreshPart } from "../flow/captures.js";
import type { ImageGraph, RootRun, Site } from "../flow/site.js";
import { isGivenByPeople } from "./given-by-people.js";
import { holdsCommit } from "./commits.js";
import { isCreatedAnew, mayReplace } from "./created-anew.js";
import { absentImages } from "./absent-images.js";
import type { AbsentImage } from "./absent-images.js";
import { compareSites, domainsOf, endDifferently, isUnknownProducer } from "./meeting.js";
import { deployOf } from "./racy-deploys.js";
import { transportsOf, unreachedBy } from "./reach.js";
import type { Transports, Unreached } from "./reach.js";
import { neverPublished, publishedSlip } from "./published-forms.js";
import type { OtherForm } from "./published-forms.js";
import { areRelated, hasSameLastPart, isLocalName, isSameOrganisation, isSameRepository, isSlipOf, isNearlyNamed, isPlainSlipOf, isUnpullable, sameOrSlipIn } from "./kinship.js";

export type Verdict = "consistent" | "inconsistent" | "third-party" | "unknown";

/** What is proven of one deploy. */
export interface Judgement {
  readonly site: Site;
  readonly root: RootRun;
  readonly verdict: Verdict;
  /** Why, for people. */
  readonly why: string;
  /** Inconsistent: the producer that was most likely meant. Consistent: the one that makes it. */
  readonly producer?: Site | undefined;
  /** Inconsistent: the reference that is deployed, without choices. */
  readonly deployed?: Text | undefined;
  /** Inconsistent, although it is built: it does not come to the cluster. */
  readonly unreached?: Unreached | undefined;
  /** Inconsistent: no commit ever publishes it, for what is published has tags of another form. */
  readonly unpublished?: OtherForm | undefined;
  /** Producers of the root of which nothing is known: they may yet make it. */
  readonly unknownProducers: readonly Site[];
}

export interface JudgedGraph {
  readonly graph: ImageGraph;
  readonly judgements: readonly Judgement[];
  /** What is loaded, pushed, tagged or pulled although it is not there. */
  readonly absent: readonly AbsentImage[];
  readonly localDomains: readonly string[];
}

/**
 * Judges every deploy of the project: per root, then per project (DESIGN section 5).
 *
 * @param names of the project's repository, see `repositoryNames`
 */
export function judge(graph: ImageGraph, localDomains: readonly string[], names: readonly string[] = []): JudgedGraph {
  const named = byName(graph.roots.flatMap((root) => root.sites.filter(isProducer)));
  const isMade = nameOfMade(named.map(({ first }) => first));
  const transports = transportsOf(graph);
  const unpublished = neverPublished(graph, names);
  const slip = publishedSlip(graph, names);
  const isPublished = isPublishedBy(new Set(graph.roots.flatMap(({ root, pipeline }) => (pipeline === undefined ? [] : [root]))), localDomains);
  const replacements = graph.roots.flatMap((root) => root.sites.filter((site) => site.isReplacement === true));
  const judgements = graph.roots.flatMap((root) => {
    const deploys = root.sites.filter((site) => site.kind === "deploy");
    if (deploys.length === 0) return [];
    const isOther = ({ first, roots }: { readonly first: Site; readonly roots: ReadonlySet<number> }): boolean => (roots.size > 1 || !roots.has(root.root)) && !isGivenToSibling(first, roots);
    const siblings = new Set(root.pipeline === undefined ? [] : graph.roots.flatMap((other) => (other.pipeline === root.pipeline ? [other.root] : [])));
    // What people tell another run of the same pipeline is not what this one makes of its own commit.
    const isGivenToSibling = ({ reference }: Site, roots: ReadonlySet<number>): boolean => siblings.size > 0 && [...roots].every((one) => siblings.has(one)) && isGivenByPeople(reference);
    const others = named.flatMap((one) => (isOther(one) ? [one.first] : []));
    const all = root.sites.filter(isProducer);
    const own = all.filter((producer) => producer.kind !== "load" || mayHaveBeenMade(producer, root, all, others, localDomains));
    const producers: Producers = { isMade, own, seen: all, made: byName(own).map(({ first }) => first), racy: new Set(root.races.flatMap((race) => deployOf(root, race) ?? [])), others, unknown: own.filter(isUnknownProducer), replacements, unpublished, slip, isPublished };
    return deploys.map((site) => reached(judgeDeploy(site, root, producers, localDomains), transports, localDomains));
  });
  return withoutDefaults({ graph, judgements, absent: absentImages(graph, localDomains), localDomains });
}

/** Charts that the project installs itself: what they say by themselves is left out, but for what is certainly wrong. */
function withoutDefaults(judged: JudgedGraph): JudgedGraph {
  const judgements = judged.judgements.filter(({ root, unpublished }) => root.chartDefault !== "beside" || unpublished !== undefined);
  if (judgements.length === judged.judgements.length) return judged;
  const kept = new Set(judgements.map(({ site }) => site));
  return { ...judged, judgements, graph: { ...judged.graph, roots: judged.graph.roots.map((root) => (root.chartDefault === "beside" ? { ...root, sites: root.sites.filter((site) => kept.has(site)) } : root)) } };
}

/** Producers that make the same name for the same engines are one where only names are compared. */
function byName(producers: readonly Site[]): readonly { readonly first: Site; readonly roots: Set<number> }[] {
  const named = new Map<string, { readonly first: Site; readonly roots: Set<number> }>();
  for (const producer of producers) {
    const key = `${domainsOf(producer).join()} ${producer.kind === "load" ? "load" : ""} ${uncaptured(producer.reference).key}`;
    const known = named.get(key);
    if (known === undefined) named.set(key, { first: producer, roots: new Set([producer.root]) });
    else known.roots.add(producer.root);
  }
  return [...named.values()];
}

/** What is built is deployed consistently only if it comes to where it is deployed. */
function reached(judgement: Judgement, transports: Transports, localDomains: readonly string[]): Judgement {
  const unreached = judgement.verdict === "consistent" && judgement.root.chartDefault === undefined ? unreachedBy(judgement.site, judgement.root, transports, localDomains) : undefined;
  if (unreached === undefined) return judgement;
  const why = unreached.elsewhere.length === 0 ? "it is built, but not loaded into the cluster" : "it is loaded into another cluster";
  return { ...judgement, verdict: "inconsistent", why, producer: unreached.build, unreached };
}

/** Whether no build makes what is deployed. */
export function isMismatch({ verdict, unreached }: Judgement): boolean {
  return verdict === "inconsistent" && unreached === undefined;
}

export function isProducer(site: Site): boolean {
  return site.kind === "build" || site.kind === "tag" || site.kind === "load" || site.kind === "push";
}

/** Captures that nothing uses, by the place of the call; only places all of whose results are dropped. */
export function droppedCaptures(graph: ImageGraph): readonly Capture[] {
  const places = new Map<string, Capture[]>();
  for (const capture of graph.roots.flatMap((root) => root.captures)) {
    const key = `${capture.place.file} ${capture.place.start} ${capture.place.end}`;
    places.set(key, [...(places.get(key) ?? []), capture]);
  }
  return [...places.values()].filter((captures) => captures.every((capture) => !capture.isUsed && !capture.isHandedOut)).flat();
}

/**
 * Whether the image of a load may be there to be loaded: one that nobody can pull, and that none of the builds can have
 * made, is not, and the load fails.
 */
function mayHaveBeenMade(load: Site, root: RootRun, own: readonly Site[], others: readonly Site[], localDomains: readonly string[]): boolean {
  const makers = own.filter((producer) => producer.kind !== "load" && producer.order < load.order);
  const alternatives = alternativesOf(load.reference) ?? [];
  if (makers.length === 0 || !alternatives.every((reference) => isLocalName(reference, localDomains))) return true;
  if (makers.some(isUnknownProducer) || root.opaqueCommands.some((command) => command.order < load.order)) return true;
  if (root.pulls.some((pull) => pull.order < load.order) || root.limits.some((limit) => limit.mayHideSites)) return true;
  return alternatives.some((reference) => root.escapes.some((escape) => escape.order < load.order && escape.keys.has(uncaptured(reference).key)) || matchOf(reference, load, makers, others.filter((producer) => producer.kind !== "load")).comparison !== "differ");
}

/** The producers of the project, as one root sees them. */
interface Producers {
  /** Whether the project makes an image of the name, or of nearly the same one. */
  readonly isMade: (reference: Text) => boolean;
  readonly own: readonly Site[];
  /** The same, each name once. */
  readonly made: readonly Site[];
  /** Deploys of what another thread may not have assigned yet. */
  readonly racy: ReadonlySet<Site>;
  /** Also those of its own that make nothing. */
  readonly seen: readonly Site[];
  /** Those of other roots. */
  readonly others: readonly Site[];
  /** Its own of which nothing of the repository is known. */
  readonly unknown: readonly Site[];
  /** What gives a container that is there already another image, in any root. */
  readonly replacements: readonly Site[];
  /** Whether no commit ever published a reference. */
  readonly unpublished: (reference: Text) => OtherForm | undefined;
  /** What the project publishes under nearly the same name. */
  readonly slip: (reference: Text) => Site | undefined;
  /** Whether a pipeline makes it for a registry. */
  readonly isPublished: (producer: Site) => boolean;
}

function judgeDeploy(site: Site, root: RootRun, { isMade, own, made, seen, racy, others, unknown: unknownProducers, replacements, unpublished, slip, isPublished }: Producers, localDomains: readonly string[]): Judgement {
  const result = (verdict: Verdict, why: string, more: Partial<Judgement> = {}): Judgement => ({ site, root, verdict, why, unknownProducers, ...more });
  const pulled = root.pulls.some((pull) => pull.order < site.order && uncaptured(pull.reference).key === uncaptured(site.reference).key);
  const alternatives = (alternativesOf(site.reference) ?? []).filter((alternative) => alternative.key !== "");
  const [first] = alternatives;
  if (first === undefined) return result("unknown", "the reference is not known");
  const pretence = root.isMocked ? "the test replaces what builds and deploys by mocks" : site.isExpectedToFail === true ? "the test expects it to fail" : isCreatedAnew(site, root) ? "its object is deleted before it is created anew" : undefined;
  const isForeign = (): boolean => alternatives.every((alternative) => openHoles(alternative).length === 0 && !isOurs(alternative, site, isMade, localDomains));
  // A registry remembers what was published: what is not made today is wrong only if no commit ever published it.
  const neverThere = (): Judgement | undefined => {
    if (site.indirect !== undefined || root.opaqueCommands.length > 0 || replacements.some((replacement) => mayReplace(replacement, site))) return undefined;
    const [form, ...forms] = alternatives.map(unpublished);
    if (form !== undefined && !forms.includes(undefined)) return result("inconsistent", `the project publishes it under tags of another form, such as ${display(form.published)}`, { producer: form.push, deployed: first, unpublished: form });
    const [meant, ...others] = alternatives.map(slip);
    return meant === undefined || others.includes(undefined) ? undefined : result("inconsistent", `the project publishes no image of this name, but ${display(meant.reference)}`, { producer: meant, deployed: first });
  };
  if (pretence !== undefined) return isForeign() ? result("third-party", "the project does not build it") : result("unknown", pretence);
  const returned = wholeCapture(site.reference);
  if (returned !== undefined && returned.reference === undefined && returned.root === root.root) return result("consistent", `it is what ${returned.producer} returned`);
  const same = wholeMatches(site.reference, own).filter((producer) => (alternativesOf(site.reference) ?? []).every((reference) => compareSites(reference, site, reference, producer) === "equal"));
  if (racy.has(site)) return result("unknown", "it is read while code that runs beside may still assign it");
  if (same.length > 0 && coversAllWays(same)) return result("consistent", `${same[0]?.how ?? "a producer"} makes exactly this reference`, { producer: same[0] });
  const matches = alternatives.map((alternative) => matchOf(alternative, site, made, others));
  if (same.length === 0 && matches.every((match) => match.comparison === "equal")) return result("consistent", "every value it may have is built", { producer: matches[0]?.producer });
  if (pulled) return result("third-party", "it is pulled from a registry before");
  if (same.length > 0) return result("unknown", "it is built on some of the ways that lead here, not on all");
  // The version that a chart is packaged with is given by each release: its form alone may be wrong.
  const misformed = root.chartDefault !== undefined && alternatives.some((alternative) => openHoles(alternative).length > 0) ? neverThere() : undefined;
  if (misformed !== undefined) return misformed;
  if (!alternatives.some((alternative) => isOurs(alternative, site, isMade, localDomains))) {
    const open = alternatives.flatMap(openHoles);
    if (open.length > 0) return result("unknown", reasonOf(open));
    return neverThere() ?? result("third-party", "the project does not build it");
  }
  const undecided = alternatives.filter((_alternative, index) => matches[index]?.comparison !== "differ");
  if (undecided.length > 0) {
    const isTagged = (producer: Site): boolean => !isByDigest(producer);
    const never = [...made, ...others].every(isTagged) || undecided.some((alternative) => matchOf(alternative, site, made.filter(isTagged), others.filter(isTagged)).comparison !== "differ") ? undefined : neverThere();
    if (never !== undefined) return never;
    const open = undecided.flatMap(openHoles);
    return result("unknown", open.length > 0 ? reasonOf(open) : "on some ways it is what is built, on others it is not");
  }
  for (const alternative of alternatives) {
    const escaped = root.escapes.find((escape) => escape.order < site.order && escape.keys.has(uncaptured(alternative).key));
    if (escaped !== undefined) return result("unknown", `it was given to ${escaped.to}, which may have built it`);
    // Nobody makes what is misspelt: an image of this run has its name, but for a slip.
    const isMisspelt = own.some((producer) => producer.kind === "push" && producer.order < site.order && (alternativesOf(producer.reference) ?? []).some((made) => isPlainSlipOf(alternative, made) && sharesTag(alternative, made)));
    const opaque = hasFreshPart(alternative) || isMisspelt ? undefined : root.opaqueCommands.find((command) => command.order < site.order);
    if (opaque !== undefined) return result("unknown", `\`${opaque.name}\` may have built it`);
  }
  const given = alternatives.flatMap(openHoles).find((origin) => isFromOutside(origin));
  if (given !== undefined) return result("unknown", reasonOf([given]));
  const hiding = root.limits.filter((limit) => limit.mayHideSites);
  if (hiding.length > 0) return result("unknown", `a bound of the analysis was reached (${hiding.map((limit) => limit.name).join(", ")})`);
  if (!hasFreshPart(first) && unknownProducers.some((producer) => producer.order < site.order && producer.kind === "load" && producer.tool === undefined)) return result("unknown", "an archive that is not known is loaded before");
  const mirrored = own.find((producer) => producer.kind === "push" && isMirrored(first, producer.reference));
  if (mirrored !== undefined) return result("unknown", `it may be the image that is pushed as ${display(mirrored.reference)}, under the registry's other name`);
  // An earlier release may be deployed beside what is built, to be upgraded or replaced by it.
  if (!isLocalName(first, localDomains) && !hasFreshPart(first) && isDeployedToo(root, site, own)) return result("unknown", "it can be pulled, and what is built is deployed too: it may be an earlier version");
  if (replacements.some((replacement) => mayReplace(replacement, site))) return result("unknown", "`kubectl set image` gives the container another image");
  if (site.indirect !== undefined) return result("unknown", indirectly[site.indirect]);
  // What a Dockerfile itself begins with may be a release that is there already, whatever is built beside.
  if (site.base === "written" && !isUnpullable(first, localDomains)) return result("unknown", "it can be pulled: it may be an earlier release");
  // Only its form says that a chart's default is wrong: it may be a release, and whoever installs the chart may give another one.
  if (root.chartDefault !== undefined) return neverThere() ?? result("unknown", "it is the default of a chart: whoever installs that may give another one");
  const nearest = nearestProducer(first, site, root, seen.filter((producer) => producer.kind !== "load" || uncaptured(producer.reference).key !== uncaptured(site.reference).key), others.filter((producer) => !isPublished(producer)), localDomains);
  if (nearest === undefined) return neverThere() ?? result("unknown", own.length === 0 ? "nothing that the analysis sees builds it" : "nothing that is built resembles it");
  return result("inconsistent", `it differs from all that is built, nearest ${display(nearest.reference)}`, { producer: nearest, deployed: first });
}

/** What is pushed by its digest alone has no tag; others give it one, or nobody does. */
function isByDigest({ reference }: Site): boolean {
  return (alternativesOf(reference) ?? []).every((alternative) => {
    const { tag, digest } = referencePattern(alternative);
    return digest !== undefined && tag === undefined;
  });
}

/** Whether two tags of one build may be the same, and are none that every build has. */
function sharesTag(reference: Text, made: Text): boolean {
  const [a, b] = [referencePattern(reference).tag, referencePattern(made).tag];
  return a !== undefined && b !== undefined && a.some((unit) => unit.kind !== "letter") && comparePatterns(a, b) !== "differ";
}

const indirectly: Readonly<Record<NonNullable<Site["indirect"]>, string>> = {
  argument: "it is given to a program that is not known",
  text: "it stands in a text, and whoever reads that may deploy another one",
};

/**
 * The producers that make exactly the deployed reference, or, where it is one of several, exactly each of them. A choice
 * that both sides share is one reference, for it is decided once.
 */
function wholeMatches(reference: Text, producers: readonly Site[]): readonly Site[] {
  const plain = uncaptured(reference);
  const whole = producers.filter((producer) => uncaptured(producer.reference).key === plain.key);
  if (whole.length > 0 || plain.kind !== "choice") return whole;
  const alternatives = plain.alternatives.filter((alternative) => alternative.kind !== "constant");
  const matches = alternatives.map((alternative) => (isText(alternative) ? wholeMatches(alternative, producers) : []));
  return matches.every((match) => match.length > 0) ? matches.flat() : [];
}

/** The producer's result that the reference is, if it is nothing else. */
function wholeCapture(reference: Text): Capture | undefined {
  if (reference.kind === "captured") return reference.capture;
  const [only] = reference.kind === "joined" ? reference.parts : [];
  return only !== undefined && reference.kind === "joined" && reference.parts.length === 1 ? wholeCapture(only.text) : undefined;
}

/** A producer that is on one of several ways proves nothing for the others. */
function coversAllWays(producers: readonly Site[]): boolean {
  return producers.some((producer) => producer.way === undefined) || producers.some(({ way }) => way !== undefined && new Set(producers.flatMap((other) => (other.way?.decision === way.decision ? [other.way.index] : []))).size === way.count);
}

/** One registry may have a name on the host and another in the cluster (`localhost:5111`, `k3d-registry:5111`): only the domain differs. */
function isMirrored(deployed: Text, pushed: Text): boolean {
  const [a, b] = [referencePattern(deployed), referencePattern(pushed)];
  const pathOf = (name: string): string => name.slice(name.indexOf("/") + 1);
  const isRegistry = (name: string): boolean => /^[^/]*[.:*]/u.test(name) && !name.startsWith("docker.io/");
  if (a.tag === undefined || b.tag === undefined || !isRegistry(a.nameText) || !isRegistry(b.nameText)) return false;
  return pathOf(a.nameText) === pathOf(b.nameText) && comparePatterns(a.tag, b.tag) === "equal";
}

/** Whether the root deploys what it builds somewhere else. */
function isDeployedToo(root: RootRun, site: Site, own: readonly Site[]): boolean {
  return root.sites.some((other) => other.kind === "deploy" && other !== site && own.some((producer) => producer.kind !== "load" && uncaptured(producer.reference).key === uncaptured(other.reference).key && isSameRepository(producer.reference, site.reference)));
}

interface Match {
  readonly comparison: Comparison;
  readonly producer: Site | undefined;
}

/** How one possible reference meets the producers: of the root, and of the project where they hold for every root. */
function matchOf(reference: Text, site: Site, own: readonly Site[], others: readonly Site[]): Match {
  let best: Match = { comparison: "differ", producer: undefined };
  for (const producer of [...own, ...others]) {
    if (endDifferently(site.reference, producer.reference)) continue;
    const isOwn = producer.root === site.root;
    const made = producedBeside(reference, site.reference, producer.reference);
    // Too many to list: one of them may be it.
    if (made === undefined && isOwn && best.comparison === "differ") best = { comparison: "unknown", producer };
    for (const alternative of made ?? []) {
      if (referencePattern(alternative).isNameUnknown) continue;
      const comparison = compareSites(reference, site, alternative, producer);
      if (comparison === "equal" && made?.length === 1 && (isOwn || holdsEverywhere(alternative))) return { comparison, producer };
      if (comparison !== "differ" && best.comparison === "differ") best = { comparison: "unknown", producer };
    }
  }
  return best;
}

/** What a producer may make where one of the possible references is deployed; undefined if that is too much to list. */
function producedBeside(reference: Text, deployed: Text, made: Text): readonly Text[] | undefined {
  const ofMade = choicesIn(made);
  if (ofMade.size === 0) return [made];
  if (![...choicesIn(deployed)].some((choice) => ofMade.has(choice))) return alternativesOf(made);
  return jointAlternatives(deployed, made)?.flatMap(([one, other]) => (one.key === reference.key ? [other] : []));
}

const knownChoices = new WeakMap<Text, ReadonlySet<string>>();

/** The choices in a text, by their keys. */
function choicesIn(text: Text): ReadonlySet<string> {
  const known = knownChoices.get(text) ?? new Set(holesOf(text).flatMap((hole) => (hole.kind === "choice" ? [hole.key] : [])));
  knownChoices.set(text, known);
  return known;
}

/** A reference without parts of one root's run: letters, or what the environment gives all of them. */
function holdsEverywhere(reference: Text): boolean {
  return holesOf(reference).every((hole) => hole.kind === "hole" && hole.origin.kind === "environment");
}

function openHoles(reference: Text): readonly HoleOrigin[] {
  return holesOf(reference).flatMap((hole) => (hole.kind === "hole" && !(hole.origin.kind === "fresh") ? [hole.origin] : []));
}

/** Whether somebody gave a part of the reference who may have made the image too: a caller, or whoever writes a file. */
function isFromOutside(origin: HoleOrigin): boolean {
  switch (origin.kind) {
    case "parameter":
      return true;
    case "unknown":
      return origin.isFromOutside === true;
    case "derived":
      return origin.of.some((value) => isText(value) && openHoles(value).some(isFromOutside));
    default:
      return false;
  }
}

function reasonOf(origins: readonly HoleOrigin[]): string {
  const [origin] = origins;
  switch (origin?.kind) {
    case "environment":
      return origin.name.includes(".") ? `it depends on \`${origin.name}\`` : `it comes from the environment variable ${origin.name}`;
    case "parameter":
      return `it comes from the parameter ${origin.name} of a function that nobody in the project calls`;
    case "unknown":
      return `it depends on ${origin.reason}`;
    case "derived": {
      const inner = origin.of.flatMap((value) => (value.kind === "hole" ? [value.origin] : value.kind === "joined" || value.kind === "captured" ? openHoles(value) : []));
      return inner.length > 0 ? reasonOf(inner) : "it is computed in a way that the analysis does not follow";
    }
    default:
      return "the reference is not known";
  }
}

/** Whether a deployed reference is one that this project should have built (DESIGN section 5, "Which deploys count"). */
function isOurs(reference: Text, site: Site, isMade: Producers["isMade"], localDomains: readonly string[]): boolean {
  if (hasFreshPart(reference)) return true;
  if (referencePattern(reference).isNameUnknown) return false;
  if (isLocalName(reference, localDomains)) return true;
  if (site.policy !== undefined && literalText(site.policy) === "Never") return true;
  return isMade(reference);
}

/** The answer for each reference is found once: many roots deploy the same. */
function nameOfMade(project: readonly Site[]): Producers["isMade"] {
  const isMade = sameOrSlipIn(project.flatMap((producer) => (producer.kind === "load" ? [] : (alternativesOf(producer.reference) ?? []))));
  const known = new Map<string, boolean>();
  return (reference) => {
    const found = known.get(reference.key) ?? isMade(reference);
    known.set(reference.key, found);
    return found;
  };
}

/** The producer that was most likely meant; undefined if none is near enough to say that it was. */
function nearestProducer(reference: Text, site: Site, root: RootRun, own: readonly Site[], others: readonly Site[], localDomains: readonly string[]): Site | undefined {
  const isLocal = isLocalName(reference, localDomains) || (site.policy !== undefined && literalText(site.policy) === "Never");
  const isKin = (producer: Site): boolean => (alternativesOf(producer.reference) ?? []).some((made) => isSameRepository(reference, made) || areRelated(reference, made));
  // A word that two names share says little where nothing else speaks for it: it is often the project's own.
  const isNear = (producer: Site): boolean => (alternativesOf(producer.reference) ?? []).some((made) => isSameRepository(reference, made) || isSlipOf(reference, made) || isNearlyNamed(reference, made) || hasSameLastPart(reference, made));
  const earlier = own.filter((producer) => producer.order < site.order);
  const alike = earlier.find((producer) => differOnlyInFreshParts(producer.reference, reference));
  if (alike !== undefined) return alike;
  // What shares a generated part with it was made of the same name.
  const fresh = freshKeys(reference);
  const sharing = fresh.size === 0 ? undefined : bestOf(reference, earlier.filter((producer) => [...freshKeys(producer.reference)].some((key) => fresh.has(key))));
  if (sharing !== undefined) return sharing;
  const kin = bestOf(reference, earlier.filter(isKin));
  if (kin !== undefined) return kin;
  const sibling = isLocal ? bestOf(reference, earlier.filter((producer) => (alternativesOf(producer.reference) ?? []).some((made) => isSameOrganisation(reference, made)))) : undefined;
  if (sibling !== undefined) return sibling;
  // A name that was generated in this root can only have been built in it.
  if (hasFreshPart(reference)) return bestOf(reference, earlier.filter((producer) => holesOf(producer.reference).length > 0 || root.captures.length > 0));
  // A registry remembers what others pushed; an image that cannot be pulled exists only if this project makes it.
  return isLocal ? bestOf(reference, others.filter((producer) => isNear(producer) && (alternativesOf(producer.reference) ?? []).every(holdsEverywhere))) : undefined;
}

/** What goes to a registry is meant for others than those who cannot pull it. */
function isPublishedBy(pipelines: ReadonlySet<number>, localDomains: readonly string[]): (producer: Site) => boolean {
  return (producer) => pipelines.has(producer.root) && (alternativesOf(producer.reference) ?? []).some((made) => !isUnpullable(made, localDomains));
}

function freshKeys(reference: Text): ReadonlySet<string> {
  return new Set(holesOf(reference).flatMap((hole) => (hole.kind === "hole" && isFreshHole(hole) ? [hole.key] : [])));
}

function bestOf(reference: Text, producers: readonly Site[]): Site | undefined {
  const order: Readonly<Record<Site["kind"], number>> = { build: 0, tag: 1, load: 2, push: 3, generate: 4, deploy: 5 };
  const score = (producer: Site): number => {
    const made = alternativesOf(producer.reference) ?? [];
    const same = made.filter((one) => isSameRepository(reference, one));
    // Of several tags of one image, the one that a commit is in was meant by another that a commit is in.
    if (same.length > 0) return holdsCommit(reference) && !same.some(holdsCommit) ? 1 : 0;
    return made.some((one) => isSlipOf(reference, one)) ? 2 : 3;
  };
  return [...producers].sort((left, right) => score(left) - score(right) || order[left.kind] - order[right.kind] || left.order - right.order)[0];
}
