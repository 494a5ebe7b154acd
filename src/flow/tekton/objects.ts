import { posix } from "node:path";
import type { Place } from "../../values/value.js";
import { projectText } from "../files.js";
import type { ProjectFacts } from "../run.js";
import { itemsAt, lettersAt, treesOf, valueAt } from "../yaml-tree.js";
import type { YamlMap } from "../yaml-tree.js";

/** An object of Tekton's in a file of the project. */
export interface TektonObject {
  readonly file: string;
  readonly kind: string;
  /** Empty for one that the cluster names (`generateName`). */
  readonly name: string;
  readonly tree: YamlMap;
  readonly place: Place;
}

/** Whether an object is one of Tekton's, which its flow runs, by its `apiVersion` (https://tekton.dev/docs/pipelines/). */
export function isOfTekton(apiVersion: string | undefined): boolean {
  return apiVersion !== undefined && /^(?:triggers\.)?tekton\.dev\//u.test(apiVersion);
}

/** The objects of Tekton's in the files of a project that may concern images; those that others make of templates of triggers too. */
export function tektonObjects(project: ProjectFacts): readonly TektonObject[] {
  const known = read.get(project);
  if (known !== undefined) return known;
  const objects = [...project.relevantFiles].filter((file) => /\.ya?ml$/u.test(file)).flatMap((file) => {
    const text = project.readText(file) ?? "";
    return text.includes("tekton.dev/") && project.facts(file)?.language === "yaml" ? objectsIn(file, text) : [];
  });
  read.set(project, objects);
  return objects;
}

const read = new WeakMap<ProjectFacts, readonly TektonObject[]>();

function objectsIn(file: string, text: string): readonly TektonObject[] {
  return treesOf(projectText(file, text)).trees.flatMap((tree) => {
    const items = lettersAt(tree, "kind")?.endsWith("List") === true ? itemsAt(tree, "items") : [tree];
    return items.flatMap((item) => {
      const apiVersion = lettersAt(item, "apiVersion");
      const kind = lettersAt(item, "kind");
      if (item.kind !== "map" || kind === undefined || !isOfTekton(apiVersion)) return [];
      return [{ file, kind, name: lettersAt(valueAt(item, "metadata"), "name") ?? "", tree: item, place: item.place ?? { file, start: 0, end: 0 } }];
    });
  });
}

/**
 * The object of a name that a file speaks of. Catalogs hold a task in several versions: the nearest one is meant, and where
 * there is no nearest one, nobody knows which.
 */
export function objectNamed(project: ProjectFacts, kinds: readonly string[], name: string, from: string): TektonObject | undefined {
  const found = tektonObjects(project).filter((object) => object.name === name && kinds.includes(object.kind));
  const nearness = found.map(({ file }) => commonFolders(file, from));
  const nearest = Math.max(...nearness);
  const [only, ...others] = found.filter((_, index) => nearness[index] === nearest);
  return others.length === 0 ? only : undefined;
}

function commonFolders(left: string, right: string): number {
  const [ours, theirs] = [left, right].map((file) => posix.dirname(file).split("/"));
  const different = (ours ?? []).findIndex((part, index) => part !== theirs?.[index]);
  return different < 0 ? (ours ?? []).length : different;
}
