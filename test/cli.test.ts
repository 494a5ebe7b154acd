import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { parse } from "yaml";
import manifest from "../package.json" with { type: "json" };
import { run } from "../src/cli/run.js";
import type { analyzeProject } from "../src/engine/analyze.js";
import type { Report } from "../src/report/report.js";
import { emptyReport, exampleFiles, exampleReport, hardcoded, mismatch, unknownDeploy } from "./example-report.js";
import { projectOnDisk } from "./project-on-disk.js";
import { runCommand, type Circumstances, type Ran } from "./run-command.js";

describe("the exit code of check", () => {
  const warned: Report = { ...exampleReport, findings: [hardcoded] };
  const unknown: Report = { ...emptyReport, sites: [unknownDeploy(5, "it escapes")], summary: { ...emptyReport.summary, files: 1, deploys: 1, unknown: 1 } };
  const unread: Report = { ...emptyReport, errors: [{ file: "test/setup.ts", line: 1, message: "';' expected." }] };

  it.each<[string, Report, readonly string[], number]>([
    ["an error", exampleReport, [], 1],
    ["an error, quietly", exampleReport, ["--quiet"], 1],
    ["a warning", warned, [], 0],
    ["as many warnings as are allowed", warned, ["--max-warnings", "1"], 0],
    ["more warnings than are allowed", warned, ["--max-warnings", "0"], 1],
    ["more warnings than are allowed, quietly", warned, ["--max-warnings=0", "--quiet"], 1],
    ["an unknown deploy", unknown, [], 0],
    ["an unknown deploy that must not be", unknown, ["--fail-on", "unknown"], 1],
    ["an unknown deploy where all must be read", unknown, ["--fail-on", "unreadable"], 0],
    ["a file that was not read in full", unread, [], 0],
    ["a file that must be read in full", unread, ["--fail-on", "unknown,unreadable"], 1],
    ["a file that must be read in full, given twice", unread, ["--fail-on", "unreadable", "--fail-on", "unknown"], 1],
    ["nothing to check", emptyReport, ["--fail-on", "unknown,unreadable", "--max-warnings", "0"], 0],
  ])("for %s", async (_, report, options, exitCode) => {
    expect((await check(options, { report })).exitCode).toBe(exitCode);
  });
});

describe("what check refuses, with 2 and a word", () => {
  it.each([
    [["check", "--presett", "strict"], "error: unknown option '--presett'\n(Did you mean --preset?)"],
    [["chekc"], "error: unknown command 'chekc'\n(Did you mean check?)"],
    [["check", "--preset", "lenient"], "option '--preset <name>' argument 'lenient' is invalid. Allowed choices are recommended, strict."],
    [["check", "--format", "xml"], "argument 'xml' is invalid. Allowed choices are pretty, json, sarif, github."],
    [["check", "--max-warnings", "few"], "argument 'few' is invalid. It must be a whole number."],
    [["check", "--max-warnings"], "option '--max-warnings <number>' argument missing"],
    [["check", "--fail-on", "unknown,warnings"], "argument 'unknown,warnings' is invalid. Allowed are unknown and unreadable, separated by a comma."],
    [["check", "nowhere.ts"], 'tag-consistency: the path "nowhere.ts" does not exist'],
    [["check", "--root", "nowhere"], 'tag-consistency: --root "nowhere" is not a folder'],
    [["check", "--root", "test/setup.ts"], 'tag-consistency: --root "test/setup.ts" is not a folder'],
    [["check", "--output-file", "test"], 'tag-consistency: "test" cannot be written: EISDIR'],
  ])("%j", async (line, message) => {
    const ran = await runCommand(line, { workingFolder: projectOnDisk({ ...exampleFiles, "tag-consistency.config.json": "{}" }) });
    expect(ran.stderr).toContain(message);
    expect(ran).toMatchObject({ exitCode: 2, stdout: "" });
  });

  it("a path outside the project, and one of another project inside it", async () => {
    const root = projectOnDisk({ "shop/tag-consistency.config.json": "{}", "shop/a.ts": "", "shop/fixture/tag-consistency.config.json": "{}", "mail/b.ts": "" });
    const outside = await runCommand(["check", "shop", "mail"], { workingFolder: root });
    expect(outside).toMatchObject({ exitCode: 2, stderr: `tag-consistency: "${join(root, "mail")}" lies outside the project ${join(root, "shop")}; check it on its own\n` });
    const inside = await runCommand(["check", "--root", "shop", "shop/fixture"], { workingFolder: root });
    expect(inside).toMatchObject({ exitCode: 2, stderr: `tag-consistency: "${join(root, "shop/fixture")}" belongs to another project, ${join(root, "shop/fixture")}; check it on its own\n` });
  });

  it("a configuration that is wrong, with all its places", async () => {
    const root = projectOnDisk({ "shop/tag-consistency.config.json": '{\n  "producer": [],\n  "rules": 1\n}', "shop/a.ts": "" });
    const ran = await runCommand(["check", "shop"], { workingFolder: root });
    expect(ran).toEqual({
      exitCode: 2,
      stdout: "",
      stderr: 'shop/tag-consistency.config.json:2:3: unknown key "producer"; did you mean "producers"?\nshop/tag-consistency.config.json:3:12: "rules" must be an object\n',
    });
  });

  it("to go on after an internal failure, whose place it tells on request", async () => {
    const analyze = (): Promise<Report> => Promise.reject(new Error("no such value\nin detail"));
    expect(await check([], { analyze })).toEqual({ exitCode: 2, stdout: "", stderr: "tag-consistency: internal failure: no such value\n--verbose shows where it happened\n" });
    expect((await check(["--verbose"], { analyze })).stderr).toMatch(/internal failure: no such value\nError: no such value\nin detail\n {4}at /);
  });
});

describe("the paths of check", () => {
  it("select the findings below them", async () => {
    const root = projectOnDisk({ ...exampleFiles, "tag-consistency.config.json": "{}" });
    const filesOf = async (...paths: readonly string[]): Promise<readonly string[]> => {
      const { stdout } = await runCommand(["check", "--format", "json", ...paths], { workingFolder: root });
      const report = JSON.parse(stdout) as Report;
      expect(report.summary).toEqual(exampleReport.summary);
      expect(report.sites).toEqual(exampleReport.sites);
      return report.findings.map(({ file }) => file);
    };
    expect(await filesOf()).toEqual(["test/images.ts", "test/setup.ts"]);
    expect(await filesOf("test")).toEqual(["test/images.ts", "test/setup.ts"]);
    expect(await filesOf(".", "test/setup.ts")).toEqual(["test/images.ts", "test/setup.ts"]);
    expect(await filesOf("test/setup.ts")).toEqual(["test/setup.ts"]);
    expect(await filesOf("tag-consistency.config.json")).toEqual([]);
  });

  it("select what makes it fail", async () => {
    const report: Report = { ...exampleReport, findings: [{ ...hardcoded }, { ...mismatch }], sites: [unknownDeploy(1, "w")] };
    expect((await check(["test/images.ts", "--fail-on", "unknown"], { report })).exitCode).toBe(0);
    expect((await check(["test/setup.ts", "--fail-on", "unknown"], { report: { ...report, findings: [] } })).exitCode).toBe(1);
  });

  it("say that there is more elsewhere", async () => {
    expect((await check(["test/setup.ts"])).stdout).toContain("1 finding of the project lies outside the given paths and is not shown\n");
  });

  it("lead to the project, whose configuration and preset the engine is given", async () => {
    const root = projectOnDisk({ "shop/tag-consistency.config.json": '{ "localDomains": ["images.internal"] }', "shop/src/a.ts": "" });
    const analyze = vi.fn<typeof analyzeProject>(() => Promise.resolve(emptyReport));
    const output = { write: () => undefined };
    await run(["check", "src/a.ts", "--preset", "strict"], { stdout: output, stderr: output, workingFolder: join(root, "shop"), variables: {}, analyze });
    expect(analyze).toHaveBeenCalledExactlyOnceWith({ root: join(root, "shop"), configuration: { localDomains: ["images.internal"] }, preset: "strict", threads: "several" });
  });
});

describe("what check writes", () => {
  it("is for people by default", async () => {
    const { stdout, stderr } = await check([]);
    expect(stdout).toContain("error[no-image-mismatch]: ");
    expect(stdout).toContain("      |                           ^^^^^^^^^^^^^^^^^^^^^^^^^ deployed here\n");
    expect(stdout).toMatch(/\n14 deploys: 11 consistent, 2 third-party, 1 inconsistent\n2 findings: 1 error, 1 warning\n$/);
    expect(stderr).toBe("");
  });

  it("is errors only, if it is to be quiet", async () => {
    const { stdout } = await check(["--quiet", "--format", "json"]);
    expect(JSON.parse(stdout)).toEqual({ ...exampleReport, findings: [mismatch] });
  });

  it("is pure JSON on standard output, where there is nothing to check too", async () => {
    const ran = await check(["--format", "json"], { report: emptyReport });
    expect(JSON.parse(ran.stdout)).toEqual(emptyReport);
    expect(ran.stderr).toBe("Nothing to check: the project has no file of a language that is analysed.\n");
    expect((await check([], { report: emptyReport })).stdout).toBe(ran.stderr);
  });

  it.each([
    ["sarif", '"version": "2.1.0"'],
    ["github", "::error file=test/setup.ts,"],
  ])("is %s on request", async (format, expected) => {
    expect((await check(["--format", format])).stdout).toContain(expected);
  });

  it("names files from the workspace for annotations", async () => {
    const root = projectOnDisk({ "shop/tag-consistency.config.json": "{}" });
    const { stdout } = await runCommand(["check", "--format", "github"], { workingFolder: join(root, "shop"), variables: { GITHUB_WORKSPACE: root } });
    expect(stdout).toContain("::error file=shop/test/setup.ts,");
  });

  it("goes to a file on request, with a word on standard error", async () => {
    const root = projectOnDisk({ "tag-consistency.config.json": "{}" });
    const ran = await runCommand(["check", "--format", "json", "--output-file", "reports/images.json"], { workingFolder: root, columns: 80 });
    expect(ran).toEqual({ exitCode: 1, stdout: "", stderr: "14 deploys: 11 consistent, 2 third-party, 1 inconsistent\n" });
    expect(JSON.parse(readFileSync(join(root, "reports/images.json"), "utf8"))).toEqual(exampleReport);
  });

  it("tells which files were skipped, on request", async () => {
    const root = projectOnDisk({ "tag-consistency.config.json": "{}", "app.min.js": "" });
    expect((await runCommand(["check"], { workingFolder: root })).stderr).toBe("");
    expect((await runCommand(["check", "--verbose"], { workingFolder: root })).stderr).toBe("skipped app.min.js: a minified file\n");
  });

  it.each<[string, readonly string[], Omit<Circumstances, "workingFolder">, boolean]>([
    ["a terminal", [], { columns: 80 }, true],
    ["a pipe", [], {}, false],
    ["a terminal under NO_COLOR", [], { columns: 80, variables: { NO_COLOR: "1" } }, false],
    ["a terminal under an empty NO_COLOR", [], { columns: 80, variables: { NO_COLOR: "" } }, true],
    ["a terminal that is dumb", [], { columns: 80, variables: { TERM: "dumb" } }, false],
    ["a pipe under FORCE_COLOR", [], { variables: { FORCE_COLOR: "1" } }, true],
    ["a terminal under FORCE_COLOR=0", [], { columns: 80, variables: { FORCE_COLOR: "0" } }, false],
    ["a terminal with --no-color", ["--no-color"], { columns: 80, variables: { FORCE_COLOR: "1" } }, false],
    ["a pipe with --color", ["--color"], { variables: { NO_COLOR: "1" } }, true],
  ])("is as colourful as wanted on %s", async (_, options, circumstances, isColored) => {
    expect((await check(options, circumstances)).stdout.includes("\u001B[")).toBe(isColored);
  });

  it("is as wide as the terminal", async () => {
    const widest = async (circumstances: Omit<Circumstances, "workingFolder">): Promise<number> =>
      Math.max(...(await check(["--no-color"], circumstances)).stdout.split("\n").map(({ length }) => length));
    expect(await widest({ columns: 60 })).toBeLessThanOrEqual(60);
    expect(await widest({ variables: { COLUMNS: "70" } })).toBeLessThanOrEqual(70);
    expect(await widest({})).toBeGreaterThan(70);
  });
});

describe("progress", () => {
  /** What is written to a terminal by a check that is busy, and not waiting, until something is written or the time is over. */
  const progressOf = async (isTTY: boolean, milliseconds: number): Promise<string> => {
    const root = projectOnDisk({ "tag-consistency.config.json": "{}", terminal: "" });
    const written = (): string => readFileSync(join(root, "terminal"), "utf8").replace(root, "the project");
    const fd = openSync(join(root, "terminal"), "a");
    onTestFinished(() => {
      closeSync(fd);
    });
    const analyze = (): Promise<Report> => {
      const end = performance.now() + milliseconds;
      while (written() === "" && performance.now() < end);
      return Promise.resolve(emptyReport);
    };
    const stderr = { isTTY, fd, write: (text: string) => writeSync(fd, text) };
    await run(["check"], { stdout: { write: () => undefined }, stderr, workingFolder: root, variables: {}, analyze });
    return written();
  };

  it("is told on a terminal after a second, and taken away again", async () => {
    const start = performance.now();
    expect(await progressOf(true, 30_000)).toBe("\r\u001B[2KAnalysing the project … 1 s\r\u001B[2K");
    expect(performance.now() - start).toBeGreaterThan(1000);
  });

  it("is told neither of short work nor where nobody looks", async () => {
    expect(await progressOf(true, 100)).toBe("");
    expect(await progressOf(false, 1500)).toBe("");
  });
});

describe("the command around check", () => {
  const workingFolder = import.meta.dirname;

  it.each([["--help"], ["help"], ["check --help"], ["-h"]])("prints help on standard output for %s", async (line) => {
    const ran = await runCommand(line.split(" "), { workingFolder });
    expect(ran).toMatchObject({ exitCode: 0, stderr: "" });
    expect(ran.stdout).toContain("Usage: tag-consistency ");
  });

  it("explains every option and the exit codes", async () => {
    const { stdout } = await runCommand(["check", "--help"], { workingFolder });
    for (const option of ["--root", "--preset", "--max-warnings", "--fail-on", "--quiet", "--format", "--output-file", "--verbose", "--color", "--no-color"]) expect(stdout).toContain(option);
    expect(stdout).toContain("Exit codes:\n  0  ");
  });

  it.each(["--version", "-v"])("prints the version for %s", async (option) => {
    expect(await runCommand([option], { workingFolder })).toEqual({ exitCode: 0, stdout: `${manifest.version}\n`, stderr: "" });
  });

  it("prints help on standard error where there is no command", async () => {
    const ran = await runCommand([], { workingFolder });
    expect(ran).toMatchObject({ exitCode: 2, stdout: "" });
    expect(ran.stderr).toContain("Usage: tag-consistency ");
  });
});

describe("the hook for pre-commit", () => {
  it("runs the whole check", () => {
    const hooks: unknown = parse(readFileSync(new URL("../.pre-commit-hooks.yaml", import.meta.url), "utf8"));
    expect(hooks).toEqual([expect.objectContaining({ id: "tag-consistency", language: "node", entry: "tag-consistency check", pass_filenames: false, always_run: true })]);
    expect(Object.keys(manifest.bin)).toEqual(["tag-consistency"]);
  });
});

/** `tag-consistency check` in the example's project. */
function check(options: readonly string[], circumstances: Omit<Circumstances, "workingFolder"> = {}): Promise<Ran> {
  const root = projectOnDisk({ ...exampleFiles, "tag-consistency.config.json": "{}" });
  return runCommand(["check", ...options], { workingFolder: root, ...circumstances });
}
