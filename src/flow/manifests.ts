import { readManifests } from "../frontends/yaml/read-manifests.js";
import type { Manifests } from "../frontends/yaml/read-manifests.js";
import type { ManifestScalar } from "../frontends/yaml/read-yaml.js";
import type { Configuration } from "../project/configuration.js";
import { goConstant } from "../models/apis/go/constants.js";
import { jsonFieldName, kindOfType } from "../models/apis/go/kubernetes.js";
import { manifestObjectsOf } from "../models/kubernetes.js";
import type { ImageUse, ManifestNode, ManifestObject } from "../models/kubernetes.js";
import { encodeText } from "../values/encoding.js";
import type { EncodedText } from "../values/encoding.js";
import { display, expandChoices, isText, join, literal, literalText, placeOf, uncaptured } from "../values/text.js";
import type { Cell, HeapObject, JoinedPart, Place, Text, Value } from "../values/value.js";
import { pointedAt } from "./pointers.js";
import { isGo, newUnknown } from "./run.js";
import type { Frame } from "./run.js";
import type { KubernetesObject } from "./site.js";
import { recordSite } from "./sites.js";
import { parsedValue, scalarText } from "./yaml-values.js";

/**
 * A text of manifests reaches a cluster: each image in it is deployed.
 *
 * @param isRunElsewhere by the `apiVersion` of an object, whether something else says what it deploys
 */
export function deployManifests(frame: Frame, text: Text, place: Place, how: string, isRunElsewhere: (apiVersion: string | undefined) => boolean = () => false): void {
  if (text.kind === "choice") {
    for (const alternative of text.alternatives) if (isText(alternative)) deployManifests(frame, alternative, place, how, isRunElsewhere);
    return;
  }
  const ways = expandChoices(text, (alternative) => (encodeText(alternative)?.encoded ?? "").includes("\n"));
  if (ways !== undefined && ways.length > 1) {
    for (const way of ways) deployManifests(frame, way, place, how, isRunElsewhere);
    return;
  }
  const plain = uncaptured(text);
  if (plain.kind === "hole" && plain.origin.kind === "unknown") {
    // Something reaches the cluster, and nobody knows what.
    recordSite(frame, { kind: "deploy", reference: plain, place, how, runtime: "cluster" });
    return;
  }
  const source = encodeText(text);
  const { manifestPaths = [] } = frame.run.project.configuration;
  // No manifest with an image is without this key, or a kind that the configuration names.
  if (source === undefined || !/[\n{]/u.test(source.encoded) || !(/image/iu.test(source.encoded) || manifestPaths.some(({ kind }) => source.encoded.includes(kind)))) return;
  const { objects } = manifestsOf(source.encoded, frame.run.project.configuration);
  for (const object of objects) {
    if (isRunElsewhere(object.apiVersion)) continue;
    const deployed = kubernetesObject(object, (scalar) => scalarText(source, scalar));
    for (const image of object.images) {
      // A template that nobody has rendered: what is applied is something else.
      if (image.image.value.includes("{{")) continue;
      const reference = scalarText(source, image.image);
      const origin = placeOf(reference);
      if (object.isEmbedded) {
        // What is in a ConfigMap's text is deployed by whoever reads it, if at all.
        const text = describe(object, image, (scalar) => scalar.value, "the text of another object");
        recordSite(frame, { kind: "deploy", reference, origin, place: origin ?? place, how: text, runtime: "cluster", indirect: "text" });
        continue;
      }
      deployImage(frame, { reference, origin, field: fieldPlace(source, image.image, origin), policy: image.policy === undefined ? undefined : scalarText(source, image.policy), how: describe(object, image, (scalar) => scalar.value, how), object: deployed, container: image.containerName === undefined ? undefined : scalarText(source, image.containerName) }, place);
    }
  }
}

/** The key of an image whose value is put in from far away (an argument of `Sprintf`); undefined where the value stands beside it. */
function fieldPlace(source: EncodedText, { at: [start] }: ManifestScalar, origin: Place | undefined): Place | undefined {
  const line = source.encoded.lastIndexOf("\n", start - 1) + 1;
  const key = line + source.encoded.slice(line, start).search(/[^\s-]/u);
  if (key < line) return undefined;
  const place = placeOf(source.at(key, start));
  if (place === undefined || origin === undefined) return place;
  const isBeside = place.file === origin.file && origin.start >= place.start && origin.start - place.end <= longestOpening;
  return isBeside ? undefined : place;
}

/** `image: "${image}"`, `image: '` */
const longestOpening = 4;

/** The objects that a text of manifests names, as far as they have names. */
export function objectsIn(frame: Frame, text: Text): readonly KubernetesObject[] {
  if (text.kind === "choice") return [];
  const source = encodeText(text);
  if (source === undefined || !/[\n{]/u.test(source.encoded)) return [];
  return manifestsOf(source.encoded, frame.run.project.configuration).objects.flatMap((object) => (object.isEmbedded ? [] : (kubernetesObject(object, (scalar) => scalarText(source, scalar)) ?? [])));
}

const largestMemory = 200;
const read = new WeakMap<Configuration, Map<string, Manifests>>();

/** One template is deployed many times over, and read once. */
function manifestsOf(encoded: string, configuration: Configuration): Manifests {
  const known = read.get(configuration) ?? new Map<string, Manifests>();
  read.set(configuration, known);
  const manifests = known.get(encoded) ?? readManifests(encoded, configuration.manifestPaths);
  if (known.size < largestMemory) known.set(encoded, manifests);
  return manifests;
}

/** Objects shaped like manifests reach a cluster. */
export function deployObjects(frame: Frame, value: Value, place: Place, how: string): void {
  if (value.kind === "choice") {
    for (const alternative of value.alternatives) deployObjects(frame, alternative, place, how);
    return;
  }
  const known = isText(value) || value.kind === "external" ? objectBehind(frame, value) : value;
  if (known?.kind !== "object") return;
  const tree = treeOf(frame, known, undefined, new Set());
  const reading = { textOf: (scalar: Given) => literalText(scalar.value) ?? (isText(scalar.value) ? display(scalar.value) : undefined), manifestPaths: frame.run.project.configuration.manifestPaths };
  for (const object of manifestObjectsOf(tree, reading)) {
    const deployed = kubernetesObject(object, ({ value: given }) => (isText(given) ? given : undefined));
    for (const image of object.images) {
      if (!isText(image.image.value)) continue;
      const policy = image.policy?.value;
      const container = image.containerName?.value;
      deployImage(frame, { reference: image.image.value, origin: image.image.origin, policy: policy !== undefined && isText(policy) ? policy : undefined, how: describe(object, image, (scalar) => (isText(scalar.value) ? display(scalar.value) : ""), how), object: deployed, container: container !== undefined && isText(container) ? container : undefined }, place);
    }
  }
}

/** A text of JSON or YAML as the value that a parser gives. */
export function valueOfJson(frame: Frame, text: Text, form: "yaml" | "yaml-all" | "json"): Value {
  return parsedValue(frame, text, form);
}

/** A value as JSON text, its strings at their places. */
export function textOfJson(frame: Frame, value: Value): Text {
  return join(jsonParts(frame, value, undefined, new Set()));
}

interface Given {
  readonly value: Value;
  readonly origin: Place | undefined;
}

function deployImage(frame: Frame, image: { readonly reference: Text; readonly origin: Place | undefined; readonly field?: Place | undefined; readonly policy: Text | undefined; readonly how: string; readonly object: KubernetesObject | undefined; readonly container: Text | undefined }, place: Place): void {
  const { reference, origin, field, how, object, container } = image;
  const policy = image.policy ?? (isPatch.test(how) ? newUnknown(frame.run, "the policy that the container has already") : undefined);
  recordSite(frame, { kind: "deploy", reference, origin, place: field ?? origin?.via ?? origin ?? place, how, runtime: "cluster", policy, object, container });
}

/** A part of an object, which says nothing of the rest. */
const isPatch = /\bpatch/iu;

function kubernetesObject<T>({ kind, name, namespace }: ManifestObject<T>, textOf: (scalar: T) => Text | undefined): KubernetesObject | undefined {
  const named = name === undefined ? undefined : textOf(name);
  if (kind === undefined || named === undefined) return undefined;
  return { kind: kind.toLowerCase(), name: named, namespace: namespace === undefined ? undefined : textOf(namespace) };
}

function describe<T>(object: ManifestObject<T>, image: ImageUse<T>, textOf: (scalar: T) => string, how: string): string {
  // A name that is not known is not shown.
  const named = (before: string, scalar: T | undefined): string => (scalar === undefined || textOf(scalar) === "" ? "" : `${before} "${textOf(scalar)}"`);
  const container = named(" of container", image.containerName);
  const name = named("", object.name);
  return object.kind === undefined ? `image${container} (${how})` : `image${container} in ${object.kind}${name} (${how})`;
}

/** What the program has written into a value that is not known. */
function objectBehind(frame: Frame, value: Value): Value | undefined {
  const object = isText(value) ? frame.run.holeObjects.get(uncaptured(value).key) : undefined;
  return object === undefined ? undefined : { kind: "object", object };
}

function treeOf(frame: Frame, given: Value, origin: Place | undefined, above: ReadonlySet<unknown>): ManifestNode<Given> {
  const value = pointedAt(frame, objectBehind(frame, given) ?? given);
  const constant = value.kind === "external" ? goConstant(value.path) : undefined;
  if (value.kind !== "object") return { kind: "scalar", value: { value: constant === undefined ? value : literal(String(constant)), origin } };
  const { object } = value;
  if (above.has(object) || above.size > 40) return { kind: "unknown" };
  const inside = new Set([...above, object]);
  if (object.items !== undefined) return { kind: "list", items: object.items.value.map((item) => treeOf(frame, item.value, item.origin, inside)) };
  const known = [...object.properties].flatMap(([key, cell]) => (cell.value === undefined ? [] : [{ key, value: treeOf(frame, cell.value, cell.origin, inside) }]));
  // Of a container that somebody else has made only what is written here is known.
  const mayHavePolicy = object.open.value !== undefined && known.some(({ key }) => /^image$/iu.test(key)) && !known.some(({ key }) => /^imagePullPolicy$/iu.test(key));
  const entries = mayHavePolicy ? [...known, { key: isGo(frame) ? "ImagePullPolicy" : "imagePullPolicy", value: { kind: "scalar", value: { value: newUnknown(frame.run, "the policy that the container has already"), origin: undefined } } as const }] : known;
  if (isGo(frame)) return treeOfStruct(object, entries);
  // `containers[0].image = …` of a list that is not known.
  if (entries.length > 0 && entries.every((entry) => /^\d+$/u.test(entry.key))) return { kind: "list", items: entries.map((entry) => entry.value) };
  return { kind: "map", entries };
}

function fieldsInJson(object: HeapObject): readonly (readonly [string, Cell])[] {
  return [...object.properties].flatMap(([key, cell]): readonly (readonly [string, Cell])[] => {
    const name = jsonFieldName(key);
    if (name !== undefined) return [[name, cell]];
    return cell.value?.kind === "object" ? fieldsInJson(cell.value.object) : [];
  });
}

/** A struct of Go by the names that its fields have in JSON; its kind is its type's where no field says it. */
function treeOfStruct(object: HeapObject, entries: readonly { readonly key: string; readonly value: ManifestNode<Given> }[]): ManifestNode<Given> {
  const own = entries.find(({ key }) => key === "Object");
  // `unstructured.Unstructured` is the map that it holds.
  if (object.type?.endsWith("unstructured.Unstructured") === true && own !== undefined) return own.value;
  const named = entries.flatMap(({ key, value }) => {
    const name = jsonFieldName(key);
    if (name !== undefined) return [{ key: name, value }];
    return value.kind === "map" ? value.entries : [];
  });
  const type = object.type === undefined ? undefined : kindOfType(object.type);
  const ofType = Object.entries(type ?? {}).flatMap(([key, text]) => (text === undefined || named.some((entry) => entry.key === key) ? [] : [{ key, value: { kind: "scalar", value: { value: literal(text), origin: undefined } } as const }]));
  const all = [...ofType, ...named];
  // A field of an unknown list: `Containers[0]`.
  if (all.length > 0 && all.every((entry) => /^\d+$/u.test(entry.key))) return { kind: "list", items: all.map((entry) => entry.value) };
  return { kind: "map", entries: all };
}

function jsonParts(frame: Frame, given: Value, origin: Place | undefined, above: ReadonlySet<unknown>): readonly JoinedPart[] {
  const letters = (text: string): JoinedPart => ({ text: literal(text) });
  const value = pointedAt(frame, given);
  if (isText(value)) {
    const known = literalText(value);
    const escaped = known === undefined ? undefined : JSON.stringify(known).slice(1, -1);
    const text = escaped === undefined || escaped === known ? value : literal(escaped);
    return [letters('"'), { text, use: origin }, letters('"')];
  }
  if (value.kind === "number" || value.kind === "constant") return [letters(value.kind === "constant" && value.constant === undefined ? "null" : (literalText(value) ?? "null"))];
  if (value.kind !== "object") return [letters('"'), { text: newUnknown(frame.run, "a value that is not text") }, letters('"')];
  const { object } = value;
  if (above.has(object) || above.size > 40) return [letters("null")];
  const inside = new Set([...above, object]);
  if (object.items !== undefined) {
    return [letters("["), ...object.items.value.flatMap((item, index) => [...(index === 0 ? [] : [letters(", ")]), ...jsonParts(frame, item.value, item.origin, inside)]), letters("]")];
  }
  const isStruct = (object.class !== undefined || object.type !== undefined) && isGo(frame);
  const entries = (isStruct ? fieldsInJson(object) : [...object.properties]).filter(([key, cell]) => cell.value !== undefined && cell.value.kind !== "function" && !(cell.value.kind === "constant" && cell.value.constant === undefined) && !key.startsWith("get "));
  return [
    letters("{"),
    ...entries.flatMap(([key, cell], index) => [letters(`${index === 0 ? "" : ",\n"}${JSON.stringify(key)}: `), ...(cell.value === undefined ? [] : jsonParts(frame, cell.value, cell.origin, inside))]),
    letters("}"),
  ];
}
