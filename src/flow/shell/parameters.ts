import type { VariablePart } from "../../facts/shell-script.js";
import { lengthOf, removePrefix, removeSuffix, replacePattern, substring, toCase } from "../../values/patterns.js";
import { isProjectFolder, projectFolderName } from "../../values/project-folder.js";
import { choice, derived, isText, literal, literalText, uncaptured } from "../../values/text.js";
import type { Text, Value } from "../../values/value.js";
import { setVariable, textOfValue, valueOf } from "./shell.js";
import type { Shell } from "./shell.js";
import { wordText } from "./words.js";

/**
 * `$NAME` and all forms of `${NAME…}` (https://www.gnu.org/software/bash/manual/bash.html#Shell-Parameter-Expansion).
 *
 * @param given what the script or its caller have given to it
 */
export function expandParameter(shell: Shell, part: VariablePart, given: Value | undefined): Text {
  const { name, operation, defaultValue } = part;
  const value = given ?? valueOf(shell, name);
  const text = textOfValue(shell, value, name);
  if (operation !== undefined) return operated(shell, part, operation.operator, text);
  if (defaultValue === undefined) return text;
  const known = literalText(text);
  if (known !== undefined && known !== "undefined") return known === "" ? wordText(shell, defaultValue) : text;
  // What the script has put together from letters is not empty, nor is what has a default already.
  if (given !== undefined && (text.kind === "joined" || hasDefault(text))) return text;
  const fallback = wordText(shell, defaultValue);
  const either = choice([text, fallback], `${text.key}:-${fallback.key}`);
  const chosen = isText(either) ? either : text;
  if (shell.source.encoded.slice(part.at[0], part.at[1]).includes(":=")) setVariable(shell, name, chosen);
  return chosen;
}

function hasDefault(text: Text): boolean {
  const plain = uncaptured(text);
  if (plain.kind !== "choice" || !plain.isDecided) return false;
  const known = plain.alternatives.map((alternative) => literalText(alternative)).filter((letters) => letters !== undefined);
  return known.length > 0 && known.every((letters) => letters !== "" && letters !== "undefined");
}

function operated(shell: Shell, part: VariablePart, operator: string, text: Text): Text {
  const operands = (part.operation?.operands ?? []).map((word) => wordText(shell, word));
  const result = operations[operator]?.(shell, text, operands);
  if (result !== undefined) return result;
  return derived(`shell ${operator} ${operands.map((operand) => operand.key).join(" ")}`, [text]);
}

/** Gives undefined where the result is not known. */
type Operation = (shell: Shell, text: Text, operands: readonly Text[]) => Text | undefined;

const withPattern =
  (apply: (text: Text, pattern: string) => Text | undefined): Operation =>
  (_shell, text, [pattern]) => {
    const known = pattern === undefined ? "" : literalText(pattern);
    return known === undefined ? undefined : apply(text, known);
  };

const withReplacement =
  (which: "first" | "all" | "prefix" | "suffix"): Operation =>
  (_shell, text, [pattern, replacement]) => {
    const known = pattern === undefined ? undefined : literalText(pattern);
    return known === undefined ? undefined : replacePattern(text, known, replacement ?? literal(""), which);
  };

const operations: Readonly<Record<string, Operation>> = {
  "#": withPattern((text, pattern) => removePrefix(text, pattern, "shortest")),
  "##": withPattern((text, pattern) => (pattern === "*/" && isProjectFolder(text) ? projectFolderName : removePrefix(text, pattern, "longest"))),
  "%": withPattern((text, pattern) => removeSuffix(text, pattern, "shortest")),
  "%%": withPattern((text, pattern) => removeSuffix(text, pattern, "longest")),
  "/": withReplacement("first"),
  "//": withReplacement("all"),
  "/#": withReplacement("prefix"),
  "/%": withReplacement("suffix"),
  ",,": (_shell, text) => toCase(text, "lower"),
  ",": (_shell, text) => toCase(text, "lower-first"),
  "^^": (_shell, text) => toCase(text, "upper"),
  "^": (_shell, text) => toCase(text, "upper-first"),
  length: (_shell, text) => {
    const length = lengthOf(text);
    return length === undefined ? undefined : literal(String(length));
  },
  ":": (_shell, text, [offset, length]) => {
    const [from, many] = [offset, length].map((operand) => (operand === undefined ? undefined : Number(literalText(operand)?.trim() ?? Number.NaN)));
    return from === undefined || Number.isNaN(from) || Number.isNaN(many) ? undefined : substring(text, from, many);
  },
  // It is set, or the script ends.
  ":?": (_shell, text) => text,
  "?": (_shell, text) => text,
  ":+": whereSet,
  "+": whereSet,
  indirect: (shell, text) => {
    const name = literalText(text);
    return name === undefined || !/^\w+$/u.test(name) ? undefined : textOfValue(shell, valueOf(shell, name), name);
  },
};

/** `${NAME:+value}` */
function whereSet(_shell: Shell, text: Text, [value]: readonly Text[]): Text | undefined {
  const known = literalText(text);
  if (value === undefined || known === "") return literal("");
  if (known !== undefined || text.kind === "joined") return value;
  const either = choice([value, literal("")], `${text.key}:+${value.key}`);
  return isText(either) ? either : undefined;
}
