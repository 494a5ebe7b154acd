import { hasFreshPart } from "../flow/captures.js";
import type { RootRun, Site } from "../flow/site.js";
import { effectivePolicy, outcomeOf } from "../models/image-sources.js";
import { alternativesOf, display, holesOf, literalText, placeOf, uncaptured } from "../values/text.js";
import { referencePattern } from "../values/compare.js";
import type { Place, Text } from "../values/value.js";
import type { Check, Defect } from "./check.js";
import type { JudgedGraph } from "./judgement.js";
import { isUnpullable } from "./kinship.js";
import { mayMeet, meet } from "./meeting.js";
import { transportsOf } from "./reach.js";
import type { Transports } from "./reach.js";
import { beginAlike, placeBeside } from "./words.js";

/** A pull policy that can never work with where the image is: always pulled and in no registry, or never pulled and on no node. */
export const imagePullPolicy: Check = (judged, explained) => {
  const transports = transportsOf(judged.graph);
  const groups = new Map<string, { readonly conflict: Conflict; readonly others: Conflict[] }>();
  for (const { site, root, verdict } of judged.judgements) {
    if (site.runtime !== "cluster" || site.indirect !== undefined || root.isMocked || site.isExpectedToFail === true || site.isDelivered === true || verdict === "third-party" || explained.has(root.root, site.order)) continue;
    const conflict = conflictOf(site, root, transports, judged);
    if (conflict === undefined) continue;
    explained.add(root.root, site.order);
    const key = `${conflict.place.file} ${conflict.place.start} ${conflict.place.end} ${display(conflict.reference)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { conflict, others: [] });
    else group.others.push(conflict);
  }
  return [...groups.values()].map(({ conflict, others }) => defectOf(conflict, others));
};

/** A policy, and the one place where the image is. */
interface Conflict {
  readonly deploy: Site;
  readonly reference: Text;
  readonly policy: "Always" | "Never";
  readonly isWritten: boolean;
  /** The load, or the push, that brought it where it is. */
  readonly brought: Site;
  readonly place: Place;
}

function conflictOf(deploy: Site, root: RootRun, transports: Transports, judged: JudgedGraph): Conflict | undefined {
  const written = deploy.policy === undefined ? undefined : literalText(deploy.policy);
  // It is known only when the program runs.
  if (deploy.policy !== undefined && written === undefined) return undefined;
  // Where the environment may give another image, it is so as long as nobody does.
  const own = (alternativesOf(deploy.reference) ?? []).filter((reference) => !holesOf(reference).some((one) => one.kind === "hole" && one.origin.kind === "environment"));
  const conflicts = own.map((reference): Conflict | undefined => {
    const policy = effectivePolicy(written, tagOf(reference));
    const brought = policy === "Always" ? loadedOnly(reference, deploy, root, transports, judged) : policy === "Never" ? pushedOnly(reference, deploy, root, transports) : undefined;
    if (brought === undefined || (policy !== "Always" && policy !== "Never")) return undefined;
    const place = (deploy.policy === undefined ? undefined : placeOf(deploy.policy)) ?? placeOf(uncaptured(reference)) ?? deploy.argument;
    return { deploy, reference, policy, isWritten: written !== undefined, brought, place };
  });
  return conflicts.every((conflict) => conflict !== undefined) ? conflicts[0] : undefined;
}

/** The tag letter by letter, `latest` where none is written; undefined where it is not known, or a digest decides. */
function tagOf(reference: Text): string | undefined {
  const { tag, digest } = referencePattern(reference);
  if (tag === undefined || digest !== undefined) return undefined;
  // Any letter will do for a part that is not known: with one beside it, it is hardly `latest`.
  const letters = tag.map((unit) => (unit.kind === "letter" ? unit.letter : unit.kind === "fresh" ? "0" : undefined));
  return letters.every((letter) => letter !== undefined) ? letters.join("") : undefined;
}

/** The load of an image that no registry has: nobody could pull it from one, and the project pushes it to none. */
function loadedOnly(reference: Text, deploy: Site, root: RootRun, { loads, pushes }: Transports, { graph, localDomains }: JudgedGraph): Site | undefined {
  if (!isUnpullable(reference, localDomains) && !hasFreshPart(reference)) return undefined;
  const isOwn = (other: number): boolean => other === root.root;
  if (pushes.some((push) => mayMeet(reference, deploy, push.reference, push, isOwn(push.root)))) return undefined;
  if (graph.roots.some((other) => other.pulls.some((pull) => mayMeet(reference, deploy, pull.reference, { kind: "load" }, isOwn(other.root))))) return undefined;
  const isLoaded = (load: Site): boolean => load.tool !== undefined && (alternativesOf(load.reference) ?? []).some((loaded) => meet(reference, deploy, loaded, load) === "equal");
  // The letters alone are the same image in every root.
  return loads.find((load) => load.root === root.root && isLoaded(load)) ?? (holesOf(reference).length > 0 ? undefined : loads.find(isLoaded));
}

/** The push of an image that its root builds for a cluster of this machine, and that nothing loads into one. */
function pushedOnly(reference: Text, deploy: Site, root: RootRun, { loads, pushes, saves }: Transports): Site | undefined {
  if (deploy.target === undefined || root.opaqueCommands.length > 0 || root.sharedEngines.length > 0 || root.limits.some((limit) => limit.mayHideSites)) return undefined;
  if (!root.sites.some((site) => site.kind === "build" && site.order < deploy.order && meet(reference, deploy, site.reference, site) === "equal")) return undefined;
  const mayBeIt = (other: Pick<Site, "reference" | "root">, reader: Site): boolean => mayMeet(reference, deploy, other.reference, reader, other.root === root.root);
  if (loads.some((load) => mayBeIt(load, load)) || saves.some((save) => mayBeIt(save, deploy))) return undefined;
  return pushes.find((push) => push.root === root.root && push.order < deploy.order && meet(reference, deploy, push.reference, push) === "equal");
}

function defectOf({ deploy, reference, policy, isWritten, brought, place }: Conflict, others: readonly Conflict[]): Defect {
  const deployed = display(reference);
  const { words, outcome } = outcomeOf(policy);
  const broughtAt = beginAlike(brought.argument, place) ? brought.place : placeBeside(brought, [deploy]);
  return {
    rule: "image-pull-policy",
    place,
    built: display(brought.reference),
    deployed,
    outcome,
    message: (where) => {
      const isThere = policy === "Always" ? `"${deployed}" is only loaded (${brought.how} in ${where(broughtAt)}), and no registry has it` : `"${deployed}" is only pushed to a registry (${brought.how} in ${where(broughtAt)}), and nothing loads it into the cluster`;
      return `${isThere}: ${isWritten || policy === "Never" ? words : `${defaultWords(reference)}, which fails, and the pod stays in ImagePullBackOff`}. ${repairOf(policy, isWritten, reference)}`;
    },
    related: [
      { place: broughtAt, message: `${policy === "Always" ? "loaded" : "pushed"} here (${brought.how})` },
      ...[deploy, ...others.map((other) => other.deploy)].filter((site) => !beginAlike(site.place, place)).map((site) => ({ place: site.place, message: `deployed here: ${site.how}` })),
    ],
  };
}

function defaultWords(reference: Text): string {
  const { tagText } = referencePattern(reference);
  return `without an imagePullPolicy, ${tagText === undefined ? "no tag" : `the tag "${tagText}"`} means Always, so that the kubelet pulls it`;
}

function repairOf(policy: Conflict["policy"], isWritten: boolean, reference: Text): string {
  if (policy === "Never") return "Load it too, or set imagePullPolicy: IfNotPresent.";
  if (isWritten) return "Set imagePullPolicy: IfNotPresent (or Never).";
  return `Set imagePullPolicy: IfNotPresent (or Never), or give the image ${referencePattern(reference).tagText === undefined ? "a tag" : "another tag"}.`;
}
