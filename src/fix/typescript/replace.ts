import { ts } from "ts-morph";
import type { Repair } from "../../checks/check.js";
import { hasFreshPart } from "../../flow/captures.js";
import type { Suggestion } from "../../report/report.js";
import type { Edit } from "../edit.js";
import { descriptions } from "../descriptions.js";
import type { CalledFunction, FunctionResult } from "../producer-result.js";
import { expressionAt, meaningOf, type BoundFile } from "./bound-file.js";
import { callResult, calledFunction } from "./call-result.js";
import { commonBlock, freeName, holdsAt, isPropertyWritten, isReassigned, statementIn } from "./scopes.js";
import { isWhole } from "../whole-reference.js";
import { deployInstead, putInstead, writtenReference, type WrittenReference } from "./written-reference.js";

type Replace = Extract<Repair, { kind: "replace" }>;

/** Deploys what was built, by the first of these ways that reaches every place of the finding. */
export function replaceSuggestions(bound: BoundFile, repair: Replace, file: string, resultOf: (called: CalledFunction) => FunctionResult): readonly Suggestion[] {
  const suggestion = usingFirstGenerated(bound, repair, file) ?? usingBuiltExpression(bound, repair, file) ?? usingResult(bound, repair, file, resultOf) ?? usingOneConstant(bound, repair, file);
  return suggestion === undefined ? [] : [suggestion];
}

/** `const tag = newTag();` for the build: the second `newTag()` becomes `tag`. */
function usingFirstGenerated(bound: BoundFile, { generated }: Replace, file: string): Suggestion | undefined {
  if (generated?.first?.file !== file || generated.again.file !== file) return undefined;
  const first = expressionAt(bound, generated.first.start, generated.first.end);
  const again = expressionAt(bound, generated.again.start, generated.again.end);
  if (first === undefined || again === undefined || first === again || calleeText(first) === undefined || calleeText(first) !== calleeText(again)) return undefined;
  const replaced = ts.isAwaitExpression(again.parent) ? again.parent : again;
  const held = callResult(bound, first);
  if (held?.holder.kind !== "variable" || held.part !== "whole" || held.isAwaited !== ts.isAwaitExpression(replaced)) return undefined;
  const { name } = held.holder;
  if (!isHeldAt(bound, name, replaced)) return undefined;
  return { description: descriptions.useFirst(name.text), edits: [{ start: replaced.getStart(bound.source), end: replaced.end, text: name.text }] };
}

function calleeText(node: ts.Expression): string | undefined {
  return ts.isCallExpression(node) || ts.isNewExpression(node) ? `${ts.SyntaxKind[node.kind]} ${node.expression.getText()}` : undefined;
}

function isHeldAt(bound: BoundFile, name: ts.Identifier, node: ts.Node): boolean {
  const symbol = meaningOf(bound, name);
  return symbol !== undefined && !isReassigned(bound, symbol, name) && holdsAt(bound, symbol, node);
}

/** `docker build -t ${image}`, where `image` still is what it was; also where it was handed in and is read for the build. */
function usingBuiltExpression(bound: BoundFile, { built, deploys }: Replace, file: string): Suggestion | undefined {
  if (!isWhole(built)) return undefined;
  for (const place of [built.argument, built.argument.via]) {
    const expression = place?.file === file ? expressionAt(bound, place.start, place.end) : undefined;
    const [root, ...properties] = expression === undefined ? [] : chainOf(expression);
    // A property may be a getter, which generates a name at each reading.
    if (expression === undefined || root === undefined || (properties.length > 0 && (hasFreshPart(built.reference) || properties.some((property) => isPropertyWritten(bound, property.text))))) continue;
    const text = expression.getText(bound.source);
    const edits = deployInstead(bound, deploys, file, text, (node) => ts.isIdentifier(root) && isHeldAt(bound, root, node));
    if (edits !== undefined) return { description: descriptions.deployBuilt(text), edits };
  }
  return undefined;
}

/** `config.images.gateway` as its names; none for another expression. */
function chainOf(expression: ts.Expression): readonly ts.MemberName[] {
  if (ts.isIdentifier(expression)) return [expression];
  if (!ts.isPropertyAccessExpression(expression) || expression.questionDotToken !== undefined) return [];
  const object = chainOf(expression.expression);
  return object.length === 0 ? [] : [...object, expression.name];
}

/** `const image = await build(…)`, where `image` holds what was built. */
function usingResult(bound: BoundFile, { results, deploys }: Replace, file: string, resultOf: (called: CalledFunction) => FunctionResult): Suggestion | undefined {
  for (const place of results) {
    const call = place.file === file ? expressionAt(bound, place.start, place.end) : undefined;
    const result = call === undefined ? undefined : callResult(bound, call);
    const called = call === undefined ? undefined : calledFunction(bound, call);
    if (result?.holder.kind !== "variable" || result.part !== "whole" || called === undefined) continue;
    const given = resultOf(called);
    if (given.shape !== "value" || !(result.isAwaited || given.isPromise === false)) continue;
    const { name } = result.holder;
    const edits = deployInstead(bound, deploys, file, name.text, (node) => isHeldAt(bound, name, node));
    if (edits !== undefined) return { description: descriptions.deployResult(name.text), edits };
  }
  return undefined;
}

/** The reference that is built gets a name before its first use, for the build and the deployment. */
function usingOneConstant(bound: BoundFile, { built, deploys }: Replace, file: string): Suggestion | undefined {
  const source = built.argument.file === file ? writtenReference(bound, built) : undefined;
  const written = deploys.map((site) => (site.argument.file === file ? writtenReference(bound, site)?.node : undefined));
  const nodes = written.filter((node) => node !== undefined);
  if (source === undefined || nodes.length < written.length) return undefined;
  const block = commonBlock([source.node, ...nodes]);
  if (block === undefined) return undefined;
  const statements = [source.node, ...nodes].flatMap((node) => statementIn(block, node) ?? []);
  const [building] = statements;
  const first = [...statements].sort((left, right) => left.pos - right.pos)[0];
  // A declared function may be called before the constant has its value.
  if (building === undefined || first === undefined || statements.some((statement) => ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement))) return undefined;
  if (!source.isLiteral && !(first === building && isEvaluatedOnce(bound, source, building) && nodes.every((node) => source.end <= node.end))) return undefined;
  const name = freeName(bound, block);
  const atBuild = putInstead(bound, source, name);
  const atDeploys = deployInstead(bound, deploys, file, name, () => true);
  if (atBuild === undefined || atDeploys === undefined) return undefined;
  return { description: descriptions.nameBoth(name), edits: [declarationBefore(bound, first, name, source.expression), atBuild, ...atDeploys] };
}

/** Whether an expression gives the same one statement earlier: it stands in no function, loop or branch of the statement, and uses nothing that the statement declares. */
function isEvaluatedOnce(bound: BoundFile, { node, start, end }: WrittenReference, statement: ts.Statement): boolean {
  if (!ts.isExpressionStatement(statement) && !ts.isVariableStatement(statement)) return false;
  for (let outer = node; outer !== statement; outer = outer.parent) if (ts.isFunctionLike(outer) || ts.isClassLike(outer)) return false;
  const isDeclaredIn = (identifier: ts.Identifier): boolean => meaningOf(bound, identifier)?.declarations?.some((declaration) => statement.pos <= declaration.pos && declaration.end <= statement.end) === true;
  const usesDeclared = (inner: ts.Node): boolean => inner.end > start && inner.pos < end && ((ts.isIdentifier(inner) && isDeclaredIn(inner)) || ts.forEachChild(inner, usesDeclared) === true);
  return !usesDeclared(node);
}

/** A declaration on a line of its own, above the statement and the comments that belong to it. */
function declarationBefore({ source, text }: BoundFile, statement: ts.Statement, name: string, expression: string): Edit {
  const start = statement.getStart(source);
  const comment = statement.pos === 0 ? undefined : ts.getLeadingCommentRanges(text, statement.pos)?.[0]?.pos;
  const at = comment ?? start;
  const before = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  const lineEnd = /\r?\n/u.exec(text)?.[0] ?? "\n";
  return { start: at, end: at, text: `const ${name} = ${expression};${/^[ \t]*$/u.test(before) ? `${lineEnd}${before}` : " "}` };
}
