import type { MakePart } from "../../facts/makefile.js";
import type { EncodedText } from "../../values/encoding.js";
import { choice, isText, join, literal, literalText, placeOf } from "../../values/text.js";
import type { JoinedPart, Text } from "../../values/value.js";
import { environment } from "../properties.js";
import { newUnknown, spend } from "../run.js";
import { makeSubstitution } from "../texts/make-functions.js";
import { hasFreshPart } from "../captures.js";
import { callFunction } from "./functions.js";
import { deepestExpansion } from "./make.js";
import type { Definition, Make, MakeSource, Scope } from "./make.js";

/** The text that a text of a Makefile stands for, at this moment. */
export function expand(make: Make, { text, source }: MakeSource, scope: Scope | undefined, depth = 0): Text {
  spend(make.frame.run);
  if (depth > deepestExpansion) return newUnknown(make.frame.run, "a variable that is made of itself");
  const parts: JoinedPart[] = [];
  const { parts: all } = text;
  for (let index = 0; index < all.length; index += 1) {
    const part = all[index];
    if (part === undefined) break;
    // Letters that stand side by side are one piece, so that it keeps its places.
    let last = part;
    while (isVerbatim(last)) {
      const next = all[index + 1];
      if (next === undefined || !isVerbatim(next) || next.at[0] !== last.at[1]) break;
      last = next;
      index += 1;
    }
    if (isVerbatim(part)) parts.push({ text: source.at(part.at[0], last.at[1]) });
    else parts.push({ text: expandPart(make, part, source, scope, depth), use: part.kind === "text" ? undefined : placeOf(source.at(...part.at)) });
  }
  const [only] = parts;
  // A variable alone is its value, with the place where that was given.
  return parts.length === 1 && only !== undefined ? only.text : join(parts.map((part) => (literalText(part.text)?.includes("\n") === true ? { text: part.text } : part)));
}

function isVerbatim(part: MakePart): boolean {
  return part.kind === "text" && part.text.length === part.at[1] - part.at[0];
}

function expandPart(make: Make, part: MakePart, source: EncodedText, scope: Scope | undefined, depth: number): Text {
  switch (part.kind) {
    case "text":
      return literal(part.text);
    case "call":
      return callFunction({ make, source, scope, depth }, part.function, part.arguments);
    case "variable": {
      const name = literalText(expand(make, { text: part.name, source }, scope, depth + 1));
      if (name === undefined) return newUnknown(make.frame.run, "a variable whose name is computed");
      const slip = part.isLetter ? slipOf(make, part, name, source, scope) : undefined;
      const value = slip ?? variableText(make, name, scope, depth);
      if (part.substitution === undefined) return value;
      const [from, to] = [part.substitution.from, part.substitution.to].map((one) => expand(make, { text: one, source }, scope, depth + 1));
      return (from === undefined || to === undefined ? undefined : makeSubstitution(value, from, to)) ?? newUnknown(make.frame.run, "a substitution in a list");
    }
  }
}

/** `$VERSION` is `$V` followed by `ERSION` (GNU make manual, "Basics of Variable References"): where nobody sets V, it is nothing. */
function slipOf(make: Make, part: Extract<MakePart, { kind: "variable" }>, name: string, source: EncodedText, scope: Scope | undefined): Text | undefined {
  if (!/^[A-Za-z_]$/u.test(name) || definitionOf(make, name, scope) !== undefined || make.environment?.(name) !== undefined) return undefined;
  const word = /^\w+/u.exec(source.encoded.slice(part.at[1]))?.[0];
  if (word === undefined) return undefined;
  const place = placeOf(source.at(part.at[0], part.at[1] + word.length));
  if (place !== undefined) make.frame.run.slips.push({ written: `$${name}${word}`, meant: `$(${meantBy(make, `${name}${word}`)})`, given: word, place });
  return literal("");
}

/** A variable of this name, perhaps in other letters' case. */
function meantBy({ state }: Make, name: string): string {
  return state.variables.has(name) ? name : ([...state.variables.keys()].find((known) => known.toLowerCase() === name.toLowerCase()) ?? name);
}

/** The definition of a variable in the Makefile, or in the scope of a target or a call. */
export function definitionOf({ state }: Make, name: string, scope: Scope | undefined): Definition | undefined {
  for (let layer = scope; layer !== undefined; layer = layer.outer) {
    const found = layer.variables.get(name);
    if (found !== undefined) return found;
  }
  return state.variables.get(name);
}

/** The value of a variable: of the command line, the Makefile, the environment, in this order, and nothing where none of them has it. */
export function variableText(make: Make, name: string, scope: Scope | undefined, depth: number): Text {
  const definition = definitionOf(make, name, scope);
  const override = isAutomatic(name) ? undefined : make.overrides.get(name);
  if (override !== undefined && !isOverride(definition)) return override.value;
  if (definition !== undefined) return definedText(make, name, definition, scope, depth);
  return builtinText(make, name) ?? make.environment?.(name)?.value ?? writtenEnvironment(make, name) ?? environment(name);
}

/** What the program has put into its own environment. */
function writtenEnvironment({ frame }: Make, name: string): Text | undefined {
  const value = frame.run.files.get(`env ${name}`)?.value;
  return value !== undefined && isText(value) ? value : undefined;
}

function isOverride(definition: Definition | undefined): boolean {
  return definition !== undefined && definition.flavor !== "either" && definition.isOverride;
}

/** `$@`, `$(@D)`, and the arguments of `$(call)`. */
function isAutomatic(name: string): boolean {
  return /^(?:[@<^*?+|%][DF]?|\d+)$/u.test(name);
}

function definedText(make: Make, name: string, definition: Definition, scope: Scope | undefined, depth: number): Text {
  switch (definition.flavor) {
    case "simple":
      return definition.value;
    case "recursive": {
      const given = definition.isDefault ? (make.environment?.(name)?.value ?? writtenEnvironment(make, name)) : undefined;
      if (given !== undefined) return given;
      const value = recursiveText(make, definition.values, scope, depth);
      return definition.isDefault ? unlessGiven(name, value) : value;
    }
    case "either": {
      const texts = definition.alternatives.map((alternative) => (alternative === undefined ? (make.environment?.(name)?.value ?? environment(name)) : definedText(make, name, alternative, scope, depth)));
      const either = choice(texts, `${definition.identity} ${texts.map((one) => one.key).join(" or ")}`);
      return isText(either) ? either : newUnknown(make.frame.run, "a variable that depends on a condition");
    }
  }
}

function recursiveText(make: Make, values: readonly MakeSource[], scope: Scope | undefined, depth: number): Text {
  const texts = values.map((value) => expand(make, value, scope, depth + 1));
  const [only] = texts;
  return texts.length === 1 && only !== undefined ? only : join(texts.flatMap((text, index) => (index === 0 ? [{ text }] : [{ text: literal(" ") }, { text }])));
}

/**
 * `NAME ?= value`: the environment may give another. A value that is new at every use is taken as it is: whoever does not give
 * one gets it, and an environment that does is no part of the project.
 */
export function unlessGiven(name: string, value: Text): Text {
  if (hasFreshPart(value)) return value;
  const either = choice([environment(name), value], `${environment(name).key}:-${value.key}`);
  return isText(either) ? either : value;
}

/** Variables that make sets by itself (GNU make manual, "Other Special Variables", "Variables Used by Implicit Rules"). */
function builtinText(make: Make, name: string): Text | undefined {
  switch (name) {
    case "MAKE":
      return literal("make");
    case "CURDIR":
    case "PWD":
      return make.folder;
    case "MAKEFILE_LIST":
      return literal(make.state.filesRead.join(" "));
    case "MAKECMDGOALS":
      return literal(make.goals.join(" "));
    case "SHELL":
      return literal("/bin/sh");
    case "MAKEFLAGS":
    case "MFLAGS":
    case "MAKELEVEL":
    case "MAKEOVERRIDES":
    case "empty":
      return literal("");
    case "CC":
      return literal("cc");
    case "RM":
      return literal("rm -f");
    default:
      return undefined;
  }
}

