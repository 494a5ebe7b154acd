import { compareClusters } from "../flow/clusters.js";
import type { ImageGraph, RootRun, Site } from "../flow/site.js";
import { alternativesOf, literalText, uncaptured } from "../values/text.js";
import { isUnpullable } from "./kinship.js";
import { mayMeet, meet } from "./meeting.js";

/** Why an image that is built does not come to the cluster that it is deployed to. */
export interface Unreached {
  /** What makes it in the deploy's root. */
  readonly build: Site;
  /** Loads of it in that root, into clusters that are certainly others. */
  readonly elsewhere: readonly Site[];
}

/** What all roots do that may bring an image to a cluster. */
export interface Transports {
  readonly loads: readonly Site[];
  readonly pushes: readonly Site[];
  readonly saves: readonly (RootRun["saves"][number] & { readonly root: number })[];
}

export function transportsOf({ roots }: ImageGraph): Transports {
  const sites = roots.flatMap((root) => root.sites);
  return { loads: sites.filter(({ kind }) => kind === "load"), pushes: sites.filter(({ kind }) => kind === "push"), saves: roots.flatMap(({ root, saves }) => saves.map((save) => ({ ...save, root }))) };
}

/**
 * Whether an image that the deploy's own root builds certainly never comes to the deploy's cluster: the cluster is one of a
 * tool on this machine, nobody can pull the image, and nothing that the project does may have loaded it there. Undefined
 * where anything of it is in doubt.
 */
export function unreachedBy(deploy: Site, root: RootRun, { loads, pushes, saves }: Transports, localDomains: readonly string[]): Unreached | undefined {
  const { target, reference } = deploy;
  if (target === undefined || deploy.runtime !== "cluster" || deploy.indirect !== undefined || deploy.isDelivered === true) return undefined;
  const alternatives = alternativesOf(reference) ?? [];
  const isNeverPulled = deploy.policy !== undefined && literalText(deploy.policy) === "Never";
  if (alternatives.length === 0 || !alternatives.every((alternative) => isNeverPulled || isUnpullable(alternative, localDomains))) return undefined;
  const build = root.sites.find((site) => (site.kind === "build" || site.kind === "tag") && site.order < deploy.order && site.engine !== "nerdctl" && meet(reference, deploy, site.reference, site) === "equal");
  if (build === undefined || mayHaveComeOtherwise(deploy, root)) return undefined;
  const mayBeIt = (other: Pick<Site, "reference" | "root">, reader: Site): boolean => mayMeet(reference, deploy, other.reference, reader, other.root === root.root);
  if (pushes.some((push) => mayBeIt(push, push)) || saves.some((save) => mayBeIt(save, build))) return undefined;
  const own = loads.filter((load) => mayBeIt(load, load));
  if (!own.every((load) => load.target !== undefined && compareClusters(load.target, target) === "differ")) return undefined;
  return { build, elsewhere: own.filter((load) => load.root === root.root) };
}

/** What is not known of a root may load anything; an engine that the cluster shares needs no load. */
function mayHaveComeOtherwise({ reference, target, order }: Site, root: RootRun): boolean {
  const keys = [uncaptured(reference), ...(alternativesOf(reference) ?? []).map(uncaptured)].map(({ key }) => key);
  return (
    root.opaqueCommands.length > 0 ||
    root.limits.some((limit) => limit.mayHideSites) ||
    root.sharedEngines.some(({ tool }) => tool === target?.tool) ||
    root.escapes.some((escape) => escape.order < order && keys.some((key) => escape.keys.has(key)))
  );
}
