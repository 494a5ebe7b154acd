import { isRecord, readJson, textOf, type JsonProblem } from "./json.js";

/** What a tsconfig.json or jsconfig.json says about finding modules; paths are as they are written. */
export interface Tsconfig {
  /** Files or packages that this configuration builds on; later ones win over earlier ones. */
  readonly extends?: string | readonly string[] | undefined;
  readonly baseUrl?: string | undefined;
  readonly paths?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly rootDirs?: readonly string[] | undefined;
  readonly rootDir?: string | undefined;
  readonly outDir?: string | undefined;
  /** The configurations that a solution-style one is made of. */
  readonly references?: readonly string[] | undefined;
  /** Why the text is no configuration; nothing else is given then. */
  readonly problem?: JsonProblem | undefined;
}

/** Reads a tsconfig.json as data: comments and trailing commas are allowed, keys of a wrong type are as if absent. */
export function readTsconfig(text: string): Tsconfig {
  const { value, problem } = readJson(text, "with comments");
  if (problem !== undefined) return { problem };
  if (!isRecord(value)) return { problem: { offset: 0, message: "This is no JSON object." } };
  const options = isRecord(value["compilerOptions"]) ? value["compilerOptions"] : {};
  const extended = value["extends"];
  return {
    extends: textOf(extended) ?? textsOf(extended),
    baseUrl: textOf(options["baseUrl"]),
    paths: pathsOf(options["paths"]),
    rootDirs: textsOf(options["rootDirs"]),
    rootDir: textOf(options["rootDir"]),
    outDir: textOf(options["outDir"]),
    references: referencesOf(value["references"]),
  };
}

function textsOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : undefined;
}

function pathsOf(value: unknown): Readonly<Record<string, readonly string[]>> | undefined {
  if (!isRecord(value)) return undefined;
  return Object.fromEntries(Object.entries(value).map(([pattern, targets]) => [pattern, textsOf(targets) ?? []]));
}

function referencesOf(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((reference) => (isRecord(reference) && typeof reference["path"] === "string" ? [reference["path"]] : []));
}
