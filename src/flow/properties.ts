import { goConstant } from "../models/apis/go/constants.js";
import { choice, derived, isText, keyOf, literal, literalText, uncaptured } from "../values/text.js";
import type { HeapObject, Item, Place, Text, Value } from "../values/value.js";
import { callFunction, classMember } from "./call.js";
import { use } from "./captures.js";
import { namespaceMember } from "./modules.js";
import { plainValue } from "./plain-values.js";
import { joinItems } from "./store.js";
import { isPointer, pointedAt } from "./pointers.js";
import { noteRead, noteWrite } from "./races.js";
import { newUnknown, nothing } from "./run.js";
import { holderOfField, methodExpression, methodOfTyped, stored, structMember } from "./structs.js";
import type { Frame, Run } from "./run.js";

/** The value of a property; `key` is undefined when it is computed and not known. */
export function readProperty(frame: Frame, value: Value, key: string | undefined, at?: Place): Value {
  switch (value.kind) {
    case "object":
      return readObject(frame, value, key, at);
    case "choice": {
      // Reading from undefined throws: only the others go on.
      const reads = value.alternatives.filter((alternative) => alternative.kind !== "constant").map((alternative) => readProperty(frame, alternative, key, at));
      return reads.length === 0 ? newUnknown(frame.run, "a property of undefined") : choice(reads, `${value.key}.${key ?? "?"} ${reads.map(keyOf).join()}`);
    }
    case "literal":
    case "joined":
    case "captured":
    case "hole":
      return (key === undefined ? undefined : methodOfTyped(frame.run, value, key)) ?? (key === undefined ? undefined : frame.run.holeObjects.get(uncaptured(value).key)?.properties.get(key)?.value) ?? readText(value, key);
    case "number":
      return (key === undefined ? undefined : methodOfTyped(frame.run, value, key)) ?? { kind: "external", path: `Number#${key ?? "?"}`, receiver: value };
    case "function": {
      const method = key === undefined ? undefined : methodOfTyped(frame.run, value, key);
      if (method !== undefined) return method;
      if (key === "name") return literal("");
      return { kind: "external", path: `Function#${key ?? "?"}`, receiver: value };
    }
    case "class": {
      const expression = key === undefined ? undefined : methodExpression(frame, value, key);
      if (expression !== undefined) return expression;
      const own = key === undefined ? undefined : value.statics.properties.get(key)?.value;
      if (own !== undefined) return own;
      const getter = key === undefined ? undefined : classMember(frame, value, `get ${key}`, true);
      if (getter?.kind === "function") return callFunction(frame.run, { ...getter, receiver: value }, [], at ?? { file: frame.activation.module.file, start: 0, end: 0 }, frame.activation.path);
      const inherited = key === undefined ? undefined : classMember(frame, value, key, true);
      if (inherited !== undefined) return inherited;
      return value.base === undefined ? nothing : readProperty(frame, value.base, key);
    }
    case "external":
      return readExternal(frame, value, key);
    case "regexp":
      return { kind: "external", path: `RegExp#${key ?? "?"}`, receiver: value };
    case "constant":
      return newUnknown(frame.run, "a property of undefined");
  }
}

export function writeProperty(frame: Frame, target: Value, key: string | undefined, written: Value, origin?: Place, storing: "seen" | "unseen" = "seen"): void {
  const { store } = frame.run;
  const value = stored(frame.run, written);
  // What is stored may be read by anybody.
  if (storing === "seen") use(value);
  switch (target.kind) {
    case "object": {
      const object = key === undefined || target.object.class === undefined ? target.object : holderOfField(frame, target.object, key);
      if (isPointer(object)) {
        writeProperty(frame, pointedAt(frame, target), key, value, origin);
        return;
      }
      if (key === undefined) {
        store.writeFlag(object.open, "computed keys");
        return;
      }
      if (object.items !== undefined && /^\d+$/u.test(key)) {
        const items = [...object.items.value];
        items[Number(key)] = { value, origin, isOptional: false };
        store.writeItems(object.items, Array.from(items, (item) => (item as Item | undefined) ?? { value: nothing, isOptional: false }));
        return;
      }
      if (object.items !== undefined && key === "length") {
        store.writeItems(object.items, value.kind === "number" ? object.items.value.slice(0, value.number) : object.items.value);
        return;
      }
      const setter = object.class === undefined ? undefined : classMember(frame, object.class, `set ${key}`, false);
      if (setter?.kind === "function") {
        callFunction(frame.run, { ...setter, receiver: target }, [{ value, origin, isOptional: false }], origin ?? { file: frame.activation.module.file, start: 0, end: 0 }, frame.activation.path);
        return;
      }
      const { current, unjoined } = frame.run.threads;
      if (current === undefined ? unjoined.size > 0 : object.id < current.firstObject) noteWrite(frame.run, store.property(object, key), value, origin?.via ?? origin ?? { file: frame.activation.module.file, start: 0, end: 0 });
      store.write(store.property(object, key), value, origin);
      return;
    }
    case "choice":
      // One of them is written: each may hold the value now.
      for (const alternative of target.alternatives) {
        if (alternative.kind !== "object" || key === undefined) continue;
        const cell = store.property(alternative.object, key);
        store.write(cell, choice([cell.value ?? nothing, value]), origin);
      }
      return;
    case "class":
      if (key !== undefined) store.write(store.property(target.statics, key), value, origin);
      return;
    case "external":
      writeExternal(frame, target.path, target.receiver, key, value, origin);
      return;
    case "literal":
    case "hole":
    case "joined":
    case "captured":
      if (key !== undefined) store.write(store.property(objectOfHole(frame.run, target), key), value, origin);
      return;
    default:
      return;
  }
}

/** What the program has written into a value that is not known (a parameter's field, a client's answer). */
export function objectOfHole(run: Run, text: Text): HeapObject {
  const plain = uncaptured(text);
  const known = run.holeObjects.get(plain.key);
  if (known !== undefined) return known;
  const object = run.store.createObject("plain", { open: "what is not known of it" });
  run.holeObjects.set(plain.key, object);
  if (plain.kind === "hole" && plain.origin.kind === "derived") {
    // `d.spec.replicas = 1` makes d.spec a part of what is known of d.
    const [, key] = /^\.(.+)$|^\[(\d+)\]$/u.exec(plain.origin.operation) ?? [];
    const index = /^\[(\d+)\]$/u.exec(plain.origin.operation)?.[1];
    const [whole] = plain.origin.of;
    const name = key ?? index;
    const holder = whole === undefined ? undefined : isText(whole) ? objectOfHole(run, whole) : whole.kind === "object" ? whole.object : undefined;
    if (name !== undefined && holder !== undefined) run.store.write(run.store.property(holder, name), { kind: "object", object });
  }
  return object;
}

/** The elements of a list, as far as all are known. */
export function itemsOf(frame: Frame, value: Value): readonly Item[] | undefined {
  if (value.kind === "choice") {
    // `if verbose { args = append(args, "-v") }`: what only some of the lists hold is optional.
    const lists = value.alternatives.map((alternative) => itemsOf(frame, alternative));
    return lists.every((list): list is readonly Item[] => list !== undefined) ? lists.reduce(joinItems) : undefined;
  }
  if (value.kind !== "object") return undefined;
  const { object } = value;
  if (object.items !== undefined) return object.open.value === undefined ? object.items.value : undefined;
  if (object.kind === "map" && object.open.value === undefined) {
    return [...object.properties].flatMap(([key, cell]) => {
      if (cell.value === undefined) return [];
      const items = [
        { value: literal(key), isOptional: false },
        { value: cell.value, origin: cell.origin, isOptional: false },
      ];
      return [{ value: { kind: "object", object: frame.run.store.createObject("array", { items }) } as const, isOptional: false }];
    });
  }
  return undefined;
}

/** A value as the text that it becomes in a concatenation. */
export function textOf(frame: Frame, value: Value): Text {
  if (isText(value)) return value;
  // A look-up that failed is unknown: nobody means the letters "undefined".
  if (value.kind === "constant" && (value.constant === undefined || value.constant === null)) return newUnknown(frame.run, "a value that is not there");
  const plain = literalText(value);
  if (plain !== undefined) return literal(plain);
  if (value.kind === "object" && value.object.items !== undefined && value.object.items.value.length === 1 && value.object.open.value === undefined) {
    const [only] = value.object.items.value;
    if (only !== undefined) return textOf(frame, only.value);
  }
  if (value.kind === "object" && isPointer(value.object)) return textOf(frame, pointedAt(frame, value));
  // A command's result in a text is its output.
  if (value.kind === "object" && value.object.type === "process output") {
    const output = value.object.properties.get("stdout")?.value;
    if (output !== undefined && isText(output)) return output;
  }
  return derived("text", [value]);
}

function readObject(frame: Frame, value: Extract<Value, { kind: "object" }>, key: string | undefined, at: Place | undefined): Value {
  const { object } = value;
  if (isPointer(object)) return readProperty(frame, pointedAt(frame, value), key, at);
  if (key === undefined) return readAny(frame, value);
  if (object.items !== undefined) {
    if (key === "length") return object.open.value === undefined && object.items.value.every((item) => !item.isOptional) ? { kind: "number", number: object.items.value.length } : newUnknown(frame.run, "the length of a list");
    if (/^\d+$/u.test(key)) return readItem(value, Number(key));
  }
  const cell = object.properties.get(key);
  if (cell !== undefined && at !== undefined && frame.run.threads.unjoined.size > 0) noteRead(frame.run, cell, at, frame.activation.path);
  const own = cell?.value;
  if (own !== undefined) return own;
  const ofStruct = structMember(frame, value, key);
  if (ofStruct !== undefined) return ofStruct;
  const getter = object.properties.get(`get ${key}`)?.value ?? (object.class === undefined ? undefined : classMember(frame, object.class, `get ${key}`, false));
  if (getter?.kind === "function") return callFunction(frame.run, { ...getter, receiver: value }, [], at ?? object.place ?? { file: frame.activation.module.file, start: 0, end: 0 }, frame.activation.path);
  const member = object.class === undefined ? undefined : classMember(frame, object.class, key, false);
  if (member !== undefined) return member.kind === "function" ? { ...member, receiver: value } : member;
  if (object.type !== undefined) return { kind: "external", path: `${object.type}#${key}`, receiver: value };
  if (object.items !== undefined) return { kind: "external", path: `Array#${key}`, receiver: value };
  if (object.kind === "module") return namespaceMember(frame.run, object, key) ?? newUnknown(frame.run, `the export ${key}`);
  if (object.kind === "map") return key === "size" ? newUnknown(frame.run, "the size of a map") : { kind: "external", path: `Map#${key}`, receiver: value };
  if (object.open.value !== undefined) return derived(`.${key}`, [value]);
  return key === "hasOwnProperty" || key === "toString" ? { kind: "external", path: `Object#${key}`, receiver: value } : nothing;
}

/** A property whose name is not known: any of them. */
function readAny(frame: Frame, value: Extract<Value, { kind: "object" }>): Value {
  const { object } = value;
  const values = object.items !== undefined ? object.items.value.map((item) => item.value) : [...object.properties.values()].flatMap((cell) => (cell.value === undefined ? [] : [cell.value]));
  if (values.length === 0 || object.open.value !== undefined) return newUnknown(frame.run, "a property whose name is computed");
  return choice(values);
}

function readItem(value: Extract<Value, { kind: "object" }>, index: number): Value {
  const items = value.object.items?.value ?? [];
  const certain = items.slice(0, index + 1).every((item) => !item.isOptional);
  const item = items[index];
  if (item !== undefined && certain) return item.value;
  if (value.object.open.value !== undefined || items.some((candidate) => candidate.isOptional)) {
    const possible = items.slice(0, index + 1).map((candidate) => candidate.value);
    return value.object.open.value === undefined && possible.length > 0 ? choice(possible) : derived(`[${index}]`, [value]);
  }
  return nothing;
}

function readText(value: Text, key: string | undefined): Value {
  const text = literalText(value);
  if (text !== undefined && key === "length") return { kind: "number", number: text.length };
  if (text !== undefined && key !== undefined && /^\d+$/u.test(key)) return literal(text.charAt(Number(key)));
  if (key !== undefined && /^\d+$/u.test(key)) return derived(`[${key}]`, [value]);
  // Whether it is a text is not always known; what is called on it decides.
  return { kind: "external", path: `String#${key ?? "?"}`, receiver: value };
}

/** Objects of the language and of Node that hold values. */
function readExternal(frame: Frame, value: Extract<Value, { kind: "external" }>, key: string | undefined): Value {
  const constant = key === undefined ? undefined : goConstant(`${value.path}.${key}`);
  if (constant !== undefined) return plainValue(frame.run, constant);
  const path = value.path.replace(/^(?:globalThis|window|global)\./u, "");
  if (path === "module" && key === "exports") return value.receiver?.kind === "object" ? (value.receiver.object.properties.get("module.exports")?.value ?? value.receiver) : nothing;
  if (path === "import.meta" && value.receiver !== undefined && isText(value.receiver)) {
    const file = literalText(value.receiver) ?? "/";
    if (key === "filename") return literal(file);
    if (key === "dirname") return literal(file.slice(0, file.lastIndexOf("/")) || "/");
    if (key === "url") return literal(`file://${file}`);
  }
  if (path === "process.env" || path === "import.meta.env" || path === "Bun.env") return readEnvironment(frame, key);
  // A property read from what a text's unknown property gave: `response.data.image`.
  if (path.includes("#") && value.receiver !== undefined) return readProperty(frame, derived(`.${path.slice(path.indexOf("#") + 1)}`, [value.receiver]), key);
  if (key === undefined) return newUnknown(frame.run, "a member whose name is computed");
  if ((key === "bind" || key === "call" || key === "apply") && path !== "Reflect") return { kind: "external", path: `Function#${key}`, receiver: value };
  const written = isGlobalObject(path) ? frame.run.files.get(`global ${key}`)?.value : undefined;
  if (written !== undefined) return written;
  return { kind: "external", path: key === "default" ? path : `${path}.${key}`, receiver: value.receiver, held: value.held };
}

function isGlobalObject(path: string): boolean {
  return path === "globalThis" || path === "global" || path === "window" || path === "self";
}

function readEnvironment(frame: Frame, key: string | undefined): Value {
  if (key === undefined) return newUnknown(frame.run, "an environment variable whose name is computed");
  const written = frame.run.files.get(`env ${key}`)?.value;
  return written ?? environment(key);
}

export function environment(name: string): Text {
  return { kind: "hole", key: `\u0001env ${name}\u0002`, origin: { kind: "environment", name } };
}

function writeExternal(frame: Frame, path: string, receiver: Value | undefined, key: string | undefined, value: Value, origin: Place | undefined): void {
  const { store, files } = frame.run;
  // `pod.Spec.Containers = …`: also a field that nothing was written to yet.
  if (path.includes("#") && receiver !== undefined) {
    writeProperty(frame, derived(`.${path.slice(path.indexOf("#") + 1)}`, [receiver]), key, value, origin);
    return;
  }
  if (path === "module" && key === "exports" && receiver?.kind === "object") {
    store.write(store.property(receiver.object, "module.exports"), value, origin);
    return;
  }
  if (isGlobalObject(path) && key !== undefined) {
    const cell = files.get(`global ${key}`) ?? { value: undefined, origin: undefined };
    files.set(`global ${key}`, cell);
    store.write(cell, value, origin);
    return;
  }
  if (path.endsWith("process.env") && key !== undefined) {
    // On a way that does not write it, it is what the environment gave.
    const cell = files.get(`env ${key}`) ?? { value: environment(key), origin: undefined };
    files.set(`env ${key}`, cell);
    store.write(cell, value, origin);
  }
}
