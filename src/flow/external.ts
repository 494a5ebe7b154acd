import { apiEffect } from "../models/apis/table.js";
import type { ApiEffect, ArgumentPath } from "../models/apis/row.js";
import { derived, hole, isFreshHole, isText, join, literal, literalText, uncaptured } from "../values/text.js";
import type { ExternalValue, FunctionValue, HeapObject, Item, ObjectValue, Place, Text, Value } from "../values/value.js";
import { builtin } from "./builtins/table.js";
import { copyProperties } from "./evaluate.js";
import { callFunction, callUnknown, callValue, functionsIn, runCallbacks } from "./call.js";
import type { CallOptions } from "./call.js";
import { log, use } from "./captures.js";
import { runCommand } from "./commands.js";
import { environmentOf } from "./process-environment.js";
import type { CommandContext, CommandWord } from "./commands.js";
import { runCompose } from "./compose/run.js";
import { escape } from "./escapes.js";
import { fileContent, writeFile } from "./files.js";
import { deployManifests, deployObjects, valueOfJson, textOfJson } from "./manifests.js";
import { writeThroughPointers } from "./outputs.js";
import { itemsOf, textOf } from "./properties.js";
import { WayEnds, newFresh, newFromOutside, newUnknown, nextOrder, nothing } from "./run.js";
import type { Frame, Run } from "./run.js";
import { argumentIn, hasMethodsWithRoles } from "./roles.js";
import { runShell } from "./shell/run-shell.js";
import { recordSite } from "./sites.js";
import { stored } from "./structs.js";

/** A call of something that the project does not define. */
export interface ExternalCall {
  readonly frame: Frame;
  readonly path: string;
  readonly callee: ExternalValue;
  readonly receiver: Value | undefined;
  readonly items: readonly Item[];
  readonly place: Place;
  readonly tagged: readonly boolean[] | undefined;
  /** What a command is given on its standard input, beside its options. */
  readonly input?: Text | undefined;
}

export function callExternal(frame: Frame, callee: ExternalValue, items: readonly Item[], place: Place, options: CallOptions): Value {
  const call: ExternalCall = { frame, path: callee.path, callee, receiver: callee.receiver ?? options.receiver, items, place, tagged: options.tagged };
  const name = options.name ?? lastName(callee.path);
  const known = builtin(callee.path);
  if (known !== undefined) return known(call);
  const effect = apiEffect(callee.path);
  if (effect !== undefined) return applyEffect(call, effect);
  if (options.tagged !== undefined) return joinTagged(call, options.tagged);
  return callOfUnknown(call, name);
}

/** `new X(…)` of something that the project does not define; with a receiver, as the base of one of the project's classes. */
export function constructExternal(frame: Frame, callee: ExternalValue, items: readonly Item[], place: Place, receiver?: Value): Value {
  const call: ExternalCall = { frame, path: callee.path, callee, receiver, items, place, tagged: undefined };
  const known = builtin(`new ${callee.path}`);
  if (known !== undefined) return known(call);
  const effect = apiEffect(callee.path);
  if (effect !== undefined) return applyEffect(call, effect);
  if (receiver !== undefined) return receiver;
  runCallbacks(frame, items, place);
  escape(frame.run, items.map((item) => item.value), place, `new ${lastName(callee.path)}`);
  deployEscaping(call, `new ${lastName(callee.path)}`);
  // The configuration names a method of the class: its objects keep it.
  if (hasMethodsWithRoles(frame.run, callee.path)) return typed(frame, callee.path, items, place);
  return newUnknown(frame.run, `an object of ${lastName(callee.path)}`);
}

/** The value at a path in the arguments, and where it is given. */
export function argumentAt(call: ExternalCall, path: ArgumentPath): { readonly value: Value; readonly origin: Place | undefined } {
  const [first = path, ...others] = path.split("|");
  const found = argumentAtPath(call, first);
  const next = others.join("|");
  return next === "" || isText(found.value) || found.value.kind === "object" ? found : argumentAt(call, next);
}

function argumentAtPath(call: ExternalCall, path: ArgumentPath): { readonly value: Value; readonly origin: Place | undefined } {
  const ofReceiver = /^receiver\.(.+)$/u.exec(path)?.[1];
  if (ofReceiver === undefined) return argumentIn(call.frame, call.items, path);
  return argumentIn(call.frame, [{ value: call.receiver ?? nothing, isOptional: false }], `0.${ofReceiver}`);
}

function lastName(path: string): string {
  return path.split(/[.#/]/u).at(-1) ?? path;
}

const coarseReadings: ReadonlySet<string> = new Set(["getFullYear", "getMonth", "getDate", "getDay", "getHours", "getUTCFullYear", "getUTCMonth", "getUTCDate", "getUTCDay", "getUTCHours", "getYear", "toDateString", "toLocaleDateString"]);

function callOfUnknown(call: ExternalCall, name: string): Value {
  const { frame, receiver, items, place } = call;
  const isMethodOfText = call.path.startsWith("String#") && receiver !== undefined && isText(receiver);
  if (isMethodOfText && (uncaptured(receiver).kind !== "hole" || isFreshHole(uncaptured(receiver)))) {
    // A method of a text that no row knows gives something of that text, and keeps it here.
    runCallbacks(frame, items, place);
    // Time has a grain: two readings of one day are equal.
    if (isFreshHole(uncaptured(receiver)) && coarseReadings.has(name)) return hole(`today ${name}`, { kind: "unknown", reason: "the date" });
    return derived(name, [receiver, ...items.map((item) => item.value)]);
  }
  deployEscaping(call, name);
  return callUnknown(frame, items, place, name);
}

/** The text of a template whose tag only tidies it. */
function joinTagged({ frame, items }: ExternalCall, tagged: readonly boolean[]): Text {
  return join(items.map((item, index) => ({ text: textOf(frame, item.value), ...(tagged[index] === true && item.origin !== undefined ? { use: item.origin } : {}) })));
}

/** A manifest is a deploy where it leaves the project's sight. */
function deployEscaping(call: ExternalCall, how: string): void {
  for (const item of call.items) {
    if (item.value.kind === "object" || item.value.kind === "choice" || item.value.kind === "hole") deployObjects(call.frame, item.value, call.place, how);
    else if (isText(item.value) && uncaptured(item.value).kind !== "hole") deployManifests(call.frame, item.value, call.place, how);
  }
}

function applyEffect(call: ExternalCall, effect: ApiEffect): Value {
  const { frame, items, place, receiver } = call;
  const { run } = frame;
  const argument = (index: number): Value => items[index]?.value ?? nothing;
  switch (effect.kind) {
    case "process":
      return runProcess(call, effect);
    case "make":
      return typed(frame, effect.type === "*" ? call.path : effect.type, items, place);
    case "with-field": {
      const field = lastName(call.path).replace(/^With/u, "");
      if (receiver?.kind !== "object") return receiver ?? nothing;
      const cell = run.store.property(receiver.object, field);
      const before = cell.value === undefined ? [] : (itemsOf(frame, cell.value) ?? []);
      const value = effect.lists.includes(field) ? ({ kind: "object", object: run.store.createObject("array", { items: [...before, ...items], place }) } as const) : argument(0);
      run.store.write(cell, value, items[0]?.origin);
      return receiver;
    }
    case "object": {
      const object = run.store.createObject("plain", { place });
      for (const item of items) copyProperties(frame, item.value, object);
      return { kind: "object", object };
    }
    case "make-function":
      return { kind: "external", path: effect.path };
    case "later":
      return { kind: "external", path: `${call.path}()`, receiver: typed(frame, call.path, items, place) };
    case "copy":
      return receiver?.kind === "object" ? { kind: "object", object: copyOf(run, receiver) } : (receiver ?? nothing);
    case "chain": {
      runCallbacks(frame, items, place);
      const [held] = items;
      if (effect.hold !== undefined && held !== undefined && receiver?.kind === "object") run.store.write(run.store.property(receiver.object, effect.hold), held.value, held.origin);
      return receiver ?? nothing;
    }
    case "site": {
      const { value, origin } = argumentAt(call, effect.reference);
      const texts = value.kind === "object" ? (itemsOf(frame, value) ?? []) : [{ value, origin, isOptional: false }];
      const source = effect.source === undefined ? undefined : textOf(frame, argumentAt(call, effect.source).value);
      for (const text of texts) {
        if (isText(text.value)) recordSite(frame, { kind: effect.site, engine: "docker", reference: text.value, source, origin: text.origin ?? origin, place, how: effect.how, runtime: effect.site === "deploy" ? "engine" : undefined });
      }
      runCallbacks(frame, items, place);
      return effect.type === undefined ? newUnknown(run, `the result of ${effect.how}`) : typed(frame, effect.type, items, place);
    }
    case "tag-held": {
      const repository = textOf(frame, argumentAt(call, "0.repo").value);
      const tag = argumentAt(call, "0.tag");
      const reference = tag.value.kind === "constant" ? repository : join([{ text: repository }, { text: literal(":") }, { text: textOf(frame, tag.value) }]);
      recordSite(frame, { kind: "tag", engine: "docker", reference, source: textOf(frame, argumentAt(call, "receiver.0").value), origin: items[0]?.origin, place, how: effect.how });
      return newUnknown(run, "the result of a tag");
    }
    case "push-held":
      recordSite(frame, { kind: "push", engine: "docker", reference: textOf(frame, argumentAt(call, "receiver.0").value), place, how: effect.how });
      runCallbacks(frame, items, place);
      return newUnknown(run, "the result of a push");
    case "apply": {
      for (const item of items) deployValue(frame, item.value, place, effect.how);
      return newUnknown(run, `the result of ${effect.how}`);
    }
    case "compose": {
      const folder = argumentAt(call, effect.files[0] ?? "receiver.0").value;
      const names = argumentAt(call, effect.files[1] ?? "receiver.1").value;
      const files = itemsOf(frame, names)?.map((item) => item.value) ?? [names];
      const held = receiver?.kind === "object" ? receiver.object.properties.get("environment")?.value : undefined;
      const environment = environmentOf(held?.kind === "object" ? held.object : undefined);
      const paths = files.filter(isText).map((file) => join([{ text: textOf(frame, folder) }, { text: literal("/") }, { text: file }]));
      runCompose(frame, { files: paths, envFiles: [], directory: undefined, name: undefined, services: [], profiles: [], builds: true, pushes: false, pulls: false, starts: true, buildArgs: new Map(), engine: "docker", separator: "-", environment, folder: undefined, how: effect.how }, place);
      return newUnknown(run, "a compose environment");
    }
    case "fresh":
      return newFresh(run, effect.what, place, frame.activation.path);
    case "log":
      for (const item of items) log(item.value);
      return nothing;
    case "derive":
      return derived(call.path, items.map((item) => item.value));
    case "harmless":
      runCallbacks(frame, items, place, "dropped");
      for (const item of items) use(item.value);
      writeThroughPointers(frame, items, lastName(call.path));
      return newUnknown(run, `the result of ${lastName(call.path)}`);
    case "write-file": {
      const path = argumentAt(call, effect.path).value;
      const content = argumentAt(call, effect.content).value;
      const before = effect.appends ? fileContent(frame, path) : undefined;
      const text = content.kind === "object" && content.object.items === undefined ? textOfJson(frame, content) : textOf(frame, content);
      writeFile(frame, path, before !== undefined && isText(before) ? join([{ text: before }, { text }]) : text);
      runCallbacks(frame, items, place);
      return nothing;
    }
    case "copy-file": {
      const content = fileContent(frame, argument(0));
      if (content !== undefined) writeFile(frame, argument(1), content);
      return nothing;
    }
    case "read-file": {
      const content = fileContent(frame, argument(0)) ?? newFromOutside(run, "the content of a file");
      for (const callback of items.flatMap((item) => functionsIn(item.value))) callFunction(run, callback, [{ value: nothing, isOptional: false }, { value: content, isOptional: false }], place, frame.activation.path);
      return content;
    }
    case "join-path":
      return joinPath(frame, items, effect.isResolved);
    case "base-name":
    case "folder-name": {
      const path = literalText(argument(0));
      if (path === undefined) return derived(effect.kind, [argument(0)]);
      const slash = path.lastIndexOf("/");
      return literal(effect.kind === "base-name" ? path.slice(slash + 1) : path.slice(0, Math.max(slash, 0)) || (slash === 0 ? "/" : "."));
    }
    case "parse":
      return isText(argument(0)) ? valueOfJson(frame, textOf(frame, argument(0)), effect.form) : newUnknown(run, "what a parser gives");
    case "stringify":
      return textOfJson(frame, argument(0));
    case "same":
      return call.tagged === undefined ? argument(0) : joinTagged(call, call.tagged);
    case "call": {
      const callback = argument(effect.callback);
      const result = callValue(frame, callback, effect.given.map((path) => ({ ...argumentAt(call, path), isOptional: false })), place);
      return effect.gives === "error" ? newUnknown(run, "an error") : result;
    }
    case "map": {
      const list = itemsOf(frame, argument(effect.list));
      const callback = effect.callback < 0 ? undefined : argument(effect.callback);
      const elements = list ?? [{ value: newUnknown(run, "an element of an unknown list"), isOptional: true }];
      const results = elements.map((element, index): Item => ({
        value: callback === undefined ? callValue(frame, element.value, [], place) : callValue(frame, callback, [element, { value: { kind: "number", number: index }, isOptional: false }], place),
        isOptional: element.isOptional,
      }));
      return { kind: "object", object: run.store.createObject("array", { items: results, ...(list === undefined ? { open: "an unknown list" } : {}) }) };
    }
    case "mock":
      run.mocks.isUsed = true;
      return newUnknown(run, "a mock");
    case "schedule":
      return schedule(call, effect.phase);
    case "end":
      for (const item of items) log(item.value);
      throw new WayEnds();
    case "results": {
      const value = applyEffect(call, effect.of);
      const error = newUnknown(run, "an error");
      if (effect.gives === "error") return error;
      return { kind: "object", object: run.store.createObject("array", { items: [value, error].map((result) => ({ value: result, isOptional: false })) }) };
    }
    case "command": {
      // What is done later stands where it was said.
      const said = call.path.endsWith("()") && receiver?.kind === "object" ? (receiver.object.place ?? place) : place;
      return runCommand(frame, effect.words.flatMap((word) => (typeof word === "string" ? [{ text: literal(word) }] : wordsAt(call, word.at))), { place: said, input: effect.input === undefined ? undefined : textOf(frame, argumentAt(call, effect.input).value) });
    }
  }
}

function copyOf(run: Run, receiver: ObjectValue): HeapObject {
  const copy = stored(run, { ...receiver, isStruct: true });
  return copy.kind === "object" ? copy.object : receiver.object;
}

/** The words of a command that stand in the arguments: a text is one, a list is several. */
function wordsAt(call: ExternalCall, path: ArgumentPath): readonly CommandWord[] {
  const { value, origin } = argumentAt(call, path);
  const list = value.kind === "object" ? itemsOf(call.frame, value) : undefined;
  return (list ?? [{ value, origin, isOptional: false }]).map(wordOf(call.frame));
}

function deployValue(frame: Frame, value: Value, place: Place, how: string): void {
  use(value);
  if (isText(value) && uncaptured(value).kind !== "hole") deployManifests(frame, value, place, how);
  else deployObjects(frame, value, place, how);
}

/** An object of a library's type that holds the arguments that it was made with. */
function typed(frame: Frame, type: string, items: readonly Item[], place: Place): Value {
  const { store } = frame.run;
  const object = store.createObject("plain", { type, place });
  items.forEach((item, index) => {
    store.write(store.property(object, String(index)), item.value, item.origin);
  });
  return { kind: "object", object };
}

function schedule(call: ExternalCall, phase: "now" | "before" | "test" | "after"): Value {
  const { frame, items, place } = call;
  const { run } = frame;
  const callbacks = items.flatMap((item) => functionsIn(item.value));
  const { path } = frame.activation;
  const [table] = items;
  // `test.each(table)(name, callback)`: the callback runs for each row.
  if (call.path.endsWith(".each") || call.path.endsWith(".for")) return { ...call.callee, path: call.path.replace(/\.(?:each|for)$/u, ""), held: table === undefined ? [] : [table.value] };
  const rows = call.callee.held?.[0] === undefined ? undefined : itemsOf(frame, call.callee.held[0]);
  for (const callback of callbacks) {
    for (const row of rows ?? [undefined]) {
      const given = row === undefined ? [] : (itemsOf(frame, row.value) ?? [row]);
      const bound = { ...callback, receiver: callback.receiver ?? run.testContext };
      if (phase === "now") callFunction(run, bound, given, place, path, "unknown");
      else run.scheduled[phase === "before" ? "before" : phase === "test" ? "tests" : "after"].push({ callback: bound, place, path, items: given });
    }
  }
  return nothing;
}

function joinPath(frame: Frame, items: readonly Item[], isResolved: boolean): Text {
  const known = items.map((item) => literalText(item.value));
  if (known.every((text): text is string => text !== undefined)) {
    const parts = isResolved ? known.slice(Math.max(0, known.findLastIndex((text) => text.startsWith("/")))) : known;
    const joined = parts.filter((part) => part !== "").join("/");
    return literal(normalizePath(joined));
  }
  return join(items.flatMap((item, index) => (index === 0 ? [{ text: textOf(frame, item.value) }] : [{ text: literal("/") }, { text: textOf(frame, item.value) }])));
}

function normalizePath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts[parts.length - 1] !== "..") parts.pop();
    else if (part !== ".." || !path.startsWith("/")) parts.push(part);
  }
  return `${path.startsWith("/") ? "/" : ""}${parts.join("/")}` || ".";
}

// ---------------------------------------------------------------------------------------------------- processes

function runProcess(call: ExternalCall, effect: Extract<ApiEffect, { kind: "process" }>): Value {
  const { frame, items, place, tagged } = call;
  const { run } = frame;
  const { store } = run;
  // `$({ cwd })`, `execa({ stdio: "inherit" })`: the same function with options.
  if (tagged === undefined && effect.line !== "list" && items.length > 0 && items.every((item) => item.value.kind === "object" && item.value.object.items === undefined)) return { ...call.callee, held: items.map((item) => item.value) };
  const child = store.createObject("plain", { type: "process output", place });
  const waiting: ((input: Text) => void)[] = [];
  const input = call.input ?? inputOf(call);
  const context: CommandContext = {
    place,
    input,
    environment: environmentOf(environmentIn(call)),
    folder: folderOf(call),
    awaitInput: (feed) => {
      waiting.push(feed);
    },
  };
  const output = runLine(call, effect, context);
  if (waiting.length > 0) pending.set(child, waiting);
  const stdin = store.createObject("plain", { type: "process stdin" });
  store.write(store.property(stdin, "child"), { kind: "object", object: child });
  store.write(store.property(child, "stdout"), output);
  store.write(store.property(child, "stderr"), newUnknown(run, "a command's error output"));
  store.write(store.property(child, "stdin"), { kind: "object", object: stdin });
  const callbacks = items.flatMap((item): readonly FunctionValue[] => (item.value.kind === "function" ? [item.value] : []));
  const given: readonly Item[] = [newUnknown(run, "an error"), output, newUnknown(run, "a command's error output")].map((value) => ({ value, isOptional: false }));
  for (const callback of callbacks) callFunction(run, callback, given, place, frame.activation.path);
  return effect.result === "text" ? output : { kind: "object", object: child };
}

/** `child.pipe(…)`: another command that reads the child's output. */
export function runPiped(call: ExternalCall, input: Text | undefined): Value {
  const line = call.tagged === undefined ? "file" : "template";
  return runProcess({ ...call, callee: { kind: "external", path: call.path }, input }, { kind: "process", line, result: "output" });
}

/** Commands that read a standard input which the program writes later (`child.stdin.end(text)`). */
const pending = new WeakMap<HeapObject, ((input: Text) => void)[]>();

/** The program writes to a child's standard input. */
export function feedInput(child: HeapObject, input: Text): void {
  for (const feed of pending.get(child) ?? []) feed(input);
}

/** `input` (child_process, execa), `stdin` (Bun) and `stdin: "…"`. */
function inputOf(call: ExternalCall): Text | undefined {
  for (const value of [...call.items.map((item) => item.value), ...(call.callee.held ?? [])]) {
    if (value.kind !== "object" || value.object.items !== undefined) continue;
    for (const key of ["input", "stdin"]) {
      const given = value.object.properties.get(key)?.value;
      const isMode = given !== undefined && ["inherit", "pipe", "ignore", "overlapped"].includes(literalText(given) ?? "");
      if (given !== undefined && isText(given) && !isMode) return given;
    }
  }
  return undefined;
}

/** The variables that the child is given beside those of the process. */
function environmentIn(call: ExternalCall): HeapObject | undefined {
  for (const value of [...call.items.map((item) => item.value), ...(call.callee.held ?? [])]) {
    const given = value.kind === "object" && value.object.items === undefined ? value.object.properties.get("env")?.value : undefined;
    if (given?.kind === "object") return given.object;
  }
  return undefined;
}

/** `{ cwd }` (child_process, execa, Bun, Deno). */
function folderOf(call: ExternalCall): Text | undefined {
  for (const value of [...call.items.map((item) => item.value), ...(call.callee.held ?? [])]) {
    const given = value.kind === "object" && value.object.items === undefined ? value.object.properties.get("cwd")?.value : undefined;
    if (given !== undefined && isText(given)) return given;
  }
  return undefined;
}

function runLine(call: ExternalCall, effect: Extract<ApiEffect, { kind: "process" }>, context: CommandContext): Text {
  const { frame, items, tagged } = call;
  const [first, second] = items;
  if (tagged !== undefined) return runTemplate(call, tagged, context);
  if (first === undefined) return literal("");
  switch (effect.line) {
    case "words":
      return runCommand(frame, items.filter((item) => item.value.kind !== "object" && item.value.kind !== "function").map(wordOf(frame)), context);
    case "template":
    case "shell": {
      const more = second === undefined ? undefined : itemsOf(frame, second.value);
      // `exec("docker build", ["-t", image])` of @actions/exec.
      if (more !== undefined) return runCommand(frame, [...wordsOfLine(first), ...more.map(wordOf(frame))], context);
      return isText(first.value) ? runShell(frame, withUse(first), context) : opaque(call);
    }
    case "file": {
      const list = second === undefined ? undefined : (itemsOf(frame, second.value) ?? listOption(frame, second.value));
      const options = items.find((item, index) => index > 0 && item.value.kind === "object" && item.value.object.items === undefined)?.value;
      const words = [...wordsOfLine(first), ...(list ?? []).map(wordOf(frame))];
      if (options?.kind === "object" && isTrue(options.object.properties.get("shell")?.value)) {
        return runShell(frame, join(words.flatMap((word, index) => [...(index === 0 ? [] : [{ text: literal(" ") }]), { text: word.text, ...(word.origin === undefined ? {} : { use: word.origin }) }])), context);
      }
      if (second !== undefined && list === undefined && second.value.kind !== "object" && second.value.kind !== "function" && second.value.kind !== "constant") {
        escape(frame.run, [second.value], call.place, "a command with arguments that are not known");
        return runCommand(frame, [...words, { text: newUnknown(frame.run, "arguments that are not known") }], context);
      }
      return runCommand(frame, words, context);
    }
    case "list": {
      const list = itemsOf(frame, first.value) ?? listOption(frame, first.value);
      return list === undefined ? opaque(call) : runCommand(frame, list.map(wordOf(frame)), context);
    }
  }
}

/** `new Deno.Command("docker", { args })`, `Bun.spawn({ cmd })`. */
function listOption(frame: Frame, value: Value): readonly Item[] | undefined {
  if (value.kind !== "object") return undefined;
  for (const key of ["args", "cmd"]) {
    const list = value.object.properties.get(key)?.value;
    const items = list === undefined ? undefined : itemsOf(frame, list);
    if (items !== undefined) return items;
  }
  return undefined;
}

function isTrue(value: Value | undefined): boolean {
  return value !== undefined && ((value.kind === "constant" && value.constant === true) || literalText(value)?.includes("sh") === true);
}

function opaque(call: ExternalCall): Text {
  const { run } = call.frame;
  escape(run, call.items.map((item) => item.value), call.place, "a command line that is not known");
  run.opaqueCommands.push({ name: "a command line that is not known", place: call.place, order: nextOrder(run) });
  return newUnknown(run, "the output of a command line that is not known");
}

function wordOf(frame: Frame): (item: Item) => CommandWord {
  return (item) => ({ text: textOf(frame, item.value), origin: item.origin });
}

/** The program: one word, or a line of several (`execa("docker build -t x .")` of old versions, `@actions/exec`). */
function wordsOfLine(item: Item): readonly CommandWord[] {
  const known = literalText(item.value);
  if (known !== undefined && known.includes(" ") && !known.includes("/")) return known.split(/\s+/u).filter((word) => word !== "").map((word) => ({ text: literal(word) }));
  return [{ text: isText(item.value) ? item.value : literal(""), origin: item.origin }];
}

function withUse(item: Item): Text {
  return isText(item.value) ? item.value : literal("");
}

/** A template whose holes are whole words (zx, execa, Bun), a list being several of them. */
function runTemplate(call: ExternalCall, tagged: readonly boolean[], context: CommandContext): Text {
  const { frame, items } = call;
  const parts: { readonly text: Text; readonly use?: Place }[] = [];
  items.forEach((item, index) => {
    if (tagged[index] !== true) {
      parts.push({ text: textOf(frame, item.value) });
      return;
    }
    const list = itemsOf(frame, item.value);
    (list ?? [item]).forEach((element, position) => {
      if (position > 0) parts.push({ text: literal(" ") });
      parts.push({ text: quotedHole(textOf(frame, element.value)), ...(element.origin === undefined ? {} : { use: element.origin }) });
    });
  });
  return runShell(frame, join(parts), context);
}

/** A text that the shell must take as one word: letters that mean something to it are hidden in a choice of one. */
function quotedHole(text: Text): Text {
  const known = literalText(text);
  if (known === undefined || /^[\w@%+=:,./-]*$/u.test(known)) return text;
  return { kind: "choice", key: text.key, alternatives: [text], isDecided: true, weight: 1 };
}

