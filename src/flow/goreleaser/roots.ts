import { posix } from "node:path";
import { yamlToolOf } from "../../models/yaml-tools.js";
import { literal } from "../../values/text.js";
import { nextOrder, type ProjectFacts } from "../run.js";
import type { ScriptRoot } from "../script-roots.js";
import { scriptFrame } from "../shell/run-shell.js";
import { normalPath } from "../shell/shell.js";
import { releaseKey, runGoreleaser } from "./run.js";

/** Configurations of which nobody in the project is seen to make a release. That what they make is used is not for them to say. */
export function goreleaserRoots(project: ProjectFacts, files: readonly string[]): readonly ScriptRoot[] {
  const found = files.filter((file) => project.facts(file)?.language === "yaml" && yamlToolOf(file, project.readText(file) ?? "") === "goreleaser");
  return found.map((file) => ({
    file,
    name: file,
    key: releaseKey(file),
    run: (run) => {
      const place = { file, start: 0, end: 0 };
      const folder = literal(normalPath(`/${posix.dirname(file)}`.replace(/\/\.config$/u, "")));
      runGoreleaser(scriptFrame(run, file), { file, folder, isSnapshot: false, isNightly: false, skipped: new Set(), context: { place, input: undefined, folder } }, undefined);
      run.opaqueCommands.push({ name: "whoever makes the release", place, order: nextOrder(run) });
    },
  }));
}
