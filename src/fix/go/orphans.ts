import { unwrap } from "../../frontends/go/syntax.js";
import type { SyntaxNode } from "../../frontends/tree-sitter/syntax-tree.js";
import type { Site } from "../../flow/site.js";
import { freshOrigins } from "../../values/text.js";
import type { CallPath } from "../../values/value.js";
import type { Edit } from "../edit.js";
import { placesOf, textOf, type BoundFile, type Variable } from "./bound-file.js";
import { statementAround } from "./call-result.js";
import { withoutLines } from "./lines.js";
import { isKey, isRead } from "./uses.js";

/**
 * Go compiles no function with a variable, and no file with an import, that nothing uses. Gives the edits that take away
 * the declarations of variables that are not used any more once the given letters are gone; undefined if something else
 * would be left over, or if a declaration may do more than to give its value.
 */
export function orphanEdits(bound: BoundFile, gone: readonly Edit[], deploys: readonly Site[]): readonly Edit[] | undefined {
  const removed: Edit[] = [];
  const isNamedAnew = (name: string): boolean => gone.some(({ text }) => new RegExp(`(?<![\\w.])${name}(?!\\w)`, "u").test(text));
  const isGone = (place: SyntaxNode): boolean => [...gone, ...removed].some(({ start, end }) => start <= place.start && place.end <= end);
  for (let index = 0; index < gone.length + removed.length; index += 1) {
    const edit = gone[index] ?? removed[index - gone.length];
    if (edit === undefined) continue;
    for (const [name, places] of bound.names) {
      for (const place of places) {
        if (place.start < edit.start || place.end > edit.end || isKey(bound, place) || isNamedAnew(name)) continue;
        const variable = bound.meanings.get(place);
        if (variable === undefined) {
          if (isQualifier(bound, place) && places.every((other) => bound.meanings.get(other) !== undefined || !isQualifier(bound, other) || isGone(other))) return undefined;
        } else if (mustBeUsed(variable) && !placesOf(bound, variable).some((other) => isRead(bound, other) && !isGone(other)) && !isGone(variable.declaration)) {
          const removal = removalOf(bound, variable, textOf(bound, place) === bound.text.slice(edit.start, edit.end) ? deploys : []);
          if (removal === undefined) return undefined;
          removed.push(removal);
        }
      }
    }
  }
  return removed;
}

function mustBeUsed({ kind, scope }: Variable): boolean {
  return kind === "variable" && scope.type !== "source_file";
}

/** What stands before a dot and is not declared in the file may be a package. */
function isQualifier({ parents }: BoundFile, place: SyntaxNode): boolean {
  const around = parents.get(place);
  return around?.type === "qualified_type" || (around?.type === "selector_expression" && around.children[0] === place);
}

/** `name := value` goes if nothing else happens by it. */
function removalOf(bound: BoundFile, variable: Variable, deploys: readonly Site[]): Edit | undefined {
  if (placesOf(bound, variable).some((place) => place !== variable.declaration && !isRead(bound, place))) return undefined;
  const around = bound.parents.get(variable.declaration);
  const declaration = around?.type === "expression_list" ? bound.parents.get(around) : around;
  if (declaration === undefined || !(declaration.type === "short_var_declaration" || declaration.type === "var_spec")) return undefined;
  const names = declaration.type === "var_spec" ? declaration.children.filter(({ field }) => field === "name") : (declaration.children[0]?.children ?? []);
  const values = declaration.children.at(-1)?.type === "expression_list" ? (declaration.children.at(-1)?.children ?? []) : [];
  const whole = statementAround(bound, declaration);
  if (names.length !== 1 || whole === undefined || values.some((value) => !onlyGivesValue(bound, value, deploys))) return undefined;
  // Others are declared between the same parentheses.
  if (declaration.type === "var_spec" && bound.parents.get(declaration)?.type !== "var_declaration") return undefined;
  return withoutLines(bound.text, whole.statement);
}

/**
 * Whether nothing is missed when an expression is not evaluated: nothing is called but what generated a deployed name.
 *
 * @param deploys those whose whole reference it gives: by the finding, nothing is built under that
 */
function onlyGivesValue(bound: BoundFile, value: SyntaxNode, deploys: readonly Site[]): boolean {
  const expression = unwrap(value);
  switch (expression.type) {
    case "identifier":
    case "interpreted_string_literal":
    case "raw_string_literal":
    case "int_literal":
      return true;
    case "selector_expression":
      return expression.children.slice(0, 1).every((object) => onlyGivesValue(bound, object, deploys));
    case "binary_expression":
      return expression.children.every((operand) => operand.type === "+" || onlyGivesValue(bound, operand, deploys));
    case "call_expression": {
      const isKnown = isPackageText(bound, expression) || isGenerator(expression, deploys);
      const list = expression.children.at(-1);
      return isKnown && list?.type === "argument_list" && list.children.every((argument) => onlyGivesValue(bound, argument, deploys));
    }
    default:
      return false;
  }
}

function isGenerator(call: SyntaxNode, deploys: readonly Site[]): boolean {
  return deploys.some((site) => freshOrigins(site.reference).some(({ place, path }) => [place, ...callsOf(path)].some(({ file, start, end }) => file === site.argument.file && start === call.start && end === call.end)));
}

function callsOf(path: CallPath | undefined): readonly CallPath["call"][] {
  const calls: CallPath["call"][] = [];
  for (let step = path; step !== undefined; step = step.outer) calls.push(step.call);
  return calls;
}

/** Functions of packages that everybody has, of which one value is known. */
export function isPackageText(bound: BoundFile, call: SyntaxNode): boolean {
  const [callee] = call.children;
  const [object] = callee?.type === "selector_expression" ? callee.children : [];
  return call.type === "call_expression" && callee !== undefined && object !== undefined && bound.meanings.get(object) === undefined && /^(?:fmt\.Sprintf?|strings\.(?:Join|Replace|ReplaceAll|Trim\w*|ToLower|ToUpper)|(?:path|filepath)\.Join|strconv\.(?:Format\w+|Itoa|Quote)|os\.Getenv|uuid\.NewString)$/u.test(textOf(bound, callee));
}
