import type { MakeAssignment, MakeConditional, MakeLine, MakeOperator, MakeRule, MakeTest, MakeText } from "../../facts/makefile.js";
import { readMakefile } from "../../frontends/make/read.js";
import { encodeText } from "../../values/encoding.js";
import type { EncodedText } from "../../values/encoding.js";
import { join, literal, literalText, placeOf } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { projectFileAt, projectText } from "../files.js";
import { definitionOf, expand, variableText } from "./expand.js";
import { isNotEmpty, shellOutput, stripped, wordsIn } from "./functions.js";
import { mostSteps, stemOf, withStem } from "./make.js";
import type { Definition, Make, MakeSource, MakeState, Recipe, Rule, Scope } from "./make.js";

/** Reads a Makefile of the project into what make knows; gives whether there is one. */
export function readMakefileAt(make: Make, file: string): boolean {
  const { project } = make.frame.run;
  const text = project.readText(file);
  const lines = project.makefileOf(file)?.lines;
  const source = text === undefined ? undefined : encodeText(projectText(file, text));
  if (lines === undefined || source === undefined || make.state.filesRead.includes(`/${file}`) || make.state.filesRead.length > 60) return false;
  make.state.filesRead.push(`/${file}`);
  readLines(make, lines, source, undefined);
  return true;
}

/** Reads lines that a Makefile has made: `$(eval)`, and lines that are nothing but an expansion. */
export function readMakeLines(make: Make, source: EncodedText, scope: Scope | undefined): void {
  readLines(make, readMakefile(source.encoded).lines, source, scope);
}

function readLines(make: Make, lines: readonly MakeLine[], source: EncodedText, scope: Scope | undefined): void {
  for (const line of lines) {
    make.state.steps += 1;
    if (make.state.steps > mostSteps) return;
    readLine(make, line, source, scope);
  }
}

function readLine(make: Make, line: MakeLine, source: EncodedText, scope: Scope | undefined): void {
  const { state } = make;
  switch (line.kind) {
    case "assignment":
      if (line.targets === undefined) {
        state.open = [];
        assign(make, line, source, scope);
      } else assignForTargets(make, line, source, scope);
      return;
    case "rule":
      readRule(make, line, source, scope);
      return;
    case "recipe":
      for (const { recipe } of state.open) recipe.push({ text: line.text, source });
      return;
    case "conditional":
      readConditional(make, line, source, scope);
      return;
    case "include":
      for (const word of wordsIn(literalText(expand(make, { text: line.files, source }, scope)) ?? "")) {
        const file = projectFileAt(make.frame, literal(word), make.folder);
        if (file !== undefined) readMakefileAt(make, file);
      }
      return;
    case "export":
    case "unexport": {
      const names = wordsIn(literalText(expand(make, { text: line.names, source }, scope)) ?? "");
      if (names.length === 0) state.exportsAll = line.kind === "export";
      for (const name of names) state.exported.set(name, line.kind === "export");
      return;
    }
    case "undefine":
      for (const name of wordsIn(literalText(expand(make, { text: line.names, source }, scope)) ?? "")) state.variables.delete(name);
      return;
    case "expression": {
      const made = encodeText(expand(make, { text: line.text, source }, scope));
      if (made !== undefined && made.encoded.trim() !== "" && made.encoded !== source.encoded) readMakeLines(make, made, scope);
    }
  }
}

// ---------------------------------------------------------------------------------------------------- assignments

function assign(make: Make, line: MakeAssignment, source: EncodedText, scope: Scope | undefined): void {
  const { state } = make;
  const name = literalText(stripped(expand(make, { text: line.name, source }, scope)));
  if (name === undefined || name === "") return;
  if (line.isExported) state.exported.set(name, true);
  const definition = assigned(make, line, { text: line.value, source }, state.variables.get(name), scope, name);
  if (definition !== undefined) state.variables.set(name, definition);
}

interface Assigning {
  readonly operator: MakeOperator;
  readonly isOverride: boolean;
  readonly isDefine?: boolean | undefined;
}

/** What a variable is after an assignment; undefined if it stays what it is. */
export function assigned(make: Make, { operator, isOverride, isDefine = false }: Assigning, value: MakeSource, before: Definition | undefined, scope: Scope | undefined, name: string): Definition | undefined {
  const at = placeOf(value.source.at(...value.text.at));
  const recursive = (values: readonly MakeSource[], isDefault: boolean): Definition => ({ flavor: "recursive", values, isOverride, isDefault, isDefine, at });
  switch (operator) {
    case "=":
      return recursive([value], false);
    case ":=":
    case ":::=":
      return { flavor: "simple", value: expand(make, value, scope), isOverride, at };
    case "!=":
      return { flavor: "simple", value: shellOutput({ make, scope }, expand(make, value, scope)) ?? literal(""), isOverride, at };
    case "?=":
      return before === undefined ? recursive([value], true) : undefined;
    case "+=":
      if (before === undefined) return recursive([value], false);
      if (before.flavor === "recursive") return { ...before, values: [...before.values, value], isOverride: before.isOverride || isOverride };
      if (before.flavor === "simple") return { ...before, value: spaced(before.value, expand(make, value, scope)) };
      return { ...before, alternatives: before.alternatives.map((one) => assigned(make, { operator, isOverride }, value, one, scope, name)) };
  }
}


function spaced(left: Text, right: Text): Text {
  return left.key === "" ? right : join([{ text: left }, { text: literal(" ") }, { text: right }]);
}

function assignForTargets(make: Make, line: MakeAssignment, source: EncodedText, scope: Scope | undefined): void {
  const name = literalText(stripped(expand(make, { text: line.name, source }, scope)));
  const targets = wordsIn(literalText(line.targets === undefined ? literal("") : expand(make, { text: line.targets, source }, scope)) ?? "");
  if (name === undefined) return;
  for (const target of targets) make.state.specific.push({ target, name, operator: line.operator, value: { text: line.value, source }, isExported: line.isExported, isOverride: line.isOverride, isPrivate: line.isPrivate });
}

// ---------------------------------------------------------------------------------------------------- rules

function readRule(make: Make, rule: MakeRule, source: EncodedText, scope: Scope | undefined): void {
  const { state } = make;
  const list = (text: MakeText): readonly string[] => knownWords(expand(make, { text, source }, scope));
  const targets = list(rule.targets);
  const prerequisites = [...list(rule.prerequisites), ...list(rule.orderOnly)];
  const at = placeOf(source.at(...rule.targets.at));
  const first = rule.recipe === undefined ? [] : [{ text: rule.recipe, source }];
  const pattern = rule.targetPattern === undefined ? undefined : list(rule.targetPattern)[0];
  const open: Recipe[] = [];
  for (const target of targets) {
    const stem = pattern === undefined ? undefined : stemOf(pattern, target);
    const recipe: Recipe = { recipe: [...first], decision: undefined, stem, isDouble: rule.isDouble };
    open.push(recipe);
    const own = stem === undefined ? prerequisites : prerequisites.map((one) => withStem(one, stem));
    if (pattern === undefined && target.includes("%")) state.patternRules.push({ targets: [target], prerequisites: own, recipe });
    else {
      addRule(state, target, own, recipe, at);
      if (!/^\.[A-Z]/u.test(target)) state.firstTarget ??= target;
    }
  }
  state.open = open;
}

/** Prerequisites of several rules add up; which of their recipes counts shows when the target is made. */
function addRule(state: MakeState, target: string, prerequisites: readonly string[], recipe: Recipe, at: Rule["at"]): void {
  const before = state.rules.get(target);
  state.rules.set(target, { prerequisites: [...(before?.prerequisites ?? []), ...prerequisites], recipes: [...(before?.recipes ?? []), recipe], stem: recipe.stem ?? before?.stem, at: before?.at ?? at });
}

/** The words of a list that are known letter by letter. */
function knownWords(text: Text): readonly string[] {
  const known = literalText(text);
  if (known !== undefined) return wordsIn(known);
  const encoded = encodeText(text)?.encoded ?? "";
  return wordsIn(encoded).filter((word) => !/[\uE000-\uF8FF]/u.test(word));
}

// ---------------------------------------------------------------------------------------------------- conditionals

function readConditional(make: Make, line: MakeConditional, source: EncodedText, scope: Scope | undefined): void {
  const [branch, ...rest] = line.branches;
  if (branch === undefined) {
    readLines(make, line.otherwise, source, scope);
    return;
  }
  const holds = test(make, branch.test, source, scope);
  const otherwise = (one: Make): void => {
    readConditional(one, { ...line, branches: rest }, source, scope);
  };
  if (holds.status === true) readLines(make, branch.lines, source, scope);
  else if (holds.status === false) otherwise(make);
  else {
    readEither(make, holds.identity, (one) => {
      readLines(one, branch.lines, source, scope);
    }, otherwise);
  }
}

interface Answer {
  readonly status: boolean | undefined;
  /** What it is decided by. */
  readonly identity: string;
}

function test(make: Make, one: MakeTest, source: EncodedText, scope: Scope | undefined): Answer {
  if (one.kind === "defined") {
    const name = literalText(stripped(expand(make, { text: one.name, source }, scope)));
    if (name === undefined) return { status: undefined, identity: "a computed name" };
    const isDefined = make.overrides.has(name) || definitionOf(make, name, scope) !== undefined || make.environment?.(name) !== undefined ? isNotEmpty(variableText(make, name, scope, 1)) : undefined;
    return { status: isDefined === undefined ? undefined : isDefined !== one.isNegated, identity: `defined ${name}` };
  }
  const [left, right] = [one.left, one.right].map((text) => stripped(expand(make, { text, source }, scope)));
  if (left === undefined || right === undefined) return { status: undefined, identity: "a condition" };
  const isEqual = areEqual(left, right);
  return { status: isEqual === undefined ? undefined : isEqual !== one.isNegated, identity: `${left.key}==${right.key}` };
}

function areEqual(left: Text, right: Text): boolean | undefined {
  const [one, other] = [literalText(left), literalText(right)];
  if (one !== undefined && other !== undefined) return one === other;
  if (left.key === right.key) return true;
  if (one === "" || other === "") return isNotEmpty(one === "" ? right : left) === true ? false : undefined;
  return undefined;
}

/** Reads two branches of which it is not known which counts, each from the same state, and puts together what they say. */
function readEither(make: Make, identity: string, first: (make: Make) => void, second: (make: Make) => void): void {
  const { state } = make;
  const [one, other] = [copyOf(state), copyOf(state)];
  first({ ...make, state: one });
  second({ ...make, state: other });
  for (const name of new Set([...one.variables.keys(), ...other.variables.keys()])) {
    const [left, right] = [one.variables.get(name), other.variables.get(name)];
    if (left === right) continue;
    state.variables.set(name, { flavor: "either", alternatives: [left, right], identity });
  }
  for (const target of new Set([...one.rules.keys(), ...other.rules.keys()])) {
    const [before, left, right] = [state.rules.get(target), one.rules.get(target), other.rules.get(target)];
    if (left === right) continue;
    const added = [left, right].flatMap((rule) => (rule === undefined || rule === before ? [] : rule.recipes.filter((recipe) => before?.recipes.includes(recipe) !== true).map((recipe) => ({ ...recipe, decision: identity }))));
    const prerequisites = [...new Set([...(left?.prerequisites ?? []), ...(right?.prerequisites ?? [])])];
    state.rules.set(target, { prerequisites, recipes: [...(before?.recipes ?? []), ...added], stem: left?.stem ?? right?.stem, at: left?.at ?? right?.at });
  }
  for (const branch of [one, other]) {
    state.patternRules.push(...branch.patternRules.filter((rule) => !state.patternRules.includes(rule)));
    state.specific.push(...branch.specific.filter((entry) => !state.specific.includes(entry)));
    state.filesRead.push(...branch.filesRead.filter((file) => !state.filesRead.includes(file)));
    for (const [name, isExported] of branch.exported) state.exported.set(name, isExported);
    state.exportsAll ||= branch.exportsAll;
    state.firstTarget ??= branch.firstTarget;
    state.steps = Math.max(state.steps, branch.steps);
  }
  // Lines behind `endif` belong to whichever rule was read last.
  state.open = [...new Set([...one.open, ...other.open])];
}

/** The same, to be read on from. */
export function copyOf(state: MakeState): MakeState {
  return { ...state, variables: new Map(state.variables), rules: new Map(state.rules), patternRules: [...state.patternRules], specific: [...state.specific], exported: new Map(state.exported), filesRead: [...state.filesRead] };
}
