import { literal } from "./text.js";
import type { Text } from "./value.js";

/** Whether the text of a hole may hold a character. */
export type MayHold = (hole: Text, character: string) => boolean;

export function matchesGlob(_text: Text, _pattern: string, _mayHold?: MayHold): boolean | undefined {
  return undefined;
}

export function removePrefix(_text: Text, _pattern: string, _which: "shortest" | "longest", _mayHold?: MayHold): Text | undefined {
  return undefined;
}

export function removeSuffix(_text: Text, _pattern: string, _which: "shortest" | "longest", _mayHold?: MayHold): Text | undefined {
  return undefined;
}

export function replacePattern(_text: Text, _pattern: string, _replacement: Text, _which: "first" | "all" | "prefix" | "suffix", _mayHold?: MayHold): Text | undefined {
  return undefined;
}

export function substring(_text: Text, _offset: number, _length: number | undefined): Text | undefined {
  return undefined;
}

export function toCase(text: Text, _form: "lower" | "upper" | "lower-first" | "upper-first"): Text | undefined {
  return text.kind === "literal" ? literal(text.text) : undefined;
}

export function lengthOf(_text: Text): number | undefined {
  return undefined;
}
