import { existsSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import { buildOf } from "./go-build-constraints.js";
import { goDeclarations } from "./go-declarations.js";
import { readGoHeader, type GoHeader } from "./go-header.js";
import { readGoMod } from "./go-mod.js";
import { nearestFolderWith } from "./nearest-folder.js";
import { languageOf } from "./languages.js";
import { readTextOrNothing } from "./read-text.js";
import { remembering } from "./remembering.js";

/** The packages of a project's Go files. Ids are `go:<folder>#<name>`, by the package clause; all files are those of the project. */
export interface GoPackages {
  /** A file that `go build` leaves out of its folder's package (`//go:build ignore`) is a package of its own: `go:<file>#<name>`. */
  readonly packageOf: (file: string) => string;
  /** Whether a file is built on linux/amd64, with its package or alone. */
  readonly buildOf: (file: string) => "built" | "alone" | "excluded";
  /**
   * The package that an import path means in a file, `.` being its own; undefined for what is outside the project. Modules
   * are told by the go.mod files of the project, and by the one above it if the project is a part of a module.
   */
  readonly resolve: (specifier: string, from: string) => string | undefined;
  /** In order of their names, with the package's own tests. */
  readonly packageFiles: (id: string) => readonly string[];
  /** The files of a package that may declare a name, `Type.method` for a method, as their texts look; none is parsed for it. */
  readonly declaringFiles: (id: string, name: string) => readonly string[];
  /** The import paths in a file. */
  readonly importsOf: (file: string) => readonly string[];
  readonly headerOf: (file: string) => GoHeader;
  /** The packages of the project that a file imports. */
  readonly packagesImportedBy: (file: string) => readonly string[];
  /** The files that import a package. */
  readonly importersOf: (id: string) => readonly string[];
  /** All Go files of the project. */
  readonly files: readonly string[];
}

/** What is needed of a project to find its packages. */
export interface GoProject {
  readonly root: string;
  readonly files: readonly string[];
  readonly readText: (file: string) => string | undefined;
  /** A text in which imports and build constraints are the same, if there is one that is sooner had. */
  readonly searchedText?: ((file: string) => string | undefined) | undefined;
}

/** Nothing is read before it is asked for, and nothing twice. */
export function createGoPackages(project: GoProject): GoPackages {
  const files = project.files.filter((file) => languageOf(file) === "go");
  const header = remembering((file: string) => readGoHeader((project.searchedText ?? project.readText)(file) ?? ""));
  const build = remembering((file: string) => buildOf(file, header(file).comments));
  const filesIn = once(() => groupBy(files, folderOf));
  const modules = once(() => modulesOf(project));
  const moduleOf = remembering((folder: string) => nearestModule(modules(), folder));

  const packageOf = remembering((file: string) => {
    const folder = folderOf(file);
    const name = header(file).name ?? nameOfFolder(folder) ?? "";
    return build(file) === "built" ? idOf(folder, name) : idOf(file, name);
  });

  /** The name of what importers of a folder get: neither a program nor a test. */
  const nameOfFolder = remembering((folder: string): string | undefined => {
    const importable = (filesIn().get(folder) ?? []).filter((file) => !isTest(file) && header(file).name !== undefined && header(file).name !== "main" && build(file) === "built");
    return header(importable[0] ?? "").name;
  });

  const packageFiles = remembering((id: string): readonly string[] => {
    const place = id.slice(mark.length, id.lastIndexOf("#"));
    const candidates = languageOf(place) === "go" ? [place] : (filesIn().get(place) ?? []);
    return candidates.filter((file) => packageOf(file) === id);
  });

  const declared = remembering((id: string) => {
    const index = new Map<string, string[]>();
    for (const file of packageFiles(id)) {
      const names = new Set(goDeclarations(project.readText(file) ?? "").map(({ name, receiver }) => (receiver === undefined ? name : `${receiver}.${name}`)));
      for (const name of names) addTo(index, name, file);
    }
    return index;
  });

  const folderOfImport = (specifier: string, module: GoModule | undefined): string | undefined => {
    const replaced = longest(module?.replacements ?? [], specifier);
    if (replaced !== undefined) return inFolder(replaced.folder, specifier.slice(replaced.path.length));
    const owner = module !== undefined && isBelow(specifier, module.path) ? longest([module, ...modules().filter(({ path }) => path.length > module.path.length)], specifier) : longest(modules(), specifier);
    return owner === undefined ? undefined : inFolder(owner.folder, specifier.slice(owner.path.length));
  };

  const resolved = remembering((key: string): string | undefined => {
    const [moduleFolder = "", specifier = ""] = key.split("\n");
    const folder = folderOfImport(specifier, modules().find((one) => one.folder === moduleFolder));
    const name = folder === undefined ? undefined : nameOfFolder(folder);
    return folder === undefined || name === undefined ? undefined : idOf(folder, name);
  });

  const resolve = (specifier: string, from: string): string | undefined =>
    specifier === ownPackage ? packageOf(from) : resolved(`${moduleOf(folderOf(from))?.folder ?? noModule}\n${specifier}`);

  const packagesImportedBy = remembering((file: string): readonly string[] => [...new Set(header(file).imports.flatMap(({ specifier }) => resolve(specifier, file) ?? []))]);

  const importers = once(() => {
    const index = new Map<string, string[]>();
    for (const file of files) for (const id of packagesImportedBy(file)) addTo(index, id, file);
    return index;
  });

  return {
    packageOf,
    buildOf: build,
    resolve,
    packageFiles,
    declaringFiles: (id, name) => declared(id).get(name) ?? [],
    importsOf: (file) => header(file).imports.map(({ specifier }) => specifier),
    headerOf: header,
    packagesImportedBy,
    importersOf: (id) => importers().get(id) ?? [],
    files,
  };
}

/** Ids of packages begin with this, and no path of a file does. */
const mark = "go:";
const ownPackage = ".";
/** No folder has this name. */
const noModule = "\0";

function idOf(place: string, name: string): string {
  return `${mark}${place}#${name}`;
}

function folderOf(file: string): string {
  return file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : "";
}

function isTest(file: string): boolean {
  return file.endsWith("_test.go");
}

interface GoModule {
  readonly path: string;
  /** Relative to the project's root. */
  readonly folder: string;
  /** Other modules that are read from a folder of the project. */
  readonly replacements: readonly { readonly path: string; readonly folder: string }[];
}

function modulesOf(project: GoProject): readonly GoModule[] {
  const inside = project.files.filter((file) => file === "go.mod" || file.endsWith("/go.mod")).flatMap((file) => moduleIn(folderOf(file), project.readText(file) ?? ""));
  if (inside.some(({ folder }) => folder === "")) return inside;
  const outer = nearestFolderWith("go.mod", dirname(project.root));
  // Beyond the repository a go.mod is somebody else's.
  if (outer === undefined || existsSync(join(project.root, ".git")) || (nearestFolderWith(".git", dirname(project.root)) ?? "").length > outer.length) return inside;
  const below = relative(outer, project.root).split(sep).join("/");
  return [...inside, ...moduleIn("", readTextOrNothing(join(outer, "go.mod"))).map((module) => ({ ...module, path: `${module.path}/${below}`, replacements: [] }))];
}

function moduleIn(folder: string, text: string): readonly GoModule[] {
  const { module, replacements } = readGoMod(text);
  if (module === undefined) return [];
  return [{ path: module, folder, replacements: replacements.flatMap((one) => placed(one, folder)) }];
}

/** Folders outside the project are none of ours. */
function placed({ path, folder }: { readonly path: string; readonly folder: string }, base: string): readonly { readonly path: string; readonly folder: string }[] {
  const at = posix.normalize(`${base === "" ? "." : base}/${folder}`).replace(/\/$/u, "");
  return at.startsWith("..") ? [] : [{ path, folder: at === "." ? "" : at }];
}

function nearestModule(modules: readonly GoModule[], folder: string): GoModule | undefined {
  return modules.filter((module) => module.folder === "" || folder === module.folder || folder.startsWith(`${module.folder}/`)).toSorted((left, right) => right.folder.length - left.folder.length)[0];
}

/** Of the paths that an import path begins with the longest one. */
function longest<T extends { readonly path: string }>(candidates: readonly T[], specifier: string): T | undefined {
  return candidates.filter(({ path }) => isBelow(specifier, path)).toSorted((left, right) => right.path.length - left.path.length)[0];
}

function isBelow(specifier: string, path: string): boolean {
  return specifier === path || specifier.startsWith(`${path}/`);
}

function inFolder(folder: string, rest: string): string {
  return folder === "" ? rest.replace(/^\//u, "") : folder + rest;
}

function groupBy(files: readonly string[], keyOf: (file: string) => string): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const file of files) addTo(groups, keyOf(file), file);
  return groups;
}

function addTo(index: Map<string, string[]>, key: string, file: string): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, [file]);
  else known.push(file);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
