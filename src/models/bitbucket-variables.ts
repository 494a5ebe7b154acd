import { commitForm, countForm, givenNameForm } from "../values/hole-forms.js";
import type { HoleForm } from "../values/hole-forms.js";

/** What starts a pipeline, as far as variables depend on it. */
export type BitbucketEvent = "branch" | "tag" | "pull request" | "any";

/** The forms of variables that every build has (https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/#Default-variables). */
export const bitbucketForms: ReadonlyMap<string, HoleForm | undefined> = new Map([
  ["BITBUCKET_COMMIT", commitForm],
  ["BITBUCKET_BUILD_NUMBER", countForm],
  ["BITBUCKET_REPO_SLUG", undefined],
  ["BITBUCKET_WORKSPACE", undefined],
  ["BITBUCKET_TAG", givenNameForm],
  ["BITBUCKET_PR_ID", countForm],
]);

/** Variables that there are only in the builds of one kind of event. */
export function isUnset(name: string, event: BitbucketEvent): boolean {
  switch (event) {
    case "branch":
      return name === "BITBUCKET_TAG" || name.startsWith("BITBUCKET_PR_");
    case "tag":
      return name === "BITBUCKET_BRANCH" || name.startsWith("BITBUCKET_PR_");
    case "pull request":
      return name === "BITBUCKET_TAG";
    case "any":
      return false;
  }
}
