import type { ts } from "ts-morph";
import type { ClassFacts, ExportFacts, Expression, FunctionFacts, FunctionIndex, ImportFacts, Span, Variable, VariableIndex } from "../../facts/facts.js";

/** The facts of one file while they are written, and the place in it that is being read. */
export interface Lowering {
  readonly text: string;
  readonly source: ts.SourceFile;
  /** Whether the text has a `var`: without one no body is searched for names to hoist. */
  readonly hasVar: boolean;
  readonly variables: Variable[];
  readonly functions: FunctionFacts[];
  readonly classes: ClassFacts[];
  readonly imports: ImportFacts[];
  /** Names of `import type`: they bind nothing at run time, and become variables only where a parameter or field has that type. */
  readonly typeImports: Map<string, TypeImport>;
  /** Those of them that have become variables. */
  readonly typeVariables: Map<string, VariableIndex>;
  /** Labels that stand before another label (`a: b: for …`), by the label that the loop keeps. */
  readonly labels: Map<string, string>;
  /** Where `export` modifiers go: the module's exports, or those of the namespace that is being read. */
  exports: ExportFacts[];
  scope: Scope;
  owner: FunctionIndex | undefined;
  /** How many statements and expressions hold the place that is being read. */
  depth: number;
}

/**
 * How deep facts may be: who reads them recurses, as do JSON and the structured clone that brings them to another thread,
 * whose stack may be the smallest that Node gives (about 2,000 levels of data, of which a call in a call takes three).
 */
const maximumDepth = 500;

export const tooDeep = "nested too deeply";

/** Whether so many further levels fit below the current place. */
export function fits(lowering: Lowering, levels: number): boolean {
  return lowering.depth + levels <= maximumDepth;
}

/** Goes one level deeper. @throws RangeError where the code is nested too deeply; the top-level statement is given up */
export function descend(lowering: Lowering): void {
  if (++lowering.depth > maximumDepth) throw new RangeError(tooDeep);
}

export interface TypeImport {
  readonly specifier: string;
  readonly imported: string;
  readonly specifierAt: Span;
  readonly at: Span;
}

export interface Scope {
  readonly parent: Scope | undefined;
  /** A variable, or the constant that the name stands for (members of an enum inside that enum). */
  names: Map<string, VariableIndex | Expression> | undefined;
}

/** The state at the beginning of a file. */
export function beginLowering(text: string, source: ts.SourceFile): Lowering {
  return {
    text,
    source,
    hasVar: text.includes("var") && /\bvar\b/u.test(text),
    variables: [],
    functions: [],
    classes: [],
    imports: [],
    typeImports: new Map(),
    typeVariables: new Map(),
    labels: new Map(),
    exports: [],
    scope: { parent: undefined, names: undefined },
    owner: undefined,
    depth: 0,
  };
}

/** Reads `read` in a new scope inside the current one. */
export function inScope<Result>(lowering: Lowering, read: () => Result): Result {
  const outer = lowering.scope;
  lowering.scope = { parent: outer, names: undefined };
  const result = read();
  lowering.scope = outer;
  return result;
}

/** What a name means here: a variable of the file, the constant it stands for, or undefined for a global. */
export function resolve(lowering: Lowering, name: string): VariableIndex | Expression | undefined {
  for (let scope: Scope | undefined = lowering.scope; scope !== undefined; scope = scope.parent) {
    const found = scope.names?.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Declares a name in the current scope; a second declaration of a name in one scope is the first one's variable. */
export function declare(lowering: Lowering, name: ts.Identifier, kind: Variable["kind"], statement?: Span): VariableIndex {
  const { scope } = lowering;
  const known = scope.names?.get(name.text);
  if (typeof known === "number") return known;
  const variable = addVariable(lowering, name.text, spanOf(lowering, name), kind, statement);
  scope.names ??= new Map();
  scope.names.set(name.text, variable);
  return variable;
}

/** A variable that no name in the file reaches. */
export function addVariable(lowering: Lowering, name: string, at: Span, kind: Variable["kind"], statement?: Span): VariableIndex {
  return lowering.variables.push({ name, at, kind, owner: lowering.owner, statement }) - 1;
}

/** A node's text without the comments and white space before it. */
export function spanOf(lowering: Lowering, node: ts.Node): Span {
  return [startOf(lowering, node), node.end];
}

/** The first character of a node. Before most there is nothing but white space; the compiler's scan is for comments and the like. */
export function startOf(lowering: Lowering, node: ts.Node): number {
  const { text } = lowering;
  const { pos, end } = node;
  for (let start = pos; start < end; start++) {
    const code = text.charCodeAt(start);
    if (startsToken(code)) return start;
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return node.getStart(lowering.source);
  }
  return pos;
}

/** Letters, digits, `$`, `_`, quotes and opening brackets; never the first character of a comment or a merge conflict marker. */
function startsToken(code: number): boolean {
  return (code >= 97 && code <= 123) || (code >= 63 && code <= 91) || (code >= 48 && code <= 57) || code === 95 || code === 96 || code === 40 || code === 39 || code === 34 || code === 36;
}

/** Whether a declaration has the modifier (`export`, `declare`, `static`, …). */
export function hasModifier(node: { readonly modifiers?: readonly ts.ModifierLike[] | undefined }, kind: ts.SyntaxKind): boolean {
  return node.modifiers?.some((modifier) => modifier.kind === kind) === true;
}
