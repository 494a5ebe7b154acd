import { parseReference } from "../../reference/parse.js";
import { atIndex, below, scalarAt, textAt, type ManifestMap, type ManifestNode, type ManifestReading } from "./tree.js";

/** A reference that an object holds without running it itself: an operator that reads it may deploy the image. */
export interface ImageMention<T> {
  readonly image: T;
  /** `image: {repository: x, tag: y}`: the tag that goes with the repository. */
  readonly tag?: T | undefined;
  /** From the object's root, as that of an `ImageUse`. */
  readonly path: string;
  /** What holds it: the variable (`RELATED_IMAGE_PROXY`), the option (`--sidecar-image`) or the field (`proxyImage`). */
  readonly name: string;
  /** It is named as a repository, without the tag that something else may add. */
  readonly isRepository: boolean;
}

/** The mentions in a map itself, not those in the maps below it; images that the object runs are among them. */
export function mentionsIn<T>(map: ManifestMap<T>, path: string, reading: ManifestReading<T>): readonly ImageMention<T>[] {
  return [
    ...variableMentions(map, path, reading),
    ...map.entries.flatMap(({ key, value }) => [...fieldMentions(key, value, below(path, key), reading), ...optionMentions(key, value, below(path, key), reading)]),
  ];
}

/** Variables whose values are known: the keys of a ConfigMap's data become names in the environment, or are files. */
export function variableMention<T>(name: string, value: T, path: string, reading: ManifestReading<T>): readonly ImageMention<T>[] {
  const role = roleOf(name);
  if (role === undefined || !looksLikeReference(reading.textOf(value), role.isLastWord)) return [];
  return [{ image: value, path, name, isRepository: role.isRepository }];
}

/** `{name: X_IMAGE, value: x}` in an environment or among parameters; `default` is that of Tekton's. */
function variableMentions<T>(map: ManifestMap<T>, path: string, reading: ManifestReading<T>): readonly ImageMention<T>[] {
  const name = textAt(map, "name", reading);
  if (name === undefined) return [];
  return ["value", "default"].flatMap((key) => {
    const value = scalarAt(map, key);
    return value === undefined ? [] : variableMention(name, value, below(path, key), reading);
  });
}

/** `proxyImage: x/y`, `images: [x/y]`, `images: {a: x/y}`, `image: {repository: x/y, tag: z}`, also in annotations. */
function fieldMentions<T>(key: string, node: ManifestNode<T>, path: string, reading: ManifestReading<T>): readonly ImageMention<T>[] {
  const name = key.slice(key.lastIndexOf("/") + 1);
  const role = roleOf(name);
  if (role === undefined) return [];
  const mention = (image: T, at: string): readonly ImageMention<T>[] => (looksLikeReference(reading.textOf(image), false) ? [{ image, path: at, name, isRepository: role.isRepository }] : []);
  switch (node.kind) {
    case "scalar":
      return mention(node.value, path);
    case "list":
      return node.items.flatMap((item, index) => (item.kind === "scalar" ? mention(item.value, atIndex(path, index)) : []));
    case "map":
      if (!/images$/iu.test(name)) return composedMention(node, path, name, reading);
      return node.entries.flatMap((held) => (held.value.kind === "scalar" ? mention(held.value.value, below(path, held.key)) : []));
    case "unknown":
      return [];
  }
}

/** `{repository: x, tag: y}`, `{name: x}`; the registry may stand beside as well. */
function composedMention<T>(map: ManifestMap<T>, path: string, name: string, reading: ManifestReading<T>): readonly ImageMention<T>[] {
  const part = scalarAt(map, "repository") === undefined ? "name" : "repository";
  const image = scalarAt(map, part);
  if (image === undefined || !looksLikeReference(reading.textOf(image), part === "repository")) return [];
  const tag = scalarAt(map, "tag");
  return [{ image, ...(tag === undefined ? {} : { tag }), path: below(path, part), name, isRepository: true }];
}

/** Lists that are command lines. */
const commandKeys: ReadonlySet<string> = new Set(["args", "command", "arguments"]);

/** `--x-image=y`, and `--x-image` followed by its value. */
function optionMentions<T>(key: string, node: ManifestNode<T>, path: string, reading: ManifestReading<T>): readonly ImageMention<T>[] {
  if (!commandKeys.has(key) || node.kind !== "list") return [];
  return node.items.flatMap((item, index) => {
    const text = item.kind === "scalar" ? reading.textOf(item.value) : undefined;
    const [, option, sign] = /^(--?[A-Za-z][\w.-]*)(=?)/u.exec(text ?? "") ?? [];
    const role = option === undefined ? undefined : roleOf(option);
    if (item.kind !== "scalar" || text === undefined || option === undefined || role === undefined) return [];
    const mention = (image: T, at: number): readonly ImageMention<T>[] => [{ image, path: atIndex(path, at), name: option, isRepository: role.isRepository }];
    if (sign === "=") {
      const start = option.length + 1;
      return reading.partOf !== undefined && looksLikeReference(text.slice(start), role.isLastWord) ? mention(reading.partOf(item.value, start, text.length), index) : [];
    }
    const next = node.items[index + 1];
    return text === option && next?.kind === "scalar" && looksLikeReference(reading.textOf(next.value), role.isLastWord) ? mention(next.value, index + 1) : [];
  });
}

// ---------------------------------------------------------------------------------------------------- what a name says

interface Role {
  readonly isRepository: boolean;
  /** `X_IMAGE`, but not `IMAGE_X`: a single word may be its value (`busybox`). */
  readonly isLastWord: boolean;
}

/**
 * What a name says of its value: `proxyImage`, `--sidecar-image`, `RELATED_IMAGE_PROXY` and `imageName` speak of a reference;
 * `imagePullPolicy`, `IMAGE_TAG` and `iconImage` do not.
 */
function roleOf(name: string): Role | undefined {
  if (!/image|img/iu.test(name) || /\s/u.test(name)) return undefined;
  const words = name.split(/[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])/u).filter((word) => word !== "").map((word) => word.toLowerCase());
  const at = words.findLastIndex((word) => imageWord.test(word));
  if (at < 0 || words.some((word) => otherImages.has(word))) return undefined;
  const behind = words.slice(at + 1);
  // Operators name the variable after the component, which may be called anything.
  const isOfOperator = words[0] === "related";
  if (!isOfOperator && behind.some((word) => wordsOfParts.has(word))) return undefined;
  return { isRepository: !isOfOperator && behind.some((word) => wordsOfRepositories.has(word)), isLastWord: behind.length === 0 };
}

const imageWord = /^(?:[a-z]*images?|img)$/u;

/** Behind the word `image`: what follows is a repository, ... */
const wordsOfRepositories: ReadonlySet<string> = new Set(["repository", "repo", "name"]);

/** ... or no image, but something said of one. */
const wordsOfParts: ReadonlySet<string> = new Set(
  "pull policy secret secrets tag tags version registry registries host prefix digest digests id uid path dir directory file format size type org owner namespace cache lookup selector count limit".split(" "),
);

/** Images that are no container images: of virtual machines, and pictures. */
const otherImages: ReadonlySet<string> = new Set("vm ami os disk boot machine qcow iso icon logo background avatar cover thumbnail profile".split(" "));

// --------------------------------------------------------------------------------------------------- what a value says

/**
 * Whether a value is surely meant as a reference: one by the grammar, which has a path, a tag or a digest. A single word is
 * enough only where the name says that it is an image. What is put in later (`$(TAG)`, `${TAG}`, `{{ .Tag }}`, `<tag>`, a
 * hole) may be anything that fits.
 */
function looksLikeReference(text: string | undefined, isWordEnough: boolean): boolean {
  if (text === undefined || text.length > longestReference || /\.(?:png|jpe?g|gif|svg|ico|webp|bmp|qcow2|iso|img|raw|vmdk|vhdx?|tar|t?gz|xz|bz2|zip|ya?ml|json|html?)$/iu.test(text)) return false;
  const filled = text.replace(/\$\([^()]*\)|\$\{[^{}]*\}|\{\{[^{}]*\}\}|<[^<>]*>|\$\w+|[\uE000-\uF8FF]/gu, "x");
  const parsed = parseReference(filled);
  if (!parsed.ok) return false;
  const { domain, path, tag, digest } = parsed.reference;
  if (domain !== undefined || path.includes("/") || tag !== undefined || digest !== undefined) return true;
  return isWordEnough && !/^(?:true|false|null|none|always|never|\d+)$/u.test(path);
}

/** A path of 255 characters, a domain, a tag and a digest come to less. */
const longestReference = 1000;
