import { Binary, ContextAccess, FunctionCall, Grouping, IndexAccess, Literal, Logical, Star, Unary } from "@actions/expressions/ast";
import type { Expr } from "@actions/expressions/ast";
import { BooleanData, NumberData, StringData } from "@actions/expressions/data/index";
import { ExpressionError } from "@actions/expressions/errors";
import type { FunctionInfo } from "@actions/expressions/funcs/info";
import { Lexer } from "@actions/expressions/lexer";
import { Parser } from "@actions/expressions/parser";
import type { ComparisonOperator, WorkflowExpression } from "../../facts/workflow-expression.js";
import type { SyntaxProblem } from "../../facts/facts.js";

/** An expression, or why it is none: it breaks the grammar, or names what is not known. */
export type ExpressionReading =
  | { readonly ok: true; readonly expression: WorkflowExpression }
  | { readonly ok: false; readonly problem: SyntaxProblem; readonly cause: "grammar" | "name" };

/** What an expression may name. */
export interface ExpressionNames {
  readonly contexts: readonly string[];
  readonly functions: readonly FunctionInfo[];
}

/**
 * Reads an expression without the marks around it. Never throws; each text is read once.
 *
 * @param names those of another build server, whose expressions are written alike
 */
export function readExpression(text: string, names?: ExpressionNames): ExpressionReading {
  if (names !== undefined) return read(text, names);
  const known = memory.get(text);
  if (known !== undefined) return known;
  const reading = read(text, { contexts, functions });
  if (memory.size >= mostRemembered) memory.clear();
  memory.set(text, reading);
  return reading;
}

const memory = new Map<string, ExpressionReading>();
const mostRemembered = 5_000;

/** https://docs.github.com/en/actions/reference/workflows-and-actions/contexts, and what Gitea and Forgejo call `github`. */
const contexts = ["github", "gitea", "forgejo", "forge", "env", "vars", "job", "jobs", "steps", "runner", "secrets", "strategy", "matrix", "needs", "inputs"];

/** Functions beside those of the library: https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#status-check-functions, #hashfiles. */
const functions = [
  ...["success", "failure", "always", "cancelled"].map((name) => ({ name, minArgs: 0, maxArgs: 255 })),
  { name: "hashFiles", minArgs: 1, maxArgs: 255 },
];

/** The runner takes every kind of space for one, the library the usual ones. */
const otherSpaces = /[^\S \t\r\n]/gu;

function read(text: string, names: ExpressionNames): ExpressionReading {
  try {
    const { tokens } = new Lexer(text.replace(otherSpaces, " ")).lex();
    if (text.trim() === "") return { ok: false, cause: "grammar", problem: { offset: 0, message: "an expression is expected" } };
    return { ok: true, expression: expressionOf(new Parser(tokens, [...names.contexts], [...names.functions]).parse()) };
  } catch (error) {
    const offset = error instanceof ExpressionError ? offsetOf(text, error.pos) : 0;
    // Where it stands is told by the offset.
    const words = (error instanceof Error ? error.message : String(error)).replace(/\. Located at position [^]*$/u, "");
    return { ok: false, cause: unknownName.test(words) ? "name" : "grammar", problem: { offset, message: `the expression cannot be read: ${words}` } };
  }
}

/** How the library says it. */
const unknownName = /^Unrecognized (?:named-value|function)/u;

function offsetOf(text: string, { line, column }: { readonly line: number; readonly column: number }): number {
  const before = text.split("\n").slice(0, line);
  return Math.min(before.reduce((sum, one) => sum + one.length + 1, 0) + column, text.length);
}

/** The library's tree as plain data. */
function expressionOf(tree: Expr): WorkflowExpression {
  if (tree instanceof Literal) return { kind: "literal", value: plainValue(tree.literal) };
  if (tree instanceof Grouping) return expressionOf(tree.group);
  if (tree instanceof ContextAccess) return { kind: "context", name: tree.name.lexeme.toLowerCase() };
  if (tree instanceof IndexAccess) return { kind: "index", of: expressionOf(tree.expr), index: tree.index instanceof Star ? "*" : expressionOf(tree.index) };
  if (tree instanceof FunctionCall) return { kind: "call", name: tree.functionName.lexeme.toLowerCase(), arguments: tree.args.map(expressionOf) };
  if (tree instanceof Unary) return { kind: "not", of: expressionOf(tree.expr) };
  if (tree instanceof Logical) return { kind: tree.operator.lexeme === "&&" ? "and" : "or", operands: tree.args.map(expressionOf) };
  if (tree instanceof Binary && isComparison(tree.operator.lexeme)) return { kind: "compare", operator: tree.operator.lexeme, left: expressionOf(tree.left), right: expressionOf(tree.right) };
  throw new Error("a form of expression that is not known");
}

function isComparison(lexeme: string): lexeme is ComparisonOperator {
  return /^(?:[=!]=|[<>]=?)$/u.test(lexeme);
}

function plainValue(value: Literal["literal"]): string | number | boolean | null {
  if (value instanceof StringData || value instanceof NumberData || value instanceof BooleanData) return value.value;
  return null;
}
