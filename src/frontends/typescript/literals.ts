import type { ts } from "ts-morph";
import type { Expression } from "../../facts/facts.js";
import { lowerExpression } from "./expressions.js";
import { startOf, type Lowering } from "./lowering.js";
import { isNoSubstitutionTemplateLiteral, isTemplateHead, isTemplateMiddle } from "./syntax.js";

/** A string in quotes, or a template literal without holes that stands for a string. */
export function lowerString(lowering: Lowering, node: ts.StringLiteralLike): Expression {
  const start = startOf(lowering, node);
  const value = node.text;
  if (node.end - start - 2 === value.length) return { kind: "literal", value, at: [start, node.end], quoted: true };
  return { kind: "literal", value, at: [start, node.end], quoted: true, map: mapOfText(lowering.text, start + 1, endOfContent(lowering, node), isNoSubstitutionTemplateLiteral(node)) };
}

/** A template literal with holes; literal parts that are empty are left out. */
export function lowerTemplate(lowering: Lowering, node: ts.TemplateExpression): Expression {
  return { kind: "template", parts: templateParts(lowering, node, "cooked").filter(isNotEmpty), at: [startOf(lowering, node), node.end] };
}

/** The template of a tagged template, with all its literal parts: one more than it has holes. */
export function lowerTaggedTemplate(lowering: Lowering, node: ts.TemplateLiteral, form: "cooked" | "raw"): Expression {
  return { kind: "template", parts: templateParts(lowering, node, form), at: [startOf(lowering, node), node.end] };
}

function templateParts(lowering: Lowering, node: ts.TemplateLiteral, form: "cooked" | "raw"): Expression[] {
  if (isNoSubstitutionTemplateLiteral(node)) return [literalPart(lowering, node, form)];
  const parts = [literalPart(lowering, node.head, form)];
  for (const span of node.templateSpans) parts.push(lowerExpression(lowering, span.expression), literalPart(lowering, span.literal, form));
  return parts;
}

function isNotEmpty(part: Expression): boolean {
  return part.kind !== "literal" || part.quoted === true || part.value !== "";
}

function literalPart(lowering: Lowering, node: ts.TemplateLiteralToken, form: "cooked" | "raw"): Expression {
  const start = startOf(lowering, node) + 1;
  const end = endOfContent(lowering, node);
  const source = lowering.text.slice(start, end);
  // The raw text of a template has `\n` for every line end of the source (ECMA-262, TRV).
  if (form === "raw") return source.includes("\r") ? { kind: "literal", value: source.replace(/\r\n?/gu, "\n"), at: [start, end], map: mapOfRawText(source, start) } : { kind: "literal", value: source, at: [start, end] };
  if (source.length === node.text.length) return { kind: "literal", value: node.text, at: [start, end] };
  return { kind: "literal", value: node.text, at: [start, end], map: mapOfText(lowering.text, start, end, true) };
}

/** Where the text between the delimiters ends; in half-typed code the closing one may be missing. */
function endOfContent(lowering: Lowering, node: ts.LiteralLikeNode): number {
  if (node.isUnterminated === true) return node.end;
  const isBeforeHole = isTemplateHead(node) || isTemplateMiddle(node);
  return Math.max(startOf(lowering, node) + 1, node.end - (isBeforeHole ? 2 : 1));
}

type OffsetPair = readonly [inValue: number, inFile: number];

/** The pairs of offsets for text with escapes (ECMA-262, 12.9.4 and 12.9.6) between two offsets of the file. */
function mapOfText(text: string, start: number, end: number, isTemplate: boolean): readonly OffsetPair[] {
  const pairs: OffsetPair[] = [[0, start]];
  let inValue = 0;
  let inFile = start;
  while (inFile < end) {
    const code = text.charCodeAt(inFile);
    const isLineEnd = isTemplate && code === carriageReturn && text.charCodeAt(inFile + 1) === lineFeed;
    if (code !== backslash && !isLineEnd) {
      inFile++;
      inValue++;
      continue;
    }
    const escape = isLineEnd ? { source: 2, value: 1 } : measureEscape(text, inFile, end);
    inFile += escape.source;
    inValue += escape.value;
    addPair(pairs, [inValue, inFile]);
  }
  return pairs;
}

function mapOfRawText(source: string, start: number): readonly OffsetPair[] {
  const pairs: OffsetPair[] = [[0, start]];
  let removed = 0;
  for (const lineEnd of source.matchAll(/\r\n/gu)) {
    removed++;
    pairs.push([lineEnd.index + 2 - removed, start + lineEnd.index + 2]);
  }
  return pairs;
}

/** A line continuation gives no character: then the later place in the file is where the next character is. */
function addPair(pairs: OffsetPair[], pair: OffsetPair): void {
  if (pairs.at(-1)?.[0] === pair[0]) pairs.pop();
  pairs.push(pair);
}

const backslash = 92;
const carriageReturn = 13;
const lineFeed = 10;

/** How many characters an escape has in the source and in the value. */
function measureEscape(text: string, at: number, end: number): { readonly source: number; readonly value: number } {
  const escape = escapePattern(text, at, end);
  const kind = text[at + 1] ?? "";
  if (kind === "\r") return { source: text[at + 2] === "\n" ? 3 : 2, value: 0 };
  if (kind === "\n" || kind === "\u2028" || kind === "\u2029") return { source: 2, value: 0 };
  if (escape === undefined) return { source: Math.min(2, end - at), value: 1 };
  const codePoint = kind === "u" && escape[2] === "{" ? Number.parseInt(escape.slice(3, -1), 16) : 0;
  return { source: escape.length, value: codePoint > 0xffff ? 2 : 1 };
}

const numericEscape = /\\(?:u\{[\dA-Fa-f]+\}|u[\dA-Fa-f]{4}|x[\dA-Fa-f]{2}|[0-3][0-7]{0,2}|[4-7][0-7]?)/uy;

function escapePattern(text: string, at: number, end: number): string | undefined {
  numericEscape.lastIndex = at;
  const found = numericEscape.exec(text)?.[0];
  return found !== undefined && at + found.length <= end ? found : undefined;
}
