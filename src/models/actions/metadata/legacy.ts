import { join, literal, literalText } from "../../../values/text.js";
import type { Text } from "../../../values/value.js";
import type { ActionCall, ListItem } from "../action.js";
import { pullRequestNumber } from "./tags.js";
import type { MadeTags } from "./tags.js";
import { expandTemplate, matched, sanitizedTag, shortCommit, versionParts } from "./templates.js";

/**
 * The tags of the action's first version, whose inputs are `tag-sha`, `tag-semver` and others
 * (https://github.com/docker/metadata-action/tree/v1#image-name-and-tag-sanitization, #semver, #overwrite-labels).
 */
export function legacyTags(call: ActionCall): MadeTags {
  const custom = call.items("tag-custom", "lines and commas").map(optional);
  if (call.flag("tag-custom-only") === true) return { tags: custom, isOpen: false };
  const { ref, commit, eventName } = call.run;
  const isScheduled = literalText(eventName) === "schedule";
  const own = isScheduled ? [literal("nightly")] : ref.kind === "tag" ? ofTag(call, ref.name) : ref.kind === "pull request" ? [join([{ text: literal("pr-") }, { text: pullRequestNumber(ref.name) }])] : [ref.name];
  const short = join([{ text: literal("sha-") }, { text: shortCommit(commit, undefined) }]);
  const latest = ref.kind === "tag" && call.flag("tag-latest", true) !== false ? [literal("latest")] : [];
  const edge = call.flag("tag-edge") === true && ref.kind === "branch" ? [{ ...optional(literal("edge")), isOptional: true }] : [];
  const certain = ref.kind !== "branch or tag";
  return { tags: [...own.map((text) => ({ ...optional(sanitizedTag(text)), isOptional: !certain })), ...custom, ...edge, ...latest.map(optional), ...(call.flag("tag-sha") === true ? [optional(short)] : [])], isOpen: false };
}

function optional(text: Text): ListItem {
  return { text, isOptional: false };
}

/** A version by its patterns, else what a pattern finds, else the tag itself. */
function ofTag(call: ActionCall, tag: Text): readonly Text[] {
  const patterns = call.items("tag-semver", "lines and commas");
  const parts = patterns.length === 0 ? undefined : versionParts(tag);
  if (parts !== undefined) {
    const known = new Map([["raw", parts.raw], ["version", parts.version], ["major", parts.major], ["minor", parts.minor], ["patch", parts.patch]]);
    return patterns.map((pattern) => expandTemplate(pattern, (name) => known.get(name)));
  }
  const match = call.text("tag-match");
  const letters = match === undefined ? undefined : literalText(match);
  if (letters === undefined) return [tag];
  return [matched(letters, literalText(call.text("tag-match-group") ?? literal("0")) ?? "0", tag)];
}
