import { expect } from "vitest";
import { analyzeProject } from "../src/engine/analyze.js";
import type { Report } from "../src/report/report.js";
import { projectOnDisk } from "./project-on-disk.js";

/** What is read of files that nobody can read, within seconds; a script beside them is read as ever. */
export async function analyzedInTime(files: Readonly<Record<string, string>>): Promise<Report> {
  const start = performance.now();
  const report = await analyzeProject({ root: projectOnDisk({ ...files, "good.sh": "docker build -t localhost/good:1 .\n" }) });
  expect(performance.now() - start).toBeLessThan(20_000);
  expect(report.sites.map(({ file, references }) => `${file} ${references.join()}`)).toContain("good.sh localhost/good:1");
  return report;
}
