import type { FileFacts } from "../facts/facts.js";
import type { ProjectFiles } from "./read-project.js";

export interface RelevanceInput {
  readonly project: ProjectFiles;
  /** Files that speak of images. */
  readonly seeds: readonly string[];
  readonly facts: (file: string) => FileFacts | undefined;
  readonly resolve: (specifier: string, from: string) => string | undefined;
}

export interface Relevance {
  /** In order of their names. */
  readonly files: readonly string[];
  /** Whether a module can get hold of what another one defines: it imports it, or imports a module that does. */
  readonly reaches: (from: string, to: string) => boolean;
}

/**
 * The modules that may hold sites or call what does: those that speak of images, and, to a fixed point, those that import
 * one of these (also through modules that hand its exports on) and use a name that it exports.
 *
 * What they import is loaded when it is needed; who calls them need not hold any word of images.
 */
export function relevantFiles({ project, seeds, facts, resolve }: RelevanceInput): Relevance {
  const relevant = new Set(seeds);
  const { importers, imports } = importGraph(project, resolve);
  const queue = [...seeds];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    const names = exportedNames(facts(file));
    if (names.length === 0) continue;
    const mentionsName = anyName(names);
    for (const importer of reachedThroughBarrels(file, importers, project)) {
      if (relevant.has(importer) || !mentionsName.test(project.readText(importer) ?? "")) continue;
      relevant.add(importer);
      queue.push(importer);
    }
  }
  const reached = new Map<string, ReadonlySet<string>>();
  return {
    files: [...relevant].sort(),
    reaches: (from, to) => {
      if (from === to) return true;
      const known = reached.get(from) ?? reachOf(from, imports, project);
      reached.set(from, known);
      return known.has(to);
    },
  };
}

const farthestImport = 2;

/** The files that a file imports, and that these import; modules that only hand on what others export are no step. */
function reachOf(from: string, imports: ReadonlyMap<string, readonly string[]>, project: ProjectFiles): ReadonlySet<string> {
  const reached = new Set<string>();
  let ring: readonly string[] = [from];
  for (let step = 0; step < farthestImport; step += 1) {
    const next: string[] = [];
    const queue = [...ring];
    for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
      for (const target of imports.get(file) ?? []) {
        if (reached.has(target)) continue;
        reached.add(target);
        if (handsOn(target, project)) queue.push(target);
        next.push(target);
      }
    }
    ring = next;
  }
  return reached;
}

/** Who imports a file, also by way of modules that only hand on what others export. */
function reachedThroughBarrels(file: string, importers: ReadonlyMap<string, readonly string[]>, project: ProjectFiles): ReadonlySet<string> {
  const reached = new Set<string>();
  const queue = [file];
  for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
    for (const importer of importers.get(one) ?? []) {
      if (reached.has(importer)) continue;
      reached.add(importer);
      if (handsOn(importer, project)) queue.push(importer);
    }
  }
  return reached;
}

const known = new WeakMap<ProjectFiles, Map<string, boolean>>();

/** Whether a module hands on what others export. */
function handsOn(file: string, project: ProjectFiles): boolean {
  const answers = known.get(project) ?? new Map<string, boolean>();
  known.set(project, answers);
  const answer = answers.get(file) ?? textHandsOn(project.readText(file) ?? "");
  answers.set(file, answer);
  return answer;
}

function textHandsOn(text: string): boolean {
  return /\bexport\s*(?:\*|\{[^}]*\}\s*from\b)|\bmodule\.exports\b|\bexports\.\w+\s*=\s*require\b/u.test(text);
}

const specifierPattern = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(["'`])([^"'`\n]{1,300})\1/gu;

/** Which files import which, by their specifiers as text: no file is parsed for it. */
function importGraph(project: ProjectFiles, resolve: RelevanceInput["resolve"]): { readonly importers: ReadonlyMap<string, readonly string[]>; readonly imports: ReadonlyMap<string, readonly string[]> } {
  const importers = new Map<string, string[]>();
  const imports = new Map<string, string[]>();
  const add = (map: Map<string, string[]>, key: string, file: string): void => {
    const known = map.get(key);
    if (known === undefined) map.set(key, [file]);
    else known.push(file);
  };
  for (const file of project.sourceFiles) {
    for (const match of (project.readText(file) ?? "").matchAll(specifierPattern)) {
      const target = match[2] === undefined ? undefined : resolve(match[2], file);
      if (target === undefined || target === file) continue;
      add(importers, target, file);
      add(imports, file, target);
    }
  }
  return { importers, imports };
}

/** Names of functions, classes and objects; `default` can be imported under any name, so it counts as every one. */
function exportedNames(facts: FileFacts | undefined): readonly string[] {
  if (facts === undefined) return [];
  const names = new Set<string>();
  for (const exported of facts.exports) {
    if (exported.kind !== "all") names.add(exported.exported);
  }
  // CommonJS: any member may be exported.
  if (names.size === 0) for (const one of facts.functions) if (one.name !== undefined) names.add(one.name);
  return [...names];
}

function anyName(names: readonly string[]): RegExp {
  const words = names.filter((name) => /^[\w$]+$/u.test(name) && name !== "default");
  return names.includes("default") || words.length === 0 ? /(?:)/u : new RegExp(`\\b(?:${words.map((word) => word.replace(/\$/gu, "\\$")).join("|")})\\b`, "u");
}
