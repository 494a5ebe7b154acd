import type { ts } from "ts-morph";
import type { ClassField, ClassIndex, ClassMember, FunctionIndex, PropertyKey_ } from "../../facts/facts.js";
import { lowerExpression, lowerNamed } from "./expressions.js";
import { addFunction, lowerFunction } from "./functions.js";
import { hasModifier, inScope, spanOf, type Lowering } from "./lowering.js";
import { lowerPropertyName } from "./patterns.js";
import { lowerFunctionBody } from "./statements.js";
import { abstractKeyword, declareKeyword, extendsKeyword, isAccessor, isClassStaticBlockDeclaration, isConstructorDeclaration, isGetAccessorDeclaration, isMethodDeclaration, isPropertyDeclaration, staticKeyword } from "./syntax.js";
import { lowerTypeName } from "./type-names.js";

/** Adds a class to the file's facts. Static blocks are static fields without a name whose value is an immediate call. */
export function lowerClass(lowering: Lowering, node: ts.ClassLikeDeclaration, name: string | undefined): ClassIndex {
  const known = { name: node.name?.text ?? name, at: spanOf(lowering, node) };
  const index = lowering.classes.push({ ...known, methods: [], fields: [] }) - 1;
  const base = node.heritageClauses?.find((clause) => clause.token === extendsKeyword)?.types[0];
  const extends_ = base === undefined ? undefined : lowerExpression(lowering, base.expression);
  const methods: ClassMember[] = [];
  const fields: ClassField[] = [];
  let constructor_: FunctionIndex | undefined;
  for (const member of node.members) {
    if (isPropertyDeclaration(member)) {
      if (!hasModifier(member, abstractKeyword) && !hasModifier(member, declareKeyword)) fields.push(lowerField(lowering, member));
    } else if (isClassStaticBlockDeclaration(member)) fields.push(lowerStaticBlock(lowering, member));
    else if (isConstructorDeclaration(member)) constructor_ = member.body === undefined ? constructor_ : lowerFunction(lowering, member, known.name);
    else if (isMethodDeclaration(member) || isAccessor(member)) {
      if (member.body !== undefined) methods.push(lowerMethod(lowering, member));
    }
  }
  lowering.classes[index] = { ...known, extends: extends_, constructor_, methods, fields };
  return index;
}

function lowerField(lowering: Lowering, node: ts.PropertyDeclaration): ClassField {
  const key = lowerPropertyName(lowering, node.name);
  return {
    key,
    value: node.initializer === undefined ? undefined : lowerNamed(lowering, node.initializer, constantName(key)),
    isStatic: hasModifier(node, staticKeyword),
    type: lowerTypeName(lowering, node.type),
  };
}

function lowerStaticBlock(lowering: Lowering, node: ts.ClassStaticBlockDeclaration): ClassField {
  const at = spanOf(lowering, node);
  const block = addFunction(lowering, { name: undefined, at, isAsync: false, isGenerator: false, hasOwnThis: false }, () => ({ parameters: [], body: inScope(lowering, () => lowerFunctionBody(lowering, node.body.statements)) }));
  return { key: "", value: { kind: "call", callee: { kind: "function", function: block, at }, arguments: [], construct: false, optional: false, at }, isStatic: true };
}

function lowerMethod(lowering: Lowering, node: ts.MethodDeclaration | ts.AccessorDeclaration): ClassMember {
  const key = lowerPropertyName(lowering, node.name);
  const kind = isMethodDeclaration(node) ? "method" : isGetAccessorDeclaration(node) ? "getter" : "setter";
  return { key, function: lowerFunction(lowering, node, constantName(key)), kind, isStatic: hasModifier(node, staticKeyword) };
}

function constantName(key: PropertyKey_): string | undefined {
  return typeof key === "string" ? key : undefined;
}
