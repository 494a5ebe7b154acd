import { posix } from "node:path";
import type { JustExpression } from "../../facts/justfile.js";
import { choice, derived, isText, join, literal, literalText, placeOf, unknown } from "../../values/text.js";
import type { JoinedPart, Text } from "../../values/value.js";
import type { CommandContext } from "../commands.js";
import { variablesIn } from "../compose/env-file.js";
import { fileContent } from "../files.js";
import type { GivenText, ProcessEnvironment } from "../process-environment.js";
import { environment } from "../properties.js";
import { newUnknown, spend, type Frame } from "../run.js";
import { runShell } from "../shell/run-shell.js";
import { normalPath } from "../shell/shell.js";
import { assignmentIn, assignmentsIn, isSet, settingIn, type JustModule, type JustSource } from "./justfile.js";

/** One process of just at work in a justfile or a module of it. */
export interface JustProcess {
  readonly frame: Frame;
  readonly module: JustModule;
  /** Given on the command line. */
  readonly variables: ReadonlyMap<string, GivenText>;
  readonly context: CommandContext;
  /** Variables that have been evaluated; undefined for one that is being. */
  readonly memory: Map<string, Text | undefined>;
}

/** Where names of an expression are looked for. */
export interface JustScope {
  readonly process: JustProcess;
  readonly source: JustSource;
  /** The parameters of a recipe. */
  readonly parameters: ReadonlyMap<string, GivenText>;
}

/** What an expression is (https://just.systems/man/en/expressions-and-substitutions.html). */
export function textOfExpression(scope: JustScope, expression: JustExpression): Text {
  return join([partOf(scope, expression)]);
}

/** The folder that recipes and backticks of a justfile run in. */
export function folderOf({ module }: JustProcess): Text {
  const setting = settingIn(module, "working-directory");
  const [value] = setting?.item ?? [];
  const below = value?.kind === "text" ? (value.letters ?? setting?.source.text.encoded.slice(...value.at) ?? ".") : ".";
  return literal(normalPath(below.startsWith("/") ? below : `/${module.folder}/${below}`));
}

/** What recipes and backticks find in their environment: what is exported, then what the process was given, then `.env`. */
export function environmentOf(process: JustProcess, parameters: ReadonlyMap<string, GivenText> = new Map()): ProcessEnvironment {
  const { module, context } = process;
  const all = isSet(module, "export");
  const exported = new Set(assignmentsIn(module).flatMap(({ item }) => (all || item.isExported ? [item.name] : [])));
  const dotenv = dotenvOf(process);
  return (name) => {
    const parameter = parameters.get(name);
    if (parameter !== undefined) return parameter;
    if (exported.has(name) && process.memory.get(name) !== undefined) return givenText(process.memory.get(name));
    if (exported.has(name) && !process.memory.has(name)) return givenText(variableOf(process, name));
    return context.environment?.(name) ?? givenText(dotenv.get(name));
  };
}

function givenText(value: Text | undefined): GivenText | undefined {
  return value === undefined ? undefined : { value, origin: placeOf(value) };
}

/** https://just.systems/man/en/settings.html#dotenv-settings */
function dotenvOf(process: JustProcess): ReadonlyMap<string, Text> {
  const { module, frame, context } = process;
  if (!["dotenv-load", "dotenv-filename", "dotenv-path", "dotenv-required"].some((name) => isSet(module, name))) return new Map();
  const setting = settingIn(module, "dotenv-path") ?? settingIn(module, "dotenv-filename");
  const [value] = setting?.item ?? [];
  const name = value?.kind === "text" ? (value.letters ?? setting?.source.text.encoded.slice(...value.at) ?? ".env") : ".env";
  const content = fileContent(frame, literal(normalPath(name.startsWith("/") ? name : `/${module.folder}/${name}`)));
  return content !== undefined && isText(content) ? variablesIn(content, (one) => context.environment?.(one)) : new Map();
}

/** A variable of the justfile; what the command line gives wins. */
export function variableOf(process: JustProcess, name: string): Text {
  const { frame, module, memory } = process;
  const given = process.variables.get(name);
  if (given !== undefined) return given.origin === undefined ? given.value : join([{ text: given.value, use: given.origin }]);
  const known = memory.get(name);
  if (known !== undefined) return known;
  const found = assignmentIn(module, name);
  if (found === undefined || memory.has(name)) return newUnknown(frame.run, `the variable ${name} of a justfile`);
  spend(frame.run);
  memory.set(name, undefined);
  const made = textOfExpression({ process, source: found.source, parameters: new Map() }, found.item.value);
  // What is put together from several places stands where that is done.
  const value = made.kind === "joined" ? join([{ text: made, use: placeOf(found.source.text.at(...found.item.at)) }]) : made;
  memory.set(name, value);
  return value;
}

/** A parameter keeps the place where its caller gives it. */
export function partOf(scope: JustScope, expression: JustExpression): JoinedPart {
  const parameter = expression.kind === "name" ? scope.parameters.get(expression.name) : undefined;
  if (parameter !== undefined) return { text: parameter.value, ...(parameter.origin === undefined ? {} : { use: parameter.origin }) };
  return { text: valueOf(scope, expression) };
}

function valueOf(scope: JustScope, expression: JustExpression): Text {
  const { process, source } = scope;
  const { run } = process.frame;
  switch (expression.kind) {
    case "text":
      return expression.letters === undefined ? source.text.at(...expression.at) : literal(expression.letters);
    case "name":
      return variableOf(process, expression.name);
    case "backtick": {
      const command = source.text.at(...expression.at);
      return printedBy(scope, command);
    }
    case "call":
      return called(scope, expression.name, expression.arguments.map((one) => textOfExpression(scope, one)));
    case "join":
      return join(expression.parts.flatMap((part, index) => [...(index === 0 || expression.between === "" ? [] : [{ text: literal("/") }]), partOf(scope, part)]));
    case "either":
      return newUnknown(run, "one of two values of a justfile");
    case "condition":
      return decided(scope, expression);
    case "unknown":
      return newUnknown(run, "an expression of a justfile");
  }
}

function printedBy({ process, parameters }: JustScope, command: Text): Text {
  return runShell(process.frame, command, { ...process.context, place: placeOf(command) ?? process.context.place, input: undefined, folder: folderOf(process), environment: environmentOf(process, parameters) }, true);
}

function decided(scope: JustScope, { operator, left, right, then, otherwise }: Extract<JustExpression, { kind: "condition" }>): Text {
  const [first, second] = [textOfExpression(scope, left), textOfExpression(scope, right)];
  const isEqual = first.key === second.key ? true : literalText(first) !== undefined && literalText(second) !== undefined ? false : undefined;
  if (isEqual !== undefined && (operator === "==" || operator === "!=")) return textOfExpression(scope, isEqual === (operator === "==") ? then : otherwise);
  const either = choice([textOfExpression(scope, then), textOfExpression(scope, otherwise)], `just ${operator} ${first.key} ${second.key}`);
  return isText(either) ? either : newUnknown(scope.process.frame.run, "a condition of a justfile");
}

/** Functions of just (https://just.systems/man/en/functions.html); of the others only the same call is known to give the same. */
function called(scope: JustScope, name: string, given: readonly Text[]): Text {
  const { process } = scope;
  const [first, second] = given;
  const variable = first === undefined ? undefined : literalText(first);
  switch (name) {
    case "env":
    case "env_var":
    case "env_var_or_default": {
      if (variable === undefined) return newUnknown(process.frame.run, "a variable of the environment");
      const value = process.context.environment?.(variable)?.value ?? dotenvOf(process).get(variable);
      if (value !== undefined) return value;
      if (second === undefined) return environment(variable);
      const either = choice([environment(variable), second], `${environment(variable).key}:-${second.key}`);
      return isText(either) ? either : environment(variable);
    }
    case "justfile_directory":
    case "justfile_dir":
    case "source_directory":
    case "source_dir":
    case "module_directory":
    case "module_dir":
      return literal(normalPath(`/${posix.dirname(name.startsWith("j") ? process.module.file : scope.source.file)}`));
    case "invocation_directory":
    case "invocation_dir":
      return process.context.folder ?? folderOf(process);
    case "shell":
      return first === undefined || given.length > 1 ? newUnknown(process.frame.run, "what a command prints") : printedBy(scope, first);
    case "uuid":
    case "datetime":
    case "datetime_utc":
    case "choose":
      return newUnknown(process.frame.run, `what ${name}() gives`);
    default:
      return given.length === 0 ? unknown(`just ${name}`, `what ${name}() gives`) : derived(`just ${name}`, given);
  }
}
