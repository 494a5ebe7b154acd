import { describe, expect, test } from "vitest";
import { lowerYaml } from "../src/frontends/yaml/lower.js";

const pod = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: a\n      image: x\n";

describe("directives", () => {
  /** The directives of a text, each at its place. */
  const directives = (text: string): readonly string[] =>
    lowerYaml(text, "pod.yaml").directives.map(({ text: content, form, at }) => {
      expect(text.slice(...at)).toContain(content);
      return `${form}: ${content} @${text.slice(0, at[0]).split("\n").length}`;
    });

  test("comments of a line and of a part of the file", () => {
    expect(directives("# eslint-disable a/b -- why\nkind: Pod # eslint-disable-line\n  # eslint-disable-next-line a/c\nspec: {} # eslint-disable a/d\n# eslint-enable\r\n## note\n")).toEqual([
      "block: eslint-disable a/b -- why @1",
      "line: eslint-disable-line @2",
      "line: eslint-disable-next-line a/c @3",
      "line: eslint-disable a/d @4",
      "block: eslint-enable @5",
    ]);
  });

  test("comments everywhere, and nothing that only looks like one", () => {
    const written = [
      "\uFEFF# eslint-disable a",
      "a: |",
      "  # eslint-disable in a text",
      "b: '",
      "  # eslint-disable in quotes'",
      "c: [x, # eslint-disable-line b",
      "  y]",
      'd: "# eslint-disable in quotes"',
      "e: x# eslint-disable in a word",
      "f: x",
      "  # eslint-enable a",
      "--- # eslint-disable-line c",
      "g: > # eslint-disable-line d",
      "  # eslint-disable in a text",
    ];
    expect(directives(`${written.join("\n")}\n`)).toEqual(["block: eslint-disable a @1", "line: eslint-disable-line b @6", "block: eslint-enable a @11", "line: eslint-disable-line c @12", "line: eslint-disable-line d @13"]);
  });

  test("of a text that cannot be parsed", () => {
    expect(directives('a: [ {\n# eslint-disable a\n}: "')).toEqual(["block: eslint-disable a @2"]);
  });

  test("JSON has no comments", () => {
    expect(lowerYaml('{"a": 1}\n# eslint-disable', "a.json").directives).toEqual([]);
  });
});

describe("problems", () => {
  test.each([
    ["a tab", `${pod}metadata:\n\tname: a\n`],
    ["an unclosed quote", `${pod}metadata: "a\n`],
    ["a key that stands twice", `${pod}kind: Pod\n`],
    ["a value that holds itself", `${pod}metadata: &a [*a, *a]\n`],
  ])("%s is one problem, however many there are", (_name, text) => {
    expect(lowerYaml(text, "pod.yaml").problems).toHaveLength(1);
  });

  test("of a workflow, whose expressions are no template", () => {
    expect(lowerYaml("on: push\njobs:\n  a: { if: ${{ x }} }\n  a: {}\n", ".github/workflows/ci.yaml").problems).toHaveLength(1);
  });

  test.each([
    ["what can be parsed", "pod.yaml", pod],
    ["a template", "pod.yaml", pod.replace("image: x", "image: {{ .Image }}{{ if }")],
    ["a template of a chart", "chart/templates/pod.yaml", `{{- if .Values.pod }}\n${pod}{{- end }}\n`],
    ["a file that nobody reads as YAML here", "notes.yaml", "a: [\n"],
    ["an object without images", "role.yaml", "apiVersion: v1\nkind: ServiceAccount\nmetadata: [\n"],
  ])("none: %s", (_name, file, text) => {
    expect(lowerYaml(text, file).problems).toEqual([]);
  });
});

test.each(["# eslint-disable\n", '"# eslint', "[{# eslint\n", "a: | # eslint\n"])("two megabytes of %j take seconds", { timeout: 60_000 }, (line) => {
  expect(lowerYaml(line.repeat(Math.floor(2_000_000 / line.length)), "a.yaml").language).toBe("yaml");
});
