/**
 * A shell script as plain data: statements in order, words with their quotes removed, and where everything stands.
 *
 * The text that was read may hold holes: text that is not known before the program runs stands in it as one character
 * (see `isHole` in models/command-effect). All offsets are UTF-16 offsets into the text that was read.
 */
import type { Span, SyntaxProblem } from "./facts.js";

export interface ShellScript {
  readonly statements: readonly ShellStatement[];
  /**
   * What could not be read, by offset; a nested script repeats those that lie in it. Where there is one, a command may
   * be missing from the statements.
   */
  readonly problems: readonly SyntaxProblem[];
}

export type ShellStatement =
  | ShellCommand
  | ShellAssignments
  | ShellPipeline
  | ShellList
  | ShellIf
  | ShellWhile
  | ShellFor
  | ShellCase
  | ShellFunction
  | ShellGroup
  | ShellArithmetic;

interface StatementBase {
  readonly at: Span;
  /** In order; here-documents and here-strings are among them. */
  readonly redirects: readonly ShellRedirect[];
  /** The here-document or here-string that is its standard input. */
  readonly stdin?: ShellInput | undefined;
  /** Ends with `&`: the next statement does not wait for it. */
  readonly isBackground: boolean;
}

/** A simple command; `[ … ]` and `[[ … ]]` too, whose brackets and operators are words. */
export interface ShellCommand extends StatementBase {
  readonly kind: "command";
  /** `A=b command`: the environment of this command only. */
  readonly assignments: readonly ShellAssignment[];
  /** The first one is the program. Empty if there are redirects only. */
  readonly words: readonly Word[];
}

/** `A=b C=d`, `export A=b C`, `local x`. */
export interface ShellAssignments extends StatementBase {
  readonly kind: "assignment";
  readonly assignments: readonly ShellAssignment[];
  /** The declaring command, if there is one. */
  readonly keyword?: "export" | "readonly" | "local" | "declare" | "typeset" | undefined;
  /** Its options and the names it declares without a value (`export C`). */
  readonly words: readonly Word[];
}

export interface ShellAssignment {
  readonly name: string;
  /** `name[index]=…`. */
  readonly index?: Word | undefined;
  readonly value: Word;
  /** The values of an array `(a b)`; `value` is empty then. */
  readonly elements?: readonly Word[] | undefined;
  /** `+=`. */
  readonly isAppended: boolean;
  readonly at: Span;
}

/** Each command's standard output is the next one's standard input. A negated single command is one too. */
export interface ShellPipeline extends StatementBase {
  readonly kind: "pipeline";
  readonly commands: readonly ShellStatement[];
  readonly isNegated: boolean;
}

/** `first && second || third`, from left to right; `operators[i]` stands before `statements[i + 1]`. */
export interface ShellList extends StatementBase {
  readonly kind: "list";
  readonly statements: readonly ShellStatement[];
  readonly operators: readonly ("&&" | "||")[];
}

export interface ShellIf extends StatementBase {
  readonly kind: "if";
  /** `if` and each `elif`. */
  readonly branches: readonly { readonly condition: readonly ShellStatement[]; readonly body: readonly ShellStatement[] }[];
  readonly otherwise: readonly ShellStatement[];
}

/** `while`, `until`, and `for ((…))`, whose condition is empty. */
export interface ShellWhile extends StatementBase {
  readonly kind: "while";
  readonly condition: readonly ShellStatement[];
  readonly body: readonly ShellStatement[];
  readonly isUntil: boolean;
}

/** `for` and `select`. */
export interface ShellFor extends StatementBase {
  readonly kind: "for";
  readonly variable: string;
  /** Undefined: the positional parameters. */
  readonly words: readonly Word[] | undefined;
  readonly body: readonly ShellStatement[];
}

export interface ShellCase extends StatementBase {
  readonly kind: "case";
  readonly subject: Word;
  readonly items: readonly { readonly patterns: readonly Word[]; readonly body: readonly ShellStatement[]; readonly fallsThrough: boolean }[];
}

export interface ShellFunction extends StatementBase {
  readonly kind: "function";
  readonly name: string;
  readonly body: readonly ShellStatement[];
}

/** `{ …; }` or, in a process of its own, `( … )`. */
export interface ShellGroup extends StatementBase {
  readonly kind: "group";
  readonly body: readonly ShellStatement[];
  readonly isSubshell: boolean;
}

/** `((…))` */
export interface ShellArithmetic extends StatementBase {
  readonly kind: "arithmetic";
}

export interface ShellRedirect {
  /** `<`, `>`, `>>`, `>|`, `&>`, `&>>`, `<&`, `>&`, `<&-`, `>&-`, `<<`, `<<-`, `<<<`. */
  readonly operator: string;
  readonly descriptor?: number | undefined;
  /** The file; the content for `<<`, `<<-` and `<<<`. Empty for `>&-`. */
  readonly target: Word;
  readonly at: Span;
}

export interface ShellInput {
  readonly form: "document" | "string";
  /** A here-string's content is followed by a line break that is not part of it. */
  readonly content: Word;
  /** The content, without the delimiter's line; the word of a here-string. */
  readonly at: Span;
}

/** One word as it is written; when it runs it may become several, or none (see `quoted` of its parts). */
export interface Word {
  /** Empty for an empty quoted word. No two neighbours are text. */
  readonly parts: readonly Part[];
  /** With its quotes. */
  readonly at: Span;
}

export type Part = TextPart | VariablePart | SubstitutionPart | HolePart | ArithmeticPart | GlobPart;

/** Literal text without quotes and escapes. */
export interface TextPart {
  readonly kind: "text";
  readonly text: string;
  /** From its first character to behind its last, quotes and escapes in between included. */
  readonly at: Span;
  /**
   * Pairs of [offset in `text`, offset in the source], ascending, when the two are not the same letter by letter; between
   * two pairs both run in step. Without it `text` is the source from `at[0]` on.
   */
  readonly map?: readonly (readonly [number, number])[] | undefined;
}

/** `$name`, `${name…}`. A name may hold holes; special parameters are `@`, `*`, `#`, `?`, `$`, `!`, `-` and digits. */
export interface VariablePart {
  readonly kind: "variable";
  readonly name: string;
  /** `${name[index]}`. */
  readonly index?: Word | undefined;
  /** The value in place of an absent one: `${A:-x}`, `${A-x}`, `${A:=x}`, `${A=x}`. */
  readonly defaultValue?: Word | undefined;
  /** What else is done to the value. */
  readonly operation?: VariableOperation | undefined;
  readonly at: Span;
  /** Inside double quotes or a here-document: exactly one word, or a part of one. */
  readonly quoted: boolean;
}

export interface VariableOperation {
  /** As it is written (`%%`, `##`, `/`, `,,`, `:`, `:+`, `:?`, `@`); `length` for `${#A}` and `indirect` for `${!A}`. */
  readonly operator: string;
  readonly operands: readonly Word[];
}

export interface SubstitutionPart {
  readonly kind: "substitution";
  /** `$(…)` and backticks; `<(…)` and `>(…)`, which become a file's name. */
  readonly form: "command" | "input" | "output";
  readonly script: ShellScript;
  readonly at: Span;
  readonly quoted: boolean;
}

/** A hole; unquoted it may hold several words, or shell syntax. */
export interface HolePart {
  readonly kind: "hole";
  readonly character: string;
  readonly at: Span;
  readonly quoted: boolean;
}

/** `$((…))` */
export interface ArithmeticPart {
  readonly kind: "arithmetic";
  readonly at: Span;
  readonly quoted: boolean;
}

/** An unquoted `*`, `?`, `[…]` or `{a,b}` as it is written: it may become several words, or stay as it is. */
export interface GlobPart {
  readonly kind: "glob";
  readonly text: string;
  readonly at: Span;
}
