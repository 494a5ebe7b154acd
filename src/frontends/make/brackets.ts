/**
 * Where expansions end. Make counts brackets of the kind that opened the expansion and looks at nothing else: not at quotes,
 * not at the other kind. So the end of an opening bracket depends only on what follows it.
 */
export interface Brackets {
  /** For the offset of `(` or `{`: the offset of the one that closes it; -1 if there is none. */
  readonly matching: Int32Array;
  /** The same for `$(name)`: where no `$` stands before the first closing bracket, that one ends the name. */
  readonly nameEnd: Int32Array;
}

const none: Brackets = { matching: new Int32Array(), nameEnd: new Int32Array() };

/** The brackets of a text, in linear time. */
export function bracketsOf(text: string): Brackets {
  if (!text.includes("$(") && !text.includes("${")) return none;
  const matching = new Int32Array(text.length).fill(-1);
  const nameEnd = new Int32Array(text.length).fill(-1);
  const parentheses: Closing = { waiting: [], next: -1 };
  const braces: Closing = { waiting: [], next: -1 };
  let dollar = -1;
  for (let index = text.length - 1; index >= 0; index -= 1) {
    const character = text[index];
    if (character === "$") dollar = index;
    else if (character === ")" || character === "}") {
      const kind = character === ")" ? parentheses : braces;
      kind.waiting.push(index);
      kind.next = index;
    } else if (character === "(" || character === "{") {
      const kind = character === "(" ? parentheses : braces;
      matching[index] = kind.waiting.pop() ?? -1;
      nameEnd[index] = dollar !== -1 && dollar < kind.next ? (matching[index] ?? -1) : kind.next;
    }
  }
  return { matching, nameEnd };
}

interface Closing {
  /** The offsets of closing brackets behind the position for which no opening one has been met. */
  readonly waiting: number[];
  /** The first closing bracket behind the position. */
  next: number;
}

/**
 * Where to go on behind the `$` at an offset: behind `$(…)`, `${…}` or `$x`; at the end of the text if the bracket is never
 * closed, or if nothing follows.
 */
export function behindExpansion(text: string, { matching }: Brackets, dollar: number): number {
  const opening = text[dollar + 1];
  if (opening !== "(" && opening !== "{") return Math.min(dollar + 2, text.length);
  const closing = matching[dollar + 1] ?? -1;
  return closing === -1 ? text.length : closing + 1;
}
