import { choice, isText, join, literal } from "../../values/text.js";
import type { Cell, Text, Value } from "../../values/value.js";
import type { Shell } from "./shell.js";

/**
 * What a shell prints is a part of its state, so that ways that end early (`return`, `exit`, `break`) leave what they
 * have printed as the others do.
 */
export function print(shell: Shell, text: Text | undefined): void {
  if (text === undefined) return;
  const { value } = shell.printed;
  shell.frame.run.store.write(shell.printed, value === undefined ? text : behind(value, text));
}

/** A line behind what has been printed: where that may be nothing, there is no line break between them. */
function behind(value: Value, text: Text): Value {
  if (isNothing(value)) return text;
  if (value.kind === "choice" && value.alternatives.some(isNothing)) return choice(value.alternatives.map((alternative) => behind(alternative, text)), `${value.key} then ${text.key}`);
  return isText(value) ? join([{ text: value }, { text: literal("\n") }, { text }]) : text;
}

/** A way that prints nothing leaves the cell as it was. */
function isNothing(value: Value): boolean {
  return value.kind === "constant" || (value.kind === "literal" && value.text === "");
}

/** Runs something whose output goes elsewhere. Gives that; undefined where it prints nothing. */
export function captured<T>(shell: Shell, body: (inner: Shell) => T): { readonly result: T; readonly output: Text | undefined } {
  const printed: Cell = { value: undefined, origin: undefined };
  const result = body({ ...shell, printed });
  return { result, output: printed.value === undefined ? undefined : textOf(printed.value) };
}

function textOf(value: Value): Text {
  const text = value.kind === "choice" ? choice(value.alternatives.map((alternative) => (isNothing(alternative) ? literal("") : alternative)), value.alternatives.some(isNothing) ? `${value.key} or nothing` : value.key) : value;
  return isText(text) ? text : literal("");
}
