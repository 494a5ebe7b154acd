import { literalText } from "../../values/text.js";
import { endsWith, includes, startsWith } from "../builtins/go/pieces.js";
import { TemplateFails, fieldOf } from "./evaluate.js";
import { lettersArgument, textArgument, unknownResult } from "./functions.js";
import type { FunctionCall, TemplateFunction } from "./functions.js";
import { booleanValue, isScalar, keyOfValue, lettersOf, lettersValue, nil, numberValue, truthOf, waysOf } from "./template-value.js";
import type { TemplateValue } from "./template-value.js";
import { satisfies } from "./versions.js";

/** Functions that choose and compare: https://masterminds.github.io/sprig/defaults.html, https://pkg.go.dev/text/template#hdr-Functions */
export const decisionFunctions: Readonly<Record<string, TemplateFunction>> = {
  default: ({ given }) => (given.length < 2 ? given[0] : firstOf([given[1] ?? nil, given[0] ?? nil])),
  coalesce: ({ given }) => firstOf(given),
  ternary: ({ given: [yes = nil, no = nil, test = nil] }) => {
    const truth = truthOf(test);
    return truth === undefined ? waysOf([yes, no], `ternary ${keyOfValue(test)} ${keyOfValue(yes)} ${keyOfValue(no)}`) : truth ? yes : no;
  },
  required: ({ given }) => {
    const value = given[1] ?? nil;
    // Whoever installs the chart has to give it.
    return value.kind === "nil" || lettersOf(value) === "" ? undefined : value;
  },
  fail: (call) => {
    throw new TemplateFails(literalText(textArgument(call, 0)) ?? "fail");
  },
  empty: ({ given: [value = nil] }) => opposite(truthOf(value)),
  not: ({ given: [value = nil] }) => opposite(truthOf(value)),
  all: ({ given }) => known(given.every((value) => truthOf(value) === true) ? true : given.some((value) => truthOf(value) === false) ? false : undefined),
  any: ({ given }) => known(given.some((value) => truthOf(value) === true) ? true : given.every((value) => truthOf(value) === false) ? false : undefined),
  eq: ({ given: [first = nil, ...others] }) => {
    const answers = others.map((other) => areEqual(first, other));
    return known(answers.includes(true) ? true : answers.includes(undefined) ? undefined : false);
  },
  ne: ({ given: [first = nil, second = nil] }) => opposite(areEqual(first, second)),
  lt: (call) => compared(call, (left, right) => left < right),
  le: (call) => compared(call, (left, right) => left <= right),
  gt: (call) => compared(call, (left, right) => left > right),
  ge: (call) => compared(call, (left, right) => left >= right),
  len: ({ given: [value] }) => {
    if (value?.kind === "map" && !value.isOpen) return numberValue(value.entries.size);
    if (value?.kind === "list" && !value.isOpen) return numberValue(value.items.length);
    const letters = value?.kind === "text" ? lettersOf(value) : undefined;
    return letters === undefined ? undefined : numberValue(letters.length);
  },
  contains: (call) => asked(call, includes),
  hasPrefix: (call) => asked(call, startsWith),
  hasSuffix: (call) => asked(call, endsWith),
  has: ({ given: [item = nil, list] }) => {
    if (list?.kind === "nil") return booleanValue(false);
    if (list?.kind !== "list") return undefined;
    const answers = list.items.map((one) => areEqual(one, item));
    return known(answers.includes(true) ? true : list.isOpen || answers.includes(undefined) ? undefined : false);
  },
  hasKey: (call) => {
    const [map, key] = [call.given[0], lettersArgument(call, 1)];
    if (map?.kind !== "map" || key === undefined) return undefined;
    return map.entries.has(key) ? booleanValue(true) : map.isOpen ? undefined : booleanValue(fieldOf(map, key).kind !== "nil");
  },
  kindOf: ({ given: [value = nil] }) => kindValue(value),
  typeOf: ({ given: [value = nil] }) => kindValue(value),
  kindIs: (call) => sameKind(call),
  typeIs: (call) => sameKind(call),
  typeIsLike: (call) => sameKind(call),
  semverCompare: (call) => {
    const [constraint, version] = [lettersArgument(call, 0), lettersArgument(call, 1)];
    return known(constraint === undefined || version === undefined ? undefined : satisfies(version, constraint));
  },
  regexMatch: (call) => {
    const [pattern, letters] = [lettersArgument(call, 0), lettersArgument(call, 1)];
    if (pattern === undefined || letters === undefined || pattern.length > longestExpression || /[*+}][)]+[*+{]|\(\?[^:]/u.test(pattern)) return undefined;
    try {
      return booleanValue(new RegExp(pattern, "u").test(letters));
    } catch {
      return undefined;
    }
  },
  add: (call) => calculated(call, (numbers) => numbers.reduce((sum, number) => sum + number, 0)),
  add1: (call) => calculated(call, ([number = 0]) => number + 1),
  sub: (call) => calculated(call, ([left = 0, right = 0]) => left - right),
  mul: (call) => calculated(call, (numbers) => numbers.reduce((product, number) => product * number, 1)),
  max: (call) => calculated(call, (numbers) => Math.max(...numbers)),
  min: (call) => calculated(call, (numbers) => Math.min(...numbers)),
};

const longestExpression = 200;

function known(answer: boolean | undefined): TemplateValue | undefined {
  return answer === undefined ? undefined : booleanValue(answer);
}

function opposite(answer: boolean | undefined): TemplateValue | undefined {
  return known(answer === undefined ? undefined : !answer);
}

/** The first value that is not empty. */
function firstOf(values: readonly TemplateValue[]): TemplateValue {
  const possible: TemplateValue[] = [];
  for (const value of values) {
    const truth = truthOf(value);
    if (truth === false) continue;
    // Of several values that may be empty, the others count here.
    if (truth === undefined && value.kind === "ways") possible.push(...value.ways.filter((way) => truthOf(way) !== false));
    else possible.push(value);
    if (truth === true) break;
  }
  return possible.length === 0 ? (values.at(-1) ?? nil) : waysOf(possible, `first of ${values.map(keyOfValue).join()}`);
}

function areEqual(left: TemplateValue, right: TemplateValue): boolean | undefined {
  if (left.kind === "ways" || right.kind === "ways") {
    const answers = (left.kind === "ways" ? left.ways : [left]).flatMap((one) => (right.kind === "ways" ? right.ways : [right]).map((other) => areEqual(one, other)));
    return answers.every((answer) => answer === answers[0]) ? answers[0] : undefined;
  }
  const [one, other] = [lettersOf(left), lettersOf(right)];
  if (one !== undefined && other !== undefined) return left.kind === "nil" || right.kind === "nil" ? left.kind === right.kind : one === other;
  return isScalar(left) && isScalar(right) && left.text.key === right.text.key ? true : undefined;
}

function compared(call: FunctionCall, holds: (left: number, right: number) => boolean): TemplateValue | undefined {
  const [left, right] = [lettersArgument(call, 0), lettersArgument(call, 1)].map((letters) => (letters === undefined || letters === "" ? NaN : Number(letters)));
  return left === undefined || right === undefined || Number.isNaN(left + right) ? undefined : booleanValue(holds(left, right));
}

/** `contains "part" text` */
function asked(call: FunctionCall, ask: (text: ReturnType<typeof textArgument>, part: string) => boolean | undefined): TemplateValue | undefined {
  const part = lettersArgument(call, 0);
  return known(part === undefined ? undefined : ask(textArgument(call, 1), part));
}

function calculated(call: FunctionCall, calculate: (numbers: readonly number[]) => number): TemplateValue | undefined {
  const numbers = call.given.map((_value, index) => Number(lettersArgument(call, index) ?? NaN));
  const result = calculate(numbers);
  return Number.isFinite(result) ? numberValue(result) : undefined;
}

/** Names of Go's kinds (https://pkg.go.dev/reflect#Kind). */
const kinds: Readonly<Partial<Record<TemplateValue["kind"], readonly string[]>>> = {
  map: ["map", "map[string]interface {}"],
  list: ["slice", "[]interface {}"],
  text: ["string"],
  boolean: ["bool"],
  number: ["float64", "int", "int64", "float64"],
  nil: ["invalid"],
};

function kindValue(value: TemplateValue): TemplateValue | undefined {
  const [kind] = value.kind === "number" ? [] : (kinds[value.kind] ?? []);
  return kind === undefined ? undefined : lettersValue(kind);
}

function sameKind(call: FunctionCall): TemplateValue | undefined {
  const [name, value] = [lettersArgument(call, 0), call.given[1]];
  const own = value === undefined ? undefined : kinds[value.kind];
  if (name === undefined || own === undefined) return undefined;
  // Of a number only its file knows which one it is.
  if (value?.kind === "number" && own.includes(name)) return unknownResult(call);
  return booleanValue(own.includes(name));
}
