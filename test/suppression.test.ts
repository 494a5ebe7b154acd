import { describe, expect, it } from "vitest";
import type { Directive } from "../src/facts/facts.js";
import { isSuppressed } from "../src/project/suppression.js";

/** The lines (1-based) of a text on which `no-image-mismatch` is silenced. */
function silencedLines(text: string): readonly number[] {
  const directives = [...text.matchAll(/\/\/ (.*)|\/\* ([^]*?) \*\//g)].map(
    ({ 0: whole, 1: line, 2: block, index }): Directive => ({ text: line ?? block ?? "", form: line === undefined ? "block" : "line", at: [index, index + whole.length] }),
  );
  const lineOf = (offset: number): number => text.slice(0, offset).split("\n").length;
  return text.split("\n").flatMap((_, index) => (isSuppressed(directives, "no-image-mismatch", index + 1, lineOf) ? [index + 1] : []));
}

describe("isSuppressed", () => {
  it("silences a line from behind or from above", () => {
    expect(silencedLines("a()\nb() // eslint-disable-line tag-consistency/no-image-mismatch -- known\nc()")).toEqual([2]);
    expect(silencedLines("// eslint-disable-next-line tag-consistency/no-racy-image, tag-consistency/no-image-mismatch\nb()\nc()")).toEqual([2]);
    expect(silencedLines("// eslint-disable-next-line\nb()\nc()")).toEqual([2]);
    expect(silencedLines("/* eslint-disable-next-line\n  tag-consistency/no-image-mismatch */\nb()")).toEqual([3]);
  });

  it("silences what stands between disable and enable", () => {
    expect(silencedLines("a()\n/* eslint-disable tag-consistency/no-image-mismatch */\nb()\n/* eslint-enable */\nc()")).toEqual([2, 3]);
  });

  it.each(["// eslint-disable-next-line tag-consistency/no-racy-image\nb()", "// eslint-disable-next-line no-image-mismatch\nb()", "// eslint-disable\nb()", "// eslint is strict\nb()"])("silences nothing: %s", (text) => {
    expect(silencedLines(text)).toEqual([]);
  });
});
