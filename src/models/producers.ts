import type { Configuration, FunctionPattern } from "../project/configuration.js";

/** Producers by name, for code whose body is not in the project. */
const defaultProducers: readonly FunctionPattern[] = ["buildAndLoadImageToKind", "BuildAndLoadImageToKind"];

/** A call, as far as a pattern may speak of it. What is not known is undefined. */
export interface NamedCall {
  /** The name that the call calls: the function's or the method's, perhaps under another name than it was declared with. */
  readonly name: string;
  /** Where a function of the project comes from: its file; or the module specifier of an import. */
  readonly module: string | undefined;
  /** For what the project does not define: the module specifier and the members after it, as `@acme/images.Images#build`. */
  readonly path?: string | undefined;
  /** For a function of the project: the name that it was declared with. */
  readonly declared?: string | undefined;
  /** For a function of the project: the class whose method it is, then those which that one extends; empty if it is no method. */
  readonly classes?: readonly string[] | undefined;
  /** The project's file that a module specifier names where the call stands. */
  readonly resolve?: ((specifier: string) => string | undefined) | undefined;
}

/** What the configuration says of one function. */
export interface FunctionRole {
  /** Argument (and property, as `0.image`) that holds the reference; undefined if none is named. */
  readonly argument: string | undefined;
  /** Property of the result that holds it; undefined for the result itself. */
  readonly result: string | undefined;
}

/** The role of a producer: its result is the reference of an image that it made. */
export function producerRole(call: NamedCall, configuration: Configuration): FunctionRole | undefined {
  return roleOf(call, configuration.producers ?? []) ?? roleOf(call, defaultProducers);
}

/** The role of a generator: it gives a unique name at each call. */
export function generatorRole(call: NamedCall, configuration: Configuration): FunctionRole | undefined {
  return roleOf(call, configuration.generators ?? []);
}

/** The role of a consumer: it deploys the reference that it is given. */
export function consumerRole(call: NamedCall, configuration: Configuration): FunctionRole | undefined {
  return roleOf(call, configuration.consumers ?? []);
}

/** Whether a pattern names a method of the class with this path (`@acme/images.Images`), so that its objects must be known. */
export function isClassWithRole(path: string, { producers = [], generators = [], consumers = [] }: Configuration): boolean {
  return [...producers, ...generators, ...consumers].some((pattern) => {
    const { name } = parts(pattern);
    return name.includes(".") && path.split(/[.#]/u).at(-1) === name.split(".").at(-2);
  });
}

/** The names, without classes, of all functions that have a role. */
export function namesWithRoles({ producers = [], generators = [], consumers = [] }: Configuration): ReadonlySet<string> {
  return new Set([...defaultProducers, ...producers, ...generators, ...consumers].map((pattern) => lastOf(parts(pattern).name)));
}

function roleOf(call: NamedCall, patterns: readonly FunctionPattern[]): FunctionRole | undefined {
  const pattern = patterns.map(parts).find((one) => (call.path === undefined ? isOwn(call, one) : isExternal(call.name, call.path, one)));
  return pattern && { argument: pattern.argument === undefined ? undefined : String(pattern.argument), result: pattern.result };
}

function parts(pattern: FunctionPattern): Exclude<FunctionPattern, string> {
  return typeof pattern === "string" ? { name: pattern } : pattern;
}

/** Members are named from the right: `build` and `Images.build` are both `@acme/images.Images#build`, and `site.build` is only the first. */
function isExternal(called: string, path: string, { name, module }: Exclude<FunctionPattern, string>): boolean {
  const members = path.replaceAll("#", ".");
  if (module === undefined) return endsWithName(members, name) || called === name;
  // A specifier may hold dots itself, and what it is followed by may be nothing: the module is the function.
  return dotsIn(members).some((dot) => isModule(members.slice(0, dot), module) && (dot === members.length ? called === lastOf(name) : endsWithName(members.slice(dot + 1), name)));
}

function endsWithName(members: string, name: string): boolean {
  return members === name || members.endsWith(`.${name}`);
}

/** Where a text may be cut in two: at each dot, and at its end. */
function dotsIn(text: string): readonly number[] {
  return [...text.matchAll(/\.|$/gu)].map(({ index }) => index);
}

function isOwn({ name: called, declared, module: from, classes, resolve }: NamedCall, { name, module }: Exclude<FunctionPattern, string>): boolean {
  const method = lastOf(name);
  if (called !== method && declared !== method) return false;
  // Of an object that is not known, the method's name has to do.
  if (name.includes(".") && classes !== undefined && !classes.includes(name.slice(0, -method.length - 1))) return false;
  return module === undefined || (from !== undefined && (isModule(from, module) || resolve?.(module) === from));
}

function lastOf(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** A specifier names a module, or the end of a file's path without its extension (`./helpers/images`). */
function isModule(from: string, specifier: string): boolean {
  const [wanted, given] = [specifier, from].map((path) => withoutExtension(path.replace(/^(?:node:|(?:\.{1,2}\/)+)/u, "")));
  if (wanted === undefined || given === undefined) return false;
  const isRelative = specifier.startsWith(".");
  return given === wanted || given === `${wanted}/index` || (isRelative && (given.endsWith(`/${wanted}`) || given.endsWith(`/${wanted}/index`)));
}

function withoutExtension(path: string): string {
  return path.replace(/\.[cm]?[jt]sx?$/u, "");
}
