import type { ClassFacts, Expression, FunctionFacts, FunctionIndex, ImportFacts, MethodFacts, Span, Variable, VariableIndex } from "../../facts/facts.js";
import type { SyntaxNode } from "../tree-sitter/syntax-tree.js";

/** The facts of one file while they are written, and the place in it that is being read. */
export interface Lowering {
  readonly text: string;
  /** Whether something in the file cannot be read. */
  readonly isBroken: boolean;
  readonly variables: Variable[];
  readonly functions: FunctionFacts[];
  readonly classes: ClassFacts[];
  readonly methods: MethodFacts[];
  readonly imports: ImportFacts[];
  /** Names that the file uses and does not declare: they are of its package, or from a dot import. */
  readonly packageNames: Map<string, VariableIndex>;
  /** The syntax of the types that the file declares at its top. */
  readonly types: Map<VariableIndex, SyntaxNode>;
  scope: Scope;
  owner: FunctionIndex | undefined;
  /** The results of the function that is being read. */
  results: Results;
  /** Names that are not nil here, because an `if` or a `case` said so. */
  present: readonly string[];
  /** What `iota` is in the constant that is being read. */
  iota: number | undefined;
  /** How many statements and expressions hold the place that is being read. */
  depth: number;
}

export interface Results {
  /** Named results. */
  readonly names: readonly VariableIndex[];
  /** Whether the last one is an `error`. */
  readonly endWithError: boolean;
}

export const noResults: Results = { names: [], endWithError: false };

/** What a name stands for: a variable of the file, or a type parameter, of which nothing is known. */
export type Meaning = VariableIndex | "type parameter";

export interface Scope {
  readonly parent: Scope | undefined;
  names: Map<string, Meaning> | undefined;
}

/**
 * How deep facts may be: who reads them recurses, as do JSON and the structured clone that brings them to another thread,
 * whose stack may be the smallest that Node gives (about 2,000 levels of data, of which a call in a call takes three).
 */
const maximumDepth = 500;

export const tooDeep = "nested too deeply";

/** The state at the beginning of a file. */
export function beginLowering(text: string, isBroken: boolean): Lowering {
  return {
    text,
    isBroken,
    variables: [],
    functions: [],
    classes: [],
    methods: [],
    imports: [],
    packageNames: new Map(),
    types: new Map(),
    scope: { parent: undefined, names: undefined },
    owner: undefined,
    results: noResults,
    present: [],
    iota: undefined,
    depth: 0,
  };
}

/** Whether so many further levels fit below the current place. */
export function fits(lowering: Lowering, levels: number): boolean {
  return lowering.depth + levels <= maximumDepth;
}

/** Reads `read` in a new scope inside the current one. */
export function inScope<Result>(lowering: Lowering, read: () => Result): Result {
  const outer = lowering.scope;
  lowering.scope = { parent: outer, names: undefined };
  const result = read();
  lowering.scope = outer;
  return result;
}

/** What a name means here; undefined if the file does not declare it. */
export function resolve(lowering: Lowering, name: string): Meaning | undefined {
  for (let scope: Scope | undefined = lowering.scope; scope !== undefined; scope = scope.parent) {
    const found = scope.names?.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What the current scope itself declares under a name. */
export function resolveHere(lowering: Lowering, name: string): Meaning | undefined {
  return lowering.scope.names?.get(name);
}

/** The variable for a name that the file does not declare: one of its package, or from a dot import. */
export function packageName(lowering: Lowering, name: string, at: Span): VariableIndex {
  const known = lowering.packageNames.get(name);
  if (known !== undefined) return known;
  const variable = lowering.variables.push({ name, at, kind: "import" }) - 1;
  lowering.packageNames.set(name, variable);
  return variable;
}

/** Declares a name in the current scope; a second declaration hides the first one. */
export function declare(lowering: Lowering, name: string, at: Span, kind: Variable["kind"], statement?: Span): VariableIndex {
  const variable = addVariable(lowering, name, at, kind, statement);
  setName(lowering, name, variable);
  return variable;
}

/** Gives a name a meaning in the current scope. */
export function setName(lowering: Lowering, name: string, meaning: Meaning): void {
  lowering.scope.names ??= new Map();
  lowering.scope.names.set(name, meaning);
}

/** A variable that no name in the file reaches. */
export function addVariable(lowering: Lowering, name: string, at: Span, kind: Variable["kind"], statement?: Span): VariableIndex {
  return lowering.variables.push({ name, at, kind, owner: lowering.owner, statement }) - 1;
}

/** The text of a name or an operator. */
export function textOf(lowering: Lowering, node: SyntaxNode): string {
  return lowering.text.slice(node.start, node.end);
}

export function unknown(reason: string, at: Span, parts: readonly Expression[] = []): Expression {
  return { kind: "unknown", reason, parts, at };
}
