import type { MakeOperator, MakeText } from "../../facts/makefile.js";
import type { EncodedText } from "../../values/encoding.js";
import type { Place, Text } from "../../values/value.js";
import type { GivenText, ProcessEnvironment } from "../process-environment.js";
import type { Frame } from "../run.js";

/** One run of make: what it was started with, and what it has read of its Makefiles. */
export interface Make {
  /** In the Makefile that it was started with. */
  readonly frame: Frame;
  /** The folder that it runs in, from the project's root, which is `/`. */
  readonly folder: Text;
  /** The Makefile, relative to the project's root. */
  readonly file: string;
  readonly environment: ProcessEnvironment | undefined;
  /** Variables of the command line: they win over the Makefile's own, also in what it starts. */
  readonly overrides: ReadonlyMap<string, GivenText>;
  /** Where it was called: for commands whose own place is not known. */
  readonly place: Place;
  readonly goals: readonly string[];
  /** Files that are being read, so that none includes itself. */
  readonly state: MakeState;
  /** Results of `$(shell date …)` that were read at one time: while the Makefile is read, or while one recipe is expanded. */
  readonly readings: Map<string, Text>;
}

/** What the lines that were read say so far; branches of a conditional whose test is not known are read apart and put together. */
export interface MakeState {
  readonly variables: Map<string, Definition>;
  readonly rules: Map<string, Rule>;
  readonly patternRules: PatternRule[];
  /** Target-specific assignments in order. */
  readonly specific: SpecificAssignment[];
  readonly exported: Map<string, boolean>;
  exportsAll: boolean;
  /** The first goal. */
  firstTarget: string | undefined;
  readonly filesRead: string[];
  /** Rules whose recipe the next recipe line belongs to. */
  open: readonly RecipeHolder[];
  steps: number;
}

/** Text of a Makefile, in whose offsets its parts speak. */
export interface MakeSource {
  readonly text: MakeText;
  readonly source: EncodedText;
}

/** What a variable is; recursive ones are expanded at every use (GNU make manual, "The Two Flavors of Variables"). */
export type Definition =
  | { readonly flavor: "recursive"; readonly values: readonly MakeSource[]; readonly isOverride: boolean; readonly isDefault: boolean; readonly isDefine: boolean; readonly at: Place | undefined }
  | { readonly flavor: "simple"; readonly value: Text; readonly isOverride: boolean; readonly at: Place | undefined }
  | { readonly flavor: "either"; readonly alternatives: readonly (Definition | undefined)[]; readonly identity: string };

export interface RecipeHolder {
  readonly recipe: MakeSource[];
}

export interface Rule {
  readonly prerequisites: readonly string[];
  /** One for each `::` rule, and for each branch of a conditional whose test is not known; else one. */
  readonly recipes: readonly Recipe[];
  readonly stem: string | undefined;
  readonly at: Place | undefined;
}

export interface Recipe extends RecipeHolder {
  /** Recipes of one decision exclude each other. */
  readonly decision: string | undefined;
  readonly stem: string | undefined;
  /** `::` */
  readonly isDouble: boolean;
}

export interface PatternRule {
  readonly targets: readonly string[];
  readonly prerequisites: readonly string[];
  readonly recipe: Recipe;
}

export interface SpecificAssignment {
  /** A target, or a pattern with `%`. */
  readonly target: string;
  readonly name: string;
  readonly operator: MakeOperator;
  readonly value: MakeSource;
  readonly isExported: boolean;
  readonly isOverride: boolean;
  readonly isPrivate: boolean;
}

export function newMakeState(): MakeState {
  return { variables: new Map(), rules: new Map(), patternRules: [], specific: [], exported: new Map(), exportsAll: false, firstTarget: undefined, filesRead: [], open: [], steps: 0 };
}

/** What holds while something is expanded: the arguments of `$(call)`, automatic and target-specific variables. */
export interface Scope {
  readonly variables: ReadonlyMap<string, Definition>;
  readonly outer: Scope | undefined;
}

/** A Makefile that goes on and on ends here. */
export const mostSteps = 60_000;
export const deepestExpansion = 40;

/** The stem of a target under a pattern with one `%`; undefined if it does not match. */
export function stemOf(pattern: string, target: string): string | undefined {
  const percent = pattern.indexOf("%");
  if (percent < 0) return pattern === target ? "" : undefined;
  const [prefix, suffix] = [pattern.slice(0, percent), pattern.slice(percent + 1)];
  if (target.length < prefix.length + suffix.length + 1 || !target.startsWith(prefix) || !target.endsWith(suffix)) return undefined;
  return target.slice(prefix.length, target.length - suffix.length);
}

export function withStem(pattern: string, stem: string): string {
  return pattern.replace("%", () => stem);
}
