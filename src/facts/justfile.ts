/**
 * A justfile (https://just.systems/man/en/grammar.html) as plain data. All offsets are UTF-16 offsets into the text that was
 * read; what is no part of a justfile is left out.
 */
import type { Span } from "./facts.js";

export interface Justfile {
  readonly assignments: readonly JustAssignment[];
  readonly recipes: readonly JustRecipe[];
  /** `set NAME := …`; a setting without a value has none. */
  readonly settings: ReadonlyMap<string, readonly JustExpression[]>;
  readonly aliases: ReadonlyMap<string, string>;
  readonly imports: readonly string[];
  readonly modules: readonly { readonly name: string; readonly path: string | undefined }[];
}

export interface JustAssignment {
  readonly name: string;
  readonly value: JustExpression;
  /** Of the value. */
  readonly at: Span;
  readonly isExported: boolean;
}

export interface JustRecipe {
  readonly name: string;
  readonly parameters: readonly JustParameter[];
  readonly before: readonly JustDependency[];
  readonly after: readonly JustDependency[];
  /** What stands in the brackets before it. */
  readonly attributes: readonly string[];
  /** Its lines, those that continue one joined to it, without their indentation. */
  readonly lines: readonly (readonly JustPiece[])[];
  /** The first line, where it begins with `#!`: then all lines are one script. */
  readonly shebang: string | undefined;
  readonly at: Span;
}

export interface JustParameter {
  readonly name: string;
  readonly isExported: boolean;
  /** `+` takes one or more, `*` none or more. */
  readonly takes: "one" | "+" | "*";
  readonly otherwise: JustExpression | undefined;
}

export interface JustDependency {
  readonly name: string;
  readonly arguments: readonly JustExpression[];
  readonly at: Span;
}

/** Letters of a line, or what stands in `{{…}}`. */
export type JustPiece = { readonly kind: "letters"; readonly at: Span } | { readonly kind: "value"; readonly value: JustExpression; readonly at: Span };

export type JustExpression =
  /** `at` is what stands between the quotes; `letters` where that is not the text itself. */
  | { readonly kind: "text"; readonly at: Span; readonly letters: string | undefined }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "backtick"; readonly at: Span }
  | { readonly kind: "call"; readonly name: string; readonly arguments: readonly JustExpression[] }
  | { readonly kind: "join"; readonly parts: readonly JustExpression[]; readonly between: "" | "/" }
  | { readonly kind: "either"; readonly operator: "||" | "&&"; readonly left: JustExpression; readonly right: JustExpression }
  | { readonly kind: "condition"; readonly operator: string; readonly left: JustExpression; readonly right: JustExpression; readonly then: JustExpression; readonly otherwise: JustExpression }
  | { readonly kind: "unknown" };
