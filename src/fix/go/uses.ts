import { operatorOf } from "../../frontends/go/syntax.js";
import type { SyntaxNode } from "../../frontends/tree-sitter/syntax-tree.js";
import { meantAt, nodeAround, outwards, placesOf, textOf, type BoundFile, type Variable } from "./bound-file.js";

/** Whether a place gives its variable a value, or hands out its address, by which anyone may. */
export function isWritten(bound: BoundFile, place: SyntaxNode): boolean {
  const around = bound.parents.get(place);
  return isTarget(bound, place) || (around?.type === "unary_expression" && operatorOf(around) === "&");
}

/** Whether a variable is given a value anywhere but where it is declared, or but at one place. */
export function isReassigned(bound: BoundFile, variable: Variable, except?: SyntaxNode): boolean {
  return placesOf(bound, variable).some((place) => place !== variable.declaration && place !== except && isWritten(bound, place));
}

/**
 * Whether a place uses its variable, so that the compiler does not complain of an unused one: "Implementation restriction:
 * A compiler may make it illegal to declare a variable inside a function body if the variable is never used"
 * (go.dev/ref/spec, Variable declarations); being given a value is no use. A key of a composite literal may be a field.
 */
export function isRead(bound: BoundFile, place: SyntaxNode): boolean {
  return bound.meanings.get(place)?.declaration !== place && !isTarget(bound, place) && !isKey(bound, place);
}

/** Whether, at an offset, a variable has the value that its declaration, its one assignment or the caller gave it. */
export function holdsAt(bound: BoundFile, variable: Variable, offset: number, assignment?: SyntaxNode): boolean {
  if (isReassigned(bound, variable, assignment) || !isVisibleAt(bound, variable, offset)) return false;
  // What another file of the package does to a variable of the package, nobody knows here.
  return variable.scope.type !== "source_file" || variable.kind === "constant";
}

/** Whether the variable's name means it at an offset. */
export function isVisibleAt(bound: BoundFile, variable: Variable, offset: number): boolean {
  return meantAt(bound, variable.name, nodeAround(bound, offset, offset), offset) === variable;
}

/** `image` for what a function shall keep in a variable, or another name, where that one means something already or is used in it. */
export function freeName(bound: BoundFile, node: SyntaxNode): string {
  const declaration = [...outwards(bound, node)].at(-2) ?? bound.root;
  const isFree = (name: string): boolean =>
    meantAt(bound, name, bound.root, bound.root.end) === undefined && !(bound.names.get(name) ?? []).some((place) => isForeign(bound, place) || (declaration.start <= place.start && place.end <= declaration.end));
  const name = ["image", "builtImage"].find(isFree);
  let number = 2;
  while (name === undefined && !isFree(`builtImage${number}`)) number += 1;
  return name ?? `builtImage${number}`;
}

/** A package, or something of another file. */
function isForeign(bound: BoundFile, place: SyntaxNode): boolean {
  return bound.meanings.get(place) === undefined && !isKey(bound, place);
}

/** `x = …`, `x, y := …`, `x++`, `for x = range …`, `case x = <-…` */
function isTarget({ parents }: BoundFile, place: SyntaxNode): boolean {
  const list = parents.get(place);
  if (list?.type === "inc_statement" || list?.type === "dec_statement") return true;
  if (list?.type !== "expression_list") return false;
  return list.field === "left" || (parents.get(list)?.type === "short_var_declaration" && parents.get(list)?.children[0] === list);
}

/** `Name:` in a composite literal: a field of a struct, or a map's key. */
export function isKey(bound: BoundFile, place: SyntaxNode): boolean {
  const element = bound.parents.get(place);
  const around = element?.type === "literal_element" ? bound.parents.get(element) : undefined;
  return around?.type === "keyed_element" && around.children[0] === element;
}

/** Whether a field of that name is given a value anywhere in the file, other than where a struct is made, or its address is taken. */
export function isFieldWritten(bound: BoundFile, name: string): boolean {
  for (const selector of bound.selectors) {
    const field = selector.children.at(-1);
    if (field !== undefined && textOf(bound, field) === name && isWritten(bound, selector)) return true;
  }
  return false;
}
