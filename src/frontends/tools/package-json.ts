import { findNodeAtLocation, parseTree, type Node } from "jsonc-parser";
import type { Span } from "../../facts/facts.js";

/** A text of a JSON file with the place of its letters; `map` as in the facts of literals. */
export interface JsonString {
  readonly value: string;
  /** With its quotes. */
  readonly at: Span;
  readonly map: readonly (readonly [number, number])[] | undefined;
}

/** What package managers read of a `package.json` to run its scripts. */
export interface PackageFile {
  readonly name: string | undefined;
  readonly version: JsonString | undefined;
  readonly scripts: ReadonlyMap<string, JsonString>;
  /** Patterns for the folders of its workspaces (https://docs.npmjs.com/cli/v11/configuring-npm/package-json#workspaces). */
  readonly workspaces: readonly string[];
  /** Values of `config`, which scripts get as `npm_package_config_…`. */
  readonly config: ReadonlyMap<string, JsonString>;
}

/** Reads a `package.json`; of one that is broken, what can be read. Never throws. */
export function readPackageFile(text: string): PackageFile {
  const root = treeOf(text);
  const at = (...path: readonly string[]): Node | undefined => (root === undefined ? undefined : findNodeAtLocation(root, [...path]));
  const workspaces = at("workspaces", "packages") ?? at("workspaces");
  return {
    name: stringOf(text, at("name"))?.value,
    version: stringOf(text, at("version")),
    scripts: stringsIn(text, at("scripts")),
    workspaces: workspaces?.type === "array" ? (workspaces.children ?? []).flatMap((item) => stringOf(text, item)?.value ?? []) : [],
    config: stringsIn(text, at("config")),
  };
}

function treeOf(text: string): Node | undefined {
  try {
    return parseTree(text);
  } catch (error) {
    // Nested too deeply.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function stringsIn(text: string, node: Node | undefined): ReadonlyMap<string, JsonString> {
  const found = new Map<string, JsonString>();
  if (node?.type !== "object") return found;
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    const string = stringOf(text, value);
    if (typeof key?.value === "string" && string !== undefined) found.set(key.value, string);
  }
  return found;
}

function stringOf(text: string, node: Node | undefined): JsonString | undefined {
  const value: unknown = node?.value;
  if (node?.type !== "string" || typeof value !== "string") return undefined;
  const { offset, length } = node;
  return { value, at: [offset, offset + length], map: mapOf(text, offset, length) };
}

/** Where letters stand that are not written as they are: behind each escape, the value's offset and the file's run apart. */
function mapOf(text: string, offset: number, length: number): JsonString["map"] {
  const map: (readonly [number, number])[] = [];
  const end = offset + length - 1;
  let value = 0;
  for (let at = offset + 1; at < end; value += 1) {
    if (text.charAt(at) !== "\\") {
      at += 1;
      continue;
    }
    map.push([value, at]);
    at += text.charAt(at + 1) === "u" ? 6 : 2;
    map.push([value + 1, at]);
  }
  return map.length === 0 ? undefined : map;
}
