import { expect, test } from "vitest";
import { loadGoGrammar } from "../src/frontends/go/grammar.js";
import { lowerGo } from "../src/frontends/go/lower.js";
import { printFacts } from "./print-facts.js";

const grammar = await loadGoGrammar();

const declarations = "package p\ntype T struct{ A, B string; Inner Inner }\ntype List []T\ntype Map map[string]T\nconst key = \"k\"\nvar x, y, z string\nvar m map[string]string\nvar fs []func(string) string\nfunc f(a string) string { return a }\n";

/** What `g(expression)` is given, with the indexes of variables left out. */
function lowered(expression: string): string {
  const lines = printFacts(lowerGo(grammar, `${declarations}var result = ${expression}\n`, "example.go")).split("\n");
  const first = lines.findIndex((line) => line.startsWith("bind result#"));
  const end = lines.findIndex((line, index) => index > first && /^(?:export|bind) /u.test(line));
  return lines.slice(first, end).join("\n").replace(/^bind result#\d+ = /u, "").replace(/#\d+/gu, "");
}

test.each([
  ["x + y + \"a\"", '((x + y) + "a")'],
  ["x == y && x != z || !ok", "(((x === y) && (x !== z)) || not ok)"],
  ["err != nil", "(err !== null)"],
  ["a <= 1<<2 &^ b", "(a <= ((1 << 2) &^ b))"],
  ["-1 - -n ^ +n", "((-1 - (0 - n)) ^ n)"],
  ["^n", "(n ^ -1)"],
  ["(((x)))", "x"],
  ["0x1F + 0b11 + 0o17 + 017 + 1_000", "((((31 + 3) + 15) + 15) + 1000)"],
  ["1.5e3", "1500"],
  ["12345678901234567890", "unknown<a number that is too large>()"],
  ["'a' + '\\n' + '\\u00e9'", "((97 + 10) + 233)"],
  ["true && false", "(true && false)"],
  ["<-results", "global.go:receive(results)"],
])("operators and literals: %s", (expression, expected) => {
  expect(lowered(expression)).toBe(expected);
});

test.each([
  ["a.b.c", "a.b.c"],
  ['m["a"]', "m.a"],
  ["list[0]", "list.0"],
  ["m[x]", "m[x]"],
  ["*a.b", "*a.b"],
  ["&a.b", "&a.b"],
  ["(*a).b", "a.b"],
  ["a[1:]", "global.go:slice(a, 1, undefined)"],
  ["a[:n]", "global.go:slice(a, undefined, n)"],
  ["a[1:2:3]", "global.go:slice(a, 1, 2)"],
  ["a.(string)", "a"],
  ["a.(*T).B", "a.B"],
  ["T.String", "T.String"],
  ["(*T).String", "T.String"],
  ["a.Method", "a.Method"],
])("parts of values: %s", (expression, expected) => {
  expect(lowered(expression)).toBe(expected);
});

test.each([
  ["f(x)", "f(x)"],
  ["a.b(x).c(y)", "a.b(x).c(y)"],
  ["f(list...)", "f(...list)"],
  ["f[int](x)", "f(x)"],
  ["g[int](x)", "g(x)"],
  ["p.G[int, string](x, y)", "p.G(x, y)"],
  ["f[int]", "f"],
  ["fs[i](x)", "fs[i](x)"],
  ["func(a string) string { return a }(x)", "arrow (a) {\n  return a\n}(x)"],
  ["string(x)", "global.go:string(x)"],
  ["[]byte(x)", "x"],
  ["int64(n)", "n"],
  ["map[string]string(m)", "m"],
  ["(*T)(nil)", "null"],
  ["T(x)", "T(x)"],
  ["p.T(x)", "p.T(x)"],
  ["append(list, x, y)", "global.go:append(list, x, y)"],
  ["len(list) + cap(list)", "(global.go:len(list) + global.go:cap(list))"],
  ["min(a, b)", "global.go:min(a, b)"],
  ["new(T)", "&T {  }"],
  ["new(string)", '&""'],
  ["make([]string, 0, 8)", "[]"],
  ["make([]string, n)", "global.go:make slice(n)"],
  ["make(map[string]T)", "{  }"],
  ["make(chan T)", "global.go:make chan()"],
  ["make(chan T, 4)", "global.go:make chan(4)"],
  ["make(Map)", "Map {  }"],
])("calls: %s", (expression, expected) => {
  expect(lowered(expression)).toBe(expected);
});

test.each([
  ['T{A: "a", B: x}', 'T { A: "a", B: x }'],
  ['T{"a", x}', 'T { - "a", - x }'],
  ["&T{}", "&T {  }"],
  ['T{Inner: Inner{Image: "a"}}', 'T { Inner: Inner { Image|Image: "a" } }'],
  ["corev1.Container{Image: x, key: y}", "corev1.Container { Image: x, key|key: y }"],
  ["Box[int]{Value: 1}", "Box { Value|Value: 1 }"],
  ['[]string{"a", x}', '["a", x]'],
  ['[...]string{2: "c", "d"}', '[unknown<an element that is not written down>(), unknown<an element that is not written down>(), "c", "d"]'],
  ['[]string{first: "a"}', '{ [first]: "a" }'],
  ['[]T{{A: "a"}, {"b", "c"}}', '[T { A: "a" }, T { - "b", - "c" }]'],
  ['[]*T{{A: "a"}}', '[&T { A: "a" }]'],
  ['[][]string{{"a"}, {}}', '[["a"], []]'],
  ['List{{A: "a"}}', 'List { - T { A: "a" } }'],
  ['map[string]string{"a": x, key: y, f(x): z}', "{ a: x, [key]: y, [f(x)]: z }"],
  ['map[string][]T{"a": {{A: x}}}', "{ a: [T { A: x }] }"],
  ["map[T]string{{A: x}: y}", "{ [T { A: x }]: y }"],
  ["map[int]string{1: x}", "{ 1: x }"],
  ['Map{"a": {A: x}, key: {}}', "Map { a: T { A: x }, key|key: T {  } }"],
  ['struct{ name string }{"a"}', 'class  as struct {\n  name = ""\n} { - "a" }'],
  ["T{A: x, B: func() string { return y }()}", "T { A: x, B: arrow () {\n  return y\n}() }"],
])("structs, lists and maps: %s", (expression, expected) => {
  expect(lowered(expression)).toBe(expected);
});

test("functions have the name of the place they are stored in", () => {
  const { functions } = lowerGo(grammar, "package p\nvar a = func() {}\nfunc f() {\n\tb := func() {}\n\tc.d = func() {}\n\tg(E{F: func() {}}, func() {})\n}\n", "example.go");
  expect(functions.map(({ name }) => name)).toEqual(["f", "b", "d", "F", undefined, "a"]);
});

test("a name of the file hides a predeclared one", () => {
  const text = printFacts(lowerGo(grammar, "package p\nfunc len(a string) int { return 1 }\nfunc f(string func(int) int, nil2 int) int { return string(len(a)) }\n", "example.go"));
  expect(text).toContain("return string#3(len#0(a#5))");
});
