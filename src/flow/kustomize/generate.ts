import { posix } from "node:path";
import { literal, literalText } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { itemsAt, lettersAt, textAt, textScalar, valueAt, withValue, withValues } from "../yaml-tree.js";
import type { YamlEntry, YamlMap, YamlTree } from "../yaml-tree.js";
import { pathsAt } from "./kustomization.js";
import type { KustomizeObject } from "./objects.js";
import { kindOf, namesOf } from "./objects.js";
import { resolvePath } from "./paths.js";
import { splitOnce, splitText } from "./cut.js";

/**
 * The config maps and secrets that a kustomization generates, put to its objects: they hold no image, but patches and
 * replacements name them. Of a secret nothing but its name is there.
 */
export function withGenerated(objects: readonly KustomizeObject[], tree: YamlMap, folder: string, readText: (path: string) => Text | undefined): readonly KustomizeObject[] {
  if (generators.every(({ key }) => itemsAt(tree, key).length === 0)) return objects;
  const all = [...objects];
  const known = new Map(all.flatMap((object, index) => namesOf(object).map(({ name }) => [`${kindOf(object.tree).kind} ${name?.key ?? ""}`, index])));
  for (const { key, kind } of generators) {
    for (const item of itemsAt(tree, key)) {
      const name = textAt(item, "name");
      if (name === undefined) continue;
      const data = kind === "Secret" ? [] : dataOf(item, folder, readText);
      const index = known.get(`${kind} ${name.key}`) ?? all.length;
      const held = all[index];
      known.set(`${kind} ${name.key}`, index);
      all[index] = held === undefined ? { tree: generated(kind, name, textAt(item, "namespace"), data), earlier: [] } : { ...held, tree: withData(held.tree, data, lettersAt(item, "behavior") === "replace") };
    }
  }
  return all;
}

const generators = [
  { key: "configMapGenerator", kind: "ConfigMap" },
  { key: "secretGenerator", kind: "Secret" },
] as const;

function generated(kind: string, name: Text, namespace: Text | undefined, data: readonly YamlEntry[]): YamlMap {
  const entry = (key: string, value: YamlTree): YamlEntry => ({ key: literal(key), value });
  const metadata = [entry("name", textScalar(name)), ...(namespace === undefined ? [] : [entry("namespace", textScalar(namespace))])];
  return { kind: "map", entries: [entry("apiVersion", textScalar(literal("v1"))), entry("kind", textScalar(literal(kind))), entry("data", withValues({ kind: "map", entries: [] }, data)), entry("metadata", { kind: "map", entries: metadata })] };
}

function withData(tree: YamlMap, data: readonly YamlEntry[], isReplaced: boolean): YamlMap {
  const held = valueAt(tree, "data");
  const before: YamlMap = held?.kind === "map" && !isReplaced ? held : { kind: "map", entries: [] };
  return withValue(tree, literal("data"), withValues(before, data));
}

/** `literals: [a=b]`, `files: [a.txt, key=a.txt]`, `envs: [.env]` (https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/configmapgenerator/). */
function dataOf(item: YamlTree, folder: string, readText: (path: string) => Text | undefined): readonly YamlEntry[] {
  const pair = (text: Text): readonly YamlEntry[] => {
    const [key, value] = splitOnce(text, "=");
    return value === undefined ? [] : [{ key, value: textScalar(unquoted(value)) }];
  };
  const contentOf = (path: Text): Text | undefined => {
    const found = resolvePath(folder, path);
    return found === undefined ? undefined : readText(found);
  };
  const ofFiles = pathsAt(item, "files").flatMap((text): readonly YamlEntry[] => {
    const [first, second] = splitOnce(text, "=");
    const content = contentOf(second ?? first);
    const name = literalText(first);
    return content === undefined || name === undefined ? [] : [{ key: second === undefined ? literal(posix.basename(name)) : first, value: textScalar(content) }];
  });
  const env = textAt(item, "env");
  const ofEnvironments = [...pathsAt(item, "envs"), ...(env === undefined ? [] : [env])].flatMap((path) => linesOf(contentOf(path)).flatMap(pair));
  return [...pathsAt(item, "literals").flatMap(pair), ...ofFiles, ...ofEnvironments];
}

function unquoted(value: Text): Text {
  const letters = literalText(value);
  const [, double, single] = letters === undefined ? [] : (/^(?:"(.*)"|'(.*)')$/su.exec(letters) ?? []);
  const content = double ?? single;
  return content === undefined ? value : literal(content);
}

function linesOf(text: Text | undefined): readonly Text[] {
  return text === undefined ? [] : splitText(text, "\n").filter((line) => !/^\s*(?:#|$)/u.test(literalText(line) ?? "x"));
}
