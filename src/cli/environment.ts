import type { analyzeProject } from "../engine/analyze.js";

/** 0: no error is found. 1: there is one. 2: the work could not be done. */
export type ExitCode = 0 | 1 | 2;

/** Where the command runs and what it writes to; a process has all of it. */
export interface CommandEnvironment {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Absolute. */
  readonly workingFolder: string;
  /** The environment's variables. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Stands in for the engine. */
  readonly analyze?: typeof analyzeProject | undefined;
}

export interface Output {
  readonly write: (text: string) => unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  /** The number by which the operating system knows it. */
  readonly fd?: number | undefined;
}
