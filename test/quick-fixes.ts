import { tmpdir } from "node:os";
import { join } from "node:path";
import { analyzeProject } from "../src/engine/analyze.js";
import type { Finding, Report, Suggestion } from "../src/report/report.js";

/** The project's files by their paths: all there is of it. */
export type Files = Readonly<Record<string, string>>;

export interface QuickFix {
  readonly description: string;
  /** The text of the finding's file after it. */
  readonly text: string;
  /** What is found in the whole project after it. */
  readonly left: readonly string[];
}

/** What an editor offers for the findings of a file, each applied alone. */
export async function quickFixesOf(files: Files, file: string): Promise<readonly QuickFix[]> {
  const { findings } = await analyzeFiles(files);
  const offered = findings.filter((finding) => finding.file === file).flatMap(({ suggestions = [] }) => suggestions);
  return Promise.all(
    offered.map(async (suggestion) => {
      const text = applied(suggestion, files[file] ?? "");
      const after = await analyzeFiles({ ...files, [file]: text });
      return { description: suggestion.description, text, left: [...after.findings.map(sayFinding), ...after.errors.map(({ message }) => message)] };
    }),
  );
}

export function analyzeFiles(files: Files): Promise<Report> {
  return analyzeProject({ root: join(tmpdir(), "no such project"), overlay: new Map(Object.entries(files)), configuration: {} });
}

/** The text after the edits. */
export function applied({ edits }: Suggestion, text: string): string {
  return [...edits].sort((left, right) => right.start - left.start).reduce((result, edit) => result.slice(0, edit.start) + edit.text + result.slice(edit.end), text);
}

/** A finding without its place, which edits before it move. */
export function sayFinding({ file, rule, built, deployed }: Finding): string {
  return `${file} ${rule} ${built ?? ""} -> ${deployed ?? ""}`;
}
