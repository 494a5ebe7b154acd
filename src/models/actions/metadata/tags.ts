import { alternativesOf, isText, join, literal, literalText, uncaptured, unknown } from "../../../values/text.js";
import type { Text } from "../../../values/value.js";
import type { ActionCall, ListItem, RunFacts } from "../action.js";
import { attributesOf, defaultRules, flavorOf, tagRule } from "./rules.js";
import type { Flavor, TagRule } from "./rules.js";
import { expandTemplate, globalExpression, matched, sanitizedName, sanitizedTag, shortCommit, versionParts } from "./templates.js";
import type { VersionParts } from "./templates.js";

/** The tags that docker/metadata-action makes, without names of images; the first is the version. */
export interface MadeTags {
  readonly tags: readonly ListItem[];
  /** Some of its rules are not known: it may make others too. */
  readonly isOpen: boolean;
}

/** What a rule gives in one run: a tag, and whether `latest: auto` follows from it. */
interface Made {
  readonly tag: Text;
  readonly isLatest: boolean | undefined;
  readonly isOptional: boolean;
  readonly rule: TagRule;
}

interface Making {
  readonly run: RunFacts;
  readonly short: Text;
  readonly flavor: Flavor;
}

/** Works the rules of the inputs `tags` and `flavor` out for a run, in the order of their priorities (https://github.com/docker/metadata-action#tags-input). */
export function madeTags(call: ActionCall): MadeTags {
  const { ref } = call.run;
  if (ref.kind !== "branch or tag") return tagsFor(call, call.run);
  // It is started by hand for a branch or for a tag.
  const ways = (["branch", "tag"] as const).map((kind) => tagsFor(call, { ...call.run, ref: refOf(kind, ref) }));
  return { tags: uniqueTags(ways.flatMap(({ tags }) => tags.map((tag) => ({ ...tag, isOptional: true })))), isOpen: ways.some(({ isOpen }) => isOpen) };
}

/** The name of a reference that is one of both kinds: its first alternative is the branch's, its second the tag's. */
function refOf(kind: "branch" | "tag", { name }: RunFacts["ref"]): RunFacts["ref"] {
  const plain = uncaptured(name);
  const one = plain.kind === "choice" ? plain.alternatives[kind === "branch" ? 0 : 1] : undefined;
  return { kind, name: one !== undefined && isText(one) ? one : name, isDefaultBranch: kind === "tag" ? false : undefined };
}

function tagsFor(call: ActionCall, run: RunFacts): MadeTags {
  const lines = call.items("tags");
  const written = lines.length === 0 ? defaultRules.map((line) => literal(line)) : lines;
  const making: Making = { run, short: shortCommit(run.commit, call.environment("DOCKER_METADATA_SHORT_SHA_LENGTH")), flavor: flavorOf(call.items("flavor")) };
  const read = written.flatMap((line) => (alternativesOf(line) ?? [line]).map((one) => ({ line: one, isOptional: alternativesOf(line)?.length !== 1 }))).filter(({ line }) => line.key !== "");
  const rules = read.map(({ line, isOptional }) => ({ attributes: attributesOf(line), isOptional }));
  const isOpen = rules.some(({ attributes }) => attributes === undefined);
  const known = rules.flatMap(({ attributes, isOptional }) => {
    const rule = attributes === undefined ? undefined : tagRule(attributes);
    return rule === undefined ? [] : [{ rule, isOptional }];
  });
  const made = known.sort((left, right) => right.rule.priority - left.rule.priority).flatMap(({ rule, isOptional }) => madeBy(rule, making).map((one) => ({ ...one, isOptional: one.isOptional || isOptional })));
  const tags = made.map(({ tag, isOptional, rule }): ListItem => ({ text: sanitizedTag(tag), isOptional, place: rule.place }));
  const latest = made.length === 0 ? undefined : latestTag(made, making.flavor);
  return { tags: uniqueTags(latest === undefined ? tags : [...tags, latest]), isOpen };
}

function uniqueTags(tags: readonly ListItem[]): readonly ListItem[] {
  const unique = new Map<string, ListItem>();
  for (const tag of tags) {
    const known = unique.get(tag.text.key);
    if (known === undefined || (known.isOptional && !tag.isOptional)) unique.set(tag.text.key, known === undefined ? tag : { ...known, isOptional: false });
  }
  return [...unique.values()];
}

/** `latest=auto`: the first tag that is made decides. */
function latestTag(made: readonly Made[], { latest, prefix, suffix }: Flavor): ListItem | undefined {
  const certain = made.findIndex(({ isOptional }) => !isOptional);
  const deciding = made.slice(0, certain < 0 ? made.length : certain + 1);
  const answers = latest === "auto" ? deciding.map(({ isLatest }) => isLatest) : [latest === "unknown" ? undefined : latest === "true"];
  if (answers.every((answer) => answer === false)) return undefined;
  const text = join([...(prefix?.isOnLatest === true ? [{ text: prefix.text }] : []), { text: literal("latest") }, ...(suffix?.isOnLatest === true ? [{ text: suffix.text }] : [])]);
  return { text: sanitizedTag(text), isOptional: certain < 0 || !answers.every((answer) => answer === true), place: deciding.find(({ isLatest }) => isLatest !== false)?.rule.place };
}

/** The tags of one rule; none where its `enable` is false or the run is of another kind. */
function madeBy(rule: TagRule, making: Making): readonly Made[] {
  const { run, short, flavor } = making;
  const global = globalExpression(run, short);
  const attribute = (name: string): Text | undefined => {
    const given = rule.attributes.get(name);
    return given === undefined ? undefined : expandTemplate(given, global);
  };
  const enabled = attribute("enable");
  const letters = enabled === undefined ? "true" : literalText(enabled);
  if (letters !== undefined && letters !== "true") return [];
  const found = valueOf(rule, making, attribute);
  if (found === undefined || found.text.key === "") return [];
  const prefix = attribute("prefix") ?? ownPrefix(rule) ?? (flavor.prefix === undefined ? undefined : expandTemplate(flavor.prefix.text, global));
  const suffix = attribute("suffix") ?? (flavor.suffix === undefined ? undefined : expandTemplate(flavor.suffix.text, global));
  const tag = join([...(prefix === undefined ? [] : [{ text: prefix }]), { text: found.text }, ...(suffix === undefined ? [] : [{ text: suffix }])]);
  return [{ tag, isLatest: found.isLatest, isOptional: letters === undefined || found.isOptional === true, rule }];
}

/** `pr-` and `sha-`, where no other prefix is given. */
function ownPrefix({ type, attributes }: TagRule): Text | undefined {
  if (type === "sha") return literal("sha-");
  return type === "ref" && literalText(attributes.get("event") ?? literal("")) === "pr" ? literal("pr-") : undefined;
}

interface Found {
  readonly text: Text;
  readonly isLatest: boolean | undefined;
  readonly isOptional?: boolean | undefined;
}

function valueOf(rule: TagRule, { run, short }: Making, attribute: (name: string) => Text | undefined): Found | undefined {
  const { ref } = run;
  const given = attribute("value");
  const ofTag = given !== undefined && given.key !== "" ? given : ref.kind === "tag" ? ref.name : undefined;
  switch (rule.type) {
    case "schedule": {
      const event = literalText(run.eventName);
      if (event !== undefined && !event.includes("schedule")) return undefined;
      return { text: expandTemplate(rule.attributes.get("pattern") ?? literal("nightly"), () => undefined), isLatest: false, isOptional: event === undefined };
    }
    case "semver":
    case "pep440":
      return ofTag === undefined ? undefined : ofVersion(rule, literalMatch(rule, ofTag));
    case "match": {
      const pattern = literalText(rule.attributes.get("pattern") ?? literal(""));
      if (ofTag === undefined) return undefined;
      return { text: pattern === undefined ? unknown(`match ${ofTag.key}`, "what a pattern finds in a tag") : matched(pattern, literalText(rule.attributes.get("group") ?? literal("0")) ?? "0", ofTag), isLatest: true };
    }
    case "edge":
      return ofEdge(rule, run);
    case "ref":
      return ofRef(literalText(rule.attributes.get("event") ?? literal("")), run);
    case "raw":
      return given === undefined ? undefined : { text: given, isLatest: false };
    case "sha":
      return { text: literalText(rule.attributes.get("format") ?? literal("short")) === "long" ? run.commit : short, isLatest: false };
  }
}

/** `match=` takes the version out of a longer tag. */
function literalMatch(rule: TagRule, tag: Text): Text {
  const pattern = rule.attributes.get("match");
  return pattern === undefined || pattern.key === "" ? tag : matched(literalText(pattern) ?? pattern.key, "1", tag);
}

function ofVersion(rule: TagRule, tag: Text): Found | undefined {
  const pattern = rule.attributes.get("pattern");
  const parts = versionParts(tag);
  if (parts === undefined || pattern === undefined) return undefined;
  const isRaw = /^\{\{\s*raw\s*\}\}$/u.test(literalText(pattern) ?? "");
  const statements: ReadonlyMap<string, keyof VersionParts> = new Map([["raw", "raw"], ["version", "version"], ["major", "major"], ["minor", "minor"], ["patch", "patch"]] as const);
  const text = parts.isPrerelease === true && !isRaw ? parts.version : expandTemplate(pattern, (name) => { const key = statements.get(name); const part = key === undefined ? undefined : parts[key]; return typeof part === "object" ? part : undefined; });
  return { text, isLatest: parts.isPrerelease === undefined ? undefined : !parts.isPrerelease };
}

/** On the branch that is named, or on the default one. */
function ofEdge(rule: TagRule, { ref, defaultBranch }: RunFacts): Found | undefined {
  if (ref.kind !== "branch") return undefined;
  const branch = rule.attributes.get("branch") ?? defaultBranch;
  const [one, other] = [literalText(branch), literalText(ref.name)];
  if (one !== undefined && other !== undefined && one !== other) return undefined;
  return { text: literal("edge"), isLatest: false, isOptional: uncaptured(branch).key !== uncaptured(ref.name).key };
}

function ofRef(event: string | undefined, { ref }: RunFacts): Found | undefined {
  if (event === "branch" && ref.kind === "branch") return { text: ref.name, isLatest: false };
  if (event === "tag" && ref.kind === "tag") return { text: ref.name, isLatest: true };
  return event === "pr" && ref.kind === "pull request" ? { text: pullRequestNumber(ref.name), isLatest: false } : undefined;
}

/** `17` of `17/merge`. */
export function pullRequestNumber(name: Text): Text {
  const plain = uncaptured(name);
  const [number] = plain.kind === "joined" ? plain.parts : [];
  return number?.text ?? name;
}

/** The names of the `images` input: each line one, or `name=…,enable=…`, or several on one line (https://github.com/docker/metadata-action#images-input). */
export function imageNames(call: ActionCall): readonly ListItem[] {
  const lines = call.items("images").flatMap((line) => alternativesOf(line) ?? [line]);
  return lines.flatMap((line): readonly ListItem[] => {
    const read = attributesOf(line);
    if (read === undefined) return [{ text: line, isOptional: false }];
    const { attributes, place } = read;
    const enabled = literalText(attributes.get("enable") ?? literal("true"));
    const name = attributes.get("name") ?? attributes.get("");
    if (!attributes.has("name") && !attributes.has("enable") && lines.length === 1) return namesOnLine(line, place);
    return name === undefined || enabled === "false" ? [] : [{ text: sanitizedName(name), isOptional: enabled !== "true", place }];
  });
}

function namesOnLine(line: Text, place: ListItem["place"]): readonly ListItem[] {
  const letters = literalText(line);
  if (letters?.includes(",") !== true) return [{ text: sanitizedName(line), isOptional: false, place }];
  return letters.split(",").map((name) => ({ text: literal(name.trim().toLowerCase()), isOptional: false, place }));
}
