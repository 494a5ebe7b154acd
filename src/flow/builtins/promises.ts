import { choice } from "../../values/text.js";
import type { Item, Place, Value } from "../../values/value.js";
import { callFunction, callValue } from "../call.js";
import { branch } from "../execute.js";
import type { ExternalCall } from "../external.js";
import { itemsOf } from "../properties.js";
import { newUnknown, nothing } from "../run.js";
import type { Frame } from "../run.js";
import type { Builtin } from "./table.js";

/**
 * A promise is taken for what it is fulfilled with: an un-awaited call has run to its end, `await` gives what it is given,
 * and `then` calls with the value.
 */
export const promiseBuiltins: Readonly<Record<string, Builtin>> = {
  "Promise.all": (call) => ofAll(call, (item) => item),
  "Promise.allSettled": (call) =>
    ofAll(call, (item) => {
      const { store } = call.frame.run;
      const object = store.createObject("plain");
      store.write(store.property(object, "status"), newUnknown(call.frame.run, "whether a promise is fulfilled"));
      store.write(store.property(object, "value"), item.value, item.origin);
      store.write(store.property(object, "reason"), newUnknown(call.frame.run, "why a promise is rejected"));
      return { ...item, value: { kind: "object", object } };
    }),
  "Promise.race": any,
  "Promise.any": any,
  "Promise.reject": () => nothing,
  "Promise.withResolvers": (call) => {
    const { store } = call.frame.run;
    const object = store.createObject("plain");
    for (const key of ["resolve", "reject"]) store.write(store.property(object, key), { kind: "external", path: `promise ${key}`, receiver: { kind: "object", object } });
    return { kind: "object", object };
  },
  "new Promise": (call) => {
    const { frame, items, place } = call;
    const { store } = frame.run;
    const object = store.createObject("plain");
    const settle = (key: string): Item => ({ value: { kind: "external", path: `promise ${key}`, receiver: { kind: "object", object } }, isOptional: false });
    const executor = items[0]?.value;
    if (executor?.kind === "function") callFunction(frame.run, executor, [settle("resolve"), settle("reject")], place, frame.activation.path);
    const value = object.properties.get("promise")?.value;
    if (value === undefined) return newUnknown(frame.run, "what a promise is fulfilled with");
    if (value.kind !== "choice") return value;
    const fulfilled = value.alternatives.filter((alternative) => alternative.kind !== "constant");
    return fulfilled.length === 0 ? value : choice(fulfilled);
  },
  "promise resolve": (call) => {
    const { store } = call.frame.run;
    if (call.receiver?.kind === "object") {
      const cell = store.property(call.receiver.object, "promise");
      const value = call.items[0]?.value ?? nothing;
      store.write(cell, cell.value === undefined ? value : choice([cell.value, value]));
    }
    return nothing;
  },
  "promise reject": () => nothing,
};

/** `then`, `catch`, `finally` on whatever a promise stands for; undefined for another method. */
export function chainPromise(frame: Frame, method: string, value: Value, items: readonly Item[], place: Place): Value | undefined {
  const [first] = items;
  switch (method) {
    case "then": {
      if (first === undefined || first.value.kind === "constant") return value;
      return callValue(frame, first.value, [{ value, isOptional: false }], place);
    }
    case "catch": {
      let caught: Value | undefined;
      if (first !== undefined) {
        branch(frame, [
          () => {
            caught = callValue(frame, first.value, [{ value: newUnknown(frame.run, "a caught error"), isOptional: false }], place);
            return true;
          },
          () => true,
        ]);
      }
      return caught === undefined || caught.kind === "constant" ? value : choice([value, caught]);
    }
    case "finally":
      if (first !== undefined) callValue(frame, first.value, [], place);
      return value;
    default:
      return undefined;
  }
}

function ofAll(call: ExternalCall, settle: (item: Item) => Item): Value {
  const items = call.items[0] === undefined ? [] : itemsOf(call.frame, call.items[0].value);
  const { store } = call.frame.run;
  if (items === undefined) return { kind: "object", object: store.createObject("array", { open: "an unknown list" }) };
  return { kind: "object", object: store.createObject("array", { items: items.map(settle) }) };
}

function any(call: ExternalCall): Value {
  const items = call.items[0] === undefined ? undefined : itemsOf(call.frame, call.items[0].value);
  return items === undefined || items.length === 0 ? newUnknown(call.frame.run, "the first of several promises") : choice(items.map((item) => item.value));
}
