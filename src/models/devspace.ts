import { commitForm, givenNameForm } from "../values/hole-forms.js";
import type { HoleForm } from "../values/hole-forms.js";

/** How DevSpace reads its configuration: https://www.devspace.sh/docs/configuration/reference */

/** `devspace.yaml`, and those that are named with `--config` or by `imports`. */
export const devspaceNames = /(?:^|\/)devspace(?:[-_.][\w.-]+)?\.ya?ml$/u;

/** Variables that DevSpace gives (https://www.devspace.sh/docs/configuration/variables#built-in-variables), by the forms of their values. */
export const devspaceForms: ReadonlyMap<string, HoleForm | undefined> = new Map([
  ["DEVSPACE_GIT_COMMIT", commitForm],
  ["DEVSPACE_GIT_BRANCH", givenNameForm],
]);
