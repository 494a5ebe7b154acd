import { posix } from "node:path";
import picomatch from "picomatch";
import { readPackageFile, type JsonString, type PackageFile } from "../../frontends/tools/package-json.js";
import type { PackageCall, PackageListCall } from "../../models/tool-calls.js";
import { encodeText } from "../../values/encoding.js";
import { join, literal, literalText, placeOf } from "../../values/text.js";
import type { Literal, Text } from "../../values/value.js";
import { runCommand, type CommandContext } from "../commands.js";
import { projectFileAt } from "../files.js";
import type { ProcessEnvironment } from "../process-environment.js";
import { newUnknown, spend, type Frame, type ProjectFacts, type Run } from "../run.js";
import { frameOf, mostRecursions, runShell } from "../shell/run-shell.js";
import { normalPath } from "../shell/shell.js";
import type { ToolLine } from "./run-tool.js";
import { itemsAt, treesOf } from "../yaml-tree.js";
import { projectText } from "../files.js";

/** `npm run x`, `yarn x`, `pnpm --filter web x`: the script, between those that its name with `pre` and `post` calls. */
export function runPackageCall(frame: Frame, call: PackageCall, line: ToolLine): Text | undefined {
  const { textOf, context } = line;
  const script = typeof call.script === "string" ? call.script : literalText(textOf(call.script));
  const own = packageAt(frame, call.folder === undefined ? undefined : textOf(call.folder), context.folder);
  const files = own === undefined ? undefined : packagesMeant(frame, call, own, textOf);
  if (script === undefined || files === undefined) return undefined;
  const having = files.filter((file) => packageFileOf(frame.run.project, file).scripts.has(script));
  if (having.length === 0) return call.program === undefined ? undefined : runCommand(frame, line.words.slice(call.program), context);
  let output: Text | undefined;
  for (const file of having) output = runPackageScript(frame, file, script, call.arguments.map(textOf), context);
  return output;
}

/** `run-s clean "build:*"`, `concurrently "npm:build:*" "make image"`: each of them, one after the other. */
export function runPackageList(frame: Frame, { entries, form }: PackageListCall, { textOf, context }: ToolLine): Text | undefined {
  const own = packageAt(frame, undefined, context.folder);
  const scripts = own === undefined ? [] : [...packageFileOf(frame.run.project, own).scripts.keys()];
  let isKnown = true;
  for (const entry of entries.map(textOf)) {
    const letters = literalText(entry);
    const pattern = form === "names" ? letters : /^(?:npm|yarn|pnpm|bun|node):(.*)$/u.exec(letters ?? "")?.[1];
    if (form === "lines" && pattern === undefined) runShell(frame, entry, context, true);
    else {
      const [name = "", ...words] = (pattern ?? "").split(" ").filter((word) => word !== "");
      const matches = matcherOf(name);
      const named = scripts.filter(matches);
      if (named.length === 0) isKnown = false;
      for (const script of named) if (own !== undefined) runPackageScript(frame, own, script, words.filter((word) => word !== "--").map((word) => literal(word)), context);
    }
  }
  return isKnown ? newUnknown(frame.run, "the output of several scripts") : undefined;
}

const longestPattern = 300;

/** A `*` stands for what is between two colons, `**` for all that follows (npm-run-all, "Glob-like pattern matching"). */
function matcherOf(pattern: string): (script: string) => boolean {
  if (!pattern.includes("*") || pattern.length > longestPattern) return (script) => script === pattern;
  const matches = picomatch(pattern.replaceAll(":", "/"), { nobrace: true, noext: true });
  return (script) => matches(script.replaceAll(":", "/"));
}

/** Runs a script of a `package.json` in its folder, with what package managers put into its environment. */
export function runPackageScript(frame: Frame, file: string, script: string, words: readonly Text[], context: CommandContext): Text | undefined {
  const { run } = frame;
  const { scripts } = packageFileOf(run.project, file);
  const key = packageKey(file, script);
  if (run.scripts.filter((one) => one === key).length >= mostRecursions) return undefined;
  spend(run);
  run.scripts.push(key);
  let output: Text | undefined;
  try {
    for (const name of [`pre${script}`, script, `post${script}`]) {
      const written = scripts.get(name);
      if (written === undefined) continue;
      run.executed.add(packageKey(file, name));
      const text = jsonText(file, written);
      const line = name === script ? withArguments(text, words) : text;
      const result = runShell(frameOf(frame, file, context.place.file === file && context.place.end === 0 ? undefined : context.place), line, { ...context, place: placeOf(text) ?? context.place, folder: literal(normalPath(`/${posix.dirname(file)}`)), environment: environmentOf(run, file, name, context.environment) }, true);
      if (name === script) output = result;
    }
  } finally {
    run.scripts.pop();
  }
  return output;
}

/** The name of a package's script among what roots have executed. */
export function packageKey(file: string, script: string): string {
  return `package ${file} ${script}`;
}

/** Arguments are put behind the script, quoted where the shell would take them apart (https://docs.npmjs.com/cli/v11/commands/npm-run#description). */
function withArguments(script: Text, words: readonly Text[]): Text {
  return join([{ text: script }, ...words.flatMap((word) => [{ text: literal(" ") }, { text: quoted(word) }])]);
}

function quoted(word: Text): Text {
  const encoded = encodeText(word)?.encoded ?? "";
  return /^[\w@%+=:,./\uE000-\uF8FF-]+$/u.test(encoded) || encoded.includes("'") ? word : join([{ text: literal("'") }, { text: word }, { text: literal("'") }]);
}

/** https://docs.npmjs.com/cli/v11/using-npm/scripts#environment */
function environmentOf({ project }: Run, file: string, script: string, outer: ProcessEnvironment | undefined): ProcessEnvironment {
  const { name, version, config } = packageFileOf(project, file);
  const known = new Map<string, Text>([
    ["npm_lifecycle_event", literal(script)],
    ...(name === undefined ? [] : [["npm_package_name", literal(name)] as const]),
    ...(version === undefined ? [] : [["npm_package_version", jsonText(file, version)] as const]),
    ...[...config].map(([key, value]) => [`npm_package_config_${key.replace(/\W/gu, "_")}`, jsonText(file, value)] as const),
  ]);
  return (variable) => {
    const value = known.get(variable);
    return value === undefined ? outer?.(variable) : { value, origin: placeOf(value) };
  };
}

function jsonText(file: string, { value, at, map }: JsonString): Literal {
  return literal(value, { file, literal: { kind: "literal", value, at, quoted: true, map }, offset: 0 });
}

// -------------------------------------------------------------------------------------------------------- packages

const known = new WeakMap<ProjectFacts, Map<string, PackageFile>>();

export function packageFileOf(project: ProjectFacts, file: string): PackageFile {
  const files = known.get(project) ?? new Map<string, PackageFile>();
  known.set(project, files);
  const found = files.get(file) ?? readPackageFile(project.readText(file) ?? "");
  files.set(file, found);
  return found;
}

/** The `package.json` of a folder, or of the nearest one above it. */
function packageAt(frame: Frame, below: Text | undefined, from: Text | undefined): string | undefined {
  const [base, step] = [from === undefined ? undefined : literalText(from), below === undefined ? "." : literalText(below)];
  if (step === undefined) return undefined;
  if (base === undefined) return from === undefined ? projectFileAt(frame, literal(posix.join(step, "package.json"))) : undefined;
  let folder = normalPath(step.startsWith("/") ? step : `/${base}/${step}`);
  for (;;) {
    const file = posix.join(folder, "package.json").replace(/^\//u, "");
    if (frame.run.project.readText(file) !== undefined) return file;
    if (folder === "/" || folder === ".") return undefined;
    folder = posix.dirname(folder);
  }
}

/** The packages in which the script is run; undefined where it takes more than names and folders to know. */
function packagesMeant(frame: Frame, call: PackageCall, own: string, textOf: ToolLine["textOf"]): readonly string[] | undefined {
  if (call.workspaces !== "all" && call.workspaces.length === 0) return [own];
  const members = membersOf(frame.run.project, own);
  if (call.workspaces === "all") return members;
  const found = call.workspaces.map((workspace) => {
    const wanted = literalText(textOf(workspace));
    if (wanted === undefined) return undefined;
    const folder = posix.join(posix.dirname(own), wanted);
    return members.find((file) => posix.dirname(file) === folder || packageFileOf(frame.run.project, file).name === wanted);
  });
  return found.every((file) => file !== undefined) ? found : undefined;
}

const mostMembers = 200;

/** The workspaces of the package, or of the nearest one above that has any. */
function membersOf(project: ProjectFacts, own: string): readonly string[] {
  for (let folder = posix.dirname(own); ; folder = posix.dirname(folder)) {
    const patterns = patternsIn(project, folder).filter((pattern) => pattern !== "" && pattern.length <= longestPattern);
    if (patterns.length > 0) {
      const matches = picomatch([...patterns.filter((pattern) => !pattern.startsWith("!"))].map((pattern) => posix.join(folder, pattern)), { ignore: patterns.filter((pattern) => pattern.startsWith("!")).map((pattern) => posix.join(folder, pattern.slice(1))) });
      return project.files.filter((file) => posix.basename(file) === "package.json" && matches(posix.dirname(file))).slice(0, mostMembers);
    }
    if (folder === "." || folder === "/") return [];
  }
}

/** https://docs.npmjs.com/cli/v11/using-npm/workspaces, https://pnpm.io/pnpm-workspace_yaml */
function patternsIn(project: ProjectFacts, folder: string): readonly string[] {
  const file = posix.join(folder, "package.json");
  const own = project.readText(file) === undefined ? [] : packageFileOf(project, file).workspaces;
  const shared = posix.join(folder, "pnpm-workspace.yaml");
  const text = own.length > 0 ? undefined : project.readText(shared);
  const [tree] = text === undefined ? [] : treesOf(projectText(shared, text)).trees;
  const packages = itemsAt(tree, "packages");
  return own.length > 0 ? own : packages.flatMap((item) => (item.kind === "scalar" ? (literalText(item.text) ?? []) : []));
}
