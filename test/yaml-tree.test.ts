import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lettersAt, textScalar, treesOf, valueBelow, withoutKey, withValue } from "../src/flow/yaml-tree.js";
import type { YamlTree } from "../src/flow/yaml-tree.js";
import { printTrees } from "../src/flow/yaml-text.js";
import { encodeText } from "../src/values/encoding.js";
import { display, hole, join, literal, placeOf, slice } from "../src/values/text.js";
import type { Text } from "../src/values/value.js";

/** A file's text, with its places. */
function file(text: string): Text {
  return literal(text, { file: "app.yaml", literal: { kind: "literal", value: text, at: [0, text.length] }, offset: 0 });
}

function environment(name: string): Text {
  return hole(`environment ${name}`, { kind: "environment", name });
}

/** The text of a template whose `§NAME§` are holes. */
function template(written: string): Text {
  return join(written.split("§").map((part, index) => ({ text: index % 2 === 0 ? literal(part) : environment(part) })));
}

function printed(text: Text): string {
  return display(printTrees(treesOf(text).trees));
}

/** What a tree says, without places and styles: what must survive a round trip. */
function plain(tree: YamlTree): unknown {
  switch (tree.kind) {
    case "map":
      return { map: tree.entries.map(({ key, value }) => [key.key, plain(value)]) };
    case "list":
      return { list: tree.items.map(plain) };
    case "scalar":
      return [tree.type, tree.type === "null" ? "" : tree.text.key];
    case "unknown":
      return { unknown: tree.text.key };
  }
}

describe("printing", () => {
  test.each([
    ["a block with line ends of Windows", "run: |\r\n  docker build .\r\n  docker push app:v1\r\n", "app:v1"],
    ["a folded block", "run: >\n  docker push\n  app:v1\n", "app:v1"],
    ["a folded block with line ends of Windows", "run: >-\r\n  docker push\r\n\r\n  app:v1\r\n", "app:v1"],
    ["a plain text of several lines", "run: docker push\n  --quiet\n  app:v1\n", "app:v1"],
    ["a quoted text of several lines", 'run: "docker push\n  app:v1"\n', "app:v1"],
  ])("%s knows where its letters stand", (_name, text, wanted) => {
    const [tree] = treesOf(file(text)).trees;
    const run = valueBelow(tree, "run");
    const written = run?.kind === "scalar" ? encodeText(run.text)?.encoded ?? "" : "";
    const start = written.indexOf(wanted);
    const place = run?.kind === "scalar" ? placeOf(slice(run.text, start, start + wanted.length)) : undefined;
    expect(text.slice(place?.start, place?.end)).toBe(wanted);
    expect(written).not.toContain("\r");
  });

  test("blocks, lists at their key, quotes as they were", () => {
    const text = `kind: Deployment
metadata: {name: web, labels: {}}
spec:
    args: []
    ports: [8080, "8080"]
    containers:
      -   name: 'web'
          image: "nginx:1.27"
          env: # by hand
            - {name: A, value: ~}
    matrix: [[1, 2], [three]]
`;
    expect(printed(file(text))).toBe(`kind: Deployment
metadata:
  name: web
  labels: {}
spec:
  args: []
  ports:
  - 8080
  - "8080"
  containers:
  - name: 'web'
    image: "nginx:1.27"
    env:
    - name: A
      value: ~
  matrix:
  - - 1
    - 2
  - - three
`);
  });

  test("lists as yq prints them", () => {
    const { trees } = treesOf(file("a:\n- b: [1]\n  c: 2\n"));
    expect(display(printTrees(trees, { lists: "indented" }))).toBe("a:\n  - b:\n      - 1\n    c: 2\n");
  });

  test("documents, and texts of several lines", () => {
    expect(printed(file("a: |\n  one\n   two\nb: >-\n  folded\n  line\n---\nc: |-\n\n  x\nd: |+\n  y\n\n"))).toBe("a: |\n  one\n   two\nb: folded line\n---\nc: |-\n\n  x\nd: |+\n  y\n\n");
  });

  test("JSON becomes YAML", () => {
    expect(printed(file(`{"kind": "Pod", "spec": {"containers": [{"image": "a:1", "command": ["a: b"]}]}}`))).toBe(`kind: "Pod"\nspec:\n  containers:\n  - image: "a:1"\n    command:\n    - "a: b"\n`);
  });

  test.each([
    ["8080", '"8080"'],
    ["1.10", '"1.10"'],
    ["yes", '"yes"'],
    ["", '""'],
    ["2024-05-01", '"2024-05-01"'],
    ["12:30", '"12:30"'],
    ["nginx:1.27", "nginx:1.27"],
    ["a: b", "'a: b'"],
    ["- a", "'- a'"],
    ["-a", "-a"],
    ["*", "'*'"],
    ["it's: so", "'it''s: so'"],
    ["a #b", "'a #b'"],
    ["a#b", "a#b"],
    ["bell\u0007", '"bell\\u0007"'],
    [" a\nb", '" a\\nb"'],
  ])("a text that a program puts in is quoted where it must be: %j", (text, expected) => {
    expect(display(printTrees([textScalar(literal(text))]))).toBe(`${expected}\n`);
  });

  test("what is no YAML stays as it is written", () => {
    expect(printed(file("image: {{ .Values.image }}\nname: *nobody\nkind: Pod\n"))).toBe("image: {{ .Values.image }}\nname: *nobody\nkind: Pod\n");
  });
});

describe("texts keep their holes and places", () => {
  test("holes", () => {
    const text = template(`image: "§REPOSITORY§:§TAG§"\nname: §NAME§\nscript: |\n  docker run §IMAGE§\n  exit\n`);
    expect(printed(text)).toBe(`image: "<env REPOSITORY>:<env TAG>"\nname: <env NAME>\nscript: |\n  docker run <env IMAGE>\n  exit\n`);
  });

  test.each(["image: nginx:1.27\n", `image: "nginx:1.27"\n`, "'image' : nginx:1.27\n", `{"image":\n"nginx:1.27"}`, "script: |\n    run\n\n    nginx:1.27 --help\n", "script: |-\n  nginx:1.27", "- image: &a nginx:1.27\n- image: *a\n"])("places of %j", (text) => {
    const source = encodeText(printTrees(treesOf(file(text)).trees));
    const at = source?.encoded.indexOf("nginx") ?? -1;
    const place = placeOf(source?.at(at, at + "nginx:1.27".length) ?? literal(""));
    expect(place).toMatchObject({ file: "app.yaml", start: text.indexOf("nginx"), end: text.indexOf("nginx") + "nginx:1.27".length });
  });

  test("a key has its place", () => {
    const text = "spec:\n  # the one\n  containers:\n  - image: nginx\n";
    const container = valueBelow(treesOf(file(text)).trees[0], "spec", "containers");
    const item = container?.kind === "list" ? container.items[0] : undefined;
    expect(item?.kind === "map" ? item.entries.map(({ key }) => placeOf(key)) : undefined).toEqual([{ file: "app.yaml", start: text.indexOf("image"), end: text.indexOf("image") + 5 }]);
    expect(item?.place).toEqual({ file: "app.yaml", start: text.indexOf("image"), end: text.length - 1 });
  });
});

describe("edits", () => {
  const pod = treesOf(file("kind: Pod\nmetadata: {name: a}\n")).trees[0];

  test("a value is put in its place, or behind the others", () => {
    if (pod?.kind !== "map") throw new Error("no map");
    const edited = withValue(withValue(pod, literal("kind"), textScalar(literal("Job"))), literal("count"), textScalar(literal("3")));
    expect(display(printTrees([edited]))).toBe('kind: Job\nmetadata:\n  name: a\ncount: "3"\n');
    expect(display(printTrees([withoutKey(edited, "metadata")]))).toBe('kind: Job\ncount: "3"\n');
    expect(lettersAt(valueBelow(pod, "metadata"), "name")).toBe("a");
    expect(display(printTrees([pod]))).toBe("kind: Pod\nmetadata:\n  name: a\n");
  });
});

describe("round trips", () => {
  const letters = fc.oneof(fc.string(), fc.string({ unit: "grapheme" }), fc.string({ unit: fc.constantFrom("a", " ", "\n", ":", "#", "-", "'", '"', "\\", "\t", "1", ".", "\u0000", "\u2028", "\uFEFF", "\uD800", "{", "|", "~") }));
  const text = letters.map((value) => value.replace(/\p{Co}/gu, "x").replaceAll("\u0001", "x").replaceAll("\u0002", "x"));
  const held = fc.tuple(fc.stringMatching(/^[a-z: ]{0,4}$/u), fc.stringMatching(/^[a-z: ]{0,4}$/u)).map(([before, after]) => join([{ text: literal(`x${before}`) }, { text: environment("A") }, { text: literal(after) }]));
  const style = fc.constantFrom("plain", "single", "double", "block", undefined);
  const scalar = fc.oneof(
    fc.record({ kind: fc.constant("scalar"), text: fc.oneof(text.map((value) => literal(value)), held), type: fc.constant("text"), style }),
    fc.constantFrom("8080", "-1.5e3", "0x1F").map((value) => ({ kind: "scalar", text: literal(value), type: "number" }) as const),
    fc.constantFrom("true", "False").map((value) => ({ kind: "scalar", text: literal(value), type: "boolean" }) as const),
    fc.constantFrom("null", "~", "").map((value) => ({ kind: "scalar", text: literal(value), type: "null" }) as const),
  );
  const { tree } = fc.letrec<{ tree: YamlTree }>((tie) => ({
    tree: fc.oneof(
      { depthSize: "small" },
      scalar,
      fc.array(tie("tree"), { maxLength: 4 }).map((items): YamlTree => ({ kind: "list", items })),
      fc.uniqueArray(fc.tuple(fc.oneof(text.map((value) => literal(value)), held), tie("tree")), { maxLength: 4, selector: ([key]) => key.key }).map((entries): YamlTree => ({ kind: "map", entries: entries.map(([key, value]) => ({ key, value })) })),
    ),
  }));

  test("what is printed reads back as the same trees", () => {
    fc.assert(
      fc.property(fc.array(tree, { minLength: 1, maxLength: 3 }), fc.constantFrom<"at the key" | "indented">("at the key", "indented"), (trees, lists) => {
        const { trees: read, problems } = treesOf(printTrees(trees, { lists }));
        expect(problems).toEqual([]);
        expect(read.map(plain)).toEqual(trees.map(plain));
      }),
      { numRuns: 500 },
    );
  });

  test("pieces of a long text are found as slices of it are", () => {
    const whole = join(Array.from({ length: 9 }, (_, index) => ({ text: index % 3 === 0 ? environment(`E${index}`) : literal("ab".repeat(index)) })));
    const source = encodeText(whole);
    const length = source?.encoded.length ?? 0;
    fc.assert(
      fc.property(fc.nat(length), fc.nat(length), (start, end) => {
        expect(source?.at(start, end).key).toBe(slice(whole, start, end).key);
      }),
    );
  });

  test("an alias bomb stays small", () => {
    const bomb = `a0: &a0 [x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 12 }, (_, index) => `a${index + 1}: &a${index + 1} [${`*a${index},`.repeat(9)}]\n`).join("")}`;
    const { trees, problems } = treesOf(file(bomb));
    expect(problems.length).toBeGreaterThan(0);
    expect(display(printTrees(trees)).length).toBeLessThan(1_000_000);
  });

  test("a manifest of 25,000 lines stays as it is printed", () => {
    const long = printTrees(treesOf(file(`items:\n${"- name: a\n  image: \"b\"\n  data: |\n    c\n    d\n".repeat(5_000)}`)).trees);
    expect(encodeText(printTrees(treesOf(long).trees))?.encoded).toBe(encodeText(long)?.encoded);
  });
});
