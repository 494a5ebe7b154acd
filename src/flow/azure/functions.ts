import { toCase } from "../../values/patterns.js";
import { literalText, unknown } from "../../values/text.js";
import { compareExpressed, negated } from "../workflows/compare.js";
import type { WorkflowFunction } from "../workflows/functions.js";
import { functions } from "../workflows/functions.js";
import { booleanValue, either, keyOfExpressed, mapValue, nullValue, numberValue, textOf, textValue, truthOf, undecidedBoolean } from "../workflows/values.js";
import type { Expressed, One } from "../workflows/values.js";

/**
 * The functions of Azure's expressions (https://learn.microsoft.com/en-us/azure/devops/pipelines/process/expressions#functions), by their names
 * in lower case. What compares texts does so in any case, as GitHub does.
 */
export const azureFunctions: ReadonlyMap<string, WorkflowFunction> = new Map<string, WorkflowFunction>([
  ...["contains", "startswith", "endswith", "format"].flatMap((name) => { const known = functions.get(name); return known === undefined ? [] : [[name, known] as const]; }),
  ["join", ([separator = nullValue, list = nullValue]) => functions.get("join")?.([list, separator]) ?? nullValue],
  ["eq", ([left = nullValue, right = nullValue]) => compared("==", left, right)],
  ["ne", ([left = nullValue, right = nullValue]) => compared("!=", left, right)],
  ["gt", ([left = nullValue, right = nullValue]) => compared(">", left, right)],
  ["ge", ([left = nullValue, right = nullValue]) => compared(">=", left, right)],
  ["lt", ([left = nullValue, right = nullValue]) => compared("<", left, right)],
  ["le", ([left = nullValue, right = nullValue]) => compared("<=", left, right)],
  ["and", (given) => decidedBy(given, false)],
  ["or", (given) => decidedBy(given, true)],
  ["not", ([value = nullValue]) => truthValue(negated(truthOf(value)), `not ${keyOfExpressed(value)}`)],
  ["xor", ([left = nullValue, right = nullValue]) => { const [a, b] = [truthOf(left), truthOf(right)]; return truthValue(a === undefined || b === undefined ? undefined : a !== b, `xor ${keyOfExpressed(left)} ${keyOfExpressed(right)}`); }],
  ["in", ([value = nullValue, ...all]) => decidedBy(all.map((one) => compared("==", value, one)), true)],
  ["notin", ([value = nullValue, ...all]) => decidedBy(all.map((one) => compared("!=", value, one)), false)],
  ["coalesce", (given) => given.find((one) => truthOf(one) !== false) ?? nullValue],
  ["iif", ([condition = nullValue, yes = nullValue, no = nullValue]) => { const truth = truthOf(condition); return truth === undefined ? either([yes, no], `iif ${keyOfExpressed(condition)}`) : truth ? yes : no; }],
  ["lower", ([value = nullValue]) => inCase(value, "lower")],
  ["upper", ([value = nullValue]) => inCase(value, "upper")],
  ["length", ([value = nullValue]) => mapValue(value, (one) => (one.kind === "list" ? numberValue(one.items.length) : notFollowed("length", [one])))],
  ["converttojson", ([value = nullValue]) => functions.get("tojson")?.([value]) ?? nullValue],
  ["containsvalue", ([value = nullValue, wanted = nullValue]) => (value.kind === "list" ? decidedBy(value.items.map((item) => compared("==", item, wanted)), true) : notFollowed("containsValue", [value, wanted]))],
  ...["replace", "counter", "split", "trim"].map((name) => [name, (given: readonly Expressed[]) => notFollowed(name, given)] as const),
  ["always", () => booleanValue(true)],
  ["succeeded", () => booleanValue(true)],
  ["succeededorfailed", () => booleanValue(true)],
  ["failed", () => booleanValue(false)],
  ["canceled", () => booleanValue(false)],
]);

function notFollowed(name: string, given: readonly Expressed[]): Expressed {
  return textValue(unknown(`${name} ${given.map(keyOfExpressed).join()}`, `what ${name} makes of a text`));
}

function truthValue(truth: boolean | undefined, identity: string): Expressed {
  return truth === undefined ? undecidedBoolean(identity) : booleanValue(truth);
}

function compared(operator: "==" | "!=" | "<" | "<=" | ">" | ">=", left: Expressed, right: Expressed): Expressed {
  return mapValue(left, (a) => mapValue(right, (b) => truthValue(compareExpressed(operator, asText(a), asText(b)), `${keyOfExpressed(a)} ${operator} ${keyOfExpressed(b)}`)));
}

/** `eq(parameters.push, 'true')`: the right one becomes what the left one is, and all are written as texts. */
function asText(one: One): One {
  return one.kind === "scalar" && one.type === "boolean" ? { ...one, type: "text" } : one;
}

/** One that is so decides; else all must be known. */
function decidedBy(given: readonly Expressed[], deciding: boolean): Expressed {
  const truths = given.map(truthOf);
  if (truths.includes(deciding)) return booleanValue(deciding);
  return truthValue(truths.includes(undefined) ? undefined : !deciding, given.map(keyOfExpressed).join(deciding ? " or " : " and "));
}

function inCase(value: Expressed, form: "lower" | "upper"): Expressed {
  return mapValue(value, (one) => {
    const text = textOf(one);
    const letters = literalText(text);
    if (letters !== undefined && (form === "lower" ? letters.toLowerCase() : letters.toUpperCase()) === letters) return one;
    return textValue(toCase(text, form) ?? unknown(`${form} ${text.key}`, `a text in ${form} case`));
  });
}
