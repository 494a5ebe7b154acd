import { commitForm, givenNameForm, countForm } from "../values/hole-forms.js";
import type { HoleForm } from "../values/hole-forms.js";

/** What starts a pipeline: a push of a branch or of a tag (or a schedule, a person, a trigger, on either), or a merge request. */
export type GitLabEvent = "branch" | "tag" | "merge request";

/**
 * A predefined variable (https://docs.gitlab.com/ci/variables/predefined_variables/):
 * - `same`: what another variable holds
 * - `part`: the first letters of another variable
 * - `path`: two variables with a `/` between them
 * - `letters`: always these
 * - `given`: from outside, of a form where that is known; `isSet`: it is never empty
 * - `per job`: another number in each job
 * - `one of`: of these, which one depends on what has started the pipeline
 */
export type GitLabVariable =
  | { readonly kind: "same"; readonly name: string }
  | { readonly kind: "part"; readonly name: string; readonly length: number }
  | { readonly kind: "path"; readonly names: readonly [string, string] }
  | { readonly kind: "letters"; readonly letters: string }
  | { readonly kind: "given"; readonly form?: HoleForm; readonly isSet?: true }
  | { readonly kind: "per job" }
  | { readonly kind: "one of"; readonly letters: readonly string[] };

/** Undefined: it is none, or nothing is known of it. A variable that an event does not set is empty. */
export function predefinedVariable(name: string, event: GitLabEvent): GitLabVariable | undefined {
  if (Object.hasOwn(ofEvent[event], name)) return ofEvent[event][name];
  if (unset[event].test(name)) return empty;
  return Object.hasOwn(ofAll, name) ? ofAll[name] : undefined;
}

const empty: GitLabVariable = { kind: "letters", letters: "" };
const set: GitLabVariable = { kind: "given", isSet: true };
const truth: GitLabVariable = { kind: "letters", letters: "true" };
const number: GitLabVariable = { kind: "given", form: countForm, isSet: true };

const ofAll: Readonly<Record<string, GitLabVariable>> = {
  CI: truth,
  GITLAB_CI: truth,
  CI_SERVER: { kind: "letters", letters: "yes" },
  CI_COMMIT_SHA: { kind: "given", form: commitForm, isSet: true },
  CI_COMMIT_SHORT_SHA: { kind: "part", name: "CI_COMMIT_SHA", length: 8 },
  CI_COMMIT_BEFORE_SHA: { kind: "given", form: commitForm, isSet: true },
  CI_DEFAULT_BRANCH: set,
  CI_PIPELINE_ID: number,
  CI_PIPELINE_IID: number,
  CI_PROJECT_ID: number,
  CI_JOB_ID: { kind: "per job" },
  CI_PROJECT_NAME: set,
  CI_PROJECT_NAMESPACE: set,
  CI_PROJECT_ROOT_NAMESPACE: set,
  CI_PROJECT_PATH: { kind: "path", names: ["CI_PROJECT_NAMESPACE", "CI_PROJECT_NAME"] },
  CI_REGISTRY: set,
  CI_REGISTRY_IMAGE: set,
  CI_PROJECT_DIR: { kind: "letters", letters: "/" },
};

/** Variables that there are only in the pipelines of one kind of event. */
const unset: Readonly<Record<GitLabEvent, RegExp>> = {
  branch: /^CI_(?:COMMIT_TAG(?:_MESSAGE)?|MERGE_REQUEST_\w+|EXTERNAL_PULL_REQUEST_\w+)$/u,
  tag: /^CI_(?:COMMIT_BRANCH|MERGE_REQUEST_\w+|EXTERNAL_PULL_REQUEST_\w+)$/u,
  "merge request": /^CI_COMMIT_(?:BRANCH|TAG(?:_MESSAGE)?)$/u,
};

const slug: GitLabVariable = { kind: "given", form: givenNameForm, isSet: true };
const startedByAnything = ["push", "web", "schedule", "api", "trigger", "pipeline", "parent_pipeline", "chat", "external"];

const ofEvent: Readonly<Record<GitLabEvent, Readonly<Record<string, GitLabVariable>>>> = {
  branch: {
    CI_COMMIT_REF_NAME: set,
    CI_COMMIT_BRANCH: { kind: "same", name: "CI_COMMIT_REF_NAME" },
    CI_COMMIT_REF_SLUG: slug,
    CI_PIPELINE_SOURCE: { kind: "one of", letters: startedByAnything },
  },
  tag: {
    CI_COMMIT_TAG: slug,
    CI_COMMIT_REF_NAME: { kind: "same", name: "CI_COMMIT_TAG" },
    CI_COMMIT_REF_SLUG: slug,
    CI_PIPELINE_SOURCE: { kind: "one of", letters: startedByAnything },
  },
  "merge request": {
    CI_COMMIT_REF_NAME: set,
    CI_COMMIT_REF_SLUG: slug,
    CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: { kind: "same", name: "CI_COMMIT_REF_NAME" },
    CI_MERGE_REQUEST_IID: number,
    CI_MERGE_REQUEST_ID: number,
    CI_PIPELINE_SOURCE: { kind: "letters", letters: "merge_request_event" },
  },
};
