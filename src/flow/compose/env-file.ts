import { encodeText } from "../../values/encoding.js";
import { literal } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import type { GivenText } from "../process-environment.js";
import { interpolate } from "../texts/interpolation.js";

/**
 * The variables of a `.env` file (https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax):
 * `NAME=value`, also behind `export` or with a colon; comments, quotes, and variables in values.
 */
export function variablesIn(content: Text, outer: (name: string) => GivenText | undefined): ReadonlyMap<string, Text> {
  const found = new Map<string, Text>();
  const source = encodeText(content);
  if (source === undefined || source.encoded.length > greatestLength) return found;
  const valueOf = (name: string): GivenText | undefined => {
    const own = found.get(name);
    return own === undefined ? outer(name) : { value: own };
  };
  for (const match of source.encoded.matchAll(line)) {
    const [whole, name = "", value = ""] = match;
    const start = match.index + whole.length - value.length;
    const quote = value.charAt(0);
    if (quote === "'" || quote === '"') {
      const text = source.at(start + 1, start + value.length - 1);
      found.set(name, quote === "'" ? text : interpolate(text, { valueOf, escape: "dollars" }).text);
    } else {
      const plain = value.replace(/(?:^|\s+)#.*$/u, "").trimEnd();
      found.set(name, plain === "" ? literal("") : interpolate(source.at(start, start + plain.length), { valueOf, escape: "dollars" }).text);
    }
  }
  return found;
}

/** Nobody writes a longer one. */
const greatestLength = 200_000;

const line = /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*[=:][ \t]*('[^'\n]*'|"(?:[^"\\\n]|\\.)*"|[^\n]*?)(?=[ \t\r]*(?:#[^\n]*)?$)/gmu;
