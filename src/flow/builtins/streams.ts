import { isText, join, literal, literalText } from "../../values/text.js";
import type { HeapObject, Item, Value } from "../../values/value.js";
import { callFunction, functionsIn, runCallbacks } from "../call.js";
import { keep } from "../captures.js";
import type { ExternalCall } from "../external.js";
import { feedInput, runPiped } from "../external.js";
import { textOf } from "../properties.js";
import { newUnknown, nothing } from "../run.js";
import type { Builtin } from "./table.js";

const giveBack: Builtin = (call) => {
  runCallbacks(call.frame, call.items, call.place);
  return call.receiver ?? nothing;
};
const output: Builtin = (call) => outputOf(call.receiver) ?? newUnknown(call.frame.run, "a command's output");

/** Children, their streams, and event emitters. */
export const streamBuiltins: Readonly<Record<string, Builtin>> = {
  "process output#on": giveBack,
  "process output#once": giveBack,
  "process output#quiet": giveBack,
  "process output#nothrow": giveBack,
  "process output#noThrow": giveBack,
  "process output#timeout": giveBack,
  "process output#kill": giveBack,
  "process output#env": giveBack,
  "process output#cwd": giveBack,
  "process output#output": giveBack,
  "process output#outputSync": giveBack,
  "process output#spawn": giveBack,
  "process output#unref": giveBack,
  "process output#text": output,
  "process output#toString": output,
  "process output#valueOf": output,
  "process output#json": output,
  "process output#lines": output,
  "process output#trim": output,
  "process output#pipe": (call) => {
    const target = call.items[0]?.value;
    const text = outputOf(call.receiver);
    // `.pipe("kubectl", ["apply", "-f", "-"])`, `` .pipe`kubectl apply -f -` `` of execa.
    if (call.tagged !== undefined || (target !== undefined && isText(target))) return runPiped(call, text === undefined ? undefined : textOf(call.frame, text));
    if (target?.kind === "object" && text !== undefined) feedInput(target.object.type === "process stdin" ? childOf(target.object) : target.object, textOf(call.frame, text));
    return target ?? nothing;
  },
  "process stdin#write": feed,
  "process stdin#end": feed,
  "process stdin#on": giveBack,
  "new events": emitter,
  "new events.EventEmitter": emitter,
  "new EventEmitter": emitter,
  "new eventemitter3": emitter,
  "new eventemitter3.EventEmitter": emitter,
  mitt: emitter,
  "emitter#on": listen,
  "emitter#once": listen,
  "emitter#addListener": listen,
  "emitter#emit": emit,
  "emitter#removeAllListeners": giveBack,
  "events#on": listen,
  "events#once": listen,
  "events#emit": emit,
  "events.EventEmitter#on": listen,
  "events.EventEmitter#once": listen,
  "events.EventEmitter#emit": emit,
};

function outputOf(value: Value | undefined): Value | undefined {
  return value?.kind === "object" ? value.object.properties.get("stdout")?.value : value;
}

function childOf(stdin: HeapObject): HeapObject {
  const child = stdin.properties.get("child")?.value;
  return child?.kind === "object" ? child.object : stdin;
}

/** What is written piece by piece is read when the stream ends; a single piece at once. */
function feed(call: ExternalCall): Value {
  const text = call.items[0]?.value;
  if (call.receiver?.kind !== "object") return nothing;
  const { store } = call.frame.run;
  const written = store.property(call.receiver.object, "written");
  const before = written.value !== undefined && isText(written.value) ? [{ text: written.value }] : [];
  const whole = text !== undefined && isText(text) ? join([...before, { text }]) : before[0]?.text;
  if (whole === undefined) return nothing;
  store.write(written, whole);
  if (call.path.endsWith("end")) feedInput(childOf(call.receiver.object), whole);
  return nothing;
}

function emitter(call: ExternalCall): Value {
  if (call.receiver !== undefined && call.path !== "mitt") return call.receiver;
  return { kind: "object", object: call.frame.run.store.createObject("plain", { type: "emitter", place: call.place }) };
}

/** Listeners hear what is emitted later, and what was emitted before they were there: the order of tasks is not known. */
function listen(call: ExternalCall): Value {
  const [name, callback] = call.items;
  const object = call.receiver?.kind === "object" ? call.receiver.object : undefined;
  const event = name === undefined ? undefined : literalText(name.value);
  if (object === undefined || event === undefined || callback === undefined) return giveBack(call);
  const { store } = call.frame.run;
  const cell = store.property(object, `on ${event}`);
  const list = cell.value?.kind === "object" ? cell.value.object : store.createObject("array");
  if (cell.value === undefined) store.write(cell, { kind: "object", object: list });
  if (list.items !== undefined) store.writeItems(list.items, [...list.items.value, callback]);
  return call.receiver ?? nothing;
}

function emit(call: ExternalCall): Value {
  const [name, ...given] = call.items;
  const object = call.receiver?.kind === "object" ? call.receiver.object : undefined;
  const event = name === undefined ? undefined : literalText(name.value);
  const listeners = object?.properties.get(`on ${event ?? ""}`)?.value;
  const items: readonly Item[] = listeners?.kind === "object" ? (listeners.object.items?.value ?? []) : [];
  // Nobody listens yet: whoever will, gets it.
  if (items.length === 0) for (const item of given) keep(call.frame.run, item.value);
  for (const item of items) {
    for (const callback of functionsIn(item.value)) callFunction(call.frame.run, callback, given, call.place, call.frame.activation.path);
  }
  return literal("");
}
