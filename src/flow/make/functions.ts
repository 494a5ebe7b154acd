import picomatch from "picomatch";
import type { MakeText } from "../../facts/makefile.js";
import { encodeText } from "../../values/encoding.js";
import type { EncodedText } from "../../values/encoding.js";
import { alternativesOf, choice, isText, join, literal, literalText, uncaptured } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { freshOrigins } from "../../values/text.js";
import { fileContent } from "../files.js";
import { newUnknown } from "../run.js";
import { runShell } from "../shell/run-shell.js";
import { normalPath } from "../shell/shell.js";
import { makeFunction } from "../texts/make-functions.js";
import { definitionOf, expand, variableText } from "./expand.js";
import type { Definition, Make, Scope } from "./make.js";
import { readMakeLines } from "./read-lines.js";

/** Where a function is called. */
export interface FunctionCall {
  readonly make: Make;
  readonly source: EncodedText;
  readonly scope: Scope | undefined;
  readonly depth: number;
}

/** What `$(name arguments)` gives (GNU make manual, chapter 8). */
export function callFunction(call: FunctionCall, name: string, given: readonly MakeText[]): Text {
  const own = Object.hasOwn(functions, name) ? functions[name] : undefined;
  const result = own === undefined ? makeFunction(name, given.map((_, index) => argument(call, given, index))) : own(call, given);
  return result ?? newUnknown(call.make.frame.run, `what $(${name}) gives`);
}

/** Gives undefined where the result is not known. */
type MakeFunction = (call: FunctionCall, given: readonly MakeText[]) => Text | undefined;

function argument({ make, source, scope, depth }: FunctionCall, given: readonly MakeText[], index: number): Text {
  const text = given[index];
  return text === undefined ? literal("") : expand(make, { text, source }, scope, depth + 1);
}

/** Those that do more than to change texts. */
const functions: Readonly<Record<string, MakeFunction | undefined>> = {
  shell: (call, given) => shellOutput(call, argument(call, given, 0)),
  if: (call, given) => {
    const condition = stripped(argument(call, given, 0));
    const isTrue = isNotEmpty(condition);
    if (isTrue !== undefined) return argument(call, given, isTrue ? 1 : 2);
    return eitherText([argument(call, given, 1), argument(call, given, 2)], `${condition.key}?`);
  },
  or: (call, given) => logical(call, given, true),
  and: (call, given) => logical(call, given, false),
  call: (call, given) => {
    const name = literalText(stripped(argument(call, given, 0)));
    if (name === undefined) return undefined;
    const values = given.slice(1).map((_, index) => argument(call, given, index + 1));
    const variables = new Map<string, Definition>([["0", simple(literal(name))], ...values.map((value, index) => [String(index + 1), simple(value)] as const)]);
    // `$(call patsubst,…)` calls the function itself.
    if (definitionOf(call.make, name, call.scope) === undefined && values.length > 0) {
      const built = makeFunction(name, values);
      if (built !== undefined) return built;
    }
    return variableText(call.make, name, { variables, outer: call.scope }, call.depth + 1);
  },
  foreach: (call, given) => {
    const name = literalText(stripped(argument(call, given, 0)));
    const list = literalText(argument(call, given, 1));
    const [, , body] = given;
    if (name === undefined || list === undefined || body === undefined) return undefined;
    const texts = wordsIn(list).slice(0, 200).map((word) => expand(call.make, { text: body, source: call.source }, { variables: new Map([[name, simple(literal(word))]]), outer: call.scope }, call.depth + 1));
    return spaced(texts);
  },
  let: (call, given) => {
    const names = wordsIn(literalText(argument(call, given, 0)) ?? "");
    const values = wordsIn(literalText(argument(call, given, 1)) ?? "");
    const [, , body] = given;
    if (body === undefined) return literal("");
    const variables = new Map<string, Definition>(names.map((name, index) => [name, simple(literal(index === names.length - 1 ? values.slice(index).join(" ") : (values[index] ?? "")))] as const));
    return expand(call.make, { text: body, source: call.source }, { variables, outer: call.scope }, call.depth + 1);
  },
  eval: (call, given) => {
    const source = encodeText(argument(call, given, 0));
    if (source !== undefined) readMakeLines(call.make, source, call.scope);
    return literal("");
  },
  value: (call, given) => {
    const definition = definitionOf(call.make, literalText(stripped(argument(call, given, 0))) ?? "", call.scope);
    const [only] = definition?.flavor === "recursive" ? definition.values : [];
    return only === undefined ? undefined : only.source.at(...only.text.at);
  },
  origin: (call, given) => {
    const name = literalText(stripped(argument(call, given, 0)));
    if (name === undefined) return undefined;
    if (call.make.overrides.has(name)) return literal("command line");
    return definitionOf(call.make, name, call.scope) === undefined ? undefined : literal("file");
  },
  flavor: (call, given) => {
    const definition = definitionOf(call.make, literalText(stripped(argument(call, given, 0))) ?? "", call.scope);
    return definition === undefined || definition.flavor === "either" ? undefined : literal(definition.flavor);
  },
  wildcard: (call, given) => wildcard(call.make, argument(call, given, 0)),
  realpath: (call, given) => absolute(call.make, argument(call, given, 0)),
  abspath: (call, given) => absolute(call.make, argument(call, given, 0)),
  file: (call, given) => {
    const [, path] = /^<\s*(\S+)$/u.exec(literalText(argument(call, given, 0))?.trim() ?? "") ?? [];
    const content = path === undefined ? undefined : fileContent(call.make.frame, literal(path), call.make.folder);
    return content !== undefined && isText(content) ? content : literal("");
  },
  error: () => literal(""),
  warning: () => literal(""),
  info: () => literal(""),
};

export function simple(value: Text): Definition {
  return { flavor: "simple", value, isOverride: false, at: undefined };
}

export function wordsIn(list: string): readonly string[] {
  return list.split(/\s+/u).filter((word) => word !== "");
}

/** A text without the blanks around it. */
export function stripped(text: Text): Text {
  const known = literalText(text);
  if (known !== undefined) return known.trim() === known ? text : literal(known.trim());
  return makeFunction("strip", [text]) ?? text;
}

function spaced(texts: readonly Text[]): Text {
  return join(texts.flatMap((text, index) => (index === 0 ? [{ text }] : [{ text: literal(" ") }, { text }])));
}

function eitherText(texts: readonly Text[], identity: string): Text | undefined {
  const either = choice(texts, identity);
  return isText(either) ? either : undefined;
}

function logical(call: FunctionCall, given: readonly MakeText[], isOr: boolean): Text | undefined {
  let last: Text = literal("");
  for (let index = 0; index < given.length; index += 1) {
    last = stripped(argument(call, given, index));
    const isTrue = isNotEmpty(last);
    if (isTrue === isOr) return last;
    if (isTrue === undefined) {
      const rest = given.slice(index + 1);
      if (rest.length === 0) return last;
      const other = logical(call, rest, isOr);
      return other === undefined ? undefined : isOr ? eitherText([last, other], `${last.key}:-${other.key}`) : eitherText([literal(""), other], `${last.key}&&${other.key}`);
    }
    if (!isOr && !isTrue) return literal("");
  }
  return last;
}

/** Whether a condition of make holds: whether the text is empty, where it is known. */
export function isNotEmpty(text: Text): boolean | undefined {
  const plain = uncaptured(text);
  switch (plain.kind) {
    case "literal":
      return plain.text !== "";
    case "joined":
      return plain.parts.some((part) => isNotEmpty(part.text) === true) ? true : undefined;
    case "choice": {
      // A variable that has a value where the environment gives none.
      const known = (alternativesOf(plain) ?? []).map((alternative) => literalText(alternative)).filter((letters) => letters !== undefined);
      return known.length > 0 && known.every((letters) => letters !== "") && known.length + 1 >= plain.alternatives.length ? true : undefined;
    }
    case "hole":
      return plain.origin.kind === "fresh" ? true : undefined;
    case "captured":
      return true;
  }
}

/** `$(shell command)`: its output, line breaks as blanks. Two readings of the time at one moment are one. */
export function shellOutput({ make, scope }: Pick<FunctionCall, "make" | "scope">, command: Text): Text | undefined {
  const known = make.readings.get(command.key);
  if (known !== undefined) return known;
  const output = runShell(make.frame, command, { place: make.place, input: undefined, environment: environmentOfShell(make, scope), folder: make.folder }, true);
  const text = onOneLine(output);
  if (freshOrigins(text).some(({ what }) => what.startsWith("date"))) make.readings.set(command.key, text);
  return text;
}

function environmentOfShell(make: Make, scope: Scope | undefined): Make["environment"] {
  return (name) => {
    const override = make.overrides.get(name);
    if (override !== undefined) return override;
    if (make.state.exported.get(name) !== true && !make.state.exportsAll) return make.environment?.(name);
    return definitionOf(make, name, scope) === undefined ? make.environment?.(name) : { value: variableText(make, name, scope, 1) };
  };
}

function onOneLine(text: Text): Text {
  const known = literalText(text);
  if (known === undefined || !known.includes("\n")) return text;
  return literal(known.replace(/\n+$/u, "").replace(/\n/gu, " "));
}

function absolute(make: Make, path: Text): Text | undefined {
  const known = literalText(path)?.trim();
  const folder = literalText(make.folder);
  if (known === undefined || folder === undefined) return undefined;
  return literal(wordsIn(known).map((word) => normalPath(word.startsWith("/") ? word : `${folder}/${word}`)).join(" "));
}

/** The files of the project that a pattern matches, seen from make's folder. */
function wildcard(make: Make, pattern: Text): Text | undefined {
  const known = literalText(pattern);
  const folder = literalText(make.folder);
  if (known === undefined || folder === undefined) return undefined;
  const found = wordsIn(known).flatMap((word) => {
    const path = normalPath(word.startsWith("/") ? word : `${folder}/${word}`).slice(1);
    if (!/[*?[]/u.test(path)) return make.frame.run.project.files.includes(path) ? [word] : [];
    const matches = picomatch(path);
    return make.frame.run.project.files.filter((file) => matches(file)).map((file) => (word.startsWith("/") ? `/${file}` : relativeTo(folder, file)));
  });
  return literal(found.join(" "));
}

function relativeTo(folder: string, file: string): string {
  const base = folder.replace(/^\//u, "");
  return base === "" ? file : file.startsWith(`${base}/`) ? file.slice(base.length + 1) : `/${file}`;
}
