import { choice, isText, literal, literalText, unknown } from "../../values/text.js";
import { combinationsOf } from "../pipelines/matrix.js";
import type { YamlEntry, YamlMap, YamlTree } from "../yaml-tree.js";
import { itemsAt, valueAt, withValues } from "../yaml-tree.js";
import type { Scope } from "./evaluate.js";
import { interpolate, interpolateTree } from "./interpolate.js";
import { keyOfExpressed, valuesIn } from "./values.js";

/**
 * The combinations of a job's matrix, with those that `include` adds and without those that `exclude` names
 * (https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations). Axes that the job never reads have one
 * value. Where there are too many combinations there is one, each of whose values may be any of its axis.
 */
export function matrixOf(written: YamlTree | undefined, job: YamlTree, scope: Scope): readonly (YamlTree | undefined)[] {
  if (written === undefined) return [undefined];
  const whole = written.kind === "scalar" ? interpolate(written.text, scope) : interpolateTree(written, scope);
  const given = valuesIn(whole).find((one) => one.kind === "map");
  // A matrix that another job prints and nobody knows.
  if (given?.kind !== "map") return [{ kind: "unknown", text: unknown(`matrix ${keyOfExpressed(whole)}`, "a matrix that is not known") }];
  const reads = readsOf(job);
  const axes = given.entries.filter(({ key }) => !isRule(key.key)).map(({ key, value }) => ({ name: literalText(key) ?? key.key, key, values: value.kind === "list" ? value.items : [value] }));
  const excluded = itemsAt(given, "exclude");
  const included = itemsAt(given, "include");
  const isNamed = (name: string): boolean => [...excluded, ...included].some((rule) => valueAt(rule, name) !== undefined);
  const narrowed = axes.map((axis) => (reads(axis.name) || isNamed(axis.name) ? axis : { ...axis, values: axis.values.slice(0, 1) }));
  const rows = axes.length === 0 ? [] : combinationsOf(narrowed);
  if (rows === undefined || valueAt(given, "include")?.kind === "unknown") return [widened(axes, included)];
  const combinations: YamlMap[] = rows.map((row) => ({ kind: "map", entries: axes.flatMap(({ name, key }): readonly YamlEntry[] => { const value = row.get(name); return value === undefined ? [] : [{ key, value }]; }) }));
  const kept = combinations.filter((combination) => !excluded.some((rule) => fits(combination, rule)));
  return withIncluded(kept, included, new Set(axes.map(({ name }) => name)));
}

function isRule(key: string): boolean {
  return key === "include" || key === "exclude";
}

/** Whether all that a rule names has the same value in a combination. */
function fits(combination: YamlMap, rule: YamlTree): boolean {
  return rule.kind === "map" && rule.entries.every(({ key, value }) => holds(valueAt(combination, key.key), value));
}

/** A map in a rule names only a part of the value. */
function holds(value: YamlTree | undefined, wanted: YamlTree): boolean {
  if (value === undefined) return false;
  if (wanted.kind === "map" && value.kind === "map") return wanted.entries.every(({ key, value: inner }) => holds(valueAt(value, key.key), inner));
  return keyOfExpressed(value) === keyOfExpressed(wanted);
}

/** An entry goes into every combination whose original values it does not change; where there is none, it is one of its own. */
function withIncluded(combinations: readonly YamlMap[], included: readonly YamlTree[], axes: ReadonlySet<string>): readonly YamlTree[] {
  const extended = [...combinations];
  const added: YamlMap[] = [];
  for (const entry of included) {
    if (entry.kind !== "map") continue;
    const original = entry.entries.filter(({ key }) => axes.has(literalText(key) ?? ""));
    const takers = combinations.flatMap((combination, index) => (original.every(({ key, value }) => holds(valueAt(combination, key.key), value)) ? [index] : []));
    for (const index of takers) {
      const taker = extended[index];
      if (taker !== undefined) extended[index] = withValues(taker, entry.entries);
    }
    if (takers.length === 0 && extended.length + added.length < mostIncluded) added.push(entry);
  }
  return [...extended, ...added];
}

const mostIncluded = 256;

/** One combination for all of them. */
function widened(axes: readonly { readonly key: YamlEntry["key"]; readonly values: readonly YamlTree[] }[], included: readonly YamlTree[]): YamlTree {
  const ofIncluded = new Map<string, YamlEntry>();
  for (const entry of included) for (const one of entry.kind === "map" ? entry.entries : []) ofIncluded.set(one.key.key, one);
  const entries = axes.map(({ key, values }): YamlEntry => {
    const texts = values.flatMap((value) => (value.kind === "scalar" ? [value.text] : []));
    const any = choice(texts, `matrix ${key.key} of ${values.length}`);
    return { key, value: { kind: "scalar", type: "text", text: isText(any) ? any : literal("") } };
  });
  return { kind: "map", entries: [...entries, ...[...ofIncluded.values()].filter(({ key }) => !entries.some((one) => one.key.key === key.key))] };
}

/** The question whether a job reads a value of its matrix where it matters: not for its name, or the machine that it runs on. */
function readsOf(job: YamlTree): (name: string) => boolean {
  const texts: string[] = [];
  const walk = (tree: YamlTree, depth: number): void => {
    if (depth > deepest) return;
    if (tree.kind === "scalar") texts.push(literalText(tree.text) ?? "");
    else if (tree.kind === "list") for (const item of tree.items) walk(item, depth + 1);
    else if (tree.kind === "map") for (const { key, value } of tree.entries) if (!(depth === 0 && unread.has(key.key))) walk(value, depth + 1);
  };
  walk(job, 0);
  const read = texts.filter((text) => text.includes("matrix")).join("\n");
  const readsWhole = /\bmatrix\b(?!\s*[.[]|\.\w)/u.test(read);
  return (name) => readsWhole || new RegExp(`\\bmatrix\\b[^\\n]{0,20}?[.['"]\\s*${name.replace(/[^\w-]/gu, "\\$&")}(?![\\w-])`, "iu").test(read);
}

const deepest = 12;

/** Keys of a job by which its matrix changes nothing that matters here. */
const unread: ReadonlySet<string> = new Set(["runs-on", "name", "strategy", "concurrency", "timeout-minutes", "continue-on-error"]);

