import { ts } from "ts-morph";
import type { Pattern, Statement, VariableIndex } from "../../facts/facts.js";
import { importOf, lowerExpression, lowerNamed, unwrap } from "./expressions.js";
import { addVariable, declare, hasModifier, resolve, spanOf, type Lowering } from "./lowering.js";
import { declareNames, lowerBindingName } from "./patterns.js";
import { defaultKeyword, exportKeyword, isClassDeclaration, isExternalModuleReference, isIdentifier, isModuleDeclaration, isNamespaceExport, isNamespaceImport, isStringLiteralLike, isVariableStatement, typeKeyword } from "./syntax.js";

/** Declares what an import binds. Imports of types bind nothing at run time. */
export function declareImports(lowering: Lowering, node: ts.ImportDeclaration): void {
  const { moduleSpecifier, importClause: clause } = node;
  if (!isStringLiteralLike(moduleSpecifier)) return;
  const specifier = moduleSpecifier.text;
  const specifierAt = spanOf(lowering, moduleSpecifier);
  const isTypeOnly = clause?.phaseModifier === typeKeyword;
  const bindings: { imported: string; variable: VariableIndex }[] = [];
  for (const { imported, local, isType } of importedNames(clause)) {
    if (isTypeOnly || isType) lowering.typeImports.set(local.text, { specifier, imported, specifierAt, at: spanOf(lowering, local) });
    else bindings.push({ imported, variable: declare(lowering, local, "import") });
  }
  // `import { type A } from "x"` still loads the module; `import type` does not.
  if (!isTypeOnly) lowering.imports.push({ specifier, at: specifierAt, bindings });
}

/** Appends `import x = require("y")` and `import x = A.B` as bindings. */
export function lowerImportEquals(lowering: Lowering, node: ts.ImportEqualsDeclaration, out: Statement[]): void {
  if (node.isTypeOnly) return;
  const at = spanOf(lowering, node);
  const { moduleReference: reference } = node;
  const value = isExternalModuleReference(reference) ? importOf(lowering, reference.expression, "require", at) : lowerEntityValue(lowering, reference);
  out.push({ kind: "bind", target: exportDeclared(lowering, node), value, at });
}

/** Appends `export default x` as a variable of that name, `export = x` as the assignment to `module.exports` that it is. */
export function lowerExportAssignment(lowering: Lowering, node: ts.ExportAssignment, out: Statement[]): void {
  const at = spanOf(lowering, node);
  if (node.isExportEquals === true) {
    const value = lowerExpression(lowering, node.expression);
    out.push({ kind: "evaluate", expression: { kind: "assign", target: { kind: "member", object: { kind: "global", name: "module", at }, key: "exports", at }, value, at }, at });
    return;
  }
  const inner = unwrap(node.expression);
  const meaning = isIdentifier(inner) ? resolve(lowering, inner.text) : undefined;
  if (typeof meaning === "number") {
    lowering.exports.push({ kind: "local", exported: "default", variable: meaning });
    return;
  }
  const place = spanOf(lowering, inner);
  const variable = addVariable(lowering, "default", place, "constant", at);
  lowering.exports.push({ kind: "local", exported: "default", variable });
  out.push({ kind: "bind", target: { kind: "variable", variable, at: place }, value: lowerNamed(lowering, inner, "default"), at });
}

/** `export { a as b }`, `export … from "x"`; names that are no variables of the file (types, declared globals) export nothing. */
export function lowerExportDeclaration(lowering: Lowering, node: ts.ExportDeclaration): void {
  if (node.isTypeOnly) return;
  const { moduleSpecifier, exportClause: clause } = node;
  const specifier = moduleSpecifier !== undefined && isStringLiteralLike(moduleSpecifier) ? moduleSpecifier.text : undefined;
  if (moduleSpecifier !== undefined && specifier !== undefined) lowering.imports.push({ specifier, at: spanOf(lowering, moduleSpecifier), bindings: [] });
  if (clause === undefined) {
    if (specifier !== undefined) lowering.exports.push({ kind: "all", specifier });
    return;
  }
  if (isNamespaceExport(clause)) {
    if (specifier !== undefined) lowering.exports.push({ kind: "from", exported: clause.name.text, imported: "*", specifier });
    return;
  }
  for (const { name, propertyName, isTypeOnly } of clause.elements) {
    if (isTypeOnly) continue;
    const local = (propertyName ?? name).text;
    const variable = specifier === undefined ? resolve(lowering, local) : undefined;
    if (specifier !== undefined) lowering.exports.push({ kind: "from", exported: name.text, imported: local, specifier });
    else if (typeof variable === "number") lowering.exports.push({ kind: "local", exported: name.text, variable });
  }
}

/** The variable that a declaration binds, which its `export` modifier exports; `export default` without a name makes one. */
export function exportDeclared(lowering: Lowering, node: ts.VariableStatement | ts.FunctionDeclaration | ts.ClassDeclaration | ts.EnumDeclaration | ts.ModuleDeclaration | ts.ImportEqualsDeclaration): Pattern {
  const isExported = hasModifier(node, exportKeyword);
  if (isVariableStatement(node)) {
    if (isExported) for (const { name } of node.declarationList.declarations) declareNames(name, (declared) => { exportName(lowering, declared, declared.text); });
    return { kind: "ignore", at: spanOf(lowering, node) };
  }
  // The inner part of `namespace A.B` is exported without saying so.
  const isPart = isModuleDeclaration(node) && (node.flags & ts.NodeFlags.NestedNamespace) !== 0;
  const isDefault = hasModifier(node, defaultKeyword);
  const { name } = node;
  if (name !== undefined && isIdentifier(name)) {
    if (isExported || isPart) exportName(lowering, name, isDefault ? "default" : name.text);
    return lowerBindingName(lowering, name);
  }
  const at = spanOf(lowering, node);
  const variable = addVariable(lowering, "default", at, isClassDeclaration(node) ? "class" : "function");
  if (isExported) lowering.exports.push({ kind: "local", exported: "default", variable });
  return { kind: "variable", variable, at };
}

function exportName(lowering: Lowering, name: ts.Identifier, exported: string): void {
  const variable = resolve(lowering, name.text);
  if (typeof variable === "number") lowering.exports.push({ kind: "local", exported, variable });
}

interface ImportedName {
  readonly imported: string;
  readonly local: ts.Identifier;
  readonly isType: boolean;
}

function importedNames(clause: ts.ImportClause | undefined): ImportedName[] {
  const names: ImportedName[] = [];
  if (clause?.name !== undefined) names.push({ imported: "default", local: clause.name, isType: false });
  const bindings = clause?.namedBindings;
  if (bindings === undefined) return names;
  if (isNamespaceImport(bindings)) names.push({ imported: "*", local: bindings.name, isType: false });
  else for (const { name, propertyName, isTypeOnly } of bindings.elements) names.push({ imported: (propertyName ?? name).text, local: name, isType: isTypeOnly });
  return names;
}

function lowerEntityValue(lowering: Lowering, name: ts.EntityName): ReturnType<typeof lowerExpression> {
  if (isIdentifier(name)) return lowerExpression(lowering, name);
  return { kind: "member", object: lowerEntityValue(lowering, name.left), key: name.right.text, optional: false, at: spanOf(lowering, name) };
}
