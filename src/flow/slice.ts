import type { Expression, FileFacts, FunctionIndex, Pattern, Statement } from "../facts/facts.js";
import { visitFacts } from "../facts/visit.js";
import { containerModules } from "../models/apis/containers.js";

/** Which functions matter: they hold something that may be a site, or name one that does. */
export interface Slice {
  readonly isRelevant: (file: string, index: FunctionIndex) => boolean;
  /** Whether a module's own statements reach a site, or hold a function that does. */
  readonly isModuleRelevant: (file: string) => boolean;
}

/** Whether anything in a file may be a site: one of its functions, or its own statements. */
export function holdsSeed(facts: FileFacts, mentionsImages: (start: number, end: number) => boolean, end: number): boolean {
  if (libraryNames(facts).length > 0) return true;
  return facts.functions.some(({ at }) => mentionsImages(...at)) || outsideFunctions(facts, end).some(([from, to]) => mentionsImages(from, to));
}

/** The stretches of a file that are in no function. */
function outsideFunctions(facts: FileFacts, end: number): readonly (readonly [number, number])[] {
  const stretches: (readonly [number, number])[] = [];
  let from = 0;
  for (const [start, stop] of facts.functions.map(({ at }) => at).sort((left, right) => left[0] - right[0])) {
    if (start < from) continue;
    stretches.push([from, start]);
    from = stop;
  }
  return [...stretches, [from, end]];
}

/** The index that stands for the module itself. */
const moduleIndex = -1;

export interface SliceInput {
  readonly files: readonly string[];
  /** Functions that the configuration names; a file may have imported one under another name. */
  readonly namesWithRoles: ReadonlySet<string>;
  readonly facts: (file: string) => FileFacts | undefined;
  /** Whether a module can get hold of what another one defines. */
  readonly reaches: (from: string, to: string) => boolean;
  /** Whether the letters between two offsets of a file speak of images. */
  readonly mentionsImages: (file: string, start: number, end: number) => boolean;
  readonly lengthOf: (file: string) => number;
}

interface Node {
  readonly file: string;
  readonly function: FunctionIndex;
  /** The names under which it can be called. */
  readonly names: readonly string[];
  readonly reads: ReadonlySet<string>;
  readonly inner: readonly FunctionIndex[];
}

/**
 * Slices the program to the functions from which a site can be reached: 97 % of a repository's functions have none in
 * or below them. The graph of calls is one of names, so it holds too much rather than too little.
 */
export function sliceProgram({ files, facts, reaches, mentionsImages, lengthOf, namesWithRoles }: SliceInput): Slice {
  const nodes = files.flatMap((file) => nodesOf(file, facts(file)));
  const relevant = new Set<string>();
  const callersOf = new Map<string, Node[]>();
  const outerOf = new Map<string, Node>();
  for (const node of nodes) {
    for (const name of node.reads) {
      const callers = callersOf.get(name);
      if (callers === undefined) callersOf.set(name, [node]);
      else callers.push(node);
    }
    for (const inner of node.inner) outerOf.set(keyOf(node.file, inner), node);
  }
  const queue: Node[] = [];
  const add = (node: Node): void => {
    const key = keyOf(node.file, node.function);
    if (relevant.has(key)) return;
    relevant.add(key);
    queue.push(node);
  };
  for (const node of nodes) {
    const known = facts(node.file);
    if (node.function === moduleIndex && known !== undefined) {
      if (outsideFunctions(known, lengthOf(node.file)).some(([from, to]) => mentionsImages(node.file, from, to))) add(node);
      continue;
    }
    const at = known?.functions[node.function]?.at;
    if (at !== undefined && (mentionsImages(node.file, at[0], at[1]) || libraryNames(known).some((name) => node.reads.has(name)) || namesFor(known, namesWithRoles).some((name) => node.reads.has(name)))) add(node);
  }
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    for (const name of node.names) for (const caller of callersOf.get(name) ?? []) if (reaches(caller.file, node.file)) add(caller);
    const outer = outerOf.get(keyOf(node.file, node.function));
    if (outer !== undefined) add(outer);
  }
  return { isRelevant: (file, index) => relevant.has(keyOf(file, index)), isModuleRelevant: (file) => relevant.has(keyOf(file, moduleIndex)) };
}

/** The names under which a file imports libraries that make and run containers. */
function libraryNames(facts: FileFacts | undefined): readonly string[] {
  return (facts?.imports ?? []).flatMap((one) => (containerModules.has(one.specifier) ? one.bindings.flatMap((binding) => facts?.variables[binding.variable]?.name ?? []) : []));
}

/** The names under which a file imports functions of these names. */
function namesFor(facts: FileFacts | undefined, imported: ReadonlySet<string>): readonly string[] {
  return (facts?.imports ?? []).flatMap((one) => one.bindings.flatMap((binding) => (imported.has(binding.imported) ? (facts?.variables[binding.variable]?.name ?? []) : [])));
}

function keyOf(file: string, index: FunctionIndex): string {
  return `${file}#${index}`;
}

function nodesOf(file: string, facts: FileFacts | undefined): readonly Node[] {
  if (facts === undefined) return [];
  const names = new Map<FunctionIndex, Set<string>>();
  const aliases = new Map<string, Set<string>>();
  const addName = (index: FunctionIndex, name: string | undefined): void => {
    if (name !== undefined) names.set(index, (names.get(index) ?? new Set()).add(name));
  };
  const variableName = (index: number): string | undefined => facts.variables[index]?.name;
  /** `name` stands for what the expression gives: a function, or another name of one. */
  const bound = (name: string | undefined, expression: Expression | undefined): void => {
    if (name === undefined || expression === undefined) return;
    if (expression.kind === "function") addName(expression.function, name);
    for (const other of namesIn(facts, expression)) if (other !== name) aliases.set(name, (aliases.get(name) ?? new Set()).add(other));
  };
  facts.functions.forEach((one, index) => {
    addName(index, one.name);
  });
  // `suite.Run(t, new(Suite))` calls the suite's methods by their names (https://pkg.go.dev/github.com/stretchr/testify/suite).
  const hasSuites = facts.imports.some((one) => suites.test(one.specifier));
  for (const method of facts.methods ?? []) if (hasSuites && suiteMethod.test(method.key)) addName(method.function, method.type);
  for (const one of facts.classes) {
    // `new C(…)` calls the constructor and the fields' initialisers.
    if (one.constructor_ !== undefined) addName(one.constructor_, one.name);
    for (const method of one.methods) addName(method.function, typeof method.key === "string" ? method.key : undefined);
    for (const field of one.fields) bound(typeof field.key === "string" ? field.key : undefined, field.value);
  }
  const targetName = (target: Pattern): string | undefined => (target.kind === "variable" ? variableName(target.variable) : target.kind === "member" && typeof target.key === "string" ? target.key : undefined);
  for (const body of [facts.body, ...facts.functions.map((one) => one.body)]) {
    visitFacts(body, {
      statement: (statement) => {
        if (statement.kind === "bind") bound(targetName(statement.target), statement.value);
      },
      expression: (expression) => {
        if (expression.kind === "assign") bound(targetName(expression.target), expression.value);
        if (expression.kind === "object") for (const entry of expression.entries) if (entry.kind === "property" && typeof entry.key === "string") bound(entry.key, entry.value);
      },
      pattern: (pattern) => {
        if (pattern.kind !== "object") return;
        for (const entry of pattern.entries) {
          const name = targetName(entry.target);
          if (name !== undefined && typeof entry.key === "string" && name !== entry.key) aliases.set(name, (aliases.get(name) ?? new Set()).add(entry.key));
          bound(name, entry.default);
        }
      },
    });
  }
  for (const one of facts.exports) {
    const other = one.kind === "from" ? one.imported : one.kind === "local" ? variableName(one.variable) : undefined;
    if (one.kind !== "all" && other !== undefined && other !== one.exported) aliases.set(one.exported, (aliases.get(one.exported) ?? new Set()).add(other));
  }
  for (const one of facts.functions) for (const parameter of one.parameters) bound(targetName(parameter.target), parameter.default);
  return [
    ...facts.functions.map((one, index): Node => ({ file, function: index, names: [...(names.get(index) ?? [])], ...readsOf(facts, one.body) })),
    { file, function: moduleIndex, names: [], ...readsOf(facts, facts.body) },
    ...[...aliases].map(([name, reads], index): Node => ({ file, function: moduleIndex - 1 - index, names: [name], reads, inner: [] })),
  ];
}

const suites = /\/testify\/suite$/u;
const suiteMethod = /^(?:Test|Setup|TearDown|Before|After|Handle)/u;

/** The names whose functions an expression hands on. */
function namesIn(facts: FileFacts, expression: Expression): readonly string[] {
  switch (expression.kind) {
    case "variable":
      return [facts.variables[expression.variable]?.name ?? "", importedAs(facts).get(expression.variable) ?? ""].filter((name) => name !== "");
    case "member":
      return typeof expression.key === "string" ? [expression.key] : namesIn(facts, expression.object);
    case "conditional":
      return [...namesIn(facts, expression.then), ...namesIn(facts, expression.otherwise)];
    case "logical":
      return [...namesIn(facts, expression.left), ...namesIn(facts, expression.right)];
    case "array":
      return expression.elements.flatMap((element) => (element === null ? [] : namesIn(facts, element.value)));
    case "object":
      return expression.entries.flatMap((entry) => (entry.kind === "property" || entry.kind === "spread" ? namesIn(facts, entry.value) : []));
    case "call":
      // `f.bind(x)`, `withRetry(f)`, `util.promisify(f)`.
      if (expression.construct) return namesIn(facts, expression.callee);
      return [...(expression.callee.kind === "member" && expression.callee.key === "bind" ? namesIn(facts, expression.callee.object) : []), ...expression.arguments.flatMap((argument) => namesIn(facts, argument.value))];
    default:
      return [];
  }
}

function readsOf(facts: FileFacts, body: readonly Statement[]): Pick<Node, "reads" | "inner"> {
  const reads = new Set<string>();
  const inner: FunctionIndex[] = [];
  const importedNames = importedAs(facts);
  visitFacts(body, {
    expression: (expression) => {
      if (expression.kind === "variable") {
        const name = facts.variables[expression.variable]?.name;
        if (name !== undefined) reads.add(name);
        const imported = importedNames.get(expression.variable);
        if (imported !== undefined) reads.add(imported);
      } else if (expression.kind === "member" && typeof expression.key === "string") reads.add(expression.key);
      else if (expression.kind === "function") inner.push(expression.function);
      else if (expression.kind === "class") {
        const one = facts.classes[expression.class];
        for (const method of one?.methods ?? []) inner.push(method.function);
        if (one?.constructor_ !== undefined) inner.push(one.constructor_);
      }
    },
    pattern: (pattern) => {
      if (pattern.kind === "object") for (const entry of pattern.entries) if (typeof entry.key === "string") reads.add(entry.key);
    },
  });
  return { reads, inner };
}

const imported = new WeakMap<FileFacts, ReadonlyMap<number, string>>();

function importedAs(facts: FileFacts): ReadonlyMap<number, string> {
  const known = imported.get(facts) ?? new Map(facts.imports.flatMap((one) => one.bindings.map((binding) => [binding.variable, binding.imported] as const)));
  imported.set(facts, known);
  return known;
}
