import type { ClusterConnection, ClusterName, ClusterTool, CommandEffect, Slice } from "../models/command-effect.js";
import { compareReferences } from "../values/compare.js";
import { encodeText } from "../values/encoding.js";
import { alternativesOf, hole, isText, join, literal, literalText, slice, uncaptured } from "../values/text.js";
import type { Cell, Place, Text, Value } from "../values/value.js";
import { fileContent } from "./files.js";
import { newUnknown, nextOrder } from "./run.js";
import type { Frame, Run } from "./run.js";
import type { Cluster } from "./site.js";
import { readYamlTexts } from "./yaml-values.js";

/** What a program has chosen so far. Each cell holds a cluster as `clusterText` writes it; what is not known is any other text. */
export interface Contexts {
  /** By the keys of the kubeconfigs' paths; the default one's is empty. */
  readonly chosen: Map<string, Cell>;
  /** The cluster that was made or chosen last, in whichever kubeconfig: what code without a kubeconfig of its own speaks to. */
  readonly last: Cell;
  /** The names that each tool takes where a line names none, where the program has set them. */
  readonly defaults: Map<ClusterTool, Cell>;
  /** Clusters by the keys of the texts that are their printed kubeconfigs. */
  readonly printed: Map<string, Cluster>;
}

/** How a command finds the cluster that it speaks to. */
export type Connection =
  | { readonly kind: "kubeconfig"; readonly path: Text | undefined }
  | { readonly kind: "context"; readonly name: Text }
  | { readonly kind: "cluster"; readonly cluster: Cluster }
  | { readonly kind: "elsewhere" };

/** What a command knows of the variables that it is run with. */
export type Variables = (name: string) => Text | undefined;

export function newContexts(): Contexts {
  return { chosen: new Map(), last: { value: undefined, origin: undefined }, defaults: new Map(), printed: new Map() };
}

/** The cluster that a deploy at this point reaches; undefined where it is not known, or none of a tool on this machine. */
export function currentCluster(frame: Frame): Cluster | undefined {
  const { run } = frame;
  const { connection, contexts } = run;
  switch (connection?.kind) {
    case undefined:
      return clusterIn(contexts.last);
    case "elsewhere":
      return undefined;
    case "cluster":
      return connection.cluster;
    case "context":
      return clusterOfContext(run, connection.name);
    case "kubeconfig":
      return connection.path === undefined ? clusterIn(contexts.chosen.get("")) : clusterOfKubeconfig(frame, connection.path);
  }
}

/** The same frame for a command that finds its cluster as its line or, without a word there, its surroundings say. */
export function connected(frame: Frame, given: ClusterConnection | undefined, textOf: (part: Slice) => Text, variables: Variables): Frame {
  const { run } = frame;
  const connection = ((): Connection => {
    if (given === "elsewhere") return { kind: "elsewhere" };
    if (given?.context !== undefined) return { kind: "context", name: textOf(given.context) };
    if (given?.kubeconfig === undefined && run.connection !== undefined) return run.connection;
    return { kind: "kubeconfig", path: given?.kubeconfig === undefined ? variables("KUBECONFIG") : textOf(given.kubeconfig) };
  })();
  return { ...frame, run: { ...run, connection } };
}

/** The same frame for a command that is carried by one which knows its cluster. */
export function carriedTo(frame: Frame, cluster: { readonly tool: ClusterTool; readonly name: ClusterName } | "elsewhere", textOf: (part: Slice) => Text, variables: Variables): Frame {
  const connection: Connection = cluster === "elsewhere" ? { kind: "elsewhere" } : { kind: "cluster", cluster: clusterNamed(frame, cluster.tool, cluster.name, textOf, variables) };
  return { ...frame, run: { ...frame.run, connection } };
}

/** The same frame for code of which nobody knows what it speaks to. */
export function somewhere(frame: Frame): Frame {
  return { ...frame, run: { ...frame.run, connection: { kind: "elsewhere" } } };
}

/** The cluster that a line names, or the one that its tool takes without a name. */
export function clusterNamed({ run }: Frame, tool: ClusterTool, name: ClusterName, textOf: (part: Slice) => Text, variables: Variables): Cluster {
  if (name === "unknown") return { tool, name: newUnknown(run, "the name of a cluster") };
  if (name !== "default") return { tool, name: textOf(name) };
  const set = run.contexts.defaults.get(tool)?.value;
  const { variable, cluster } = defaultClusters[tool];
  const given = variable === undefined ? undefined : variables(variable);
  return { tool, name: given ?? (set !== undefined && isText(set) ? set : set === undefined ? literal(cluster) : newUnknown(run, "the name of a cluster")) };
}

/** https://kind.sigs.k8s.io/docs/user/quick-start/#creating-a-cluster, https://k3d.io/stable/usage/commands/k3d_cluster_create/, https://minikube.sigs.k8s.io/docs/commands/profile/ */
const defaultClusters: Readonly<Record<ClusterTool, { readonly cluster: string; readonly variable?: string }>> = {
  kind: { cluster: "kind", variable: "KIND_CLUSTER_NAME" },
  k3d: { cluster: "k3s-default" },
  minikube: { cluster: "minikube", variable: "MINIKUBE_PROFILE" },
};

type ClusterEffect = Extract<CommandEffect, { kind: "create-cluster" | "delete-cluster" | "use-cluster" | "use-context" | "print-kubeconfig" }>;

/** What a line that changes clusters is run with; `originOf` says where a part of it was given. */
interface Surroundings {
  readonly textOf: (part: Slice) => Text;
  readonly originOf: (part: Slice) => Place | undefined;
  readonly variables: Variables;
  /** The standard input. */
  readonly input: Text | undefined;
  readonly folder: Text | undefined;
}

/** Makes, deletes or chooses a cluster; gives what is printed, if the effect says it. */
export function changeClusters(frame: Frame, effect: ClusterEffect, place: Place, { textOf, originOf, variables, input, folder }: Surroundings): Text | undefined {
  const { run } = frame;
  const kubeconfigOf = (given: Slice | undefined): Text | undefined => (given === undefined ? variables("KUBECONFIG") : textOf(given));
  switch (effect.kind) {
    case "create-cluster": {
      const inFile = effect.name === "default" && effect.config !== undefined ? nameInConfiguration(frame, effect.config, textOf, input, folder) : undefined;
      const cluster = inFile === undefined ? clusterNamed(frame, effect.tool, effect.name, textOf, variables) : { tool: effect.tool, name: inFile };
      run.clusters.push({ cluster, place: (typeof effect.name === "string" ? undefined : originOf(effect.name)) ?? place, order: nextOrder(run) });
      if (effect.isChosen) choose(run, cluster, kubeconfigOf(effect.kubeconfig));
      return undefined;
    }
    case "delete-cluster": {
      const gone = clusterNamed(frame, effect.tool, effect.name, textOf, variables);
      for (const cell of [run.contexts.last, ...run.contexts.chosen.values()]) {
        const chosen = clusterIn(cell);
        if (chosen !== undefined && compareClusters(chosen, gone) !== "differ") run.store.write(cell, newUnknown(run, "a context of a cluster that is gone"));
      }
      return undefined;
    }
    case "use-cluster": {
      const cluster = clusterNamed(frame, effect.tool, effect.name, textOf, variables);
      if (effect.becomesDefault) write(run, run.contexts.defaults, effect.tool, cluster.name);
      choose(run, cluster, kubeconfigOf(effect.kubeconfig));
      return undefined;
    }
    case "use-context": {
      const cluster = effect.context === undefined ? undefined : clusterOfContext(run, textOf(effect.context));
      choose(run, cluster, kubeconfigOf(effect.kubeconfig));
      return undefined;
    }
    case "print-kubeconfig": {
      const cluster = clusterNamed(frame, effect.tool, effect.name, textOf, variables);
      const printed = hole(`kubeconfig ${effect.form} ${effect.tool} ${uncaptured(cluster.name).key}`, { kind: "unknown", reason: "a kubeconfig" });
      if (effect.form === "text") run.contexts.printed.set(printed.key, cluster);
      else write(run, run.contexts.chosen, printed.key, clusterText(cluster));
      return printed;
    }
  }
}

/** A cluster that something else than a command makes, and that kubectl speaks to from then on. */
export function createCluster(frame: Frame, { tool, name, config, folder }: { readonly tool: ClusterTool; readonly name: Text | undefined; readonly config: Text | undefined; readonly folder: Text | undefined }, place: Place): void {
  const { run } = frame;
  const content = config === undefined ? undefined : fileContent(frame, config, folder);
  const own = name ?? (config === undefined ? undefined : nameIn(frame, content));
  const cluster = { tool, name: own ?? literal(defaultClusters[tool].cluster) };
  run.clusters.push({ cluster, place, order: nextOrder(run) });
  choose(run, cluster, undefined);
}

/** From now on kubectl speaks to a cluster that no tool on this machine has made. */
export function leaveClusters({ run }: Frame): void {
  choose(run, undefined, undefined);
}

/** Whether two clusters are one; different tools never share one. */
export function compareClusters(left: Cluster, right: Cluster): "equal" | "differ" | "unknown" {
  if (left.tool !== right.tool) return "differ";
  if (uncaptured(left.name).key === uncaptured(right.name).key) return "equal";
  const [names, others] = [alternativesOf(left.name), alternativesOf(right.name)];
  if (names === undefined || others === undefined || names.length === 0 || others.length === 0) return "unknown";
  // A name is compared as a reference of one word.
  return names.every((name) => others.every((other) => compareReferences(name, other) === "differ")) ? "differ" : "unknown";
}

function choose(run: Run, cluster: Cluster | undefined, kubeconfig: Text | undefined): void {
  const value = cluster === undefined ? newUnknown(run, "a context that is not known") : clusterText(cluster);
  write(run, run.contexts.chosen, kubeconfig === undefined ? "" : uncaptured(kubeconfig).key, value);
  run.store.write(run.contexts.last, value);
}

function write<Key>(run: Run, cells: Map<Key, Cell>, key: Key, value: Text): void {
  const cell = cells.get(key) ?? { value: undefined, origin: undefined };
  cells.set(key, cell);
  run.store.write(cell, value);
}

/** `kind e2e` */
function clusterText({ tool, name }: Cluster): Text {
  return join([{ text: literal(`${tool} `) }, { text: name }]);
}

function clusterIn(cell: Cell | undefined): Cluster | undefined {
  const value = cell?.value;
  const source = value === undefined || !isText(value) ? undefined : encodeText(value);
  const tool = source === undefined ? undefined : clusterTools.find((one) => source.encoded.startsWith(`${one} `));
  return source === undefined || tool === undefined ? undefined : { tool, name: source.at(tool.length + 1, source.encoded.length) };
}

const clusterTools: readonly ClusterTool[] = ["kind", "minikube", "k3d"];

/** Contexts are named after their clusters: `kind-NAME`, `k3d-NAME`, and minikube's like its profile. */
function clusterOfContext(run: Run, context: Text): Cluster | undefined {
  const encoded = encodeText(context)?.encoded ?? "";
  for (const tool of ["kind", "k3d"] as const) if (encoded.startsWith(`${tool}-`)) return { tool, name: slice(context, tool.length + 1, encoded.length) };
  const isProfile = literalText(context) === defaultClusters.minikube.cluster || run.clusters.some(({ cluster }) => cluster.tool === "minikube" && uncaptured(cluster.name).key === uncaptured(context).key);
  return isProfile ? { tool: "minikube", name: context } : undefined;
}

function clusterOfKubeconfig(frame: Frame, path: Text): Cluster | undefined {
  const { chosen, printed } = frame.run.contexts;
  const cell = chosen.get(uncaptured(path).key);
  if (cell?.value !== undefined) return clusterIn(cell);
  const content = fileContent(frame, path);
  return content !== undefined && isText(content) ? printed.get(uncaptured(content).key) : undefined;
}

/**
 * The name in a cluster's configuration file, which counts where the line has none
 * (https://kind.sigs.k8s.io/docs/user/configuration/#name-your-cluster, https://k3d.io/stable/usage/configfile/); undefined where the file has none either.
 */
function nameInConfiguration(frame: Frame, config: Slice, textOf: (part: Slice) => Text, input: Text | undefined, folder: Text | undefined): Text | undefined {
  const path = textOf(config);
  return nameIn(frame, /^(?:-|\/dev\/stdin)$/u.test(literalText(path) ?? "") ? input : fileContent(frame, path, folder));
}

function nameIn(frame: Frame, content: Value | undefined): Text | undefined {
  const texts = new Map(content === undefined || !isText(content) ? [] : readYamlTexts(content));
  // A file of which nothing is known may say anything.
  return texts.has("kind") ? (texts.get("name") ?? texts.get("metadata.name")) : newUnknown(frame.run, "the name in a cluster's configuration");
}
