import type { Expression, Pattern, VariableIndex } from "../../facts/facts.js";
import type { SyntaxNode } from "../tree-sitter/syntax-tree.js";
import { predeclaredFunctions, predeclaredTypes } from "./predeclared.js";
import { packageName, resolve, textOf, unknown, type Lowering } from "./lowering.js";
import { spanOf } from "./syntax.js";

/** What an identifier speaks of where a value is read. */
export function lowerName(lowering: Lowering, node: SyntaxNode): Expression {
  const at = spanOf(node);
  const name = textOf(lowering, node);
  const meaning = resolve(lowering, name);
  if (typeof meaning === "number") return { kind: "variable", variable: meaning, at };
  if (meaning !== undefined || predeclaredTypes.has(name)) return unknown("a type is no value", at);
  if (name === "" || name === "_") return unknown("incomplete code", at);
  const builtin = predeclaredFunctions.get(name);
  if (builtin !== undefined) return { kind: "global", name: builtin, at };
  return { kind: "variable", variable: packageName(lowering, name, at), at };
}

/** What an identifier speaks of where a value is stored. */
export function lowerNamedTarget(lowering: Lowering, node: SyntaxNode): Pattern {
  const at = spanOf(node);
  const name = textOf(lowering, node);
  if (name === "_" || name === "") return { kind: "ignore", at };
  const meaning = resolve(lowering, name);
  if (meaning === "type parameter") return { kind: "ignore", at };
  return { kind: "variable", variable: meaning ?? packageName(lowering, name, at), at };
}

/** The variable of a name, if it is not one that every file knows. */
export function variableOf(lowering: Lowering, node: SyntaxNode): VariableIndex | undefined {
  const name = textOf(lowering, node);
  const meaning = resolve(lowering, name);
  if (meaning !== undefined) return meaning === "type parameter" ? undefined : meaning;
  return name === "" || name === "_" || predeclaredTypes.has(name) || predeclaredFunctions.has(name) ? undefined : packageName(lowering, name, spanOf(node));
}

/** Whether a name means here what it means in every file: no declaration hides it. */
export function isPredeclared(lowering: Lowering, name: string): boolean {
  return (predeclaredTypes.has(name) || predeclaredFunctions.has(name)) && resolve(lowering, name) === undefined;
}
