import { encodeText } from "../../values/encoding.js";
import { choice, isText, uncaptured } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { rawDefinitions } from "./variables.js";
import type { Definitions } from "./variables.js";

/** `NAME=value` on each line, as a job writes it for those behind it. On ways that do not write a name, it is what another way writes. */
export function dotenvDefinitions(content: Text): Definitions {
  const plain = uncaptured(content);
  if (plain.kind !== "choice") return rawDefinitions(assignmentsIn(plain));
  const found = plain.alternatives.flatMap((alternative) => (isText(alternative) ? [dotenvDefinitions(alternative)] : []));
  const values = new Map<string, Text>();
  for (const name of new Set(found.flatMap((one) => [...one.keys()]))) {
    const texts = found.flatMap((one) => one.get(name)?.text ?? []);
    const any = choice(texts, `${plain.key} of ${name}`);
    if (isText(any)) values.set(name, any);
  }
  return rawDefinitions(values);
}

function assignmentsIn(content: Text): ReadonlyMap<string, Text> {
  const source = encodeText(content);
  const values = new Map<string, Text>();
  if (source === undefined) return values;
  for (const match of source.encoded.matchAll(/^[ \t]*(?:export[ \t]+)?(\w+)=[ \t]*(["']?)([^\n\r]*?)\2[ \t]*\r?$/gmu)) {
    const [whole, name = "", quote = "", value = ""] = match;
    const start = match.index + whole.indexOf("=") + 1;
    const from = quote === "" ? source.encoded.indexOf(value, start) : source.encoded.indexOf(quote, start) + 1;
    values.set(name, source.at(from, from + value.length));
  }
  return values;
}
