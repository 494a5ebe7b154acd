import { operandsOf, operatorOf } from "../../frontends/go/syntax.js";
import type { SyntaxNode } from "../../frontends/tree-sitter/syntax-tree.js";
import type { Site } from "../../flow/site.js";
import { literalText } from "../../values/text.js";
import type { Edit } from "../edit.js";
import { isSamePlace, isWhole, mayStandBefore, mayStandBehind } from "../whole-reference.js";
import { expressionAt, nodeAround, outwards, textOf, type BoundFile } from "./bound-file.js";
import { handedIn } from "./handed-in.js";
import { isPackageText, orphanEdits } from "./orphans.js";
import type { Project } from "./project.js";
import { isKey } from "./uses.js";

/** How the whole of a site's reference is written in the program. */
export interface WrittenReference {
  /** The expression, or the literal that it is a part of. */
  readonly node: SyntaxNode;
  readonly start: number;
  readonly end: number;
  /** An expression of its own that gives the same text. */
  readonly expression: string;
  readonly isLiteral: boolean;
  /** What stands there when another expression gives the reference. */
  readonly replaced: (expression: string) => string;
}

/** Reads a site's argument; undefined where it gives more or less than the reference, or no expression can stand in its place. */
export function writtenReference(bound: BoundFile, site: Site, project: Project): WrittenReference | undefined {
  const { argument } = site;
  if (!isWhole(site)) return undefined;
  const expression = expressionAt(bound, argument.start, argument.end) ?? literalWith(bound, argument);
  const written = expression === undefined ? (inConcatenation(bound, site) ?? inLiteral(bound, site)) : asExpression(bound, expression, site, project);
  return written !== undefined && takesString(bound, written.node, project) ? written : undefined;
}

/** The literal that has these letters between its quotes, and no others. */
function literalWith(bound: BoundFile, { start, end }: Site["argument"]): SyntaxNode | undefined {
  const node = nodeAround(bound, start, end);
  return isLiteral(node) && node.start + 1 === start && node.end - 1 === end ? node : undefined;
}

function asExpression(bound: BoundFile, expression: SyntaxNode, { argument, reference, place }: Site, project: Project): WrittenReference | undefined {
  // Where nothing is known of how a command's words are given, the site's argument is the command itself.
  if (expression.type === "call_expression" && isSamePlace(argument, place) && !isImageField(bound, expression)) return undefined;
  if (isLiteral(expression) && isFormat(bound, expression)) return undefined;
  if (isLiteral(expression) ? valueOf(bound, expression) !== literalText(reference) : !isText(expression)) return undefined;
  if (!canBeAnyExpression(bound, expression) || !givesOneValue(bound, expression, project)) return undefined;
  return { node: expression, start: expression.start, end: expression.end, expression: textOf(bound, expression), isLiteral: isLiteral(expression), replaced: (other) => other };
}

/** The edit that puts another expression in the place of the written reference; undefined if it is there already. */
export function putInstead({ text }: BoundFile, { start, end, replaced }: WrittenReference, expression: string): Edit | undefined {
  const put = replaced(expression);
  return text.slice(start, end) === put ? undefined : { start, end, text: put };
}

/**
 * The edits that deploy another expression at all the places, and take away what is not used any more by that; undefined
 * if there is none, or if one of them is in another file, out of the expression's reach, or not to be edited.
 */
export function deployInstead(bound: BoundFile, deploys: readonly Site[], file: string, expression: string, project: Project, isInReach: (node: SyntaxNode) => boolean): readonly Edit[] | undefined {
  const edits = deploys.map((site) => {
    const written = [...(site.argument.file === file ? [writtenReference(bound, site, project)] : []), ...handedIn(site, file, project.boundFile).map((node) => handedOn(bound, node, project))];
    const reached = written.find((one) => one !== undefined && isInReach(one.node));
    return reached === undefined ? undefined : putInstead(bound, reached, expression);
  });
  if (edits.length === 0 || edits.some((edit) => edit === undefined)) return undefined;
  const put = [...new Map(edits.flatMap((edit) => edit ?? []).map((edit) => [`${edit.start} ${edit.end}`, edit])).values()];
  const orphans = orphanEdits(bound, put, deploys);
  return orphans === undefined ? undefined : [...put, ...orphans];
}

/** A parameter that is handed on. */
function handedOn(bound: BoundFile, node: SyntaxNode, project: Project): WrittenReference | undefined {
  if (!canBeAnyExpression(bound, node) || !takesString(bound, node, project)) return undefined;
  return { node, start: node.start, end: node.end, expression: textOf(bound, node), isLiteral: false, replaced: (other) => other };
}

// ---------------------------------------------------------------------------------------------------- expressions

const textTypes: ReadonlySet<string> = new Set(["binary_expression", "call_expression", "identifier", "index_expression", "selector_expression", "slice_expression", "type_conversion_expression"]);

function isText(expression: SyntaxNode): boolean {
  return textTypes.has(expression.type) && (expression.type !== "binary_expression" || operatorOf(expression) === "+");
}

function isLiteral({ type }: SyntaxNode): boolean {
  return type === "interpreted_string_literal" || type === "raw_string_literal";
}

/** What a literal gives, if that is its letters. */
function valueOf(bound: BoundFile, literal: SyntaxNode): string | undefined {
  const letters = textOf(bound, literal).slice(1, -1);
  return literal.type === "interpreted_string_literal" && letters.includes("\\") ? undefined : letters;
}

/** `Image: imageOf()` */
function isImageField(bound: BoundFile, node: SyntaxNode): boolean {
  const element = bound.parents.get(node);
  const around = element === undefined ? undefined : bound.parents.get(element);
  const [key] = around?.type === "keyed_element" ? around.children : [];
  return key !== undefined && key !== element && /image$/iu.test(textOf(bound, key));
}

/** Where the language wants a constant, a type, a function, a key or something with an address, no other expression can stand. */
export function canBeAnyExpression(bound: BoundFile, node: SyntaxNode): boolean {
  const around = bound.parents.get(node);
  if (around === undefined || isKey(bound, node)) return false;
  switch (around.type) {
    case "argument_list":
    case "literal_element":
    case "parenthesized_expression":
      return true;
    case "binary_expression":
      return operatorOf(around) === "+";
    case "expression_list":
      return isValueList(bound, around);
    default:
      return around.type === "keyed_element" || around.type === "literal_value";
  }
}

/** What is returned, declared or assigned. */
function isValueList({ parents }: BoundFile, list: SyntaxNode): boolean {
  const around = parents.get(list);
  if (around?.type === "return_statement") return true;
  if (around?.type === "short_var_declaration") return around.children[2] === list;
  return (around?.type === "assignment_statement" && list.field === "right" && operatorOf(around) === "=") || around?.type === "var_spec";
}

/** `f(g())` and `a, b := g()` take all that a call gives. */
function givesOneValue(bound: BoundFile, expression: SyntaxNode, project: Project): boolean {
  if (expression.type !== "call_expression") return true;
  const around = bound.parents.get(expression);
  const isAlone = (around?.type === "argument_list" || around?.type === "expression_list") && around.children.length === 1;
  if (!isAlone || isPackageText(bound, expression)) return true;
  return project.types.resultsOf(bound, expression)?.length === 1;
}

/** A literal is of any type that the function wants, a variable only of its own. */
function takesString(bound: BoundFile, node: SyntaxNode, project: Project): boolean {
  const list = bound.parents.get(node);
  const call = list?.type === "argument_list" ? bound.parents.get(list) : undefined;
  const parameters = call?.type === "call_expression" ? project.types.parametersOf(bound, call) : undefined;
  if (list === undefined || parameters === undefined) return true;
  return stringTypes.has((parameters[list.children.indexOf(node)] ?? parameters.at(-1) ?? "").replace("...", ""));
}

const stringTypes: ReadonlySet<string> = new Set(["string", "any", "interface{}"]);

// ---------------------------------------------------------------------------------------------------- parts

/** Some neighbours in `a + b + c`; of a literal at their edge perhaps only a part. */
function inConcatenation(bound: BoundFile, { argument: { start, end } }: Site): WrittenReference | undefined {
  const around = nodeAround(bound, start, end);
  if (around.type !== "binary_expression" || operatorOf(around) !== "+") return undefined;
  const operands = operandsIn(around);
  const first = operands.find((operand) => operand.start <= start && start < operand.end);
  const last = operands.find((operand) => operand.start < end && end <= operand.end);
  if (first === undefined || last === undefined || first === last) return undefined;
  const before = start === first.start ? "" : valueOf(bound, first) === undefined ? undefined : bound.text.slice(first.start + 1, start);
  const behind = end === last.end ? "" : valueOf(bound, last) === undefined ? undefined : bound.text.slice(end, last.end - 1);
  if (before === undefined || behind === undefined || !isWholeWord(before, behind)) return undefined;
  const expression = `${before === "" ? "" : '"'}${bound.text.slice(before === "" ? first.start : start, behind === "" ? last.end : end)}${behind === "" ? "" : '"'}`;
  return { node: around, start: first.start, end: last.end, expression, isLiteral: false, replaced: withAround(bound, around, before, behind) };
}

function isWholeWord(before: string, behind: string): boolean {
  return (before === "" || mayStandBefore.test(before.slice(-1))) && (behind === "" || mayStandBehind.test(behind.charAt(0)));
}

/** The expression between what stands around it in the same literal. */
function withAround(bound: BoundFile, node: SyntaxNode, before: string, behind: string): (expression: string) => string {
  const quoted = (text: string): readonly string[] => (text === "" ? [] : [`"${text}"`]);
  return (expression) => [...quoted(before), expression, ...quoted(behind)].join(isCompact(bound, node) ? "+" : " + ");
}

/** An expression as gofmt writes it in a statement of its own. */
export function spaced(bound: BoundFile, { node, expression, isLiteral }: WrittenReference): string {
  const isSum = !isLiteral && node.type === "binary_expression" && textOf(bound, node) === expression;
  return isSum ? operandsIn(node).map((operand) => textOf(bound, operand)).join(" + ") : expression;
}

/** `a + b + c` is `(a + b) + c`. */
function operandsIn(sum: SyntaxNode): readonly SyntaxNode[] {
  const operands: SyntaxNode[] = [];
  let left: SyntaxNode | undefined = sum;
  while (left?.type === "binary_expression" && operatorOf(left) === "+") {
    const [first, second]: readonly SyntaxNode[] = operandsOf(left);
    if (second !== undefined) operands.unshift(second);
    left = first;
  }
  return left === undefined ? operands : [left, ...operands];
}

/** Letters between double quotes: what stands around them stays. Manifests and formats are left as they are. */
function inLiteral(bound: BoundFile, { argument: { start, end }, reference }: Site): WrittenReference | undefined {
  const node = nodeAround(bound, start, end);
  const letters = node.type === "interpreted_string_literal" ? valueOf(bound, node) : undefined;
  const written = bound.text.slice(start, end);
  if (letters === undefined || written !== literalText(reference) || isFormat(bound, node) || !canBeAnyExpression(bound, node)) return undefined;
  const before = bound.text.slice(node.start + 1, start);
  const behind = bound.text.slice(end, node.end - 1);
  if (!isWholeWord(before, behind)) return undefined;
  return { node, start: node.start, end: node.end, expression: `"${written}"`, isLiteral: true, replaced: withAround(bound, node, before, behind) };
}

/** The first argument of `fmt.Sprintf` and the like, the second one of `fmt.Fprintf`. */
function isFormat(bound: BoundFile, node: SyntaxNode): boolean {
  const list = bound.parents.get(node);
  const call = list?.type === "argument_list" ? bound.parents.get(list) : undefined;
  const [callee] = call?.children ?? [];
  const name = callee === undefined ? "" : textOf(bound, callee);
  return name.endsWith("f") && list?.children[/\bF\w+$/u.test(name) ? 1 : 0] === node;
}

/** gofmt writes no spaces around `+` below a call of several arguments (go/printer, `binaryExpr` and its depth). */
function isCompact(bound: BoundFile, node: SyntaxNode): boolean {
  for (const outer of outwards(bound, node)) {
    if (outer.type === "argument_list" && outer.children.length > 1) return true;
    if (outer.type === "literal_value" || outer.type === "func_literal" || outer.type === "statement_list") return false;
  }
  return false;
}
