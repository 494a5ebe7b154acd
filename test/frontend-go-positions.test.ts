import { array, check, constantFrom, property } from "fast-check";
import { expect, test } from "vitest";
import type { Expression, FileFacts, Span } from "../src/facts/facts.js";
import { loadGoGrammar } from "../src/frontends/go/grammar.js";
import { lowerGo } from "../src/frontends/go/lower.js";

const grammar = await loadGoGrammar();

function lower(text: string): FileFacts {
  return lowerGo(grammar, text, "example.go");
}

type Literal = Extract<Expression, { kind: "literal" }>;

test.each([
  { title: "an interpreted string", source: `"localhost/a:b"` },
  { title: "a line feed before the text", source: String.raw`"\na:b"` },
  { title: "every escape of one character", source: String.raw`"\a\b\f\n\r\t\v\\\"abcd"` },
  { title: "bytes and code points", source: String.raw`"\x41\102\u0043\U0001F600abcd"` },
  { title: "bytes that are one character together", source: String.raw`"\xc3\xa9\342\234\223abcd"` },
  { title: "bytes that are no character", source: String.raw`"\xff\xfeabcd"` },
  { title: "characters of two units", source: `"\u{1F600}abcd"` },
  { title: "a raw string of several lines", source: "`a\n\tb\\n\nc`" },
  { title: "a raw string with CR LF", source: "`a\r\nb\r\n\r\ncd`" },
])("the characters of a literal are found in the file: $title", ({ source }) => {
  const text = `package p\n\n// \u{1F600}\nvar x = f(${source})\n`;
  const literal = onlyLiteral(lower(text));
  expect(literal.quoted).toBe(true);
  expect(text.slice(...literal.at)).toBe(source);
  for (const letter of "abcd") {
    const place = String(literal.value).lastIndexOf(letter);
    if (place !== -1) expect(text[offsetInFile(literal, place)]).toBe(letter);
  }
});

test("escapes have the values that Go gives them", () => {
  expect(onlyLiteral(lower(String.raw`var x = "\a\b\f\n\r\t\v\\\"\x41\102\u0043\U0001F600\xc3\xa9\xff\ud800"`)).value).toBe('\x07\b\f\n\r\t\v\\"ABC\u{1F600}é\uFFFD\uFFFD');
  expect(onlyLiteral(lower("var x = `a\\n\r\nb`")).value).toBe("a\\n\nb");
});

test("whatever pieces a string is made of, each is found in the file", () => {
  const pieces = { a: "a", b: "b", "\\n": "\n", "\\x41": "A", "\\xc3\\xa9": "é", "\u{1F600}": "\u{1F600}", "\\U0001F600": "\u{1F600}", é: "é", "\\377": "\uFFFD", "\uFFFD": "\uFFFD" };
  check(
    property(array(constantFrom(...Object.keys(pieces))), (sources) => {
      const text = `var x = "${sources.join("a")}"`;
      const literal = onlyLiteral(lower(text));
      const values = sources.map((source) => (Object.hasOwn(pieces, source) ? pieces[source as keyof typeof pieces] : ""));
      if (literal.value !== values.join("a")) return false;
      return Array.from(literal.value.matchAll(/a/gu)).every(({ index }) => text[offsetInFile(literal, index)] === "a");
    }),
  );
});

test("offsets count UTF-16 units, whatever stands before: other planes, CR LF, tabs, characters that were no UTF-8", () => {
  const text = "package p\r\n\r\n// \u{1F600}\u{1F680} \uFFFD\uFFFD\r\nfunc f() {\r\n\t\tx := \"\u{1F600}\" + g(\"é\\t\", image)\t// \u{1F600}\r\n}\r\n";
  const facts = lower(text);
  const [body] = facts.functions;
  const [bind] = body?.body ?? [];
  expect(facts.problems).toEqual([]);
  expect(text.slice(...(body?.at ?? [0, 0]))).toMatch(/^func f\(\) \{[^]*\}$/u);
  expect(text.slice(...(bind?.at ?? [0, 0]))).toBe('x := "\u{1F600}" + g("é\\t", image)');
  expect(facts.variables.map(({ name, at }) => [name, text.slice(...at)])).toEqual([["f", "f"], ["g", "g"], ["image", "image"], ["x", "x"]]);
});

test("every span lies in the file and in the one around it", () => {
  const text = "package p\n\nimport \"fmt\"\n\ntype T struct { a [2]string; *B }\n\nfunc (t *T) f(x ...int) (r string, err error) {\n\tif y, ok := m[\"é\"]; ok { return fmt.Sprintf(`\u{1F600}%s`, y), nil }\n\tfor k, v := range t.a { go func() { ch <- T{a: v}; k++ }() }\n\tswitch z := i.(type) { case int: r += \"a\"; default: panic(z) }\n\tselect { case r = <-ch: default: }\n\treturn\n}\n";
  const facts = lower(text);
  expect(facts.problems).toEqual([]);
  for (const { at, body } of facts.functions) expectNested(body, at);
  expectNested(facts.body, [0, text.length]);
});

test("a simple declaration knows its statement, a function where its body begins", () => {
  const text = "package p\nvar a = 1\nvar b, c = 2, 3\nfunc f() {\n\td := 4\n\te, g := h()\n}\nfunc i() {}\n";
  const { variables, functions } = lower(text);
  expect(variables.flatMap(({ name, statement }) => (statement === undefined ? [] : [[name, text.slice(...statement)]]))).toEqual([["a", "a = 1"], ["d", "d := 4"]]);
  expect(functions.map(({ bodyAt }) => (bodyAt === undefined ? undefined : text.slice(bodyAt[0], bodyAt[0] + 2)))).toEqual(["d ", "}\n"]);
});

function onlyLiteral(facts: FileFacts): Literal {
  const found: Literal[] = [];
  collectLiterals(facts.body, found);
  const [literal] = found;
  if (literal === undefined || found.length > 1) throw new Error(`expected one literal, found ${found.length}`);
  return literal;
}

function collectLiterals(data: unknown, found: Literal[]): void {
  if (typeof data !== "object" || data === null) return;
  if (isLiteral(data)) found.push(data);
  else for (const part of Object.values(data)) collectLiterals(part, found);
}

function isLiteral(data: object): data is Literal {
  return "kind" in data && data.kind === "literal" && "quoted" in data;
}

/** As `Expression.literal` says it is read. */
function offsetInFile({ at, map = [[0, at[0] + 1]] }: Literal, offset: number): number {
  const [inValue, inFile] = map.findLast(([start]) => start <= offset) ?? [0, at[0] + 1];
  return inFile + offset - inValue;
}

function expectNested(data: unknown, outer: Span): void {
  if (typeof data !== "object" || data === null) return;
  const at = "at" in data && isSpan(data.at) ? data.at : outer;
  expect({ at, isInside: outer[0] <= at[0] && at[0] <= at[1] && at[1] <= outer[1] }).toEqual({ at, isInside: true });
  for (const part of Object.values(data)) if (part !== at) expectNested(part, at);
}

function isSpan(data: unknown): data is Span {
  return Array.isArray(data) && data.length === 2 && data.every((one) => typeof one === "number");
}
