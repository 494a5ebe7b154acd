import { join, literal } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { givenFromOutside } from "./given.js";
import { booleanValue, openContext, textValue, undecidedBoolean } from "./values.js";
import type { Expressed } from "./values.js";
import type { WorkflowEvent } from "./events.js";

/** The commit that the run is about. */
export function commit(): Text {
  return givenFromOutside("github.sha");
}

/** `owner/name` */
export function repository(): Text {
  return join([{ text: givenFromOutside("github.repository_owner") }, { text: literal("/") }, { text: repositoryName() }]);
}

export function repositoryName(): Text {
  return givenFromOutside("github.event.repository.name");
}

/** The `github` context of a run; `file` is the workflow's. */
export function githubContext(event: WorkflowEvent, inputs: Expressed): Expressed {
  const { ref } = event;
  const texts: Readonly<Record<string, Text>> = {
    sha: commit(),
    repository: repository(),
    repository_owner: givenFromOutside("github.repository_owner"),
    event_name: event.name,
    ref: ref.full,
    ref_name: ref.name,
    ref_type: literal(ref.kind === "tag" ? "tag" : "branch"),
    workspace: literal("/"),
    server_url: literal("https://github.com"),
    api_url: literal("https://api.github.com"),
    ...(event.base === undefined ? { base_ref: literal(""), head_ref: literal("") } : { base_ref: event.base, head_ref: givenFromOutside("github.head_ref") }),
  };
  return openContext("github", (key) => {
    const name = key.toLowerCase();
    if (name === "event") return payload(event, inputs);
    if (name === "ref_type" && ref.kind === "branch or tag") return undefined;
    const text = Object.hasOwn(texts, name) ? texts[name] : undefined;
    return text === undefined ? undefined : textValue(text);
  });
}

/** `github.event`: what has happened, as far as its kind says it. */
function payload({ ref, base }: WorkflowEvent, inputs: Expressed): Expressed {
  const below = (name: string, known: Readonly<Record<string, Expressed>>): Expressed => openContext(name, (key) => (Object.hasOwn(known, key) ? known[key] : undefined));
  const number = textValue(givenFromOutside("github.event.pull_request.number"));
  return below("github.event", {
    inputs,
    number,
    ref: textValue(ref.full),
    after: textValue(commit()),
    release: below("github.event.release", { tag_name: textValue(ref.name), draft: booleanValue(false), prerelease: undecidedBoolean("github.event.release.prerelease") }),
    pull_request: below("github.event.pull_request", {
      number,
      draft: undecidedBoolean("github.event.pull_request.draft"),
      head: below("github.event.pull_request.head", { ref: textValue(givenFromOutside("github.head_ref")) }),
      base: below("github.event.pull_request.base", { ref: textValue(base ?? givenFromOutside("github.base_ref")) }),
    }),
    repository: below("github.event.repository", {
      full_name: textValue(repository()),
      name: textValue(repositoryName()),
      default_branch: textValue(givenFromOutside("github.event.repository.default_branch")),
    }),
  });
}

/** The variables that the runner sets for every step (https://docs.github.com/en/actions/reference/workflows-and-actions/variables#default-environment-variables). */
export function runnerVariables(event: WorkflowEvent): ReadonlyMap<string, Text> {
  const { ref } = event;
  return new Map<string, Text>([
    ["CI", literal("true")],
    ["GITHUB_ACTIONS", literal("true")],
    ["GITHUB_SHA", commit()],
    ["GITHUB_REPOSITORY", repository()],
    ["GITHUB_REPOSITORY_OWNER", givenFromOutside("github.repository_owner")],
    ["GITHUB_REF", ref.full],
    ["GITHUB_REF_NAME", ref.name],
    ...(ref.kind === "branch or tag" ? [] : [["GITHUB_REF_TYPE", literal(ref.kind === "tag" ? "tag" : "branch")] as const]),
    ["GITHUB_EVENT_NAME", event.name],
    ["GITHUB_HEAD_REF", event.base === undefined ? literal("") : givenFromOutside("github.head_ref")],
    ["GITHUB_BASE_REF", event.base ?? literal("")],
    ["GITHUB_WORKSPACE", literal("/")],
    ["GITHUB_RUN_ID", givenFromOutside("github.run_id")],
    ["GITHUB_RUN_NUMBER", givenFromOutside("github.run_number")],
    ["GITHUB_RUN_ATTEMPT", givenFromOutside("github.run_attempt")],
    ["GITHUB_ACTOR", givenFromOutside("github.actor")],
    ["GITHUB_SERVER_URL", literal("https://github.com")],
    ["RUNNER_OS", literal("Linux")],
  ]);
}
