import type { ActionEffect } from "../../models/actions/action.js";
import { encodeText } from "../../values/encoding.js";
import { literal, literalText, placeOf, slice } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import { findBakeFile } from "../bake/file.js";
import { runBake } from "../bake/run.js";
import { buildFromDockerfile } from "../dockerfile/build.js";
import type { GivenArgument } from "../dockerfile/build.js";
import { escape } from "../escapes.js";
import { pathInFolder } from "../files.js";
import { layered } from "../pipelines/environment.js";
import { nextOrder } from "../run.js";
import { workspaceOf } from "./run-steps.js";
import type { Step } from "./workflow.js";

/** What an action builds from a Dockerfile of the project. Without a context it builds the repository as the server has it. */
export function buildByAction(step: Step, effect: Extract<ActionEffect, { kind: "build-dockerfile" }>, place: Place): void {
  const { frame } = step.list;
  const context = folderIn(effect.context);
  if (context === undefined || isForeign(step, context) || (effect.file !== undefined && isForeign(step, effect.file))) return;
  const [buildArgs, buildContexts] = [pairsOf(step, effect.buildArgs, place), pairsOf(step, effect.buildContexts, place)];
  buildFromDockerfile(
    frame,
    { context, file: effect.file, target: effect.target, buildArgs: buildArgs.pairs, buildContexts: buildContexts.pairs, isOpen: !buildArgs.isWhole || !buildContexts.isWhole, engine: effect.engine, folder: workspaceOf(step) },
    place,
  );
}

/** What an action builds from bake files. One that is not there (another action has written it) may say anything. */
export function bakeByAction(step: Step, effect: Extract<ActionEffect, { kind: "bake" }>, how: string, place: Place): void {
  const { list, environment } = step;
  const { frame } = list;
  const source = folderIn(effect.source);
  const folder = source === undefined ? undefined : pathInFolder(source, workspaceOf(step));
  const [overrides, variables] = [effect.set.map(pairOf), pairsOf(step, effect.variables, place)];
  const isKnown = folder !== undefined && source !== undefined && !isForeign(step, source) && variables.isWhole && overrides.every((pair) => pair?.value !== undefined) && effect.files.every((file) => findBakeFile(frame, file, folder) !== undefined);
  const command = {
    files: effect.files,
    targets: effect.targets,
    overrides: overrides.flatMap((pair) => (pair?.value === undefined ? [] : [{ key: pair.key, value: { value: pair.value, origin: placeOf(pair.value) } }])),
    pushes: effect.pushes !== false,
    environment: layered(variables.pairs, environment),
    folder,
    engine: "docker" as const,
    how,
  };
  if (isKnown && runBake(frame, command, place)) return;
  escape(frame.run, [...effect.set, ...effect.files, ...effect.targets], place, how);
  frame.run.opaqueCommands.push({ name: how, place, order: nextOrder(frame.run) });
}

/** The folder that a context means; undefined for what is not of this repository. `{{defaultContext}}` is its root, and may have a folder behind it. */
function folderIn(context: Text | undefined): Text | undefined {
  if (context === undefined) return literal(".");
  const letters = encodeText(context)?.encoded ?? "";
  const [whole, below] = /^\{\{\s*defaultContext\s*\}\}(?::(.+))?$/u.exec(letters) ?? [];
  if (whole !== undefined) return below === undefined ? literal(".") : literalText(slice(context, whole.length - below.length, whole.length)) === undefined ? undefined : literal(below);
  return /^(?:https?|git|ssh|docker-image|target):|^git@|^-$/u.test(letters) ? undefined : context;
}

/** Whether a path leads into a folder with another repository's files. */
function isForeign({ list }: Step, path: Text): boolean {
  if (list.foreign.size === 0) return false;
  const letters = literalText(path)?.replace(/^(?:\.?\/)+|\/$/gu, "");
  return letters === undefined || [...list.foreign].some((folder) => folder === "" || letters === folder || letters.startsWith(`${folder}/`));
}

// ------------------------------------------------------------------------------------------------------ NAME=value

interface Pair {
  readonly key: Text;
  readonly name: string;
  /** Undefined where there is none. */
  readonly value: Text | undefined;
}

/** Undefined for a text whose name is not known. */
function pairOf(line: Text): Pair | undefined {
  const source = encodeText(line);
  if (source === undefined) return undefined;
  const { encoded } = source;
  const end = encoded.indexOf("=");
  const key = source.at(0, end < 0 ? encoded.length : end);
  const name = literalText(key);
  return name === undefined ? undefined : { key, name, value: end < 0 ? undefined : source.at(end + 1, encoded.length) };
}

/** A name without a value has that of the step's environment. `isWhole`: all of them are known. */
function pairsOf({ environment }: Step, lines: readonly Text[], place: Place): { readonly pairs: ReadonlyMap<string, GivenArgument>; readonly isWhole: boolean } {
  const known = lines.map(pairOf);
  const pairs = known.flatMap((pair): readonly (readonly [string, GivenArgument])[] => {
    if (pair === undefined) return [];
    const written = placeOf(pair.key) ?? place;
    if (pair.value !== undefined) return [[pair.name, { value: pair.value, origin: placeOf(pair.value), written }]];
    const given = environment(pair.name);
    return given === undefined ? [] : [[pair.name, { ...given, written }]];
  });
  return { pairs: new Map(pairs), isWhole: !known.includes(undefined) };
}
