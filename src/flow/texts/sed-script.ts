import type { IndexedText } from "../../values/indexed-text.js";
import { indexText } from "../../values/indexed-text.js";
import type { Regular } from "../../values/regular-expression.js";
import { join, literal } from "../../values/text.js";
import type { JoinedPart, Text } from "../../values/value.js";
import { escapedCharacters } from "./posix-expression.js";
import { delimitedEnd, readPattern, substitutionAt } from "./sed-substitution.js";
import type { Substitution } from "./sed-substitution.js";

/** A script of GNU sed (https://www.gnu.org/software/sed/manual/sed.html). */
export interface SedScript {
  readonly commands: readonly SedCommand[];
}

export interface SedCommand {
  /** It runs on the lines that these select; on every line without one. */
  readonly first: SedAddress | undefined;
  /** The end of a range. */
  readonly last: SedAddress | RangeLength | undefined;
  /** `!`: on all other lines. */
  readonly isNegated: boolean;
  readonly action: SedAction;
}

export type SedAddress =
  /** Counted from 1; 0 only as the beginning of a range whose end may already be on the first line. */
  | { readonly kind: "line"; readonly line: number }
  | { readonly kind: "last" }
  | { readonly kind: "step"; readonly first: number; readonly step: number }
  /** `last`: that which was looked for last. */
  | { readonly kind: "match"; readonly regular: Regular | "last" };

/** `addr,+N` and `addr,~N`. */
export type RangeLength = { readonly kind: "more"; readonly lines: number } | { readonly kind: "multiple"; readonly of: number };

export type SedAction =
  | { readonly kind: "open"; readonly behind: number }
  | { readonly kind: "substitute"; readonly substitution: Substitution }
  | { readonly kind: "translate"; readonly from: string; readonly to: string }
  | { readonly kind: "append" | "insert" | "change"; readonly text: Text }
  | { readonly kind: "branch"; readonly when: "always" | "changed" | "unchanged"; readonly to: number }
  | { readonly kind: "quit"; readonly isSilent: boolean }
  | { readonly kind: SimpleAction };

export type SimpleAction =
  | "delete"
  | "delete first line"
  | "print"
  | "print first line"
  | "next"
  | "append next"
  | "hold"
  | "append to hold"
  | "get"
  | "append held"
  | "exchange"
  | "empty"
  | "print line number"
  /** It changes nothing that is printed. */
  | "ignored"
  /** It runs a program or reads a file. */
  | "unknown";

const longestScript = 100_000;

/** Several scripts (`-e`) are lines of one. Undefined where it is not a script, or not understood. */
export function readSedScript(scripts: readonly Text[], isExtended: boolean): SedScript | undefined {
  const indexed = indexText(join(scripts.flatMap((text, index) => (index === 0 ? [{ text }] : [{ text: literal("\n") }, { text }]))));
  // `#n` on the first line is the option -n.
  if (indexed === undefined || indexed.encoded.length > longestScript || /^#n(?:\n|$)/u.test(indexed.encoded)) return undefined;
  const read: WrittenCommand[] = [];
  for (let at = nextCommand(indexed.encoded, 0); at < indexed.encoded.length; at = nextCommand(indexed.encoded, at)) {
    const command = commandAt(indexed, at, isExtended);
    if (command === undefined) return undefined;
    read.push(command);
    at = command.end;
  }
  return linked(read);
}

/** A command whose labels and brackets are not yet positions. */
interface WrittenCommand extends Omit<SedCommand, "action"> {
  readonly action: Exclude<SedAction, { kind: "branch" | "open" }> | { readonly kind: "open" | "close" } | { readonly kind: "label"; readonly label: string } | { readonly kind: "branch"; readonly when: "always" | "changed" | "unchanged"; readonly label: string };
  readonly end: number;
}

function nextCommand(encoded: string, from: number): number {
  const skipped = /(?:[\s;]|#[^\n]*)*/uy;
  skipped.lastIndex = from;
  skipped.test(encoded);
  return skipped.lastIndex;
}

function linked(read: readonly WrittenCommand[]): SedScript | undefined {
  const labels = new Map<string, number>();
  const closes = new Map<number, number>();
  const open: number[] = [];
  for (const [index, { action }] of read.entries()) {
    if (action.kind === "label") labels.set(action.label, index);
    if (action.kind === "open") open.push(index);
    if (action.kind !== "close") continue;
    const opened = open.pop();
    if (opened === undefined) return undefined;
    closes.set(opened, index);
  }
  if (open.length > 0) return undefined;
  const commands: SedCommand[] = [];
  for (const [index, { first, last, isNegated, action: written }] of read.entries()) {
    const action = linkedAction(written, closes.get(index), labels, read.length);
    if (action === undefined) return undefined;
    commands.push({ first, last, isNegated, action });
  }
  return { commands };
}

function linkedAction(written: WrittenCommand["action"], closedAt: number | undefined, labels: ReadonlyMap<string, number>, end: number): SedAction | undefined {
  switch (written.kind) {
    case "open":
      return { kind: "open", behind: (closedAt ?? end) + 1 };
    case "close":
    case "label":
      return { kind: "ignored" };
    case "branch": {
      const to = written.label === "" ? end : labels.get(written.label);
      return to === undefined ? undefined : { kind: "branch", when: written.when, to };
    }
    default:
      return written;
  }
}

interface Read<Result> {
  readonly value: Result;
  readonly end: number;
}

function commandAt(script: IndexedText, from: number, isExtended: boolean): WrittenCommand | undefined {
  const { encoded } = script;
  const first = addressAt(encoded, from, isExtended);
  if (first === undefined) return undefined;
  const comma = /\s*,\s*/uy;
  comma.lastIndex = first.end;
  const isRange = first.value !== undefined && comma.test(encoded);
  const last = isRange ? (lengthAt(encoded, comma.lastIndex) ?? addressAt(encoded, comma.lastIndex, isExtended)) : undefined;
  if (isRange && last?.value === undefined) return undefined;
  const negation = /\s*(!*)\s*/uy;
  negation.lastIndex = last?.end ?? first.end;
  const isNegated = negation.exec(encoded)?.[1] !== "";
  const action = actionAt(script, negation.lastIndex, isExtended);
  return action === undefined ? undefined : { first: first.value, last: last?.value, isNegated, action: action.value, end: action.end };
}

/** The value is undefined where there is no address; the whole where there is one that is not understood. */
function addressAt(encoded: string, at: number, isExtended: boolean): Read<SedAddress | undefined> | undefined {
  const unit = encoded.charAt(at);
  if (unit === "$") return { value: { kind: "last" }, end: at + 1 };
  if (unit === "/" || unit === "\\") {
    const delimiter = unit === "/" ? at : at + 1;
    const end = delimitedEnd(encoded, delimiter, true);
    if (end === undefined) return undefined;
    const [flags = ""] = /^[IM]*/u.exec(encoded.slice(end + 1, end + 10)) ?? [];
    const pattern = readPattern(encoded.slice(delimiter + 1, end), encoded.charAt(delimiter), { isExtended, ignoresCase: flags.includes("I") });
    // In a text of several lines M gives `^` and `$` another meaning.
    return pattern?.regular === undefined || pattern.isApproximate || flags.includes("M") ? undefined : { value: { kind: "match", regular: pattern.regular }, end: end + 1 + flags.length };
  }
  const [written, first, step] = /^(\d+)(?:~(\d+))?/u.exec(encoded.slice(at, at + 20)) ?? [];
  if (written === undefined) return { value: undefined, end: at };
  return { value: step === undefined ? { kind: "line", line: Number(first) } : { kind: "step", first: Number(first), step: Number(step) }, end: at + written.length };
}

function lengthAt(encoded: string, at: number): Read<RangeLength> | undefined {
  const [written, sign, count] = /^([+~])(\d+)/u.exec(encoded.slice(at, at + 20)) ?? [];
  if (written === undefined) return undefined;
  return { value: sign === "+" ? { kind: "more", lines: Number(count) } : { kind: "multiple", of: Number(count) }, end: at + written.length };
}

const simpleActions: Readonly<Record<string, SimpleAction>> = {
  ...{ d: "delete", D: "delete first line", p: "print", P: "print first line", n: "next", N: "append next", z: "empty", "=": "print line number" },
  ...{ h: "hold", H: "append to hold", g: "get", G: "append held", x: "exchange", F: "unknown" },
};

const textActions: Readonly<Record<string, "append" | "insert" | "change">> = { a: "append", i: "insert", c: "change" };
const branches: Readonly<Record<string, "always" | "changed" | "unchanged">> = { b: "always", t: "changed", T: "unchanged" };

/** Commands to the end of whose line there is the name of a file, a command or a version. */
const restOfLine: Readonly<Record<string, SimpleAction>> = { r: "unknown", R: "unknown", e: "unknown", w: "ignored", W: "ignored", v: "ignored", l: "unknown" };

function actionAt(script: IndexedText, at: number, isExtended: boolean): Read<WrittenCommand["action"]> | undefined {
  const { encoded } = script;
  const letter = encoded.charAt(at);
  if (letter === "{") return { value: { kind: "open" }, end: at + 1 };
  if (letter === "}") return { value: { kind: "close" }, end: at + 1 };
  if (letter === "s") {
    const read = substitutionAt(script, at, isExtended);
    return read === undefined ? undefined : ended(encoded, { value: { kind: "substitute", substitution: read.substitution }, end: read.end });
  }
  if (letter === "y") return ended(encoded, translationAt(encoded, at));
  const simple = simpleActions[letter];
  if (simple !== undefined) return ended(encoded, { value: { kind: simple }, end: at + 1 });
  const kind = textActions[letter];
  if (kind !== undefined) return textAt(script, at, kind);
  if (letter === "q" || letter === "Q") return ended(encoded, { value: { kind: "quit", isSilent: letter === "Q" }, end: at + 1 + (/^\s*\d*/u.exec(encoded.slice(at + 1, at + 20))?.[0].length ?? 0) });
  const when = branches[letter];
  if (letter === ":" || when !== undefined) {
    const label = /[ \t]*([^\s;}\uE000-\uF8FF]*)[ \t]*/uy;
    label.lastIndex = at + 1;
    const name = label.exec(encoded)?.[1] ?? "";
    return ended(encoded, { value: when === undefined ? { kind: "label", label: name } : { kind: "branch", when, label: name }, end: label.lastIndex });
  }
  const rest = restOfLine[letter];
  if (rest === undefined) return undefined;
  const lineEnd = encoded.indexOf("\n", at);
  const end = lineEnd < 0 ? encoded.length : lineEnd;
  // What is written there is printed.
  return { value: { kind: encoded.slice(at, end).includes("/dev/std") ? "unknown" : rest }, end };
}

/** Nothing but the end of the command may stand behind it. */
function ended<Result>(encoded: string, read: Read<Result> | undefined): Read<Result> | undefined {
  return read !== undefined && /^[ \t\r]*(?:[\n;}#]|$)/u.test(encoded.slice(read.end, read.end + 200)) ? read : undefined;
}

/** `y/abc/xyz/` */
function translationAt(encoded: string, at: number): Read<WrittenCommand["action"]> | undefined {
  const middle = delimitedEnd(encoded, at + 1, false);
  const end = middle === undefined ? undefined : delimitedEnd(encoded, middle, false);
  if (middle === undefined || end === undefined) return undefined;
  const [from, to] = [encoded.slice(at + 2, middle), encoded.slice(middle + 1, end)].map((part) => part.replace(/\\(.)/gsu, (_escape, letter: string) => (letter === "n" ? "\n" : letter)));
  if (from === undefined || to === undefined || from.length !== to.length || /[\uD800-\uF8FF]/.test(from + to)) return undefined;
  return { value: { kind: "translate", from, to }, end: end + 1 };
}

/** `a text`, or `a\` and the text on lines of its own; a backslash at a line's end continues it. */
function textAt(script: IndexedText, letter: number, kind: "append" | "insert" | "change"): Read<WrittenCommand["action"]> | undefined {
  const { encoded } = script;
  const head = /[ \t]*(?:\\(?:[ \t]*\n)?)?/uy;
  head.lastIndex = letter + 1;
  head.test(encoded);
  const parts: JoinedPart[] = [];
  let from = head.lastIndex;
  let at = from;
  for (; at < encoded.length && encoded.charAt(at) !== "\n"; at += 1) {
    if (encoded.charAt(at) !== "\\") continue;
    const escaped = encoded.charAt(at + 1);
    parts.push({ text: script.at(from, at) });
    const character = escapedCharacters[escaped];
    if (character !== undefined) parts.push({ text: literal(character) });
    // What has no other meaning stands for itself.
    from = character === undefined ? at + 1 : at + 2;
    at += 1;
  }
  if (at === head.lastIndex && encoded.charAt(at) !== "\n") return undefined;
  parts.push({ text: script.at(from, Math.min(at, encoded.length)) }, { text: literal("\n") });
  return { value: { kind, text: join(parts) }, end: Math.min(at, encoded.length) };
}
