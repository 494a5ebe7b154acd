import type { FileFacts, FunctionIndex, VariableIndex } from "../facts/facts.js";
import { visitFacts } from "../facts/visit.js";
import { choice } from "../values/text.js";
import type { FunctionValue, Item, Value } from "../values/value.js";
import { use } from "./captures.js";
import { cellOf, factsOf, newUnknown, nothing } from "./run.js";
import type { Run } from "./run.js";

const largestHelper = 400;
const smallestHelper = 40;
const deepestMention = 3;

/** Whether a function in which no site can be is too long to be run for its value. */
export function isTooLong(run: Run, callee: FunctionValue): boolean {
  return outlineOf(factsOf(run, callee.module.file), callee.function).size > largestHelper;
}

/** Whether a callback in which no site can be is run all the same: it sets something, or costs next to nothing. */
export function isWorthRunning(run: Run, callee: FunctionValue): boolean {
  const { size, writes } = outlineOf(factsOf(run, callee.module.file), callee.function);
  return size <= smallestHelper || (writes.length > 0 && size <= largestHelper);
}

/**
 * Leaves out a function in which no site can be. What it might have done to the values that it can reach stays open: what
 * it reads may be used, what it assigns and what it is given may have changed.
 */
export function skipFunction(run: Run, callee: FunctionValue, items: readonly Item[]): Value {
  for (const item of items) disturb(run, item.value);
  if (callee.receiver !== undefined) disturb(run, callee.receiver);
  mention(run, callee, deepestMention);
  const { name } = factsOf(run, callee.module.file).functions[callee.function] ?? {};
  return newUnknown(run, `the result of ${name ?? "a function that was not run"}`);
}

function disturb(run: Run, value: Value): void {
  use(value);
  if (value.kind === "object" && value.object.open.value === undefined) run.store.writeFlag(value.object.open, "a function that was not run may have changed it");
}

function mention(run: Run, callee: FunctionValue, depth: number): void {
  const facts = factsOf(run, callee.module.file);
  const { reads, writes } = outlineOf(facts, callee.function);
  for (const variable of reads) {
    const { value } = cellOf(callee.scope, variable, run);
    if (value === undefined) continue;
    use(value);
    if (value.kind === "function" && depth > 0 && value !== callee) mention(run, value, depth - 1);
  }
  for (const variable of writes) {
    const cell = cellOf(callee.scope, variable, run);
    run.store.write(cell, choice([cell.value ?? nothing, newUnknown(run, "what a function that was not run assigns")]), cell.origin);
  }
}

interface Outline {
  /** Expressions and statements, with those of inner functions. */
  readonly size: number;
  /** Variables of outer scopes. */
  readonly reads: readonly VariableIndex[];
  readonly writes: readonly VariableIndex[];
}

const outlines = new WeakMap<FileFacts, Map<FunctionIndex, Outline>>();

function outlineOf(facts: FileFacts, index: FunctionIndex): Outline {
  const known = outlines.get(facts) ?? new Map<FunctionIndex, Outline>();
  outlines.set(facts, known);
  const outline = known.get(index) ?? makeOutline(facts, index);
  known.set(index, outline);
  return outline;
}

function makeOutline(facts: FileFacts, index: FunctionIndex): Outline {
  let size = 0;
  const reads = new Set<VariableIndex>();
  const writes = new Set<VariableIndex>();
  const inside = new Set([index]);
  const queue = [index];
  for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
    visitFacts(facts.functions[one]?.body ?? [], {
      statement: () => {
        size += 1;
      },
      expression: (expression) => {
        size += 1;
        if (expression.kind === "variable") reads.add(expression.variable);
        if (expression.kind === "assign" && expression.target.kind === "variable") writes.add(expression.target.variable);
        if (expression.kind === "function" && !inside.has(expression.function)) {
          inside.add(expression.function);
          queue.push(expression.function);
        }
      },
    });
  }
  const isOuter = (variable: VariableIndex): boolean => {
    const owner = facts.variables[variable]?.owner;
    return owner === undefined || !inside.has(owner);
  };
  return { size, reads: [...reads].filter(isOuter), writes: [...writes].filter(isOuter) };
}
