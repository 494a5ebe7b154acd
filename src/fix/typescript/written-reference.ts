import { ts } from "ts-morph";
import type { Site } from "../../flow/site.js";
import { alternativesOf, display, literalText } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import type { Edit } from "../edit.js";
import { byArgument, isSamePlace, isWhole, mayStandBefore, mayStandBehind } from "../whole-reference.js";
import { expressionAt, nodeAround, type BoundFile } from "./bound-file.js";
import { isWritten } from "./scopes.js";

/** How the whole of a site's reference is written in the program. */
export interface WrittenReference {
  /** The expression, or the template literal that it is a part of. */
  readonly node: ts.Node;
  /** Which part of the text gives the reference, the marks around it included: quotes, `${` and `}`. */
  readonly start: number;
  readonly end: number;
  /** An expression of its own that gives the same text. */
  readonly expression: string;
  /** A literal without holes: it gives the same wherever it stands. */
  readonly isLiteral: boolean;
  /** It stands among the letters of a template literal. */
  readonly isInTemplate: boolean;
}

/** Reads a site's argument; undefined where it gives more or less than the reference, or no expression can stand in its place. */
export function writtenReference(bound: BoundFile, site: Site): WrittenReference | undefined {
  const { argument, reference } = site;
  if (!isWhole(site)) return undefined;
  const expression = expressionAt(bound, argument.start, argument.end);
  if (expression === undefined) return inLiteral(bound, site);
  if (isCall(expression) && isSamePlace(argument, site.place) && !isImageProperty(expression.parent)) return undefined;
  // The captured result is no promise any more.
  const node = ts.isAwaitExpression(expression.parent) ? expression.parent : expression;
  return ts.isTemplateSpan(node.parent) ? asHole(bound, node.parent, site) : asExpression(bound, node, reference);
}

/** The edit that puts another expression in the place of the written reference; undefined if it is there already. */
export function putInstead({ text }: BoundFile, { node, start, end, isInTemplate }: WrittenReference, expression: string): Edit | undefined {
  const isShorthand = ts.isShorthandPropertyAssignment(node.parent);
  const put = isInTemplate ? `\${${expression}}` : isShorthand ? `${text.slice(start, end)}: ${expression}` : expression;
  return text.slice(start, end) === put || (isShorthand && text.slice(start, end) === expression) ? undefined : { start, end, text: put };
}

/**
 * The edits that deploy another expression at all the places; undefined if there is none, or if one of them is in another
 * file, out of the expression's reach, or not to be edited.
 */
export function deployInstead(bound: BoundFile, deploys: readonly Site[], file: string, expression: string, isInReach: (node: ts.Node) => boolean): readonly Edit[] | undefined {
  const edits = byArgument(deploys).map((site) => {
    const written = site.argument.file === file ? writtenReference(bound, site) : undefined;
    return written === undefined || !isInReach(written.node) ? undefined : putInstead(bound, written, expression);
  });
  return edits.length > 0 && edits.every((edit) => edit !== undefined) ? edits : undefined;
}

/** Where nothing is known of how a command's words are given, the site's argument is the command itself. */
function isCall(node: ts.Node): boolean {
  return ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node);
}

function isImageProperty(node: ts.Node): boolean {
  return ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && /image$/iu.test(node.name.text);
}

function asExpression({ source, text }: BoundFile, expression: ts.Expression, reference: Text): WrittenReference | undefined {
  const isLiteral = ts.isStringLiteralLike(expression);
  if (isLiteral ? expression.text !== literalText(reference) : !isText(expression)) return undefined;
  if (!canBeAnyExpression(expression)) return undefined;
  const [start, end] = [expression.getStart(source), expression.end];
  return { node: expression, start, end, expression: text.slice(start, end), isLiteral, isInTemplate: false };
}

const textKinds: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.Identifier, ts.SyntaxKind.PropertyAccessExpression, ts.SyntaxKind.ElementAccessExpression, ts.SyntaxKind.CallExpression, ts.SyntaxKind.AwaitExpression, ts.SyntaxKind.TemplateExpression, ts.SyntaxKind.TaggedTemplateExpression]);

/** A choice between several texts (`??`, `?:`) is more than a reference: the other ways are somebody's wish. */
function isText(expression: ts.Expression): boolean {
  return textKinds.has(expression.kind) || (ts.isBinaryExpression(expression) && expression.operatorToken.kind === ts.SyntaxKind.PlusToken);
}

/** Where the language wants a literal, a name or a type, no other expression can stand. */
function canBeAnyExpression(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent) || ts.isParameter(parent) || ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isBindingElement(parent)) return parent.initializer === node;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return parent.expression !== node;
  if (ts.isAsExpression(parent)) return !ts.isConstTypeReference(parent.type);
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent) || ts.isTaggedTemplateExpression(parent)) return false;
  if (ts.isShorthandPropertyAssignment(parent)) return parent.objectAssignmentInitializer === undefined;
  return (ts.isExpression(parent) || ts.isReturnStatement(parent)) && !ts.isSpreadElement(parent) && !ts.isVoidExpression(parent) && !isWritten(node);
}

/** Letters between quotes, or letters and holes between backticks. */
function inLiteral(bound: BoundFile, site: Site): WrittenReference | undefined {
  const { source, text } = bound;
  const { start, end } = site.argument;
  const around = nodeAround(source, start, end);
  if (ts.isStringLiteralLike(around) && start === around.getStart(source) + 1 && end === around.end - 1) return asExpression(bound, around, site.reference);
  if (ts.isNoSubstitutionTemplateLiteral(around)) return partOfTemplate(bound, around, start, end, site);
  const template = ts.findAncestor(around, ts.isTemplateExpression);
  // The letters of a template stand in its head, middles and tail; what reaches over several of them, in the template itself.
  if (template === undefined || !(around === template || around.parent === template || ts.isTemplateSpan(around) || ts.isTemplateSpan(around.parent))) return undefined;
  const holes = template.templateSpans.map(({ expression, literal }) => ({ start: literalBefore(template, expression).end - 2, inner: expression.getStart(source), innerEnd: expression.end, end: literal.getStart(source) + 1 }));
  const isCut = (offset: number): boolean => holes.some((hole) => hole.inner < offset && offset < hole.innerEnd);
  if (isCut(start) || isCut(end) || text[start - 1] === "$") return undefined;
  const first = holes.find((hole) => hole.start < start && start <= hole.inner);
  const last = holes.find((hole) => hole.innerEnd <= end && end < hole.end);
  return partOfTemplate(bound, template, first?.start ?? start, last?.end ?? end, site);
}

function asHole(bound: BoundFile, span: ts.TemplateSpan, site: Site): WrittenReference | undefined {
  return partOfTemplate(bound, span.parent, literalBefore(span.parent, span.expression).end - 2, span.literal.getStart(bound.source) + 1, site);
}

function literalBefore(template: ts.TemplateExpression, expression: ts.Expression): ts.Node {
  const index = template.templateSpans.findIndex((span) => span.expression === expression);
  return template.templateSpans[index - 1]?.literal ?? template.head;
}

function partOfTemplate({ source, text }: BoundFile, template: ts.TemplateLiteral, start: number, end: number, { reference }: Site): WrittenReference | undefined {
  const [first, last] = [template.getStart(source) + 1, template.end - 1];
  const written = text.slice(start, end);
  const isWholeWord = (start === first || mayStandBefore.test(text.charAt(start - 1))) && (end === last || mayStandBehind.test(text.charAt(end)));
  if (!isWholeWord || written.includes("\\")) return undefined;
  const hole = /^\$\{([^{}]*)\}$/u.exec(written)?.[1]?.trim();
  const isLiteral = !written.includes("${");
  if (isLiteral ? written !== literalText(reference) : !mayGive(written, reference)) return undefined;
  const expression = hole ?? (isLiteral ? `${quoteIn(source)}${written}${quoteIn(source)}` : `\`${written}\``);
  return { node: template, start, end, expression, isLiteral, isInTemplate: true };
}

/** Whether letters with holes can be the whole reference: its letters stand in it in their order, from end to end. */
function mayGive(written: string, reference: Text): boolean {
  const pattern = new RegExp(`^${written.split(/\$\{[^{}]*\}/u).map((letters) => letters.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&")).join(".*")}$`, "u");
  return (alternativesOf(reference) ?? [reference]).some((alternative) => pattern.test(display(alternative)));
}

function quoteIn(source: ts.SourceFile): string {
  const specifier = source.statements.find(ts.isImportDeclaration)?.moduleSpecifier.getText(source);
  return specifier?.startsWith("'") === true ? "'" : '"';
}
