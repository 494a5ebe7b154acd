import type { Span } from "../../facts/facts.js";

/** A scalar of a YAML or JSON text. */
export interface ManifestScalar {
  /** Its text: without quotes, escapes resolved, whatever its type; it may hold holes. */
  readonly value: string;
  /** Its content in the text, without quotes; the source is `value` letter for letter unless it has escapes or line breaks. */
  readonly at: Span;
  /** What a YAML 1.2 parser makes of it: `1.10` is 1.1, `"1.10"` is "1.10". */
  readonly parsed: string | number | boolean | null;
}

/** Values that are deeper are cut, so that whoever walks them need not fear for the stack. */
export const greatestDepth = 200;
