import { mayHoldCharacter } from "../../values/hole-contents.js";
import type { MayHold } from "../../values/hole-contents.js";
import { indexText, indexedPiece, isHoleUnit } from "../../values/indexed-text.js";
import type { IndexedText } from "../../values/indexed-text.js";
import type { Span } from "../../values/symbolic-search.js";
import { derived, join, literal } from "../../values/text.js";
import type { JoinedPart, Text } from "../../values/value.js";
import type { SedAction } from "./sed-script.js";

/** What the commands work on: sed's pattern space, or its hold space. */
export interface Space {
  readonly indexed: IndexedText;
  /** The line of the input that it still is. */
  readonly line: Span | undefined;
  readonly ending: Ending;
}

/** `break`: a line break is printed behind it; `missing`: only if something follows; `own`: it has what it needs. */
export type Ending = "break" | "missing" | "own";

/** A line of the input, or text that was made. */
export type Printed = { readonly kind: "line"; readonly line: Span; readonly ending: Ending } | { readonly kind: "text"; readonly text: Text; readonly ending: Ending };

export interface Circumstances {
  readonly space: Space;
  readonly held: Space;
  /** A substitution was made since the line was read or a branch asked for it. */
  readonly hasChanged: boolean;
  /** The range that the command has for its address goes on behind this line. */
  readonly isRangeOpen: boolean;
  readonly isLastLine: boolean;
  /** Of the line; undefined: not known. */
  readonly number: number | undefined;
  readonly mayHold: MayHold | undefined;
}

/** What a command does; what is left out stays as it is. */
export interface Effect {
  readonly space?: Space;
  readonly held?: Space;
  readonly prints?: readonly Printed[];
  /** Printed when the line is done. */
  readonly appends?: readonly Printed[];
  readonly goesTo?: number;
  readonly forgetsChanges?: true;
  /** The next line is read `instead` of this one, or put `behind` it. */
  readonly reads?: "instead" | "behind";
  /** No further command runs on this line; `again`: all of them run on what is left. */
  readonly ends?: "line" | "again" | "quit" | "quit silently";
}

/** What a command does that always or certainly runs; undefined where that is not known. */
export function effectOf(action: Exclude<SedAction, { kind: "open" | "substitute" }>, circumstances: Circumstances): Effect | undefined {
  const { space, held, isLastLine } = circumstances;
  switch (action.kind) {
    case "delete":
      return { ends: "line" };
    case "print":
      return { prints: [printedOf(space)] };
    case "print first line":
      return { prints: [firstLine(space)] };
    case "delete first line":
      return withoutFirstLine(space);
    case "next":
      // Without a next line sed prints this one and ends.
      return isLastLine ? { ends: "quit" } : { reads: "instead" };
    case "append next":
      return isLastLine ? { ends: "quit" } : { reads: "behind" };
    case "hold":
      return { held: { ...space, line: undefined } };
    case "get":
      return { space: { ...held, line: undefined } };
    case "append to hold":
      return withSpace(joined(held, space), (both) => ({ held: both }));
    case "append held":
      return withSpace(joined(space, held), (both) => ({ space: both }));
    case "exchange":
      return { space: held, held: space };
    case "empty":
      return withSpace(spaceOf(literal(""), space), (emptied) => ({ space: emptied }));
    case "print line number":
      return circumstances.number === undefined ? undefined : { prints: [{ kind: "text", text: literal(`${circumstances.number}\n`), ending: "own" }] };
    case "insert":
      return { prints: [{ kind: "text", text: action.text, ending: "own" }] };
    case "append":
      return { appends: [{ kind: "text", text: action.text, ending: "own" }] };
    case "change":
      return { ends: "line", ...(circumstances.isRangeOpen ? {} : { prints: [{ kind: "text" as const, text: action.text, ending: "own" as const }] }) };
    case "translate":
      return withSpace(spaceOf(translated(space.indexed, action, circumstances.mayHold), space), (changed) => ({ space: changed }));
    case "branch":
      if (action.when === "always") return { goesTo: action.to };
      return circumstances.hasChanged === (action.when === "changed") ? { goesTo: action.to, forgetsChanges: true } : { forgetsChanges: true };
    case "quit":
      if (action.isSilent) return { ends: "quit silently" };
      return { ends: "quit", space: space.ending === "missing" ? { ...space, line: undefined, ending: "break" } : space };
    case "ignored":
      return {};
    case "unknown":
      return undefined;
  }
}

export function printedOf({ indexed, line, ending }: Space): Printed {
  return line === undefined ? { kind: "text", text: indexed.text, ending } : { kind: "line", line, ending };
}

/** A text in the place of another. */
export function spaceOf(text: Text, space: Space): Space | undefined {
  const indexed = indexText(text);
  return indexed === undefined ? undefined : { ...space, indexed, line: undefined };
}

/** Both with a line break between them, as N, G and H put them together. */
export function joined(first: Space, second: Space): Space | undefined {
  return spaceOf(join([{ text: first.indexed.text }, { text: literal("\n") }, { text: second.indexed.text }]), second);
}

function withSpace(space: Space | undefined, effect: (space: Space) => Effect): Effect | undefined {
  return space === undefined ? undefined : effect(space);
}

function firstLine(space: Space): Printed {
  const end = space.indexed.encoded.indexOf("\n");
  return end < 0 ? printedOf(space) : { kind: "text", text: space.indexed.at(0, end), ending: "break" };
}

function withoutFirstLine(space: Space): Effect {
  const { encoded } = space.indexed;
  const end = encoded.indexOf("\n");
  return end < 0 ? { ends: "line" } : { ends: "again", space: { ...space, indexed: indexedPiece(space.indexed, end + 1, encoded.length), line: undefined } };
}

/** Letter by letter, so that a hole becomes a function of itself alone. */
function translated({ encoded, at }: IndexedText, { from, to }: { readonly from: string; readonly to: string }, mayHold: MayHold | undefined): Text {
  const parts: JoinedPart[] = [];
  let start = 0;
  for (let index = 0; index < encoded.length; index += 1) {
    const unit = encoded.charAt(index);
    const piece = isHoleUnit(encoded.charCodeAt(index)) ? at(index, index + 1) : undefined;
    const put = piece === undefined ? (from.includes(unit) ? literal(to.charAt(from.indexOf(unit))) : undefined) : Array.from(from).some((letter) => mayHoldCharacter(piece, letter, mayHold)) ? derived(`y ${from} ${to}`, [piece]) : undefined;
    if (put === undefined) continue;
    parts.push({ text: at(start, index) }, { text: put });
    start = index + 1;
  }
  return join([...parts, { text: at(start, encoded.length) }]);
}
