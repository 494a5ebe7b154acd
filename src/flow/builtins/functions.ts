import type { Item, Value } from "../../values/value.js";
import { callValue } from "../call.js";
import type { ExternalCall } from "../external.js";
import { itemsOf } from "../properties.js";
import { nothing } from "../run.js";
import type { Builtin } from "./table.js";

/** Methods of functions. */
export const functionBuiltins: Readonly<Record<string, Builtin>> = {
  "Function#call": (call) => callBound(call, call.items[0], call.items.slice(1)),
  "Function#apply": (call) => callBound(call, call.items[0], call.items[1] === undefined ? [] : (itemsOf(call.frame, call.items[1].value) ?? [])),
  "Function#bind": (call) => {
    const { receiver, items } = call;
    if (receiver?.kind === "external") return { ...receiver, bound: [...(receiver.bound ?? []), ...items.slice(1).map((item) => item.value)] };
    if (receiver?.kind !== "function") return receiver ?? nothing;
    const self = items[0]?.value;
    return { ...receiver, receiver: self?.kind === "object" || self?.kind === "class" ? self : receiver.receiver, bound: [...(receiver.bound ?? []), ...items.slice(1).map((item) => item.value)] };
  },
  "Reflect.apply": (call) => callValue(call.frame, call.items[0]?.value ?? nothing, call.items[2] === undefined ? [] : (itemsOf(call.frame, call.items[2].value) ?? []), call.place),
};

function callBound(call: ExternalCall, self: Item | undefined, items: readonly Item[]): Value {
  const { receiver } = call;
  if (receiver?.kind === "external") return callValue(call.frame, receiver, items, call.place);
  if (receiver?.kind !== "function") return nothing;
  return callValue(call.frame, { ...receiver, receiver: self?.value.kind === "object" ? self.value : receiver.receiver }, items, call.place);
}
