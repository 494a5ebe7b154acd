import { posix } from "node:path";
import type { JustAssignment, JustRecipe, Justfile } from "../../facts/justfile.js";
import { readJustfile } from "../../frontends/just/read.js";
import type { EncodedText } from "../../values/encoding.js";
import { encodeText } from "../../values/encoding.js";
import { projectText } from "../files.js";
import type { ProjectFacts } from "../run.js";

/** What one file gives to a justfile that is run: itself, or one that it imports. */
export interface JustSource {
  readonly file: string;
  readonly text: EncodedText;
  readonly facts: Justfile;
}

/** A justfile with all that it imports; each module is one of its own. */
export interface JustModule {
  readonly file: string;
  /** Where its recipes run, relative to the project's root. */
  readonly folder: string;
  readonly sources: readonly JustSource[];
  /** False where something is imported that is not in the project. */
  readonly isComplete: boolean;
}

export interface InSource<T> {
  readonly source: JustSource;
  readonly item: T;
}

/** https://just.systems/man/en/the-default-recipe.html: names of justfiles, whatever the case of their letters. */
export function isJustfileName(name: string): boolean {
  return /^\.?justfile$/iu.test(name);
}

const known = new WeakMap<ProjectFacts, Map<string, JustSource>>();

function sourceAt(project: ProjectFacts, file: string): JustSource | undefined {
  const sources = known.get(project) ?? new Map<string, JustSource>();
  known.set(project, sources);
  const found = sources.get(file);
  if (found !== undefined) return found;
  const letters = project.readText(file);
  const text = letters === undefined ? undefined : encodeText(projectText(file, letters));
  if (text === undefined) return undefined;
  const read = { file, text, facts: readJustfile(text.encoded) };
  sources.set(file, read);
  return read;
}

const mostImports = 50;

/** Undefined for a file that is not in the project. */
export function justModule(project: ProjectFacts, file: string, folder: string = posix.dirname(file)): JustModule | undefined {
  const sources = new Map<string, JustSource>();
  let isComplete = true;
  const add = (path: string): void => {
    if (sources.has(path)) return;
    const source = sources.size < mostImports ? sourceAt(project, path) : undefined;
    if (source === undefined) {
      isComplete = false;
      return;
    }
    sources.set(path, source);
    for (const one of source.facts.imports) add(posix.normalize(posix.join(posix.dirname(path), one)));
  };
  add(file);
  return sources.size === 0 ? undefined : { file, folder, sources: [...sources.values()], isComplete };
}

export function assignmentIn({ sources }: JustModule, name: string): InSource<JustAssignment> | undefined {
  for (const source of sources) {
    const item = source.facts.assignments.findLast((one) => one.name === name);
    if (item !== undefined) return { source, item };
  }
  return undefined;
}

export function assignmentsIn({ sources }: JustModule): readonly InSource<JustAssignment>[] {
  return sources.flatMap((source) => source.facts.assignments.map((item) => ({ source, item })));
}

export function recipesIn({ sources }: JustModule): readonly InSource<JustRecipe>[] {
  return sources.flatMap((source) => source.facts.recipes.map((item) => ({ source, item })));
}

export function settingIn({ sources }: JustModule, name: string): InSource<NonNullable<ReturnType<Justfile["settings"]["get"]>>> | undefined {
  for (const source of sources) {
    const item = source.facts.settings.get(name);
    if (item !== undefined) return { source, item };
  }
  return undefined;
}

/** Whether a setting without a value, or `true`, is made. */
export function isSet(module: JustModule, name: string): boolean {
  const [value] = settingIn(module, name)?.item ?? [undefined];
  return settingIn(module, name) !== undefined && !(value?.kind === "name" && value.name === "false");
}

const deepestModules = 12;

/** The recipe of a name or alias; `docker::build` is one of a module (https://just.systems/man/en/modules1190.html). */
export function findRecipe(project: ProjectFacts, module: JustModule, name: string, depth = 0): (InSource<JustRecipe> & { readonly module: JustModule }) | undefined {
  const own = recipesIn(module).find(({ item }) => item.name === name);
  if (own !== undefined) return { ...own, module };
  if (depth > deepestModules) return undefined;
  const alias = module.sources.flatMap(({ facts }) => facts.aliases.get(name) ?? [])[0];
  if (alias !== undefined) return findRecipe(project, module, alias, depth + 1);
  const at = name.indexOf("::");
  const below = moduleIn(project, module, at < 0 ? name : name.slice(0, at));
  if (below === undefined) return undefined;
  const first = recipesIn(below)[0]?.item.name;
  const wanted = at < 0 ? first : name.slice(at + 2);
  return wanted === undefined ? undefined : findRecipe(project, below, wanted, depth + 1);
}

export function moduleIn(project: ProjectFacts, { sources }: JustModule, name: string): JustModule | undefined {
  for (const { file, facts } of sources) {
    const named = facts.modules.find((one) => one.name === name);
    if (named === undefined) continue;
    const base = posix.dirname(file);
    const given = named.path === undefined ? undefined : posix.normalize(posix.join(base, named.path));
    const folder = given ?? posix.join(base, name);
    const places = [...(given === undefined ? [`${folder}.just`] : [given]), ...["mod.just", "justfile", ".justfile", "Justfile"].map((one) => posix.join(folder, one))];
    const found = places.find((one) => project.readText(one) !== undefined);
    return found === undefined ? undefined : justModule(project, found);
  }
  return undefined;
}
