import { isText, join, literal, literalText } from "../../values/text.js";
import type { JoinedPart, Text } from "../../values/value.js";
import { listValue, none, textValue, unknownValue, type Arguments, type StarlarkValue } from "./values.js";

/** Calls a method of a text, list or map (https://github.com/bazelbuild/starlark/blob/master/spec.md#built-in-methods). */
export function callMethod(receiver: StarlarkValue, name: string, given: Arguments): StarlarkValue {
  switch (receiver.kind) {
    case "text":
      return textMethod(receiver.text, name, given);
    case "list":
      return listMethod(receiver, name, given);
    case "map":
      return mapMethod(receiver, name, given);
    default:
      return unknownValue(`the result of ${name}`);
  }
}

function textMethod(text: Text, name: string, { positional, named }: Arguments): StarlarkValue {
  const known = literalText(text);
  const words = positional.map(lettersOf);
  const [first, second] = words;
  switch (name) {
    case "format":
      return textOr(formatText(text, positional, named));
    case "join": {
      const [list] = positional;
      const texts = list?.kind === "list" && !list.isOpen ? list.items.map(asText) : [undefined];
      return textOr(texts.every((one) => one !== undefined) ? join(texts.flatMap((one, index) => (index === 0 ? [{ text: one }] : [{ text }, { text: one }]))) : undefined);
    }
    case "lower":
    case "upper":
    case "strip":
    case "lstrip":
    case "rstrip":
      if (known === undefined || words.length > 0) break;
      return textValue(literal(simple[name](known)));
    case "replace":
      if (known === undefined || first === undefined || second === undefined || words.length > 2) break;
      return known.includes(first) ? textValue(literal(known.replaceAll(first, second))) : textValue(text);
    case "removeprefix":
    case "removesuffix":
      if (known === undefined || first === undefined) break;
      return textValue(literal(name === "removeprefix" ? (known.startsWith(first) ? known.slice(first.length) : known) : known.endsWith(first) ? known.slice(0, known.length - first.length) : known));
    case "split":
      if (known === undefined || first === undefined || first === "" || words.length > 1) break;
      return listValue(known.split(first).map((part) => textValue(literal(part))));
    case "startswith":
    case "endswith":
      if (known === undefined || first === undefined) break;
      return { kind: "constant", constant: name === "startswith" ? known.startsWith(first) : known.endsWith(first) };
    default:
      break;
  }
  return unknownValue(`what ${name} makes of a text`);
}

const simple = {
  lower: (text: string) => text.toLowerCase(),
  upper: (text: string) => text.toUpperCase(),
  strip: (text: string) => text.trim(),
  lstrip: (text: string) => text.trimStart(),
  rstrip: (text: string) => text.trimEnd(),
} as const;

/** `"{}/{name}".format(…)`; undefined where a field is not plain. */
function formatText(format: Text, positional: readonly StarlarkValue[], named: Arguments["named"]): Text | undefined {
  const known = literalText(format);
  if (known === undefined) return undefined;
  let next = 0;
  const parts: JoinedPart[] = [];
  for (const piece of known.split(/(\{\{|\}\}|\{\w*\})/u)) {
    const field = /^\{(\w*)\}$/u.exec(piece)?.[1];
    if (field === undefined) parts.push({ text: literal(piece === "{{" ? "{" : piece === "}}" ? "}" : piece) });
    else {
      const value = field === "" ? positional[next++] : /^\d+$/u.test(field) ? positional[Number(field)] : named.get(field);
      const text = value === undefined ? undefined : asText(value);
      if (text === undefined) return undefined;
      parts.push({ text });
    }
  }
  return join(parts);
}

/** `"%s/%s" % (a, b)`; undefined where a directive is another one. */
export function percentText(format: Text, value: StarlarkValue): Text | undefined {
  const known = literalText(format);
  if (known === undefined) return undefined;
  const values = value.kind === "list" ? value.items : [value];
  let next = 0;
  const parts: JoinedPart[] = [];
  for (const piece of known.split(/(%.)/u)) {
    if (!piece.startsWith("%")) parts.push({ text: literal(piece) });
    else if (piece === "%%") parts.push({ text: literal("%") });
    else {
      const given = values[next++];
      const text = /^%[sdr]$/u.test(piece) && given !== undefined ? asText(given) : undefined;
      if (text === undefined) return undefined;
      parts.push({ text });
    }
  }
  return join(parts);
}

function listMethod(list: Extract<StarlarkValue, { kind: "list" }>, name: string, { positional }: Arguments): StarlarkValue {
  const [first] = positional;
  switch (name) {
    case "append":
      if (first !== undefined && list.items.length < mostItems) list.items.push(first);
      return none;
    case "extend":
      if (first?.kind === "list" && list.items.length + first.items.length < mostItems) {
        list.items.push(...first.items);
        if (first.isOpen) list.isOpen = true;
      } else list.isOpen = true;
      return none;
    default:
      list.isOpen = true;
      return unknownValue(`the result of ${name}`);
  }
}

/** A list that grows beyond this is not listed. */
export const mostItems = 2_000;

function mapMethod(map: Extract<StarlarkValue, { kind: "map" }>, name: string, { positional }: Arguments): StarlarkValue {
  const [first, second = none] = positional;
  switch (name) {
    case "get": {
      const key = first === undefined ? undefined : lettersOf(first);
      const found = key === undefined ? undefined : map.entries.get(key);
      return found ?? (map.isOpen || key === undefined ? unknownValue("a value of a map") : second);
    }
    case "keys":
      return listValue([...map.entries.keys()].map((key) => textValue(literal(key))), map.isOpen);
    case "values":
      return listValue([...map.entries.values()], map.isOpen);
    case "items":
      return listValue([...map.entries].map(([key, value]) => listValue([textValue(literal(key)), value])), map.isOpen);
    case "update":
      if (first?.kind === "map") for (const [key, value] of first.entries) map.entries.set(key, value);
      else map.isOpen = true;
      return none;
    default:
      map.isOpen = true;
      return unknownValue(`the result of ${name}`);
  }
}

/** A value as `str` and `format` write it. */
export function asText(value: StarlarkValue): Text | undefined {
  if (value.kind === "text") return value.text;
  if (value.kind === "number") return literal(String(value.number));
  const [only, ...others] = value.kind === "content" ? value.texts : [];
  return value.kind === "content" && value.isComplete && only !== undefined && others.length === 0 && isText(only) ? only : undefined;
}

export function lettersOf(value: StarlarkValue): string | undefined {
  return value.kind === "text" ? literalText(value.text) : undefined;
}

function textOr(text: Text | undefined): StarlarkValue {
  return text === undefined ? unknownValue("a text that is put together") : textValue(text);
}
