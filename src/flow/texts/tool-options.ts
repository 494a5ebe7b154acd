import { indexText } from "../../values/indexed-text.js";
import { encodedLength, slice } from "../../values/text.js";
import type { Text } from "../../values/value.js";

/** A command's options by their letters, and its operands. */
export interface ToolOptions {
  /** The values of an option, in order; of an option without a value, empty texts. */
  readonly values: ReadonlyMap<string, readonly Text[]>;
  readonly operands: readonly Text[];
}

/**
 * Reads the words behind a program's name as getopt does (POSIX.1-2017, XBD 12.2; operands may stand before options).
 * `letters`: those of the options, each with `:` behind it if it has a value. `long`: the letters of the long names.
 * `countLetter`: of the option that a number alone is short for (`head -1`). Undefined if there is an option that is not among them.
 */
export function readOptions(words: readonly Text[], letters: string, long: Readonly<Record<string, string>> = {}, countLetter?: string): ToolOptions | undefined {
  const values = new Map<string, Text[]>();
  const operands: Text[] = [];
  const add = (letter: string, value: Text): void => {
    values.set(letter, [...(values.get(letter) ?? []), value]);
  };
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    const encoded = word === undefined ? undefined : indexText(word)?.encoded;
    if (word === undefined || encoded === undefined) return undefined;
    if (encoded === "--") return { values, operands: [...operands, ...words.slice(index + 1)] };
    if (!encoded.startsWith("-") || encoded === "-") {
      operands.push(word);
      continue;
    }
    if (countLetter !== undefined && /^-\d+$/u.test(encoded)) {
      add(countLetter, slice(word, 1, encoded.length));
      continue;
    }
    const written = encoded.startsWith("--") ? longOption(word, encoded, long, letters) : shortOptions(word, encoded, letters);
    if (written === undefined) return undefined;
    for (const letter of written.flags) add(letter, slice(word, 0, 0));
    if (written.valued === undefined) continue;
    if (written.value === undefined) index += 1;
    const value = written.value ?? words[index];
    if (value === undefined) return undefined;
    add(written.valued, value);
  }
  return { values, operands };
}

interface WrittenOptions {
  /** Those without a value. */
  readonly flags: readonly string[];
  /** The last one, if it has a value, which may be the next word. */
  readonly valued?: string;
  readonly value?: Text;
}

function shortOptions(word: Text, encoded: string, letters: string): WrittenOptions | undefined {
  const flags: string[] = [];
  for (let at = 1; at < encoded.length; at += 1) {
    const letter = encoded.charAt(at);
    if (letter === ":" || !letters.includes(letter)) return undefined;
    if (hasValue(letters, letter)) return at + 1 < encoded.length ? { flags, valued: letter, value: slice(word, at + 1, encodedLength(word)) } : { flags, valued: letter };
    flags.push(letter);
  }
  return { flags };
}

function longOption(word: Text, encoded: string, long: Readonly<Record<string, string>>, letters: string): WrittenOptions | undefined {
  const [, name = "", value] = /^--([\w-]+)(=?)/u.exec(encoded) ?? [];
  const letter = Object.hasOwn(long, name) ? long[name] : undefined;
  if (letter === undefined) return undefined;
  if (!hasValue(letters, letter)) return encoded === `--${name}` ? { flags: [letter] } : undefined;
  return value === "=" ? { flags: [], valued: letter, value: slice(word, name.length + 3, encodedLength(word)) } : { flags: [], valued: letter };
}

function hasValue(letters: string, letter: string): boolean {
  return letters.charAt(letters.indexOf(letter) + 1) === ":";
}
