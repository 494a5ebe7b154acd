import type { Argument, Expression, ObjectEntry } from "../facts/facts.js";
import { choice, derived, isFreshHole, isText, join, keyOf, literal, literalText, uncaptured } from "../values/text.js";
import type { ClassValue, FunctionValue, Item, Place, Text, Value } from "../values/value.js";
import { addressOf, pointedAt } from "./pointers.js";
import { joinThreads, noteRead } from "./races.js";
import { compositeValue, stored } from "./structs.js";
import { apiEffect } from "../models/apis/table.js";
import { builtin } from "./builtins/table.js";
import { chainPromise } from "./builtins/promises.js";
import { callValue, constructValue, defineClass } from "./call.js";
import type { CallOptions } from "./call.js";
import { importedVariable, moduleValue } from "./modules.js";
import { bindPattern, branch, keyValue } from "./execute.js";
import { itemsOf, readProperty, textOf } from "./properties.js";
import { cellOf, factsOf, isGo, newUnknown, nothing, placeIn, spend } from "./run.js";
import type { Frame } from "./run.js";

/** The value of an expression in the present state; what it does is done to the state. */
export function evaluate(frame: Frame, expression: Expression): Value {
  const { run, activation } = frame;
  spend(run);
  switch (expression.kind) {
    case "literal":
      return literalValue(frame, expression);
    case "undefined":
      return nothing;
    case "template":
      return join(expression.parts.map((part) => templatePart(frame, part)));
    case "regexp":
      return { kind: "regexp", source: expression.source, flags: expression.flags };
    case "variable": {
      const cell = cellOf(activation, expression.variable, run);
      if (run.threads.unjoined.size > 0) noteRead(run, cell, placeIn(frame, expression.at), activation.path);
      return cell.value ?? importedVariable(frame, expression.variable) ?? nothing;
    }
    case "global":
      return globalValue(frame, expression.name);
    case "this":
      return activation.receiver ?? nothing;
    case "super":
      return activation.home?.base ?? nothing;
    case "member":
      return evaluateMember(frame, expression).value;
    case "call":
      return evaluateCall(frame, expression);
    case "tagged":
      return evaluateTagged(frame, expression);
    case "function":
      return closure(frame, expression.function);
    case "class":
      return defineClass(frame, expression.class);
    case "object":
      return expression.type === undefined ? evaluateObject(frame, expression.entries, placeIn(frame, expression.at)) : compositeValue(frame, evaluate(frame, expression.type), expression.entries, placeIn(frame, expression.at));
    case "address":
      return addressOf(frame, expression.value);
    case "dereference":
      return pointedAt(frame, evaluate(frame, expression.value));
    case "array":
      return { kind: "object", object: run.store.createObject("array", { items: listItems(frame, expression.elements).map((item) => ({ ...item, value: stored(run, item.value) })), place: placeIn(frame, expression.at) }) };
    case "conditional": {
      const test = evaluate(frame, expression.test);
      const truth = truthOf(test);
      if (truth !== undefined) return evaluate(frame, truth ? expression.then : expression.otherwise);
      return evaluateWays(frame, [expression.then, expression.otherwise], test);
    }
    case "logical":
      return evaluateLogical(frame, expression);
    case "not": {
      const operand = evaluate(frame, expression.value);
      const truth = truthOf(operand);
      return truth === undefined ? derived("!", [operand]) : { kind: "constant", constant: !truth };
    }
    case "void":
    case "delete":
      evaluate(frame, expression.value);
      if (expression.kind === "delete" && expression.value.kind === "member") deleteMember(frame, expression.value);
      return nothing;
    case "typeof":
      return typeName(evaluate(frame, expression.value)) ?? newUnknown(run, "the type of an unknown value");
    case "compare":
      return evaluateComparison(frame, expression);
    case "arithmetic":
      return evaluateArithmetic(frame, expression);
    case "assign": {
      const value = evaluate(frame, expression.value);
      bindPattern(frame, expression.target, value, expression.target.kind === "member" ? originOf(frame, expression.value) : undefined);
      return value;
    }
    case "await": {
      const value = expression.value === undefined ? nothing : evaluate(frame, expression.value);
      if (run.threads.unjoined.size > 0 && !isOwnCall(frame, expression.value)) joinThreads(run, undefined);
      return value;
    }
    case "yield":
      frame.yields.push(expression.value === undefined ? nothing : evaluate(frame, expression.value));
      return newUnknown(run, "what a generator is sent");
    case "sequence": {
      let last: Value = nothing;
      for (const one of expression.expressions) last = evaluate(frame, one);
      return last;
    }
    case "import": {
      const specifier = literalText(evaluate(frame, expression.specifier));
      return specifier === undefined ? newUnknown(run, "a module whose name is computed") : moduleValue(run, specifier, activation.module.file, expression.form);
    }
    case "unknown":
      for (const part of expression.parts) evaluate(frame, part);
      return newUnknown(run, expression.reason);
  }
}

/**
 * Where a value is given: the expression itself, or, as far as it is only handed through parameters (and properties of
 * objects that are), the argument of the caller.
 */
export function originOf(frame: Frame, expression: Expression): Place {
  const own = placeIn(frame, expression.at);
  switch (expression.kind) {
    case "variable":
      return handedIn(cellOf(frame.activation, expression.variable, frame.run).origin, own);
    case "await":
      return expression.value === undefined ? own : originOf(frame, expression.value);
    case "member": {
      if (typeof expression.key !== "string") return own;
      const object = handedObject(frame, expression.object);
      return handedIn(object?.kind === "object" ? object.object.properties.get(expression.key)?.origin : undefined, own);
    }
    default:
      return own;
  }
}

function handedIn(origin: Place | undefined, own: Place): Place {
  return origin === undefined ? own : { file: origin.file, start: origin.start, end: origin.end, via: own };
}

/** An object that came in as a parameter or is `this`; undefined for what the function itself made or knows. */
function handedObject(frame: Frame, expression: Expression): Value | undefined {
  switch (expression.kind) {
    case "this":
      return frame.activation.receiver;
    case "variable": {
      const cell = cellOf(frame.activation, expression.variable, frame.run);
      const isParameter = factsOf(frame.run, frame.activation.module.file).variables[expression.variable]?.kind === "parameter";
      return isParameter || cell.origin !== undefined ? cell.value : undefined;
    }
    case "member": {
      const object = handedObject(frame, expression.object);
      return object?.kind === "object" && typeof expression.key === "string" ? object.object.properties.get(expression.key)?.value : undefined;
    }
    default:
      return undefined;
  }
}

/** Whether a value counts as true; undefined if that is not known. */
export function truthOf(value: Value): boolean | undefined {
  switch (value.kind) {
    case "constant":
      return value.constant === true;
    case "number":
      return value.number !== 0 && !Number.isNaN(value.number);
    case "literal":
      return value.text !== "";
    case "captured":
      return truthOf(value.text);
    case "joined":
      return value.parts.some((part) => part.text.kind === "literal") ? true : undefined;
    case "hole":
      return value.origin.kind === "fresh" ? true : undefined;
    case "choice": {
      const truths = value.alternatives.map(truthOf);
      return truths.every((truth) => truth === truths[0]) ? truths[0] : undefined;
    }
    case "external":
      return isFunction(value) ? true : undefined;
    default:
      return true;
  }
}

/** Of what the project does not define nobody knows what it is, unless a row says that it is a function. */
function isFunction(value: Extract<Value, { kind: "external" }>): boolean {
  return builtin(value.path) !== undefined || apiEffect(value.path) !== undefined;
}

/** Whether two values are the same; undefined if that is not known. */
export function compareValues(left: Value, right: Value): boolean | undefined {
  if (left.kind === "choice" || right.kind === "choice") {
    const choiceSide = left.kind === "choice" ? left : right;
    const other = left.kind === "choice" ? right : left;
    if (keyOf(left) === keyOf(right)) return true;
    if (choiceSide.kind !== "choice") return undefined;
    const results = choiceSide.alternatives.map((alternative) => compareValues(alternative, other));
    return results.every((result) => result === results[0]) ? results[0] : undefined;
  }
  if (keyOf(left) === keyOf(right)) return true;
  if ((left.kind === "constant" && isCertainlySet(right)) || (right.kind === "constant" && isCertainlySet(left))) return false;
  const [a, b] = [decidable(left), decidable(right)];
  return a === undefined || b === undefined ? undefined : a === b;
}

/** Whether a value is certainly neither true, false, null nor undefined. */
function isCertainlySet(value: Value): boolean {
  switch (value.kind) {
    case "literal":
    case "joined":
    case "number":
    case "object":
    case "function":
    case "class":
    case "regexp":
      return true;
    case "captured":
      return isCertainlySet(value.text);
    case "hole":
      return isFreshHole(value) || (value.origin.kind === "unknown" && value.origin.isSet === true);
    default:
      return false;
  }
}

/** A key for values that are equal exactly if their keys are. */
function decidable(value: Value): string | undefined {
  if (isText(value)) {
    const text = literalText(value);
    if (text !== undefined) return `"${text}`;
    // A text that is partly known is certainly neither undefined nor an object.
    return undefined;
  }
  return value.kind === "regexp" || value.kind === "external" ? undefined : keyOf(value);
}

/** The values of a list of arguments or elements, spreads unfolded. */
export function listItems(frame: Frame, elements: readonly (Argument | null)[]): readonly Item[] {
  return elements.flatMap((element): readonly Item[] => {
    if (element === null) return [{ value: nothing, isOptional: false }];
    const value = evaluate(frame, element.value);
    if (!element.isSpread) return [{ value, origin: originOf(frame, element.value), isOptional: false }];
    const items = itemsOf(frame, value);
    return items ?? [{ value: newUnknown(frame.run, "the elements of an unknown list"), isOptional: true }];
  });
}

function literalValue(frame: Frame, expression: Extract<Expression, { kind: "literal" }>): Value {
  const { value } = expression;
  if (typeof value === "string") return literal(value, { file: frame.activation.module.file, literal: expression, offset: 0 });
  return typeof value === "number" ? { kind: "number", number: value } : { kind: "constant", constant: value };
}

function templatePart(frame: Frame, part: Expression): { readonly text: Text; readonly use?: Place } {
  const value = evaluate(frame, part);
  const text = textOf(frame, value);
  return part.kind === "literal" || part.kind === "template" ? { text } : { text, use: originOf(frame, part) };
}

function closure(frame: Frame, index: number): FunctionValue {
  const { activation } = frame;
  return { kind: "function", module: activation.module, function: index, scope: activation, home: activation.home };
}

function globalValue(frame: Frame, name: string): Value {
  const { module } = frame.activation;
  switch (name) {
    case "exports":
      return { kind: "object", object: module.exports };
    case "module":
      return { kind: "external", path: "module", receiver: { kind: "object", object: module.exports } };
    case "__dirname":
      return literal(`/${module.file.slice(0, Math.max(module.file.lastIndexOf("/"), 0))}`);
    case "__filename":
      return literal(`/${module.file}`);
    case "NaN":
    case "Infinity":
      return { kind: "number", number: Number(name) };
    case "import.meta":
      return { kind: "external", path: "import.meta", receiver: literal(`/${module.file}`) };
    default:
      return frame.run.files.get(`global ${name}`)?.value ?? { kind: "external", path: name };
  }
}

function evaluateMember(frame: Frame, expression: Extract<Expression, { kind: "member" }>): { readonly value: Value; readonly object: Value } {
  const object = evaluate(frame, expression.object);
  if (expression.object.kind === "super") {
    const { activation } = frame;
    return { value: superMember(frame, activation.home, keyValue(frame, expression.key)), object: activation.receiver ?? nothing };
  }
  if (expression.optional && object.kind === "constant") return { value: nothing, object };
  const key = keyValue(frame, expression.key);
  return { value: readProperty(frame, object, key, placeIn(frame, expression.at)), object };
}

function superMember(frame: Frame, home: ClassValue | undefined, key: string | undefined): Value {
  const base = home?.base;
  if (base?.kind !== "class" || key === undefined) return newUnknown(frame.run, "a member of an unknown base class");
  const probe = frame.run.store.createObject("plain", { class: base });
  const value = readProperty(frame, { kind: "object", object: probe }, key);
  return value.kind === "function" ? { ...value, receiver: frame.activation.receiver } : value;
}

function evaluateCall(frame: Frame, expression: Extract<Expression, { kind: "call" }>): Value {
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
function isOwnCall(frame: Frame, expression: Expression | undefined): boolean {
  return expression?.kind === "call" && expression.callee.kind === "variable" && evaluate(frame, expression.callee).kind === "function";
}

/** What a call calls and with what, evaluated and not yet called: `go f(x)`, `defer f(x)`. */
export function evaluateCallParts(frame: Frame, expression: Extract<Expression, { kind: "call" }>): { readonly callee: Value; readonly items: readonly Item[]; readonly place: Place; readonly options: CallOptions } {
  const { callee } = expression;
  const { value, object } = callee.kind === "member" ? evaluateMember(frame, callee) : { value: evaluate(frame, callee), object: undefined };
  return { callee: value, items: listItems(frame, expression.arguments), place: placeIn(frame, expression.at), options: { receiver: object, name: calleeName(frame, callee), isWritten: true } };
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

function evaluateTagged(frame: Frame, expression: Extract<Expression, { kind: "tagged" }>): Value {
  const tag = evaluate(frame, expression.tag);
  const parts = expression.template.kind === "template" ? expression.template.parts : [expression.template];
  const items = parts.map((part): Item => ({ value: evaluate(frame, part), origin: part.kind === "literal" ? undefined : originOf(frame, part), isOptional: false }));
  return callValue(frame, tag, items, placeIn(frame, expression.at), {
    name: calleeName(frame, expression.tag),
    tagged: parts.map((part) => part.kind !== "literal"),
  });
}

function evaluateObject(frame: Frame, entries: readonly ObjectEntry[], place: Place): Value {
  const { store } = frame.run;
  const object = store.createObject("plain", { place });
  for (const entry of entries) {
    switch (entry.kind) {
      case "property": {
        const key = keyValue(frame, entry.key);
        const value = evaluate(frame, entry.value);
        const bound: Value = value.kind === "function" && value.receiver === undefined ? { ...value, receiver: { kind: "object", object } } : stored(frame.run, value);
        if (key === undefined) store.writeFlag(object.open, "computed keys");
        else store.write(store.property(object, key), bound, originOf(frame, entry.value));
        break;
      }
      case "spread": {
        const source = evaluate(frame, entry.value);
        copyProperties(frame, source, object);
        break;
      }
      case "getter": {
        const key = keyValue(frame, entry.key);
        const getter = { ...closure(frame, entry.function), receiver: { kind: "object", object } as const };
        if (key !== undefined) store.write(store.property(object, `get ${key}`), getter);
        break;
      }
      case "setter":
      case "element":
        break;
    }
  }
  return { kind: "object", object };
}

/** `{ ...source }` and `Object.assign(target, source)`. */
export function copyProperties(frame: Frame, source: Value, target: { readonly open: { value: string | undefined } } & Extract<Value, { kind: "object" }>["object"]): void {
  const { store } = frame.run;
  switch (source.kind) {
    case "object":
      for (const [key, cell] of source.object.properties) if (cell.value !== undefined) store.write(store.property(target, key), cell.value, cell.origin);
      source.object.items?.value.forEach((item, index) => {
        store.write(store.property(target, String(index)), item.value, item.origin);
      });
      if (source.object.open.value !== undefined) store.writeFlag(target.open, source.object.open.value);
      return;
    case "constant":
    case "number":
      return;
    case "choice":
      branch(
        frame,
        source.alternatives.map((alternative) => () => {
          copyProperties(frame, alternative, target);
          return true;
        }),
      );
      return;
    default:
      store.writeFlag(target.open, "spread of an unknown object");
  }
}

function evaluateLogical(frame: Frame, expression: Extract<Expression, { kind: "logical" }>): Value {
  const left = evaluate(frame, expression.left);
  const isDecided = expression.operator === "??" ? negate(compareNullish(left)) : expression.operator === "||" ? truthOf(left) : negate(truthOf(left));
  if (isDecided === true) return left;
  if (isDecided === false) return evaluate(frame, expression.right);
  let right: Value = nothing;
  const goesOn = branch(frame, [
    () => {
      right = evaluate(frame, expression.right);
      return true;
    },
    () => true,
  ]);
  if (!goesOn) return left;
  if (expression.operator === "&&" && !isText(left)) return choice([left, right]);
  // The same fall-back of the same value is decided alike wherever it stands.
  return choice([present(left, expression.operator), right], `${keyOf(left)}${expression.operator}${keyOf(right)}`);
}

/** What is left of a choice when `||` or `??` lets it through. */
function present(left: Value, operator: "&&" | "||" | "??"): Value {
  if (left.kind !== "choice" || operator === "&&") return left;
  const kept = left.alternatives.filter((alternative) => (operator === "??" ? compareNullish(alternative) !== true : truthOf(alternative) !== false));
  return kept.length === 0 || kept.length === left.alternatives.length ? left : choice(kept);
}

function negate(truth: boolean | undefined): boolean | undefined {
  return truth === undefined ? undefined : !truth;
}

/** Whether a value is null or undefined. */
export function compareNullish(value: Value): boolean | undefined {
  switch (value.kind) {
    case "constant":
      return value.constant === null || value.constant === undefined;
    case "choice": {
      const results = value.alternatives.map(compareNullish);
      return results.every((result) => result === results[0]) ? results[0] : undefined;
    }
    case "hole":
      return value.origin.kind === "fresh" || value.origin.kind === "derived" ? false : undefined;
    case "captured":
      return compareNullish(value.text);
    case "external":
      return isFunction(value) ? false : undefined;
    default:
      return false;
  }
}

function evaluateWays(frame: Frame, expressions: readonly Expression[], test: Value): Value {
  const values: Value[] = [];
  const goesOn = branch(
    frame,
    expressions.map((expression) => () => {
      values.push(evaluate(frame, expression));
      return true;
    }),
  );
  return goesOn ? choice(values, `${keyOf(test)}?${values.map(keyOf).join(":")}`) : nothing;
}

function evaluateComparison(frame: Frame, expression: Extract<Expression, { kind: "compare" }>): Value {
  const left = evaluate(frame, expression.left);
  const right = evaluate(frame, expression.right);
  const boolean = (truth: boolean | undefined): Value => (truth === undefined ? derived(expression.operator, [left, right]) : { kind: "constant", constant: truth });
  switch (expression.operator) {
    case "===":
      if (isGo(frame)) return boolean(compareInGo(left, right));
      return boolean(right.kind === "constant" && right.constant === undefined ? definitelyUndefined(left) : compareValues(left, right));
    case "!==":
      if (isGo(frame)) return boolean(negate(compareInGo(left, right)));
      return boolean(negate(right.kind === "constant" && right.constant === undefined ? definitelyUndefined(left) : compareValues(left, right)));
    case "in": {
      const key = literalText(left);
      if (right.kind !== "object" || key === undefined) return boolean(undefined);
      if (right.object.properties.get(key)?.value !== undefined) return boolean(true);
      return boolean(right.object.open.value === undefined ? false : undefined);
    }
    case "instanceof":
      return boolean(undefined);
    default: {
      const [a, b] = [numberOf(left), numberOf(right)];
      if (a === undefined || b === undefined) return boolean(undefined);
      return boolean({ "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b }[expression.operator]);
    }
  }
}

/** What is not there is the zero value of a type that is not known here: nil, or something that is equal to it or not. */
function compareInGo(left: Value, right: Value): boolean | undefined {
  const isMissing = (value: Value): boolean => value.kind === "constant" && value.constant === undefined;
  const isNil = (value: Value): boolean => value.kind === "constant" && value.constant === null;
  if (isMissing(left) && isMissing(right)) return true;
  if (isMissing(left)) return isNil(right) ? true : isCertainlySet(right) && right.kind !== "literal" ? false : undefined;
  if (isMissing(right)) return compareInGo(right, left);
  return compareValues(left, right);
}

export function definitelyUndefined(value: Value): boolean | undefined {
  const isNullish = compareNullish(value);
  return value.kind === "constant" ? value.constant === undefined : isNullish === true ? undefined : isNullish;
}

function numberOf(value: Value): number | undefined {
  return value.kind === "number" ? value.number : undefined;
}

function evaluateArithmetic(frame: Frame, expression: Extract<Expression, { kind: "arithmetic" }>): Value {
  // A long chain of additions leans to the left.
  const operands: Expression[] = [expression.right];
  let first = expression.left;
  while (expression.operator === "+" && first.kind === "arithmetic" && first.operator === "+") {
    operands.push(first.right);
    first = first.left;
  }
  let result = templateLike(frame, first);
  for (const operand of operands.reverse()) result = add(frame, expression.operator, result, templateLike(frame, operand));
  return result.value;
}

interface Operand {
  readonly value: Value;
  readonly use: Place | undefined;
}

function templateLike(frame: Frame, expression: Expression): Operand {
  const value = evaluate(frame, expression);
  return { value, use: expression.kind === "literal" || expression.kind === "template" || expression.kind === "arithmetic" ? undefined : originOf(frame, expression) };
}

function add(frame: Frame, operator: string, left: Operand, right: Operand): Operand {
  const [a, b] = [numberOf(left.value), numberOf(right.value)];
  if (a !== undefined && b !== undefined) {
    const result = calculate(operator, a, b);
    return { value: result === undefined ? newUnknown(frame.run, "arithmetic") : { kind: "number", number: result }, use: undefined };
  }
  const isNumeric = (a !== undefined && right.value.kind === "hole") || (b !== undefined && left.value.kind === "hole");
  if (operator !== "+" || isNumeric) return { value: derived(operator, [left.value, right.value]), use: undefined };
  const parts = [left, right].map((operand) => ({ text: textOf(frame, operand.value), ...(operand.use === undefined ? {} : { use: operand.use }) }));
  return { value: join(parts), use: undefined };
}

function calculate(operator: string, a: number, b: number): number | undefined {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "%":
      return a % b;
    default:
      return undefined;
  }
}

function typeName(value: Value): Text | undefined {
  switch (value.kind) {
    case "literal":
    case "joined":
      return literal("string");
    case "captured":
      return typeName(uncaptured(value));
    case "number":
      return literal("number");
    case "constant":
      return literal(value.constant === undefined ? "undefined" : value.constant === null ? "object" : "boolean");
    case "object":
      return literal("object");
    case "function":
    case "class":
      return literal("function");
    default:
      return undefined;
  }
}

function deleteMember(frame: Frame, expression: Extract<Expression, { kind: "member" }>): void {
  const object = evaluate(frame, expression.object);
  const key = keyValue(frame, expression.key);
  const cell = object.kind === "object" && key !== undefined ? object.object.properties.get(key) : undefined;
  if (cell !== undefined) frame.run.store.write(cell, undefined);
}
