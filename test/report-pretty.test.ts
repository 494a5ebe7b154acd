import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { compareReferences } from "../src/report/comparison.js";
import { formatPretty } from "../src/report/pretty.js";
import type { Finding, Report } from "../src/report/report.js";
import { emptyReport, exampleContext as context, exampleReport, hardcoded, mismatch, unknownDeploy } from "./example-report.js";

describe("a finding", () => {
  it("shows both places, what differs and what the pod does", () => {
    expect(pretty({ findings: [mismatch] })).toBe(`\
error[no-image-mismatch]: localhost/shop:e2e-test is deployed, but localhost/shop:e2e-test-shop is
built: the tags differ.

  test/setup.ts:5:24
    3 | export async function setUp(): Promise<void> {
    4 |     await buildImage();
    5 |     await deploy({ image: "localhost/shop:e2e-test", policy: "Never" });
      |                           ^^^^^^^^^^^^^^^^^^^^^^^^^ deployed here
    6 | }

  test/images.ts:2:41
    1 | export async function buildImage(): Promise<void> {
    2 |   await execa("podman", ["build", "-t", "localhost/shop:e2e-test-shop", "."]);
      |                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ built here
    3 | }

  built     localhost/shop:e2e-test-shop
                           ^^^^^^^^^^^^^
  deployed  localhost/shop:e2e-test
                           ^^^^^^^^

  = the pod will sit in ErrImageNeverPull: its pull policy is Never, and the node has no image of
    this name

14 deploys: 11 consistent, 2 third-party, 1 inconsistent
1 finding: 1 error
`);
  });

  it("names the places relative to the working folder, or in full outside of it", () => {
    expect(formatPretty(exampleReport, { ...context, workingFolder: "/project/test" })).toContain("\n  setup.ts:5:24\n");
    expect(formatPretty(exampleReport, { ...context, workingFolder: "/elsewhere" })).toContain("\n  /project/test/setup.ts:5:24\n");
  });

  it("names a place whose text is gone or shorter now", () => {
    expect(pretty({ findings: [{ ...mismatch, file: "gone.ts", related: [{ file: "test/images.ts", line: 99, column: 1, message: "built here" }] }] })).toContain(
      "\n  gone.ts:5:24  deployed here\n\n  test/images.ts:99:1  built here\n",
    );
  });

  it("pictures three further places and names the rest", () => {
    const related = [1, 2, 3, 4, 5].map((number) => ({ file: "test/images.ts", line: 3, column: 1, message: `place ${number}` }));
    const text = pretty({ findings: [{ ...mismatch, related }] });
    expect(text).toContain("3 | }\n      | ^ place 3\n\n  test/images.ts:3:1  place 4\n  test/images.ts:3:1  place 5\n");
    expect(formatPretty({ ...exampleReport, findings: [{ ...mismatch, related }] }, { ...context, isVerbose: true })).toContain("3 | }\n      | ^ place 5\n");
  });

  it("marks the first line of a place over several", () => {
    expect(pretty({ findings: [{ ...hardcoded, endLine: 3, endColumn: 2 }] })).toContain(
      "    1 | export async function buildImage(): Promise<void> {\n      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ typed again here\n    2 |",
    );
  });

  it("cuts long lines so that the marks stay in sight, and wraps what is written", () => {
    const line = `${"left ".repeat(60)}"localhost/shop:1"${" right".repeat(60)}`;
    const text = formatPretty(
      { ...exampleReport, findings: [{ ...mismatch, line: 1, column: 301, endLine: 1, endColumn: 319, related: [] }] },
      { ...context, width: 60, readFile: () => line },
    );
    expect(text).toContain(`    1 | …t left left "localhost/shop:1" right right right r…
      |              ^^^^^^^^^^^^^^^^^^ deployed here
`);
    expect(Math.max(...text.split("\n").map((written) => written.length))).toBeLessThanOrEqual(60);
  });

  it("lets no text of a project command the terminal", () => {
    const finding: Finding = { ...mismatch, message: "a\u001B[2Jb\nc", deployed: "x\u009B1m", related: [{ file: "test/images.ts", line: 1, column: 1, message: "\u202Ehere" }] };
    const text = formatPretty({ ...exampleReport, findings: [finding] }, { ...context, readFile: () => "one\r\ntwo\r\nthree\r\nfour\r\nd\u001B]0;title\u0007\r\n" });
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202E]/u);
    expect(text).toContain("a␛[2Jb c");
    expect(text).toContain("5 | d␛]0;title␇");
  });

  it("uses colours only when asked", () => {
    const colored = formatPretty(exampleReport, { ...context, colors: true });
    expect(colored).toContain("\u001B[31m");
    expect(stripVTControlCharacters(colored)).toBe(formatPretty(exampleReport, context));
    expect(formatPretty(exampleReport, context)).not.toContain("\u001B");
  });
});

describe("compareReferences", () => {
  it.each([
    ["localhost/shop:1", "localhost/shop:2", "               ^", "               ^"],
    ["localhost/a/shop:1", "localhost/shop:1", "          ^^^^^^", "          ^^^^"],
    ["localhost/shop:1", "kind.local/shop:1", "^^^^^^^^^", "^^^^^^^^^^"],
    ["localhost/shop:1", "localhost/shop", "              ^^", "              ^"],
    ["shop:1", "localhost/shop:1", "^^^^", "^^^^^^^^^ ^^^^"],
    ["localhost/shop:a-<fresh>", "localhost/shop:a-<fresh>", "                 ^^^^^^^", "                 ^^^^^^^"],
    ["busybox", "docker.io/library/busybox", "", ""],
    ["", "shop", "", "^^^^"],
  ])("of %j and %j marks what differs", (built, deployed, builtMarks, deployedMarks) => {
    const marks = compareReferences(built, deployed);
    expect([drawn(marks.built), drawn(marks.deployed)]).toEqual([builtMarks, deployedMarks]);
  });
});

describe("what could not be decided", () => {
  it("is grouped by its reason, the most frequent first, and never called consistent", () => {
    const sites = [unknownDeploy(1, "it escapes to a script"), unknownDeploy(2, "IMAGE comes from outside"), unknownDeploy(3, "IMAGE comes from outside")];
    const text = pretty({ findings: [], sites, summary: { ...emptyReport.summary, files: 1, deploys: 3, unknown: 3 } });
    expect(text).toBe(`\
3 deploys could not be decided:
  IMAGE comes from outside
    test/setup.ts:2:2  <env IMAGE>
    test/setup.ts:3:2  <env IMAGE>
  it escapes to a script
    test/setup.ts:1:2  <env IMAGE>

3 deploys: 3 unknown
`);
  });

  it("is told by its first references and by the call that it comes from", () => {
    const site = { ...unknownDeploy(2, "w"), references: ["a:1", "b:1", "c:1", "<unknown>"], path: [{ file: "test/e2e.ts", line: 7 }, { file: "test/setup.ts", line: 1 }] };
    const report: Report = { ...exampleReport, findings: [], sites: [site] };
    expect(formatPretty(report, context)).toContain("    test/setup.ts:2:2  a:1 or b:1 or 2 more  called from test/e2e.ts:7\n");
    expect(formatPretty(report, { ...context, isVerbose: true })).toContain("  a:1 or b:1 or c:1 or <unknown>  called from test/e2e.ts:7\n");
  });

  it("is listed up to ten, and whole on request", () => {
    const report: Report = { ...exampleReport, findings: [], sites: Array.from({ length: 13 }, (_, index) => unknownDeploy(index + 1, index < 8 ? "first" : "second")) };
    expect(formatPretty(report, context)).toContain("    test/setup.ts:10:2  <env IMAGE>\n  and 3 more; --verbose lists all\n");
    expect(formatPretty(report, { ...context, isVerbose: true })).toContain("    test/setup.ts:13:2  <env IMAGE>\n\n");
    expect(formatPretty(report, { ...context, isQuiet: true })).not.toContain("could not be decided");
  });
});

describe("the end", () => {
  it("names the files that were not read in full", () => {
    expect(pretty({ findings: [], errors: [{ file: "a.ts", line: 3, message: "';' expected." }] })).toBe(
      "1 file could not be read in full:\n  a.ts:3  ';' expected.\n\n14 deploys: 11 consistent, 2 third-party, 1 inconsistent\n",
    );
  });

  it("says what there was if nothing is deployed", () => {
    expect(pretty(emptyReport)).toBe("Nothing to check: the project has no file of a language that is analysed.\n");
    expect(pretty({ ...emptyReport, summary: { ...emptyReport.summary, files: 12 } })).toBe("Nothing to check: none of the 12 files that were read does anything to an image.\n");
    expect(pretty({ ...emptyReport, sites: exampleReport.sites.slice(0, 1), summary: { ...emptyReport.summary, files: 12, builds: 1 } })).toBe(
      "No deploys found in 12 files, so there is nothing to compare with: 1 build, 0 loads.\n",
    );
  });

  it("says that there is more outside the given paths", () => {
    expect(formatPretty(exampleReport, { ...context, hiddenFindings: 1 })).toContain("\n2 findings: 1 error, 1 warning\n1 finding of the project lies outside the given paths and is not shown\n");
  });
});

function pretty(report: Partial<Report>): string {
  return formatPretty({ ...exampleReport, ...report }, context);
}

function drawn(ranges: readonly (readonly [number, number])[]): string {
  const width = Math.max(0, ...ranges.map(([, end]) => end));
  return Array.from({ length: width }, (_, at) => (ranges.some(([start, end]) => at >= start && at < end) ? "^" : " ")).join("");
}
