import type { MayHold } from "../../values/patterns.js";
import type { Place, Text } from "../../values/value.js";

export interface SedRun {
  /** Each `-e`, or the first operand. */
  readonly scripts: readonly Text[];
  /** `-E`, `-r`. */
  readonly isExtended: boolean;
  /** `-n`. */
  readonly isQuiet: boolean;
  /** `-z`: lines end with NUL. */
  readonly isNullSeparated?: boolean | undefined;
  /** `perl -pe`: the script is Perl's. */
  readonly isPerl?: boolean | undefined;
  readonly input: Text;
  readonly mayHold?: MayHold | undefined;
}

export interface SedSubstitution {
  readonly pattern: string;
  readonly place: Place | undefined;
  readonly replacement: Text;
  readonly isRead: "yes" | "no" | "unknown";
}

export interface SedResult {
  /** Undefined: not known. */
  readonly output: Text | undefined;
  readonly substitutions: readonly SedSubstitution[];
}

export function applySed(_run: SedRun): SedResult {
  return { output: undefined, substitutions: [] };
}
