import { bakeNames } from "../../models/bake.js";
import type { ContainerEngine } from "../../models/command-effect.js";
import { join, literal, literalText, placeOf } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import { buildFromDockerfile, type GivenArgument } from "../dockerfile/build.js";
import { runCompose } from "../compose/run.js";
import type { GivenText, ProcessEnvironment } from "../process-environment.js";
import type { Frame } from "../run.js";
import { recordSite } from "../sites.js";
import { textIn } from "./evaluate.js";
import { findBakeFile } from "./file.js";
import type { FoundBakeFile } from "./file.js";
import { targetsNamed, targetsOf } from "./targets.js";
import type { Target, Targets } from "./targets.js";
import { textsOf, type BakeValue } from "./values.js";

/** What bake is told. */
export interface BakeRun {
  /** None: those that it looks for. */
  readonly files: readonly Text[];
  /** None: the default group or target. */
  readonly targets: readonly Text[];
  /** `--set target.key=value`: the key as it is written, and the value. */
  readonly overrides: readonly { readonly key: Text; readonly value: GivenText }[];
  readonly pushes: boolean;
  /** Variables that it is given beside those of the process. */
  readonly environment: ProcessEnvironment | undefined;
  /** Where it runs. */
  readonly folder: Text | undefined;
  readonly engine: ContainerEngine | undefined;
  readonly how: string;
}

/** Runs `docker buildx bake`: what its targets build, under which names, and whether that is pushed. Gives whether the project has such files. */
export function runBake(frame: Frame, command: BakeRun, place: Place): boolean {
  const { files: given, folder } = command;
  const found = (given.length > 0 ? given : bakeNames.map((name) => literal(name))).flatMap((path) => findBakeFile(frame, path, folder) ?? []);
  if (found.length === 0) return false;
  for (const file of found) if (file.kind === "compose") buildCompose(frame, file, command, place);
  const read = targetsOf(frame, found, command.environment);
  const targets = { ...read, targets: new Map([...read.targets].map(([name, target]) => [name, withOverrides(target, command.overrides)])) };
  const names = command.targets.map((target) => literalText(target));
  // A name that is not known may be any.
  const chosen = names.includes(undefined) ? [...targets.targets.values()] : targetsNamed(targets, names.flatMap((name) => name ?? []));
  for (const target of inOrder(targets, chosen)) buildTarget(frame, targets, target, command, place);
  return true;
}

/** The services of a compose file are targets, too (https://docs.docker.com/build/bake/compose-file/). */
function buildCompose(frame: Frame, { path }: Extract<FoundBakeFile, { kind: "compose" }>, { targets, pushes, environment, folder, engine, how }: BakeRun, place: Place): void {
  runCompose(frame, { files: [path], envFiles: [], directory: undefined, name: undefined, environment, folder, services: targets, profiles: [literal("*")], builds: true, pushes, pulls: false, starts: false, buildArgs: new Map(), engine, separator: "-", how }, place);
}

// ------------------------------------------------------------------------------------------------------ overrides

/** `--set` (https://docs.docker.com/reference/cli/docker/buildx/bake/#set): the first value of a key takes the place of what was there, further ones are added to it. */
function withOverrides(target: Target, overrides: BakeRun["overrides"]): Target {
  const attributes = new Map(target.attributes);
  const replaced = new Set<string>();
  for (const { key, value } of overrides) {
    const [, pattern = "", path = "", plus = ""] = /^([^.]*)\.(.*?)(\+?)$/u.exec(literalText(key) ?? "") ?? [];
    if (path === "" || !matches(target.name, pattern)) continue;
    const one: BakeValue = { kind: "text", text: value.value, place: value.origin ?? placeOf(value.value) };
    const [attribute = "", ...rest] = path.split(".");
    const before = attributes.get(attribute);
    if (rest.length > 0) attributes.set(attribute, withEntry(before, rest.join("."), one, placeOf(key)));
    else if (listAttributes.has(attribute)) attributes.set(attribute, { kind: "list", items: plus === "" && !replaced.has(attribute) ? [one] : [...textsOf(before), one] });
    else attributes.set(attribute, one);
    replaced.add(attribute);
  }
  return { ...target, attributes };
}

function withEntry(map: BakeValue | undefined, name: string, value: BakeValue, place: Place | undefined): BakeValue {
  const [entries, keys] = map?.kind === "map" ? [new Map(map.entries), new Map(map.keys)] : [new Map<string, BakeValue>(), new Map<string, Place>()];
  entries.set(name, value);
  if (place === undefined) keys.delete(name);
  else keys.set(name, place);
  return { kind: "map", entries, keys };
}

const listAttributes: ReadonlySet<string> = new Set(["tags", "output"]);

function matches(name: string, pattern: string): boolean {
  return pattern === name || (pattern.includes("*") && new RegExp(`^${pattern.split("*").map((part) => part.replace(/[\\^$.+?()[\]{}|]/gu, "\\$&")).join(".*")}$`, "u").test(name));
}

// ------------------------------------------------------------------------------------------------------- building

/** A target is built behind those that it takes as contexts (`target:x`), which are built too. */
function inOrder(all: Targets, chosen: readonly Target[]): readonly Target[] {
  const ordered = new Set<Target>();
  const add = (target: Target, above: readonly Target[]): void => {
    if (ordered.has(target) || above.includes(target)) return;
    for (const [, context] of textPairs(target, "contexts")) {
      const other = all.targets.get(targetOfContext(context.text) ?? "");
      if (other !== undefined) add(other, [...above, target]);
    }
    ordered.add(target);
  };
  for (const target of chosen) add(target, []);
  return [...ordered];
}

function targetOfContext(text: Text): string | undefined {
  return /^target:(.*)$/u.exec(literalText(text) ?? "")?.[1];
}

type TextValue = ReturnType<typeof textsOf>[number];

function textPairs({ attributes }: Target, key: string): readonly (readonly [string, TextValue])[] {
  const value = attributes.get(key);
  return value?.kind === "map" ? [...value.entries].flatMap(([name, one]) => (one.kind === "text" ? [[name, one] as const] : [])) : [];
}

function buildTarget(frame: Frame, all: Targets, target: Target, { pushes, engine, folder, how }: BakeRun, place: Place): void {
  const text = (key: string): Text | undefined => {
    const value = target.attributes.get(key);
    return value === undefined || value.kind === "null" ? undefined : textIn({ frame }, value);
  };
  const context = text("context") ?? literal(".");
  const dockerfile = text("dockerfile");
  const base = literalText(context);
  const contexts = new Map(textPairs(target, "contexts").map(([name, value]): readonly [string, GivenText] => {
    const other = all.targets.get(targetOfContext(value.text) ?? "");
    const [tag] = textsOf(other?.attributes.get("tags"));
    return [name, { value: tag === undefined ? value.text : join([{ text: literal("docker-image://") }, { text: tag.text }]), origin: value.place }];
  }));
  if (dockerfile === undefined || base !== undefined) {
    const file = dockerfile === undefined ? undefined : base === "." || base === "" ? dockerfile : join([{ text: literal(`${base ?? ""}/`) }, { text: dockerfile }]);
    const args = target.attributes.get("args");
    const written = args?.kind === "map" ? args.keys : undefined;
    const buildArgs = new Map(textPairs(target, "args").map(([name, value]): readonly [string, GivenArgument] => [name, { value: value.text, origin: value.place, written: written?.get(name) }]));
    buildFromDockerfile(frame, { context, file, inline: text("dockerfile-inline"), target: text("target"), buildArgs, buildContexts: contexts, isOpen: false, engine, folder }, place);
  }
  const tags = textsOf(target.attributes.get("tags"));
  for (const { text: reference, place: origin } of tags) recordSite(frame, { kind: "build", engine, reference, origin, place, how: `${how}, target "${target.name}"` });
  if (pushes || isPushedByOutput(target)) for (const { text: reference, place: origin } of tags) recordSite(frame, { kind: "push", engine, reference, origin, place, how: `${how}, target "${target.name}"` });
}

/** `output = ["type=registry"]`, `type=image,push=true` (https://docs.docker.com/build/exporters/). */
function isPushedByOutput({ attributes }: Target): boolean {
  const value = attributes.get("output");
  const isPush = (type: string | undefined, push: string | undefined): boolean => type === "registry" || (type === "image" && push === "true");
  const maps = value?.kind === "list" ? value.items.filter((item) => item.kind === "map") : [];
  const letters = (one: BakeValue | undefined): string | undefined => (one?.kind === "text" ? literalText(one.text) : one?.kind === "boolean" ? String(one.value) : undefined);
  return maps.some(({ entries }) => isPush(letters(entries.get("type")), letters(entries.get("push")))) || textsOf(value).some(({ text }) => /(?:^|,)type=registry(?:,|$)|(?:^|,)push=true(?:,|$)/u.test(literalText(text) ?? ""));
}
