import { posix } from "node:path";
import { readXml, type XmlText, type XmlTree } from "../../frontends/xml/read.js";
import { pomFile } from "../../models/maven.js";
import type { ProjectFacts } from "../run.js";

/** A project file of Maven's (https://maven.apache.org/pom.html). */
export interface Pom {
  readonly file: string;
  readonly tree: XmlTree;
}

/** The project file; undefined where there is none, or none that can be read. */
export function pomOf(project: ProjectFacts, file: string): Pom | undefined {
  const files = known.get(project) ?? new Map<string, Pom | undefined>();
  known.set(project, files);
  if (!files.has(file)) {
    const tree = readXml(project.readText(file) ?? "");
    files.set(file, tree?.name === "project" ? { file, tree } : undefined);
  }
  return files.get(file);
}

const known = new WeakMap<ProjectFacts, Map<string, Pom | undefined>>();

/** The child at a path of names; the first of each. */
export function childAt(tree: XmlTree | undefined, ...path: readonly string[]): XmlTree | undefined {
  return path.reduce<XmlTree | undefined>((found, name) => found?.children.find((child) => child.name === name), tree);
}

export function childrenAt(tree: XmlTree | undefined, ...path: readonly string[]): readonly XmlTree[] {
  return childAt(tree, ...path)?.children ?? [];
}

export function textAt(tree: XmlTree | undefined, ...path: readonly string[]): XmlText | undefined {
  const text = childAt(tree, ...path)?.text;
  return text === undefined || text.value === "" ? undefined : text;
}

const mostParents = 20;

/** A project and those that it inherits from, as far as they are in the repository: nearest first. */
export function withParents(project: ProjectFacts, pom: Pom): readonly Pom[] {
  const chain = [pom];
  for (let next = parentOf(project, pom); next !== undefined && chain.length < mostParents && !chain.includes(next); next = parentOf(project, next)) chain.push(next);
  return chain;
}

function parentOf(project: ProjectFacts, { file, tree }: Pom): Pom | undefined {
  const parent = childAt(tree, "parent");
  const written = childAt(parent, "relativePath");
  // Empty: it comes from a repository of Maven's.
  if (parent === undefined || (written !== undefined && textAt(written) === undefined)) return undefined;
  const found = pomAt(project, posix.join(posix.dirname(file), textAt(written)?.value ?? ".."));
  return found !== undefined && textAt(found.tree, "artifactId")?.value === textAt(parent, "artifactId")?.value ? found : undefined;
}

/** A path of a project file, or of the folder that it is in. */
function pomAt(project: ProjectFacts, path: string): Pom | undefined {
  return pomOf(project, path.endsWith(".xml") ? path : posix.join(path, pomFile));
}

const mostModules = 300;

/** A project with all modules below it, those of profiles too. */
export function withModules(project: ProjectFacts, pom: Pom): readonly Pom[] {
  const found = new Set([pom]);
  for (const one of found) {
    for (const part of [one.tree, ...childrenAt(one.tree, "profiles")]) {
      for (const { text } of childrenAt(part, "modules")) {
        const module = text === undefined || found.size >= mostModules ? undefined : pomAt(project, posix.join(posix.dirname(one.file), text.value));
        if (module !== undefined) found.add(module);
      }
    }
  }
  return [...found];
}

/** A plugin as one part of a project file writes it. */
export interface WrittenPlugin {
  readonly file: string;
  readonly artifactId: string;
  readonly tree: XmlTree;
  /** What stands in `pluginManagement` counts where the plugin is used. */
  readonly isManaged: boolean;
}

export function pluginsOf({ file, tree }: Pom): readonly WrittenPlugin[] {
  return [tree, ...childrenAt(tree, "profiles")].flatMap((part) =>
    [false, true].flatMap((isManaged) => {
      const build = childAt(part, "build");
      return childrenAt(isManaged ? childAt(build, "pluginManagement") : build, "plugins").flatMap((plugin): readonly WrittenPlugin[] => {
        const artifactId = textAt(plugin, "artifactId")?.value;
        return artifactId === undefined ? [] : [{ file, artifactId, tree: plugin, isManaged }];
      });
    }),
  );
}

/** The configurations of a plugin: its own, and those of its executions. */
export function configurationsOf({ tree }: WrittenPlugin): readonly XmlTree[] {
  return [tree, ...childrenAt(tree, "executions")].flatMap((part) => childAt(part, "configuration") ?? []);
}

/** The goals that are bound to phases. */
export function boundGoals({ tree }: WrittenPlugin): readonly string[] {
  return childrenAt(tree, "executions").flatMap((execution) => (textAt(execution, "phase")?.value === "none" ? [] : childrenAt(execution, "goals").flatMap(({ text }) => text?.value ?? [])));
}
