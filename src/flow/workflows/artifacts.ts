import picomatch from "picomatch";
import type { ActionEffect } from "../../models/actions/action.js";
import { encodeText } from "../../values/encoding.js";
import { isText, join, literal, literalText, uncaptured } from "../../values/text.js";
import type { Text, Value } from "../../values/value.js";
import { fileContent, writeFile } from "../files.js";
import { filesToHand } from "../pipelines/handed-files.js";
import type { Archive, Frame } from "../run.js";

/** What a job has handed over under a name. */
export interface Artifact {
  readonly name: string;
  /** By their paths in it. */
  readonly files: readonly { readonly path: Text; readonly content: Value }[];
  /** Image archives, by their paths in it. */
  readonly archives: readonly { readonly path: Text; readonly archive: Archive }[];
  /** Image archives that are contents of its files, by the keys of these. */
  readonly contents: ReadonlyMap<string, Archive>;
}

/** Keeps files for other jobs (https://github.com/actions/upload-artifact#inputs). */
export function handOver(frame: Frame, artifacts: Map<string, Artifact>, { name, paths }: Extract<ActionEffect, { kind: "hand-over" }>): void {
  const { key } = uncaptured(name);
  const handed = paths.map((path) => partOf(frame, path));
  const known = artifacts.get(key);
  artifacts.set(key, {
    name: literalText(name) ?? key,
    files: [...(known?.files ?? []), ...handed.flatMap(({ files }) => files)],
    archives: [...(known?.archives ?? []), ...handed.flatMap(({ archives }) => archives)],
    contents: new Map([...(known?.contents ?? []), ...[...frame.run.archives].filter(([content]) => handed.some(({ files }) => files.some((file) => isText(file.content) && uncaptured(file.content).key === content)))]),
  });
}

/** Puts what other jobs have kept on this job's machine (https://github.com/actions/download-artifact#inputs): without a name, each artifact in a folder of its own. */
export function takeOver(frame: Frame, artifacts: ReadonlyMap<string, Artifact>, { name, pattern, folder, merges }: Extract<ActionEffect, { kind: "take-over" }>): void {
  const isWanted = wanted(name, pattern);
  for (const [key, artifact] of artifacts) {
    if (!isWanted(key, artifact.name)) continue;
    const below = name !== undefined || merges ? [] : [literal(artifact.name)];
    const placed = (path: Text): Text => inFolders([...(folder === undefined ? [] : [withoutEnds(folder)]), ...below], path);
    for (const { path, content } of artifact.files) writeFile(frame, placed(path), content);
    for (const { path, archive } of artifact.archives) {
      const { key: place } = uncaptured(placed(path));
      frame.run.archives.set(place, archive);
      frame.run.archives.set(`./${place}`, archive);
    }
    for (const [content, archive] of artifact.contents) frame.run.archives.set(content, archive);
  }
}

function wanted(name: Text | undefined, pattern: Text | undefined): (key: string, written: string) => boolean {
  if (name !== undefined) return (key) => key === uncaptured(name).key;
  const glob = pattern === undefined ? undefined : literalText(pattern);
  if (glob === undefined || glob.length > longestGlob) return () => true;
  const fits = picomatch(glob);
  return (_, written) => fits(written);
}

// ------------------------------------------------------------------------------------------ what a path means

type Part = Pick<Artifact, "files" | "archives">;

/** What lies at a path, or below it. A file is named without its folders, and what is below a folder from there. */
function partOf(frame: Frame, written: Text): Part {
  const path = withoutEnds(written);
  const content = fileContent(frame, path);
  const archive = frame.run.archives.get(uncaptured(path).key) ?? frame.run.archives.get(uncaptured(written).key);
  if (archive !== undefined) return { files: [], archives: [{ path: lastPart(path), archive }] };
  if (content !== undefined) return { files: [{ path: lastPart(path), content }], archives: [] };
  const glob = uncaptured(path).key;
  if (glob.length > longestGlob || glob.startsWith("!")) return { files: [], archives: [] };
  const folder = beforeWildcard(glob);
  const isBelow = picomatch([glob, `${glob}/**`], { dot: true });
  const inside = (place: string): Text => literal(folder === "" ? place : place.slice(folder.length + 1));
  const files = literalText(path) === undefined ? [] : [...filesToHand(frame, [glob], "")].map(([place, one]) => ({ path: inside(place), content: one }));
  const archives = [...frame.run.archives].flatMap(([place, one]) => {
    const plain = place.replace(/^\.\//u, "");
    return plain.startsWith(folder) && isBelow(plain) ? [{ path: inside(plain), archive: one }] : [];
  });
  return { files, archives };
}

const longestGlob = 500;

/** The folder that a glob begins with: `images` of `images/*.tar`. */
function beforeWildcard(glob: string): string {
  const [plain = ""] = /^[^*?[\]{}]*/u.exec(glob) ?? [];
  return plain.length === glob.length ? glob : plain.slice(0, Math.max(plain.lastIndexOf("/"), 0));
}

function lastPart(path: Text): Text {
  const source = encodeText(path);
  return source === undefined ? path : source.at(source.encoded.lastIndexOf("/") + 1, source.encoded.length);
}

/** Without `./` before it and `/` behind it. */
function withoutEnds(path: Text): Text {
  const source = encodeText(path);
  if (source === undefined) return path;
  const start = source.encoded.startsWith("./") ? 2 : 0;
  const end = source.encoded.length > start + 1 && source.encoded.endsWith("/") ? source.encoded.length - 1 : source.encoded.length;
  return source.at(start, end);
}

function inFolders(folders: readonly Text[], path: Text): Text {
  const known = folders.filter((folder) => folder.key !== "" && folder.key !== ".");
  return join([...known.flatMap((folder) => [{ text: folder }, { text: literal("/") }]), { text: path }]);
}
