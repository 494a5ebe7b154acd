import { shownPath, type Format, type FormatContext } from "./format.js";
import { sayOutcome } from "./outcome.js";
import type { Finding, RelatedPlace, ReportedError } from "./report.js";
import { sayDeploys } from "./summary.js";

/**
 * Workflow commands that GitHub Actions shows as annotations of the changed lines, and a last line for the log
 * (docs.github.com/actions/reference/workflow-commands-for-github-actions).
 */
export const formatGithub: Format = (report, context) =>
  [
    ...report.findings.map((finding) => sayFinding(finding, context)),
    ...report.errors.map((error) => sayError(error, context)),
    sayDeploys(report),
    "",
  ].join("\n");

function sayFinding(finding: Finding, context: FormatContext): string {
  const properties = {
    file: shownPath(finding.file, context),
    line: finding.line,
    endLine: finding.endLine,
    // Columns must not be sent for more than one line.
    ...(finding.endLine === finding.line ? { col: finding.column, endColumn: finding.endColumn } : {}),
    title: `tag-consistency/${finding.rule}`,
  };
  const message = [
    finding.message,
    finding.built === undefined ? undefined : `built: ${finding.built}`,
    finding.deployed === undefined ? undefined : `deployed: ${finding.deployed}`,
    finding.outcome === undefined ? undefined : `outcome: ${sayOutcome(finding.outcome)}`,
    ...finding.related.map((place) => sayPlace(place, context)),
  ];
  return command(finding.severity, properties, message.filter((line) => line !== undefined).join("\n"));
}

function sayPlace({ file, line, column, message }: RelatedPlace, context: FormatContext): string {
  return `${shownPath(file, context)}:${line}:${column}: ${message}`;
}

function sayError({ file, line, message }: ReportedError, context: FormatContext): string {
  return command("warning", { file: shownPath(file, context), line, title: "tag-consistency: not fully read" }, message);
}

function command(name: string, properties: Readonly<Record<string, string | number | undefined>>, message: string): string {
  const written = Object.entries(properties).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${escapeProperty(String(value))}`]));
  return `::${name} ${written.join(",")}::${escapeData(message)}`;
}

/** The runner undoes exactly these (`escapeData` and `escapeProperty` of actions/toolkit's `command.ts`). */
function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
