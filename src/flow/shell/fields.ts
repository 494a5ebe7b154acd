import { literalText, slice } from "../../values/text.js";
import type { Text } from "../../values/value.js";

/**
 * The fields that `read` finds in a line, at most `count`; the last of them is all that is left, with its separators (POSIX,
 * "read", and 2.6.5, "Field Splitting"). Blanks in `separators` (IFS) count once however many there are and not at all at the
 * ends; each other letter of it ends a field. Undefined if the line is not known letter by letter.
 */
export function fieldsOf(line: Text, separators: string, count: number): readonly Text[] | undefined {
  const known = literalText(line);
  if (known === undefined) return undefined;
  const isBlank = (index: number): boolean => separators.includes(known[index] ?? "x") && /\s/u.test(known[index] ?? "");
  const isEnd = (index: number): boolean => index < known.length && separators.includes(known[index] ?? "");
  const behindBlanks = (index: number): number => {
    let next = index;
    while (next < known.length && isBlank(next)) next += 1;
    return next;
  };
  let end = known.length;
  while (end > 0 && isBlank(end - 1)) end -= 1;
  const fields: Text[] = [];
  let start = behindBlanks(0);
  while (start < end) {
    let stop = start;
    while (stop < end && !isEnd(stop)) stop += 1;
    let next = behindBlanks(stop);
    if (isEnd(next) && !isBlank(next)) next = behindBlanks(next + 1);
    const isLast = fields.length === count - 1 && next < end;
    fields.push(slice(line, start, isLast ? end : stop));
    if (isLast) break;
    start = next;
  }
  return fields;
}
