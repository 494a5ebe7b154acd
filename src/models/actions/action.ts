import type { Place, Text } from "../../values/value.js";
import type { ClusterTool, ContainerEngine } from "../command-effect.js";

/** An action as a step uses it: what it is given, and what it can know of its run. */
export interface ActionCall {
  /** An input as it is given, else as the action's own default has it; undefined for one that is neither. */
  readonly text: (input: string, fallback?: string) => Text | undefined;
  /** An input that is a list: an item on each line, or between commas; empty ones and comments are left out. */
  readonly items: (input: string, separators?: "lines" | "lines and commas") => readonly Text[];
  /** An input that is `true` or `false`; undefined where it is not known which. */
  readonly flag: (input: string, fallback?: boolean) => boolean | undefined;
  readonly environment: (variable: string) => Text | undefined;
  readonly run: RunFacts;
}

/** What is known of the run of a workflow. */
export interface RunFacts {
  readonly eventName: Text;
  readonly ref: { readonly kind: "branch" | "tag" | "pull request" | "branch or tag"; readonly name: Text; readonly isDefaultBranch: boolean | undefined };
  /** The branch that a pull request is to be merged into. */
  readonly base: Text | undefined;
  readonly commit: Text;
  readonly repository: Text;
  readonly defaultBranch: Text;
}

/** What an action does to images. Where a reference stands is where its letters do. */
export type ActionEffect =
  | { readonly kind: "build" | "push"; readonly reference: Text; readonly engine?: ContainerEngine | undefined }
  | { readonly kind: "tag"; readonly source: Text; readonly target: Text; readonly engine?: ContainerEngine | undefined }
  | { readonly kind: "deploy"; readonly reference: Text; readonly runtime: "engine" | "cluster" }
  | { readonly kind: "pull"; readonly reference: Text }
  /** A cluster is made, and kubectl speaks to it. A name that is not given is the tool's own, or in its configuration. */
  | { readonly kind: "create-cluster"; readonly tool: ClusterTool; readonly name: Text | undefined; readonly config?: Text | undefined }
  /** kubectl speaks to a cluster that no tool on this machine makes. */
  | { readonly kind: "connect-elsewhere" }
  /** A manifest of the project is applied, its images replaced by those of the same repository. */
  | { readonly kind: "apply"; readonly manifest: Text; readonly images: readonly Text[] }
  /** Images are written to an archive. */
  | { readonly kind: "save"; readonly references: readonly Text[]; readonly archive: Text }
  /** Files are kept for other jobs, or put on this one's machine. */
  | { readonly kind: "hand-over"; readonly name: Text; readonly paths: readonly Text[] }
  | { readonly kind: "take-over"; readonly name: Text | undefined; readonly pattern: Text | undefined; readonly folder: Text | undefined; readonly merges: boolean }
  /** A folder is filled with what is not of this project. */
  | { readonly kind: "foreign-folder"; readonly folder: Text | undefined }
  /** A command line runs as in a step. */
  | { readonly kind: "script"; readonly script: Text; readonly folder?: Text | undefined }
  /** `docker buildx build`: what it takes from the images that the Dockerfile names. Arguments and contexts are `NAME=value`. */
  | { readonly kind: "build-dockerfile"; readonly context: Text | undefined; readonly file: Text | undefined; readonly target: Text | undefined; readonly buildArgs: readonly Text[]; readonly buildContexts: readonly Text[]; readonly engine: ContainerEngine }
  /** `docker buildx bake`; `source` is a folder or an address, overrides and variables are `key=value`. */
  | { readonly kind: "bake"; readonly source: Text | undefined; readonly files: readonly Text[]; readonly targets: readonly Text[]; readonly set: readonly Text[]; readonly variables: readonly Text[]; readonly pushes: boolean | undefined }
  /** It gets what nobody follows further, and may make or deploy images of it. */
  | { readonly kind: "escape"; readonly texts: readonly Text[] };

/** An output of an action: a text, the path of a file that it writes, or a list with an item on each line, of which some may be missing. */
export type ActionOutput = { readonly kind: "text"; readonly text: Text } | { readonly kind: "file"; readonly name: string; readonly content: Text } | { readonly kind: "list"; readonly items: readonly ListItem[]; readonly separator: string };

export interface ListItem {
  readonly text: Text;
  /** On some runs it is not there. */
  readonly isOptional: boolean;
  /** What makes it. */
  readonly place?: Place | undefined;
}

/** What one action does; `documentation` says where that is written. */
export interface Action {
  /** `owner/name`, with a path where it is below its repository's root; in lower case. */
  readonly names: readonly string[];
  readonly documentation: string;
  readonly effects: (call: ActionCall) => readonly ActionEffect[];
  /** Outputs by their names; others are not known. */
  readonly outputs?: ((call: ActionCall) => ReadonlyMap<string, ActionOutput>) | undefined;
  /** The environment variable by which the steps behind it read an output too. */
  readonly variableOf?: ((output: string) => string) | undefined;
}

export function textOutput(text: Text): ActionOutput {
  return { kind: "text", text };
}
