import { choice, keyOf } from "../../../values/text.js";
import type { Item, Value } from "../../../values/value.js";
import { joinItems } from "../../store.js";

/**
 * The elements of a list that differs by the way that led here (`if verbose { args = append(args, "-v") }`): lists of one
 * length element by element, others with what only some have as optional. Undefined for what is no list.
 */
export function mergedItems(list: Value): readonly Item[] | undefined {
  switch (list.kind) {
    case "constant":
      return [];
    case "object":
      return list.object.items?.value;
    case "choice": {
      const lists = list.alternatives.map(mergedItems);
      const known = lists.filter((items): items is readonly Item[] => items !== undefined);
      const [first, ...rest] = known;
      if (first === undefined || known.length < lists.length) return undefined;
      return rest.reduce((left, right) => mergeTwo(left, right, list.key), first);
    }
    default:
      return undefined;
  }
}

function mergeTwo(left: readonly Item[], right: readonly Item[], key: string): readonly Item[] {
  if (left.length === right.length) {
    return left.map((item, index) => {
      const other = right[index];
      if (other === undefined || keyOf(item.value) === keyOf(other.value)) return item;
      return { value: choice([item.value, other.value], `${key}[${index}]`), origin: item.origin ?? other.origin, isOptional: item.isOptional || other.isOptional };
    });
  }
  return joinItems(left, right);
}
