import { encodeText } from "../../values/encoding.js";
import type { EncodedText } from "../../values/encoding.js";
import { choice, isText, join, literal, literalText, placeOf } from "../../values/text.js";
import type { Literal, Place, Text, Value } from "../../values/value.js";
import type { CommandContext } from "../commands.js";
import { hasFreshPart } from "../captures.js";
import { branch } from "../execute.js";
import { projectFileAt } from "../files.js";
import type { GivenText, ProcessEnvironment } from "../process-environment.js";
import { nextOrder, spend } from "../run.js";
import type { Frame, ProjectFacts, Run } from "../run.js";
import { frameOf, runShell, scriptFrame } from "../shell/run-shell.js";
import { normalPath } from "../shell/shell.js";
import { definitionOf, expand, variableText } from "./expand.js";
import { simple } from "./functions.js";
import { newMakeState, stemOf, withStem } from "./make.js";
import type { Definition, Make, MakeSource, PatternRule, Recipe, Scope } from "./make.js";
import { assigned, copyOf, readMakefileAt } from "./read-lines.js";

/** A call of make, as the line and its surroundings give it. */
export interface MakeCall {
  readonly targets: readonly Text[];
  /** `NAME=value` on the line. */
  readonly variables: ReadonlyMap<string, GivenText>;
  readonly file: Text | undefined;
  /** `-C` */
  readonly below: Text | undefined;
  readonly context: CommandContext;
}

/** Runs make: its goals with all that they need. Gives false if its Makefile is not one of the project. */
export function runMake(frame: Frame, call: MakeCall): boolean {
  const { context } = call;
  const from = literalText(context.folder ?? literal("/")) ?? "/";
  const below = call.below === undefined ? "." : literalText(call.below);
  // `make -C $dir`: which Makefile it is, is not known.
  if (below === undefined) return false;
  const folder = literal(normalPath(below.startsWith("/") ? below : `/${from}/${below}`));
  const names = call.file === undefined ? ["GNUmakefile", "makefile", "Makefile"].map((name) => literal(name)) : [call.file];
  // `-C folder`: no other Makefile is meant.
  const file = names.map((name) => (call.below === undefined ? projectFileAt(frame, name, folder) : projectFileAt(frame, join([{ text: folder }, { text: literal("/") }, { text: name }])))).find((found) => found !== undefined);
  if (file === undefined) return false;
  const misplaced = call.targets.filter(isReferenceGoal);
  const goals = call.targets.filter((target) => !misplaced.includes(target)).map((target) => literalText(target));
  const overrides = new Map([...(context.makeOverrides ?? []), ...call.variables]);
  // Where the folder is not known, the Makefile that can be meant tells it.
  const isThere = call.file !== undefined || names.some((name) => normalPath(`${literalText(folder) ?? "/"}/${literalText(name) ?? ""}`) === `/${file}`);
  const own = isThere && (call.below !== undefined || context.folder !== undefined || call.file !== undefined) ? folder : literal(folderOfFile(file));
  const inner = frameOf(frame, file, context.place);
  const make = startMake(inner, { file, folder: own, environment: context.environment, overrides, goals: goals.filter((goal) => goal !== undefined), place: context.place });
  const before = frame.run.sites.length;
  const wanted = goals.length === 0 ? [literalText(variableText(make, ".DEFAULT_GOAL", undefined, 0)) ?? make.state.firstTarget] : goals;
  const made = newlyMade(make);
  const known = wanted.map((goal) => goal !== undefined && makeTarget(made, goal, undefined, "wanted"));
  noteMisplaced(make, misplaced, goals.join(" "), before, context.place);
  return known.every((isKnown) => isKnown);
}

/** A colon divides targets from what they need: no goal holds one (GNU make manual, "Rule Syntax"). */
function isReferenceGoal(target: Text): boolean {
  const written = encodeText(target)?.encoded ?? "";
  return /^[^\s:=/]+(?::\d+)?(?:\/[^\s:=/]+)+:[^\s:=/]+$/u.test(written);
}

/** Says of references among the goals which variable names the images of what is made instead. */
function noteMisplaced(make: Make, references: readonly Text[], goals: string, before: number, call: Place): void {
  const { run } = make.frame;
  const made = run.sites.slice(before);
  // What is deployed instead is judged by itself.
  if (references.length === 0 || made.some(({ kind }) => kind === "deploy")) return;
  const variables = [...make.state.variables.keys()].map((name) => ({ name, key: variableText(make, name, undefined, 0).key }));
  const [site] = made;
  const instead = site === undefined ? undefined : { variable: variables.find(({ key }) => key === site.reference.key)?.name, reference: site.reference, place: site.argument };
  for (const reference of references) run.misplaced.push({ reference, place: placeOf(reference) ?? call, goals, instead, order: nextOrder(run) });
}

function folderOfFile(file: string): string {
  return normalPath(`/${file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : ""}`);
}

/** What make is started with. */
export type MakeStart = Pick<Make, "file" | "folder" | "environment" | "overrides" | "goals" | "place">;

/** Reads the Makefiles: what they say before anything is made. */
export function startMake(frame: Frame, start: MakeStart): Make {
  const make: Make = { ...start, frame, state: newMakeState(), readings: new Map() };
  readMakefileAt(make, start.file);
  // What the time was when the Makefile was read is not what it is when a recipe runs.
  make.readings.clear();
  return make;
}

/** One run of make, and what it has made: each target is made once. */
export interface Making {
  readonly make: Make;
  readonly made: Set<string>;
}

export function newlyMade(make: Make): Making {
  return { make, made: new Set() };
}

/** The name of a target among what roots have executed. */
export function targetKey(file: string, target: string): string {
  return `make ${file} ${target}`;
}

interface Found {
  readonly prerequisites: readonly string[];
  readonly recipes: readonly Recipe[];
  readonly stem: string | undefined;
}

/** Makes a target, those first that it needs; gives whether there is a rule for it, or none is needed. */
export function makeTarget(making: Making, target: string, outer: Scope | undefined, reason: "wanted" | "needed"): boolean {
  const { make, made } = making;
  if (made.has(target)) return true;
  made.add(target);
  spend(make.frame.run);
  const found = ruleFor(make, target);
  // A file, or a tool that is fetched.
  if (found === undefined) return reason === "needed" || make.frame.run.project.files.includes(normalPath(`${literalText(make.folder) ?? ""}/${target}`).replace(/^\//u, ""));
  make.frame.run.executed.add(targetKey(make.file, target));
  const scope = scopeOf(make, target, found, outer);
  for (const prerequisite of found.prerequisites) makeTarget(making, prerequisite, inheritedScope(make, target, scope, outer), "needed");
  const [first, ...others] = found.recipes;
  const decided = found.recipes.filter((recipe) => recipe.decision !== undefined);
  if (decided.length > 1) {
    branch(
      make.frame,
      decided.map((recipe) => () => {
        runRecipe(make, recipe, scope);
        return true;
      }),
    );
  } else for (const recipe of first === undefined ? [] : [first, ...others]) runRecipe(make, recipe, scope);
  return true;
}

function ruleFor(make: Make, target: string): Found | undefined {
  const { rules, patternRules } = make.state;
  const explicit = rules.get(target);
  const recipes = (explicit?.recipes ?? []).filter((recipe) => recipe.recipe.length > 0);
  // Without `::` the last recipe of a target counts (GNU make manual, "Multiple Rules for One Target").
  const counting = recipes.some((recipe) => recipe.decision !== undefined || recipe.isDouble) ? recipes : recipes.slice(-1);
  if (explicit !== undefined && counting.length > 0) return { prerequisites: explicit.prerequisites, recipes: counting, stem: counting.at(-1)?.stem ?? explicit.stem };
  const pattern = patternFor(patternRules, target);
  if (pattern !== undefined) {
    const { rule, stem } = pattern;
    return { prerequisites: [...rule.prerequisites.map((one) => withStem(one, stem)), ...(explicit?.prerequisites ?? [])], recipes: [rule.recipe], stem };
  }
  return explicit === undefined ? undefined : { prerequisites: explicit.prerequisites, recipes: [], stem: undefined };
}

/** The pattern rule with the shortest stem (GNU make manual, "How Patterns Match"). */
function patternFor(rules: readonly PatternRule[], target: string): { readonly rule: PatternRule; readonly stem: string } | undefined {
  let best: { readonly rule: PatternRule; readonly stem: string } | undefined;
  for (const rule of rules) {
    for (const pattern of rule.targets) {
      const stem = stemOf(pattern, target);
      if (stem !== undefined && (best === undefined || stem.length < best.stem.length)) best = { rule, stem };
    }
  }
  return best;
}

/** Automatic variables, and those that are assigned for this target. */
function scopeOf(make: Make, target: string, { prerequisites, stem }: Found, outer: Scope | undefined): Scope {
  const variables = new Map<string, Definition>();
  const scope: Scope = { variables, outer };
  const known: readonly (readonly [string, string])[] = [["@", target], ["*", stem ?? ""], ["<", prerequisites[0] ?? ""], ["^", [...new Set(prerequisites)].join(" ")], ["+", prerequisites.join(" ")], ["?", prerequisites.join(" ")], ["|", ""], ["@D", folderPart(target)], ["@F", filePart(target)], ["*F", filePart(stem ?? "")], ["<F", filePart(prerequisites[0] ?? "")]];
  for (const [name, value] of known) variables.set(name, simple(literal(value)));
  for (const entry of make.state.specific) {
    const ownStem = entry.target.includes("%") ? stemOf(entry.target, target) : entry.target === target ? (stem ?? "") : undefined;
    if (ownStem === undefined) continue;
    if (entry.target.includes("%")) variables.set("*", simple(literal(stem ?? ownStem)));
    const before = definitionOf(make, entry.name, scope);
    const definition = assigned(make, entry, entry.value, before, scope, entry.name);
    if (definition !== undefined) variables.set(entry.name, definition);
  }
  return scope;
}

/** What a target's prerequisites inherit: its own variables, but not the automatic ones, nor the private ones. */
function inheritedScope(make: Make, target: string, scope: Scope, outer: Scope | undefined): Scope | undefined {
  const names = new Set(make.state.specific.filter((entry) => !entry.isPrivate && (entry.target === target || stemOf(entry.target, target) !== undefined)).map((entry) => entry.name));
  const variables = new Map([...scope.variables].filter(([name]) => names.has(name)));
  return variables.size === 0 ? outer : { variables, outer };
}

function folderPart(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : ".";
}

function filePart(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** A recipe is expanded whole before its first line runs (GNU make manual, "Recipe Execution"). */
function runRecipe(make: Make, recipe: Recipe, outer: Scope): void {
  const readings: Make = { ...make, readings: new Map() };
  const scope: Scope = recipe.stem === undefined ? outer : { variables: new Map([["*", simple(literal(recipe.stem))]]), outer };
  const lines = recipe.recipe.flatMap((line) => expandedLines(readings, line, scope));
  const environment = environmentOf(readings, scope);
  const all = make.state.rules.has(".ONESHELL") ? [joinedLines(lines)] : lines;
  for (const line of all) runLine(make, line, environment, placeOf(recipe.recipe[0]?.source.at(...(recipe.recipe[0].text.at)) ?? literal("")) ?? make.place);
}

function joinedLines(lines: readonly EncodedText[]): EncodedText {
  const text = join(lines.flatMap((line, index) => [...(index === 0 ? [] : [{ text: literal("\n") }]), { text: line.at(0, line.encoded.length) }]));
  return encodeText(text) ?? { encoded: "", at: () => literal(""), changed: (copy) => literal(copy) };
}

/** One line of a recipe is several where a variable with several lines stands in it. */
function expandedLines(make: Make, line: MakeSource, scope: Scope): readonly EncodedText[] {
  const text = encodeText(withoutQuotes(expand(make, line, scope)));
  if (text === undefined) return [];
  const lines: EncodedText[] = [];
  let from = 0;
  for (const end of [...text.encoded.matchAll(/(?<!\\)\n/gu)].map((match) => match.index).concat(text.encoded.length)) {
    const one = encodeText(text.at(from, end));
    if (one !== undefined && one.encoded.trim() !== "") lines.push(one);
    from = end + 1;
  }
  return lines;
}

/**
 * `REGISTRY ?= "localhost:5000"`: the quotes are letters to make, and the shell takes them away. Where the environment may give
 * another value, they stand in one of several, which the shell's grammar does not see.
 */
function withoutQuotes(text: Text): Text {
  if (text.kind === "joined") return text.parts.some((part) => part.text.kind === "choice") ? join(text.parts.map((part) => ({ ...part, text: withoutQuotes(part.text) }))) : text;
  if (text.kind !== "choice") return text;
  const plain = text.alternatives.map((alternative) => (alternative.kind === "choice" || alternative.kind === "joined" ? withoutQuotes(alternative) : isQuotedWord(alternative) ? literal(alternative.text.replace(/["']/gu, ""), shiftedSource(alternative)) : alternative));
  if (plain.every((alternative, index) => alternative === text.alternatives[index])) return text;
  const either = choice(plain, `${text.key} as a word`);
  return isText(either) ? either : text;
}

function isQuotedWord(value: Value): value is Literal {
  return value.kind === "literal" && /^(["'])[^"'\s]*\1[^"'\s]*$/u.test(value.text);
}

function shiftedSource({ source }: Literal): Literal["source"] {
  return source === undefined ? undefined : { ...source, offset: source.offset + 1 };
}

/** Each line has a shell of its own, in make's folder; `@`, `-` and `+` before it are make's. */
function runLine(make: Make, line: EncodedText, environment: ProcessEnvironment, place: Place): void {
  const prefix = /^[\s@+-]*/u.exec(line.encoded)?.[0].length ?? 0;
  const command = line.at(prefix, line.encoded.length);
  runShell(make.frame, command, { place, input: undefined, environment, folder: make.folder, makeOverrides: make.overrides }, true);
}

/** What a recipe's commands get: variables of the command line, exported ones, and what make itself got. An exported variable has one value for all of them. */
function environmentOf(make: Make, scope: Scope): ProcessEnvironment {
  const known = new Map<string, GivenText | undefined>();
  const find = (name: string): GivenText | undefined => {
    const override = make.overrides.get(name);
    if (override !== undefined) return override;
    const outer = make.environment?.(name);
    const definition = definitionOf(make, name, scope);
    if (definition === undefined) return outer;
    const isExported = make.state.exported.get(name) ?? (make.state.exportsAll || outer !== undefined || make.state.specific.some((entry) => entry.name === name && entry.isExported));
    if (!isExported) return outer;
    const value = variableText(make, name, scope, 1);
    return { value, origin: placeOf(value) };
  };
  return (name) => {
    if (!known.has(name)) known.set(name, find(name));
    return known.get(name);
  };
}

/** The goals of a Makefile that no other target of it needs: where people start. */
export function outermostTargets(make: Make): readonly string[] {
  const { rules } = make.state;
  const needed = new Set([...rules.values()].flatMap((rule) => rule.prerequisites));
  const targets = [...rules.keys()].filter((target) => !/^\.[A-Z]/u.test(target) && !target.includes("%"));
  return [...targets.filter((target) => !needed.has(target)), ...targets.filter((target) => needed.has(target))];
}

/**
 * A Makefile as a root starts it. What it says is the same for every goal, unless something in it is new at every run; then it
 * is read again.
 */
export function rootMake(run: Run, file: string, goals: readonly string[]): Make {
  const known = readBefore.get(run.project)?.get(file);
  if (known !== undefined) return { ...known, frame: scriptFrame(run, file), goals, state: copyOf(known.state), readings: new Map() };
  const make = readRoot(run, file, goals);
  const isStable = ![...make.state.variables.values()].some((definition) => definition.flavor === "simple" && hasFreshPart(definition.value));
  if (isStable && run.sites.length === 0) {
    const files = readBefore.get(run.project) ?? new Map<string, Make>();
    readBefore.set(run.project, files.set(file, { ...make, state: copyOf(make.state) }));
  }
  return make;
}

const readBefore = new WeakMap<ProjectFacts, Map<string, Make>>();

function readRoot(run: Run, file: string, goals: readonly string[]): Make {
  return startMake(scriptFrame(run, file), { file, folder: literal(folderOfFile(file)), environment: undefined, overrides: new Map(), goals, place: { file, start: 0, end: 0 } });
}
