import { commitVariables, snapshotVersion, tagVariables } from "../../models/goreleaser.js";
import { versionParts } from "../../models/actions/metadata/templates.js";
import { abbreviatedCommitForm, commitForm, releaseTagForm, versionForm } from "../../values/hole-forms.js";
import { encodeText } from "../../values/encoding.js";
import { choice, derived, hole, isText, join, literal, literalText, placeOf, uncaptured, unknown } from "../../values/text.js";
import type { Text, Value } from "../../values/value.js";
import type { CommandContext } from "../commands.js";
import { lettersArgument, textArgument, type TemplateFunction } from "../helm/functions.js";
import { renderPlain } from "../helm/plain-template.js";
import { booleanValue, newMap, textValue, truthOf, type TemplateValue } from "../helm/template-value.js";
import type { GivenText } from "../process-environment.js";
import { environment } from "../properties.js";
import { newUnknown, type Frame } from "../run.js";
import { withDefault } from "../texts/interpolation.js";
import { repositoryName } from "../workflows/github-values.js";
import { itemsAt, textAt, valueAt, type YamlTree } from "../yaml-tree.js";
import { goreleaserFunctions } from "./functions.js";

/** How GoReleaser is started. */
export interface GoreleaserStart {
  /** The configuration, relative to the project's root. */
  readonly file: string;
  /** The working folder, where the Dockerfiles are looked for. */
  readonly folder: Text | undefined;
  readonly isSnapshot: boolean;
  readonly isNightly: boolean;
  /** `publish`, `docker`, `ko` */
  readonly skipped: ReadonlySet<string>;
  readonly context: CommandContext;
}

/** One release at work. */
export interface Release {
  readonly frame: Frame;
  readonly tree: YamlTree;
  readonly start: GoreleaserStart;
  /** What its environment and the configuration's `env` say of a variable. */
  readonly given: (name: string) => GivenText | undefined;
  /** A template of the configuration; further names may stand in it. */
  readonly render: (text: Text, more?: ReadonlyMap<string, TemplateValue>) => Text;
}

export function newRelease(frame: Frame, tree: YamlTree, start: GoreleaserStart): Release {
  const fields = commonFields(frame, tree, start);
  const written = new Map<string, GivenText>();
  const given = (name: string): GivenText | undefined => written.get(name) ?? variableOf(frame, start, name);
  const render = rendering(frame, fields, given);
  // The variables of the configuration know the environment alone (https://goreleaser.com/customization/env/).
  const early = rendering(frame, fields, (name) => variableOf(frame, start, name));
  for (const item of itemsAt(tree, "env")) {
    const pair = item.kind === "scalar" ? variableIn(early(item.text)) : undefined;
    if (pair !== undefined) written.set(pair.name, { value: pair.value, origin: item.kind === "scalar" ? item.place : undefined });
  }
  const variables = valueAt(tree, "variables");
  if (variables?.kind === "map") fields.set("Var", newMap(variables.entries.flatMap(({ key, value }) => (value.kind === "scalar" ? [[literalText(key) ?? "", textValue(render(value.text))] as const] : []))));
  if (start.isSnapshot) fields.set("Version", textValue(render(snapshotTemplate(tree))));
  if (start.isNightly) fields.set("Version", { kind: "unknown", text: newUnknown(frame.run, "the version of a nightly release") });
  return { frame, tree, start, given, render };
}

/** Before version 2 it was called `name_template`. */
function snapshotTemplate(tree: YamlTree): Text {
  const snapshot = valueAt(tree, "snapshot");
  return textAt(snapshot, "version_template") ?? textAt(snapshot, "name_template") ?? literal(snapshotVersion);
}

function variableIn(text: Text): { readonly name: string; readonly value: Text } | undefined {
  const source = encodeText(text);
  const [whole, name = ""] = /^(\w+)=/u.exec(source?.encoded ?? "") ?? [];
  return source === undefined || whole === undefined ? undefined : { name, value: source.at(whole.length, source.encoded.length) };
}

function variableOf({ run }: Frame, { context }: GoreleaserStart, name: string): GivenText | undefined {
  const given = context.environment?.(name);
  const ofProgram = run.files.get(`env ${name}`)?.value;
  return given ?? (ofProgram !== undefined && isText(ofProgram) ? { value: ofProgram, origin: placeOf(ofProgram) } : undefined);
}

// ------------------------------------------------------------------------------------------------------- templates

function rendering(frame: Frame, fields: ReadonlyMap<string, TemplateValue>, given: Release["given"]): Release["render"] {
  const variable = (name: string): TemplateValue => {
    const one = given(name);
    return one === undefined ? { kind: "unknown", text: environment(name) } : textValue(one.value, one.origin);
  };
  const functions: Readonly<Record<string, TemplateFunction>> = {
    ...goreleaserFunctions,
    envOrDefault: (call) => {
      const name = lettersArgument(call, 0);
      if (name === undefined) return undefined;
      return textValue(given(name)?.value ?? withDefault(environment(name), textArgument(call, 1)), given(name)?.origin);
    },
    isEnvSet: (call) => {
      const one = given(lettersArgument(call, 0) ?? "");
      const isSet = one === undefined ? undefined : truthOf(textValue(one.value));
      return isSet === undefined ? undefined : booleanValue(isSet);
    },
  };
  return (text, more) => {
    const names = new Set([...(encodeText(text)?.encoded ?? "").matchAll(/\.Env(?:\.|\s+["`])(\w+)/gu)].map(([, name = ""]) => name));
    const valueOf = (name: string): TemplateValue => {
      if (name === "Env") return newMap([...names].map((one) => [one, variable(one)] as const), true);
      return more?.get(name) ?? fields.get(name) ?? { kind: "unknown", text: unknown(`goreleaser ${name}`, `\`.${name}\` of GoReleaser`) };
    };
    return renderPlain(frame, { text, valueOf, functions });
  };
}

/** https://goreleaser.com/customization/templates/#common-fields; those that are missing are not known. */
function commonFields(frame: Frame, tree: YamlTree, start: GoreleaserStart): Map<string, TemplateValue> {
  // Tags of a part of a repository are cut before they are read (https://goreleaser.com/customization/monorepo/).
  const given = valueAt(tree, "monorepo") === undefined ? givenTag(frame, start) : undefined;
  const tag = given ?? eitherTag;
  const literalTag = literalText(tag);
  const parts = versionParts(given ?? withLetter);
  const unknownVersion = derived("the version", [tag]);
  const version = literalTag === undefined ? (parts?.version ?? unknownVersion) : literal(literalTag.replace(/^v/u, ""));
  const commit = commitOf(frame, start);
  const raw = parts === undefined ? unknownVersion : join([{ text: parts.major }, { text: literal(".") }, { text: parts.minor }, { text: literal(".") }, { text: parts.patch }]);
  const texts: readonly (readonly [string, Text])[] = [
    ["Tag", tag],
    ["Version", version],
    ["RawVersion", raw],
    ["Major", parts?.major ?? unknownVersion],
    ["Minor", parts?.minor ?? unknownVersion],
    ["Patch", parts?.patch ?? unknownVersion],
    ["Commit", commit],
    ["FullCommit", commit],
    ["ShortCommit", hole("output of git rev-parse --short HEAD", { kind: "unknown", reason: "the commit's first letters" }, abbreviatedCommitForm())],
    ["ProjectName", projectName(tree)],
    ...["Date", "Timestamp", "Now"].map((name) => [name, newUnknown(frame.run, "the time of a release")] as const),
  ];
  const truths: readonly (readonly [string, boolean])[] = [
    ["IsSnapshot", start.isSnapshot],
    ...(start.isNightly ? [] : [["IsNightly", false] as const]),
    ...(start.isSnapshot ? [] : [["IsGitDirty", false] as const, ["IsGitClean", true] as const]),
  ];
  return new Map<string, TemplateValue>([...texts.map(([name, text]) => [name, textValue(text)] as const), ...truths.map(([name, truth]) => [name, booleanValue(truth)] as const)]);
}

/** Without a name of its own a project has that of its release, else of its module or repository. */
function projectName(tree: YamlTree): Text {
  const release = valueAt(tree, "release");
  const named = ["github", "gitlab", "gitea"].map((server) => textAt(valueAt(release, server), "name")).find((name) => name !== undefined && literalText(name)?.includes("{{") !== true);
  return textAt(tree, "project_name") ?? named ?? repositoryName();
}

/** What git has at the commit, where nobody says it: a version, or GoReleaser stops (https://goreleaser.com/limitations/semver/). Whether there is a letter before it, is decided once for a project. */
const versionOfTag = hole("goreleaser version", { kind: "unknown", reason: "the tag that git has" }, versionForm);
const withLetter = join([{ text: literal("v") }, { text: versionOfTag }]);
const eitherTag = asText(choice([withLetter, versionOfTag], "whether the tags of releases begin with v"));

function asText(value: Value): Text {
  return isText(value) ? value : versionOfTag;
}

/** The tag that is released, as the surroundings say it. */
function givenTag(frame: Frame, start: GoreleaserStart): Text | undefined {
  for (const { name, where } of tagVariables) {
    const value = variableOf(frame, start, name)?.value;
    const condition = where === undefined ? undefined : variableOf(frame, start, where[0])?.value;
    if (value === undefined || value.key === "" || (where !== undefined && (condition === undefined || literalText(condition) !== where[1]))) continue;
    return asReleaseTag(value);
  }
  return undefined;
}

function asReleaseTag(tag: Text): Text {
  const plain = uncaptured(tag);
  if (plain.kind === "hole") return { ...plain, form: releaseTagForm };
  const [first, second, ...others] = plain.kind === "joined" ? plain.parts.map(({ text }) => uncaptured(text)) : [];
  return first !== undefined && second?.kind === "hole" && others.length === 0 && literalText(first) === "v" ? join([{ text: first }, { text: { ...second, form: versionForm } }]) : tag;
}

function commitOf(frame: Frame, start: GoreleaserStart): Text {
  const given = commitVariables.map((name) => variableOf(frame, start, name)?.value).find((value) => value !== undefined && value.key !== "");
  return given ?? hole("output of git rev-parse HEAD", { kind: "unknown", reason: "the commit" }, commitForm);
}

/** Whether a field that is `true`, `false` or a template says so; undefined where it is not known. */
export function flagOf({ render }: Release, tree: YamlTree, key: string): boolean | undefined {
  const text = textAt(tree, key);
  const letters = text === undefined ? "false" : literalText(render(text))?.trim();
  return letters === undefined || letters === "auto" ? undefined : letters === "true";
}
