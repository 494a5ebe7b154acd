/**
 * What a function outside of the project does with images, files and callbacks.
 *
 * A row's `path` is how code reaches the function: the module specifier (without `node:`) and the member
 * (`child_process.exec`; the default export and the module itself are the bare specifier), a global (`Bun.spawn`), or a
 * method of an object that another row makes (`dockerode#buildImage`); what a Go import gives begins with `go:` and the
 * import path without its version, also inside (`k8s.io/api/core` for `k8s.io/api/core/v1`; `go:os/exec.Command`, `go:os/exec.Cmd#Run`). A `*` stands for any letters.
 */
export interface ApiRow {
  readonly path: string;
  readonly effect: ApiEffect;
}

/** Where in a call's arguments something is: a 0-based argument, and properties inside of it (`1.t`, `0.body`); of several ways (`1.Config.Image|1.Image`) the first at which there is something. */
export type ArgumentPath = string;

export type ApiEffect =
  /**
   * A command line runs. `line`: `shell` (one text for a shell), `file` (a program and a list of arguments; with the
   * option `shell: true` a text for a shell), `template` (a tagged template whose holes are whole words), `list` (one list with
   * the program first, or an object with `cmd`), `words` (each argument is a word). `result`: what the call gives.
   */
  | { readonly kind: "process"; readonly line: "shell" | "file" | "template" | "list" | "words"; readonly result: "output" | "text" }
  /** The result is an object of a library's type (`*`: named like the function), with the arguments held in it as `0`, `1`, … */
  | { readonly kind: "make"; readonly type: string }
  /** `x.WithImage(image)`: the receiver's field that the method's name ends with is set, and the receiver given back. */
  | { readonly kind: "with-field"; readonly lists: readonly string[] }
  /** The result is a plain object with the properties of the arguments. */
  | { readonly kind: "object" }
  /** The result is a function, known to the rows as `path`. */
  | { readonly kind: "make-function"; readonly path: string }
  /** The result is a function that does the rest when it is called: this path with `()`, the arguments of now held by its receiver. */
  | { readonly kind: "later" }
  /** A copy of the receiver, which nobody else changes. */
  | { readonly kind: "copy" }
  /** The receiver is given back, for chains; the arguments are held under `hold` if it is given. */
  | { readonly kind: "chain"; readonly hold?: string | undefined }
  /** An image is made, pushed, or run under the reference that stands at `reference`. */
  | { readonly kind: "site"; readonly site: "build" | "tag" | "load" | "push" | "deploy"; readonly reference: ArgumentPath; readonly policy?: ArgumentPath | undefined; readonly how: string; readonly type?: string | undefined; readonly source?: ArgumentPath | undefined }
  /** `image.tag({ repo, tag })` of an image that the receiver holds. */
  | { readonly kind: "tag-held"; readonly how: string }
  | { readonly kind: "push-held"; readonly how: string }
  /** Objects or texts of manifests reach a cluster. */
  | { readonly kind: "apply"; readonly manifest: ArgumentPath; readonly how: string }
  | { readonly kind: "compose"; readonly files: readonly ArgumentPath[]; readonly how: string }
  /** A text that differs at every call. */
  | { readonly kind: "fresh"; readonly what: string }
  /** Only writes for people. */
  | { readonly kind: "log" }
  /** A text made of the arguments. */
  | { readonly kind: "derive" }
  /** Neither makes nor runs images, and hands nothing on. Callbacks run once. */
  | { readonly kind: "harmless" }
  | { readonly kind: "write-file"; readonly path: ArgumentPath; readonly content: ArgumentPath; readonly appends: boolean }
  | { readonly kind: "copy-file" }
  | { readonly kind: "read-file" }
  /** A new, unique file or folder name. */
  | { readonly kind: "join-path"; readonly isResolved: boolean }
  | { readonly kind: "base-name" | "folder-name" }
  | { readonly kind: "parse"; readonly form: "yaml" | "yaml-all" | "json" }
  | { readonly kind: "stringify" }
  /** The first argument is given back as it is (or as a function that does the same as it). */
  | { readonly kind: "same" }
  /** The callback at an argument is called now, certainly, and its result is the call's. */
  | { readonly kind: "call"; readonly callback: number; readonly given: readonly ArgumentPath[]; readonly gives?: "error" | undefined }
  /** A list is mapped by a callback: the results in order. */
  | { readonly kind: "map"; readonly list: number; readonly callback: number }
  /** Replaces a module or a function by a mock. */
  | { readonly kind: "mock" }
  /** A callback of a test framework, run in its phase when the module has been loaded. */
  | { readonly kind: "schedule"; readonly phase: "now" | "before" | "test" | "after" }
  /** The call does not come back. */
  | { readonly kind: "end" }
  /** Go: what an effect gives, and an error beside it; or the error alone. */
  | { readonly kind: "results"; readonly of: ApiEffect; readonly gives: "value and error" | "error" }
  /** The library runs this command line, or does what it does; words are given or stand in the arguments (lists are several words). */
  | { readonly kind: "command"; readonly words: readonly (string | { readonly at: ArgumentPath })[]; readonly input?: ArgumentPath | undefined };
