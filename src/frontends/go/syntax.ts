import type { Span } from "../../facts/facts.js";
import type { SyntaxNode } from "../tree-sitter/syntax-tree.js";
import { operators } from "./grammar.js";

/** The first child with this field. */
export function fieldOf(node: SyntaxNode, field: string): SyntaxNode | undefined {
  for (const child of node.children) if (child.field === field) return child;
  return undefined;
}

/** All children with this field; commas between them, which bear the field too, are not read. */
export function fieldsOf(node: SyntaxNode, field: string): readonly SyntaxNode[] {
  return node.children.filter((child) => child.field === field);
}

/** The first child of this type. */
export function childOf(node: SyntaxNode, type: string): SyntaxNode | undefined {
  for (const child of node.children) if (child.type === type) return child;
  return undefined;
}

/** The operator of an expression or an assignment. */
export function operatorOf(node: SyntaxNode): string | undefined {
  for (const child of node.children) if (operators.has(child.type)) return child.type;
  return undefined;
}

/** The children without operators and without what could not be read. */
export function operandsOf(node: SyntaxNode): readonly SyntaxNode[] {
  for (const child of node.children) if (child.type === "ERROR" || operators.has(child.type)) return node.children.filter((one) => one.type !== "ERROR" && !operators.has(one.type));
  return node.children;
}

/** An expression without the parentheses around it, a literal's element without its wrapping. */
export function unwrap(node: SyntaxNode): SyntaxNode {
  let inner = node;
  while (inner.type === "parenthesized_expression" || inner.type === "literal_element" || inner.type === "parenthesized_type") {
    const [only] = operandsOf(inner);
    if (only === undefined) return inner;
    inner = only;
  }
  return inner;
}

export function spanOf(node: SyntaxNode): Span {
  return [node.start, node.end];
}

/** Whether something that could not be read stands among a node's parts: then they need not belong together. */
export function holdsError(node: SyntaxNode): boolean {
  return node.children.some((child) => child.type === "ERROR" || (partLists.has(child.type) && child.children.some((one) => one.type === "ERROR")));
}

const partLists: ReadonlySet<string> = new Set(["argument_list", "expression_list", "literal_value"]);
