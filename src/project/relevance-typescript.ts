import type { FileFacts } from "../facts/facts.js";
import type { ProjectFiles } from "./read-project.js";
import { remembering } from "./remembering.js";
import type { Lead, RelevanceInput, Widening } from "./relevance.js";

/** Modules lead on by any name that they export, to those that import them, also through modules that hand their exports on. */
export function typescriptWidening({ project, facts, resolve }: RelevanceInput): Widening {
  const { importers, imports } = importGraph(project, resolve);
  const handsOn = remembering((file: string) => textHandsOn(project.readText(file) ?? ""));
  const led = new Set<string>();
  const leadsOf = (file: string): readonly Lead[] => {
    if (led.has(file)) return [];
    led.add(file);
    const names = exportedNames(facts(file));
    if (names.length === 0) return [];
    const mentionsName = anyName(names);
    const usedIn = (viewer: string): readonly Lead[] | undefined => (!led.has(viewer) && mentionsName.test(project.readText(viewer) ?? "") ? leadsOf(viewer) : undefined);
    return [{ viewers: reachedThroughBarrels(file, importers, handsOn), usedIn }];
  };
  const reachOfFile = remembering((from: string) => reachOf(from, imports, handsOn));
  return { leadsOf, reaches: (from, to) => reachOfFile(from).has(to) };
}

const farthestImport = 2;

/** The files that a file imports, and that these import; modules that only hand on what others export are no step. */
function reachOf(from: string, imports: ReadonlyMap<string, readonly string[]>, handsOn: (file: string) => boolean): ReadonlySet<string> {
  const reached = new Set<string>();
  let ring: readonly string[] = [from];
  for (let step = 0; step < farthestImport; step += 1) {
    const next: string[] = [];
    const queue = [...ring];
    for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
      for (const target of imports.get(file) ?? []) {
        if (reached.has(target)) continue;
        reached.add(target);
        if (handsOn(target)) queue.push(target);
        next.push(target);
      }
    }
    ring = next;
  }
  return reached;
}

/** Who imports a file, also by way of modules that only hand on what others export. */
function reachedThroughBarrels(file: string, importers: ReadonlyMap<string, readonly string[]>, handsOn: (file: string) => boolean): ReadonlySet<string> {
  const reached = new Set<string>();
  const queue = [file];
  for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
    for (const importer of importers.get(one) ?? []) {
      if (reached.has(importer)) continue;
      reached.add(importer);
      if (handsOn(importer)) queue.push(importer);
    }
  }
  return reached;
}

/** Whether a module hands on what others export. */
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
  for (const file of project.sourceFiles.filter((one) => project.languageOf(one) === "typescript")) {
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
