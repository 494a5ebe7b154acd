import { analyzeProject } from "../src/engine/analyze.js";
import type { Finding, Report, Suggestion } from "../src/report/report.js";
import { projectOnDisk } from "./project-on-disk.js";

/** The project's files by their paths: all there is of it. */
export type Files = Readonly<Record<string, string>>;

export interface QuickFix {
  readonly description: string;
  /** The text of the finding's file after it. */
  readonly text: string;
  /** What is found in the whole project after it. */
  readonly left: readonly string[];
}

/** What an editor offers for the findings of a file, each applied alone. @throws Error if there is no finding */
export async function quickFixesOf(files: Files, file: string): Promise<readonly QuickFix[]> {
  const root = projectOnDisk({});
  const analyze = (texts: Files): Promise<Report> => analyzeProject({ root, overlay: new Map(Object.entries(texts)), configuration: {} });
  const { findings } = await analyze(files);
  const found = findings.filter((finding) => finding.file === file);
  if (found.length === 0) throw new Error(`nothing is found in ${file}`);
  const offered = found.flatMap(({ suggestions = [] }) => suggestions);
  return Promise.all(
    offered.map(async (suggestion) => {
      const text = applied(suggestion, files[file] ?? "");
      const after = await analyze({ ...files, [file]: text });
      return { description: suggestion.description, text, left: [...after.findings.map(sayFinding), ...after.errors.map(({ message }) => message)] };
    }),
  );
}

/** The text after the edits. */
export function applied({ edits }: Suggestion, text: string): string {
  return [...edits].sort((left, right) => right.start - left.start).reduce((result, edit) => result.slice(0, edit.start) + edit.text + result.slice(edit.end), text);
}

/** A finding without its place, which edits before it move. */
export function sayFinding({ file, rule, built, deployed }: Finding): string {
  return `${file} ${rule} ${built ?? ""} -> ${deployed ?? ""}`;
}
