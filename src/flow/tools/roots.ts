import { posix } from "node:path";
import { toolFileOf } from "../../models/tool-files.js";
import { justModule, recipesIn } from "../just/justfile.js";
import { newJustCall, recipeKey, runRecipe } from "../just/run-recipe.js";
import type { ProjectFacts } from "../run.js";
import type { ScriptRoot } from "../script-roots.js";
import { scriptFrame } from "../shell/run-shell.js";
import { yamlToolOf } from "../../models/yaml-tools.js";
import { bazelKey, runBazelRoot } from "../bazel/run.js";
import { devspaceRoots } from "../devspace/roots.js";
import { gardenRoots } from "../garden/roots.js";
import { gradleKey, runGradleRoot } from "../gradle/run.js";
import { mavenKey, runPomRoot } from "../maven/run.js";
import { werfRoots } from "../werf/roots.js";
import { runSkaffold, skaffoldKey, skaffoldProfiles } from "./skaffold.js";
import { newTaskProcess, runNamedTask, taskKey } from "./run-task.js";
import { tasksIn, taskfileTree } from "./taskfile.js";
import { runTilt, tiltKey } from "./tilt.js";
import { packageFileOf, packageKey, runPackageScript } from "./package-scripts.js";

/** What people start by a task runner or a build tool, from what these read: outermost first. */
export function toolRoots(project: ProjectFacts, files: readonly string[]): readonly ScriptRoot[] {
  // What is required or loaded by another file is run with that one.
  const requires = (file: string): number => Number(!/^(?:requires:|includes:|import[? ]|mod[? ]|load\(["'][^e]|include\()/mu.test(project.readText(file) ?? ""));
  return [...gardenRoots(project, files), ...werfRoots(project, files), ...devspaceRoots(project, files), ...fileRoots(project, [...files].sort((left, right) => requires(left) - requires(right)))];
}

function fileRoots(project: ProjectFacts, files: readonly string[]): readonly ScriptRoot[] {
  return files.flatMap((file) => {
    const syntax = toolFileOf(file)?.syntax;
    if (syntax === "package") return packageRoots(project, file);
    if (syntax === "just") return justRoots(project, file);
    if (syntax === "starlark") return [tiltRoot(file)];
    if (syntax === "maven") return [{ file, name: file, key: mavenKey(file), run: (run) => { runPomRoot(scriptFrame(run, file), file); } }];
    if (syntax === "bazel") return [{ file, name: file, key: bazelKey(file), run: (run) => { runBazelRoot(scriptFrame(run, file), file); } }];
    if (syntax === "gradle") return [{ file, name: file, key: gradleKey(file), run: (run) => { runGradleRoot(scriptFrame(run, file), file); } }];
    const tool = project.facts(file)?.language === "yaml" ? yamlToolOf(file, project.readText(file) ?? "") : undefined;
    return tool === "skaffold" ? skaffoldRoots(project, file) : tool === "task" ? taskRoots(project, file) : [];
  });
}

function tiltRoot(file: string): ScriptRoot {
  return {
    file,
    name: file,
    key: tiltKey(file),
    run: (run) => {
      runTilt(scriptFrame(run, file), file, undefined);
    },
  };
}

/** `skaffold run`, as it is and with each of the profiles. */
function skaffoldRoots(project: ProjectFacts, file: string): readonly ScriptRoot[] {
  return [undefined, ...skaffoldProfiles(project, file)].map((profile) => ({
    file,
    name: profile === undefined ? file : `${file} with profile ${profile}`,
    key: skaffoldKey(file, profile),
    run: (run) => {
      runSkaffold(scriptFrame(run, file), { file, profiles: profile === undefined ? [] : [profile], modules: [], tag: undefined, isElsewhere: false, builds: true, deploys: true }, undefined);
    },
  }));
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

/** The tasks of a Taskfile, those first that no other one of it names. */
function taskRoots(project: ProjectFacts, file: string): readonly ScriptRoot[] {
  const text = project.readText(file) ?? "";
  const names = tasksIn(taskfileTree(project, file)).map(({ name }) => name);
  const isNamed = (name: string): boolean => new RegExp(`(?:task:|-)[ \\t]*["']?${name.replace(/[^\w-]/gu, ".")}["']?[ \\t]*$`, "mu").test(text);
  return [...names.filter((name) => !isNamed(name)), ...names.filter(isNamed)].map((name) => ({
    file,
    name: `task ${name}`,
    key: taskKey(file, name),
    run: (run) => {
      const frame = scriptFrame(run, file);
      runNamedTask(newTaskProcess(frame, file, { place: { file, start: 0, end: 0 }, input: undefined }), frame, name, undefined);
    },
  }));
}

/** The recipes of a justfile, those first that no other one of it needs. */
function justRoots(project: ProjectFacts, file: string): readonly ScriptRoot[] {
  const module = justModule(project, file);
  const recipes = module === undefined ? [] : recipesIn(module);
  const needed = new Set(recipes.flatMap(({ item }) => [...item.before, ...item.after].map(({ name }) => name)));
  const ordered = [...recipes.filter(({ item }) => !needed.has(item.name)), ...recipes.filter(({ item }) => needed.has(item.name))];
  return ordered.map((recipe) => ({
    file,
    name: `just ${recipe.item.name}`,
    key: recipeKey(recipe.source.file, recipe.item.name),
    run: (run) => {
      if (module !== undefined) runRecipe(newJustCall({ place: { file, start: 0, end: 0 }, input: undefined }), scriptFrame(run, file), { ...recipe, module }, undefined, undefined);
    },
  }));
}
