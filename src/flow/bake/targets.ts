import type { BakeAttribute, BakeBlock } from "../../facts/bake.js";
import { defaultTarget, mergedAttributes } from "../../models/bake.js";
import type { EncodedText } from "../../values/encoding.js";
import { isText, literalText } from "../../values/text.js";
import type { ProcessEnvironment } from "../process-environment.js";
import { environment } from "../properties.js";
import type { Frame } from "../run.js";
import { withDefault } from "../texts/interpolation.js";
import { keysOf } from "../compose/read-service.js";
import { valueAt } from "../yaml-tree.js";
import { evaluate } from "./evaluate.js";
import type { Scope } from "./evaluate.js";
import { valueOfTree } from "./file.js";
import type { FoundBakeFile } from "./file.js";
import { lettersOf } from "./functions.js";
import { nothingKnown, textsOf, type BakeValue } from "./values.js";

/** A target with its attributes, those that it inherits included. */
export interface Target {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, BakeValue>;
}

export interface Targets {
  readonly targets: ReadonlyMap<string, Target>;
  /** What groups, and targets that a matrix makes several of, stand for. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

const mostTargets = 500;
const mostSteps = 50_000;
const deepestInheritance = 30;

/** All targets and groups of some files, the later over the earlier. */
export function targetsOf(frame: Frame, files: readonly FoundBakeFile[], given: ProcessEnvironment | undefined): Targets {
  const reading: Reading = { frame, files, given, values: new Map(), evaluating: new Set(), steps: { left: mostSteps }, functions: functionsIn(files) };
  const written = files.flatMap((file) => writtenTargets(reading, file));
  const own = new Map<string, Target>();
  const groups = new Map<string, readonly string[]>(files.flatMap((file) => groupsIn(reading, file)));
  for (const { label, name, attributes } of written) {
    if (own.size >= mostTargets) break;
    own.set(name, { name, attributes: new Map([...(own.get(name)?.attributes ?? []), ...attributes]) });
    if (name !== label) groups.set(label, [...new Set([...(groups.get(label) ?? []), name])]);
  }
  return { targets: new Map([...own.keys()].map((name) => [name, { name, attributes: inherited(own, name, []) }])), groups };
}

/** The targets that names stand for; none: the default ones; `*`: all that are not only inherited from. */
export function targetsNamed({ targets, groups }: Targets, names: readonly string[]): readonly Target[] {
  const found = new Set<Target>();
  const seen = new Set<string>();
  const queue = names.includes("*") ? [...targets.keys()] : names.length > 0 ? [...names] : [defaultTarget];
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const target = targets.get(name);
    if (groups.has(name)) queue.push(...(groups.get(name) ?? []));
    else if (target !== undefined) found.add(target);
  }
  return [...found];
}

// ----------------------------------------------------------------------------------------------------- inheritance

function inherited(own: ReadonlyMap<string, Target>, name: string, above: readonly string[]): ReadonlyMap<string, BakeValue> {
  const target = own.get(name);
  if (target === undefined || above.includes(name) || above.length > deepestInheritance) return new Map();
  const merged = new Map<string, BakeValue>();
  const parents = textsOf(target.attributes.get("inherits")).map(({ text }) => literalText(text) ?? "");
  for (const attributes of [...parents.map((parent) => inherited(own, parent, [...above, name])), target.attributes]) {
    for (const [key, value] of attributes) {
      const before = merged.get(key);
      merged.set(key, mergedAttributes.has(key) && before?.kind === "map" && value.kind === "map" ? { kind: "map", entries: new Map([...before.entries, ...value.entries]), keys: new Map([...(before.keys ?? []), ...(value.keys ?? [])]) } : value);
    }
  }
  return merged;
}

// -------------------------------------------------------------------------------------------------------- reading

interface Reading {
  readonly frame: Frame;
  readonly files: readonly FoundBakeFile[];
  readonly given: ProcessEnvironment | undefined;
  readonly values: Map<string, BakeValue | undefined>;
  /** Variables that are being evaluated: one that needs itself is not known. */
  readonly evaluating: Set<string>;
  readonly steps: { left: number };
  readonly functions: Scope["functions"];
}

interface WrittenTarget {
  /** The name of its block. */
  readonly label: string;
  readonly name: string;
  readonly attributes: ReadonlyMap<string, BakeValue>;
}

function functionsIn(files: readonly FoundBakeFile[]): Scope["functions"] {
  return new Map(files.flatMap((file) => (file.kind === "hcl" ? file.bake.blocks.filter(({ type }) => type === "function").map((block) => [block.name, { block, source: file.source }] as const) : [])));
}

function scopeOf({ frame, steps, functions }: Reading, source: EncodedText, valueOf: Scope["valueOf"]): Scope {
  return { frame, source, valueOf, functions, steps, depth: 0 };
}

/** A variable with what the environment gives, or its default (https://docs.docker.com/build/bake/variables/). */
function variable(reading: Reading, name: string): BakeValue | undefined {
  const { values, evaluating, frame, given } = reading;
  if (values.has(name)) return values.get(name);
  if (evaluating.has(name)) return undefined;
  evaluating.add(name);
  const written = defaultOf(reading, name);
  const set = given?.(name)?.value ?? frame.run.files.get(`env ${name}`)?.value;
  const value = written === undefined || written.isConstant ? written?.value : set !== undefined && isText(set) ? ({ kind: "text", text: set, place: undefined } as const) : mayBeGiven(name, written.value);
  evaluating.delete(name);
  values.set(name, value);
  return value;
}

/** A default that is empty says that the environment is to give it. */
function mayBeGiven(name: string, value: BakeValue | undefined): BakeValue | undefined {
  if (value?.kind === "text" && literalText(value.text) !== "") return { kind: "text", text: withDefault(environment(name), value.text), place: value.place };
  return value === undefined || value.kind === "null" || value.kind === "text" ? { kind: "text", text: environment(name), place: undefined } : value;
}

/** The last default of a variable, or an attribute of the file, which nothing else gives. */
function defaultOf(reading: Reading, name: string): { readonly value: BakeValue | undefined; readonly isConstant: boolean } | undefined {
  for (const file of [...reading.files].reverse()) {
    if (file.kind === "json") {
      const tree = valueAt(valueAt(file.tree, "variable"), name);
      if (tree !== undefined) return { value: valueOfTree(reading.frame, valueAt(tree, "default"), (other) => variable(reading, other)), isConstant: false };
    }
    if (file.kind !== "hcl") continue;
    const scope = scopeOf(reading, file.source, (other) => variable(reading, other));
    const block = file.bake.blocks.findLast((one) => one.type === "variable" && one.name === name);
    const written = block?.attributes.find((one) => one.name === "default");
    if (block !== undefined) return { value: written === undefined ? undefined : evaluate(scope, written.value), isConstant: false };
    const constant = file.bake.attributes.find((one) => one.name === name);
    if (constant !== undefined) return { value: evaluate(scope, constant.value), isConstant: true };
  }
  return undefined;
}

function groupsIn(reading: Reading, file: FoundBakeFile): readonly (readonly [string, readonly string[]])[] {
  const namesOf = (value: BakeValue): readonly string[] => textsOf(value).flatMap(({ text }) => literalText(text) ?? []);
  switch (file.kind) {
    case "hcl": {
      const scope = scopeOf(reading, file.source, (name) => variable(reading, name));
      return file.bake.blocks.filter(({ type }) => type === "group").map(({ name, attributes }) => [name, attributes.filter((one) => one.name === "targets").flatMap((one) => namesOf(evaluate(scope, one.value)))]);
    }
    case "json": {
      const groups = valueAt(file.tree, "group");
      return keysOf(groups).map((name) => [name, namesOf(valueOfTree(reading.frame, valueAt(valueAt(groups, name), "targets"), () => undefined))]);
    }
    case "compose":
      return [];
  }
}

function writtenTargets(reading: Reading, file: FoundBakeFile): readonly WrittenTarget[] {
  switch (file.kind) {
    case "hcl":
      return file.bake.blocks.filter(({ type }) => type === "target").flatMap((block) => targetsIn(reading, file.source, block));
    case "json": {
      const targets = valueAt(file.tree, "target");
      return keysOf(targets).map((name) => {
        const value = valueOfTree(reading.frame, valueAt(targets, name), (one) => variable(reading, one));
        return { label: name, name, attributes: value.kind === "map" ? value.entries : new Map<string, BakeValue>() };
      });
    }
    case "compose":
      return [];
  }
}

/** A block with a matrix is a target for each combination (https://docs.docker.com/build/bake/matrices/). */
function targetsIn(reading: Reading, source: EncodedText, block: BakeBlock): readonly WrittenTarget[] {
  const outer = (name: string): BakeValue | undefined => variable(reading, name);
  const at = (key: string): BakeAttribute | undefined => block.attributes.find((one) => one.name === key);
  const matrix = at("matrix");
  const values = matrix === undefined ? undefined : evaluate(scopeOf(reading, source, outer), matrix.value);
  const combinations = values === undefined ? [new Map<string, BakeValue>()] : combinationsOf(values);
  return combinations.map((combination) => {
    const scope = scopeOf(reading, source, (name) => combination.get(name) ?? outer(name));
    const name = at("name");
    const named = name === undefined ? undefined : lettersOf(evaluate(scope, name.value));
    const attributes = block.attributes.filter((one) => one.name !== "matrix" && one.name !== "name").map((one) => [one.name, evaluate(scope, one.value)] as const);
    return { label: block.name, name: named ?? block.name, attributes: new Map(attributes) };
  });
}

/** Those of a matrix that is too large, or not known, are one of which nothing is known. */
function combinationsOf(matrix: BakeValue): readonly ReadonlyMap<string, BakeValue>[] {
  if (matrix.kind !== "map") return [new Map()];
  const axes = [...matrix.entries].map(([name, value]) => [name, value.kind === "list" && value.items.length > 0 ? value.items : [nothingKnown]] as const);
  if (axes.reduce((product, [, items]) => product * items.length, 1) > mostTargets) return [new Map(axes.map(([name]) => [name, nothingKnown]))];
  return axes.reduce<readonly ReadonlyMap<string, BakeValue>[]>((found, [name, items]) => found.flatMap((one) => items.map((item) => new Map([...one, [name, item]]))), [new Map()]);
}
