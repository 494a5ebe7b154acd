import { posix } from "node:path";
import { remotePath } from "../../models/kustomize.js";
import { literalText } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { itemsAt, textAt } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";
import { pathsAt, readKustomization } from "./kustomization.js";
import type { Kustomization, KustomizeEdit } from "./kustomization.js";

/** What a kustomization reads, with all that stands below it; sorted. */
export interface KustomizationFiles {
  readonly files: readonly string[];
  /** Its own folder first, those of other kustomizations that it takes in behind it. */
  readonly folders: readonly string[];
  /** A part of other kustomizations that is never built on its own. */
  readonly isComponent: boolean;
}

/** The files and folders that a kustomization reads, without building it; undefined for a folder that is none. */
export function kustomizationFiles(folder: string, readText: (path: string) => Text | undefined, edits: (folder: string) => readonly KustomizeEdit[] = () => []): KustomizationFiles | undefined {
  const files = new Set<string>();
  const folders = new Set<string>([folder]);
  let root: Kustomization | undefined;
  // A set that grows while it is gone through is gone through to its end.
  for (const one of folders) {
    const kustomization = readKustomization(one, readText, edits(one));
    if (kustomization === undefined) {
      folders.delete(one);
      continue;
    }
    root ??= kustomization;
    files.add(kustomization.file);
    for (const path of [...kustomization.resources, ...kustomization.components, ...otherPaths(kustomization.tree)]) {
      const found = resolvePath(one, path);
      if (found === undefined) continue;
      if (readText(found) !== undefined) files.add(found);
      else folders.add(found);
    }
  }
  return root === undefined ? undefined : { files: [...files].sort(), folders: [...folders], isComponent: root.isComponent };
}

function otherPaths(tree: YamlTree): readonly Text[] {
  return [
    ...["patchesStrategicMerge", "configurations", "crds", "transformers", "generators", "validators"].flatMap((key) => pathsAt(tree, key)),
    ...["patches", "patchesJson6902", "replacements"].flatMap((key) => itemsAt(tree, key).flatMap((item) => textAt(item, "path") ?? [])),
    ...["configMapGenerator", "secretGenerator"].flatMap((key) => itemsAt(tree, key).flatMap((item) => ["files", "envs"].flatMap((field) => pathsAt(item, field)))),
  ];
}

/** The path from the project's root; undefined for text of its own and for a path that leads out of the project. */
export function resolvePath(folder: string, path: Text): string | undefined {
  const letters = literalText(path)?.trim();
  if (letters === undefined || letters === "" || letters.includes("\n") || letters.startsWith("/")) return undefined;
  const joined = posix.join(folder, letters).replace(/\/$/u, "");
  return joined === ".." || joined.startsWith("../") ? undefined : joined === "." ? "" : joined;
}

/** Whether kustomize would fetch what is not in the project; so it may be where the path is not known letter by letter. */
export function isRemotePath(path: Text): boolean {
  const letters = literalText(path);
  return letters === undefined || remotePath.test(letters);
}
