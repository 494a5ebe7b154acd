/** A text as the YAML parser may read it, letter for letter in the same places. */
export interface ReadableVariant {
  readonly text: string;
  /** Where the pieces start that are to be read on their own; the first is 0. */
  readonly starts: readonly number[];
}

/**
 * The variants of a text that holds holes, in which to try it: as it is, then without the lines that are nothing but a
 * hole (a fragment that a function renders) or a template action, and parted at separators that are indented (the text
 * is dedented before it is used).
 */
export function readableVariants(text: string): readonly ReadableVariant[] {
  const indented = holesAsIndentation(text);
  return [
    { text: indented, starts: [0] },
    { text: withoutFragments(indented), starts: separatorsIn(indented) },
  ];
}

/** Behind holes at a line's start, these show that the holes are indentation. */
const indentingHoles = /^([ \t]*)([\uE000-\uF8FF]+)(?=(?: +| *- )[^\s:]+(?::|\s|$))/gm;

/** `${indent}- name: x` and `${indent}  image: y`: the holes become blanks. Then those in `${indent}key: x` are too. */
function holesAsIndentation(text: string): string {
  const blank = (_found: string, before: string, holes: string): string => before + " ".repeat(holes.length);
  const replaced = text.replace(indentingHoles, blank);
  return replaced === text ? text : replaced.replace(/^([ \t]*)([\uE000-\uF8FF]+)(?=[\w.-]+:(?:\s|$))/gm, blank);
}

const fragmentLine = /^([ \t]*)(?:([\uE000-\uF8FF])[ \t\uE000-\uF8FF]*|(\{)\{.*\}\}[ \t]*)(?=\r?$)/gm;

function withoutFragments(text: string): string {
  return text.replace(fragmentLine, (found: string, indentation: string) => `${indentation}#${found.slice(indentation.length + 1)}`);
}

function separatorsIn(text: string): readonly number[] {
  return [0, ...Array.from(text.matchAll(/^[ \t]+---(?=\s*$)/gm), (match) => match.index + match[0].length)];
}
