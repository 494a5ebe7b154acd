/**
 * The intermediate language that every frontend emits: structured, ordered, plain data (it survives JSON), with exact
 * source ranges, and no more of a language than the flow of values needs.
 *
 * Names are resolved lexically by the frontend: an expression speaks of a `Variable` of its file by index, or of a
 * `global` by name. What a frontend does not understand is an `unknown` expression with a reason.
 */

import type { BakeFile } from "./bake.js";
import type { Dockerfile } from "./dockerfile.js";
import type { Makefile } from "./makefile.js";
import type { ShellScript } from "./shell-script.js";

/** UTF-16 offsets into the file's text as it was given to the frontend; `end` is exclusive. */
export type Span = readonly [start: number, end: number];

export type VariableIndex = number;
export type FunctionIndex = number;
export type ClassIndex = number;

export type Language = CodeLanguage | ScriptLanguage;

/** Languages whose files are lowered to functions, statements and expressions. */
export type CodeLanguage = "typescript" | "go";

/**
 * Languages whose files stay what they are until they run, or until something reads them: a word of a script is a command only
 * where it is expanded. `tool` is what build tools and task runners read, each in a syntax of its own (`models/tool-files.ts`).
 */
export type ScriptLanguage = "yaml" | "shell" | "make" | "dockerfile" | "hcl" | "tool" | "helm";

export function isCode(language: Language): language is CodeLanguage {
  return language === "typescript" || language === "go";
}

/** The facts of a file that holds no code of its own: what it has beside is given. */
export function scriptFacts(language: ScriptLanguage, parts: Pick<FileFacts, "directives" | "problems" | "script" | "makefile" | "dockerfile" | "bake">): FileFacts {
  return { language, variables: [], functions: [], classes: [], body: [], imports: [], exports: [], ...parts };
}

export interface FileFacts {
  readonly language: Language;
  /** All bindings of the file, in order of declaration. */
  readonly variables: readonly Variable[];
  readonly functions: readonly FunctionFacts[];
  readonly classes: readonly ClassFacts[];
  /** Go: methods, which are declared apart from their types and may stand in another file of the package. */
  readonly methods?: readonly MethodFacts[] | undefined;
  /** The module's own statements: what runs when it is loaded. Hoisted declarations stand first. */
  readonly body: readonly Statement[];
  readonly imports: readonly ImportFacts[];
  readonly exports: readonly ExportFacts[];
  readonly directives: readonly Directive[];
  /** Syntax errors; what could be read is in the facts all the same. */
  readonly problems: readonly SyntaxProblem[];
  /** Shell: the whole of the file. Its words become commands only where it runs, so it stays a script. */
  readonly script?: ShellScript | undefined;
  /** Make: the whole of the file. */
  readonly makefile?: Makefile | undefined;
  /** Dockerfile: its instructions that speak of images. */
  readonly dockerfile?: Dockerfile | undefined;
  /** HCL: the blocks of a bake file. */
  readonly bake?: BakeFile | undefined;
}

export interface Variable {
  /** "" for one that the frontend made to hold a value that is read twice, or awaited before it is bound (`for await`). */
  readonly name: string;
  /** Where the name is declared. */
  readonly at: Span;
  readonly kind: "constant" | "variable" | "parameter" | "import" | "function" | "class";
  /** The function whose activation holds it; undefined for the module's own. */
  readonly owner?: FunctionIndex | undefined;
  /** Where a simple declaration (`const x = …`) has its statement, for edits. */
  readonly statement?: Span | undefined;
}

export interface FunctionFacts {
  /** The declared or inferred name (`const f = () => …` is `f`, a method is its name); undefined if it has none. */
  readonly name?: string | undefined;
  readonly at: Span;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  /** Arrow functions and methods lowered from them use the `this` of the place where they are written. */
  readonly hasOwnThis: boolean;
  /** Go: the variables of named results, which a return sets and deferred calls may change. */
  readonly results?: readonly VariableIndex[] | undefined;
  /** Where a statement can be put before the first one of the body; undefined for an arrow with an expression body. */
  readonly bodyAt?: Span | undefined;
}

export interface Parameter {
  readonly target: Pattern;
  readonly default?: Expression | undefined;
  readonly isRest: boolean;
  /** The name of the class of this project (or of an import) that its type annotation names, if it is a plain name. */
  readonly type?: Expression | undefined;
}

export interface ClassFacts {
  readonly name?: string | undefined;
  readonly at: Span;
  readonly extends?: Expression | undefined;
  readonly constructor_?: FunctionIndex | undefined;
  readonly methods: readonly ClassMember[];
  readonly fields: readonly ClassField[];
  /** Go: what values of the type are (`named` is another type, which `extends` gives); undefined for a class. */
  readonly underlying?: "struct" | "list" | "map" | "text" | "number" | "boolean" | "nil" | "named" | undefined;
  /** Go: the type of a list's or map's elements, as far as it is a named or structured one. */
  readonly element?: Expression | undefined;
}

/** A method of a type that is declared in the same package. */
export interface MethodFacts {
  /** The type's name. */
  readonly type: string;
  readonly key: string;
  readonly function: FunctionIndex;
}

export interface ClassMember {
  readonly key: PropertyKey_;
  readonly function: FunctionIndex;
  readonly kind: "method" | "getter" | "setter";
  readonly isStatic: boolean;
}

/** A static block is a static field whose key is "" and whose value calls an arrow function: it runs in its place among the fields. */
export interface ClassField {
  readonly key: PropertyKey_;
  readonly value?: Expression | undefined;
  readonly isStatic: boolean;
  readonly type?: Expression | undefined;
  /** Go: a struct without a name of its own, whose fields and methods are the outer one's too. */
  readonly isEmbedded?: boolean | undefined;
}

/** A constant name, or an expression that computes one. Private names keep their `#`. */
export type PropertyKey_ = string | Expression;

/** One imported module specifier, whatever the form (`import`, `export … from`, `require`, `import()`). */
export interface ImportFacts {
  readonly specifier: string;
  readonly at: Span;
  /** `import { imported as local }`: the variable bound; `*` for a namespace; undefined for a bare import. */
  readonly bindings: readonly { readonly imported: string; readonly variable: VariableIndex }[];
  /** `import type`: the module is not loaded by it; the bindings are read only by the `type` of parameters and fields. */
  readonly isTypeOnly?: boolean | undefined;
  /** `require("x")` and `import("x")`: the module is loaded where the `import` expression is evaluated, if it ever is. */
  readonly isExpression?: boolean | undefined;
  /** Go's `import . "x"`: any name that neither the file nor its package declares may come from it. */
  readonly isDot?: boolean | undefined;
}

export type ExportFacts =
  /** `export { local as exported }`, `export const exported = …`, `export default …` (its value is in a variable). */
  | { readonly kind: "local"; readonly exported: string; readonly variable: VariableIndex }
  /** `export { imported as exported } from "specifier"`; imported `*` is `export * as exported from`. */
  | { readonly kind: "from"; readonly exported: string; readonly imported: string; readonly specifier: string }
  /** `export * from "specifier"`. */
  | { readonly kind: "all"; readonly specifier: string };

/** A comment that holds an ESLint directive (in Go also `nolint`), as text without the comment's marks. */
export interface Directive {
  readonly text: string;
  readonly form: "line" | "block";
  readonly at: Span;
  /** `nolint`: the declaration or statement that it is about; undefined for what it says of a line or a file. */
  readonly covers?: Span | undefined;
}

export interface SyntaxProblem {
  readonly offset: number;
  readonly message: string;
}

// ---------------------------------------------------------------------------------------------------- statements

export type Statement =
  | { readonly kind: "evaluate"; readonly expression: Expression; readonly at: Span }
  /** A declaration: `const target = value`. Without a value the variables become undefined (`let x;`). */
  | { readonly kind: "bind"; readonly target: Pattern; readonly value?: Expression | undefined; readonly at: Span }
  | { readonly kind: "if"; readonly test: Expression; readonly then: readonly Statement[]; readonly otherwise: readonly Statement[]; readonly at: Span }
  /** `for … of` (values), `for … in` (keys); Go's range gives entries `[key, value]`. */
  | { readonly kind: "each"; readonly over: "values" | "keys" | "entries"; readonly target: Pattern; readonly of: Expression; readonly body: readonly Statement[]; readonly label?: string | undefined; readonly at: Span }
  /** Any other loop; initialisers stand before it. `update` runs after each body, also after `continue`. */
  | { readonly kind: "loop"; readonly test?: Expression | undefined; readonly update?: Expression | undefined; readonly body: readonly Statement[]; readonly runsFirst: boolean; readonly label?: string | undefined; readonly at: Span }
  | { readonly kind: "switch"; readonly subject: Expression; readonly cases: readonly SwitchCase[]; readonly label?: string | undefined; readonly at: Span }
  | { readonly kind: "try"; readonly body: readonly Statement[]; readonly parameter?: Pattern | undefined; readonly handler?: readonly Statement[] | undefined; readonly finalizer?: readonly Statement[] | undefined; readonly at: Span }
  /** Go: several results are an array; a failure returns an error, and what it returns beside it has no meaning. */
  | { readonly kind: "return"; readonly value?: Expression | undefined; readonly isFailure?: boolean | undefined; readonly at: Span }
  /** `go f(x)`: the call runs beside what follows. */
  | { readonly kind: "spawn"; readonly call: Expression; readonly at: Span }
  /** `defer f(x)`: callee and arguments are evaluated here, the call runs when the function ends. */
  | { readonly kind: "defer"; readonly call: Expression; readonly at: Span }
  | { readonly kind: "throw"; readonly value: Expression; readonly at: Span }
  | { readonly kind: "break" | "continue"; readonly label?: string | undefined; readonly at: Span }
  | { readonly kind: "block"; readonly body: readonly Statement[]; readonly label?: string | undefined; readonly at: Span };

export interface SwitchCase {
  /** Undefined for `default`. */
  readonly test?: Expression | undefined;
  /** Falls through into the next case unless it breaks. */
  readonly body: readonly Statement[];
}

// ---------------------------------------------------------------------------------------------------- expressions

export type Expression =
  /** `map` is given when the text in the file is not the value letter by letter (escapes, CRLF): pairs of
   *  [offset in the value, offset in the file], ascending; between two pairs both run in step. Without it the value
   *  starts at `at[0] + 1` (after the quote), or at `at[0]` for a literal part of a template. */
  | { readonly kind: "literal"; readonly value: string | number | boolean | null; readonly at: Span; readonly quoted?: boolean | undefined; readonly map?: readonly (readonly [number, number])[] | undefined }
  | { readonly kind: "undefined"; readonly at: Span }
  /** Concatenation of texts: template literals. Literal parts are unquoted literals. */
  | { readonly kind: "template"; readonly parts: readonly Expression[]; readonly at: Span }
  | { readonly kind: "regexp"; readonly source: string; readonly flags: string; readonly at: Span }
  | { readonly kind: "variable"; readonly variable: VariableIndex; readonly at: Span }
  | { readonly kind: "global"; readonly name: string; readonly at: Span }
  | { readonly kind: "this" | "super"; readonly at: Span }
  | { readonly kind: "member"; readonly object: Expression; readonly key: PropertyKey_; readonly optional: boolean; readonly at: Span }
  | { readonly kind: "call"; readonly callee: Expression; readonly arguments: readonly Argument[]; readonly construct: boolean; readonly optional: boolean; readonly at: Span }
  /** `` tag`a${b}c` ``: strings are the literal parts as unquoted literals (raw ones for `raw: true`). */
  | { readonly kind: "tagged"; readonly tag: Expression; readonly template: Expression; readonly at: Span }
  | { readonly kind: "function"; readonly function: FunctionIndex; readonly at: Span }
  | { readonly kind: "class"; readonly class: ClassIndex; readonly at: Span }
  /** Go: with a type it is a composite literal, and without entries the type's zero value. */
  | { readonly kind: "object"; readonly entries: readonly ObjectEntry[]; readonly type?: Expression | undefined; readonly at: Span }
  /** Go: `&value`, a pointer to a variable, a field, an element or a new object; and what a pointer points to. */
  | { readonly kind: "address" | "dereference"; readonly value: Expression; readonly at: Span }
  /** `isCopied`: one of Go's arrays, which are copied where they are stored, and not a slice. */
  | { readonly kind: "array"; readonly elements: readonly (ArrayElement | null)[]; readonly isCopied?: boolean | undefined; readonly at: Span }
  | { readonly kind: "conditional"; readonly test: Expression; readonly then: Expression; readonly otherwise: Expression; readonly at: Span }
  | { readonly kind: "logical"; readonly operator: "&&" | "||" | "??"; readonly left: Expression; readonly right: Expression; readonly at: Span }
  | { readonly kind: "not" | "void" | "typeof" | "delete"; readonly value: Expression; readonly at: Span }
  | { readonly kind: "compare"; readonly operator: "===" | "!==" | "<" | "<=" | ">" | ">=" | "in" | "instanceof"; readonly left: Expression; readonly right: Expression; readonly at: Span }
  /** `+` may be a concatenation; the others are arithmetic. */
  | { readonly kind: "arithmetic"; readonly operator: string; readonly left: Expression; readonly right: Expression; readonly at: Span }
  /** Also `+=` and `x++` (lowered to an arithmetic value), `||=`, `??=`, `&&=` (lowered to a logical value). */
  | { readonly kind: "assign"; readonly target: Pattern; readonly value: Expression; readonly at: Span }
  | { readonly kind: "await" | "yield"; readonly value?: Expression | undefined; readonly at: Span }
  | { readonly kind: "sequence"; readonly expressions: readonly Expression[]; readonly at: Span }
  /** `import(specifier)`, `require(specifier)`. */
  | { readonly kind: "import"; readonly specifier: Expression; readonly form: "import" | "require"; readonly at: Span }
  /** Not understood; `parts` are evaluated for their effects. */
  | { readonly kind: "unknown"; readonly reason: string; readonly parts: readonly Expression[]; readonly at: Span };

export interface Argument {
  readonly value: Expression;
  readonly isSpread: boolean;
}

export type ArrayElement = Argument;

export type ObjectEntry =
  /** Go: `T{Key: value}` names a field, or, where T is a map, a constant: `mapKey` is that reading. */
  | { readonly kind: "property"; readonly key: PropertyKey_; readonly value: Expression; readonly mapKey?: Expression | undefined; readonly at: Span }
  /** Go: `T{value, …}`, the next field of a struct or element of a list. */
  | { readonly kind: "element"; readonly value: Expression; readonly at: Span }
  | { readonly kind: "spread"; readonly value: Expression; readonly at: Span }
  | { readonly kind: "getter" | "setter"; readonly key: PropertyKey_; readonly function: FunctionIndex; readonly at: Span };

// ---------------------------------------------------------------------------------------------------- patterns

/** The left side of a binding or an assignment. */
export type Pattern =
  | { readonly kind: "variable"; readonly variable: VariableIndex; readonly at: Span }
  /** An assignment to a name that is not declared in the file. */
  | { readonly kind: "global"; readonly name: string; readonly at: Span }
  | { readonly kind: "member"; readonly object: Expression; readonly key: PropertyKey_; readonly at: Span }
  | { readonly kind: "object"; readonly entries: readonly { readonly key: PropertyKey_; readonly target: Pattern; readonly default?: Expression | undefined }[]; readonly rest?: Pattern | undefined; readonly at: Span }
  | { readonly kind: "array"; readonly elements: readonly ({ readonly target: Pattern; readonly default?: Expression | undefined; readonly isRest: boolean } | null)[]; readonly at: Span }
  /** Go: `*pointer = value`. */
  | { readonly kind: "dereference"; readonly pointer: Expression; readonly at: Span }
  /** Go's blank identifier. */
  | { readonly kind: "ignore"; readonly at: Span };
