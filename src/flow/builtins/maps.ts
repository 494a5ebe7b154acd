import { choice, keyOf, literalText } from "../../values/text.js";
import type { HeapObject, Item, Value } from "../../values/value.js";
import { callValue } from "../call.js";
import { use } from "../captures.js";
import type { ExternalCall } from "../external.js";
import { itemsOf } from "../properties.js";
import { newUnknown, nothing } from "../run.js";
import type { Builtin } from "./table.js";

/** Maps, their keys as property names. */
export const mapBuiltins: Readonly<Record<string, Builtin>> = {
  "new Map": create,
  "new WeakMap": create,
  "Map#set": (call) => {
    const [key, value] = call.items;
    const map = receiverMap(call);
    if (map === undefined || key === undefined || value === undefined) return nothing;
    use(value.value);
    set(call, map, key.value, value);
    return call.receiver ?? nothing;
  },
  "Map#get": (call) => {
    const map = receiverMap(call);
    const key = call.items[0]?.value;
    if (map === undefined || key === undefined) return nothing;
    const found = map.properties.get(nameOf(key))?.value;
    if (found !== undefined) return found;
    const values = [...map.properties.values()].flatMap((cell) => (cell.value === undefined ? [] : [cell.value]));
    if (literalText(key) !== undefined && map.open.value === undefined) return nothing;
    // A key that is not known may be any of them.
    return values.length > 0 && map.open.value === undefined ? choice(values) : newUnknown(call.frame.run, "a value of a map");
  },
  "Map#has": (call) => {
    const map = receiverMap(call);
    const key = call.items[0]?.value;
    if (map === undefined || key === undefined || literalText(key) === undefined || map.open.value !== undefined) return newUnknown(call.frame.run, "a condition");
    const cell = map.properties.get(nameOf(key))?.value;
    return cell?.kind === "choice" ? newUnknown(call.frame.run, "a condition") : { kind: "constant", constant: cell !== undefined };
  },
  "Map#delete": () => nothing,
  "Map#forEach": (call) => {
    const callback = call.items[0]?.value ?? nothing;
    for (const pair of itemsOf(call.frame, call.receiver ?? nothing) ?? []) {
      const [key, value] = itemsOf(call.frame, pair.value) ?? [];
      if (key !== undefined && value !== undefined) callValue(call.frame, callback, [value, key], call.place);
    }
    return nothing;
  },
  "Map#entries": (call) => list(call, itemsOf(call.frame, call.receiver ?? nothing)),
  "Map#keys": (call) => list(call, side(call, 0)),
  "Map#values": (call) => list(call, side(call, 1)),
};

function create(call: ExternalCall): Value {
  const object = call.frame.run.store.createObject("map", { place: call.place });
  const [source] = call.items;
  const entries = source === undefined ? [] : itemsOf(call.frame, source.value);
  for (const entry of entries ?? []) {
    const [key, value] = itemsOf(call.frame, entry.value) ?? [];
    if (key !== undefined && value !== undefined) set(call, object, key.value, value);
  }
  if (entries === undefined && source?.value.kind !== "constant") call.frame.run.store.writeFlag(object.open, "entries that are not known");
  return { kind: "object", object };
}

function receiverMap(call: ExternalCall): HeapObject | undefined {
  return call.receiver?.kind === "object" && call.receiver.object.kind === "map" ? call.receiver.object : undefined;
}

function nameOf(key: Value): string {
  return literalText(key) ?? keyOf(key);
}

function set(call: ExternalCall, map: HeapObject, key: Value, item: Item): void {
  const { store } = call.frame.run;
  store.write(store.property(map, nameOf(key)), item.value, item.origin);
}

function side(call: ExternalCall, index: 0 | 1): readonly Item[] | undefined {
  return itemsOf(call.frame, call.receiver ?? nothing)?.flatMap((pair) => itemsOf(call.frame, pair.value)?.[index] ?? []);
}

function list(call: ExternalCall, items: readonly Item[] | undefined): Value {
  return { kind: "object", object: call.frame.run.store.createObject("array", items === undefined ? { open: "a map that is not known" } : { items }) };
}
