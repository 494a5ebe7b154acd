/** The contract of the output (version 1): what `--format json` prints and `analyze` returns. Positions are 1-based, ends exclusive, columns in UTF-16 units; files are relative to the project's root, with `/`. */
export interface Report {
  readonly version: 1;
  readonly summary: Summary;
  /** Sorted by file, line, column, rule. */
  readonly findings: readonly Finding[];
  readonly sites: readonly ReportedSite[];
  readonly errors: readonly ReportedError[];
}

export interface Summary {
  /** Files that were read as source. */
  readonly files: number;
  readonly builds: number;
  readonly loads: number;
  /** consistent + thirdParty + unknown + inconsistent. */
  readonly deploys: number;
  readonly consistent: number;
  readonly thirdParty: number;
  readonly unknown: number;
  readonly inconsistent: number;
}

export type Severity = "error" | "warning";

/** What the pod does that is given the deployed reference. */
export type Outcome = "ErrImageNeverPull" | "ImagePullBackOff";

export interface Finding {
  readonly rule: RuleName;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly built?: string | undefined;
  readonly deployed?: string | undefined;
  readonly outcome?: Outcome | undefined;
  readonly related: readonly RelatedPlace[];
  /** What is said beside the place in a picture, where it is not what is said of the rule. */
  readonly label?: string | undefined;
  /** Reported under the preset `strict` only. */
  readonly isStrict?: true | undefined;
  /** Edits that an editor may offer, best first. */
  readonly suggestions?: readonly Suggestion[] | undefined;
}

export interface RelatedPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine?: number | undefined;
  readonly endColumn?: number | undefined;
  readonly message: string;
}

/** Edits of the finding's own file, as UTF-16 offsets into its text; they do not overlap. */
export interface Suggestion {
  readonly description: string;
  readonly edits: readonly { readonly start: number; readonly end: number; readonly text: string }[];
}

export interface ReportedSite {
  readonly kind: "build" | "tag" | "load" | "push" | "generate" | "deploy";
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly references: readonly string[];
  /** The calls from the root to the site, outermost first; empty when the site stands in the root itself. */
  readonly path: readonly { readonly file: string; readonly line: number }[];
  readonly cluster?: string | undefined;
  /** Deploys only. */
  readonly verdict?: "consistent" | "inconsistent" | "third-party" | "unknown" | undefined;
  /** Why the verdict is what it is. */
  readonly why?: string | undefined;
}

export interface ReportedError {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** The rules of this version, in the order in which they explain a finding. */
export const ruleNames = ["no-discarded-image", "no-regenerated-tag", "no-racy-image", "no-dead-override", "no-unloaded-image", "no-image-mismatch", "image-pull-policy", "no-hardcoded-image", "no-unused-image", "image-naming"] as const;

export type RuleName = (typeof ruleNames)[number];
