import { givenNameForm, numberedForm } from "../../values/hole-forms.js";
import { choice, hole, isText, join, literal, literalText } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { itemsAt, valueAt } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";
import { givenFromOutside } from "./given.js";

/** What starts a run of a workflow, as far as its text says it. */
export interface WorkflowEvent {
  /** `push`; a hole for one of which nothing is known. */
  readonly name: Text;
  /** For people: `push of a tag`. */
  readonly shown: string;
  readonly ref: Ref;
  /** The branch that a pull request is to be merged into. */
  readonly base: Text | undefined;
  /** What the workflow is told: a workflow that others call, or that people start. */
  readonly inputs: YamlTree | undefined;
}

/** What the run is about. */
export interface Ref {
  readonly kind: "branch" | "tag" | "pull request" | "branch or tag";
  /** `main`, `v1.2.3`, `17/merge`. */
  readonly name: Text;
  /** `refs/heads/main`: never a valid tag of an image. */
  readonly full: Text;
  /** Whether the branch is the repository's default one; undefined if that is not known. */
  readonly isDefaultBranch: boolean | undefined;
}

/** More kinds of events than these are taken for one of which nothing is known. */
const mostEvents = 6;

/**
 * The events that start a workflow, each with what it says of the run
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows). `workflow_call` alone is none: such a
 * workflow is run where it is called.
 */
export function eventsOf(workflow: YamlTree): readonly WorkflowEvent[] {
  const triggers = triggersOf(valueAt(workflow, "on") ?? valueAt(workflow, "true"));
  const events = triggers.flatMap(({ name, filter }) => (name === "workflow_call" ? [] : eventsNamed(name, filter)));
  return events.length > mostEvents ? [...events.slice(0, mostEvents - 1), anyEvent(triggers)] : events;
}

/** A run of which it is not known what starts it. */
export function unknownEvent(inputs: YamlTree | undefined): WorkflowEvent {
  return { name: givenFromOutside("github.event_name"), shown: "a call", ref: branchOrTag(), base: undefined, inputs };
}

interface Trigger {
  readonly name: string;
  readonly filter: YamlTree | undefined;
}

function triggersOf(on: YamlTree | undefined): readonly Trigger[] {
  if (on?.kind === "scalar") return [{ name: literalText(on.text) ?? "", filter: undefined }];
  if (on?.kind === "list") return on.items.flatMap((item) => (item.kind === "scalar" ? [{ name: literalText(item.text) ?? "", filter: undefined }] : []));
  return on?.kind === "map" ? on.entries.map(({ key, value }) => ({ name: literalText(key) ?? "", filter: value })) : [];
}

function anyEvent(triggers: readonly Trigger[]): WorkflowEvent {
  const inputs = triggers.find(({ name }) => name === "workflow_dispatch");
  return { ...unknownEvent(valueAt(inputs?.filter, "inputs")), shown: "another event" };
}

function eventsNamed(name: string, filter: YamlTree | undefined): readonly WorkflowEvent[] {
  const event = (ref: Ref, more: Partial<WorkflowEvent> = {}): WorkflowEvent => ({ name: literal(name), shown: name, ref, base: undefined, inputs: undefined, ...more });
  switch (name) {
    case "push": {
      const [branches, tags] = [patternsAt(filter, "branches"), patternsAt(filter, "tags")];
      // Only branches, or only tags, exclude the other (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onpushbranchestagsbranches-ignoretags-ignore).
      const [names, ignores] = [[branches, tags], [valueAt(filter, "branches-ignore"), valueAt(filter, "tags-ignore")]];
      const hasBranches = names[0] !== undefined || ignores[0] !== undefined;
      const hasTags = names[1] !== undefined || ignores[1] !== undefined;
      return [
        ...(hasBranches || !hasTags ? [event(branchRef(branches), { shown: "push of a branch" })] : []),
        ...(hasTags || !hasBranches ? [event(tagRef(tags), { shown: "push of a tag" })] : []),
      ];
    }
    case "pull_request":
    case "pull_request_target":
    case "pull_request_review":
      return [event(name === "pull_request_target" ? branchRef(patternsAt(filter, "branches")) : pullRequestRef(), { base: branchName(patternsAt(filter, "branches"), "github.base_ref") })];
    case "release":
    case "create":
      return [event(name === "release" ? tagRef(undefined) : branchOrTag())];
    case "workflow_dispatch":
      return [event(branchOrTag(), { inputs: valueAt(filter, "inputs") })];
    case "registry_package":
    case "deployment":
    case "deployment_status":
    case "status":
      return [event(branchOrTag())];
    case "":
      return [];
    // https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows: all others run on the default branch.
    default:
      return [event(defaultBranchRef())];
  }
}

function patternsAt(filter: YamlTree | undefined, key: string): readonly string[] | undefined {
  const value = valueAt(filter, key);
  if (value?.kind === "scalar" && value.type !== "null") return [literalText(value.text) ?? "**"];
  return value?.kind === "list" ? itemsAt(filter, key).map((item) => (item.kind === "scalar" ? (literalText(item.text) ?? "**") : "**")) : undefined;
}

function branchRef(patterns: readonly string[] | undefined): Ref {
  const name = branchName(patterns, "github.ref_name");
  return { kind: "branch", name, full: join([{ text: literal("refs/heads/") }, { text: name }]), isDefaultBranch: undefined };
}

function defaultBranchRef(): Ref {
  const name = givenFromOutside("github.event.repository.default_branch");
  return { kind: "branch", name, full: join([{ text: literal("refs/heads/") }, { text: name }]), isDefaultBranch: true };
}

function tagRef(patterns: readonly string[] | undefined): Ref {
  const name = oneOf(wanted(patterns).map((pattern) => matching(pattern, "tag")), `a tag of ${patterns?.join() ?? ""}`);
  return { kind: "tag", name, full: join([{ text: literal("refs/tags/") }, { text: name }]), isDefaultBranch: false };
}

function pullRequestRef(): Ref {
  const name = join([{ text: givenFromOutside("github.event.pull_request.number") }, { text: literal("/merge") }]);
  return { kind: "pull request", name, full: join([{ text: literal("refs/pull/") }, { text: name }]), isDefaultBranch: false };
}

function branchOrTag(): Ref {
  const [branch, tag] = [branchRef(undefined), tagRef(undefined)];
  return { kind: "branch or tag", name: oneOf([branch.name, tag.name], "a branch or a tag"), full: oneOf([branch.full, tag.full], "refs of a branch or a tag"), isDefaultBranch: undefined };
}

function branchName(patterns: readonly string[] | undefined, name: string): Text {
  return oneOf(wanted(patterns).map((pattern) => matching(pattern, name)), `a branch of ${patterns?.join() ?? ""}`);
}

/** What patterns with `!` exclude says nothing of what is left. */
function wanted(patterns: readonly string[] | undefined): readonly string[] {
  const named = (patterns ?? []).filter((pattern) => !pattern.startsWith("!"));
  return named.length === 0 ? ["**"] : named;
}

/** What matches a pattern of GitHub's filters: the letters before its first mark are known (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet). */
function matching(pattern: string, name: string): Text {
  const mark = pattern.search(/[*?+[\\!]/u);
  if (mark < 0) return literal(pattern);
  // A letter before `+` or `?` may be missing, or repeated.
  const known = /[+?]/u.test(pattern.charAt(mark)) ? pattern.slice(0, Math.max(mark - 1, 0)) : pattern.slice(0, mark);
  const shown = name === "tag" ? "github.ref_name" : name;
  // Tags that `v*` is to match are those of versions.
  const form = name === "tag" && /(?:^|[-/])v$/u.test(known) ? numberedForm : givenNameForm;
  return join([{ text: literal(known) }, { text: { kind: "hole", key: hole(`${name} ${known}`, { kind: "environment", name: shown }).key, origin: { kind: "environment", name: shown }, form, ...(known === "" ? { isSet: true } : {}) } }]);
}

function oneOf(texts: readonly Text[], decision: string): Text {
  const chosen = choice(texts, `${decision} ${texts.map(({ key }) => key).join()}`);
  return isText(chosen) ? chosen : literal("");
}
