import type { Capture } from "../values/value.js";
import { compareReferences } from "../values/compare.js";
import { alternativesOf, display, uncaptured } from "../values/text.js";
import type { Check, Defect } from "./check.js";
import { droppedCaptures, isMismatch } from "./judgement.js";
import type { JudgedGraph, Judgement } from "./judgement.js";
import { areRelated, isSameRepository } from "./kinship.js";
import { consequence, difference } from "./words.js";

/** A producer's resulting reference is dropped; the deploys that go wrong by it are part of the finding. */
export const noDiscardedImage: Check = (judged, explained) => {
  const byPlace = new Map<string, { readonly capture: Capture; readonly wrong: Judgement[] }[]>();
  const mocked = new Set(judged.graph.roots.filter((root) => root.isMocked).map((root) => root.root));
  const dropped = droppedCaptures(judged.graph);
  for (const capture of dropped) {
    if (mocked.has(capture.root)) continue;
    const inRoot = judged.judgements.filter((judgement) => judgement.root.root === capture.root);
    const wrong = inRoot.filter((judgement) => isMismatch(judgement) && isCausedBy(judgement, capture, dropped));
    if (wrong.length === 0 && isPublished(judged, capture) && doubtfulDeploys(judged, capture).length === 0) continue;
    if (wrong.length === 0 && (capture.isStored || isKnownAnotherWay(inRoot, capture) || (capture.isConstant && isSharedConstant(judged, capture)))) continue;
    const key = `${capture.place.file} ${capture.place.start} ${capture.place.end}`;
    byPlace.set(key, [...(byPlace.get(key) ?? []), { capture, wrong }]);
  }
  const defects: Defect[] = [];
  for (const found of byPlace.values()) {
    const best = found.find((one) => one.wrong.length > 0) ?? found[0];
    if (best === undefined) continue;
    for (const judgement of found.flatMap((one) => one.wrong)) explained.add(judgement.root.root, judgement.site.order);
    const defect = defectOf(best.capture, found.flatMap((one) => one.wrong), doubtfulDeploys(judged, best.capture));
    defects.push({ ...defect, related: [...defect.related, ...buildPlaces(judged, best.capture)] });
  }
  return defects;
};

/** The wrong deploy is of the image that the call made: by its repository, or because nothing else in the root is nearer. */
function isCausedBy(judgement: Judgement, capture: Capture, dropped: readonly Capture[]): boolean {
  const { deployed } = judgement;
  if (deployed === undefined || judgement.site.order < capture.order) return false;
  if (capture.reference === undefined) return true;
  const { reference } = capture;
  if (isSameRepository(deployed, reference)) return true;
  const rivals = dropped.filter((other) => other.root === capture.root && other !== capture && other.reference !== undefined && isSameRepository(deployed, other.reference));
  return rivals.length === 0 && areRelated(deployed, reference);
}

/** Every deploy of the image in the root provably gets the right reference without the call's result. */
function isKnownAnotherWay(inRoot: readonly Judgement[], capture: Capture): boolean {
  const { reference } = capture;
  if (reference === undefined) return false;
  const ofIt = inRoot.filter(({ site }) => site.order > capture.startOrder && (alternativesOf(site.reference) ?? []).some((deployed) => isSameRepository(deployed, reference)));
  return ofIt.length > 0 && ofIt.every(({ site, verdict }) => verdict === "consistent" || uncaptured(site.reference).key === reference.key || compareReferences(uncaptured(site.reference), reference) === "equal");
}

/** Deploys of the same image of which it is not proven that they are right. */
function doubtfulDeploys(judged: JudgedGraph, capture: Capture): readonly Judgement[] {
  const { reference } = capture;
  if (reference === undefined) return [];
  return judged.judgements.filter(
    ({ root, site, verdict }) =>
      root.root === capture.root && verdict === "unknown" && site.order > capture.order && (alternativesOf(reference) ?? []).some((made) => (alternativesOf(site.reference) ?? []).some((deployed) => isSameRepository(made, deployed))),
  );
}

/**
 * A producer that always gives the same letters is one whose name others may know: where a deploy of the project uses it,
 * or where the image is published, nothing is lost with the result.
 */
function isSharedConstant({ graph, judgements }: JudgedGraph, { reference }: Capture): boolean {
  if (reference === undefined) return false;
  return judgements.some(({ site }) => uncaptured(site.reference).key === reference.key) || graph.roots.some(({ sites }) => sites.some((site) => site.kind === "push" && uncaptured(site.reference).key === reference.key));
}

/** What the call itself pushes is in the registry for whoever knows where to look; nothing here needs its name. */
function isPublished({ graph }: JudgedGraph, { root, reference, startOrder, order }: Capture): boolean {
  const sites = graph.roots.find((one) => one.root === root)?.sites ?? [];
  return sites.some((site) => site.kind === "push" && site.order > startOrder && site.order < order && uncaptured(site.reference).key === reference?.key);
}

function defectOf(capture: Capture, wrong: readonly Judgement[], doubtful: readonly Judgement[]): Defect {
  const { reference, producer, place, isConcurrent } = capture;
  const [first] = wrong;
  const built = reference === undefined ? undefined : display(reference);
  const made = built === undefined ? "the reference of the image that it made" : `the reference "${built}"`;
  const dropped = capture.isLogged ? "is only logged" : "is dropped";
  if (first?.deployed === undefined) {
    const [other] = doubtful;
    if (other !== undefined) {
      const deployed = display(other.site.reference);
      return {
        rule: "no-discarded-image",
        place,
        built,
        deployed,
        message: `${producer} returns ${made}, which ${dropped}, and "${deployed}" is deployed without it: where the two differ, the pod does not start. ${isConcurrent ? handOver : "Capture the result and deploy that."}`,
        related: deployPlaces(doubtful),
        repair: { kind: "capture", call: place, deploys: doubtful.map(({ site }) => site) },
      };
    }
    return {
      rule: "no-discarded-image",
      place,
      built,
      message: `${producer} returns ${made}, which ${dropped}: only this result says under which name the image was made. ${isConcurrent ? handOver : "Capture it and pass it to the deployment."}`,
      related: [],
      repair: { kind: "capture", call: place, deploys: [] },
    };
  }
  const { words, outcome } = consequence(first.site);
  const deployed = display(first.deployed);
  const differs = reference === undefined ? "" : ` (${difference(reference, first.deployed)})`;
  return {
    rule: "no-discarded-image",
    place,
    built,
    deployed,
    outcome,
    message: `${producer} returns ${made}, which ${dropped}, and "${deployed}" is deployed instead${differs}: ${words}. ${isConcurrent ? handOver : "Capture the result and deploy that."}`,
    related: deployPlaces(wrong),
    repair: { kind: "capture", call: place, deploys: wrong.map(({ site }) => site) },
  };
}

/** A variable that is assigned here and read elsewhere would be a race. */
const handOver = "It runs beside the code that deploys: hand the reference over in the result record, beside the error, take it out where the results are gathered, and deploy that.";

/** Where the image comes to be that the dropped reference names. */
function buildPlaces({ graph }: JudgedGraph, { root, reference }: Capture): Defect["related"] {
  const builds = graph.roots.filter((one) => one.root === root).flatMap(({ sites }) => sites.filter((site) => site.kind === "build" && uncaptured(site.reference).key === reference?.key));
  return builds.slice(0, 1).map((site) => ({ place: site.place, message: `built here (${site.how})` }));
}

function deployPlaces(wrong: readonly Judgement[]): Defect["related"] {
  const places = new Map<string, Defect["related"][number]>();
  for (const { site, deployed } of wrong) {
    const text = deployed === undefined ? "" : ` "${display(deployed)}"`;
    places.set(`${site.argument.file} ${site.argument.start}`, { place: site.argument, message: `deployed${text} here` });
    places.set(`${site.place.file} ${site.place.start}`, { place: site.place, message: site.how });
  }
  return [...places.values()];
}
