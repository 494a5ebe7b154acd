import type { FileFacts } from "../facts/facts.js";
import { apiEffect } from "../models/apis/table.js";
import { choice } from "../values/text.js";
import type { Cell, FunctionValue, Value } from "../values/value.js";
import { builtin } from "./builtins/table.js";
import { loadModule } from "./modules.js";
import { newUnknown } from "./run.js";
import type { Run } from "./run.js";

/** A cell that is shared with whoever declares the name, or a value. */
export type Resolved = { readonly cell: Cell } | { readonly value: Value };

/** Ids of packages begin with this, and no path of a file does. */
const mark = "go:";

/** The specifier by which a file of Go imports what other files of its package declare. */
export const ownPackage = ".";

export function isPackageId(resolved: string): boolean {
  return resolved.startsWith(mark);
}

/** The namespace of a package of the project, as one root sees it. */
export function packageNamespace(run: Run, id: string): Value {
  const known = run.packages.get(id) ?? run.store.createObject("module", { place: { file: id, start: 0, end: 0 } });
  run.packages.set(id, known);
  return { kind: "object", object: known };
}

/** What a package declares under a name. Two files may declare it under different build constraints: then it is one of both. */
export function packageMember(run: Run, id: string, name: string): Resolved | undefined {
  const cells = run.project.declaringFiles(id, name).flatMap((file) => {
    const cell = declaredCell(run, file, name);
    return cell === undefined ? [] : [cell];
  });
  const [only] = cells;
  if (cells.length < 2) return only === undefined ? undefined : { cell: only };
  return { value: choice(cells.map((cell) => cell.value ?? newUnknown(run, `the name ${name}`)), `${id} ${name}`) };
}

function declaredCell(run: Run, file: string, name: string): Cell | undefined {
  const facts = run.project.facts(file);
  const exported = facts?.exports.find((one) => one.kind === "local" && one.exported === name);
  if (exported?.kind !== "local") return undefined;
  const cells = loadModule(run, file)?.activation().cells;
  if (cells === undefined) return undefined;
  const known = cells.get(exported.variable);
  if (known !== undefined) return known;
  const cell: Cell = { value: undefined, origin: undefined };
  cells.set(exported.variable, cell);
  return cell;
}

/** A name that a file of Go does not declare: of its own package, or of one that it imports with a dot. */
export function nameInScope(run: Run, facts: FileFacts, file: string, name: string): Resolved | undefined {
  const own = run.project.resolve(ownPackage, file);
  const declared = own === undefined ? undefined : packageMember(run, own, name);
  if (declared !== undefined) return declared;
  const outside: string[] = [];
  for (const { specifier } of facts.imports.filter((one) => one.isDot === true)) {
    const id = run.project.resolve(specifier, file);
    if (id === undefined) outside.push(`${externalPackage(specifier)}.${name}`);
    const member = id === undefined ? undefined : packageMember(run, id, name);
    if (member !== undefined) return member;
  }
  const path = outside.find((one) => apiEffect(one) !== undefined || builtin(one) !== undefined) ?? outside[0];
  return path === undefined ? undefined : { value: { kind: "external", path } };
}

/**
 * The path by which the tables know a Go package: major versions are no part of it, because what a function does with an
 * image seldom changes with them (https://go.dev/ref/mod#major-version-suffixes).
 */
export function externalPackage(importPath: string): string {
  return `${mark}${importPath.replace(/\/v\d+(?=\/|$)/gu, "").replace(/\.v\d+$/u, "")}`;
}

/** A method, which may be declared in any file of its type's package. */
export function methodOf(run: Run, file: string, type: string, key: string): Omit<FunctionValue, "receiver"> | undefined {
  const own = run.project.resolve(ownPackage, file);
  for (const one of new Set([file, ...(own === undefined ? [] : run.project.declaringFiles(own, `${type}.${key}`))])) {
    const method = run.project.facts(one)?.methods?.find((candidate) => candidate.type === type && candidate.key === key);
    const module = method === undefined ? undefined : loadModule(run, one);
    if (method !== undefined && module !== undefined) return { kind: "function", module, function: method.function, scope: module.activation() };
  }
  return undefined;
}

