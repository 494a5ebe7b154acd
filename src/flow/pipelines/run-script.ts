import type { Place, Text } from "../../values/value.js";
import type { ProcessEnvironment } from "../process-environment.js";
import type { Frame } from "../run.js";
import { runShell } from "../shell/run-shell.js";

/** A script that a step of a pipeline runs. */
export interface PipelineScript {
  /** Its letters have places in the pipeline's file. */
  readonly text: Text;
  readonly environment: ProcessEnvironment;
  /** The working folder; paths of the project begin with `/`. Undefined where it is not known. */
  readonly folder: Text | undefined;
  /** Of the step, for what has no place of its own. */
  readonly place: Place;
}

/** Runs it as a shell script; gives what it prints. */
export function runPipelineScript(frame: Frame, { text, environment, folder, place }: PipelineScript): Text {
  return runShell(frame, text, { place, input: undefined, environment, folder }, true);
}
