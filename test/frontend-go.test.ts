import { expect, test } from "vitest";
import { loadGoGrammar } from "../src/frontends/go/grammar.js";
import { lowerGo } from "../src/frontends/go/lower.js";
import { printFacts } from "./print-facts.js";

const grammar = await loadGoGrammar();

/** The facts of a file, without its exports: those are all of its names. */
function lowered(text: string): readonly string[] {
  return printFacts(lowerGo(grammar, text, "example.go"))
    .split("\n")
    .filter((line) => !line.startsWith("export "));
}

interface Example {
  readonly title: string;
  readonly text: string;
  readonly facts: readonly string[];
}

const examples: readonly Example[] = [
  {
    title: "imports bind the names by which the file speaks of them",
    text: 'package p\nimport "os/exec"\nimport (\n\tcore "k8s.io/api/core/v1"\n\t. "github.com/onsi/gomega"\n\t_ "embed"\n\t"C"\n)\n',
    facts: ['import "os/exec" *=exec#0', 'import "k8s.io/api/core/v1" *=core#1', 'import dot "github.com/onsi/gomega"', 'import "embed"', 'import "C" *=C#2'],
  },
  {
    title: "a name that the file does not declare is of its package; a predeclared one is not",
    text: "package p\nvar image = prefix + string(tag)\nfunc f() { image, other = len(prefix), nil }\n",
    facts: ['import "." prefix=prefix#2 other=other#3 tag=tag#4', "bind f#0 = arrow f() {", "  ([image#1, other#3] = [global.go:len(prefix#2), null])", "}", "bind image#1 = (prefix#2 + global.go:string(tag#4))"],
  },
  {
    title: "functions first, then types, values, and at last the initialisers",
    text: "package p\nvar a = f()\nfunc init() { a = 1 }\ntype T string\nfunc f() int { return 2 }\nfunc init() {}\n",
    facts: ["bind f#0 = arrow f() {", "  return 2", "}", "bind T#1 = class T as text {}", "bind a#2 = f#0()", "arrow init() {", "  (a#2 = 1)", "}()", "arrow init() {}()"],
  },
  {
    title: "a value stands behind those that it speaks of",
    text: 'package p\nvar reference = name + ":" + tag\nconst tag = version\nvar name, other = "a", 1\nconst version = "v1"\nvar loop = back\nvar back = loop\n',
    facts: ['bind version#4 = "v1"', "bind tag#1 = version#4", 'bind name#2 = "a"', "bind other#3 = 1", 'bind reference#0 = ((name#2 + ":") + tag#1)', "bind back#6 = loop#5", "bind loop#5 = back#6"],
  },
  {
    title: "a variable with a file embedded in it is what the file holds; a file system of several files is none",
    text: 'package p\nimport "embed"\n\n//go:embed deploy/gateway.yaml\nvar gateway string\n\nvar (\n\t//go:embed "web app.yaml"\n\t//go:embed `search.yaml`\n\t// search is deployed last.\n\n\tsearch []byte\n\tother string\n)\n\n//go:embed deploy\nvar files embed.FS\n\n//go:embed lost.yaml\nfunc f() {}\nvar lost string\n',
    facts: ['import "embed" *=embed#0', "bind f#1 = arrow f() {}", 'bind gateway#2 = global.go:embed("deploy/gateway.yaml")', 'bind search#3 = global.go:embed("search.yaml")', 'bind other#4 = ""', "bind files#5 = embed#0.FS {  }", 'bind lost#6 = ""'],
  },
  {
    title: "iota counts lines, and a line without values repeats the last ones",
    text: 'package p\nconst (\n\ta = iota\n\tb\n\t_\n\tc, d = 1 << iota, "x"\n\te, f\n)\nconst g = iota\n',
    facts: ["bind a#0 = 0", "bind b#1 = 1", "bind _ = 2", "bind c#2 = (1 << 3)", 'bind d#3 = "x"', "bind e#4 = (1 << 4)", 'bind f#5 = "x"', "bind g#6 = 0"],
  },
  {
    title: "variables are zero at first",
    text: "package p\nimport \"sync\"\nvar a string\nvar b, c int\nvar d bool\nvar e *T\nvar f []T\nvar g map[string]T\nvar h T\nvar i sync.Mutex\nvar j error\nvar k [2]string\nvar l [4096]byte\nvar m struct{ n int }\nvar o [2][2]int\n",
    facts: [
      'import "sync" *=sync#0',
      'import "." T=T#15',
      'bind a#1 = ""',
      "bind b#2 = 0",
      "bind c#3 = 0",
      "bind d#4 = false",
      "bind e#5 = null",
      "bind f#6 = null",
      "bind g#7 = null",
      "bind h#8 = T#15 {  }",
      "bind i#9 = sync#0.Mutex {  }",
      "bind j#10 = null",
      'bind k#11 = ["", ""]',
      "bind l#12 = global.go:make slice(4096)",
      "bind m#13 = class  as struct {",
      "  n = 0",
      "} {  }",
      "bind o#14 = global.go:make slice(2)",
    ],
  },
  {
    title: "a struct's fields with their zero values; embedded ones by the name of their type",
    text: 'package p\nimport "sync"\ntype Config struct {\n\tName, Image string `json:"image"`\n\tNext *Config\n\tInner Inner\n\tList []Inner\n\tOptions struct{ Tag string }\n\tsync.Mutex\n\t*Base\n\tBox[int]\n}\n',
    facts: [
      'import "sync" *=sync#0',
      'import "." Inner=Inner#2 Base=Base#3 Box=Box#4',
      "bind Config#1 = class Config as struct {",
      '  Name = ""',
      '  Image = ""',
      "  Next: Config#1 = null",
      "  Inner: Inner#2 = Inner#2 {  }",
      "  List = null",
      "  Options: class  as struct {",
      '    Tag = ""',
      "  } = class  as struct {",
      '    Tag = ""',
      "  } {  }",
      "  embedded Mutex: sync#0.Mutex = sync#0.Mutex {  }",
      "  embedded Base: Base#3 = null",
      "  embedded Box: Box#4 = Box#4 {  }",
      "}",
    ],
  },
  {
    title: "other types say what their values are",
    text: "package p\ntype A string\ntype B []A\ntype C map[string]*A\ntype D = A\ntype E interface{ F() }\ntype G func(string) error\ntype H chan int\ntype I *A\ntype J[T any] []T\ntype K float64\ntype L bool\ntype M [][]A\n",
    facts: [
      "bind A#0 = class A as text {}",
      "bind B#1 = class B as list of A#0 {}",
      "bind C#2 = class C as map of A#0 {}",
      "bind D#3 = class D extends A#0 as named {}",
      "bind E#4 = class E as nil {}",
      "bind G#5 = class G as nil {}",
      "bind H#6 = class H as nil {}",
      "bind I#7 = class I as nil {}",
      "bind J#8 = class J as list {}",
      "bind K#9 = class K as number {}",
      "bind L#10 = class L as boolean {}",
      "bind M#11 = class M as list of class  as list of A#0 {} {}",
    ],
  },
  {
    title: "methods of pointers and of values; type parameters are no types",
    text: "package p\ntype Set[T any] struct{}\nfunc (s *Set[T]) Add(one T, more ...T) { s.last = one }\nfunc (s Set[T]) First() T { var zero T; return zero }\nfunc (Set[T]) Len() int { return 0 }\nfunc (*Other) Close() {}\n",
    facts: [
      "bind Set#0 = class Set as struct {}",
      "method Set.Add function Add(one#2, ...more#3) {",
      "  bind s#1 = &this",
      "  (s#1.last = one#2)",
      "}",
      "method Set.First function First() {",
      "  bind s#4 = *this",
      "  bind zero#5 = unknown<the zero value of a type parameter>()",
      "  return zero#5",
      "}",
      "method Set.Len function Len() {",
      "  return 0",
      "}",
      "method Other.Close function Close() {}",
    ],
  },
  {
    title: "parameters with their types, without names, blank, and any number of them",
    text: "package p\nimport \"context\"\nfunc f(ctx context.Context, a, b string, c *Config, _ int, d ...Option) {}\nfunc g(string, Config) {}\n",
    facts: ['import "context" *=context#0', 'import "." Config=Config#6', "bind f#1 = arrow f(ctx#3: context#0.Context, a#4, b#5, c#7: Config#6, _, ...d#8) {}", "bind g#2 = arrow g(_, _: Config#6) {}"],
  },
];

test.each(examples)("$title", ({ text, facts }) => {
  expect(lowered(text)).toEqual(facts);
});

test("all names of the file are the package's, in upper and in lower case", () => {
  const { exports, variables } = lowerGo(grammar, "package p\nimport \"os\"\ntype T int\nconst a = 1\nvar B, _ = 2, 3\nfunc c() {}\nfunc init() {}\nfunc _() {}\nfunc (T) d() {}\n", "example.go");
  expect(exports.map((one) => (one.kind === "local" ? [one.exported, variables[one.variable]?.kind] : undefined))).toEqual([["c", "function"], ["T", "class"], ["a", "constant"], ["B", "variable"]]);
});

test.each([
  { path: "github.com/docker/go-units", used: "units.Parse(a)", name: "units" },
  { path: "gopkg.in/yaml.v3", used: "yaml.Unmarshal(a)", name: "yaml" },
  { path: "github.com/onsi/ginkgo/v2", used: "ginkgo.By(a)", name: "ginkgo" },
  { path: "k8s.io/api/core/v1", used: "v1.Pod(a)", name: "v1" },
  { path: "k8s.io/api/autoscaling/v2", used: "v2.Scale(a)", name: "v2" },
  { path: "github.com/testcontainers/testcontainers-go", used: "testcontainers.Run(a)", name: "testcontainers" },
  { path: "github.com/nats-io/nats.go", used: "nats.Connect(a)", name: "nats" },
  { path: "github.com/mattn/go-sqlite3", used: "", name: "sqlite3" },
  { path: "example.com/team/image-build", used: "imagebuild.Run(a)", name: "imagebuild" },
  { path: "example.com/team/image-build", used: "x.build.Run(a); image_build.Run(a)", name: "image_build" },
])("the package $path is known as $name", ({ path, used, name }) => {
  const { imports, variables } = lowerGo(grammar, `package p\nimport "${path}"\nfunc f() { ${used} }\n`, "example.go");
  expect(imports[0]?.bindings.map(({ variable }) => variables[variable]?.name)).toEqual([name]);
});

test("build constraints and cgo are comments to the frontend", () => {
  expect(lowered('//go:build e2e && !windows\n\npackage p\n\n// #include <stdio.h>\nimport "C"\n\nvar a = C.CString("x")\n')).toEqual(['import "C" *=C#0', 'bind a#1 = C#0.CString("x")']);
});
