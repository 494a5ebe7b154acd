import { posix } from "node:path";
import type { GradleItem, GradleValue } from "../../facts/gradle.js";
import { gradleFiles, gradleSettings } from "../../models/gradle.js";
import { choice, isText, join, literal, slice, unknown } from "../../values/text.js";
import type { Literal, Text } from "../../values/value.js";
import { newUnknown, type ProjectFacts, type Run } from "../run.js";

/** What the names of a build file mean. */
export interface GradleScope {
  readonly run: Run;
  readonly file: string;
  /** `-Pname=value` */
  readonly given: ReadonlyMap<string, Text>;
}

/** What a file sets, by the names of its blocks and its own: `["jib", "to", "image"]`. */
export interface GradleSetting {
  readonly path: readonly string[];
  readonly value: GradleValue;
  readonly file: string;
}

/** All that a build file sets. */
export function settingsOf(project: ProjectFacts, file: string): readonly GradleSetting[] {
  return flattened(project.gradleOf(file) ?? [], [], file);
}

function flattened(items: readonly GradleItem[], before: readonly string[], file: string): readonly GradleSetting[] {
  return items.flatMap((item) => (item.kind === "block" ? flattened(item.items, [...before, item.name], file) : [{ path: [...before, ...item.path], value: item.value, file }]));
}

/** The build file of the folder that holds the settings of all projects; undefined where there is none. */
export function rootFolderOf(project: ProjectFacts, file: string): string | undefined {
  for (let folder = posix.dirname(file); ; folder = posix.dirname(folder)) {
    const here = folder;
    if (gradleSettings.some((name) => project.readText(posix.join(here, name)) !== undefined)) return folder;
    if (folder === "." || folder === "/") return undefined;
  }
}

/** What the root project sets for all others. */
export function sharedSettings(project: ProjectFacts, file: string): readonly GradleSetting[] {
  const root = rootFolderOf(project, file);
  if (root === undefined) return [];
  return gradleFiles.map((name) => posix.join(root, name)).filter((one) => one !== file).flatMap((one) => settingsOf(project, one));
}

const deepest = 8;
const longestText = 2_000;

/** The text of a value. */
export function textOfValue(scope: GradleScope, value: GradleValue, file: string, depth = 0): Text {
  const { run } = scope;
  if (depth > deepest) return newUnknown(run, "a value of Gradle's that is made of itself");
  switch (value.kind) {
    case "text":
      return templateText(scope, value, file, depth);
    case "name":
      return namedText(scope, value.path, depth + 1);
    case "sum": {
      const text = join([value.left, value.right].map((one) => ({ text: textOfValue(scope, one, file, depth) })));
      return text.key.length > longestText ? newUnknown(run, "a text that is too long") : text;
    }
    case "list":
    case "unknown":
      return newUnknown(run, "an expression of Gradle's");
  }
}

function templateText(scope: GradleScope, { value, at, isTemplate }: Extract<GradleValue, { kind: "text" }>, file: string, depth: number): Text {
  const whole: Literal = literal(value, { file, literal: { kind: "literal", value, at }, offset: 0 });
  if (!isTemplate) return whole;
  const parts: { text: Text }[] = [];
  let end = 0;
  for (const match of value.matchAll(/\$(?:\{([^{}]*)\}|([A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)*))/gu)) {
    const written = (match[1] ?? match[2] ?? "").trim();
    const isName = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/u.test(written);
    parts.push({ text: slice(whole, end, match.index) }, { text: isName ? namedText(scope, written.split("."), depth + 1) : newUnknown(scope.run, "an expression of Gradle's") });
    end = match.index + match[0].length;
  }
  if (parts.length === 0) return whole;
  const text = join([...parts, { text: slice(whole, end, value.length) }]);
  return text.key.length > longestText ? newUnknown(scope.run, "a text that is too long") : text;
}

/** A property of the project, of its own or inherited (https://docs.gradle.org/current/userguide/writing_build_scripts.html#sec:extra_properties). */
export function namedText(scope: GradleScope, path: readonly string[], depth = 0): Text {
  const { run, file } = scope;
  const isOfRoot = path[0] === "rootProject";
  const name = path.filter((step, index) => index === path.length - 1 || !/^(?:project|rootProject|ext|extra)$/u.test(step)).join(".");
  const opaque = unknown(`${run.root} gradle ${file} ${path.join(".")}`, `the property ${name} of Gradle`);
  if (depth > deepest) return opaque;
  if (name === "name") return (isOfRoot ? undefined : projectName(scope)) ?? opaque;
  const isOwn = name === "version" || name === "group";
  const own = isOfRoot ? [] : settingsOf(run.project, file).filter(({ path: steps }) => isProperty(steps, name, /^(?:ext|extra|allprojects|project)$/u));
  const shared = sharedSettings(run.project, file).filter(({ path: steps }) => isProperty(steps, name, /^(?:ext|extra|allprojects|subprojects|rootProject)$/u) && (!isOwn || isOfRoot || /^(?:all|sub)projects$/u.test(steps[0] ?? "")));
  const values = (own.length > 0 ? own : shared).map((one) => textOfValue(scope, one.value, one.file, depth + 1));
  if (values.length === 0) return scope.given.get(name) ?? propertyInFiles(scope, name) ?? opaque;
  const either = values.length === 1 ? values[0] : choice(values, `${file} ${name}`);
  return either !== undefined && isText(either) ? either : opaque;
}

/** `version = …`, `ext { a = … }`, `ext.a = …`, `allprojects { version = … }` */
function isProperty(path: readonly string[], name: string, holders: RegExp): boolean {
  return path.at(-1) === name && path.slice(0, -1).every((step) => holders.test(step));
}

/** The folder's name, or what the settings call the root project. */
function projectName({ run, file }: GradleScope): Text | undefined {
  const folder = posix.dirname(file);
  const root = rootFolderOf(run.project, file);
  if (root === undefined) return undefined;
  if (root !== folder) return literal(posix.basename(folder));
  const written = gradleSettings.flatMap((name) => settingsOf(run.project, posix.join(root, name))).find(({ path }) => path.join(".") === "rootProject.name");
  return written?.value.kind === "text" && !written.value.value.includes("$") ? textOfValue({ run, file, given: new Map() }, written.value, written.file) : undefined;
}

/** https://docs.gradle.org/current/userguide/build_environment.html#sec:gradle_configuration_properties: the project's own, or that of the root. */
function propertyInFiles({ run, file }: GradleScope, name: string): Text | undefined {
  for (const folder of [posix.dirname(file), rootFolderOf(run.project, file) ?? posix.dirname(file)]) {
    const path = posix.join(folder, "gradle.properties");
    const text = run.project.readText(path) ?? "";
    for (const match of text.matchAll(/^[ \t]*([\w.-]+)[ \t]*[=:][ \t]*([^\s\\]+)[ \t]*\r?$/gmu)) {
      const value = match[2] ?? "";
      if (match[1] !== name) continue;
      const start = match.index + match[0].lastIndexOf(value);
      return literal(value, { file: path, literal: { kind: "literal", value, at: [start, start + value.length] }, offset: 0 });
    }
  }
  return undefined;
}
