import type { HeapObject, Value } from "../../values/value.js";
import { callFunction } from "../call.js";
import type { ExternalCall } from "../external.js";
import { joinThreads, signal } from "../races.js";
import { newUnknown, nothing } from "../run.js";
import { resume, spawnInGroup } from "../threads.js";
import type { Builtin } from "./table.js";

/** Go's ways to wait for what runs beside: groups (https://pkg.go.dev/sync, https://pkg.go.dev/golang.org/x/sync/errgroup). */
export const synchronisationBuiltins: Readonly<Record<string, Builtin>> = {
  "go:sync.WaitGroup#Add": () => nothing,
  "go:sync.WaitGroup#Done": (call) => {
    const group = groupOf(call);
    if (group !== undefined) signal(call.frame.run, group);
    return nothing;
  },
  "go:sync.WaitGroup#Go": (call) => spawnAll(call),
  "go:sync.WaitGroup#Wait": (call) => wait(call),
  "go:golang.org/x/sync/errgroup.Group#Go": (call) => spawnAll(call),
  "go:golang.org/x/sync/errgroup.Group#TryGo": (call) => spawnAll(call),
  "go:golang.org/x/sync/errgroup.Group#SetLimit": () => nothing,
  "go:golang.org/x/sync/errgroup.Group#Wait": (call) => {
    wait(call);
    return newUnknown(call.frame.run, "an error of a group");
  },
  "go:golang.org/x/sync/errgroup.WithContext": ({ frame, items, place }) => {
    const group: Value = { kind: "object", object: frame.run.store.createObject("plain", { type: "go:golang.org/x/sync/errgroup.Group", place }) };
    const results = [group, items[0]?.value ?? nothing].map((value) => ({ value, isOptional: false }));
    return { kind: "object", object: frame.run.store.createObject("array", { items: results }) };
  },
  // A lock keeps two from writing at once, and makes nobody wait for what has not been written yet.
  "go:sync.Mutex#Lock": () => nothing,
  "go:sync.Mutex#Unlock": () => nothing,
  "go:sync.RWMutex#Lock": () => nothing,
  "go:sync.RWMutex#Unlock": () => nothing,
  "go:sync.RWMutex#RLock": () => nothing,
  "go:sync.RWMutex#RUnlock": () => nothing,
  "go:sync.Once#Do": (call) => {
    const { store } = call.frame.run;
    const once = groupOf(call);
    const done = once === undefined ? undefined : store.property(once, "done");
    if (done?.value === undefined) {
      if (done !== undefined) store.write(done, { kind: "constant", constant: true });
      callAll(call);
    }
    return nothing;
  },
};

function groupOf({ receiver }: ExternalCall): HeapObject | undefined {
  return receiver?.kind === "object" ? receiver.object : undefined;
}

function spawnAll(call: ExternalCall): Value {
  for (const { value } of call.items) spawnInGroup(call.frame, value, call.place, groupOf(call));
  return nothing;
}

function wait(call: ExternalCall): Value {
  resume(call.frame.run);
  joinThreads(call.frame.run, groupOf(call));
  return nothing;
}

function callAll({ frame, items, place }: ExternalCall): void {
  for (const { value } of items) if (value.kind === "function") callFunction(frame.run, value, [], place, frame.activation.path);
}
