import type { Expression } from "../facts/facts.js";
import type { Item } from "../values/value.js";
import { evaluateCallParts } from "./evaluate.js";
import { callValue } from "./call.js";
import type { CallOptions } from "./call.js";
import { WayEnds } from "./run.js";
import type { Frame, Run } from "./run.js";
import type { Place, Value } from "../values/value.js";

/** Thrown when a call that runs beside the rest would wait for something that is not there yet. */
export class Blocked extends Error {}

/** A call that was started and waits. */
export interface Waiting {
  readonly frame: Frame;
  readonly callee: Value;
  readonly items: readonly Item[];
  readonly place: Place;
  readonly options: CallOptions;
}

/**
 * `go f(x)`: the call runs at once, as far as it gets. If it would wait for something that has not been sent yet, all that
 * it did is taken back, and it is started again when somebody waits for it.
 */
export function spawn(frame: Frame, call: Extract<Expression, { kind: "call" }>): void {
  const { callee, items, place, options } = evaluateCallParts(frame, call);
  start({ frame, callee, items, place, options });
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
  for (const { frame, callee, items, place, options } of rest) endsQuietly(() => callValue(frame, callee, items, place, options));
}

function start(one: Waiting): void {
  const { frame, callee, items, place, options } = one;
  const { run } = frame;
  const { store, sites, captures, escapes, pulls, opaqueCommands } = run;
  const mark = store.mark();
  const lists: readonly unknown[][] = [sites, captures, escapes, pulls, opaqueCommands];
  const lengths = lists.map((list) => list.length);
  run.counters.threads += 1;
  try {
    endsQuietly(() => callValue(frame, callee, items, place, options));
  } catch (error) {
    if (!(error instanceof Blocked)) throw error;
    store.rollBack(mark);
    lists.forEach((list, index) => {
      list.length = lengths[index] ?? list.length;
    });
    run.waiting.push(one);
  } finally {
    run.counters.threads -= 1;
  }
}

/** A way that ends in a started call ends nothing else. */
function endsQuietly(body: () => unknown): void {
  try {
    body();
  } catch (error) {
    if (!(error instanceof WayEnds)) throw error;
  }
}
