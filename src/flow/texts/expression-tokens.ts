import { nothing, sequence } from "../../values/regular-expression.js";
import type { Assertion, Regular } from "../../values/regular-expression.js";

/** What a regular expression consists of, in whatever syntax it is written. */
export type ExpressionToken =
  | { readonly kind: "one"; readonly regular: Regular }
  | { readonly kind: "assertion"; readonly asserts: Assertion }
  | { readonly kind: "repeat"; readonly least: number; readonly most: number }
  | { readonly kind: "open"; readonly isCapturing: boolean }
  | { readonly kind: "close" }
  | { readonly kind: "or" };

interface OpenGroup {
  /** Undefined: it is not counted. */
  readonly number: number | undefined;
  readonly alternatives: Regular[];
  parts: Regular[];
}

/** The expression that some tokens make; undefined where they do not make one. */
export function expressionOf(tokens: readonly ExpressionToken[]): Regular | undefined {
  const outer: OpenGroup = { number: undefined, alternatives: [], parts: [] };
  const open: OpenGroup[] = [outer];
  let groups = 0;
  let isRepeatable = false;
  for (const token of tokens) {
    const group = open.at(-1);
    if (group === undefined) return undefined;
    const before = group.parts.at(-1);
    switch (token.kind) {
      case "one":
        group.parts.push(token.regular);
        break;
      case "assertion":
        group.parts.push(token);
        break;
      case "repeat":
        if (!isRepeatable || before === undefined) return undefined;
        group.parts.splice(-1, 1, { kind: "repeat", of: before, least: token.least, most: token.most });
        break;
      case "open":
        groups += token.isCapturing ? 1 : 0;
        open.push({ number: token.isCapturing ? groups : undefined, alternatives: [], parts: [] });
        break;
      case "or":
        group.alternatives.push(sequence(group.parts));
        group.parts = [];
        break;
      case "close": {
        open.pop();
        const whole = wholeOf(group);
        const around = open.at(-1);
        if (around === undefined) return undefined;
        around.parts.push(group.number === undefined ? whole : { kind: "group", number: group.number, of: whole });
        break;
      }
    }
    isRepeatable = token.kind === "one" || token.kind === "close" || token.kind === "repeat";
  }
  return open.length === 1 ? wholeOf(outer) : undefined;
}

function wholeOf({ alternatives, parts }: OpenGroup): Regular {
  const last = parts.length === 0 ? nothing : sequence(parts);
  return alternatives.length === 0 ? last : { kind: "either", alternatives: [...alternatives, last] };
}
