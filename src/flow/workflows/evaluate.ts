import type { WorkflowExpression } from "../../facts/workflow-expression.js";
import { literal, literalText } from "../../values/text.js";
import { compareExpressed, negated } from "./compare.js";
import { functions } from "./functions.js";
import type { WorkflowFunction } from "./functions.js";
import { booleanValue, either, keyOfExpressed, mapValue, memberOf, nullValue, numberValue, openContext, textOf, textValue, truthOf, undecidedBoolean, valuesIn } from "./values.js";
import type { Expressed, One } from "./values.js";

/** What an expression may name: contexts by their names in lower case, and how the steps before went. */
export interface Scope {
  readonly contexts: (name: string) => Expressed | undefined;
  /** Functions of another build server, in the place of GitHub's. */
  readonly functions?: ReadonlyMap<string, WorkflowFunction> | undefined;
}

/** Evaluates an expression on what is known; never throws, within the bounds of its size. */
export function evaluateExpression(expression: WorkflowExpression, scope: Scope): Expressed {
  switch (expression.kind) {
    case "literal":
      return literalValue(expression.value);
    case "context":
      return scope.contexts(expression.name) ?? openContext(expression.name);
    case "index":
      return evaluateIndex(expression, scope);
    case "call":
      return callFunction(expression.name, expression.arguments.map((argument) => evaluateExpression(argument, scope)), scope.functions ?? functions);
    case "not":
      return mapValue(evaluateExpression(expression.of, scope), (one) => decided(negated(truthOf(one)), `not ${keyOfExpressed(one)}`));
    case "and":
    case "or":
      return evaluateLogical(expression, scope);
    case "compare": {
      const [left, right] = [evaluateExpression(expression.left, scope), evaluateExpression(expression.right, scope)];
      const { operator } = expression;
      return overBoth(left, right, (a, b) => decided(compareExpressed(operator, a, b), `${keyOfExpressed(a)} ${operator} ${keyOfExpressed(b)}`));
    }
  }
}

function literalValue(value: string | number | boolean | null): Expressed {
  if (value === null) return nullValue;
  if (typeof value === "boolean") return booleanValue(value);
  return typeof value === "number" ? numberValue(value) : textValue(literal(value));
}

export function decided(truth: boolean | undefined, identity: string): Expressed {
  return truth === undefined ? undecidedBoolean(identity) : booleanValue(truth);
}

/** All pairs that two values may be; a decision that both share is made alike in both. */
function overBoth(left: Expressed, right: Expressed, of: (a: One, b: One) => Expressed): Expressed {
  if (left.kind === "either" && right.kind === "either" && left.decision === right.decision && left.values.length === right.values.length) {
    return either(left.values.flatMap((one, index) => { const other = right.values[index]; return other === undefined ? [] : [of(one, other)]; }), left.decision);
  }
  return mapValue(left, (a) => mapValue(right, (b) => of(a, b)));
}

/** `a && b`, `a || b` give one of their values, the first that decides; what is not known may be either. */
function evaluateLogical({ kind, operands }: Extract<WorkflowExpression, { kind: "and" | "or" }>, scope: Scope): Expressed {
  const [first, ...rest] = operands;
  if (first === undefined) return nullValue;
  const left = evaluateExpression(first, scope);
  if (rest.length === 0) return left;
  const right = (): Expressed => evaluateLogical({ kind, operands: rest }, scope);
  const isDecidedBy = kind === "or";
  let known: Expressed | undefined;
  const otherwise = (): Expressed => (known ??= right());
  return mapValue(left, (one) => {
    const truth = truthOf(one);
    if (truth !== undefined) return truth === isDecidedBy ? one : otherwise();
    // Where it is nothing it counts as false.
    return either(isDecidedBy ? [one, otherwise()] : [booleanValue(false), otherwise()], `whether ${keyOfExpressed(one)}`);
  });
}

function evaluateIndex({ of, index }: Extract<WorkflowExpression, { kind: "index" }>, scope: Scope): Expressed {
  const value = evaluateExpression(of, scope);
  if (index === "*") return mapValue(value, membersOf);
  const key = evaluateExpression(index, scope);
  const read = (one: Expressed): Expressed => mapValue(key, (wanted) => (literalText(textOf(wanted)) === undefined && wanted.kind !== "open" ? anyMember(one, wanted) : memberOf(one, literalText(textOf(wanted)) ?? "*")));
  // Behind a `*` each of its values is asked.
  return isFiltered(of) ? mapValue(value, (one) => (one.kind === "list" ? { kind: "list", items: one.items.flatMap((item) => plainOf(read(item))) } : read(one))) : read(value);
}

function isFiltered(expression: WorkflowExpression): boolean {
  return expression.kind === "index" && (expression.index === "*" || isFiltered(expression.of));
}

function membersOf(one: One): Expressed {
  if (one.kind === "map") return { kind: "list", items: one.entries.map(({ value }) => value) };
  return one.kind === "list" ? one : memberOf(one, "*");
}

/** The member of which the name is not known. */
function anyMember(value: Expressed, key: One): Expressed {
  const one = value.kind === "map" ? value.entries.map((entry) => entry.value) : value.kind === "list" ? value.items : [];
  return one.length === 0 ? memberOf(value, `[${keyOfExpressed(key)}]`) : either(one, `the member ${keyOfExpressed(key)}`);
}

function plainOf(value: Expressed): readonly Exclude<One, { kind: "open" }>[] {
  return valuesIn(value).flatMap((one) => (one.kind === "open" ? [] : [one]));
}

/** Functions that are not known are a value that is not known either. */
function callFunction(name: string, given: readonly Expressed[], all: ReadonlyMap<string, WorkflowFunction>): Expressed {
  const known = all.get(name);
  return known === undefined ? { kind: "open", name, member: (key) => openContext(`${name}.${key}`) } : known(given);
}
