import { commitForm, countForm, givenNameForm } from "../../values/hole-forms.js";
import type { HoleForm } from "../../values/hole-forms.js";
import { hole } from "../../values/text.js";
import type { Text } from "../../values/value.js";

/** What the surroundings of a workflow give by a name: the same wherever it is read. */
export function givenFromOutside(name: string): Text {
  return { ...hole(`context ${name}`, { kind: "environment", name }, forms.get(name)), ...(alwaysSet.has(name) ? { isSet: true as const } : {}) };
}

const forms: ReadonlyMap<string, HoleForm> = new Map([
  ["github.sha", commitForm],
  ["github.event.pull_request.head.sha", commitForm],
  ["github.event.pull_request.base.sha", commitForm],
  ["github.event.workflow_run.head_sha", commitForm],
  ["github.event.before", commitForm],
  ["github.head_ref", givenNameForm],
  ["github.base_ref", givenNameForm],
  ["github.event.repository.default_branch", givenNameForm],
  ["github.run_id", countForm],
  ["github.run_number", countForm],
  ["github.run_attempt", countForm],
  ["github.event.pull_request.number", countForm],
]);

/** https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#github-context */
const alwaysSet: ReadonlySet<string> = new Set(["github.sha", "github.repository_owner", "github.event.repository.name", "github.run_id", "github.run_number", "github.run_attempt", "github.actor", "github.event.pull_request.number", "github.event.repository.default_branch"]);
