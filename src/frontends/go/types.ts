import type { ClassField, ClassIndex, Expression, Span, VariableIndex } from "../../facts/facts.js";
import type { SyntaxNode } from "../tree-sitter/syntax-tree.js";
import { lowerExpression } from "./expressions.js";
import { integerValue } from "./literals.js";
import { fits, inScope, resolve, setName, textOf, tooDeep, unknown, type Lowering } from "./lowering.js";
import { variableOf } from "./names.js";
import { predeclaredTypes, zeroValues, type Underlying } from "./predeclared.js";
import { childOf, fieldOf, fieldsOf, operandsOf, spanOf, unwrap } from "./syntax.js";

/** The type that a plain or qualified name speaks of, also behind a pointer; undefined for predeclared and unnamed types. */
export function lowerTypeName(lowering: Lowering, wrapped: SyntaxNode | undefined): Expression | undefined {
  if (wrapped === undefined) return undefined;
  const node = namedType(wrapped);
  const at = spanOf(node);
  if (node.type === "type_identifier" || node.type === "identifier") {
    const variable = variableOf(lowering, node);
    return variable === undefined ? undefined : { kind: "variable", variable, at };
  }
  if (node.type !== "qualified_type") return undefined;
  const [packagePart, name] = node.children;
  const variable = packagePart === undefined ? undefined : variableOf(lowering, packagePart);
  if (variable === undefined || packagePart === undefined || name === undefined) return undefined;
  return { kind: "member", object: { kind: "variable", variable, at: spanOf(packagePart) }, key: textOf(lowering, name), optional: false, at };
}

/** A type without parentheses, pointers and type arguments around it. */
function namedType(wrapped: SyntaxNode): SyntaxNode {
  let node = wrapped;
  for (;;) {
    const inner = node.type === "pointer_type" || node.type === "parenthesized_type" ? operandsOf(node)[0] : node.type === "generic_type" ? fieldOf(node, "type") : undefined;
    if (inner === undefined) return node;
    node = inner;
  }
}

/** As `lowerTypeName`; a struct, list or map without a name is a class in its place. */
export function lowerElementType(lowering: Lowering, node: SyntaxNode | undefined): Expression | undefined {
  if (node === undefined) return undefined;
  const inner = node.type === "pointer_type" ? (operandsOf(node)[0] ?? node) : unwrap(node);
  if (!structuredTypes.has(inner.type)) return lowerTypeName(lowering, inner);
  return classExpression(lowering, inner);
}

const structuredTypes: ReadonlySet<string> = new Set(["struct_type", "slice_type", "array_type", "implicit_length_array_type", "map_type"]);

/** A type that is written where it is used. */
export function classExpression(lowering: Lowering, node: SyntaxNode): Expression {
  const at = spanOf(node);
  if (!fits(lowering, 1)) return unknown(tooDeep, at);
  return { kind: "class", class: addClass(lowering, undefined, node, at), at };
}

/** The class of a declared type; type parameters mean nothing in it. */
export function lowerTypeDeclaration(lowering: Lowering, spec: SyntaxNode): Expression {
  const at = spanOf(spec);
  const name = fieldOf(spec, "name");
  const type = fieldOf(spec, "type");
  const index = inScope(lowering, () => {
    declareTypeParameters(lowering, fieldOf(spec, "type_parameters"));
    return addClass(lowering, name === undefined ? undefined : textOf(lowering, name), type, at);
  });
  return { kind: "class", class: index, at };
}

/** Makes the names of type parameters known as such, in the current scope. */
export function declareTypeParameters(lowering: Lowering, list: SyntaxNode | undefined): void {
  for (const declaration of list?.children ?? []) {
    for (const name of fieldsOf(declaration, "name")) setName(lowering, textOf(lowering, name), "type parameter");
  }
}

function addClass(lowering: Lowering, name: string | undefined, wrapped: SyntaxNode | undefined, at: Span): ClassIndex {
  const index = lowering.classes.push({ name, at, methods: [], fields: [] }) - 1;
  if (wrapped === undefined) return index;
  const type = unwrap(wrapped);
  lowering.depth += 1;
  lowering.classes[index] = { name, at, methods: [], fields: [], ...shapeOf(lowering, type) };
  lowering.depth -= 1;
  return index;
}

function shapeOf(lowering: Lowering, type: SyntaxNode) {
  switch (type.type) {
    case "struct_type":
      return { underlying: "struct", fields: lowerFields(lowering, type) } as const;
    case "slice_type":
    case "array_type":
    case "implicit_length_array_type":
      return { underlying: "list", element: lowerElementType(lowering, fieldOf(type, "element")) } as const;
    case "map_type":
      return { underlying: "map", element: lowerElementType(lowering, fieldOf(type, "value")) } as const;
    case "type_identifier":
    case "qualified_type":
    case "generic_type": {
      const underlying = predeclaredType(lowering, type);
      if (underlying !== undefined) return { underlying };
      return { underlying: "named", extends: lowerTypeName(lowering, type) } as const;
    }
    default:
      return { underlying: "nil" } as const;
  }
}

function predeclaredType(lowering: Lowering, type: SyntaxNode): Underlying | undefined {
  if (type.type !== "type_identifier") return undefined;
  const name = textOf(lowering, type);
  return resolve(lowering, name) === undefined ? predeclaredTypes.get(name) : undefined;
}

function lowerFields(lowering: Lowering, struct: SyntaxNode): ClassField[] {
  const fields: ClassField[] = [];
  for (const declaration of childOf(struct, "field_declaration_list")?.children ?? []) {
    if (declaration.type !== "field_declaration") continue;
    const type = fieldOf(declaration, "type");
    if (type === undefined) continue;
    const names = fieldsOf(declaration, "name");
    const struct = unwrap(type).type === "struct_type" ? classExpression(lowering, unwrap(type)) : undefined;
    const known = { isStatic: false, type: struct ?? lowerTypeName(lowering, type) };
    for (const name of names) fields.push({ ...known, key: textOf(lowering, name), value: struct === undefined ? zeroOf(lowering, type, spanOf(name)) : { kind: "object", entries: [], type: struct, at: spanOf(name) } });
    if (names.length > 0) continue;
    const at = spanOf(type);
    const isPointer = childOf(declaration, "*") !== undefined;
    fields.push({ ...known, key: ownName(lowering, type), value: isPointer ? { kind: "literal", value: null, at } : zeroOf(lowering, type, at), isEmbedded: true });
  }
  return fields;
}

/** The name of an embedded field is its type's, without package and type arguments. */
function ownName(lowering: Lowering, type: SyntaxNode): string {
  const node = namedType(type);
  const name = node.type === "qualified_type" ? node.children.at(-1) : node;
  return name === undefined ? "" : textOf(lowering, name);
}

/** What a variable of a type is before anything is assigned (https://go.dev/ref/spec#The_zero_value). */
export function zeroOf(lowering: Lowering, wrapped: SyntaxNode | undefined, at: Span): Expression {
  if (wrapped === undefined) return unknown("incomplete code", at);
  const type = unwrap(wrapped);
  switch (type.type) {
    case "type_identifier":
    case "qualified_type":
    case "generic_type": {
      const underlying = predeclaredType(lowering, type);
      if (underlying !== undefined) return { kind: "literal", value: zeroValues[underlying], at };
      const named = lowerTypeName(lowering, type);
      return named === undefined ? unknown("the zero value of a type parameter", at) : { kind: "object", entries: [], type: named, at };
    }
    case "struct_type":
      return { kind: "object", entries: [], type: classExpression(lowering, type), at };
    case "array_type":
      return zeroArray(lowering, type, at);
    default:
      return { kind: "literal", value: null, at };
  }
}

/** Longer arrays, and those of arrays, are buffers, whose elements nobody tells apart. */
const longestArray = 16;

function zeroArray(lowering: Lowering, type: SyntaxNode, at: Span): Expression {
  const length = fieldOf(type, "length");
  const element = fieldOf(type, "element");
  if (length === undefined) return unknown("incomplete code", at);
  const known = length.type === "int_literal" ? integerValue(textOf(lowering, length)) : undefined;
  if (known === undefined || known > longestArray || element === undefined || unwrap(element).type === "array_type") return madeSlice(lowerExpression(lowering, length), at);
  const value = zeroOf(lowering, element, at);
  return { kind: "array", elements: Array.from({ length: known }, () => ({ value, isSpread: false })), isCopied: true, at };
}

/** A list of so many zero values. */
export function madeSlice(length: Expression, at: Span): Expression {
  return { kind: "call", callee: { kind: "global", name: "go:make slice", at }, arguments: [{ value: length, isSpread: false }], construct: false, optional: false, at };
}

/** The syntax of the type that a name of this file stands for, where it is declared at the file's top. */
export function declaredType(lowering: Lowering, node: SyntaxNode): SyntaxNode | undefined {
  const named = node.type === "generic_type" ? fieldOf(node, "type") : node;
  if (named?.type !== "type_identifier") return undefined;
  const meaning = resolve(lowering, textOf(lowering, named));
  return typeof meaning === "number" ? lowering.types.get(meaning) : undefined;
}

/** Whether a variable stands for a type of this file. */
export function isType(lowering: Lowering, variable: VariableIndex): boolean {
  return lowering.variables[variable]?.kind === "class";
}
