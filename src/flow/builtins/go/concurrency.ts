import { isText, keyOf, literalText } from "../../../values/text.js";
import type { HeapObject, Item, Value } from "../../../values/value.js";
import { callFunction, callValue, functionsIn } from "../../call.js";
import type { ExternalCall } from "../../external.js";
import { pointedAt } from "../../pointers.js";
import { newUnknown } from "../../run.js";
import type { Builtin } from "../table.js";
import { anyError, argument, boolean, newTyped, nil, results } from "./results.js";

const groupTypes = ["go:github.com/sourcegraph/conc/pool.ErrorPool", "go:github.com/sourcegraph/conc/pool.Pool", "go:github.com/sourcegraph/conc.WaitGroup", "go:github.com/sourcegraph/conc/pool.ContextPool"];
const contextType = "go:context.Context";

/** What runs functions once or beside others, and keeps values between them (https://pkg.go.dev/sync, https://pkg.go.dev/context). */
export const concurrencyBuiltins: Readonly<Record<string, Builtin>> = {
  ...methods(groupTypes, {
    Go: runNow,
    TryGo: (call) => {
      runNow(call);
      return boolean(true);
    },
    Wait: anyError,
    SetLimit: () => nil,
    WithErrors: receiver,
    WithContext: receiver,
    WithMaxGoroutines: receiver,
    WithFirstError: receiver,
    WithCancelOnError: receiver,
  }),
  "go:github.com/sourcegraph/conc/pool.New": (call) => newTyped(call, "go:github.com/sourcegraph/conc/pool.Pool"),
  "go:github.com/sourcegraph/conc.NewWaitGroup": (call) => newTyped(call, "go:github.com/sourcegraph/conc.WaitGroup"),
  "go:sync.OnceFunc": (call) => remembering(call, "go:sync.OnceFunc()"),
  "go:sync.OnceFunc()": remembered,
  "go:sync.OnceValue": (call) => remembering(call, "go:sync.OnceValue()"),
  "go:sync.OnceValue()": remembered,
  "go:sync.OnceValues": (call) => remembering(call, "go:sync.OnceValues()"),
  "go:sync.OnceValues()": remembered,
  ...methods(["go:sync.Map"], {
    Store: (call) => {
      writeKey(call, argument(call, 0), call.items[1]);
      return nil;
    },
    Load: (call) => {
      const found = readKey(call, argument(call, 0));
      return results(call, found ?? newUnknown(call.frame.run, "a value of a map"), found === undefined ? newUnknown(call.frame.run, "a condition") : boolean(true));
    },
    LoadOrStore: (call) => {
      const found = readKey(call, argument(call, 0));
      if (found === undefined) writeKey(call, argument(call, 0), call.items[1]);
      return results(call, found ?? argument(call, 1), newUnknown(call.frame.run, "a condition"));
    },
    LoadAndDelete: (call) => results(call, readKey(call, argument(call, 0)) ?? newUnknown(call.frame.run, "a value of a map"), newUnknown(call.frame.run, "a condition")),
    Delete: () => nil,
    Range: (call) => {
      const map = objectOf(call, call.receiver);
      for (const [key, cell] of [...(map?.properties ?? [])]) {
        if (cell.value === undefined) continue;
        const given: readonly Item[] = [{ value: { kind: "literal", key, text: key }, isOptional: false }, { value: cell.value, origin: cell.origin, isOptional: false }];
        callValue(call.frame, argument(call, 0), given, call.place);
      }
      return nil;
    },
  }),
  ...methods(["go:sync/atomic.Value", "go:sync/atomic.Pointer", "go:sync/atomic.String", "go:go.uber.org/atomic.String"], {
    Store: (call) => {
      writeKey(call, { kind: "literal", key: "value", text: "value" }, call.items[0]);
      return nil;
    },
    Load: (call) => readKey(call, { kind: "literal", key: "value", text: "value" }) ?? nil,
  }),

  // https://pkg.go.dev/context
  "go:context.Background": (call) => newTyped(call, contextType),
  "go:context.TODO": (call) => newTyped(call, contextType),
  "go:testing.T#Context": (call) => newTyped(call, contextType),
  "go:os/signal.NotifyContext": cancellable,
  "go:context.WithCancel": cancellable,
  "go:context.WithCancelCause": cancellable,
  "go:context.WithTimeout": cancellable,
  "go:context.WithTimeoutCause": cancellable,
  "go:context.WithDeadline": cancellable,
  "go:context.WithoutCancel": (call) => argument(call, 0),
  "go:context.CancelFunc": () => nil,
  "go:context.WithValue": (call) => {
    const { store } = call.frame.run;
    const context = store.createObject("plain", { type: contextType, place: call.place });
    const parent = objectOf(call, argument(call, 0));
    for (const [key, cell] of parent?.properties ?? []) store.write(store.property(context, key), cell.value, cell.origin);
    store.write(store.property(context, nameOf(argument(call, 1))), argument(call, 2), call.items[2]?.origin);
    return { kind: "object", object: context };
  },
  [`${contextType}#Value`]: (call) => objectOf(call, call.receiver)?.properties.get(nameOf(argument(call, 0)))?.value ?? newUnknown(call.frame.run, "a value of a context"),
  [`${contextType}#Done`]: (call) => newUnknown(call.frame.run, "a channel"),
  [`${contextType}#Err`]: anyError,
  [`${contextType}#Deadline`]: (call) => results(call, newUnknown(call.frame.run, "a time"), newUnknown(call.frame.run, "a condition")),
};

function methods(types: readonly string[], members: Readonly<Record<string, Builtin>>): Readonly<Record<string, Builtin>> {
  return Object.fromEntries(types.flatMap((type) => Object.entries(members).map(([name, builtin]) => [`${type}#${name}`, builtin])));
}

function receiver(call: ExternalCall): Value {
  return call.receiver ?? nil;
}

function runNow(call: ExternalCall): Value {
  for (const item of call.items) for (const callback of functionsIn(item.value)) callFunction(call.frame.run, callback, [], call.place, call.frame.activation.path, "unknown");
  return nil;
}

function objectOf(call: ExternalCall, value: Value | undefined): HeapObject | undefined {
  const object = pointedAt(call.frame, value ?? nil);
  return object.kind === "object" ? object.object : undefined;
}

/** Calls a function unless it was called before on this way; gives what it gave. */
function once(call: ExternalCall, memory: HeapObject | undefined, callback: Value): Value {
  if (memory === undefined) return callValue(call.frame, callback, [], call.place);
  const { store } = call.frame.run;
  const result = store.property(memory, "result");
  if (result.value === undefined) store.write(result, callValue(call.frame, callback, [], call.place));
  return result.value ?? nil;
}

function remembering(call: ExternalCall, path: string): Value {
  return { kind: "external", path, held: [argument(call, 0), newTyped(call, "go:memory")] };
}

function remembered(call: ExternalCall): Value {
  const [callback, memory] = call.callee.held ?? [];
  return once(call, objectOf(call, memory), callback ?? nil);
}

function cancellable(call: ExternalCall): Value {
  return results(call, argument(call, 0), { kind: "external", path: "go:context.CancelFunc" });
}

function nameOf(key: Value): string {
  // `type key struct{}`: all values of it are equal.
  if (key.kind === "object" && key.object.class !== undefined && key.object.properties.size === 0) return keyOf(key.object.class);
  return (isText(key) ? literalText(key) : undefined) ?? keyOf(key);
}

function writeKey(call: ExternalCall, key: Value, item: Item | undefined): void {
  const object = objectOf(call, call.receiver);
  const { store } = call.frame.run;
  if (object !== undefined && item !== undefined) store.write(store.property(object, nameOf(key)), item.value, item.origin);
}

function readKey(call: ExternalCall, key: Value): Value | undefined {
  return objectOf(call, call.receiver)?.properties.get(nameOf(key))?.value;
}
