import type { GivenText, ProcessEnvironment } from "../process-environment.js";

/** Variables by their names, over those of whoever is around. */
export function layered(own: ReadonlyMap<string, GivenText>, outer: ProcessEnvironment): ProcessEnvironment {
  return own.size === 0 ? outer : (name) => own.get(name) ?? outer(name);
}

/** Nobody gives anything. */
export const noVariables: ProcessEnvironment = () => undefined;
