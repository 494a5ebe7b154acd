import type { Expression } from "../facts/facts.js";
import type { Item, Place, Value } from "../values/value.js";
import { chainPromise } from "./builtins/promises.js";
import { callValue, constructValue } from "./call.js";
import type { CallOptions } from "./call.js";
import { readProperty } from "./properties.js";
import { stored } from "./structs.js";
import { factsOf, nothing, placeIn } from "./run.js";
import type { Frame } from "./run.js";
import { evaluate, evaluateMember, listItems, originOf } from "./evaluate.js";

export function evaluateCall(frame: Frame, expression: Extract<Expression, { kind: "call" }>): Value {
  const place = placeIn(frame, expression.at);
  if (expectsFailure(frame, expression)) {
    const { expectations } = frame.run;
    expectations.failures += 1;
    try {
      return evaluateCallee(frame, expression, place);
    } finally {
      expectations.failures -= 1;
    }
  }
  return evaluateCallee(frame, expression, place);
}

const failureMembers: ReadonlySet<string> = new Set(["toThrow", "toThrowError", "toThrowErrorMatchingSnapshot", "rejects", "throws", "doesNotResolve"]);

/** `expect(() => …).toThrow()`, `expect(…).rejects…`, `assert.throws(…)`: what is done inside is meant to fail. */
function expectsFailure(frame: Frame, { callee }: Extract<Expression, { kind: "call" }>): boolean {
  let isFailing = false;
  for (let one: Expression = callee; one.kind === "member" || one.kind === "call"; one = one.kind === "member" ? one.object : one.callee) {
    if (one.kind === "member" && typeof one.key === "string" && failureMembers.has(one.key)) isFailing = true;
  }
  const root = calleeRoot(callee);
  const name = root.kind === "global" ? root.name : root.kind === "variable" ? factsOf(frame.run, frame.activation.module.file).variables[root.variable]?.name : undefined;
  return isFailing && (name === "expect" || name === "assert" || name === "t");
}

function calleeRoot(callee: Expression): Expression {
  let one = callee;
  while (one.kind === "member" || one.kind === "call") one = one.kind === "member" ? one.object : one.callee;
  return one;
}

/** Whether an expression calls a function of the project: waiting for it waits for nothing else. */
export function isOwnCall(frame: Frame, expression: Expression | undefined): boolean {
  return expression?.kind === "call" && expression.callee.kind === "variable" && evaluate(frame, expression.callee).kind === "function";
}

/** What a call calls and with what, evaluated and not yet called: `go f(x)`, `defer f(x)`. */
export function evaluateCallParts(frame: Frame, expression: Extract<Expression, { kind: "call" }>): { readonly callee: Value; readonly items: readonly Item[]; readonly place: Place; readonly options: CallOptions } {
  const { callee } = expression;
  const { value, object } = callee.kind === "member" ? evaluateMember(frame, callee) : { value: evaluate(frame, callee), object: undefined };
  return { callee: value, items: listItems(frame, expression.arguments).map((item) => ({ ...item, value: stored(frame.run, item.value) })), place: placeIn(frame, expression.at), options: { receiver: object, name: calleeName(frame, callee), isWritten: true } };
}

function evaluateCallee(frame: Frame, expression: Extract<Expression, { kind: "call" }>, place: Place): Value {
  const chained = expression.callee.kind === "member" ? evaluateChain(frame, expression, expression.callee, place) : undefined;
  if (chained !== undefined) return chained;
  const callee = expression.callee.kind === "member" ? evaluateMember(frame, expression.callee) : { value: evaluate(frame, expression.callee), object: undefined };
  if (expression.callee.kind === "super") {
    // `super(…)`: the base class's constructor works on this object.
    const items = listItems(frame, expression.arguments);
    const { receiver, home } = frame.activation;
    if (home?.base !== undefined && receiver !== undefined) constructValue(frame, home.base, items, place, receiver);
    return nothing;
  }
  if (isOptionalLink(expression) && callee.value.kind === "constant") return nothing;
  const items = listItems(frame, expression.arguments);
  if (expression.construct) return constructValue(frame, callee.value, items, place);
  return callValue(frame, callee.value, items, place, { receiver: callee.object, name: calleeName(frame, expression.callee), isWritten: true });
}

/** `.then(…)`, `.catch(…)`, `.finally(…)`: whatever they are called on, a promise of it. */
function evaluateChain(frame: Frame, expression: Extract<Expression, { kind: "call" }>, callee: Extract<Expression, { kind: "member" }>, place: Place): Value | undefined {
  if (typeof callee.key !== "string" || !["then", "catch", "finally"].includes(callee.key) || callee.object.kind === "super") return undefined;
  const object = evaluate(frame, callee.object);
  if (callee.optional && object.kind === "constant") return nothing;
  const own = object.kind === "object" ? readProperty(frame, object, callee.key) : undefined;
  const items = listItems(frame, expression.arguments);
  if (own?.kind === "function") return callValue(frame, own, items, place, { receiver: object, name: callee.key });
  return chainPromise(frame, callee.key, object, items, place);
}

/** `a?.b()` and `a.b?.()` are skipped as a whole when `a` or `b` is missing. */
function isOptionalLink(expression: Extract<Expression, { kind: "call" }>): boolean {
  return expression.optional || (expression.callee.kind === "member" && expression.callee.optional);
}

/** The name by which a call calls, for the tables of names. */
function calleeName(frame: Frame, callee: Expression): string | undefined {
  switch (callee.kind) {
    case "variable":
      return factsOf(frame.run, frame.activation.module.file).variables[callee.variable]?.name;
    case "global":
      return callee.name;
    case "member":
      return typeof callee.key === "string" ? callee.key : undefined;
    default:
      return undefined;
  }
}

export function evaluateTagged(frame: Frame, expression: Extract<Expression, { kind: "tagged" }>): Value {
  const tag = evaluate(frame, expression.tag);
  const parts = expression.template.kind === "template" ? expression.template.parts : [expression.template];
  const items = parts.map((part): Item => ({ value: evaluate(frame, part), origin: part.kind === "literal" ? undefined : originOf(frame, part), isOptional: false }));
  return callValue(frame, tag, items, placeIn(frame, expression.at), {
    name: calleeName(frame, expression.tag),
    tagged: parts.map((part) => part.kind !== "literal"),
  });
}
