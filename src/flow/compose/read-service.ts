import { posix } from "node:path";
import { join, literal, literalText, placeOf, slice } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import type { GivenText } from "../process-environment.js";
import type { GivenArgument } from "../dockerfile/build.js";
import { interpolate } from "../texts/interpolation.js";
import type { Interpolated } from "../texts/interpolation.js";
import { itemsAt, valueAt } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";
import type { Service, ServiceBuild } from "./model.js";

/** What a service is read with. */
export interface Reading {
  readonly variables: (name: string) => GivenText | undefined;
  /** The folder that relative paths are seen from; undefined where it is not known. */
  readonly folder: string | undefined;
  /** The tag (`!reset`) that is written before a value. */
  readonly tagOf: (tree: YamlTree) => string | undefined;
}

/** One service of one file. */
export function readService(reading: Reading, name: string, tree: YamlTree): Omit<Service, "place"> {
  const [image, build, policy] = ["image", "build", "pull_policy"].map((key) => valueAt(tree, key));
  const isReset = (part: YamlTree | undefined): boolean => part !== undefined && reading.tagOf(part) === "!reset";
  const dependencies = valueAt(tree, "depends_on");
  return {
    name,
    image: isReset(image) ? undefined : textIn(reading, image),
    build: build === undefined || isReset(build) ? undefined : readBuild(reading, build),
    policy: textIn(reading, policy)?.value,
    profiles: itemsAt(tree, "profiles").flatMap((item) => textIn(reading, item)?.value ?? []),
    needs: dependencies?.kind === "map" ? keysOf(dependencies) : itemsAt(tree, "depends_on").flatMap((item) => literalText(textIn(reading, item)?.value ?? literal("")) ?? []),
    reset: new Set([...(isReset(image) ? (["image"] as const) : []), ...(isReset(build) ? (["build"] as const) : [])]),
    replaces: new Set(build !== undefined && reading.tagOf(build) === "!override" ? (["build"] as const) : []),
  };
}

function readBuild(reading: Reading, tree: YamlTree): ServiceBuild | undefined {
  const none = { dockerfile: undefined, inline: undefined, target: undefined, args: new Map(), contexts: new Map(), tags: [] };
  if (tree.kind === "scalar") return tree.type === "null" ? undefined : { ...none, place: tree.place, context: pathIn(reading, textIn(reading, tree)?.value) };
  if (tree.kind !== "map") return undefined;
  const text = (key: string): Text | undefined => textIn(reading, valueAt(tree, key))?.value;
  const context = text("context");
  return {
    place: tree.place,
    context: pathIn(reading, context),
    dockerfile: text("dockerfile"),
    inline: text("dockerfile_inline"),
    target: text("target"),
    args: new Map(pairsAt(reading, tree, "args")),
    contexts: new Map(pairsAt(reading, tree, "additional_contexts")),
    tags: itemsAt(tree, "tags").flatMap((item) => textIn(reading, item) ?? []),
  };
}

/** A map, or a list of `KEY=value`; a key without a value has that of the environment. */
function pairsAt(reading: Reading, tree: YamlTree, key: string): readonly (readonly [string, GivenArgument])[] {
  const value = valueAt(tree, key);
  if (value?.kind === "map") {
    return value.entries.flatMap(({ key: name, value: one }): readonly (readonly [string, GivenArgument])[] => {
      const letters = literalText(name);
      const given = letters === undefined ? undefined : (textIn(reading, one) ?? reading.variables(letters));
      return letters === undefined || given === undefined ? [] : [[letters, { ...given, written: placeOf(name) }]];
    });
  }
  return itemsAt(tree, key).flatMap((item): readonly (readonly [string, GivenArgument])[] => {
    const given = textIn(reading, item);
    const letters = given === undefined ? undefined : cutAtSign(given.value);
    if (given === undefined || letters === undefined) return [];
    const inherited = letters.value === undefined ? reading.variables(letters.name) : { value: letters.value, origin: given.origin };
    return inherited === undefined ? [] : [[letters.name, { ...inherited, written: placeOf(given.value) }]];
  });
}

function cutAtSign(text: Text): { readonly name: string; readonly value: Text | undefined } | undefined {
  const parts = text.kind === "joined" ? text.parts : [{ text }];
  const [first, ...rest] = parts;
  const letters = first === undefined ? undefined : literalText(first.text);
  if (first === undefined || letters === undefined) return undefined;
  const sign = letters.indexOf("=");
  if (sign < 0) return rest.length > 0 ? undefined : { name: letters, value: undefined };
  return { name: letters.slice(0, sign), value: join([{ ...first, text: slice(first.text, sign + 1, letters.length) }, ...rest]) };
}

/** A relative path, seen from the folder of the project; addresses stay what they are. */
function pathIn({ folder }: Reading, path: Text | undefined): Text | undefined {
  const letters = path === undefined ? undefined : literalText(path);
  if (path === undefined || letters === undefined || folder === undefined || letters.startsWith("/") || /^(?:\w+:\/\/|git@)/u.test(letters)) return path;
  return literal(posix.normalize(`/${folder}/${letters}`));
}

/** A scalar with its variables; undefined for what is none, or null. */
export function textIn({ variables }: Pick<Reading, "variables">, tree: YamlTree | undefined): GivenText | undefined {
  if (tree?.kind !== "scalar" || tree.type === "null" || tree.text.key === "") return undefined;
  const { text, origin }: Interpolated = interpolate(tree.text, { valueOf: variables, escape: "dollars" });
  return { value: text, origin };
}

export function keysOf(tree: YamlTree | undefined): readonly string[] {
  return tree?.kind === "map" ? tree.entries.flatMap(({ key }) => literalText(key) ?? []) : [];
}
