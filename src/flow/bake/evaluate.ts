import type { BakeBlock, BakeExpression } from "../../facts/bake.js";
import type { EncodedText } from "../../values/encoding.js";
import { choice, isText, join, literal, literalText, placeOf } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { newFresh, newUnknown } from "../run.js";
import type { Frame } from "../run.js";
import { callStandard, either, equality, lettersOf, negated } from "./functions.js";
import { nothingKnown } from "./values.js";
import type { BakeValue } from "./values.js";

/** What expressions are evaluated with. */
export interface Scope {
  readonly frame: Frame;
  readonly source: EncodedText;
  /** Variables, parameters, and names of a matrix; undefined: there is none of that name. */
  readonly valueOf: (name: string) => BakeValue | undefined;
  readonly functions: ReadonlyMap<string, { readonly block: BakeBlock; readonly source: EncodedText }>;
  /** Steps that may still be taken. */
  readonly steps: { left: number };
  readonly depth: number;
}

const deepest = 40;
const mostItems = 200;

/** What an expression gives; what it takes too long to say is not known. */
export function evaluate(outer: Scope, expression: BakeExpression): BakeValue {
  outer.steps.left -= 1;
  if (outer.steps.left < 0 || outer.depth > deepest) return nothingKnown;
  const scope: Scope = { ...outer, depth: outer.depth + 1 };
  const { source } = scope;
  switch (expression.kind) {
    case "text": {
      const written = source.at(...expression.at);
      const letters = literalText(written);
      const text = letters !== undefined && /\\["\\nt]|\$\$\{/u.test(letters) ? literal(unescaped(letters)) : written;
      return { kind: "text", text, place: placeOf(written) };
    }
    case "boolean":
      return { kind: "boolean", value: expression.value };
    case "null":
      return { kind: "null" };
    case "template":
      return { kind: "text", text: join(expression.parts.map((part) => ({ text: textIn(scope, evaluate(scope, part)) }))), place: placeOf(source.at(...expression.at)) };
    case "variable":
      return scope.valueOf(expression.name) ?? nothingKnown;
    case "member":
      return memberOf(evaluate(scope, expression.of), evaluate(scope, expression.key));
    case "call":
      return call(scope, expression);
    case "conditional": {
      const condition = evaluate(scope, expression.condition);
      if (condition.kind === "boolean") return evaluate(scope, condition.value ? expression.yes : expression.no);
      const identity = `bake ${scope.frame.activation.module.file} ${expression.condition.at.join()}`;
      return either(evaluate(scope, expression.yes), evaluate(scope, expression.no), (yes, no) => eitherOf(scope, yes, no, identity));
    }
    case "operation":
      return operated(expression.operator, expression.operands.map((operand) => evaluate(scope, operand))) ?? nothingKnown;
    case "list":
      return { kind: "list", items: expression.items.map((item) => evaluate(scope, item)) };
    case "map":
      return mapOf(expression.entries.map(({ key, value }) => ({ key: evaluate(scope, key), value: evaluate(scope, value) })));
    case "for":
      return forEach(scope, expression);
    case "unknown":
      return nothingKnown;
  }
}

/** What stands for a value in a text. */
export function textIn({ frame }: Pick<Scope, "frame">, value: BakeValue): Text {
  switch (value.kind) {
    case "text":
      return value.text;
    case "boolean":
      return literal(String(value.value));
    case "null":
      return literal("");
    default:
      return newUnknown(frame.run, value.kind === "unknown" ? value.reason : "a list in a text");
  }
}

function unescaped(letters: string): string {
  return letters.replace(/\\(["\\nt])/gu, (_, letter: string) => (letter === "n" ? "\n" : letter === "t" ? "\t" : letter)).replaceAll("$${", "${");
}

function eitherOf({ frame }: Scope, yes: Text, no: Text, identity: string): Text {
  const value = choice([yes, no], identity);
  return isText(value) ? value : newUnknown(frame.run, "a choice");
}

function mapOf(entries: readonly { readonly key: BakeValue; readonly value: BakeValue }[]): BakeValue {
  const named = entries.map(({ key, value }) => ({ name: lettersOf(key) ?? "", place: key.kind === "text" ? key.place : undefined, value }));
  return {
    kind: "map",
    entries: new Map(named.map(({ name, value }) => [name, value])),
    keys: new Map(named.flatMap(({ name, place }) => (place === undefined ? [] : [[name, place] as const]))),
  };
}

function memberOf(of: BakeValue, key: BakeValue): BakeValue {
  const letters = lettersOf(key);
  if (letters === undefined) return nothingKnown;
  const found = of.kind === "map" ? of.entries.get(letters) : of.kind === "list" ? of.items[Number(letters)] : undefined;
  return found ?? nothingKnown;
}

function call(scope: Scope, { name, arguments: given, at }: Extract<BakeExpression, { kind: "call" }>): BakeValue {
  const values = given.map((one) => evaluate(scope, one));
  const own = scope.functions.get(name);
  if (own === undefined) {
    const place = placeOf(scope.source.at(...at));
    if (name === "timestamp" && place !== undefined) return { kind: "text", text: newFresh(scope.frame.run, "timestamp()", place, scope.frame.activation.path), place };
    return callStandard(name, values) ?? nothingKnown;
  }
  const attribute = (key: string): BakeExpression | undefined => own.block.attributes.find((one) => one.name === key)?.value;
  const result = attribute("result");
  const parameters = attribute("params");
  const rest = attribute("variadic_params");
  const names = parameters?.kind === "list" ? parameters.items.map((one) => (one.kind === "variable" ? one.name : "")) : [];
  const bound = new Map<string, BakeValue>(names.map((parameter, index) => [parameter, values[index] ?? nothingKnown]));
  if (rest?.kind === "variable") bound.set(rest.name, { kind: "list", items: values.slice(names.length) });
  return result === undefined ? nothingKnown : evaluate({ ...scope, source: own.source, valueOf: (one) => bound.get(one) ?? scope.valueOf(one) }, result);
}

function operated(operator: string, [left, right]: readonly BakeValue[]): BakeValue | undefined {
  switch (operator) {
    case "==":
      return equality(left, right);
    case "!=":
      return negated(equality(left, right));
    case "!":
      return negated(left);
    case "&&":
      return callStandard("and", [left ?? nothingKnown, right ?? nothingKnown]);
    case "||":
      return callStandard("or", [left ?? nothingKnown, right ?? nothingKnown]);
    default:
      return undefined;
  }
}

/** A condition lets some of them out: which, is not said. */
function forEach(scope: Scope, { names, of, item }: Extract<BakeExpression, { kind: "for" }>): BakeValue {
  const values = evaluate(scope, of);
  const pairs: readonly (readonly [BakeValue, BakeValue])[] | undefined =
    values.kind === "list" ? values.items.map((value, index) => [digits(index), value]) : values.kind === "map" ? [...values.entries].map(([key, value]) => [{ kind: "text", text: literal(key), place: undefined }, value]) : undefined;
  if (pairs === undefined || pairs.length > mostItems) return nothingKnown;
  const [first, second] = names;
  return {
    kind: "list",
    items: pairs.map(([key, value]) => {
      const bound = new Map(second === undefined ? [[first ?? "", value]] : [[first ?? "", key], [second, value]]);
      return evaluate({ ...scope, valueOf: (name) => bound.get(name) ?? scope.valueOf(name) }, item);
    }),
  };
}

function digits(number: number): BakeValue {
  return { kind: "text", text: literal(String(number)), place: undefined };
}
