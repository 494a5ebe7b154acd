import { isText, join, literal, literalText } from "../../../values/text.js";
import type { HeapObject, Text, Value } from "../../../values/value.js";
import { callValue } from "../../call.js";
import { truthOf } from "../../truth.js";
import type { ExternalCall } from "../../external.js";
import { fileContent } from "../../files.js";
import { pointedAt } from "../../pointers.js";
import { itemsOf, readProperty } from "../../properties.js";
import { newUnknown } from "../../run.js";
import type { Builtin } from "../table.js";
import { formatText } from "./format.js";
import { quotedText } from "./pieces.js";
import { printedText, textArgument } from "./print.js";
import { anyError, argument, emptyText, newTyped, nil, results, withError } from "./results.js";
import { writeText } from "./streams.js";
import { fillTemplate } from "./template.js";
import type { TemplateData } from "./template.js";

const packages = ["go:text/template", "go:html/template"];

/** Templates with a text that is known (https://pkg.go.dev/text/template). */
export const templateBuiltins: Readonly<Record<string, Builtin>> = Object.fromEntries(packages.flatMap((path) => {
  const type = `${path}.Template`;
  const made = (call: ExternalCall, text: Text): Value => newTyped(call, type, { text });
  const builtins: Readonly<Record<string, Builtin>> = {
    [`${path}.New`]: (call) => newTyped(call, type),
    [`${path}.Must`]: (call) => {
      const value = argument(call, 0);
      return value.kind === "object" && value.object.items !== undefined ? (value.object.items.value[0]?.value ?? nil) : value;
    },
    [`${path}.ParseFiles`]: (call) => withError(call, made(call, fileText(call, textArgument(call, 0)))),
    [`${path}.ParseFS`]: (call) => withError(call, made(call, fileText(call, textArgument(call, 1)))),
    [`${type}#Parse`]: (call) => {
      const object = templateOf(call);
      if (object !== undefined) call.frame.run.store.write(call.frame.run.store.property(object, "text"), textArgument(call, 0), call.items[0]?.origin);
      return results(call, call.receiver ?? nil, nil);
    },
    [`${type}#ParseFiles`]: (call) => {
      const object = templateOf(call);
      if (object !== undefined) call.frame.run.store.write(call.frame.run.store.property(object, "text"), fileText(call, textArgument(call, 0)));
      return withError(call, call.receiver ?? nil);
    },
    [`${type}#Funcs`]: (call) => {
      const object = templateOf(call);
      if (object !== undefined) call.frame.run.store.write(call.frame.run.store.property(object, "functions"), argument(call, 0));
      return call.receiver ?? nil;
    },
    [`${type}#Delims`]: (call) => {
      const object = templateOf(call);
      for (const [index, key] of ["open", "close"].entries()) if (object !== undefined) call.frame.run.store.write(call.frame.run.store.property(object, key), textArgument(call, index));
      return call.receiver ?? nil;
    },
    [`${type}#Option`]: (call) => call.receiver ?? nil,
    [`${type}#New`]: (call) => newTyped(call, type),
    [`${type}#Lookup`]: (call) => call.receiver ?? nil,
    [`${type}#Execute`]: (call) => execute(call, 1),
    [`${type}#ExecuteTemplate`]: (call) => execute(call, 2),
  };
  return Object.entries(builtins);
}));

function templateOf(call: ExternalCall): HeapObject | undefined {
  const template = pointedAt(call.frame, call.receiver ?? nil);
  return template.kind === "object" ? template.object : undefined;
}

function fileText(call: ExternalCall, path: Text): Text {
  const content = fileContent(call.frame, path);
  return content !== undefined && isText(content) ? content : newUnknown(call.frame.run, "the content of a template's file");
}

function execute(call: ExternalCall, dataAt: number): Value {
  const template = templateOf(call);
  const field = (name: string): Value | undefined => template?.properties.get(name)?.value;
  const text = field("text");
  const delimiters = [literalText(field("open") ?? nil), literalText(field("close") ?? nil)];
  const filled =
    text === undefined || !isText(text)
      ? newUnknown(call.frame.run, "what a template gives")
      : fillTemplate(text, argument(call, dataAt), reading(call, field("functions")), [field("open") === undefined ? "{{" : (delimiters[0] ?? "{{"), field("close") === undefined ? "}}" : (delimiters[1] ?? "}}")]);
  writeText(call.frame, argument(call, 0), { text: filled });
  return anyError(call);
}

function reading(call: ExternalCall, functions: Value | undefined): TemplateData {
  const { frame } = call;
  return {
    field: (value, name) => {
      const object = pointedAt(frame, value);
      const read = readProperty(frame, object, name);
      const origin = object.kind === "object" ? object.object.properties.get(name)?.origin : undefined;
      // A method without parameters is called.
      return { value: read.kind === "function" ? callValue(frame, read, [], call.place) : read, origin };
    },
    elements: (value) => itemsOf(frame, pointedAt(frame, value)),
    print: (value) => printedText(call, value),
    truth: (value) => {
      const object = pointedAt(frame, value);
      if (object.kind === "object" && object.object.items !== undefined) return itemsOf(frame, object)?.some((item) => !item.isOptional);
      return object.kind === "external" ? undefined : truthOf(object);
    },
    call: (name, values) => {
      const own = functions?.kind === "object" ? functions.object.properties.get(name)?.value : undefined;
      if (own !== undefined) return callValue(frame, own, values.map((value) => ({ value, isOptional: false })), call.place);
      return templateFunction(call, name, values);
    },
    unknown: (reason) => newUnknown(frame.run, reason),
  };
}

/** The functions that every template has, and those of Sprig that only tidy texts. */
function templateFunction(call: ExternalCall, name: string, values: readonly Value[]): Value | undefined {
  const texts = values.map((value) => printedText(call, value));
  const [first = emptyText, second = emptyText] = texts;
  switch (name) {
    case "print":
      return join(texts.map((text) => ({ text })));
    case "printf":
      return formatText(first, values.slice(1).map((value, index) => ({ value, text: texts[index + 1] ?? emptyText })));
    case "println":
      return join([...texts.map((text) => ({ text })), { text: literal("\n") }]);
    case "quote":
      return join(quotedText(first).map((text) => ({ text })));
    case "squote":
      return join([{ text: literal("'") }, { text: first }, { text: literal("'") }]);
    case "html":
    case "js":
    case "trim":
      return first;
    case "default": {
      const truth = values[1] === undefined ? false : truthOf(values[1]);
      return truth === true ? second : truth === false ? first : undefined;
    }
    default:
      return undefined;
  }
}
