import { literal } from "../values/text.js";
import type { Value } from "../values/value.js";
import { nothing } from "./run.js";
import type { Run } from "./run.js";

/** A value of JSON as a value of the analysed program. */
export function plainValue(run: Run, json: unknown): Value {
  const { store } = run;
  if (typeof json === "string") return literal(json);
  if (typeof json === "number") return { kind: "number", number: json };
  if (typeof json === "boolean" || json === null) return { kind: "constant", constant: json };
  if (Array.isArray(json)) {
    return { kind: "object", object: store.createObject("array", { items: json.map((item: unknown) => ({ value: plainValue(run, item), isOptional: false })) }) };
  }
  if (typeof json !== "object") return nothing;
  const object = store.createObject("plain");
  for (const [key, value] of Object.entries(json)) store.write(store.property(object, key), plainValue(run, value));
  return { kind: "object", object };
}
