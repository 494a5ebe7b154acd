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
  readonly at: (offset: number) => Certainty;
  /** The same, but `no` if it is there only where the hole that was read last is empty: then it is before that hole too. */
  readonly firstAt: (offset: number) => Certainty;
  /** Whether it may be inside of what the hole at an offset holds. */
  readonly inside: (hole: number) => boolean;
}

/**
 * Reads the line from one offset to another, backward if the automaton reads so. What a hole holds is not known: behind
 * it the reading may stand in any state that some content leads to. That the same hole always holds the same is not
 * made use of, so `yes` and `no` are certain, and `maybe` need not be.
 */
export function endingsOf(automaton: Automaton, line: SymbolicLine, from: number, to: number): Endings {
  const { encoded } = line.indexed;
  const isBackward = to < from;
  const step = isBackward ? -1 : 1;
  const certainties: Certainty[] = [];
  const first: Certainty[] = [];
  const holes = new Set<number>();
  let filled: readonly State[] | undefined;
  // Undefined: there are too many states that it may be in.
  let states: readonly State[] | undefined = sideOf(automaton, line, from, -step).map((surrounding) => automaton.start(surrounding));
  for (let offset = from; states === undefined || states.some(({ positions }) => positions.length > 0); offset += step) {
    const side = sideOf(automaton, line, offset, step);
    const certainty = states === undefined ? "maybe" : verdictOf(automaton, states, side);
    certainties.push(certainty);
    first.push(filled !== undefined && verdictOf(automaton, filled, side) === "no" ? "no" : certainty);
    if (offset === to) break;
    filled = undefined;
    const index: number = isBackward ? offset - 1 : offset;
    const unit = encoded.charCodeAt(index);
    if (!isHoleUnit(unit)) {
      states = states === undefined ? undefined : steppedBy(automaton, states, unit);
      continue;
    }
    const content = contentOf(automaton, line, index);
    const reached: readonly State[] | undefined = states === undefined ? undefined : reachedThrough(automaton, states, content.classes);
    if (reached === undefined || verdictOf(automaton, reached, content.surroundings) !== "no") holes.add(index);
    filled = reached;
    states = reached === undefined || states === undefined ? undefined : content.mayBeEmpty ? [...new Set([...states, ...reached])] : reached;
  }
  return { at: (offset) => certainties[(offset - from) * step] ?? "no", firstAt: (offset) => first[(offset - from) * step] ?? "no", inside: (hole) => holes.has(hole) };
}

const mostStates = 120;

function steppedBy(automaton: Automaton, states: readonly State[], unit: number): readonly State[] {
  const [only] = states;
  if (only !== undefined && states.length === 1) return [automaton.step(only, unit)];
  return [...new Set(states.map((state) => automaton.step(state, unit)))];
}

/** The states in which the reading may be within a hole and behind it. */
function reachedThrough(automaton: Automaton, states: readonly State[], classes: readonly UnitClass[]): readonly State[] | undefined {
  const reached = new Set<State>();
  for (const from of [states, reached]) {
    for (const state of from) {
      for (const unitClass of classes) reached.add(automaton.stepInHole(state, unitClass));
      if (reached.size > mostStates) return undefined;
    }
  }
  return [...reached];
}

function verdictOf(automaton: Automaton, states: readonly State[], surroundings: readonly Surrounding[]): Certainty {
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
  // A half of a character stands for no character; that a hole may hold one of two units is left out.
  const classes = automaton.classes.filter(({ samples }) => samples.some((character) => !isHalf(character) && mayHoldCharacter(hole, character, mayHold)));
  return { classes, surroundings: [...new Set(classes.map(({ surrounding }) => surrounding))], mayBeEmpty: mayBeEmpty(hole) };
}

function isHalf(character: string): boolean {
  return character >= "\uD800" && character <= "\uDFFF";
}

const anywhere: readonly Surrounding[] = ["other"];
const everywhere: readonly Surrounding[] = ["edge", "word", "line break", "other"];
const edge: readonly Surrounding[] = ["edge"];
const mostHoles = 8;

/** What may stand to the right (1) or to the left (-1) of an offset; holes may be empty. */
function sideOf(automaton: Automaton, line: SymbolicLine, offset: number, step: number): readonly Surrounding[] {
  if (!automaton.hasAssertions) return anywhere;
  const { encoded } = line.indexed;
  const found: Surrounding[] = [];
  for (let count = 0, index = step > 0 ? offset : offset - 1; ; count += 1, index += step) {
    if (count > mostHoles) return everywhere;
    const unit = encoded.charCodeAt(index);
    if (index < 0 || index >= encoded.length) return found.length === 0 ? edge : [...found, "edge"];
    if (!isHoleUnit(unit)) return [...found, automaton.surroundingOf(unit)];
    const { surroundings, mayBeEmpty: isEmptyPossible } = contentOf(automaton, line, index);
    found.push(...surroundings);
    if (!isEmptyPossible) return found;
  }
}
