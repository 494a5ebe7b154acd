import type { JustDependency, JustRecipe } from "../../facts/justfile.js";
import { lettersOf } from "../../frontends/just/read.js";
import { join, literal, literalText, placeOf } from "../../values/text.js";
import type { JoinedPart, Place, Text } from "../../values/value.js";
import type { CommandContext } from "../commands.js";
import type { GivenText } from "../process-environment.js";
import { newUnknown, nextOrder, spend, type Frame } from "../run.js";
import { frameOf, mostRecursions, runShell } from "../shell/run-shell.js";
import { findRecipe, isSet, settingIn, type InSource, type JustModule } from "./justfile.js";
import { environmentOf, folderOf, partOf, textOfExpression, type JustProcess, type JustScope } from "./values.js";

/** A call of just: what its command line gives, and what it has done already. */
export interface JustCall {
  readonly variables: ReadonlyMap<string, GivenText>;
  readonly context: CommandContext;
  readonly done: Set<string>;
  /** Variables of each module are evaluated once. */
  readonly memories: Map<string, JustProcess["memory"]>;
}

export function newJustCall(context: CommandContext, variables: JustCall["variables"] = new Map()): JustCall {
  return { variables, context, done: new Set(), memories: new Map() };
}

/** The name of a recipe among what roots have executed. */
export function recipeKey(file: string, name: string): string {
  return `just ${file} ${name}`;
}

type FoundRecipe = InSource<JustRecipe> & { readonly module: JustModule };

/** Runs a recipe with its dependencies, once for the same arguments; undefined arguments are those of a caller who is not known. */
export function runRecipe(call: JustCall, outer: Frame, recipe: FoundRecipe, given: readonly GivenText[] | undefined, place: Place | undefined): void {
  const { run } = outer;
  const { source, item, module } = recipe;
  const key = recipeKey(source.file, item.name);
  const once = `${key} ${given?.map(({ value }) => value.key).join("\u0001") ?? ""}`;
  if (call.done.has(once) || run.scripts.filter((one) => one === key).length >= mostRecursions) return;
  call.done.add(once);
  spend(run);
  run.executed.add(key);
  run.scripts.push(key);
  try {
    const frame = frameOf(outer, source.file, place);
    const memory = call.memories.get(module.file) ?? new Map<string, Text | undefined>();
    call.memories.set(module.file, memory);
    const process: JustProcess = { frame, module, variables: call.variables, context: call.context, memory };
    const parameters = parametersOf({ process, source, parameters: new Map() }, item, given);
    const scope: JustScope = { process, source, parameters };
    if (!module.isComplete) frame.run.opaqueCommands.push({ name: "a justfile that is not in the project", place: call.context.place, order: nextOrder(run) });
    for (const one of item.before) runDependency(call, scope, one);
    runLines(scope, item, given);
    for (const one of item.after) runDependency(call, scope, one);
  } finally {
    run.scripts.pop();
  }
}

function runDependency(call: JustCall, scope: JustScope, { name, arguments: given, at }: JustDependency): void {
  const { process, source } = scope;
  const { run } = process.frame;
  const recipe = findRecipe(run.project, process.module, name);
  const place = placeOf(source.text.at(...at)) ?? call.context.place;
  if (recipe === undefined) {
    run.opaqueCommands.push({ name: `just ${name}`, place, order: nextOrder(run) });
    return;
  }
  const words = given.map((one) => {
    const value = textOfExpression(scope, one);
    return { value, origin: placeOf(value) };
  });
  runRecipe(call, process.frame, recipe, words, place);
}

/** https://just.systems/man/en/recipe-parameters.html */
function parametersOf(scope: JustScope, recipe: JustRecipe, given: readonly GivenText[] | undefined): ReadonlyMap<string, GivenText> {
  const found = new Map<string, GivenText>();
  for (const [index, { name, takes, otherwise }] of recipe.parameters.entries()) {
    const words = takes === "one" ? (given ?? []).slice(index, index + 1) : (given ?? []).slice(index);
    const [first] = words;
    // What a default says may name the parameters before it.
    const known = otherwise === undefined ? undefined : textOfExpression({ ...scope, parameters: found }, otherwise);
    if (first !== undefined) found.set(name, words.length === 1 ? first : { value: spaced(words), origin: first.origin });
    else if (known !== undefined) found.set(name, { value: known, origin: placeOf(known) });
    else found.set(name, { value: takes === "*" && given !== undefined ? literal("") : newUnknown(scope.process.frame.run, `the argument ${name} of a recipe`) });
  }
  return found;
}

function spaced(words: readonly GivenText[]): Text {
  return join(words.flatMap(({ value }, index) => [...(index === 0 ? [] : [{ text: literal(" ") }]), { text: value }]));
}

/** Shells whose lines are read; others have languages of their own. */
const shells = /(?:^|[/ ])(?:ba|da|z|k|a)?sh(?![\w.-])/u;

/** Each line is run by a shell of its own, a script by what its first line names (https://just.systems/man/en/shebang-recipes.html). */
function runLines(scope: JustScope, recipe: JustRecipe, given: readonly GivenText[] | undefined): void {
  const { process, source } = scope;
  const { frame, context, module } = process;
  const setting = settingIn(module, "shell");
  const shell = setting === undefined ? "sh" : (lettersOf(setting.source.text.encoded, setting.item[0]) ?? "");
  const isScript = recipe.shebang !== undefined || recipe.attributes.some((one) => /^script\b/u.test(one));
  const place = placeOf(source.text.at(...recipe.at)) ?? context.place;
  const ofScript = recipe.shebang ?? recipe.attributes.find((one) => /^script\(/u.test(one)) ?? "sh";
  if (!shells.test((isScript ? ofScript : shell).replaceAll(/["'()]/gu, " "))) {
    frame.run.opaqueCommands.push({ name: "a recipe in a language that is not analysed", place, order: nextOrder(frame.run) });
    return;
  }
  const lines = recipe.lines.map((pieces) => pieces.map((piece) => (piece.kind === "letters" ? { text: source.text.at(...piece.at) } : partOf(scope, piece.value))));
  const words = isSet(module, "positional-arguments") || recipe.attributes.some((one) => one.includes("positional-arguments")) ? (given ?? [...scope.parameters.values()]) : undefined;
  const exported = new Map([...scope.parameters].filter(([name]) => isSet(module, "export") || recipe.parameters.some((one) => one.name === name && one.isExported)));
  const inner: CommandContext = { ...context, place, input: undefined, folder: folderFor(scope, recipe), environment: environmentOf(process, exported) };
  const scripts = isScript ? [lines.flatMap((line, index) => [...(index === 0 ? [] : [{ text: literal("\n") }]), ...line])] : lines.map(withoutSigils);
  for (const parts of scripts) {
    if (parts.length === 0) continue;
    const script = join([...positional(words), ...parts]);
    runShell(frame, script, { ...inner, place: placeOf(join(parts)) ?? place }, true);
  }
}

function folderFor({ process }: JustScope, { attributes }: JustRecipe): Text {
  if (attributes.some((one) => /\bno-cd\b/u.test(one))) return process.context.folder ?? newUnknown(process.frame.run, "the folder that just is called in");
  return attributes.some((one) => one.includes("working-directory")) ? newUnknown(process.frame.run, "the folder of a recipe") : folderOf(process);
}

/** `@` and `-` before a line are no part of its command (https://just.systems/man/en/quiet-recipes.html, https://just.systems/man/en/sigils.html). */
function withoutSigils(line: readonly JoinedPart[]): readonly JoinedPart[] {
  const [first, ...rest] = line;
  const letters = first === undefined ? undefined : literalText(first.text);
  const sigils = letters === undefined ? "" : (/^[@?-]*/u.exec(letters)?.[0] ?? "");
  if (first?.text.kind !== "literal" || sigils === "" || letters === undefined) return line;
  const { source } = first.text;
  return [{ text: literal(letters.slice(sigils.length), source === undefined ? undefined : { ...source, offset: source.offset + sigils.length }) }, ...rest];
}

/** https://just.systems/man/en/settings.html#positional-arguments */
function positional(words: readonly GivenText[] | undefined): readonly JoinedPart[] {
  if (words === undefined) return [];
  return [{ text: literal("set --") }, ...words.flatMap(({ value, origin }) => [{ text: literal(" '") }, { text: value, ...(origin === undefined ? {} : { use: origin }) }, { text: literal("'") }]), { text: literal("\n") }];
}
