import { ts } from "ts-morph";
import type { ExportFacts, Statement } from "../../facts/facts.js";
import { isErased } from "./declarations.js";
import { defineMembers, isFirstDeclaration } from "./enums.js";
import { inScope, spanOf, type Lowering } from "./lowering.js";
import { exportDeclared } from "./imports-and-exports.js";
import { lowerFunctionBody } from "./statements.js";
import { isIdentifier, isInterfaceDeclaration, isModuleBlock, isModuleDeclaration, isStatement, isTypeAliasDeclaration } from "./syntax.js";

/** Appends a namespace: its statements, and then the object of what it exports. */
export function lowerNamespace(lowering: Lowering, node: ts.ModuleDeclaration, out: Statement[]): void {
  if (!isValueNamespace(node) || node.body === undefined) return;
  const { body } = node;
  const at = spanOf(lowering, node);
  const target = exportDeclared(lowering, node);
  const moduleExports = lowering.exports;
  const members: ExportFacts[] = [];
  lowering.exports = members;
  // `namespace A.B { … }` is a namespace that exports one inside another.
  const statements = isModuleBlock(body) ? body.statements : [body];
  inScope(lowering, () => {
    out.push(...lowerFunctionBody(lowering, statements.filter(isStatement)));
  });
  lowering.exports = moduleExports;
  const entries = members.flatMap((member) => (member.kind === "local" ? [{ kind: "property" as const, key: member.exported, value: { kind: "variable" as const, variable: member.variable, at }, at }] : []));
  out.push(...defineMembers(target, entries, isFirstDeclaration(lowering, target, node.name), at));
}

/** Whether a namespace exists at run time: it is not declared for elsewhere, and holds more than types. */
export function isValueNamespace(node: ts.ModuleDeclaration): boolean {
  if (isErased(node) || !isIdentifier(node.name) || node.body === undefined) return false;
  if (isModuleDeclaration(node.body)) return isValueNamespace(node.body);
  return isModuleBlock(node.body) && node.body.statements.some(isValueStatement);
}

function isValueStatement(statement: ts.Statement): boolean {
  if (isInterfaceDeclaration(statement) || isTypeAliasDeclaration(statement)) return false;
  if (isModuleDeclaration(statement)) return isValueNamespace(statement);
  return !(ts.canHaveModifiers(statement) && isErased(statement));
}
