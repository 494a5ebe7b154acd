/**
 * The shape of the rows: a program, its subcommands, the options of each, and what a line of it does to images. A new
 * tool is one value of `Program` in a file of its own and its name in `read.ts`; a new subcommand is one `Command`.
 */
import type { CommandEffect, ContainerEngine, Slice } from "../command-effect.js";

export interface Program {
  /** What it may be called, without folder, version or `.exe`; the first is its name for people. */
  readonly names: readonly string[];
  readonly engine?: ContainerEngine | undefined;
  /** Options that may stand before every subcommand. */
  readonly options?: OptionNames | undefined;
  readonly commands: readonly Command[];
  /** Subcommands, with all below them, that neither make nor use an image; written as in `Command.paths`. */
  readonly harmless?: readonly string[] | undefined;
}

export interface Command {
  /** The subcommand's words, each spelling one entry (`"build"`, `"image build"`); `""` is the program itself. */
  readonly paths: readonly string[];
  readonly options?: OptionNames | undefined;
  /** The first word that is no option ends them: the rest belongs to a command of its own (`docker run IMAGE …`). */
  readonly operandsEndOptions?: boolean | undefined;
  /** Absent for a group, which needs a further subcommand. */
  readonly effects?: ((line: Line) => Effects) | undefined;
}

/** Option names, separated by white space, spellings of one option joined by `|`: `--tag|-t --file|-f`. The first spelling is the one that a row asks for. */
export interface OptionNames {
  /** Options that take a value. */
  readonly valued?: string | undefined;
  /** Options that take none, or only one after `=` (`--push`, `--dry-run=client`). */
  readonly flags?: string | undefined;
}

/** Undefined: the row cannot say what the line does, so that the line counts as not known. */
export type Effects = readonly CommandEffect[] | undefined;

/** A command line, split by its row's options. */
export interface Line {
  readonly words: readonly string[];
  /** The program and its subcommand as they are named for people: `docker image build`. */
  readonly command: string;
  /** The index of the subcommand's last word, or of the program's own. */
  readonly commandAt: number;
  readonly engine: ContainerEngine | undefined;
  readonly given: readonly GivenOption[];
  /** The words that are no options nor values of one; see `operandsOf`. */
  readonly operands: readonly Slice[];
  /** An option that the row does not list stands before an operand, which may as well be the option's value. */
  readonly isDoubtful: boolean;
}

export interface GivenOption {
  /** The first spelling in the table, or what was written. */
  readonly name: string;
  readonly value: Slice | undefined;
}

/** The words of a list, for rows that have many. */
export function namesIn(list: string): readonly string[] {
  return list.trim().split(/\s+/);
}

/** The effects of a command that neither makes nor uses an image. */
export const nothing = (): Effects => [];

/** The operands, or undefined if it is in doubt which words they are. */
export function operandsOf(line: Line): readonly Slice[] | undefined {
  return line.isDoubtful ? undefined : line.operands;
}

/** The values of all occurrences of an option, in order. */
export function valuesOf(line: Line, ...names: readonly string[]): readonly Slice[] {
  return line.given.flatMap(option => (option.value !== undefined && names.includes(option.name) ? [option.value] : []));
}

/** The value of an option's last occurrence, which is the one that counts for an option that takes a single value. */
export function valueOf(line: Line, ...names: readonly string[]): Slice | undefined {
  return valuesOf(line, ...names).at(-1);
}

/** Whether a flag is given and not switched off (`--push=false`); a value that is not known counts as given. */
export function isOn(line: Line, ...names: readonly string[]): boolean {
  const last = line.given.findLast(option => names.includes(option.name));
  return last !== undefined && !(last.value !== undefined && /^(?:false|0)$/i.test(textOf(line, last.value)));
}

export function textOf(line: Pick<Line, "words">, slice: Slice): string {
  return (line.words[slice.word] ?? "").slice(slice.start, slice.end);
}
