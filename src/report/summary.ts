import type { Report, Summary } from "./report.js";

/** `14 deploys: 11 consistent, 2 third-party, 1 inconsistent`, or a sentence that says what there was instead of deploys. */
export function sayDeploys({ summary, sites }: Report): string {
  if (summary.deploys > 0) return `${count(summary.deploys, "deploy")}: ${verdicts(summary)}`;
  if (summary.files === 0 && sites.length === 0) return "Nothing to check: the project has no file of a language that is analysed.";
  if (sites.length === 0) return `Nothing to check: ${summary.files === 1 ? "the one file that was read does nothing" : `none of the ${summary.files} files that were read does anything`} to an image.`;
  return `No deploys found in ${count(summary.files, "file")}, so there is nothing to compare with: ${count(summary.builds, "build")}, ${count(summary.loads, "load")}.`;
}

/** `3 findings: 2 errors, 1 warning`; undefined if there are none. */
export function sayFindings({ findings }: Report): string | undefined {
  if (findings.length === 0) return undefined;
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const parts = [errors > 0 ? count(errors, "error") : "", findings.length > errors ? count(findings.length - errors, "warning") : ""];
  return `${count(findings.length, "finding")}: ${parts.filter((part) => part !== "").join(", ")}`;
}

/** `1 file`, `2 files`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function verdicts(summary: Summary): string {
  return [
    [summary.consistent, "consistent"] as const,
    [summary.thirdParty, "third-party"] as const,
    [summary.unknown, "unknown"] as const,
    [summary.inconsistent, "inconsistent"] as const,
  ]
    .filter(([number]) => number > 0)
    .map(([number, verdict]) => `${number} ${verdict}`)
    .join(", ");
}
