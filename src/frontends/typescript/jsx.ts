import { ts } from "ts-morph";
import type { Expression } from "../../facts/facts.js";
import { lowerExpression } from "./expressions.js";
import { spanOf, type Lowering } from "./lowering.js";

/** JSX makes no image and names none: what is embedded in it is evaluated, the element itself is unknown. */
export function lowerJsx(lowering: Lowering, node: ts.JsxElement | ts.JsxSelfClosingElement | ts.JsxFragment): Expression {
  const parts: Expression[] = [];
  collectParts(lowering, node, parts);
  return { kind: "unknown", reason: "JSX", parts, at: spanOf(lowering, node) };
}

function collectParts(lowering: Lowering, node: ts.JsxChild | ts.JsxAttributeValue, parts: Expression[]): void {
  if (ts.isJsxExpression(node)) {
    if (node.expression !== undefined) parts.push(lowerExpression(lowering, node.expression));
    return;
  }
  if (ts.isJsxText(node) || ts.isStringLiteral(node)) return;
  if (!ts.isJsxFragment(node)) {
    for (const attribute of (ts.isJsxElement(node) ? node.openingElement : node).attributes.properties) {
      if (ts.isJsxSpreadAttribute(attribute)) parts.push(lowerExpression(lowering, attribute.expression));
      else if (attribute.initializer !== undefined) collectParts(lowering, attribute.initializer, parts);
    }
  }
  if (!ts.isJsxSelfClosingElement(node)) for (const child of node.children) collectParts(lowering, child, parts);
}
