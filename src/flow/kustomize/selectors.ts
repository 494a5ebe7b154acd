import { literalText } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { lettersAt, textAt, valueAt, valueBelow } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";
import { effectiveNamespace, kindOf, namesOf } from "./objects.js";
import type { KustomizeObject, ObjectName } from "./objects.js";

/** `unknown`: the selector or the object is not known letter by letter, or a pattern is one that is not tried. */
export type Selection = "yes" | "no" | "unknown";

/**
 * Whether a selector of a patch or a replacement's target selects an object: each of its parts is a pattern for the whole
 * text, name and namespace may be any that the object had, labels and annotations are selected as kubectl does.
 * Source: kustomize's api/types/selector.go and api/resmap/reswrangler.go.
 */
export function selects(selector: YamlTree | undefined, object: KustomizeObject): Selection {
  const { group, version, kind } = kindOf(object.tree);
  return all([
    () => matchesAny(selector, "kind", () => [kind]),
    () => matchesAny(selector, "group", () => [group]),
    () => matchesAny(selector, "version", () => [version]),
    () => matchesAny(selector, "name", () => namesOf(object).map(({ name }) => lettersOf(name))),
    () => matchesAny(selector, "namespace", () => namespacesOf(kind, namesOf(object))),
    () => selectsPairs(selector, "labelSelector", valueBelow(object.tree, "metadata", "labels")),
    () => selectsPairs(selector, "annotationSelector", valueBelow(object.tree, "metadata", "annotations")),
  ]);
}

/** Whether the source of a replacement names an object: its parts are texts, not patterns. */
export function names(source: YamlTree, object: KustomizeObject): Selection {
  const { group, version, kind } = kindOf(object.tree);
  const known = namesOf(object);
  const equals = (key: string, values: readonly (string | undefined)[]): Selection => {
    if (textAt(source, key) === undefined) return "yes";
    const wanted = lettersAt(source, key);
    if (wanted === undefined) return "unknown";
    return wanted === "" || values.includes(wanted) ? "yes" : values.includes(undefined) ? "unknown" : "no";
  };
  return all([() => equals("kind", [kind]), () => equals("group", [group]), () => equals("version", [version]), () => equals("name", known.map(({ name }) => lettersOf(name))), () => equals("namespace", namespacesOf(kind, known))]);
}

/** `no` if one says so; later ones are not asked then. */
function all(questions: readonly (() => Selection)[]): Selection {
  let answer: Selection = "yes";
  for (const question of questions) {
    const said = question();
    if (said === "no") return "no";
    if (said === "unknown") answer = "unknown";
  }
  return answer;
}

function lettersOf(text: Text | undefined): string | undefined {
  return text === undefined ? "" : literalText(text);
}

function namespacesOf(kind: string, names: readonly ObjectName[]): readonly (string | undefined)[] {
  return names.map(({ namespace }) => literalText(effectiveNamespace(kind, namespace)));
}

// ------------------------------------------------------------------------------------------------------- patterns

function matchesAny(selector: YamlTree | undefined, key: string, values: () => readonly (string | undefined)[]): Selection {
  const text = textAt(selector, key);
  if (text === undefined || text.key === "") return "yes";
  const pattern = literalText(text);
  if (pattern === undefined) return "unknown";
  const answers = values().map((value) => matchesWhole(pattern, value));
  return answers.includes("yes") ? "yes" : answers.includes("unknown") ? "unknown" : "no";
}

/** Whether a pattern (Go's syntax) is the whole of a text. Patterns that could take long, or that JavaScript reads otherwise, are not tried. */
export function matchesWhole(pattern: string, value: string | undefined): Selection {
  if (value === undefined) return "unknown";
  if (/^[\w /:@-]*$/u.test(pattern)) return pattern === value ? "yes" : "no";
  if (pattern.length > longestPattern || value.length > longestName || /\)[*+?{]|\{|\(\?(?!:)|\\[^.\w/-]|\\[pPQEAzZkK\d]/u.test(pattern) || (pattern.match(/[*+]/gu) ?? []).length > mostRepetitions) return pattern === value ? "yes" : "unknown";
  try {
    return new RegExp(`^(?:${pattern})$`, "u").test(value) ? "yes" : "no";
  } catch {
    return "unknown";
  }
}

const longestPattern = 300;
/** Three repetitions take the cube of it. */
const longestName = 300;
const mostRepetitions = 3;

// --------------------------------------------------------------------------------------------- labels, annotations

/** `a=b,c!=d,e in (f,g),h notin (i),j,!k` (https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#api). */
function selectsPairs(selector: YamlTree | undefined, key: string, pairs: YamlTree | undefined): Selection {
  if (textAt(selector, key) === undefined) return "yes";
  const wanted = lettersAt(selector, key);
  if (wanted === undefined) return "unknown";
  const requirements = wanted.match(/[^,()]+(?:\([^()]*\))?/gu) ?? [];
  return all(requirements.map((requirement) => () => meets(requirement.trim(), pairs)));
}

function meets(requirement: string, pairs: YamlTree | undefined): Selection {
  const [, absent, name, operator, value = "", list] = /^(!)?\s*([\w./-]+)\s*(?:(=|==|!=)\s*([\w.-]*)|(?:not)?in\s*\(([^()]*)\))?$/u.exec(requirement) ?? [];
  if (name === undefined) return requirement === "" ? "yes" : "unknown";
  const isThere = valueAt(pairs, name) !== undefined;
  if (absent !== undefined) return isThere ? "no" : "yes";
  if (operator === undefined && list === undefined) return isThere ? "yes" : "no";
  const isNegated = operator === "!=" || /\snotin[\s(]/u.test(requirement);
  if (!isThere) return isNegated ? "yes" : "no";
  const held = lettersAt(pairs, name);
  if (held === undefined) return "unknown";
  const wanted = list === undefined ? [value] : list.split(",").map((one) => one.trim());
  return wanted.includes(held) === isNegated ? "no" : "yes";
}
