import { alternativesOf, derived, join, literal, literalText, uncaptured } from "../../values/text.js";
import { releaseTagForm, versionForm } from "../../values/hole-forms.js";
import { toCase } from "../../values/patterns.js";
import type { Text } from "../../values/value.js";
import { includes, replaceText, trimLetters, trimPrefix, trimSuffix } from "../builtins/go/pieces.js";
import { lettersArgument, ofEachText, textArgument, type FunctionCall, type TemplateFunction } from "../helm/functions.js";
import { booleanValue } from "../helm/template-value.js";
import { versionParts } from "../../models/actions/metadata/templates.js";

/**
 * The functions of GoReleaser's templates (https://goreleaser.com/customization/templates/#functions), which take the text
 * first, where those of charts take it last. Those that give what is not known are here so that no chart's stand for them.
 */
export const goreleaserFunctions: Readonly<Record<string, TemplateFunction>> = {
  replace: (call) => ofFirst(call, (text) => replaceText(text, textArgument(call, 1), { text: textArgument(call, 2) })),
  tolower: (call) => ofFirst(call, (text) => toCase(text, "lower") ?? derived("lower", [text])),
  toupper: (call) => ofFirst(call, (text) => toCase(text, "upper") ?? derived("upper", [text])),
  trim: (call) => ofFirst(call, (text) => trimLetters(text, (letter) => /\s/u.test(letter), "both")),
  trimprefix: (call) => ofFirst(call, (text) => withoutPrefix(text, textArgument(call, 1))),
  trimsuffix: (call) => ofFirst(call, (text) => trimSuffix(text, textArgument(call, 1))),
  contains: (call) => {
    const letters = lettersArgument(call, 1);
    const answers = letters === undefined ? [] : (alternativesOf(textArgument(call, 0)) ?? []).map((text) => includes(text, letters));
    const [first] = answers;
    return first !== undefined && answers.every((answer) => answer === first) ? booleanValue(first) : undefined;
  },
  incmajor: (call) => ofFirst(call, increased(call)),
  incminor: (call) => ofFirst(call, increased(call)),
  incpatch: (call) => ofFirst(call, increased(call)),
  ...Object.fromEntries(["split", "time", "title", "dir", "base", "abs", "join", "filter", "reverseFilter", "mdv2escape", "map", "indexOrDefault", "list", "englishJoin", "readFile", "mustReadFile", "urlPathEscape", "in"].map((name) => [name, () => undefined])),
};

function ofFirst(call: FunctionCall, change: (text: Text) => Text): ReturnType<TemplateFunction> {
  return call.given.length === 0 ? undefined : ofEachText(call, textArgument(call, 0), change);
}

/** What is left of the tag of a release without its `v` is the version, which has none. */
function withoutPrefix(text: Text, prefix: Text): Text {
  const plain = uncaptured(text);
  if (plain.kind !== "hole" || literalText(prefix) !== "v") return trimPrefix(text, prefix);
  if (plain.form === versionForm) return text;
  return (plain.form === releaseTagForm ? versionParts(plain)?.version : undefined) ?? trimPrefix(text, prefix);
}

/** The next version, which has the form that the given one has. */
function increased(call: FunctionCall): (text: Text) => Text {
  return (text) => {
    const letters = literalText(text);
    const [, sign = "", major, minor, patch, hyphen] = /^(v?)(\d+)\.(\d+)\.(\d+)(-)?/u.exec(letters ?? "") ?? [];
    // A prerelease comes before the version of its own number.
    if (major !== undefined && minor !== undefined && patch !== undefined) return literal(`${sign}${next(call.name, [Number(major), Number(minor), Number(patch) - (hyphen === undefined ? 0 : 1)])}`);
    const plain = uncaptured(text);
    const [first, second, ...others] = plain.kind === "joined" ? plain.parts.map((part) => part.text) : [];
    if (first !== undefined && second !== undefined && others.length === 0 && literalText(first) === "v") return join([{ text: first }, { text: increased(call)(second) }]);
    return derived(call.name, [text], plain.kind === "hole" && (plain.form === versionForm || plain.form === releaseTagForm) ? plain.form : undefined);
  };
}

function next(name: string, [major, minor, patch]: readonly [number, number, number]): string {
  if (name === "incmajor") return `${major + 1}.0.0`;
  return name === "incminor" ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}
