import type { Expression, Span, Statement, Variable } from "../../facts/facts.js";
import type { SyntaxNode } from "../tree-sitter/syntax-tree.js";
import { embeddedFile } from "./embeds.js";
import { lowerNamed } from "./expressions.js";
import { declare, textOf, unknown, type Lowering } from "./lowering.js";
import { lowerNamedTarget } from "./names.js";
import { childOf, fieldOf, fieldsOf, spanOf, unwrap } from "./syntax.js";
import { arrayOf, arrayPattern, expressionsOf, lowerTarget, lowerValues } from "./targets.js";
import { lowerTypeDeclaration, lowerTypeName, zeroOf } from "./types.js";

/** One line of a declaration of constants, with the values that it repeats if it has none of its own. */
export interface ConstantSpec {
  readonly spec: SyntaxNode;
  readonly values: readonly SyntaxNode[];
  /** The type that it names, or repeats. */
  readonly type: SyntaxNode | undefined;
  readonly iota: number;
}

/** The lines of `const (…)`: one without values repeats those before it (https://go.dev/ref/spec#Iota). */
export function constantSpecs(declaration: SyntaxNode): readonly ConstantSpec[] {
  let values: readonly SyntaxNode[] = [];
  let type: SyntaxNode | undefined;
  return declaration.children
    .filter((child) => child.type === "const_spec")
    .map((spec, iota) => {
      const own = expressionsOf(fieldOf(spec, "value"));
      if (own.length > 0) [values, type] = [own, fieldOf(spec, "type")];
      return { spec, values, type, iota };
    });
}

/** The lines of `var x = …` or `var (…)`. */
export function variableSpecs(declaration: SyntaxNode): readonly SyntaxNode[] {
  return (childOf(declaration, "var_spec_list") ?? declaration).children.filter((child) => child.type === "var_spec");
}

/** The lines of `type T …` or `type (…)`. */
export function typeSpecs(declaration: SyntaxNode): readonly SyntaxNode[] {
  return declaration.children.filter((child) => child.type === "type_spec" || child.type === "type_alias");
}

/** The names that a line declares. */
export function namesOf(spec: SyntaxNode): readonly SyntaxNode[] {
  return fieldsOf(spec, "name").filter((name) => name.type !== "ERROR" && name.end > name.start);
}

/** Declares the names of a line in the current scope. */
export function declareNames(lowering: Lowering, spec: SyntaxNode, kind: Variable["kind"], statement: Span): void {
  const names = namesOf(spec);
  for (const name of names) {
    const text = textOf(lowering, name);
    if (text !== "_") declare(lowering, text, spanOf(name), kind, names.length === 1 ? statement : undefined);
  }
}

/** A declaration in a function: its names are known from the next line on, those of types in their own line too. */
export function lowerLocalDeclaration(lowering: Lowering, node: SyntaxNode, out: Statement[]): void {
  const statement = spanOf(node);
  if (node.type === "const_declaration") {
    for (const one of constantSpecs(node)) {
      const values = constantValues(lowering, one);
      declareNames(lowering, one.spec, "constant", statement);
      out.push(...bindConstants(lowering, one, values));
    }
  } else if (node.type === "var_declaration") {
    for (const spec of variableSpecs(node)) {
      const values = variableValues(lowering, spec);
      declareNames(lowering, spec, "variable", statement);
      out.push(...bindVariables(lowering, spec, values));
    }
  } else {
    for (const spec of typeSpecs(node)) {
      declareNames(lowering, spec, "class", statement);
      out.push(...bindType(lowering, spec));
    }
  }
}

/** The values of constants, before their names are declared: `const x = x + 1` speaks of an outer x. */
export function constantValues(lowering: Lowering, { spec, values, type, iota }: ConstantSpec): readonly Expression[] {
  const outer = lowering.iota;
  lowering.iota = iota;
  const typeName = lowerTypeName(lowering, type);
  const lowered = namesOf(spec).map((name, index) => {
    const value = values[index];
    if (value === undefined) return unknown("incomplete code", spanOf(name));
    const lowered = lowerNamed(lowering, value, undefined);
    return typeName === undefined ? lowered : conversion(typeName, lowered);
  });
  lowering.iota = outer;
  return lowered;
}

/** `const x T = y` is `const x = T(y)`: it has the methods of T. */
function conversion(type: Expression, value: Expression): Expression {
  return { kind: "call", callee: type, arguments: [{ value, isSpread: false }], construct: false, optional: false, at: value.at };
}

export function bindConstants(lowering: Lowering, { spec }: ConstantSpec, values: readonly Expression[]): Statement[] {
  return namesOf(spec).map((name, index) => ({ kind: "bind", target: lowerNamedTarget(lowering, name), value: values[index], at: spanOf(spec) }));
}

/** The values of variables: one for each name, or one array for all of them. */
export function variableValues(lowering: Lowering, spec: SyntaxNode): readonly Expression[] {
  const names = namesOf(spec);
  const given = expressionsOf(fieldOf(spec, "value"));
  const type = fieldOf(spec, "type");
  if (given.length === 0) return names.map((name) => embeddedFile(lowering, spec) ?? zeroOf(lowering, type, spanOf(name)));
  if (given.length === names.length) return given.map((value, index) => lowerNamed(lowering, value, nameAt(lowering, names[index])));
  return [lowerValues(lowering, given, names.length, spanOf(spec))];
}

export function bindVariables(lowering: Lowering, spec: SyntaxNode, values: readonly Expression[]): Statement[] {
  const at = spanOf(spec);
  const targets = namesOf(spec).map((name) => lowerNamedTarget(lowering, name));
  const [value] = values;
  if (targets.length > 1 && values.length === 1) return [{ kind: "bind", target: arrayPattern(targets, at), value, at }];
  return targets.map((target, index) => ({ kind: "bind", target, value: values[index], at }));
}

export function bindType(lowering: Lowering, spec: SyntaxNode): Statement[] {
  const [name] = namesOf(spec);
  if (name === undefined) return [];
  return [{ kind: "bind", target: lowerNamedTarget(lowering, name), value: lowerTypeDeclaration(lowering, spec), at: spanOf(spec) }];
}

function nameAt(lowering: Lowering, node: SyntaxNode | undefined): string | undefined {
  const name = node === undefined ? "_" : textOf(lowering, node);
  return name === "_" ? undefined : name;
}

/** `a, b := x, y`: one or more of the names are new, the others are assigned (https://go.dev/ref/spec#Short_variable_declarations). */
export function lowerShortDeclaration(lowering: Lowering, left: readonly SyntaxNode[], values: readonly Expression[], at: Span): Statement[] {
  const names = left.map(unwrap);
  const isRedeclared = names.some((name) => isKnownHere(lowering, name));
  for (const name of names) {
    if (name.type !== "identifier" || isKnownHere(lowering, name)) continue;
    const text = textOf(lowering, name);
    if (text !== "_" && text !== "") declare(lowering, text, spanOf(name), "variable", names.length === 1 ? at : undefined);
  }
  const targets = names.map((name) => lowerTarget(lowering, name));
  const [value] = values;
  if (targets.length === values.length && (targets.length === 1 || !isRedeclared)) return targets.map((target, index) => ({ kind: "bind", target, value: values[index], at }));
  const all: Expression | undefined = values.length > 1 ? arrayOf(values, at) : value;
  return [{ kind: "bind", target: arrayPattern(targets, at), value: all, at }];
}

function isKnownHere(lowering: Lowering, name: SyntaxNode): boolean {
  return lowering.scope.names?.has(textOf(lowering, name)) === true;
}

/** The values on the right of `:=`, before the names on its left are declared. */
export function shortValues(lowering: Lowering, left: readonly SyntaxNode[], right: readonly SyntaxNode[], at: Span): readonly Expression[] {
  if (left.length === right.length) return right.map((value, index) => lowerNamed(lowering, value, nameAt(lowering, left[index])));
  return [lowerValues(lowering, right, left.length, at)];
}
