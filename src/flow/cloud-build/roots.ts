import { pipelineSystemOf } from "../../models/pipeline-files.js";
import type { ProjectFacts } from "../run.js";
import type { ScriptRoot } from "../script-roots.js";
import { scriptFrame } from "../shell/run-shell.js";
import { runCloudBuild } from "./run.js";

/** Each build of Cloud Build's is one root: triggers and people start it. */
export function cloudBuildRoots(project: ProjectFacts, files: readonly string[]): readonly ScriptRoot[] {
  return files
    .filter((file) => pipelineSystemOf(file, project.readText(file) ?? "") === "cloudbuild")
    .map((file) => ({
      file,
      name: file,
      key: `pipeline ${file}`,
      run: (run) => {
        runCloudBuild(scriptFrame(run, file), file);
      },
    }));
}
