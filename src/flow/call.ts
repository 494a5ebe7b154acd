import type { FunctionFacts } from "../facts/facts.js";
import { choice, hole, isText, keyOf } from "../values/text.js";
import type { Activation, CallPath, Cell, ClassValue, ExternalValue, FunctionValue, HeapObject, Item, Place, Value } from "../values/value.js";
import { callExternal, constructExternal } from "./external.js";
import { captureResult, capturesIn, knownTexts, newCapture, use } from "./captures.js";
import { evaluate, originOf } from "./evaluate.js";
import { bindPattern, branch, execute, keyValue, protect } from "./execute.js";
import { escape } from "./escapes.js";
import { writeAnywhere, writeThroughPointers } from "./outputs.js";
import { signalAll } from "./races.js";
import { classFacts, converted } from "./structs.js";
import { WayEnds, cellOf, factsOf, isGo, newFrame, newUnknown, nothing, withinHelperBounds } from "./run.js";
import type { Frame, Run } from "./run.js";
import { isTooLong, isWorthRunning, skipFunction } from "./skip.js";
import type { FunctionRole } from "../models/producers.js";
import { buildGiven, consume, generated, givenBack, rolesOf } from "./roles.js";

const deepestCall = 60;
const largestRecursion = 2;
const largestInstances = 50;
const largestRuns = 500;

export interface CallOptions {
  readonly receiver?: Value | undefined;
  /** The name that the call calls. */
  readonly name?: string | undefined;
  /** A call as the program writes it, not one that a list's or a promise's method makes. */
  readonly isWritten?: boolean | undefined;
  /** For a tagged template: which of the items are holes. */
  readonly tagged?: readonly boolean[] | undefined;
}

/** Calls a value. */
export function callValue(frame: Frame, callee: Value, items: readonly Item[], place: Place, options: CallOptions = {}): Value {
  const { run } = frame;
  const sitesBefore = run.sites.length;
  const startOrder = run.counters.order;
  const { name } = options;
  const roles = name === undefined ? undefined : rolesOf(frame, callee, name);
  const role = roles?.producer;
  // One that is told the name gives nothing that the caller does not know.
  const isNamed = role !== undefined && role.argument === undefined;
  if (roles?.consumer !== undefined) consume(frame, roles.consumer, items, place, name ?? "");
  const known = isNamed || mayProduce(run, callee, items) ? knownTexts(items, callee.kind === "function" ? (callee.receiver ?? options.receiver) : options.receiver) : undefined;
  const capture = (result: Value): Value => {
    if (known === undefined || (run.sites.length === sitesBefore && !isNamed)) return result;
    // What a callback gives to a list's or a promise's method is that method's result: a capture in it stays what it is.
    if (options.isWritten !== true && capturesIn(result).size > 0) return result;
    const stores = [...items.map((item) => item.value), ...(callee.kind === "function" ? receiversOf(callee, options) : [])];
    return captureResult(run, { place, path: frame.activation.path, name: name ?? "the call", known, stores, startOrder, sitesBefore, isNamed }, result);
  };
  switch (callee.kind) {
    case "class":
      // Go: `T(x)` is a conversion.
      return classFacts(run, callee)?.underlying === undefined ? callUnknown(frame, items, place, options.name ?? "a class", callee) : converted(run, callee, items[0]?.value ?? nothing);
    case "function": {
      if (callee.takesReceiver === true && items[0] !== undefined) return callValue(frame, { ...callee, takesReceiver: undefined, receiver: items[0].value }, items.slice(1), place, options);
      const receiver = callee.receiver ?? (options.receiver?.kind === "object" ? options.receiver : undefined);
      const given = options.tagged === undefined ? items : taggedItems(frame, items, options.tagged);
      const result = callFunction(run, { ...callee, receiver }, [...(callee.bound ?? []).map((value) => ({ value, isOptional: false })), ...given], place, frame.activation.path);
      if (options.isWritten === true && run.captures.length > 0) handOver(items, result);
      if (role?.argument !== undefined) buildGiven(frame, role.argument, items, place, name ?? "", sitesBefore);
      if (roles?.generator !== undefined) return generated(frame, roles.generator, result, name ?? "", place);
      return capture(result);
    }
    case "choice": {
      const results: Value[] = [];
      const callable = callee.alternatives.filter((alternative) => alternative.kind !== "constant");
      const goesOn = branch(
        frame,
        callable.map((alternative, index) => () => {
          if (callable.length > 1) run.ways.push({ decision: `${callee.key} ${place.file} ${place.start}`, index, count: callable.length });
          try {
            results.push(callValueUncaptured(frame, alternative, items, place, options));
          } finally {
            if (callable.length > 1) run.ways.pop();
          }
          return true;
        }),
      );
      if (!goesOn) throw new WayEnds();
      return capture(choice(results));
    }
    case "external":
      if (roles?.generator !== undefined) return generated(frame, roles.generator, undefined, name ?? "", place);
      if (role !== undefined) return namedResult(frame, callee, items, place, options, role);
      return callExternal(frame, callee, [...(callee.bound ?? []).map((value) => ({ value, isOptional: false })), ...items], place, options);
    default:
      if (roles?.generator !== undefined) return generated(frame, roles.generator, undefined, name ?? "", place);
      if (role !== undefined) return namedResult(frame, { kind: "external", path: options.name ?? "" }, items, place, options, role);
      writeAnywhere(frame, items);
      return callUnknown(frame, items, place, options.name ?? "a function that is not known", callee);
  }
}

/** What a tag function is given: the letters as a list (with `raw`), then each hole. */
function taggedItems(frame: Frame, items: readonly Item[], tagged: readonly boolean[]): readonly Item[] {
  const { store } = frame.run;
  const letters = { kind: "object", object: store.createObject("array", { items: items.filter((_, index) => tagged[index] !== true) }) } as const;
  store.write(store.property(letters.object, "raw"), letters);
  return [{ value: letters, isOptional: false }, ...items.filter((_, index) => tagged[index] === true)];
}

/** Whether an image may be made below, by the function or by one that it is given: only then it matters what the caller knew before. */
function mayProduce(run: Run, callee: Value, items: readonly Item[]): boolean {
  if (callee.kind === "choice") return callee.alternatives.some((alternative) => mayProduce(run, alternative, items));
  if (callee.kind !== "function") return false;
  return run.project.slice.isRelevant(callee.module.file, callee.function) || items.some(({ value }) => value.kind === "function" && run.project.slice.isRelevant(value.module.file, value.function));
}

function receiversOf(callee: FunctionValue, options: CallOptions): readonly Value[] {
  const receiver = callee.receiver ?? options.receiver;
  const module = [...callee.module.activation().cells.values()].flatMap((cell) => (cell.value === undefined ? [] : [cell.value]));
  return receiver === undefined ? module : [receiver, ...module];
}

function callValueUncaptured(frame: Frame, callee: Value, items: readonly Item[], place: Place, options: CallOptions): Value {
  return callee.kind === "function"
    ? callFunction(frame.run, { ...callee, receiver: callee.receiver ?? options.receiver }, items, place, frame.activation.path)
    : callValue(frame, callee, items, place, { ...options, name: undefined });
}

/** A producer by name whose body is not in the project: its result is a reference that only it knows. */
function namedResult(frame: Frame, callee: ExternalValue, items: readonly Item[], place: Place, options: CallOptions, role: FunctionRole): Value {
  const { run } = frame;
  const name = options.name ?? "a producer";
  if (role.argument !== undefined) {
    // It is told under which name to build: the caller knows it.
    buildGiven(frame, role.argument, items, place, name, run.sites.length);
    return givenBack(frame, role, role.argument, items, name);
  }
  escape(run, items.map((item) => item.value), place, callee.path);
  const text = newUnknown(run, `the result of ${options.name ?? "a producer"}`);
  const capture = newCapture(run, { place, path: frame.activation.path, producer: options.name ?? "", reference: undefined, isConstant: false, inner: [], startOrder: run.counters.order });
  const captured: Value = { kind: "captured", key: text.key, capture, text };
  // Go: the reference, and an error.
  if (role.result === undefined && isGo(frame)) return { kind: "object", object: run.store.createObject("array", { items: [captured, newUnknown(run, "an error")].map((value) => ({ value, isOptional: false })) }) };
  if (role.result === undefined) return captured;
  const object = run.store.createObject("plain", { open: `the result of ${name}` });
  run.store.write(run.store.property(object, role.result), captured);
  return { kind: "object", object };
}

/** Calls what has no body here: callbacks run once or not at all, the arguments leave the analysis' sight. */
export function callUnknown(frame: Frame, items: readonly Item[], place: Place, name: string, callee?: Value): Value {
  signalAll(frame.run);
  runCallbacks(frame, items, place);
  escape(frame.run, items.map((item) => item.value), place, name);
  writeThroughPointers(frame, items, name);
  if (callee !== undefined && isText(callee)) use(callee);
  return newUnknown(frame.run, `the result of ${name}`);
}

/** Runs each function among the arguments (and in objects among them) once, joined with "not run"; what becomes of their results is up to who calls them. */
export function runCallbacks(frame: Frame, items: readonly Item[], place: Place, results: "used" | "dropped" = "used"): void {
  const callbacks = items.flatMap(({ value }) => functionsIn(value));
  for (const callback of callbacks) {
    // What holds no site is run for its value only, and a callback's value goes where nobody sees it.
    if (!frame.run.project.slice.isRelevant(callback.module.file, callback.function) && !isWorthRunning(frame.run, callback)) {
      skipFunction(frame.run, callback, []);
      continue;
    }
    branch(frame, [
      () => {
        const result = callFunction(frame.run, callback, [], place, frame.activation.path, "unknown");
        if (results === "used") use(result);
        return true;
      },
      () => true,
    ]);
  }
}

export function functionsIn(value: Value, depth = 0): readonly FunctionValue[] {
  if (value.kind === "function") return [value];
  if (depth > 1) return [];
  if (value.kind === "choice") return value.alternatives.flatMap((alternative) => functionsIn(alternative, depth + 1));
  if (value.kind !== "object" || (value.object.class !== undefined && value.object.items === undefined)) return [];
  const properties = [...value.object.properties.values()].flatMap((cell) => (cell.value === undefined ? [] : functionsIn(cell.value, depth + 1)));
  return [...properties, ...(value.object.items?.value.flatMap((item) => functionsIn(item.value, depth + 1)) ?? [])];
}

/** Runs a function of the project. `missing` says what parameters are that no argument is given for. */
export function callFunction(run: Run, callee: FunctionValue, items: readonly Item[], place: Place, outer: CallPath | undefined, missing: "undefined" | "unknown" = "undefined"): Value {
  const facts = factsOf(run, callee.module.file).functions[callee.function];
  if (facts === undefined) return newUnknown(run, "a function that is not there");
  const name = `${callee.module.file}#${callee.function}`;
  run.executed.add(name);
  const depth = (outer?.depth ?? 0) + 1;
  const active = run.active.get(name) ?? 0;
  if (active >= largestRecursion || depth > deepestCall) {
    run.limits.add(active >= largestRecursion ? "recursion" : "depth of calls");
    return newUnknown(run, "a recursive call");
  }
  const instance = `${name} ${items.map((item) => keyOf(item.value)).join()} ${callee.receiver === undefined ? "" : keyOf(callee.receiver)}`;
  const earlier = run.results.get(instance);
  if (earlier !== undefined && earlier.count >= largestInstances) {
    run.limits.add("calls of one function with the same arguments");
    return earlier.value;
  }
  const runs = run.runs.get(name) ?? 0;
  if (runs >= largestRuns) {
    run.limits.add("calls of one function");
    for (const item of items) use(item.value);
    return newUnknown(run, `the result of ${facts.name ?? "a function that is called very often"}`);
  }
  run.runs.set(name, runs + 1);
  run.active.set(name, active + 1);
  try {
    const activation: Activation = {
      module: callee.module,
      function: callee.function,
      parent: callee.scope,
      cells: new Map<number, Cell>(),
      receiver: facts.hasOwnThis ? callee.receiver : callee.scope.receiver,
      home: facts.hasOwnThis ? (callee.home ?? callee.scope.home) : callee.scope.home,
      path: { call: place, outer, depth },
    };
    const body = (): Value => runBody(run, facts, activation, items, missing);
    const skip = (): Value => skipFunction(run, callee, items);
    const isRelevant = run.project.slice.isRelevant(callee.module.file, callee.function);
    const value = isRelevant ? body() : isTooLong(run, callee) ? skip() : withinHelperBounds(run, body, skip);
    run.results.set(instance, { count: (earlier?.count ?? 0) + 1, value });
    return value;
  } finally {
    run.active.set(name, active);
  }
}

/** What a function of the project is given and neither logs nor gives back, it was given for a reason that is not the caller's fault. */
function handOver(items: readonly Item[], result: Value): void {
  const given = items.flatMap((item) => [...capturesIn(item.value)]).filter((capture) => !capture.isLogged);
  if (given.length === 0) return;
  const back = capturesIn(result);
  for (const capture of given) if (!back.has(capture)) capture.isUsed = true;
}

function runBody(run: Run, facts: FunctionFacts, activation: Activation, items: readonly Item[], missing: "undefined" | "unknown"): Value {
  const { store } = run;
  const frame = newFrame(run, activation);
  bindParameters(frame, facts, items, missing);
  const goesOn = execute(frame, facts.body);
  const all = [...frame.returns, ...(goesOn ? [{ value: nothing, isFailure: false, changes: store.changesSince(frame.start) }] : [])];
  if (all.length === 0) throw new WayEnds();
  const { ends, failures } = successes(all);
  store.rollBack(frame.start);
  const decide = store.joinWays(ends.map((end) => end.changes));
  const returned = decide(ends.map((end) => end.value));
  for (const call of frame.deferred.reverse()) protect(frame, call);
  const value = frame.deferred.length > 0 && facts.results !== undefined ? namedResults(frame, facts.results) : returned;
  if (failures.length > 0) return orFailed(frame, value);
  if (facts.isGenerator) return { kind: "object", object: store.createObject("array", { items: frame.yields.map((value) => ({ value, isOptional: false })) }) };
  return value;
}

/** What the variables of named results hold when all deferred calls have been made. */
function namedResults(frame: Frame, results: readonly number[]): Value {
  const values = results.map((variable) => cellOf(frame.activation, variable, frame.run).value ?? nothing);
  const [only] = values;
  if (values.length === 1 && only !== undefined) return only;
  return { kind: "object", object: frame.run.store.createObject("array", { items: values.map((value) => ({ value, isOptional: false })) }) };
}

/** Ways that end in an error count only where there are no others: what they return beside it has no meaning, and whoever calls goes another way. */
function successes(ends: Frame["returns"]): { readonly ends: Frame["returns"]; readonly failures: Frame["returns"] } {
  const failures = ends.filter((end) => end.isFailure);
  return failures.length === ends.length ? { ends, failures: [] } : { ends: ends.filter((end) => !end.isFailure), failures };
}

/** The results of a call of Go that may fail: the last of them may be an error. */
function orFailed(frame: Frame, value: Value): Value {
  const { run } = frame;
  const withError = (last: Value): Value => choice([last, newUnknown(run, "an error")]);
  if (value.kind !== "object" || value.object.items === undefined) return value.kind === "constant" && value.constant === null ? withError(value) : value;
  const items = value.object.items.value;
  const last = items.at(-1);
  if (last === undefined) return value;
  return { kind: "object", object: run.store.createObject("array", { items: [...items.slice(0, -1), { ...last, value: withError(last.value) }] }) };
}

function bindParameters(frame: Frame, facts: FunctionFacts, given: readonly Item[], missing: "undefined" | "unknown"): void {
  const { run } = frame;
  const items = spreadResults(frame, facts, given);
  facts.parameters.forEach((parameter, index) => {
    if (parameter.isRest) {
      const rest = items.slice(index);
      const object = run.store.createObject("array", missing === "unknown" && rest.length === 0 ? { open: "parameters of a function that nobody calls" } : { items: rest });
      bindPattern(frame, parameter.target, { kind: "object", object });
      return;
    }
    const item = items[index];
    if (item !== undefined && !(item.value.kind === "constant" && item.value.constant === undefined)) {
      bindPattern(frame, parameter.target, item.value, item.origin);
      return;
    }
    if (parameter.default !== undefined) {
      bindPattern(frame, parameter.target, evaluate(frame, parameter.default), originOf(frame, parameter.default));
      return;
    }
    bindPattern(frame, parameter.target, missing === "unknown" ? unboundParameter(frame, facts, index) : nothing);
  });
}

/** Go: `f(g())` gives f all results of g (https://go.dev/ref/spec#Calls). */
function spreadResults(frame: Frame, facts: FunctionFacts, items: readonly Item[]): readonly Item[] {
  const [only] = items;
  if (items.length !== 1 || only?.value.kind !== "object" || only.value.object.items === undefined || facts.parameters.length < 2 || facts.parameters[1]?.isRest === true || !isGo(frame)) return items;
  return only.value.object.items.value.map((item) => ({ ...item, origin: only.origin }));
}

/** A parameter of a function that nobody in the project calls: unknown, yet of its declared class. */
function unboundParameter(frame: Frame, facts: FunctionFacts, index: number): Value {
  const parameter = facts.parameters[index];
  const type = parameter?.type === undefined ? undefined : evaluate(frame, parameter.type);
  if (type?.kind === "external" && isGo(frame)) return { kind: "object", object: frame.run.store.createObject("plain", { type: type.path, open: "fields of a parameter" }) };
  if (type?.kind === "class" && [undefined, "struct"].includes(classFacts(frame.run, type)?.underlying)) return { kind: "object", object: frame.run.store.createObject("plain", { class: type, open: "fields of a parameter" }) };
  const facts_ = factsOf(frame.run, frame.activation.module.file);
  const name = parameter?.target.kind === "variable" ? (facts_.variables[parameter.target.variable]?.name ?? String(index)) : String(index);
  return hole(`parameter ${frame.activation.module.file}#${String(frame.activation.function)} ${name} ${frame.run.root}`, { kind: "parameter", name });
}

// ---------------------------------------------------------------------------------------------------- classes

/** The class that a class expression defines, its static members evaluated. */
export function defineClass(frame: Frame, index: number): ClassValue {
  const { activation, run } = frame;
  const facts = factsOf(run, activation.module.file).classes[index];
  const base = facts?.extends === undefined ? undefined : evaluate(frame, facts.extends);
  const value: ClassValue = { kind: "class", module: activation.module, class: index, scope: activation, base, statics: run.store.createObject("plain") };
  // A class is known by its name in its own static initialisers.
  const own = facts?.name === undefined ? -1 : factsOf(run, activation.module.file).variables.findIndex((variable) => variable.kind === "class" && variable.name === facts.name && variable.owner === activation.function);
  if (own >= 0) run.store.write(cellOf(activation, own, run), value);
  const inner: Frame = { ...frame, activation: { ...activation, parent: activation, cells: new Map(), receiver: value, home: value, block: [0, 0] } };
  for (const field of facts?.fields ?? []) {
    if (!field.isStatic) continue;
    const key = keyValue(inner, field.key);
    const initial = field.value === undefined ? nothing : evaluate(inner, field.value);
    if (key !== undefined) run.store.write(run.store.property(value.statics, key), initial);
  }
  return value;
}

/** `new C(…)`; with `receiver`, the constructor of a base class on an object that is there already. */
export function constructValue(frame: Frame, callee: Value, items: readonly Item[], place: Place, receiver?: Value, missing: "undefined" | "unknown" = "undefined"): Value {
  switch (callee.kind) {
    case "class": {
      const object: HeapObject | undefined = receiver?.kind === "object" ? receiver.object : frame.run.store.createObject("plain", { class: callee, place });
      const self: Value = { kind: "object", object };
      const name = factsOf(frame.run, callee.module.file).classes[callee.class]?.name ?? "";
      const { consumer } = rolesOf(frame, callee, name);
      if (consumer !== undefined && receiver === undefined) consume(frame, consumer, items, place, `new ${name}`);
      initialise(frame, callee, self, items, place, missing);
      return self;
    }
    case "choice":
      return choice(callee.alternatives.map((alternative) => constructValue(frame, alternative, items, place, receiver)));
    case "function":
      return callValue(frame, callee, items, place, { receiver: { kind: "object", object: frame.run.store.createObject("plain", { place }) } });
    case "external": {
      const name = callee.path.split(/[.#]/u).at(-1) ?? callee.path;
      const { consumer } = rolesOf(frame, callee, name);
      if (consumer !== undefined) consume(frame, consumer, items, place, `new ${name}`);
      return constructExternal(frame, callee, items, place, receiver);
    }
    default:
      return callUnknown(frame, items, place, "a constructor that is not known", callee);
  }
}

function initialise(frame: Frame, type: ClassValue, self: Value, items: readonly Item[], place: Place, missing: "undefined" | "unknown"): void {
  const { run } = frame;
  const facts = factsOf(run, type.module.file).classes[type.class];
  if (facts === undefined) return;
  const constructor = facts.constructor_;
  const scope: Activation = { ...type.scope, parent: type.scope, cells: new Map(), receiver: self, home: type, block: [0, 0] };
  const fieldFrame: Frame = { ...frame, activation: { ...scope, path: { call: place, outer: frame.activation.path, depth: (frame.activation.path?.depth ?? 0) + 1 } } };
  if (constructor === undefined && type.base !== undefined) constructValue(frame, type.base, items, place, self, missing);
  const initialiseFields = (): void => {
    for (const field of facts.fields) {
      if (field.isStatic) continue;
      const key = keyValue(fieldFrame, field.key);
      const initial = field.value === undefined ? undefined : evaluate(fieldFrame, field.value);
      if (key !== undefined && initial !== undefined && self.kind === "object") {
        run.store.write(run.store.property(self.object, key), initial, field.value === undefined ? undefined : originOf(fieldFrame, field.value));
      }
    }
  };
  // Fields stand before the constructor's body; those of a derived class after `super(…)`, which seldom matters here.
  initialiseFields();
  if (constructor !== undefined) callFunction(run, { kind: "function", module: type.module, function: constructor, scope: type.scope, receiver: self, home: type }, items, place, frame.activation.path, missing);
}

/** A method, accessor (`get x`, `set x`) or static member of a class or of those that it extends. */
export function classMember(frame: Frame, type: ClassValue, key: string, isStatic: boolean): Value | undefined {
  const facts = factsOf(frame.run, type.module.file).classes[type.class];
  const member = facts?.methods.find((method) => {
    const prefix = method.kind === "getter" ? "get " : method.kind === "setter" ? "set " : "";
    return method.isStatic === isStatic && typeof method.key === "string" && prefix + method.key === key;
  });
  if (member !== undefined) return { kind: "function", module: type.module, function: member.function, scope: type.scope, home: type, receiver: isStatic ? type : undefined };
  if (type.base?.kind === "class") return classMember(frame, type.base, key, isStatic);
  if (type.base !== undefined && !isStatic && !key.includes(" ") && key !== "constructor") {
    return type.base.kind === "external" ? { kind: "external", path: `${type.base.path}#${key}` } : undefined;
  }
  return undefined;
}
