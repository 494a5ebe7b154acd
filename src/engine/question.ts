import type { Directive } from "../facts/facts.js";
import type { Configuration } from "../project/configuration.js";
import type { Finding } from "../report/report.js";

/** What the ESLint side asks the worker; plain data, because it crosses threads. */
export type Question = FindingsQuestion | DirectivesQuestion;

export interface FindingsQuestion {
  readonly kind: "findings";
  /** The project's folder, absolute. */
  readonly root: string;
  /** The asked file, relative to the root, with `/`. */
  readonly file: string;
  /** The text in force for that file while it is asked about, without a byte order mark. */
  readonly text: string;
  readonly configuration: Configuration;
  /** How many times the last look at the project's files must have been paid back in time before the next one. */
  readonly patience: number;
}

export interface DirectivesQuestion {
  readonly kind: "directives";
  /** As in `FindingsQuestion`. */
  readonly root: string;
  readonly file: string;
  readonly text: string;
}

export type Answer =
  | FindingsAnswer
  | { readonly kind: "directives"; readonly directives: readonly Directive[] }
  | { readonly kind: "failure"; readonly message: string };

export interface FindingsAnswer {
  readonly kind: "findings";
  /** Those of the asked file. */
  readonly findings: readonly Finding[];
  /** The files that the last analysis of what is on disk speaks of; no other file has a finding as long as it is as on disk. */
  readonly concerned: readonly string[];
}
