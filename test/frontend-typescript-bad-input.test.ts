import { expect, test } from "vitest";
import type { Expression, FileFacts } from "../src/facts/facts.js";
import { lowerTypeScript } from "../src/frontends/typescript/lower.js";
import { printFacts } from "./print-facts.js";

test.each(["", "\uFEFF", "\n\n", "// only a comment", "#!/usr/bin/env node\n"])("a file without code has no facts and no problem: %j", (text) => {
  expect(lowerTypeScript(text, "example.ts")).toEqual({ language: "typescript", variables: [], functions: [], classes: [], body: [], imports: [], exports: [], directives: [], problems: [] });
});

test("what parses in a file with a syntax error is lowered, and the error has its place", () => {
  const text = "const image = build();\nconst = ;\ndeploy(image);";
  const facts = lowerTypeScript(text, "example.ts");
  expect(printFacts(facts)).toContain("bind image#0 = global.build()");
  expect(printFacts(facts)).toContain("global.deploy(image#0)");
  expect(facts.problems[0]).toEqual({ offset: text.indexOf("= ;"), message: "Variable declaration expected." });
});

test.each([
  ["f(a.", "global.f(unknown<incomplete code>(global.a))"],
  ["const a = ", "bind a#0 = unknown<incomplete code>()"],
  ["f(`a${b", `global.f(template("a" global.b))`],
  ["f('abc", `global.f("abc")`],
  ["await", "await unknown<incomplete code>()"],
  ["f(a +", "global.f((global.a + unknown<incomplete code>()))"],
  ["if (a", "if global.a {\n}"],
  ["@decorator", ""],
  ["import { a", ""],
  ["const {", "bind {  }"],
])("half-typed code: %s", (text, expected) => {
  const facts = lowerTypeScript(text, "example.ts");
  expect(facts.problems).not.toEqual([]);
  expect(printFacts(facts)).toBe(expected);
});

test("no prefix of a file makes the frontend fail", () => {
  const text = "import { a as b } from 'c'; export class D<T> extends b.E { static #f = `g${b}\\u{41}`; constructor(private h?: T) { super(); for await (const [i, ...j] of this.h!) { k: switch (i) { case 1: break k; default: ({ l: this.m, ...j } = <any>i); } } } } enum N { O = 'p', Q } export default async () => { try { yield* x?.[y]; } catch {} };";
  for (const fileName of ["example.ts", "example.tsx", "example.js"]) {
    for (let end = 0; end <= text.length; end++) expect(lowerTypeScript(text.slice(0, end), fileName).language).toBe("typescript");
  }
});

test("binary content is one problem", () => {
  expect(lowerTypeScript("\u0089PNG\r\n\0\0 const a = 1", "example.ts")).toMatchObject({ body: [], problems: [{ offset: 6, message: "This is a binary file: it holds a NUL character." }] });
});

test("a declaration file has no statements", () => {
  expect(printFacts(lowerTypeScript("export declare const a: string; export class B { c(): void } export const d: string;", "example.d.ts"))).toBe("");
});

test("a merge conflict is a problem, and both sides are read", () => {
  const facts = lowerTypeScript("<<<<<<< HEAD\nf(1);\n=======\nf(2);\n>>>>>>> other\ng();", "example.ts");
  expect(facts.problems).not.toEqual([]);
  expect(printFacts(facts)).toContain("global.g()");
});

const long = 10_000;

test.each([
  { title: "a text joined of thousands of parts", text: `f("a"${" + b".repeat(long)})`, kind: "template" },
  { title: "thousands of sums", text: `f(a${" + b".repeat(long)})`, kind: "unknown" },
  { title: "thousands of alternatives", text: `f(a${" || b".repeat(long)})`, kind: "unknown" },
  { title: "thousands of expressions in a row", text: `f((a${", b".repeat(long)}))`, kind: "sequence" },
  { title: "thousands of links", text: `f(a${".b(c)".repeat(long / 2)})`, kind: "unknown" },
])("long code does not exhaust the stack, nor the readers of its facts: $title", ({ text, kind }) => {
  const facts = lowerTypeScript(text, "example.ts");
  const [statement] = facts.body;
  const argument = statement?.kind === "evaluate" && statement.expression.kind === "call" ? statement.expression.arguments[0]?.value : undefined;
  expect(argument?.kind).toBe(kind);
  expect(partsOf(argument)).toBeGreaterThan(long / 2);
  expect(structuredClone(facts)).toEqual(facts);
});

test.each([
  { title: "else-if", text: `if (a) {}${" else if (a) {}".repeat(2000)}` },
  { title: "arrays", text: `f(${"[".repeat(510)}${"]".repeat(510)})` },
  { title: "calls", text: `f${"(f".repeat(510)}${")".repeat(510)}` },
  { title: "blocks", text: `${"{".repeat(1000)}${"}".repeat(1000)}` },
])("a statement that is nested too deeply is unknown, the others are read: $title", ({ text }) => {
  const facts = lowerTypeScript(`before();\n${text}\nafter();`, "example.ts");
  expect(printFacts(facts)).toBe("global.before()\nunknown<nested too deeply>()\nglobal.after()");
});

test("code that even the parser cannot hold is one problem, and the next file is read", () => {
  expect(lowerTypeScript(`f(${"[".repeat(100_000)}`, "example.ts")).toMatchObject({ body: [], problems: [{ message: "The code is nested too deeply to be parsed." }] });
  expect(printFacts(lowerTypeScript("f()", "example.ts"))).toBe("global.f()");
});

test("directives are the comments that begin with one of the words", () => {
  const text = [
    "// eslint-disable-next-line tag-consistency/no-image-mismatch -- deployed by hand",
    "/* eslint-disable */ const a = `// eslint-disable ${/* eslint-enable */ b}`;",
    "f('/* eslint-disable */', /\\/* eslint-disable */, a / 2); // tag-consistency: ignore",
    "/** eslint-disable */ // see eslint-disable",
    "function g() { /* eslint-disable-line */ }",
    "const h = <div>// eslint-disable {/* eslint-enable no-console */}</div>;",
    "//eslint-disable",
  ].join("\n");
  const { directives } = lowerTypeScript(text, "example.tsx");
  expect(directives.map(({ text: content, form }) => `${form} ${content}`)).toEqual([
    "line eslint-disable-next-line tag-consistency/no-image-mismatch -- deployed by hand",
    "block eslint-disable",
    "block eslint-enable",
    "line tag-consistency: ignore",
    "block eslint-disable-line",
    "block eslint-enable no-console",
    "line eslint-disable",
  ]);
  expect(directives.map(({ at }) => text.slice(...at))).toContain("/* eslint-disable-line */");
});

test("facts survive JSON", () => {
  const facts: FileFacts = lowerTypeScript("import a from 'a'; export const b = (c = 1) => `${a}${c}`; class D { e = 1; }", "example.ts");
  expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
});

function partsOf(expression: Expression | undefined): number {
  if (expression?.kind === "sequence") return expression.expressions.length;
  return expression?.kind === "template" || expression?.kind === "unknown" ? expression.parts.length : 0;
}
