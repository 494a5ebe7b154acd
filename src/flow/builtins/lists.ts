import { choice, derived, isText, join, literal } from "../../values/text.js";
import type { HeapObject, Item, Value } from "../../values/value.js";
import { callValue } from "../call.js";
import { use } from "../captures.js";
import { branch } from "../execute.js";
import { compareValues, truthOf } from "../truth.js";
import type { ExternalCall } from "../external.js";
import { itemsOf, textOf } from "../properties.js";
import { factsOf, newUnknown, nothing } from "../run.js";
import { start } from "../threads.js";
import { reorder, reversed, sortedByLetters } from "./order.js";
import type { Builtin } from "./table.js";

/** Methods of arrays (and of sets, whose elements are a list too). */
export const listBuiltins: Readonly<Record<string, Builtin>> = {
  // A generator is the list of what it yields.
  "Array#next": (call) => {
    const { store } = call.frame.run;
    const result = store.createObject("plain");
    store.write(store.property(result, "value"), take(call, "start"));
    store.write(store.property(result, "done"), newUnknown(call.frame.run, "whether a generator is done"));
    return { kind: "object", object: result };
  },
  "Array#push": (call) => append(call, "end"),
  "Array#add": (call) => append(call, "end"),
  "Array#unshift": (call) => append(call, "start"),
  "Array#pop": (call) => take(call, "end"),
  "Array#shift": (call) => take(call, "start"),
  "Array#map": (call) => mapEach(call, (results) => results),
  "Array#flatMap": (call) => mapEach(call, (results) => results.flatMap((item) => itemsOf(call.frame, item.value) ?? [item])),
  "Array#flat": (call) => withItems(call, (items) => items.flatMap((item) => itemsOf(call.frame, item.value) ?? [item])),
  "Array#forEach": (call) => {
    const [callback] = call.items;
    const isAsync = callback?.value.kind === "function" && factsOf(call.frame.run, callback.value.module.file).functions[callback.value.function]?.isAsync === true;
    // Nobody waits for what an asynchronous callback of forEach promises.
    if (isAsync) start({ frame: call.frame, place: call.place, signals: [], body: () => mapEach(call, (results) => results) });
    else mapEach(call, (results) => results);
    return nothing;
  },
  "Array#filter": filter,
  "Array#find": (call) => find(call, "first"),
  "Array#findLast": (call) => find(call, "last"),
  "Array#some": (call) => test(call),
  "Array#every": (call) => test(call),
  "Array#findIndex": (call) => test(call),
  "Array#reduce": reduce,
  "Array#join": joinItems,
  "Array#toString": joinItems,
  "Array#concat": (call) => withItems(call, (items) => [...items, ...call.items.flatMap((item) => itemsOf(call.frame, item.value) ?? [item])]),
  "Array#slice": (call) => withItems(call, (items) => items.slice(numberAt(call, 0), numberAt(call, 1))),
  "Array#splice": splice,
  "Array#reverse": (call) => {
    reorder(call.frame.run.store, call.receiver, reversed);
    return call.receiver ?? nothing;
  },
  "Array#sort": (call) => {
    if (call.items.length === 0) reorder(call.frame.run.store, call.receiver, sortedByLetters);
    return call.receiver ?? nothing;
  },
  "Array#at": (call) => at(call, numberAt(call, 0)),
  "Array#keys": (call) => withItems(call, (items) => items.map((item, index) => ({ ...item, value: { kind: "number", number: index } }))),
  "Array#values": (call) => withItems(call, (items) => items),
  "Array#entries": (call) => withItems(call, (items) => items.map((item, index) => ({ ...item, value: list(call, [{ value: { kind: "number", number: index }, isOptional: false }, item]) }))),
  "Array#includes": has,
  "Array#has": has,
  "Array#indexOf": (call) => derived("indexOf", [call.receiver ?? nothing, ...call.items.map((item) => item.value)]),
  "Array#fill": (call) => call.receiver ?? nothing,
  "Array#clear": (call) => {
    if (call.receiver?.kind === "object" && call.receiver.object.items !== undefined) call.frame.run.store.writeItems(call.receiver.object.items, []);
    return nothing;
  },
  "Array#delete": () => nothing,
  "Array#toSorted": (call) => call.receiver ?? nothing,
  "new Array": (call) => list(call, []),
  Array: (call) => list(call, []),
  "Array.of": (call) => list(call, call.items),
  "Array.from": from,
  "Array.isArray": (call) => {
    const value = call.items[0]?.value;
    if (value?.kind === "object") return { kind: "constant", constant: value.object.items !== undefined };
    return value === undefined || value.kind === "choice" || value.kind === "hole" ? derived("isArray", value === undefined ? [] : [value]) : { kind: "constant", constant: false };
  },
  "new Set": (call) => list(call, call.items[0] === undefined ? [] : (itemsOf(call.frame, call.items[0].value) ?? [])),
};

function list(call: ExternalCall, items: readonly Item[], open?: string): Value {
  return { kind: "object", object: call.frame.run.store.createObject("array", { items, place: call.place, ...(open === undefined ? {} : { open }) }) };
}

function receiverList(call: ExternalCall): HeapObject | undefined {
  return call.receiver?.kind === "object" && call.receiver.object.items !== undefined ? call.receiver.object : undefined;
}

function numberAt(call: ExternalCall, index: number): number | undefined {
  const value = call.items[index]?.value;
  return value?.kind === "number" ? value.number : undefined;
}

function append(call: ExternalCall, side: "start" | "end"): Value {
  const object = receiverList(call);
  if (object?.items === undefined) return nothing;
  if (!isOwnList(call, object)) for (const item of call.items) use(item.value);
  const before = object.items.value;
  call.frame.run.store.writeItems(object.items, side === "end" ? [...before, ...call.items] : [...call.items, ...before]);
  return call.receiver ?? nothing;
}

/** A list that the running function made itself: what it holds is used when the list is. */
function isOwnList(call: ExternalCall, object: HeapObject): boolean {
  const { activation, run } = call.frame;
  const [start, end] = (activation.function === undefined ? undefined : run.project.facts(activation.module.file)?.functions[activation.function]?.at) ?? [0, 0];
  return object.place !== undefined && object.place.file === activation.module.file && object.place.start >= start && object.place.end <= end;
}

function take(call: ExternalCall, side: "start" | "end"): Value {
  const object = receiverList(call);
  const items = object?.items?.value ?? [];
  const item = side === "end" ? items[items.length - 1] : items[0];
  if (object?.items === undefined || item === undefined) return object?.open.value === undefined ? nothing : newUnknown(call.frame.run, "an element of an unknown list");
  call.frame.run.store.writeItems(object.items, side === "end" ? items.slice(0, -1) : items.slice(1));
  return item.isOptional ? choice([item.value, nothing]) : item.value;
}

/** Calls the callback with each element; an element that may not be there is joined with "not called". */
function mapEach(call: ExternalCall, shape: (results: readonly Item[]) => readonly Item[]): Value {
  const object = receiverList(call);
  const callback = call.items[0]?.value ?? nothing;
  const { frame, place } = call;
  const isKnown = object !== undefined && object.open.value === undefined;
  const elements = isKnown ? (object.items?.value ?? []) : [{ value: newUnknown(frame.run, "an element of an unknown list"), isOptional: true }];
  const results = elements.map((element, index): Item => {
    const given = [element, { value: { kind: "number", number: index } as const, isOptional: false }, { value: call.receiver ?? nothing, isOptional: false }];
    let value: Value = nothing;
    const run = (): boolean => {
      value = callValue(frame, callback, given, place);
      return true;
    };
    if (element.isOptional) branch(frame, [run, () => true]);
    else run();
    return { value, isOptional: element.isOptional };
  });
  return list(call, shape(results), isKnown ? undefined : "an unknown list");
}

function withItems(call: ExternalCall, change: (items: readonly Item[]) => readonly Item[]): Value {
  const object = receiverList(call);
  return list(call, change(object?.items?.value ?? []), object?.open.value);
}

/** The elements that certainly or possibly pass. */
function filter(call: ExternalCall): Value {
  const callback = call.items[0]?.value ?? nothing;
  return withItems(call, (items) =>
    items.flatMap((item): readonly Item[] => {
      if (callback.kind === "external" && callback.path === "Boolean") return presentItem(item);
      const truth = truthOf(callValue(call.frame, callback, [item], call.place));
      return truth === false ? [] : [{ ...item, isOptional: item.isOptional || truth === undefined }];
    }),
  );
}

/** What `filter(Boolean)` leaves of an element: of a choice, the alternatives that count as true. */
function presentItem(item: Item): readonly Item[] {
  const truth = truthOf(item.value);
  if (truth === true) return [item];
  if (truth === false) return [];
  const kept = item.value.kind === "choice" ? item.value.alternatives.filter((alternative) => truthOf(alternative) !== false && !isCondition(alternative)) : [item.value];
  return kept.length === 0 ? [] : [{ ...item, value: choice(kept), isOptional: true }];
}

/** `test && "--rm"`: where the test is not true, what is left is no text but the test. */
function isCondition(value: Value): boolean {
  return value.kind === "hole" && value.origin.kind === "derived" && ["===", "!==", "!", "<", "<=", ">", ">=", "in", "instanceof"].includes(value.origin.operation);
}

function find(call: ExternalCall, side: "first" | "last"): Value {
  const object = receiverList(call);
  const callback = call.items[0]?.value ?? nothing;
  const items = object?.items?.value ?? [];
  const possible: Value[] = [];
  for (const item of side === "first" ? items : [...items].reverse()) {
    const truth = truthOf(callValue(call.frame, callback, [item], call.place));
    if (truth === false) continue;
    possible.push(item.value);
    if (truth === true && !item.isOptional) return choice(possible);
  }
  if (object?.open.value !== undefined) return newUnknown(call.frame.run, "an element of an unknown list");
  return possible.length === 0 ? nothing : choice([...possible, nothing]);
}

function test(call: ExternalCall): Value {
  mapEach(call, (results) => results);
  return newUnknown(call.frame.run, "a condition on a list");
}

function reduce(call: ExternalCall): Value {
  const [callback, initial] = call.items;
  const items = receiverList(call)?.items?.value ?? [];
  const [first, ...rest] = initial === undefined ? items : [initial, ...items];
  let result: Value = first?.value ?? nothing;
  const offset = initial === undefined ? 1 : 0;
  rest.forEach((item, index) => {
    const position = { value: { kind: "number", number: index + offset } as const, isOptional: false };
    result = callValue(call.frame, callback?.value ?? nothing, [{ value: result, isOptional: false }, item, position, { value: call.receiver ?? nothing, isOptional: false }], call.place);
  });
  return result;
}

function joinItems(call: ExternalCall): Value {
  const object = receiverList(call);
  const separator = call.items[0] === undefined ? literal(",") : textOf(call.frame, call.items[0].value);
  if (object?.items === undefined || object.open.value !== undefined) return newUnknown(call.frame.run, "an unknown list as text");
  return join(
    object.items.value.flatMap((item, index) => [
      ...(index === 0 ? [] : [{ text: separator }]),
      { text: textOf(call.frame, item.value), ...(item.origin === undefined || (isText(item.value) && item.value.kind === "literal") ? {} : { use: item.origin }) },
    ]),
  );
}

function splice(call: ExternalCall): Value {
  const object = receiverList(call);
  const [start, count] = [numberAt(call, 0), numberAt(call, 1)];
  if (object?.items === undefined || start === undefined) return list(call, [], "an unknown list");
  const items = [...object.items.value];
  const removed = items.splice(start, count ?? items.length, ...call.items.slice(2));
  call.frame.run.store.writeItems(object.items, items);
  return list(call, removed);
}

function at(call: ExternalCall, index: number | undefined): Value {
  const items = receiverList(call)?.items?.value ?? [];
  return (index === undefined ? undefined : items.at(index)?.value) ?? newUnknown(call.frame.run, "an element of a list");
}

function has(call: ExternalCall): Value {
  const items = receiverList(call)?.items?.value ?? [];
  const wanted = call.items[0]?.value ?? nothing;
  const results = items.map((item) => (item.isOptional ? undefined : compareValues(item.value, wanted)));
  if (results.includes(true)) return { kind: "constant", constant: true };
  return receiverList(call)?.open.value === undefined && results.every((result) => result === false) ? { kind: "constant", constant: false } : derived("includes", [call.receiver ?? nothing, wanted]);
}

function from(call: ExternalCall): Value {
  const [source, callback] = call.items;
  const items = source === undefined ? undefined : itemsOf(call.frame, source.value);
  if (items === undefined) return list(call, [], "an unknown list");
  if (callback === undefined) return list(call, items);
  return list(call, items.map((item, index) => ({ ...item, value: callValue(call.frame, callback.value, [item, { value: { kind: "number", number: index }, isOptional: false }], call.place) })));
}
