import type { ClassFacts, ClassField, ObjectEntry } from "../facts/facts.js";
import { derived, isText, literal } from "../values/text.js";
import type { ClassValue, ExternalValue, FunctionValue, HeapObject, ObjectValue, Place, Value } from "../values/value.js";
import { evaluate, originOf } from "./evaluate.js";
import { keyValue } from "./execute.js";
import { methodOf } from "./packages.js";
import { pointedAt } from "./pointers.js";
import { readProperty } from "./properties.js";
import { factsOf, nothing } from "./run.js";
import type { Frame, Run } from "./run.js";

/**
 * The value of a composite literal, `T{…}` (https://go.dev/ref/spec#Composite_literals); without entries it is the zero
 * value of the type.
 */
export function compositeValue(frame: Frame, type: Value, entries: readonly ObjectEntry[], place: Place): Value {
  const { store } = frame.run;
  const known = underlyingType(frame.run, type);
  if (known?.kind === "external") return fill(frame, store.createObject("plain", { type: known.path, place }), entries, () => undefined);
  const facts = known === undefined ? undefined : classFacts(frame.run, known);
  switch (facts?.underlying) {
    case "struct":
      return fill(frame, store.createObject("plain", { class: classOf(type) ?? known, place }), entries, (index) => facts.fields[index]);
    case "list":
      if (entries.length === 0) return nil;
      return { kind: "object", object: store.createObject("array", { place, ...(type.kind === "class" ? { class: type } : {}), items: entries.flatMap((entry) => (entry.kind === "element" || entry.kind === "property" ? [{ value: stored(frame.run, elementValue(frame, entry, known)), origin: originOf(frame, entry.value), isOptional: false }] : [])) }) };
    case "map":
      return entries.length === 0 ? nil : filledMap(frame, store.createObject("plain", { place, ...(type.kind === "class" ? { class: type } : {}) }), entries, known);
    case "text":
      return literal("");
    case "number":
      return { kind: "number", number: 0 };
    case "boolean":
      return { kind: "constant", constant: false };
    case "nil":
    case "named":
      return nil;
    case undefined:
      return fill(frame, store.createObject("plain", { place, open: "a type that is not known" }), entries, () => undefined);
  }
}

/** What is stored when a value is assigned, passed or sent: structs and arrays are copied. */
export function stored(run: Run, value: Value): Value {
  if (value.kind !== "object" || value.isStruct === undefined) return value;
  const { object } = value;
  const { store } = run;
  if (object.items !== undefined) {
    const items = object.items.value.map((item) => ({ ...item, value: stored(run, item.value) }));
    return { ...value, object: store.createObject("array", { items, ...(object.class === undefined ? {} : { class: object.class }), ...(object.open.value === undefined ? {} : { open: object.open.value }) }) };
  }
  const copy = store.createObject("plain", {
    ...(object.class === undefined ? {} : { class: object.class }),
    ...(object.type === undefined ? {} : { type: object.type }),
    ...(object.place === undefined ? {} : { place: object.place }),
    ...(object.open.value === undefined ? {} : { open: object.open.value }),
  });
  // A new object needs no way back.
  for (const [key, cell] of object.properties) if (cell.value !== undefined) copy.properties.set(key, { value: stored(run, cell.value), origin: cell.origin });
  return { ...value, object: copy };
}

/** A field or method of a struct, also of one that is embedded in it; undefined for an object that is no struct of the project, or has no such member. */
export function structMember(frame: Frame, value: ObjectValue, key: string): Value | undefined {
  const { object } = value;
  const type = object.class;
  const facts = type === undefined ? undefined : classFacts(frame.run, type);
  if (type === undefined || facts?.underlying === undefined) return undefined;
  const structure = underlyingType(frame.run, type);
  const fields = structure?.kind === "class" ? (classFacts(frame.run, structure)?.fields ?? []) : [];
  const field = fields.find((one) => one.key === key);
  if (field !== undefined && structure?.kind === "class") return fieldValue(frame, object, structure, field);
  const method = boundMethod(frame.run, type, key, object) ?? (structure?.kind === "class" && structure !== type ? boundMethod(frame.run, structure, key, object) : undefined);
  if (method !== undefined) return method;
  for (const one of fields) {
    if (one.isEmbedded !== true || structure?.kind !== "class") continue;
    const inner = pointedAt(frame, fieldValue(frame, object, structure, one));
    if (inner.kind === "object") {
      const own = inner.object.properties.get(key)?.value ?? structMember(frame, inner, key);
      if (own !== undefined) return own;
      if (inner.object.type !== undefined || inner.object.open.value !== undefined) return readProperty(frame, inner, key);
    } else if (inner.kind === "hole") return readProperty(frame, inner, key);
  }
  return undefined;
}

/** `T(x)`: a text, number or function stays what it is and gets the methods of the type. */
export function converted(run: Run, type: ClassValue, value: Value): Value {
  if (value.kind === "function") return { ...value, type };
  if (!isText(value) && value.kind !== "number") return value;
  const underlying = underlyingType(run, type);
  const form = underlying?.kind === "class" ? classFacts(run, underlying)?.underlying : undefined;
  return form === "text" || form === "number" ? { ...value, type } : value;
}

/** A method of a text or number of a type of the project. */
export function methodOfTyped(run: Run, value: Value, key: string): Value | undefined {
  const type = isText(value) || value.kind === "number" || value.kind === "function" ? value.type : undefined;
  const name = type === undefined ? undefined : classFacts(run, type)?.name;
  const method = type === undefined || name === undefined ? undefined : methodOf(run, type.module.file, name, key);
  return method === undefined ? undefined : { ...method, home: type, receiver: value };
}

/** Whether values of a type are structs, and not maps, say, which are shared however they are stored. */
export function isStructType(run: Run, type: ClassValue): boolean {
  const underlying = underlyingType(run, type);
  return underlying?.kind === "external" || (underlying !== undefined && classFacts(run, underlying)?.underlying === "struct");
}

/** The struct that holds a field: the one that is embedded, for a promoted field (https://go.dev/ref/spec#Struct_types). */
export function holderOfField(frame: Frame, object: HeapObject, key: string): HeapObject {
  const structure = object.class === undefined ? undefined : underlyingType(frame.run, object.class);
  const fields = structure?.kind === "class" ? (classFacts(frame.run, structure)?.fields ?? []) : [];
  if (structure?.kind !== "class" || fields.some((field) => field.key === key)) return object;
  for (const field of fields) {
    if (field.isEmbedded !== true) continue;
    const inner = pointedAt(frame, fieldValue(frame, object, structure, field));
    if (inner.kind !== "object" || inner.object.class === undefined) continue;
    const holder = holderOfField(frame, inner.object, key);
    if (holder !== inner.object || hasField(frame.run, inner.object, key)) return holder;
  }
  return object;
}

function hasField(run: Run, object: HeapObject, key: string): boolean {
  const structure = object.class === undefined ? undefined : underlyingType(run, object.class);
  return structure?.kind === "class" && classFacts(run, structure)?.fields.some((field) => field.key === key) === true;
}

/** `T.Method` (https://go.dev/ref/spec#Method_expressions); undefined for a class of another language. */
export function methodExpression(frame: Frame, type: ClassValue, key: string): Value | undefined {
  const facts = classFacts(frame.run, type);
  const method = facts?.underlying === undefined || facts.name === undefined ? undefined : methodOf(frame.run, type.module.file, facts.name, key);
  return method === undefined ? undefined : { ...method, home: type, takesReceiver: true };
}

function boundMethod(run: Run, type: ClassValue, key: string, object: HeapObject): Value | undefined {
  const name = classFacts(run, type)?.name;
  const method = name === undefined ? undefined : methodOf(run, type.module.file, name, key);
  return method === undefined ? undefined : { ...method, home: type, receiver: receiverOf(run, method, object) };
}

/** A method value holds a copy of the struct, unless the method works on a pointer (https://go.dev/ref/spec#Method_values). */
function receiverOf(run: Run, method: Omit<FunctionValue, "receiver">, object: HeapObject): Value {
  const [binding] = factsOf(run, method.module.file).functions[method.function]?.body ?? [];
  const isCopied = binding?.kind === "bind" && binding.value?.kind === "dereference" && binding.value.value.kind === "this";
  const receiver: Value = { kind: "object", object };
  return isCopied ? stored(run, { ...receiver, isStruct: true }) : receiver;
}

const nil: Value = { kind: "constant", constant: null };

function classOf(type: Value): ClassValue | undefined {
  return type.kind === "class" ? type : undefined;
}

export function classFacts(run: Run, type: ClassValue): ClassFacts | undefined {
  return factsOf(run, type.module.file).classes[type.class];
}

const longestAlias = 8;

/** The type that says what values are: `type A B` has B's (https://go.dev/ref/spec#Underlying_types); undefined for what is not known. */
function underlyingType(run: Run, type: Value): ClassValue | ExternalValue | undefined {
  let one: Value | undefined = type;
  for (let step = 0; step < longestAlias && one?.kind === "class" && classFacts(run, one)?.underlying === "named"; step += 1) one = one.base;
  return one?.kind === "class" || one?.kind === "external" ? one : undefined;
}

/** A field that nothing has written has the zero value of its type, and keeps it: it may be a struct. */
function fieldValue(frame: Frame, object: HeapObject, structure: ClassValue, field: ClassField): Value {
  if (typeof field.key !== "string") return nothing;
  const cell = frame.run.store.property(object, field.key);
  if (cell.value !== undefined) return cell.value;
  if (object.open.value !== undefined) return derived(`.${field.key}`, [{ kind: "object", object }]);
  const scope = { ...frame, activation: structure.scope };
  const zero = field.value === undefined ? nil : evaluate(scope, field.value);
  frame.run.store.write(cell, zero);
  return zero;
}

function fill(frame: Frame, object: HeapObject, entries: readonly ObjectEntry[], fieldAt: (index: number) => ClassField | undefined): Value {
  const { store } = frame.run;
  entries.forEach((entry, index) => {
    if (entry.kind !== "property" && entry.kind !== "element") return;
    const key = entry.kind === "property" ? keyValue(frame, entry.key) : (fieldAt(index)?.key ?? String(index));
    if (typeof key !== "string") return;
    store.write(store.property(object, key), stored(frame.run, evaluate(frame, entry.value)), originOf(frame, entry.value));
  });
  return { kind: "object", object, isStruct: true };
}

function filledMap(frame: Frame, object: HeapObject, entries: readonly ObjectEntry[], type: ClassValue | undefined): Value {
  const { store } = frame.run;
  for (const entry of entries) {
    if (entry.kind !== "property") continue;
    const key = keyValue(frame, entry.mapKey ?? entry.key);
    if (key === undefined) store.writeFlag(object.open, "computed keys");
    else store.write(store.property(object, key), stored(frame.run, elementValue(frame, entry, type)), originOf(frame, entry.value));
  }
  return { kind: "object", object };
}

/** `Services{{Name: "api"}}`: the inner literal is of the element's type. */
function elementValue(frame: Frame, entry: Extract<ObjectEntry, { kind: "property" | "element" }>, type: ClassValue | undefined): Value {
  const element = type === undefined ? undefined : classFacts(frame.run, type)?.element;
  const { value } = entry;
  if (element === undefined || type === undefined || value.kind !== "object" || value.type !== undefined) return evaluate(frame, value);
  const elementType = evaluate({ ...frame, activation: type.scope }, element);
  return compositeValue(frame, elementType, value.entries, { file: frame.activation.module.file, start: value.at[0], end: value.at[1] });
}
