import { namedClasses } from "../../values/character-sets.js";
import { mayHoldCharacter } from "../../values/hole-contents.js";
import type { MayHold } from "../../values/hole-contents.js";
import { indexText, isHoleUnit } from "../../values/indexed-text.js";
import { toCase } from "../../values/patterns.js";
import { derived, join, literal, literalText } from "../../values/text.js";
import type { JoinedPart, Text } from "../../values/value.js";
import type { ToolOptions } from "./tool-options.js";

/**
 * `tr` (GNU coreutils manual, "tr"): a function of each character alone, so that a hole becomes a function of the hole.
 * Undefined for sets that are not ASCII, and for what is squeezed in a hole.
 */
export function translate({ values, operands }: ToolOptions, input: Text, mayHold: MayHold | undefined): Text | undefined {
  const indexed = indexText(input);
  const [first, second, third] = operands.map((operand) => charactersOf(literalText(operand)));
  if (indexed === undefined || first === undefined || third !== undefined || (operands.length === 2) !== (second !== undefined)) return undefined;
  const [deletes, squeezes] = [values.has("d"), values.has("s")];
  const selected = new Set(values.has("c") || values.has("C") ? ascii.filter((character) => !first.includes(character)) : first);
  const table = deletes || second === undefined ? new Map<string, string>() : translationTable([...selected], second, values);
  if (table === undefined || (second === undefined && !deletes && !squeezes)) return undefined;
  const squeezed = new Set(squeezes ? (second ?? [...selected]) : []);
  const operation = `tr ${[...values.keys()].join("")} ${JSON.stringify([first, second])}`;
  const parts: JoinedPart[] = [];
  let start = 0;
  let before = "";
  for (let index = 0; index < indexed.encoded.length; index += 1) {
    const unit = indexed.encoded.charAt(index);
    const put = isHoleUnit(unit.charCodeAt(0))
      ? translatedHole(indexed.at(index, index + 1), { deletes, selected, table, squeezed, operation }, mayHold)
      : deletes && selected.has(unit)
        ? literal("")
        : literal(table.get(unit) ?? unit);
    if (put === undefined) return undefined;
    const letter = literalText(put);
    const isRepeated = letter !== undefined && letter !== "" && letter === before && squeezed.has(letter);
    if (letter !== "") before = letter ?? "";
    if (letter === unit && !isRepeated) continue;
    parts.push({ text: indexed.at(start, index) }, { text: isRepeated ? literal("") : put });
    start = index + 1;
  }
  return parts.length === 0 ? input : join([...parts, { text: indexed.at(start, indexed.encoded.length) }]);
}

const ascii = Array.from({ length: 128 }, (_, unit) => String.fromCharCode(unit));

interface Translation {
  readonly deletes: boolean;
  readonly selected: ReadonlySet<string>;
  readonly table: ReadonlyMap<string, string>;
  readonly squeezed: ReadonlySet<string>;
  readonly operation: string;
}

function translatedHole(hole: Text, { deletes, selected, table, squeezed, operation }: Translation, mayHold: MayHold | undefined): Text | undefined {
  const holds = (characters: Iterable<string>): boolean => Array.from(characters).some((character) => !isBlank(character) && mayHoldCharacter(hole, character, mayHold));
  // Of blanks and line breaks around it a value is freed wherever it is read.
  if (holds(squeezed)) return undefined;
  if (deletes) return holds(selected) ? derived(operation, [hole]) : hole;
  if (!holds(table.keys())) return hole;
  const form = caseOf(table);
  return form === undefined ? derived(operation, [hole]) : toCase(hole, form);
}

function isBlank(character: string): boolean {
  return /\s/u.test(character);
}

/** `A-Z` to `a-z` and back. */
function caseOf(table: ReadonlyMap<string, string>): "lower" | "upper" | undefined {
  const changed = [...table].filter(([from, to]) => from !== to);
  const forms = (["lower", "upper"] as const).filter((form) => changed.length === 26 && changed.every(([from, to]) => from !== to && to === (form === "lower" ? from.toLowerCase() : from.toUpperCase())));
  return forms[0];
}

function translationTable(from: readonly string[], to: readonly string[], values: ToolOptions["values"]): ReadonlyMap<string, string> | undefined {
  const last = to.at(-1);
  // What the second set lacks is its last character, or is left alone.
  if (last === undefined) return undefined;
  return new Map((values.has("t") ? from.slice(0, to.length) : from).map((character, index) => [character, to[index] ?? last]));
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", f: "\f", v: "\v", a: "\x07", b: "\b", "\\": "\\" };

/** The characters that a set names, in order; undefined if it is not understood. */
function charactersOf(set: string | undefined): readonly string[] | undefined {
  if (set === undefined || /[^\0-\x7f]|\[=|\[.\*/u.test(set)) return undefined;
  const characters: string[] = [];
  const part = /\[:(\w+):\]|(\\[0-7]{1,3}|\\.|[^])(?:-(\\[0-7]{1,3}|\\.|[^]))?/gu;
  for (const [, named, from = "", to] of set.matchAll(part)) {
    if (named !== undefined) {
      const ranges = namedClasses.get(named);
      if (ranges === undefined) return undefined;
      characters.push(...ascii.filter((_, unit) => ranges.some(([first, last]) => first <= unit && unit <= last)));
      continue;
    }
    const [first, last] = [unescaped(from), unescaped(to ?? from)];
    if (first > last) return undefined;
    characters.push(...ascii.slice(first.charCodeAt(0), last.charCodeAt(0) + 1));
  }
  return characters;
}

function unescaped(written: string): string {
  if (!written.startsWith("\\") || written.length === 1) return written;
  return /^\\[0-7]/u.test(written) ? String.fromCharCode(parseInt(written.slice(1), 8) % 128) : (escapes[written.charAt(1)] ?? written.charAt(1));
}
