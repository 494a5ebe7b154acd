import { posix } from "node:path";
import { reachedFrom } from "./reached-from.js";
import type { ProjectFiles } from "./read-project.js";

/**
 * The relevant files with those that kustomize reads together with them: the kustomizations that reach one of them by what
 * they name, and then, because an override may be meant for any of it, all that a relevant kustomization names.
 */
export function withKustomizations(project: ProjectFiles, relevant: readonly string[]): readonly string[] {
  const isKustomization = (file: string): boolean => project.yamlKindOf(file) === "kustomization";
  const kustomizations = project.sourceFiles.filter(isKustomization);
  if (kustomizations.length === 0) return relevant;
  const named = new Map(kustomizations.map((file) => [file, filesNamedIn(project, file)]));
  const namedBy = reversed(named);
  const isOfYaml = (file: string): boolean => project.languageOf(file) === "yaml";
  const reaching = reachedFrom(relevant.filter(isOfYaml), (file) => namedBy.get(file) ?? []);
  const reached = reachedFrom([...reaching].filter(isKustomization), (file) => named.get(file) ?? []);
  return [...new Set([...relevant, ...reaching, ...reached])];
}

/** What kustomize reads in a folder (https://kubectl.docs.kubernetes.io/references/kustomize/glossary/#kustomization). */
const kustomizationNames: readonly string[] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/** Whatever stands where a path may: behind a dash or a colon, or in a list in brackets. */
const mayBePath = /(?:^|[-:,[])[ \t]*["']?([^\s"',[\]{}#:-][^\s"',[\]{}#:]*)/gmu;

/** The files of the project that a kustomization names, itself or by their folder: resources, bases, components, patches, configurations. */
function filesNamedIn(project: ProjectFiles, kustomization: string): readonly string[] {
  const folder = posix.dirname(kustomization);
  const found = new Set<string>();
  for (const [, path = ""] of (project.readText(kustomization) ?? "").matchAll(mayBePath)) {
    const named = posix.join(folder, path).replace(/\/$/u, "");
    for (const file of [named, ...kustomizationNames.map((name) => posix.join(named, name))]) {
      if (file !== kustomization && project.languageOf(file) === "yaml") found.add(file);
    }
  }
  return [...found];
}

function reversed(named: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly string[]> {
  const by = new Map<string, string[]>();
  for (const [file, others] of named) {
    for (const other of others) {
      const known = by.get(other);
      if (known === undefined) by.set(other, [file]);
      else known.push(file);
    }
  }
  return by;
}
