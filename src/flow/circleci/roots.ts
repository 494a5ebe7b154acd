import { posix } from "node:path";
import { pipelineSystemOf } from "../../models/pipeline-files.js";
import type { ProjectFacts } from "../run.js";
import type { ScriptRoot } from "../script-roots.js";
import { runCirclePipeline } from "./run-pipeline.js";
import type { CircleEvent } from "./variables.js";

/** The configurations of CircleCI, for a branch and for a tag: which jobs run depends on it. */
export function circleRoots(project: ProjectFacts, files: readonly string[]): readonly ScriptRoot[] {
  return files.flatMap((file) => {
    const text = project.readText(file) ?? "";
    if (pipelineSystemOf(file, text) !== "circleci") return [];
    const folder = posix.dirname(posix.dirname(file));
    const events: readonly CircleEvent[] = /\btags:/u.test(text) ? ["branch", "tag"] : ["branch"];
    return events.map((event) => ({
      file,
      name: `${file} (pipeline of a ${event})`,
      key: `pipeline ${file} ${event}`,
      run: (run) => {
        runCirclePipeline(run, file, folder === "." ? "" : folder, event);
      },
    }));
  });
}
