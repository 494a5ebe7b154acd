import { choice, hole, isText, join, literal, literalText, placeOf } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { withMarks } from "../pipelines/marks.js";
import { itemsAt, lettersAt, textScalar, valueAt } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";

/** What a mark stands for, by the steps of its path (`params`, `image`); undefined where it stays as it is written. */
export type TektonScope = (path: readonly string[]) => YamlTree | undefined;

export type Parameters = ReadonlyMap<string, YamlTree>;

/** `$(params.NAME)`, `$(params["NAME"])`, `$(params.NAME[0])`, `$(params.NAME[*])` (https://tekton.dev/docs/pipelines/variables/). */
const mark = /\$\(([A-Za-z][\w-]*(?:\.[\w-]+|\["[^"\]]*"\]|\['[^'\]]*'\]|\[(?:\d+|\*)\])+)\)/gu;
const step = /\["([^"\]]*)"\]|\['([^'\]]*)'\]|\[(\d+|\*)\]|([^.[\]]+)/gu;

/** The steps of a mark's path. */
function stepsOf(path: string): readonly string[] {
  return [...path.matchAll(step)].map(([, double, single, index, plain]) => double ?? single ?? index ?? plain ?? "");
}

/**
 * A tree with values in the place of marks; a list in a list is a part of it. What a task is given is its caller's, wherever it
 * stands; in a pipeline this is so only for what is nothing but a mark.
 */
export function withTektonValues(tree: YamlTree, scope: TektonScope, owner: "task" | "pipeline", depth = 0): YamlTree {
  if (depth > deepest) return tree;
  switch (tree.kind) {
    case "map":
      return { ...tree, entries: tree.entries.map(({ key, value }) => ({ key, value: withTektonValues(value, scope, owner, depth + 1) })) };
    case "list":
      return { ...tree, items: tree.items.flatMap((item) => { const value = withTektonValues(item, scope, owner, depth + 1); return value.kind === "list" && item.kind === "scalar" ? value.items : [value]; }) };
    case "unknown":
      return tree;
    case "scalar": {
      if (tree.type !== "text") return tree;
      const [, alone] = /^\s*\$\(([^()\s]+)\)\s*$/u.exec(literalText(tree.text) ?? "") ?? [];
      const value = alone === undefined ? undefined : scope(stepsOf(alone));
      if (value !== undefined && value.kind !== "scalar") return value;
      return { ...tree, text: textWithValues(tree.text, scope, alone === undefined ? owner : "task"), place: value?.place ?? tree.place };
    }
  }
}

const deepest = 60;

/** A text with values in the place of marks. */
export function textWithValues(text: Text, scope: TektonScope, owner: "task" | "pipeline"): Text {
  const give = (path: string): Text | undefined => {
    const value = scope(stepsOf(path));
    if (value === undefined) return undefined;
    return value.kind === "scalar" ? join([{ text: value.text, use: value.place }]) : hole(`tekton ${path}`, { kind: "unknown", reason: "a list of parameters" });
  };
  return withMarks(text, mark, ([, path = ""]) => give(path), (before, behind) => owner === "task" && /^[\s"'=|]?$/u.test(before) && /^[\s"'|]?$/u.test(behind));
}

/** The names of tasks whose results a tree reads. */
export function tasksReadIn(tree: YamlTree, depth = 0): readonly string[] {
  if (depth > deepest) return [];
  switch (tree.kind) {
    case "map":
      return tree.entries.flatMap(({ value }) => tasksReadIn(value, depth + 1));
    case "list":
      return tree.items.flatMap((item) => tasksReadIn(item, depth + 1));
    case "scalar":
      return [...(literalText(tree.text) ?? "").matchAll(mark)].flatMap(([, path = ""]) => { const [kind, name] = stepsOf(path); return kind === "tasks" && name !== undefined ? [name] : []; });
    case "unknown":
      return [];
  }
}

/** `params: [{ name, value }]` of a run, or of a task in a pipeline. */
export function parametersIn(tree: YamlTree | undefined, scope: TektonScope): Parameters {
  return new Map(itemsAt(tree, "params").flatMap((item) => {
    const name = lettersAt(item, "name");
    const value = valueAt(item, "value");
    return name === undefined || value === undefined ? [] : [[name, withTektonValues(value, scope, "pipeline")] as const];
  }));
}

/**
 * The parameters that a specification declares: as they are given, else their defaults. Where nobody says who starts it,
 * people may give others.
 */
export function declaredParameters(specification: YamlTree | undefined, given: Parameters | undefined, owner: string): Parameters {
  const declared = itemsAt(specification, "params").flatMap((item) => {
    const name = lettersAt(item, "name");
    return name === undefined ? [] : [[name, given?.get(name) ?? presetOf(item, name, given === undefined, owner)] as const];
  });
  return new Map([...(given ?? []), ...declared]);
}

function presetOf(declaration: YamlTree, name: string, isOpen: boolean, owner: string): YamlTree {
  const preset = valueAt(declaration, "default");
  if (preset !== undefined && (!isOpen || preset.kind !== "scalar")) return preset;
  const any = hole(`params.${name} of ${owner}`, { kind: "parameter", name: `params.${name}` });
  const either = preset?.kind === "scalar" ? choice([preset.text, any], `params.${name} of ${owner}`) : any;
  return textScalar(isText(either) ? either : any);
}

/** `params.NAME`, its items and fields; before version 1 of the API it was `inputs.params.NAME`. */
export function scopeOfParameters(parameters: Parameters, kind = "params"): TektonScope {
  return (path) => {
    const [first, name = "", ...below] = path[0] === "inputs" ? path.slice(1) : path;
    return first === kind ? below.reduce<YamlTree | undefined>(memberOf, parameters.get(name)) : undefined;
  };
}

function memberOf(tree: YamlTree | undefined, name: string): YamlTree | undefined {
  if (name === "*") return tree;
  return tree?.kind === "list" ? tree.items[Number(name)] : valueAt(tree, name);
}

/** What one run of Tekton's knows of itself. A workspace that has the project's files has them where the project has them. */
export function scopeOfRun(run: string, task: string): TektonScope {
  return ([kind = "", name = "", ...below]) => {
    if (kind === "workspaces" && below[0] === "path") return textScalar(literal("/"));
    if (kind === "workspaces" || kind === "context" || kind === "resources" || kind === "outputs" || (kind === "inputs" && name === "resources")) return textScalar(hole(`tekton ${run} ${kind === "context" ? "" : task} ${[kind, name, ...below].join(".")}`, { kind: "environment", name: [kind, name, ...below].join(".") }));
    if (kind === "results" && below.at(-1) === "path") return textScalar(literal(resultPath(task, name)));
    if (kind === "step" && name === "results") return textScalar(literal(resultPath(task, below[0] ?? "")));
    return undefined;
  };
}

/** The file in which a task leaves a result. */
export function resultPath(task: string, result: string): string {
  return `/tekton/${task}/results/${result}`;
}

/** The first scope that has a value. */
export function scopes(...all: readonly TektonScope[]): TektonScope {
  return (path) => {
    for (const scope of all) {
      const value = scope(path);
      if (value !== undefined) return value;
    }
    return undefined;
  };
}

/** A place of a tree, for what has no better one. */
export function placeIn(tree: YamlTree | undefined): ReturnType<typeof placeOf> {
  return tree === undefined ? undefined : tree.kind === "scalar" ? (placeOf(tree.text) ?? tree.place) : tree.place;
}
