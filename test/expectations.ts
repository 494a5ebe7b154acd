import { Ajv } from "ajv";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, posix, relative, sep } from "node:path";
import type { Finding, ReportedError } from "../src/report/report.js";

/** A small repository below `fixtures/`, and what must be reported in it. */
export interface Fixture {
  /** `group/case-variant`. */
  readonly name: string;
  /** Absolute. */
  readonly root: string;
  /** Of all its files; posix paths relative to the root. */
  readonly texts: ReadonlyMap<string, string>;
  readonly findings: readonly ExpectedFinding[];
  readonly errors: readonly ExpectedError[];
}

export interface ExpectedFinding {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly severity: string;
  readonly built?: string;
  readonly deployed?: string;
}

/** A file of which not everything could be read, and where. */
export interface ExpectedError {
  readonly file: string;
  readonly line: number;
}

/**
 * All fixtures below the folder, by name. A folder with a configuration file is one; a folder with one of its own below it
 * is another. What is expected stands in the files, as `expect: rule severity "built" -> "deployed"` in a comment at the
 * end of the line, or in an `expect.json` beside a file that can hold no comments (or no such comment, having lost its syntax).
 *
 * @throws Error if an expectation is misspelt, so that none is lost.
 */
export function readFixtures(folder: string): readonly Fixture[] {
  const roots = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => basename(path) === configurationFile)
    .map((path) => dirname(path))
    .sort();
  return roots.map((name) => readFixture(folder, name, roots));
}

const configurationFile = "tag-consistency.config.json";
const expectationFile = "expect.json";

function readFixture(folder: string, name: string, roots: readonly string[]): Fixture {
  const root = join(folder, name);
  const inner = roots.filter((other) => other.startsWith(`${name}${sep}`)).map((other) => `${relative(name, other)}${sep}`);
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !inner.some((prefix) => path.startsWith(prefix)))
    .sort();
  const texts = new Map(paths.map((path) => [toPosix(path), readFileSync(join(root, path), "utf8")]));
  const expected = [...texts].map(([file, text]) => (posix.basename(file) === expectationFile ? fromJson(name, file, text) : fromComments(name, file, text)));
  return {
    name: toPosix(name),
    root,
    texts,
    findings: expected.flatMap(({ findings = [] }) => findings),
    errors: expected.flatMap(({ errors = [] }) => errors),
  };
}

interface Expected {
  readonly findings?: readonly ExpectedFinding[];
  readonly errors?: readonly ExpectedError[];
}

const comment = /(?:\/\/|#) expect:/;
const expectation = /^ (?<rule>[a-z-]+) (?<severity>error|warning)(?: "(?<built>[^"]+)")?(?: -> "(?<deployed>[^"]+)")?\s*$/;

function fromComments(fixture: string, file: string, text: string): Expected {
  const findings = text.split("\n").flatMap((content, index) => {
    const [, ...expectations] = content.split(comment);
    return expectations.map((words): ExpectedFinding => {
      const { rule, severity, ...references } = expectation.exec(words)?.groups ?? {};
      if (rule === undefined || severity === undefined) throw new Error(`${fixture}/${file}:${index + 1}: this is no expectation:${words}`);
      return { file, line: index + 1, rule, severity, ...references };
    });
  });
  return { findings };
}

const place = { file: { type: "string" }, line: { type: "integer", minimum: 1 } };
const isExpected = new Ajv({ allErrors: true }).compile<Expected>({
  type: "object",
  additionalProperties: false,
  properties: {
    findings: {
      type: "array",
      items: {
        type: "object",
        required: ["file", "line", "rule", "severity"],
        additionalProperties: false,
        properties: { ...place, rule: { type: "string" }, severity: { enum: ["error", "warning"] }, built: { type: "string" }, deployed: { type: "string" } },
      },
    },
    errors: { type: "array", items: { type: "object", required: ["file", "line"], additionalProperties: false, properties: place } },
  },
});

/** Its files are named as seen from its own folder. */
function fromJson(fixture: string, path: string, text: string): Expected {
  const content: unknown = JSON.parse(text);
  if (!isExpected(content)) throw new Error(`${fixture}/${path} ${isExpected.errors?.map((error) => `${error.instancePath} ${error.message ?? ""}`).join("; ") ?? ""}`);
  const fromRoot = <Placed extends { readonly file: string }>(placed: Placed): Placed => ({ ...placed, file: posix.join(posix.dirname(path), placed.file) });
  return { findings: content.findings?.map(fromRoot) ?? [], errors: content.errors?.map(fromRoot) ?? [] };
}

function toPosix(path: string): string {
  return path.split(sep).join("/");
}

/** What is expected and was not reported, and what was reported and is not expected, as a text for people; empty if there is nothing of either. */
export function differenceOf(fixture: Fixture, findings: readonly Finding[], errors: readonly ReportedError[]): string {
  const expected = [...fixture.findings.map(sayExpectation), ...fixture.errors.map(sayPlace)];
  const reported = [
    ...findings.map((finding) => ({ words: sayExpectation(finding), message: finding.message })),
    ...errors.map((error) => ({ words: sayPlace(error), message: error.message })),
  ];
  const missing = without(expected, reported.map(({ words }) => words), (words) => words);
  const surplus = without(reported, expected, ({ words }) => words);
  return [
    ...section("expected, but not reported:", missing),
    ...section("reported, but not expected:", surplus.map(({ words, message }) => `${words}\n      ${message.replaceAll("\n", "\n      ")}`)),
  ].join("\n");
}

function sayExpectation({ file, line, rule, severity, built, deployed }: Pick<Finding, "file" | "line" | "built" | "deployed"> & { readonly rule: string; readonly severity: string }): string {
  return [`${file}:${line}`, rule, severity, ...(built === undefined ? [] : [`"${built}"`]), ...(deployed === undefined ? [] : [`-> "${deployed}"`])].join(" ");
}

function sayPlace({ file, line }: ExpectedError): string {
  return `${file}:${line} cannot be read`;
}

/** The items but for one of each of the given keys: two equal findings are not one. */
function without<Item>(items: readonly Item[], keys: readonly string[], keyOf: (item: Item) => string): readonly Item[] {
  const left = [...keys];
  return items.filter((item) => {
    const index = left.indexOf(keyOf(item));
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}
