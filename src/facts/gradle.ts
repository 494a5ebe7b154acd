/** What a build file of Gradle's says (in Groovy, or in Kotlin as far as it looks alike): blocks and what is set in them; places are offsets in the file. */
import type { Span } from "./facts.js";

export type GradleItem =
  /** `jib { … }`, `tasks.named("bootBuildImage") { … }` */
  | { readonly kind: "block"; readonly name: string; readonly items: readonly GradleItem[] }
  /** `a.b = …`, `a.set(…)`, `def a = …`, `a …` */
  | { readonly kind: "set"; readonly path: readonly string[]; readonly value: GradleValue };

export type GradleValue =
  /** As it is written, without its quotes; `isTemplate`: its `$name` and `${…}` are values. */
  | { readonly kind: "text"; readonly value: string; readonly at: Span; readonly isTemplate: boolean }
  | { readonly kind: "name"; readonly path: readonly string[] }
  | { readonly kind: "list"; readonly items: readonly GradleValue[] }
  | { readonly kind: "sum"; readonly left: GradleValue; readonly right: GradleValue }
  | { readonly kind: "unknown"; readonly at: Span };
