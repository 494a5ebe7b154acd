import { array, check, constantFrom, oneof, property, string } from "fast-check";
import { expect, test } from "vitest";
import type { MakeLine } from "../src/facts/makefile.js";
import { lowerMake } from "../src/frontends/make/lower.js";
import { readMakefile, readMakeText } from "../src/frontends/make/read.js";
import { misplaced, misplacedTexts, printMakefile, printText } from "./print-makefile.js";

interface BadExample {
  readonly title: string;
  /** `▲` stands before each place at which there is a problem. */
  readonly text: string;
  readonly problems: readonly string[];
  readonly lines: readonly string[];
}

const examples: readonly BadExample[] = [
  { title: "words that are no rule", text: "A = 1\n▲foo bar\nB = 2\n", problems: ["this is no rule and no assignment"], lines: ["A = 1", "B = 2"] },
  { title: "a recipe line with blanks", text: "a:\n    ▲docker build $(A)\n\tb\n", problems: ["this is no rule and no assignment: a recipe line begins with a tab"], lines: ["rule a:", "> b"] },
  { title: "ifeq without a blank", text: "▲ifeq($(A),b)\nB = 1\n▲endif\n", problems: ["this is no rule and no assignment: a blank is missing behind 'ifeq' or 'ifneq'", "'endif' without a conditional"], lines: ["B = 1"] },
  { title: "a recipe line before the first rule", text: "\t▲echo a\n\t▲b: c\nA = 1\n\t▲$$A\n", problems: ["a recipe line without a rule", "a recipe line without a rule", "a recipe line without a rule"], lines: ["A = 1"] },
  { title: "a merge conflict", text: "▲<<<<<<< HEAD\nA = 1\n▲=======\nA = 2\n▲>>>>>>> main\n", problems: ["this is no rule and no assignment", "the variable has no name", "this is no rule and no assignment"], lines: ["A = 1", " = ======", "A = 2"] },
  { title: "an expansion that is not closed", text: "A = a ▲$(B\nC = ▲${D)\nE = $(F ▲${G) }\n", problems: ["the expansion is not closed: ')' is missing", "the expansion is not closed: '}' is missing", "the expansion is not closed: '}' is missing"], lines: ["A = a $(B", "C = ${D)", "E = {F ${G} }"] },
  { title: "a call that is not closed", text: "A = ▲$(call f,$(g,h)\nB = ▲$(call f,(x)\n", problems: ["the call of 'call' is not closed: ')' is missing", "the call of 'call' is not closed: ')' is missing"], lines: ["A = $(call f,$(g,h)", "B = $(call f,(x)"] },
  { title: "a line of one expansion that is not closed", text: "▲$(info a\nB = 1\n", problems: ["the call of 'info' is not closed: ')' is missing"], lines: ["B = 1"] },
  { title: "a recipe that is not closed", text: "a:\n\techo ▲$(B\n\tc\n", problems: ["the expansion is not closed: ')' is missing"], lines: ["rule a:", "> echo $(B", "> c"] },
  { title: "no endef", text: "A = 1\n▲define B\n c\n", problems: ["the definition is not closed: 'endef' is missing"], lines: ["A = 1", "define B =  c"] },
  { title: "no define", text: "▲endef\nA = 1\n", problems: ["'endef' without 'define'"], lines: ["A = 1"] },
  { title: "no name", text: "▲= a\ndefine▲\nb\nendef\nundefine▲\n", problems: ["the variable has no name", "the variable has no name", "the variable has no name"], lines: [" = a", "define  = b", "undefine"] },
  { title: "no endif", text: "▲ifdef A\nB = 1\n▲ifdef C\nelse\nD = 1\n", problems: ["the conditional is not closed: 'endif' is missing", "the conditional is not closed: 'endif' is missing"], lines: ["if defined A", "  B = 1", "  if defined C", "  else", "    D = 1", "  endif", "endif"] },
  { title: "a second else", text: "ifdef A\nB = 1\nelse\nB = 2\n▲else\nB = 3\nendif\n▲else\n", problems: ["a second 'else'", "'else' without a conditional"], lines: ["if defined A", "  B = 1", "else", "  B = 2", "  B = 3", "endif"] },
  { title: "a test that cannot be read: make stops there, and all of its lines are read", text: "▲ifeq (a\nB = 1\nelse\nB = 2\nendif\n▲ifdef A B\nC = 1\nendif\n", problems: ["the test of 'ifeq' cannot be read", "the test of 'ifdef' cannot be read"], lines: ["B = 1", "B = 2", "C = 1"] },
  { title: "else with something that is no test", text: "ifdef A\nB = 1\n▲else ifeq(a,b)\nB = 2\nelse\nB = 3\nendif\n", problems: ["what follows 'else' is no test"], lines: ["if defined A", "  B = 1", "else", "  B = 2", "  B = 3", "endif"] },
  { title: "a later test that cannot be read", text: "ifdef A\nB = 1\n▲else ifeq a\nB = 2\nelse\nB = 3\nendif\n", problems: ["the test of 'ifeq' cannot be read"], lines: ["if defined A", "  B = 1", "else", "  B = 2", "  B = 3", "endif"] },
];

test.each(examples)("what cannot be read is a problem at its place, and reading goes on: $title", ({ text: marked, problems, lines }) => {
  const text = marked.replaceAll("▲", "");
  const makefile = readMakefile(text);
  expect(misplaced(text, makefile)).toEqual([]);
  expect(makefile.problems.map(({ message }) => message)).toEqual(problems);
  expect(withMarks(text, makefile.problems.map(({ offset }) => offset))).toBe(marked);
  if (lines.length > 0) expect(printMakefile(makefile)).toEqual(lines);
});

function withMarks(text: string, offsets: readonly number[]): string {
  return [0, ...offsets].map((offset, index) => text.slice(offset, offsets[index] ?? text.length)).join("▲");
}

const sample = "define A\n# $(1) \\\n b\nendef\nexport IMG ?= a:$(TAG) # b\nifeq ($(X:a=b),$(if c,d))\nt u: %.o: %.c | v ; w \\\n\tx\n\t$(shell y \\\n\tz) $$A\nelse ifdef B\nt: override C := d ; e\nendif\n-include $(A)\n$(eval f: g)\n";

test("no prefix of a file, and no file without one of its characters, makes the reader fail or leave the file", () => {
  for (let end = 0; end <= sample.length; end += 1) {
    for (const text of [sample.slice(0, end), sample.slice(0, end) + sample.slice(end + 1)]) expect(misplaced(text, readMakefile(text))).toEqual([]);
  }
});

const pieces = ["a", "A", " ", "\t", "\n", "\n\t", "\r\n", "\\", "\\\n", "\\\r\n", "#", "\\#", "$", "$$", "$(", "${", ")", "}", "(", "{", ",", ":", "::", "=", ":=", "?=", ";", "|", "&", "%", "'", '"', "\uE000", "\u{1F433}", "\uFEFF", "$(shell ", "${call ", "$(a:", "define ", "\nendef\n", "\nifeq ", "\nifdef ", "\nelse\n", "\nelse ", "\nendif\n", "export ", "override ", "private ", "undefine ", "include ", "\n.RECIPEPREFIX=", "\nt:", "# eslint-disable-line"];

const anyText = oneof(
  { weight: 4, arbitrary: array(constantFrom(...pieces), { maxLength: 40 }).map((chosen) => chosen.join("")) },
  { weight: 1, arbitrary: string({ unit: "binary" }) },
);

test("any text is read to its end, and everything stands where it says", () => {
  const result = check(
    property(anyText, (text) => {
      const texts = (["value", "recipe"] as const).flatMap((form) => misplacedTexts(text, [readMakeText(text, form)], [0, text.length]));
      const directives = lowerMake(text).directives.filter(({ text: directive, at }) => !text.slice(...at).includes(directive));
      return [...misplaced(text, readMakefile(text)), ...texts, ...directives].length === 0;
    }),
    { numRuns: 2000 },
  );
  expect(result.counterexample).toBeNull();
});

const many = 100_000;

test.each([
  { title: "variables", open: "$(", inner: "A", close: ")" },
  { title: "variables in braces", open: "${", inner: "A", close: "}" },
  { title: "calls", open: "$(call f,", inner: "A", close: ")" },
  { title: "substitutions", open: "$(A:a=", inner: "b", close: ")" },
])("nesting as deep as you like is text where it is too deep: $title", ({ open, inner, close }) => {
  const { lines, problems } = readMakefile(`A = ${open.repeat(many)}${inner}${close.repeat(many)}\nB = 1\n`);
  expect(problems).toEqual([{ offset: 4 + 100 * open.length, message: "expansions are nested too deeply" }]);
  expect(lines).toHaveLength(2);
});

test("conditionals in conditionals, as many as you like", () => {
  const { lines, problems } = readMakefile("ifdef A\nB = 1\n".repeat(many) + "endif\n".repeat(many) + "C = 1\n");
  expect(problems).toEqual([{ offset: 100 * "ifdef A\nB = 1\n".length, message: "conditionals are nested too deeply" }]);
  expect(lines).toMatchObject([{ kind: "conditional" }, { kind: "assignment" }]);
  expect(depthOf(lines)).toBe(101);
});

function depthOf(lines: readonly MakeLine[]): number {
  return 1 + Math.max(0, ...lines.slice(0, 5).map((line) => (line.kind === "conditional" ? depthOf(line.branches.flatMap((branch) => branch.lines)) : 0)));
}

// What is not linear takes minutes here; what is takes part of a second, however busy the machine is.
test.each([
  { title: "expansions that are never closed", text: `A = ${"$(".repeat(many)}` },
  { title: "a line of expansions that are never closed", text: "${".repeat(many) },
  { title: "both brackets in turn", text: `A = ${"$(a ${b ".repeat(many)}` },
  { title: "expansions side by side", text: `A = ${"$(A:a=b)".repeat(many)}` },
  { title: "arguments", text: `A = $(call ${"$(a),".repeat(many)})` },
  { title: "backslashes", text: `A = ${"\\".repeat(many)}` },
  { title: "numbers of comments", text: `A = ${"\\#".repeat(many)}` },
  { title: "continued lines", text: `A = ${" \\\n".repeat(many)}` },
  { title: "continued recipe lines", text: `a:\n\t$(b ${"\\\n\t".repeat(many)}` },
  { title: "blanks", text: `a: b${" ".repeat(many)}\\\n` },
  { title: "colons behind backslashes", text: "a\\:".repeat(many) },
  { title: "words before a name", text: "export ".repeat(many) },
  { title: "definitions that are never closed", text: "define A\n".repeat(many) },
  { title: "branches", text: `ifdef A\n${"else ifdef B\n".repeat(many)}endif` },
  { title: "directives", text: "a:\n" + "\t# eslint-disable-line\n".repeat(many) },
])("stays linear for $title", ({ text }) => {
  const start = performance.now();
  lowerMake(text);
  expect(performance.now() - start).toBeLessThan(20_000);
}, 60_000);

test("what is not closed is text", () => {
  expect(printText(readMakeText("a $(b ${c} d", "value"))).toBe("a $(b ${c} d");
});
