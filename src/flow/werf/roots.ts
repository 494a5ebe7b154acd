import { yamlToolOf } from "../../models/yaml-tools.js";
import type { ProjectFacts } from "../run.js";
import type { ScriptRoot } from "../script-roots.js";
import { scriptFrame } from "../shell/run-shell.js";
import { runWerf } from "./run.js";

/** Each `werf.yaml` is one root: `werf converge`. */
export function werfRoots(project: ProjectFacts, files: readonly string[]): readonly ScriptRoot[] {
  return files
    .filter((file) => project.facts(file)?.language === "yaml" && yamlToolOf(file, project.readText(file) ?? "") === "werf")
    .map((file) => ({
      file,
      name: file,
      key: `werf ${file}`,
      run: (run) => {
        runWerf(scriptFrame(run, file), file);
      },
    }));
}
