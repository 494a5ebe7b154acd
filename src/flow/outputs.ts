import { choice, isText } from "../values/text.js";
import type { HeapObject, Item, Value } from "../values/value.js";
import { isPointer, targetCell } from "./pointers.js";
import { isGo, newFromOutside } from "./run.js";
import type { Frame } from "./run.js";

/**
 * A function without a body here may write through the pointers that it is given (`flag.StringVar(&tag, …)`,
 * `json.Unmarshal(data, &config)`): what they point to may be anything, and fields that nobody has set may be set.
 */
export function writeThroughPointers(frame: Frame, items: readonly Item[], name: string): void {
  if (!isGo(frame)) return;
  for (const { value } of items) disturb(frame, value, name);
}

/** A function that may be any, as one that was handed in, may change all that it can reach. */
export function writeAnywhere(frame: Frame, items: readonly Item[]): void {
  for (const { value } of items) {
    if (value.kind !== "object" || value.isStruct === true) continue;
    if (isPointer(value.object)) disturb(frame, value, "a function that is not known");
    else {
      overwrite(frame, value.object, "a function that is not known", deepestField);
      frame.run.store.writeFlag(value.object.open, "a function that is not known may have changed it");
    }
  }
}

function disturb(frame: Frame, value: Value, name: string): void {
  if (value.kind !== "object" || value.isStruct === true) return;
  const { object } = value;
  const { store } = frame.run;
  if (!isPointer(object)) {
    // A pointer to a struct: what the program has set itself stays, unless the function's name says that it reads into it.
    if (object.class !== undefined && object.open.value === undefined) store.writeFlag(object.open, `${name} may have set it`);
    if (reading.test(name)) overwrite(frame, object, name, deepestField);
    return;
  }
  const cell = targetCell(object);
  const written = newFromOutside(frame.run, `what ${name} writes`);
  store.write(cell, isUnset(cell.value) || cell.value === undefined ? written : choice([cell.value, written]));
}

const reading = /^(?:Unmarshal|Decode|Get|List|Fill|Parse|Process|Load|Scan|Sscan|Read|Bind|Populate|Convert|Fetch|Find|Into)/u;
const deepestField = 6;

function overwrite(frame: Frame, object: HeapObject, name: string, depth: number): void {
  const { store } = frame.run;
  const change = (value: Value): Value => {
    if (isText(value)) return choice([value, newFromOutside(frame.run, `what ${name} writes`)]);
    if (value.kind === "object" && depth > 0) overwrite(frame, value.object, name, depth - 1);
    return value;
  };
  for (const cell of object.properties.values()) if (cell.value !== undefined) store.write(cell, change(cell.value), cell.origin);
  if (object.items !== undefined) store.writeItems(object.items, object.items.value.map((item) => ({ ...item, value: change(item.value) })));
}

function isUnset(value: Value | undefined): boolean {
  switch (value?.kind) {
    case undefined:
    case "constant":
      return true;
    case "literal":
      return value.text === "";
    case "number":
      return value.number === 0;
    default:
      return false;
  }
}
