import type { Argument, Expression, ObjectEntry } from "../facts/facts.js";
import { choice, derived, isText, join, keyOf, literal, literalText, uncaptured } from "../values/text.js";
import type { ClassValue, FunctionValue, Item, Place, Text, Value } from "../values/value.js";
import { addressOf, pointedAt } from "./pointers.js";
import { joinThreads, noteRead } from "./races.js";
import { compositeValue, stored } from "./structs.js";
import { defineClass } from "./call.js";
import { importedVariable, moduleValue } from "./modules.js";
import { bindPattern, branch, keyValue } from "./execute.js";
import { itemsOf, readProperty, textOf } from "./properties.js";
import { cellOf, factsOf, isGo, newUnknown, nothing, placeIn, spend } from "./run.js";
import type { Frame } from "./run.js";
import { evaluateArithmetic, numberOf } from "./arithmetic.js";
import { evaluateCall, evaluateTagged, isOwnCall } from "./call-expressions.js";
import { compareInGo, compareNullish, compareValues, definitelyUndefined, negate, truthOf } from "./truth.js";

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
      return { kind: "object", ...(expression.isCopied === true ? { isStruct: true as const } : {}), object: run.store.createObject("array", { items: listItems(frame, expression.elements).map((item) => ({ ...item, value: stored(run, item.value) })), place: placeIn(frame, expression.at) }) };
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
    case "call": {
      // `string(image)` hands on what it is given.
      const [argument] = expression.arguments;
      return argument !== undefined && expression.callee.kind === "global" && expression.callee.name === "go:string" ? originOf(frame, argument.value) : own;
    }
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

/** The values of a list of arguments or elements, spreads unfolded. */
export function listItems(frame: Frame, elements: readonly (Argument | null)[]): readonly Item[] {
  return elements.flatMap((element): readonly Item[] => {
    if (element === null) return [{ value: nothing, isOptional: false }];
    const value = evaluate(frame, element.value);
    if (!element.isSpread) return [{ value, origin: originOf(frame, element.value), isOptional: false }];
    const items = value.kind === "constant" && isGo(frame) ? [] : itemsOf(frame, value);
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

export function evaluateMember(frame: Frame, expression: Extract<Expression, { kind: "member" }>): { readonly value: Value; readonly object: Value } {
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
