import type { SyntaxProblem } from "../../facts/facts.js";
import { clusterKinds, definitionKind } from "../../models/kustomize.js";
import { encodeText } from "../../values/encoding.js";
import { literal, literalText } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { lettersAt, textAt, textScalar, treesOf, valueAt, withValue } from "../yaml-tree.js";
import type { YamlMap, YamlTree } from "../yaml-tree.js";

/** An object of a kustomization while it is being built. */
export interface KustomizeObject {
  readonly tree: YamlMap;
  /** The names that it had before, the one in its file first; patches may say any of them. */
  readonly earlier: readonly ObjectName[];
}

export interface ObjectName {
  readonly name: Text | undefined;
  readonly namespace: Text | undefined;
}

export interface ObjectsRead {
  readonly objects: readonly KustomizeObject[];
  readonly problems: readonly SyntaxProblem[];
}

const remembered = new WeakMap<Text, ObjectsRead>();

/** The objects of a resource's text, the items of lists on their own. One text is read once. */
export function readObjects(text: Text): ObjectsRead {
  const known = remembered.get(text) ?? readDocuments(text);
  remembered.set(text, known);
  return known;
}

function readDocuments(text: Text): ObjectsRead {
  const objects: KustomizeObject[] = [];
  const problems: SyntaxProblem[] = [];
  for (const { definition, piece, offset } of documentsOf(text)) {
    if (definition !== undefined) {
      objects.push({ tree: definition, earlier: [] });
      continue;
    }
    const read = treesOf(piece);
    problems.push(...read.problems.map((problem) => ({ ...problem, offset: problem.offset + offset })));
    for (const tree of read.trees) for (const object of objectsOf(tree, 0)) if (object.kind === "map") objects.push({ tree: object, earlier: [] });
      else problems.push({ offset, message: object.kind === "unknown" ? "a part of a manifest that cannot be read" : "this is no Kubernetes object: it has no kind" });
  }
  return { objects, problems };
}

/** The objects in a document: none in an empty one; what is none is there too, as something else than a map. */
function objectsOf(tree: YamlTree, depth: number): readonly YamlTree[] {
  if (tree.kind === "scalar" && tree.type === "null") return [];
  const kind = tree.kind === "map" ? textAt(tree, "kind") : undefined;
  if (tree.kind !== "map" || kind === undefined) return [tree.kind === "unknown" ? tree : textScalar(literal(""))];
  const items = valueAt(tree, "items");
  const isList = items?.kind === "list" && literalText(kind)?.endsWith("List") === true && depth < deepestList;
  return isList ? items.items.flatMap((item) => objectsOf(item, depth + 1)) : [tree];
}

const deepestList = 5;

// ------------------------------------------------------------------------------------------------- large documents

interface Document {
  /** A custom resource definition, cut to its name. */
  readonly definition?: YamlMap | undefined;
  readonly piece: Text;
  readonly offset: number;
}

/**
 * The documents of a text. Definitions are most of what stands in many kustomizations and hold nothing that deploys: where
 * one is written in the usual way, no more than its name is read.
 */
function documentsOf(text: Text): readonly Document[] {
  const source = encodeText(text);
  const whole = [{ piece: text, offset: 0 }];
  if (source === undefined || !definitionLine.test(source.encoded)) return whole;
  const { encoded, at } = source;
  const starts = [0, ...[...encoded.matchAll(/^---.*(?:\n|$)/gmu)].map((separator) => separator.index + separator[0].length)];
  return starts.map((start, index): Document => {
    const end = index + 1 < starts.length ? encoded.lastIndexOf("\n---", (starts[index + 1] ?? 0) - 1) + 1 : encoded.length;
    const letters = encoded.slice(start, Math.max(start, end));
    const [, kind] = definitionLine.exec(letters) ?? [];
    const [found, before = "", name = ""] = kind === undefined ? [] : (definitionName.exec(letters) ?? []);
    const nameAt = start + letters.search(definitionName) + before.length;
    return { piece: at(start, end), offset: start, ...(found === undefined ? {} : { definition: namedOnly(letters, at(nameAt, nameAt + name.length)) }) };
  });
}

const definitionLine = new RegExp(`^kind: *(["']?)${definitionKind}\\1 *\\r?$`, "mu");

/** The name in the metadata, and what stands before it from there. */
const definitionName = /^(metadata: *\r?\n(?:(?: {2,}|- )[^\n]*\n)*? {2}name: *)([\w.-]+) *\r?$/mu;

function namedOnly(letters: string, name: Text): YamlMap {
  const [, version = "apiextensions.k8s.io/v1"] = /^apiVersion: *["']?([\w./-]+)/mu.exec(letters) ?? [];
  const scalar = (text: string): YamlTree => textScalar(literal(text));
  return {
    kind: "map",
    entries: [
      { key: literal("apiVersion"), value: scalar(version) },
      { key: literal("kind"), value: scalar(definitionKind) },
      { key: literal("metadata"), value: { kind: "map", entries: [{ key: literal("name"), value: textScalar(name) }] } },
    ],
  };
}

// ------------------------------------------------------------------------------------------------------- identity

export interface ObjectKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** The group, version and kind of an object, as far as they are known letter by letter. */
export function kindOf(tree: YamlTree): ObjectKind {
  return identify(tree).kind;
}

export function nameOf(tree: YamlTree): ObjectName {
  return identify(tree).name;
}

interface Identity {
  readonly kind: ObjectKind;
  readonly name: ObjectName;
}

const identities = new WeakMap<YamlTree, Identity>();

/** Every patch asks every object. */
function identify(tree: YamlTree): Identity {
  const known = identities.get(tree);
  if (known !== undefined) return known;
  const apiVersion = lettersAt(tree, "apiVersion") ?? "";
  const slash = apiVersion.indexOf("/");
  const metadata = valueAt(tree, "metadata");
  const identity: Identity = {
    kind: { group: slash < 0 ? "" : apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1), kind: lettersAt(tree, "kind") ?? "" },
    name: { name: textAt(metadata, "name"), namespace: textAt(metadata, "namespace") },
  };
  identities.set(tree, identity);
  return identity;
}

/** All names of an object, the one in its file first, the present one last. */
export function namesOf({ tree, earlier }: KustomizeObject): readonly ObjectName[] {
  return [...earlier, nameOf(tree)];
}

/** An object under another name; the one that it had is kept. */
export function renamed(object: KustomizeObject, key: "name" | "namespace", value: Text): KustomizeObject {
  const { tree } = object;
  const metadata = valueAt(tree, "metadata");
  const edited = withValue(metadata?.kind === "map" ? metadata : { kind: "map", entries: [] }, literal(key), textScalar(value));
  return { tree: withValue(tree, literal("metadata"), edited), earlier: [...object.earlier, nameOf(tree)] };
}

/** A string that two objects share only if a cluster holds one of them; undefined where that is not known. */
export function identityOf(tree: YamlTree): string | undefined {
  const { group, version, kind } = kindOf(tree);
  const { name, namespace } = nameOf(tree);
  return kind === "" || name === undefined ? undefined : [group, version, kind, effectiveNamespace(kind, namespace).key, name.key].join("\n");
}

/** What has no namespace is in the one called `default`, or in none. */
export function effectiveNamespace(kind: string, namespace: Text | undefined): Text {
  return clusterKinds.has(kind) ? literal("_non_namespaceable_") : namespace === undefined || namespace.key === "" ? literal("default") : namespace;
}
