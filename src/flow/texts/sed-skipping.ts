import type { IndexedText } from "../../values/indexed-text.js";
import { neededText } from "../../values/regular-expression.js";
import type { Regular } from "../../values/regular-expression.js";
import type { SedCommand, SedScript } from "./sed-script.js";

/**
 * Most scripts do something on few lines. Gives, for the offset of a line, that of the next one that holds what one of
 * the commands looks for, or a hole; the length of the input if there is none. Undefined if the script may do something
 * on every line, or counts lines.
 */
export function lineSkipper(script: SedScript, input: IndexedText, separator: string): ((offset: number) => number) | undefined {
  const needed = neededTexts(script.commands);
  if (needed === undefined) return undefined;
  const { encoded, hasHoles } = input;
  const searches = [...new Set(needed)].map((text) => searchFor((from) => encoded.indexOf(text, from)));
  const hole = /[\uE000-\uF8FF]/g;
  const findHole = (from: number): number => {
    hole.lastIndex = from;
    return hole.exec(encoded)?.index ?? -1;
  };
  if (hasHoles) searches.push(searchFor(findHole));
  return (offset) => {
    const next = Math.min(encoded.length, ...searches.map((search) => search(offset)));
    return Math.max(offset, next === encoded.length ? next : encoded.lastIndexOf(separator, next - 1) + 1);
  };
}

/** The text that must be in a line for each command to do anything. */
function neededTexts(commands: readonly SedCommand[]): readonly string[] | undefined {
  const needed: string[] = [];
  for (let index = 0; index < commands.length; ) {
    const command = commands[index];
    const regular = command === undefined ? undefined : conditionOf(command);
    const text = regular === undefined ? "" : neededText(regular);
    if (command === undefined || text === "") return undefined;
    needed.push(text);
    // What stands in a block runs where the block does.
    index = command.action.kind === "open" ? command.action.behind : index + 1;
  }
  return needed;
}

function conditionOf({ first, last, isNegated, action }: SedCommand): Regular | undefined {
  if (last !== undefined) return undefined;
  if (first?.kind === "match" && !isNegated && first.regular !== "last") return first.regular;
  return action.kind === "substitute" && first === undefined && action.substitution.regular !== "last" ? action.substitution.regular : undefined;
}

/** Each place is searched for once, while the offsets that are asked for only grow. */
function searchFor(find: (from: number) => number): (offset: number) => number {
  let at = -1;
  return (offset) => {
    if (at < offset) {
      const found = find(offset);
      at = found < 0 ? Infinity : found;
    }
    return at;
  };
}
