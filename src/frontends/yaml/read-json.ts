import { parseTree, type Node, type ParseError } from "jsonc-parser";
import type { Span } from "../../facts/facts.js";
import type { ManifestNode } from "../../models/kubernetes.js";
import { greatestDepth, type ManifestScalar } from "./scalar.js";

/**
 * Reads a text that is JSON without an error, some ten times as fast as the YAML parser does; undefined for any other
 * text. Of a duplicate key the last value counts (as in `JSON.parse`).
 */
export function readJsonValue(text: string): ManifestNode<ManifestScalar> | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const errors: ParseError[] = [];
    const tree = parseTree(text, errors, { disallowComments: true });
    return tree === undefined || errors.length > 0 ? undefined : convert(tree, text, 0);
  } catch (error) {
    // Nested more deeply than the stack.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function convert(node: Node, text: string, depth: number): ManifestNode<ManifestScalar> {
  const at: Span = [node.offset, node.offset + node.length];
  if (depth > greatestDepth) return { kind: "unknown", at };
  switch (node.type) {
    case "array":
      return { kind: "list", items: (node.children ?? []).map((item) => convert(item, text, depth + 1)), at };
    case "object": {
      const entries = new Map<string, ManifestNode<ManifestScalar>>();
      for (const { children: [key, value] = [] } of node.children ?? []) if (value !== undefined) entries.set(String(key?.value), convert(value, text, depth + 1));
      return { kind: "map", entries: [...entries].map(([key, value]) => ({ key, value })), at };
    }
    case "string":
      return { kind: "scalar", value: { value: String(node.value), at: [at[0] + 1, at[1] - 1], parsed: String(node.value) }, at };
    case "number":
    case "boolean":
    case "null":
      return { kind: "scalar", value: { value: text.slice(...at), at, parsed: plainValue(node.value) }, at };
    case "property":
      return { kind: "unknown", at };
  }
}

function plainValue(value: unknown): number | boolean | null {
  return typeof value === "number" || typeof value === "boolean" ? value : null;
}
