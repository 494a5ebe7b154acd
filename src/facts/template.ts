/**
 * A template of Go's text/template (https://pkg.go.dev/text/template) as plain data: its nodes in order, and where
 * everything stands. All offsets are UTF-16 offsets into the text that was read.
 */
import type { Span, SyntaxProblem } from "./facts.js";

export interface Template {
  readonly nodes: readonly TemplateNode[];
  /** What does not balance, or is no action, by offset; what could be read is in the nodes all the same. */
  readonly problems: readonly SyntaxProblem[];
}

export type TemplateNode =
  /** Letters as they stand, without the blanks that a trim marker takes away. */
  | { readonly kind: "text"; readonly at: Span }
  | { readonly kind: "comment"; readonly at: Span }
  /** An action that could not be read. */
  | { readonly kind: "unknown"; readonly at: Span }
  | { readonly kind: "print"; readonly pipeline: Pipeline; readonly at: Span }
  /** `$x := …` declares, `$x = …` does not. */
  | { readonly kind: "assign"; readonly variable: string; readonly declares: boolean; readonly pipeline: Pipeline; readonly at: Span }
  | { readonly kind: "if" | "with"; readonly variable: string | undefined; readonly pipeline: Pipeline; readonly then: readonly TemplateNode[]; readonly otherwise: readonly TemplateNode[]; readonly at: Span }
  | { readonly kind: "range"; readonly key: string | undefined; readonly element: string | undefined; readonly pipeline: Pipeline; readonly then: readonly TemplateNode[]; readonly otherwise: readonly TemplateNode[]; readonly at: Span }
  | { readonly kind: "define"; readonly name: string; readonly body: readonly TemplateNode[]; readonly at: Span }
  /** `{{ template "name" . }}`; of a `block` there is a `define` of its body before it. */
  | { readonly kind: "template"; readonly name: string; readonly argument: Pipeline | undefined; readonly at: Span }
  | { readonly kind: "break" | "continue"; readonly at: Span };

/** Commands, each of which gets the result of the one before it as its last argument. */
export interface Pipeline {
  readonly commands: readonly TemplateCommand[];
  readonly at: Span;
}

/** The first operand is what is called, if it is a function or a method. */
export interface TemplateCommand {
  readonly operands: readonly Operand[];
  readonly at: Span;
}

export type Operand =
  /** `.A.B`; the dot itself has no path. */
  | { readonly kind: "field"; readonly path: readonly string[]; readonly at: Span }
  /** `$x.A`; `$` alone has an empty name. */
  | { readonly kind: "variable"; readonly name: string; readonly path: readonly string[]; readonly at: Span }
  | { readonly kind: "function"; readonly name: string; readonly at: Span }
  /** `isRaw`: the letters stand in the text as they are, between its quotes. */
  | { readonly kind: "string"; readonly text: string; readonly isRaw: boolean; readonly at: Span }
  | { readonly kind: "number"; readonly number: number; readonly at: Span }
  | { readonly kind: "constant"; readonly constant: true | false | null; readonly at: Span }
  /** `(…).A` */
  | { readonly kind: "group"; readonly pipeline: Pipeline; readonly path: readonly string[]; readonly at: Span };
