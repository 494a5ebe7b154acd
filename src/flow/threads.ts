import type { Expression } from "../facts/facts.js";
import { evaluateCallParts } from "./call-expressions.js";
import { evaluate } from "./evaluate.js";
import { callValue } from "./call.js";
import { WayEnds, newUnknown, placeIn } from "./run.js";
import type { Thread } from "./races.js";
import type { Frame, Run } from "./run.js";
import type { HeapObject, Place, Value } from "../values/value.js";

/** Thrown when a call that runs beside the rest would wait for something that is not there yet. */
export class Blocked extends Error {}

/** A call that was started and waits. */
export interface Waiting {
  readonly frame: Frame;
  /** The expression that starts it. */
  readonly place: Place;
  readonly body: () => unknown;
  /** What is counted down when it has run. */
  readonly signals: readonly HeapObject[];
}

/**
 * `go f(x)`: the call runs at once, as far as it gets. If it would wait for something that has not been sent yet, all that
 * it did is taken back, and it is started again when somebody waits for it.
 */
export function spawn(frame: Frame, call: Extract<Expression, { kind: "call" }>): void {
  const { callee, items, place, options } = evaluateCallParts(frame, call);
  start({ frame, place, signals: [], body: () => callValue(frame, callee, items, place, options) });
}

/** An asynchronous call that is not awaited. Gives the thread that it is, and what it will give. */
export function runBeside(frame: Frame, expression: Expression): { readonly thread: Thread; readonly value: Value } {
  let value: Value = newUnknown(frame.run, "what a call gives that never ends");
  const thread = start({
    frame,
    place: placeIn(frame, expression.at),
    signals: [],
    body: () => {
      value = evaluate(frame, expression);
    },
  });
  return { thread, value };
}

/** A callback that a group runs beside the rest: who waits for the group waits for it. */
export function spawnInGroup(frame: Frame, callee: Value, place: Place, group: HeapObject | undefined): void {
  start({ frame, place, signals: group === undefined ? [] : [group], body: () => callValue(frame, callee, [], place) });
}

/** Starts again what waits, as long as that changes anything. */
export function resume(run: Run): void {
  for (let before = -1; run.waiting.length > 0 && run.waiting.length !== before; ) {
    before = run.waiting.length;
    for (const one of run.waiting.splice(0)) start(one);
  }
}

/** At a root's end: what still waits is run as far as it gets, with what it waits for unknown. */
export function endWaiting(run: Run): void {
  resume(run);
  const rest = run.waiting.splice(0);
  for (const { body } of rest) endsQuietly(body);
}

/** Runs something beside the rest, as far as it gets. */
export function start(one: Waiting): Thread {
  const { frame, place, body, signals } = one;
  const { run } = frame;
  const { store, sites, captures, escapes, pulls, saves, sharedEngines, overrides, clusters, deletions, opaqueCommands } = run;
  const mark = store.mark();
  const outer = run.threads.current;
  const thread: Thread = { place, outer: frame.activation.path, firstObject: store.createObject("plain").id, signals: new Set(signals), mayHaveSignalled: false };
  run.threads.current = thread;
  const lists: readonly unknown[][] = [sites, captures, escapes, pulls, saves, sharedEngines, overrides, clusters, deletions, opaqueCommands];
  const lengths = lists.map((list) => list.length);
  try {
    endsQuietly(body);
  } catch (error) {
    if (!(error instanceof Blocked)) throw error;
    store.rollBack(mark);
    lists.forEach((list, index) => {
      list.length = lengths[index] ?? list.length;
    });
    run.waiting.push(one);
  } finally {
    run.threads.current = outer;
  }
  return thread;
}

/** A way that ends in a started call ends nothing else. */
function endsQuietly(body: () => unknown): void {
  try {
    body();
  } catch (error) {
    if (!(error instanceof WayEnds)) throw error;
  }
}
