import { expect, test } from "vitest";
import { lowerTypeScript } from "../src/frontends/typescript/lower.js";
import { printFacts } from "./print-facts.js";

interface Example {
  readonly title: string;
  readonly text: string;
  readonly facts: readonly string[];
  readonly fileName?: string;
}

const examples: readonly Example[] = [
  {
    title: "declarations",
    text: "const a = 1, { b, c: [d = 2], ...e } = f; let g; using h = i(); declare const j: string; j(g);",
    facts: ["bind a#0 = 1", "bind { b: b#1, c: [d#2 ?= 2], ...e#3 } = global.f", "bind g#4", "bind h#5 = global.i()", "global.j(g#4)"],
  },
  {
    title: "a var belongs to its function and is undefined before its first assignment",
    text: "function f(a) { g(b); if (a) { var b = 1; var a; } var c = 2; for (var d of e); return b; }",
    facts: [
      "bind f#0 = function f(a#1) {",
      "  bind b#2",
      "  bind d#4",
      "  global.g(b#2)",
      "  if a#1 {",
      "    bind b#2 = 1",
      "  }",
      "  bind c#3 = 2",
      "  each d#4 in values of global.e {",
      "  }",
      "  return b#2",
      "}",
    ],
  },
  {
    title: "functions are there before their place; overloads and declarations are not",
    text: "f(); function f(a: string): void; function f(a: unknown) {} declare function g(): void; g();",
    facts: ["bind f#0 = function f(a#1) {}", "f#0()", "global.g()"],
  },
  {
    title: "branches",
    text: "if (a) b(); else if (c) { d() } else e();",
    facts: ["if global.a {", "  global.b()", "}", "else {", "  if global.c {", "    global.d()", "  }", "  else {", "    global.e()", "  }", "}"],
  },
  {
    title: "loops",
    text: "for (let i = 0; i < 2; i++) f(i); for (;;) {} while (a) b(); do c(); while (d); for (const e in f) g(e); for (h.i of j) ;",
    facts: [
      "bind i#0 = 0",
      "loop while (i#0 < 2) update (i#0 = (i#0 + 1)) {",
      "  global.f(i#0)",
      "}",
      "loop {",
      "}",
      "loop while global.a {",
      "  global.b()",
      "}",
      "loop until not global.d {",
      "  global.c()",
      "}",
      "each e#1 in keys of global.f {",
      "  global.g(e#1)",
      "}",
      "each global.h.i in values of global.j {",
      "}",
    ],
  },
  {
    title: "for await waits for each value",
    text: "for await (const { image } of builds()) f(image);",
    facts: ["each held#1 in values of global.builds() {", "  bind { image: image#0 } = await held#1", "  global.f(image#0)", "}"],
  },
  {
    title: "labels",
    text: "a: for (;;) { b: { if (c) break a; else break b; } continue a; } d: e: while (f) continue d; g: if (h) break g;",
    facts: [
      "a: loop {",
      "  b: block {",
      "    if global.c {",
      "      break a",
      "    }",
      "    else {",
      "      break b",
      "    }",
      "  }",
      "  continue a",
      "}",
      "e: loop while global.f {",
      "  continue e",
      "}",
      "g: block {",
      "  if global.h {",
      "    break g",
      "  }",
      "}",
    ],
  },
  {
    title: "switch",
    text: "switch (a) { case 1: case b(): let c = 2; f(c); break; default: function d() {} d(); }",
    facts: ["bind d#1 = function d() {}", "switch global.a", "case 1 {", "}", "case global.b() {", "  bind c#0 = 2", "  global.f(c#0)", "  break", "}", "default {", "  d#1()", "}"],
  },
  {
    title: "exceptions",
    text: "try { a() } catch ({ message }) { b(message) } finally { c() } try { throw d } catch {}",
    facts: ["try {", "  global.a()", "}", "catch { message: message#0 } {", "  global.b(message#0)", "}", "finally {", "  global.c()", "}", "try {", "  throw global.d", "}", "catch {", "}"],
  },
  {
    title: "inside `with` names can mean anything",
    text: "with (a) { b() }",
    facts: ["unknown<names inside `with`>(global.a)", "global.b()"],
    fileName: "example.js",
  },
  {
    title: "classes",
    text: `
      @decorated() abstract class A<T> extends b.C<T> implements D {
        static #count = 0;
        declare erased: string;
        abstract missing(): void;
        static { A.#count = 1; }
        readonly run = () => this.go();
        [key] = 1;
        accessor name = "a";
        get image() { return this.#image; }
        set image(value) {}
        static async create() {}
        async *[Symbol.asyncIterator]() {}
        overloaded(): void;
        overloaded(a?: string) {}
      }`,
    facts: [
      "bind A#0 = class A extends global.b.C {",
      "  static #count = 0",
      "  static  = arrow () {",
      "    (A#0.#count = 1)",
      "  }()",
      "  run = arrow run() {",
      "    return this.go()",
      "  }",
      "  [global.key] = 1",
      `  name = "a"`,
      "  getter image function image() {",
      "    return this.#image",
      "  }",
      "  setter image function image(value#1) {}",
      "  static method create async function create() {}",
      "  method [global.Symbol.asyncIterator] async function* () {}",
      "  method overloaded function overloaded(a#2) {}",
      "}",
    ],
  },
  {
    title: "parameter properties are assigned first, or after super()",
    text: "class A { constructor(private readonly image: string, b = 1) { f() } } class B extends A { constructor(public c, readonly d) { super(c); g(d) } }",
    facts: [
      "bind A#0 = class A {",
      "  constructor function A(image#2, b#3 ?= 1) {",
      "    (this.image = image#2)",
      "    global.f()",
      "  }",
      "}",
      "bind B#1 = class B extends A#0 {",
      "  constructor function B(c#4, d#5) {",
      "    super(c#4)",
      "    (this.c = c#4)",
      "    (this.d = d#5)",
      "    global.g(d#5)",
      "  }",
      "}",
    ],
  },
  {
    title: "enums are objects; members know the ones before them, computed ones are computed once",
    text: `enum Tag { base = "e2e", service = base + "-service", other = Tag.base, made = f(), again = made, "a-b" = 1 } enum N { A, B, C = 5, D } const enum E { A = "a" } declare enum G { H } f(E.A, G.H)`,
    facts: [
      `bind held#3 = ("e2e" + "-service")`,
      `bind held#4 = { base: "e2e", service: held#3 }.base`,
      "bind held#5 = global.f()",
      `bind Tag#0 = { base: "e2e", service: held#3, other: held#4, made: held#5, again: held#5, a-b: 1, 1: "a-b" }`,
      `bind N#1 = { A: 0, 0: "A", B: 1, 1: "B", C: 5, 5: "C", D: 6, 6: "D" }`,
      `bind E#2 = { A: "a" }`,
      "global.f(E#2.A, global.G.H)",
    ],
  },
  {
    title: "namespaces are objects of what they export; later parts extend them",
    text: `namespace A.B { const hidden = 1; export const shown = hidden; export function f() { return shown } export interface I {} } namespace A { export const more = 2 } namespace Types { export type T = string } declare module "x" { const y: string }`,
    facts: [
      "bind f#4 = function f() {",
      "  return shown#3",
      "}",
      "bind hidden#2 = 1",
      "bind shown#3 = hidden#2",
      "bind B#1 = { f: f#4, shown: shown#3 }",
      "bind A#0 = { B: B#1 }",
      "bind more#5 = 2",
      "(A#0.more = more#5)",
    ],
  },
];

test.each(examples)("$title", ({ text, facts, fileName }) => {
  expect(printFacts(lowerTypeScript(text, fileName ?? "example.ts"))).toBe(facts.join("\n"));
});

const modules: readonly Example[] = [
  {
    title: "imports and exports of ES modules",
    text: `
      import "./effect.js";
      import a, { b, c as d, type E } from "./a.js";
      import * as f from "f";
      import type { G } from "g";
      import { type H } from "h";
      export const i = 1, { j, k: [l] } = a;
      export function m() {}
      export class N {}
      export enum O {}
      export { b, d as p, E, type G };
      export { q as r, default as s, type T } from "./q.js";
      export * from "u";
      export * as v from "w";
      export type { X } from "x";
      export default f.y();`,
    facts: [
      `import "./effect.js"`,
      `import "./a.js" default=a#0 b=b#1 c=d#2`,
      `import "f" *=f#3`,
      `import "h"`,
      `import "./q.js"`,
      `import "u"`,
      `import "w"`,
      "bind m#7 = function m() {}",
      "bind i#4 = 1",
      "bind { j: j#5, k: [l#6] } = a#0",
      "bind N#8 = class N {}",
      "bind O#9 = {  }",
      "bind default#10 = f#3.y()",
      "export m=m#7",
      "export i=i#4",
      "export j=j#5",
      "export l=l#6",
      "export N=N#8",
      "export O=O#9",
      "export b=b#1",
      "export p=d#2",
      `export r=q from "./q.js"`,
      `export s=default from "./q.js"`,
      `export * from "u"`,
      `export v=* from "w"`,
      "export default=default#10",
    ],
  },
  { title: "default export of a function without a name", text: "export default async function () {}", facts: ["bind default#0 = async function default() {}", "export default=default#0"] },
  { title: "default export of a class", text: "export default class A {}", facts: ["bind A#0 = class A {}", "export default=A#0"] },
  { title: "default export of an arrow function", text: "export default () => 1;", facts: ["bind default#0 = arrow default() {", "  return 1", "}", "export default=default#0"] },
  { title: "default export of a variable is that variable", text: "const a = 1; export default a;", facts: ["bind a#0 = 1", "export default=a#0"] },
  {
    title: "imports as values",
    text: `const a = require("./a"); const { b } = require("b").c; import d = require("d"); import e = d.f; const g = await import("./g.js"); import(h);`,
    facts: [`import later "./a"`, `import later "b"`, `import later "d"`, `import later "./g.js"`, `bind a#0 = require("./a")`, `bind { b: b#1 } = require("b").c`, `bind d#2 = require("d")`, "bind e#3 = d#2.f", `bind g#4 = await import("./g.js")`, "import(global.h)"],
  },
  { title: "a require of the file's own is a function like others", text: `function f(require) { return require("./a") }`, facts: ["bind f#0 = function f(require#1) {", `  return require#1("./a")`, "}"] },
  {
    title: "exports of CommonJS are assignments",
    text: "module.exports = { a }; module.exports.b = c; exports.d = function () {};",
    facts: ["(global.module.exports = { a: global.a })", "(global.module.exports.b = global.c)", "(global.exports.d = function d() {})"],
    fileName: "example.cjs",
  },
  { title: "export = assigns module.exports", text: "const a = 1; export = a;", facts: ["bind a#0 = 1", "(global.module.exports = a#0)"], fileName: "example.cts" },
];

test.each(modules)("$title", ({ text, facts, fileName }) => {
  expect(printFacts(lowerTypeScript(text, fileName ?? "example.ts"))).toBe(facts.join("\n"));
});

test("a script without imports waits at its top level", () => {
  expect(printFacts(lowerTypeScript("await (f());", "example.mjs"))).toBe("await global.f()");
});

test("a variable says what it is, where it is declared, who owns it, and which statement a simple declaration is", () => {
  const text = "export const image = f(); function g(p) { let { q } = p; }";
  const { variables } = lowerTypeScript(text, "example.ts");
  expect(variables.map(({ name, kind, at, owner, statement }) => ({ name, kind, at: text.slice(...at), owner, statement: statement === undefined ? undefined : text.slice(...statement) }))).toEqual([
    { name: "image", kind: "constant", at: "image", owner: undefined, statement: "export const image = f();" },
    { name: "g", kind: "function", at: "g", owner: undefined, statement: undefined },
    { name: "p", kind: "parameter", at: "p", owner: 0, statement: undefined },
    { name: "q", kind: "variable", at: "q", owner: 0, statement: undefined },
  ]);
});

test("a function says where a statement can be put first", () => {
  const text = `function f() { "use strict"; a(); } const g = () => {}; const h = () => b; class C { m() { c() } }`;
  const { functions } = lowerTypeScript(text, "example.ts");
  expect(functions.map(({ bodyAt }) => (bodyAt === undefined ? undefined : text.slice(bodyAt[0], bodyAt[0] + 3)))).toEqual(["a()", "}; ", undefined, "c()"]);
});
