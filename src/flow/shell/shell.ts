import type { ShellFunction } from "../../facts/shell-script.js";
import type { EncodedText } from "../../values/encoding.js";
import { choice, hole, isText, literal, literalText, placeOf } from "../../values/text.js";
import type { Cell, HeapObject, Place, Text, Value } from "../../values/value.js";
import type { CommandContext } from "../commands.js";
import type { GivenText } from "../process-environment.js";
import { environment } from "../properties.js";
import { newFresh, newUnknown } from "../run.js";
import type { Frame } from "../run.js";
import type { Changes } from "../store.js";

/** A shell while it runs: one process, or a part of one that has a text of its own (a function, a file that is sourced). */
export interface Shell {
  readonly frame: Frame;
  readonly source: EncodedText;
  readonly context: CommandContext;
  /** Whether the text is one of a file (a script, a recipe) in which each command has its own place, or a line in a program, whose place is the call. */
  readonly isFile: boolean;
  readonly scope: Scope;
  readonly functions: Map<string, DefinedFunction>;
  /** The positional parameters; open where the caller is not known. */
  readonly positional: HeapObject;
  /** `$0`, and the file that is being read. */
  readonly program: Text;
  readonly file: Text;
  /** The functions and loops around, innermost last: where `return`, `break` and `continue` lead. */
  readonly targets: readonly Target[];
  /** Where `exit` leads. */
  readonly process: Target;
  /** What it has printed on its standard output; no value where that is nothing. */
  readonly printed: Cell;
  readonly depth: number;
  /** The functions that are running, outermost first. */
  readonly running: readonly ShellFunction[];
}

export interface DefinedFunction {
  readonly definition: ShellFunction;
  /** Where it is defined. */
  readonly source: EncodedText;
  readonly frame: Frame;
  readonly isFile: boolean;
  readonly file: Text;
}

/** Variables by name; a function's local ones lie before those of its caller. */
export interface Scope {
  readonly variables: Map<string, Variable>;
  readonly outer: Scope | undefined;
  /** `set -a`: what is assigned is exported. */
  readonly exportsAll: Cell;
}

export interface Variable {
  readonly cell: Cell;
  readonly isExported: Cell;
}

/** Ways that leave a process, a function (or file that is sourced) or a loop early. */
export interface Target {
  readonly kind: "process" | "function" | "loop";
  readonly start: number;
  readonly ends: Changes[];
  readonly continues: Changes[];
}

export function newTarget(kind: Target["kind"], { store }: Frame["run"]): Target {
  return { kind, start: store.mark(), ends: [], continues: [] };
}

export function newScope(outer?: Scope): Scope {
  return { variables: new Map(), outer, exportsAll: outer?.exportsAll ?? { value: undefined, origin: undefined } };
}

/** What a subshell starts with: the same values, in cells of its own. */
export function copyOfScope(scope: Scope): Scope {
  const copied: Scope = { variables: new Map(), outer: undefined, exportsAll: { ...scope.exportsAll } };
  for (let layer: Scope | undefined = scope; layer !== undefined; layer = layer.outer) {
    for (const [name, { cell, isExported }] of layer.variables) if (!copied.variables.has(name)) copied.variables.set(name, { cell: { ...cell }, isExported: { ...isExported } });
  }
  return copied;
}

function variableNamed(scope: Scope, name: string): Variable | undefined {
  for (let layer: Scope | undefined = scope; layer !== undefined; layer = layer.outer) {
    const found = layer.variables.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A function's own variable (`local`). */
export function declareLocal({ scope }: Shell, name: string): void {
  if (!scope.variables.has(name)) scope.variables.set(name, newVariable());
}

function newVariable(): Variable {
  return { cell: { value: undefined, origin: undefined }, isExported: { value: undefined, origin: undefined } };
}

/** @param origin where a caller gave the value, if it is one that was only handed on */
export function setVariable(shell: Shell, name: string, value: Value, origin?: Place): void {
  const { store } = shell.frame.run;
  store.write(ownVariable(shell, name).cell, value, origin);
  if (shell.scope.exportsAll.value !== undefined) exportVariable(shell, name);
}

export function unsetVariable(shell: Shell, name: string): void {
  shell.frame.run.store.write(ownVariable(shell, name).cell, literal(""));
}

export function exportVariable(shell: Shell, name: string): void {
  shell.frame.run.store.write(ownVariable(shell, name).isExported, literal("exported"));
}

function ownVariable({ scope }: Shell, name: string): Variable {
  const known = variableNamed(scope, name);
  if (known !== undefined) return known;
  let outermost = scope;
  while (outermost.outer !== undefined) outermost = outermost.outer;
  const made = newVariable();
  outermost.variables.set(name, made);
  return made;
}

/** What the script itself, or whoever started it, has given to a variable; undefined if nobody did. */
export function givenValue(shell: Shell, name: string): Value | undefined {
  const own = variableNamed(shell.scope, name)?.cell.value;
  if (own !== undefined) return own;
  return shell.context.environment?.(name)?.value ?? shell.frame.run.files.get(`env ${name}`)?.value;
}

/** Where the caller of a function or a script gave what it reads by this name: an argument, or a variable of the environment. */
export function handedIn(shell: Shell, name: string): Place | undefined {
  if (/^[1-9]\d*$/u.test(name)) {
    const value = shell.positional.items?.value[Number(name) - 1]?.value;
    return value !== undefined && isText(value) ? placeOf(value) : undefined;
  }
  const own = variableNamed(shell.scope, name)?.cell;
  return own?.value === undefined ? shell.context.environment?.(name)?.origin : own.origin;
}

/** The value of a variable by its name: also of those that the shell sets, and of the environment. */
export function valueOf(shell: Shell, name: string): Value {
  const given = givenValue(shell, name);
  if (given !== undefined) return onSomeWays(given, name);
  const own = Object.hasOwn(shellVariables, name) ? shellVariables[name] : undefined;
  if (own !== undefined) return own(shell);
  return /^\w+$/u.test(name) ? environment(name) : newUnknown(shell.frame.run, `the shell's $${name}`);
}

/** On ways that do not set it, it is what the environment gives. */
function onSomeWays(value: Value, name: string): Value {
  if (value.kind === "constant") return environment(name);
  if (value.kind !== "choice" || !value.alternatives.some((alternative) => alternative.kind === "constant")) return value;
  return choice(value.alternatives.map((alternative) => (alternative.kind === "constant" ? environment(name) : alternative)), `${value.key} of ${name}`);
}

/** Variables that the shell sets by itself (https://www.gnu.org/software/bash/manual/bash.html#Bash-Variables). */
const shellVariables: Readonly<Record<string, (shell: Shell) => Value>> = {
  RANDOM: (shell) => fresh(shell, "$RANDOM"),
  SRANDOM: (shell) => fresh(shell, "$SRANDOM"),
  SECONDS: (shell) => fresh(shell, "$SECONDS"),
  EPOCHSECONDS: (shell) => fresh(shell, "$EPOCHSECONDS"),
  EPOCHREALTIME: (shell) => fresh(shell, "$EPOCHREALTIME"),
  PWD: (shell) => folderOf(shell) ?? literal("/"),
  BASH_SOURCE: (shell) => shell.file,
};

function fresh(shell: Shell, what: string): Text {
  const { frame, context } = shell;
  return newFresh(frame.run, what, context.place, frame.activation.path);
}

/** What the programs get that this shell starts. */
export function environmentFor(shell: Shell, own: ReadonlyMap<string, Value> = new Map()): (name: string) => GivenText | undefined {
  return (name) => {
    const prefixed = own.get(name);
    if (prefixed !== undefined && isText(prefixed)) return { value: prefixed, origin: placeOf(prefixed) };
    const variable = variableNamed(shell.scope, name);
    const outer = shell.context.environment?.(name);
    // What came from the environment is exported with every new value (POSIX 2.5.3).
    if (variable?.cell.value === undefined || (variable.isExported.value === undefined && outer === undefined)) return outer;
    const value = onSomeWays(variable.cell.value, name);
    return isText(value) ? { value, origin: placeOf(value) } : undefined;
  };
}

/** Text of a value; of a list, its first element (`$LIST` is `${LIST[0]}`). */
export function textOfValue(shell: Shell, value: Value, name: string): Text {
  if (isText(value)) return value;
  const first = value.kind === "object" ? value.object.items?.value[0]?.value : undefined;
  if (first !== undefined && isText(first)) return first;
  return value.kind === "object" && value.object.open.value === undefined && value.object.items?.value.length === 0 ? literal("") : newUnknown(shell.frame.run, `the shell's $${name}`);
}

/** A positional parameter (from 1); nothing if the caller gave fewer. */
export function positionalValue(shell: Shell, index: number): Text {
  const { items, open } = shell.positional;
  const value = items?.value[index - 1]?.value;
  if (value !== undefined && isText(value)) return value;
  return open.value === undefined ? literal("") : parameter(shell, `$${index}`);
}

/** What whoever calls the script gives it. */
function parameter(shell: Shell, name: string): Text {
  const { file } = shell.frame.activation.module;
  return hole(`parameter ${file} ${name} of ${shell.frame.run.root}`, { kind: "parameter", name });
}

/** The folder that the shell is in, among its variables. */
const folder = "working folder";

export function folderOf(shell: Shell): Text | undefined {
  const value = variableNamed(shell.scope, folder)?.cell.value;
  return value !== undefined && isText(value) ? value : shell.context.folder;
}

export function changeFolder(shell: Shell, path: Text): void {
  setVariable(shell, folder, pathFrom(shell, path));
}

/** A path seen from the folder that the shell is in; folders of the project begin with `/`, which is its root. */
export function pathFrom(shell: Shell, path: Text): Text {
  const known = literalText(path);
  const base = folderOf(shell);
  const parent = base === undefined ? undefined : literalText(base);
  if (known === undefined || known.startsWith("/") || parent === undefined) return path;
  return literal(normalPath(`${parent}/${known}`));
}

/** `a/./b/../c` is `a/c`; what leads above the project's root stays there. */
export function normalPath(path: string): string {
  const steps: string[] = [];
  for (const step of path.split("/")) {
    if (step === "" || step === ".") continue;
    if (step === ".." && steps.length > 0 && steps.at(-1) !== "..") steps.pop();
    else if (step !== ".." || !path.startsWith("/")) steps.push(step);
  }
  return `${path.startsWith("/") ? "/" : ""}${steps.join("/")}` || ".";
}

/** The place of a part of the shell's text; that of the call for a line in a program. */
export function placeAt({ source, context, isFile }: Shell, [start, end]: readonly [number, number]): Place {
  return (isFile ? placeOf(source.at(start, end)) : undefined) ?? context.place;
}
