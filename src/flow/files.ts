import { posix } from "node:path";
import { isText, literal, literalText, uncaptured } from "../values/text.js";
import type { Text, Value } from "../values/value.js";
import { keep } from "./captures.js";
import type { Frame } from "./run.js";

/** What the program has written to a file, or what the file of the project holds. */
export function fileContent(frame: Frame, path: Value): Value | undefined {
  if (!isText(path)) return undefined;
  const { run } = frame;
  for (const name of namesOf(frame, path)) {
    const written = run.files.get(name)?.value;
    if (written !== undefined) return written;
  }
  const known = literalText(path);
  if (known === undefined) return undefined;
  for (const file of candidates(frame, known)) {
    const text = run.project.readText(file);
    if (text !== undefined) return projectText(file, text);
  }
  return undefined;
}

/** What the program has written to files below a folder, or the manifests that the project has in it. */
export function filesBelow(frame: Frame, folder: string): readonly Text[] {
  const folders = candidates(frame, folder).map((path) => path.replace(/\/$/u, ""));
  const written = writtenBelow(frame, folders);
  if (written.length > 0) return written;
  const { files, readText } = frame.run.project;
  const held = folders.map((one) => files.filter((file) => posix.dirname(file) === one && /\.(?:ya?ml|json)$/u.test(file))).find((found) => found.length > 0) ?? [];
  return held.map((file) => projectText(file, readText(file) ?? ""));
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

