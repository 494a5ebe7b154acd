import { commitForm, countForm, givenNameForm } from "../../values/hole-forms.js";
import type { HoleForm } from "../../values/hole-forms.js";
import { hole, literal } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { openContext, textValue } from "../workflows/values.js";
import type { Expressed } from "../workflows/values.js";

/** A pipeline of a branch or of a tag: which jobs run, and what variables there are, depends on it. */
export type CircleEvent = "branch" | "tag";

const forms: ReadonlyMap<string, HoleForm | undefined> = new Map([
  ["CIRCLE_SHA1", commitForm],
  ["CIRCLE_BRANCH", undefined],
  ["CIRCLE_TAG", givenNameForm],
  ["CIRCLE_PROJECT_USERNAME", undefined],
  ["CIRCLE_PROJECT_REPONAME", undefined],
  ["CIRCLE_WORKFLOW_ID", undefined],
  ["CIRCLE_PR_NUMBER", countForm],
  ["PIPELINE_NUMBER", countForm],
]);

export function given(name: string): Text {
  return hole(`env ${name}`, { kind: "environment", name }, forms.get(name));
}

/** What every job gets (https://circleci.com/docs/reference/variables/#built-in-environment-variables); undefined for what only the settings may hold. */
export function builtinVariable(name: string, event: CircleEvent): Text | undefined {
  if (name === (event === "branch" ? "CIRCLE_TAG" : "CIRCLE_BRANCH")) return literal("");
  if (name === "CI" || name === "CIRCLECI") return literal("true");
  return forms.has(name) ? given(name) : undefined;
}

/** `<< pipeline.… >>` (https://circleci.com/docs/reference/variables/#pipeline-values). */
export function pipelineValues(event: CircleEvent, parameters: Expressed): Expressed {
  const git: Readonly<Record<string, Text>> = { revision: given("CIRCLE_SHA1"), branch: builtinVariable("CIRCLE_BRANCH", event) ?? literal(""), tag: builtinVariable("CIRCLE_TAG", event) ?? literal("") };
  return openContext("pipeline", (name) => {
    if (name === "parameters") return parameters;
    if (name === "number") return textValue(given("PIPELINE_NUMBER"));
    return name === "git" ? openContext("pipeline.git", (part) => { const text = Object.hasOwn(git, part) ? git[part] : undefined; return text === undefined ? undefined : textValue(text); }) : undefined;
  });
}
