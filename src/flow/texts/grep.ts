import type { MayHold } from "../../values/hole-contents.js";
import { indexText } from "../../values/indexed-text.js";
import { letters, sequence } from "../../values/regular-expression.js";
import type { Regular } from "../../values/regular-expression.js";
import { findMatches } from "../../values/symbolic-search.js";
import type { Matches } from "../../values/symbolic-search.js";
import { literal, literalText } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { linesOf, textOfLines } from "./lines.js";
import { lookedFor } from "./looked-for.js";
import { posixExpression } from "./posix-expression.js";
import type { ToolOptions } from "./tool-options.js";

export type GrepSyntax = "basic" | "extended" | "fixed";

/** What `grep` prints of its input (GNU grep manual); undefined where the holes decide whether a line matches. */
export function matchingLines({ values, operands }: ToolOptions, input: Text, given: GrepSyntax, mayHold: MayHold | undefined): Text | undefined {
  const syntax = values.has("F") ? "fixed" : values.has("E") ? "extended" : given;
  const patterns = [...(values.get("e") ?? []), ...(values.has("e") ? [] : operands.slice(0, 1))];
  const files = operands.length - (values.has("e") ? 0 : 1);
  const pattern = patterns.length === 1 ? literalText(patterns[0] ?? literal("")) : undefined;
  const read = pattern === undefined || files > 0 ? undefined : expressionOf(pattern, syntax, values);
  const regular = read === undefined ? undefined : lookedFor(read, indexText(input)?.encoded ?? "");
  const lines = linesOf(input, mayHold);
  if (regular === undefined || lines === undefined) return undefined;
  const most = Number(literalText(values.get("m")?.[0] ?? literal("")) ?? NaN) || Infinity;
  const printed: Text[] = [];
  let selected = 0;
  for (const line of lines) {
    if (selected >= most) break;
    const indexed = indexText(line);
    const matches = indexed === undefined ? undefined : findMatches(regular, { indexed, mayHold }, values.has("o") ? Infinity : 1);
    const isMatch = matches === undefined ? undefined : isFound(matches);
    if (indexed === undefined || matches === undefined || isMatch === undefined) return undefined;
    if (isMatch === values.has("v")) continue;
    selected += 1;
    if (!values.has("o")) printed.push(line);
    else if (matches.uncertain !== undefined) return undefined;
    else if (!values.has("v")) printed.push(...matches.found.filter(({ start, end }) => end > start).map(({ start, end }) => indexed.at(start, end)));
  }
  if (values.has("q")) return literal("");
  return values.has("c") ? literal(`${selected}\n`) : textOfLines(printed);
}

function expressionOf(pattern: string, syntax: GrepSyntax, values: ToolOptions["values"]): Regular | undefined {
  // Lines are alternatives, and grep does not know all of sed's escapes.
  if (pattern.includes("\n") || (syntax !== "fixed" && /\\[a-zA-Z]/u.test(pattern.replace(/\\[wWsSbB]/gu, "")))) return undefined;
  const ignoresCase = values.has("i");
  const regular = syntax !== "fixed" ? posixExpression(pattern, { isExtended: syntax === "extended", ignoresCase }) : ignoresCase ? posixExpression(pattern.replace(/[\\.*[\]^$]/gu, "\\$&"), { isExtended: false, ignoresCase }) : letters(pattern);
  if (regular === undefined || !values.has("x")) return regular;
  return sequence([{ kind: "assertion", asserts: "start" }, regular, { kind: "assertion", asserts: "end" }]);
}

function isFound({ found, uncertain }: Matches): boolean | undefined {
  return found.length > 0 || uncertain?.isCertain === true ? true : uncertain === undefined ? false : undefined;
}
