import type { Expression, FileFacts, FunctionIndex, Pattern, Statement } from "../facts/facts.js";

/** A function that may be a root: it stands in the module itself or in a class there. */
export interface Candidate {
  readonly function: FunctionIndex;
  readonly name: string | undefined;
  /** The class whose method it is. */
  readonly class?: number | undefined;
  readonly key?: string | undefined;
  readonly isStatic?: boolean | undefined;
}

/** The functions of a file that can be called from outside of a function, those that no other one names first. */
export function rootCandidates(facts: FileFacts): readonly Candidate[] {
  const scan: Scan = { functions: new Set(), classes: new Set(), reads: new Set() };
  for (const statement of facts.body) scanStatement(statement, scan);
  const methods: Candidate[] = [...scan.classes].flatMap((index) =>
    (facts.classes[index]?.methods ?? []).flatMap((method): readonly Candidate[] =>
      method.kind === "method" && typeof method.key === "string" ? [{ function: method.function, name: method.key, class: index, key: method.key, isStatic: method.isStatic }] : [],
    ),
  );
  const functions: Candidate[] = [...scan.functions].map((index) => ({ function: index, name: facts.functions[index]?.name }));
  const named = namesReadInFunctions(facts);
  const isNamed = (candidate: Candidate): boolean => candidate.name !== undefined && named.has(candidate.name);
  const all = [...functions, ...methods].sort((left, right) => left.function - right.function);
  return [...all.filter((candidate) => !isNamed(candidate)), ...all.filter(isNamed)];
}

interface Scan {
  readonly functions: Set<number>;
  readonly classes: Set<number>;
  readonly reads: Set<string>;
}

/** Names of variables and members that functions of the file read: whoever is among them has a caller, perhaps. */
function namesReadInFunctions(facts: FileFacts): ReadonlySet<string> {
  const scan: Scan = { functions: new Set(), classes: new Set(), reads: new Set() };
  const addName = (index: number): void => {
    const name = facts.variables[index]?.name;
    if (name !== undefined) scan.reads.add(name);
  };
  for (const one of facts.functions) for (const statement of one.body) scanStatement(statement, scan, addName);
  return scan.reads;
}

type Read = (variable: number) => void;

function scanStatement(statement: Statement, scan: Scan, read?: Read): void {
  const all = (statements: readonly Statement[] | undefined): void => {
    for (const inner of statements ?? []) scanStatement(inner, scan, read);
  };
  const expression = (one: Expression | undefined): void => {
    if (one !== undefined) scanExpression(one, scan, read);
  };
  switch (statement.kind) {
    case "evaluate":
      expression(statement.expression);
      return;
    case "bind":
      scanPattern(statement.target, scan, read);
      expression(statement.value);
      return;
    case "if":
      expression(statement.test);
      all(statement.then);
      all(statement.otherwise);
      return;
    case "each":
      expression(statement.of);
      all(statement.body);
      return;
    case "loop":
      expression(statement.test);
      expression(statement.update);
      all(statement.body);
      return;
    case "switch":
      expression(statement.subject);
      for (const one of statement.cases) {
        expression(one.test);
        all(one.body);
      }
      return;
    case "try":
      all(statement.body);
      all(statement.handler);
      all(statement.finalizer);
      return;
    case "return":
    case "throw":
      expression(statement.value);
      return;
    case "block":
      all(statement.body);
      return;
    case "break":
    case "continue":
      return;
  }
}

function scanPattern(pattern: Pattern, scan: Scan, read: Read | undefined): void {
  switch (pattern.kind) {
    case "object":
      for (const entry of pattern.entries) {
        if (entry.default !== undefined) scanExpression(entry.default, scan, read);
        scanPattern(entry.target, scan, read);
      }
      return;
    case "array":
      for (const element of pattern.elements) {
        if (element?.default !== undefined) scanExpression(element.default, scan, read);
        if (element !== null) scanPattern(element.target, scan, read);
      }
      return;
    default:
      return;
  }
}

function scanExpression(expression: Expression, scan: Scan, read: Read | undefined): void {
  const all = (...expressions: readonly (Expression | string | undefined)[]): void => {
    for (const one of expressions) if (one !== undefined && typeof one !== "string") scanExpression(one, scan, read);
  };
  switch (expression.kind) {
    case "variable":
      read?.(expression.variable);
      return;
    case "function":
      scan.functions.add(expression.function);
      return;
    case "class":
      scan.classes.add(expression.class);
      return;
    case "template":
    case "unknown":
      all(...expression.parts);
      return;
    case "member":
      if (typeof expression.key === "string") scan.reads.add(expression.key);
      all(expression.object, expression.key);
      return;
    case "call":
      all(expression.callee, ...expression.arguments.map((argument) => argument.value));
      return;
    case "tagged":
      all(expression.tag, expression.template);
      return;
    case "object":
      for (const entry of expression.entries) {
        if (entry.kind === "property" || entry.kind === "spread") all(entry.value);
        else scan.functions.add(entry.function);
      }
      return;
    case "array":
      all(...expression.elements.map((element) => element?.value));
      return;
    case "conditional":
      all(expression.test, expression.then, expression.otherwise);
      return;
    case "logical":
    case "compare":
    case "arithmetic":
      all(expression.left, expression.right);
      return;
    case "not":
    case "void":
    case "typeof":
    case "delete":
    case "assign":
    case "await":
    case "yield":
      all(expression.value);
      return;
    case "sequence":
      all(...expression.expressions);
      return;
    case "import":
      all(expression.specifier);
      return;
    default:
      return;
  }
}
