import type { ExitCode } from "../src/cli/environment.js";
import { run } from "../src/cli/run.js";
import type { Report } from "../src/report/report.js";
import { exampleReport } from "./example-report.js";

export interface Ran {
  readonly exitCode: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Circumstances {
  readonly workingFolder: string;
  /** What the engine answers. */
  readonly report?: Report;
  readonly analyze?: () => Promise<Report>;
  readonly variables?: Readonly<Record<string, string>>;
  /** The terminal's width; without one the output is no terminal. */
  readonly columns?: number;
}

/** Runs `tag-consistency` with a line of words and an engine that gives a ready report. */
export async function runCommand(line: readonly string[], { workingFolder, report = exampleReport, analyze, variables = {}, columns }: Circumstances): Promise<Ran> {
  const written = { stdout: "", stderr: "" };
  const output = (name: "stdout" | "stderr") => ({
    write: (text: string) => {
      written[name] += text;
    },
    isTTY: columns !== undefined,
    columns,
  });
  const exitCode = await run(line, {
    stdout: output("stdout"),
    stderr: output("stderr"),
    workingFolder,
    variables,
    analyze: analyze ?? (() => Promise.resolve(report)),
  });
  return { exitCode, ...written };
}
