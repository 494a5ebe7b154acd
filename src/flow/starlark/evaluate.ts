import type { StarlarkExpression, StarlarkStatement, StarlarkTarget } from "../../facts/starlark.js";
import { join, literal, literalText } from "../../values/text.js";
import type { Place } from "../../values/value.js";
import { spend, type Frame } from "../run.js";
import { asText, callMethod, lettersOf, mostItems, percentText } from "./methods.js";
import { joined, listValue, none, textValue, truthOf, unknownValue, type Arguments, type Scope, type StarlarkValue } from "./values.js";

/** What runs the files of a tool. */
export interface StarlarkProgram {
  readonly frame: Frame;
  /** What a name means that the file does not define; undefined for one that nobody defines. */
  readonly global: (name: string) => StarlarkValue | undefined;
  /** Calls what the tool defines, `load` included. */
  readonly call: (program: StarlarkProgram, name: string, given: Arguments, scope: Scope) => StarlarkValue;
  /** A member of what the tool defines, or of a value that is no text, list or map. */
  readonly member: (object: StarlarkValue, name: string) => StarlarkValue;
  /** A value is called of which nothing is known. */
  readonly callUnknown: (given: Arguments) => StarlarkValue;
  /** How many functions are running. */
  depth: number;
}

/** What the statements of a function return. */
interface Returns {
  readonly values: StarlarkValue[];
  /** No statement behind is reached. */
  isOver: boolean;
}

const deepest = 24;
const mostTurns = 300;

/** Runs a file's statements. Where it is not known which way is taken, both are, one after the other. */
export function runStarlark(program: StarlarkProgram, body: readonly StarlarkStatement[], scope: Scope): void {
  runStatements(program, body, scope, { values: [], isOver: false });
}

function runStatements(program: StarlarkProgram, body: readonly StarlarkStatement[], scope: Scope, returns: Returns): void {
  for (const statement of body) {
    if (returns.isOver) return;
    spend(program.frame.run);
    runStatement(program, statement, scope, returns);
  }
}

function runStatement(program: StarlarkProgram, statement: StarlarkStatement, scope: Scope, returns: Returns): void {
  switch (statement.kind) {
    case "evaluate":
      evaluate(program, statement.value, scope);
      return;
    case "assign": {
      const value = evaluate(program, statement.value, scope);
      assign(program, statement.target, statement.isAdded ? added(targetValue(program, statement.target, scope), value) : value, scope);
      return;
    }
    case "if":
      runIf(program, statement, scope, returns);
      return;
    case "for":
      for (const item of itemsOf(evaluate(program, statement.of, scope))) {
        if (returns.isOver) return;
        assign(program, statement.target, item, scope);
        runStatements(program, statement.body, scope, returns);
      }
      return;
    case "define":
      scope.names.set(statement.name, { kind: "function", name: statement.name, parameters: statement.parameters, body: statement.body, scope });
      return;
    case "return":
      returns.values.push(statement.value === undefined ? none : evaluate(program, statement.value, scope));
      returns.isOver = true;
      return;
  }
}

function runIf(program: StarlarkProgram, { test, then, otherwise }: Extract<StarlarkStatement, { kind: "if" }>, scope: Scope, returns: Returns): void {
  const truth = truthOf(evaluate(program, test, scope));
  if (truth !== undefined) {
    runStatements(program, truth ? then : otherwise, scope, returns);
    return;
  }
  const before = new Map(scope.names);
  const [left, right] = [then, otherwise].map((body) => {
    const own: Returns = { values: returns.values, isOver: false };
    scope.names.clear();
    for (const [name, value] of before) scope.names.set(name, value);
    runStatements(program, body, scope, own);
    return { names: new Map(scope.names), isOver: own.isOver };
  });
  if (left === undefined || right === undefined) return;
  returns.isOver = left.isOver && right.isOver;
  scope.names.clear();
  const going = [left, right].filter(({ isOver }) => !isOver);
  const [only] = going;
  for (const name of new Set(going.flatMap(({ names }) => [...names.keys()]))) {
    scope.names.set(name, going.length === 1 && only !== undefined ? (only.names.get(name) ?? none) : joined(left.names.get(name), right.names.get(name)));
  }
}

/** The items of a list that a loop goes through; those of what is not known are not. */
function itemsOf(value: StarlarkValue): readonly StarlarkValue[] {
  if (value.kind === "list") return value.items.slice(0, mostTurns);
  return value.kind === "map" ? [...value.entries.keys()].slice(0, mostTurns).map((key) => textValue(literal(key))) : [unknownValue("an item of a list that is not known")];
}

function assign(program: StarlarkProgram, target: StarlarkTarget, value: StarlarkValue, scope: Scope): void {
  switch (target.kind) {
    case "name":
      scope.names.set(target.name, value);
      return;
    case "several":
      target.targets.forEach((one, index) => {
        assign(program, one, (value.kind === "list" && !value.isOpen ? value.items[index] : undefined) ?? unknownValue("a part of a value"), scope);
      });
      return;
    case "item": {
      const [object, key] = [evaluate(program, target.object, scope), lettersOf(evaluate(program, target.index, scope))];
      if (object.kind === "map" && key !== undefined) object.entries.set(key, value);
      else if (object.kind === "map" || object.kind === "list") object.isOpen = true;
      return;
    }
    case "other":
      return;
  }
}

function targetValue(program: StarlarkProgram, target: StarlarkTarget, scope: Scope): StarlarkValue {
  if (target.kind === "name") return lookUp(program, target.name, scope);
  return target.kind === "item" ? evaluate(program, { kind: "item", object: target.object, index: target.index }, scope) : unknownValue("several values");
}

function lookUp(program: StarlarkProgram, name: string, scope: Scope): StarlarkValue {
  for (let layer: Scope | undefined = scope; layer !== undefined; layer = layer.outer) {
    const found = layer.names.get(name);
    if (found !== undefined) return found;
  }
  return program.global(name) ?? unknownValue(name);
}

export function evaluate(program: StarlarkProgram, expression: StarlarkExpression, scope: Scope): StarlarkValue {
  spend(program.frame.run);
  switch (expression.kind) {
    case "text":
      return textValue(literal(expression.value, { file: scope.file, literal: { kind: "literal", value: expression.value, at: expression.at, map: expression.map }, offset: 0 }));
    case "number":
      return { kind: "number", number: expression.value };
    case "constant":
      return { kind: "constant", constant: expression.value };
    case "name":
      return lookUp(program, expression.name, scope);
    case "list":
      return listValue(expression.items.map((item) => evaluate(program, item, scope)));
    case "map": {
      const entries = new Map<string, StarlarkValue>();
      let isOpen = false;
      for (const [key, value] of expression.entries) {
        const name = lettersOf(evaluate(program, key, scope));
        if (name === undefined) isOpen = true;
        else entries.set(name, evaluate(program, value, scope));
      }
      return { kind: "map", entries, isOpen };
    }
    case "member": {
      const object = evaluate(program, expression.object, scope);
      return object.kind === "text" || object.kind === "list" || object.kind === "map" ? { kind: "builtin", name: expression.name, receiver: object } : program.member(object, expression.name);
    }
    case "item":
      return itemOf(evaluate(program, expression.object, scope), evaluate(program, expression.index, scope));
    case "operation":
      return operate(program, expression, scope);
    case "not": {
      const truth = truthOf(evaluate(program, expression.value, scope));
      return truth === undefined ? unknownValue("a condition") : { kind: "constant", constant: !truth };
    }
    case "conditional": {
      const truth = truthOf(evaluate(program, expression.test, scope));
      if (truth !== undefined) return evaluate(program, truth ? expression.then : expression.otherwise, scope);
      return joined(evaluate(program, expression.then, scope), evaluate(program, expression.otherwise, scope));
    }
    case "each": {
      const inner: Scope = { names: new Map(), outer: scope, file: scope.file };
      const list = evaluate(program, expression.of, scope);
      const items = itemsOf(list).flatMap((item) => {
        assign(program, expression.target, item, inner);
        const truth = expression.test === undefined ? true : truthOf(evaluate(program, expression.test, inner));
        return truth === false ? [] : [evaluate(program, expression.body, inner)];
      });
      return listValue(items, list.kind !== "list" || list.isOpen);
    }
    case "call":
      return callExpression(program, expression, scope);
    case "unknown":
      return unknownValue("an expression that is not understood");
  }
}

function itemOf(object: StarlarkValue, index: StarlarkValue): StarlarkValue {
  if (object.kind === "list" && index.kind === "number") return (object.isOpen ? undefined : object.items.at(index.number)) ?? unknownValue("an item of a list");
  const key = lettersOf(index);
  return (object.kind === "map" && key !== undefined ? object.entries.get(key) : undefined) ?? unknownValue("an item of a value");
}

function operate(program: StarlarkProgram, { operator, left, right }: Extract<StarlarkExpression, { kind: "operation" }>, scope: Scope): StarlarkValue {
  const first = evaluate(program, left, scope);
  if (operator === "and" || operator === "or") {
    const truth = truthOf(first);
    if (truth !== undefined) return truth === (operator === "or") ? first : evaluate(program, right, scope);
    const second = evaluate(program, right, scope);
    return operator === "or" ? joined(first, second) : unknownValue("a condition");
  }
  const second = evaluate(program, right, scope);
  switch (operator) {
    case "+":
      return added(first, second);
    case "%": {
      const text = first.kind === "text" ? percentText(first.text, second) : undefined;
      return text === undefined ? unknownValue("a text that is put together") : textValue(text);
    }
    case "==":
    case "!=": {
      const isEqual = areEqual(first, second);
      return isEqual === undefined ? unknownValue("a comparison") : { kind: "constant", constant: isEqual === (operator === "==") };
    }
    case "in":
    case "not in": {
      const key = lettersOf(first);
      if (second.kind !== "map" || key === undefined || second.isOpen) return unknownValue("a comparison");
      return { kind: "constant", constant: second.entries.has(key) === (operator === "in") };
    }
    default:
      return unknownValue("an operation");
  }
}

function areEqual(left: StarlarkValue, right: StarlarkValue): boolean | undefined {
  if (left.kind === "text" && right.kind === "text") {
    if (left.text.key === right.text.key) return true;
    return literalText(left.text) === undefined || literalText(right.text) === undefined ? undefined : false;
  }
  if (left.kind === "number" && right.kind === "number") return left.number === right.number;
  if (left.kind === "constant" && right.kind === "constant") return left.constant === right.constant;
  return left.kind === "unknown" || right.kind === "unknown" || left.kind === right.kind ? undefined : false;
}

function added(left: StarlarkValue, right: StarlarkValue): StarlarkValue {
  if (left.kind === "list" && right.kind === "list") return listValue([...left.items, ...right.items].slice(0, mostItems), left.isOpen || right.isOpen);
  if (left.kind === "list" || right.kind === "list") return listValue(left.kind === "list" ? left.items : right.kind === "list" ? right.items : [], true);
  if (left.kind === "number" && right.kind === "number") return { kind: "number", number: left.number + right.number };
  const [one, other] = [asText(left), asText(right)];
  return one === undefined || other === undefined ? unknownValue("a text that is put together") : textValue(join([{ text: one }, { text: other }]));
}

// ----------------------------------------------------------------------------------------------------------- calls

function callExpression(program: StarlarkProgram, { callee, arguments: words, at }: Extract<StarlarkExpression, { kind: "call" }>, scope: Scope): StarlarkValue {
  const called = evaluate(program, callee, scope);
  const given = argumentsOf(program, words, { file: scope.file, start: at[0], end: at[1] }, scope);
  switch (called.kind) {
    case "function":
      return callFunction(program, called, given);
    case "builtin":
      return called.receiver === undefined ? program.call(program, called.name, given, scope) : callMethod(called.receiver, called.name, given);
    default:
      return program.callUnknown(given);
  }
}

function argumentsOf(program: StarlarkProgram, words: Extract<StarlarkExpression, { kind: "call" }>["arguments"], place: Place, scope: Scope): Arguments {
  const positional: StarlarkValue[] = [];
  const named = new Map<string, StarlarkValue>();
  let isOpen = false;
  for (const { name, value: expression, isSpread } of words) {
    const value = evaluate(program, expression, scope);
    if (name !== undefined) named.set(name, value);
    else if (!isSpread) positional.push(value);
    else if (value.kind === "list" && !value.isOpen) positional.push(...value.items);
    else if (value.kind === "map" && !value.isOpen) for (const [key, one] of value.entries) named.set(key, one);
    else isOpen = true;
  }
  return { positional, named, isOpen, place };
}

/** Calls a function of a file; its names are those of the file that defines it. */
export function callFunction(program: StarlarkProgram, called: Extract<StarlarkValue, { kind: "function" }>, given: Arguments): StarlarkValue {
  if (program.depth >= deepest) return program.callUnknown(given);
  const names = new Map<string, StarlarkValue>();
  const scope: Scope = { names, outer: called.scope, file: called.scope.file };
  const rest = new Map(given.named);
  called.parameters.forEach(({ name, default: preset, form }, index) => {
    if (form === "list") names.set(name, listValue(given.positional.slice(index), given.isOpen));
    else if (form === "plain") {
      const value = rest.get(name) ?? given.positional[index];
      rest.delete(name);
      names.set(name, value ?? (given.isOpen || preset === undefined ? unknownValue(`the parameter ${name}`) : evaluate(program, preset, called.scope)));
    }
  });
  for (const { name, form } of called.parameters) if (form === "map") names.set(name, { kind: "map", entries: rest, isOpen: given.isOpen });
  const returns: Returns = { values: [], isOver: false };
  program.depth += 1;
  try {
    runStatements(program, called.body, scope, returns);
  } finally {
    program.depth -= 1;
  }
  const [first = none, ...others] = returns.isOver ? returns.values : [...returns.values, ...(returns.values.length === 0 ? [none] : [])];
  return others.reduce(joined, first);
}
