import { expect, test } from "vitest";
import { loadGoGrammar } from "../src/frontends/go/grammar.js";
import { lowerGo } from "../src/frontends/go/lower.js";
import { printFacts } from "./print-facts.js";

const grammar = await loadGoGrammar();

/** The statements of a function with this body and these results. */
function loweredBody(body: string, results = ""): readonly string[] {
  const lines = printFacts(lowerGo(grammar, `package p\nfunc f() ${results} {\n${body}\n}\n`, "example.go")).split("\n");
  return lines.slice(lines.findIndex((line) => line.startsWith("bind f#0")) + 1, lines.lastIndexOf("}")).map((line) => line.slice(2));
}

interface Example {
  readonly title: string;
  readonly body: string;
  readonly facts: readonly string[];
}

const examples: readonly Example[] = [
  {
    title: "one result, several results, and what is not wanted of them",
    body: "image, err := build()\n_, err = build()\n_ = image\nvar a, b = build()\n_, _ = build()\nbuild()",
    facts: ["bind [image#2, err#3] = build#1()", "([_, err#3] = build#1())", "(_ = image#2)", "bind [a#4, b#5] = build#1()", "([_, _] = build#1())", "build#1()"],
  },
  {
    title: "a second := assigns the names that are there, and a block has its own",
    body: "a, err := 1, x()\nb, err := 2, y()\n{\n\terr := err\n\tuse(err)\n}",
    facts: ["bind a#2 = 1", "bind err#3 = x#1()", "bind [b#5, err#3] = [2, y#4()]", "block {", "  bind err#6 = err#3", "  use#7(err#6)", "}"],
  },
  { title: "values change places", body: "a, b := 1, 2\na, b = b, a", facts: ["bind a#1 = 1", "bind b#2 = 2", "([a#1, b#2] = [b#2, a#1])"] },
  {
    title: "assignments with an operator, to fields, elements and through pointers",
    body: "var c Config\nc.image += suffix\nc.list[0].n++\nc.byName[key] = \"a\"\n*c.pointer = \"b\"\n(*pointer).image = \"c\"",
    facts: ["bind c#2 = Config#1 {  }", "(c#2.image = (c#2.image + suffix#3))", "(c#2.list.0.n = (c#2.list.0.n + 1))", '(c#2.byName[key#4] = "a")', '(*c#2.pointer = "b")', '(pointer#5.image = "c")'],
  },
  {
    title: "the three forms that say whether there is a value",
    body: "a, ok := images[\"x\"]\n_, ok = byName(1)[k]\nb, ok := a.(string)\nc, ok := <-results\nvar d, e = m[k]",
    facts: [
      "bind [a#2, ok#3] = [images#1.x, (images#1.x !== undefined)]",
      "([_, ok#3] = [byName#4(1)[k#5], unknown<whether a map has a key>()])",
      "bind [b#6, ok#3] = [a#2, unknown<whether a value is of a type>()]",
      "bind [c#8, ok#3] = [global.go:receive(results#7), unknown<whether a channel is open>()]",
      "bind [d#10, e#11] = [m#9[k#5], (m#9[k#5] !== undefined)]",
    ],
  },
  {
    title: "if with an initialiser, else if, else",
    body: "if err := g(); err != nil {\n\th(err)\n} else if ok {\n\ti()\n} else {\n\tj(err)\n}",
    facts: ["block {", "  bind err#2 = g#1()", "  if (err#2 !== null) {", "    h#3(err#2)", "  }", "  else {", "    if ok#4 {", "      i#5()", "    }", "    else {", "      j#6(err#2)", "    }", "  }", "}"],
  },
  {
    title: "loops",
    body: "for i := 0; i < 2; i++ {\n\tg(i)\n}\nfor ok {\n\tcontinue\n}\nfor {\n\tbreak\n}\nfor ; ; i, j = j, i {\n}",
    facts: ["block {", "  bind i#1 = 0", "  loop while (i#1 < 2) update (i#1 = (i#1 + 1)) {", "    g#2(i#1)", "  }", "}", "loop while ok#3 {", "  continue", "}", "loop {", "  break", "}", "loop update ([i#5, j#4] = [j#4, i#5]) {", "}"],
  },
  {
    title: "range over keys, values, both, neither",
    body: "for k, v := range m {\n\tg(k, v)\n}\nfor _, v := range m {\n\tg(v)\n}\nfor k := range m {\n\tg(k)\n}\nfor k, _ = range m {\n}\nfor range 3 {\n}\nfor a.b, c[0] = range m {\n}",
    facts: [
      "each [k#2, v#3] in entries of m#1 {",
      "  g#4(k#2, v#3)",
      "}",
      "each v#5 in values of m#1 {",
      "  g#4(v#5)",
      "}",
      "each k#6 in keys of m#1 {",
      "  g#4(k#6)",
      "}",
      "each k#7 in keys of m#1 {",
      "}",
      "each _ in keys of 3 {",
      "}",
      "each [a#8.b, c#9.0] in entries of m#1 {",
      "}",
    ],
  },
  {
    title: "switch ends at each case unless it falls through",
    body: "switch n := g(); n {\ncase 1, 2:\n\th()\ncase 3:\n\tfallthrough\ndefault:\n\ti()\n}\nswitch {\ncase a && b:\n\tj()\n}",
    facts: [
      "block {",
      "  bind n#2 = g#1()",
      "  switch n#2",
      "  case 1 {",
      "  }",
      "  case 2 {",
      "    h#3()",
      "    break",
      "  }",
      "  case 3 {",
      "  }",
      "  default {",
      "    i#4()",
      "    break",
      "  }",
      "}",
      "switch true",
      "case (a#5 && b#6) {",
      "  j#7()",
      "  break",
      "}",
    ],
  },
  {
    title: "a type switch binds its name in each case, and evaluates its operand once",
    body: "switch x := v.(type) {\ncase string, *T:\n\tg(x)\ndefault:\n}\nswitch y := h().(type) {\ncase error:\n\tg(y)\n}\nswitch v.(type) {\n}",
    facts: [
      "switch unknown<the type of a value>()",
      "case unknown<whether a value is of a type>() {",
      "}",
      "case unknown<whether a value is of a type>() {",
      "  bind x#2 = v#1",
      "  g#3(x#2)",
      "  break",
      "}",
      "default {",
      "  bind x#4 = v#1",
      "  break",
      "}",
      "block {",
      "  bind held#6 = h#5()",
      "  switch unknown<the type of a value>()",
      "  case unknown<whether a value is of a type>() {",
      "    bind y#7 = held#6",
      "    g#3(y#7)",
      "    break",
      "  }",
      "}",
      "switch unknown<the type of a value>()",
    ],
  },
  {
    title: "select does one of its communications; with a default perhaps none",
    body: "select {\ncase r, ok := <-results:\n\tg(r, ok)\ncase <-done:\n}\nselect {\ncase out <- 1:\ncase x = <-in:\ndefault:\n}",
    facts: [
      "switch unknown<which channel is ready>()",
      "case unknown<which channel is ready>() {",
      "  bind [r#2, ok#3] = [global.go:receive(results#1), unknown<whether a channel is open>()]",
      "  g#4(r#2, ok#3)",
      "  break",
      "}",
      "default {",
      "  global.go:receive(done#5)",
      "  break",
      "}",
      "switch unknown<which channel is ready>()",
      "case unknown<which channel is ready>() {",
      "  global.go:send(out#6, 1)",
      "  break",
      "}",
      "case unknown<which channel is ready>() {",
      "  (x#7 = global.go:receive(in#8))",
      "  break",
      "}",
      "default {",
      "  break",
      "}",
    ],
  },
  {
    title: "calls that run beside and at the end",
    body: "go func(i int) {\n\tresults <- i\n}(1)\ngo work()\ndefer wg.Done()\ndefer func() { recover() }()",
    facts: ["spawn arrow (i#1) {", "  global.go:send(results#2, i#1)", "}(1)", "spawn work#3()", "defer wg#4.Done()", "defer arrow () {", "  global.go:recover()", "}()"],
  },
  {
    title: "labels of loops and blocks; goto is not followed",
    body: "outer:\nfor {\n\tfor {\n\t\tcontinue outer\n\t}\n}\nretry:\ng()\ngoto retry",
    facts: ["outer: loop {", "  loop {", "    continue outer", "  }", "}", "g#1()", "unknown<goto>()"],
  },
  { title: "panic ends the way", body: 'panic("no " + name)', facts: ['throw ("no " + name#1)'] },
  {
    title: "local constants, variables and types",
    body: 'const a, b = "x", iota\nvar c, d string\ntype pair struct{ first string }\ng(pair{a})',
    facts: ['bind a#1 = "x"', "bind b#2 = 0", 'bind c#3 = ""', 'bind d#4 = ""', "bind pair#5 = class pair as struct {", '  first = ""', "}", "g#6(pair#5 { - a#1 })"],
  },
];

test.each(examples)("$title", ({ body, facts }) => {
  expect(loweredBody(body)).toEqual(facts);
});

test("named results are zero at first, and a bare return gives what they are then", () => {
  expect(loweredBody("image = g()\nreturn", "(image string, err error)")).toEqual(['bind image#1 = ""', "bind err#2 = null", "(image#1 = g#3())", "return [image#1, err#2]"]);
  expect(loweredBody("return", "(image string)")).toEqual(['bind image#1 = ""', "return image#1"]);
});

interface Failure {
  readonly body: string;
  readonly isFailure: boolean;
}

const failures: readonly Failure[] = [
  { body: 'return image, fmt.Errorf("no: %w", err)', isFailure: true },
  { body: 'return image, errors.Wrap(err, "no")', isFailure: true },
  { body: "return image, status.Errorf(codes.NotFound, name)", isFailure: true },
  { body: "return image, &NotFoundError{name}", isFailure: true },
  { body: "return image, ErrNotFound", isFailure: true },
  { body: "if err != nil { return image, err }", isFailure: true },
  { body: "if failed && (err != nil) { return image, err }", isFailure: true },
  { body: "if r.err != nil { return image, r.err }", isFailure: true },
  { body: "if err == nil {} else { return image, err }", isFailure: true },
  { body: "switch { case err != nil: return image, err }", isFailure: true },
  { body: 'return "", err', isFailure: true },
  { body: "return Config{}, err", isFailure: true },
  { body: "if err != nil { err = retry(); return image, err }", isFailure: false },
  { body: "if err != nil || failed { return image, err }", isFailure: false },
  { body: "return image, err", isFailure: false },
  { body: "return image, nil", isFailure: false },
  { body: 'return "", nil', isFailure: false },
  { body: "return image, errors.Join(first, second)", isFailure: false },
  { body: "return g()", isFailure: false },
];

test.each(failures)("whether an error is certain: $body", ({ body, isFailure }) => {
  const returns = loweredBody(body, "(string, error)").filter((line) => /^\s*(?:return|fail)\b/u.test(line));
  expect(returns.map((line) => line.trim().startsWith("fail"))).toEqual([isFailure]);
});

test("a failure is one of functions that end in an error", () => {
  expect(loweredBody("if err != nil { return err }", "bool")).toContain("  return err#1");
  expect(loweredBody("if err != nil { return err }", "error")).toContain("  fail err#1");
  expect(loweredBody("if err != nil { return }", "(image string, err error)")).toContain("  fail [image#1, err#2]");
  expect(loweredBody("if err != nil { g(func() error { return nil }); return err }", "error")).toContain("  fail err#1");
});
