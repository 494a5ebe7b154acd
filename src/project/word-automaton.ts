/**
 * The question whether any of several patterns may stand in a text. A pattern is a row of single letters, written as in a regular
 * expression: `[iI]mage`, `kind\s`. All are searched for at once, one look at a table for each letter, which is several times as
 * fast as a regular expression of many alternatives. What stands before the text counts as a line break. Texts are searched byte
 * by byte; one that has letters beyond may hold anything.
 */
export function wordSearch(patterns: readonly string[]): (text: string) => boolean {
  const automaton = createAutomaton(patterns);
  return (text) => {
    if (beyondBytes.test(text)) return true;
    let state = automaton.start;
    for (let from = 0; from < text.length && state !== found; from += bytes.length) state = stateBehind(automaton, state, bytes.write(from === 0 ? text : text.slice(from, from + bytes.length), "latin1"));
    return state === found;
  };
}

const beyondBytes = /[^\0-\xff]/;

/** Bytes are read from here faster than from a text. */
const bytes = Buffer.allocUnsafeSlow(1 << 18);

function stateBehind(automaton: Automaton, from: number, length: number): number {
  let { table } = automaton;
  let state = from;
  for (let index = 0; index < length; index += 1) {
    const letter = bytes[index] as number;
    let next = table[state + letter] as number;
    if (next === unknown) {
      next = automaton.after(state, letter);
      ({ table } = automaton);
    }
    if (next === found) return found;
    state = next;
  }
  return state;
}

/** Its states are the beginnings of patterns that may have been read; what a letter leads to is found when it is first asked. */
interface Automaton {
  /** For each state a row of where the letters lead; a state is the number at which its row begins. */
  readonly table: Int32Array;
  readonly start: number;
  readonly after: (state: number, letter: number) => number;
}

/** How many letters of a pattern have been read. */
interface Beginning {
  readonly pattern: readonly ReadonlySet<number>[];
  readonly length: number;
}

const codes = 256;
const lineBreak = 0x0a;

/** In the table: not asked yet, and the end of a pattern. The first row is no state's. */
const unknown = 0;
const found = 1;

function createAutomaton(patterns: readonly string[]): Automaton {
  const fresh = patterns.map((pattern): Beginning => ({ pattern: lettersOf(pattern), length: 0 }));
  const numbers = new Map<string, number>();
  const states = new Map<number, readonly Beginning[]>();
  let table = new Int32Array(codes * fewestRows);
  const stateOf = (beginnings: readonly Beginning[]): number => {
    const key = beginnings.map(({ pattern, length }) => `${fresh.findIndex((one) => one.pattern === pattern)}.${length}`).join();
    const state = numbers.get(key) ?? codes * (numbers.size + 1);
    numbers.set(key, state);
    states.set(state, beginnings);
    if (state + codes > table.length) table = enlarged(table);
    return state;
  };
  const after = (state: number, letter: number): number => {
    const begun = [...(states.get(state) ?? []), ...fresh].flatMap(({ pattern, length }) => (pattern[length]?.has(letter) === true ? [{ pattern, length: length + 1 }] : []));
    const next = begun.some(({ pattern, length }) => length === pattern.length) ? found : stateOf(begun);
    table[state + letter] = next;
    return next;
  };
  const start = after(stateOf([]), lineBreak);
  return {
    get table() {
      return table;
    },
    start,
    after,
  };
}

const fewestRows = 128;

function enlarged(table: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(table.length * 2);
  larger.set(table);
  return larger;
}

function lettersOf(pattern: string): readonly ReadonlySet<number>[] {
  return (pattern.match(/\\.|\[(?:\\.|[^\]])+\]|./gs) ?? []).map((letter) => {
    const known = knownLetters.get(letter) ?? codesOf(letter);
    knownLetters.set(letter, known);
    return known;
  });
}

const knownLetters = new Map<string, ReadonlySet<number>>();

function codesOf(letter: string): ReadonlySet<number> {
  if (letter.length === 1 && letter !== ".") return new Set([letter.charCodeAt(0)]);
  const pattern = new RegExp(`^${letter}$`, "s");
  return new Set(Array.from({ length: codes }, (_, code) => code).filter((code) => pattern.test(String.fromCharCode(code))));
}
