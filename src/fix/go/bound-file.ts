import type { GoParser } from "../../frontends/go/grammar.js";
import { fieldOf, fieldsOf } from "../../frontends/go/syntax.js";
import { parseTree, type SyntaxNode } from "../../frontends/tree-sitter/syntax-tree.js";

/** A file of Go with the meaning of its names; no other file is looked at. */
export interface BoundFile {
  readonly text: string;
  readonly root: SyntaxNode;
  readonly parents: ReadonlyMap<SyntaxNode, SyntaxNode>;
  /** Every place where a variable, function, type or package is named, by its name, in the order of the text. */
  readonly names: ReadonlyMap<string, readonly SyntaxNode[]>;
  /** `x.field`, each of them. */
  readonly selectors: readonly SyntaxNode[];
  /** What the file declares, by the scope that it is declared in. */
  readonly scopes: ReadonlyMap<SyntaxNode, readonly Variable[]>;
  /** What a name speaks of; nothing for a package, and for what another file of the package declares. */
  readonly meanings: ReadonlyMap<SyntaxNode, Variable>;
}

export interface Variable {
  readonly name: string;
  readonly kind: "constant" | "variable" | "parameter" | "result" | "function" | "type";
  /** The name where it is declared. */
  readonly declaration: SyntaxNode;
  readonly scope: SyntaxNode;
  /** It is known from there on: "The scope of a constant or variable identifier declared inside a function begins at the end of the ConstSpec or VarSpec" (go.dev/ref/spec, Declarations and scope). */
  readonly from: number;
}

/** Parses the text and binds its names. */
export function bindFile(grammar: GoParser, text: string): BoundFile {
  const { root } = parseTree(grammar, text);
  const parents = new Map<SyntaxNode, SyntaxNode>();
  const nodes = inOrder(root, parents);
  const names = namesIn(nodes, parents, text);
  const scopes = declarationsIn(nodes, parents, text);
  const selectors = nodes.filter(({ type }) => type === "selector_expression");
  const bound = { text, root, parents, names, selectors, scopes, meanings: new Map<SyntaxNode, Variable>() };
  for (const [name, places] of names) {
    for (const place of places) {
      const variable = meantAt(bound, name, place, place.start);
      if (variable !== undefined) bound.meanings.set(place, variable);
    }
  }
  return bound;
}

/** All nodes in the order of the text; deep ones come from hostile text, so the walk keeps its own stack. */
function inOrder(root: SyntaxNode, parents: Map<SyntaxNode, SyntaxNode>): readonly SyntaxNode[] {
  const nodes: SyntaxNode[] = [];
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    nodes.push(node);
    for (const child of node.children.toReversed()) {
      parents.set(child, node);
      open.push(child);
    }
  }
  return nodes;
}

const nameTypes: ReadonlySet<string> = new Set(["identifier", "package_identifier", "type_identifier"]);

function namesIn(nodes: readonly SyntaxNode[], parents: ReadonlyMap<SyntaxNode, SyntaxNode>, text: string): BoundFile["names"] {
  const names = new Map<string, SyntaxNode[]>();
  for (const node of nodes) {
    if (!nameTypes.has(node.type)) continue;
    const around = parents.get(node)?.type;
    if (around === "package_clause" || around === "import_spec") continue;
    const name = text.slice(node.start, node.end);
    if (name === "_") continue;
    const known = names.get(name);
    if (known === undefined) names.set(name, [node]);
    else known.push(node);
  }
  return names;
}

// ---------------------------------------------------------------------------------------------------- declarations

interface Declared {
  readonly names: readonly SyntaxNode[];
  readonly kind: Variable["kind"];
  readonly from: number;
  /** `:=` declares only what its scope does not hold yet. */
  readonly mayReuse?: boolean;
}

const declaredBy: Readonly<Record<string, (node: SyntaxNode) => Declared | undefined>> = {
  function_declaration: (node) => ({ names: fieldsOf(node, "name"), kind: "function", from: 0 }),
  type_spec: (node) => ({ names: fieldsOf(node, "name"), kind: "type", from: node.start }),
  type_alias: (node) => ({ names: fieldsOf(node, "name"), kind: "type", from: node.start }),
  const_spec: (node) => ({ names: fieldsOf(node, "name"), kind: "constant", from: node.end }),
  var_spec: (node) => ({ names: fieldsOf(node, "name"), kind: "variable", from: node.end }),
  short_var_declaration: (node) => ({ names: node.children[0]?.children ?? [], kind: "variable", from: node.end, mayReuse: true }),
  range_clause: (node) => defining(node, fieldOf(node, "left")),
  receive_statement: (node) => defining(node, fieldOf(node, "left")),
  type_switch_statement: (node) => ({ names: fieldOf(node, "alias")?.children ?? [], kind: "variable", from: fieldOf(node, "value")?.end ?? node.end }),
  parameter_declaration: (node) => ({ names: fieldsOf(node, "name"), kind: "parameter", from: 0 }),
  variadic_parameter_declaration: (node) => ({ names: fieldsOf(node, "name"), kind: "parameter", from: 0 }),
  type_parameter_declaration: (node) => ({ names: fieldsOf(node, "name"), kind: "type", from: 0 }),
};

function defining(node: SyntaxNode, left: SyntaxNode | undefined): Declared | undefined {
  return node.children.some((child) => child.type === ":=") ? { names: left?.children ?? [], kind: "variable", from: node.end } : undefined;
}

function declarationsIn(nodes: readonly SyntaxNode[], parents: ReadonlyMap<SyntaxNode, SyntaxNode>, text: string): BoundFile["scopes"] {
  const scopes = new Map<SyntaxNode, Variable[]>();
  for (const node of nodes) {
    const declared = declaredBy[node.type]?.(node);
    if (declared === undefined) continue;
    // A function's own name is known around it.
    const scope = scopeOf(parents, node.type === "function_declaration" ? parents.get(node) : node);
    if (scope === undefined) continue;
    const known = scopes.get(scope) ?? [];
    scopes.set(scope, known);
    for (const declaration of declared.names) {
      const name = text.slice(declaration.start, declaration.end);
      if (declaration.type === "identifier" || declaration.type === "type_identifier") {
        if (name === "_" || (declared.mayReuse === true && known.some((one) => one.name === name && one.from <= declaration.start))) continue;
        known.push({ name, kind: isResult(node, parents) ? "result" : declared.kind, declaration, scope, from: scope.type === "source_file" ? 0 : declared.from });
      }
    }
  }
  return scopes;
}

function isResult(node: SyntaxNode, parents: ReadonlyMap<SyntaxNode, SyntaxNode>): boolean {
  return node.type === "parameter_declaration" && parents.get(node)?.field === "result";
}

const scopeTypes: ReadonlySet<string> = new Set([
  "source_file",
  "function_declaration",
  "method_declaration",
  "func_literal",
  "block",
  "if_statement",
  "for_statement",
  "expression_switch_statement",
  "type_switch_statement",
  "expression_case",
  "default_case",
  "type_case",
  "communication_case",
]);

const functionTypes: ReadonlySet<string> = new Set(["function_declaration", "method_declaration", "func_literal"]);

/** The scope that a node is or stands in; a function's body is one with its parameters. */
function scopeOf(parents: ReadonlyMap<SyntaxNode, SyntaxNode>, node: SyntaxNode | undefined): SyntaxNode | undefined {
  for (let scope = node; scope !== undefined; scope = parents.get(scope)) if (scopeTypes.has(scope.type) && !isFunctionBody(parents, scope)) return scope;
  return undefined;
}

function isFunctionBody(parents: ReadonlyMap<SyntaxNode, SyntaxNode>, node: SyntaxNode): boolean {
  return node.field === "body" && functionTypes.has(parents.get(node)?.type ?? "");
}

// ---------------------------------------------------------------------------------------------------- meanings

/** The scope around a node. */
export function scopeAround({ parents }: BoundFile, node: SyntaxNode): SyntaxNode | undefined {
  return scopeOf(parents, parents.get(node));
}

/** What a name means at a node, or at an offset in it, if the file says it. */
export function meantAt(bound: Pick<BoundFile, "parents" | "scopes">, name: string, node: SyntaxNode, offset: number): Variable | undefined {
  for (let scope = scopeOf(bound.parents, node); scope !== undefined; scope = scopeOf(bound.parents, bound.parents.get(scope))) {
    const found = bound.scopes.get(scope)?.findLast((one) => one.name === name && (one.from <= offset || one.declaration === node));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The places that speak of a variable, its declaration among them. */
export function placesOf({ names, meanings }: BoundFile, variable: Variable): readonly SyntaxNode[] {
  return (names.get(variable.name) ?? []).filter((place) => meanings.get(place) === variable);
}

/** The function declaration, method or function literal around a node. */
export function functionAround({ parents }: BoundFile, node: SyntaxNode): SyntaxNode | undefined {
  for (let around = parents.get(node); around !== undefined; around = parents.get(around)) if (functionTypes.has(around.type)) return around;
  return undefined;
}

/** The node itself and what it stands in, from the inside outwards. */
export function* outwards({ parents }: BoundFile, node: SyntaxNode): Generator<SyntaxNode> {
  for (let one: SyntaxNode | undefined = node; one !== undefined; one = parents.get(one)) yield one;
}

/** The innermost node that holds everything between two offsets. */
export function nodeAround({ root }: Pick<BoundFile, "root">, start: number, end: number): SyntaxNode {
  let node = root;
  for (;;) {
    const inner = node.children.find((child) => child.start <= start && end <= child.end);
    if (inner === undefined) return node;
    node = inner;
  }
}

/** The expression between two offsets; undefined if none begins and ends there. */
export function expressionAt(bound: BoundFile, start: number, end: number): SyntaxNode | undefined {
  // A list of one has the same offsets as what is in it.
  const node = nodeAround(bound, start, end);
  return node.start === start && node.end === end && expressionTypes.has(node.type) ? node : undefined;
}

const expressionTypes: ReadonlySet<string> = new Set([
  "binary_expression",
  "call_expression",
  "identifier",
  "index_expression",
  "interpreted_string_literal",
  "parenthesized_expression",
  "raw_string_literal",
  "selector_expression",
  "slice_expression",
  "type_conversion_expression",
]);

/** The letters of a node. */
export function textOf({ text }: Pick<BoundFile, "text">, node: SyntaxNode): string {
  return text.slice(node.start, node.end);
}
