import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { analyzeProject } from "../src/engine/analyze.js";
import type { Report, ReportedSite } from "../src/report/report.js";
import { readFixtures, type Fixture } from "./expectations.js";
import { applied, newlyUnused, sayFinding } from "./quick-fixes.js";

const broken = readFixtures(fileURLToPath(new URL("../fixtures", import.meta.url)))
  .filter(({ name }) => name.endsWith("-broken"))
  .map((fixture) => [fixture.name, fixture] as const);

/** What the description of an edit says that leaves the rest of the repair to the user. */
const onlyCaptures = /^Capture the result as `\w+`, to be passed to the deployment$/u;

describe("what is offered for the fixtures", () => {
  it.for(broken)("of %s repairs its finding and makes no other, or only captures", async ([, fixture]) => {
    const before = await analyzeProject({ root: fixture.root });
    const found = before.findings.map(sayFinding);
    const offered = before.findings.flatMap((finding) => (finding.suggestions ?? []).map((suggestion) => ({ finding, suggestion })));
    for (const { finding, suggestion } of offered) {
      const text = applied(suggestion, textOf(fixture, finding.file));
      const after = await analyzeProject({ root: fixture.root, overlay: new Map([[finding.file, text]]) });
      const left = after.findings.map(sayFinding);
      const context = `${suggestion.description}\n${text}`;
      expect(after.errors, context).toEqual(before.errors);
      expect(await newlyUnused(finding.file, textOf(fixture, finding.file), text), context).toEqual([]);
      if (onlyCaptures.test(suggestion.description)) {
        // A result that nobody uses is dropped as before, until it is passed on.
        expect(left.sort(), context).toEqual(found.toSorted());
        continue;
      }
      expect(beyond(left, beyond(found, [sayFinding(finding)])), context).toEqual([]);
      // What is deployed instead is proven right, not merely unknown, but for what the environment may name.
      expect(unproven(after).length, context).toBeLessThanOrEqual(unproven(before).length);
    }
  });

  it.for([
    ["TypeScript", false],
    ["Go", true],
  ] as const)("in %s is an edit for each way of repairing, and for a third of the findings at least", async ([, isGo]) => {
    const reports = await Promise.all(broken.filter(([name]) => name.startsWith("go/") === isGo).map(([, { root }]) => analyzeProject({ root })));
    const findings = reports.flatMap((report) => report.findings);
    const descriptions = findings.flatMap(({ suggestions = [] }) => suggestions.map(({ description }) => description.replaceAll(/`[^`]+`/gu, "…")));
    expect(new Set(descriptions)).toEqual(new Set([
      "Capture the result as … and deploy that",
      // Go compiles no variable that is only captured.
      ...(isGo ? [] : ["Capture the result as …, to be passed to the deployment"]),
      "Deploy …, which holds the result",
      "Deploy …, under which it is built",
      "Deploy …, the result of the build",
      "Use …, which was generated first",
      "Name the reference that is built …, and deploy that",
    ]));
    expect(descriptions.length).toBeGreaterThan(findings.length / 3);
  });
});

function unproven({ sites }: Report): readonly ReportedSite[] {
  return sites.filter(({ verdict, references }) => verdict === "unknown" && !references.some((reference) => reference.includes("<env ")));
}

function textOf({ texts }: Fixture, file: string): string {
  const text = texts.get(file);
  if (text === undefined) throw new Error(`there is no ${file}`);
  return text;
}

/** The items that are not among the others; two equal ones are not one. */
function beyond(items: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others];
  return items.filter((item) => {
    const index = left.indexOf(item);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}
