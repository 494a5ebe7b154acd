import { posix } from "node:path";
import { composeNames, overrideNames } from "../../models/compose.js";
import { kindOfYaml } from "../../models/yaml-kinds.js";
import { literal } from "../../values/text.js";
import { readKey } from "../files.js";
import type { ProjectFacts } from "../run.js";
import type { ScriptRoot } from "../script-roots.js";
import { scriptFrame } from "../shell/run-shell.js";
import { runCompose } from "./run.js";

/** Compose files that no command of the project names: the default one of a folder with its override, and any other alone. */
export function composeRoots(project: ProjectFacts, files: readonly string[]): readonly ScriptRoot[] {
  const found = files.filter((file) => project.facts(file)?.language === "yaml" && kindOfYaml(file, project.readText(file) ?? "") === "compose");
  const rank = (file: string): number => (composeNames.includes(posix.basename(file)) ? 0 : 1);
  return [...found].sort((left, right) => rank(left) - rank(right)).map((file) => ({
    file,
    name: file,
    key: readKey(file),
    run: (run) => {
      const over = composeNames.includes(posix.basename(file)) ? overrideNames.map((name) => posix.join(posix.dirname(file), name)).find((one) => project.readText(one) !== undefined) : undefined;
      runCompose(
        scriptFrame(run, file),
        {
          files: [file, ...(over === undefined ? [] : [over])].map((one) => literal(`/${one}`)),
          envFiles: [],
          directory: undefined,
          name: undefined,
          services: [],
          profiles: [literal("*")],
          builds: true,
          pushes: false,
          pulls: false,
          starts: true,
          buildArgs: new Map(),
          engine: undefined,
          separator: undefined,
          environment: undefined,
          folder: undefined,
          how: "compose file",
        },
        { file, start: 0, end: 0 },
      );
    },
  }));
}
