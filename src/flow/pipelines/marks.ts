import { encodeText } from "../../values/encoding.js";
import { join, placeOf } from "../../values/text.js";
import type { JoinedPart, Text } from "../../values/value.js";

/**
 * A text in which a value stands in the place of each mark that a pattern finds (`$NAME`, `<< parameters.name >>`); where `give`
 * has none, the mark stays as it is written. What is put in has the place of its mark.
 *
 * @param pattern global
 * @param isHandedIn by the letters before and behind a mark, whether what is put in was given elsewhere as a whole, and keeps its place there
 */
export function withMarks(text: Text, pattern: RegExp, give: (match: RegExpExecArray) => Text | undefined, isHandedIn: (before: string, behind: string) => boolean = () => false): Text {
  const source = encodeText(text);
  if (source === undefined) return text;
  const parts: JoinedPart[] = [];
  let from = 0;
  for (const match of source.encoded.matchAll(pattern)) {
    const given = give(match);
    if (given === undefined) continue;
    const end = match.index + match[0].length;
    parts.push({ text: source.at(from, match.index) }, { text: given, use: (isHandedIn(source.encoded.charAt(match.index - 1), source.encoded.charAt(end)) ? placeOf(given) : undefined) ?? placeOf(source.at(match.index, end)) });
    from = end;
  }
  if (parts.length === 0) return text;
  parts.push({ text: source.at(from, source.encoded.length) });
  return join(parts);
}
