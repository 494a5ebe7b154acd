import type { GitLabEvent } from "../../models/gitlab-variables.js";
import type { HandedFiles } from "../pipelines/handed-files.js";
import type { Frame } from "../run.js";
import type { YamlMap } from "../yaml-tree.js";
import type { Definitions } from "./variables.js";

/** A pipeline while it runs. */
export interface Pipeline {
  readonly frame: Frame;
  /** Relative to the project's root, as is the repository's folder. */
  readonly file: string;
  readonly folder: string;
  readonly tree: YamlMap;
  readonly event: GitLabEvent;
  /** Of the file and, for a child pipeline, of the job that triggers it. */
  readonly definitions: Definitions;
  /** The files that are running, outermost first: none is run inside of itself. */
  readonly running: readonly string[];
  readonly results: Map<string, JobResult>;
}

/** What a job leaves to others. */
export interface JobResult {
  readonly files: HandedFiles;
  /** Variables of its dotenv report. */
  readonly definitions: Definitions;
}
