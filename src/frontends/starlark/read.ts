import type { StarlarkArgument, StarlarkExpression, StarlarkFile, StarlarkParameter, StarlarkStatement, StarlarkTarget } from "../../facts/starlark.js";
import { loadGrammar, type Grammar } from "../tree-sitter/grammar.js";
import { mostProblems, parseTree, type SyntaxNode } from "../tree-sitter/syntax-tree.js";
import { stringOf } from "./strings.js";

/** The loaded grammar; see `loadStarlarkGrammar`. */
export type StarlarkParser = Grammar;

let loading: Promise<StarlarkParser> | undefined;

/** Loads the grammar, once per process. Throws if the package's WebAssembly file is missing. */
export function loadStarlarkGrammar(): Promise<StarlarkParser> {
  loading ??= loadGrammar("tree-sitter-starlark", { leftOut: new Set(["comment"]) });
  return loading;
}

/** Files of more letters are data. */
const longestFile = 400_000;

/** Reads a file of Starlark (https://github.com/bazelbuild/starlark/blob/master/spec.md). Never throws; what cannot be read is among the problems. */
export function readStarlark(parser: StarlarkParser, text: string): StarlarkFile {
  if (text.length > longestFile) return { body: [], problems: [] };
  try {
    const { root, problems } = parseTree(parser, text);
    return { body: statementsIn({ text }, root.children), problems: problems.slice(0, mostProblems) };
  } catch (error) {
    // Nested too deeply.
    if (error instanceof RangeError) return { body: [], problems: [{ offset: 0, message: "nested too deeply" }] };
    throw error;
  }
}

interface Source {
  readonly text: string;
}

function statementsIn(source: Source, nodes: readonly SyntaxNode[]): readonly StarlarkStatement[] {
  return nodes.flatMap((node) => statementsOf(source, node));
}

function blockOf(source: Source, node: SyntaxNode | undefined): readonly StarlarkStatement[] {
  return node === undefined ? [] : statementsIn(source, node.children);
}

function statementsOf(source: Source, node: SyntaxNode): readonly StarlarkStatement[] {
  switch (node.type) {
    case "expression_statement":
      return node.children.flatMap((child) => statementsOf(source, child));
    case "assignment":
    case "augmented_assignment": {
      const [left, right] = [field(node, "left"), field(node, "right")];
      if (left === undefined || right === undefined) return [];
      const isAdded = node.type === "augmented_assignment";
      // `a -= …`
      const value: StarlarkExpression = isAdded && wordOf(source, field(node, "operator")) !== "+=" ? unknown(right) : expressionOf(source, right);
      return [{ kind: "assign", target: targetOf(source, left), value, isAdded }];
    }
    case "if_statement":
      return [branchesOf(source, node)];
    case "for_statement": {
      const [left, right] = [field(node, "left"), field(node, "right")];
      if (left === undefined || right === undefined) return [];
      return [{ kind: "for", target: targetOf(source, left), of: expressionOf(source, right), body: blockOf(source, field(node, "body")) }];
    }
    case "function_definition":
      return [{ kind: "define", name: wordOf(source, field(node, "name")), parameters: parametersOf(source, field(node, "parameters")), body: blockOf(source, field(node, "body")) }];
    case "return_statement": {
      const value = node.children.find((child) => child.type !== "return");
      return [{ kind: "return", value: value === undefined ? undefined : expressionOf(source, value) }];
    }
    case "ERROR":
      return statementsIn(source, node.children);
    default:
      return isExpression(node) ? [{ kind: "evaluate", value: expressionOf(source, node) }] : [];
  }
}

function isExpression({ type }: SyntaxNode): boolean {
  return ["call", "list_comprehension", "conditional_expression"].includes(type);
}

/** `elif` is an `if` in the `else` before it. */
function branchesOf(source: Source, node: SyntaxNode): StarlarkStatement {
  const alternatives = node.children.filter((child) => child.field === "alternative");
  const otherwise = alternatives.reduceRight<readonly StarlarkStatement[]>(
    (rest, clause) => (clause.type === "elif_clause" ? [ifOf(source, clause, rest)] : blockOf(source, field(clause, "body"))),
    [],
  );
  return ifOf(source, node, otherwise);
}

function ifOf(source: Source, node: SyntaxNode, otherwise: readonly StarlarkStatement[]): StarlarkStatement {
  const test = field(node, "condition");
  return { kind: "if", test: test === undefined ? unknown(node) : expressionOf(source, test), then: blockOf(source, field(node, "consequence")), otherwise };
}

function parametersOf(source: Source, node: SyntaxNode | undefined): readonly StarlarkParameter[] {
  return (node?.children ?? []).flatMap((child): readonly StarlarkParameter[] => {
    switch (child.type) {
      case "identifier":
        return [{ name: wordOf(source, child), default: undefined, form: "plain" }];
      case "default_parameter": {
        const value = field(child, "value");
        return [{ name: wordOf(source, field(child, "name")), default: value === undefined ? undefined : expressionOf(source, value), form: "plain" }];
      }
      case "list_splat_pattern":
      case "dictionary_splat_pattern":
        return [{ name: wordOf(source, child.children.at(-1)), default: undefined, form: child.type === "list_splat_pattern" ? "list" : "map" }];
      default:
        return [];
    }
  });
}

function targetOf(source: Source, node: SyntaxNode): StarlarkTarget {
  switch (node.type) {
    case "identifier":
      return { kind: "name", name: wordOf(source, node) };
    case "pattern_list":
    case "tuple_pattern":
    case "list_pattern":
    case "tuple":
      return { kind: "several", targets: elementsOf(node).map((child) => targetOf(source, child)) };
    case "subscript": {
      const [object, index] = [field(node, "value"), field(node, "subscript")];
      return object === undefined || index === undefined ? { kind: "other" } : { kind: "item", object: expressionOf(source, object), index: expressionOf(source, index) };
    }
    default:
      return { kind: "other" };
  }
}

const punctuation: ReadonlySet<string> = new Set(["(", ")", "[", "]", "{", "}", ",", ":", "="]);

function elementsOf(node: SyntaxNode): readonly SyntaxNode[] {
  return node.children.filter((child) => !punctuation.has(child.type));
}

export function expressionOf(source: Source, node: SyntaxNode): StarlarkExpression {
  const part = (name: string): StarlarkExpression => {
    const found = field(node, name);
    return found === undefined ? unknown(node) : expressionOf(source, found);
  };
  switch (node.type) {
    case "string":
      return stringOf(source.text, node);
    case "concatenated_string": {
      const [first, ...others] = node.children.map((child) => expressionOf(source, child));
      return others.reduce<StarlarkExpression>((left, right) => ({ kind: "operation", operator: "+", left, right }), first ?? unknown(node));
    }
    case "integer":
    case "float":
      return { kind: "number", value: Number(wordOf(source, node)) };
    case "true":
    case "false":
      return { kind: "constant", value: node.type === "true" };
    case "none":
      return { kind: "constant", value: null };
    case "identifier":
      return { kind: "name", name: wordOf(source, node), at: [node.start, node.end] };
    case "call":
      return { kind: "call", callee: part("function"), arguments: argumentsOf(source, field(node, "arguments")), at: [node.start, node.end] };
    case "attribute":
      return { kind: "member", object: part("object"), name: wordOf(source, field(node, "attribute")), at: [node.start, node.end] };
    case "subscript":
      return field(node, "subscript")?.type === "slice" ? unknown(node) : { kind: "item", object: part("value"), index: part("subscript") };
    case "list":
    case "tuple":
    case "expression_list":
    case "set":
      return { kind: "list", items: elementsOf(node).map((child) => expressionOf(source, child)) };
    case "dictionary":
      return { kind: "map", entries: node.children.flatMap((child) => pairOf(source, child)) };
    case "binary_operator":
    case "boolean_operator":
      return { kind: "operation", operator: wordOf(source, field(node, "operator")), left: part("left"), right: part("right") };
    case "comparison_operator":
      return comparisonOf(source, node);
    case "not_operator":
      return { kind: "not", value: part("argument") };
    case "conditional_expression": {
      const [then, test, otherwise] = node.children.filter((child) => child.type !== "if" && child.type !== "else").map((child) => expressionOf(source, child));
      return then === undefined || test === undefined || otherwise === undefined ? unknown(node) : { kind: "conditional", test, then, otherwise };
    }
    case "list_comprehension":
      return comprehensionOf(source, node);
    case "parenthesized_expression": {
      const [inner] = elementsOf(node);
      return inner === undefined ? unknown(node) : expressionOf(source, inner);
    }
    default:
      return unknown(node);
  }
}

function pairOf(source: Source, node: SyntaxNode): readonly (readonly [StarlarkExpression, StarlarkExpression])[] {
  const [key, value] = [field(node, "key"), field(node, "value")];
  return node.type === "pair" && key !== undefined && value !== undefined ? [[expressionOf(source, key), expressionOf(source, value)]] : [];
}

/** `a == b`, `a not in b`; a chain of comparisons is not read. */
function comparisonOf(source: Source, node: SyntaxNode): StarlarkExpression {
  const operators = node.children.filter((child) => child.field === "operators");
  const [left, right, ...others] = node.children.filter((child) => child.field !== "operators");
  if (left === undefined || right === undefined || others.length > 0) return unknown(node);
  return { kind: "operation", operator: operators.map((operator) => wordOf(source, operator)).join(" "), left: expressionOf(source, left), right: expressionOf(source, right) };
}

function comprehensionOf(source: Source, node: SyntaxNode): StarlarkExpression {
  const clauses = node.children.filter((child) => child.type === "for_in_clause");
  const tests = node.children.filter((child) => child.type === "if_clause");
  const [body, clause] = [field(node, "body"), clauses[0]];
  const [left, right] = clause === undefined ? [] : [field(clause, "left"), field(clause, "right")];
  if (body === undefined || left === undefined || right === undefined || clauses.length > 1 || tests.length > 1) return unknown(node);
  const test = tests[0]?.children.at(-1);
  return { kind: "each", body: expressionOf(source, body), target: targetOf(source, left), of: expressionOf(source, right), test: test === undefined ? undefined : expressionOf(source, test) };
}

function argumentsOf(source: Source, node: SyntaxNode | undefined): readonly StarlarkArgument[] {
  if (node?.type !== "argument_list") return node === undefined ? [] : [{ name: undefined, value: unknown(node), isSpread: true }];
  return elementsOf(node).map((child): StarlarkArgument => {
    const value = child.type === "keyword_argument" ? field(child, "value") : child.children.at(-1);
    if (child.type === "keyword_argument") return { name: wordOf(source, field(child, "name")), value: value === undefined ? unknown(child) : expressionOf(source, value), isSpread: false };
    if (child.type === "list_splat" || child.type === "dictionary_splat") return { name: undefined, value: value === undefined ? unknown(child) : expressionOf(source, value), isSpread: true };
    return { name: undefined, value: expressionOf(source, child), isSpread: false };
  });
}

function unknown({ start, end }: SyntaxNode): StarlarkExpression {
  return { kind: "unknown", at: [start, end] };
}

function field(node: SyntaxNode, name: string): SyntaxNode | undefined {
  return node.children.find((child) => child.field === name);
}

function wordOf({ text }: Source, node: SyntaxNode | undefined): string {
  return node === undefined ? "" : text.slice(node.start, node.end);
}
