import { choice, keyOf, literalText } from "../values/text.js";
import type { Cell, FlagCell, HeapObject, Item, ItemsCell, Place, Value } from "../values/value.js";

const largestList = 200;

/**
 * The mutable state of the analysed program, with a way back: every write is on a trail, so that one way through a
 * branch can be tried, taken back, and joined with the others.
 */
export interface Store {
  readonly write: (cell: Cell, value: Value | undefined, origin?: Place) => void;
  readonly writeItems: (cell: ItemsCell, items: readonly Item[]) => void;
  readonly writeFlag: (cell: FlagCell, flag: string | undefined) => void;
  /** A point to come back to. */
  readonly mark: () => number;
  /** What was written since the mark, each cell with its present state. */
  readonly changesSince: (mark: number) => Changes;
  readonly rollBack: (mark: number) => void;
  /** What was written since the mark holds on every way: it was so before any of them began. */
  readonly settle: (mark: number) => void;
  /** Continues with the join of several ways that all started from the present state. Gives what decides between them. */
  readonly joinWays: (ways: readonly Changes[]) => Decision;
  readonly createObject: (kind: HeapObject["kind"], options?: { readonly class?: HeapObject["class"]; readonly type?: string; readonly place?: Place; readonly items?: readonly Item[]; readonly open?: string }) => HeapObject;
  /** The cell of a property, made (absent) if it is not there. */
  readonly property: (object: HeapObject, key: string) => Cell;
}

/** Makes one value of those that several ways give, in the order of the ways: the same values are decided alike. */
export type Decision = (values: readonly Value[]) => Value;

type AnyCell = Cell | ItemsCell | FlagCell;
type State = { readonly value: AnyCell["value"]; readonly origin: Place | undefined };
export type Changes = ReadonlyMap<AnyCell, State>;

export function createStore(): Store {
  const trail: { readonly cell: AnyCell; readonly before: State }[] = [];
  let objects = 0;
  let joins = 0;

  const set = (cell: AnyCell, state: State): void => {
    trail.push({ cell, before: stateOf(cell) });
    restore(cell, state);
  };
  const rollBack = (mark: number): void => {
    while (trail.length > mark) {
      const entry = trail.pop();
      if (entry !== undefined) restore(entry.cell, entry.before);
    }
  };

  return {
    write: (cell, value, origin) => {
      set(cell, { value, origin });
    },
    writeItems: (cell, items) => {
      set(cell, { value: items.slice(0, largestList), origin: undefined });
    },
    writeFlag: (cell, flag) => {
      set(cell, { value: flag, origin: undefined });
    },
    mark: () => trail.length,
    changesSince: (mark) => {
      const changes = new Map<AnyCell, State>();
      for (let index = mark; index < trail.length; index += 1) {
        const cell = trail[index]?.cell;
        if (cell !== undefined && !changes.has(cell)) changes.set(cell, stateOf(cell));
      }
      return changes;
    },
    rollBack,
    settle: (mark) => {
      trail.length = Math.min(trail.length, mark);
    },
    joinWays: (ways) => {
      joins += 1;
      const join = joins;
      const decide: Decision = (values) => choice(values, `way ${join} ${values.map(keyOf).join(" or ")}`);
      const [only] = ways;
      if (ways.length === 1 && only !== undefined) {
        for (const [cell, state] of only) set(cell, state);
        return decide;
      }
      const cells = new Set(ways.flatMap((way) => [...way.keys()]));
      for (const cell of cells) set(cell, joinStates(ways.map((way) => way.get(cell) ?? stateOf(cell)), decide));
      return decide;
    },
    createObject: (kind, options = {}) => {
      objects += 1;
      return {
        id: objects,
        kind,
        class: options.class,
        type: options.type,
        properties: new Map(),
        items: kind === "array" ? { value: (options.items ?? []).slice(0, largestList) } : undefined,
        open: { value: options.open ?? ((options.items?.length ?? 0) > largestList ? "a very long list" : undefined) },
        place: options.place,
      };
    },
    property: (object, key) => {
      const known = object.properties.get(key);
      if (known !== undefined) return known;
      const cell: Cell = { value: undefined, origin: undefined };
      object.properties.set(key, cell);
      return cell;
    },
  };
}

function stateOf(cell: AnyCell): State {
  return { value: cell.value, origin: "origin" in cell ? cell.origin : undefined };
}

function restore(cell: AnyCell, state: State): void {
  cell.value = state.value;
  if ("origin" in cell) cell.origin = state.origin;
}

function joinStates(states: readonly State[], decide: Decision): State {
  const [first] = states;
  if (first === undefined) return { value: undefined, origin: undefined };
  // What a comparison has shown on one way holds there only.
  if (states.every((state) => isSameState(first.value, state.value))) return states.find((state) => !isKnownToBeSet(state.value)) ?? first;
  if (states.some((state) => Array.isArray(state.value))) {
    return { value: states.map((state) => (Array.isArray(state.value) ? (state.value as readonly Item[]) : [])).reduce(joinItems), origin: undefined };
  }
  if (states.some((state) => typeof state.value === "string")) {
    return { value: states.map((state) => state.value).find((value) => typeof value === "string"), origin: undefined };
  }
  const values = states.map((state) => (state.value === undefined || typeof state.value === "string" || Array.isArray(state.value) ? ({ kind: "constant", constant: undefined } as const) : (state.value as Value)));
  return { value: decide(values), origin: states.find((state) => state.origin !== undefined)?.origin };
}

function isKnownToBeSet(value: AnyCell["value"]): boolean {
  return typeof value === "object" && "kind" in value && value.kind === "hole" && value.isSet === true;
}

function isSameState(a: AnyCell["value"], b: AnyCell["value"]): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || typeof a === "string" || typeof b === "string" || Array.isArray(a) || Array.isArray(b)) return false;
  return keyOf(a as Value) === keyOf(b as Value);
}

/** Lists that begin and end alike hold what either has more in between, as optional elements. */
export function joinItems(left: readonly Item[], right: readonly Item[]): readonly Item[] {
  const most = Math.min(left.length, right.length);
  let start = 0;
  while (start < most && isSameItem(left[start], right[start])) start += 1;
  // An option and its value belong together: `--network a` or `--network b`.
  if (start > 0 && start < Math.max(left.length, right.length) && isOption(left[start - 1])) start -= 1;
  let end = 0;
  while (end < most - start && isSameItem(left[left.length - 1 - end], right[right.length - 1 - end])) end += 1;
  const optional = (item: Item): Item => ({ ...item, isOptional: true });
  return [...left.slice(0, start), ...left.slice(start, left.length - end).map(optional), ...right.slice(start, right.length - end).map(optional), ...left.slice(left.length - end)];
}

function isOption(item: Item | undefined): boolean {
  return item !== undefined && literalText(item.value)?.startsWith("-") === true;
}

function isSameItem(left: Item | undefined, right: Item | undefined): boolean {
  return left !== undefined && right !== undefined && keyOf(left.value) === keyOf(right.value);
}
