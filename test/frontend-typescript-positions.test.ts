import { check, constantFrom, array, property } from "fast-check";
import { expect, test } from "vitest";
import type { Expression, FileFacts } from "../src/facts/facts.js";
import { lowerTypeScript } from "../src/frontends/typescript/lower.js";

type Literal = Extract<Expression, { kind: "literal" }>;

test.each([
  { title: "a plain string", source: `"localhost/a:b"` },
  { title: "a line feed before the text", source: `"a\\nb"` },
  { title: "hexadecimal escapes", source: String.raw`"\x41\u0042\u{43}d"` },
  { title: "a character of two units", source: String.raw`"\u{1F600}b"` },
  { title: "a line continuation", source: `"a\\\nb\\\r\nc"` },
  { title: "a line continuation at the beginning, and two in a row", source: `"\\\n\\\nab"` },
  { title: "an octal escape", source: String.raw`"\101b\0c"` },
  { title: "an escape of no meaning", source: String.raw`"\q\"b"` },
  { title: "a template of several lines", source: "`a\r\nb\n\\tc\\\r\nd`" },
])("the characters of a literal are found in the file: $title", ({ source }) => {
  const text = `f(\n  ${source}, x)`;
  const literal = onlyLiteral(lowerTypeScript(text, "example.js"));
  expect(literal.quoted).toBe(true);
  expect(text.slice(...literal.at)).toBe(source);
  for (const letter of "abcd") {
    const place = String(literal.value).indexOf(letter);
    if (place !== -1) expect(text[offsetInFile(literal, place)]).toBe(letter);
  }
});

test("escaped characters are found at their escape", () => {
  const text = String.raw`f("a\n\u0041${""}\x42")`;
  const literal = onlyLiteral(lowerTypeScript(text, "example.ts"));
  expect(literal.value).toBe("a\nAB");
  expect([0, 1, 2, 3].map((place) => text.slice(offsetInFile(literal, place)))).toEqual([String.raw`a\n\u0041\x42")`, String.raw`\n\u0041\x42")`, String.raw`\u0041\x42")`, String.raw`\x42")`]);
});

test("the parts of a template begin where their text begins", () => {
  const text = "f(`kind: Pod\r\nimage: ${ image }\\n:${/* tag */tag}`)";
  const parts = templateParts(lowerTypeScript(text, "example.ts"));
  const literals = parts.filter((part) => part.kind === "literal");
  expect(literals.map(({ value, quoted, at }) => ({ value, quoted, source: text.slice(...at) }))).toEqual([
    { value: "kind: Pod\nimage: ", quoted: undefined, source: "kind: Pod\r\nimage: " },
    { value: "\n:", quoted: undefined, source: "\\n:" },
  ]);
  const [first, second] = literals;
  if (first === undefined || second === undefined) throw new Error("a part is missing");
  expect(text.slice(offsetInFile(first, String(first.value).indexOf("image")))).toMatch(/^image: \$\{/u);
  expect(text.slice(offsetInFile(second, 1))).toMatch(/^:\$\{/u);
});

test("String.raw keeps backslashes; a line end is one character all the same", () => {
  const text = "f(String.raw`a\\n\r\n${b}c\\`d`)";
  const literals = templateParts(lowerTypeScript(text, "example.ts")).filter((part) => part.kind === "literal");
  expect(literals.map(({ value }) => value)).toEqual(["a\\n\n", "c\\`d"]);
  const [first, second] = literals;
  if (first === undefined || second === undefined) throw new Error("a part is missing");
  expect(text.slice(offsetInFile(first, 4))).toMatch(/^\$\{b\}/u);
  expect(text.slice(offsetInFile(second, 3))).toBe("d`)");
});

test("whatever pieces a literal is made of, each is found in the file", () => {
  const piece = constantFrom(["a", "a"], ["\\n", "\n"], ["\\x41", "A"], ["\\u{1F600}", "\u{1F600}"], ["\\\r\n", ""], ["\\\n", ""], ["\\'", "'"], ["/", "/"], ["\\\\", "\\"]);
  const example = property(array(piece), constantFrom("'", "`"), (pieces, quote) => {
    const text = `f(${quote}${pieces.map(([source]) => source).join("")}${quote});`;
    const literal = onlyLiteral(lowerTypeScript(text, "example.ts"));
    let inFile = 3;
    let inValue = 0;
    let isFound = literal.value === pieces.map(([, value]) => value).join("");
    for (const [source = "", value = ""] of pieces) {
      if (value !== "") isFound &&= offsetInFile(literal, inValue) === inFile;
      inFile += source.length;
      inValue += value.length;
    }
    return isFound;
  });
  expect(check(example).failed).toBe(false);
});

test("positions are those of the text as it is given: with a byte order mark, CRLF and comments before the code", () => {
  const text = "\uFEFF// comment\r\n/* another */ build /* x */ (image)\r\n";
  const [statement] = lowerTypeScript(text, "example.ts").body;
  expect(statement === undefined ? "" : text.slice(...statement.at)).toBe("build /* x */ (image)");
});

/** The reading of `map` that the facts promise. */
function offsetInFile(literal: Literal, place: number): number {
  const map = literal.map ?? [[0, literal.at[0] + (literal.quoted === true ? 1 : 0)] as const];
  const pair = map.findLast(([inValue]) => inValue <= place);
  if (pair === undefined) throw new Error("the map does not begin at 0");
  return pair[1] + place - pair[0];
}

function onlyLiteral(facts: FileFacts): Literal {
  const argument = firstArgument(facts);
  if (argument?.kind !== "literal") throw new Error("the first argument is no literal");
  return argument;
}

function templateParts(facts: FileFacts): readonly Expression[] {
  const argument = firstArgument(facts);
  const template = argument?.kind === "tagged" ? argument.template : argument;
  if (template?.kind !== "template") throw new Error("the first argument is no template");
  return template.parts;
}

function firstArgument(facts: FileFacts): Expression | undefined {
  const [statement] = facts.body;
  if (statement?.kind !== "evaluate" || statement.expression.kind !== "call") throw new Error("the first statement is no call");
  return statement.expression.arguments[0]?.value;
}
