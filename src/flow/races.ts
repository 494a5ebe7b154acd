import { isText, keyOf } from "../values/text.js";
import type { CallPath, Cell, HeapObject, Place, Text, Value } from "../values/value.js";
import type { Expression } from "../facts/facts.js";
import { visitFacts } from "../facts/visit.js";
import { cellOf } from "./run.js";
import type { Frame, Run } from "./run.js";

/** A call that runs beside the rest. */
export interface Thread {
  /** The call that started it. */
  readonly place: Place;
  readonly outer: CallPath | undefined;
  /** Objects with smaller numbers were there before. */
  readonly firstObject: number;
  /** Channels that it sends to or closes, groups that it counts down: whoever waits for one of these waits for it. */
  readonly signals: Set<HeapObject>;
  /** It has called something that is not known and that may tell others that it is done. */
  mayHaveSignalled: boolean;
}

/** A variable that one thread writes and another reads, with nothing in between that waits. */
export interface Race {
  readonly value: Text;
  /** What the variable held before, if it held a text. */
  readonly before: Text | undefined;
  readonly read: Place;
  readonly written: Place;
  readonly started: Place;
  readonly path: CallPath | undefined;
}

export interface Threads {
  current: Thread | undefined;
  readonly unjoined: Map<Cell, { readonly thread: Thread; readonly value: Value; readonly before: Value | undefined; readonly place: Place }>;
  /** Variables that hold the promise of a thread: whoever reads one may wait for it. */
  readonly promises: Map<Cell, Thread>;
  readonly races: Race[];
}

export function newThreads(): Threads {
  return { current: undefined, unjoined: new Map(), promises: new Map(), races: [] };
}

/** A thread writes to a variable (or a field) that was there before it. */
export function noteWrite(run: Run, cell: Cell, value: Value, place: Place): void {
  const { current, unjoined } = run.threads;
  if (current === undefined || current.mayHaveSignalled) unjoined.delete(cell);
  else unjoined.set(cell, { thread: current, value, before: cell.value, place });
}

/** Somebody reads a variable: where another thread has written it and nobody has waited for that, it is a race. */
export function noteRead(run: Run, cell: Cell, place: Place, path: CallPath | undefined): void {
  const { current, unjoined, promises, races } = run.threads;
  const awaited = promises.get(cell);
  if (awaited !== undefined) for (const [other, { thread }] of unjoined) if (thread === awaited) unjoined.delete(other);
  const written = unjoined.get(cell);
  if (written === undefined || written.thread === current || cell.value === undefined) return;
  const { value, thread, before } = written;
  // On a way that the thread is not part of, the variable holds something else.
  const isHeld = keyOf(cell.value) === keyOf(value) || (cell.value.kind === "choice" && cell.value.alternatives.some((alternative) => keyOf(alternative) === keyOf(value)));
  if (isHeld && isText(value)) races.push({ value, before: before !== undefined && isText(before) && before.key !== "" ? before : undefined, read: place, written: written.place, started: thread.place, path });
}

/** The present thread lets those go on who wait for an object. */
export function signal(run: Run, object: HeapObject): void {
  run.threads.current?.signals.add(object);
}

/** Waits for the threads that signal an object; without one, for whoever it may be: then nothing is claimed of any. */
export function joinThreads(run: Run, object: HeapObject | undefined): void {
  const { unjoined } = run.threads;
  for (const [cell, { thread }] of unjoined) if (object === undefined || thread.signals.has(object)) unjoined.delete(cell);
}

/** Whether something with this call path runs inside of a thread. */
export function isInside(path: CallPath | undefined, { place, outer }: Thread): boolean {
  for (let step = path; step !== undefined; step = step.outer) {
    if (step.outer === outer && step.call.file === place.file && step.call.start >= place.start && step.call.end <= place.end) return true;
  }
  return false;
}

/** The present thread calls something that is not known: it may tell others that it is done. */
export function signalAll(run: Run): void {
  const { current, unjoined } = run.threads;
  if (current === undefined) return;
  current.mayHaveSignalled = true;
  for (const [cell, { thread }] of unjoined) if (thread === current) unjoined.delete(cell);
}

/** A program that looks whether a variable is set waits for it in its own way. */
export function noteCheck(frame: Frame, test: Expression): void {
  const { run, activation } = frame;
  if (run.threads.unjoined.size === 0) return;
  visitFacts([{ kind: "evaluate", expression: test, at: test.at }], {
    expression: (expression) => {
      if (expression.kind === "variable") run.threads.unjoined.delete(cellOf(activation, expression.variable, run));
    },
  });
}
