import { isText, placeOf } from "../values/text.js";
import type { HeapObject, Place, Text } from "../values/value.js";

/** The environment variables that a process is given by the one that starts it, beside those of the analysed program itself. */
export type ProcessEnvironment = (name: string) => GivenText | undefined;

export interface GivenText {
  readonly value: Text;
  /** Where it was given. */
  readonly origin?: Place | undefined;
}

/** The variables that an object of the program holds by their names. */
export function environmentOf(object: HeapObject | undefined): ProcessEnvironment | undefined {
  if (object === undefined) return undefined;
  return (name) => {
    const cell = object.properties.get(name);
    return cell?.value === undefined || !isText(cell.value) ? undefined : { value: cell.value, origin: placeOf(cell.value) ?? cell.origin };
  };
}
