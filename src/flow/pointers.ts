import type { Expression } from "../facts/facts.js";
import type { Cell, HeapObject, Place, Value } from "../values/value.js";
import { choice } from "../values/text.js";
import { evaluate } from "./evaluate.js";
import { keyValue } from "./execute.js";
import { declaredElsewhere } from "./modules.js";
import { isStructType, stored } from "./structs.js";
import { cellOf } from "./run.js";
import type { Frame } from "./run.js";

/**
 * `&x`. A pointer to a struct is the object itself, which the variable holds too; a pointer to anything else is an object
 * whose only property shares the variable's cell.
 */
export function addressOf(frame: Frame, expression: Expression): Value {
  switch (expression.kind) {
    case "variable":
      declaredElsewhere(frame, expression.variable);
      return pointerTo(frame, cellOf(frame.activation, expression.variable, frame.run));
    case "member": {
      const object = pointedAt(frame, evaluate(frame, expression.object));
      const key = keyValue(frame, expression.key);
      const value = evaluate(frame, expression);
      if (object.kind !== "object" || object.object.items !== undefined || key === undefined) return unstructured(frame, value);
      const cell = frame.run.store.property(object.object, key);
      if (cell.value === undefined) frame.run.store.write(cell, value);
      return pointerTo(frame, cell);
    }
    case "dereference":
      return evaluate(frame, expression.value);
    default:
      return unstructured(frame, evaluate(frame, expression));
  }
}

/** `*p`, and what a pointer points to where Go follows it by itself. */
export function pointedAt(frame: Frame, value: Value): Value {
  if (value.kind === "choice") return choice(value.alternatives.map((alternative) => pointedAt(frame, alternative)), `*${value.key}`);
  if (value.kind !== "object") return value;
  if (isPointer(value.object)) return value.object.properties.get(target)?.value ?? { kind: "constant", constant: null };
  const { kind, class: type } = value.object;
  const isStruct = kind === "plain" && (type === undefined ? value.object.type !== undefined : isStructType(frame.run, type));
  return isStruct ? { ...value, isStruct: true } : value;
}

/** `*p = value`. */
export function assignThrough(frame: Frame, pointer: Value, value: Value, origin: Place | undefined): void {
  const { store } = frame.run;
  if (pointer.kind !== "object") return;
  const { object } = pointer;
  if (isPointer(object)) {
    store.write(store.property(object, target), stored(frame.run, value), origin);
    return;
  }
  for (const cell of object.properties.values()) store.write(cell, undefined);
  if (value.kind !== "object") {
    store.writeFlag(object.open, "a value that is not known");
    return;
  }
  for (const [key, cell] of value.object.properties) if (cell.value !== undefined) store.write(store.property(object, key), stored(frame.run, cell.value), cell.origin);
  if (value.object.open.value !== undefined) store.writeFlag(object.open, value.object.open.value);
}

const type = "pointer";
const target = "*";

export function isPointer(object: HeapObject): boolean {
  return object.type === type;
}

/** The cell that a pointer points to. */
export function targetCell(object: HeapObject): Cell {
  const known = object.properties.get(target);
  if (known !== undefined) return known;
  const cell: Cell = { value: undefined, origin: undefined };
  object.properties.set(target, cell);
  return cell;
}

function pointerTo(frame: Frame, cell: Cell): Value {
  const { value } = cell;
  if (value?.kind === "object" && value.isStruct === true) return { kind: "object", object: value.object };
  const object = frame.run.store.createObject("plain", { type });
  object.properties.set(target, cell);
  return { kind: "object", object };
}

function unstructured(frame: Frame, value: Value): Value {
  return pointerTo(frame, { value, origin: undefined });
}
