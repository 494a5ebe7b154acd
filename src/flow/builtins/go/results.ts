import { literal } from "../../../values/text.js";
import type { Item, Text, Value } from "../../../values/value.js";
import type { ExternalCall } from "../../external.js";
import { newUnknown } from "../../run.js";

/** The type of errors whose message is known. */
export const errorType = "go:error";

export const nil: Value = { kind: "constant", constant: null };

/** Several results of one call. */
export function results(call: ExternalCall, ...values: readonly Value[]): Value {
  return { kind: "object", object: call.frame.run.store.createObject("array", { items: values.map((value) => ({ value, isOptional: false })), place: call.place }) };
}

/** `(value, error)`; whether there is an error is not known. */
export function withError(call: ExternalCall, value: Value): Value {
  return results(call, value, anyError(call));
}

/** An error, or none. */
export function anyError(call: ExternalCall): Value {
  return newUnknown(call.frame.run, "an error");
}

/** An error that is certainly there. */
export function newError(call: ExternalCall, message: Text): Value {
  const { store } = call.frame.run;
  const object = store.createObject("plain", { type: errorType, place: call.place });
  store.write(store.property(object, "message"), message);
  return { kind: "object", object };
}

export function newList(call: ExternalCall, items: readonly Item[], open?: string): Value {
  return { kind: "object", object: call.frame.run.store.createObject("array", { items, place: call.place, ...(open === undefined ? {} : { open }) }) };
}

/** A new object of a library's type, with fields. */
export function newTyped(call: ExternalCall, type: string, fields: Readonly<Record<string, Value>> = {}): Value {
  const { store } = call.frame.run;
  const object = store.createObject("plain", { type, place: call.place });
  for (const [key, value] of Object.entries(fields)) store.write(store.property(object, key), value);
  return { kind: "object", object };
}

export function boolean(truth: boolean): Value {
  return { kind: "constant", constant: truth };
}

export function number(value: number): Value {
  return { kind: "number", number: value };
}

/** An argument; nil where there is none. */
export function argument(call: ExternalCall, index: number): Value {
  return call.items[index]?.value ?? nil;
}

export const emptyText = literal("");

/** Whether something holds, which is not known. */
export function newUnknownCondition(call: ExternalCall): Value {
  return newUnknown(call.frame.run, "a condition");
}
