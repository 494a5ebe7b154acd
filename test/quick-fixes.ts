import { analyzeProject } from "../src/engine/analyze.js";
import type { FileFacts } from "../src/facts/facts.js";
import { visitFacts } from "../src/facts/visit.js";
import { loadGoGrammar } from "../src/frontends/go/grammar.js";
import { lowerGo } from "../src/frontends/go/lower.js";
import type { Finding, Report, Suggestion } from "../src/report/report.js";
import { projectOnDisk } from "./project-on-disk.js";

/** The project's files by their paths: all there is of it. */
export type Files = Readonly<Record<string, string>>;

export interface QuickFix {
  readonly description: string;
  /** The text of the finding's file after it. */
  readonly text: string;
  /** What is found in the whole project after it, syntax errors, and in Go what nothing uses any more. */
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
      return { description: suggestion.description, text, left: [...after.findings.map(sayFinding), ...after.errors.map(({ message }) => message), ...(await newlyUnused(file, files[file] ?? "", text))] };
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

/** The variables and packages that only the second text of a file of Go does not use: it would not compile. */
export async function newlyUnused(file: string, before: string, after: string): Promise<readonly string[]> {
  if (!file.endsWith(".go")) return [];
  const grammar = await loadGoGrammar();
  const known = unusedIn(lowerGo(grammar, before, file));
  return unusedIn(lowerGo(grammar, after, file)).filter((name) => !known.includes(name));
}

function unusedIn({ variables, functions, body }: FileFacts): readonly string[] {
  const read = new Set<number>();
  for (const statements of [body, ...functions.map((one) => one.body)]) {
    visitFacts(statements, {
      expression: (expression) => {
        if (expression.kind === "variable") read.add(expression.variable);
      },
    });
  }
  return variables.flatMap(({ name, kind, owner }, index) => (!read.has(index) && (kind === "import" || (kind === "variable" && owner !== undefined)) ? [`${name} is not used`] : []));
}
