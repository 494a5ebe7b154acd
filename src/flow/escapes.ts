import type { Place, Value } from "../values/value.js";
import { uncaptured } from "../values/text.js";
import { use, walkTexts } from "./captures.js";
import { nextOrder } from "./run.js";
import type { Run } from "./run.js";

/** Says that values went where the analysis cannot follow; they may have been built or deployed there. */
export function escape(run: Run, values: readonly Value[], place: Place, to: string): void {
  const keys = new Set<string>();
  for (const value of values) {
    use(value);
    walkTexts(value, (text) => {
      const { key } = uncaptured(text);
      if (key.length > 2) keys.add(key);
    });
  }
  if (keys.size > 0) run.escapes.push({ keys, place, to, order: nextOrder(run) });
}
