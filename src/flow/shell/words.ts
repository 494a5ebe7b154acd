import type { Part, ShellStatement, Word } from "../../facts/shell-script.js";
import { encodeText } from "../../values/encoding.js";
import { choice, handedInAt, isKeyOfLetters, isText, join, literal, literalText } from "../../values/text.js";
import type { JoinedPart, Place, Text, Value } from "../../values/value.js";
import type { CommandWord } from "../commands.js";
import { newUnknown } from "../run.js";
import { captured } from "./output.js";
import { expandParameter } from "./parameters.js";
import { folderOf, givenValue, handedIn, normalPath, placeAt, positionalValue, textOfValue, valueOf } from "./shell.js";
import type { Shell } from "./shell.js";
import { inSubshell, redirectedInput, runStatements } from "./statements.js";

/** A part of a word as it is expanded. */
interface Piece {
  readonly text: Text;
  /** A value that is not quoted is split at its blanks. */
  readonly isQuoted: boolean;
  /** The expansion that puts the text here; undefined for what is written here. */
  readonly use?: Place | undefined;
  /** Parts one word from the next: elements of a list. */
  readonly startsWord?: boolean | undefined;
  readonly alternatives?: readonly string[] | undefined;
}

/** A word as the shell hands it on: one word, or several where an unquoted value holds blanks, or a list all of its elements. */
export function wordsOf(shell: Shell, word: Word): readonly CommandWord[] {
  const pieces = piecesOf(shell, word);
  const braced = pieces.find((piece) => piece.alternatives !== undefined);
  if (braced?.alternatives !== undefined) {
    // `image-{a,b}` are two words (Bash manual, "Brace Expansion").
    return braced.alternatives.slice(0, 50).flatMap((text) => fieldsOf(pieces.map((piece) => (piece === braced ? { text: literal(text), isQuoted: true } : piece)), false));
  }
  return fieldsOf(pieces, word.parts.length === 0);
}

function fieldsOf(pieces: readonly Piece[], isEmptyWord: boolean): readonly CommandWord[] {
  const finished: CommandWord[] = [];
  let parts: JoinedPart[] = [];
  const finish = (): void => {
    if (parts.length > 0) finished.push({ text: joinWord(parts) });
    parts = [];
  };
  for (const piece of pieces) {
    if (piece.startsWord === true) finish();
    const fields = piece.isQuoted ? undefined : splitFields(piece.text);
    if (fields === undefined) parts.push({ text: piece.text, use: piece.use });
    // Field splitting (POSIX 2.6.5).
    fields?.forEach((field, index) => {
      if (index > 0) finish();
      if (field.key !== "") parts.push({ text: field, use: piece.use });
    });
  }
  finish();
  if (finished.length === 0 && isEmptyWord) finished.push({ text: literal("") });
  return finished;
}

/** The fields of a text, with their places; an empty one at either end stands for blanks there. A hole has no blank that is known. */
function splitFields(text: Text): readonly Text[] | undefined {
  const source = encodeText(text);
  if (source === undefined || !/\s/u.test(source.encoded)) return text.key === "" ? [] : undefined;
  const fields: Text[] = [];
  let from = 0;
  for (const blank of source.encoded.matchAll(/\s+/gu)) {
    fields.push(source.at(from, blank.index));
    from = blank.index + blank[0].length;
  }
  return [...fields, source.at(from, source.encoded.length)];
}

function part(text: Text, known: string, start: number, end: number): Text {
  return text.kind === "literal" && text.source !== undefined ? literal(known.slice(start, end), { ...text.source, offset: text.source.offset + start }) : literal(known.slice(start, end));
}

/** A variable alone in its word is its value, with the place where that was given; in a longer one it stands where it is used. */
function joinWord(parts: readonly JoinedPart[]): Text {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only.text : join(parts);
}

/** A word where it is not split: in an assignment, a redirection, a here-document. */
export function wordText(shell: Shell, word: Word): Text {
  const pieces = piecesOf(shell, word).map((piece) => (piece.alternatives === undefined ? piece : { ...piece, text: literal(`{${piece.alternatives.join(",")}}`) }));
  return joinWord(pieces.flatMap(({ text, use, startsWord }, index) => (startsWord === true && index > 0 ? [{ text: literal(" ") }, { text, use }] : [{ text, use }])));
}

/** The pieces of a word; what stands letter by letter side by side in the script is one piece, so that it keeps its places. */
function piecesOf(shell: Shell, word: Word): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let index = 0; index < word.parts.length; index += 1) {
    const first = word.parts[index];
    if (first === undefined) break;
    let last = first;
    while (isVerbatim(last)) {
      const next = word.parts[index + 1];
      if (next === undefined || !isVerbatim(next) || next.at[0] !== last.at[1]) break;
      last = next;
      index += 1;
    }
    if (isVerbatim(first)) pieces.push({ text: withHome(shell, shell.source.at(first.at[0], last.at[1]), pieces.length === 0), isQuoted: true });
    else pieces.push(...partPieces(shell, first));
  }
  return pieces;
}

/** `~/x` is a path outside of the project. */
function withHome(shell: Shell, text: Text, isFirst: boolean): Text {
  const known = isFirst ? literalText(text) : undefined;
  return known === "~" || known?.startsWith("~/") === true ? join([{ text: textOfValue(shell, valueOf(shell, "HOME"), "HOME") }, { text: literal(known.slice(1)) }]) : text;
}

function isVerbatim(part: Part): boolean {
  return part.kind === "hole" || (part.kind === "glob" && !part.text.startsWith("{")) || (part.kind === "text" && part.map === undefined && part.at[1] - part.at[0] === part.text.length);
}

/** `--set="a=b"` and `a\\ b`: letters that quotes or escapes part from each other, each piece where it is written. */
function mappedText({ source }: Shell, text: string, map: readonly (readonly [number, number])[]): Text {
  const pieces = map.map(([from, at], index) => ({ from, at, to: map[index + 1]?.[0] ?? text.length }));
  const isWritten = pieces[0]?.from === 0 && pieces.every(({ from, at, to }) => source.encoded.slice(at, at + to - from) === text.slice(from, to));
  return isWritten ? join(pieces.map(({ from, at, to }) => ({ text: source.at(at, at + to - from) }))) : source.changed(text);
}

function partPieces(shell: Shell, part: Part): readonly Piece[] {
  const { source, frame } = shell;
  switch (part.kind) {
    case "text":
      return [{ text: part.map === undefined ? source.at(part.at[0], part.at[0] + part.text.length) : mappedText(shell, part.text, part.map), isQuoted: true }];
    case "glob":
      return [{ text: literal(part.text), isQuoted: true, alternatives: part.text.startsWith("{") ? bracedAlternatives(part.text) : undefined }];
    case "hole":
      // A hole in a command line that a program puts together is one word unless it is known to be several.
      return [{ text: source.at(part.at[0], part.at[1]), isQuoted: true }];
    case "variable":
      return variablePieces(shell, part);
    case "substitution":
      return [{ text: substituted(shell, part), isQuoted: part.quoted }];
    case "arithmetic":
      return [{ text: newUnknown(frame.run, "arithmetic"), isQuoted: true }];
  }
}

/** `{a,b}`, `{1..3}`; undefined for what the shell leaves as it is. */
function bracedAlternatives(text: string): readonly string[] | undefined {
  const inner = text.slice(1, -1);
  const [, first, last] = /^(\d+)\.\.(\d+)$/u.exec(inner) ?? [];
  if (first !== undefined && last !== undefined) {
    const [from, to] = [Number(first), Number(last)];
    return to - from >= 0 && to - from < 50 ? Array.from({ length: to - from + 1 }, (_, index) => String(from + index)) : undefined;
  }
  return inner.includes(",") ? inner.split(",") : undefined;
}

/** What `$(…)` gives: the output without the line breaks at its end. */
function substituted(shell: Shell, part: Extract<Part, { kind: "substitution" }>): Text {
  const output = readFile(shell, part.script.statements) ?? captured(shell, (inner) => inSubshell(inner, (own) => runStatements(own, part.script.statements, undefined))).output;
  if (part.form === "input") return output ?? newUnknown(shell.frame.run, "the output of a command");
  return output === undefined ? newUnknown(shell.frame.run, "the output of a command") : withoutLastBreaks(output);
}

/** `$(<file)` is what the file holds (Bash manual, "Command Substitution"). */
function readFile(shell: Shell, [only, ...others]: readonly ShellStatement[]): Text | undefined {
  if (only?.kind !== "command" || others.length > 0 || only.words.length > 0 || only.assignments.length > 0) return undefined;
  return redirectedInput(shell, only);
}

export function withoutLastBreaks(text: Text): Text {
  const known = literalText(text);
  if (known?.endsWith("\n") === true) return part(text, known, 0, known.replace(/\n+$/u, "").length);
  const last = text.kind === "joined" ? text.parts.at(-1) : undefined;
  if (text.kind !== "joined" || last === undefined || literalText(last.text)?.endsWith("\n") !== true) return text;
  return join([...text.parts.slice(0, -1), { ...last, text: withoutLastBreaks(last.text) }]);
}

function variablePieces(shell: Shell, variable: Extract<Part, { kind: "variable" }>): readonly Piece[] {
  const { at, quoted, name, index } = variable;
  const use = shell.isFile ? placeAt(shell, at) : undefined;
  const list = listed(shell, variable);
  if (list !== undefined) return list.map((text, position) => ({ text, isQuoted: quoted, use, startsWord: position > 0 }));
  if (name === "@" || name === "*") return [{ text: newUnknown(shell.frame.run, "the arguments of a script"), isQuoted: true, use }];
  const key = index === undefined ? undefined : wordText(shell, index);
  const placed = use === undefined ? shell : { ...shell, context: { ...shell.context, place: use } };
  const text = expandParameter(placed, variable, elementOf(shell, name, key));
  const origin = use === undefined ? undefined : (handedInAt(text) ?? (key === undefined ? handedIn(shell, name) : undefined));
  return [{ text, isQuoted: quoted, use: origin === undefined ? use : { file: origin.file, start: origin.start, end: origin.end, via: use } }];
}

/** `"$@"`, `"${LIST[@]}"`, `"${!LIST[@]}"`: the elements; undefined for a single value, or a list that is not known. */
function listed(shell: Shell, { name, index, operation }: Extract<Part, { kind: "variable" }>): readonly Text[] | undefined {
  if ((name === "@" || name === "*") && operation === undefined) return shell.positional.open.value === undefined ? textsIn(shell.positional.items?.value.map((item) => item.value) ?? []) : undefined;
  if ((name === "@" || name === "*") && operation?.operator === ":" && shell.positional.open.value === undefined) {
    const from = Number(literalText(operation.operands[0] === undefined ? literal("1") : wordText(shell, operation.operands[0])) ?? Number.NaN);
    return Number.isNaN(from) ? undefined : textsIn(shell.positional.items?.value.slice(Math.max(from - 1, 0)).map((item) => item.value) ?? []);
  }
  const key = index === undefined ? undefined : literalText(wordText(shell, index));
  if (key !== "@" && key !== "*") return undefined;
  const value = givenValue(shell, name);
  if (value?.kind !== "object") return value === undefined || !isText(value) ? undefined : [value];
  const { object } = value;
  if (operation?.operator === "indirect") return object.items === undefined ? [...object.properties.keys()].map((one) => (isKeyOfLetters(one) ? literal(one) : newUnknown(shell.frame.run, "a key of a list"))) : object.items.value.map((_, position) => literal(String(position)));
  if (operation !== undefined || object.open.value !== undefined) return undefined;
  return textsIn(object.items === undefined ? [...object.properties.values()].flatMap((cell) => cell.value ?? []) : object.items.value.map((item) => item.value));
}

function textsIn(values: readonly Value[]): readonly Text[] {
  return values.filter(isText);
}

/** The value of a variable, or of one element of a list. */
function elementOf(shell: Shell, name: string, key: Text | undefined): Value | undefined {
  if (/^\d+$/u.test(name)) return name === "0" ? shell.program : positionalValue(shell, Number(name));
  if (name === "#") return shell.positional.open.value === undefined ? literal(String(shell.positional.items?.value.length ?? 0)) : undefined;
  const value = name === "BASH_SOURCE" ? shell.file : givenValue(shell, name);
  if (key === undefined || value?.kind !== "object") return value ?? undefined;
  const { object } = value;
  const known = literalText(key);
  if (object.items !== undefined) return known === undefined ? choice(object.items.value.map((item) => item.value)) : object.items.value[Number(known)]?.value;
  if (known !== undefined) return object.properties.get(known)?.value ?? (object.open.value === undefined ? literal("") : undefined);
  return object.properties.get(key.key)?.value ?? choice([...object.properties.values()].flatMap((cell) => cell.value ?? []));
}


/** What `pwd` prints: folders of the project begin with `/`, which is its root. */
export function printedFolder(shell: Shell): Text {
  const folder = folderOf(shell);
  const known = folder === undefined ? "/" : literalText(folder);
  return known === undefined ? (folder ?? literal("/")) : literal(normalPath(`/${known}`));
}

