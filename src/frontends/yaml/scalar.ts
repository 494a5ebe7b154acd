import type { Span } from "../../facts/facts.js";
import type { Letters } from "./letters.js";

/** A scalar of a YAML or JSON text. */
export interface ManifestScalar {
  /** Its text: without quotes, escapes resolved, whatever its type; it may hold holes. */
  readonly value: string;
  /** Its content in the text, without quotes; the source is `value` letter for letter unless it has escapes or line breaks. */
  readonly at: Span;
  /** What a YAML 1.2 parser makes of it: `1.10` is 1.1, `"1.10"` is "1.10". */
  readonly parsed: string | number | boolean | null;
  /** Where its letters stand, for a text that may be a document itself (see `mayHoldDocument`). */
  readonly letters?: Letters | undefined;
}

/** Whether a scalar's text may be YAML or JSON that speaks of images: the file in a ConfigMap. */
export function mayHoldDocument(value: string): boolean {
  return value.length > 10 && value.includes(":") && /image/iu.test(value) && /^\s*(?:[{[]|#|---|- |["']?[\w./-]+["']?\s*:)/u.test(value);
}

/** Values that are deeper are cut, so that whoever walks them need not fear for the stack. */
export const greatestDepth = 200;

/** Texts that are longer are not parsed: the library takes some ten seconds for the worst ones of this length. No manifest is a tenth of it. */
export const greatestLength = 2_000_000;
