import { distance } from "fastest-levenshtein";
import type { ImageGraph, RootRun, Site } from "../flow/site.js";
import { officialImages } from "../models/image-sources.js";
import { referencePattern } from "../values/compare.js";
import { alternativesOf, display, holesOf, placeOf, uncaptured } from "../values/text.js";
import type { Place, Text } from "../values/value.js";
import type { Check, Defect, ProjectTexts } from "./check.js";
import { droppedCaptures } from "./judgement.js";
import type { JudgedGraph } from "./judgement.js";
import { areRelated, hasSameLastPart, isSameRepository, isUnpullable } from "./kinship.js";
import { isPossibleReference } from "./possible-names.js";
import { beginAlike } from "./words.js";

/**
 * An image that is built or loaded, and that nothing uses: it is deployed, pushed, saved, run and named nowhere in the project, not
 * even in a text that the analysis does not read. Where anything that is not understood may use it, nothing is said.
 */
export const noUnusedImage: Check = (judged, _explained, texts) => {
  // Whoever deploys nothing of its own builds for others.
  if (!judged.judgements.some(({ verdict, site }) => (verdict === "consistent" || verdict === "inconsistent") && site.base === undefined)) return [];
  const candidates = imagesOf(judged).filter((image) => !isUsed(image, judged));
  return withoutMentioned(candidates, texts).map((image) => defectOf(image, judged));
};

/** All that is made under one repository's name, in all roots. */
interface Image {
  /** Domain and path. */
  readonly repository: string;
  /** The last part of the path. */
  readonly name: string;
  readonly sites: readonly [Site, ...Site[]];
}

function isSource({ kind }: Site): boolean {
  return kind === "build" || kind === "load";
}

/** What is built, or loaded although nobody can pull it. A repository with parts that are not known is none of them. */
function imagesOf({ graph, localDomains }: JudgedGraph): readonly Image[] {
  const images = new Map<string, [Site, ...Site[]]>();
  for (const site of graph.roots.filter((root) => !root.isMocked).flatMap((root) => root.sites)) {
    if (!isSource(site)) continue;
    for (const reference of alternativesOf(site.reference) ?? []) {
      const { nameText, isNameKnown } = referencePattern(reference);
      // What the grammar forbids is refused where it is built.
      if (!isNameKnown || !isPossibleReference(reference) || (site.kind === "load" && !isUnpullable(reference, localDomains))) continue;
      const sites = images.get(nameText);
      if (sites === undefined) images.set(nameText, [site]);
      else sites.push(site);
    }
  }
  return [...images].flatMap(([repository, sites]): readonly Image[] => {
    const name = repository.slice(repository.lastIndexOf("/") + 1);
    const [first, ...others] = sites.sort((left, right) => Number(left.kind === "load") - Number(right.kind === "load"));
    return officialImages.has(name) ? [] : [{ repository, name, sites: [first, ...others] }];
  });
}

function isUsed({ sites }: Image, { graph, judgements }: JudgedGraph): boolean {
  // Who gives the name in the environment publishes it, or deploys it elsewhere.
  if (sites.some(({ kind, reference }) => kind === "build" && (alternativesOf(reference) ?? []).some(isOfEnvironment))) return true;
  // One image under several names, or one command for several images.
  const beside = graph.roots.flatMap((root) => root.sites.filter((site) => isSource(site) && sites.some((one) => isOneCommand(one, site))));
  const references = [...new Map(beside.flatMap(({ reference }) => alternativesOf(reference) ?? []).map((reference) => [reference.key, reference])).values()];
  const isIt = (other: Text): boolean => (alternativesOf(other) ?? [other]).some((one) => references.some((reference) => hasSameLastPart(one, reference) || isSameRepository(one, reference)));
  if (droppedCaptures(graph).some(({ reference }) => reference === undefined || isIt(reference))) return true;
  // What a wrong deploy meant is used, once that is repaired.
  if (judgements.some(({ verdict, producer }) => verdict === "inconsistent" && producer !== undefined && isIt(producer.reference))) return true;
  const own = graph.roots.filter((root) => sites.some((site) => site.root === root.root));
  if (judgements.some(({ root, verdict }) => verdict === "unknown" && own.includes(root))) return true;
  return graph.roots.some((root) => usesIt(root, isIt)) || own.some((root) => mayUseAnything(root, sites));
}

function isOfEnvironment(reference: Text): boolean {
  return holesOf(reference).some((one) => one.kind === "hole" && one.origin.kind === "environment");
}

/** Whether two sites are one command, perhaps in several turns of a loop. */
function isOneCommand(left: Site, right: Site): boolean {
  let [one, other] = [left.path, right.path];
  let isSame = beginAlike(left.place, right.place) && one?.depth === other?.depth;
  while (isSame && one !== undefined && other !== undefined && one !== other) {
    isSame = beginAlike(one.call, other.call);
    [one, other] = [one.outer, other.outer];
  }
  return isSame;
}

/** A deploy, a push, an archive; another name that it is given; a pull or an override that names it. */
function usesIt(root: RootRun, isIt: (reference: Text) => boolean): boolean {
  return (
    root.sites.some((site) => ((site.kind === "deploy" || site.kind === "push") && isIt(site.reference)) || (site.kind === "tag" && (isIt(site.reference) || (site.source !== undefined && isIt(site.source))))) ||
    [...root.pulls, ...root.saves].some(({ reference }) => isIt(reference)) ||
    root.overrides.some(({ value, candidates }) => (value !== undefined && isIt(value)) || candidates.some(({ reference }) => reference !== undefined && isIt(reference)))
  );
}

/** What a root deploys or runs that nobody sees into may be any image that it makes. */
function mayUseAnything(root: RootRun, sites: readonly Site[]): boolean {
  const keys = new Set(sites.flatMap(({ reference }) => [reference, ...(alternativesOf(reference) ?? [])].map((text) => uncaptured(text).key)));
  return (
    root.opaqueCommands.length > 0 ||
    root.limits.some((limit) => limit.mayHideSites) ||
    root.escapes.some((escape) => [...keys].some((key) => escape.keys.has(key))) ||
    root.captures.some(({ isHandedOut, reference }) => isHandedOut && (reference === undefined || keys.has(reference.key)))
  );
}

/** The images whose names stand in no text but in those that make them. */
function withoutMentioned(images: readonly Image[], texts: ProjectTexts): readonly Image[] {
  if (images.length === 0) return [];
  const mentioned = texts(images.map(({ name, sites }) => ({ word: name, except: sites.flatMap(placesOf) })));
  return images.filter(({ name }) => !mentioned.has(name));
}

/** Where a site and the letters of its name are written. */
function placesOf({ place, argument, reference }: Site): readonly Place[] {
  return [place, argument, ...lettersOf(reference)];
}

function lettersOf(text: Text): readonly Place[] {
  const plain = uncaptured(text);
  const own = placeOf(plain);
  const inner = plain.kind === "joined" ? plain.parts.flatMap((part) => lettersOf(part.text)) : plain.kind === "choice" ? (alternativesOf(plain) ?? []).flatMap(lettersOf) : [];
  return own === undefined ? inner : [own, ...inner];
}

const shownDeploys = 3;

function defectOf({ repository, sites: [first, ...others] }: Image, { graph }: JudgedGraph): Defect {
  const built = display(first.reference);
  const verb = first.kind === "build" ? "built" : "loaded";
  const seen = deployedNames(graph, first.reference);
  const deployed = seen.length === 0 ? "Nothing is deployed in this project." : `Deployed are ${seen.slice(0, shownDeploys).map((name) => `"${name}"`).join(", ")}${seen.length > shownDeploys ? ` and ${seen.length - shownDeploys} more` : ""}.`;
  return {
    rule: "no-unused-image",
    place: first.argument,
    built,
    message: `"${built}" is ${verb} (${first.how}), but nothing in this project deploys, runs, pushes or names "${nameWithoutHub(repository)}". ${deployed} Use it, leave out what makes it, or say here that others need it: eslint-disable-next-line tag-consistency/no-unused-image.`,
    related: others.filter((site) => holesOf(site.reference).length > 0 || !beginAlike(site.argument, first.argument)).map((site) => ({ place: site.argument, message: `${site.kind === "build" ? "built" : "loaded"} here too (${site.how})` })),
  };
}

function nameWithoutHub(repository: string): string {
  return repository.replace(/^docker\.io\/(?:library\/)?/u, "");
}

/** Names of all that is deployed, those that resemble the image first. */
function deployedNames({ roots }: ImageGraph, built: Text): readonly string[] {
  const names = new Map(roots.flatMap((root) => root.sites.filter(({ kind }) => kind === "deploy").flatMap(({ reference }) => (alternativesOf(reference) ?? []).map((one) => [display(one), one] as const))));
  const lastOf = (reference: Text): string => referencePattern(reference).nameText.split("/").at(-1)?.slice(0, longestName) ?? "";
  const far = (reference: Text): number => (areRelated(reference, built) ? 0 : longestName) + distance(lastOf(reference), lastOf(built));
  return [...names].filter(([, reference]) => referencePattern(reference).isNameKnown).sort(([, one], [, other]) => far(one) - far(other)).map(([name]) => name);
}

const longestName = 200;
