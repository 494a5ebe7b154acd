/**
 * A file of `docker buildx bake` as plain data (https://docs.docker.com/build/bake/reference/): its blocks with their attributes, whose
 * values are expressions of HCL. All offsets are UTF-16 offsets into the file's text.
 */
import type { Span, SyntaxProblem } from "./facts.js";

export interface BakeFile {
  readonly blocks: readonly BakeBlock[];
  /** Attributes outside of blocks: constants of the file. */
  readonly attributes: readonly BakeAttribute[];
  readonly problems: readonly SyntaxProblem[];
}

export interface BakeBlock {
  /** `target`, `group`, `variable`, `function`, or what the file has beside. */
  readonly type: string;
  readonly name: string;
  readonly attributes: readonly BakeAttribute[];
  readonly at: Span;
}

export interface BakeAttribute {
  readonly name: string;
  readonly value: BakeExpression;
  readonly at: Span;
}

export type BakeExpression =
  /** Letters as they are written, without quotes; a number, or the lines of a here-document, too. */
  | { readonly kind: "text"; readonly at: Span }
  | { readonly kind: "boolean"; readonly value: boolean; readonly at: Span }
  | { readonly kind: "null"; readonly at: Span }
  /** `"a${b}c"` */
  | { readonly kind: "template"; readonly parts: readonly BakeExpression[]; readonly at: Span }
  | { readonly kind: "variable"; readonly name: string; readonly at: Span }
  /** `of.name`, `of[key]` */
  | { readonly kind: "member"; readonly of: BakeExpression; readonly key: BakeExpression; readonly at: Span }
  | { readonly kind: "call"; readonly name: string; readonly arguments: readonly BakeExpression[]; readonly at: Span }
  | { readonly kind: "conditional"; readonly condition: BakeExpression; readonly yes: BakeExpression; readonly no: BakeExpression; readonly at: Span }
  | { readonly kind: "operation"; readonly operator: string; readonly operands: readonly BakeExpression[]; readonly at: Span }
  | { readonly kind: "list"; readonly items: readonly BakeExpression[]; readonly at: Span }
  | { readonly kind: "map"; readonly entries: readonly { readonly key: BakeExpression; readonly value: BakeExpression }[]; readonly at: Span }
  /** `[for key, value in of : item]`; a condition lets some of them out. */
  | { readonly kind: "for"; readonly names: readonly string[]; readonly of: BakeExpression; readonly item: BakeExpression; readonly hasCondition: boolean; readonly at: Span }
  | { readonly kind: "unknown"; readonly at: Span };
