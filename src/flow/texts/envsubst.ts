import { indexText } from "../../values/indexed-text.js";
import { derived, join } from "../../values/text.js";
import type { JoinedPart, Text } from "../../values/value.js";

export interface Envsubst {
  readonly output: Text;
  /** The variables that it has read, in the order of their first use, also those that are not set. */
  readonly names: readonly string[];
}

/** A hole behind a name may go on with it. */
const variable = /\$\{([A-Za-z_]\w*)\}|\$([A-Za-z_]\w*)([\uE000-\uF8FF]?)/gu;

/**
 * `envsubst` (https://www.gnu.org/software/gettext/manual/gettext.html#envsubst-Invocation): `$NAME` and `${NAME}` become
 * their values, and nothing where they have none; with `only`, other names stay as they are written. What a hole holds
 * is taken to name no variable.
 */
export function envsubst(input: Text, valueOf: (name: string) => Text | undefined, only?: ReadonlySet<string>): Envsubst {
  const indexed = indexText(input);
  if (indexed === undefined) return { output: derived("envsubst", [input]), names: [] };
  const names = new Set<string>();
  const parts: JoinedPart[] = [];
  let from = 0;
  for (const match of indexed.encoded.matchAll(variable)) {
    const [written, braced, bare, hole = ""] = match;
    const name = braced ?? bare ?? "";
    if (hole === "" && only?.has(name) === false) continue;
    const end = match.index + written.length;
    parts.push({ text: indexed.at(from, match.index) });
    from = end;
    if (hole === "") {
      names.add(name);
      const value = valueOf(name);
      if (value !== undefined) parts.push({ text: value });
    } else parts.push({ text: derived("envsubst", [indexed.at(match.index, end)]) });
  }
  return { output: parts.length === 0 ? input : join([...parts, { text: indexed.at(from, indexed.encoded.length) }]), names: [...names] };
}

/** The variables that the argument of `envsubst` names, which are the only ones that it replaces then. */
export function namesInFormat(format: string): ReadonlySet<string> {
  return new Set([...format.matchAll(variable)].map(([, braced, bare]) => braced ?? bare ?? ""));
}
