import { createHash } from "node:crypto";
import { pathToFileURL } from "node:url";
import type { Location, Log, Notification, ReportingDescriptor, Result } from "sarif";
import { severityOf, type Preset } from "../checks/severities.js";
import type { Format, FormatContext } from "./format.js";
import { sayOutcome } from "./outcome.js";
import type { Finding, RelatedPlace, Report, ReportedError, RuleName } from "./report.js";
import { ruleNames } from "./report.js";
import { ruleAddress, ruleDescriptions } from "./rule-descriptions.js";

/** The Static Analysis Results Interchange Format 2.1.0 (docs.oasis-open.org/sarif/sarif/v2.1.0). */
export const formatSarif: Format = (report, context) => `${JSON.stringify(logOf(report, context), null, 2)}\n`;

function logOf(report: Report, context: FormatContext): Log {
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "tag-consistency",
            version: context.toolVersion,
            informationUri: "https://www.npmjs.com/package/eslint-plugin-tag-consistency",
            rules: ruleNames.map((rule) => descriptorOf(rule, context.preset)),
          },
        },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { [projectFolder]: { uri: pathToFileURL(`${context.root}/`).href } },
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: report.errors.map(notificationOf) }],
        results: resultsOf(report.findings, context),
      },
    ],
  };
}

/** The name by which uploaders know the folder that relative addresses start from. */
const projectFolder = "%SRCROOT%";

function descriptorOf(rule: RuleName, preset: Preset): ReportingDescriptor {
  return {
    id: rule,
    name: rule,
    shortDescription: { text: ruleDescriptions[rule].finds },
    helpUri: ruleAddress(rule),
    defaultConfiguration: { level: severityOf(rule, preset) },
    properties: { tags: ["containers", "kubernetes"] },
  };
}

function notificationOf({ file, line, message }: ReportedError): Notification {
  return { level: "warning", message: { text: message }, locations: [{ physicalLocation: { artifactLocation: artifactOf(file), region: { startLine: line } } }] };
}

function resultsOf(findings: readonly Finding[], context: FormatContext): Result[] {
  const occurrences = new Map<string, number>();
  return findings.map((finding) => {
    const fingerprint = fingerprintOf(finding, context);
    const occurrence = (occurrences.get(fingerprint) ?? 0) + 1;
    occurrences.set(fingerprint, occurrence);
    return resultOf(finding, `${fingerprint}:${occurrence}`);
  });
}

function resultOf(finding: Finding, fingerprint: string): Result {
  return {
    ruleId: finding.rule,
    ruleIndex: ruleNames.indexOf(finding.rule),
    level: finding.severity,
    message: { text: messageOf(finding) },
    locations: [locationOf(finding)],
    relatedLocations: finding.related.map((place, index) => ({ id: index + 1, ...locationOf(place), message: { text: place.message } })),
    // The one fingerprint by which code scanning knows an alert again.
    partialFingerprints: { primaryLocationLineHash: fingerprint },
  };
}

/** The places that follow are linked in the text, for viewers that show no other locations: `[text](id)` (SARIF 3.11.6). */
function messageOf({ message, outcome, related }: Finding): string {
  const places = related.map((place, index) => `[${escapeLink(place.message)}](${index + 1})`);
  return [message, outcome === undefined ? undefined : `${capitalized(sayOutcome(outcome))}.`, places.length === 0 ? undefined : `See: ${places.join(", ")}.`]
    .filter((part) => part !== undefined)
    .join("\n");
}

function escapeLink(text: string): string {
  return text.replace(/[\\[\]]/g, "\\$&");
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function locationOf({ file, line, column, endLine, endColumn }: Finding | RelatedPlace): Location {
  return {
    physicalLocation: {
      artifactLocation: artifactOf(file),
      region: { startLine: line, startColumn: column, ...(endLine === undefined || endColumn === undefined ? {} : { endLine, endColumn }) },
    },
  };
}

function artifactOf(file: string): { uri: string; uriBaseId: string } {
  return { uri: file.split("/").map(encodeURIComponent).join("/"), uriBaseId: projectFolder };
}

/** The same for a finding that moved to another line, and for no other one of its file but those on equal lines. */
function fingerprintOf({ rule, file, line, built, deployed }: Finding, { readFile }: FormatContext): string {
  const text = readFile(file)?.split(/\r\n|[\n\r]/)[line - 1] ?? "";
  return createHash("sha256").update(JSON.stringify([rule, file, built, deployed, text.trim()])).digest("hex").slice(0, 16);
}
