import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readPlainYaml } from "../src/frontends/yaml/read-plain-yaml.js";
import { readByLibrary } from "../src/frontends/yaml/read-yaml.js";

const itself = (offset: number): number => offset;

/** What is read as plain YAML is what the library reads, without a problem. */
function expectSame(text: string): void {
  const plain = readPlainYaml(text, itself);
  if (plain !== undefined) expect({ text, values: plain, problems: [] }).toEqual({ text, ...readByLibrary(text, itself, undefined) });
}

const written = `# The web server
---
apiVersion: apps/v1 # the API
kind: Deployment
metadata:
  name: "web"
  labels: {}
  annotations:
    note: 'it''s "quoted"'
    script: |-
      #!/bin/sh

      echo "a: b" # no comment
        indented
spec:
  replicas: 3
  paused: false
  template:
    spec:
      containers:
      - name: web
        image: example.com/\uE000:1.10 # built above
        args: ["--flag", plain, 'x', 1.10]
        ports:
        -
          containerPort: 8080
        - - nested
          - list
      # of the pod
      nodeSelector:
      volumes: []
---
kind: ConfigMap
data:
  "a.yaml": |
    image: x
  escaped: "a\\n\\"b\\""
  url: http://example.com/#part
`;

test("manifests as people write them are plain, and read as the library reads them", () => {
  expect(readPlainYaml(written, itself)).toHaveLength(2);
  expectSame(written);
});

describe("what is not understood at once is left to the library", () => {
  test.each([
    ["nothing", ""],
    ["an empty document", "a: b\n---\n"],
    ["an anchor", "a: &b c\n"],
    ["an alias", "a: *b\n"],
    ["a tag", "a: !b c\n"],
    ["a merged map", "<<: b\n"],
    ["a key that stands twice", "a: b\na: c\n"],
    ["a scalar on two lines", "a: b\n  c\n"],
    ["a folded block", "a: >\n  b\n"],
    ["a block with a digit", "a: |2\n    b\n"],
    ["a map in braces", "a: {b: c}\n"],
    ["a list on two lines", "a: [b,\n  c]\n"],
    ["a tab", "a:\n\tb: c\n"],
    ["Windows' line breaks", "a: b\r\n"],
    ["a hole that begins a line", "a: b\n\uE000\n"],
    ["an item that is a hole", "- \uE000\n"],
    ["a template action", "a: {{ .b }}\n"],
    ["a directive", "%YAML 1.1\n---\na: b\n"],
    ["a map behind a key", "a: b: c\n"],
    ["a hexadecimal number", "a: 0x1F\n"],
    ["depth", `${"- ".repeat(200)}a\n`],
  ])("%s", (_name, text) => {
    expect(readPlainYaml(text, itself)).toBeUndefined();
  });
});

test("any text is read as the library reads it, or not at all", () => {
  const piece = fc.constantFrom("a", "b: ", "c:", "- ", "-", ": ", ":", "\n", "\n  ", "\n    ", "\n- ", "  ", " ", "x y", "'", '"', "''", "\\n", "\\", "#", " # c", "|", "|-", ": |\n", "[", "]", ", ", ",", "{", "}", "{}", "[]", "\n---\n", "--- ", "1", "1.0", "-1", "true", "null", "~", "?", "? ", "&", "*", "!", "%", "@", "\t", "ä", "<<: ", "\uE000", "\uE001");
  fc.assert(fc.property(fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join("")), expectSame), { numRuns: 2000 });
});

test("any lines are read as the library reads them, or not at all", () => {
  const indentation = fc.constantFrom("", "  ", "    ", "      ", "- ", "  - ", "    - ", "- - ");
  const content = fc.constantFrom("a:", "b: c", "c: 'd'", 'e: "f\\n"', "g: |", "h: |-", "i", "'j'", "# k", "l: [m, 'n']", "o: {}", "p: # q", "", "  ", "---", "r: s # t", "1: 2.50", "u: -", "v: -w", "x: y:z", "- ", "#", "y: \uE000", "y\uE000: z", 'y: "\uE000\uE001"', "y: [\uE000]", "\uE000", "z \uE000");
  const line = fc.tuple(indentation, content).map((parts) => parts.join(""));
  fc.assert(fc.property(fc.array(line, { maxLength: 12 }), fc.constantFrom("", "\n"), (lines, end) => { expectSame(lines.join("\n") + end); }), { numRuns: 2000 });
});

test("a manifest with slips is read as the library reads it, or not at all", () => {
  const slip = fc.record({ at: fc.nat(written.length), removed: fc.nat(3), added: fc.constantFrom("", " ", "  ", "\n", "-", "- ", ":", ": ", "#", " #", "'", '"', "|", "[", "]", ",", "{", "}", "\\", "---\n", "x", "1") });
  fc.assert(fc.property(fc.array(slip, { minLength: 1, maxLength: 3 }), (slips) => {
    expectSame(slips.reduce((text, { at, removed, added }) => text.slice(0, at) + added + text.slice(at + removed), written));
  }), { numRuns: 2000 });
});
