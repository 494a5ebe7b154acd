import { captured, derived, hole, holesOf, isFreshHole, isText, join, keyOf, literal, literalText, slice, splitPart } from "../../values/text.js";
import type { Item, Text, Value } from "../../values/value.js";
import { callFunction, functionsIn, runCallbacks } from "../call.js";
import { use } from "../captures.js";
import type { ExternalCall } from "../external.js";
import { textOf } from "../properties.js";
import { nothing } from "../run.js";
import type { Builtin } from "./table.js";

/** Methods of strings. What is not known letter by letter keeps what is known of it. */
export const textBuiltins: Readonly<Record<string, Builtin>> = {
  "String#toString": (call) => receiverText(call),
  "String#valueOf": (call) => receiverText(call),
  "String#trim": (call) => mapLetters(call, (text) => text.trim(), true),
  "String#trimEnd": (call) => mapLetters(call, (text) => text.trimEnd(), true),
  "String#trimStart": (call) => mapLetters(call, (text) => text.trimStart(), true),
  "String#normalize": (call) => mapLetters(call, (text) => text.normalize(), true),
  "String#toLowerCase": (call) => mapPieces(call, (text) => text.toLowerCase()),
  "String#toUpperCase": (call) => mapPieces(call, (text) => text.toUpperCase()),
  "String#toLocaleLowerCase": (call) => mapPieces(call, (text) => text.toLowerCase()),
  "String#slice": (call) => mapLetters(call, (text, [start, end]) => text.slice(start, end)),
  "String#substring": (call) => mapLetters(call, (text, [start, end]) => text.substring(start ?? 0, end)),
  "String#substr": (call) => mapLetters(call, (text, [start, length]) => text.slice(start, length === undefined ? undefined : (start ?? 0) + length)),
  "String#charAt": (call) => mapLetters(call, (text, [at]) => text.charAt(at ?? 0)),
  "String#at": (call) => mapLetters(call, (text, [at]) => text.at(at ?? 0) ?? ""),
  "String#padStart": (call) => mapLetters(call, (text, [length]) => text.padStart(length ?? 0, literalText(call.items[1]?.value ?? literal(" ")) ?? " ")),
  "String#padEnd": (call) => mapLetters(call, (text, [length]) => text.padEnd(length ?? 0, literalText(call.items[1]?.value ?? literal(" ")) ?? " ")),
  "String#repeat": (call) => mapLetters(call, (text, [count]) => text.repeat(Math.min(Math.max(count ?? 0, 0), 1000))),
  "String#concat": (call) => join([{ text: receiverText(call) }, ...call.items.map((item) => ({ text: textOf(call.frame, item.value), ...(item.origin === undefined ? {} : { use: item.origin }) }))]),
  "String#replace": replace,
  "String#replaceAll": replace,
  "String#split": split,
  "String#indexOf": (call) => indexOf(call, "indexOf", (text, part) => text.indexOf(part)),
  "String#lastIndexOf": (call) => indexOf(call, "lastIndexOf", (text, part) => text.lastIndexOf(part)),
  "String#includes": (call) => holds(call, (text, part) => text.includes(part)),
  "String#startsWith": (call) => holds(call, (text, part) => text.startsWith(part)),
  "String#endsWith": (call) => holds(call, (text, part) => text.endsWith(part)),
  "String#match": (call) => derived("match", [receiverText(call), ...call.items.map((item) => item.value)]),
  "String#localeCompare": (call) => derived("localeCompare", [receiverText(call), ...call.items.map((item) => item.value)]),
  // What is read as a stream: a command's output.
  "String#on": (call) => {
    const data = receiverText(call);
    for (const callback of call.items.flatMap((item) => functionsIn(item.value))) callFunction(call.frame.run, callback, [{ value: data, isOptional: false }], call.place, call.frame.activation.path, "unknown");
    return data;
  },
  "String#pipe": (call) => receiverText(call),
  "String#text": (call) => receiverText(call),
  "String#json": (call) => receiverText(call),
  "Number#toString": (call) => numberText(call),
  "Number#toFixed": (call) => numberText(call),
  "String.raw": (call) => join(call.items.map((item) => ({ text: textOf(call.frame, item.value), ...(item.origin === undefined ? {} : { use: item.origin }) }))),
  "RegExp#test": (call) => derived("test", [call.receiver ?? nothing, ...call.items.map((item) => item.value)]),
  "RegExp#exec": (call) => derived("exec", [call.receiver ?? nothing, ...call.items.map((item) => item.value)]),
};

function receiverText(call: ExternalCall): Text {
  return textOf(call.frame, call.receiver ?? nothing);
}

/** Keeps the capture around what is derived from a captured text. */
function recapture(whole: Text, part: Text): Text {
  return whole.kind === "captured" ? captured(whole.capture, recapture(whole.text, part)) : part;
}

function mapLetters(call: ExternalCall, change: (text: string, numbers: readonly (number | undefined)[]) => string, keepsHoles = false): Value {
  const text = receiverText(call);
  const known = literalText(text);
  const numbers = call.items.map((item) => (item.value.kind === "number" ? item.value.number : undefined));
  const isKnown = call.items.every((item) => item.value.kind === "number" || isText(item.value) || (item.value.kind === "constant" && item.value.constant === undefined));
  if (known !== undefined && isKnown && call.items.every((item) => item.value.kind !== "hole")) return recapture(text, literal(change(known, numbers)));
  if (keepsHoles) return text;
  const operation = call.path.slice(call.path.indexOf("#") + 1);
  if (isCoarse(text, operation, numbers)) return hole("today", { kind: "unknown", reason: "the date" });
  const cut = cutAtSeparator(call, text, operation);
  return cut ?? recapture(text, derived(operation, [text, ...call.items.map((item) => item.value)]));
}

/** The first ten letters of `toISOString()` are the day: two readings of one day are equal. */
function isCoarse(text: Text, operation: string, [start, end]: readonly (number | undefined)[]): boolean {
  if (text.kind !== "hole" || text.origin.kind !== "derived" || text.origin.operation !== "toISOString") return false;
  const last = operation === "substr" && end !== undefined ? (start ?? 0) + end : end;
  return ["slice", "substring", "substr"].includes(operation) && last !== undefined && last >= 0 && last <= 10;
}

/** `ref.slice(0, ref.lastIndexOf(":"))` and `ref.slice(ref.lastIndexOf(":") + 1)`: the two parts of a split. */
function cutAtSeparator(call: ExternalCall, text: Text, operation: string): Text | undefined {
  if (!["slice", "substring", "substr"].includes(operation)) return undefined;
  const [from, to] = call.items.map((item) => item.value);
  const separatorIn = (value: Value | undefined, offset: 0 | 1): Separator | undefined => {
    if (value?.kind !== "hole" || value.origin.kind !== "derived") return undefined;
    const [inner, one] = value.origin.of;
    if (offset === 1) return value.origin.operation === "+" && one?.kind === "number" && one.number === 1 ? separatorIn(inner, 0) : undefined;
    const found = /^(indexOf|lastIndexOf) (.+)$/su.exec(value.origin.operation);
    return found?.[2] !== undefined && inner !== undefined && keyOf(inner) === text.key ? { text: found[2], isLast: found[1] === "lastIndexOf" } : undefined;
  };
  const before = from?.kind === "number" && from.number === 0 ? separatorIn(to, 0) : undefined;
  if (before !== undefined) return recapture(text, sideOf(text, before, 0));
  const after = to === undefined ? separatorIn(from, 1) : undefined;
  return after === undefined ? undefined : recapture(text, sideOf(text, after, 1));
}

interface Separator {
  readonly text: string;
  readonly isLast: boolean;
}

/** What stands before (0) or after (1) the first or last separator; fresh texts hold none. */
function sideOf(text: Text, { text: separator, isLast }: Separator, side: 0 | 1): Text {
  const pieces = splitAtLetters(text, separator);
  if (pieces.length < 2 || !holesOf(text).every(isFreshHole)) return splitPart(text, separator, side);
  const cutAt = isLast ? pieces.length - 1 : 1;
  const chosen = side === 0 ? pieces.slice(0, cutAt) : pieces.slice(cutAt);
  return join(chosen.flatMap((piece, index) => (index === 0 ? [{ text: piece }] : [{ text: literal(separator) }, { text: piece }])));
}

/** Letters are changed, holes stay: case changes nothing that matters in a hole. */
function mapPieces(call: ExternalCall, change: (text: string) => string): Value {
  const map = (text: Text): Text => {
    switch (text.kind) {
      case "literal":
        return literal(change(text.text), change(text.text) === text.text ? text.source : undefined);
      case "joined":
        return join(text.parts.map((part) => ({ ...part, text: map(part.text) })));
      case "captured":
        return captured(text.capture, map(text.text));
      default:
        return text.kind === "hole" && text.origin.kind === "fresh" ? text : derived(call.path, [text]);
    }
  };
  return map(receiverText(call));
}

function replace(call: ExternalCall): Value {
  const { frame, items, path } = call;
  const text = receiverText(call);
  const [pattern, replacement] = items;
  if (pattern === undefined || replacement === undefined) return text;
  const all = path.endsWith("All");
  if (replacement.value.kind === "function") {
    runCallbacks(frame, [replacement], call.place);
    return derived("replace", [text, pattern.value]);
  }
  const put = textOf(frame, replacement.value);
  const found = pattern.value.kind === "regexp" ? regular(pattern.value.source, pattern.value.flags) : literalText(pattern.value);
  if (found === undefined) return derived("replace", [text, pattern.value, put]);
  const global = all || (pattern.value.kind === "regexp" && pattern.value.flags.includes("g"));
  const state = { isDone: false };
  const result = replaceIn(text, found, { text: put, use: replacement.origin }, global, state);
  if (state.isDone || !holesOf(text).some((hole) => hole.kind !== "hole" || hole.origin.kind !== "fresh")) return recapture(text, result);
  // What is looked for may be in a hole.
  return pattern.value.kind === "regexp" || literalText(text) === undefined ? recapture(text, derived("replace", [text, pattern.value, put])) : text;
}

/** Replaces what is found in the literal pieces of a text. */
function replaceIn(text: Text, found: string | RegExp, put: { readonly text: Text; readonly use: Item["origin"] }, global: boolean, state: { isDone: boolean }): Text {
  switch (text.kind) {
    case "literal": {
      const parts: { readonly text: Text; readonly use?: Item["origin"] }[] = [];
      let from = 0;
      for (const [start, end] of matches(text.text, found)) {
        if (state.isDone && !global) break;
        state.isDone = true;
        parts.push({ text: cut(text, from, start) }, put);
        from = end;
      }
      return from === 0 && parts.length === 0 ? text : join([...parts, { text: cut(text, from, text.text.length) }]);
    }
    case "joined":
      return join(text.parts.map((part) => ({ ...part, text: replaceIn(part.text, found, put, global, state) })));
    case "captured":
      return captured(text.capture, replaceIn(text.text, found, put, global, state));
    default:
      return text;
  }
}

function cut(text: Extract<Text, { kind: "literal" }>, start: number, end: number): Text {
  return literal(text.text.slice(start, end), text.source === undefined ? undefined : { ...text.source, offset: text.source.offset + start });
}

function matches(text: string, found: string | RegExp): readonly (readonly [number, number])[] {
  const all: (readonly [number, number])[] = [];
  if (typeof found === "string") {
    for (let at = text.indexOf(found); at >= 0 && found !== ""; at = text.indexOf(found, at + found.length)) all.push([at, at + found.length]);
    return all;
  }
  for (const match of text.matchAll(found)) if (match[0] !== "") all.push([match.index, match.index + match[0].length]);
  return all;
}

const longestPattern = 200;

/**
 * A pattern of the analysed program is only run if it cannot take more than linear time: no repetition of a group, and
 * no two repetitions of one class next to each other.
 */
function regular(source: string, flags: string): RegExp | undefined {
  if (source.length > longestPattern || /\)[*+{]|[*+}][^)|]*[*+{][^)|]*[*+{]/u.test(source)) return undefined;
  try {
    return new RegExp(source, `${flags.replace(/[^imsu]/gu, "")}g`);
  } catch {
    return undefined;
  }
}

function split(call: ExternalCall): Value {
  const { frame, items } = call;
  const text = receiverText(call);
  const separator = items[0] === undefined ? undefined : literalText(items[0].value);
  const list = (parts: readonly Text[], open?: string): Value => ({
    kind: "object",
    object: frame.run.store.createObject("array", { items: parts.map((part) => ({ value: recapture(text, part), isOptional: false })), ...(open === undefined ? {} : { open }) }),
  });
  if (separator === undefined) return derived("split", [text]);
  const known = literalText(text);
  if (known !== undefined) return list(cutAll(text, known, separator));
  const pieces = splitAtLetters(text, separator);
  // Fresh texts hold no separators; another hole may.
  if (holesOf(text).every((hole) => hole.kind === "hole" && hole.origin.kind === "fresh")) return list(pieces);
  if (pieces.length === 2) return list(pieces);
  return list([splitPart(text, separator, 0), splitPart(text, separator, 1)]);
}

/** The pieces of a known text, each at its place. */
function cutAll(text: Text, known: string, separator: string): readonly Text[] {
  let at = 0;
  return known.split(separator).map((part) => {
    const piece = slice(text, at, at + part.length);
    at += part.length + separator.length;
    return piece;
  });
}

function splitAtLetters(text: Text, separator: string): readonly Text[] {
  const groups: { text: Text }[][] = [[]];
  const walk = (piece: Text): void => {
    if (piece.kind === "joined") for (const part of piece.parts) walk(part.text);
    else if (piece.kind === "captured" && piece.text.kind !== "hole" && piece.text.kind !== "choice") walk(piece.text);
    else if (piece.kind === "literal") {
      piece.text.split(separator).forEach((part, index) => {
        if (index > 0) groups.push([]);
        if (part !== "") groups[groups.length - 1]?.push({ text: literal(part) });
      });
    } else groups[groups.length - 1]?.push({ text: piece });
  };
  walk(text);
  return groups.map((group) => join(group));
}

function indexOf(call: ExternalCall, operation: string, find: (text: string, part: string) => number): Value {
  const text = receiverText(call);
  const [known, part] = [literalText(text), call.items[0] === undefined ? undefined : literalText(call.items[0].value)];
  if (known !== undefined && part !== undefined) return { kind: "number", number: find(known, part) };
  return derived(`${operation} ${part ?? ""}`, [text]);
}

function holds(call: ExternalCall, test: (text: string, part: string) => boolean): Value {
  const text = receiverText(call);
  const [known, part] = [literalText(text), call.items[0] === undefined ? undefined : literalText(call.items[0].value)];
  if (known !== undefined && part !== undefined) return { kind: "constant", constant: test(known, part) };
  use(text);
  return derived(call.path, [text, ...call.items.map((item) => item.value)]);
}

function numberText(call: ExternalCall): Value {
  const { receiver } = call;
  if (receiver?.kind === "number" && call.items.length === 0) return literal(String(receiver.number));
  return receiver === undefined ? nothing : derived("toString", [receiver, ...call.items.map((item) => item.value)]);
}

