import { distance } from "fastest-levenshtein";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { ErrorObject, ValidateFunction } from "ajv";
import type { Node, ParseError } from "jsonc-parser";
import type { RuleName, Severity } from "../report/report.js";

/** Where a project keeps its configuration; the folder that holds it is the project's root. */
export const configurationFile = "tag-consistency.config.json";

export interface ConfigurationReading {
  /** Empty when there are problems: half a configuration would give other findings than the user asked for. */
  readonly configuration: Configuration;
  readonly problems: readonly ConfigurationProblem[];
}

export interface ConfigurationProblem {
  readonly message: string;
  /** The configuration file, or where else the object stands. */
  readonly source: string;
  /** 1-based, columns in UTF-16 units; undefined where the object is not read from a text. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/**
 * The configuration in the project's folder (absolute): JSON with comments and trailing commas, by the published schema.
 * No file is the empty configuration, and so is an empty file. Never throws: what is wrong is a problem.
 */
export function readConfiguration(root: string): ConfigurationReading {
  let text: string;
  try {
    text = readFileSync(join(root, configurationFile), "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return { configuration: {}, problems: [] };
    return { configuration: {}, problems: [{ source: configurationFile, message: `cannot be read: ${error instanceof Error ? error.message : String(error)}` }] };
  }
  return parseConfiguration(text);
}

/** The same for the text of a configuration file. */
export function parseConfiguration(text: string): ConfigurationReading {
  const { parseTree, getNodeValue, findNodeAtLocation, printParseErrorCode } = library.jsonc();
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const at = (offset: number, message: string): ConfigurationProblem => ({ source: configurationFile, ...positionAt(text, offset), message });
  if (errors.length > 0) return { configuration: {}, problems: errors.map((error) => at(error.offset, sayParseError(printParseErrorCode(error.error)))) };
  if (tree === undefined) return { configuration: {}, problems: [] };
  const value: unknown = getNodeValue(tree);
  return validate(value, (error, message) => at(offsetOf(error, (path) => findNodeAtLocation(tree, [...path])), message));
}

/** The same for an object that was not read from a text, such as ESLint's `settings["tag-consistency"]`, which `source` names for people. Undefined is the empty configuration. */
export function parseConfigurationObject(value: unknown, source = 'settings["tag-consistency"]'): ConfigurationReading {
  return value === undefined ? { configuration: {}, problems: [] } : validate(value, (_, message) => ({ source, message }));
}

/** `tag-consistency.config.json:3:5: unknown key "producer"; did you mean "producers"?` */
export function formatConfigurationProblem({ source, line, column, message }: ConfigurationProblem): string {
  return `${[source, line, column].filter((part) => part !== undefined).join(":")}: ${message}`;
}

/** The content of `tag-consistency.config.json`; every key is optional and zero configuration is the normal case. */
export interface Configuration {
  /** Functions outside the project (or too dynamic to see) whose result is the reference of an image that they made. */
  readonly producers?: readonly FunctionPattern[] | undefined;
  /** Functions that give a unique name at each call. */
  readonly generators?: readonly FunctionPattern[] | undefined;
  /** Functions that deploy the reference they are given. */
  readonly consumers?: readonly FunctionPattern[] | undefined;
  /** Further paths in manifests that hold an image, as `Kind: path.to[].image`. */
  readonly manifestPaths?: readonly ManifestPath[] | undefined;
  /** Domains that no cluster can pull from, beside `localhost` (without a port), `kind.local`, `ko.local`. */
  readonly localDomains?: readonly string[] | undefined;
  readonly naming?: Naming | undefined;
  readonly ignore?: Ignore | undefined;
  /** Globs of files to read although git ignores them or they lie in node_modules, vendor or a submodule. */
  readonly include?: readonly string[] | undefined;
  /** Severity of each rule; it wins over the preset. */
  readonly rules?: Readonly<Partial<Record<RuleName, Severity | "off">>> | undefined;
}

/** A plain string is the function's name. */
export type FunctionPattern =
  | string
  | {
      /** The function's name; `Class.method` for a method. */
      readonly name: string;
      /** The module specifier that it is imported from; any if absent. */
      readonly module?: string | undefined;
      /** The 0-based argument (and property, as `0.image`) that holds the reference. */
      readonly argument?: number | string | undefined;
      /** The property of the result that holds the reference; the result itself if absent. */
      readonly result?: string | undefined;
    };

export interface ManifestPath {
  readonly kind: string;
  /** API group or `group/version`; any if absent. */
  readonly apiVersion?: string | undefined;
  /** From the object's root, lists as `containers[]`: `spec.template.spec.containers[].image`. */
  readonly path: string;
}

/** Conventions checked by `image-naming`. */
export interface Naming {
  /** A pattern that every built reference must follow, `[service]` or `{service}` standing for one name. */
  readonly pattern?: string | undefined;
  /** Tags that no shared image may have. */
  readonly forbiddenTags?: readonly string[] | undefined;
}

export interface Ignore {
  /** Globs of files whose findings are not reported and whose text is not read. */
  readonly files?: readonly string[] | undefined;
  /** Rules silenced for files: `{ "fixtures/**": ["no-image-mismatch"] }`. */
  readonly rules?: Readonly<Record<string, readonly RuleName[]>> | undefined;
}

// ---------------------------------------------------------------------------------------------------- validation

/** Loaded when a configuration needs them, and synchronously, because ESLint's rules are. */
const require = createRequire(import.meta.url);
const library = {
  ajv: () => require("ajv") as typeof import("ajv"),
  jsonc: () => require("jsonc-parser") as typeof import("jsonc-parser"),
};

type PathInValue = readonly (string | number)[];

function validate(value: unknown, problemOf: (error: ErrorObject, message: string) => ConfigurationProblem): ConfigurationReading {
  if (isObject(value) && Object.keys(value).length === 0) return { configuration: {}, problems: [] };
  const isConfiguration = configurationValidator();
  if (isConfiguration(value)) return { configuration: value, problems: [] };
  return { configuration: {}, problems: (isConfiguration.errors ?? []).map((error) => problemOf(error, sayError(error))) };
}

let compiled: ValidateFunction<Configuration> | undefined;

function configurationValidator(): ValidateFunction<Configuration> {
  if (compiled === undefined) {
    const { Ajv } = library.ajv();
    // The package finds its own files by its own name, from its sources as well as from its build.
    const schema: unknown = JSON.parse(readFileSync(require.resolve("eslint-plugin-tag-consistency/schemas/configuration.schema.json"), "utf8"));
    if (!isObject(schema)) throw new Error("The schema of the configuration is not an object.");
    compiled = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true }).compile<Configuration>(schema);
  }
  return compiled;
}

/** What is wrong, by the keyword of JSON Schema that says so; other keywords keep the words of the validator. */
const sayings: Readonly<Record<string, (error: ErrorObject) => string>> = {
  additionalProperties: (error) => {
    const key = parameter(error, "additionalProperty");
    const owner = nameOf(error);
    return `unknown key "${key}"${owner === "" ? "" : ` in "${owner}"`}${didYouMean(key, Object.keys(recordIn(error.parentSchema, "properties")))}`;
  },
  type: (error) => `${subjectOf(error)} must be ${parameter(error, "type").split(",").map((type) => typeNames[type] ?? type).join(" or ")}`,
  required: (error) => `${subjectOf(error)} needs the key "${parameter(error, "missingProperty")}"`,
  enum: (error) => {
    const allowed = Array.isArray(error.schema) ? error.schema.map(String) : [];
    const suggestion = typeof error.data === "string" ? didYouMean(error.data, allowed) : "";
    return `${subjectOf(error)} is ${JSON.stringify(error.data)}, and must be one of ${allowed.map((value) => `"${value}"`).join(", ")}${suggestion}`;
  },
  minLength: (error) => `${subjectOf(error)} must not be empty`,
  minimum: (error) => `${subjectOf(error)} must not be below ${parameter(error, "limit")}`,
  pattern: (error) => `${subjectOf(error)} is ${JSON.stringify(error.data)}, which has not the form that is needed here: ${String(recordOf(error.parentSchema)["description"])}`,
};

const typeNames: Readonly<Record<string, string>> = { array: "an array", object: "an object", string: "a string", integer: "a whole number" };

function sayError(error: ErrorObject): string {
  return sayings[error.keyword]?.(error) ?? `${subjectOf(error)} ${error.message ?? "is not valid"}`;
}

function subjectOf(error: ErrorObject): string {
  const name = nameOf(error);
  return name === "" ? "the configuration" : `"${name}"`;
}

/** As people write it: `rules.no-image-mismatch`, `producers[0].name`. */
function nameOf(error: ErrorObject): string {
  return pathOf(error).reduce<string>((name, key) => (typeof key === "number" ? `${name}[${key}]` : name === "" ? key : `${name}.${key}`), "");
}

/** The place that a validator's JSON pointer (RFC 6901) names. */
function pathOf(error: ErrorObject): PathInValue {
  const keys = error.instancePath.split("/").slice(1).map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  return keys.map((key) => (/^\d+$/.test(key) ? Number(key) : key));
}

/** Where the error is seen best: at a key that is not known, else at the value that is wrong. */
function offsetOf(error: ErrorObject, find: (path: PathInValue) => Node | undefined): number {
  const path = pathOf(error);
  if (error.keyword !== "additionalProperties") return find(path)?.offset ?? 0;
  // The parent of a property's value is the property, which begins with its key.
  return find([...path, parameter(error, "additionalProperty")])?.parent?.offset ?? 0;
}

function parameter(error: ErrorObject, name: string): string {
  return String(recordOf(error.params)[name]);
}

function didYouMean(word: string, known: readonly string[]): string {
  const nearest = known.toSorted((a, b) => distance(word, a) - distance(word, b))[0];
  const isNear = nearest !== undefined && distance(word, nearest) <= Math.max(word.length, nearest.length) / 2;
  return isNear ? `; did you mean "${nearest}"?` : "";
}

function sayParseError(code: string): string {
  return parseErrors[code] ?? `this is not JSON (${code})`;
}

const parseErrors: Readonly<Record<string, string>> = {
  InvalidSymbol: "this is not JSON: a word that is none of true, false, null, a number or a quoted string",
  InvalidNumberFormat: "this is not a JSON number",
  PropertyNameExpected: "a key in double quotes was expected here",
  ValueExpected: "a value was expected here",
  ColonExpected: "a colon was expected here",
  CommaExpected: "a comma was expected here",
  CloseBraceExpected: "a closing brace was expected here",
  CloseBracketExpected: "a closing bracket was expected here",
  EndOfFileExpected: "the end of the file was expected here",
  InvalidCommentToken: "this is not a comment",
  UnexpectedEndOfComment: "this comment has no end",
  UnexpectedEndOfString: "this string has no end",
  UnexpectedEndOfNumber: "this number has no end",
  InvalidUnicode: "this is not a Unicode escape",
  InvalidEscapeCharacter: "this escape is none that JSON knows",
  InvalidCharacter: "this character must be escaped in a JSON string",
};

function positionAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}

function recordIn(value: unknown, key: string): Readonly<Record<string, unknown>> {
  return recordOf(recordOf(value)[key]);
}
