import type { ts } from "ts-morph";
import type { Expression } from "../../facts/facts.js";
import { lowerExpression } from "./expressions.js";
import { spanOf, type Lowering } from "./lowering.js";
import { isJsxElement, isJsxExpression, isJsxFragment, isJsxSelfClosingElement, isJsxSpreadAttribute, isJsxText, isStringLiteral } from "./syntax.js";

/** JSX makes no image and names none: what is embedded in it is evaluated, the element itself is unknown. */
export function lowerJsx(lowering: Lowering, node: ts.JsxElement | ts.JsxSelfClosingElement | ts.JsxFragment): Expression {
  const parts: Expression[] = [];
  collectParts(lowering, node, parts);
  return { kind: "unknown", reason: "JSX", parts, at: spanOf(lowering, node) };
}

function collectParts(lowering: Lowering, node: ts.JsxChild | ts.JsxAttributeValue, parts: Expression[]): void {
  if (isJsxExpression(node)) {
    if (node.expression !== undefined) parts.push(lowerExpression(lowering, node.expression));
    return;
  }
  if (isJsxText(node) || isStringLiteral(node)) return;
  if (!isJsxFragment(node)) {
    for (const attribute of (isJsxElement(node) ? node.openingElement : node).attributes.properties) {
      if (isJsxSpreadAttribute(attribute)) parts.push(lowerExpression(lowering, attribute.expression));
      else if (attribute.initializer !== undefined) collectParts(lowering, attribute.initializer, parts);
    }
  }
  if (!isJsxSelfClosingElement(node)) for (const child of node.children) collectParts(lowering, child, parts);
}
