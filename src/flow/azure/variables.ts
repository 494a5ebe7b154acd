import { predefinedAzureVariable } from "../../models/azure-variables.js";
import { readCommand } from "../../models/commands/read.js";
import { encodedLength, hole, literalText, placeOf, unknown } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { withMarks } from "../pipelines/marks.js";
import { namedEntries } from "../pipelines/trees.js";
import type { ProcessEnvironment } from "../process-environment.js";
import { textAt } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";
import type { Expressed } from "../workflows/values.js";

/** Variables by their names as programs get them: in upper case, with `_` for what is no letter or digit. */
export type Variables = ReadonlyMap<string, Text>;

/** `Build.BuildId` and `build_buildid` are one variable (https://learn.microsoft.com/en-us/azure/devops/pipelines/process/variables#environment-variables). */
export function variableKey(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]/gu, "_");
}

interface Definition {
  readonly name: string;
  readonly value: YamlTree;
}

/** A `variables:` map or list; groups hold what nobody sees here. */
function definitionsIn(tree: YamlTree | undefined): readonly Definition[] {
  if (tree?.kind !== "list") return namedEntries(tree);
  return tree.items.flatMap((item) => {
    const name = textAt(item, "name");
    const letters = name === undefined ? undefined : literalText(name);
    const value = textAt(item, "value");
    return letters === undefined || value === undefined ? [] : [{ name: letters, value: { kind: "scalar", type: "text", text: value, place: placeOf(value) } as const }];
  });
}

export function variablesIn(tree: YamlTree | undefined): Variables {
  return new Map(definitionsIn(tree).flatMap(({ name, value }) => (value.kind === "scalar" ? [[variableKey(name), value.text] as const] : [])));
}

/** As expressions in `${{ }}` read them, by their names in lower case: what a macro puts in later is not known by then. */
export function compileTimeVariables(tree: YamlTree): ReadonlyMap<string, Expressed> {
  return new Map(definitionsIn(tree).map(({ name, value }) => [name.toLowerCase(), value]));
}

/** What `$(name)` gives, which stands for the value of a variable, and not for what a command prints; undefined where it stays as it is written. */
export type MacroValue = (name: string) => Text | undefined;

/** A text with the variables in it (https://learn.microsoft.com/en-us/azure/devops/pipelines/process/variables#understand-variable-syntax). */
export function withMacros(text: Text, valueOf: MacroValue): Text {
  return withMarks(text, macro, ([, name]) => (name === undefined ? undefined : valueOf(name)));
}

const macro = /\$\(([\w.-]+)\)/gu;

/** The values of variables, those in them put in. */
export function macroValues(variables: (key: string) => Text | undefined): MacroValue {
  const valueOf = (name: string, within: readonly string[], memory: Map<string, Text>): Text | undefined => {
    const key = variableKey(name);
    const known = memory.get(key);
    if (known !== undefined) return known;
    const own = within.includes(key) ? undefined : variables(key);
    if (own === undefined) return predefinedAzureVariable(key) ?? fromSettings(name, key);
    const text = within.length >= deepest ? undefined : withMacros(own, (inner) => valueOf(inner, [...within, key], memory));
    const value = text === undefined || encodedLength(text) > longest ? unknown(`variable ${key} of ${own.key}`, "a variable that holds too many others") : text;
    memory.set(key, value);
    return value;
  };
  // What a step sets is another value for those behind it: each question is a new one.
  return (name) => valueOf(name, [], new Map());
}

const deepest = 12;
const longest = 4_000;

/**
 * What no file defines is set in the portal, in a group or by a task, or else stays as it is written: then the shell takes it for a
 * command, as `$(pwd)` and `$(date)`.
 */
function fromSettings(name: string, key: string): Text | undefined {
  if (!name.includes(".") && /^[a-z][a-z0-9-]*$/u.test(name) && readCommand([name]).known) return undefined;
  return hole(`env ${key}`, { kind: "environment", name });
}

/** What programs get: all variables, and those of a step's own. */
export function environmentOf(variables: (key: string) => Text | undefined, own: ReadonlyMap<string, Text>): ProcessEnvironment {
  const valueOf = macroValues(variables);
  return (name) => {
    const given = own.get(name);
    if (given !== undefined) return { value: given };
    const value = variables(name) === undefined ? predefinedAzureVariable(name) : valueOf(name);
    return value === undefined ? undefined : { value };
  };
}

/** Variables that a script sets by what it prints: `##vso[task.setvariable variable=name]value` (https://learn.microsoft.com/en-us/azure/devops/pipelines/scripts/logging-commands#setvariable-initialize-or-modify-the-value-of-a-variable). */
export const loggedVariable = /##vso\[task\.setvariable\s+([^\]\n]*)\]([^\n\r]*)/gu;

/** `variable=name;isOutput=true` */
export function loggedName(properties: string): string | undefined {
  return /(?:^|;)\s*variable\s*=\s*([^;\s]+)/iu.exec(properties)?.[1];
}
