import type { Operand, Pipeline, TemplateCommand, TemplateNode } from "../../facts/template.js";
import { functionReadings } from "../../models/helm/readers.js";
import { libraryTemplates } from "../../models/helm/known-charts.js";
import type { NamedTemplate } from "./evaluate.js";
import { addRead, newReads } from "./read-keys.js";
import type { ValueReads } from "./read-keys.js";

/**
 * What a template's value is made of: a path of the chart's values, the root that the templates get, a map or list that
 * the template makes. What is none of these holds no value of the chart any more.
 */
type Shape =
  | { readonly kind: "root" }
  | { readonly kind: "path"; readonly path: readonly string[] }
  | { readonly kind: "dict"; readonly entries: Map<string, Shapes>; rest: Shapes; readonly id: number }
  | { readonly kind: "list"; readonly items: Shapes };

type Shapes = readonly Shape[];

interface Analysis {
  readonly templates: ReadonlyMap<string, NamedTemplate>;
  readonly reads: ValueReads;
  readonly analysed: Set<string>;
  readonly chart: AnalysedChart;
  dicts: number;
  steps: number;
  depth: number;
}

interface Scope {
  readonly dot: Shapes;
  readonly root: Shapes;
  /** Flow-insensitive: whatever a variable may hold. */
  readonly variables: Map<string, Shapes>;
}

const mostSteps = 150_000;
const mostShapes = 16;
const deepestCalls = 40;

const root: Shapes = [{ kind: "root" }];

export interface AnalysedChart {
  /** All its templates, and other texts that may be one. */
  readonly bodies: readonly (readonly TemplateNode[])[];
  readonly templates: ReadonlyMap<string, NamedTemplate>;
  /** All charts that it depends on are in the project: there are no other named templates. */
  readonly isComplete: boolean;
  readonly read: (text: string) => readonly TemplateNode[];
}

/** Which values a chart's templates read, whatever their conditions come to: every way is looked at. */
export function readsOf(chart: AnalysedChart): ValueReads {
  const analysis: Analysis = { templates: chart.templates, reads: newReads(), analysed: new Set(), chart, dicts: 0, steps: mostSteps, depth: 0 };
  for (const body of chart.bodies) analyseNodes(analysis, { dot: root, root, variables: new Map() }, body);
  if (analysis.steps < 0) addRead(analysis.reads, [], "whole");
  return analysis.reads;
}

function analyseNodes(analysis: Analysis, scope: Scope, nodes: readonly TemplateNode[]): void {
  for (const node of nodes) {
    analysis.steps -= 1;
    if (analysis.steps < 0) return;
    analyseNode(analysis, scope, node);
  }
}

function analyseNode(analysis: Analysis, scope: Scope, node: TemplateNode): void {
  switch (node.kind) {
    case "text":
    case "comment":
    case "define":
    case "break":
    case "continue":
      return;
    case "unknown":
      addRead(analysis.reads, [], "whole");
      return;
    case "print":
      readWhole(analysis, shapesOf(analysis, scope, node.pipeline));
      return;
    case "assign": {
      const shapes = shapesOf(analysis, scope, node.pipeline);
      scope.variables.set(node.variable, bounded(analysis, [...(scope.variables.get(node.variable) ?? []), ...shapes]));
      return;
    }
    case "template":
      callTemplate(analysis, node.name, node.argument === undefined ? [] : shapesOf(analysis, scope, node.argument));
      return;
    case "if":
    case "with": {
      const shapes = shapesOf(analysis, scope, node.pipeline);
      ask(analysis, shapes);
      if (node.variable !== undefined) scope.variables.set(node.variable, shapes);
      analyseNodes(analysis, node.kind === "with" ? { ...scope, dot: shapes } : scope, node.then);
      analyseNodes(analysis, scope, node.otherwise);
      return;
    }
    case "range": {
      const elements = elementsOf(analysis, shapesOf(analysis, scope, node.pipeline));
      if (node.element !== undefined) scope.variables.set(node.element, elements);
      if (node.key !== undefined) scope.variables.set(node.key, []);
      analyseNodes(analysis, { ...scope, dot: elements }, node.then);
      analyseNodes(analysis, scope, node.otherwise);
      return;
    }
  }
}

function callTemplate(analysis: Analysis, name: string, argument: Shapes): void {
  const template = analysis.templates.get(name);
  if (template === undefined) {
    // Where there is no such template, Helm fails, and nothing is read.
    if (!analysis.chart.isComplete) readByLibrary(analysis, name, argument);
    return;
  }
  const key = `${name} ${argument.map((shape) => keyOf(shape, 0)).sort().join()}`;
  if (analysis.analysed.has(key)) return;
  if (analysis.depth >= deepestCalls) {
    readWhole(analysis, argument);
    return;
  }
  analysis.analysed.add(key);
  analysis.depth += 1;
  analyseNodes(analysis, { dot: argument, root: argument, variables: new Map() }, template.body);
  analysis.depth -= 1;
}

/** A named template that is not in the project reads all that it is given, but for what is known of it. */
function readByLibrary(analysis: Analysis, name: string, argument: Shapes): void {
  const library = libraryTemplates.find(({ names }) => names.test(name));
  if (library === undefined) {
    readWhole(analysis, argument);
    return;
  }
  const readShapes = (shapes: Shapes): void => {
    readWhole(analysis, shapes);
  };
  const readContext = (shapes: Shapes): void => {
    for (const key of library.reads) readWhole(analysis, fieldsOf(analysis, fieldsOf(analysis, shapes, "Values"), key));
  };
  for (const shape of argument) {
    if (shape.kind === "root") readContext([shape]);
    else if (shape.kind !== "dict") readWhole(analysis, [shape]);
    else for (const [key, shapes] of shape.entries) (library.contexts.has(key) ? readContext : readShapes)(shapes);
  }
}

// ------------------------------------------------------------------------------------------------------ pipelines

function shapesOf(analysis: Analysis, scope: Scope, pipeline: Pipeline): Shapes {
  let piped: Shapes | undefined;
  for (const command of pipeline.commands) piped = shapesOfCommand(analysis, scope, command, piped);
  return piped ?? [];
}

function shapesOfCommand(analysis: Analysis, scope: Scope, { operands }: TemplateCommand, piped: Shapes | undefined): Shapes {
  const [first, ...rest] = operands;
  analysis.steps -= 1;
  if (first === undefined) return [];
  const given = rest.map((operand) => ({ operand, shapes: shapesOfOperand(analysis, scope, operand) }));
  const all = piped === undefined ? given : [...given, { operand: undefined, shapes: piped }];
  if (first.kind === "function") return called(analysis, first.name, all);
  for (const { shapes } of all) readWhole(analysis, shapes);
  return shapesOfOperand(analysis, scope, first);
}

function shapesOfOperand(analysis: Analysis, scope: Scope, operand: Operand): Shapes {
  switch (operand.kind) {
    case "field":
      return operand.path.reduce((shapes, name) => fieldsOf(analysis, shapes, name), scope.dot);
    case "variable":
      return operand.path.reduce((shapes, name) => fieldsOf(analysis, shapes, name), operand.name === "" ? scope.root : (scope.variables.get(operand.name) ?? []));
    case "group":
      return operand.path.reduce((shapes, name) => fieldsOf(analysis, shapes, name), shapesOf(analysis, scope, operand.pipeline));
    case "function":
      return called(analysis, operand.name, []);
    case "string":
    case "number":
    case "constant":
      return [];
  }
}

interface Given {
  readonly operand: Operand | undefined;
  readonly shapes: Shapes;
}

function called(analysis: Analysis, name: string, given: readonly Given[]): Shapes {
  const reading = Object.hasOwn(functionReadings, name) ? functionReadings[name] : undefined;
  const all = given.flatMap(({ shapes }) => shapes);
  const [first, second] = given;
  switch (reading?.kind) {
    case undefined:
      readWhole(analysis, all);
      return [];
    case "gives":
      return bounded(analysis, given.slice(reading.from).flatMap(({ shapes }) => shapes));
    case "asks":
      ask(analysis, all);
      return [];
    case "field":
      return given.slice(1).reduce((shapes, key) => keyed(analysis, shapes, key), first?.shapes ?? []);
    case "dig":
      return bounded(analysis, [...given.slice(0, -2).reduce((shapes, key) => keyed(analysis, shapes, key), given.at(-1)?.shapes ?? []), ...(given.at(-2)?.shapes ?? [])]);
    case "pluck":
      return first === undefined ? [] : [{ kind: "list", items: keyed(analysis, given.slice(1).flatMap(({ shapes }) => shapes), first) }];
    case "asks field":
      if (second !== undefined) ask(analysis, keyed(analysis, first?.shapes ?? [], second));
      return [];
    case "dict":
      return [dictOf(analysis, given)];
    case "list":
      return [{ kind: "list", items: bounded(analysis, all) }];
    case "set":
      return setIn(analysis, given);
    case "elements":
      return elementsOf(analysis, all);
    case "include": {
      const argument = second?.shapes ?? [];
      if (first?.operand?.kind === "string") callTemplate(analysis, first.operand.text, argument);
      // Its name is made: it may be any, if it is not that of a file, which is looked at anyway.
      else if (!namesFile(first?.operand)) for (const one of [...analysis.templates.keys()]) callTemplate(analysis, one, argument);
      return [];
    }
    case "tpl": {
      readWhole(analysis, first?.shapes ?? []);
      const nodes = first?.operand?.kind === "string" ? analysis.chart.read(first.operand.text) : undefined;
      if (nodes !== undefined) analyseNodes(analysis, { dot: second?.shapes ?? [], root: second?.shapes ?? [], variables: new Map() }, nodes);
      return [];
    }
  }
}

/** `include (print $.Template.BasePath "/configmap.yaml") .`: https://helm.sh/docs/howto/charts_tips_and_tricks/#automatically-roll-deployments */
function namesFile(operand: Operand | undefined): boolean {
  return operand?.kind === "group" && operand.pipeline.commands.some(({ operands }) => operands.some((one) => (one.kind === "field" || one.kind === "variable") && one.path.includes("BasePath")));
}

function keyed(analysis: Analysis, shapes: Shapes, { operand, shapes: ofKey }: Given): Shapes {
  readWhole(analysis, ofKey);
  if (operand?.kind === "string") return fieldsOf(analysis, shapes, operand.text);
  return elementsOf(analysis, shapes);
}

function dictOf(analysis: Analysis, given: readonly Given[]): Shape {
  const entries = new Map<string, Shapes>();
  let rest: Shapes = [];
  for (let index = 0; index + 1 < given.length; index += 2) {
    const [key, value] = [given[index], given[index + 1]];
    if (key?.operand?.kind === "string") entries.set(key.operand.text, value?.shapes ?? []);
    else rest = bounded(analysis, [...rest, ...(value?.shapes ?? [])]);
  }
  analysis.dicts += 1;
  return { kind: "dict", entries, rest, id: analysis.dicts };
}

function setIn(analysis: Analysis, [map, key, value]: readonly Given[]): Shapes {
  for (const shape of map?.shapes ?? []) {
    if (shape.kind !== "dict") continue;
    if (key?.operand?.kind === "string") shape.entries.set(key.operand.text, bounded(analysis, [...(shape.entries.get(key.operand.text) ?? []), ...(value?.shapes ?? [])]));
    else shape.rest = bounded(analysis, [...shape.rest, ...(value?.shapes ?? [])]);
  }
  // What is put into a map of the values is read where that is.
  if (map?.shapes.some(({ kind }) => kind !== "dict") === true) readWhole(analysis, value?.shapes ?? []);
  return map?.shapes ?? [];
}

// --------------------------------------------------------------------------------------------------------- shapes

function fieldsOf(analysis: Analysis, shapes: Shapes, name: string): Shapes {
  return bounded(analysis, shapes.flatMap((shape): Shapes => {
    switch (shape.kind) {
      case "root":
        if (name === "Values") return [{ kind: "path", path: [] }];
        // Values of subcharts are those below their names.
        return name === "Subcharts" ? [{ kind: "path", path: ["*"] }] : [];
      case "path":
        return shape.path.length < deepestPath ? [{ kind: "path", path: [...shape.path, name] }] : [shape];
      case "dict":
        return shape.entries.get(name) ?? shape.rest;
      case "list":
        return shape.items;
    }
  }));
}

const deepestPath = 24;

function elementsOf(analysis: Analysis, shapes: Shapes): Shapes {
  return bounded(analysis, shapes.flatMap((shape): Shapes => {
    switch (shape.kind) {
      case "root":
        return [{ kind: "path", path: [] }];
      case "path":
        return shape.path.length < deepestPath ? [{ kind: "path", path: [...shape.path, "*"] }] : [shape];
      case "dict":
        return [...[...shape.entries.values()].flat(), ...shape.rest];
      case "list":
        return shape.items;
    }
  }));
}

/** Each shape once; of too many all is read. */
function bounded(analysis: Analysis, shapes: Shapes): Shapes {
  if (shapes.length < 2) return shapes;
  const different = new Map(shapes.map((shape) => [keyOf(shape, 0), shape]));
  if (different.size <= mostShapes) return [...different.values()];
  readWhole(analysis, [...different.values()]);
  return [];
}

const deepestKey = 4;

function keyOf(shape: Shape, depth: number): string {
  switch (shape.kind) {
    case "root":
      return "$";
    case "path":
      return `.${shape.path.join(".")}`;
    case "list":
      return depth > deepestKey ? "[…]" : `[${shape.items.map((item) => keyOf(item, depth + 1)).join()}]`;
    case "dict":
      return depth > deepestKey ? `dict ${shape.id}` : `{${[...shape.entries].map(([key, shapes]) => `${key}:${shapes.map((one) => keyOf(one, depth + 1)).join("|")}`).join()},${shape.rest.map((one) => keyOf(one, depth + 1)).join("|")}}`;
  }
}

function readWhole(analysis: Analysis, shapes: Shapes, depth = 0): void {
  for (const shape of shapes) {
    if (shape.kind === "root") addRead(analysis.reads, [], "whole");
    else if (shape.kind === "path") addRead(analysis.reads, shape.path, "whole");
    else if (depth > deepestKey) addRead(analysis.reads, [], "whole");
    else if (shape.kind === "list") readWhole(analysis, shape.items, depth + 1);
    else for (const inner of [...shape.entries.values(), shape.rest]) readWhole(analysis, inner, depth + 1);
  }
}

function ask(analysis: Analysis, shapes: Shapes): void {
  for (const shape of shapes) if (shape.kind === "path") addRead(analysis.reads, shape.path, "asked");
}
