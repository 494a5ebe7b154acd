/** What a file of Starlark says (Tiltfiles, Bazel's BUILD files), as far as the flow of values needs it; places are offsets in the file. */
import type { Span, SyntaxProblem } from "./facts.js";

export interface StarlarkFile {
  readonly body: readonly StarlarkStatement[];
  readonly problems: readonly SyntaxProblem[];
}

export type StarlarkStatement =
  | { readonly kind: "evaluate"; readonly value: StarlarkExpression }
  /** `a = …`, `a, b = …`; `+=` as its operator. */
  | { readonly kind: "assign"; readonly target: StarlarkTarget; readonly value: StarlarkExpression; readonly isAdded: boolean }
  | { readonly kind: "if"; readonly test: StarlarkExpression; readonly then: readonly StarlarkStatement[]; readonly otherwise: readonly StarlarkStatement[] }
  | { readonly kind: "for"; readonly target: StarlarkTarget; readonly of: StarlarkExpression; readonly body: readonly StarlarkStatement[] }
  | { readonly kind: "define"; readonly name: string; readonly parameters: readonly StarlarkParameter[]; readonly body: readonly StarlarkStatement[] }
  | { readonly kind: "return"; readonly value: StarlarkExpression | undefined };

export type StarlarkTarget =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "several"; readonly targets: readonly StarlarkTarget[] }
  | { readonly kind: "item"; readonly object: StarlarkExpression; readonly index: StarlarkExpression }
  | { readonly kind: "other" };

export interface StarlarkParameter {
  readonly name: string;
  readonly default: StarlarkExpression | undefined;
  readonly form: "plain" | "list" | "map";
}

export interface StarlarkArgument {
  readonly name: string | undefined;
  readonly value: StarlarkExpression;
  /** `*list`, `**map` */
  readonly isSpread: boolean;
}

export type StarlarkExpression =
  /** `map` as in the facts of literals. */
  | { readonly kind: "text"; readonly value: string; readonly at: Span; readonly map: readonly (readonly [number, number])[] | undefined }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "constant"; readonly value: boolean | null }
  | { readonly kind: "name"; readonly name: string; readonly at: Span }
  | { readonly kind: "call"; readonly callee: StarlarkExpression; readonly arguments: readonly StarlarkArgument[]; readonly at: Span }
  | { readonly kind: "member"; readonly object: StarlarkExpression; readonly name: string; readonly at: Span }
  | { readonly kind: "item"; readonly object: StarlarkExpression; readonly index: StarlarkExpression }
  | { readonly kind: "list"; readonly items: readonly StarlarkExpression[] }
  | { readonly kind: "map"; readonly entries: readonly (readonly [StarlarkExpression, StarlarkExpression])[] }
  | { readonly kind: "operation"; readonly operator: string; readonly left: StarlarkExpression; readonly right: StarlarkExpression }
  | { readonly kind: "not"; readonly value: StarlarkExpression }
  | { readonly kind: "conditional"; readonly test: StarlarkExpression; readonly then: StarlarkExpression; readonly otherwise: StarlarkExpression }
  | { readonly kind: "each"; readonly body: StarlarkExpression; readonly target: StarlarkTarget; readonly of: StarlarkExpression; readonly test: StarlarkExpression | undefined }
  | { readonly kind: "unknown"; readonly at: Span };
