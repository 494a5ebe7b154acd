import { applyToDecisions } from "../../values/decisions.js";
import type { MayHold } from "../../values/hole-contents.js";
import { indexText, isHoleUnit } from "../../values/indexed-text.js";
import { quotedGlob, removePrefix, removeSuffix, replacePattern } from "../../values/patterns.js";
import { derived, encodedLength, join, literal, literalText, slice, uncaptured } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { charactersOf, fieldsOf, readRanges, wordOf } from "./fields.js";
import type { FieldRange } from "./fields.js";
import { matchingLines } from "./grep.js";
import type { GrepSyntax } from "./grep.js";
import { eachLine, linesOf, textOfLines } from "./lines.js";
import { printfText } from "./printf.js";
import { applySed } from "./sed.js";
import { readOptions } from "./tool-options.js";
import type { ToolOptions } from "./tool-options.js";
import { translate } from "./tr.js";

/**
 * What a text tool prints. `words` are the command's words, the program first; `input` is its standard input. The output
 * has the line break at its end that a command substitution takes away. Undefined where it is not known: the tool is not
 * in the table, it reads files, or the holes decide it.
 */
export function applyTextTool(words: readonly Text[], input: Text | undefined, mayHold?: MayHold): Text | undefined {
  const [program, ...rest] = words;
  const name = program === undefined ? undefined : literalText(program)?.replace(/^.*\//su, "");
  const tool = name === undefined ? undefined : tools.get(name);
  const options = tool === undefined ? undefined : tool.letters === undefined ? { values: new Map<string, readonly Text[]>(), operands: rest } : readOptions(rest, tool.letters, tool.long, tool.countLetter);
  if (tool === undefined || options === undefined || (input === undefined && tool.needsInput)) return undefined;
  const texts = [input ?? literal(""), ...options.operands, ...[...options.values.values()].flat()];
  return applyToDecisions(texts, `${name ?? ""} ${[...options.values].map(([letter, values]) => `${letter}${values.length}`).join()}`, ([decidedInput = literal(""), ...decided]) => tool.apply(withTexts(options, decided), decidedInput, mayHold));
}

/** Whether `applyTextTool` knows the tool. */
export function isTextTool(program: string): boolean {
  return tools.has(program);
}

/** The options with other texts, which come in the order of operands and values. */
function withTexts({ values, operands }: ToolOptions, texts: readonly Text[]): ToolOptions {
  let next = operands.length;
  const replaced = new Map<string, readonly Text[]>();
  for (const [letter, { length }] of values) {
    replaced.set(letter, texts.slice(next, next + length));
    next += length;
  }
  return { values: replaced, operands: texts.slice(0, operands.length) };
}

interface TextTool {
  /** Options, as `readOptions` takes them; without it all words are operands. */
  readonly letters?: string;
  readonly long?: Readonly<Record<string, string>>;
  /** The option that `-1` is short for. */
  readonly countLetter?: string;
  readonly needsInput: boolean;
  readonly apply: (options: ToolOptions, input: Text, mayHold: MayHold | undefined) => Text | undefined;
}

const countOptions: Omit<TextTool, "apply"> = { letters: "n:c:qz", long: { lines: "n", bytes: "c", quiet: "q", silent: "q" }, countLetter: "n", needsInput: true };

const sortOptions = "urnVfbdgh";

const tools: ReadonlyMap<string, TextTool> = new Map(
  Object.entries<TextTool>({
    cat: { letters: "u", needsInput: true, apply: ({ operands }, input) => (isStandardInput(operands) ? input : undefined) },
    tee: { letters: "ai", needsInput: true, apply: (_options, input) => input },
    echo: { needsInput: false, apply: echo },
    printf: { needsInput: false, apply: printf },
    tr: { letters: "dsctC", long: { delete: "d", "squeeze-repeats": "s", complement: "c", "truncate-set1": "t" }, needsInput: true, apply: translate },
    cut: { letters: "d:f:c:b:s", long: { delimiter: "d", fields: "f", characters: "c", bytes: "b", "only-delimited": "s" }, needsInput: true, apply: cut },
    awk: { letters: "F:", needsInput: true, apply: awk },
    head: { ...countOptions, apply: head },
    tail: { ...countOptions, apply: tail },
    rev: { letters: "", needsInput: true, apply: rev },
    sort: { letters: `${sortOptions}k:t:`, long: { unique: "u", reverse: "r", "version-sort": "V", "numeric-sort": "n" }, needsInput: true, apply: sort },
    uniq: { letters: "", needsInput: true, apply: uniq },
    basename: { letters: "s:az", long: { suffix: "s", multiple: "a" }, needsInput: false, apply: basename },
    dirname: { letters: "z", needsInput: false, apply: dirname },
    xargs: { needsInput: true, apply: xargs },
    grep: grepTool("basic"),
    egrep: grepTool("extended"),
    fgrep: grepTool("fixed"),
    sed: { letters: "e:Ernsuz", long: { expression: "e", "regexp-extended": "E", quiet: "n", silent: "n", "null-data": "z", unbuffered: "u" }, needsInput: true, apply: sed },
  }),
);

/** Whether no files are read. */
function isStandardInput(operands: readonly Text[]): boolean {
  return operands.every((operand) => literalText(operand) === "-");
}

/** Bash's: `-n`, and `-e` for escapes. */
function echo({ operands }: ToolOptions): Text | undefined {
  const firstWord = operands.findIndex((word) => !/^-[neE]+$/u.test(literalText(word) ?? ""));
  const words = firstWord < 0 ? [] : operands.slice(firstWord);
  const letters = operands.slice(0, firstWord < 0 ? operands.length : firstWord).map((option) => literalText(option) ?? "").join("");
  const text = join(words.flatMap((word, index) => (index === 0 ? [{ text: word }] : [{ text: literal(" ") }, { text: word }])));
  const encoded = indexText(text)?.encoded;
  const hasEscapes = encoded?.includes("\\") !== false;
  // Without an option some shells read escapes, and some do not.
  if (hasEscapes && (!letters.includes("e") || encoded?.includes("%") !== false)) return undefined;
  const shown = hasEscapes ? printfText(text, []) : text;
  return shown === undefined ? undefined : join([{ text: shown }, { text: literal(letters.includes("n") ? "" : "\n") }]);
}

function printf({ operands }: ToolOptions): Text | undefined {
  const [first] = operands;
  const [format, ...values] = first !== undefined && literalText(first) === "--" ? operands.slice(1) : operands;
  return format === undefined || indexText(format)?.encoded.startsWith("-") !== false ? undefined : printfText(format, values);
}

function cut({ values, operands }: ToolOptions, input: Text, mayHold: MayHold | undefined): Text | undefined {
  const separator = valueOf(values, "d") ?? (values.has("d") ? undefined : "\t");
  const fields = rangesOf(values, "f");
  const characters = rangesOf(values, "c") ?? rangesOf(values, "b");
  if (!isStandardInput(operands) || (fields === undefined) === (characters === undefined)) return undefined;
  if (characters !== undefined) return eachLine(input, mayHold, (line) => charactersOf(line, characters));
  if (separator?.length !== 1 || fields === undefined) return undefined;
  const lines = linesOf(input, mayHold)?.map((line) => ({ line, chosen: fieldsOf(line, separator, fields, mayHold) }));
  if (lines === undefined) return undefined;
  const printed: Text[] = [];
  for (const { line, chosen } of lines) {
    if (chosen === undefined) return undefined;
    if (chosen !== "no separator") printed.push(chosen);
    else if (!values.has("s")) printed.push(line);
  }
  return textOfLines(printed);
}

function valueOf(values: ToolOptions["values"], letter: string): string | undefined {
  const value = values.get(letter)?.at(-1);
  return value === undefined ? undefined : literalText(value);
}

function rangesOf(values: ToolOptions["values"], letter: string): readonly FieldRange[] | undefined {
  const list = valueOf(values, letter);
  return list === undefined ? undefined : readRanges(list);
}

/** `{print $2}`, with a separator of one character or between blanks; for one line, `NR==1`. */
function awk({ values, operands }: ToolOptions, input: Text, mayHold: MayHold | undefined): Text | undefined {
  const [program, ...files] = operands;
  const read = /^\s*(?:NR\s*==\s*(\d+)\s*)?\{\s*print(?:\s+|\s*\(\s*)\$(\d+|NF)\s*\)?\s*;?\s*\}\s*$/u.exec(program === undefined ? "" : (literalText(program) ?? ""));
  const separator = values.has("F") ? valueOf(values, "F") : " ";
  const lines = linesOf(input, mayHold);
  const field = read?.[2];
  if (field === undefined || separator?.length !== 1 || /[\\t]/u.test(separator) || files.length > 0 || lines === undefined) return undefined;
  const chosen = (read?.[1] === undefined ? lines : lines.slice(Number(read[1]) - 1, Number(read[1]))).map((line) => awkField(line, field, separator, mayHold));
  const known = chosen.filter((one) => one !== undefined);
  return known.length === chosen.length ? textOfLines(known) : undefined;
}

function awkField(line: Text, field: string, separator: string, mayHold: MayHold | undefined): Text | undefined {
  if (field === "0") return line;
  if (separator === " ") return wordOf(line, field === "NF" ? "last" : Number(field));
  if (field === "NF") return removePrefix(line, `*${quotedGlob(separator)}`, "longest", mayHold);
  const chosen = fieldsOf(line, separator, [{ first: Number(field), last: Number(field) }], mayHold);
  return chosen === "no separator" ? (field === "1" ? line : literal("")) : chosen;
}

function head({ values, operands }: ToolOptions, input: Text, mayHold: MayHold | undefined): Text | undefined {
  const bytes = valueOf(values, "c");
  if (!isStandardInput(operands) || values.has("z")) return undefined;
  if (values.has("c")) return bytes === undefined || !/^\d+$/u.test(bytes) ? undefined : bytes === "0" ? literal("") : charactersOf(input, [{ first: 1, last: Number(bytes) }]);
  const count = values.has("n") ? valueOf(values, "n") : "10";
  if (count === undefined || !/^-?\d+$/u.test(count)) return undefined;
  const lines = linesOf(input, mayHold);
  return lines === undefined ? undefined : cutLines(input, lines, 0, count.startsWith("-") ? lines.length + Number(count) : Number(count));
}

function tail({ values, operands }: ToolOptions, input: Text, mayHold: MayHold | undefined): Text | undefined {
  const lines = linesOf(input, mayHold);
  const count = values.has("n") ? valueOf(values, "n") : "10";
  const bytes = valueOf(values, "c");
  if (!isStandardInput(operands) || values.has("z")) return undefined;
  if (values.has("c")) return bytes === undefined || !/^\+[1-9]\d*$/u.test(bytes) ? lastBytes(input, bytes) : charactersOf(input, [{ first: Number(bytes), last: Infinity }]);
  if (count === undefined || lines === undefined || !/^[-+]?\d+$/u.test(count)) return undefined;
  return cutLines(input, lines, count.startsWith("+") ? Number(count) - 1 : lines.length - Math.abs(Number(count)), lines.length);
}

function lastBytes(input: Text, count: string | undefined): Text | undefined {
  const encoded = indexText(input)?.encoded;
  if (encoded === undefined || count === undefined || !/^\d+$/u.test(count)) return undefined;
  const start = Math.max(encoded.length - Number(count), 0);
  return /[^\0-\x7f]/u.test(encoded.slice(start)) ? undefined : slice(input, start, encoded.length);
}

/** Some lines of a text as they stand in it. */
function cutLines(input: Text, lines: readonly Text[], first: number, last: number): Text {
  const lengths = lines.map((line) => encodedLength(line) + 1);
  const offsetOf = (line: number): number => lengths.slice(0, Math.max(line, 0)).reduce((sum, length) => sum + length, 0);
  return slice(input, offsetOf(first), offsetOf(last));
}

function rev({ operands }: ToolOptions, input: Text, mayHold: MayHold | undefined): Text | undefined {
  const lines = linesOf(input, mayHold)?.map(reversed);
  const known = lines?.filter((line) => line !== undefined);
  if (lines === undefined || known?.length !== lines.length || !isStandardInput(operands)) return undefined;
  const whole = textOfLines(known);
  return indexText(input)?.encoded.endsWith("\n") === false ? slice(whole, 0, encodedLength(whole) - 1) : whole;
}

/** What is reversed twice is what it was. */
function reversed(line: Text): Text | undefined {
  const indexed = indexText(line);
  if (indexed === undefined || /[\uD800-\uDFFF]/u.test(indexed.encoded)) return undefined;
  return join(
    indexed.encoded
      .split("")
      .map((unit, index) => ({ text: isHoleUnit(unit.charCodeAt(0)) ? reversedHole(indexed.at(index, index + 1)) : indexed.at(index, index + 1) }))
      .reverse(),
  );
}

function reversedHole(hole: Text): Text {
  const plain = uncaptured(hole);
  const [whole] = plain.kind === "hole" && plain.origin.kind === "derived" && plain.origin.operation === "rev" ? plain.origin.of : [];
  return whole?.kind === "hole" || whole?.kind === "choice" ? whole : derived("rev", [plain]);
}

function sort({ values, operands }: ToolOptions, input: Text, mayHold: MayHold | undefined): Text | undefined {
  const lines = linesOf(input, mayHold);
  if (lines === undefined || !isStandardInput(operands)) return undefined;
  if (lines.length < 2) return textOfLines(lines);
  const isPlain = [...values.keys()].every((letter) => letter === "u" || letter === "r");
  // How letters of different case are ordered depends on the user's language.
  const known = lines.map((line) => literalText(line));
  if (!isPlain || !known.every((line) => line !== undefined && /^[a-z0-9]*$/u.test(line))) return undefined;
  const distinct = values.has("u") ? [...new Map(lines.map((line) => [line.key, line])).values()] : [...lines];
  const ordered = [...distinct].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return textOfLines(values.has("r") ? ordered.reverse() : ordered);
}

function uniq({ operands }: ToolOptions, input: Text, mayHold: MayHold | undefined): Text | undefined {
  const lines = linesOf(input, mayHold);
  if (lines === undefined || operands.length > 0) return undefined;
  const kept: Text[] = [];
  for (const line of lines) {
    const before = kept.at(-1);
    if (before?.key === line.key) continue;
    if (before !== undefined && (literalText(before) === undefined || literalText(line) === undefined)) return undefined;
    kept.push(line);
  }
  return textOfLines(kept);
}

/** POSIX.1-2017, XCU basename. */
function basename({ values, operands }: ToolOptions, _input: Text, mayHold: MayHold | undefined): Text | undefined {
  const isMultiple = values.has("a") || values.has("s");
  const suffix = values.get("s")?.at(-1) ?? (isMultiple ? undefined : operands[1]);
  const ending = suffix === undefined ? "" : literalText(suffix);
  if (ending === undefined || operands.length === 0 || (!isMultiple && operands.length > 2)) return undefined;
  const names = (isMultiple ? operands : operands.slice(0, 1)).map((path) => {
    const trimmed = withoutSlashes(path);
    const name = trimmed === undefined ? undefined : removePrefix(trimmed, "*/", "longest", mayHold);
    return name === undefined || ending === "" || literalText(name) === ending ? name : removeSuffix(name, quotedGlob(ending), "shortest", mayHold);
  });
  const known = names.filter((name) => name !== undefined);
  return known.length === names.length ? textOfLines(known) : undefined;
}

/** The path without slashes at its end; undefined where nothing else is left. */
function withoutSlashes(path: Text): Text | undefined {
  const encoded = indexText(path)?.encoded;
  const end = encoded?.replace(/\/+$/u, "").length ?? 0;
  return end === 0 ? undefined : slice(path, 0, end);
}

/** POSIX.1-2017, XCU dirname. */
function dirname({ operands }: ToolOptions, _input: Text, mayHold: MayHold | undefined): Text | undefined {
  const folders = operands.map((path) => {
    const trimmed = withoutSlashes(path);
    const name = trimmed === undefined ? undefined : removePrefix(trimmed, "*/", "longest", mayHold);
    if (trimmed === undefined || name === undefined) return undefined;
    if (name.key === trimmed.key) return literal(".");
    return withoutSlashes(slice(trimmed, 0, encodedLength(trimmed) - encodedLength(name))) ?? literal("/");
  });
  const known = folders.filter((folder) => folder !== undefined);
  return operands.length > 0 && known.length === folders.length ? textOfLines(known) : undefined;
}

/** All words of the input as words of one command, `echo` where none is named. */
function xargs({ operands }: ToolOptions, input: Text, mayHold: MayHold | undefined): Text | undefined {
  const indexed = indexText(input);
  // Quotes and backslashes have a meaning of their own there.
  if (indexed === undefined || /["'\\]/u.test(indexed.encoded)) return undefined;
  const read = xargsOptions(operands);
  if (read === undefined) return undefined;
  const command = read.command.length === 0 ? [literal("echo")] : read.command;
  const wordsOrLines = Array.from(indexed.encoded.matchAll(read.placeholder === undefined ? /\S+/gu : /[^\s][^\n]*/gu), (match) => indexed.at(match.index, match.index + match[0].length));
  if (wordsOrLines.length === 0 && (read.isEmptyIgnored || read.placeholder !== undefined)) return literal("");
  const runs = read.most === 1 && wordsOrLines.length > 0 ? wordsOrLines.map((word) => [word]) : [wordsOrLines];
  const printed: Text[] = [];
  for (const words of runs) {
    const filled = read.placeholder === undefined ? [...command, ...words] : command.map((one) => replacePattern(one, quotedGlob(read.placeholder ?? ""), words[0] ?? one, "all", holdsNothing));
    const known = filled.filter((word) => word !== undefined);
    const one = known.length === filled.length ? applyTextTool(known, undefined, mayHold) : undefined;
    if (one === undefined) return undefined;
    printed.push(one);
  }
  return join(printed.map((text) => ({ text })));
}

/** What a hole in the command holds is taken to be no placeholder. */
function holdsNothing(): boolean {
  return false;
}

interface XargsOptions {
  readonly command: readonly Text[];
  /** How many words one run of the command takes: one, or as many as there are. */
  readonly most: number;
  /** What the one word is put in the place of. */
  readonly placeholder: string | undefined;
  readonly isEmptyIgnored: boolean;
}

/** Options end at the command; undefined if there is one that is not known. */
function xargsOptions(operands: readonly Text[]): XargsOptions | undefined {
  let [most, isEmptyIgnored] = [Infinity, false];
  let placeholder: string | undefined;
  for (let index = 0; index < operands.length; index += 1) {
    const word = literalText(operands[index] ?? literal(""));
    const [option, letter, value] = /^-([nLIrt]|-no-run-if-empty)(.*)$/su.exec(word ?? "") ?? [];
    if (option === undefined) return word?.startsWith("-") === true ? undefined : { command: operands.slice(index), most, placeholder, isEmptyIgnored };
    const isFlag = letter === "r" || letter === "t" || letter === "-no-run-if-empty";
    if (isFlag) isEmptyIgnored ||= letter !== "t";
    if (isFlag && value !== "") return undefined;
    if (isFlag) continue;
    if (value === "") index += 1;
    const given = value === "" ? literalText(operands[index] ?? literal("")) : value;
    if (given === undefined || given === "" || (letter !== "I" && given !== "1")) return undefined;
    most = 1;
    if (letter === "I") placeholder = given;
  }
  return { command: [], most, placeholder, isEmptyIgnored };
}

function grepTool(syntax: GrepSyntax): TextTool {
  return {
    letters: "EFivoqcxe:m:sh",
    long: { "extended-regexp": "E", "fixed-strings": "F", "ignore-case": "i", "invert-match": "v", "only-matching": "o", quiet: "q", silent: "q", count: "c", "line-regexp": "x", regexp: "e", "max-count": "m" },
    needsInput: true,
    apply: (options, input, mayHold) => matchingLines(options, input, syntax, mayHold),
  };
}

function sed({ values, operands }: ToolOptions, input: Text, mayHold: MayHold | undefined): Text | undefined {
  const given = values.get("e");
  const scripts = given ?? operands.slice(0, 1);
  if (!isStandardInput(given === undefined ? operands.slice(1) : operands)) return undefined;
  return applySed({ scripts, isExtended: values.has("E") || values.has("r"), isQuiet: values.has("n"), isNullSeparated: values.has("z"), input, mayHold }).output;
}
