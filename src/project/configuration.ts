import type { RuleName, Severity } from "../report/report.js";

/** The content of `tag-consistency.config.json`; every key is optional and zero configuration is the normal case. */
export interface Configuration {
  /** Functions outside the project (or too dynamic to see) whose result is the reference of an image that they made. */
  readonly producers?: readonly FunctionPattern[] | undefined;
  /** Functions that give a unique name at each call. */
  readonly generators?: readonly FunctionPattern[] | undefined;
  /** Functions that deploy the reference they are given. */
  readonly consumers?: readonly FunctionPattern[] | undefined;
  /** Further paths in manifests that hold an image, as `Kind: path.to[].image`. */
  readonly manifestPaths?: readonly ManifestPath[] | undefined;
  /** Domains that no cluster can pull from, beside `localhost` (without a port), `kind.local`, `ko.local`. */
  readonly localDomains?: readonly string[] | undefined;
  readonly naming?: Naming | undefined;
  readonly ignore?: Ignore | undefined;
  /** Globs of files to read although git ignores them or they lie in node_modules, vendor or a submodule. */
  readonly include?: readonly string[] | undefined;
  /** Severity of each rule; it wins over the preset. */
  readonly rules?: Readonly<Partial<Record<RuleName, Severity | "off">>> | undefined;
}

/** A plain string is the function's name. */
export type FunctionPattern =
  | string
  | {
      /** The function's name; `Class.method` for a method. */
      readonly name: string;
      /** The module specifier that it is imported from; any if absent. */
      readonly module?: string | undefined;
      /** The 0-based argument (and property, as `0.image`) that holds the reference. */
      readonly argument?: number | string | undefined;
      /** The property of the result that holds the reference; the result itself if absent. */
      readonly result?: string | undefined;
    };

export interface ManifestPath {
  readonly kind: string;
  /** API group or `group/version`; any if absent. */
  readonly apiVersion?: string | undefined;
  /** From the object's root, lists as `containers[]`: `spec.template.spec.containers[].image`. */
  readonly path: string;
}

/** Conventions checked by `image-naming`. */
export interface Naming {
  /** A pattern that every built reference must follow, `[service]` standing for one name. */
  readonly pattern?: string | undefined;
  /** Tags that no shared image may have. */
  readonly forbiddenTags?: readonly string[] | undefined;
}

export interface Ignore {
  /** Globs of files whose findings are not reported and whose text is not read. */
  readonly files?: readonly string[] | undefined;
  /** Rules silenced for files: `{ "fixtures/**": ["no-image-mismatch"] }`. */
  readonly rules?: Readonly<Record<string, readonly RuleName[]>> | undefined;
}
