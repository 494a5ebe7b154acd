import type { Expression, FileFacts, FunctionFacts } from "../facts/facts.js";
import { visitFacts } from "../facts/visit.js";

/** What the functions of a name give, as far as their own code says it; undefined where that is not known, or where they differ. */
export interface ProducerResult {
  readonly isPromise: boolean | undefined;
  readonly shape: Shape | undefined;
}

export type Shape = "value" | "list" | "object";

/** Reads the result of calling a function of that name, wherever in the project it is declared. A name that the project does not declare gives a value. */
export function resultOf(name: string, files: Iterable<FileFacts | undefined>): ProducerResult {
  const declared = [...files].flatMap((facts) => (facts === undefined ? [] : facts.functions.map((one): Declared => ({ facts, function: one }))));
  return resultOfName(name, declared, deepestCall);
}

interface Declared {
  readonly facts: FileFacts;
  readonly function: FunctionFacts;
}

const deepestCall = 4;

function resultOfName(name: string | undefined, all: readonly Declared[], depth: number): ProducerResult {
  const declared = name === undefined || depth === 0 ? [] : all.filter((one) => one.function.name === name);
  if (declared.length === 0) return { isPromise: undefined, shape: "value" };
  const results = declared.map((one) => resultOfFunction(one, all, depth));
  return { isPromise: common(results.map((result) => result.isPromise)), shape: common(results.map((result) => result.shape)) };
}

function resultOfFunction(declared: Declared, all: readonly Declared[], depth: number): ProducerResult {
  const { isAsync, isGenerator, body } = declared.function;
  if (isGenerator) return { isPromise: undefined, shape: undefined };
  const results: ProducerResult[] = [];
  visitFacts(body, {
    statement: (statement) => {
      if (statement.kind === "return" && statement.value !== undefined) results.push(resultOfExpression(statement.value, declared, all, depth));
    },
  });
  return { isPromise: isAsync || common(results.map((result) => result.isPromise)), shape: common(results.flatMap((result) => (result === nothing ? [] : [result.shape]))) };
}

const nothing: ProducerResult = { isPromise: false, shape: undefined };

function resultOfExpression(expression: Expression, declared: Declared, all: readonly Declared[], depth: number): ProducerResult {
  const read = (one: Expression): ProducerResult => resultOfExpression(one, declared, all, depth);
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

function resultOfCall({ callee, construct }: Extract<Expression, { kind: "call" }>, declared: Declared, all: readonly Declared[], depth: number): ProducerResult {
  if (construct) return callee.kind === "global" && callee.name === "Promise" ? { isPromise: true, shape: "value" } : { isPromise: false, shape: "object" };
  const name = calledName(callee, declared.facts);
  if (name !== undefined && listMethods.has(name)) return { isPromise: undefined, shape: "list" };
  return resultOfName(name, all, depth - 1);
}

/** Of `Promise` and of lists. */
const listMethods: ReadonlySet<string> = new Set(["all", "allSettled", "concat", "filter", "flatMap", "map", "slice", "split"]);

function either(left: ProducerResult, right: ProducerResult): ProducerResult {
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
