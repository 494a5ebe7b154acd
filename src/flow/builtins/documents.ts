import { literalText } from "../../values/text.js";
import type { HeapObject, Value } from "../../values/value.js";
import type { ExternalCall } from "../external.js";
import { textOfJson, valueOfJson } from "../manifests.js";
import { itemsOf, readProperty, textOf, writeProperty } from "../properties.js";
import { nothing } from "../run.js";
import type { Builtin } from "./table.js";

/** The documents of the library `yaml`: https://eemeli.org/yaml/#documents */
export const documentBuiltins: Readonly<Record<string, Builtin>> = {
  "yaml.parseDocument": (call) => document(call, content(call, "yaml")),
  "yaml.parseAllDocuments": (call) => {
    const all = content(call, "yaml-all");
    const items = (itemsOf(call.frame, all) ?? []).map((item) => ({ ...item, value: document(call, item.value) }));
    return { kind: "object", object: call.frame.run.store.createObject("array", { items }) };
  },
  "yaml document#toJS": held,
  "yaml document#toJSON": held,
  "yaml document#toString": (call) => textOfJson(call.frame, held(call)),
  "yaml document#get": (call) => readProperty(call.frame, held(call), literalText(call.items[0]?.value ?? nothing)),
  "yaml document#getIn": (call) => keysOf(call).reduce((value, key) => readProperty(call.frame, value, key), held(call)),
  "yaml document#set": (call) => {
    writeProperty(call.frame, held(call), literalText(call.items[0]?.value ?? nothing), call.items[1]?.value ?? nothing, call.items[1]?.origin);
    return nothing;
  },
  "yaml document#setIn": (call) => {
    const keys = keysOf(call);
    const target = keys.slice(0, -1).reduce((value, key) => readProperty(call.frame, value, key), held(call));
    writeProperty(call.frame, target, keys.at(-1), call.items[1]?.value ?? nothing, call.items[1]?.origin);
    return nothing;
  },
};

function content(call: ExternalCall, form: "yaml" | "yaml-all"): Value {
  return valueOfJson(call.frame, textOf(call.frame, call.items[0]?.value ?? nothing), form);
}

function document(call: ExternalCall, value: Value): Value {
  const { store } = call.frame.run;
  const object: HeapObject = store.createObject("plain", { type: "yaml document", place: call.place });
  store.write(store.property(object, "content"), value);
  return { kind: "object", object };
}

function held(call: ExternalCall): Value {
  return call.receiver?.kind === "object" ? (call.receiver.object.properties.get("content")?.value ?? nothing) : nothing;
}

function keysOf(call: ExternalCall): readonly (string | undefined)[] {
  return (itemsOf(call.frame, call.items[0]?.value ?? nothing) ?? []).map((item) => literalText(item.value));
}
