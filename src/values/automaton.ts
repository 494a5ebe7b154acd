import { isInSet, setOfRanges, wordUnits } from "./character-sets.js";
import type { CharacterSet } from "./character-sets.js";
import type { Assertion, Regular } from "./regular-expression.js";

/** What stands beside a position, as far as assertions ask. */
export type Surrounding = "edge" | "word" | "line break" | "other";

/**
 * Decides a regular expression in one step for each unit of a text, however the expression is written (R. Cox, "Regular
 * Expression Matching Can Be Simple And Fast"): states are made when they are first needed.
 */
export interface Automaton {
  readonly start: (before: Surrounding) => State;
  readonly step: (state: State, unit: number) => State;
  readonly stepByClass: (state: State, unitClass: UnitClass) => State;
  /** Whether what was read up to here is a match, if this stands behind it. */
  readonly accepts: (state: State, after: Surrounding) => boolean;
  /** Units that the expression does not tell apart. */
  readonly classes: readonly UnitClass[];
  readonly surroundingOf: (unit: number) => Surrounding;
  /** Without assertions it does not matter what stands beside a position. */
  readonly hasAssertions: boolean;
}

export interface State {
  /** Where in the expression the reading may stand, assertions not yet decided. Empty: there can be no match any more. */
  readonly positions: readonly number[];
  readonly before: Surrounding;
  readonly moves: (State | undefined)[];
  readonly verdicts: Map<Surrounding, boolean>;
}

export interface UnitClass {
  readonly index: number;
  readonly units: CharacterSet;
  readonly surrounding: Surrounding;
}

export interface Reading {
  /** From the end of the text to its beginning. */
  readonly isBackward: boolean;
  /** A match may begin at every position that is passed. */
  readonly isSearch: boolean;
}

const mostPositions = 3000;
const mostStates = 3000;

/** Undefined if the expression is too large (`a\{1,1000\}` is a thousand letters). */
export function automatonOf(regular: Regular, reading: Reading): Automaton | undefined {
  const graph = positionsOf(regular, reading);
  if (graph === undefined) return undefined;
  const { positions, first } = graph;
  const asserted = new Set(positions.flatMap((position) => (position.kind === "assertion" ? [position.asserts] : [])));
  const [tellsWords, tellsLineBreaks] = [[...asserted].some((one) => one.includes("word")), asserted.has("line end")];
  const surroundingOf = (unit: number): Surrounding => (tellsLineBreaks && unit === lineBreak ? "line break" : tellsWords && isInSet(wordUnits, unit) ? "word" : "other");
  const sets = [...new Map(positions.flatMap((position) => (position.kind === "set" ? [[position.set.join(" "), position.set] as const] : []))).values()];
  const classes = classesOf([...sets, ...(tellsWords ? [wordUnits] : []), ...(tellsLineBreaks ? [[[lineBreak, lineBreak]] as const] : [])], surroundingOf);
  const classOf = classifier(classes);
  const admits = positions.map((position) => (position.kind === "set" ? classes.map((one) => isInSet(position.set, one.units[0]?.[0] ?? -1)) : []));
  let states = new Map<string, State>();

  const stateOf = (reached: ReadonlySet<number>, before: Surrounding): State => {
    const all = reading.isSearch ? new Set([...reached, first]) : reached;
    const sorted = [...all].sort((a, b) => a - b);
    const key = `${before} ${sorted.join()}`;
    const known = states.get(key);
    if (known !== undefined) return known;
    // A text can lead through ever new states: those of long ago are made again when they are needed.
    if (states.size >= mostStates) states = new Map();
    const state: State = { positions: sorted, before, moves: [], verdicts: new Map() };
    states.set(key, state);
    return state;
  };

  /** The positions that are reached without reading anything. */
  const closure = (state: State, after: Surrounding): ReadonlySet<number> => {
    const [left, right] = reading.isBackward ? [after, state.before] : [state.before, after];
    const reached = new Set(state.positions);
    for (const index of reached) {
      const position = positions[index];
      if (position?.kind === "fork") for (const next of position.next) reached.add(next);
      if (position?.kind === "assertion" && holds(position.asserts, left, right)) reached.add(position.next);
    }
    return reached;
  };

  const stepByClass = (state: State, unitClass: UnitClass): State => {
    const known = state.moves[unitClass.index];
    if (known !== undefined) return known;
    const reached = new Set<number>();
    for (const index of closure(state, unitClass.surrounding)) {
      const position = positions[index];
      if (position?.kind === "set" && admits[index]?.[unitClass.index] === true) reached.add(position.next);
    }
    const next = stateOf(reached, unitClass.surrounding);
    state.moves[unitClass.index] = next;
    return next;
  };

  return {
    start: (before) => stateOf(new Set([first]), before),
    step: (state, unit) => {
      const unitClass = classOf(unit);
      return state.moves[unitClass.index] ?? stepByClass(state, unitClass);
    },
    stepByClass,
    accepts: (state, after) => {
      const known = state.verdicts.get(after);
      if (known !== undefined) return known;
      const verdict = closure(state, after).has(acceptance);
      state.verdicts.set(after, verdict);
      return verdict;
    },
    classes,
    surroundingOf,
    hasAssertions: asserted.size > 0,
  };
}

const lineBreak = 0x0a;
const acceptance = 0;

type Position =
  | { readonly kind: "accept" }
  | { readonly kind: "set"; readonly set: CharacterSet; readonly next: number }
  | { readonly kind: "fork"; readonly next: readonly number[] }
  | { readonly kind: "assertion"; readonly asserts: Assertion; readonly next: number };

/** The expression as a graph (Thompson's construction), built from its end to its beginning. */
function positionsOf(regular: Regular, { isBackward }: Reading): { readonly positions: readonly Position[]; readonly first: number } | undefined {
  const positions: Position[] = [{ kind: "accept" }];
  const add = (position: Position): number => positions.push(position) - 1;
  const build = (part: Regular, next: number): number => {
    if (positions.length > mostPositions) return next;
    switch (part.kind) {
      case "set":
        return add({ kind: "set", set: part.set, next });
      case "sequence":
        return (isBackward ? part.parts : [...part.parts].reverse()).reduce((after, inner) => build(inner, after), next);
      case "either":
        return add({ kind: "fork", next: part.alternatives.map((alternative) => build(alternative, next)) });
      case "group":
        return build(part.of, next);
      case "assertion":
        return add({ kind: "assertion", asserts: part.asserts, next });
      case "repeat": {
        let after = next;
        if (part.most === Infinity) {
          const again: number[] = [];
          after = add({ kind: "fork", next: again });
          again.push(build(part.of, after), next);
        } else for (let count = part.least; count < part.most && positions.length <= mostPositions; count += 1) after = add({ kind: "fork", next: [build(part.of, after), next] });
        for (let count = 0; count < part.least && positions.length <= mostPositions; count += 1) after = build(part.of, after);
        return after;
      }
    }
  };
  const first = build(regular, acceptance);
  return positions.length > mostPositions ? undefined : { positions, first };
}

function holds(assertion: Assertion, left: Surrounding, right: Surrounding): boolean {
  switch (assertion) {
    case "start":
      return left === "edge";
    case "end":
      return right === "edge";
    case "line end":
      return right === "edge" || right === "line break";
    case "word boundary":
      return (left === "word") !== (right === "word");
    case "no word boundary":
      return (left === "word") === (right === "word");
    case "word start":
      return left !== "word" && right === "word";
    case "word end":
      return left === "word" && right !== "word";
  }
}

/** All units, cut wherever one of the sets begins or ends; pieces that lie in the same sets are one class. */
function classesOf(sets: readonly CharacterSet[], surroundingOf: (unit: number) => Surrounding): readonly UnitClass[] {
  const cuts = new Set([0]);
  for (const set of sets) for (const [first, last] of set) cuts.add(first).add(last + 1);
  const starts = [...cuts].filter((cut) => cut <= 0xffff).sort((a, b) => a - b);
  const pieces = new Map<string, (readonly [number, number])[]>();
  starts.forEach((start, index) => {
    const key = sets.map((set) => (isInSet(set, start) ? "1" : "0")).join("");
    const ranges = pieces.get(key) ?? [];
    ranges.push([start, (starts[index + 1] ?? 0x10000) - 1]);
    pieces.set(key, ranges);
  });
  return [...pieces.values()].map((ranges, index) => ({ index, units: setOfRanges(ranges), surrounding: surroundingOf(ranges[0]?.[0] ?? 0) }));
}

function classifier(classes: readonly UnitClass[]): (unit: number) => UnitClass {
  const find = (unit: number): UnitClass => {
    const found = classes.find(({ units }) => isInSet(units, unit));
    if (found === undefined) throw new RangeError(`no class holds the unit ${unit}`);
    return found;
  };
  const ascii = Array.from({ length: 128 }, (_, unit) => find(unit));
  return (unit) => ascii[unit] ?? find(unit);
}
