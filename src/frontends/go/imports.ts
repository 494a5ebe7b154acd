import type { VariableIndex } from "../../facts/facts.js";
import type { SyntaxNode } from "../tree-sitter/syntax-tree.js";
import { lowerInterpretedString, lowerRawString } from "./literals.js";
import { declare, textOf, type Lowering } from "./lowering.js";
import { childOf, fieldOf, spanOf } from "./syntax.js";

/** Adds the imports of one declaration, and declares their names in the current scope. */
export function lowerImports(lowering: Lowering, declaration: SyntaxNode): void {
  const specs = (childOf(declaration, "import_spec_list") ?? declaration).children.filter((child) => child.type === "import_spec");
  for (const spec of specs) lowerImport(lowering, spec);
}

function lowerImport(lowering: Lowering, spec: SyntaxNode): void {
  const path = fieldOf(spec, "path");
  if (path === undefined) return;
  const specifier = specifierOf(lowering, path);
  const at = spanOf(path);
  const name = fieldOf(spec, "name");
  if (name?.type === "dot") lowering.imports.push({ specifier, at, bindings: [], isDot: true });
  else if (name?.type === "blank_identifier") lowering.imports.push({ specifier, at, bindings: [] });
  else lowering.imports.push({ specifier, at, bindings: [{ imported: "*", variable: declarePackage(lowering, name, path, specifier) }] });
}

function specifierOf(lowering: Lowering, path: SyntaxNode): string {
  const literal = path.type === "raw_string_literal" ? lowerRawString(lowering, path) : lowerInterpretedString(lowering, path);
  return literal.kind === "literal" ? String(literal.value) : "";
}

function declarePackage(lowering: Lowering, name: SyntaxNode | undefined, path: SyntaxNode, specifier: string): VariableIndex {
  const node = name ?? path;
  return declare(lowering, name === undefined ? packageNameOf(specifier, lowering.text) : textOf(lowering, name), spanOf(node), "import");
}

/**
 * The name of an imported package, which only its own files tell: by the customs of Go it is one of a few that the path
 * suggests, and the one that the text uses.
 */
export function packageNameOf(specifier: string, text: string): string {
  const candidates = [...new Set(suggestedNames(specifier))].filter((name) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name));
  const [first = specifier] = candidates;
  if (candidates.length < 2) return first;
  return candidates.find((name) => new RegExp(String.raw`(?<![\w.])${name}\.`, "u").test(text)) ?? first;
}

/** From the likeliest on: `a/go-units` is `units`, `a/yaml.v3` is `yaml`, `a/ginkgo/v2` is `ginkgo`, but `api/autoscaling/v2` is `v2`. */
function suggestedNames(specifier: string): readonly string[] {
  const segments = specifier.split("/");
  const last = segments.at(-1) ?? "";
  const previous = segments.at(-2);
  if (/^v\d+$/u.test(last) && previous !== undefined) return /^v[01]$/u.test(last) ? [last, ...namesOfSegment(previous)] : [...namesOfSegment(previous), last];
  return namesOfSegment(last);
}

function namesOfSegment(segment: string): readonly string[] {
  const plain = segment.replace(/\.v\d+$/u, "");
  const withoutGo = plain.replace(/^go[-.]|[-.]go(?:lang)?$/gu, "");
  return [withoutGo, plain, withoutGo.replace(/[-.]/gu, ""), withoutGo.replace(/[-.]/gu, "_"), ...withoutGo.split(/[-.]/u).reverse()];
}
