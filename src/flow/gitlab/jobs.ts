import { literalText, placeOf } from "../../values/text.js";
import type { Place } from "../../values/value.js";
import type { Run } from "../run.js";
import { emptyMap, lettersIn, listOf, mergedMaps, namedEntries, withDefaults } from "../pipelines/trees.js";
import { lettersAt, valueAt, valueBelow, withoutKey } from "../yaml-tree.js";
import type { YamlList, YamlMap, YamlTree } from "../yaml-tree.js";

/** A job as it is when all that it extends and refers to is put into it. */
export interface Job {
  readonly name: string;
  readonly tree: YamlMap;
  /** Its name in the file. */
  readonly place: Place;
  readonly stage: string;
  /** The jobs that it waits for. */
  readonly needs: readonly string[];
  /** The jobs whose artifacts it gets. */
  readonly takes: readonly string[];
  /** It has something to do that stands in a file that is not seen. */
  readonly isIncomplete: boolean;
}

/** What is no job (https://docs.gitlab.com/ci/yaml/#global-keywords). */
const globalKeys: ReadonlySet<string> = new Set(["default", "include", "stages", "types", "variables", "workflow", "image", "services", "before_script", "after_script", "cache", "spec"]);

/** What jobs have by default (https://docs.gitlab.com/ci/yaml/#default). */
const defaultKeys = ["image", "services", "before_script", "after_script", "artifacts"];

/** The jobs of a pipeline, in the order in which they are written; templates, whose names begin with a dot, are none. */
export function jobsOf(run: Run, tree: YamlMap, file: string): readonly Job[] {
  const extended = extender(tree);
  const resolve = referenceReader(run, (name) => extended(name) ?? valueAt(tree, name));
  const defaults = resolve(mergedMaps({ kind: "map", entries: tree.entries.filter(({ key }) => defaultKeys.includes(key.key)) }, mapOf(valueAt(tree, "default"))));
  const stages = [".pre", ...(valueAt(tree, "stages") === undefined ? ["build", "test", "deploy"] : lettersIn(resolve(valueAt(tree, "stages") ?? emptyMap))), ".post"];
  const found = namedEntries(tree).flatMap(({ name, key, value }) => {
    const own = name.startsWith(".") || globalKeys.has(name) || value.kind !== "map" ? undefined : extended(name);
    if (own === undefined) return [];
    const job = mapOf(resolve(own));
    const inherited = valueBelow(job, "inherit", "default");
    const keys = inherited === undefined ? defaultKeys : inherited.kind === "list" ? lettersIn(inherited) : lettersAt(valueAt(job, "inherit"), "default") === "false" ? [] : defaultKeys;
    const filled = withDefaults(job, defaults, keys);
    return [{ name, tree: filled, place: placeOf(key) ?? value.place ?? { file, start: 0, end: 0 }, stage: lettersAt(filled, "stage") ?? "test", needs: neededBy(filled), isIncomplete: valueAt(filled, "script") === undefined && valueAt(filled, "trigger") === undefined }];
  });
  return found.map((job) => {
    const earlier = found.filter((other) => stages.indexOf(other.stage) < stages.indexOf(job.stage)).map(({ name }) => name);
    const needs = job.needs ?? earlier;
    const dependencies = valueAt(job.tree, "dependencies");
    return { ...job, needs, takes: dependencies === undefined ? needs : lettersIn(dependencies) };
  });
}

function mapOf(tree: YamlTree | undefined): YamlMap {
  return tree?.kind === "map" ? tree : emptyMap;
}

/** `needs` of this pipeline (https://docs.gitlab.com/ci/yaml/#needs); undefined where the stages say it. */
function neededBy(job: YamlTree): readonly string[] | undefined {
  const needs = valueAt(job, "needs");
  if (needs === undefined) return undefined;
  return listOf(needs).flatMap((item) => (item.kind === "scalar" ? (literalText(item.text) ?? []) : valueAt(item, "pipeline") !== undefined || valueAt(item, "project") !== undefined ? [] : (lettersAt(item, "job") ?? [])));
}

/** Jobs over those that they extend, later ones over earlier ones (https://docs.gitlab.com/ci/yaml/#extends); a circle, which GitLab refuses, is cut. */
function extender(tree: YamlMap): (name: string) => YamlMap | undefined {
  const known = new Map<string, YamlMap>();
  const running = new Set<string>();
  const extended = (name: string): YamlMap | undefined => {
    const own = valueAt(tree, name);
    if (own?.kind !== "map" || running.size > deepestExtension) return undefined;
    const before = known.get(name);
    if (before !== undefined || running.has(name)) return before;
    running.add(name);
    let merged: YamlMap = emptyMap;
    for (const base of lettersIn(valueAt(own, "extends"))) merged = mergedMaps(merged, extended(base) ?? emptyMap);
    running.delete(name);
    const whole = mergedMaps(merged, withoutKey(own, "extends"));
    known.set(name, whole);
    return whole;
  };
  return extended;
}

/** GitLab allows 11 levels. */
const deepestExtension = 12;

/**
 * The function that puts what `!reference [job, key]` means in its place, as deep as GitLab does (https://docs.gitlab.com/ci/yaml/yaml_optimization/#reference-tags).
 * A tag is no part of a tree: it stands in the file before the list.
 */
function referenceReader(run: Run, jobNamed: (name: string) => YamlTree | undefined): (tree: YamlTree) => YamlTree {
  let left = mostNodes;
  const resolve = (tree: YamlTree, depth: number): YamlTree => {
    left -= 1;
    // References that refer to references several times each grow without an end.
    if (left < 0) return tree;
    switch (tree.kind) {
      case "map":
        return { ...tree, entries: tree.entries.map(({ key, value }) => ({ key, value: depth > deepestTree ? value : resolve(value, depth + 1) })) };
      case "list": {
        if (!isReference(run, tree)) return { ...tree, items: depth > deepestTree ? tree.items : tree.items.map((item) => resolve(item, depth + 1)) };
        const [name, ...keys] = lettersIn(tree);
        const meant = name === undefined ? undefined : keys.reduce<YamlTree | undefined>((at, key) => valueAt(at, key), jobNamed(name));
        return meant === undefined || depth > deepestTree ? { kind: "list", items: [], place: tree.place } : resolve(meant, depth + referenceSteps);
      }
      default:
        return tree;
    }
  };
  return (tree) => resolve(tree, 0);
}

const mostNodes = 100_000;
const deepestTree = 100;
/** So that references in references end after ten. */
const referenceSteps = 10;

function isReference({ project }: Run, { place }: YamlList): boolean {
  if (place === undefined) return false;
  return /!reference[ \t]*$/u.test((project.readText(place.file) ?? "").slice(Math.max(place.start - 40, 0), place.start));
}
