import type { Repair } from "../../checks/check.js";
import { hasFreshPart } from "../../flow/captures.js";
import type { SyntaxNode } from "../../frontends/tree-sitter/syntax-tree.js";
import type { Suggestion } from "../../report/report.js";
import { descriptions } from "../descriptions.js";
import { isWhole } from "../whole-reference.js";
import { expressionAt, outwards, textOf, type BoundFile, type Variable } from "./bound-file.js";
import { callResult } from "./call-result.js";
import { handedIn } from "./handed-in.js";
import { lineAboveComments } from "./lines.js";
import { orphanEdits } from "./orphans.js";
import type { Project } from "./project.js";
import { freeName, holdsAt, isFieldWritten } from "./uses.js";
import { canBeAnyExpression, deployInstead, putInstead, spaced, writtenReference, type WrittenReference } from "./written-reference.js";

type Replace = Extract<Repair, { kind: "replace" }>;

/** Deploys what was built, by the first of these ways that reaches every place of the finding. */
export function replaceSuggestions(bound: BoundFile, repair: Replace, file: string, project: Project): readonly Suggestion[] {
  const suggestion =
    usingFirstGenerated(bound, repair, file) ?? usingBuiltExpression(bound, repair, file, project) ?? usingResult(bound, repair, file, project) ?? usingOneConstant(bound, repair, file, project);
  return suggestion === undefined ? [] : [suggestion];
}

/** `tag := newTag()` for the build: the second `newTag()` becomes `tag`. */
function usingFirstGenerated(bound: BoundFile, { generated, deploys }: Replace, file: string): Suggestion | undefined {
  if (generated?.first?.file !== file || generated.again.file !== file) return undefined;
  const first = expressionAt(bound, generated.first.start, generated.first.end);
  const again = expressionAt(bound, generated.again.start, generated.again.end);
  if (first === undefined || again === undefined || first === again || calleeText(bound, first) === undefined || calleeText(bound, first) !== calleeText(bound, again)) return undefined;
  // What one variable holds is one value, whatever its type; the other call gives the same.
  const result = callResult(bound, first, ["string"]);
  if (result?.kind !== "held" || !canBeAnyExpression(bound, again) || !holdsAt(bound, result.variable, again.start)) return undefined;
  const { name } = result.variable;
  const edit = { start: again.start, end: again.end, text: name };
  const orphans = orphanEdits(bound, [edit], deploys);
  return orphans === undefined ? undefined : { description: descriptions.useFirst(name), edits: [edit, ...orphans] };
}

function calleeText(bound: BoundFile, call: SyntaxNode): string | undefined {
  const [callee] = call.children;
  return call.type === "call_expression" && callee !== undefined ? textOf(bound, callee) : undefined;
}

/** `docker build -t image`, where `image` still is what it was; also where it was handed in and is read for the build. */
function usingBuiltExpression(bound: BoundFile, { built, deploys }: Replace, file: string, project: Project): Suggestion | undefined {
  if (!isWhole(built)) return undefined;
  const own = [built.argument, built.argument.via].flatMap((place) => (place?.file === file ? [expressionAt(bound, place.start, place.end)] : []));
  for (const expression of [...own, ...handedIn(built, file, project.boundFile)]) {
    const [root, ...fields] = expression === undefined ? [] : chainOf(expression);
    const variable = root === undefined ? undefined : bound.meanings.get(root);
    if (expression === undefined || variable === undefined || !project.types.isString(bound, expression) || (fields.length > 0 && (hasFreshPart(built.reference) || fields.some((field) => isFieldWritten(bound, textOf(bound, field)))))) continue;
    const text = textOf(bound, expression);
    const edits = deployInstead(bound, deploys, file, text, project, (node) => holdsAt(bound, variable, node.start));
    if (edits !== undefined) return { description: descriptions.deployBuilt(text), edits };
  }
  return undefined;
}

/** `config.images.gateway` as its names; none for another expression. */
function chainOf(expression: SyntaxNode): readonly SyntaxNode[] {
  if (expression.type === "identifier") return [expression];
  const [object, field] = expression.type === "selector_expression" ? expression.children : [];
  const chain = object === undefined ? [] : chainOf(object);
  return chain.length === 0 || field === undefined ? [] : [...chain, field];
}

/** `image, err := build(…)`, where `image` holds what was built. */
function usingResult(bound: BoundFile, { results, deploys }: Replace, file: string, project: Project): Suggestion | undefined {
  for (const place of results) {
    const call = place.file === file ? expressionAt(bound, place.start, place.end) : undefined;
    const result = call === undefined ? undefined : callResult(bound, call, project.types.resultsOf(bound, call));
    if (result?.kind !== "held") continue;
    const { variable, name, reach } = result;
    const edits = deployInstead(bound, deploys, file, variable.name, project, (node) => reach.start <= node.start && node.end <= reach.end && holdsAt(bound, variable, node.start, name));
    if (edits !== undefined) return { description: descriptions.deployResult(variable.name), edits };
  }
  return undefined;
}

/** The reference that is built gets a name before its first use, for the build and the deployment. */
function usingOneConstant(bound: BoundFile, { built, deploys }: Replace, file: string, project: Project): Suggestion | undefined {
  const source = built.argument.file === file ? writtenReference(bound, built, project) : undefined;
  const written = deploys.map((site) => (site.argument.file === file ? writtenReference(bound, site, project)?.node : undefined));
  const nodes = written.filter((node) => node !== undefined);
  // A variable or a field has a name.
  if (source === undefined || nodes.length < written.length || chainOf(source.node).length > 0 || !(source.isLiteral || project.types.isString(bound, source.node))) return undefined;
  const block = commonBlock(bound, [source.node, ...nodes]);
  const statements = block === undefined ? [] : [source.node, ...nodes].flatMap((node) => block.children.find(({ start, end }) => start <= node.start && node.end <= end) ?? []);
  const [building] = statements;
  const first = statements.toSorted((left, right) => left.start - right.start)[0];
  if (building === undefined || first === undefined) return undefined;
  if (!source.isLiteral && !(first === building && isEvaluatedOnce(bound, source, building) && nodes.every((node) => source.end <= node.end))) return undefined;
  const name = freeName(bound, source.node);
  const declared = lineAboveComments(bound.text, first, source.isLiteral ? `const ${name} = ${source.expression}` : `${name} := ${spaced(bound, source)}`);
  const atBuild = putInstead(bound, source, name);
  const atDeploys = deployInstead(bound, deploys, file, name, project, () => true);
  if (declared === undefined || atBuild === undefined || atDeploys === undefined) return undefined;
  return { description: descriptions.nameBoth(name), edits: [declared, atBuild, ...atDeploys] };
}

/** The innermost list of statements that holds all the nodes. */
function commonBlock(bound: BoundFile, [first, ...others]: readonly SyntaxNode[]): SyntaxNode | undefined {
  if (first === undefined) return undefined;
  for (const block of outwards(bound, first)) if (block.type === "statement_list" && others.every(({ start, end }) => block.start <= start && end <= block.end)) return block;
  return undefined;
}

/** Whether an expression gives the same one statement earlier: it stands in no function, loop or branch of the statement, and uses nothing that the statement declares. */
function isEvaluatedOnce(bound: BoundFile, { node, start, end }: WrittenReference, statement: SyntaxNode): boolean {
  for (const outer of outwards(bound, node)) {
    if (outer === statement) break;
    const isHead = outer.field !== "consequence" && outer.field !== "alternative" && outer.field !== "body";
    if (!isHead || outer.type === "func_literal" || outer.type.endsWith("_case")) return false;
  }
  if (!evaluatedOnce.has(statement.type)) return false;
  const isDeclaredIn = ({ declaration }: Variable): boolean => statement.start <= declaration.start && declaration.end <= statement.end;
  return ![...bound.meanings].some(([place, variable]) => start <= place.start && place.end <= end && isDeclaredIn(variable));
}

const evaluatedOnce: ReadonlySet<string> = new Set(["assignment_statement", "expression_statement", "expression_switch_statement", "if_statement", "return_statement", "short_var_declaration", "var_declaration"]);
