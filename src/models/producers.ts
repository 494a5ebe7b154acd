import type { Configuration, FunctionPattern } from "../project/configuration.js";

/** Producers by name, for code whose body is not in the project. */
const defaultProducers: readonly FunctionPattern[] = ["buildAndLoadImageToKind", "BuildAndLoadImageToKind"];

/** Whether calls of this name give the reference of an image that they made. */
export function isProducerName(name: string, configuration: Configuration): boolean {
  return matches(name, defaultProducers) || matches(name, configuration.producers ?? []);
}

/** Whether calls of this name give a unique name each time. */
export function isGeneratorName(name: string, configuration: Configuration): boolean {
  return matches(name, configuration.generators ?? []);
}

/** The pattern of a function that deploys what it is given. */
export function consumerPattern(name: string, configuration: Configuration): FunctionPattern | undefined {
  return (configuration.consumers ?? []).find((pattern) => matches(name, [pattern]));
}

function matches(name: string, patterns: readonly FunctionPattern[]): boolean {
  return patterns.some((pattern) => {
    const wanted = typeof pattern === "string" ? pattern : pattern.name;
    return wanted === name || wanted.endsWith(`.${name}`);
  });
}
