import { ts } from "ts-morph";
import type { ClassField, ClassIndex, ClassMember, FunctionIndex, PropertyKey_ } from "../../facts/facts.js";
import { lowerExpression, lowerNamed } from "./expressions.js";
import { addFunction, lowerFunction } from "./functions.js";
import { hasModifier, spanOf, type Lowering } from "./lowering.js";
import { lowerPropertyName } from "./patterns.js";
import { lowerFunctionBody } from "./statements.js";
import { lowerTypeName } from "./type-names.js";

/** Adds a class to the file's facts. Static blocks are static fields without a name whose value is an immediate call. */
export function lowerClass(lowering: Lowering, node: ts.ClassLikeDeclaration, name: string | undefined): ClassIndex {
  const known = { name: node.name?.text ?? name, at: spanOf(lowering, node) };
  const index = lowering.classes.push({ ...known, methods: [], fields: [] }) - 1;
  const base = node.heritageClauses?.find((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
  const extends_ = base === undefined ? undefined : lowerExpression(lowering, base.expression);
  const methods: ClassMember[] = [];
  const fields: ClassField[] = [];
  let constructor_: FunctionIndex | undefined;
  for (const member of node.members) {
    if (hasModifier(member, ts.SyntaxKind.AbstractKeyword) || hasModifier(member, ts.SyntaxKind.DeclareKeyword)) continue;
    if (ts.isPropertyDeclaration(member)) fields.push(lowerField(lowering, member));
    else if (ts.isClassStaticBlockDeclaration(member)) fields.push(lowerStaticBlock(lowering, member));
    else if (ts.isConstructorDeclaration(member)) constructor_ = member.body === undefined ? constructor_ : lowerFunction(lowering, member, known.name);
    else if (ts.isMethodDeclaration(member) || ts.isAccessor(member)) {
      if (member.body !== undefined) methods.push(lowerMethod(lowering, member));
    }
  }
  lowering.classes[index] = {
    ...known,
    ...(extends_ === undefined ? undefined : { extends: extends_ }),
    ...(constructor_ === undefined ? undefined : { constructor_ }),
    methods,
    fields,
  };
  return index;
}

function lowerField(lowering: Lowering, node: ts.PropertyDeclaration): ClassField {
  const key = lowerPropertyName(lowering, node.name);
  const type = lowerTypeName(lowering, node.type);
  return {
    key,
    ...(node.initializer === undefined ? undefined : { value: lowerNamed(lowering, node.initializer, constantName(key)) }),
    isStatic: isStatic(node),
    ...(type === undefined ? undefined : { type }),
  };
}

function lowerStaticBlock(lowering: Lowering, node: ts.ClassStaticBlockDeclaration): ClassField {
  const at = spanOf(lowering, node);
  const block = addFunction(lowering, { name: undefined, at, isAsync: false, isGenerator: false, hasOwnThis: false }, () => ({ parameters: [], body: lowerFunctionBody(lowering, node.body.statements) }));
  return { key: "", value: { kind: "call", callee: { kind: "function", function: block, at }, arguments: [], construct: false, optional: false, at }, isStatic: true };
}

function lowerMethod(lowering: Lowering, node: ts.MethodDeclaration | ts.AccessorDeclaration): ClassMember {
  const key = lowerPropertyName(lowering, node.name);
  const kind = ts.isMethodDeclaration(node) ? "method" : ts.isGetAccessorDeclaration(node) ? "getter" : "setter";
  return { key, function: lowerFunction(lowering, node, constantName(key)), kind, isStatic: isStatic(node) };
}

function constantName(key: PropertyKey_): string | undefined {
  return typeof key === "string" ? key : undefined;
}

function isStatic(node: ts.ClassElement): boolean {
  return hasModifier(node, ts.SyntaxKind.StaticKeyword);
}
