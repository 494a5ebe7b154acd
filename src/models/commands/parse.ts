/**
 * Reads a command line by a program's rows, as the option parsers of these tools do (the POSIX and GNU conventions, and
 * for the Go tools those of spf13/pflag and spf13/cobra): long options `--name value` and `--name=value`, short ones
 * `-n value`, `-nvalue`, `-n=value` and clusters `-it`, options before, after and between operands, `--` to end them.
 */
import type { Slice } from "../command-effect.js";
import type { Command, GivenOption, Line, OptionNames, Program } from "./program.js";
import { isHidden } from "./slices.js";

export type Parsed =
  | { readonly kind: "command"; readonly row: Command; readonly line: Line }
  /** No subcommand: the program only speaks of itself (`kind`, `docker --version`). */
  | { readonly kind: "bare" }
  /** A subcommand that no row has; `name` is as far as it is understood. */
  | { readonly kind: "unlisted"; readonly name: string };

/** The program's name stands in `words[from - 1]`. `shownName` is its name for people; empty if it is not known. */
export function parseLine(program: Program, words: readonly string[], from: number, shownName: string): Parsed {
  const found = findCommand(nodeOf(program), words, from);
  const command = [shownName, ...found.path].filter(word => word !== "").join(" ");
  if (found.node.row?.effects === undefined) {
    const next = words[found.end];
    return next === undefined ? { kind: "bare" } : { kind: "unlisted", name: `${command} ${next}` };
  }
  const row = found.node.row;
  const options = readOptions(found, words, row.operandsEndOptions === true);
  return { kind: "command", row, line: { words, command, commandAt: found.end - 1, engine: program.engine, ...options } };
}

// ------------------------------------------------------------------------------------------------- the subcommand

interface Node {
  readonly children: Map<string, Node>;
  row: Command | undefined;
  options: OptionTable;
}

interface Found {
  readonly node: Node;
  readonly path: readonly string[];
  /** The option tables from the program down to the subcommand. */
  readonly tables: readonly OptionTable[];
  /** Words before the end of the path that are no operands: the path itself, values of options, hidden words. */
  readonly skipped: ReadonlySet<number>;
  /** The first word after the subcommand; before it `start`, where its line began. */
  readonly start: number;
  readonly end: number;
}

function findCommand(root: Node, words: readonly string[], start: number): Found {
  const path: string[] = [];
  const tables = [root.options];
  const skipped = new Set<number>();
  let node = root;
  let index = start;
  let end = start;
  while (index < words.length && node.children.size > 0) {
    const word = words[index] ?? "";
    const child = node.children.get(word);
    if (child !== undefined) {
      skipped.add(index);
      path.push(word);
      node = child;
      tables.push(node.options);
      index += 1;
      end = index;
    } else if (word === "--" && path.length === 0) {
      // `minikube kubectl -- get pods` and `colima nerdctl -- ps` hand on their own separator.
      skipped.add(index);
      index += 1;
    } else if (isOption(word)) {
      const values = valuesAfter(word, words, index, tables, node);
      if (values === 1) skipped.add(index + 1);
      index += 1 + values;
    } else if (isHidden(word) && leadsToChild(words, index + 1, node)) {
      skipped.add(index);
      index += 1;
    } else break;
  }
  // An unlisted subcommand is named by the word where the search stopped; options after a listed one are its own.
  return { node, path, tables, skipped, start, end: node.row?.effects === undefined ? index : end };
}

/** How many words after an option are its value. Of an option that no table has, the subcommand tells: the word that is one is no value. */
function valuesAfter(word: string, words: readonly string[], index: number, tables: readonly OptionTable[], node: Node): 0 | 1 {
  const option = lastOptionOf(word, tables);
  if (option === "complete") return 0;
  if (option !== undefined) return option.takesValue ? 1 : 0;
  const next = words[index + 1];
  if (next === undefined || isOption(next) || node.children.has(next)) return 0;
  return leadsToChild(words, index + 2, node) ? 1 : 0;
}

/** The option of a word that may have its value in the next one; `complete` if it has it in the word. */
function lastOptionOf(word: string, tables: readonly OptionTable[]): Option | "complete" | undefined {
  if (word.startsWith("--")) return word.includes("=") ? "complete" : lookUp(word, tables);
  for (let index = 1; index < word.length; index++) {
    const option = lookUp(`-${word.charAt(index)}`, tables);
    if (option === undefined) return undefined;
    if (option.takesValue) return index + 1 < word.length ? "complete" : option;
    if (index + 1 === word.length) return option;
  }
  return undefined;
}

function leadsToChild(words: readonly string[], index: number, node: Node): boolean {
  const next = words[index];
  return next !== undefined && (node.children.has(next) || isOption(next) || isHidden(next));
}

// ------------------------------------------------------------------------------------------------- the options

function readOptions(found: Found, words: readonly string[], operandsEndOptions: boolean): Pick<Line, "given" | "operands" | "isDoubtful"> {
  const own = [...found.tables].reverse();
  const given: GivenOption[] = [];
  const operands: Slice[] = [];
  let isDoubtful = false;
  /** What was read before a hidden word that was taken for options; it is the first operand after all if no other comes. */
  let beforeHidden: { readonly index: number; readonly given: number; readonly isDoubtful: boolean } | undefined;

  const wholeWord = (index: number): Slice => ({ word: index, start: 0, end: (words[index] ?? "").length });
  const takeRest = (index: number): void => {
    for (let at = index; at < words.length; at++) operands.push(wholeWord(at));
  };

  for (let index = found.start; index < words.length; index++) {
    if (found.skipped.has(index)) continue;
    // Before the subcommand its program's reading of an option comes first (`docker compose -f FILE logs -f`).
    const tables = index < found.end ? found.tables : own;
    const word = words[index] ?? "";
    if (word === "--") {
      takeRest(index + 1);
      break;
    }
    if (isOption(word)) {
      const read = readOption(word, index, words, tables);
      for (const option of read.given) given.push(option);
      if (read.isUnknown && index + 1 < words.length && !found.skipped.has(index + 1) && !isOption(words[index + 1] ?? "")) isDoubtful = true;
      if (read.usesNext) index += 1;
    } else if (operandsEndOptions) {
      if (beforeHidden === undefined && isHidden(word) && isFollowedByOptionOrReference(words[index + 1], tables)) {
        beforeHidden = { index, given: given.length, isDoubtful };
        continue;
      }
      takeRest(index);
      break;
    } else operands.push(wholeWord(index));
  }
  if (beforeHidden !== undefined && operands.length === 0) {
    given.length = beforeHidden.given;
    isDoubtful = beforeHidden.isDoubtful;
    takeRest(beforeHidden.index);
  }
  return { given, operands, isDoubtful };
}

interface ReadOption {
  readonly given: readonly GivenOption[];
  readonly usesNext: boolean;
  readonly isUnknown: boolean;
}

function readOption(word: string, index: number, words: readonly string[], tables: readonly OptionTable[]): ReadOption {
  const next: Slice | undefined = index + 1 < words.length ? { word: index + 1, start: 0, end: (words[index + 1] ?? "").length } : undefined;
  const inWord = (start: number): Slice => ({ word: index, start, end: word.length });
  if (word.startsWith("--")) {
    const equals = word.indexOf("=");
    const name = equals < 0 ? word : word.slice(0, equals);
    const option = lookUp(name, tables);
    if (equals >= 0) return { given: [{ name: option?.name ?? name, value: inWord(equals + 1) }], usesNext: false, isUnknown: false };
    if (option === undefined) return { given: [{ name, value: undefined }], usesNext: false, isUnknown: true };
    if (!option.takesValue) return { given: [{ name: option.name, value: undefined }], usesNext: false, isUnknown: false };
    return { given: [{ name: option.name, value: next }], usesNext: true, isUnknown: false };
  }
  const given: GivenOption[] = [];
  for (let at = 1; at < word.length; at++) {
    const option = lookUp(`-${word.charAt(at)}`, tables);
    if (option === undefined) {
      given.push({ name: `-${word.charAt(at)}`, value: undefined });
      return { given, usesNext: false, isUnknown: true };
    }
    const hasEquals = word.charAt(at + 1) === "=";
    if (hasEquals || (option.takesValue && at + 1 < word.length)) {
      given.push({ name: option.name, value: inWord(at + (hasEquals ? 2 : 1)) });
      return { given, usesNext: false, isUnknown: false };
    }
    given.push({ name: option.name, value: option.takesValue ? next : undefined });
    if (option.takesValue) return { given, usesNext: true, isUnknown: false };
  }
  return { given, usesNext: false, isUnknown: false };
}

/** After `docker run $X`, an option of `run` or a tagged reference tells that X holds options; anything else is the container's command. */
function isFollowedByOptionOrReference(next: string | undefined, tables: readonly OptionTable[]): boolean {
  if (next === undefined || next === "--") return false;
  if (isOption(next)) return lookUp(next.startsWith("--") ? (next.split("=", 1)[0] ?? next) : next.slice(0, 2), tables) !== undefined;
  return /^[a-z0-9][\w./\uE000-\uF8FF-]*:[^/]/i.test(next);
}

function isOption(word: string): boolean {
  return word.length > 1 && word.startsWith("-") && word !== "--";
}

// ------------------------------------------------------------------------------------------------- compiled rows

interface Option {
  readonly name: string;
  readonly takesValue: boolean;
}

type OptionTable = ReadonlyMap<string, Option>;

const nodes = new WeakMap<Program, Node>();

/** The program's rows as a tree of subcommand words, made when the program is first met. */
function nodeOf(program: Program): Node {
  const known = nodes.get(program);
  if (known !== undefined) return known;
  const root: Node = { children: new Map(), row: undefined, options: optionTable(program.options) };
  for (const row of program.commands) {
    const options = optionTable(row.options);
    for (const path of row.paths) {
      const node = descend(root, path);
      node.row = row;
      node.options = node === root ? new Map([...root.options, ...options]) : options;
    }
  }
  for (const path of program.harmless ?? []) descend(root, path).row ??= harmless;
  nodes.set(program, root);
  return root;
}

const harmless: Command = { paths: [], effects: () => [] };

const noOptions: OptionTable = new Map();

function descend(root: Node, path: string): Node {
  let node = root;
  for (const word of path.split(" ")) {
    if (word === "") continue;
    let child = node.children.get(word);
    if (child === undefined) {
      child = { children: new Map(), row: undefined, options: noOptions };
      node.children.set(word, child);
    }
    node = child;
  }
  return node;
}

function optionTable(names: OptionNames | undefined): OptionTable {
  const table = new Map<string, Option>();
  const add = (list: string | undefined, takesValue: boolean): void => {
    for (const spellings of (list ?? "").split(/\s+/)) {
      if (spellings === "") continue;
      const all = spellings.split("|");
      const option = { name: all[0] ?? "", takesValue };
      for (const spelling of all) table.set(spelling, option);
    }
  };
  add("--help", false);
  add(names?.flags, false);
  add(names?.valued, true);
  return table;
}

function lookUp(name: string, tables: readonly OptionTable[]): Option | undefined {
  for (const table of tables) {
    const option = table.get(name);
    if (option !== undefined) return option;
  }
  return undefined;
}
