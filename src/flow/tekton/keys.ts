import { readKey } from "../files.js";
import type { TektonObject } from "./objects.js";

/** The name of an object among what roots have executed: one that another one starts is started by it, and by nobody else. */
export function objectKey({ file, kind, name, place }: TektonObject): string {
  return readKey(`${file} ${kind} ${name} ${place.start}`);
}
