import { isFreshHole, isText, literalText, uncaptured } from "./text.js";
import type { Text } from "./value.js";

/** Whether the text of a hole or choice may hold a character. */
export type MayHold = (hole: Text, character: string) => boolean;

/**
 * What may be in a hole as far as the hole itself says it: a generator gives letters, digits, `-`, `.` and `_`, a choice
 * is one of its alternatives, and anything else may hold anything. `mayHold` is asked where the hole does not say it.
 */
export function mayHoldCharacter(hole: Text, character: string, mayHold?: MayHold): boolean {
  const plain = uncaptured(hole);
  switch (plain.kind) {
    case "literal":
      return isInText(plain.text, character);
    case "joined":
      return plain.parts.some((part) => mayHoldCharacter(part.text, character, mayHold));
    case "choice":
      return plain.alternatives.some((alternative) => (isText(alternative) ? mayHoldCharacter(alternative, character, mayHold) : isInText(literalText(alternative), character)));
    case "captured":
      return mayHoldCharacter(plain.text, character, mayHold);
    case "hole":
      return isFreshHole(plain) ? generated.test(character) : (mayHold?.(plain, character) ?? true);
  }
}

/** A character that is not ASCII stands for all of them. */
function isInText(text: string | undefined, character: string): boolean {
  return text === undefined || (character < "\x80" ? text.includes(character) : /[^\0-\x7f]/u.test(text));
}

const generated = /^[A-Za-z0-9._-]$/u;

/** Whether a text may be empty when the program runs. Answers are kept: choices grown in a loop share their parts many times over. */
export function mayBeEmpty(text: Text): boolean {
  const plain = uncaptured(text);
  const known = emptiness.get(plain);
  if (known !== undefined) return known;
  const answer = isEmptiable(plain);
  emptiness.set(plain, answer);
  return answer;
}

const emptiness = new WeakMap<Text, boolean>();

function isEmptiable(plain: Text): boolean {
  switch (plain.kind) {
    case "literal":
      return plain.text === "";
    case "joined":
      return plain.parts.every((part) => mayBeEmpty(part.text));
    case "choice":
      return plain.alternatives.some((alternative) => !isText(alternative) || mayBeEmpty(alternative));
    case "captured":
      return mayBeEmpty(plain.text);
    case "hole":
      return !isFreshHole(plain) && plain.isSet !== true;
  }
}

/** Whether a line of a text may be several lines: all that is known of it is what a command or a file holds. */
export function mayBeManyLines(line: Text, mayHold?: MayHold): boolean {
  const plain = uncaptured(line);
  switch (plain.kind) {
    case "literal":
      return false;
    case "joined":
      return plain.parts.every((part) => literalText(part.text)?.trim() === "" || mayBeManyLines(part.text, mayHold));
    case "choice":
      return plain.alternatives.some((alternative) => isText(alternative) && (mayBeManyLines(alternative, mayHold) || literalText(alternative)?.includes("\n") === true));
    case "captured":
      return mayBeManyLines(plain.text, mayHold);
    case "hole":
      return (plain.origin.kind === "unknown" || plain.origin.kind === "derived") && mayHoldCharacter(plain, "\n", mayHold);
  }
}
