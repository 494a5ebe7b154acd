import { expect, test } from "vitest";
import { loadGoGrammar } from "../src/frontends/go/grammar.js";
import { lowerGo } from "../src/frontends/go/lower.js";

const grammar = await loadGoGrammar();

/** The directives of a text, with what they cover as text. */
function directivesOf(text: string): readonly object[] {
  return lowerGo(grammar, text, "example.go").directives.map(({ text: directive, form, at, covers }) => ({ directive, form, source: text.slice(...at), covers: covers === undefined ? undefined : text.slice(...covers) }));
}

test("comments that speak to ESLint, in both forms", () => {
  expect(directivesOf("package p\n\n/* eslint-disable tag-consistency/image-naming -- why */\nvar a = 1 // eslint-disable-line\r\n// eslint is a tool\n\t//eslint-enable\n")).toEqual([
    { directive: "eslint-disable tag-consistency/image-naming -- why", form: "block", source: "/* eslint-disable tag-consistency/image-naming -- why */", covers: undefined },
    { directive: "eslint-disable-line", form: "line", source: "// eslint-disable-line", covers: undefined },
    { directive: "eslint is a tool", form: "line", source: "// eslint is a tool", covers: undefined },
    { directive: "eslint-enable", form: "line", source: "//eslint-enable", covers: undefined },
  ]);
});

test.each([
  { title: "behind code it is about its line", text: "package p\nvar a = b() //nolint:tagconsistency // why\n", covers: undefined },
  { title: "above a function", text: "package p\n\n//nolint:all\nfunc f() {\n\tg()\n}\n", covers: "func f() {\n\tg()\n}" },
  { title: "above a function's other comments", text: "package p\n\n//nolint:all\n\n// f does it.\nfunc f() {}\n", covers: "func f() {}" },
  { title: "above a statement", text: "package p\nfunc f() {\n\ta()\n\t//nolint:tagconsistency\n\tif b {\n\t\tc()\n\t}\n\td()\n}\n", covers: "if b {\n\t\tc()\n\t}" },
  { title: "above a field of a literal", text: "package p\nvar a = T{\n\t//nolint:all\n\tImage: b,\n\tName: c,\n}\n", covers: "Image: b" },
  { title: "above the package clause it is about the file", text: "// Copyright\n//nolint:all\npackage p\n\nfunc f() {}\n", covers: "// Copyright\n//nolint:all\npackage p\n\nfunc f() {}\n" },
  { title: "at the end of a block it is about nothing", text: "package p\nfunc f() {\n\ta()\n\t//nolint:all\n}\n", covers: undefined },
])("nolint $title", ({ text, covers }) => {
  expect(directivesOf(text)).toMatchObject([{ form: "line", covers }]);
});

test("texts that look like comments, and other words, are no directives", () => {
  expect(directivesOf('package p\n\nvar a = "//nolint"\nvar b = `\n// eslint-disable\n`\nvar c = \'"\' // nolinting is bad, see eslint\n')).toEqual([]);
});
