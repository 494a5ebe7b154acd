import { posix } from "node:path";
import { literal, literalText, placeOf } from "../../values/text.js";
import { treesOfFile, namedEntries } from "../pipelines/trees.js";
import type { Run } from "../run.js";
import { lettersAt, textAt, valueAt } from "../yaml-tree.js";
import type { YamlEntry, YamlMap, YamlTree } from "../yaml-tree.js";
import { openContext, truthOf, valuesIn } from "../workflows/values.js";
import type { Expressed } from "../workflows/values.js";
import { givenInputs } from "../workflows/inputs.js";
import { compiled, compiledTree, evaluated } from "./expressions.js";
import type { Contexts } from "./expressions.js";
import { compileTimeVariables } from "./variables.js";

/**
 * A pipeline's file as the server reads it before anything runs: expressions in `${{ }}` are evaluated, conditional and repeated parts
 * are put in, and templates of the project in the place of their names (https://learn.microsoft.com/en-us/azure/devops/pipelines/process/templates).
 * A template that is not seen stays as it is written.
 */
export function expandPipeline(run: Run, file: string, folder: string): YamlMap | undefined {
  const [tree] = treesOfFile(run, file);
  if (tree?.kind !== "map") return undefined;
  const expansion: Expansion = { run, folder, counters: { left: mostNodes } };
  const parameters = givenInputs(declarations(valueAt(tree, "parameters")), undefined, file);
  const expanded = expandMap(tree, { expansion, file, within: [file], contexts: (name) => (name === "parameters" ? parameters : undefined) });
  const extended = valueAt(expanded, "extends");
  if (extended === undefined) return expanded;
  // `extends` has one template, whose keys are those of the pipeline.
  const base = valueAt(extended, "expanded");
  return base?.kind === "map" ? { ...expanded, entries: [...expanded.entries.filter(({ key }) => key.key !== "extends"), ...base.entries] } : expanded;
}

interface Expansion {
  readonly run: Run;
  readonly folder: string;
  readonly counters: { left: number };
}

/** Templates that use templates several times each grow without an end. */
const mostNodes = 60_000;
/** https://learn.microsoft.com/en-us/azure/devops/pipelines/process/templates#imposed-limits: 100 levels; nobody has so many. */
const deepestTemplate = 20;

interface Scope {
  readonly expansion: Expansion;
  readonly file: string;
  /** The files that are being read, outermost first. */
  readonly within: readonly string[];
  readonly contexts: Contexts;
}

function expandTree(tree: YamlTree, scope: Scope): YamlTree {
  scope.expansion.counters.left -= 1;
  if (scope.expansion.counters.left < 0) return tree;
  switch (tree.kind) {
    case "map":
      return expandMap(tree, scope);
    case "list":
      return { ...tree, items: expandItems(tree.items, scope) };
    default:
      return compiledTree(tree, scope.contexts);
  }
}

function expandMap(map: YamlMap, outer: Scope): YamlMap {
  const variables = map.entries.find(({ key }) => key.key === "variables");
  const known = variables === undefined ? undefined : expandTree(variables.value, outer);
  const scope = known === undefined ? outer : { ...outer, contexts: withVariables(outer.contexts, known) };
  const entries: YamlEntry[] = [];
  const branches: Branches = { isDecided: false };
  for (const entry of map.entries) {
    if (entry.key.key === "parameters" && scope.within.length === 1 && valueAt(map, "parameters") === entry.value && map.entries.some(({ key }) => topKeys.has(key.key))) continue;
    const written = markOf(entry);
    if (written === undefined) {
      const key = compiled(entry.key, scope.contexts);
      entries.push({ key: key.kind === "scalar" ? key.text : entry.key, value: entry === variables && known !== undefined ? known : expandEntry(entry, scope) });
      continue;
    }
    for (const part of partsOf(written, entry.value, scope, branches)) {
      const expanded = expandTree(part.tree, part.scope);
      if (expanded.kind === "map") for (const one of expanded.entries) replaceEntry(entries, one);
    }
  }
  return { ...map, entries };
}

const topKeys: ReadonlySet<string> = new Set(["trigger", "pr", "pool", "stages", "jobs", "steps", "extends", "resources"]);

function replaceEntry(entries: YamlEntry[], entry: YamlEntry): void {
  const index = entries.findIndex(({ key }) => key.key === entry.key.key);
  if (index < 0) entries.push(entry);
  else entries[index] = entry;
}

function expandEntry({ key, value }: YamlEntry, scope: Scope): YamlTree {
  if (key.key !== "extends") return expandTree(value, scope);
  const template = templateOf(value, scope);
  return template === undefined ? value : { kind: "map", entries: [{ key: literal("expanded"), value: template }] };
}

function expandItems(items: readonly YamlTree[], scope: Scope): readonly YamlTree[] {
  const expanded: YamlTree[] = [];
  let branches: Branches = { isDecided: false };
  for (const item of items) {
    const [only, ...others] = item.kind === "map" ? item.entries : [];
    const written = only === undefined || others.length > 0 ? undefined : markOf(only);
    if (written === undefined || only === undefined) {
      branches = { isDecided: false };
      expanded.push(...withTemplate(item, scope));
      continue;
    }
    for (const part of partsOf(written, only.value, scope, branches)) {
      if (part.tree.kind === "list") expanded.push(...expandItems(part.tree.items, part.scope));
      else expanded.push(...withTemplate(part.tree, part.scope));
      if (scope.expansion.counters.left < 0) return expanded;
    }
  }
  return expanded;
}

/** An item, or those of the template that it names. */
function withTemplate(item: YamlTree, scope: Scope): readonly YamlTree[] {
  const template = lettersAt(item, "template") === undefined ? undefined : templateOf(item, scope);
  if (template === undefined) return [expandTree(item, scope)];
  const list = ["stages", "jobs", "steps", "variables"].map((key) => valueAt(template, key)).find((found) => found !== undefined);
  if (list?.kind === "list") return list.items;
  return namedEntries(list).map(({ key, value }) => ({ kind: "map", entries: [{ key: literal("name"), value: { kind: "scalar", type: "text", text: key } }, { key: literal("value"), value }] }));
}

/** The template that is named, expanded with the parameters that it is given; undefined if it is not seen. */
function templateOf(item: YamlTree, scope: Scope): YamlMap | undefined {
  const { expansion, within, file } = scope;
  const written = literalText(compiledTextAt(item, "template", scope) ?? literal(""));
  if (written === undefined || within.length > deepestTemplate || expansion.counters.left < 0) return undefined;
  const path = written.replace(/@self$/u, "");
  const target = posix.normalize(path.startsWith("/") ? posix.join(expansion.folder, path.slice(1)) : posix.join(posix.dirname(file), path));
  const tree = path.includes("@") || within.includes(target) ? undefined : treesOfFile(expansion.run, target)[0];
  if (tree?.kind !== "map") return undefined;
  const given = new Map(namedEntries(valueAt(item, "parameters")).map(({ name, value }) => [name.toLowerCase(), expandTree(value, scope)]));
  const declared = declarations(valueAt(tree, "parameters"));
  const parameters = givenInputs(declared, (name) => given.get(name.toLowerCase()), target);
  const inner: Scope = { expansion, file: target, within: [...within, target], contexts: (name) => (name === "parameters" ? parameters : scope.contexts(name)) };
  return expandMap({ ...tree, entries: tree.entries.filter(({ key }) => key.key !== "parameters") }, inner);
}

function compiledTextAt(item: YamlTree, key: string, scope: Scope): ReturnType<typeof textAt> {
  const text = textAt(item, key);
  const value = text === undefined ? undefined : compiled(text, scope.contexts);
  return value?.kind === "scalar" ? value.text : undefined;
}

/** Parameters by their names; they are written as a list of declarations, or as a map of defaults. */
function declarations(parameters: YamlTree | undefined): YamlMap {
  const entries: readonly YamlEntry[] =
    parameters?.kind === "list"
      ? parameters.items.flatMap((item) => {
          const name = textAt(item, "name");
          const values = valueAt(item, "values");
          return name === undefined || item.kind !== "map" ? [] : [{ key: name, value: values === undefined ? item : { ...item, entries: [...item.entries.filter(({ key }) => key.key !== "type"), { key: literal("type"), value: { kind: "scalar", type: "text", text: literal("choice") } as const }, { key: literal("options"), value: values }] } }];
        })
      : namedEntries(parameters).map(({ key, value }) => ({ key, value: { kind: "map", entries: [{ key: literal("default"), value }] } }));
  return { kind: "map", entries };
}

function withVariables(outer: Contexts, variables: YamlTree): Contexts {
  const known = compileTimeVariables(variables);
  return (name) => {
    if (name !== "variables") return outer(name);
    const before = outer(name);
    return openContext("variables", (variable) => known.get(variable.toLowerCase()) ?? (before?.kind === "open" ? before.member(variable) : undefined));
  };
}

// ------------------------------------------------------------------------------------------- conditions and loops

/** Whether one of the branches before holds. */
interface Branches {
  isDecided: boolean;
}

interface Part {
  readonly tree: YamlTree;
  readonly scope: Scope;
}

/** `if eq(…)` of a key that is `${{ if eq(…) }}`. */
function markOf({ key }: YamlEntry): string | undefined {
  const [, written] = /^\s*\$\{\{\s*((?:if|elseif|each)\b[^]*|else|insert)\s*\}\}\s*:?\s*$/u.exec(literalText(key) ?? "") ?? [];
  return written?.trim();
}

/** What is put in the place of a conditional or repeated part; what is not decided may be there. */
function partsOf(written: string, tree: YamlTree, scope: Scope, branches: Branches): readonly Part[] {
  const [, keyword = "", rest = ""] = /^(\w+)\s*([^]*)$/u.exec(written) ?? [];
  switch (keyword) {
    case "if":
    case "elseif": {
      if (keyword === "if") branches.isDecided = false;
      if (branches.isDecided) return [];
      const truth = truthOf(evaluated(rest, scope.contexts));
      branches.isDecided = truth === true;
      return truth === false ? [] : [{ tree, scope }];
    }
    case "else":
      return branches.isDecided ? [] : [{ tree, scope }];
    case "each":
      return repeated(rest, tree, scope);
    default:
      return [{ tree, scope }];
  }
}

/** `each name in list`: once for each item of a list, or each `key` and `value` of a map. */
function repeated(written: string, tree: YamlTree, scope: Scope): readonly Part[] {
  const [, name, list = ""] = /^(\w+)\s+in\s+([^]+)$/u.exec(written) ?? [];
  if (name === undefined) return [];
  const items = valuesIn(evaluated(list, scope.contexts)).flatMap((one): readonly Expressed[] => {
    if (one.kind === "list") return one.items;
    return one.kind === "map" ? one.entries.map(({ key, value }) => ({ kind: "map", entries: [{ key: literal("key"), value: { kind: "scalar", type: "text", text: key, place: placeOf(key) } }, { key: literal("value"), value }] })) : [openContext(name)];
  });
  return items.slice(0, mostRepetitions).map((item) => ({ tree, scope: { ...scope, contexts: (wanted) => (wanted === name.toLowerCase() ? item : scope.contexts(wanted)) } }));
}

const mostRepetitions = 64;
