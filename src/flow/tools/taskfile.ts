import { posix } from "node:path";
import { literalText, placeOf } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import { projectText } from "../files.js";
import type { ProjectFacts } from "../run.js";
import { lettersAt, textAt, treesOf, valueAt, type YamlTree } from "../yaml-tree.js";

/** A Taskfile as the one that is run sees it: itself, or one that it includes (https://taskfile.dev/docs/guide#including-other-taskfiles). */
export interface Taskfile {
  /** Relative to the project's root. */
  readonly file: string;
  readonly tree: YamlTree | undefined;
  /** Where its tasks run, relative to the project's root. */
  readonly folder: string;
  /** What the including Taskfile gives it. */
  readonly given: YamlTree | undefined;
  readonly outer: Taskfile | undefined;
  readonly depth: number;
}

export interface Task {
  readonly taskfile: Taskfile;
  /** As its Taskfile calls it. */
  readonly name: string;
  readonly tree: YamlTree;
  /** What the stars of its name stand for. */
  readonly matches: readonly string[];
}

/** The names that a Taskfile may have (https://taskfile.dev/docs/guide#supported-file-names), the first one that is there counts. */
export const taskfileNames: readonly string[] = ["Taskfile.yml", "taskfile.yml", "Taskfile.yaml", "taskfile.yaml", "Taskfile.dist.yml", "taskfile.dist.yml", "Taskfile.dist.yaml", "taskfile.dist.yaml"];

const trees = new WeakMap<ProjectFacts, Map<string, YamlTree | undefined>>();

/** The YAML of a Taskfile; undefined where it is not in the project. */
export function taskfileTree(project: ProjectFacts, file: string): YamlTree | undefined {
  const known = trees.get(project) ?? new Map<string, YamlTree | undefined>();
  trees.set(project, known);
  if (known.has(file)) return known.get(file);
  const text = project.readText(file);
  const tree = text === undefined ? undefined : treesOf(projectText(file, text)).trees[0];
  known.set(file, tree);
  return tree;
}

/** The tasks that a Taskfile itself has, by their names. */
export function tasksIn(tree: YamlTree | undefined): readonly { readonly name: string; readonly tree: YamlTree }[] {
  return namedIn(valueAt(tree, "tasks")).map(({ name, value }) => ({ name, tree: value }));
}

export interface NamedTree {
  readonly name: string;
  readonly value: YamlTree;
  readonly place: Place | undefined;
}

/** The entries of a map whose keys are known. */
export function namedIn(tree: YamlTree | undefined): readonly NamedTree[] {
  return tree?.kind !== "map" ? [] : tree.entries.flatMap(({ key, value }) => {
    const name = literalText(key);
    return name === undefined ? [] : [{ name, value, place: placeOf(key) }];
  });
}

/** The task of a name, as a Taskfile calls it: one of its own, or `docker:build` of one that it includes; undefined where none is seen. */
export function findTask(project: ProjectFacts, taskfile: Taskfile, name: string): Task | undefined {
  if (name.startsWith(":")) return findTask(project, outermost(taskfile), name.slice(1));
  const tasks = tasksIn(taskfile.tree);
  const own = tasks.find((task) => task.name === name) ?? tasks.find((task) => lettersIn(valueAt(task.tree, "aliases")).includes(name));
  if (own !== undefined) return { taskfile, ...own, matches: [] };
  return included(project, taskfile, name) ?? wildcard(taskfile, tasks, name);
}

function outermost(taskfile: Taskfile): Taskfile {
  return taskfile.outer === undefined ? taskfile : outermost(taskfile.outer);
}

const deepestIncludes = 12;

function included(project: ProjectFacts, taskfile: Taskfile, name: string): Task | undefined {
  if (taskfile.depth >= deepestIncludes) return undefined;
  for (const include of namedIn(valueAt(taskfile.tree, "includes"))) {
    const names = [include.name, ...lettersIn(valueAt(include.value, "aliases"))];
    const namespace = names.find((one) => name === one || name.startsWith(`${one}:`));
    const isFlat = lettersAt(include.value, "flatten") === "true";
    if (namespace === undefined && !isFlat) continue;
    const below = includedTaskfile(project, taskfile, include.value);
    const found = below === undefined ? undefined : findTask(project, below, isFlat ? name : name === namespace ? "default" : name.slice((namespace ?? "").length + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Its tasks run where those of the including one do, unless `dir` says otherwise. */
function includedTaskfile(project: ProjectFacts, outer: Taskfile, include: YamlTree): Taskfile | undefined {
  const path = include.kind === "scalar" ? literalText(include.text) : lettersAt(include, "taskfile");
  if (path === undefined || /\{\{|:\/\//u.test(path)) return undefined;
  const target = inFolder(posix.dirname(outer.file), path);
  const file = [target, ...taskfileNames.map((name) => posix.join(target, name))].find((one) => project.readText(one) !== undefined);
  const folder = textAt(include, "dir");
  const known = folder === undefined ? "." : literalText(folder);
  if (file === undefined || known === undefined || known.includes("{{")) return undefined;
  return { file, tree: taskfileTree(project, file), folder: folder === undefined ? outer.folder : inFolder(posix.dirname(outer.file), known), given: valueAt(include, "vars"), outer, depth: outer.depth + 1 };
}

/** A path seen from a folder, relative to the project's root. */
export function inFolder(folder: string, path: string): string {
  return posix.normalize(path.startsWith("/") ? path.slice(1) : posix.join(folder, path));
}

/** https://taskfile.dev/docs/guide#wildcard-arguments */
function wildcard(taskfile: Taskfile, tasks: ReturnType<typeof tasksIn>, name: string): Task | undefined {
  for (const task of tasks) {
    if (!task.name.includes("*") || task.name.length > longestPattern || name.length > longestPattern) continue;
    const matches = matchesOf(task.name.split("*"), name);
    if (matches !== undefined) return { taskfile, ...task, matches };
  }
  return undefined;
}

const longestPattern = 200;

/** What stands between parts of a name, each as long as may be. */
function matchesOf([first = "", ...others]: readonly string[], name: string): readonly string[] | undefined {
  if (!name.startsWith(first)) return undefined;
  const found: string[] = [];
  let rest = name.slice(first.length);
  for (const [index, part] of others.entries()) {
    const isLast = index === others.length - 1;
    const at = isLast ? (rest.endsWith(part) ? rest.length - part.length : -1) : rest.indexOf(part);
    if (at < 0) return undefined;
    found.push(rest.slice(0, at));
    rest = rest.slice(at + part.length);
  }
  return found;
}

function lettersIn(tree: YamlTree | undefined): readonly string[] {
  return textsIn(tree).flatMap((text) => literalText(text) ?? []);
}

/** The texts of a list, or the one that stands for a list. */
export function textsIn(tree: YamlTree | undefined): readonly Text[] {
  const items = tree?.kind === "list" ? tree.items : tree === undefined ? [] : [tree];
  return items.flatMap((item) => (item.kind === "scalar" && item.type !== "null" ? [item.text] : []));
}
