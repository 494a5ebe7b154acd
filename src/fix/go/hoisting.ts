import { fieldOf } from "../../frontends/go/syntax.js";
import type { SyntaxNode } from "../../frontends/tree-sitter/syntax-tree.js";
import type { Edit } from "../edit.js";
import { functionAround, outwards, placesOf, scopeAround, textOf, type BoundFile, type Variable } from "./bound-file.js";
import { indentOf, lineEndOf } from "./lines.js";
import { isRead, isWritten } from "./uses.js";

/**
 * `if x, err := f(); err != nil {` becomes `x, err := f()` above `if err != nil {`; undefined where that would change what
 * a name means, or would not compile.
 *
 * @param others what the initialiser declares beside the reference
 */
export function hoisted(bound: BoundFile, statement: SyntaxNode, initialiser: SyntaxNode, others: readonly SyntaxNode[]): readonly Edit[] | undefined {
  const { text } = bound;
  const indent = indentOf(text, statement);
  const rest = (fieldOf(statement, "condition") ?? fieldOf(statement, "value"))?.start ?? text.indexOf("{", initialiser.end);
  const keyword = text.slice(statement.start, initialiser.start);
  const between = text.slice(initialiser.end, rest);
  if (indent === undefined || !/^\s*;\s*$/u.test(between) || !/^\w+ $/u.test(keyword)) return undefined;
  const names = others.filter((other) => textOf(bound, other) !== "_").map((other) => declaredInBlock(bound, statement, textOf(bound, other)));
  const renamed = names.flatMap((edits) => edits ?? []);
  if (names.some((edits) => edits === undefined)) return undefined;
  return [
    { start: statement.start, end: initialiser.start, text: "" },
    { start: initialiser.end, end: rest, text: `${lineEndOf(text)}${indent}${keyword}` },
    ...renamed,
  ];
}

/** As `declaredInBlock` for the `err` of a call whose function around returns nothing but an error; undefined where it does not. */
export function newError(bound: BoundFile, statement: SyntaxNode): readonly Edit[] | undefined {
  const around = functionAround(bound, statement);
  const result = around === undefined ? undefined : fieldOf(around, "result");
  return result !== undefined && /^(?:error|\((?:\w+ )?error\))$/u.test(textOf(bound, result)) ? declaredInBlock(bound, statement, "err") : undefined;
}

/** The edits that let a statement of a block declare a name with `:=`, which it had not declared; undefined where that would change what runs or what a name means. */
function declaredInBlock(bound: BoundFile, statement: SyntaxNode, name: string): readonly Edit[] | undefined {
  const scope = scopeAround(bound, statement);
  const block = bound.parents.get(statement);
  if (scope === undefined || block === undefined) return undefined;
  const declared = bound.scopes.get(scope)?.filter((one) => one.name === name) ?? [];
  const earlier = declared.find((one) => one.from <= statement.start);
  if (earlier !== undefined) return isOverwritable(bound, earlier, statement, block) ? [] : undefined;
  const later = (bound.names.get(name) ?? []).filter((place) => place.start >= statement.end && place.end <= block.end);
  const meansAnother = later.some((place) => {
    const meaning = bound.meanings.get(place);
    return meaning === undefined || (meaning.scope !== scope && [...outwards(bound, scope)].includes(meaning.scope));
  });
  if (meansAnother) return undefined;
  const edits = declared.map((one) => assignedInstead(bound, one, name));
  return edits.some((edit) => edit === undefined) ? undefined : edits.flatMap((edit) => edit ?? []);
}

/** Whether nobody misses the value that a variable had before a statement: it is given another one behind it before it is read, if it is read at all. */
function isOverwritable(bound: BoundFile, variable: Variable, statement: SyntaxNode, block: SyntaxNode): boolean {
  const own = functionAround(bound, statement);
  const places = placesOf(bound, variable);
  if (variable.kind === "constant" || variable.kind === "function" || variable.kind === "type") return false;
  if (places.some((place) => place !== variable.declaration && functionAround(bound, place) !== own)) return false;
  if (variable.kind === "result" && own !== undefined && /\breturn[ \t]*(?:\r?\n|\}|\/\/)/u.test(textOf(bound, own))) return false;
  const next = places.find((place) => place.start >= statement.end);
  if (next === undefined) return true;
  // In the block itself, or in what begins one of its statements.
  const list = bound.parents.get(next);
  const assignment = list === undefined ? undefined : bound.parents.get(list);
  const holder = assignment?.field === "initializer" ? bound.parents.get(assignment) : assignment;
  return isWritten(bound, next) && !isRead(bound, next) && holder !== undefined && bound.parents.get(holder) === block;
}

/** A declaration that would declare nothing new becomes an assignment: of an error, whose type is known by its name. */
function assignedInstead(bound: BoundFile, variable: Variable, name: string): readonly Edit[] | undefined {
  const list = bound.parents.get(variable.declaration);
  const statement = list === undefined ? undefined : bound.parents.get(list);
  if (list === undefined || statement?.type !== "short_var_declaration") return undefined;
  if (list.children.some((target) => target !== variable.declaration && bound.meanings.get(target)?.declaration === target)) return [];
  const operator = statement.children.find(({ type }) => type === ":=");
  return name === "err" && operator !== undefined ? [{ start: operator.start, end: operator.end, text: "=" }] : undefined;
}
