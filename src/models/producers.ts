import type { Configuration, FunctionPattern } from "../project/configuration.js";

/** Producers by name, for code whose body is not in the project. */
const defaultProducers: readonly FunctionPattern[] = ["buildAndLoadImageToKind", "BuildAndLoadImageToKind"];

/** A call, as far as a pattern may speak of it. */
export interface NamedCall {
  /** The name that the call calls: the function's or the method's. */
  readonly name: string;
  /** Where the function comes from: the module specifier of an import, or the project's file; undefined if that is not known. */
  readonly module: string | undefined;
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

function roleOf(call: NamedCall, patterns: readonly FunctionPattern[]): FunctionRole | undefined {
  for (const pattern of patterns) {
    const { name, module, argument, result } = typeof pattern === "string" ? { name: pattern } : pattern;
    if (name !== call.name && !name.endsWith(`.${call.name}`)) continue;
    if (module !== undefined && !isModule(call.module, module)) continue;
    return { argument: argument === undefined ? undefined : String(argument), result };
  }
  return undefined;
}

/** A specifier names a module, or the end of a file's path without its extension (`./helpers/images`). */
function isModule(from: string | undefined, specifier: string): boolean {
  if (from === undefined) return false;
  const wanted = withoutExtension(specifier.replace(/^(?:\.{1,2}\/)+/u, ""));
  const given = withoutExtension(from);
  return given === wanted || given.endsWith(`/${wanted}`) || given === `${wanted}/index`;
}

function withoutExtension(path: string): string {
  return path.replace(/\.[cm]?[jt]sx?$/u, "");
}
