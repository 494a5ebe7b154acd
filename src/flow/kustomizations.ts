import { posix } from "node:path";
import { kustomizationNames } from "../models/kustomize.js";
import { isText, join, literal, literalText } from "../values/text.js";
import type { ItemsCell, Place, Text } from "../values/value.js";
import { fileContent, projectFileAt } from "./files.js";
import { buildKustomization } from "./kustomize/build.js";
import { readEdit } from "./kustomize/kustomization.js";
import type { KustomizeEdit, Word } from "./kustomize/kustomization.js";
import { newUnknown } from "./run.js";
import type { Frame } from "./run.js";
import { record } from "./text-commands.js";

/** What `kustomize edit` has done: every edit, and which of them are in force in a folder. */
export interface KustomizeEdits {
  readonly all: KustomizeEdit[];
  /** Indexes into `all`, by folder. */
  readonly byFolder: Map<string, ItemsCell>;
}

/** What the kustomization in a folder builds, and a hole for what cannot be seen of it; undefined where the project has none there. Entries that match nothing are recorded. */
export function builtKustomization(frame: Frame, folder: Text, from: Text | undefined): Text | undefined {
  const found = kustomizationFolder(frame, folder, from);
  if (found === undefined) return undefined;
  const built = buildKustomization({
    folder: found,
    readText: (path) => {
      const content = fileContent(frame, literal(`/${path}`));
      return content !== undefined && isText(content) ? content : undefined;
    },
    edits: (one) => editsIn(frame, one),
  });
  for (const override of built.overrides) record(frame, override);
  if (built.isComplete || built.manifests === undefined) return built.manifests;
  // What is looked for in the rest may be there.
  return join([{ text: built.manifests }, { text: literal("\n---\n") }, { text: newUnknown(frame.run, "a part of a kustomization that is not in the project") }]);
}

/** The folder of a kustomization, relative to the project's root. */
export function kustomizationFolder(frame: Frame, folder: Text, from: Text | undefined): string | undefined {
  const below = literalText(folder) === "" ? literal(".") : folder;
  for (const name of kustomizationNames) {
    const file = projectFileAt(frame, join([{ text: below }, { text: literal(`/${name}`) }]), from);
    if (file !== undefined) return folderOf(file);
  }
  return undefined;
}

export function folderOf(file: string): string {
  const folder = posix.dirname(file);
  return folder === "." ? "" : folder;
}

function editsIn({ run }: Frame, folder: string): readonly KustomizeEdit[] {
  return (run.kustomizeEdits.byFolder.get(folder)?.value ?? []).flatMap(({ value }) => run.kustomizeEdits.all[Number(literalText(value))] ?? []);
}

/** `kustomize edit …` in a folder; the words begin behind `edit`. */
export function editKustomization(frame: Frame, words: readonly Text[], from: Text | undefined, place: Place): void {
  const { run } = frame;
  const folder = kustomizationFolder(frame, literal("."), from) ?? (from === undefined ? undefined : literalText(from)?.replace(/^\//u, ""));
  if (folder === undefined) return;
  const cell = run.kustomizeEdits.byFolder.get(folder) ?? { value: [] };
  run.kustomizeEdits.byFolder.set(folder, cell);
  run.kustomizeEdits.all.push(readEdit(words.map((text): Word => ({ text, place }))));
  run.store.writeItems(cell, [...cell.value, { value: literal(String(run.kustomizeEdits.all.length - 1)), isOptional: false }]);
}

/** What is printed of a kustomization that is not in the project. */
export function unknownKustomization({ run }: Frame): Text {
  return newUnknown(run, "a kustomization that is not in the project");
}
