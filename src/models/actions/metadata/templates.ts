import { encodeText } from "../../../values/encoding.js";
import { givenNameForm, numberForm, versionForm } from "../../../values/hole-forms.js";
import type { HoleForm } from "../../../values/hole-forms.js";
import { partOfHole } from "../../../values/patterns.js";
import { choice, derived, isText, join, literal, literalText, uncaptured, unknown } from "../../../values/text.js";
import type { Hole, JoinedPart, Text } from "../../../values/value.js";
import type { RunFacts } from "../action.js";

/** Puts values in the place of a template's statements (`{{version}}`, `{{date 'YYYYMMDD'}}`); what has none is a hole. */
export function expandTemplate(template: Text, valueOf: (name: string, statement: string) => Text | undefined): Text {
  const source = encodeText(template);
  if (source === undefined || !source.encoded.includes("{{")) return template;
  const parts: JoinedPart[] = [];
  let from = 0;
  for (const { 0: whole, 1: statement = "", index } of source.encoded.matchAll(/\{\{\{?\s*([^{}]*?)\s*\}?\}\}/gu)) {
    const name = /^[#/]?([\w-]*)/u.exec(statement)?.[1] ?? "";
    parts.push({ text: source.at(from, index) }, { text: valueOf(name, statement) ?? unknown(`template ${statement}`, `\`{{${statement}}}\` of a tag`) });
    from = index + whole.length;
  }
  parts.push({ text: source.at(from, source.encoded.length) });
  return join(parts);
}

/** The expressions that every attribute may hold: https://github.com/docker/metadata-action#global-expressions. */
export function globalExpression(run: RunFacts, short: Text): (name: string, statement: string) => Text | undefined {
  return (name) => {
    const { ref } = run;
    switch (name) {
      case "branch":
        return ref.kind === "branch" ? ref.name : ref.kind === "branch or tag" ? undefined : literal("");
      case "tag":
        return ref.kind === "tag" ? ref.name : ref.kind === "branch or tag" ? undefined : literal("");
      case "sha":
        return short;
      case "base_ref":
        return run.base ?? (ref.kind === "branch" ? literal("") : undefined);
      case "is_default_branch":
      case "is_not_default_branch": {
        const isDefault = isDefaultBranch(run);
        return isDefault === undefined ? undefined : literal(String(isDefault === (name === "is_default_branch")));
      }
      default:
        return undefined;
    }
  };
}

function isDefaultBranch({ ref, eventName }: RunFacts): boolean | undefined {
  if (ref.kind === "branch or tag") return undefined;
  if (ref.kind === "branch" && ref.isDefaultBranch !== false) return ref.isDefaultBranch;
  // Events that always run for the default branch, whatever the reference.
  return /create|discussion|issues|schedule/u.test(literalText(eventName) ?? "");
}

/** The first letters of the commit; 7, unless a variable says how many (https://github.com/docker/metadata-action#typesha). */
export function shortCommit(commit: Text, length: Text | undefined): Text {
  const wanted = Number(literalText(length ?? literal("7")) ?? NaN);
  return (Number.isInteger(wanted) ? partOfHole(commit, 0, wanted) : undefined) ?? derived("the first letters", [commit]);
}

/** A version by its parts: those of https://github.com/docker/metadata-action#typesemver. */
export interface VersionParts {
  readonly raw: Text;
  readonly version: Text;
  readonly major: Text;
  readonly minor: Text;
  readonly patch: Text;
  /** A prerelease gets no other tag than its whole version. */
  readonly isPrerelease: boolean | undefined;
}

const written = /^[v=\s]*(\d+)\.(\d+)\.(\d+)(?:-([\w.-]+))?(?:\+[\w.-]+)?$/u;

/**
 * The parts of a git tag that is a version; undefined for one that certainly is none. Only letters before its first number
 * are stripped, and only `v`: what is left of a tag `v…` is the version.
 */
export function versionParts(tag: Text): VersionParts | undefined {
  const letters = literalText(tag);
  if (letters !== undefined) {
    const [, major, minor, patch, prerelease] = written.exec(letters) ?? [];
    if (major === undefined || minor === undefined || patch === undefined) return undefined;
    const version = `${major}.${minor}.${patch}${prerelease === undefined ? "" : `-${prerelease}`}`;
    return { raw: tag, version: literal(version), major: literal(major), minor: literal(minor), patch: literal(patch), isPrerelease: prerelease !== undefined };
  }
  const version = versionIn(tag);
  if (version === undefined) return undefined;
  const part = (name: string): Text => derived(`the ${name} of a version`, [version], numberForm);
  return { raw: tag, version, major: part("major"), minor: part("minor"), patch: part("patch"), isPrerelease: undefined };
}

/** The version in a text that is not known letter by letter. */
function versionIn(tag: Text): Text | undefined {
  const plain = uncaptured(tag);
  if (plain.kind === "hole") return derived("the version", [plain], versionForm);
  if (plain.kind === "choice") {
    const versions = plain.alternatives.flatMap((one) => (isText(one) ? (versionParts(one)?.version ?? []) : []));
    const chosen = versions.length === 0 ? undefined : choice(versions, `${plain.key} as version ${versions.map(({ key }) => key).join()}`);
    return chosen !== undefined && isText(chosen) ? chosen : undefined;
  }
  const [first, second, ...others] = plain.kind === "joined" ? plain.parts.map(({ text }) => text) : [];
  if (first === undefined) return undefined;
  const letters = literalText(first);
  const rest = second === undefined ? undefined : uncaptured(second);
  if (letters !== undefined && /^[v=\s]+$/u.test(letters) && rest?.kind === "hole" && others.length === 0) return withForm(rest, versionForm);
  // `v1.` and a hole: some version of it; any other letters before it make it none.
  return letters === undefined || /^[v=\s]*\d/u.test(letters) ? derived("the version", [plain], versionForm) : undefined;
}

/** The same hole, of which more is known here. */
function withForm(text: Hole, form: HoleForm): Text {
  return { ...text, form };
}

/** What is left of a tag for an image: other letters than those of tags become hyphens. */
export function sanitizedTag(text: Text): Text {
  return eachLetters(text, (letters) => letters.replace(/[^a-zA-Z0-9._-]+/gu, "-"));
}

/** Names of images are written in lower case. */
export function sanitizedName(text: Text): Text {
  return eachLetters(text, (letters) => letters.toLowerCase());
}

function eachLetters(text: Text, change: (letters: string) => string): Text {
  const letters = literalText(text);
  if (letters !== undefined) return change(letters) === letters ? text : literal(change(letters));
  const plain = uncaptured(text);
  if (plain.kind !== "joined") return text;
  return join(plain.parts.map((part) => ({ ...part, text: eachLetters(part.text, change) })));
}

/** What a pattern takes out of a git tag: where it begins with a number, so does what it finds. */
export function matched(pattern: string, group: string, tag: Text): Text {
  const [, body = pattern] = /^\/(.+)\/[a-z]*$/u.exec(pattern) ?? [];
  const stripped = literalText(tag) === undefined && /^\^?v\(\.\*\)\$?$/u.test(body) && group === "1" ? versionBehind(tag) : undefined;
  const beginsWithNumber = /^\^?\(?\\d|^\^?\(?\[0-9\]/u.test(group === "0" ? body : body.slice(Math.max(body.indexOf("("), 0)));
  return stripped ?? derived(`what ${pattern} finds (${group})`, [tag], beginsWithNumber ? [...numberForm, ...givenNameForm.map((piece) => ({ ...piece, least: 0 }))] : undefined);
}

function versionBehind(tag: Text): Text | undefined {
  const plain = uncaptured(tag);
  const [first, second, ...others] = plain.kind === "joined" ? plain.parts.map(({ text }) => text) : [];
  return first !== undefined && literalText(first) === "v" && others.length === 0 ? second : undefined;
}
