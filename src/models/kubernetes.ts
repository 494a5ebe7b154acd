import type { Span } from "../facts/facts.js";
import { describingKeys, groupOf, rowsFor, runsNothing, type KindRow } from "./kubernetes/kinds.js";
import { mentionsIn, variableMention, type ImageMention } from "./kubernetes/mentions.js";
import { atIndex, below, entry, nodesAt, scalarAt, textAt, type ManifestMap, type ManifestNode, type ManifestReading } from "./kubernetes/tree.js";

export type { ImageMention } from "./kubernetes/mentions.js";
export type { ManifestLeaf, ManifestMap, ManifestNode, ManifestReading } from "./kubernetes/tree.js";

/**
 * What a Kubernetes manifest says of images. The rows are used on YAML and JSON text and on object values in code alike:
 * `T` is the type of a scalar.
 */
export interface ManifestObject<T> {
  /** Undefined for a fragment: a pod specification or a patch that names no kind. */
  readonly kind: string | undefined;
  readonly apiVersion: string | undefined;
  readonly name: T | undefined;
  readonly namespace: T | undefined;
  readonly at: Span | undefined;
  /** What a cluster runs or pulls for the object. */
  readonly images: readonly ImageUse<T>[];
  /** What the object speaks of. */
  readonly mentions: readonly ImageMention<T>[];
  /** What a cluster builds for the object (OpenShift's BuildConfig, Shipwright, kpack). */
  readonly outputs: readonly ImageOutput<T>[];
  /** What the object carries as text: the files of a ConfigMap. */
  readonly texts: readonly HeldText<T>[];
  /** It stands in the text of another object: whoever reads that one may deploy it, or something made of it. */
  readonly isEmbedded: boolean;
}

export interface ImageUse<T> {
  readonly image: T;
  readonly policy?: T | undefined;
  readonly containerName?: T | undefined;
  /** From the object's root: `spec.template.spec.containers[0].image`. */
  readonly path: string;
  readonly containerKind: ContainerKind;
}

export type ContainerKind = "container" | "init" | "ephemeral" | "volume" | "custom";

export interface ImageOutput<T> {
  readonly image: T;
  readonly path: string;
  /** It is the name and tag of an image stream in the object's namespace, which pods pull from OpenShift's own registry. */
  readonly isOfImageStream: boolean;
}

export interface HeldText<T> {
  readonly text: T;
  readonly path: string;
}

/** The images that a tree deploys, as `manifestObjectsOf` finds them. */
export function imagePathsOf<T>(tree: ManifestNode<T>, reading: ManifestReading<T>): readonly ImageUse<T>[] {
  return manifestObjectsOf(tree, reading).flatMap(({ images }) => images);
}

/**
 * The objects in a tree, the items of lists (`kind: List`, OpenShift templates) on their own; a fragment only if it has
 * images. Images are found by the rows of the object's kind and by the shape of a pod template, which is recognised at any
 * depth; also the operations of a JSON patch on images.
 */
export function manifestObjectsOf<T>(tree: ManifestNode<T>, reading: ManifestReading<T>): readonly ManifestObject<T>[] {
  if (tree.kind === "list") {
    const patched = jsonPatchImages(tree.items, reading);
    return patched.length > 0 ? [fragment(tree.at, patched)] : tree.items.flatMap((item) => manifestObjectsOf(item, reading));
  }
  if (tree.kind !== "map" || describesInterface(tree)) return [];
  const held = heldObjects(tree, reading);
  const object = objectOf(held === undefined ? tree : withoutEntry(tree, held.key), reading);
  if (held !== undefined) return [...held.items.flatMap((item) => manifestObjectsOf(item, reading)), ...(object.mentions.length > 0 ? [object] : [])];
  return object.kind !== undefined || object.images.length > 0 ? [object] : [];
}

/** What a tree that is no object speaks of: a configuration file that somebody reads. */
export function mentionsBelow<T>(tree: ManifestNode<T>, reading: ManifestReading<T>): readonly ImageMention<T>[] {
  const { images, mentions } = contentOf(tree, reading);
  return [...images.map(({ image, path }) => ({ image, path, name: path.slice(path.lastIndexOf(".") + 1), isRepository: false })), ...mentions];
}

/** An OpenAPI document (https://spec.openapis.org/oas/latest.html#openapi-object): schemas and examples of objects. */
function describesInterface<T>(map: ManifestMap<T>): boolean {
  return entry(map, "kind") === undefined && (scalarAt(map, "openapi") !== undefined || scalarAt(map, "swagger") !== undefined);
}

/** Objects that are nothing but a list of others. */
const holders: readonly { readonly kind: RegExp; readonly key: string }[] = [
  { kind: /List$/, key: "items" },
  { kind: /^Template$/, key: "objects" },
];

function heldObjects<T>(map: ManifestMap<T>, reading: ManifestReading<T>): { readonly key: string; readonly items: readonly ManifestNode<T>[] } | undefined {
  const kind = textAt(map, "kind", reading);
  const key = kind === undefined ? undefined : holders.find((row) => row.kind.test(kind))?.key;
  const held = key === undefined ? undefined : entry(map, key);
  return key !== undefined && held?.kind === "list" ? { key, items: held.items } : undefined;
}

function withoutEntry<T>(map: ManifestMap<T>, key: string): ManifestMap<T> {
  return { ...map, entries: map.entries.filter((candidate) => candidate.key !== key) };
}

function objectOf<T>(map: ManifestMap<T>, reading: ManifestReading<T>): ManifestObject<T> {
  const metadata = entry(map, "metadata");
  const inMetadata = (key: string): T | undefined => (metadata?.kind === "map" ? scalarAt(metadata, key) : undefined);
  return {
    kind: textAt(map, "kind", reading),
    apiVersion: textAt(map, "apiVersion", reading),
    name: inMetadata("name"),
    namespace: inMetadata("namespace"),
    at: map.at,
    ...contentOf(map, reading),
    isEmbedded: false,
  };
}

function fragment<T>(at: Span | undefined, images: readonly ImageUse<T>[]): ManifestObject<T> {
  return { kind: undefined, apiVersion: undefined, name: undefined, namespace: undefined, at, images, mentions: [], outputs: [], texts: [], isEmbedded: false };
}

// ---------------------------------------------------------------------------------------------------------- content

type Content<T> = Pick<ManifestObject<T>, "images" | "mentions" | "outputs" | "texts">;

/** Visits each node once. */
function contentOf<T>(tree: ManifestNode<T>, reading: ManifestReading<T>): Content<T> {
  const images = new Map<string, ImageUse<T>>();
  const mentions: ImageMention<T>[] = [];
  const outputs: ImageOutput<T>[] = [];
  const texts: HeldText<T>[] = [];
  const addImages = (uses: readonly ImageUse<T>[]): void => {
    for (const use of uses) if (!images.has(use.path)) images.set(use.path, use);
  };
  visit(tree, "");
  const taken = new Set([...images.keys(), ...outputs.map(({ path }) => path)]);
  return { images: [...images.values()], mentions: mentions.filter(({ path }) => !taken.has(path)), outputs, texts };

  function visit(node: ManifestNode<T>, path: string): void {
    if (node.kind === "list") node.items.forEach((item, index) => {
      visit(item, atIndex(path, index));
    });
    else if (node.kind === "map") visitMap(node, path);
  }

  function visitMap(map: ManifestMap<T>, path: string): void {
    const kind = textAt(map, "kind", reading);
    const apiVersion = kind === undefined ? undefined : textAt(map, "apiVersion", reading);
    if (kind !== undefined) visitRows(map, path, rowsFor(kind, apiVersion));
    if (kind === undefined || !runsNothing(kind, apiVersion)) {
      addImages(imagesOfPod(map, path, looksLikeContainer));
      mentions.push(...mentionsIn(map, path, reading));
      for (const { key, value } of map.entries) if (!describingKeys.has(key)) visit(value, below(path, key));
    }
    if (kind !== undefined) addImages(configuredPaths(kind, apiVersion, reading).flatMap((imagePath) => imagesAt(map, path, imagePath)));
  }

  function visitRows(map: ManifestMap<T>, path: string, rows: readonly KindRow[]): void {
    for (const row of rows) {
      addImages(imagesByRow(map, path, row, reading));
      outputs.push(...outputsByRow(map, path, row, reading));
      for (const text of (row.texts ?? []).flatMap((textPath) => scalarsAt(map, path, textPath))) {
        texts.push({ text: text.value, path: text.path });
        mentions.push(...variableMention(text.path.slice(text.path.lastIndexOf(".") + 1), text.value, text.path, reading));
      }
    }
  }
}

/** The paths of the configuration stand beside what is known of a kind, or is recognised by its shape. */
function configuredPaths<T>(kind: string, apiVersion: string | undefined, { manifestPaths = [] }: ManifestReading<T>): readonly string[] {
  const wanted = manifestPaths.filter((row) => row.kind === kind && (row.apiVersion === undefined || row.apiVersion === apiVersion || row.apiVersion === groupOf(apiVersion)));
  return wanted.map(({ path }) => path);
}

function imagesByRow<T>(object: ManifestMap<T>, path: string, row: KindRow, reading: ManifestReading<T>): readonly ImageUse<T>[] {
  const { podSpecs = [], containers = [], images = [], objectReferences = [] } = row;
  return [
    ...podSpecs.flatMap((podSpec) => nodesAt(object, path, podSpec)).flatMap((found) => imagesOfPod(found.node, found.path, () => true)),
    ...containers.flatMap((container) => nodesAt(object, path, container)).flatMap((found) => imageOfMap(found.node, found.path, customContainer)),
    ...images.flatMap((image) => imagesAt(object, path, image)),
    ...namesAt(object, path, objectReferences, "DockerImage", reading).map((found) => ({ ...found, containerKind: customContainer.containerKind })),
  ];
}

function outputsByRow<T>(object: ManifestMap<T>, path: string, { outputs = [], outputReferences = [] }: KindRow, reading: ManifestReading<T>): readonly ImageOutput<T>[] {
  return [
    ...outputs.flatMap((output) => scalarsAt(object, path, output)).map(({ value, path: at }) => ({ image: value, path: at, isOfImageStream: false })),
    ...namesAt(object, path, outputReferences, "DockerImage", reading).map((found) => ({ ...found, isOfImageStream: false })),
    ...namesAt(object, path, outputReferences, "ImageStreamTag", reading).map((found) => ({ ...found, isOfImageStream: true })),
  ];
}

/** `{kind: DockerImage, name: x}` (OpenShift API reference, ObjectReference). */
function namesAt<T>(object: ManifestMap<T>, path: string, rowPaths: readonly string[], wanted: string, reading: ManifestReading<T>): readonly { readonly image: T; readonly path: string }[] {
  return rowPaths
    .flatMap((rowPath) => nodesAt(object, path, rowPath))
    .flatMap((found) => {
      const image = found.node.kind === "map" && textAt(found.node, "kind", reading) === wanted ? scalarAt(found.node, "name") : undefined;
      return image === undefined ? [] : [{ image, path: below(found.path, "name") }];
    });
}

interface ContainerField {
  /** From the pod specification. */
  readonly path: string;
  readonly containerKind: ContainerKind;
  readonly image: string;
  /** Fields beside the image, the first one that is there says the policy. */
  readonly policies: readonly string[];
}

/** Where a pod specification holds images (Kubernetes API reference, PodSpec, Container, ImageVolumeSource). */
const containerFields: readonly ContainerField[] = [
  { path: "containers[]", containerKind: "container", image: "image", policies: ["imagePullPolicy"] },
  { path: "initContainers[]", containerKind: "init", image: "image", policies: ["imagePullPolicy"] },
  { path: "ephemeralContainers[]", containerKind: "ephemeral", image: "image", policies: ["imagePullPolicy"] },
  { path: "volumes[].image", containerKind: "volume", image: "reference", policies: ["pullPolicy"] },
];

/** As custom resources name it. */
const customContainer = { containerKind: "custom", image: "image", policies: ["imagePullPolicy", "pullPolicy", "packagePullPolicy"] } as const;

/** What a map in a list `containers` has beside its image if it is a container of a pod, and not of something else. */
const containerKeys: ReadonlySet<string> = new Set(
  "name imagePullPolicy command args env envFrom ports resources volumeMounts livenessProbe readinessProbe startupProbe lifecycle securityContext workingDir stdin tty".split(" "),
);

function looksLikeContainer<T>(node: ManifestNode<T>, containerKind: ContainerKind): boolean {
  return node.kind === "map" && (containerKind === "volume" || node.entries.some(({ key }) => containerKeys.has(key)));
}

function imagesOfPod<T>(podSpec: ManifestNode<T>, path: string, isContainer: (node: ManifestNode<T>, containerKind: ContainerKind) => boolean): readonly ImageUse<T>[] {
  return containerFields.flatMap((field) => nodesAt(podSpec, path, field.path).flatMap((found) => (isContainer(found.node, field.containerKind) ? imageOfMap(found.node, found.path, field) : [])));
}

function imageOfMap<T>(node: ManifestNode<T>, path: string, field: Omit<ContainerField, "path">): readonly ImageUse<T>[] {
  const image = node.kind === "map" ? scalarAt(node, field.image) : undefined;
  if (node.kind !== "map" || image === undefined) return [];
  const [policy] = field.policies.flatMap((key) => scalarAt(node, key) ?? []);
  const containerName = scalarAt(node, "name");
  return [
    {
      image,
      ...(policy === undefined ? {} : { policy }),
      ...(containerName === undefined ? {} : { containerName }),
      path: below(path, field.image),
      containerKind: field.containerKind,
    },
  ];
}

/** A path that ends at the scalar itself, its pull policy and name beside it, or at the scalars of a list or map (`images[]`, `images.*`). */
function imagesAt<T>(object: ManifestMap<T>, path: string, imagePath: string): readonly ImageUse<T>[] {
  if (/(?:\[\]|(?:^|\.)\*)$/u.test(imagePath)) {
    return scalarsAt(object, path, imagePath).map((found) => ({ image: found.value, path: found.path, containerKind: customContainer.containerKind }));
  }
  const [, parent = "", image = ""] = /^(?:(.*)\.)?([^.]*)$/s.exec(imagePath) ?? [];
  const field = containerFields.find((known) => parent === known.path || parent.endsWith(`.${known.path}`)) ?? customContainer;
  return nodesAt(object, path, parent).flatMap((found) => imageOfMap(found.node, found.path, { ...field, image }));
}

function scalarsAt<T>(object: ManifestMap<T>, path: string, rowPath: string): readonly { readonly value: T; readonly path: string }[] {
  return nodesAt(object, path, rowPath).flatMap((found) => (found.node.kind === "scalar" ? [{ value: found.node.value, path: found.path }] : []));
}

// ------------------------------------------------------------------------------------------------------- JSON patches

const patchedImage = /\/(?:(c)ontainers|(i)nitContainers|(e)phemeralContainers)\/[^/]+\/image$/;

/** `[{"op": "replace", "path": "/spec/template/spec/containers/0/image", "value": …}]` (RFC 6902). */
function jsonPatchImages<T>(items: readonly ManifestNode<T>[], reading: ManifestReading<T>): readonly ImageUse<T>[] {
  return items.flatMap((item) => {
    const path = item.kind === "map" && entry(item, "op") !== undefined ? textAt(item, "path", reading) : undefined;
    const image = item.kind === "map" ? scalarAt(item, "value") : undefined;
    const [, container, init] = patchedImage.exec(path ?? "") ?? [undefined, undefined, undefined];
    if (path === undefined || image === undefined || !patchedImage.test(path)) return [];
    const containerKind: ContainerKind = container !== undefined ? "container" : init !== undefined ? "init" : "ephemeral";
    return [{ image, path: path.slice(1).replace(/\/(\d+|-)(?=\/|$)/g, "[$1]").replaceAll("/", "."), containerKind }];
  });
}
