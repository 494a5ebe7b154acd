import { encodeText } from "../../../values/encoding.js";
import { literal, literalText, placeOf } from "../../../values/text.js";
import type { Place, Text } from "../../../values/value.js";

/** A line of attributes (`type=semver,pattern={{version}}`) as docker/metadata-action reads it. */
export interface AttributeLine {
  /** By their names in lower case; what has no name is `""`. */
  readonly attributes: ReadonlyMap<string, Text>;
  readonly place: Place | undefined;
}

/** The attributes of a line of comma-separated values, each of which may be quoted. Undefined for a line of which it is not known what it says. */
export function attributesOf(line: Text): AttributeLine | undefined {
  const source = encodeText(line);
  if (source === undefined || wholeHole.test(source.encoded)) return undefined;
  const attributes = new Map<string, Text>();
  for (const [start, end] of fieldsIn(source.encoded)) {
    const field = source.encoded.slice(start, end);
    const [whole, name = ""] = /^\s*([^=\uE000-\uF8FF]+?)\s*=\s*/u.exec(field) ?? [];
    const from = start + (whole === undefined ? field.length - field.trimStart().length : whole.length);
    const to = start + field.trimEnd().length;
    attributes.set(whole === undefined ? "" : name.toLowerCase(), from < to ? source.at(from, to) : literal(""));
  }
  return { attributes, place: placeOf(line) };
}

const wholeHole = /^\s*[\uE000-\uF8FF]\s*$/u;

/** Where each field stands, without the quotes around it. */
function fieldsIn(line: string): readonly (readonly [number, number])[] {
  const fields: (readonly [number, number])[] = [];
  for (let at = 0; at <= line.length; ) {
    if (line.charAt(at) === '"') {
      const closing = line.indexOf('"', at + 1);
      const end = closing < 0 ? line.length : closing;
      fields.push([at + 1, end]);
      const comma = line.indexOf(",", end);
      at = comma < 0 ? line.length + 1 : comma + 1;
      continue;
    }
    const comma = line.indexOf(",", at);
    const end = comma < 0 ? line.length : comma;
    if (end > at) fields.push([at, end]);
    at = end + 1;
  }
  return fields;
}

export type TagType = "schedule" | "semver" | "pep440" | "match" | "edge" | "ref" | "raw" | "sha";

/** https://github.com/docker/metadata-action#priority-attribute */
export const priorities: Readonly<Record<TagType, number>> = { schedule: 1000, semver: 900, pep440: 900, match: 800, edge: 700, ref: 600, raw: 200, sha: 100 };

/** A rule of the `tags` input: https://github.com/docker/metadata-action#tags-input. */
export interface TagRule {
  readonly type: TagType;
  readonly attributes: ReadonlyMap<string, Text>;
  readonly priority: number;
  readonly place: Place | undefined;
}

/** The rule that a line of attributes is; undefined for one that the action refuses. */
export function tagRule({ attributes, place }: AttributeLine): TagRule | undefined {
  const written = attributes.get("type");
  const type = written === undefined ? "raw" : literalText(written);
  if (type === undefined || !isTagType(type)) return undefined;
  const value = attributes.get("") ?? attributes.get("value");
  const known = new Map([...attributes, ...(value === undefined ? [] : [["value", value] as const])]);
  const priority = Number(literalText(attributes.get("priority") ?? literal("")) ?? "");
  return { type, attributes: known, priority: attributes.has("priority") && !Number.isNaN(priority) ? priority : priorities[type], place };
}

function isTagType(type: string): type is TagType {
  return Object.hasOwn(priorities, type);
}

/** What holds where no rule is given. */
export const defaultRules: readonly string[] = ["type=schedule", "type=ref,event=branch", "type=ref,event=tag", "type=ref,event=pr"];

/** The `flavor` input: https://github.com/docker/metadata-action#flavor-input. */
export interface Flavor {
  readonly latest: "auto" | "true" | "false" | "unknown";
  readonly prefix: { readonly text: Text; readonly isOnLatest: boolean } | undefined;
  readonly suffix: { readonly text: Text; readonly isOnLatest: boolean } | undefined;
}

export function flavorOf(lines: readonly Text[]): Flavor {
  let flavor: Flavor = { latest: "auto", prefix: undefined, suffix: undefined };
  for (const line of lines) {
    const read = attributesOf(line);
    if (read === undefined) continue;
    const { attributes } = read;
    const isOnLatest = literalText(attributes.get("onlatest") ?? literal("")) === "true";
    const latest = attributes.get("latest");
    const [prefix, suffix] = [attributes.get("prefix"), attributes.get("suffix")];
    flavor = {
      latest: latest === undefined ? flavor.latest : latestOf(literalText(latest)),
      prefix: prefix === undefined || prefix.key === "" ? flavor.prefix : { text: prefix, isOnLatest },
      suffix: suffix === undefined || suffix.key === "" ? flavor.suffix : { text: suffix, isOnLatest },
    };
  }
  return flavor;
}

function latestOf(letters: string | undefined): Flavor["latest"] {
  return letters === "auto" || letters === "true" || letters === "false" ? letters : "unknown";
}
