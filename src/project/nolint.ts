import type { Directive } from "../facts/facts.js";

/**
 * Whether a `nolint` comment silences this tool on a line (1-based): `//nolint`, `//nolint:all`, or a list that has
 * `tagconsistency`. It holds for its own line, or for the lines of what it covers
 * (https://golangci-lint.run/docs/linters/false-positives/#nolint-directive).
 */
export function isSilencedByNolint(directives: readonly Directive[], line: number, lineOf: (offset: number) => number): boolean {
  return directives.some(({ text, form, at: [start], covers }) => {
    if (form !== "line" || !namesThisTool(text)) return false;
    const [first, last] = covers ?? [start, start];
    return lineOf(first) <= line && line <= lineOf(last);
  });
}

/** The reason stands behind another `//`. */
function namesThisTool(text: string): boolean {
  const [, list = "all"] = /^nolint(?:\s|$|:(.*?)(?:\/\/|$))/u.exec(text) ?? [undefined, ""];
  return list.split(",").some((name) => linterNames.has(name.trim().toLowerCase()));
}

const linterNames: ReadonlySet<string> = new Set(["all", "tagconsistency"]);
