import type { Span } from "../../facts/facts.js";
import type { Operand, Pipeline, TemplateCommand, TemplateNode } from "../../facts/template.js";
import type { EncodedText } from "../../values/encoding.js";
import { choice, derived, isText, join, literal, placeOf, unknown } from "../../values/text.js";
import type { JoinedPart, Place, Text } from "../../values/value.js";
import { callFunction, type TemplateFunction } from "./functions.js";
import { booleanValue, isScalar, keyOfValue, nil, numberValue, printed, textValue, truthOf, waysOf } from "./template-value.js";
import type { TemplateMap, TemplateObject, TemplateValue } from "./template-value.js";

/** A text whose nodes are evaluated: the chart's file, or a text that a template makes. */
export interface TemplateSource {
  readonly text: EncodedText;
  readonly nodes: readonly TemplateNode[];
}

export interface NamedTemplate {
  readonly body: readonly TemplateNode[];
  readonly source: TemplateSource;
}

/** One rendering of a chart and its subcharts. */
export interface Rendering {
  /** By name, of the chart and its subcharts. */
  readonly templates: Map<string, NamedTemplate>;
  /** The text of a file of the chart whose template is evaluated; undefined where it has none, or it cannot be seen. */
  readonly fileOf: (chart: string, path: string) => Text | undefined;
  /** Reads a text as a template. */
  readonly read: (text: Text) => TemplateSource | undefined;
  /** How many nodes and commands may still be evaluated. */
  steps: number;
  depth: number;
  /** What is changed on the way that is being evaluated: variables, and keys of maps. */
  readonly journal: Change[];
  jump: "break" | "continue" | undefined;
  /** Named templates that nothing defines. */
  readonly missing: Set<string>;
  /** Functions of a tool that reads templates as no chart does; they win over those of charts. */
  readonly functions?: Readonly<Record<string, TemplateFunction>> | undefined;
}

interface Change {
  readonly entries: Map<string, TemplateValue>;
  readonly key: string;
  readonly before: TemplateValue | undefined;
}

export interface Scope {
  readonly source: TemplateSource;
  readonly dot: TemplateValue;
  readonly root: TemplateValue;
  readonly variables: Map<string, TemplateValue>;
  readonly outer: Scope | undefined;
}

/** The way that is evaluated cannot be gone: `fail`, `required` without a value. */
export class TemplateFails extends Error {}

/** The bounds of a rendering are reached. */
export class RenderingTooLarge extends Error {}

/** What a template gives for a root of values. */
export function renderTemplate(rendering: Rendering, source: TemplateSource, root: TemplateValue): Text {
  return renderBody(rendering, source, source.nodes, root);
}

function renderBody(rendering: Rendering, source: TemplateSource, nodes: readonly TemplateNode[], root: TemplateValue): Text {
  return join(renderNodes(rendering, { source, dot: root, root, variables: new Map(), outer: undefined }, nodes));
}

/** `include`: what a named template gives; undefined where nothing defines it. */
export function renderNamed(rendering: Rendering, name: string, argument: TemplateValue): Text | undefined {
  const named = rendering.templates.get(name);
  if (named === undefined) {
    rendering.missing.add(name);
    return undefined;
  }
  return deeper(rendering, () => renderBody(rendering, named.source, named.body, argument));
}

/** `tpl`: a text as a template. */
export function renderText(rendering: Rendering, text: Text, argument: TemplateValue): Text | undefined {
  const source = rendering.read(text);
  return source === undefined ? undefined : deeper(rendering, () => renderTemplate(rendering, source, argument));
}

const deepestCalls = 60;

function deeper<T>(rendering: Rendering, body: () => T): T {
  if (rendering.depth >= deepestCalls) throw new RenderingTooLarge("templates that call each other without an end");
  rendering.depth += 1;
  const jump = rendering.jump;
  rendering.jump = undefined;
  try {
    return body();
  } finally {
    rendering.depth -= 1;
    rendering.jump = jump;
  }
}

function spend(rendering: Rendering): void {
  rendering.steps -= 1;
  if (rendering.steps < 0) throw new RenderingTooLarge("steps");
}

/** Writes a variable, or a key of a map, so that it can be taken back. */
export function write(rendering: Rendering, entries: Map<string, TemplateValue>, key: string, value: TemplateValue | undefined): void {
  rendering.journal.push({ entries, key, before: entries.get(key) });
  if (value === undefined) entries.delete(key);
  else entries.set(key, value);
}

// ---------------------------------------------------------------------------------------------------------- nodes

function renderNodes(rendering: Rendering, scope: Scope, nodes: readonly TemplateNode[]): readonly JoinedPart[] {
  const parts: JoinedPart[] = [];
  for (const node of nodes) {
    spend(rendering);
    for (const part of renderNode(rendering, scope, node)) parts.push(part);
    if (rendering.jump !== undefined) break;
  }
  return parts;
}

function renderNode(rendering: Rendering, scope: Scope, node: TemplateNode): readonly JoinedPart[] {
  switch (node.kind) {
    case "text":
      return [{ text: scope.source.text.at(...node.at) }];
    case "comment":
    case "define":
      return [];
    case "unknown":
      return [{ text: unknown(`action ${placeKey(scope, node.at)}`, "a template's action that cannot be read") }];
    case "print":
      return [printed(evaluate(rendering, scope, node.pipeline), placeAt(scope, node.at))];
    case "assign":
      assign(rendering, scope, node.variable, node.declares, evaluate(rendering, scope, node.pipeline));
      return [];
    case "template": {
      const argument = node.argument === undefined ? nil : evaluate(rendering, scope, node.argument);
      return [{ text: renderNamed(rendering, node.name, argument) ?? unknown(`template ${node.name} ${keyOfValue(argument)}`, `the named template "${node.name}", which is not in the project`) }];
    }
    case "if":
    case "with":
      return renderCondition(rendering, scope, node);
    case "range":
      return renderRange(rendering, scope, node);
    case "break":
    case "continue":
      rendering.jump = node.kind;
      return [];
  }
}

function inner(scope: Scope, dot: TemplateValue = scope.dot): Scope {
  return { ...scope, dot, variables: new Map(), outer: scope };
}

function assign(rendering: Rendering, scope: Scope, name: string, declares: boolean, value: TemplateValue): void {
  let holder: Scope | undefined = scope;
  while (!declares && holder !== undefined && !holder.variables.has(name)) holder = holder.outer;
  write(rendering, (holder ?? scope).variables, name, value);
}

function renderCondition(rendering: Rendering, scope: Scope, node: Extract<TemplateNode, { kind: "if" | "with" }>): readonly JoinedPart[] {
  const value = evaluate(rendering, scope, node.pipeline);
  const truth = truthOf(value);
  const then = (held: TemplateValue): readonly JoinedPart[] => {
    const own = inner(scope, node.kind === "with" ? held : scope.dot);
    if (node.variable !== undefined) own.variables.set(node.variable, held);
    return renderNodes(rendering, own, node.then);
  };
  const otherwise = (): readonly JoinedPart[] => renderNodes(rendering, inner(scope), node.otherwise);
  if (truth !== undefined) return truth ? then(value) : otherwise();
  return eitherWay(rendering, keyOfValue(value), [() => then(held(value)), otherwise]);
}

/** What a value is where its condition holds. */
function held(value: TemplateValue): TemplateValue {
  return value.kind === "ways" ? waysOf(value.ways.filter((way) => truthOf(way) !== false), `held ${value.decision}`) : value;
}

/** Each way is evaluated; what they write is joined. */
function eitherWay(rendering: Rendering, decision: string, ways: readonly (() => readonly JoinedPart[])[]): readonly JoinedPart[] {
  const texts: Text[] = [];
  const ends: Map<Map<string, TemplateValue>, Map<string, TemplateValue>>[] = [];
  const jumps: Rendering["jump"][] = [];
  for (const way of ways) {
    const mark = rendering.journal.length;
    try {
      texts.push(join(way()));
      ends.push(changesSince(rendering, mark));
      jumps.push(rendering.jump);
    } catch (error) {
      if (!(error instanceof TemplateFails)) throw error;
    } finally {
      rendering.jump = undefined;
      rollBack(rendering, mark);
    }
  }
  if (texts.length === 0) throw new TemplateFails("every way fails");
  joinWays(rendering, ends, decision);
  // A loop that may be left here goes on: what it gives then is given too.
  rendering.jump = jumps.every((jump) => jump !== undefined) ? jumps[0] : undefined;
  return oneOf(texts, decision);
}

function changesSince(rendering: Rendering, mark: number): Map<Map<string, TemplateValue>, Map<string, TemplateValue>> {
  const changes = new Map<Map<string, TemplateValue>, Map<string, TemplateValue>>();
  for (const { entries, key } of rendering.journal.slice(mark)) {
    const known = changes.get(entries) ?? new Map<string, TemplateValue>();
    changes.set(entries, known);
    known.set(key, entries.get(key) ?? nil);
  }
  return changes;
}

function rollBack(rendering: Rendering, mark: number): void {
  for (let change = rendering.journal.length > mark ? rendering.journal.pop() : undefined; change !== undefined; change = rendering.journal.length > mark ? rendering.journal.pop() : undefined) {
    if (change.before === undefined) change.entries.delete(change.key);
    else change.entries.set(change.key, change.before);
  }
}

function joinWays(rendering: Rendering, ends: readonly ReturnType<typeof changesSince>[], decision: string): void {
  const touched = new Map<Map<string, TemplateValue>, Set<string>>();
  for (const end of ends) {
    for (const [entries, changes] of end) touched.set(entries, new Set([...(touched.get(entries) ?? []), ...changes.keys()]));
  }
  for (const [entries, keys] of touched) {
    for (const key of keys) write(rendering, entries, key, waysOf(ends.map((end) => end.get(entries)?.get(key) ?? entries.get(key) ?? nil), `${decision} ${key}`));
  }
}

/** A block of lines that may be there is there: it takes nothing from what stands around it. */
function oneOf(texts: readonly Text[], decision: string): readonly JoinedPart[] {
  const present = texts.filter((text) => !isBlankText(text));
  const [only] = present;
  if (only === undefined) return [{ text: texts[0] ?? literal("") }];
  if (present.length === 1 && (texts.length === 1 || only.key.includes("\n"))) return [{ text: only }];
  const one = choice(texts, `${decision} ${texts.map((text) => text.key).join(" | ")}`);
  return [{ text: isText(one) ? one : only }];
}

function isBlankText(text: Text): boolean {
  return text.key.trim() === "";
}

const mostTurns = 200;

function renderRange(rendering: Rendering, scope: Scope, node: Extract<TemplateNode, { kind: "range" }>): readonly JoinedPart[] {
  const value = evaluate(rendering, scope, node.pipeline);
  const turn = (key: TemplateValue, element: TemplateValue): readonly JoinedPart[] => {
    const own = inner(scope, element);
    if (node.key !== undefined) own.variables.set(node.key, key);
    if (node.element !== undefined) own.variables.set(node.element, element);
    return renderNodes(rendering, own, node.then);
  };
  const unknownTurn = (): readonly JoinedPart[] => turn({ kind: "unknown", text: unknown(`key of ${keyOfValue(value)}`, "a key of a value that is not known") }, { kind: "unknown", text: unknown(`element of ${keyOfValue(value)}`, "an element of a value that is not known") });
  const elements = elementsOf(value);
  if (elements === undefined) return eitherWay(rendering, keyOfValue(value), [unknownTurn, () => renderNodes(rendering, inner(scope), node.otherwise)]);
  if (elements.length === 0) return renderNodes(rendering, inner(scope), node.otherwise);
  const parts: JoinedPart[] = [];
  for (const { key, element } of elements.slice(0, mostTurns)) {
    for (const part of turn(key, element)) parts.push(part);
    const { jump } = rendering;
    rendering.jump = undefined;
    if (jump === "break") break;
  }
  return parts;
}

/** What a loop goes over, in its order; undefined where that is not known. */
function elementsOf(value: TemplateValue): readonly { readonly key: TemplateValue; readonly element: TemplateValue }[] | undefined {
  switch (value.kind) {
    case "map":
      if (value.isOpen && value.entries.size === 0) return undefined;
      return [...value.entries].sort(([left], [right]) => (left < right ? -1 : 1)).map(([key, element]) => ({ key: textValue(literal(key)), element }));
    case "list":
      if (value.isOpen && value.items.length === 0) return undefined;
      return value.items.map((element, index) => ({ key: numberValue(index), element }));
    case "number": {
      const count = Number(value.text.key);
      return Number.isInteger(count) && count >= 0 && count <= mostTurns ? Array.from({ length: count }, (_none, index) => ({ key: numberValue(index), element: numberValue(index) })) : undefined;
    }
    case "unknown":
    case "ways":
      return value.kind === "ways" ? value.ways.map(elementsOf).find((elements) => elements !== undefined && elements.length > 0) : undefined;
    default:
      return [];
  }
}

// ------------------------------------------------------------------------------------------------------ pipelines

export function evaluate(rendering: Rendering, scope: Scope, pipeline: Pipeline): TemplateValue {
  let piped: TemplateValue | undefined;
  for (const command of pipeline.commands) piped = evaluateCommand(rendering, scope, command, piped);
  return piped ?? nil;
}

function evaluateCommand(rendering: Rendering, scope: Scope, { operands: [first, ...rest], at }: TemplateCommand, piped: TemplateValue | undefined): TemplateValue {
  spend(rendering);
  if (first === undefined) return nil;
  if (first.kind === "function" && (first.name === "and" || first.name === "or")) return shortCircuit(rendering, scope, first.name, rest, piped);
  const values = rest.map((operand) => evaluateOperand(rendering, scope, operand));
  const given = piped === undefined ? values : [...values, piped];
  if (first.kind === "function") return callFunction({ rendering, scope, name: first.name, given, place: placeAt(scope, at), key: placeKey(scope, at) });
  return evaluateOperand(rendering, scope, first, given);
}

/** `and` and `or` give the value that decides (https://pkg.go.dev/text/template#hdr-Functions). */
function shortCircuit(rendering: Rendering, scope: Scope, name: "and" | "or", operands: readonly Operand[], piped: TemplateValue | undefined): TemplateValue {
  const possible: TemplateValue[] = [];
  const given = [...operands.map((operand) => () => evaluateOperand(rendering, scope, operand)), ...(piped === undefined ? [] : [() => piped])];
  for (const [index, operand] of given.entries()) {
    const value = operand();
    const truth = truthOf(value);
    const isLast = index === given.length - 1;
    if (truth === undefined || isLast || truth === (name === "or")) possible.push(value);
    if (truth !== undefined && truth === (name === "or")) break;
  }
  if (name === "and" && possible.some((value) => value.kind === "nil" || truthOf(value) === false)) return possible.find((value) => truthOf(value) === false) ?? nil;
  return waysOf(possible, `${name} ${possible.map(keyOfValue).join()}`);
}

function evaluateOperand(rendering: Rendering, scope: Scope, operand: Operand, given: readonly TemplateValue[] = []): TemplateValue {
  switch (operand.kind) {
    case "field":
      return below(rendering, scope, scope.dot, operand.path, given);
    case "variable":
      return below(rendering, scope, operand.name === "" ? scope.root : (variableOf(scope, operand.name) ?? nil), operand.path, given);
    case "function":
      return callFunction({ rendering, scope, name: operand.name, given, place: placeAt(scope, operand.at), key: placeKey(scope, operand.at) });
    case "string":
      return textValue(operand.isRaw ? scope.source.text.at(operand.at[0] + 1, operand.at[1] - 1) : literal(operand.text));
    case "number":
      return numberValue(operand.number);
    case "constant":
      return operand.constant === null ? nil : booleanValue(operand.constant);
    case "group":
      return below(rendering, scope, evaluate(rendering, scope, operand.pipeline), operand.path, given);
  }
}

function variableOf(scope: Scope, name: string): TemplateValue | undefined {
  for (let holder: Scope | undefined = scope; holder !== undefined; holder = holder.outer) {
    const value = holder.variables.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

function below(rendering: Rendering, scope: Scope, value: TemplateValue, path: readonly string[], given: readonly TemplateValue[]): TemplateValue {
  let found = value;
  for (const [index, name] of path.entries()) {
    if (found.kind === "object") return methodOf(rendering, scope, found, path.slice(index), given);
    found = fieldOf(found, name);
  }
  return found;
}

/** The value at a key; nil where there is none. */
export function fieldOf(value: TemplateValue, name: string): TemplateValue {
  switch (value.kind) {
    case "map":
      return value.entries.get(name) ?? (value.isOpen ? { kind: "unknown", text: unknown(`open ${name}`, `the value ${name} of a chart, which is not in the project`) } : nil);
    case "unknown":
      return { kind: "unknown", text: derived(`.${name}`, [value.text]) };
    case "ways":
      return waysOf(value.ways.map((way) => fieldOf(way, name)), value.decision);
    default:
      return nil;
  }
}

/** https://helm.sh/docs/chart_template_guide/builtin_objects/ */
function methodOf(rendering: Rendering, scope: Scope, { object }: TemplateObject, [method = ""]: readonly string[], given: readonly TemplateValue[]): TemplateValue {
  const [first] = given;
  const path = first !== undefined && isScalar(first) ? first.text.key : "";
  switch (object) {
    case "files": {
      const text = method === "Get" ? rendering.fileOf(chartOf(scope), path) : undefined;
      return text === undefined ? { kind: "unknown", text: unknown(`.Files.${method} ${path}`, `.Files.${method} of a chart`) } : textValue(text);
    }
    case "api versions":
      return { kind: "unknown", text: unknown(`.Capabilities.APIVersions.Has ${path}`, "what the cluster can do") };
    case "kube version":
      return textValue(literal(method === "Major" ? "1" : method === "Minor" ? "33" : "v1.33.0"));
  }
}

/** The folder of the chart that a template belongs to. */
function chartOf({ root }: Scope): string {
  const folder = root.kind === "map" ? root.entries.get(chartFolder) : undefined;
  return folder !== undefined && isScalar(folder) ? folder.text.key : "";
}

/** A key of the root that no template can name. */
export const chartFolder = " folder";

export type RootMap = TemplateMap;

// --------------------------------------------------------------------------------------------------------- places

function placeAt({ source }: Scope, [start, end]: Span): Place | undefined {
  const first = placeOf(source.text.at(start, start + 1));
  return first === undefined ? undefined : { ...first, end: first.start + end - start };
}

function placeKey(scope: Scope, at: Span): string {
  const place = placeAt(scope, at);
  return place === undefined ? `${at[0]}` : `${place.file} ${place.start}`;
}
