import type { ProjectFacts } from "../run.js";
import type { ScriptRoot } from "../script-roots.js";
import { scriptFrame } from "../shell/run-shell.js";
import { gardenProjects } from "./actions.js";
import { runGarden } from "./run.js";

/** Each project of Garden's is one root: `garden deploy` builds and deploys all of it. */
export function gardenRoots(project: ProjectFacts, files: readonly string[]): readonly ScriptRoot[] {
  return gardenProjects(project, files).filter(({ actions }) => actions.length > 0).map((one) => ({
    file: one.file,
    name: one.file,
    key: `garden ${one.file}`,
    run: (run) => {
      runGarden(scriptFrame(run, one.file), one);
    },
  }));
}
