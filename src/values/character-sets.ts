/** UTF-16 units as ascending ranges, both ends included, no two of which touch. */
export type CharacterSet = readonly (readonly [first: number, last: number])[];

const lastUnit = 0xffff;

/** The set of all units in some ranges, in any order. */
export function setOfRanges(ranges: CharacterSet): CharacterSet {
  const merged: [number, number][] = [];
  for (const [first, last] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const before = merged.at(-1);
    if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

export function setOf(units: string): CharacterSet {
  return setOfRanges(units.split("").map((unit) => [unit.charCodeAt(0), unit.charCodeAt(0)] as const));
}

export function complementOf(set: CharacterSet): CharacterSet {
  const rest: [number, number][] = [];
  let from = 0;
  for (const [first, last] of set) {
    if (first > from) rest.push([from, first - 1]);
    from = last + 1;
  }
  if (from <= lastUnit) rest.push([from, lastUnit]);
  return rest;
}

export function isInSet(set: CharacterSet, unit: number): boolean {
  return set.some(([first, last]) => first <= unit && unit <= last);
}

/** A set with the other case of its ASCII letters. */
export function withBothCases(set: CharacterSet): CharacterSet {
  const moved = (from: number, to: number): CharacterSet =>
    set.flatMap(([first, last]): CharacterSet => {
      const [low, high] = [Math.max(first, from), Math.min(last, from + 25)];
      return low > high ? [] : [[low - from + to, high - from + to]];
    });
  return setOfRanges([...set, ...moved(lowerA, upperA), ...moved(upperA, lowerA)]);
}

const lowerA = 0x61;
const upperA = 0x41;

export const everyUnit: CharacterSet = [[0, lastUnit]];
/** The halves of what UTF-16 writes as two units. */
export const leadingHalves: CharacterSet = [[0xd800, 0xdbff]];
export const trailingHalves: CharacterSet = [[0xdc00, 0xdfff]];

const lower: CharacterSet = [[lowerA, lowerA + 25]];
const upper: CharacterSet = [[upperA, upperA + 25]];
const digits: CharacterSet = [[0x30, 0x39]];
const graphic: CharacterSet = [[0x21, 0x7e]];

export const wordUnits = setOfRanges([...lower, ...upper, ...digits, ...setOf("_")]);
export const spaces = setOf(" \t\n\v\f\r");

/** The classes that stand as `[:name:]` in a bracket expression, in the POSIX locale (POSIX.1-2017, XBD 7.3.1). */
export const namedClasses: ReadonlyMap<string, CharacterSet> = new Map(Object.entries<CharacterSet>({
  alnum: setOfRanges([...lower, ...upper, ...digits]),
  alpha: setOfRanges([...lower, ...upper]),
  blank: setOf(" \t"),
  cntrl: [[0, 0x1f], [0x7f, 0x7f]],
  digit: digits,
  graph: graphic,
  lower,
  print: [[0x20, 0x7e]],
  punct: [[0x21, 0x2f], [0x3a, 0x40], [0x5b, 0x60], [0x7b, 0x7e]],
  space: spaces,
  upper,
  word: wordUnits,
  xdigit: setOf("0123456789abcdefABCDEF"),
}));
