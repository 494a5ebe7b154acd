import { posix } from "node:path";
import { kustomizationNames } from "../models/kustomize.js";
import { kindOfYaml } from "../models/yaml-kinds.js";
import { literal } from "../values/text.js";
import type { Text } from "../values/value.js";
import { builtKustomization, folderOf } from "./kustomizations.js";
import { kustomizationFiles } from "./kustomize/paths.js";
import { deployManifests } from "./manifests.js";
import { projectText, readKey } from "./files.js";
import { makeTarget, newlyMade, outermostTargets, rootMake, targetKey } from "./make/run-make.js";
import type { ProjectFacts, Run } from "./run.js";
import { isOfTekton } from "./tekton/objects.js";
import { runScriptFile, scriptFrame, scriptKey } from "./shell/run-shell.js";

/** Something that people, or what the project does not hold, start: how it runs, and the name of it for people. */
export interface ScriptRoot {
  readonly file: string;
  readonly name: string;
  /** Its name among what roots have executed. */
  readonly key: string;
  /** The pipeline that it is one run of, see `RootRun`. */
  readonly pipeline?: string | undefined;
  /** What it deploys is what a chart says by itself, see `RootRun`. `installed` is the name of its installation among what roots have executed. */
  readonly chartDefault?: { readonly installed: string | undefined } | undefined;
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

/** Kustomizations that no command builds, outermost first: those that no other one takes in. */
export function kustomizationRoots(project: ProjectFacts, files: readonly string[]): readonly ScriptRoot[] {
  const folders = files.filter((file) => kustomizationNames.includes(posix.basename(file))).map((file) => ({ file, folder: folderOf(file) }));
  const textOf = (path: string): Text | undefined => {
    const text = project.readText(path);
    return text === undefined ? undefined : projectText(path, text);
  };
  const found = folders.map((one) => ({ ...one, reads: kustomizationFiles(one.folder, textOf) }));
  const taken = new Set(found.flatMap(({ reads }) => reads?.folders.slice(1) ?? []));
  return found
    .filter(({ reads }) => reads?.isComponent === false)
    .sort((left, right) => Number(taken.has(left.folder)) - Number(taken.has(right.folder)))
    .map(({ file, folder }) => ({
      file,
      name: file,
      key: readKey(file),
      run: (run) => {
        const frame = scriptFrame(run, file);
        const built = builtKustomization(frame, literal(`/${folder}`), undefined);
        if (built !== undefined) deployManifests(frame, built, { file, start: 0, end: 0 }, "kustomization");
      },
    }));
}

/** Manifests that nothing in the project reads: whoever applies them does it by hand, or by a tool that is not seen. */
export function manifestRoots(project: ProjectFacts, files: readonly string[]): readonly ScriptRoot[] {
  return files
    .filter((file) => project.facts(file)?.language === "yaml" && kindOfYaml(file, project.readText(file) ?? "") === "kubernetes")
    .map((file) => ({
      file,
      name: file,
      key: readKey(file),
      run: (run) => {
        deployManifests(scriptFrame(run, file), projectText(file, project.readText(file) ?? ""), { file, start: 0, end: 0 }, "manifest", isOfTekton);
      },
    }));
}
