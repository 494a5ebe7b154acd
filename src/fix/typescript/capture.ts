import { ts } from "ts-morph";
import type { Repair } from "../../checks/check.js";
import type { Site } from "../../flow/site.js";
import type { Suggestion } from "../../report/report.js";
import { descriptions } from "../descriptions.js";
import type { Edit } from "../edit.js";
import type { CalledFunction, FunctionResult } from "../producer-result.js";
import { expressionAt, meaningOf, visibleAt, type BoundFile } from "./bound-file.js";
import { callResult, calledFunction, type CallResult } from "./call-result.js";
import { blockOf, freeName, runsAfter } from "./scopes.js";
import { deployInstead } from "./written-reference.js";

/**
 * Keeps the result of a call that is dropped in a variable, and deploys that variable where every wrong deploy is in its
 * scope. Where one is not, the result is only captured, which the description says; a result that has a name already is
 * not captured again.
 */
export function captureSuggestions(bound: BoundFile, repair: Extract<Repair, { kind: "capture" }>, file: string, resultOf: (called: CalledFunction) => FunctionResult): readonly Suggestion[] {
  const call = expressionAt(bound, repair.call.start, repair.call.end);
  const result = call === undefined || isOptional(call) ? undefined : callResult(bound, call);
  const block = result === undefined ? undefined : blockOf(result.statement);
  if (call === undefined || result === undefined || block === undefined) return [];
  const waiting = waitingFor(bound, call, result, resultOf);
  if (waiting === undefined) return [];
  const { holder } = result;
  if (holder.kind === "variable") {
    const deployed = deployedEdits(bound, repair.deploys, file, result, holder.name.text);
    return deployed === undefined || waiting.length > 0 ? [] : [{ description: descriptions.deployHolder(holder.name.text), edits: deployed }];
  }
  const name = freeName(bound, block);
  const captured = [...holder.declare(name), ...waiting];
  const deployed = deployedEdits(bound, repair.deploys, file, result, name);
  return deployed === undefined
    ? [{ description: descriptions.captureOnly(name), edits: captured }]
    : [{ description: descriptions.captureAndDeploy(name), edits: [...captured, ...deployed] }];
}

/** `images?.build()`: perhaps nothing is built. */
function isOptional(call: ts.Expression): boolean {
  return ts.isOptionalChain(call);
}

/** What must be added so that the variable holds the reference itself and not a promise of it; undefined if that is not known, or not possible. */
function waitingFor(bound: BoundFile, call: ts.Expression, { isAwaited, part }: CallResult, resultOf: (called: CalledFunction) => FunctionResult): readonly Edit[] | undefined {
  const called = calledFunction(bound, call);
  const given = called === undefined ? undefined : resultOf(called);
  if (given?.shape !== shapes[part]) return undefined;
  if (isAwaited || given.isPromise === false) return [];
  const start = call.getStart(bound.source);
  return given.isPromise === true && mayWait(bound, call) ? [{ start, end: start, text: "await " }] : undefined;
}

const shapes = { whole: "value", element: "list", property: "object" } as const;

function mayWait({ source }: BoundFile, node: ts.Node): boolean {
  const around = ts.findAncestor(node, (one) => ts.isFunctionLike(one) || ts.isClassStaticBlockDeclaration(one) || ts.isPropertyDeclaration(one));
  if (around !== undefined) return ts.isFunctionLike(around) && ts.canHaveModifiers(around) && ts.getModifiers(around)?.some((modifier) => modifier.kind === ts.SyntaxKind.AsyncKeyword) === true;
  return !/\.c[jt]s$/u.test(source.fileName) && (/\.m[jt]s$/u.test(source.fileName) || source.statements.some(isModuleSyntax));
}

function isModuleSyntax(statement: ts.Statement): boolean {
  if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement) || ts.isExportAssignment(statement)) return true;
  return ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) === true;
}

/** The edits that deploy the variable at every place; undefined if there is none, or one that the variable does not reach. */
function deployedEdits(bound: BoundFile, deploys: readonly Site[], file: string, { statement, holder }: CallResult, name: string): readonly Edit[] | undefined {
  const isHeld = (node: ts.Node): boolean => holder.kind === "none" || visibleAt(bound, name, node) === meaningOf(bound, holder.name);
  return deployInstead(bound, deploys, file, name, (node) => runsAfter(bound, statement, node) && isHeld(node));
}
