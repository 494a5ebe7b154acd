import type { Expression, FileFacts, FunctionFacts } from "../facts/facts.js";
import { visitFacts } from "../facts/visit.js";
import { producerRole } from "../models/producers.js";
import type { Configuration } from "../project/configuration.js";

/** What a function gives, as far as its own code says it; undefined where that is not known, or where functions of one name differ. */
export interface FunctionResult {
  readonly isPromise: boolean | undefined;
  readonly shape: Shape | undefined;
}

export type Shape = "value" | "list" | "object";

/** A call, as the calling file names the function. */
export interface CalledFunction {
  readonly name: string;
  /** The specifier that it is imported from. */
  readonly module: string | undefined;
  /** It, or the object whose method it is, comes from a package, or from nowhere in the file. */
  readonly isForeign: boolean;
}

/**
 * Reads the results of functions: of that name, in the calling file if there is one, else anywhere in the project. A
 * function that has got another name on its way through the project gives a value, like one that the configuration calls
 * a producer; of what else is not declared nothing is known.
 */
export function createResults(files: ReadonlyMap<string, FileFacts | undefined>, configuration: Configuration): (called: CalledFunction, file: string) => FunctionResult {
  let declared: DeclaredByName | undefined;
  return (called, file) => {
    declared ??= functionsByName(files);
    const known = resultOfName(called.name, files.get(file), declared, deepestCall);
    if (known !== undefined) return known;
    const role = producerRole(called, configuration);
    const isValue = role === undefined ? !called.isForeign && !listMethods.has(called.name) : role.result === undefined;
    return { isPromise: undefined, shape: isValue ? "value" : undefined };
  };
}

interface Declared {
  readonly facts: FileFacts;
  readonly function: FunctionFacts;
}

type DeclaredByName = ReadonlyMap<string, readonly Declared[]>;

const deepestCall = 4;

function functionsByName(files: ReadonlyMap<string, FileFacts | undefined>): DeclaredByName {
  const declared = new Map<string, Declared[]>();
  for (const facts of files.values()) {
    for (const one of facts?.functions ?? []) {
      if (facts === undefined || one.name === undefined) continue;
      const known = declared.get(one.name);
      if (known === undefined) declared.set(one.name, [{ facts, function: one }]);
      else known.push({ facts, function: one });
    }
  }
  return declared;
}

function resultOfName(name: string, from: FileFacts | undefined, all: DeclaredByName, depth: number): FunctionResult | undefined {
  const declared = all.get(name) ?? [];
  const near = declared.filter((one) => one.facts === from);
  const candidates = near.length > 0 ? near : declared;
  if (candidates.length === 0) return undefined;
  if (depth === 0 || candidates.length > mostCandidates) return unknown;
  const results = candidates.map((one) => resultOfFunction(one, all, depth));
  return { isPromise: common(results.map((result) => result.isPromise)), shape: common(results.map((result) => result.shape)) };
}

const mostCandidates = 20;

const unknown: FunctionResult = { isPromise: undefined, shape: undefined };

function resultOfFunction(declared: Declared, all: DeclaredByName, depth: number): FunctionResult {
  const { isAsync, isGenerator, body } = declared.function;
  if (isGenerator) return unknown;
  const results: FunctionResult[] = [];
  visitFacts(body, {
    statement: (statement) => {
      if (statement.kind === "return" && statement.value !== undefined) results.push(resultOfExpression(statement.value, declared, all, depth));
    },
  });
  return { isPromise: isAsync || common(results.map((result) => result.isPromise)), shape: common(results.flatMap((result) => (result === nothing ? [] : [result.shape]))) };
}

const nothing: FunctionResult = { isPromise: false, shape: undefined };

function resultOfExpression(expression: Expression, declared: Declared, all: DeclaredByName, depth: number): FunctionResult {
  const read = (one: Expression): FunctionResult => resultOfExpression(one, declared, all, depth);
  switch (expression.kind) {
    case "undefined":
      return nothing;
    case "literal":
      return expression.value === null ? nothing : { isPromise: false, shape: "value" };
    case "object":
      return { isPromise: false, shape: "object" };
    case "array":
      return { isPromise: false, shape: "list" };
    case "await":
      return { isPromise: false, shape: expression.value === undefined ? undefined : read(expression.value).shape };
    case "conditional":
      return either(read(expression.then), read(expression.otherwise));
    case "logical":
      return either(read(expression.left), read(expression.right));
    case "call":
      return resultOfCall(expression, declared, all, depth);
    case "variable": {
      const values = valuesOf(expression.variable, declared);
      return values.length === 0 || depth === 0 ? { isPromise: false, shape: "value" } : values.map((value) => resultOfExpression(value, declared, all, depth - 1)).reduce(either);
    }
    default:
      return { isPromise: false, shape: "value" };
  }
}

function resultOfCall({ callee, construct }: Extract<Expression, { kind: "call" }>, declared: Declared, all: DeclaredByName, depth: number): FunctionResult {
  if (construct) return callee.kind === "global" && callee.name === "Promise" ? { isPromise: true, shape: "value" } : { isPromise: false, shape: "object" };
  const { facts } = declared;
  const name = calledName(callee, facts);
  const known = name === undefined ? undefined : resultOfName(name, facts, all, depth - 1);
  if (known !== undefined) return known;
  if (callee.kind === "member" && name !== undefined && textMethods.has(name)) return { isPromise: false, shape: "value" };
  // What a function was given to call gives what its caller expects.
  return { isPromise: undefined, shape: callee.kind === "variable" && facts.variables[callee.variable]?.kind === "parameter" ? "value" : undefined };
}

/** Methods that give a list, of `Promise` and of lists. */
const listMethods: ReadonlySet<string> = new Set(["all", "allSettled", "concat", "filter", "flatMap", "map", "slice", "split"]);

/** Methods that give a text. */
const textMethods: ReadonlySet<string> = new Set(["join", "replace", "replaceAll", "substring", "toLowerCase", "toString", "toUpperCase", "trim", "trimEnd", "trimStart"]);

function either(left: FunctionResult, right: FunctionResult): FunctionResult {
  if (left === nothing) return right;
  return right === nothing ? left : { isPromise: common([left.isPromise, right.isPromise]), shape: common([left.shape, right.shape]) };
}

function common<Value>(values: readonly (Value | undefined)[]): Value | undefined {
  return values.every((value) => value === values[0]) ? values[0] : undefined;
}

function calledName(callee: Expression, facts: FileFacts): string | undefined {
  switch (callee.kind) {
    case "variable":
      return facts.imports.flatMap((one) => one.bindings).find((binding) => binding.variable === callee.variable && binding.imported !== "default")?.imported ?? facts.variables[callee.variable]?.name;
    case "member":
      return typeof callee.key === "string" ? callee.key : undefined;
    default:
      return undefined;
  }
}

/** What a variable is declared with or given in the function that reads it. */
function valuesOf(variable: number, { function: { body } }: Declared): readonly Expression[] {
  const values: Expression[] = [];
  visitFacts(body, {
    statement: (statement) => {
      if (statement.kind === "bind" && statement.target.kind === "variable" && statement.target.variable === variable && statement.value !== undefined) values.push(statement.value);
    },
    expression: (expression) => {
      if (expression.kind === "assign" && expression.target.kind === "variable" && expression.target.variable === variable) values.push(expression.value);
    },
  });
  return values;
}
