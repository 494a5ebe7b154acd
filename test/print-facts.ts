import type { Argument, ClassFacts, Expression, FileFacts, FunctionFacts, ObjectEntry, Pattern, PropertyKey_, Statement } from "../src/facts/facts.js";

/** Facts as compact pseudo-code, for tests: names carry their variable's index (`image#3`), functions and classes stand where they are read. */
export function printFacts(facts: FileFacts): string {
  const lines = [
    ...facts.imports.map((one) => `import ${one.isTypeOnly === true ? "type " : one.isExpression === true ? "later " : one.isDot === true ? "dot " : ""}${quote(one.specifier)}${one.bindings.map((binding) => ` ${binding.imported}=${nameOf(facts, binding.variable)}`).join("")}`),
    ...printStatements(facts, facts.body),
    ...(facts.methods ?? []).map((one) => `method ${one.type}.${one.key} ${printFunction(facts, facts.functions[one.function])}`),
    ...facts.exports.map((one) => {
      switch (one.kind) {
        case "local":
          return `export ${one.exported}=${nameOf(facts, one.variable)}`;
        case "from":
          return `export ${one.exported}=${one.imported} from ${quote(one.specifier)}`;
        case "all":
          return `export * from ${quote(one.specifier)}`;
      }
    }),
  ];
  return lines.join("\n");
}

/** One expression, as `printFacts` shows it. */
export function printExpression(facts: FileFacts, expression: Expression): string {
  const print = (inner: Expression): string => printExpression(facts, inner);
  switch (expression.kind) {
    case "literal":
      return typeof expression.value === "string" ? quote(expression.value) : String(expression.value);
    case "undefined":
    case "this":
    case "super":
      return expression.kind;
    case "template":
      return `template(${expression.parts.map(print).join(" ")})`;
    case "regexp":
      return `/${expression.source}/${expression.flags}`;
    case "variable":
      return nameOf(facts, expression.variable);
    case "global":
      return `global.${expression.name}`;
    case "member":
      return `${print(expression.object)}${expression.optional ? "?." : ""}${printKey(facts, expression.key, expression.optional)}`;
    case "call":
      return `${expression.construct ? "new " : ""}${print(expression.callee)}${expression.optional ? "?." : ""}(${printArguments(facts, expression.arguments)})`;
    case "tagged":
      return `${print(expression.tag)} ${print(expression.template)}`;
    case "function":
      return printFunction(facts, facts.functions[expression.function]);
    case "class":
      return printClass(facts, facts.classes[expression.class]);
    case "object":
      return `${expression.type === undefined ? "" : `${print(expression.type)} `}{ ${expression.entries.map((entry) => printEntry(facts, entry)).join(", ")} }`;
    case "address":
      return `&${print(expression.value)}`;
    case "dereference":
      return `*${print(expression.value)}`;
    case "array":
      return `[${printArguments(facts, expression.elements)}]`;
    case "conditional":
      return `(${print(expression.test)} ? ${print(expression.then)} : ${print(expression.otherwise)})`;
    case "logical":
    case "compare":
    case "arithmetic":
      return `(${print(expression.left)} ${expression.operator} ${print(expression.right)})`;
    case "not":
    case "void":
    case "typeof":
    case "delete":
      return `${expression.kind} ${print(expression.value)}`;
    case "assign":
      return `(${printPattern(facts, expression.target)} = ${print(expression.value)})`;
    case "await":
    case "yield":
      return expression.value === undefined ? expression.kind : `${expression.kind} ${print(expression.value)}`;
    case "sequence":
      return `(${expression.expressions.map(print).join(", ")})`;
    case "import":
      return `${expression.form}(${print(expression.specifier)})`;
    case "unknown":
      return `unknown<${expression.reason}>(${expression.parts.map(print).join(", ")})`;
  }
}

function printStatements(facts: FileFacts, statements: readonly Statement[]): string[] {
  return statements.flatMap((statement) => printStatement(facts, statement));
}

function printStatement(facts: FileFacts, statement: Statement): string[] {
  const print = (expression: Expression): string => printExpression(facts, expression);
  const printBlock = (head: string, body: readonly Statement[]): string[] => [`${head} {`, ...printStatements(facts, body).flatMap((line) => line.split("\n")).map((line) => `  ${line}`), "}"];
  const label = "label" in statement && statement.label !== undefined ? `${statement.label}: ` : "";
  switch (statement.kind) {
    case "evaluate":
      return [print(statement.expression)];
    case "bind":
      return [`bind ${printPattern(facts, statement.target)}${statement.value === undefined ? "" : ` = ${print(statement.value)}`}`];
    case "if":
      return [...printBlock(`if ${print(statement.test)}`, statement.then), ...(statement.otherwise.length === 0 ? [] : printBlock("else", statement.otherwise))];
    case "each":
      return printBlock(`${label}each ${printPattern(facts, statement.target)} in ${statement.over} of ${print(statement.of)}`, statement.body);
    case "loop": {
      const test = statement.test === undefined ? "" : ` ${statement.runsFirst ? "until not" : "while"} ${print(statement.test)}`;
      return printBlock(`${label}loop${test}${statement.update === undefined ? "" : ` update ${print(statement.update)}`}`, statement.body);
    }
    case "switch":
      return [`${label}switch ${print(statement.subject)}`, ...statement.cases.flatMap((one) => printBlock(one.test === undefined ? "default" : `case ${print(one.test)}`, one.body))];
    case "try":
      return [
        ...printBlock("try", statement.body),
        ...(statement.handler === undefined ? [] : printBlock(`catch${statement.parameter === undefined ? "" : ` ${printPattern(facts, statement.parameter)}`}`, statement.handler)),
        ...(statement.finalizer === undefined ? [] : printBlock("finally", statement.finalizer)),
      ];
    case "return":
      return [`${statement.isFailure === true ? "fail" : "return"}${statement.value === undefined ? "" : ` ${print(statement.value)}`}`];
    case "spawn":
    case "defer":
      return [`${statement.kind} ${print(statement.call)}`];
    case "throw":
      return [`throw ${print(statement.value)}`];
    case "break":
    case "continue":
      return [`${statement.kind}${statement.label === undefined ? "" : ` ${statement.label}`}`];
    case "block":
      return printBlock(`${label}block`, statement.body);
  }
}

function printPattern(facts: FileFacts, pattern: Pattern): string {
  const printDefault = (value: Expression | undefined): string => (value === undefined ? "" : ` ?= ${printExpression(facts, value)}`);
  switch (pattern.kind) {
    case "variable":
      return nameOf(facts, pattern.variable);
    case "global":
      return `global.${pattern.name}`;
    case "member":
      return `${printExpression(facts, pattern.object)}${printKey(facts, pattern.key, false)}`;
    case "object": {
      const entries = pattern.entries.map((entry) => `${printName(facts, entry.key)}: ${printPattern(facts, entry.target)}${printDefault(entry.default)}`);
      return `{ ${[...entries, ...(pattern.rest === undefined ? [] : [`...${printPattern(facts, pattern.rest)}`])].join(", ")} }`;
    }
    case "array":
      return `[${pattern.elements.map((element) => (element === null ? "-" : `${element.isRest ? "..." : ""}${printPattern(facts, element.target)}${printDefault(element.default)}`)).join(", ")}]`;
    case "dereference":
      return `*${printExpression(facts, pattern.pointer)}`;
    case "ignore":
      return "_";
  }
}

function printFunction(facts: FileFacts, known: FunctionFacts | undefined): string {
  if (known === undefined) return "missing function";
  const parameters = known.parameters.map((parameter) => {
    const type = parameter.type === undefined ? "" : `: ${printExpression(facts, parameter.type)}`;
    const value = parameter.default === undefined ? "" : ` ?= ${printExpression(facts, parameter.default)}`;
    return `${parameter.isRest ? "..." : ""}${printPattern(facts, parameter.target)}${type}${value}`;
  });
  const marks = [known.isAsync ? "async " : "", known.hasOwnThis ? "function" : "arrow", known.isGenerator ? "*" : ""].join("");
  const body = printStatements(facts, known.body).flatMap((line) => line.split("\n")).map((line) => `  ${line}\n`);
  return `${marks} ${known.name ?? ""}(${parameters.join(", ")}) {${body.length === 0 ? "" : `\n${body.join("")}`}}`;
}

function printClass(facts: FileFacts, known: ClassFacts | undefined): string {
  if (known === undefined) return "missing class";
  const members = [
    ...known.fields.map((field) => `${field.isStatic ? "static " : ""}${field.isEmbedded === true ? "embedded " : ""}${printName(facts, field.key)}${field.type === undefined ? "" : `: ${printExpression(facts, field.type)}`}${field.value === undefined ? "" : ` = ${printExpression(facts, field.value)}`}`),
    ...(known.constructor_ === undefined ? [] : [`constructor ${printFunction(facts, facts.functions[known.constructor_])}`]),
    ...known.methods.map((method) => `${method.isStatic ? "static " : ""}${method.kind} ${printName(facts, method.key)} ${printFunction(facts, facts.functions[method.function])}`),
  ];
  const lines = members.flatMap((member) => member.split("\n")).map((line) => `  ${line}\n`);
  const underlying = known.underlying === undefined ? "" : ` as ${known.underlying}${known.element === undefined ? "" : ` of ${printExpression(facts, known.element)}`}`;
  return `class ${known.name ?? ""}${known.extends === undefined ? "" : ` extends ${printExpression(facts, known.extends)}`}${underlying} {${lines.length === 0 ? "" : `\n${lines.join("")}`}}`;
}

function printEntry(facts: FileFacts, entry: ObjectEntry): string {
  switch (entry.kind) {
    case "property":
      return `${printName(facts, entry.key)}${entry.mapKey === undefined ? "" : `|${printExpression(facts, entry.mapKey)}`}: ${printExpression(facts, entry.value)}`;
    case "element":
      return `- ${printExpression(facts, entry.value)}`;
    case "spread":
      return `...${printExpression(facts, entry.value)}`;
    case "getter":
    case "setter":
      return `${entry.kind} ${printName(facts, entry.key)} ${printFunction(facts, facts.functions[entry.function])}`;
  }
}

function printArguments(facts: FileFacts, values: readonly (Argument | null)[]): string {
  return values.map((value) => (value === null ? "-" : `${value.isSpread ? "..." : ""}${printExpression(facts, value.value)}`)).join(", ");
}

/** The key behind an object: `.name`, or `[expression]`. */
function printKey(facts: FileFacts, key: PropertyKey_, isOptional: boolean): string {
  if (typeof key !== "string") return `[${printExpression(facts, key)}]`;
  return isOptional ? key : `.${key}`;
}

function printName(facts: FileFacts, key: PropertyKey_): string {
  return typeof key === "string" ? key : `[${printExpression(facts, key)}]`;
}

function nameOf(facts: FileFacts, variable: number): string {
  const name = facts.variables[variable]?.name ?? "missing";
  return `${name === "" ? "held" : name}#${variable}`;
}

function quote(text: string): string {
  return JSON.stringify(text);
}
