import { isText, keyOf, literal, literalText } from "../../values/text.js";
import type { Item, Value } from "../../values/value.js";
import { copyProperties } from "../evaluate.js";
import type { ExternalCall } from "../external.js";
import { itemsOf, readProperty } from "../properties.js";
import { newFresh, newUnknown, nothing } from "../run.js";
import type { Builtin } from "./table.js";

/** Functions on objects. */
export const objectBuiltins: Readonly<Record<string, Builtin>> = {
  "Object.keys": (call) => entries(call, (key) => literal(key)),
  "Object.values": (call) => entries(call, (_key, value) => value),
  "Object.entries": (call) =>
    entries(call, (key, value, origin) => ({
      kind: "object",
      object: call.frame.run.store.createObject("array", {
        items: [
          { value: literal(key), isOptional: false },
          { value, origin, isOptional: false },
        ],
      }),
    })),
  "Object.fromEntries": (call) => {
    const { store } = call.frame.run;
    const object = store.createObject("plain", { place: call.place });
    const pairs = call.items[0] === undefined ? [] : itemsOf(call.frame, call.items[0].value);
    for (const pair of pairs ?? []) {
      const [key, value] = itemsOf(call.frame, pair.value) ?? [];
      const name = key === undefined ? undefined : (literalText(key.value) ?? keyOf(key.value));
      if (name !== undefined && value !== undefined) store.write(store.property(object, name), value.value, value.origin);
    }
    if (pairs === undefined) store.writeFlag(object.open, "entries that are not known");
    return { kind: "object", object };
  },
  "Object.assign": (call) => {
    const target = call.items[0]?.value ?? nothing;
    if (target.kind === "object") for (const item of call.items.slice(1)) copyProperties(call.frame, item.value, target.object);
    return target;
  },
  "Object.create": (call) => ({ kind: "object", object: call.frame.run.store.createObject("plain", { open: "a prototype" }) }),
  "Object#toString": () => literal("[object Object]"),
  "Object#hasOwnProperty": (call) => newUnknown(call.frame.run, "a condition"),
  "new Date": (call) => (call.items.length === 0 ? newFresh(call.frame.run, "new Date", call.place, call.frame.activation.path) : newUnknown(call.frame.run, "a date")),
  "new Error": (call) => ({ kind: "object", object: call.frame.run.store.createObject("plain", { open: "an error" }) }),
  "new URL": (call) => {
    const [path, base] = call.items.map((item) => literalText(item.value));
    const folder = base?.replace(/^file:\/\//u, "").replace(/\/[^/]*$/u, "");
    return path !== undefined && folder !== undefined ? literal(`${folder}/${path.replace(/^\.\//u, "")}`) : newUnknown(call.frame.run, "an address");
  },
  "url.fileURLToPath": (call) => {
    const value = call.items[0]?.value ?? nothing;
    const text = isText(value) ? literalText(value) : undefined;
    return text === undefined ? value : literal(text.replace(/^file:\/\//u, ""));
  },
  "process.cwd": () => literal("/"),
  "Reflect.get": (call) => readProperty(call.frame, call.items[0]?.value ?? nothing, literalText(call.items[1]?.value ?? nothing)),
};

function entries(call: ExternalCall, shape: (key: string, value: Value, origin: Item["origin"]) => Value): Value {
  const { store } = call.frame.run;
  const value = call.items[0]?.value;
  if (value?.kind !== "object" || value.object.open.value !== undefined) return { kind: "object", object: store.createObject("array", { open: "an unknown object" }) };
  const items: Item[] = value.object.items?.value.map((item, index) => ({ ...item, value: shape(String(index), item.value, item.origin) })) ?? [];
  for (const [key, cell] of value.object.properties) {
    if (cell.value === undefined || key.startsWith("get ")) continue;
    items.push({ value: shape(key, cell.value, cell.origin), origin: cell.origin, isOptional: false });
  }
  return { kind: "object", object: store.createObject("array", { items }) };
}
