import { describe, expect, test } from "vitest";
import type { Directive } from "../src/facts/facts.js";
import { isSilencedByNolint } from "../src/project/nolint.js";

/** The 1-based lines of the text on which nothing is reported; a comment above a line covers the lines up to the next empty one. */
function silencedLines(text: string): readonly number[] {
  const directives = [...text.matchAll(/(?:\/\/ ?|\/\*)(nolint.*?)(?:\*\/|$)/gmu)].map((comment): Directive => {
    const start = comment.index;
    const end = start + comment[0].length;
    const isAlone = /(?:^|\n)\t*$/u.test(text.slice(0, start));
    const next = text.indexOf("\n\n", end);
    return { text: comment[1] ?? "", form: comment[0].startsWith("//") ? "line" : "block", at: [start, end], covers: isAlone ? [end + 1, next === -1 ? text.length : next] : undefined };
  });
  const lineOf = (offset: number): number => text.slice(0, offset).split("\n").length;
  return text.split("\n").flatMap((_, index) => (isSilencedByNolint(directives, index + 1, lineOf) ? [index + 1] : []));
}

describe("nolint", () => {
  test.each([
    ["names this tool", "//nolint:tagconsistency"],
    ["gives a reason", "//nolint:tagconsistency // fills the layer cache"],
    ["names several linters", "//nolint:errcheck, TagConsistency // the image is not deployed"],
    ["names all", "//nolint:all"],
    ["names none", "//nolint"],
    ["names none and gives a reason", "// nolint // generated"],
  ])("that %s silences its line", (_, comment) => {
    expect(silencedLines(`before()\nbuild() ${comment}\nafter()`)).toEqual([2]);
  });

  test.each([
    ["for other linters", "//nolint:errcheck,gosec // see tagconsistency"],
    ["in a block comment", "/*nolint:tagconsistency*/"],
    ["that is another word", "//nolinter:tagconsistency"],
  ])("%s silences nothing", (_, comment) => {
    expect(silencedLines(`before()\nbuild() ${comment}\nafter()`)).toEqual([]);
  });

  test("above a function silences all of it", () => {
    expect(silencedLines("//nolint:tagconsistency\nfunc setUp() {\n\tbuild()\n}\n\nfunc other() {}")).toEqual([2, 3, 4]);
  });
});
