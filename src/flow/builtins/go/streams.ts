import { choice, isText, join, literal, literalText } from "../../../values/text.js";
import type { HeapObject, JoinedPart, Text, Value } from "../../../values/value.js";
import { log } from "../../captures.js";
import type { ExternalCall } from "../../external.js";
import { fileContent, writeFile } from "../../files.js";
import { pointedAt } from "../../pointers.js";
import { itemsOf, textOf } from "../../properties.js";
import { newUnknown } from "../../run.js";
import type { Frame } from "../../run.js";
import { formatText } from "./format.js";
import { formatArguments, printedText, textArgument } from "./print.js";
import { argument, emptyText, newTyped, nil, number, results, withError } from "./results.js";
import type { Builtin } from "../table.js";

export const bufferType = "go:bytes.Buffer";
export const fileType = "go:os.File";
export const pipeReaderType = "go:io.PipeReader";
export const pipeWriterType = "go:io.PipeWriter";
const builderType = "go:strings.Builder";

/** What keeps what is written to it, in the property that is named. */
const written = "written";

/** Writers that hand on to the writer in a property. */
const wrappers: ReadonlySet<string> = new Set(["go:bufio.Writer", "go:text/tabwriter.Writer", "go:compress/gzip.Writer"]);

const builderMethods: Readonly<Record<string, Builtin>> = {
  WriteString: (call) => writeArgument(call, textArgument(call, 0)),
  Write: (call) => writeArgument(call, textArgument(call, 0)),
  WriteByte: (call) => writeArgument(call, lettersOf(call)),
  WriteRune: (call) => writeArgument(call, lettersOf(call)),
  String: (call) => readText(call.frame, call.receiver ?? nil) ?? emptyText,
  Bytes: (call) => readText(call.frame, call.receiver ?? nil) ?? emptyText,
  Len: (call) => {
    const known = literalText(readText(call.frame, call.receiver ?? nil) ?? emptyText);
    return known === undefined ? newUnknown(call.frame.run, "the length of a text") : number(known.length);
  },
  Reset: (call) => {
    if (call.receiver?.kind === "object") call.frame.run.store.write(call.frame.run.store.property(call.receiver.object, written), emptyText);
    return nil;
  },
  Grow: () => nil,
  Cap: (call) => newUnknown(call.frame.run, "the capacity of a buffer"),
  ReadFrom: (call) => {
    writeText(call.frame, call.receiver ?? nil, { text: readText(call.frame, argument(call, 0)) ?? newUnknown(call.frame.run, "what a reader gives") });
    return withError(call, newUnknown(call.frame.run, "a count"));
  },
  WriteTo: (call) => {
    writeText(call.frame, argument(call, 0), { text: readText(call.frame, call.receiver ?? nil) ?? emptyText });
    return withError(call, newUnknown(call.frame.run, "a count"));
  },
};

/** `fmt`'s functions that print, text buffers, files as streams, pipes. */
export const streamBuiltins: Readonly<Record<string, Builtin>> = {
  "go:fmt.Sprintf": (call) => formatText(textArgument(call, 0), formatArguments(call, 1)),
  "go:fmt.Sprint": (call) => join(spaced(call, 0, "")),
  "go:fmt.Sprintln": (call) => join([...spaced(call, 0, " "), { text: literal("\n") }]),
  "go:fmt.Fprintf": (call) => printTo(call, [{ text: formatText(textArgument(call, 1), formatArguments(call, 2)) }]),
  "go:fmt.Fprint": (call) => printTo(call, spaced(call, 1, "")),
  "go:fmt.Fprintln": (call) => printTo(call, [...spaced(call, 1, " "), { text: literal("\n") }]),
  "go:fmt.Append": (call) => join([{ text: textArgument(call, 0) }, ...spaced(call, 1, "")]),
  "go:fmt.Appendf": (call) => join([{ text: textArgument(call, 0) }, { text: formatText(textArgument(call, 1), formatArguments(call, 2)) }]),
  ...Object.fromEntries([builderType, bufferType].flatMap((type) => Object.entries(builderMethods).map(([name, method]) => [`${type}#${name}`, method]))),
  "go:bytes.NewBufferString": newBuffer,
  "go:bytes.NewBuffer": newBuffer,
  "go:strings.NewReader": (call) => textArgument(call, 0),
  "go:bytes.NewReader": (call) => textArgument(call, 0),
  "go:bufio.NewReader": (call) => argument(call, 0),
  "go:bufio.NewScanner": (call) => newTyped(call, "go:bufio.Scanner", { reader: argument(call, 0) }),
  "go:io.NopCloser": (call) => argument(call, 0),
  "go:io.TeeReader": (call) => argument(call, 0),
  "go:bufio.NewWriter": (call) => newTyped(call, "go:bufio.Writer", { writer: argument(call, 0) }),
  "go:text/tabwriter.NewWriter": (call) => newTyped(call, "go:text/tabwriter.Writer", { writer: argument(call, 0) }),
  "go:compress/gzip.NewWriter": (call) => newTyped(call, "go:compress/gzip.Writer", { writer: argument(call, 0) }),
  ...Object.fromEntries([...wrappers, pipeWriterType].flatMap((type) => ["WriteString", "Write", "WriteByte", "WriteRune"].map((name) => [`${type}#${name}`, builderMethods[name]])).filter((entry): entry is [string, Builtin] => entry[1] !== undefined)),
  "go:io.MultiWriter": (call) => newTyped(call, "go:io multiple writer", Object.fromEntries(call.items.map((item, index) => [String(index), item.value]))),
  "go:io.WriteString": (call) => printTo(call, [{ text: textArgument(call, 1), ...(call.items[1]?.origin === undefined ? {} : { use: call.items[1].origin }) }]),
  "go:io.Copy": (call) => {
    writeText(call.frame, argument(call, 0), { text: readText(call.frame, argument(call, 1)) ?? newUnknown(call.frame.run, "what a reader gives") });
    return withError(call, newUnknown(call.frame.run, "a count"));
  },
  "go:io.ReadAll": (call) => withError(call, readText(call.frame, argument(call, 0)) ?? newUnknown(call.frame.run, "what a reader gives")),
  "go:io/ioutil.ReadAll": (call) => withError(call, readText(call.frame, argument(call, 0)) ?? newUnknown(call.frame.run, "what a reader gives")),
  "go:io.Pipe": (call) => {
    const pipe = newTyped(call, "go:io pipe");
    return results(call, newTyped(call, pipeReaderType, { pipe }), newTyped(call, pipeWriterType, { pipe }));
  },
  "String#String": (call) => call.receiver ?? nil,
  "String#Error": (call) => call.receiver ?? nil,
};

/** Adds to what a writer keeps; a writer that keeps nothing is a log. */
export function writeText(frame: Frame, writer: Value, piece: JoinedPart): void {
  if (writer.kind === "choice") {
    for (const alternative of writer.alternatives) writeText(frame, alternative, piece);
    return;
  }
  const target = pointedAt(frame, writer);
  if (target.kind !== "object" || target.object.type === undefined) {
    log(piece.text);
    return;
  }
  const { object } = target;
  const inner = (key: string): Value => object.properties.get(key)?.value ?? nil;
  if (object.type === builderType || object.type === bufferType) add(frame, object, piece);
  else if (object.type === fileType) writeFile(frame, inner("path"), add(frame, object, piece));
  else if (object.type === pipeWriterType) {
    const pipe = inner("pipe");
    if (pipe.kind === "object") add(frame, pipe.object, piece);
  } else if (wrappers.has(object.type ?? "")) writeText(frame, inner("writer"), piece);
  else if (object.type === "go:io multiple writer") for (const cell of [...object.properties.values()]) writeText(frame, cell.value ?? nil, piece);
  else log(piece.text);
}

/** What a reader will give; undefined if that is not known (yet). */
export function readText(frame: Frame, reader: Value): Text | undefined {
  if (reader.kind === "choice") {
    const texts = reader.alternatives.flatMap((alternative) => readText(frame, alternative) ?? []);
    const text = texts.length === reader.alternatives.length ? choice(texts, `read ${reader.key}`) : undefined;
    return text !== undefined && isText(text) ? text : undefined;
  }
  if (isText(reader)) return reader;
  const source = pointedAt(frame, reader);
  if (source.kind !== "object") return undefined;
  const { object } = source;
  const inner = (key: string): Value => object.properties.get(key)?.value ?? nil;
  switch (object.type) {
    case builderType:
    case bufferType:
      return keptText(object);
    case fileType: {
      const content = fileContent(frame, inner("path"));
      return content !== undefined && isText(content) ? content : undefined;
    }
    case pipeReaderType: {
      const pipe = inner("pipe");
      const text = pipe.kind === "object" ? pipe.object.properties.get(written)?.value : undefined;
      return text !== undefined && isText(text) ? text : undefined;
    }
    case "go:bufio.Scanner":
      return readText(frame, inner("reader"));
    default:
      // A list of bytes.
      return object.items !== undefined && itemsOf(frame, source) !== undefined ? textOf(frame, source) : undefined;
  }
}

/** What a buffer holds: nothing before the first write, on any way. */
function keptText(object: HeapObject): Text {
  const value = object.properties.get(written)?.value;
  if (value === undefined || !isText(value)) return emptyText;
  if (value.kind !== "choice" || value.alternatives.every(isText)) return value;
  const texts = choice(value.alternatives.map((alternative) => (isText(alternative) ? alternative : emptyText)), `written ${value.key}`);
  return isText(texts) ? texts : emptyText;
}

function add(frame: Frame, object: HeapObject, piece: JoinedPart): Text {
  const { store } = frame.run;
  const text = join([{ text: keptText(object) }, piece]);
  store.write(store.property(object, written), text);
  return text;
}

function newBuffer(call: ExternalCall): Value {
  const [content] = call.items;
  return newTyped(call, bufferType, content === undefined || content.value.kind === "constant" ? {} : { [written]: textArgument(call, 0) });
}

function writeArgument(call: ExternalCall, text: Text): Value {
  const origin = call.items[0]?.origin;
  writeText(call.frame, call.receiver ?? nil, { text, ...(origin === undefined || text.kind === "literal" ? {} : { use: origin }) });
  return results(call, newUnknown(call.frame.run, "a count"), nil);
}

function lettersOf(call: ExternalCall): Text {
  const value = argument(call, 0);
  return value.kind === "number" ? literal(String.fromCodePoint(value.number)) : textOf(call.frame, value);
}

function printTo(call: ExternalCall, parts: readonly JoinedPart[]): Value {
  writeText(call.frame, argument(call, 0), { text: join(parts) });
  return results(call, newUnknown(call.frame.run, "a count"), nil);
}

/** `Sprint` puts blanks between operands of which neither is a text; texts are what it is used for here. */
function spaced(call: ExternalCall, from: number, separator: string): readonly JoinedPart[] {
  return call.items.slice(from).flatMap((item, index): readonly JoinedPart[] => [
    ...(index === 0 || separator === "" ? [] : [{ text: literal(separator) }]),
    { text: printedText(call, item.value), ...(item.origin === undefined || item.value.kind === "literal" ? {} : { use: item.origin }) },
  ]);
}
