import { alternativesOf, choice, derived, isText, literal, unknown } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import type { Rendering, Scope } from "./evaluate.js";
import { containerFunctions } from "./container-functions.js";
import { decisionFunctions } from "./decision-functions.js";
import { isScalar, keyOfValue, lettersOf, printed, textValue, waysOf } from "./template-value.js";
import type { TemplateUnknown, TemplateValue } from "./template-value.js";
import { join } from "../../values/text.js";
import { textFunctions } from "./text-functions.js";

/** A call of a function in a template. */
export interface FunctionCall {
  readonly rendering: Rendering;
  readonly scope: Scope;
  readonly name: string;
  /** What it is given, the piped value last. */
  readonly given: readonly TemplateValue[];
  readonly place: Place | undefined;
  /** Says which call it is. */
  readonly key: string;
}

/** Undefined: what it gives is not known. */
export type TemplateFunction = (call: FunctionCall) => TemplateValue | undefined;

/**
 * What a function gives: those of text/template (https://pkg.go.dev/text/template#hdr-Functions), of Sprig
 * (https://masterminds.github.io/sprig/) and of Helm (https://helm.sh/docs/chart_template_guide/function_list/) that charts
 * make references and decisions with. What is not in the tables gives a value that is not known, the same for the same arguments.
 */
export function callFunction(call: FunctionCall): TemplateValue {
  const own = functionIn(call.rendering.functions ?? {}, call.name);
  if (own !== undefined) return onEachWay(call, (one) => own(one) ?? unknownResult(one));
  const known = functionIn(containerFunctions, call.name) ?? functionIn(decisionFunctions, call.name);
  if (known !== undefined) return known(call) ?? unknownResult(call);
  const ofText = functionIn(textFunctions, call.name);
  if (ofText === undefined) return unknownResult(call);
  return onEachWay(call, (one) => ofText(one) ?? unknownResult(one));
}

function functionIn(table: Readonly<Record<string, TemplateFunction>>, name: string): TemplateFunction | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** A function of single texts gives for one of several values one of several results. */
function onEachWay(call: FunctionCall, apply: (call: FunctionCall) => TemplateValue): TemplateValue {
  const index = call.given.findIndex((value) => value.kind === "ways");
  const value = call.given[index];
  if (value?.kind !== "ways") return apply(call);
  return waysOf(value.ways.map((way) => onEachWay({ ...call, given: call.given.map((one, at) => (at === index ? way : one)) }, apply)), `${call.name} ${value.decision} ${call.given.filter((_one, at) => at !== index).map(keyOfValue).join()}`);
}

export function unknownResult({ name, given }: Pick<FunctionCall, "name" | "given">): TemplateUnknown {
  const texts = given.filter(isScalar).map(({ text }) => text);
  const isWhole = texts.length === given.length && given.length > 0;
  return { kind: "unknown", text: isWhole ? derived(name, texts) : unknown(`${name} ${given.map(keyOfValue).join()}`, `the template function ${name}`) };
}

/** An argument, counted from the first; undefined where it is not given. */
export function argument({ given }: FunctionCall, index: number): TemplateValue | undefined {
  return given[index];
}

/** The last argument, which is the piped one. */
export function lastArgument({ given }: FunctionCall): TemplateValue | undefined {
  return given.at(-1);
}

/** An argument as it is printed, with the place of the call for what came from outside. */
export function textArgument(call: FunctionCall, index: number): Text {
  const value = index < 0 ? call.given.at(index) : call.given[index];
  return value === undefined ? literal("") : join([printed(value, call.place)]);
}

export function lettersArgument(call: FunctionCall, index: number): string | undefined {
  return lettersOf(call.given[index]);
}

/** A function of a text, applied to each of the texts that it may be. */
export function ofEachText(call: FunctionCall, text: Text, change: (text: Text) => Text): TemplateValue {
  if (text.kind === "literal" || text.kind === "hole") return textValue(change(text));
  const alternatives = alternativesOf(text);
  if (alternatives === undefined) return { kind: "unknown", text: derived(call.name, [text]) };
  if (alternatives.length === 1) return textValue(change(text));
  const made = choice(alternatives.map(change), `${call.name} ${text.key} ${call.given.map((value) => (isScalar(value) ? value.text.key : "")).join()}`);
  return isText(made) ? textValue(made) : { kind: "unknown", text: derived(call.name, [text]) };
}

