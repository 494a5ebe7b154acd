import type { ts } from "ts-morph";
import type { Expression, VariableIndex } from "../../facts/facts.js";
import { resolve, spanOf, type Lowering } from "./lowering.js";
import { isQualifiedName, isTypeReferenceNode } from "./syntax.js";

/** The class that a type annotation names, as an expression that reads it; undefined for any other type. */
export function lowerTypeName(lowering: Lowering, type: ts.TypeNode | undefined): Expression | undefined {
  return type !== undefined && isTypeReferenceNode(type) ? lowerEntityName(lowering, type.typeName) : undefined;
}

function lowerEntityName(lowering: Lowering, name: ts.EntityName): Expression | undefined {
  const at = spanOf(lowering, name);
  if (isQualifiedName(name)) {
    const object = lowerEntityName(lowering, name.left);
    return object === undefined ? undefined : { kind: "member", object, key: name.right.text, optional: false, at };
  }
  const variable = resolve(lowering, name.text) ?? lowering.typeVariables.get(name.text) ?? importType(lowering, name.text);
  if (typeof variable !== "number") return undefined;
  const kind = lowering.variables[variable]?.kind;
  return kind === "import" || kind === "class" ? { kind: "variable", variable, at } : undefined;
}

/** `import type { Cluster }` becomes an import of the file's facts where a parameter or field is said to be a `Cluster`. */
function importType(lowering: Lowering, name: string): VariableIndex | undefined {
  const found = lowering.typeImports.get(name);
  if (found === undefined) return undefined;
  lowering.typeImports.delete(name);
  const variable = lowering.variables.push({ name, at: found.at, kind: "import" }) - 1;
  lowering.typeVariables.set(name, variable);
  lowering.imports.push({ specifier: found.specifier, at: found.specifierAt, bindings: [{ imported: found.imported, variable }], isTypeOnly: true });
  return variable;
}
