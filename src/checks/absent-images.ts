import { hasFreshPart } from "../flow/captures.js";
import type { ImageGraph, RootRun, Site } from "../flow/site.js";
import { alternativesOf, display, uncaptured } from "../values/text.js";
import type { Place, Text } from "../values/value.js";
import { isUnpullable } from "./kinship.js";
import { isGivenByPeople } from "./given-by-people.js";
import { domainsOf, endDifferently, mayMeet, meet } from "./meeting.js";
import type { Reader } from "./meeting.js";
import { isRegenerated, nearMiss, retagged } from "./near-misses.js";

/** A command that needs an image to be there: on this machine, or for a pull in a registry. */
export interface ImageUse {
  readonly kind: "load" | "push" | "tag" | "pull";
  /** What must be there; of a tag its source. */
  readonly reference: Text;
  readonly reader: Reader;
  readonly root: RootRun;
  readonly order: number;
  readonly place: Place;
  readonly argument: Place;
  readonly how: string;
  readonly site: Site | undefined;
  readonly isOfRelease?: true | undefined;
}

/** Uses of one image that is certainly not there, and what was most likely meant. */
export interface AbsentImage {
  /** The first is the one to report. */
  readonly uses: readonly [ImageUse, ...ImageUse[]];
  readonly meant: Site;
  /** What is meant differs in generated parts alone: the name was generated again. */
  readonly isRegenerated: boolean;
}

/**
 * Images that the project loads, pushes, tags or pulls although nothing makes them, while it makes one that is nearly of the
 * same name. Only what is certain: nothing that the analysis does not see may have made them.
 */
export function absentImages(graph: ImageGraph, localDomains: readonly string[]): readonly AbsentImage[] {
  const makers = graph.roots.flatMap((root) => root.sites.filter(({ kind, tool }) => kind === "build" || kind === "tag" || (kind === "load" && tool === undefined)));
  const pushes = graph.roots.flatMap((root) => root.sites.filter(({ kind }) => kind === "push"));
  const uses = graph.roots.flatMap((root) => usesOf(root, localDomains));
  const unseen = new Map(graph.roots.map((root) => [root, root.isMocked || root.limits.some((limit) => limit.mayHideSites)]));
  const pulls = uses.filter(({ kind }) => kind === "pull");
  const others = uses.filter(({ kind, root }) => kind !== "pull" && unseen.get(root) !== true);
  const absent = new Map<ImageUse, { readonly meant: Site; readonly from: ImageUse | undefined; readonly isRegenerated: boolean }>();

  const mayComeUnseen = unseenMakers(graph, uses);
  const meetsInOwnRoot = remembered((use: Reference, supplier: Reference) => mayMeet(use.reference, use.reader, supplier.reference, supplier.reader, true) && !isRegenerated(use.reference, supplier.reference));
  const meetsElsewhere = remembered((use: Reference, supplier: Reference) => mayMeet(use.reference, use.reader, supplier.reference, supplier.reader, false));
  const pipelines = new Map(graph.roots.map(({ root, pipeline }) => [root, pipeline]));
  const isOfSibling = (use: ImageUse, root: number): boolean => root !== use.root.root && use.root.pipeline !== undefined && pipelines.get(root) === use.root.pipeline;
  const mayBe = (use: ImageUse, supplier: Pick<Site, "reference">, reader: Reader, root: number): boolean => !(isOfSibling(use, root) && isGivenByPeople(supplier.reference)) && (root === use.root.root ? meetsInOwnRoot : meetsElsewhere)(use, { reference: supplier.reference, reader });
  // What has its name on this machine may be the pulled one itself, under a shorter name.
  const publishers = [...pushes, ...makers.filter(({ kind }) => kind === "build")];
  for (const use of pulls) {
    if (unseen.get(use.root) === true || publishers.some((maker) => mayBe(use, maker, maker, maker.root)) || mayComeUnseen(use)) continue;
    const meant = nearMiss(use, pushes, isUsedRightly(use, pulls), localDomains);
    if (meant !== undefined) absent.set(use, { meant, from: undefined, isRegenerated: false });
  }

  const tagUses = new Map(others.flatMap((use) => (use.kind === "tag" && use.site !== undefined ? [[use.site, use] as const] : [])));
  /** By what each use may have come to be there: the uses behind them, undefined for what needs nothing. */
  const makersIn = new Map(graph.roots.map(({ root }) => [root, makers.filter((maker) => maker.root === root)]));
  const suppliersOf = (use: ImageUse): readonly (ImageUse | undefined)[] => {
    const isSupplier = (maker: Site): boolean => maker !== use.site && mayBe(use, maker, maker, maker.root);
    // Most have one that needs nothing itself, and in their own root: then no other one matters.
    const needsNothing = (maker: Site): boolean => tagUses.get(maker) === undefined && isSupplier(maker);
    if (makersIn.get(use.root.root)?.some(needsNothing) === true || makers.some(needsNothing)) return [undefined];
    return [...makers.filter(isSupplier).map((maker) => tagUses.get(maker)), ...pulls.filter((pull) => mayBe(use, pull, pull.reader, pull.root.root))];
  };
  const suppliers = new Map(others.filter((use) => !mayComeUnseen(use) || retagged(use, makers) !== undefined).map((use) => [use, suppliersOf(use)]));
  for (const [use, found] of suppliers) {
    if (found.length > 0) continue;
    const again = makers.find((maker) => maker.root === use.root.root && maker.order < use.order && isRegenerated(use.reference, maker.reference));
    const meant = again ?? retagged(use, makers) ?? nearMiss(use, makers.filter(({ kind }) => kind !== "load"), isUsedRightly(use, others), localDomains);
    if (meant !== undefined) absent.set(use, { meant, from: undefined, isRegenerated: again !== undefined });
  }
  // What is made of an absent image is absent too: a pull, a tag of what it should have given, a load of that tag.
  for (let before = -1; before !== absent.size; ) {
    before = absent.size;
    for (const [use, found] of suppliers) {
      const causes = found.map((supplier) => (supplier === undefined ? undefined : absent.get(supplier)));
      const [first] = causes;
      if (!absent.has(use) && first !== undefined && causes.every((cause) => cause !== undefined)) absent.set(use, { meant: first.meant, from: found[0], isRegenerated: false });
    }
  }
  return grouped(absent);
}

/** Commands and functions that take an image by its name from the engine on this machine. */
const takesLocalImage = /^(?:(?:docker|podman|nerdctl|buildah) )?(?:image )?(?:push|tag)$|^(?:client\.(?:ImagePush|ImageTag|PushImage|TagImage)|image\.(?:push|tag)|images\.(?:Push|Tag))$/u;

/** An archive holds what it holds; and what is not here, minikube pulls (https://minikube.sigs.k8s.io/docs/commands/image/#minikube-image-load). */
function isLoadFromHere({ tool, how, reference }: Site, localDomains: readonly string[]): boolean {
  if (tool === undefined || how.endsWith("archive")) return false;
  return tool !== "minikube" || (alternativesOf(reference) ?? []).every((alternative) => isUnpullable(alternative, localDomains));
}

function usesOf(root: RootRun, localDomains: readonly string[]): readonly ImageUse[] {
  const uses = root.sites.flatMap((site): readonly ImageUse[] => {
    const use = { root, order: site.order, place: site.place, argument: site.argument, how: site.how, site };
    if (site.kind === "load") return isLoadFromHere(site, localDomains) ? [{ ...use, kind: "load", reference: site.reference, reader: site }] : [];
    if (!takesLocalImage.test(site.how)) return [];
    if (site.kind === "push") return [{ ...use, kind: "push", reference: site.reference, reader: site }];
    return site.kind === "tag" && site.source !== undefined ? [{ ...use, kind: "tag", reference: site.source, reader: site }] : [];
  });
  const pulls = root.pulls.map((pull): ImageUse => ({ kind: "pull", reference: pull.reference, reader: { kind: "load" }, root, order: pull.order, place: pull.place, argument: pull.argument, how: pull.how, site: undefined, isOfRelease: pull.isOfRelease }));
  return [...uses, ...pulls];
}

/** A reference, and how it is read. */
interface Reference {
  readonly reference: Text;
  readonly reader: Reader;
}

/** An answer is the same for the same letters and holes: each root has its own copies of the project's few references. */
function remembered(answer: (use: Reference, supplier: Reference) => boolean): (use: Reference, supplier: Reference) => boolean {
  const known = new Map<string, Map<string, boolean>>();
  const nameOf = ({ reference, reader }: Reference): string => `${domainsOf(reader).join()} ${reference.key}`;
  return (use, supplier) => {
    if (endDifferently(use.reference, supplier.reference)) return false;
    const [left, right] = [nameOf(use), nameOf(supplier)];
    const row = known.get(left) ?? new Map<string, boolean>();
    known.set(left, row);
    const found = row.get(right) ?? answer(use, supplier);
    row.set(right, found);
    return found;
  };
}

/**
 * The question whether something that nobody sees into may make the image: it was given the name, or is run before in the same
 * root.
 */
function unseenMakers({ roots }: ImageGraph, uses: readonly ImageUse[]): (use: ImageUse) => boolean {
  // The order at which each root first gives a name away.
  const given = new Map(uses.flatMap(({ reference }) => keysOf(reference)).map((key) => [key, new Map<RootRun, number>()]));
  for (const root of roots) {
    for (const { keys, order } of root.escapes) {
      for (const key of keys) {
        const orders = given.get(key);
        orders?.set(root, Math.min(order, orders.get(root) ?? Infinity));
      }
    }
  }
  return ({ reference, root, order }) => {
    const alternatives = alternativesOf(reference) ?? [];
    if (alternatives.length === 0) return true;
    const isGiven = (key: string): boolean => {
      const orders = given.get(key);
      return orders !== undefined && (orders.size > 1 || (orders.size === 1 && (orders.get(root) ?? -Infinity) < order));
    };
    if (keysOf(reference).some(isGiven)) return true;
    // What nobody else knows the name of is made by nobody else.
    return !alternatives.every(hasFreshPart) && root.opaqueCommands.some((command) => command.order < order);
  };
}

function keysOf(reference: Text): readonly string[] {
  return [reference, ...(alternativesOf(reference) ?? [])].map((text) => uncaptured(text).key);
}

/** Whether the same root uses under its right name what a use may have meant: then the two are two images. */
function isUsedRightly({ root }: ImageUse, uses: readonly ImageUse[]): (meant: Site) => boolean {
  const own = uses.filter((use) => use.root === root);
  return (meant) => own.some((use) => use.site !== meant && meet(use.reference, use.reader, meant.reference, meant) === "equal");
}

const kindOrder: readonly ImageUse["kind"][] = ["load", "push", "tag", "pull"];

/** One cause, one finding: what is made of an absent image, and other uses of the same name. */
function grouped(absent: ReadonlyMap<ImageUse, { readonly meant: Site; readonly from: ImageUse | undefined; readonly isRegenerated: boolean }>): readonly AbsentImage[] {
  const groups = new Map<string, ImageUse[]>();
  const keyOf = (use: ImageUse): string => {
    const from = absent.get(use)?.from;
    return from === undefined ? display(use.reference) : keyOf(from);
  };
  for (const use of absent.keys()) {
    const key = keyOf(use);
    groups.set(key, [...(groups.get(key) ?? []), use]);
  }
  return [...groups.values()].flatMap((group): readonly AbsentImage[] => {
    const [first, ...others] = group.sort((left, right) => kindOrder.indexOf(left.kind) - kindOrder.indexOf(right.kind) || left.root.root - right.root.root || left.order - right.order);
    const cause = first === undefined ? undefined : absent.get(first);
    return first === undefined || cause === undefined ? [] : [{ uses: [first, ...others], meant: cause.meant, isRegenerated: cause.isRegenerated }];
  });
}
