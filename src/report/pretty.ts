import picocolors from "picocolors";
import { codeFrame } from "./code-frame.js";
import { compareReferences } from "./comparison.js";
import { shownPath, type Format, type FormatContext } from "./format.js";
import { sayOutcome } from "./outcome.js";
import { printable } from "./printable.js";
import type { Finding, RelatedPlace, Report, ReportedSite, Severity } from "./report.js";
import { ruleDescriptions } from "./rule-descriptions.js";
import { count, sayDeploys, sayFindings } from "./summary.js";

/** For people: each finding with its places in pictures, what could not be proven and why, and at the end what was. */
export const formatPretty: Format = (report, context) => {
  const page: Page = { context, colors: picocolors.createColors(context.colors) };
  const sections = [
    ...report.findings.map((finding) => sayFinding(finding, page)),
    context.isQuiet ? [] : sayUnknown(report, page),
    sayErrors(report, page),
    saySummary(report, page),
  ];
  return sections.filter((lines) => lines.length > 0).map((lines) => `${lines.join("\n")}\n`).join("\n");
};

interface Page {
  readonly context: FormatContext;
  readonly colors: ReturnType<typeof picocolors.createColors>;
}

// ---------------------------------------------------------------------------------------------------- one finding

/** Further places are named without a picture, unless all is asked for. */
const picturedPlaces = 3;

function sayFinding(finding: Finding, page: Page): readonly string[] {
  const { colors, context } = page;
  const pictured = context.isVerbose ? finding.related.length : picturedPlaces;
  return [
    ...wrap(`${finding.severity}[${finding.rule}]: ${printable(finding.message)}`, context.width).map((line, index) => (index === 0 ? sayHeading(line, finding, page) : colors.bold(line))),
    "",
    ...picture(finding, finding.label ?? ruleDescriptions[finding.rule].label, page),
    ...finding.related.slice(0, pictured).flatMap((place) => ["", ...picture(place, place.message, page)]),
    ...sayFurtherPlaces(finding.related.slice(pictured), page),
    ...sayReferences(finding, page),
    ...(finding.outcome === undefined ? [] : ["", ...wrap(sayOutcome(finding.outcome), context.width, `${indent}= `, `${indent}  `)]),
  ];
}

function sayHeading(line: string, { severity, rule }: Finding, { colors }: Page): string {
  const head = `${severity}[${rule}]:`;
  return colors.bold(severityColor(severity, colors)(head)) + colors.bold(line.slice(head.length));
}

function severityColor(severity: Severity, colors: Page["colors"]): (text: string) => string {
  return severity === "error" ? colors.red : colors.yellow;
}

/** The finding's own place is marked in the colour of its severity, the others in another one. */
function picture(place: Finding | RelatedPlace, label: string, { context, colors }: Page): readonly string[] {
  const where = `${indent}${colors.cyan(placeOf(place, context))}`;
  const shown = printable(label);
  const style = {
    around: "severity" in place ? 2 : 1,
    width: context.width - pictureIndent.length,
    paintGutter: colors.dim,
    paintMarks: "severity" in place ? severityColor(place.severity, colors) : colors.blue,
  };
  const text = context.readFile(place.file);
  const frame = text === undefined ? undefined : codeFrame(text, { line: place.line, column: place.column, endLine: place.endLine, endColumn: place.endColumn, label: shown }, style);
  return frame === undefined ? [`${where}  ${shown}`] : [where, ...frame.map((line) => pictureIndent + line)];
}

const pictureIndent = "    ";

const indent = "  ";

/** `file:line:column`, which terminals make a link of. */
function placeOf({ file, line, column }: { readonly file: string; readonly line: number; readonly column: number }, context: FormatContext): string {
  return `${printable(shownPath(file, context))}:${line}:${column}`;
}

function sayFurtherPlaces(places: readonly RelatedPlace[], { context, colors }: Page): readonly string[] {
  return places.length === 0 ? [] : ["", ...places.map((place) => `${indent}${colors.cyan(placeOf(place, context))}  ${printable(place.message)}`)];
}

/** Both references under each other, and what differs underlined. */
function sayReferences({ built, deployed }: Finding, { colors }: Page): readonly string[] {
  if (built === undefined && deployed === undefined) return [];
  const marks = built !== undefined && deployed !== undefined ? compareReferences(built, deployed) : { built: [], deployed: [] };
  const row = (name: string, reference: string | undefined, ranges: readonly (readonly [number, number])[]): readonly string[] => {
    if (reference === undefined) return [];
    const head = `${indent}${name.padEnd(referenceColumn)}`;
    return [`${colors.dim(head)}${printable(reference)}`, ...(ranges.length === 0 ? [] : [" ".repeat(head.length) + colors.bold(colors.red(underline(ranges)))])];
  };
  return ["", ...row("built", built, marks.built), ...row("deployed", deployed, marks.deployed)];
}

const referenceColumn = "deployed  ".length;

/** A mark under each column of the ranges, which ascend. */
function underline(ranges: readonly (readonly [number, number])[]): string {
  return ranges.reduce((line, [start, end]) => line.padEnd(start) + "^".repeat(Math.max(0, end - Math.max(start, line.length))), "");
}

// ---------------------------------------------------------------------------------------------------- what was not proven

const listedUnknown = 10;

/** Deploys of which nothing could be proven, those of one reason under one heading, the most frequent reason first. */
function sayUnknown({ sites }: Report, { context, colors }: Page): readonly string[] {
  const unknown = sites.filter(({ verdict }) => verdict === "unknown");
  if (unknown.length === 0) return [];
  const groups = [...groupByReason(unknown)].sort(([, a], [, b]) => b.length - a.length);
  const shown = context.isVerbose ? unknown.length : listedUnknown;
  const lines = [colors.bold(`${count(unknown.length, "deploy")} could not be decided:`)];
  let listed = 0;
  let told = 0;
  for (const [reason, members] of groups) {
    if (listed >= shown) break;
    lines.push(...wrap(printable(reason), context.width, indent));
    const entries = countAlike(members.map((site) => sayUnknownSite(site, { context, colors }))).slice(0, shown - listed);
    lines.push(...entries.map(([line, times]) => (times === 1 ? line : `${line}  (${times} times)`)));
    listed += entries.length;
    told += entries.reduce((sum, [, times]) => sum + times, 0);
  }
  return told < unknown.length ? [...lines, `${indent}and ${unknown.length - told} more; --verbose lists all`] : lines;
}

/** Calls of one caller that come to one place are told once. */
function countAlike(lines: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return [...counts];
}

function groupByReason(sites: readonly ReportedSite[]): ReadonlyMap<string, readonly ReportedSite[]> {
  const groups = new Map<string, ReportedSite[]>();
  for (const site of sites) {
    const reason = site.why ?? "no reason is known";
    const group = groups.get(reason);
    if (group === undefined) groups.set(reason, [site]);
    else group.push(site);
  }
  return groups;
}

function sayUnknownSite(site: ReportedSite, { context, colors }: Page): string {
  const references = context.isVerbose ? site.references : site.references.slice(0, listedReferences);
  const more = site.references.length - references.length;
  const shown = [...references.map(printable), ...(more > 0 ? [`${more} more`] : [])].join(" or ");
  const [root] = site.path;
  const caller = root === undefined ? "" : `  called from ${printable(shownPath(root.file, context))}:${root.line}`;
  return `${indent}${indent}${colors.cyan(placeOf(site, context))}${shown === "" ? "" : `  ${shown}`}${caller}`;
}

const listedReferences = 2;

function sayErrors({ errors }: Report, { context, colors }: Page): readonly string[] {
  if (errors.length === 0) return [];
  return [
    colors.bold(`${count(errors.length, "file")} could not be read in full:`),
    ...errors.map(({ file, line, message }) => `${indent}${colors.cyan(`${printable(shownPath(file, context))}:${line}`)}  ${printable(message)}`),
  ];
}

// ---------------------------------------------------------------------------------------------------- the end

function saySummary(report: Report, { context, colors }: Page): readonly string[] {
  const findings = sayFindings(report);
  const hasError = report.findings.some(({ severity }) => severity === "error");
  const hidden = context.hiddenFindings;
  return [
    ...wrap(sayDeploys(report), context.width),
    ...(findings === undefined ? [] : [colors.bold(severityColor(hasError ? "error" : "warning", colors)(findings))]),
    ...(hidden === 0 ? [] : [`${count(hidden, "finding")} of the project ${hidden === 1 ? "lies" : "lie"} outside the given paths and ${hidden === 1 ? "is" : "are"} not shown`]),
  ];
}

/** Lines of at most `width` characters, broken at spaces; a longer word keeps its line. `first` begins the first line, `hanging` the others. */
function wrap(text: string, width: number, first = "", hanging = first): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line === "") line = first + word;
    else if (line.length + 1 + word.length <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = hanging + word;
    }
  }
  return [...lines, line];
}
