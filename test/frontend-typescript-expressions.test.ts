import { expect, test } from "vitest";
import { lowerTypeScript } from "../src/frontends/typescript/lower.js";
import { printFacts } from "./print-facts.js";

test.each([
  // Literals and templates.
  ["f('a', \"b\", 1, 0x10, 1_000, true, null, undefined, 10n)", `global.f("a", "b", 1, 16, 1000, true, null, undefined, 10)`],
  ["f(2n ** 64n, 100000000000000000000n)", `global.f((2 ** 64), unknown<a number that is too large>())`],
  ["f(/a\\/b/gi)", String.raw`global.f(/a\/b/gi)`],
  ["f(`plain`, ``, `${a}`, `x${a}:${b}`)", `global.f("plain", "", template(global.a), template("x" global.a ":" global.b))`],
  ["$`kind load ${a}\\n`", String.raw`global.$ template("kind load " global.a "\n")`],
  ["String.raw`a\\n${b}`", String.raw`global.String.raw template("a\\n" global.b "")`],
  // What has no meaning at run time.
  ["f((a as string)!, <any>b, c satisfies D, (d), e<string>)", "global.f(global.a, global.b, global.c, global.d, global.e)"],
  ["f<string>(a)", "global.f(global.a)"],
  // Members, calls, optional chains.
  ["a.b['c'][0][d].#e", "global.a.b.c.0[global.d].#e"],
  ["a?.b?.[c]?.(d).e", "global.a?.b?.[global.c]?.(global.d).e"],
  ["new A; new a.B(...c, d)", "new global.A()\nnew global.a.B(...global.c, global.d)"],
  ["f(import.meta.url, new.target)", "global.f(global.import.meta.url, global.new.target)"],
  // Objects and arrays.
  ["f({ a, 'b-c': 1, 2: d, [e]: 3, ['g']: 4, ...h, i() {}, get j() { return 1 }, set j(k) {} })", "global.f({ a: global.a, b-c: 1, 2: global.d, [global.e]: 3, g: 4, ...global.h, i: function i() {}, getter j function j() {\n  return 1\n}, setter j function j(k#0) {} })"],
  ["f([a, , ...b])", "global.f([global.a, -, ...global.b])"],
  // Operators.
  ["f(a + b - c * d / e % g ** h)", "global.f(((global.a + global.b) - (((global.c * global.d) / global.e) % (global.g ** global.h))))"],
  ["f(a | b & c ^ d << e >> g >>> h)", "global.f((global.a | ((global.b & global.c) ^ (((global.d << global.e) >> global.g) >>> global.h))))"],
  ["f(a && b || c, d ?? e, !g)", "global.f(((global.a && global.b) || global.c), (global.d ?? global.e), not global.g)"],
  ["f(a === b, a !== b, a < b, a <= b, a > b, a >= b, a in b, a instanceof b, a == b, a != b)", "global.f((global.a === global.b), (global.a !== global.b), (global.a < global.b), (global.a <= global.b), (global.a > global.b), (global.a >= global.b), (global.a in global.b), (global.a instanceof global.b), (global.a === global.b), (global.a !== global.b))"],
  ["f(-1, -a, +a, ~a)", "global.f(-1, (0 - global.a), (global.a - 0), (global.a ^ -1))"],
  ["f(a ? b : c ? d : e)", "global.f((global.a ? global.b : (global.c ? global.d : global.e)))"],
  ["f((a, b, c)); void g(); typeof h; delete i.j", "global.f((global.a, global.b, global.c))\nvoid global.g()\ntypeof global.h\ndelete global.i.j"],
  // Looking for null finds undefined as well; the value is computed once.
  ["f(a == null, null != a.b, a == undefined)", "global.f(((global.a === null) || (global.a === undefined)), ((global.a.b !== null) && (global.a.b !== undefined)), ((global.a === null) || (global.a === undefined)))"],
  ["f(g() == null)", "global.f((((held#0 = global.g()) === null) || (held#0 === undefined)))"],
  // Assignments.
  ["a = b; a.b = c; a[b] = c", "(global.a = global.b)\n(global.a.b = global.c)\n(global.a[global.b] = global.c)"],
  ["a += b; a.b ||= c; a ??= d; a &&= e", "(global.a = (global.a + global.b))\n(global.a.b = (global.a.b || global.c))\n(global.a = (global.a ?? global.d))\n(global.a = (global.a && global.e))"],
  ["a++; f(a++, ++a, a--)", "(global.a = (global.a + 1))\nglobal.f(((global.a = (global.a + 1)) - 1), (global.a = (global.a + 1)), ((global.a = (global.a - 1)) + 1))"],
  ["f().a[g()] += 1", "((held#0 = global.f().a), (held#1 = global.g()), (held#0[held#1] = (held#0[held#1] + 1)))"],
  ["[a, , b.c = 1, ...d] = e", "([global.a, -, global.b.c ?= 1, ...global.d] = global.e)"],
  ["({ a, b = 1, c: d.e, [f]: g = 2, ...h } = i)", "({ a: global.a, b: global.b ?= 1, c: global.d.e, [global.f]: global.g ?= 2, ...global.h } = global.i)"],
  // Functions.
  ["f(() => a, async (b) => { await b })", "global.f(arrow () {\n  return global.a\n}, async arrow (b#0) {\n  await b#0\n})"],
  ["const f = () => a, g = { h: () => b, i: class {} }", "bind f#0 = arrow f() {\n  return global.a\n}\nbind g#1 = { h: arrow h() {\n  return global.b\n}, i: class i {} }"],
  ["f(function g(a) { return g(a) }, function h() {})", "global.f((g#0 = function g(a#1) {\n  return g#0(a#1)\n}), function h() {})"],
  ["f(class A { b = A })", "global.f((A#0 = class A {\n  b = A#0\n}))"],
  ["function* f() { const a = yield; yield 1; yield* g(); const b = yield* g() }", "bind f#0 = function* f() {\n  bind a#1 = yield\n  yield 1\n  each held#3 in values of global.g() {\n    yield held#3\n  }\n  bind b#2 = unknown<the result of yield*>(global.g())\n}"],
])("%s", (text, expected) => {
  expect(lowered(text)).toBe(expected);
});

test("parameters: defaults, destructuring, rest; `this` is none", () => {
  expect(lowered("function f(this: A, a: string, { b = a, c: [d] }: any = {}, e = b, ...g: string[]) {}")).toBe("bind f#0 = function f(a#1, { b: b#2 ?= a#1, c: [d#3] } ?= {  }, e#4 ?= b#2, ...g#5) {}");
});

test("a parameter's default does not see the variables of the body", () => {
  expect(lowered("const a = 1; function f(b = a) { const a = 2; return a + b }")).toBe("bind f#1 = function f(b#2 ?= a#0) {\n  bind a#3 = 2\n  return (a#3 + b#2)\n}\nbind a#0 = 1");
});

test("the type of a parameter or field is given where it names a class of the file or an import", () => {
  const facts = lowered(`
    import { Cluster } from "./cluster.js";
    import type { Images } from "./images.js";
    import type * as k8s from "k8s";
    class Builder { images: Images; name: string; }
    function f(a: Cluster, b: Builder, c: Images, d: k8s.Pod, e: string, g: Cluster[], h: Promise<Cluster>) {}
  `);
  expect(facts).toBe(
    [
      `import "./cluster.js" Cluster=Cluster#0`,
      `import type "./images.js" Images=Images#5`,
      `import type "k8s" *=k8s#7`,
      "bind f#2 = function f(a#3: Cluster#0, b#4: Builder#1, c#6: Images#5, d#8: k8s#7.Pod, e#9, g#10, h#11) {}".replace(/#\d+/gu, "#"),
      "bind Builder#1 = class Builder {",
      "  images: Images#5",
      "  name",
      "}",
    ]
      .join("\n")
      .replace(/#\d+/gu, "#"),
  );
});

test("JSX is unknown; what is embedded in it is evaluated", () => {
  expect(lowered("f(<A b={c()} {...d} e='x'>text {g()} <h.i>{j}</h.i><>{k}</></A>)", "example.tsx")).toBe("global.f(unknown<JSX>(global.c(), global.d, global.g(), global.j, global.k))");
});

test("a name that the file declares is that variable, in the scope where it is read", () => {
  expect(lowered("const a = 1; { const a = 2; f(a) } f(a); try {} catch (a) { f(a) } for (const a of b) f(a); g(a => a)")).toBe(
    [
      "bind a#0 = 1",
      "block {",
      "  bind a#1 = 2",
      "  global.f(a#1)",
      "}",
      "global.f(a#0)",
      "try {",
      "}",
      "catch a#2 {",
      "  global.f(a#2)",
      "}",
      "each a#3 in values of global.b {",
      "  global.f(a#3)",
      "}",
      "global.g(arrow (a#4) {",
      "  return a#4",
      "})",
    ].join("\n"),
  );
});

function lowered(text: string, fileName = "example.ts"): string {
  const facts = printFacts(lowerTypeScript(text, fileName));
  return text.includes("import type") ? facts.replace(/#\d+/gu, "#") : facts;
}
