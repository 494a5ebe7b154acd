import { mayBeManyLines } from "../../values/hole-contents.js";
import type { MayHold } from "../../values/hole-contents.js";
import { indexText } from "../../values/indexed-text.js";
import { join, literal } from "../../values/text.js";
import type { Text } from "../../values/value.js";

/** The lines of a text without their breaks; undefined where a hole may be several. */
export function linesOf(text: Text, mayHold: MayHold | undefined): readonly Text[] | undefined {
  const indexed = indexText(text);
  if (indexed === undefined) return undefined;
  const lines = Array.from(indexed.encoded.matchAll(/[^\n]*\n|[^\n]+$/gu), (match) => indexed.at(match.index, match.index + match[0].replace("\n", "").length));
  return indexed.hasHoles && lines.some((line) => mayBeManyLines(line, mayHold)) ? undefined : lines;
}

/** Each with a line break behind it. */
export function textOfLines(lines: readonly Text[]): Text {
  return join(lines.flatMap((text) => [{ text }, { text: literal("\n") }]));
}

/** A tool that makes a line of each line. */
export function eachLine(text: Text, mayHold: MayHold | undefined, apply: (line: Text) => Text | undefined): Text | undefined {
  const changed: Text[] = [];
  for (const line of linesOf(text, mayHold) ?? [undefined]) {
    const one = line === undefined ? undefined : apply(line);
    if (one === undefined) return undefined;
    changed.push(one);
  }
  return textOfLines(changed);
}
