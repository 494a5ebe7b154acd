import { posix } from "node:path";
import { yamlToolOf } from "../../models/yaml-tools.js";
import type { Place } from "../../values/value.js";
import { projectText } from "../files.js";
import type { ProjectFacts } from "../run.js";
import { lettersAt, treesOf, valueAt, valueBelow } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";

/** One of Garden's actions, or a module of the versions before it had these. */
export interface GardenAction {
  /** `Build`, `Deploy`, `Run`, `Test`, `Module`, `Workflow`. */
  readonly kind: string;
  readonly type: string;
  readonly name: string;
  readonly tree: YamlTree;
  readonly file: string;
  /** Its sources, relative to the project's root; empty for the root itself. */
  readonly folder: string;
  readonly place: Place;
}

/** A project of Garden's: its folder, and what is configured in it. */
export interface GardenProject {
  readonly file: string;
  readonly actions: readonly GardenAction[];
}

/** The projects among the files; what lies in the folder of none is one of its own. */
export function gardenProjects(project: ProjectFacts, files: readonly string[]): readonly GardenProject[] {
  const documents = files.filter((file) => project.facts(file)?.language === "yaml" && yamlToolOf(file, project.readText(file) ?? "") === "garden").map((file) => ({ file, trees: treesOf(projectText(file, project.readText(file) ?? "")).trees }));
  const heads = documents.filter(({ trees }) => trees.some((tree) => lettersAt(tree, "kind") === "Project")).map(({ file }) => file);
  // The deepest one around a file is its own.
  const headOf = (file: string): string => [...heads].filter((head) => isAround(posix.dirname(head), file)).sort((left, right) => right.length - left.length)[0] ?? file;
  const byHead = new Map<string, GardenProject>();
  for (const { file, trees } of documents) {
    const head = headOf(file);
    const known = byHead.get(head) ?? { file: head, actions: [] };
    byHead.set(head, { file: head, actions: [...known.actions, ...trees.flatMap((tree) => actionIn(file, tree))] });
  }
  return [...byHead.values()];
}

function isAround(folder: string, file: string): boolean {
  return folder === "." || file.startsWith(`${folder}/`);
}

function actionIn(file: string, tree: YamlTree): readonly GardenAction[] {
  const kind = lettersAt(tree, "kind") ?? "";
  if (!["Build", "Deploy", "Run", "Test", "Module", "Workflow"].includes(kind) || lettersAt(tree, "disabled") === "true") return [];
  const folder = posix.normalize(posix.join(posix.dirname(file), lettersAt(valueAt(tree, "source"), "path") ?? lettersAt(valueBelow(tree, "spec", "source"), "path") ?? "."));
  return [{ kind, type: lettersAt(tree, "type") ?? "", name: lettersAt(tree, "name") ?? "", tree, file, folder: folder === "." || folder.startsWith("..") ? "" : folder, place: tree.kind === "scalar" ? { file, start: 0, end: 0 } : (tree.place ?? { file, start: 0, end: 0 }) }];
}
