import { mayBeNothing, mayHoldLetter } from "./hole-forms.js";
import { isFreshHole, isText, literalText, uncaptured } from "./text.js";
import type { Text } from "./value.js";

/** Whether the text of a hole or choice may hold a character. */
export type MayHold = (hole: Text, character: string) => boolean;

/**
 * What may be in a hole as far as the hole itself says it: a generator gives letters, digits, `-`, `.` and `_`, a choice
 * is one of its alternatives, and anything else may hold anything. `mayHold` is asked where the hole does not say it.
 */
export function mayHoldCharacter(hole: Text, character: string, mayHold?: MayHold): boolean {
  return askedOnce((text, ask) => {
    switch (text.kind) {
      case "literal":
        return isInText(text.text, character);
      case "joined":
        return text.parts.some((part) => ask(part.text));
      case "choice":
        return text.alternatives.some((alternative) => (isText(alternative) ? ask(alternative) : isInText(literalText(alternative), character)));
      case "captured":
        return ask(text.text);
      case "hole":
        if (isFreshHole(text)) return generated.test(character);
        return text.form === undefined ? (mayHold?.(text, character) ?? true) : mayHoldLetter(text.form, character);
    }
  })(hole);
}

/** A question whose answer depends on those for the parts. Each part is asked once: choices grown in a loop share theirs many times over. */
function askedOnce(answer: (plain: Text, ask: (part: Text) => boolean) => boolean, known: WeakMap<Text, boolean> = new WeakMap<Text, boolean>()): (text: Text) => boolean {
  const ask = (text: Text): boolean => {
    const plain = uncaptured(text);
    const before = known.get(plain);
    if (before !== undefined) return before;
    const now = answer(plain, ask);
    known.set(plain, now);
    return now;
  };
  return ask;
}

/** A character that is not ASCII stands for all of them. */
function isInText(text: string | undefined, character: string): boolean {
  return text === undefined || (character < "\x80" ? text.includes(character) : /[^\0-\x7f]/u.test(text));
}

const generated = /^[A-Za-z0-9._-]$/u;

/** Whether a text may be empty when the program runs. */
export const mayBeEmpty: (text: Text) => boolean = askedOnce((text, ask) => {
  switch (text.kind) {
    case "literal":
      return text.text === "";
    case "joined":
      return text.parts.every((part) => ask(part.text));
    case "choice":
      return text.alternatives.some((alternative) => !isText(alternative) || ask(alternative));
    case "captured":
      return ask(text.text);
    case "hole":
      return !isFreshHole(text) && text.isSet !== true && (text.form === undefined || mayBeNothing(text.form));
  }
}, new WeakMap<Text, boolean>());

/** Whether a line of a text may be several lines: all that is known of it is what a command or a file holds. */
export function mayBeManyLines(line: Text, mayHold?: MayHold): boolean {
  return askedOnce((text, ask) => {
    switch (text.kind) {
      case "literal":
        return false;
      case "joined":
        return text.parts.every((part) => literalText(part.text)?.trim() === "" || ask(part.text));
      case "choice":
        return text.alternatives.some((alternative) => isText(alternative) && (ask(alternative) || literalText(alternative)?.includes("\n") === true));
      case "captured":
        return ask(text.text);
      case "hole":
        return (text.origin.kind === "unknown" || text.origin.kind === "derived") && mayHoldCharacter(text, "\n", mayHold);
    }
  })(line);
}
