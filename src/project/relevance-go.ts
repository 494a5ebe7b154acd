import { goDeclarations, type GoDeclaration } from "./go-declarations.js";
import { visitNames } from "./go-names.js";
import { isGenerated } from "./go-files.js";
import type { GoPackages } from "./go-packages.js";
import { remembering } from "./remembering.js";
import type { ProjectFiles } from "./read-project.js";
import type { Lead, RelevanceInput, Widening } from "./relevance.js";

/**
 * Declarations lead on, one by one: those of a seed that speak of images, then those that name one of these. A name is seen in
 * its own package, and in those that import it if it is exported; a method also one import farther, because who holds a
 * value need not import its type's package.
 */
export function goWidening({ project }: RelevanceInput): Widening {
  const packages = project.goPackages();
  const outlineOf = remembering((file: string) => makeOutline(project, packages, file));
  const reached = remembering((from: string) => reachOf(packages, from));
  const viewersIn = { tests: remembering((id: string) => viewersOf(packages, id, true)), all: remembering((id: string) => viewersOf(packages, id, false)) };
  const viewersFor = (file: string, { name, receiver }: GoDeclaration): readonly string[] => {
    const viewers = viewersIn[isTest(file) ? "tests" : "all"](packages.packageOf(file));
    if (!/^\p{Lu}/u.test(name)) return viewers.inside;
    return receiver === undefined ? viewers.names : viewers.methods;
  };
  const led = new Set<Declared>();
  const leadsFrom = (file: string, declared: Declared): readonly Lead[] => {
    if (led.has(declared)) return [];
    led.add(declared);
    const id = packages.packageOf(file);
    return declared.names.filter(canBeFollowed).map((one) => {
      const [inside, outside] = one.receiver === undefined ? [one.name, `${id}.${one.name}`] : [`.${one.name}`, `.${one.name}`];
      return {
        viewers: viewersFor(file, one),
        usedIn: (viewer) => {
          const { scopes, users } = outlineOf(viewer);
          return users.get(scopes.has(id) ? inside : outside)?.flatMap((user) => leadsFrom(viewer, user));
        },
      };
    });
  };
  return {
    leadsOf: (file) => {
      const { declared, end } = outlineOf(file);
      const speaking = declared.filter(({ start }, index) => project.mentionsBetween(file, start, declared[index + 1]?.start ?? end));
      return speaking.flatMap((one) => leadsFrom(file, one));
    },
    reaches: (from, to) => packages.packageOf(from) === packages.packageOf(to) || reached(from).has(packages.packageOf(to)),
  };
}

/** Nobody can name these functions; and these methods, which the standard library's interfaces ask for, are called by all and run nothing. */
const notFollowed = { functions: new Set(["_", "init", "main"]), methods: new Set(["Error", "Format", "GoString", "Len", "Less", "MarshalJSON", "MarshalText", "MarshalYAML", "String", "Swap", "UnmarshalJSON", "UnmarshalText", "UnmarshalYAML"]) };

function canBeFollowed({ name, receiver }: GoDeclaration): boolean {
  return !(receiver === undefined ? notFollowed.functions : notFollowed.methods).has(name);
}

/** A declaration, of several names where it is `var a, b = …`. */
interface Declared {
  readonly names: readonly GoDeclaration[];
  readonly start: number;
}

interface Outline {
  readonly declared: readonly Declared[];
  /** The length of the text. */
  readonly end: number;
  /** The packages whose names it uses without a qualifier: its own, and those that it imports with a dot. */
  readonly scopes: ReadonlySet<string>;
  /**
   * Which declarations name what: `name` for what the package declares, `<id>.name` for what another package of the project
   * does, `.name` for anything else behind a dot.
   */
  readonly users: ReadonlyMap<string, readonly Declared[]>;
}

function makeOutline(project: ProjectFiles, packages: GoPackages, file: string): Outline {
  const text = project.readText(file) ?? "";
  const starts = groupByStart(goDeclarations(text));
  const imported = importedIds(packages, file);
  const declared: Declared[] = [];
  const users = new Map<string, Declared[]>();
  let next = 0;
  let previous = { name: "", end: -1 };
  visitNames(text, starts[0]?.start ?? text.length, {
    name: (start, end) => {
      for (let one = starts[next]; one !== undefined && one.start <= start; one = starts[next]) {
        declared.push(one);
        next += 1;
      }
      const word = text.slice(start, end);
      const isMember = text.charCodeAt(start - 1) === dot;
      const owner = isMember && previous.end === start - 1 ? previous.name : "";
      previous = { name: isMember ? "" : word, end };
      const user = declared.at(-1);
      if (user?.names[0]?.isType === false) addTo(users, isMember ? `${imported.get(owner) ?? ""}.${word}` : word, user);
    },
    // What looks like a declaration in a comment or a raw string is none.
    passed: (end) => {
      for (let one = starts[next]; one !== undefined && one.start < end; one = starts[next]) next += 1;
    },
  });
  return { declared, end: text.length, scopes: scopesOf(packages, file), users };
}

function groupByStart(declarations: readonly GoDeclaration[]): readonly Declared[] {
  const groups: { names: GoDeclaration[]; start: number }[] = [];
  for (const one of declarations) {
    const last = groups.at(-1);
    if (last?.start === one.start) last.names.push(one);
    else groups.push({ names: [one], start: one.start });
  }
  return groups;
}

function addTo(users: Map<string, Declared[]>, key: string, user: Declared): void {
  const known = users.get(key);
  if (known === undefined) users.set(key, [user]);
  else if (known.at(-1) !== user) known.push(user);
}

/** The packages of the project by the names under which a file imports them, and what is none of the project by what no id is. */
function importedIds(packages: GoPackages, file: string): ReadonlyMap<string, string> {
  return new Map(
    packages.headerOf(file).imports.map(({ specifier, name }) => {
      const id = packages.resolve(specifier, file);
      return [name ?? (id === undefined ? lastPart(specifier) : id.slice(id.lastIndexOf("#") + 1)), id ?? elsewhere] as const;
    }),
  );
}

const elsewhere = "elsewhere";

function scopesOf(packages: GoPackages, file: string): ReadonlySet<string> {
  const withDot = packages.headerOf(file).imports.filter(({ name }) => name === ".");
  return new Set([packages.packageOf(file), ...withDot.flatMap(({ specifier }) => packages.resolve(specifier, file) ?? [])]);
}

const dot = 0x2e;

function lastPart(path: string): string {
  return path.replace(/\/v\d+$/u, "").split("/").at(-1) ?? "";
}

/** Who sees a name: `inside` is the package, or its tests for what a test declares; `methods` are seen one import farther than `names`. */
interface Viewers {
  readonly inside: readonly string[];
  readonly names: readonly string[];
  readonly methods: readonly string[];
}

function viewersOf(packages: GoPackages, id: string, ofTests: boolean): Viewers {
  // Generated files hold types, clients and mocks; what they call leads nowhere else.
  const hand = (files: readonly string[]): readonly string[] => [...new Set(files)].filter((file) => !isGenerated(packages.headerOf(file)));
  const own = packages.packageFiles(id);
  const importers = packages.importersOf(id);
  if (ofTests) {
    const folder = folderOf(own[0] ?? "");
    const outside = hand([...own, ...importers].filter((one) => isTest(one) && folderOf(one) === folder));
    return { inside: hand(own.filter(isTest)), names: outside, methods: outside };
  }
  const farther = [...new Set(importers.filter((one) => !isTest(one)).map(packages.packageOf))].flatMap((one) => [...packages.packageFiles(one), ...packages.importersOf(one)]);
  return { inside: hand(own), names: hand([...own, ...importers]), methods: hand([...own, ...importers, ...farther]) };
}

/** The packages that a file imports, and that these import. */
function reachOf(packages: GoPackages, from: string): ReadonlySet<string> {
  const direct = packages.packagesImportedBy(from);
  return new Set([...direct, ...direct.flatMap((id) => packages.packageFiles(id).filter((file) => !isTest(file)).flatMap(packages.packagesImportedBy))]);
}

function isTest(file: string): boolean {
  return file.endsWith("_test.go");
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf("/") + 1);
}
