import type { GradleItem, GradleValue } from "../../facts/gradle.js";
import { loadGrammar, type Grammar } from "../tree-sitter/grammar.js";
import { parseTree, type SyntaxNode } from "../tree-sitter/syntax-tree.js";

/** The loaded grammar; see `loadGroovyGrammar`. */
export type GroovyParser = Grammar;

let loading: Promise<GroovyParser> | undefined;

/** Loads the grammar, once per process. Throws if the package's WebAssembly file is missing. */
export function loadGroovyGrammar(): Promise<GroovyParser> {
  loading ??= loadGrammar("tree-sitter-groovy", { leftOut: new Set(["line_comment", "block_comment", "comment", "groovydoc_comment"]) });
  return loading;
}

/** Files of more letters are no build files of people's. */
const longestFile = 200_000;

/** Reads a build file of Gradle's. What is not understood is left out. Never throws. */
export function readGradle(parser: GroovyParser, text: string): readonly GradleItem[] {
  if (text.length > longestFile) return [];
  try {
    return itemsIn(text, parseTree(parser, withoutTypes(text)).root);
  } catch (error) {
    // Nested too deeply.
    if (error instanceof RangeError) return [];
    throw error;
  }
}

/** Kotlin's type arguments, which Groovy takes for comparisons, as blanks. */
function withoutTypes(text: string): string {
  return text.replace(/(?<=\b(?:named|register|withType|getByName|create))<[\w.]{1,100}>/gu, (types) => " ".repeat(types.length));
}

/** What a node sets, or any below it: branches count as taken. */
function itemsIn(text: string, node: SyntaxNode): readonly GradleItem[] {
  switch (node.type) {
    case "assignment_expression":
    case "variable_declarator": {
      const [left, right] = [field(node, "left") ?? field(node, "name"), field(node, "right") ?? field(node, "value")];
      return left === undefined || right === undefined ? [] : [{ kind: "set", path: pathOf(text, left), value: valueOf(text, right) }];
    }
    case "juxt_function_call": {
      const [name, value] = [field(node, "name"), field(node, "args")?.children[0]];
      return name === undefined || value === undefined ? [] : [{ kind: "set", path: pathOf(text, name), value: valueOf(text, value) }];
    }
    case "method_invocation":
      return callIn(text, node);
    default:
      return node.children.flatMap((child) => itemsIn(text, child));
  }
}

/** `name { … }`, `tasks.named("name") { … }`, `tasks.name { … }`; `a.set(value)` sets `a`. */
function callIn(text: string, node: SyntaxNode): readonly GradleItem[] {
  const [name, object, body] = [field(node, "name"), field(node, "object"), field(node, "body")];
  const arguments_ = (field(node, "arguments")?.children ?? []).filter(({ type }) => !punctuation.has(type));
  if (name === undefined) return [];
  const word = wordOf(text, name);
  const [first] = arguments_;
  const closure = body ?? arguments_.find(({ type }) => type === "closure");
  if (closure !== undefined) {
    const given = first === undefined || first === closure ? undefined : valueOf(text, first);
    const shown = /^(?:named|register|withType|create|getByName)$/u.test(word) && given?.kind === "text" ? given.value : word;
    return [{ kind: "block", name: shown, items: closure.children.flatMap((child) => itemsIn(text, child)) }];
  }
  if (first === undefined) return [];
  if (word === "set" && object !== undefined) return [{ kind: "set", path: pathOf(text, object), value: valueOf(text, first) }];
  return object === undefined ? [{ kind: "set", path: [word], value: valueOf(text, first) }] : [];
}

const punctuation: ReadonlySet<string> = new Set(["(", ")", "[", "]", "{", "}", ",", ";"]);

function valueOf(text: string, node: SyntaxNode): GradleValue {
  switch (node.type) {
    case "character_literal":
    case "string_literal":
      return stringOf(text, node);
    case "true":
    case "false":
      return { kind: "text", value: node.type, at: [node.start, node.end], isTemplate: false };
    case "identifier":
    case "field_access":
      return { kind: "name", path: pathOf(text, node) };
    case "array_literal":
      return { kind: "list", items: elementsOf(text, node) };
    case "binary_expression": {
      const [left, right] = [field(node, "left"), field(node, "right")];
      const isSum = node.children.some(({ type }) => type === "+");
      return left === undefined || right === undefined || !isSum ? unknown(node) : { kind: "sum", left: valueOf(text, left), right: valueOf(text, right) };
    }
    case "parenthesized_expression": {
      const inner = node.children.find(({ type }) => !punctuation.has(type));
      return inner === undefined ? unknown(node) : valueOf(text, inner);
    }
    case "method_invocation": {
      const [name, list] = [field(node, "name"), field(node, "arguments")];
      // Kotlin's lists.
      return name !== undefined && list !== undefined && /^(?:listOf|setOf|mutableSetOf)$/u.test(wordOf(text, name)) ? { kind: "list", items: elementsOf(text, list) } : unknown(node);
    }
    default:
      return unknown(node);
  }
}

function elementsOf(text: string, node: SyntaxNode): readonly GradleValue[] {
  return node.children.filter(({ type }) => !punctuation.has(type)).map((child) => valueOf(text, child));
}

/** A string without escapes, in one pair of quotes. */
function stringOf(text: string, node: SyntaxNode): GradleValue {
  const written = text.slice(node.start, node.end);
  const quote = written.charAt(0);
  const value = written.slice(1, -1);
  if ((quote !== "'" && quote !== '"') || written.length < 2 || !written.endsWith(quote) || /[\\\n]|^["']/u.test(value)) return unknown(node);
  return { kind: "text", value, at: [node.start + 1, node.end - 1], isTemplate: quote === '"' };
}

function unknown({ start, end }: SyntaxNode): GradleValue {
  return { kind: "unknown", at: [start, end] };
}

function pathOf(text: string, node: SyntaxNode): readonly string[] {
  const written = text.slice(node.start, node.end);
  return /^[\w$]+(?:\s*\.\s*[\w$]+)*$/u.test(written) ? written.split(/\s*\.\s*/u) : ["?"];
}

function field(node: SyntaxNode, name: string): SyntaxNode | undefined {
  return node.children.find((child) => child.field === name);
}

function wordOf(text: string, { start, end }: SyntaxNode): string {
  return text.slice(start, end);
}
