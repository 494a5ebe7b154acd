import type { Regular } from "../../values/regular-expression.js";
import type { Certainty } from "../../values/symbolic-line.js";
import type { RangeLength, SedAddress, SedCommand } from "./sed-script.js";

/** Where the reading of the input stands. */
export interface LinePosition {
  /** Counted from 1; undefined behind a hole that may be several lines. */
  readonly number: number | undefined;
  readonly isLast: Certainty;
  /** Whether the line holds a match. */
  readonly holds: (regular: Regular | "last") => Certainty;
}

/** What a range that has begun waits for: an address, or the line that was counted when it began. */
export type OpenRange = SedAddress | { readonly kind: "counted"; readonly line: number };

export interface Selection {
  readonly isSelected: Certainty;
  /** What of it is still open behind this line; a range that begins at a line's number begins once. */
  readonly open: OpenRange | "closed" | undefined;
}

/** Whether a command runs on a line; undefined where neither this nor what follows from it for later lines is known. */
export function selectionOf(command: SedCommand, position: LinePosition, open: Selection["open"]): Selection | undefined {
  const closed = command.first?.kind === "line" ? "closed" : undefined;
  const selection = open === "closed" ? { isSelected: "no" as const, open } : open === undefined ? beginning(command, position, closed) : continuation(open, position, closed);
  if (selection === undefined || !command.isNegated) return selection;
  return { ...selection, isSelected: opposite[selection.isSelected] };
}

const opposite: Readonly<Record<Certainty, Certainty>> = { yes: "no", no: "yes", maybe: "maybe" };

function beginning({ first, last }: SedCommand, position: LinePosition, closed: "closed" | undefined): Selection | undefined {
  if (last === undefined) return { isSelected: first === undefined ? "yes" : isAt(first, position), open: undefined };
  // A line that was passed over begins a range too.
  const begins = first?.kind === "line" ? certainty(position.number, (number) => number >= first.line) : first === undefined ? "no" : isAt(first, position);
  if (begins === "no") return { isSelected: "no", open: undefined };
  const open = begins === "maybe" ? undefined : openedBy(last, position.number);
  if (open === undefined) return undefined;
  if (open.kind !== "line" && open.kind !== "counted") return { isSelected: "yes", open: open.kind === "last" && position.isLast === "yes" ? closed : open };
  if (position.number === undefined) return undefined;
  // An end that has passed already selects the line where the range begins, and no other.
  const isPassed = open.line < position.number && first?.kind === "line" && first.line !== position.number;
  return { isSelected: isPassed ? "no" : "yes", open: open.line <= position.number ? closed : open };
}

function continuation(open: OpenRange, position: LinePosition, closed: "closed" | undefined): Selection | undefined {
  if (open.kind === "line" || open.kind === "counted") {
    if (position.number === undefined) return undefined;
    return { isSelected: open.kind === "counted" || position.number <= open.line ? "yes" : "no", open: position.number < open.line ? open : closed };
  }
  const isOver = isAt(open, position);
  return isOver === "maybe" ? undefined : { isSelected: "yes", open: isOver === "yes" ? closed : open };
}

function openedBy(last: SedAddress | RangeLength, number: number | undefined): OpenRange | undefined {
  if (last.kind !== "more" && last.kind !== "multiple") return last.kind === "line" && number === undefined ? undefined : last;
  if (number === undefined) return undefined;
  if (last.kind === "more") return { kind: "counted", line: number + last.lines };
  if (last.of === 0) return { kind: "counted", line: number };
  // On a multiple, the manual ends the range and sed goes on to the next one.
  return number % last.of === 0 ? undefined : { kind: "counted", line: Math.ceil(number / last.of) * last.of };
}

function isAt(address: SedAddress, position: LinePosition): Certainty {
  switch (address.kind) {
    case "line":
      return certainty(position.number, (number) => number === address.line);
    case "step":
      return certainty(position.number, (number) => (address.step === 0 ? number === address.first : number >= address.first && (number - address.first) % address.step === 0));
    case "last":
      return position.isLast;
    case "match":
      return position.holds(address.regular);
  }
}

function certainty(number: number | undefined, test: (number: number) => boolean): Certainty {
  return number === undefined ? "maybe" : test(number) ? "yes" : "no";
}
