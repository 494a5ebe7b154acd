import * as typescriptParser from "@typescript-eslint/parser";
import { ESLint, type Linter } from "eslint";
// The built one, because its worker runs without a test runner: `npm run build` comes first.
import plugin from "eslint-plugin-tag-consistency";
import yml from "eslint-plugin-yml";
import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import type { ExitCode } from "../src/cli/environment.js";
import { run } from "../src/cli/run.js";
import { analyzeProject } from "../src/engine/analyze.js";
import type { Finding, Report } from "../src/report/report.js";
import { differenceOf, readFixtures, type Fixture } from "./expectations.js";

const fixtures = readFixtures(fileURLToPath(new URL("../fixtures", import.meta.url)));
const named = fixtures.map((fixture) => [fixture.name, fixture] as const);

describe("the fixtures", () => {
  it.for(named)("%s is broken or right, as its name says", ([name, { findings, errors }]) => {
    expect(name).toMatch(/-(?:broken|fixed|right)$/);
    if (name.endsWith("-broken")) expect(findings.length + errors.length).toBeGreaterThan(0);
    else expect(findings).toEqual([]);
  });
});

describe("the command", () => {
  it.for(named)("reports of %s what is expected, and nothing else", async ([, fixture]) => {
    const { report } = await checked(fixture);
    const difference = differenceOf(fixture, report.findings, report.errors);
    if (difference !== "") throw new Error(`${fixture.name}\n${difference}`);
  });

  it.for(named)("ends for %s with the exit code of what it reports", async ([, fixture]) => {
    const { exitCode, report } = await checked(fixture);
    expect(exitCode).toBe(report.findings.some(({ severity }) => severity === "error") ? 1 : 0);
  });

  it.for(named)("prints of %s the report of the analysis, with places that exist", async ([, fixture]) => {
    const { report, analyzed } = await checked(fixture);
    expect(report).toEqual(JSON.parse(JSON.stringify(analyzed)));
    const { deploys, consistent, thirdParty, unknown, inconsistent } = report.summary;
    expect(deploys).toBe(consistent + thirdParty + unknown + inconsistent);
    expect(deploys).toBe(report.sites.filter(({ kind }) => kind === "deploy").length);
    expect([...report.findings.flatMap((finding) => [finding, ...finding.related]), ...report.sites].filter((place) => !exists(place, fixture))).toEqual([]);
  });
});

describe.for([
  // Without a policy the cluster tries to pull; with `Never` it does not even try.
  ["2025-12", "ImagePullBackOff"],
  ["2026-01", "ErrImageNeverPull"],
] as const)("the pods of %s", ([date, outcome]) => {
  const incidents = named.filter(([name]) => name.includes(`incidents/${date}`));

  it.for(incidents.filter(([name]) => name.endsWith("-broken")))(`of %s end in ${outcome}`, async ([, fixture]) => {
    const { report } = await checked(fixture);
    expect(new Set(report.findings.map((finding) => finding.outcome))).toEqual(new Set([outcome]));
  });

  it.for(incidents.filter(([name]) => !name.endsWith("-broken")))("of %s start, which is proven", async ([, fixture]) => {
    const { report } = await checked(fixture);
    expect(report.summary.inconsistent).toBe(0);
    expect(report.summary.consistent).toBeGreaterThan(0);
  });
});

// ESLint takes JavaScript files without being told.
const scripts = /\.[cm]?[jt]sx?$/;
const javaScriptAndGo = /\.(?:[cm]?jsx?|go)$/;
const javaScriptAndYaml = /\.(?:[cm]?jsx?|ya?ml)$/;
const javaScriptAndTemplates = /\.[cm]?jsx?$|(?:^|\/)templates\/(?:.*\.(?:ya?ml|tpl)|(?:.*\/)?NOTES\.txt)$/;
const javaScriptAndScripts = /\.(?:[cm]?jsx?|ya?ml|sh|bash|mk|Dockerfile)$|(?:^|\/)(?:Make|Docker)file(?:\.\w+)?$/;

describe.for<readonly [name: string, configurations: readonly Linter.Config[], files: RegExp]>([
  ["@typescript-eslint/parser", [{ files: ["**/*.{ts,tsx,mts,cts}"], languageOptions: { parser: typescriptParser } }], scripts],
  ["the language tag-consistency/typescript", [plugin.configs.typescript], scripts],
  ["the language tag-consistency/go", [plugin.configs.go], javaScriptAndGo],
  ["the languages of YAML, shell, Make and Dockerfiles", [plugin.configs.yaml, plugin.configs.shell, plugin.configs.make, plugin.configs.dockerfile], javaScriptAndScripts],
  ["the language of templates", [plugin.configs.helm], javaScriptAndTemplates],
  ["the language of eslint-plugin-yml", yml.configs.base, javaScriptAndYaml],
])("ESLint with %s", ([, configurations, isRead]) => {
  let results: ReadonlyMap<string, ESLint.LintResult>;
  beforeAll(async () => {
    results = new Map((await lintAll(configurations)).map((result) => [result.filePath, result]));
  }, 300_000);

  it.for(named)("says of %s what the command says", async ([, fixture]) => {
    const { report } = await checked(fixture);
    const linted = [...results.values()].filter((result) => isIn(fixture, result) && !isUnparsable(result));
    const files = new Set(linted.map((result) => pathIn(fixture, result)));
    const said = linted.flatMap((result) => result.messages.filter(isOurs).map((message) => sayMessage(pathIn(fixture, result), message)));
    expect(said.sort()).toEqual(report.findings.filter(({ file }) => files.has(file)).map(sayFinding).sort());
  });

  it("has linted every such file of every fixture", () => {
    const files = fixtures.flatMap(({ name, texts }) => [...texts.keys()].filter((file) => isRead.test(file)).map((file) => `${name}/${file}`));
    const linted = fixtures.flatMap((fixture) => [...results.values()].filter((result) => isIn(fixture, result)).map((result) => `${fixture.name}/${pathIn(fixture, result)}`));
    expect(linted.sort()).toEqual(files.sort());
  });
});

// ---------------------------------------------------------------------------------------------------- the command

interface Checked {
  readonly exitCode: ExitCode;
  /** As it was printed. */
  readonly report: Report;
  /** As the engine gave it. */
  readonly analyzed: Report;
}

const checks = new Map<string, Promise<Checked>>();

/** The result of `tag-consistency check`, run once for each fixture. */
function checked(fixture: Fixture): Promise<Checked> {
  const known = checks.get(fixture.name) ?? check(fixture);
  checks.set(fixture.name, known);
  return known;
}

async function check({ root }: Fixture): Promise<Checked> {
  let output = "";
  let complaints = "";
  let analyzed: Report | undefined;
  const exitCode = await run(["check", "--format", "json"], {
    stdout: { write: (text: string) => ((output += text), true) },
    stderr: { write: (text: string) => ((complaints += text), true) },
    workingFolder: root,
    variables: {},
    analyze: async (request) => (analyzed = await analyzeProject(request)),
  });
  if (exitCode === 2 || analyzed === undefined) throw new Error(`the command failed: ${complaints}`);
  return { exitCode, report: parseReport(output), analyzed };
}

function parseReport(output: string): Report {
  const report: unknown = JSON.parse(output);
  if (!isReport(report)) throw new Error(`this is no report: ${output}`);
  return report;
}

function isReport(value: unknown): value is Report {
  return typeof value === "object" && value !== null && "version" in value && value.version === 1 && "findings" in value;
}

function exists({ file, line, column }: { readonly file: string; readonly line: number; readonly column: number }, { texts }: Fixture): boolean {
  const content = texts.get(file)?.split("\n")[line - 1];
  return content !== undefined && column >= 1 && column <= content.length + 1;
}

// ---------------------------------------------------------------------------------------------------- ESLint

function lintAll(configurations: readonly Linter.Config[]): Promise<ESLint.LintResult[]> {
  const eslint = new ESLint({
    overrideConfigFile: true,
    overrideConfig: [{ files: ["**/*.{js,jsx,mjs,cjs}"], languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } } }, ...configurations, plugin.configs.recommended],
    errorOnUnmatchedPattern: false,
  });
  return eslint.lintFiles(fixtures.map(({ root }) => root));
}

/** A folder below a fixture that is a fixture of its own has the longer root. */
function isIn(fixture: Fixture, { filePath }: ESLint.LintResult): boolean {
  return filePath.startsWith(`${fixture.root}${sep}`) && fixture.texts.has(pathIn(fixture, { filePath }));
}

function pathIn({ root }: Fixture, { filePath }: Pick<ESLint.LintResult, "filePath">): string {
  return relative(root, filePath).split(sep).join("/");
}

/** No rule has seen it. */
function isUnparsable({ messages }: ESLint.LintResult): boolean {
  return messages.some(({ fatal }) => fatal === true);
}

function isOurs({ ruleId }: Linter.LintMessage): boolean {
  return ruleId?.startsWith("tag-consistency/") === true;
}

function sayMessage(file: string, { line, column, endLine, endColumn, severity, ruleId, message }: Linter.LintMessage): string {
  return `${file}:${line}:${column}-${endLine ?? 0}:${endColumn ?? 0} ${severity === 2 ? "error" : "warning"} ${ruleId ?? ""} ${message}`;
}

function sayFinding({ file, line, column, endLine, endColumn, severity, rule, message }: Finding): string {
  return `${file}:${line}:${column}-${endLine}:${endColumn} ${severity} tag-consistency/${rule} ${message}`;
}
