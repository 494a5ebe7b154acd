import type { Repair } from "../../checks/check.js";
import type { Suggestion } from "../../report/report.js";
import { descriptions } from "../descriptions.js";
import { expressionAt, type BoundFile } from "./bound-file.js";
import { callResult, type Reach } from "./call-result.js";
import type { Project } from "./project.js";
import { isReassigned, isVisibleAt, freeName } from "./uses.js";
import { deployInstead } from "./written-reference.js";
import type { SyntaxNode } from "../../frontends/tree-sitter/syntax-tree.js";

/**
 * Keeps the result of a call that is dropped in a variable, and deploys that variable where every wrong deploy is in its
 * scope. Where one is not, there is no edit: Go compiles no variable that is only captured.
 */
export function captureSuggestions(bound: BoundFile, repair: Extract<Repair, { kind: "capture" }>, file: string, project: Project): readonly Suggestion[] {
  const call = expressionAt(bound, repair.call.start, repair.call.end);
  const result = call === undefined ? undefined : callResult(bound, call, project.types.resultsOf(bound, call));
  if (call === undefined || result === undefined) return [];
  if (result.kind === "held") {
    const { name, variable, reach } = result;
    if (isReassigned(bound, variable, name)) return [];
    const deployed = deployInstead(bound, repair.deploys, file, variable.name, project, (node) => isWithin(node, reach) && isVisibleAt(bound, variable, node.start));
    return deployed === undefined ? [] : [{ description: descriptions.deployHolder(variable.name), edits: deployed }];
  }
  const name = freeName(bound, call);
  for (const { reach, declare } of result.ways) {
    const deployed = deployInstead(bound, repair.deploys, file, name, project, (node) => isWithin(node, reach));
    const declared = deployed === undefined ? undefined : declare(name);
    if (deployed !== undefined && declared !== undefined) return [{ description: descriptions.captureAndDeploy(name), edits: [...declared, ...deployed] }];
  }
  return [];
}

function isWithin(node: SyntaxNode, { start, end }: Reach): boolean {
  return start <= node.start && node.end <= end;
}
