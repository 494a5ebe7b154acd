import { yamlToolOf } from "../../models/yaml-tools.js";
import type { ProjectFacts } from "../run.js";
import type { ScriptRoot } from "../script-roots.js";
import { scriptFrame } from "../shell/run-shell.js";
import { runDevspace } from "./run.js";

/** Each `devspace.yaml` is one root: `devspace deploy`. */
export function devspaceRoots(project: ProjectFacts, files: readonly string[]): readonly ScriptRoot[] {
  return files
    .filter((file) => project.facts(file)?.language === "yaml" && yamlToolOf(file, project.readText(file) ?? "") === "devspace")
    .map((file) => ({
      file,
      name: file,
      key: `devspace ${file}`,
      run: (run) => {
        runDevspace(scriptFrame(run, file), file);
      },
    }));
}
