import type { BakeAttribute, BakeBlock, BakeExpression, BakeFile } from "../../facts/bake.js";
import type { Span } from "../../facts/facts.js";
import type { HashComment } from "../hash-comments.js";
import { loadGrammar } from "../tree-sitter/grammar.js";
import type { Grammar } from "../tree-sitter/grammar.js";
import { parseTree } from "../tree-sitter/syntax-tree.js";
import type { SyntaxNode } from "../tree-sitter/syntax-tree.js";

export function loadHclGrammar(): Promise<Grammar> {
  return loadGrammar("@tree-sitter-grammars/tree-sitter-hcl");
}

/** A bake file in HCL (https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md), and its comments. Never throws. */
export function readHcl(grammar: Grammar, text: string): { readonly bake: BakeFile; readonly comments: readonly HashComment[] } {
  if (text.length > greatestLength) return { bake: { blocks: [], attributes: [], problems: [{ offset: 0, message: "the file is too long to be read" }] }, comments: [] };
  const { root, problems } = parseTree(grammar, text);
  const lowering: Lowering = { text, depth: 0 };
  const body = root.children.find(({ type }) => type === "body");
  return {
    bake: { blocks: childrenOf(body, "block").map((block) => blockOf(lowering, block)), attributes: attributesOf(lowering, body), problems },
    comments: commentsIn(text, root),
  };
}

const greatestLength = 1_000_000;
const deepestExpression = 60;

interface Lowering {
  readonly text: string;
  readonly depth: number;
}

function childrenOf(node: SyntaxNode | undefined, type: string): readonly SyntaxNode[] {
  return node?.children.filter((child) => child.type === type) ?? [];
}

function spanOf({ start, end }: SyntaxNode): Span {
  return [start, end];
}

function written({ text }: Lowering, { start, end }: SyntaxNode): string {
  return text.slice(start, end);
}

function blockOf(lowering: Lowering, block: SyntaxNode): BakeBlock {
  const [type, ...labels] = block.children.filter((child) => child.type === "identifier" || child.type === "string_lit");
  const [label] = labels;
  return {
    type: type === undefined ? "" : written(lowering, type),
    name: label === undefined ? "" : written(lowering, label).replace(/^"|"$/gu, ""),
    attributes: attributesOf(lowering, childrenOf(block, "body")[0]),
    at: spanOf(block),
  };
}

function attributesOf(lowering: Lowering, body: SyntaxNode | undefined): readonly BakeAttribute[] {
  return childrenOf(body, "attribute").flatMap((attribute): readonly BakeAttribute[] => {
    const [name] = childrenOf(attribute, "identifier");
    const [value] = childrenOf(attribute, "expression");
    return name === undefined || value === undefined ? [] : [{ name: written(lowering, name), value: expressionOf(lowering, value), at: spanOf(attribute) }];
  });
}

/** An `expression` and what stands for one: one value, with the members that are read of it. */
function expressionOf(outer: Lowering, node: SyntaxNode): BakeExpression {
  const lowering: Lowering = { ...outer, depth: outer.depth + 1 };
  if (lowering.depth > deepestExpression) return { kind: "unknown", at: spanOf(node) };
  const [first, ...rest] = node.children.filter(({ type }) => !punctuation.has(type));
  if (first === undefined) return { kind: "unknown", at: spanOf(node) };
  return rest.reduce((of: BakeExpression, member) => memberOf(lowering, of, member), valueOf(lowering, first));
}

const punctuation: ReadonlySet<string> = new Set(["(", ")", "comment"]);

function memberOf(lowering: Lowering, of: BakeExpression, member: SyntaxNode): BakeExpression {
  const at: Span = [of.at[0], member.end];
  const [name] = childrenOf(member, "identifier");
  if (member.type === "get_attr" && name !== undefined) return { kind: "member", of, key: { kind: "text", at: spanOf(name) }, at };
  const [key] = childrenOf(childrenOf(member, "new_index")[0], "expression");
  return member.type === "index" && key !== undefined ? { kind: "member", of, key: expressionOf(lowering, key), at } : { kind: "unknown", at };
}

function valueOf(lowering: Lowering, node: SyntaxNode): BakeExpression {
  const at = spanOf(node);
  const inner = (type: string): readonly BakeExpression[] => childrenOf(node, type).map((child) => expressionOf(lowering, child));
  switch (node.type) {
    case "expression":
      return expressionOf(lowering, node);
    case "literal_value":
    case "collection_value":
    case "template_expr":
    case "operation":
    case "for_expr": {
      const [only] = node.children;
      return only === undefined || lowering.depth > deepestExpression ? { kind: "unknown", at } : valueOf({ ...lowering, depth: lowering.depth + 1 }, only);
    }
    case "string_lit":
      return { kind: "text", at: [at[0] + 1, Math.max(at[0] + 1, at[1] - 1)] };
    case "numeric_lit":
      return { kind: "text", at };
    case "bool_lit":
      return { kind: "boolean", value: written(lowering, node) === "true", at };
    case "null_lit":
      return { kind: "null", at };
    case "quoted_template":
    case "heredoc_template":
      return { kind: "template", parts: node.children.flatMap((part) => partOf(lowering, part)), at };
    case "variable_expr":
      return { kind: "variable", name: written(lowering, node), at };
    case "function_call": {
      const [name] = childrenOf(node, "identifier");
      return { kind: "call", name: name === undefined ? "" : written(lowering, name), arguments: childrenOf(childrenOf(node, "function_arguments")[0], "expression").map((one) => expressionOf(lowering, one)), at };
    }
    case "conditional": {
      const [condition, yes, no] = inner("expression");
      return condition === undefined || yes === undefined || no === undefined ? { kind: "unknown", at } : { kind: "conditional", condition, yes, no, at };
    }
    case "unary_operation":
    case "binary_operation": {
      const operands = node.children.filter(({ type }) => !operators.has(type) && !punctuation.has(type));
      const operator = node.children.find(({ type }) => operators.has(type));
      return operator === undefined ? { kind: "unknown", at } : { kind: "operation", operator: operator.type, operands: operands.map((one) => valueOf({ ...lowering, depth: lowering.depth + 1 }, one)), at };
    }
    case "tuple":
      return { kind: "list", items: inner("expression"), at };
    case "object":
      return { kind: "map", entries: childrenOf(node, "object_elem").flatMap((entry) => entryOf(lowering, entry)), at };
    case "for_tuple_expr": {
      const [intro] = childrenOf(node, "for_intro");
      const [item] = inner("expression");
      const [of] = childrenOf(intro, "expression");
      return item === undefined || of === undefined ? { kind: "unknown", at } : { kind: "for", names: childrenOf(intro, "identifier").map((name) => written(lowering, name)), of: expressionOf(lowering, of), item, hasCondition: childrenOf(node, "for_cond").length > 0, at };
    }
    default:
      return { kind: "unknown", at };
  }
}

const operators: ReadonlySet<string> = new Set(["!", "-", "+", "*", "/", "%", "==", "!=", "<", ">", "<=", ">=", "&&", "||"]);

function partOf(lowering: Lowering, part: SyntaxNode): readonly BakeExpression[] {
  switch (part.type) {
    case "template_literal":
      return [{ kind: "text", at: spanOf(part) }];
    case "template_interpolation":
      return childrenOf(part, "expression").map((one) => expressionOf(lowering, one));
    case "template_directive":
      return [{ kind: "unknown", at: spanOf(part) }];
    default:
      return [];
  }
}

/** A key that is a bare word is that word. */
function entryOf(lowering: Lowering, entry: SyntaxNode): readonly { readonly key: BakeExpression; readonly value: BakeExpression }[] {
  const [key, value] = childrenOf(entry, "expression");
  if (key === undefined || value === undefined) return [];
  const isWord = /^[\w-]+$/u.test(written(lowering, key));
  return [{ key: isWord ? { kind: "text", at: spanOf(key) } : expressionOf(lowering, key), value: expressionOf(lowering, value) }];
}

function commentsIn(text: string, root: SyntaxNode): readonly HashComment[] {
  const found: HashComment[] = [];
  const queue: SyntaxNode[] = [root];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (node.type === "comment" && !text.startsWith("/*", node.start)) {
      const comment = text.slice(node.start, node.end).trimEnd();
      const lineStart = text.lastIndexOf("\n", node.start - 1) + 1;
      found.push({ text: comment.replace(/^\/\//u, "#"), at: [node.start, node.start + comment.length], isAlone: text.slice(lineStart, node.start).trim() === "" });
    }
    queue.push(...node.children);
  }
  return found.sort((left, right) => left.at[0] - right.at[0]);
}
