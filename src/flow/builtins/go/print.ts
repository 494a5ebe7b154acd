import { goConstant } from "../../../models/apis/go/constants.js";
import { derived, isText, join, literal, literalText } from "../../../values/text.js";
import type { HeapObject, Item, Text, Value } from "../../../values/value.js";
import { callFunction } from "../../call.js";
import { pointedAt } from "../../pointers.js";
import { readProperty, textOf } from "../../properties.js";
import { newUnknown } from "../../run.js";
import { methodOfTyped } from "../../structs.js";
import type { Frame } from "../../run.js";
import type { ExternalCall } from "../../external.js";
import type { FormatArgument } from "./format.js";
import { errorType } from "./results.js";

const deepestValue = 4;

/** A value as `fmt.Sprint` and `%v` print it (https://pkg.go.dev/fmt). */
export function printedText(call: ExternalCall, value: Value, depth = 0): Text {
  const { frame } = call;
  if (isText(value) || value.kind === "number") return printedBy(call, value, methodOfTyped(frame.run, value, "Error") ?? methodOfTyped(frame.run, value, "String"));
  if (value.kind === "external") {
    const constant = goConstant(value.path);
    return constant === undefined ? textOf(frame, value) : literal(String(constant));
  }
  if (value.kind !== "object" || depth > deepestValue) return textOf(frame, value);
  const plain = pointedAt(frame, value);
  if (plain.kind !== "object") return printedText(call, plain, depth + 1);
  const { object } = plain;
  if (object.items !== undefined) return printedList(call, object, depth);
  const own = heldText(object);
  if (own !== undefined) return own;
  for (const method of object.class === undefined ? [] : ["Error", "String"]) {
    const member = readProperty(frame, value, method);
    if (member.kind === "function") return textOf(frame, callFunction(frame.run, member, [], call.place, frame.activation.path));
  }
  return textOf(frame, plain);
}

/** What the method gives by which a value of a type of the project prints itself. */
function printedBy(call: ExternalCall, value: Value, method: Value | undefined): Text {
  const { frame } = call;
  return textOf(frame, method?.kind === "function" ? callFunction(frame.run, method, [], call.place, frame.activation.path) : value);
}

/** A list of bytes or characters as text, another one as `fmt` prints it. */
function printedList(call: ExternalCall, object: HeapObject, depth: number): Text {
  if (object.open.value !== undefined) return derived("text", [{ kind: "object", object }]);
  const bytes = bytesOf(object.items?.value ?? []);
  if (bytes !== undefined) return bytes;
  const items = object.items?.value ?? [];
  return join([
    { text: literal("[") },
    ...items.flatMap((item, index) => [...(index === 0 ? [] : [{ text: literal(" ") }]), { text: printedText(call, item.value, depth + 1), ...(item.origin === undefined || item.value.kind === "literal" ? {} : { use: item.origin }) }]),
    { text: literal("]") },
  ]);
}

/** The text of a list of bytes: numbers are letters, texts are runs of random bytes. */
export function bytesOf(items: readonly Item[]): Text | undefined {
  const parts: Text[] = [];
  for (const { value, isOptional } of items) {
    if (isOptional) return undefined;
    if (value.kind === "number" && Number.isInteger(value.number) && value.number >= 0 && value.number <= 0x10ffff) parts.push(literal(String.fromCodePoint(value.number)));
    else if (isText(value) && literalText(value) === undefined) parts.push(value);
    else return undefined;
  }
  return parts.length === 0 ? undefined : join(parts.map((text) => ({ text })));
}

/** Objects of the standard library that are known by one text. */
function heldText(object: HeapObject): Text | undefined {
  const key = object.type === undefined ? undefined : keysOfTexts[object.type];
  const value = key === undefined ? undefined : object.properties.get(key)?.value;
  return value !== undefined && isText(value) ? value : undefined;
}

const keysOfTexts: Readonly<Record<string, string>> = {
  [errorType]: "message",
  "go:strings.Builder": "written",
  "go:bytes.Buffer": "written",
  "go:time.Time": "reading",
};

/** A text argument, whatever holds it: a list of bytes, a constant of a library, a number. */
export function textArgument(call: ExternalCall, index: number): Text {
  const item = call.items[index];
  return item === undefined ? newUnknown(call.frame.run, "an argument that is not there") : printedText(call, item.value);
}

/** The arguments of a format, from an index on; behind one that may not be there nobody knows which is which. */
export function formatArguments(call: ExternalCall, from: number): readonly FormatArgument[] {
  const items = call.items.slice(from);
  const certain = items.findIndex((item) => item.isOptional);
  return items.map((item, index) => {
    if (certain < 0 || index < certain) return { value: item.value, text: printedText(call, item.value), use: item.origin };
    const open = derived(`argument ${index}`, items.map((one) => one.value));
    return { value: open, text: open };
  });
}

/** A value as the frame's engine reads it where Go would take bytes or text. */
export function bytesText(frame: Frame, value: Value): Text {
  if (value.kind === "object" && value.object.items !== undefined && value.object.open.value === undefined) return bytesOf(value.object.items.value) ?? textOf(frame, value);
  return textOf(frame, value);
}
