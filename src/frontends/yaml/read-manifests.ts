import type { SyntaxProblem } from "../../facts/facts.js";
import { manifestObjectsOf, mentionsBelow, type ImageMention, type ImageUse, type ManifestNode, type ManifestObject, type ManifestReading } from "../../models/kubernetes.js";
import type { ManifestPath } from "../../project/configuration.js";
import { placeOfLetter } from "./letters.js";
import { readYamlValues, type ManifestScalar } from "./read-yaml.js";

export interface Manifests {
  readonly objects: readonly ManifestObject<ManifestScalar>[];
  /** By offset; what could be read is in the objects all the same. */
  readonly problems: readonly SyntaxProblem[];
}

/**
 * Reads the Kubernetes objects of a YAML or JSON text (several documents, lists flattened), which may hold holes, and the
 * images that they deploy. Fragments without a kind are there if they hold images. The objects in the text of a ConfigMap
 * or of the like stand behind it, with their places in the whole text, but not what is in their texts in turn. References are
 * given as they are written, placeholders too (`$IMAGE`, `{{ .Image }}`). Never throws.
 */
export function readManifests(text: string, manifestPaths?: readonly ManifestPath[]): Manifests {
  const { values, problems } = readYamlValues(text, { readsActions: true });
  const reading: ManifestReading<ManifestScalar> = {
    textOf: ({ value }) => value,
    partOf: (scalar, from, to) => partOf(scalar, from, to, text),
    manifestPaths,
  };
  // An anchor may bring the same text to many places; it is read at the first one.
  const read = new Set<ManifestScalar>();
  const embeddedIn = (scalar: ManifestScalar): Embedded => {
    if (read.has(scalar)) return nothing;
    read.add(scalar);
    return readEmbedded(scalar, reading);
  };
  const objects = values
    .flatMap((value) => manifestObjectsOf(value, reading))
    .flatMap((object) => {
      const held = object.texts.map((use) => ({ path: use.path, ...embeddedIn(use.text) }));
      const mentions = held.flatMap(({ path, mentions: found }) => found.map((mention) => ({ ...mention, path: `${path}.${mention.path}` })));
      return [mentions.length === 0 ? object : { ...object, mentions: [...object.mentions, ...mentions] }, ...held.flatMap((found) => found.objects)];
    });
  return { objects: objects.map((object) => ({ ...object, images: object.images.filter(isGiven) })), problems };
}

/** A part stands somewhere in the scalar; surely so where letters and source are the same, up to it or from it on. */
function partOf({ value, at: [start, end] }: ManifestScalar, from: number, to: number, text: string): ManifestScalar {
  const part = value.slice(from, to);
  const isAt = (offset: number): boolean => text.startsWith(part, offset) && offset >= start && offset + part.length <= end;
  const [place] = [start + from, end - (value.length - from)].filter(isAt);
  return { value: part, at: place === undefined ? [start, end] : [place, place + part.length], parsed: part };
}

/** What the text of a scalar says of images. */
interface Embedded {
  readonly objects: readonly ManifestObject<ManifestScalar>[];
  /** Of what is no object, but the configuration of something that may deploy what it names. */
  readonly mentions: readonly ImageMention<ManifestScalar>[];
}

const nothing: Embedded = { objects: [], mentions: [] };

/** Text that cannot be read is no problem here: it is whatever its reader takes it for. */
function readEmbedded({ value: text, letters }: ManifestScalar, reading: ManifestReading<ManifestScalar>): Embedded {
  if (letters === undefined) return nothing;
  const { values, problems } = readYamlValues(text, { place: (offset) => placeOfLetter(letters, offset), readsActions: true });
  if (problems.length > 0) return nothing;
  const isObject = (value: ManifestNode<ManifestScalar>): boolean => value.kind === "map" && ["apiVersion", "kind"].every((key) => value.entries.some((entry) => entry.key === key && entry.value.kind === "scalar"));
  return {
    objects: values.filter(isObject).flatMap((value) => manifestObjectsOf(value, reading).map((object) => ({ ...object, isEmbedded: true }))),
    mentions: values.filter((value) => !isObject(value)).flatMap((value) => mentionsBelow(value, reading)),
  };
}

/** `image:` without a value is as good as no key. */
function isGiven({ image }: ImageUse<ManifestScalar>): boolean {
  return image.value !== "";
}
