import { Ajv } from "ajv";
import type { Log } from "sarif";
import { describe, expect, it } from "vitest";
import schema from "../schemas/report.schema.json" with { type: "json" };
import type { FormatContext } from "../src/report/format.js";
import { formatGithub } from "../src/report/github.js";
import { formatJson } from "../src/report/json.js";
import { ruleNames, type Report } from "../src/report/report.js";
import { formatSarif } from "../src/report/sarif.js";
import { emptyReport, exampleContext as context, exampleFiles, exampleReport, hardcoded, mismatch, unknownDeploy } from "./example-report.js";

describe("json", () => {
  const isReport = new Ajv({ allErrors: true }).compile<Report>(schema);

  it("is the report, by the published schema", () => {
    const whole: Report = {
      ...exampleReport,
      findings: [hardcoded, { ...mismatch, suggestions: [{ description: "Use the built one", edits: [{ start: 0, end: 4, text: "" }] }] }],
      sites: [...exampleReport.sites, unknownDeploy(9, "it escapes")],
      errors: [{ file: "a.ts", line: 1, message: "';' expected." }],
    };
    const printed: unknown = JSON.parse(formatJson(whole, context));
    expect(printed).toEqual(whole);
    expect(isReport(printed), JSON.stringify(isReport.errors)).toBe(true);
    expect(isReport(JSON.parse(formatJson(emptyReport, context)))).toBe(true);
  });

  it("leaves out what does not apply", () => {
    const printed: unknown = JSON.parse(formatJson({ ...emptyReport, findings: [{ ...hardcoded, built: undefined }] }, context));
    expect(printed).not.toHaveProperty("findings.0.built");
    expect(isReport(printed)).toBe(true);
  });

  it.each<[string, object]>([
    ["another version", { ...emptyReport, version: 2 }],
    ["a further key", { ...emptyReport, more: [] }],
    ["a missing count", { ...emptyReport, summary: { ...emptyReport.summary, loads: undefined } }],
    ["a column counted from 0", { ...emptyReport, findings: [{ ...mismatch, column: 0 }] }],
    ["an unknown rule", { ...emptyReport, findings: [{ ...mismatch, rule: "no-rule" }] }],
    ["an unknown outcome", { ...emptyReport, findings: [{ ...mismatch, outcome: "CrashLoopBackOff" }] }],
    ["half an end", { ...emptyReport, findings: [{ ...mismatch, related: [{ file: "a", line: 1, column: 1, endLine: 2, message: "b" }] }] }],
    ["a deploy without a verdict", { ...emptyReport, sites: [{ ...unknownDeploy(1, "w"), verdict: undefined }] }],
    ["a build with a verdict", { ...emptyReport, sites: [{ ...unknownDeploy(1, "w"), kind: "build" }] }],
  ])("the schema rejects %s", (_, report) => {
    expect(isReport(JSON.parse(JSON.stringify(report)))).toBe(false);
  });
});

describe("sarif", () => {
  const sarif = (report: Report, changed: Partial<FormatContext> = {}): Log["runs"][number] => {
    const log = JSON.parse(formatSarif(report, { ...context, ...changed })) as Log;
    expect(log.version).toBe("2.1.0");
    const [run] = log.runs;
    if (run === undefined) throw new Error("there is no run");
    return run;
  };

  it("has every rule with its address and its level under the preset", () => {
    const rules = sarif(emptyReport).tool.driver.rules ?? [];
    expect(rules.map(({ id }) => id)).toEqual([...ruleNames]);
    expect(rules.every(({ id, helpUri }) => helpUri?.startsWith("https://") === true && helpUri.endsWith(`#${id}`))).toBe(true);
    const level = (preset: FormatContext["preset"]): unknown => sarif(emptyReport, { preset }).tool.driver.rules?.find(({ id }) => id === "no-hardcoded-image")?.defaultConfiguration?.level;
    expect([level("recommended"), level("strict")]).toEqual(["warning", "error"]);
  });

  it("has both places of a finding", () => {
    const run = sarif({ ...exampleReport, findings: [mismatch] });
    expect(run.columnKind).toBe("utf16CodeUnits");
    expect(run.originalUriBaseIds).toEqual({ "%SRCROOT%": { uri: "file:///project/" } });
    expect(run.results).toMatchObject([
      {
        ruleId: "no-image-mismatch",
        ruleIndex: ruleNames.indexOf("no-image-mismatch"),
        level: "error",
        message: {
          text: `${mismatch.message}\nThe pod will sit in ErrImageNeverPull: its pull policy is Never, and the node has no image of this name.\nSee: [built here](1).`,
        },
        locations: [
          { physicalLocation: { artifactLocation: { uri: "test/setup.ts", uriBaseId: "%SRCROOT%" }, region: { startLine: 5, startColumn: 24, endLine: 5, endColumn: 49 } } },
        ],
        relatedLocations: [
          {
            id: 1,
            message: { text: "built here" },
            physicalLocation: { artifactLocation: { uri: "test/images.ts", uriBaseId: "%SRCROOT%" }, region: { startLine: 2, startColumn: 41, endLine: 2, endColumn: 71 } },
          },
        ],
      },
    ]);
  });

  it("writes paths as addresses", () => {
    const [result] = sarif({ ...exampleReport, findings: [{ ...mismatch, file: "a b/[id]/ü#1.ts" }] }).results ?? [];
    expect(result?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe("a%20b/%5Bid%5D/%C3%BC%231.ts");
  });

  it("knows a finding again that moved, and tells equal lines apart", () => {
    const fingerprints = (report: Report, readFile = context.readFile): readonly unknown[] =>
      (sarif(report, { readFile }).results ?? []).map(({ partialFingerprints }) => partialFingerprints?.["primaryLocationLineHash"]);
    const [before] = fingerprints({ ...exampleReport, findings: [mismatch] });
    const [after] = fingerprints({ ...exampleReport, findings: [{ ...mismatch, line: 7 }] }, (file) => `// one\n// two\n${exampleFiles[file] ?? ""}`);
    expect(before).toMatch(/^[0-9a-f]{16}:1$/);
    expect(after).toBe(before);
    expect(new Set(fingerprints({ ...exampleReport, findings: [mismatch, { ...mismatch, column: 30 }, hardcoded] })).size).toBe(3);
  });

  it("notes the files that were not read in full", () => {
    const [invocation] = sarif({ ...emptyReport, errors: [{ file: "a.ts", line: 3, message: "';' expected." }] }).invocations ?? [];
    expect(invocation).toMatchObject({
      executionSuccessful: true,
      toolExecutionNotifications: [{ level: "warning", message: { text: "';' expected." }, locations: [{ physicalLocation: { artifactLocation: { uri: "a.ts" }, region: { startLine: 3 } } }] }],
    });
  });
});

describe("github", () => {
  it("annotates the finding's place and ends with the count", () => {
    expect(formatGithub({ ...exampleReport, findings: [mismatch] }, context)).toBe(
      "::error file=test/setup.ts,line=5,endLine=5,col=24,endColumn=49,title=tag-consistency/no-image-mismatch::" +
        "localhost/shop:e2e-test is deployed, but localhost/shop:e2e-test-shop is built: the tags differ.%0A" +
        "built: localhost/shop:e2e-test-shop%0Adeployed: localhost/shop:e2e-test%0A" +
        "outcome: the pod will sit in ErrImageNeverPull: its pull policy is Never, and the node has no image of this name%0A" +
        "test/images.ts:2:41: built here\n" +
        "14 deploys: 11 consistent, 2 third-party, 1 inconsistent\n",
    );
  });

  it("gives no columns to a place over several lines", () => {
    expect(formatGithub({ ...exampleReport, findings: [{ ...hardcoded, endLine: 3 }] }, context)).toContain("::warning file=test/images.ts,line=1,endLine=3,title=");
  });

  it("escapes what would end a property or the command", () => {
    const text = formatGithub({ ...emptyReport, findings: [{ ...hardcoded, file: "a,b:c%.ts", message: "100%\r\nsure, it is: so" }] }, context);
    expect(text).toContain("file=a%2Cb%3Ac%25.ts,line=1,");
    expect(text).toContain("::100%25%0D%0Asure, it is: so\n");
  });

  it("names files from the folder that was checked out", () => {
    expect(formatGithub(exampleReport, { ...context, root: "/checkout/packages/shop", workingFolder: "/checkout" })).toContain("file=packages/shop/test/setup.ts,");
  });

  it("warns of files that were not read in full", () => {
    expect(formatGithub({ ...emptyReport, errors: [{ file: "a.ts", line: 3, message: "';' expected." }] }, context)).toContain(
      "::warning file=a.ts,line=3,title=tag-consistency%3A not fully read::';' expected.\n",
    );
  });
});
