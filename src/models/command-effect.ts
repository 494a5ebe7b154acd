/**
 * What a command line does to images, as the rows in `commands/` say it.
 *
 * Words may hold holes: text that is only known when the program runs stands in a word as ONE character of the private
 * use area (U+E000 to U+F8FF, see `isHole`). A row never looks into a hole; a result is a slice of a word, so that the
 * caller gets holes and source positions back.
 */

export interface Slice {
  readonly word: number;
  /** Offsets in the word; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
}

export type ContainerEngine = "docker" | "podman" | "nerdctl" | "buildah";

export type CommandEffect =
  /** An image comes to be (or is pushed, or loaded into a cluster) under `reference`. `how` names the command for people: "docker build -t". */
  | { readonly kind: "build" | "push"; readonly reference: Slice; readonly engine: ContainerEngine | undefined; readonly how: string }
  | { readonly kind: "load"; readonly reference: Slice; readonly cluster: Slice | undefined; readonly tool: "kind" | "minikube" | "k3d"; readonly how: string }
  | { readonly kind: "tag"; readonly source: Slice; readonly target: Slice; readonly engine: ContainerEngine | undefined; readonly how: string }
  /** References written to an archive (undefined: standard output). */
  | { readonly kind: "save"; readonly references: readonly Slice[]; readonly archive: Slice | undefined; readonly engine: ContainerEngine | undefined; readonly how: string }
  /** An archive (undefined: standard input) read into a cluster, or (tool undefined) into a container engine. */
  | { readonly kind: "load-archive"; readonly archive: Slice | undefined; readonly cluster: Slice | undefined; readonly tool: "kind" | "minikube" | "k3d" | undefined; readonly engine: ContainerEngine | undefined; readonly how: string }
  /** A container or pod starts from `reference`. `policy` is the pull policy given on the line, if any. */
  | { readonly kind: "deploy"; readonly reference: Slice; readonly policy: Slice | undefined; readonly runtime: "engine" | "cluster"; readonly engine: ContainerEngine | undefined; readonly how: string }
  /** A manifest (undefined: standard input; may be a folder or an address) reaches the cluster. */
  | { readonly kind: "apply"; readonly manifest: Slice | undefined; readonly form: "file" | "kustomization" | "patch-text"; readonly how: string }
  /** A chart is installed; `values` are `--set key=value` pairs in order, `files` values files. */
  | { readonly kind: "helm"; readonly release: Slice | undefined; readonly chart: Slice | undefined; readonly values: readonly { readonly key: Slice; readonly value: Slice }[]; readonly files: readonly Slice[]; readonly how: string }
  /** The reference is removed locally; nothing is made or deployed. */
  | { readonly kind: "remove"; readonly reference: Slice; readonly how: string }
  /** A compose project is started from these files (none: the default file). */
  | { readonly kind: "compose"; readonly files: readonly Slice[]; readonly builds: boolean; readonly how: string }
  /** The rest of the words is a command of its own (`sudo`, `env A=b`, `time`, `npx`). */
  | { readonly kind: "words"; readonly from: number }
  /** The slice is a shell script (`sh -c`, `bash -lc`). */
  | { readonly kind: "script"; readonly script: Slice }
  /** The command gives its arguments, or standard input, back on standard output (`echo`, `cat`, `printf`); with `to`, also into that file (`tee`). */
  | { readonly kind: "print"; readonly words: readonly Slice[]; readonly format: Slice | undefined; readonly files: readonly Slice[] }
  /** A result that differs at every run (`date`, `uuidgen`, `openssl rand`). */
  | { readonly kind: "fresh"; readonly what: string }
  /** A result that is stable within a run (`git rev-parse HEAD`), the same for the same words. */
  | { readonly kind: "stable"; readonly what: string };

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
