import { posix } from "node:path";
import { holesOf, isFreshHole, isText, join, literal, literalText, uncaptured } from "../values/text.js";
import type { Text, Value } from "../values/value.js";
import { keep } from "./captures.js";
import type { Frame } from "./run.js";

/**
 * What the program has written to a file, or what the file of the project holds.
 *
 * @param folder where a command runs; else the program's own working folder counts
 */
export function fileContent(frame: Frame, path: Value, folder?: Text): Value | undefined {
  if (!isText(path)) return undefined;
  for (const one of pathsIn(frame, path, folder)) {
    const content = contentAt(frame, one);
    if (content !== undefined) return content;
  }
  return undefined;
}

/** The program changes its working folder. */
export function changeFolder(frame: Frame, path: Text): void {
  const { files, store } = frame.run;
  const cell = files.get(workingFolder) ?? { value: undefined, origin: undefined };
  files.set(workingFolder, cell);
  store.write(cell, pathsIn(frame, path, undefined)[0] ?? path);
}

const workingFolder = "working folder";

/** A path seen from the folder, where one is known, and as it stands. */
function pathsIn(frame: Frame, path: Text, folder: Text | undefined): readonly Text[] {
  const known = literalText(path);
  const own = frame.run.files.get(workingFolder)?.value;
  const base = folder ?? (own !== undefined && isText(own) ? own : undefined);
  if (known === undefined || known.startsWith("/") || base === undefined || literalText(base) === "") return [path];
  return [join([{ text: base }, { text: literal("/") }, { text: path }]), path];
}

/** A path seen from the folder that a command runs in, where both are known. */
export function pathInFolder(path: Text, folder: Text | undefined): Text {
  const [known, base] = [literalText(path), folder === undefined ? undefined : literalText(folder)];
  if (known === undefined || known.startsWith("/") || base === undefined || base === "") return path;
  return literal(posix.normalize(`${base}/${known}`));
}

function contentAt(frame: Frame, path: Text): Value | undefined {
  const { run } = frame;
  for (const name of namesOf(frame, path)) {
    const written = run.files.get(name)?.value;
    if (written !== undefined) return written;
  }
  const known = literalText(path);
  for (const file of known === undefined ? [] : candidates(frame, known)) {
    const text = run.project.readText(file);
    if (text === undefined) continue;
    run.executed.add(readKey(file));
    return projectText(file, text);
  }
  const only = onlyFileAt(frame, endOf(path, known));
  const text = only === undefined ? undefined : run.project.readText(only);
  if (only === undefined || text === undefined) return undefined;
  run.executed.add(readKey(only));
  return projectText(only, text);
}

/** The name of a file that a root has read, among what roots have executed. */
export function readKey(file: string): string {
  return `file ${file}`;
}

export function isReadKey(key: string): boolean {
  return key.startsWith("file ");
}

/** The file of the project that a path means; `folder` is where a command runs. Undefined for one that is none, or may be several. */
export function projectFileAt(frame: Frame, path: Text, folder?: Text): string | undefined {
  const { readText } = frame.run.project;
  for (const one of pathsIn(frame, path, folder)) {
    const known = literalText(one);
    const found = known === undefined ? undefined : candidates(frame, known).find((file) => readText(file) !== undefined);
    if (found !== undefined) return found;
    const only = onlyFileAt(frame, endOf(one, known));
    if (only !== undefined) return only;
  }
  return undefined;
}

/** What is known of a path's end: all of a relative one with folders, or what stands behind a part that is not known. Nobody else knows a folder made for this run. */
function endOf(path: Text, known: string | undefined): string {
  if (known !== undefined) {
    const relative = posix.normalize(known).replace(/^(?:\.\.\/)+/u, "");
    return relative.startsWith("/") || !relative.includes("/") ? "" : `/${relative}`;
  }
  const plain = uncaptured(path);
  const last = plain.kind === "joined" ? plain.parts.at(-1)?.text : undefined;
  const text = last?.kind === "literal" ? last.text : "";
  return text.includes("/") && !holesOf(path).some(isFreshHole) ? text.slice(text.indexOf("/")) : "";
}

/** The one file of the project whose path ends so. */
function onlyFileAt(frame: Frame, end: string): string | undefined {
  if (!/[^/]$/u.test(end)) return undefined;
  const { files } = frame.run.project;
  const index = filesByName.get(files) ?? byName(files);
  filesByName.set(files, index);
  const found = (index.get(posix.basename(end)) ?? []).filter((file) => `/${file}`.endsWith(end));
  return found.length === 1 ? found[0] : undefined;
}

const filesByName = new WeakMap<readonly string[], ReadonlyMap<string, readonly string[]>>();

function byName(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const file of files) {
    const name = posix.basename(file);
    const known = index.get(name);
    if (known === undefined) index.set(name, [file]);
    else known.push(file);
  }
  return index;
}

/** What the program has written to files below a folder, or the manifests that the project has in it; `from` is where the command runs. */
export function filesBelow(frame: Frame, folder: Text, from?: Text): readonly Text[] {
  const folders = pathsIn(frame, folder, from).flatMap((path) => candidates(frame, literalText(path) ?? "..")).map((path) => path.replace(/\/$/u, ""));
  const written = writtenBelow(frame, folders);
  if (written.length > 0) return written;
  const { files, readText } = frame.run.project;
  const held = folders.map((one) => files.filter((file) => posix.dirname(file) === one && /\.(?:ya?ml|json)$/u.test(file))).find((found) => found.length > 0) ?? [];
  return held.map((file) => {
    frame.run.executed.add(readKey(file));
    return projectText(file, readText(file) ?? "");
  });
}

function writtenBelow(frame: Frame, folders: readonly string[]): readonly Text[] {
  const beginnings = folders.map((path) => `file ${path}/`);
  return [...frame.run.files].flatMap(([name, cell]) => (cell.value !== undefined && isText(cell.value) && beginnings.some((beginning) => name.startsWith(beginning)) ? [cell.value] : []));
}

export function writeFile(frame: Frame, path: Value, content: Value): void {
  if (!isText(path)) return;
  const { run } = frame;
  const [name] = namesOf(frame, path);
  if (name === undefined) return;
  keep(run, content);
  const cell = run.files.get(name) ?? { value: undefined, origin: undefined };
  run.files.set(name, cell);
  run.store.write(cell, content);
  const [, chart] = partOfChart.exec(name) ?? [];
  if (chart !== undefined) run.editedCharts.add(chart.replace(/\/$/u, ""));
}

const partOfChart = /^file (.*\/|)(?:Chart|values)\.yaml$/u;

/** `>> file`: what is there, and the content behind it. */
export function appendToFile(frame: Frame, path: Text, content: Text): void {
  const before = fileContent(frame, path);
  writeFile(frame, path, before === undefined || !isText(before) ? content : join([{ text: before }, { text: literal("\n") }, { text: content }]));
}

/** The text of a file of the project, its letters at their places. */
export function projectText(file: string, text: string): Text {
  return literal(text, { file, literal: { kind: "literal", value: text, at: [0, text.length] }, offset: 0 });
}

/** The names under which a path may have been written: as the same value, or as the same file. */
function namesOf(frame: Frame, path: Text): readonly string[] {
  const known = literalText(path);
  return known === undefined ? [`file ${uncaptured(path).key}`] : [...new Set(candidates(frame, known))].map((file) => `file ${file}`);
}

/** Where a relative path may lead: from the project's root (where tests usually run), or from a folder above the module. */
function candidates(frame: Frame, path: string): readonly string[] {
  if (path.startsWith("/")) return [posix.normalize(path).slice(1)];
  const found = [posix.normalize(path)];
  let folder = posix.dirname(frame.activation.module.file);
  for (; folder !== "." && folder !== "/"; folder = posix.dirname(folder)) found.push(posix.join(folder, path));
  return found.filter((file) => !file.startsWith(".."));
}

