import { projectText } from "../files.js";
import type { ProjectFacts } from "../run.js";
import type { ScriptRoot } from "../script-roots.js";
import { scriptFrame } from "../shell/run-shell.js";
import { dockerfileKey, runDockerfileRoot } from "./build.js";

/** Dockerfiles that nothing in the project builds: whoever does it gives no arguments that are seen. */
export function dockerfileRoots(project: ProjectFacts, files: readonly string[]): readonly ScriptRoot[] {
  return files
    .filter((file) => project.facts(file)?.language === "dockerfile")
    .map((file) => ({
      file,
      name: file,
      key: dockerfileKey(file),
      run: (run) => {
        runDockerfileRoot(scriptFrame(run, file), file, projectText(file, project.readText(file) ?? ""));
      },
    }));
}
