import type { HoleForm } from "../values/hole-forms.js";

/**
 * What a command line does to images, as the rows in `commands/` say it.
 *
 * Words may hold holes: text that is only known when the program runs stands in a word as ONE character of the private
 * use area (U+E000 to U+F8FF, see `isHole`). A row never looks into a hole; a result is a slice of a word, so that the
 * caller gets holes and source positions back.
 */

import type { ToolCall } from "./tool-calls.js";

export interface Slice {
  readonly word: number;
  /** Offsets in the word; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
}

export type ContainerEngine = "docker" | "podman" | "nerdctl" | "buildah";

/** What makes clusters on this machine, into which images are loaded. */
export type ClusterTool = "kind" | "minikube" | "k3d";

/** A cluster as a line names it: `default` where none is written, `unknown` where it is in doubt which word is its name. */
export type ClusterName = Slice | "default" | "unknown";

/** Where a line says that it speaks to a cluster; `elsewhere` is none that a kubeconfig's context names. */
export type ClusterConnection = { readonly context: Slice | undefined; readonly kubeconfig: Slice | undefined } | "elsewhere";

export type CommandEffect =
  /**
   * An image comes to be (or is pushed, or loaded into a cluster) under `reference`. `how` names the command for people:
   * "docker build -t". A cluster that is not named on the line is undefined: the tool's default ("kind", "minikube", "k3s-default").
   */
  | { readonly kind: "build" | "push"; readonly reference: Slice; readonly engine: ContainerEngine | undefined; readonly how: string }
  /**
   * An image is built from a Dockerfile: the one in the context's folder unless it is named; `-` is standard input. `isOpen`: words that are not
   * known may hold further options. What it is called, `build` effects behind it say.
   */
  | { readonly kind: "build-dockerfile"; readonly context: Slice | undefined; readonly file: Slice | undefined; readonly target: Slice | undefined; readonly buildArgs: readonly BuildArgument[]; readonly buildContexts: readonly BuildArgument[]; readonly isOpen: boolean; readonly engine: ContainerEngine | undefined; readonly how: string }
  | { readonly kind: "load"; readonly reference: Slice; readonly cluster: Slice | undefined; readonly tool: ClusterTool; readonly how: string }
  | { readonly kind: "tag"; readonly source: Slice; readonly target: Slice; readonly engine: ContainerEngine | undefined; readonly how: string }
  /** References written to an archive (undefined: standard output). */
  | { readonly kind: "save"; readonly references: readonly Slice[]; readonly archive: Slice | undefined; readonly engine: ContainerEngine | undefined; readonly how: string }
  /** An archive (undefined: standard input) read into a cluster, or (tool undefined) into a container engine. */
  | { readonly kind: "load-archive"; readonly archive: Slice | undefined; readonly cluster: Slice | undefined; readonly tool: ClusterTool | undefined; readonly engine: ContainerEngine | undefined; readonly how: string }
  /** A container or pod starts from `reference`. `policy` is the pull policy given on the line, if any; `container`: the one of an object that is there already (`*`: each) whose image is replaced and which keeps its policy. */
  | { readonly kind: "deploy"; readonly reference: Slice; readonly policy: Slice | undefined; readonly container?: Slice | undefined; readonly runtime: "engine" | "cluster"; readonly engine: ContainerEngine | undefined; readonly object?: ObjectName | undefined; readonly connection?: ClusterConnection | undefined; readonly how: string }
  /** A manifest (undefined: standard input; may be a folder or an address) reaches the cluster; a patch is a part of one, as text or in a file. */
  | { readonly kind: "apply"; readonly manifest: Slice | undefined; readonly form: "file" | "kustomization" | "patch-text" | "patch-file"; readonly connection?: ClusterConnection | undefined; readonly how: string }
  /** An object of the cluster is deleted, or all those of a manifest (undefined: standard input). */
  | { readonly kind: "delete"; readonly object: ObjectName; readonly how: string }
  | { readonly kind: "delete-manifest"; readonly manifest: Slice | undefined; readonly how: string }
  /**
   * A chart is installed, or (`prints`) its manifests are printed; `values` are the `--set` pairs in order (they win over `files`), `files`
   * values files. `keepsEarlierValues`: those of an earlier installation count where none are given here.
   */
  | { readonly kind: "helm"; readonly prints: boolean; readonly release: Slice | undefined; readonly chart: Slice | undefined; readonly values: readonly ChartValue[]; readonly files: readonly Slice[]; readonly keepsEarlierValues: boolean; readonly connection?: ClusterConnection | undefined; readonly how: string }
  /** A chart is packaged for others to install, under other versions than its own if they are given. */
  | { readonly kind: "package-chart"; readonly chart: Slice; readonly version: Slice | undefined; readonly appVersion: Slice | undefined }
  /** chart-testing installs charts, with further arguments for helm; without `charts` those of the `folders`, or of its configuration. */
  | { readonly kind: "chart-testing"; readonly charts: readonly Slice[]; readonly folders: readonly Slice[]; readonly configuration: Slice | undefined; readonly arguments: readonly Slice[]; readonly how: string }
  /** The reference is pulled from a registry: it is there, and somebody else made it. */
  | { readonly kind: "pull"; readonly reference: Slice; readonly how: string }
  /** The reference is removed locally; nothing is made or deployed. */
  | { readonly kind: "remove"; readonly reference: Slice; readonly how: string }
  /** A compose project of these files (none: the default file), or the named ones of its services (none: all). `builds`: images of services with a `build` section are built, at least the missing ones. */
  | { readonly kind: "compose"; readonly files: readonly Slice[]; readonly envFiles: readonly Slice[]; readonly directory: Slice | undefined; readonly name: Slice | undefined; readonly profiles: readonly Slice[]; readonly services: readonly Slice[]; readonly builds: boolean; readonly pushes: boolean; readonly pulls: boolean; readonly starts: boolean; readonly buildArgs: readonly BuildArgument[]; readonly engine: ContainerEngine | undefined; readonly separator: "-" | "_" | undefined; readonly how: string }
  /** The targets of bake files are built (none: the default ones, of the default files); `overrides`: `--set target.key=value`. */
  | { readonly kind: "bake"; readonly files: readonly Slice[]; readonly targets: readonly Slice[]; readonly overrides: readonly { readonly key: Slice; readonly value: Slice }[]; readonly pushes: boolean; readonly engine: ContainerEngine | undefined; readonly how: string }
  /** An image is made whose name the command chooses, and prints (`ko build`). */
  | { readonly kind: "build-unnamed"; readonly engine: ContainerEngine | undefined; readonly how: string }
  /** Targets of the Makefile in a folder are made, with variables given on the line. */
  | { readonly kind: "make"; readonly targets: readonly Slice[]; readonly variables: readonly { readonly name: string; readonly value: Slice }[]; readonly folder: Slice | undefined; readonly file: Slice | undefined; readonly how: string }
  /** A task runner or build tool is called that reads from a file of the project what to do. */
  | { readonly kind: "tool"; readonly call: ToolCall; readonly how: string }
  /**
   * A cluster is made (or started), and kubectl speaks to it from then on, if it is chosen. `config`: a file (`-`: standard input) that may
   * name it where the line does not. A kubeconfig that is not named is the default one, here and below.
   */
  | { readonly kind: "create-cluster"; readonly tool: ClusterTool; readonly name: ClusterName; readonly config: Slice | undefined; readonly kubeconfig: Slice | undefined; readonly isChosen: boolean; readonly how: string }
  | { readonly kind: "delete-cluster"; readonly tool: ClusterTool; readonly name: ClusterName }
  /** kubectl speaks to a cluster of a tool from now on; `becomesDefault`: so do the tool's own lines that name none. */
  | { readonly kind: "use-cluster"; readonly tool: ClusterTool; readonly name: ClusterName; readonly kubeconfig: Slice | undefined; readonly becomesDefault: boolean }
  /** A context of a kubeconfig is chosen; undefined: one that is not known. */
  | { readonly kind: "use-context"; readonly context: Slice | undefined; readonly kubeconfig: Slice | undefined }
  /** The kubeconfig of a cluster is printed, or written to a file whose name is printed. */
  | { readonly kind: "print-kubeconfig"; readonly tool: ClusterTool; readonly name: ClusterName; readonly form: "text" | "path" }
  /** Variables are printed with which the engine's commands work in the cluster. */
  | { readonly kind: "share-engine"; readonly tool: ClusterTool }
  /** A file of the project is run as a shell script, with the words from `from` on as its arguments; its file may as well be the program itself. */
  | { readonly kind: "script-file"; readonly script: Slice; readonly from: number }
  /** The standard input is run as a shell script. */
  | { readonly kind: "script-input" }
  /** sed: its scripts are applied to the files, or to standard input; `isInPlace`: the files are changed. */
  | { readonly kind: "sed"; readonly scripts: readonly Slice[]; readonly isExtended: boolean; readonly isQuiet: boolean; readonly isPerl: boolean; readonly files: readonly Slice[]; readonly isInPlace: boolean }
  /** envsubst: variables of the environment are put into the text; only the named ones if there is a list (`'$A $B'`). */
  | { readonly kind: "envsubst"; readonly only: Slice | undefined }
  /** yq: an expression is applied to the documents of the files, or of standard input. */
  | { readonly kind: "yq"; readonly expression: Slice; readonly files: readonly Slice[]; readonly isInPlace: boolean }
  /** What a kustomization builds is printed; without a folder, that of the working folder. */
  | { readonly kind: "kustomize-build"; readonly folder: Slice | undefined }
  /** The kustomization of the working folder is edited: `set image name=reference …`; the words begin with the subcommand. */
  | { readonly kind: "kustomize-edit"; readonly words: readonly Slice[] }
  /** Files are copied (or moved) to a file or into a folder. */
  | { readonly kind: "copy"; readonly from: readonly Slice[]; readonly to: Slice }
  /** A small tool that makes one text of another, or of its words (`tr`, `cut`, `basename`): the words of the whole line. */
  | { readonly kind: "text-tool" }
  /** The folder that everything of the project lies in is printed (`git rev-parse --show-toplevel`). */
  | { readonly kind: "project-folder" }
  /** jq prints what its filter makes of JSON texts: those of the files, or its input. */
  | { readonly kind: "jq"; readonly filter: Slice; readonly files: readonly Slice[]; readonly isRaw: boolean; readonly isJoined: boolean; readonly isCompact: boolean }
  /** A text is changed in a way that nobody follows: from standard input to standard output, or in these files. */
  | { readonly kind: "transform"; readonly files: readonly Slice[] }
  /** The rest of the words is a command of its own (`sudo`, `env A=b`, `time`, `npx`); `isContained`: of a container, so that a program in it makes no images outside; `cluster`: the one that it speaks to if it does not say it. */
  | { readonly kind: "words"; readonly from: number; readonly isContained?: boolean | undefined; readonly cluster?: { readonly tool: ClusterTool; readonly name: ClusterName } | "elsewhere" | undefined }
  /** The slice is a shell script (`sh -c`, `bash -lc`). */
  | { readonly kind: "script"; readonly script: Slice }
  /** These words are handed to a program that the tables do not know, by a command that they do (what `docker run IMAGE` runs in the container): an image may be made or used there. `to` names it for people. */
  | { readonly kind: "escape"; readonly words: readonly Slice[]; readonly to: string }
  /**
   * Text given back on standard output: the `words` (`echo`; `printf` with its `format`), the content of `files` (`cat a b`;
   * `-` is the standard input), or the standard input; also written into the files `to` (`tee`).
   */
  | { readonly kind: "print"; readonly from: "words" | "files" | "input"; readonly words: readonly Slice[]; readonly format: Slice | undefined; readonly files: readonly Slice[]; readonly to: readonly Slice[] }
  /** The manifest of an object is printed that is only made up (`--dry-run=client -o yaml`): with these images, or of a kind that runs none. */
  | { readonly kind: "manifest"; readonly object: ObjectName | undefined; readonly images: readonly Slice[]; readonly policy: Slice | undefined }
  /** A result that differs at every run (`date`, `uuidgen`, `openssl rand`). */
  | { readonly kind: "fresh"; readonly what: string }
  /** What a server gives is printed, which knows nothing of the project. */
  | { readonly kind: "fetched"; readonly what: string }
  /** A result that is stable within a run (`git rev-parse HEAD`), the same for the same words. */
  | { readonly kind: "stable"; readonly what: string; readonly form?: HoleForm | undefined };

/** `--build-arg NAME=value`; without a value it is that of the environment. A name that only shows at run time is none. */
export interface BuildArgument {
  readonly name: string;
  /** Where it stands. */
  readonly key: Slice;
  readonly value: Slice | undefined;
}

/** An object as a command line names it: its kind in lower case (`deployment`), its name, its namespace if the line says it. */
export interface ObjectName {
  readonly kind: string;
  readonly name: Slice;
  readonly namespace: Slice | undefined;
}

/**
 * One value given to a chart. The key is a path as helm writes it (`image.tag`, `list[0].image`, `a\.b` for a dot in a name).
 * `form` says what the value is: text (`{a,b}` is a list) that may be a number or boolean, a string (`--set-string`), letters
 * of which none is special (`--set-literal`), a JSON document, or the name of a file with the text. A pair
 * that only shows when the program runs (`--set $PAIR`) has its whole text as key and an empty value: it may set anything.
 * A JSON document given without a key has an empty key.
 */
export interface ChartValue {
  readonly key: Slice;
  readonly value: Slice;
  readonly form: "text" | "string" | "literal" | "json" | "file";
}

/** What the table knows of one command line. */
export type CommandReading =
  /** Known: exactly these effects; none for a command that does not make or use an image (`mkdir`, `kubectl get`, `docker network create`). */
  | { readonly known: true; readonly effects: readonly CommandEffect[] }
  /** Not in the tables: whatever reference it was given may have been built or deployed there. `name` is the program, for people. */
  | { readonly known: false; readonly name: string };

/** Whether a character stands for text that is not known before the program runs. */
export function isHole(character: string): boolean {
  return character >= "\uE000" && character <= "\uF8FF";
}
