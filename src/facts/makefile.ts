/**
 * A Makefile as plain data: its lines in order, expansions as they are written. GNU make decides most of a Makefile's meaning
 * while it reads it (which branch of a conditional counts, which rule a recipe line belongs to, what `$(eval)` adds), so
 * this is what is on the lines, and no more (https://www.gnu.org/software/make/manual/make.html#Parsing-Makefiles).
 *
 * The text that was read may hold holes: text that is not known before the program runs stands in it as one character
 * (see `isHole` in models/command-effect). All offsets are UTF-16 offsets into the text that was read.
 */
import type { Span, SyntaxProblem } from "./facts.js";

export interface Makefile {
  readonly lines: readonly MakeLine[];
  /** By offset; what could be read is in the lines all the same. */
  readonly problems: readonly SyntaxProblem[];
}

export type MakeLine = MakeAssignment | MakeRule | MakeRecipeLine | MakeConditional | MakeInclude | MakeExport | MakeExpression;

/** `=`, `:=` (also `::=`), `:::=`, `?=`, `+=`, `!=`. */
export type MakeOperator = "=" | ":=" | ":::=" | "?=" | "+=" | "!=";

/** `NAME = value`, `define NAME … endef`, `target: NAME = value`. */
export interface MakeAssignment {
  readonly kind: "assignment";
  readonly name: MakeText;
  readonly operator: MakeOperator;
  readonly value: MakeText;
  /** Target-specific: the targets, or patterns of targets, for which (and for whose prerequisites) it holds. */
  readonly targets?: MakeText | undefined;
  /** `define`: the value may have several lines, and line breaks in it stay. */
  readonly isDefine: boolean;
  readonly isExported: boolean;
  /** It wins over a value given on the command line. */
  readonly isOverride: boolean;
  /** Not for the prerequisites of its targets. */
  readonly isPrivate: boolean;
  readonly at: Span;
}

/** `targets: prerequisites | order-only`, `targets: pattern: prerequisites`, `targets:: …`, `targets: … ; recipe`. */
export interface MakeRule {
  readonly kind: "rule";
  readonly targets: MakeText;
  /** `::`: each rule of the target stands for itself. */
  readonly isDouble: boolean;
  /** Of a static pattern rule. */
  readonly targetPattern?: MakeText | undefined;
  readonly prerequisites: MakeText;
  readonly orderOnly: MakeText;
  /** The first recipe line, behind `;` on the rule's own line. */
  readonly recipe?: MakeText | undefined;
  readonly at: Span;
}

/** A line that begins with a tab, with the lines that continue it; it belongs to the rule that was read last. */
export interface MakeRecipeLine {
  readonly kind: "recipe";
  /** As the shell gets it: without the first tab, `\` and line break kept, without the tab behind them; within `$(…)` a continued line is a blank. */
  readonly text: MakeText;
  readonly at: Span;
}

/** `ifeq … else ifneq … else … endif`: its tests are expanded when they are read; recipe lines may lie inside. */
export interface MakeConditional {
  readonly kind: "conditional";
  readonly branches: readonly { readonly test: MakeTest; readonly lines: readonly MakeLine[] }[];
  readonly otherwise: readonly MakeLine[];
  readonly at: Span;
}

export type MakeTest =
  | { readonly kind: "equal"; readonly left: MakeText; readonly right: MakeText; readonly isNegated: boolean }
  | { readonly kind: "defined"; readonly name: MakeText; readonly isNegated: boolean };

/** `include files`, `-include files`, `sinclude files`. */
export interface MakeInclude {
  readonly kind: "include";
  readonly files: MakeText;
  readonly isOptional: boolean;
  readonly at: Span;
}

/** `export`, `export NAMES`, `unexport NAMES`, `undefine NAME`; without names all variables. */
export interface MakeExport {
  readonly kind: "export" | "unexport" | "undefine";
  readonly names: MakeText;
  readonly at: Span;
}

/**
 * A line without a rule's colon that begins with an expansion (`$(eval …)`, `$(foreach …)`): what it expands to is read as
 * lines. Also one with a hole and no colon: the hole may hold anything, so reading it again gives the same line.
 */
export interface MakeExpression {
  readonly kind: "expression";
  readonly text: MakeText;
  readonly at: Span;
}

/** Text with expansions. In assignments and rules a continued line is one blank. */
export interface MakeText {
  readonly parts: readonly MakePart[];
  readonly at: Span;
}

export type MakePart =
  /** Verbatim, or one letter for a longer place: `$` for `$$`, `#` for `\#`, a blank for a continued line, a line break for one with the recipe prefix behind it. The parts of a text cover it. */
  | { readonly kind: "text"; readonly text: string; readonly at: Span }
  /** `$(NAME)`, `${NAME}`, and `$N`, which is one letter long. `$(NAME:from=to)` has a substitution. */
  | { readonly kind: "variable"; readonly name: MakeText; readonly substitution?: { readonly from: MakeText; readonly to: MakeText } | undefined; readonly isLetter: boolean; readonly at: Span }
  /** `$(function argument,argument)`. Blanks before the first argument are not part of it. */
  | { readonly kind: "call"; readonly function: string; readonly arguments: readonly MakeText[]; readonly at: Span };
