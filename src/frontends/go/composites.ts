import type { ArrayElement, Expression, ObjectEntry, Span } from "../../facts/facts.js";
import type { SyntaxNode } from "../tree-sitter/syntax-tree.js";
import { lowerExpression, lowerNamed } from "./expressions.js";
import { integerValue } from "./literals.js";
import { fits, resolve, textOf, tooDeep, unknown, type Lowering } from "./lowering.js";
import { isPredeclared } from "./names.js";
import { classExpression, declaredType, lowerTypeName } from "./types.js";
import { childOf, fieldOf, operandsOf, spanOf, unwrap } from "./syntax.js";

/** `T{…}`: a struct, list or map with what is written in it (https://go.dev/ref/spec#Composite_literals). */
export function lowerComposite(lowering: Lowering, node: SyntaxNode): Expression {
  const body = childOf(node, "literal_value");
  const [type] = operandsOf(node);
  if (body === undefined || type === undefined) return unknown("incomplete code", spanOf(node));
  return lowerOfType(lowering, body, type, spanOf(node));
}

/** A literal's body for a type, which may be that of the list or map around it. */
function lowerOfType(lowering: Lowering, body: SyntaxNode, wrapped: SyntaxNode | undefined, at: Span): Expression {
  if (!fits(lowering, 1)) return unknown(tooDeep, at);
  lowering.depth += 1;
  const value = lowerBody(lowering, body, wrapped === undefined ? undefined : unwrap(wrapped), at);
  lowering.depth -= 1;
  return value;
}

function lowerBody(lowering: Lowering, body: SyntaxNode, type: SyntaxNode | undefined, at: Span): Expression {
  switch (type?.type) {
    case "slice_type":
    case "array_type":
    case "implicit_length_array_type":
      return lowerList(lowering, body, fieldOf(type, "element"), type.type !== "slice_type", at);
    case "map_type":
      return { kind: "object", entries: lowerEntries(lowering, body, fieldOf(type, "value"), (key) => constantKey(lowering, key, fieldOf(type, "key"))), at };
    case "pointer_type":
      return { kind: "address", value: lowerOfType(lowering, body, operandsOf(type)[0], at), at };
    case "struct_type":
      return { kind: "object", entries: lowerEntries(lowering, body, undefined, (key) => fieldKey(lowering, key, undefined)), type: classExpression(lowering, type), at };
    case "type_identifier":
    case "qualified_type":
    case "generic_type": {
      const declared = declaredType(lowering, type);
      const element = declared === undefined ? undefined : (fieldOf(declared, "element") ?? fieldOf(declared, "value"));
      return { kind: "object", entries: lowerEntries(lowering, body, element, (key) => fieldKey(lowering, key, type)), type: lowerTypeName(lowering, type), at };
    }
    default:
      return { kind: "object", entries: lowerEntries(lowering, body, undefined, (key) => fieldKey(lowering, key, undefined)), at };
  }
}

/** Indexes that are written down put their elements in their places; where they are names, the list is one of keys. */
function lowerList(lowering: Lowering, body: SyntaxNode, element: SyntaxNode | undefined, isCopied: boolean, at: Span): Expression {
  const elements: ArrayElement[] = [];
  const missing: ArrayElement = { value: unknown("an element that is not written down", at), isSpread: false };
  for (const child of body.children) {
    if (child.type === "ERROR") continue;
    if (child.type === "keyed_element") {
      const key = keyOf(child);
      const index = key?.type === "int_literal" ? integerValue(textOf(lowering, key)) : undefined;
      if (index === undefined || index < elements.length || index > longestGap + elements.length) {
        return { kind: "object", entries: lowerEntries(lowering, body, element, (one) => constantKey(lowering, one, undefined)), at };
      }
      while (elements.length < index) elements.push(missing);
    }
    const value = child.type === "keyed_element" ? child.children.at(-1) : child;
    if (value !== undefined) elements.push({ value: lowerElement(lowering, value, element, undefined), isSpread: false });
  }
  return isCopied ? { kind: "array", elements, isCopied, at } : { kind: "array", elements, at };
}

const longestGap = 16;

function lowerEntries(lowering: Lowering, body: SyntaxNode, element: SyntaxNode | undefined, readKey: (key: SyntaxNode) => Pick<Extract<ObjectEntry, { kind: "property" }>, "key" | "mapKey">): ObjectEntry[] {
  const entries: ObjectEntry[] = [];
  for (const child of body.children) {
    if (child.type === "ERROR") continue;
    const at = spanOf(child);
    const key = child.type === "keyed_element" ? keyOf(child) : undefined;
    const value = child.type === "keyed_element" ? child.children.at(-1) : child;
    if (value === undefined) continue;
    if (key === undefined) {
      entries.push({ kind: "element", value: lowerElement(lowering, value, element, undefined), at });
      continue;
    }
    const known = readKey(key);
    entries.push({ kind: "property", ...known, value: lowerElement(lowering, value, element, typeof known.key === "string" ? known.key : undefined), at });
  }
  return entries;
}

function keyOf(element: SyntaxNode): SyntaxNode | undefined {
  const [key] = operandsOf(element);
  return key === undefined ? undefined : unwrap(key);
}

function lowerElement(lowering: Lowering, wrapped: SyntaxNode, element: SyntaxNode | undefined, name: string | undefined): Expression {
  const node = unwrap(wrapped);
  return node.type === "literal_value" ? lowerOfType(lowering, node, element, spanOf(node)) : lowerNamed(lowering, node, name);
}

type Key = Pick<Extract<ObjectEntry, { kind: "property" }>, "key" | "mapKey">;

/** In a map's literal a name is a constant or a variable. */
function constantKey(lowering: Lowering, key: SyntaxNode, type: SyntaxNode | undefined): Key {
  if (key.type === "literal_value") return { key: lowerOfType(lowering, key, type, spanOf(key)) };
  const value = lowerExpression(lowering, key);
  return { key: isConstantKey(value) ? String(value.value) : value };
}

export function isConstantKey(value: Expression): value is Extract<Expression, { kind: "literal" }> {
  return value.kind === "literal" && (typeof value.value === "string" || typeof value.value === "number");
}

/** In the literal of a named type a name is a field of a struct, or, where the type is a map, a constant. */
function fieldKey(lowering: Lowering, key: SyntaxNode, type: SyntaxNode | undefined): Key {
  if (key.type !== "identifier") return constantKey(lowering, key, undefined);
  const name = textOf(lowering, key);
  return type !== undefined && mayBeConstant(lowering, name, type) ? { key: name, mapKey: lowerExpression(lowering, key) } : { key: name };
}

/** A struct of this file has fields; a type of another module hardly has constants of this package for keys, unless they stand in this file. */
function mayBeConstant(lowering: Lowering, name: string, type: SyntaxNode): boolean {
  if (isPredeclared(lowering, name)) return false;
  const declared = declaredType(lowering, type);
  if (declared !== undefined) return declared.type !== "struct_type";
  return type.type !== "qualified_type" || resolve(lowering, name) !== undefined;
}
