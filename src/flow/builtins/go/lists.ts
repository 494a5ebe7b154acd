import { reorder, reversed, sortedByLetters } from "../order.js";
import { choice, derived, isText, keyOf, literal, literalText } from "../../../values/text.js";
import type { Item, Value } from "../../../values/value.js";
import { log, use } from "../../captures.js";
import type { ExternalCall } from "../../external.js";
import { pointedAt } from "../../pointers.js";
import { itemsOf } from "../../properties.js";
import { newUnknown, nothing } from "../../run.js";
import { stored } from "../../structs.js";
import { listBuiltins } from "../lists.js";
import { textBuiltins } from "../texts.js";
import type { Builtin } from "../table.js";
import { mergedItems } from "./merged-items.js";
import { sliceText } from "./pieces.js";
import { argument, newList, nil, number } from "./results.js";

/** The functions of the language on lists, maps and texts (https://go.dev/ref/spec#Built-in_functions), and the packages for them. */
export const goListBuiltins: Readonly<Record<string, Builtin>> = {
  "go:append": (call) => append(call, argument(call, 0), call.items.slice(1)),
  "go:len": lengthOf,
  "go:cap": lengthOf,
  "go:copy": (call) => {
    const [to, from] = [argument(call, 0), argument(call, 1)];
    const items = itemsOf(call.frame, from);
    if (to.kind === "object" && to.object.items !== undefined) {
      const rest = to.object.items.value.slice(items?.length ?? 0);
      call.frame.run.store.writeItems(to.object.items, items === undefined ? [] : [...items, ...rest]);
      if (items === undefined) call.frame.run.store.writeFlag(to.object.open, "elements of an unknown list");
    }
    use(from);
    return items === undefined ? newUnknown(call.frame.run, "a count") : number(items.length);
  },
  "go:slice": slice,
  "go:make slice": (call) => {
    const length = argument(call, 0);
    if (length.kind !== "number" || length.number > largestBuffer) return newList(call, [], "a list of a length that is not known");
    return newList(call, Array.from({ length: length.number }, () => ({ value: number(0), isOptional: false })));
  },
  "go:min": (call) => extreme(call, Math.min),
  "go:max": (call) => extreme(call, Math.max),
  "go:print": (call) => {
    for (const item of call.items) log(item.value);
    return nil;
  },
  "go:println": (call) => {
    for (const item of call.items) log(item.value);
    return nil;
  },
  "go:recover": (call) => newUnknown(call.frame.run, "what was recovered"),
  "go:clear": (call) => {
    const value = argument(call, 0);
    if (value.kind === "object" && value.object.items === undefined) for (const cell of value.object.properties.values()) call.frame.run.store.write(cell, undefined);
    return nil;
  },

  // https://pkg.go.dev/slices, https://pkg.go.dev/maps, https://pkg.go.dev/sort, and what went before them
  ...inPackages(["slices", "golang.org/x/exp/slices"], {
    Contains: (call) => onList(call, "Array#includes"),
    Index: (call) => onList(call, "Array#indexOf"),
    ContainsFunc: (call) => onList(call, "Array#some"),
    IndexFunc: (call) => onList(call, "Array#findIndex"),
    Clone: (call) => onList(call, "Array#slice", []),
    Concat: (call) => newList(call, call.items.flatMap((item) => elementsOf(call, item.value))),
    Compact: (call) => argument(call, 0),
    Collect: (call) => argument(call, 0),
    Sorted: (call) => argument(call, 0),
    Values: (call) => argument(call, 0),
    Reverse: () => nil,
    Sort: () => nil,
    SortFunc: () => nil,
    SortStableFunc: () => nil,
    Insert: (call) => {
      const at = argument(call, 1);
      const items = elementsOf(call, argument(call, 0));
      const index = at.kind === "number" ? at.number : items.length;
      return newList(call, [...items.slice(0, index), ...call.items.slice(2), ...items.slice(index)]);
    },
    DeleteFunc: (call) => newList(call, elementsOf(call, argument(call, 0)).map((item) => ({ ...item, isOptional: true }))),
  }),
  ...inPackages(["maps", "golang.org/x/exp/maps"], {
    Keys: (call) => keysAndValues(call, "keys"),
    Values: (call) => keysAndValues(call, "values"),
    Clone: (call) => {
      const map = argument(call, 0);
      const copy = call.frame.run.store.createObject("plain", { place: call.place });
      copyEntries(call, map, { kind: "object", object: copy });
      return { kind: "object", object: copy };
    },
    Copy: (call) => {
      copyEntries(call, argument(call, 1), argument(call, 0));
      return nil;
    },
  }),
  ...inPackages(["sort"], { Strings: () => nil, Ints: () => nil, Slice: () => nil, SliceStable: () => nil, Sort: () => nil, Stable: () => nil }),
  ...inPackages(["github.com/samber/lo"], {
    Contains: (call) => onList(call, "Array#includes"),
    Map: (call) => onList(call, "Array#map"),
    Filter: (call) => onList(call, "Array#filter"),
    ForEach: (call) => onList(call, "Array#forEach"),
    Uniq: (call) => argument(call, 0),
    ToPtr: (call) => argument(call, 0),
    Must: (call) => argument(call, 0),
    Ternary: (call) => {
      const test = argument(call, 0);
      if (test.kind === "constant") return argument(call, test.constant === true ? 1 : 2);
      return choice([argument(call, 1), argument(call, 2)], `${keyOf(test)}?${keyOf(argument(call, 1))}:${keyOf(argument(call, 2))}`);
    },
    Keys: (call) => keysAndValues(call, "keys"),
    Values: (call) => keysAndValues(call, "values"),
  }),
  "go:sort.Strings": (call) => ordered(call, sortedByLetters),
  "go:slices.Sort": (call) => ordered(call, sortedByLetters),
  "go:slices.Reverse": (call) => ordered(call, reversed),
  "go:string": (call) => {
    const value = argument(call, 0);
    return value.kind === "number" && Number.isInteger(value.number) && value.number >= 0 && value.number <= 0x10ffff ? literal(String.fromCodePoint(value.number)) : value;
  },
  "go:slices.All": (call) => argument(call, 0),
};

/** Buffers of random bytes are short; a longer list of zeros says nothing. */
const largestBuffer = 64;

const largestChoice = 2;

function isKnownList(value: Value): boolean {
  return value.kind === "object" && value.object.items !== undefined && value.object.items.value.every((item) => !item.isOptional);
}

/** A list grows into a new one. Nothing, and what is not known, are the beginning of one too. */
function append(call: ExternalCall, list: Value, added: readonly Item[]): Value {
  // A few lists of different beginnings stay apart: what is first in each goes with the rest of it.
  if (list.kind === "choice" && list.alternatives.length <= largestChoice && list.alternatives.every(isKnownList)) {
    return choice(list.alternatives.map((alternative) => append(call, alternative, added)), `append ${list.key} ${added.map((item) => keyOf(item.value)).join()}`);
  }
  const kept = added.map((item) => ({ ...item, value: stored(call.frame.run, item.value) }));
  return newList(call, [...elementsOf(call, list), ...kept]);
}

/** The elements of a list as far as they are known; of one of several lists, those that any of them has. */
function elementsOf(call: ExternalCall, list: Value): readonly Item[] {
  const known = mergedItems(list);
  const isOpen = known === undefined || (list.kind === "object" && list.object.open.value !== undefined);
  return [...(known ?? []), ...(isOpen ? [{ value: newUnknown(call.frame.run, "the elements of an unknown list"), isOptional: true }] : [])];
}

function lengthOf(call: ExternalCall): Value {
  const value = pointedAt(call.frame, argument(call, 0));
  const unknown = (): Value => derived("len", [value]);
  if (isText(value)) {
    const known = literalText(value);
    return known === undefined ? unknown() : number(known.length);
  }
  if (value.kind === "constant") return number(0);
  if (value.kind !== "object" || value.object.open.value !== undefined) return unknown();
  if (value.object.items !== undefined) return value.object.items.value.every((item) => !item.isOptional) ? number(value.object.items.value.length) : unknown();
  const entries = [...value.object.properties.values()].filter((cell) => cell.value !== undefined);
  return entries.every((cell) => cell.value?.kind !== "choice") ? number(entries.length) : unknown();
}

/** `x[low:high]` of texts and lists. */
function slice(call: ExternalCall): Value {
  const value = pointedAt(call.frame, argument(call, 0));
  const [low, high] = [bound(call, 1), bound(call, 2)];
  if (low === undefined && high === undefined) return value;
  if (value.kind === "choice" && !isText(value.alternatives[0] ?? nil)) return choice(value.alternatives.map((alternative) => slice({ ...call, items: [{ value: alternative, isOptional: false }, ...call.items.slice(1)] })), `${value.key}[${keyOf(argument(call, 1))}:${keyOf(argument(call, 2))}]`);
  if (isText(value)) {
    const [from, to] = [numberIn(low), numberIn(high)];
    if ((low === undefined || from !== undefined) && (high === undefined || to !== undefined)) return sliceText(value, from ?? 0, to);
    // `image[:strings.LastIndex(image, ":")]` is cut as JavaScript's `slice` is.
    const bounds = [low ?? number(0), ...(high === undefined ? [] : [high])].map((one) => ({ value: one, isOptional: false }));
    return textBuiltins["String#slice"]?.({ ...call, path: "String#slice", receiver: value, items: bounds }) ?? nil;
  }
  if (value.kind !== "object" || value.object.items === undefined) return value.kind === "constant" ? nil : derived("slice", call.items.map((item) => item.value));
  const [from, to] = [numberIn(low), numberIn(high)];
  if ((low !== undefined && from === undefined) || (high !== undefined && to === undefined)) {
    return newList(call, value.object.items.value.map((item) => ({ ...item, isOptional: true })), value.object.open.value);
  }
  return newList(call, value.object.items.value.slice(from, to), value.object.open.value);
}

function bound(call: ExternalCall, index: number): Value | undefined {
  const value = call.items[index]?.value;
  return value === undefined || (value.kind === "constant" && value.constant === undefined) ? undefined : value;
}

function numberIn(value: Value | undefined): number | undefined {
  return value?.kind === "number" ? value.number : undefined;
}

function extreme(call: ExternalCall, choose: (...numbers: number[]) => number): Value {
  const numbers = call.items.map((item) => numberIn(item.value));
  const known = numbers.filter((one): one is number => one !== undefined);
  return known.length === numbers.length && known.length > 0 ? number(choose(...known)) : derived(call.path, call.items.map((item) => item.value));
}

function inPackages(packages: readonly string[], members: Readonly<Record<string, Builtin>>): Readonly<Record<string, Builtin>> {
  return Object.fromEntries(packages.flatMap((name) => Object.entries(members).map(([member, builtin]) => [`go:${name}.${member}`, builtin])));
}

function onList(call: ExternalCall, name: string, items = call.items.slice(1)): Value {
  const list = argument(call, 0);
  const receiver = list.kind === "object" ? list : newList(call, elementsOf(call, list));
  return listBuiltins[name]?.({ ...call, receiver, items }) ?? nil;
}

function keysAndValues(call: ExternalCall, side: "keys" | "values"): Value {
  const map = argument(call, 0);
  if (map.kind === "constant") return newList(call, []);
  if (map.kind !== "object" || map.object.open.value !== undefined) return newList(call, [], "a map that is not known");
  const items = [...map.object.properties].flatMap(([key, cell]): readonly Item[] => (cell.value === undefined ? [] : [{ value: side === "keys" ? literal(key) : cell.value, origin: side === "keys" ? undefined : cell.origin, isOptional: false }]));
  return newList(call, items);
}

function copyEntries(call: ExternalCall, from: Value, to: Value): void {
  const { store } = call.frame.run;
  if (to.kind !== "object") return;
  if (from.kind !== "object") {
    if (from.kind !== "constant") store.writeFlag(to.object.open, "entries that are not known");
    return;
  }
  for (const [key, cell] of from.object.properties) if (cell.value !== undefined) store.write(store.property(to.object, key), stored(call.frame.run, cell.value), cell.origin);
  if (from.object.open.value !== undefined) store.writeFlag(to.object.open, from.object.open.value);
}

function ordered(call: ExternalCall, change: (items: readonly Item[]) => readonly Item[]): Value {
  reorder(call.frame.run.store, argument(call, 0), change);
  return nothing;
}
