import { mayBeManyLines } from "../../values/hole-contents.js";
import type { MayHold } from "../../values/hole-contents.js";
import { indexText, indexedPiece } from "../../values/indexed-text.js";
import type { IndexedText } from "../../values/indexed-text.js";
import type { Regular } from "../../values/regular-expression.js";
import type { Certainty } from "../../values/symbolic-line.js";
import { findMatches } from "../../values/symbolic-search.js";
import type { Span } from "../../values/symbolic-search.js";
import { display, join, literal, placeOf } from "../../values/text.js";
import type { JoinedPart, Place, Text } from "../../values/value.js";
import { readPerlScript } from "./perl-script.js";
import { selectionOf } from "./sed-addresses.js";
import type { LinePosition, Selection } from "./sed-addresses.js";
import { effectOf, joined, printedOf, spaceOf } from "./sed-commands.js";
import type { Circumstances, Effect, Printed, Space } from "./sed-commands.js";
import { readSedScript } from "./sed-script.js";
import type { SedCommand, SedScript } from "./sed-script.js";
import { substitute } from "./sed-substitution.js";
import type { Substitution } from "./sed-substitution.js";

export interface SedRun {
  /** Each `-e`, or the first operand. */
  readonly scripts: readonly Text[];
  /** `-E`, `-r`. */
  readonly isExtended: boolean;
  /** `-n`. */
  readonly isQuiet: boolean;
  /** `-z`: lines end with NUL; Perl's `-0777`: all is one line. */
  readonly isNullSeparated?: boolean | undefined;
  /** `perl -pe`: the script is Perl's; of it, substitutions are read. */
  readonly isPerl?: boolean | undefined;
  readonly input: Text;
  readonly mayHold?: MayHold | undefined;
}

export interface SedSubstitution {
  /** As it is written, holes as people read them. */
  readonly pattern: string;
  /** Where the whole command is written. */
  readonly place: Place | undefined;
  readonly replacement: Text;
  /** `yes`: it has replaced something; `no`: it can replace nothing in this input. */
  readonly isRead: "yes" | "no" | "unknown";
}

export interface SedResult {
  /** What is printed, or in the file afterwards; undefined: not known. */
  readonly output: Text | undefined;
  /** In the order of the script; none if it is not understood. */
  readonly substitutions: readonly SedSubstitution[];
}

/**
 * What sed makes of a text (https://www.gnu.org/software/sed/manual/sed.html). Lines that nothing changes stay what they
 * are, with their places; where the holes decide what becomes of a line, only the part of it that may change is unknown.
 * A hole is taken for a part of one line, but for one that is a whole line and comes from a command or a file.
 */
export function applySed(run: SedRun): SedResult {
  const script = run.isPerl === true ? readPerlScript(run.scripts, run.isNullSeparated === true) : readSedScript(run.scripts, run.isExtended);
  if (script === undefined) return { output: undefined, substitutions: [] };
  const isMade = new Map<Substitution, Certainty>();
  const input = indexText(run.input);
  const output = input === undefined ? undefined : execute(script, run, input, isMade);
  const written = script.commands.flatMap(({ action }) => (action.kind === "substitute" ? [action.substitution] : []));
  return {
    output,
    substitutions: written.map((substitution) => {
      const made = isMade.get(substitution) ?? "no";
      return {
        pattern: display(substitution.pattern),
        place: placeOf(substitution.text),
        replacement: substitution.replacement,
        // What did not run to its end may still have something to replace.
        isRead: made === "maybe" || (made === "no" && output === undefined) ? "unknown" : made,
      };
    }),
  };
}

/** Runs a script over all lines; says in `isMade` what each substitution has done. Undefined where the output is not known. */
function execute(script: SedScript, run: SedRun, input: IndexedText, isMade: Map<Substitution, Certainty>): Text | undefined {
  const { commands } = script;
  const lines = linesOf(input, run);
  const budget = { steps: mostSteps + 20 * lines.length * commands.length, letters: mostLetters + 20 * input.encoded.length * commands.length };
  const ranges = new Map<SedCommand, Selection["open"]>(commands.flatMap((command) => (command.first?.kind === "line" && command.first.line === 0 && command.last?.kind === "match" ? [[command, command.last] as const] : [])));
  const asksForChanges = commands.some(({ action }) => action.kind === "branch" && action.when !== "always");
  const printed: Printed[] = [];
  let appended: readonly Printed[] = [];
  let held: Space = { indexed: indexedPiece(input, 0, 0), line: undefined, ending: "break" };
  let space = held;
  let looked: Regular | undefined;
  let read = 0;
  // A line that may be several makes the numbers of the lines behind it unknown.
  let isCounted = true;

  const readLine = (): Space => {
    const line = lines[read] ?? held;
    read += 1;
    if (isManyLines(line, run)) isCounted = false;
    return line;
  };
  const printAppended = (): void => {
    printed.push(...appended);
    appended = [];
  };
  const look = (regular: Regular | "last" | undefined): Regular | undefined => {
    if (regular !== "last" && regular !== undefined) looked = regular;
    budget.letters -= space.indexed.encoded.length;
    return regular === undefined ? undefined : looked;
  };
  const position = (): LinePosition => ({
    number: isCounted ? read : undefined,
    isLast: read < lines.length ? "no" : isManyLines(space, run) ? "maybe" : "yes",
    holds: (regular) => holds(look(regular), space, run),
  });
  /** Whether it was made; undefined where what follows from it is not known. */
  const makeSubstitution = (substitution: Substitution, isCertain: boolean): Certainty | undefined => {
    const regular = look(substitution.regular);
    const made = regular === undefined ? undefined : substitute({ indexed: space.indexed, mayHold: run.mayHold }, substitution, regular, isCertain, run.isPerl === true ? "perl" : run.isExtended ? "sed -E" : "sed");
    const changed = made?.text === undefined ? space : spaceOf(made.text, space);
    if (made === undefined || changed === undefined) return undefined;
    isMade.set(substitution, surer(isMade.get(substitution), made.isMade));
    space = changed;
    if (made.isMade === "yes" && substitution.isPrinted) printed.push(printedOf(space));
    return made.isMade === "maybe" && (substitution.isPrinted || asksForChanges) ? undefined : made.isMade;
  };

  for (let isAgain = false; isAgain || read < lines.length; ) {
    if (!isAgain) space = readLine();
    let hasChanged = false;
    let certainFrom = 0;
    let ends: Effect["ends"];
    for (let index = 0; index < commands.length && ends === undefined; ) {
      const command = commands[index];
      budget.steps -= 1;
      const selection = command === undefined || budget.steps < 0 || budget.letters < 0 ? undefined : selectionOf(command, position(), ranges.get(command));
      if (command === undefined || selection === undefined) return undefined;
      ranges.set(command, selection.open);
      const { action } = command;
      const isCertain = selection.isSelected === "yes" && index >= certainFrom;
      index += 1;
      if (selection.isSelected === "no") {
        if (action.kind === "open") index = action.behind;
        continue;
      }
      if (action.kind === "open") {
        if (!isCertain) certainFrom = Math.max(certainFrom, action.behind);
        continue;
      }
      if (action.kind === "substitute") {
        const made = makeSubstitution(action.substitution, isCertain && !isManyLines(space, run));
        if (made === undefined) return undefined;
        hasChanged ||= made !== "no";
        continue;
      }
      const isKnown = action.kind === "ignored" || (isCertain && (action.kind === "delete" || action.kind === "branch" || !isManyLines(space, run)));
      const circumstances: Circumstances = { space, held, hasChanged, isRangeOpen: selection.open !== undefined && selection.open !== "closed" && !command.isNegated, isLastLine: read >= lines.length, number: position().number, mayHold: run.mayHold };
      const effect: Effect | undefined = isKnown ? effectOf(action, circumstances) : undefined;
      if (effect === undefined) return undefined;
      printed.push(...(effect.prints ?? []));
      appended = [...appended, ...(effect.appends ?? [])];
      hasChanged &&= effect.forgetsChanges !== true;
      ({ held = held, space = space, ends } = effect);
      index = effect.goesTo ?? index;
      if (effect.reads === undefined) continue;
      if (effect.reads === "instead" && !run.isQuiet) printed.push(printedOf(space));
      printAppended();
      const before = space;
      const next = readLine();
      const both = effect.reads === "instead" ? next : isManyLines(next, run) ? undefined : joined(before, next);
      if (both === undefined) return undefined;
      space = both;
    }
    if (!run.isQuiet && (ends === undefined || ends === "quit")) printed.push(printedOf(space));
    if (ends === "quit silently") break;
    printAppended();
    if (ends === "quit") break;
    isAgain = ends === "again";
  }
  return assembled(printed, input, separatorOf(run));
}

const mostSteps = 1_000_000;
const mostLetters = 10_000_000;

function separatorOf(run: SedRun): string {
  return run.isNullSeparated === true ? "\0" : "\n";
}

/** The lines of the input. Perl's have their line breaks, and match them. */
function linesOf(input: IndexedText, run: SedRun): readonly Space[] {
  const { encoded } = input;
  const separator = separatorOf(run);
  const lines: Space[] = [];
  for (let start = 0; start < encoded.length; ) {
    const at = encoded.indexOf(separator, start);
    const behind = at < 0 ? encoded.length : at + 1;
    const end = run.isPerl === true || at < 0 ? behind : at;
    lines.push({ indexed: indexedPiece(input, start, end), line: { start, end }, ending: run.isPerl === true ? "own" : at < 0 ? "missing" : "break" });
    start = behind;
  }
  return lines;
}

function isManyLines({ indexed }: Space, { mayHold }: SedRun): boolean {
  return indexed.hasHoles && mayBeManyLines(indexed.text, mayHold);
}

function holds(regular: Regular | undefined, { indexed }: Space, { mayHold }: SedRun): Certainty {
  const matches = regular === undefined ? undefined : findMatches(regular, { indexed, mayHold }, 1);
  if (matches === undefined) return "maybe";
  return matches.found.length > 0 || matches.uncertain?.isCertain === true ? "yes" : matches.uncertain === undefined ? "no" : "maybe";
}

function surer(before: Certainty | undefined, now: Certainty): Certainty {
  return before === "yes" || now === "yes" ? "yes" : before === "maybe" || now === "maybe" ? "maybe" : "no";
}

/** What was printed as one text, in which neighbouring lines of the input are one piece of it. */
function assembled(printed: readonly Printed[], input: IndexedText, separator: string): Text {
  const parts: JoinedPart[] = [];
  let open: Span | undefined;
  let isMissing = false;
  const close = (): void => {
    if (open !== undefined) parts.push({ text: input.at(open.start, open.end) });
    open = undefined;
  };
  for (const one of printed) {
    if (isMissing) {
      close();
      parts.push({ text: literal(separator) });
    }
    isMissing = one.ending === "missing";
    if (one.kind === "line") {
      const end = one.line.end + (one.ending === "break" ? 1 : 0);
      if (open?.end !== one.line.start) close();
      open = { start: open?.start ?? one.line.start, end };
    } else {
      close();
      parts.push({ text: one.text }, ...(one.ending === "break" ? [{ text: literal(separator) }] : []));
    }
  }
  close();
  return join(parts);
}
