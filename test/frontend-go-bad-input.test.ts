import { expect, test } from "vitest";
import type { FileFacts } from "../src/facts/facts.js";
import { loadGoGrammar } from "../src/frontends/go/grammar.js";
import { lowerGo } from "../src/frontends/go/lower.js";
import { printFacts } from "./print-facts.js";

const grammar = await loadGoGrammar();

function lower(text: string): FileFacts {
  return lowerGo(grammar, text, "example.go");
}

test.each(["", "\n\n", "// only a comment", "/* never closed", "package p\n"])("a file without code has no facts and no problem: %j", (text) => {
  const { problems, ...facts } = lower(text);
  expect(facts).toEqual({ language: "go", variables: [], functions: [], classes: [], methods: [], body: [], imports: [], exports: [], directives: [] });
  expect(problems.length).toBe(text.startsWith("/*") ? 1 : 0);
});

const before = "package p\n\nfunc before() {\n\ta := build()\n\tdeploy(a)\n}\n\n";
const after = "\n\nfunc after() {\n\tb := build()\n\tdeploy(b)\n}\n";

test.each([
  { title: "a call that is not closed", broken: "func half() {\n\tx, err := build(cfg\n\tdeploy(x)\n}", facts: ["  bind [x#", "] = unknown<code that cannot be read>(build#"] },
  { title: "a body that is not closed", broken: "func half() {\n\tif ok {\n\t\tdeploy(x)\n", facts: ["  if ok#", "    deploy#"] },
  { title: "a body of too many braces", broken: "func half() {\n\t}}\n}", facts: ["half#"] },
  { title: "a string that is not closed", broken: 'func half() {\n\tx := "localhost/a\n\tdeploy(x)\n}', facts: ["  bind x#", " = unknown<code that cannot be read>(deploy#"] },
  { title: "a field without a value", broken: "func half() {\n\tc := Container{\n\t\tImage:\n\t\tName: \"x\",\n\t}\n\tdeploy(c)\n}", facts: ["  bind c#", " = unknown<code that cannot be read>(", "  deploy#"] },
  { title: "an initialiser without a value", broken: "func half() {\n\tfoo()\n}\nvar x = ", facts: ["  foo#"] },
  { title: "only a keyword", broken: "func", facts: [] },
  { title: "a name and a point", broken: "func half() {\n\tfmt.\n}", facts: ["half#"] },
  { title: "a loop without a body", broken: "func half() {\n\tfoo()\n\tfor i := range \n}", facts: ["  foo#"] },
  { title: "a merge conflict", broken: "<<<<<<< HEAD\nfunc half() { foo() }\n=======\nfunc other() { bar() }\n>>>>>>> main", facts: ["  foo#", "  bar#"] },
])("an error takes nothing from the declarations around it: $title", ({ broken, facts }) => {
  const text = before + broken + after;
  const lowered = lower(text);
  const printed = printFacts(lowered);
  expect(lowered.problems).not.toEqual([]);
  for (const { offset } of lowered.problems) expect([offset, offset >= before.length - 1 && offset <= text.length - after.length + 1]).toEqual([offset, true]);
  for (const piece of facts) expect(printed).toContain(piece);
  for (const name of ["before", "after"]) {
    const index = lowered.functions.findIndex((one) => one.name === name);
    expect(lowered.functions[index]?.body.map((statement) => statement.kind)).toEqual(["bind", "evaluate"]);
    expect(text.slice(...(lowered.functions[index]?.at ?? [0, 0]))).toMatch(new RegExp(`^func ${name}\\(\\) \\{[^{}]*\\}$`, "u"));
  }
});

const sample = "package p\n\nimport (\n\t\"fmt\"\n\tx \"y/z\"\n)\n\ntype T[K any] struct {\n\tA, B string `tag`\n\t*C\n}\n\nconst (\n\ta = iota + 1\n\tb\n)\n\nfunc (t *T[K]) f(c string, d ...int) (e string, err error) {\n\tif g, ok := t.m[\"k\\x41\"]; ok && g != nil {\n\t\treturn fmt.Sprintf(`%s`, c), nil\n\t}\nouter:\n\tfor i, j := range []*T{{A: \"a\"}, {}} {\n\t\tswitch k := j.(type) {\n\t\tcase *C:\n\t\t\tcontinue outer\n\t\tdefault:\n\t\t\tgo func() { ch <- k }()\n\t\t}\n\t}\n\tselect {\n\tcase v := <-ch:\n\t\tdefer x.Close(v)\n\t}\n\treturn\n}\n";

test("no prefix of a file, and no file without one of its characters, makes the frontend fail or leave the file", () => {
  for (let end = 0; end <= sample.length; end++) {
    for (const text of [sample.slice(0, end), sample.slice(0, end) + sample.slice(end + 1)]) {
      const facts = lower(text);
      expect(facts.problems.filter(({ message }) => message.startsWith("example.go"))).toEqual([]);
      const spans = [...facts.functions, ...facts.variables, ...facts.classes, ...facts.body].map(({ at }) => at);
      expect(spans.filter(([start, stop]) => start < 0 || start > stop || stop > text.length)).toEqual([]);
    }
  }
});

test("binary content is one problem", () => {
  expect(lower("\u007fELF\0\0 var a = 1")).toMatchObject({ body: [], problems: [{ offset: 4, message: "This is a binary file: it holds a NUL character." }] });
});

const many = 10_000;

test.each([
  { title: "parentheses", open: "(", close: ")" },
  { title: "calls", open: "f(", close: ")" },
  { title: "lists", open: "[]int{", close: "}" },
  { title: "structs", open: "T{A: ", close: "}" },
  { title: "indexes", open: "a[", close: "]" },
  { title: "signs", open: "-", close: "" },
  { title: "sums", open: "1 + ", close: "" },
  { title: "functions", open: "func() { a := ", close: " }()" },
  { title: "types of structs", open: "struct{ a ", close: " }{}" },
  { title: "methods in a chain", open: "", close: ".a()" },
])("nesting as deep as you like is unknown where it is too deep: $title", ({ open, close }) => {
  const facts = lower(`package p\nfunc f() {\n\tx := ${open.repeat(many)}1${close.repeat(many)}\n}\nfunc g() { h() }\n`);
  expect(facts.functions.at(-1)).toMatchObject({ name: "g", body: [{ kind: "evaluate" }] });
  expect(JSON.stringify(facts).length).toBeLessThan(2_000_000);
  expect(() => structuredClone(facts)).not.toThrow();
});

test.each(["if a {", "for {", "switch a { case b: ", "select { case <-a: ", "go func() {", "{"])("blocks as deep as you like: %s", (open) => {
  const facts = lower(`package p\nfunc f() {\n${open.repeat(many)}${(open.startsWith("go") ? "}()\n" : "}").repeat(many)}\n}\nfunc g() { h() }\n`);
  expect(facts.functions.at(-1)).toMatchObject({ name: "g", body: [{ kind: "evaluate" }] });
  expect(JSON.stringify(facts).length).toBeLessThan(2_000_000);
});

test("a long chain of else if is unknown from some branch on", () => {
  expect(printFacts(lower(`package p\nfunc f() {\n\tif a {\n\t}${" else if b {\n\t}".repeat(many)}\n}\n`))).toContain("unknown<nested too deeply>()");
});

test.each([
  { title: "a generated file of two megabytes", text: `package p\n${Array.from({ length: 20_000 }, (_, index) => `func f${index}(a string) string {\n\treturn "prefix" + a + "${index}" // generated\n}\n`).join("\n")}` },
  { title: "one long list", text: `package p\nvar x = []string{\n${'"a", '.repeat(100_000)}\n}\n` },
  { title: "one long string of bytes", text: `package p\nvar x = "${String.raw`\x1f`.repeat(200_000)}"\n` },
  { title: "one error in each of many functions", text: `package p\n${Array.from({ length: 5000 }, (_, index) => `func f${index}(a string { return a + `).join("\n")}` },
  { title: "variables that are all behind those they speak of", text: `package p\n${Array.from({ length: 10_000 }, (_, index) => `var a${index} = a${index + 1}`).join("\n")}` },
])("large input takes time in proportion: $title", ({ text }) => {
  expect(lower(text).language).toBe("go");
}, 20_000);
