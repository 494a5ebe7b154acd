import { posix } from "node:path";
import type { GitLabEvent } from "../../models/gitlab-variables.js";
import { pipelineSystemOf } from "../../models/pipeline-files.js";
import type { ProjectFacts } from "../run.js";
import type { ScriptRoot } from "../script-roots.js";
import { runPipeline } from "./run-pipeline.js";

/** A pipeline of GitLab's, once for each kind of event that may start it: which of its jobs run depends on that. */
export function gitLabRoots(project: ProjectFacts, files: readonly string[]): readonly ScriptRoot[] {
  return files
    .filter((file) => pipelineSystemOf(file, "") === "gitlab")
    .flatMap((file) => {
      const text = project.readText(file) ?? "";
      return text.includes("merge_request") ? [...always, "merge request" as const].map((event) => rootOf(file, event)) : always.map((event) => rootOf(file, event));
    });
}

const always: readonly GitLabEvent[] = ["branch", "tag"];

function rootOf(file: string, event: GitLabEvent): ScriptRoot {
  const folder = posix.dirname(file);
  return {
    file,
    name: `${file} (pipeline of a ${event})`,
    key: `pipeline ${file} ${event}`,
    run: (run) => {
      runPipeline(run, { file, folder: folder === "." ? "" : folder, event });
    },
  };
}
