import type { Automaton, State, Surrounding, UnitClass } from "./automaton.js";
import { mayBeEmpty, mayHoldCharacter } from "./hole-contents.js";
import type { MayHold } from "./hole-contents.js";
import type { IndexedText } from "./indexed-text.js";
import { isHoleUnit } from "./indexed-text.js";

export type Certainty = "yes" | "no" | "maybe";

/** A text that regular expressions are looked for in. Offsets are those of the encoded text. */
export interface SymbolicLine {
  readonly indexed: IndexedText;
  readonly mayHold: MayHold | undefined;
}

/** At which offsets a match ends (begins, where it was read backward) that begins (ends) at a given one. */
export interface Endings {
  /** By offset. */
  readonly at: readonly Certainty[];
  /** By the offset of a hole: whether it may be inside of what the hole holds. */
  readonly inside: readonly boolean[];
}

/**
 * Reads the line from one offset to another, backward if the automaton reads so. What a hole holds is not known: behind
 * it the reading may stand in any state that some content leads to. That the same hole always holds the same is not
 * made use of, so `yes` and `no` are certain, and `maybe` need not be.
 */
export function endingsOf(automaton: Automaton, line: SymbolicLine, from: number, to: number): Endings {
  const { encoded } = line.indexed;
  const isBackward = to < from;
  const at = new Array<Certainty>(encoded.length + 1).fill("no");
  const inside = new Array<boolean>(encoded.length).fill(false);
  const sides = surroundingsOf(automaton, line);
  const [behind, ahead] = isBackward ? [sides.right, sides.left] : [sides.left, sides.right];
  // Undefined: there are too many states that it may be in.
  let states: ReadonlySet<State> | undefined = new Set((behind[from] ?? []).map((surrounding) => automaton.start(surrounding)));
  for (let offset = from; ; offset += isBackward ? -1 : 1) {
    at[offset] = states === undefined ? "maybe" : verdictOf(automaton, states, ahead[offset] ?? []);
    if (offset === to) return { at, inside };
    const index: number = isBackward ? offset - 1 : offset;
    const unit = encoded.charCodeAt(index);
    if (!isHoleUnit(unit)) {
      states = states === undefined ? undefined : new Set(Array.from(states, (state) => automaton.step(state, unit)));
      continue;
    }
    const content = contentOf(automaton, line, index);
    const reached: ReadonlySet<State> | undefined = states === undefined ? undefined : reachedThrough(automaton, states, content.classes);
    inside[index] = reached === undefined || verdictOf(automaton, reached, content.surroundings) !== "no";
    states = reached === undefined || states === undefined ? undefined : content.mayBeEmpty ? new Set([...states, ...reached]) : reached;
  }
}

const mostStates = 120;

/** The states in which the reading may be within a hole and behind it. */
function reachedThrough(automaton: Automaton, states: ReadonlySet<State>, classes: readonly UnitClass[]): ReadonlySet<State> | undefined {
  const reached = new Set<State>();
  for (const from of [states, reached]) {
    for (const state of from) {
      for (const unitClass of classes) reached.add(automaton.stepByClass(state, unitClass));
      if (reached.size > mostStates) return undefined;
    }
  }
  return reached;
}

function verdictOf(automaton: Automaton, states: ReadonlySet<State>, surroundings: readonly Surrounding[]): Certainty {
  let accepted = 0;
  let refused = 0;
  for (const state of states) {
    for (const surrounding of surroundings) {
      if (automaton.accepts(state, surrounding)) accepted += 1;
      else refused += 1;
    }
  }
  return accepted === 0 ? "no" : refused === 0 ? "yes" : "maybe";
}

interface Content {
  readonly classes: readonly UnitClass[];
  readonly surroundings: readonly Surrounding[];
  readonly mayBeEmpty: boolean;
}

function contentOf(automaton: Automaton, { indexed, mayHold }: SymbolicLine, index: number): Content {
  const hole = indexed.at(index, index + 1);
  const classes = automaton.classes.filter(({ units }) => samplesOf(units).some((unit) => mayHoldCharacter(hole, unit, mayHold)));
  return { classes, surroundings: [...new Set(classes.map(({ surrounding }) => surrounding))], mayBeEmpty: mayBeEmpty(hole) };
}

/** The ASCII characters of a class, and one of the others: nobody tells these apart. */
function samplesOf(units: UnitClass["units"]): readonly string[] {
  return units.flatMap(([first, last]) => Array.from({ length: Math.min(last, 0x80) - first + 1 }, (_, index) => String.fromCharCode(first + index)).concat(first > 0x80 ? [String.fromCharCode(first)] : []));
}

/** What may stand to the left and to the right of every offset. */
function surroundingsOf(automaton: Automaton, line: SymbolicLine): { readonly left: readonly (readonly Surrounding[])[]; readonly right: readonly (readonly Surrounding[])[] } {
  const { encoded } = line.indexed;
  const anywhere: readonly Surrounding[] = ["other"];
  if (!automaton.hasAssertions) return { left: new Array<readonly Surrounding[]>(encoded.length + 1).fill(anywhere), right: new Array<readonly Surrounding[]>(encoded.length + 1).fill(anywhere) };
  const besides = encoded.split("").map((_, index): { readonly surroundings: readonly Surrounding[]; readonly mayBeEmpty: boolean } => {
    const unit = encoded.charCodeAt(index);
    return isHoleUnit(unit) ? contentOf(automaton, line, index) : { surroundings: [automaton.surroundingOf(unit)], mayBeEmpty: false };
  });
  const edge: readonly Surrounding[] = ["edge"];
  const passed = (beyond: readonly Surrounding[], unit: (typeof besides)[number]): readonly Surrounding[] => (unit.mayBeEmpty ? [...new Set([...unit.surroundings, ...beyond])] : unit.surroundings);
  const left = [edge];
  for (const unit of besides) left.push(passed(left.at(-1) ?? edge, unit));
  const right = [edge];
  for (const unit of [...besides].reverse()) right.push(passed(right.at(-1) ?? edge, unit));
  return { left, right: right.reverse() };
}
