import type { Configuration } from "../project/configuration.js";
import type { Report } from "../report/report.js";
import type { FindingsAnswer, FindingsQuestion } from "./question.js";

/** How the index reaches the world. */
export interface IndexParts {
  /** Analyses what is on disk; `overlay` stands in for one file of it. */
  readonly analyze: (project: AskedProject, overlay?: ReadonlyMap<string, string>) => Promise<Report>;
  /** Every file whose change changes the report, with a mark that changes when the file does. */
  readonly marksOf: (project: AskedProject) => ReadonlyMap<string, string>;
  /** The mark and the text (without a byte order mark) of one file; undefined if it cannot be read. */
  readonly fileOnDisk: (root: string, file: string) => { readonly mark: string; readonly text: string } | undefined;
  /** Milliseconds. */
  readonly now: () => number;
}

export interface AskedProject {
  readonly root: string;
  readonly configuration: Configuration;
}

/**
 * Holds the last report of each project, and answers for one file at a time. Everything on disk is analysed once for all
 * files that are asked about as they are on disk; another text is in force only for the question that brings it, so that
 * no answer depends on what was asked before.
 *
 * Whether files have changed is looked up for the asked file at every question, and for all others at most every half
 * second and never for more than one part in `patience` of the time.
 */
export function createProjectIndex(parts: IndexParts): (question: FindingsQuestion) => Promise<FindingsAnswer> {
  const analysed = new Map<string, Analysed>();
  return async (question) => {
    const project: AskedProject = { root: question.root, configuration: question.configuration };
    const key = JSON.stringify(project);
    const onDisk = parts.fileOnDisk(question.root, question.file);
    const known = analysed.get(key);
    const current = known !== undefined && isCurrent(parts, known, project, question, onDisk?.mark) ? known : await analyzeDisk(parts, project);
    analysed.set(key, current);
    if (onDisk?.text === question.text) return answer(current.report, question.file, current.concerned);
    // A file that exists and is no part of the project (git ignores it) does not become one by being edited.
    if (onDisk !== undefined && !current.marks.has(question.file)) return answer(current.report, question.file, current.concerned);
    const overlaid = current.overlaid?.file === question.file && current.overlaid.text === question.text
      ? current.overlaid
      : { file: question.file, text: question.text, report: await parts.analyze(project, new Map([[question.file, question.text]])) };
    current.overlaid = overlaid;
    return answer(overlaid.report, question.file, current.concerned);
  };
}

interface Analysed {
  readonly report: Report;
  readonly concerned: readonly string[];
  readonly marks: ReadonlyMap<string, string>;
  lookedAt: number;
  lookCost: number;
  /** The last answer for a text that is not on disk: several rules, and several validations, ask for the same one. */
  overlaid?: { readonly file: string; readonly text: string; readonly report: Report };
}

const shortestPause = 500;

function isCurrent(parts: IndexParts, known: Analysed, project: AskedProject, question: FindingsQuestion, mark: string | undefined): boolean {
  if (known.marks.get(question.file) !== mark && known.marks.has(question.file)) return false;
  const start = parts.now();
  if (start - known.lookedAt < Math.max(shortestPause, known.lookCost * question.patience)) return true;
  const marks = parts.marksOf(project);
  known.lookedAt = parts.now();
  known.lookCost = known.lookedAt - start;
  return areEqual(marks, known.marks);
}

async function analyzeDisk(parts: IndexParts, project: AskedProject): Promise<Analysed> {
  const start = parts.now();
  // Taken before the files are read: a change in between makes the next look find a difference, and not miss one.
  const marks = parts.marksOf(project);
  const lookCost = parts.now() - start;
  const report = await parts.analyze(project);
  return { report, concerned: concernedFiles(report), marks, lookedAt: parts.now(), lookCost };
}

function concernedFiles(report: Report): readonly string[] {
  const files = new Set<string>();
  for (const finding of report.findings) {
    files.add(finding.file);
    for (const place of finding.related) files.add(place.file);
  }
  for (const site of report.sites) {
    files.add(site.file);
    for (const call of site.path) files.add(call.file);
  }
  return [...files];
}

function answer(report: Report, file: string, concerned: readonly string[]): FindingsAnswer {
  return { kind: "findings", findings: report.findings.filter((finding) => finding.file === file), concerned };
}

function areEqual(left: ReadonlyMap<string, string>, right: ReadonlyMap<string, string>): boolean {
  if (left.size !== right.size) return false;
  for (const [file, mark] of left) if (right.get(file) !== mark) return false;
  return true;
}
