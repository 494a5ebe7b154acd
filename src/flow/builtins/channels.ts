import { choice, keyOf } from "../../values/text.js";
import type { HeapObject, Item, Value } from "../../values/value.js";
import type { ExternalCall } from "../external.js";
import { joinThreads, signal } from "../races.js";
import { newUnknown, nothing } from "../run.js";
import { stored } from "../structs.js";
import { Blocked, resume } from "../threads.js";
import type { Run } from "../run.js";
import type { Builtin } from "./table.js";

/** Go's channels (https://go.dev/ref/spec#Channel_types): queues of what was sent and not yet received. */
export const channelBuiltins: Readonly<Record<string, Builtin>> = {
  "go:make chan": ({ frame, place }) => ({ kind: "object", object: frame.run.store.createObject("array", { type: channelType, place }) }),
  "go:send": (call) => {
    const { store } = call.frame.run;
    const [channel, sent] = call.items;
    const queue = channel === undefined ? undefined : queueOf(channel.value);
    if (queue?.items !== undefined && sent !== undefined) {
      signal(call.frame.run, queue);
      store.writeItems(queue.items, [...queue.items.value, { ...sent, value: stored(call.frame.run, sent.value), sender: call.frame.run.threads.current }]);
    }
    return nothing;
  },
  "go:close": (call) => {
    const [channel] = call.items;
    const queue = channel === undefined ? undefined : queueOf(channel.value);
    if (queue === undefined) return nothing;
    signal(call.frame.run, queue);
    call.frame.run.store.write(call.frame.run.store.property(queue, closedKey), { kind: "constant", constant: true });
    return nothing;
  },
  "go:receive": (call) => {
    const { run } = call.frame;
    const [channel] = call.items;
    const queue = channel === undefined ? undefined : queueOf(channel.value);
    if (queue === undefined) joinThreads(run, undefined);
    if (queue?.items === undefined) return newUnknown(run, "what a channel gives");
    waitFor(call, queue);
    joinThreads(run, queue);
    const items = queue.items.value;
    if (items.length === 0) return queue.properties.get(closedKey)?.value === undefined ? newUnknown(run, "what a channel gives") : { kind: "constant", constant: null };
    run.counters.received += 1;
    run.channels.last = queue;
    const certain = items.findIndex((item) => !item.isOptional);
    // Which of several senders comes first nobody knows; a loop gets them all, in whichever order.
    const isRacing = new Set(items.map((item) => item.sender)).size > 1 && !call.frame.targets.some((target) => target.isLoop);
    const possible = certain < 0 || isRacing ? items : items.slice(0, certain + 1);
    run.store.writeItems(queue.items, items.slice(isRacing ? 1 : possible.length));
    return choice(possible.map((item) => item.value), `${keyOf({ kind: "object", object: queue })} ${run.counters.received}`);
  },
};

/** All that is in a channel, for a loop over it; undefined if it is none. */
export function drain(frame: ExternalCall["frame"], value: Value): readonly Item[] | undefined {
  const queue = queueOf(value);
  if (queue?.items === undefined) return undefined;
  waitFor({ frame }, queue);
  joinThreads(frame.run, queue);
  const items = queue.items.value;
  frame.run.store.writeItems(queue.items, []);
  return items;
}

/** Whether the channel that was taken from last holds more. */
export function isFilled(run: Run): boolean {
  return (run.channels.last?.items?.value.length ?? 0) > 0;
}

/** What a nil channel or another value gives is not known. */
function queueOf(value: Value): HeapObject | undefined {
  return value.kind === "object" && value.object.type === channelType ? value.object : undefined;
}

function waitFor({ frame }: Pick<ExternalCall, "frame">, queue: HeapObject): void {
  if (!isEmpty(queue) || queue.properties.get(closedKey)?.value !== undefined) return;
  resume(frame.run);
  if (isEmpty(queue) && frame.run.threads.current !== undefined) throw new Blocked("a channel is empty");
}

function isEmpty(queue: HeapObject): boolean {
  return queue.items?.value.length === 0;
}

const channelType = "channel";
const closedKey = "closed";
