import { compareClusters } from "../flow/clusters.js";
import type { Cluster, RootRun, Site } from "../flow/site.js";
import type { ClusterTool } from "../models/command-effect.js";
import { display } from "../values/text.js";
import type { Place } from "../values/value.js";
import { isToldByDeploy } from "./absent-deploys.js";
import type { AbsentImage } from "./absent-images.js";
import type { Check, Defect } from "./check.js";
import { groupDeploys } from "./grouping.js";
import type { JudgedGraph, Judgement } from "./judgement.js";
import { absence, beginAlike, consequence, difference, madeBy, placeBeside } from "./words.js";

/** An image that does not come to the cluster: it is not loaded, loaded under another name, or into another cluster. */
export const noUnloadedImage: Check = (judged, explained, texts) => {
  const astray = loadsAstray(judged, (word) => texts([{ word, except: [] }]).size > 0);
  const strayed = new Set(astray.flatMap(({ loads }) => loads));
  const unreached = judged.judgements.filter((judgement) => judgement.unreached !== undefined && !explained.has(judgement.root.root, judgement.site.order));
  const defects: Defect[] = [];
  for (const stray of astray) {
    const deploys = unreached.filter(({ root, unreached: why }) => root === stray.root && why?.elsewhere.some((load) => strayed.has(load)) === true);
    for (const { root, site } of deploys) explained.add(root.root, site.order);
    defects.push(strayDefect(stray, deploys));
  }
  for (const group of groupDeploys(unreached.filter(({ root, site }) => !explained.has(root.root, site.order)))) {
    for (const { root, site } of group) explained.add(root.root, site.order);
    defects.push(...unreachedDefects(group));
  }
  return [...defects, ...judged.absent.filter((absent) => !absent.isRegenerated && !isToldByDeploy(absent, judged)).map(absentDefect)];
};

// ---------------------------------------------------------------------------------------------------- not loaded

function unreachedDefects(group: readonly Judgement[]): readonly Defect[] {
  const [first] = group;
  if (first?.unreached === undefined || first.site.target === undefined) return [];
  const { site, unreached: { build, elsewhere } } = first;
  const { words, outcome } = consequence(site);
  const deployed = display(site.reference);
  const cluster = nameOf(first.site.target);
  const [load] = elsewhere;
  const shared = { rule: "no-unloaded-image", built: display(build.reference), deployed, outcome } as const;
  const deploys = group.map((one) => ({ place: placeBeside(one.site, [build, ...elsewhere]), message: `"${deployed}" is deployed to ${cluster} here` }));
  const builtAt = placeBeside(build, [site, ...elsewhere]);
  if (load?.target !== undefined) {
    const { target } = load;
    return [
      {
        ...shared,
        place: placeBeside(load, [build, site]),
        message: (where) => `"${display(load.reference)}" is loaded into ${nameOf(target)}, but deployed to ${cluster} (${where(placeBeside(site, [build, load]))}): ${words}. Load it where it is deployed.`,
        related: [...deploys, { place: builtAt, message: `built here (${build.how})` }],
      },
    ];
  }
  return [
    {
      ...shared,
      place: placeBeside(site, [build]),
      message: (where) => `"${deployed}" is built in ${where(builtAt)}, but nothing loads it into ${cluster}, to which it is deployed: ${words}. Load it first: ${loadCommand(first.site.target, deployed)}.`,
      related: [{ place: builtAt, message: `built here (${build.how}), and not loaded` }, ...clustersAt(first), ...deploys.slice(1)],
    },
  ];
}

function clustersAt({ root, site }: Judgement): Defect["related"] {
  const made = root.clusters.find(({ cluster }) => site.target !== undefined && compareClusters(cluster, site.target) === "equal");
  return made === undefined ? [] : [{ place: made.place, message: `${nameOf(made.cluster)} is made here` }];
}

function nameOf({ tool, name }: Cluster): string {
  return `the ${tool} cluster "${display(name)}"`;
}

/** How each tool is told the image and the cluster. */
const loadCommands: Readonly<Record<ClusterTool, { readonly load: string; readonly option: string }>> = {
  kind: { load: "kind load docker-image", option: "--name" },
  k3d: { load: "k3d image import", option: "--cluster" },
  minikube: { load: "minikube image load", option: "--profile" },
};

function loadCommand(cluster: Cluster | undefined, reference: string): string {
  if (cluster === undefined) return "load it";
  const { load, option } = loadCommands[cluster.tool];
  return `\`${load} ${reference} ${option} ${display(cluster.name)}\``;
}

// ---------------------------------------------------------------------------------------------------- into another cluster

/** Loads that name no cluster, where the root has made only clusters of other names than the tool's own. */
interface Stray {
  readonly root: RootRun;
  readonly target: Cluster;
  readonly made: { readonly cluster: Cluster; readonly place: Place };
  readonly loads: readonly [Site, ...Site[]];
}

/** Variables by which a tool is told its cluster from outside. */
const clusterVariables: Readonly<Partial<Record<ClusterTool, string>>> = { kind: "KIND_CLUSTER_NAME", minikube: "MINIKUBE_PROFILE" };

function loadsAstray({ graph }: JudgedGraph, mentionsWord: (word: string) => boolean): readonly Stray[] {
  const clusters = graph.roots.flatMap((root) => root.clusters.map(({ cluster }) => cluster));
  return graph.roots.flatMap((root): readonly Stray[] => {
    const groups = new Map<ClusterTool, Stray>();
    for (const load of root.sites) {
      const { target } = load;
      if (load.kind !== "load" || load.cluster !== undefined || target === undefined || root.isMocked) continue;
      const made = root.clusters.filter(({ cluster, order }) => cluster.tool === target.tool && order < load.order);
      const [first] = made;
      if (first === undefined || clusters.some((cluster) => cluster.tool === target.tool && compareClusters(cluster, target) !== "differ")) continue;
      if (root.opaqueCommands.some(({ order }) => order < load.order)) continue;
      const variable = clusterVariables[target.tool];
      if (variable !== undefined && mentionsWord(variable)) continue;
      const group = groups.get(target.tool);
      groups.set(target.tool, { root, target, made: group?.made ?? first, loads: group === undefined ? [load] : [...group.loads, load] });
    }
    return [...groups.values()];
  });
}

function strayDefect({ root, target, made, loads: [load, ...others] }: Stray, deploys: readonly Judgement[]): Defect {
  const [deploy] = deploys;
  const { option } = loadCommands[target.tool];
  return {
    rule: "no-unloaded-image",
    place: placeBeside(load, root.sites),
    built: display(load.reference),
    ...(deploy === undefined ? {} : { deployed: display(deploy.site.reference), outcome: consequence(deploy.site).outcome }),
    message: (where) =>
      `"${display(load.reference)}" is loaded into ${nameOf(target)}, which ${load.how} takes where no cluster is named, but the one that is made is ${nameOf(made.cluster)} (${where(made.place)}): it never gets the image. Name the cluster: \`${option} ${display(made.cluster.name)}\`.`,
    related: [
      { place: made.place, message: `${nameOf(made.cluster)} is made here` },
      ...others.map((other) => ({ place: placeBeside(other, root.sites), message: `"${display(other.reference)}" is loaded there too` })),
      ...deploys.map(({ site }) => ({ place: placeBeside(site, root.sites), message: `"${display(site.reference)}" is deployed here` })),
    ],
  };
}

// ---------------------------------------------------------------------------------------------------- under another name

function absentDefect({ uses: [use, ...others], meant }: AbsentImage): Defect {
  const [named, made] = [display(use.reference), display(meant.reference)];
  const { done, failure } = absence(use);
  const verb = madeBy[meant.kind];
  return {
    rule: "no-unloaded-image",
    place: use.argument,
    ...(use.isOfRelease === true ? { label: "nothing pushes it" } : {}),
    built: made,
    message: (where) =>
      `"${named}" is ${done} (${use.how}), but nothing ${use.kind === "pull" ? "pushes" : "makes"} it: ${failure}. Did you mean "${made}", ${verb} in ${where(meant.argument)} (${difference(meant.reference, use.reference)})? Use one name on both sides.`,
    related: [
      { place: meant.argument, message: `${verb} "${made}" here (${meant.how})` },
      ...others.filter((other) => !beginAlike(other.argument, use.argument)).map((other) => ({ place: other.argument, message: `"${display(other.reference)}" is ${absence(other).done} here too (${other.how})` })),
    ],
  };
}
