import { commitForm, countForm, givenNameForm } from "../values/hole-forms.js";
import type { HoleForm } from "../values/hole-forms.js";

/** Substitutions that Cloud Build gives (https://cloud.google.com/build/docs/configuring-builds/substitute-variable-values#using_default_substitutions), by the forms of their values. */
export const cloudBuildForms: ReadonlyMap<string, HoleForm | undefined> = new Map([
  ["COMMIT_SHA", commitForm],
  ["REVISION_ID", commitForm],
  ["PROJECT_ID", undefined],
  ["PROJECT_NUMBER", countForm],
  ["BUILD_ID", undefined],
  ["LOCATION", undefined],
  ["TRIGGER_NAME", undefined],
  ["REPO_NAME", undefined],
  ["REPO_FULL_NAME", undefined],
  ["BRANCH_NAME", undefined],
  ["TAG_NAME", givenNameForm],
  ["REF_NAME", undefined],
  ["_PR_NUMBER", countForm],
]);

/** `SHORT_SHA` is this many letters of `COMMIT_SHA`. */
export const shortCommitLength = 7;
