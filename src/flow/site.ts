import type { ClusterTool } from "../models/command-effect.js";
import type { ChartPackage } from "./helm/packages.js";
import type { Race } from "./races.js";
import type { CallPath, Capture, Place, Text } from "../values/value.js";

/** One of several functions that a call may call. */
export interface Way {
  readonly decision: string;
  readonly index: number;
  readonly count: number;
}

export type SiteKind = "build" | "tag" | "load" | "push" | "generate" | "deploy";

/** One producer or consumer, at one place and on one call path from its root. */
export interface Site {
  readonly kind: SiteKind;
  /** May hold choices: one site has several possible references. */
  readonly reference: Text;
  /** The command, call or image field that makes or needs the image. */
  readonly place: Place;
  /** The expression or letters that give the reference: where a repair is made. */
  readonly argument: Place;
  readonly path: CallPath | undefined;
  readonly root: number;
  /** Position in the order of the root's events. */
  readonly order: number;
  /** It is on one of several ways of which one is gone: the call of one of several functions. */
  readonly way?: Way | undefined;
  /** For people: `docker build -t`, `image of container "api" in Deployment "api"`. */
  readonly how: string;
  readonly engine?: "docker" | "podman" | "nerdctl" | "buildah" | undefined;
  /** A load's cluster as written; undefined for the tool's default one. */
  readonly cluster?: Text | undefined;
  /** Which tool's clusters it is loaded into; undefined for a container engine. */
  readonly tool?: ClusterTool | undefined;
  /** Loads: the cluster that they load into. Deploys: the one that the program speaks to by then. Undefined where that is not known. */
  readonly target?: Cluster | undefined;
  /** Deploys: where the container runs. */
  readonly runtime?: "cluster" | "engine" | undefined;
  /** Deploys: something that is not known reads it, and may do anything with it: a program its argument, an operator the text of a ConfigMap. */
  readonly indirect?: "argument" | "text" | undefined;
  /** Deploys: what a Dockerfile begins with or copies from, and whether whoever builds it gave the name, or the file itself has it. */
  readonly base?: "given" | "written" | undefined;
  /** Deploys: the tool that deploys it has built it too, and brings it to wherever it is deployed. */
  readonly isDelivered?: true | undefined;
  /** Deploys: a test expects that it fails. */
  readonly isExpectedToFail?: boolean | undefined;
  /** Deploys: the image pull policy, if one is given. */
  readonly policy?: Text | undefined;
  /** Tags: what the new reference points to. */
  readonly source?: Text | undefined;
  /** Deploys: the object of the cluster that the container is of. */
  readonly object?: KubernetesObject | undefined;
  /** Deploys: the container's name in it. */
  readonly container?: Text | undefined;
  /** Deploys: the container is there already, and is given another image (`kubectl set image`). */
  readonly isReplacement?: true | undefined;
}

/** A cluster of a tool on this machine, by its name: the tool's default one where none is written (`kind`, `minikube`, `k3s-default`). */
export interface Cluster {
  readonly tool: ClusterTool;
  readonly name: Text;
}

/**
 * A change of references before they are deployed: it names what it changes, and where nothing has that name, the deploy
 * keeps what it had.
 */
export interface Override {
  /** For people: `kustomize edit set image`, `images of a kustomization`, `sed`, `yq`, `kubectl set image`. */
  readonly how: string;
  /** What it looks for, as people would say it: the image's name, the pattern, the path, the container's name. */
  readonly key: string;
  /** The reference that it would have put in, as far as it names one. */
  readonly value: Text | undefined;
  /** The key as it is written. */
  readonly place: Place;
  /** Whether anything that it was given has the key; `unknown` where not all of it can be seen. */
  readonly isRead: "yes" | "no" | "unknown";
  /** What is there instead: names or keys that it may have meant, with what they hold. */
  readonly candidates: readonly { readonly name: string; readonly reference: Text | undefined; readonly place: Place | undefined }[];
  /** The file or object that was to be changed, for people. */
  readonly target: string;
  /** A value of a chart: which part of a reference it holds, and the references that are deployed without it. */
  readonly ofChart?: { readonly part: ReferencePart; readonly deployed: readonly Text[] } | undefined;
  /** What happens where nothing is changed: the deploy keeps its reference, or the command fails. */
  readonly otherwise: "keeps" | "fails";
  readonly path: CallPath | undefined;
  readonly order: number;
}

/** What a value of a chart holds of a reference: all of it, or a part. */
export type ReferencePart = "image" | "registry" | "repository" | "tag" | "digest";

/** An object of a cluster, by what tells it from others. */
export interface KubernetesObject {
  /** In lower case and without its group: `deployment`. */
  readonly kind: string;
  readonly name: Text;
  /** Undefined where the object or the command does not say it. */
  readonly namespace: Text | undefined;
}

/** An object is deleted from the cluster. */
export interface Deletion {
  readonly object: KubernetesObject;
  readonly path: CallPath | undefined;
  readonly order: number;
}

/** A value that went where the analysis cannot follow: it may have been built or deployed there. */
export interface Escape {
  readonly keys: ReadonlySet<string>;
  readonly place: Place;
  /** What it was given to, for people. */
  readonly to: string;
  readonly order: number;
}

/** Whether the project installs a chart itself, `beside` others who install it: then what it says by itself counts only where it is certainly wrong. */
export type ChartDefault = "alone" | "beside";

/** What one root does: the node of the image graph. */
export interface RootRun {
  readonly root: number;
  /** The file where execution starts. */
  readonly file: string;
  /** For people: the function that nobody calls, or the file. */
  readonly name: string;
  /** The pipeline that this is one run of: others of the same name are started by other events, and not with it. */
  readonly pipeline?: string | undefined;
  /** What it deploys is what a chart says by itself: a released version mostly, and whoever installs the chart may say something else. */
  readonly chartDefault?: ChartDefault | undefined;
  /** Charts that it packages for others to install. */
  readonly chartPackages: readonly ChartPackage[];
  /** The folders of charts whose Chart.yaml or values.yaml it writes. */
  readonly editedCharts: ReadonlySet<string>;
  /** It replaces modules or functions by mocks: what it seems to build and deploy, it does not. */
  readonly isMocked: boolean;
  readonly sites: readonly Site[];
  readonly captures: readonly Capture[];
  readonly escapes: readonly Escape[];
  /** References that the root pulls from a registry. */
  readonly pulls: readonly Pull[];
  /** References that the root writes to archives: these may go anywhere. */
  readonly saves: readonly Save[];
  /** Where the engine of a cluster becomes the one that builds: what is built from then on is there already. */
  readonly sharedEngines: readonly SharedEngine[];
  readonly overrides: readonly Override[];
  readonly slips: readonly Slip[];
  readonly misplaced: readonly MisplacedReference[];
  readonly missingNames: readonly MissingName[];
  /** Clusters that the root makes. */
  readonly clusters: readonly { readonly cluster: Cluster; readonly place: Place; readonly order: number }[];
  /** Objects that the root deletes from the cluster. */
  readonly deletions: readonly Deletion[];
  /** Commands that the tables do not know and that may build anything. */
  readonly opaqueCommands: readonly { readonly name: string; readonly place: Place; readonly order: number }[];
  /** References that one thread writes and another reads without waiting for it. */
  readonly races: readonly Race[];
  /** Bounds that were reached; what they cut off is unknown. */
  readonly limits: readonly Limit[];
}

/** A reference that is pulled from a registry: it must have been pushed before, by this project or by others. */
export interface Pull {
  readonly reference: Text;
  readonly place: Place;
  readonly argument: Place;
  readonly how: string;
  readonly order: number;
  /** It is put into the list of a release, of images that the release has pushed before. */
  readonly isOfRelease?: true | undefined;
}

/** A reference that is written to an archive. */
export interface Save {
  readonly reference: Text;
  readonly place: Place;
  readonly order: number;
}

/** `minikube docker-env` */
export interface SharedEngine {
  readonly tool: ClusterTool;
  readonly order: number;
}

/** Something else is written than what must have been meant: `$VERSION` in a Makefile is `$V`, and `ERSION` behind it. */
export interface Slip {
  readonly written: string;
  readonly meant: string;
  /** The letters that stand there instead of the value. */
  readonly given: string;
  readonly place: Place;
}

/** A reference stands where make takes a goal: the variable that it was meant for keeps its default. */
export interface MisplacedReference {
  readonly reference: Text;
  readonly place: Place;
  /** The goals beside it, for people. */
  readonly goals: string;
  /** The variable that names images in what is made instead, with what it has. */
  readonly instead: { readonly variable: string | undefined; readonly reference: Text; readonly place: Place } | undefined;
  readonly order: number;
}

/** A tool that builds images under names of its own is asked for one by a name that it gives none. */
export interface MissingName {
  readonly tool: string;
  readonly name: string;
  readonly place: Place;
  /** The images that there are. */
  readonly among: readonly { readonly name: string; readonly place: Place }[];
  /** The file that names them. */
  readonly definedIn: string;
  /** What happens, for people. */
  readonly otherwise: string;
}

/** A bound that was reached. */
export interface Limit {
  readonly name: string;
  /** Whether there may be sites behind it; else only values are missing. */
  readonly mayHideSites: boolean;
}

/** Everything that the project builds and deploys. */
export interface ImageGraph {
  readonly roots: readonly RootRun[];
}
