import { fieldOf, operatorOf } from "../../frontends/go/syntax.js";
import type { SyntaxNode } from "../../frontends/tree-sitter/syntax-tree.js";
import type { Edit } from "../edit.js";
import { meantAt, scopeAround, textOf, type BoundFile, type Variable } from "./bound-file.js";
import { hoisted, newError } from "./hoisting.js";
import { indentOf, lineBefore, lineEndOf } from "./lines.js";

/** What becomes of the reference that a call gives, where that is a shape that is understood. */
export type CallResult =
  /** A variable holds it, and may be read within these offsets. */
  | { readonly kind: "held"; readonly name: SyntaxNode; readonly variable: Variable; readonly reach: Reach }
  /** Ways to make a variable hold it, best first. */
  | { readonly kind: "dropped"; readonly ways: readonly Way[] };

export interface Reach {
  readonly start: number;
  readonly end: number;
}

export interface Way {
  readonly reach: Reach;
  readonly declare: (name: string) => readonly Edit[] | undefined;
}

/**
 * Looks at where a call stands.
 *
 * @param results the types of its results, if they are known: the reference is the only one that is a `string`
 */
export function callResult(bound: BoundFile, call: SyntaxNode, results: readonly string[] | undefined): CallResult | undefined {
  const index = results?.indexOf(text) ?? -1;
  if (results === undefined || index < 0 || results.lastIndexOf(text) !== index) return undefined;
  const around = bound.parents.get(call);
  if (around?.type === "expression_statement") return dropped(bareWay(bound, around, results, index));
  if (around?.type !== "expression_list") return undefined;
  const statement = bound.parents.get(around);
  const targets = statement === undefined || around.children.length !== 1 ? [] : targetsOf(statement);
  const target = targets[index];
  if (statement === undefined || target === undefined || targets.length !== results.length) return undefined;
  if (textOf(bound, target) === "_") return dropped(blankWays(bound, statement, target, targets));
  return target.type === "identifier" ? held(bound, statement, target) : undefined;
}

const text = "string";

function dropped(ways: readonly Way[]): CallResult | undefined {
  return ways.length === 0 ? undefined : { kind: "dropped", ways };
}

/** What the values of a declaration or an assignment are given to. */
function targetsOf(statement: SyntaxNode): readonly SyntaxNode[] {
  switch (statement.type) {
    case "short_var_declaration":
      return statement.children[0]?.children ?? [];
    case "assignment_statement":
      return operatorOf(statement) === "=" ? (fieldOf(statement, "left")?.children ?? []) : [];
    case "var_spec":
      return statement.children.filter(({ field }) => field === "name");
    default:
      return [];
  }
}

function held(bound: BoundFile, statement: SyntaxNode, name: SyntaxNode): CallResult | undefined {
  const variable = meantAt(bound, textOf(bound, name), name, name.start);
  const reach = variable === undefined ? undefined : reachOf(bound, statement);
  return variable === undefined || reach === undefined ? undefined : { kind: "held", name, variable, reach };
}

/** Behind the statement to the end of its block; behind an initialiser to the end of what it begins. */
function reachOf(bound: BoundFile, statement: SyntaxNode): Reach | undefined {
  const list = statementAround(bound, statement);
  if (list !== undefined) return { start: statement.end, end: list.block.end };
  const around = bound.parents.get(statement);
  return statement.field === "initializer" && around !== undefined ? { start: statement.end, end: around.end } : undefined;
}

/** The statement of a block that a declaration or an assignment is, and that block. */
export function statementAround(bound: BoundFile, node: SyntaxNode): { readonly statement: SyntaxNode; readonly block: SyntaxNode } | undefined {
  const statement = node.type === "var_spec" ? outermostDeclaration(bound, node) : node;
  const block = bound.parents.get(statement);
  return block?.type === "statement_list" ? { statement, block } : undefined;
}

function outermostDeclaration(bound: BoundFile, spec: SyntaxNode): SyntaxNode {
  let node = spec;
  while (node.type === "var_spec" || node.type === "var_spec_list") node = bound.parents.get(node) ?? { ...node, type: "" };
  return node;
}

// ---------------------------------------------------------------------------------------------------- blanks

function blankWays(bound: BoundFile, statement: SyntaxNode, blank: SyntaxNode, targets: readonly SyntaxNode[]): readonly Way[] {
  const named = (name: string): Edit => ({ start: blank.start, end: blank.end, text: name });
  const others = targets.filter((target) => target !== blank);
  if (statement.field === "initializer") return initialiserWays(bound, statement, named, others);
  const reach = reachOf(bound, statement);
  if (reach === undefined) return [];
  if (statement.type !== "assignment_statement") return [{ reach, declare: (name) => [named(name)] }];
  const operator = statement.children.find(({ type }) => type === "=");
  const becomesDeclaration = operator !== undefined && others.every((other) => textOf(bound, other) === "_" || isDeclaredBeside(bound, statement, other));
  if (becomesDeclaration) return [{ reach, declare: (name) => [named(name), { start: operator.start, end: operator.end, text: ":=" }] }];
  return [{ reach, declare: (name) => declaredBefore(bound, statement, name, named) }];
}

/** `:=` "may redeclare variables provided they were originally declared earlier in the same block (or the parameter lists if the block is the function body)" (go.dev/ref/spec, Short variable declarations). */
function isDeclaredBeside(bound: BoundFile, statement: SyntaxNode, target: SyntaxNode): boolean {
  const meaning = target.type === "identifier" ? bound.meanings.get(target) : undefined;
  return meaning !== undefined && meaning.scope.type !== "source_file" && meaning.scope === scopeAround(bound, statement);
}

function declaredBefore({ text }: BoundFile, statement: SyntaxNode, name: string, named: (name: string) => Edit): readonly Edit[] | undefined {
  const line = lineBefore(text, statement, `var ${name} string`);
  return line === undefined ? undefined : [line, named(name)];
}

/** `if _, err := build(); err != nil {` */
function initialiserWays(bound: BoundFile, initialiser: SyntaxNode, named: (name: string) => Edit, others: readonly SyntaxNode[]): readonly Way[] {
  const around = bound.parents.get(initialiser);
  if (around === undefined || !(around.type === "if_statement" || around.type === "expression_switch_statement")) return [];
  const inside: Reach = { start: initialiser.end, end: around.end };
  const outermost = outermostIf(bound, around);
  const block = bound.parents.get(outermost);
  if (initialiser.type === "assignment_statement") {
    return block?.type === "statement_list" ? [{ reach: { start: initialiser.end, end: block.end }, declare: (name) => declaredBefore(bound, outermost, name, named) }] : [];
  }
  if (initialiser.type !== "short_var_declaration") return [];
  const inPlace: Way = { reach: inside, declare: (name) => [named(name)] };
  if (outermost !== around || block?.type !== "statement_list") return [inPlace];
  const out: Way = {
    reach: { start: initialiser.end, end: block.end },
    declare: (name) => {
      const edits = hoisted(bound, around, initialiser, others);
      return edits === undefined ? undefined : [...edits, named(name)];
    },
  };
  return [inPlace, out];
}

/** `if … else if …` is one statement of its block. */
function outermostIf({ parents }: BoundFile, statement: SyntaxNode): SyntaxNode {
  let outermost = statement;
  for (let around = parents.get(outermost); outermost.field === "alternative" && around?.type === "if_statement"; around = parents.get(outermost)) outermost = around;
  return outermost;
}

// ---------------------------------------------------------------------------------------------------- statements

/** `build()` alone: its error is handed on where the function around returns nothing but one. */
function bareWay(bound: BoundFile, statement: SyntaxNode, results: readonly string[], index: number): readonly Way[] {
  const reach = reachOf(bound, statement);
  const indent = indentOf(bound.text, statement);
  const rest = /^[ \t]*(?:\/\/[^\r\n]*)?(?=\r?\n|$)/u.exec(bound.text.slice(statement.end));
  if (reach === undefined) return [];
  const declare = (name: string): readonly Edit[] => {
    const lineEnd = lineEndOf(bound.text);
    const error = indent !== undefined && rest !== null && results.length === 2 && results[1] === "error" ? newError(bound, statement) : undefined;
    const targets = results.map((_, position) => (position === index ? name : error === undefined ? "_" : "err"));
    const declaration: Edit = { start: statement.start, end: statement.start, text: `${targets.join(", ")} := ` };
    if (error === undefined || indent === undefined || rest === null) return [declaration];
    const end = statement.end + rest[0].length;
    const check = ["if err != nil {", "\treturn err", "}"].map((line) => `${lineEnd}${indent}${line}`).join("");
    return [declaration, ...error, { start: end, end, text: check }];
  };
  return [{ reach, declare }];
}
