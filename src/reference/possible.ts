/**
 * Whether a text of which only pieces are known can be a reference: whether there is any text for the unknown pieces
 * (undefined) that makes the whole one that `parseReference` takes. The lengths of path and tag are not looked at, nor the
 * algorithm of the digest, so the answer errs towards yes. Takes time linear in the letters.
 *
 * It runs the grammar of github.com/distribution/reference v0.6 as an automaton whose states are what may have been read
 * so far; an unknown piece leads to every state that some text leads to. Where a set of states leads is found once.
 */
export function canBeReference(pieces: readonly (string | undefined)[]): boolean {
  let reading = atStart;
  for (const piece of pieces) {
    if (piece === undefined) reading = reading.afterUnknown ??= readingOf(allReachable(reading.states));
    else for (let index = 0; index < piece.length && reading.states.size > 0; index += 1) reading = afterLetter(reading, piece.charCodeAt(index));
    if (reading.states.size === 0) return false;
  }
  return reading.canEnd;
}

/** What may have been read so far, and where it leads from there, as far as that has been asked. */
interface Reading {
  readonly states: ReadonlySet<State>;
  readonly canEnd: boolean;
  /** By the letter's code. */
  readonly afterLetters: (Reading | undefined)[];
  afterUnknown?: Reading;
}

const readings = new Map<string, Reading>();

function readingOf(states: ReadonlySet<State>): Reading {
  const key = [...states].sort().join();
  const known = readings.get(key);
  if (known !== undefined) return known;
  const reading: Reading = { states, canEnd: [...states].some((state) => ends.has(state)), afterLetters: [] };
  readings.set(key, reading);
  return reading;
}

function afterLetter(from: Reading, code: number): Reading {
  // A reference is of ASCII.
  if (code > 0x7f) return nowhere;
  return (from.afterLetters[code] ??= readingOf(new Set([...from.states].flatMap((state) => next(state, String.fromCharCode(code))))));
}

type State = NamedState | `digest ${number}`;

type NamedState =
  | "start"
  | "host" | "hyphen in host" | "dot in host" | "address" | "address digits" | "end of address" | "colon before port" | "port"
  | "path component" | "path" | "separator in path" | "underscore in path" | "hyphen in path"
  | "colon before tag" | "tag"
  | "at" | "algorithm";

/** Where a reference may end; the digests of go-digest's algorithms have 64, 96 or 128 digits. */
const ends: ReadonlySet<State> = new Set<State>(["path", "tag", "digest 64", "digest 96", "digest 128"]);

const longestDigest = 128;

const lowerOrDigit = /^[a-z0-9]$/u;
const alphanumeric = /^[A-Za-z0-9]$/u;
const hexadecimal = /^[0-9a-f]$/u;
const addressCharacter = /^[0-9A-Fa-f:]$/u;
const digit = /^[0-9]$/u;
const word = /^\w$/u;
const tagCharacter = /^[\w.-]$/u;

type Transition = readonly [on: string | RegExp, to: State];

/** The rules of the grammar, as they stand in `regexp.go` of distribution/reference. */
const transitions: Readonly<Record<NamedState, readonly Transition[]>> = {
  start: [[alphanumeric, "host"], ["[", "address"], [lowerOrDigit, "path"]],
  host: [[alphanumeric, "host"], ["-", "hyphen in host"], [".", "dot in host"], [":", "colon before port"], ["/", "path component"]],
  "hyphen in host": [["-", "hyphen in host"], [alphanumeric, "host"]],
  "dot in host": [[alphanumeric, "host"]],
  address: [[addressCharacter, "address digits"]],
  "address digits": [[addressCharacter, "address digits"], ["]", "end of address"]],
  "end of address": [[":", "colon before port"], ["/", "path component"]],
  "colon before port": [[digit, "port"]],
  port: [[digit, "port"], ["/", "path component"]],
  "path component": [[lowerOrDigit, "path"]],
  path: [[lowerOrDigit, "path"], ["/", "path component"], [".", "separator in path"], ["_", "underscore in path"], ["-", "hyphen in path"], [":", "colon before tag"], ["@", "at"]],
  "separator in path": [[lowerOrDigit, "path"]],
  "underscore in path": [["_", "separator in path"], [lowerOrDigit, "path"]],
  "hyphen in path": [["-", "hyphen in path"], [lowerOrDigit, "path"]],
  "colon before tag": [[word, "tag"]],
  tag: [[tagCharacter, "tag"], ["@", "at"]],
  at: [[lowerOrDigit, "algorithm"]],
  algorithm: [[lowerOrDigit, "algorithm"], [":", "digest 0"]],
};

function transitionsFrom(state: State): readonly Transition[] {
  if (!isInDigest(state)) return transitions[state];
  const digits = Number(state.slice("digest ".length));
  return digits < longestDigest ? [[hexadecimal, `digest ${digits + 1}`]] : [];
}

function isInDigest(state: State): state is `digest ${number}` {
  return state.startsWith("digest ");
}

function next(state: State, character: string): readonly State[] {
  return transitionsFrom(state).flatMap(([on, to]) => ((typeof on === "string" ? on === character : on.test(character)) ? [to] : []));
}

/** The states that some text, also the empty one, leads to. */
function allReachable(states: ReadonlySet<State>): ReadonlySet<State> {
  const found = new Set(states);
  // A set that grows while it is gone through is gone through to its end.
  for (const from of found) for (const [, to] of transitionsFrom(from)) found.add(to);
  return found;
}

const nowhere = readingOf(new Set());
const atStart = readingOf(new Set(["start"]));
