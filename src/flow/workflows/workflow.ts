import type { Place, Text } from "../../values/value.js";
import type { GivenText, ProcessEnvironment } from "../process-environment.js";
import type { Frame } from "../run.js";
import type { YamlTree } from "../yaml-tree.js";
import type { Artifact } from "./artifacts.js";
import type { CommandFile } from "./command-files.js";
import type { Scope } from "./evaluate.js";
import type { WorkflowEvent } from "./events.js";
import type { Expressed } from "./values.js";

/** A workflow while it runs. */
export interface Workflow {
  readonly frame: Frame;
  /** Relative to the project's root. */
  readonly file: string;
  readonly tree: YamlTree;
  readonly event: WorkflowEvent;
  readonly github: Expressed;
  readonly inputs: Expressed;
  readonly secrets: Expressed;
  /** The files that are running, outermost first: none is run inside of itself. */
  readonly running: readonly string[];
  /** How many workflows and actions of the project have been called in the run. */
  readonly calls: { count: number };
  /** What jobs have kept for others, by the keys of the names. */
  readonly artifacts: Map<string, Artifact>;
  /** Lists that actions have made, by the keys of the texts that stand for them. */
  readonly lists: Map<string, readonly Text[]>;
  /** Tells what is written in this run of the workflow from what is in another one. */
  readonly name: string;
}

/** How a job or a step ended, and what it gives to those that come after it. */
export interface Result {
  /** `success`, `skipped`; undecided where it is not known whether it runs. */
  readonly outcome: Expressed;
  readonly output: (name: string) => Expressed;
}

/** A job (or a composite action in it) while its steps run. */
export interface StepList {
  readonly frame: Frame;
  readonly workflow: Workflow;
  /** Tells it from other jobs of the run. */
  readonly name: string;
  /** What all of its steps may name, but for `env` and `steps`. */
  readonly contexts: (name: string) => Expressed | undefined;
  readonly steps: Map<string, Result>;
  /** Variables of the workflow, the job and the runner. */
  readonly environment: ProcessEnvironment;
  /** What its steps have written for the steps behind them. */
  readonly variables: CommandFile;
  /** `defaults.run`, which a composite action has none of. */
  readonly defaults: { readonly folder: Text | undefined; readonly shell: string | undefined };
  /** Folders that hold what is not of this project. */
  readonly foreign: Set<string>;
  readonly runsOnWindows: boolean;
}

/** One step while it runs. */
export interface Step {
  readonly list: StepList;
  readonly tree: YamlTree;
  readonly scope: Scope;
  /** Of the step and of all that is around it. */
  readonly environment: ProcessEnvironment;
  readonly own: ReadonlyMap<string, GivenText>;
  readonly outputs: CommandFile;
  readonly place: Place;
  readonly name: string;
}
