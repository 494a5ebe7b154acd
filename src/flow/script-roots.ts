import { posix } from "node:path";
import { deployManifests } from "./manifests.js";
import { projectText, readKey } from "./files.js";
import { makeTarget, newlyMade, outermostTargets, rootMake, targetKey } from "./make/run-make.js";
import type { ProjectFacts, Run } from "./run.js";
import { runScriptFile, scriptFrame, scriptKey } from "./shell/run-shell.js";

/** Something that people, or what the project does not hold, start: how it runs, and the name of it for people. */
export interface ScriptRoot {
  readonly file: string;
  readonly name: string;
  /** Its name among what roots have executed. */
  readonly key: string;
  readonly run: (run: Run) => void;
}

/**
 * The goals of the project's Makefiles, outermost first: those that no other goal needs, then all others. `scratch` is a run in
 * which they are read.
 */
export function makeRoots(project: ProjectFacts, files: readonly string[], scratch: (file: string) => Run): readonly ScriptRoot[] {
  const makefiles = files.filter((file) => project.facts(file)?.language === "make").sort((left, right) => rank(left) - rank(right));
  const included = new Set<string>();
  const roots: ScriptRoot[] = [];
  for (const file of makefiles) {
    if (included.has(file)) continue;
    const make = rootMake(scratch(file), file, []);
    for (const read of make.state.filesRead) included.add(read.slice(1));
    for (const target of outermostTargets(make)) {
      roots.push({
        file,
        name: `make ${target}`,
        key: targetKey(file, target),
        run: (run) => {
          makeTarget(newlyMade(rootMake(run, file, [target])), target, undefined, "wanted");
        },
      });
    }
  }
  return roots;
}

/** What make looks for by itself comes before what these files include. */
function rank(file: string): number {
  return /^(?:GNUmakefile|[Mm]akefile)$/u.test(posix.basename(file)) ? 0 : 1;
}

/** The project's shell scripts, those first whose name no other script or Makefile holds. */
export function shellRoots(project: ProjectFacts, files: readonly string[]): readonly ScriptRoot[] {
  const scripts = files.filter((file) => project.facts(file)?.language === "shell");
  const texts = files.filter((file) => project.facts(file)?.language === "shell" || project.facts(file)?.language === "make").map((file) => ({ file, text: project.readText(file) ?? "" }));
  const isNamed = (script: string): boolean => texts.some(({ file, text }) => file !== script && text.includes(posix.basename(script)));
  const ordered = [...scripts.filter((script) => !isNamed(script)), ...scripts.filter(isNamed)];
  return ordered.map((file) => ({
    file,
    name: file,
    key: scriptKey(file),
    run: (run) => {
      runScriptFile(scriptFrame(run, file), { file, words: undefined, context: { place: { file, start: 0, end: 0 }, input: undefined }, call: undefined });
    },
  }));
}

/** Manifests that nothing in the project reads: whoever applies them does it by hand, or by a tool that is not seen. */
export function manifestRoots(project: ProjectFacts, files: readonly string[]): readonly ScriptRoot[] {
  return files
    .filter((file) => project.facts(file)?.language === "yaml")
    .map((file) => ({
      file,
      name: file,
      key: readKey(file),
      run: (run) => {
        deployManifests(scriptFrame(run, file), projectText(file, project.readText(file) ?? ""), { file, start: 0, end: 0 }, "manifest");
      },
    }));
}
