import { posix } from "node:path";
import { toolFileOf } from "../../models/tool-files.js";
import type { ProjectFacts } from "../run.js";
import type { ScriptRoot } from "../script-roots.js";
import { scriptFrame } from "../shell/run-shell.js";
import { packageFileOf, packageKey, runPackageScript } from "./package-scripts.js";

/** What people start by a task runner or a build tool, from what these read: outermost first. */
export function toolRoots(project: ProjectFacts, files: readonly string[]): readonly ScriptRoot[] {
  return files.flatMap((file) => (toolFileOf(file)?.syntax === "package" ? packageRoots(project, file) : []));
}

/** The scripts of a `package.json`, those first that no other one of it names. */
function packageRoots(project: ProjectFacts, file: string): readonly ScriptRoot[] {
  const { scripts } = packageFileOf(project, file);
  const isNamed = (name: string): boolean => /^(?:pre|post)/u.test(name) && scripts.has(name.replace(/^(?:pre|post)/u, "")) ? true : [...scripts].some(([other, { value }]) => other !== name && value.includes(name));
  const names = [...scripts.keys()];
  return [...names.filter((name) => !isNamed(name)), ...names.filter(isNamed)].map((name) => ({
    file,
    name: `${posix.basename(file)} ${name}`,
    key: packageKey(file, name),
    run: (run) => {
      runPackageScript(scriptFrame(run, file), file, name, [], { place: { file, start: 0, end: 0 }, input: undefined });
    },
  }));
}
