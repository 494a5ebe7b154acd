import { containerLists } from "../../models/kustomize.js";
import { yqLooks } from "../../models/yq.js";
import { encodeText } from "../../values/encoding.js";
import { choice, derived, holesOf, isText, join, literal, literalText, placeOf } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { isTooLarge, lettersAt, textScalar, treesOf, valueAt, withoutKey, withValue, withValues } from "../yaml-tree.js";
import type { YamlScalar, YamlTree } from "../yaml-tree.js";
import type { Expression } from "./expression.js";

/** What is changed in the course of one evaluation: the documents. */
export interface Evaluation {
  readonly documents: YamlTree[];
  /** Undefined for a variable that is not set. */
  readonly environment: (name: string) => Text | undefined;
  /** What each assignment has met. */
  readonly assignments: Map<Expression, Assignment>;
  /** The values at which a look-up or a selection last went on with none. */
  lost: readonly YamlTree[];
  /** Work that may still be done, in values that are copied; below nothing the results are cut. */
  left: number;
}

export interface Assignment {
  readonly operation: Extract<Expression, { kind: "operation" }>;
  isRead: "yes" | "no" | "unknown";
  /** The values that it would put in. */
  readonly values: Text[];
  /** The key that it writes to, where that is known. */
  key: string | undefined;
  /** What was there where nothing was found. */
  readonly instead: YamlTree[];
}

/** A value that an expression has found: in a document, or made. */
export interface Match {
  readonly at: { readonly document: number; readonly path: readonly Step[] } | undefined;
  /** Undefined for a place that is not there, which reads as null. */
  readonly tree: YamlTree | undefined;
  /** A selection on the way to it is not certain. */
  readonly isCertain: boolean;
}

type Step = string | number;

type Matches = readonly Match[] | undefined;

const mostWork = 20_000_000;
/** What looking at one value costs. */
const step = 20;

export function newEvaluation(documents: readonly YamlTree[], environment: Evaluation["environment"]): Evaluation {
  return { documents: [...documents], environment, assignments: new Map(), lost: [], left: mostWork };
}

export function documentMatch(evaluation: Evaluation, document: number): Match {
  return { at: { document, path: [] }, tree: evaluation.documents[document], isCertain: true };
}

/** What an expression makes of some values; undefined for what is not understood. Assignments change the documents. */
export function evaluate(evaluation: Evaluation, expression: Expression, input: readonly Match[]): Matches {
  evaluation.left -= step * (1 + input.length);
  if (evaluation.left < 0) return undefined;
  switch (expression.kind) {
    case "self":
      return input;
    case "descend":
      return input.flatMap((match) => descendants(evaluation, match));
    case "key":
      return evaluateKey(evaluation, expression, input);
    case "index":
      return evaluateIndex(evaluation, expression, input);
    case "operation":
      return evaluateOperation(evaluation, expression, input);
    case "call":
      return evaluateCall(evaluation, expression, input);
    case "environment": {
      const text = evaluation.environment(expression.name);
      if (expression.isText) return [made(textScalar(text ?? literal("")))];
      return text === undefined ? undefined : [made(parsedScalar(text))];
    }
    case "text":
      return evaluateText(evaluation, expression.parts, input);
    case "plain":
      return [made({ kind: "scalar", text: literal(expression.text), type: expression.type })];
    case "list": {
      const items = expression.items === undefined ? [] : evaluate(evaluation, expression.items, input);
      if (items?.some((item) => !item.isCertain) !== false) return undefined;
      return [made({ kind: "list", items: items.map((item) => treeAt(evaluation, item) ?? nothing) })];
    }
  }
}

const nothing: YamlScalar = { kind: "scalar", text: literal("null"), type: "null" };

function made(tree: YamlTree): Match {
  return { at: undefined, tree, isCertain: true };
}

/** What `env` makes of a variable: numbers and booleans are such, and a text that is not known stays one. */
function parsedScalar(text: Text): YamlTree {
  const [only, more] = literalText(text) === undefined ? [] : treesOf(text).trees;
  return only === undefined || more !== undefined || only.kind === "unknown" ? textScalar(text) : only;
}

// --------------------------------------------------------------------------------------------------------- places

/** The value of a match as the documents are now. */
export function treeAt(evaluation: Evaluation, match: Match): YamlTree | undefined {
  if (match.at === undefined) return match.tree;
  let tree = evaluation.documents[match.at.document];
  for (const one of match.at.path) tree = typeof one === "string" ? valueAt(tree, one) : tree?.kind === "list" ? tree.items[one] : undefined;
  return tree;
}

function current(evaluation: Evaluation, match: Match): Match {
  return { ...match, tree: treeAt(evaluation, match) };
}

function below(match: Match, last: Step, tree: YamlTree | undefined): Match {
  return { ...match, at: match.at === undefined ? undefined : { ...match.at, path: [...match.at.path, last] }, tree };
}

function isMissing(tree: YamlTree | undefined): boolean {
  return tree === undefined || (tree.kind === "scalar" && tree.type === "null");
}

/** Whether it may be anything: what is no YAML, and a text that is not known (a download, the output of a program). */
function isOpaque(tree: YamlTree | undefined): boolean {
  return tree?.kind === "unknown" || (tree?.kind === "scalar" && tree.style !== "double" && tree.style !== "single" && holesOf(tree.text).length > 0);
}

/** Undefined where nobody knows what is there. */
function child(evaluation: Evaluation, match: Match, key: Text): Matches {
  const { tree } = match;
  if (isOpaque(tree)) return undefined;
  if (tree?.kind === "map" || isMissing(tree)) return [below(match, key.key, valueAt(tree, key.key))];
  if (tree !== undefined) evaluation.lost = [tree];
  return [];
}

function children(match: Match): readonly Match[] {
  const { tree } = match;
  if (tree?.kind === "list") return tree.items.map((item, index) => below(match, index, item));
  return tree?.kind === "map" ? tree.entries.map(({ key, value }) => below(match, key.key, value)) : [];
}

function descendants(evaluation: Evaluation, match: Match): readonly Match[] {
  const all: Match[] = [];
  const walk = (one: Match): void => {
    evaluation.left -= step;
    if (evaluation.left < 0) return;
    all.push(one);
    for (const inner of children(one)) walk(inner);
  };
  walk(current(evaluation, match));
  return all;
}

function evaluateKey(evaluation: Evaluation, { of, key }: Extract<Expression, { kind: "key" }>, input: readonly Match[]): Matches {
  const found = evaluate(evaluation, of, input)?.map((match) => child(evaluation, current(evaluation, match), key));
  return found === undefined || found.includes(undefined) ? undefined : found.flatMap((matches) => matches ?? []);
}

function evaluateIndex(evaluation: Evaluation, { of, index }: Extract<Expression, { kind: "index" }>, input: readonly Match[]): Matches {
  const found = evaluate(evaluation, of, input)?.map((match) => current(evaluation, match));
  if (found === undefined) return undefined;
  if (index === undefined) return found.some(({ tree }) => isOpaque(tree)) ? undefined : noting(evaluation, found, found.flatMap(children));
  const indexes = evaluate(evaluation, index, input);
  if (indexes === undefined) return undefined;
  const results: Match[] = [];
  for (const match of found) {
    for (const { tree } of indexes) {
      const known = tree?.kind === "scalar" ? literalText(tree.text) : undefined;
      if (tree?.kind !== "scalar" || known === undefined) return undefined;
      if (match.tree?.kind === "list" || (isMissing(match.tree) && tree.type === "number")) {
        const items = match.tree?.kind === "list" ? match.tree.items : [];
        const at = Number(known) < 0 ? items.length + Number(known) : Number(known);
        if (!Number.isSafeInteger(at) || at < 0 || at > items.length + mostNewItems) return undefined;
        results.push(below(match, at, items[at]));
      } else {
        const inside = child(evaluation, match, tree.text);
        if (inside === undefined) return undefined;
        results.push(...inside);
      }
    }
  }
  return results;
}

const mostNewItems = 100;

/** Remembers what was there when a step goes on with nothing. */
function noting(evaluation: Evaluation, before: readonly Match[], after: readonly Match[]): readonly Match[] {
  if (after.length === 0 && before.length > 0) evaluation.lost = before.flatMap(({ tree }) => tree ?? []);
  return after;
}

// -------------------------------------------------------------------------------------------------------- changes

/** Puts a value at the place of a match; false where that is not understood. */
function put(evaluation: Evaluation, match: Match, tree: YamlTree): boolean {
  if (match.at === undefined) return true;
  const { document, path } = match.at;
  const whole = evaluation.documents[document];
  if (whole === undefined) return false;
  const held = treeAt(evaluation, match);
  const value = match.isCertain ? styled(held, tree) : eitherOf(held, tree);
  const edited = value === undefined ? undefined : withTreeAt(whole, path, value);
  evaluation.left -= copied(whole, path);
  if (edited === undefined || evaluation.left < 0) return false;
  evaluation.documents[document] = edited;
  return true;
}

/** How many values an edit at a path copies: those beside the path. */
function copied(tree: YamlTree, path: readonly Step[]): number {
  let at: YamlTree | undefined = tree;
  let count = 0;
  for (const one of path) {
    count += at?.kind === "map" ? at.entries.length : at?.kind === "list" ? at.items.length : 1;
    at = typeof one === "string" ? valueAt(at, one) : at?.kind === "list" ? at.items[one] : undefined;
  }
  return count;
}

/** A scalar that takes the place of a quoted one stays quoted. */
function styled(held: YamlTree | undefined, tree: YamlTree): YamlTree {
  return held?.kind === "scalar" && tree.kind === "scalar" && tree.style === undefined && held.type === tree.type && (held.style === "single" || held.style === "double") ? { ...tree, style: held.style } : tree;
}

/** One of two texts. */
function eitherOf(held: YamlTree | undefined, tree: YamlTree): YamlTree | undefined {
  if (held?.kind !== "scalar" || tree.kind !== "scalar") return undefined;
  const text = choice([held.text, tree.text]);
  return isText(text) ? { ...tree, text } : undefined;
}

/** Maps and lists that are not there are made. */
function withTreeAt(tree: YamlTree | undefined, path: readonly Step[], value: YamlTree): YamlTree | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (typeof first === "string") {
    const map: YamlTree | undefined = isMissing(tree) ? { kind: "map", entries: [] } : tree;
    const inside = map?.kind === "map" ? withTreeAt(valueAt(map, first), rest, value) : undefined;
    return map?.kind !== "map" || inside === undefined ? undefined : withValue(map, literal(first), inside);
  }
  const list: YamlTree | undefined = isMissing(tree) ? { kind: "list", items: [] } : tree;
  const inside = list?.kind === "list" ? withTreeAt(list.items[first], rest, value) : undefined;
  if (list?.kind !== "list" || inside === undefined) return undefined;
  const padding = Array.from({ length: Math.max(first - list.items.length, 0) }, () => nothing);
  return { ...list, items: [...list.items.slice(0, first), ...padding, inside, ...list.items.slice(first + 1)] };
}

function withoutPath(tree: YamlTree, path: readonly Step[]): YamlTree {
  const [first, ...rest] = path;
  if (tree.kind === "map" && typeof first === "string") {
    const held = valueAt(tree, first);
    return rest.length === 0 ? withoutKey(tree, first) : held === undefined ? tree : withValue(tree, literal(first), withoutPath(held, rest));
  }
  if (tree.kind !== "list" || typeof first !== "number") return tree;
  return { ...tree, items: rest.length === 0 ? tree.items.filter((_, index) => index !== first) : tree.items.map((item, index) => (index === first ? withoutPath(item, rest) : item)) };
}

function remove(evaluation: Evaluation, matches: readonly Match[]): boolean {
  // From behind, so that indexes stay right.
  for (const { at, isCertain } of [...matches].reverse()) {
    const whole = at === undefined ? undefined : evaluation.documents[at.document];
    if (at === undefined || whole === undefined || !isCertain || at.path.length === 0) return false;
    evaluation.left -= copied(whole, at.path);
    if (evaluation.left < 0) return false;
    evaluation.documents[at.document] = withoutPath(whole, at.path);
  }
  return true;
}

// ----------------------------------------------------------------------------------------------------- operations

type Operation = Extract<Expression, { kind: "operation" }>;

function evaluateOperation(evaluation: Evaluation, operation: Operation, input: readonly Match[]): Matches {
  const { operator, left, right } = operation;
  switch (operator) {
    case "|": {
      const between = evaluate(evaluation, left, input);
      return between === undefined ? undefined : evaluate(evaluation, right, between.map((match) => current(evaluation, match)));
    }
    case ",": {
      const [first, second] = [evaluate(evaluation, left, input), evaluate(evaluation, right, input)];
      return first === undefined || second === undefined ? undefined : isChange(left) && isChange(right) ? first : [...first, ...second];
    }
    case "style=":
      return input;
    case "=":
    case "|=":
    case "+=":
      return assign(evaluation, operation, input);
    default:
      return combined(evaluation, input, left, right, (first, second) => calculate(operator, first, second));
  }
}

/** Two changes of one document are not printed twice. */
function isChange(expression: Expression): boolean {
  return expression.kind === "operation" && ["=", "|=", "+="].includes(expression.operator);
}

/** Each value of the one side with each of the other; an empty side counts as nothing once. */
function combined(evaluation: Evaluation, input: readonly Match[], left: Expression, right: Expression, combine: (first: YamlTree | undefined, second: YamlTree | undefined) => YamlTree | undefined): Matches {
  const results: Match[] = [];
  for (const match of input) {
    const [firsts, seconds] = [evaluate(evaluation, left, [match]), evaluate(evaluation, right, [match])];
    if (firsts === undefined || seconds === undefined) return undefined;
    evaluation.left -= step * firsts.length * seconds.length;
    if (evaluation.left < 0) return undefined;
    for (const first of firsts.length === 0 ? [undefined] : firsts) {
      for (const second of seconds.length === 0 ? [undefined] : seconds) {
        const tree = combine(first === undefined ? undefined : treeAt(evaluation, first), second === undefined ? undefined : treeAt(evaluation, second));
        if (tree === undefined) return undefined;
        results.push({ at: undefined, tree, isCertain: first?.isCertain !== false && second?.isCertain !== false });
      }
    }
  }
  return results;
}

function calculate(operator: string, first: YamlTree | undefined, second: YamlTree | undefined): YamlTree | undefined {
  switch (operator) {
    case "==":
      return truth(isEqual(first, second));
    case "!=":
      return truth(opposite(isEqual(first, second)));
    case "and":
      return truth(both(isTrue(first), isTrue(second)));
    case "or":
      return truth(opposite(both(opposite(isTrue(first)), opposite(isTrue(second)))));
    case "//": {
      const known = isTrue(first);
      return known === "unknown" ? undefined : known === "yes" ? first : (second ?? nothing);
    }
    case "+":
      return sum(first, second);
    default:
      return undefined;
  }
}

type Truth = "yes" | "no" | "unknown";

function truth(value: Truth): YamlScalar {
  return { kind: "scalar", text: value === "unknown" ? derived("a comparison in yq", []) : literal(value === "yes" ? "true" : "false"), type: "boolean" };
}

function opposite(value: Truth): Truth {
  return value === "unknown" ? value : value === "yes" ? "no" : "yes";
}

function both(first: Truth, second: Truth): Truth {
  return first === "no" || second === "no" ? "no" : first === "yes" && second === "yes" ? "yes" : "unknown";
}

/** Null and false are not true, all else is. */
function isTrue(tree: YamlTree | undefined): Truth {
  if (tree === undefined || isMissing(tree)) return "no";
  if (tree.kind !== "scalar" || tree.type !== "boolean") return tree.kind === "unknown" ? "unknown" : "yes";
  const letters = literalText(tree.text)?.toLowerCase();
  return letters === undefined ? "unknown" : letters === "true" ? "yes" : "no";
}

/** Texts may be compared with patterns of `*` and `?`. */
function isEqual(first: YamlTree | undefined, second: YamlTree | undefined): Truth {
  if (isMissing(first) || isMissing(second)) return isMissing(first) && isMissing(second) ? "yes" : "no";
  if (first?.kind !== "scalar" || second?.kind !== "scalar") return first?.kind === "unknown" || second?.kind === "unknown" ? "unknown" : "no";
  if (first.text.key === second.text.key) return "yes";
  const [letters, pattern] = [literalText(first.text), literalText(second.text)];
  if (letters === undefined || pattern === undefined) return "unknown";
  return matchesGlob(letters, pattern) ? "yes" : "no";
}

/** `*` is any text, `?` any letter. */
function matchesGlob(letters: string, pattern: string): boolean {
  let [at, next] = [0, 0];
  let [starred, resumed] = [-1, 0];
  while (at < letters.length) {
    if (pattern.charAt(next) === "*") [starred, resumed, next] = [next, at, next + 1];
    else if (next < pattern.length && (pattern.charAt(next) === "?" || pattern.charAt(next) === letters.charAt(at))) [at, next] = [at + 1, next + 1];
    else if (starred >= 0) [resumed, at, next] = [resumed + 1, resumed + 1, starred + 1];
    else return false;
  }
  return /^\**$/u.test(pattern.slice(next));
}

function sum(first: YamlTree | undefined, second: YamlTree | undefined): YamlTree | undefined {
  if (first === undefined || isMissing(first)) return second ?? nothing;
  if (second === undefined || isMissing(second)) return first;
  if (first.kind === "list") {
    const longer: YamlTree = { ...first, items: [...first.items, ...(second.kind === "list" ? second.items : [second])] };
    return isTooLarge(longer) ? undefined : longer;
  }
  if (first.kind === "map") return second.kind === "map" ? withValues(first, second.entries) : undefined;
  if (first.kind !== "scalar" || second.kind !== "scalar") return undefined;
  if (first.type === "text" || second.type === "text") return { ...textScalar(join([{ text: first.text }, { text: second.text }])), ...(first.style === undefined ? {} : { style: first.style }) };
  const [left, right] = [literalText(first.text), literalText(second.text)].map((text) => (text === undefined ? Number.NaN : Number(text)));
  const total = (left ?? Number.NaN) + (right ?? Number.NaN);
  return Number.isFinite(total) ? { kind: "scalar", text: literal(String(total)), type: "number" } : undefined;
}

// ---------------------------------------------------------------------------------------------------- assignments

function assign(evaluation: Evaluation, operation: Operation, input: readonly Match[]): Matches {
  const { operator, left, right } = operation;
  const assignment = evaluation.assignments.get(operation) ?? { operation, isRead: "no", values: [], key: keyOf(left), instead: [] };
  evaluation.assignments.set(operation, assignment);
  evaluation.lost = input.length === 0 ? evaluation.lost : [];
  let hasTarget = false;
  for (const match of input) {
    const targets = evaluate(evaluation, left, [match]);
    const given = operator === "|=" ? [] : evaluate(evaluation, right, [current(evaluation, match)]);
    if (targets === undefined || given === undefined) return undefined;
    hasTarget ||= targets.length > 0;
    for (const target of operator === "|=" ? [...targets].reverse() : targets) {
      const held = current(evaluation, target);
      const values = operator === "|=" ? evaluate(evaluation, right, [held])?.slice(0, 1) : given;
      if (values === undefined) return undefined;
      note(evaluation, assignment, held);
      for (const value of values) {
        const tree = operator === "+=" ? sum(held.tree, treeAt(evaluation, value)) : (treeAt(evaluation, value) ?? nothing);
        if (tree === undefined || !put(evaluation, value.isCertain ? held : { ...held, isCertain: false }, tree)) return undefined;
        if (tree.kind === "scalar" && assignment.values.length < mostKept) assignment.values.push(tree.text);
      }
    }
  }
  if (!hasTarget) {
    assignment.instead.push(...evaluation.lost.slice(0, mostKept));
    if (assignment.values.length === 0 && operator === "=") {
      const [value] = evaluate(evaluation, right, input.slice(0, 1).length > 0 ? input.slice(0, 1) : [made(nothing)]) ?? [];
      if (value?.tree?.kind === "scalar") assignment.values.push(value.tree.text);
    }
  }
  return input.map((match) => current(evaluation, match));
}

const mostKept = 50;

/** The last key of a path. */
function keyOf(expression: Expression): string | undefined {
  switch (expression.kind) {
    case "key":
      return expression.key.key;
    case "index":
      return expression.index?.kind === "text" ? undefined : keyOf(expression.of);
    case "operation":
      return keyOf(expression.right);
    default:
      return undefined;
  }
}

/** Whether something has the place of an assignment: a container that is not there is none, other maps may be made by it. */
function note(evaluation: Evaluation, assignment: Assignment, { at, tree, isCertain }: Match): void {
  if (at === undefined) return;
  const last = at.path.at(-1);
  if (typeof last === "string") assignment.key = last;
  const parent = tree === undefined ? treeAt(evaluation, { at: { ...at, path: at.path.slice(0, -1) }, tree: undefined, isCertain }) : tree;
  // What is made anew is written for somebody who reads it.
  const isNew = isMissing(parent) && at.path.length > 1 && !isMissing(evaluation.documents[at.document]);
  const found = !isCertain ? "unknown" : !isNew ? "yes" : isOfContainer(evaluation, at) ? "no" : "unknown";
  if (found === "yes" || (found === "unknown" && assignment.isRead === "no")) assignment.isRead = found;
  if (!isNew) return;
  let depth = at.path.length - 1;
  while (depth > 0 && isMissing(treeAt(evaluation, { at: { ...at, path: at.path.slice(0, depth) }, tree: undefined, isCertain }))) depth -= 1;
  const instead = treeAt(evaluation, { at: { ...at, path: at.path.slice(0, depth) }, tree: undefined, isCertain });
  if (instead !== undefined && assignment.instead.length < mostKept) assignment.instead.push(instead);
}

/** A path of an object of Kubernetes through one of its lists of containers. */
function isOfContainer(evaluation: Evaluation, at: NonNullable<Match["at"]>): boolean {
  return lettersAt(evaluation.documents[at.document], "kind") !== undefined && at.path.some((one) => typeof one === "string" && containerLists.has(one));
}

// ------------------------------------------------------------------------------------------------------ functions

function evaluateCall(evaluation: Evaluation, { name, argument }: Extract<Expression, { kind: "call" }>, input: readonly Match[]): Matches {
  if (yqLooks.has(name)) return input;
  switch (name) {
    case "select":
      return argument === undefined ? undefined : selected(evaluation, argument, input);
    case "with": {
      const [of, change] = argumentsOf(argument);
      const found = of === undefined ? undefined : evaluate(evaluation, of, input);
      if (change === undefined || found === undefined) return undefined;
      // An assignment that meets nothing is one all the same.
      const results = found.length === 0 ? [evaluate(evaluation, change, [])] : found.map((match) => evaluate(evaluation, change, [current(evaluation, match)]));
      return results.includes(undefined) ? undefined : input.map((match) => current(evaluation, match));
    }
    case "del": {
      const found = argument === undefined ? undefined : evaluate(evaluation, argument, input);
      return found !== undefined && remove(evaluation, found) ? input.map((match) => current(evaluation, match)) : undefined;
    }
    case "map": {
      if (argument === undefined) return undefined;
      return each(input, (match) => {
        const items = evaluate(evaluation, argument, children(current(evaluation, match)));
        return items === undefined || items.some((item) => !item.isCertain) ? undefined : { kind: "list", items: items.map((item) => treeAt(evaluation, item) ?? nothing) };
      });
    }
    case "di":
      return each(input, ({ at }) => (at === undefined ? undefined : { kind: "scalar", text: literal(String(at.document)), type: "number" }));
    case "fi":
      return each(input, () => ({ kind: "scalar", text: literal("0"), type: "number" }));
    case "not":
      return each(input, (match) => truth(opposite(isTrue(treeAt(evaluation, match)))));
    case "has":
      return compared(evaluation, argument, input, hasKey);
    case "contains":
      return compared(evaluation, argument, input, contains);
    case "test":
      return compared(evaluation, argument, input, matchesPattern);
    case "sub": {
      const [pattern, replacement] = argumentsOf(argument);
      if (pattern === undefined || replacement === undefined) return undefined;
      return each(input, (match) => substituted(treeAt(evaluation, match), scalarText(evaluation, pattern, match), scalarText(evaluation, replacement, match)));
    }
    case "to_string":
      return each(input, (match) => {
        const tree = treeAt(evaluation, match);
        return tree?.kind === "scalar" ? textScalar(tree.text) : undefined;
      });
    case "key":
      return each(input, ({ at }) => {
        const last = at?.path.at(-1);
        return last === undefined ? undefined : { kind: "scalar", text: literal(String(last)), type: typeof last === "number" ? "number" : "text" };
      });
    default:
      return undefined;
  }
}

function argumentsOf(argument: Expression | undefined): readonly Expression[] {
  return argument?.kind === "operation" && (argument.operator === ";" || argument.operator === ",") ? [argument.left, argument.right] : [];
}

/** One made value for each; undefined as soon as one is not understood. */
function each(input: readonly Match[], make: (match: Match) => YamlTree | undefined): Matches {
  const results: Match[] = [];
  for (const match of input) {
    const tree = make(match);
    if (tree === undefined) return undefined;
    results.push({ at: undefined, tree, isCertain: match.isCertain });
  }
  return results;
}

function selected(evaluation: Evaluation, condition: Expression, input: readonly Match[]): Matches {
  const results: Match[] = [];
  const lost = evaluation.lost;
  for (const match of input) {
    const answers = evaluate(evaluation, condition, [match]);
    if (answers === undefined) return undefined;
    const truths = answers.map((answer) => isTrue(treeAt(evaluation, answer)));
    if (truths.includes("yes")) results.push(match);
    else if (truths.includes("unknown")) results.push({ ...match, isCertain: false });
  }
  // What a condition looks up in vain is not what is looked for.
  evaluation.lost = lost;
  return noting(evaluation, input.map((match) => current(evaluation, match)), results);
}

function compared(evaluation: Evaluation, argument: Expression | undefined, input: readonly Match[], compare: (tree: YamlTree, wanted: YamlScalar) => Truth): Matches {
  if (argument === undefined) return undefined;
  return each(input, (match) => {
    const [wanted] = evaluate(evaluation, argument, [match]) ?? [];
    const tree = treeAt(evaluation, match);
    if (wanted?.tree?.kind !== "scalar") return undefined;
    return truth(tree === undefined ? "no" : compare(tree, wanted.tree));
  });
}

function hasKey(tree: YamlTree, wanted: YamlScalar): Truth {
  const known = literalText(wanted.text);
  if (known === undefined) return "unknown";
  const isThere = tree.kind === "list" ? Number(known) < tree.items.length : valueAt(tree, known) !== undefined;
  return isThere ? "yes" : "no";
}

function contains(tree: YamlTree, wanted: YamlScalar): Truth {
  if (tree.kind !== "scalar") return "unknown";
  const [letters, part] = [literalText(tree.text), literalText(wanted.text)];
  return part === undefined ? "unknown" : letters === undefined ? (encodeText(tree.text)?.encoded.includes(part) === true ? "yes" : "unknown") : letters.includes(part) ? "yes" : "no";
}

function matchesPattern(tree: YamlTree, wanted: YamlScalar): Truth {
  const letters = tree.kind === "scalar" ? literalText(tree.text) : undefined;
  const pattern = patternOf(literalText(wanted.text));
  return letters === undefined || letters.length > longestSearched || pattern === undefined ? "unknown" : pattern.test(letters) ? "yes" : "no";
}

/** A pattern of Go's that JavaScript reads alike, and that cannot take long; others are not tried. */
function patternOf(source: string | undefined): RegExp | undefined {
  if (source === undefined || source.length > longestPattern || /\)[*+?{]|\{|\(\?|\\[^.\w/-]|\\[pPQEAzZkK\d]/u.test(source) || (source.match(/[*+]/gu) ?? []).length > mostRepetitions) return undefined;
  try {
    return new RegExp(source, "gu");
  } catch {
    return undefined;
  }
}

const longestPattern = 300;
const mostRepetitions = 3;
/** Three repetitions take the cube of it. */
const longestSearched = 500;

function scalarText(evaluation: Evaluation, expression: Expression, match: Match): Text | undefined {
  const [first] = evaluate(evaluation, expression, [match]) ?? [];
  const tree = first === undefined ? undefined : treeAt(evaluation, first);
  return tree?.kind === "scalar" ? tree.text : undefined;
}

/** Every place of a pattern in a text replaced; what stands between them keeps its letters' places. */
function substituted(tree: YamlTree | undefined, pattern: Text | undefined, replacement: Text | undefined): YamlTree | undefined {
  const found = patternOf(pattern === undefined ? undefined : literalText(pattern));
  if (tree?.kind !== "scalar" || found === undefined || replacement === undefined || replacement.key.includes("$")) return undefined;
  const source = encodeText(tree.text);
  // What a hole holds may match too.
  if (source === undefined || source.encoded.length > longestSearched || literalText(tree.text) === undefined) return { ...tree, text: derived("sub in yq", [tree.text, replacement]), place: placeOf(tree.text) };
  const parts: { readonly text: Text }[] = [];
  let from = 0;
  for (const match of source.encoded.matchAll(found)) {
    parts.push({ text: source.at(from, match.index) }, { text: replacement });
    from = match.index + match[0].length;
  }
  return { ...tree, text: join([...parts, { text: source.at(from, source.encoded.length) }]) };
}

function evaluateText(evaluation: Evaluation, parts: readonly (Text | Expression)[], input: readonly Match[]): Matches {
  const isMade = parts.every((part) => isTextPart(part));
  if (isMade) return [made(textScalar(join(parts.flatMap((part) => (isTextPart(part) ? [{ text: part }] : [])))))];
  return each(input, (match) => {
    const texts = parts.map((part) => (isTextPart(part) ? part : scalarText(evaluation, part, match)));
    return texts.includes(undefined) ? undefined : textScalar(join(texts.flatMap((text) => (text === undefined ? [] : [{ text }]))));
  });
}

function isTextPart(part: Text | Expression): part is Text {
  return part.kind === "literal" || part.kind === "hole" || part.kind === "joined" || part.kind === "choice" || part.kind === "captured";
}
