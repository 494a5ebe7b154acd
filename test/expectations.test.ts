import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Finding } from "../src/report/report.js";
import { differenceOf, readFixtures, type Fixture } from "./expectations.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fixtures-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("what a fixture expects", () => {
  it("stands at the end of the line, in a comment of the line's language", () => {
    const fixture = only({
      "setup.ts": [
        `await build(); // expect: no-discarded-image error "localhost/a:<fresh>" -> "localhost/a:e2e"`,
        "const manifest = `",
        `image: localhost/b:e2e # expect: no-hardcoded-image warning "localhost/b:e2e" -> "localhost/b:e2e"`,
        "`;",
        "await foreign(); // expect: no-discarded-image error",
      ].join("\n"),
    });
    expect(fixture.findings).toEqual([
      { file: "setup.ts", line: 1, rule: "no-discarded-image", severity: "error", built: "localhost/a:<fresh>", deployed: "localhost/a:e2e" },
      { file: "setup.ts", line: 3, rule: "no-hardcoded-image", severity: "warning", built: "localhost/b:e2e", deployed: "localhost/b:e2e" },
      { file: "setup.ts", line: 5, rule: "no-discarded-image", severity: "error" },
    ]);
  });

  it("may be more than one finding of a line", () => {
    const fixture = only({ "setup.ts": `a(), b(); // expect: no-discarded-image error "a:1" // expect: no-discarded-image error "b:1"` });
    expect(fixture.findings.map(({ built }) => built)).toEqual(["a:1", "b:1"]);
  });

  it("stands in a file of its own beside one that cannot hold comments", () => {
    const fixture = only({
      "charts/pod.json": `{ "kind": "Pod" }`,
      "charts/expect.json": `{ "findings": [{ "file": "pod.json", "line": 1, "rule": "no-image-mismatch", "severity": "error" }], "errors": [{ "file": "half.ts", "line": 3 }] }`,
    });
    expect(fixture.findings).toEqual([{ file: "charts/pod.json", line: 1, rule: "no-image-mismatch", severity: "error" }]);
    expect(fixture.errors).toEqual([{ file: "charts/half.ts", line: 3 }]);
  });

  it("belongs to the innermost fixture", () => {
    write({ "outer/tag-consistency.config.json": "{}", "outer/a.ts": "", "outer/inner/tag-consistency.config.json": "{}", "outer/inner/b.ts": "f(); // expect: no-discarded-image error" });
    expect(readFixtures(folder).map(({ name, texts, findings }) => [name, [...texts.keys()], findings.length])).toEqual([
      ["outer", ["a.ts", "tag-consistency.config.json"], 0],
      ["outer/inner", ["b.ts", "tag-consistency.config.json"], 1],
    ]);
  });

  it.for([
    `f(); // expect: no-discarded-image "localhost/a:1"`,
    `f(); // expect: no-discarded-image fatal`,
    `f(); // expect: no-image-mismatch error "a:1" → "a:2"`,
    `f(); // expect: no-image-mismatch error 'a:1'`,
  ])("is an error where it is misspelt: %s", (line) => {
    expect(() => only({ "setup.ts": `\n${line}` })).toThrow("case/setup.ts:2");
  });

  it("is an error in a file of its own with another shape", () => {
    expect(() => only({ "expect.json": `{ "findings": [{ "file": "a.ts", "rule": "no-image-mismatch" }] }` })).toThrow("case/expect.json /findings/0");
  });
});

describe("the difference between a report and what was expected", () => {
  const finding: Finding = { rule: "no-discarded-image", severity: "error", message: "dropped", file: "setup.ts", line: 1, column: 1, endLine: 1, endColumn: 8, built: "a:1", related: [] };

  it("is nothing where both say the same", () => {
    expect(differenceOf(only({ "setup.ts": `f(); // expect: no-discarded-image error "a:1"` }), [finding], [])).toBe("");
  });

  it("names what is missing and what is too much", () => {
    const fixture = only({ "setup.ts": `f(); // expect: no-discarded-image error "a:2"` });
    expect(differenceOf(fixture, [finding], [{ file: "half.ts", line: 3, message: "unexpected end" }])).toBe(
      [
        "expected, but not reported:",
        `  setup.ts:1 no-discarded-image error "a:2"`,
        "reported, but not expected:",
        `  setup.ts:1 no-discarded-image error "a:1"`,
        "      dropped",
        "  half.ts:3 cannot be read",
        "      unexpected end",
      ].join("\n"),
    );
  });

  it("counts: one expectation does not stand for two findings", () => {
    expect(differenceOf(only({ "setup.ts": `f(); // expect: no-discarded-image error "a:1"` }), [finding, finding], [])).toContain("reported, but not expected");
  });
});

/** The one fixture that consists of these files. */
function only(files: Readonly<Record<string, string>>): Fixture {
  write({ "case/tag-consistency.config.json": "{}", ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`case/${path}`, text])) });
  const [fixture] = readFixtures(folder);
  if (fixture === undefined) throw new Error("no fixture was found");
  return fixture;
}

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
