import type { Expression, ObjectEntry, Pattern, Statement } from "./facts.js";

export interface Visitor {
  readonly statement?: (statement: Statement) => void;
  readonly expression?: (expression: Expression) => void;
  readonly pattern?: (pattern: Pattern) => void;
}

/** Visits all statements, expressions and patterns below, outer ones first, but not the bodies of functions and classes. */
export function visitFacts(statements: readonly Statement[], visitor: Visitor): void {
  const stack: (Statement | Expression | Pattern)[] = [...statements].reverse();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const below = isStatement(node) ? belowStatement(node, visitor) : isPattern(node) ? belowPattern(node, visitor) : belowExpression(node, visitor);
    for (let index = below.length - 1; index >= 0; index -= 1) {
      const one = below[index];
      if (one !== undefined) stack.push(one);
    }
  }
}

type Node = Statement | Expression | Pattern;

const statementKinds: ReadonlySet<string> = new Set<Statement["kind"]>(["evaluate", "bind", "if", "each", "loop", "switch", "try", "return", "throw", "break", "continue", "block", "spawn", "defer"]);

function isStatement(node: Statement | Expression | Pattern): node is Statement {
  return statementKinds.has(node.kind);
}

/** Patterns come wrapped, because some share their kind's name with an expression. */
function isPattern(node: Statement | Expression | Pattern): node is Pattern {
  return patterns.has(node);
}

const patterns = new WeakSet();

function asPattern(pattern: Pattern | undefined): readonly Node[] {
  if (pattern === undefined) return [];
  patterns.add(pattern);
  return [pattern];
}

function key(one: string | Expression): readonly Node[] {
  return typeof one === "string" ? [] : [one];
}

function present(...nodes: readonly (Expression | undefined)[]): readonly Node[] {
  return nodes.filter((node): node is Expression => node !== undefined);
}

function belowStatement(statement: Statement, { statement: visit }: Visitor): readonly Node[] {
  visit?.(statement);
  switch (statement.kind) {
    case "evaluate":
      return [statement.expression];
    case "bind":
      return [...asPattern(statement.target), ...present(statement.value)];
    case "if":
      return [statement.test, ...statement.then, ...statement.otherwise];
    case "each":
      return [...asPattern(statement.target), statement.of, ...statement.body];
    case "loop":
      return [...present(statement.test, statement.update), ...statement.body];
    case "switch":
      return [statement.subject, ...statement.cases.flatMap((one): readonly Node[] => [...present(one.test), ...one.body])];
    case "try":
      return [...statement.body, ...asPattern(statement.parameter), ...(statement.handler ?? []), ...(statement.finalizer ?? [])];
    case "return":
    case "throw":
      return present(statement.value);
    case "spawn":
    case "defer":
      return [statement.call];
    case "block":
      return statement.body;
    case "break":
    case "continue":
      return [];
  }
}

function belowPattern(pattern: Pattern, { pattern: visit }: Visitor): readonly Node[] {
  visit?.(pattern);
  switch (pattern.kind) {
    case "object":
      return [...pattern.entries.flatMap((entry) => [...key(entry.key), ...asPattern(entry.target), ...present(entry.default)]), ...asPattern(pattern.rest)];
    case "array":
      return pattern.elements.flatMap((element) => (element === null ? [] : [...asPattern(element.target), ...present(element.default)]));
    case "member":
      return [pattern.object, ...key(pattern.key)];
    case "dereference":
      return [pattern.pointer];
    default:
      return [];
  }
}

function belowExpression(expression: Expression, { expression: visit }: Visitor): readonly Node[] {
  visit?.(expression);
  switch (expression.kind) {
    case "template":
    case "unknown":
      return expression.parts;
    case "member":
      return [expression.object, ...key(expression.key)];
    case "call":
      return [expression.callee, ...expression.arguments.map((argument) => argument.value)];
    case "tagged":
      return [expression.tag, expression.template];
    case "object":
      return [...present(expression.type), ...expression.entries.flatMap(belowEntry)];
    case "array":
      return present(...expression.elements.map((element) => element?.value));
    case "conditional":
      return [expression.test, expression.then, expression.otherwise];
    case "logical":
    case "compare":
    case "arithmetic":
      return [expression.left, expression.right];
    case "assign":
      return [...asPattern(expression.target), expression.value];
    case "not":
    case "void":
    case "typeof":
    case "delete":
    case "address":
    case "dereference":
      return [expression.value];
    case "await":
    case "yield":
      return present(expression.value);
    case "sequence":
      return expression.expressions;
    case "import":
      return [expression.specifier];
    default:
      return [];
  }
}

function belowEntry(entry: ObjectEntry): readonly Node[] {
  switch (entry.kind) {
    case "property":
      return [...key(entry.key), ...present(entry.mapKey), entry.value];
    case "element":
    case "spread":
      return [entry.value];
    default:
      return [{ kind: "function", function: entry.function, at: entry.at }];
  }
}
