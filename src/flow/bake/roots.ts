import { posix } from "node:path";
import { isBakeJson } from "../../models/bake.js";
import { literal } from "../../values/text.js";
import { readKey } from "../files.js";
import { nextOrder } from "../run.js";
import type { ProjectFacts } from "../run.js";
import type { ScriptRoot } from "../script-roots.js";
import { scriptFrame } from "../shell/run-shell.js";
import { runBake } from "./run.js";

/** Bake files that no command of the project names. Whoever bakes them pushes or loads what they make: that it is used is not for them to say. */
export function bakeRoots(project: ProjectFacts, files: readonly string[]): readonly ScriptRoot[] {
  const found = files.filter((file) => project.facts(file)?.language === "hcl" || (project.facts(file)?.language === "yaml" && isBakeJson(file)));
  return found.filter((file) => !/\.override\./u.test(file)).map((file) => ({
    file,
    name: file,
    key: readKey(file),
    run: (run) => {
      const over = file.replace(/\.(hcl|json)$/u, ".override.$1");
      const paths = [file, ...(project.readText(over) === undefined ? [] : [over])].map((one) => literal(`/${one}`));
      const place = { file, start: 0, end: 0 };
      runBake(scriptFrame(run, file), { files: paths, targets: [literal("*")], overrides: [], pushes: false, environment: undefined, folder: literal(`/${posix.dirname(file)}`), engine: undefined, how: "bake file" }, place);
      run.opaqueCommands.push({ name: "whoever bakes it", place, order: nextOrder(run) });
    },
  }));
}
