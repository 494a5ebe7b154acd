import type { GitLabEvent } from "../../models/gitlab-variables.js";
import { choice, isText, literalText } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { lettersIn, listOf } from "../pipelines/trees.js";
import { environment } from "../properties.js";
import { lettersAt, textAt, valueAt } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";
import { ruleHolds } from "./conditions.js";
import { definitionsIn, expanded, noDefinitions, rawDefinitions, valueOf } from "./variables.js";
import type { Definitions, Variables } from "./variables.js";

/** Whether a job (or a pipeline) runs; undefined if that is not known. Which variables it gets then. */
export interface Admission {
  readonly runs: boolean | undefined;
  readonly definitions: Definitions;
}

/** By its `rules`, or its `only` and `except` (https://docs.gitlab.com/ci/yaml/#rules, https://docs.gitlab.com/ci/yaml/deprecated_keywords/#only--except). */
export function admissionOf(tree: YamlTree, variables: Variables): Admission {
  const rules = valueAt(tree, "rules");
  if (rules !== undefined) return byRules(listOf(rules), variables);
  const [only, except] = [valueAt(tree, "only"), valueAt(tree, "except")];
  const wanted = only === undefined ? variables.event !== "merge request" : namesEvent(only, variables.event);
  const unwanted = except === undefined ? false : namesEvent(except, variables.event);
  const runs = wanted === false || unwanted === true ? false : wanted === true && unwanted === false ? true : undefined;
  return { runs, definitions: noDefinitions };
}

interface Alternative {
  readonly runs: boolean;
  readonly definitions: Definitions;
}

/** The first rule that holds decides; without one, the job does not run. */
export function byRules(rules: readonly YamlTree[], variables: Variables): Admission {
  const alternatives: Alternative[] = [];
  let isDecided = false;
  for (const rule of rules) {
    const holds = holdsFor(rule, variables);
    if (holds === false) continue;
    alternatives.push({ runs: lettersAt(rule, "when") !== "never", definitions: definitionsIn(valueAt(rule, "variables")) });
    isDecided = holds === true;
    if (isDecided) break;
  }
  if (!isDecided) alternatives.push({ runs: false, definitions: noDefinitions });
  const running = alternatives.filter(({ runs }) => runs);
  const runs = running.length === 0 ? false : running.length === alternatives.length ? true : undefined;
  return { runs, definitions: joinedDefinitions(running.map(({ definitions }) => definitions), variables) };
}

/** A rule holds if all of its conditions do; what the commit has changed is not known. */
function holdsFor(rule: YamlTree, variables: Variables): boolean | undefined {
  if (rule.kind !== "map") return undefined;
  const condition = textAt(rule, "if");
  const written = condition === undefined ? undefined : literalText(condition);
  const holds = condition === undefined ? true : written === undefined ? undefined : ruleHolds(written, (name) => valueOf(variables, name));
  const isOpen = valueAt(rule, "changes") !== undefined || valueAt(rule, "exists") !== undefined;
  return holds === true && isOpen ? undefined : holds;
}

/** What rules of which one holds give to variables. */
function joinedDefinitions(all: readonly Definitions[], variables: Variables): Definitions {
  const [only, ...others] = all;
  if (only !== undefined && others.length === 0) return only;
  const names = new Set(all.flatMap((definitions) => [...definitions.keys()]));
  const values = new Map<string, Text>();
  for (const name of names) {
    const outer = valueOf(variables, name) ?? environment(name);
    const texts = all.map((definitions) => { const own = definitions.get(name); return own === undefined ? outer : own.isRaw ? own.text : expanded(variables, own.text, [name]); });
    const chosen = choice(texts, `rules of ${name} ${texts.map(({ key }) => key).join()}`);
    if (isText(chosen)) values.set(name, chosen);
  }
  return rawDefinitions(values);
}

/** Whether one of the references of `only` or `except` names the pipelines of an event; undefined if that is not known, or more is asked than that. */
function namesEvent(tree: YamlTree, event: GitLabEvent): boolean | undefined {
  const isMap = tree.kind === "map";
  const refs = lettersIn(isMap ? valueAt(tree, "refs") : tree);
  const named = isMap && valueAt(tree, "refs") === undefined ? [undefined] : refs.map((reference) => referenceNames(reference, event));
  const truth = named.includes(true) ? true : named.every((one) => one === false) ? false : undefined;
  const asksMore = isMap && tree.entries.some(({ key }) => key.key !== "refs");
  return truth === true && asksMore ? undefined : truth;
}

function referenceNames(reference: string, event: GitLabEvent): boolean | undefined {
  const keyword = /^\w+/u.exec(reference)?.[0] ?? "";
  switch (keyword) {
    case "branches":
      return event === "branch";
    case "tags":
      return event === "tag";
    case "merge_requests":
      return event === "merge request";
    default:
      // The name of a branch or tag, an expression for it, or how the pipeline is started.
      return event === "merge request" ? false : undefined;
  }
}
