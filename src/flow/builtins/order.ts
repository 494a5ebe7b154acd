import { literalText } from "../../values/text.js";
import type { Item, Value } from "../../values/value.js";
import type { Store } from "../store.js";

/** Puts the elements of a list in another order, in place. */
export function reorder(store: Store, list: Value | undefined, change: (items: readonly Item[]) => readonly Item[]): void {
  if (list?.kind !== "object" || list.object.items === undefined) return;
  store.writeItems(list.object.items, change(list.object.items.value));
}

export function reversed(items: readonly Item[]): readonly Item[] {
  return [...items].reverse();
}

/** By the letters; a list of which one element is not known letter by letter stays as it is. */
export function sortedByLetters(items: readonly Item[]): readonly Item[] {
  const keyed = items.map((item) => ({ item, text: item.isOptional ? undefined : literalText(item.value) }));
  if (keyed.some(({ text }) => text === undefined)) return items;
  return keyed.sort((left, right) => ((left.text ?? "") < (right.text ?? "") ? -1 : (left.text ?? "") > (right.text ?? "") ? 1 : 0)).map(({ item }) => item);
}
