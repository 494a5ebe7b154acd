import type { FileFacts, Statement, VariableIndex } from "../facts/facts.js";
import type { Activation, Cell, HeapObject, ModuleInstance, Value } from "../values/value.js";
import { execute } from "./execute.js";
import { externalPackage, isPackageId, ownPackage, nameInScope, packageMember, packageNamespace } from "./packages.js";
import type { Resolved } from "./packages.js";
import { plainValue } from "./plain-values.js";
import { readProperty } from "./properties.js";
import { factsOf, newFrame, newUnknown, withinHelperBounds } from "./run.js";
import type { Frame, ProjectFacts, Run } from "./run.js";

/** What a module specifier gives: the module's namespace, what a CommonJS module exports, or something outside of the project. */
export function moduleValue(run: Run, specifier: string, from: string, form: "import" | "require"): Value {
  const file = run.project.resolve(specifier, from);
  return file === undefined ? { kind: "external", path: externalPath(run, specifier, from) } : fileValue(run, file, specifier, form);
}

function fileValue(run: Run, file: string, specifier: string, form: "import" | "require"): Value {
  if (isPackageId(file)) return packageNamespace(run, file);
  if (file.endsWith(".json")) return jsonValue(run, file);
  const module = loadModule(run, file);
  if (module === undefined) return { kind: "external", path: specifier };
  const replaced = module.exports.properties.get("module.exports")?.value;
  return replaced !== undefined && form === "require" ? replaced : { kind: "object", object: module.exports };
}

/** How the tables know a module that is none of the project. */
function externalPath(run: Run, specifier: string, from: string): string {
  return run.project.facts(from)?.language === "go" ? externalPackage(specifier) : specifier.replace(/^node:/u, "");
}

/** The value of an imported name; undefined for a variable that is none. */
export function importedVariable(frame: Frame, variable: VariableIndex): Value | undefined {
  const { run } = frame;
  const { module } = frame.activation;
  const facts = factsOf(run, module.file);
  if (facts.variables[variable]?.kind !== "import") return undefined;
  const found = bindingOf(facts, variable);
  if (found === undefined) return undefined;
  const result = facts.language === "go" && found.specifier === ownPackage ? nameInScope(run, facts, module.file, found.imported) : resolveImport(run, found.specifier, module.file, found.imported, new Set());
  if (result === undefined) return newUnknown(run, `the import ${found.imported} of ${found.specifier}`);
  if ("cell" in result) {
    // Imports are live: both modules share the cell.
    module.activation().cells.set(variable, result.cell);
    return result.cell.value;
  }
  return result.value;
}

/** Makes a variable of Go that another file of the package declares share its cell. */
export function declaredElsewhere(frame: Frame, variable: VariableIndex): void {
  const facts = factsOf(frame.run, frame.activation.module.file);
  if (facts.language === "go" && facts.variables[variable]?.kind === "import") importedVariable(frame, variable);
}

/** One member of a namespace. */
export function namespaceMember(run: Run, namespace: HeapObject, name: string): Value | undefined {
  const file = namespace.place?.file;
  if (file === undefined) return undefined;
  const result = isPackageId(file) ? packageMember(run, file, name) : resolveExport(run, file, name, new Set());
  return result === undefined ? undefined : "cell" in result ? result.cell.value : result.value;
}

/** Loads a module once per root: its imports first, then its own statements. */
export function loadModule(run: Run, file: string): ModuleInstance | undefined {
  const known = run.modules.get(file);
  if (known !== undefined) return known;
  const facts = run.project.facts(file);
  if (facts === undefined) return undefined;
  const { store } = run;
  const module: ModuleInstance = { file, exports: store.createObject("module", { place: { file, start: 0, end: 0 } }), activation: () => activation };
  const activation: Activation = { module, function: undefined, parent: undefined, cells: new Map<number, Cell>(), receiver: undefined, home: undefined, path: undefined };
  run.modules.set(file, module);
  for (const { target, specifier } of loadedImports(run.project, file, facts)) {
    if (isPackageId(target)) loadPackage(run, target, "without tests");
    else fileValue(run, target, specifier, "import");
  }
  // In Go, `init` functions run when all variables of the package are set (https://go.dev/ref/spec#Package_initialization).
  const isLater = (statement: Statement): boolean => facts.language === "go" && statement.kind === "evaluate";
  const now = facts.body.filter((statement) => !isLater(statement));
  const body = (): boolean => execute(newFrame(run, activation), now);
  const start = store.mark();
  run.loading.depth += 1;
  try {
    if (run.project.relevantFiles.has(file)) body();
    else withinHelperBounds(run, body, () => true);
  } finally {
    run.loading.depth -= 1;
  }
  if (now.length < facts.body.length) run.loading.later.push(() => execute(newFrame(run, activation), facts.body.filter(isLater)));
  if (run.loading.depth === 0) for (const initialise of run.loading.later.splice(0)) initialise();
  // A module that is first read on one of several ways has been loaded before all of them.
  store.settle(start);
  return module;
}

interface LoadedImport {
  readonly target: string;
  readonly specifier: string;
}

const knownImports = new WeakMap<ProjectFacts, Map<string, readonly LoadedImport[]>>();

/** What is loaded with a module, the same in each root. */
function loadedImports(project: ProjectFacts, file: string, facts: FileFacts): readonly LoadedImport[] {
  const ofProject = knownImports.get(project) ?? new Map<string, readonly LoadedImport[]>();
  if (ofProject.size === 0) knownImports.set(project, ofProject);
  const known = ofProject.get(file) ?? findLoadedImports(project, file, facts);
  ofProject.set(file, known);
  return known;
}

function findLoadedImports(project: ProjectFacts, file: string, facts: FileFacts): readonly LoadedImport[] {
  return facts.imports.flatMap(({ specifier, bindings, isTypeOnly, isExpression }) => {
    // What only gives values is loaded when one of them is read; what may hold a site, or is imported for what it does, now.
    if (isTypeOnly === true || isExpression === true || (facts.language === "go" && specifier === ownPackage)) return [];
    const target = project.resolve(specifier, file);
    return target !== undefined && (isPackageId(target) || project.relevantFiles.has(target) || bindings.length === 0) ? [{ target, specifier }] : [];
  });
}

/**
 * Loads the files of a package that may hold a site; the others are loaded when something of them is read. A package's
 * own tests are no part of it for whoever imports it (https://pkg.go.dev/cmd/go#hdr-Test_packages).
 */
export function loadPackage(run: Run, id: string, tests: "with tests" | "without tests"): void {
  const { packageFiles, declaringFiles, relevantFiles } = run.project;
  const initialising = new Set(declaringFiles(id, "init"));
  for (const file of packageFiles(id)) if ((relevantFiles.has(file) || initialising.has(file)) && (tests === "with tests" || !isGoTest(file))) loadModule(run, file);
}

export function isGoTest(file: string): boolean {
  return file.endsWith("_test.go");
}

const bindings = new WeakMap<FileFacts, ReadonlyMap<VariableIndex, { readonly specifier: string; readonly imported: string }>>();

function bindingOf(facts: FileFacts, variable: VariableIndex): { readonly specifier: string; readonly imported: string } | undefined {
  let known = bindings.get(facts);
  if (known === undefined) {
    known = new Map(facts.imports.flatMap((one) => one.bindings.map((binding) => [binding.variable, { specifier: one.specifier, imported: binding.imported }] as const)));
    bindings.set(facts, known);
  }
  return known.get(variable);
}

function resolveImport(run: Run, specifier: string, from: string, imported: string, seen: Set<string>): Resolved | undefined {
  const file = run.project.resolve(specifier, from);
  if (file === undefined) {
    const path = externalPath(run, specifier, from);
    return { value: { kind: "external", path: imported === "*" || imported === "default" ? path : `${path}.${imported}` } };
  }
  const namespace = moduleValue(run, specifier, from, "import");
  if (imported === "*") return { value: namespace };
  if (file.endsWith(".json")) return { value: imported === "default" ? namespace : plainMember(namespace, imported) ?? newUnknown(run, `the key ${imported} of ${file}`) };
  return resolveExport(run, file, imported, seen);
}

function resolveExport(run: Run, file: string, name: string, seen: Set<string>): Resolved | undefined {
  const visit = `${file} ${name}`;
  if (seen.has(visit)) return undefined;
  seen.add(visit);
  const module = loadModule(run, file);
  const facts = run.project.facts(file);
  if (module === undefined || facts === undefined) return undefined;
  for (const exported of facts.exports) {
    if (exported.kind === "all" || exported.exported !== name) continue;
    if (exported.kind === "from") return resolveImport(run, exported.specifier, file, exported.imported, seen);
    const { cells } = module.activation();
    const imported = facts.variables[exported.variable]?.kind === "import" ? bindingOf(facts, exported.variable) : undefined;
    if (imported !== undefined) return resolveImport(run, imported.specifier, file, imported.imported, seen);
    const known = cells.get(exported.variable);
    if (known !== undefined) return { cell: known };
    const cell: Cell = { value: undefined, origin: undefined };
    cells.set(exported.variable, cell);
    return { cell };
  }
  const own = module.exports.properties.get(name);
  if (own?.value !== undefined) return { cell: own };
  const replaced = module.exports.properties.get("module.exports")?.value;
  if (replaced !== undefined) return { value: name === "default" ? replaced : (plainMember(replaced, name) ?? readMember(run, module, replaced, name)) };
  if (name === "default") return facts.exports.length === 0 ? { value: { kind: "object", object: module.exports } } : undefined;
  for (const exported of facts.exports) {
    if (exported.kind !== "all") continue;
    const target = run.project.resolve(exported.specifier, file);
    const found = target === undefined || target.endsWith(".json") ? undefined : resolveExport(run, target, name, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

function plainMember(value: Value, name: string): Value | undefined {
  return value.kind === "object" ? value.object.properties.get(name)?.value : undefined;
}

function readMember(run: Run, module: ModuleInstance, value: Value, name: string): Value {
  return readProperty(newFrame(run, module.activation()), value, name);
}

/** Larger files are data of the program's own, and names of images are not found in them. */
const largestJson = 50_000;

function jsonValue(run: Run, file: string): Value {
  const known = run.json.get(file);
  if (known !== undefined) return known;
  const value = readJson(run, file) ?? newUnknown(run, `the content of ${file}`);
  run.json.set(file, value);
  return value;
}

function readJson(run: Run, file: string): Value | undefined {
  const text = run.project.readText(file);
  if (text === undefined || text.length > largestJson) return undefined;
  try {
    return plainValue(run, JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}
