import { posix } from "node:path";
import { isHarmlessTemplate } from "../../models/gitlab-templates.js";
import { literalText, placeOf } from "../../values/text.js";
import type { Place } from "../../values/value.js";
import { pathMatcher } from "../../project/globs.js";
import { emptyMap, listOf, mergedMaps, treesOfFile } from "../pipelines/trees.js";
import type { Run } from "../run.js";
import { spend } from "../run.js";
import { lettersAt, valueAt, withoutKey } from "../yaml-tree.js";
import type { YamlMap, YamlTree } from "../yaml-tree.js";
import { withInputs } from "./inputs.js";

/** A pipeline as its file and all that this includes define it. */
export interface Configuration {
  readonly tree: YamlMap;
  /** What is included and not in the project: nobody knows what its jobs do. */
  readonly unseen: readonly UnseenInclude[];
}

export interface UnseenInclude {
  readonly name: string;
  readonly place: Place;
}

/**
 * Reads a pipeline with what it includes (https://docs.gitlab.com/ci/yaml/#include): what a file says itself counts before what it
 * includes, later ones before earlier ones.
 *
 * @param folder of the repository, relative to the project's root: paths begin there
 */
export function readConfiguration(run: Run, file: string, folder: string): Configuration {
  const reader: Reader = { run, folder, unseen: [], count: 0 };
  return { tree: readFile(reader, { file, inputs: undefined, within: [] }), unseen: reader.unseen };
}

interface Reader {
  readonly run: Run;
  readonly folder: string;
  readonly unseen: UnseenInclude[];
  count: number;
}

interface IncludedFile {
  readonly file: string;
  readonly inputs: YamlTree | undefined;
  /** The files that include it, outermost first. */
  readonly within: readonly string[];
}

/** GitLab allows 150 files (https://docs.gitlab.com/ci/yaml/includes/). */
const mostFiles = 150;

function readFile(reader: Reader, { file, inputs, within }: IncludedFile): YamlMap {
  spend(reader.run);
  reader.count += 1;
  const trees = treesOfFile(reader.run, file);
  const isHead = trees.length > 1 && valueAt(trees[0], "spec") !== undefined;
  const content = isHead ? trees[1] : trees[0];
  const own = content === undefined ? undefined : withInputs(content, valueAt(isHead ? valueAt(trees[0], "spec") : undefined, "inputs"), inputs, file);
  if (own?.kind !== "map") return emptyMap;
  let merged: YamlMap = emptyMap;
  for (const included of listOf(valueAt(own, "include"))) {
    for (const one of filesOf(reader, included, file)) {
      if (within.includes(one.file) || one.file === file || reader.count >= mostFiles) continue;
      merged = mergedMaps(merged, readFile(reader, { ...one, within: [...within, file] }));
    }
  }
  return mergedMaps(merged, withoutKey(own, "include"));
}

function filesOf(reader: Reader, included: YamlTree, file: string): readonly Pick<IncludedFile, "file" | "inputs">[] {
  const { run, folder, unseen } = reader;
  const written = included.kind === "scalar" ? literalText(included.text) : lettersAt(included, "local");
  const place = placeOfInclude(included) ?? { file, start: 0, end: 0 };
  if (written === undefined || /^https?:/u.test(written) || written.includes("$")) {
    const name = nameOf(included);
    if (!isHarmlessTemplate(name)) unseen.push({ name, place });
    return [];
  }
  const path = posix.normalize(posix.join(folder, written.replace(/^\/+/u, "")));
  const files = path.includes("*") ? run.project.files.filter(pathMatcher([path])) : [path].filter((one) => run.project.readText(one) !== undefined);
  if (files.length === 0) unseen.push({ name: written, place });
  return files.map((one) => ({ file: one, inputs: valueAt(included, "inputs") }));
}

function nameOf(included: YamlTree): string {
  if (included.kind === "scalar") return literalText(included.text) ?? "a file";
  return lettersAt(included, "template") ?? lettersAt(included, "component") ?? lettersAt(included, "remote") ?? lettersAt(included, "project") ?? lettersAt(included, "local") ?? "a file";
}

function placeOfInclude(included: YamlTree): Place | undefined {
  if (included.kind === "scalar") return placeOf(included.text);
  const [first] = included.kind === "map" ? included.entries : [];
  return first?.value.kind === "scalar" ? placeOf(first.value.text) : included.place;
}
