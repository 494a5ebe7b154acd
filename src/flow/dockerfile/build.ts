import type { Span } from "../../facts/facts.js";
import type { DockerArgument, DockerInstruction, DockerSource, DockerStage } from "../../facts/dockerfile.js";
import type { ContainerEngine } from "../../models/command-effect.js";
import { imageOfContext, platformArguments } from "../../models/dockerfile.js";
import type { EncodedText } from "../../values/encoding.js";
import { isText, literal, literalText, placeOf, uncaptured } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import { fileContent, projectFileAt, readKey } from "../files.js";
import type { GivenText } from "../process-environment.js";
import { newUnknown } from "../run.js";
import type { Frame } from "../run.js";
import { frameOf } from "../shell/run-shell.js";
import { recordSite } from "../sites.js";
import { interpolate } from "../texts/interpolation.js";
import { recordArgument } from "./dead-arguments.js";
import { dockerfileIn } from "./read.js";
import type { ReadDockerfile } from "./read.js";
import { neededStages, stagesMeant } from "./stages.js";
import type { MeantStages } from "./stages.js";

/** What a build is given by whoever starts it. */
export interface DockerBuild {
  /** The folder (or address) that is built; undefined where it is not known, or an archive. */
  readonly context: Text | undefined;
  /** The Dockerfile, by its path as seen from the working folder; undefined: the one in the context. */
  readonly file: Text | undefined;
  /** The text of the Dockerfile itself, where it is no file. */
  readonly inline?: Text | undefined;
  /** The stage that is built; undefined: the last one. */
  readonly target: Text | undefined;
  readonly buildArgs: ReadonlyMap<string, GivenArgument>;
  /** Named contexts as they are written: `docker-image://reference`, a folder, an address. */
  readonly buildContexts: ReadonlyMap<string, GivenText>;
  /** More may be given than what is seen. */
  readonly isOpen: boolean;
  readonly engine: ContainerEngine | undefined;
  /** Where the command runs. */
  readonly folder: Text | undefined;
}

/** One build argument. */
export interface GivenArgument extends GivenText {
  /** Where its name is written; undefined where it is given to several builds, of which each takes what it knows. */
  readonly written?: Place | undefined;
}

/** Builds from a Dockerfile: the images that its stages begin with or copy from are needed there. Gives whether the project has it. */
export function buildFromDockerfile(frame: Frame, build: DockerBuild, place: Place): boolean {
  const found = dockerfileOf(frame, build);
  if (found === undefined) return false;
  const own = found.file === undefined ? frame : frameOf(frame, found.file, place);
  const buildArgs = new Map([...build.buildArgs].map(([name, given]) => [name, { ...given, origin: given.origin ?? placeOf(given.value) ?? place }]));
  if (found.file !== undefined) for (const [name, { value, written }] of buildArgs) if (written !== undefined) recordArgument(own, found.read, found.file, { name, value, place: written });
  runDockerfile(own, found.read, { ...build, buildArgs, place });
  return true;
}

/** A Dockerfile that nobody builds: each of its stages, with the defaults of its arguments. */
export function runDockerfileRoot(frame: Frame, file: string, content: Text): void {
  const read = dockerfileIn(frame.run.project, file, content);
  if (read !== undefined) runDockerfile(frame, read, { ...nothingGiven, place: { file, start: 0, end: 0 } }, "all stages");
}

interface Given extends Pick<DockerBuild, "target" | "buildArgs" | "buildContexts" | "isOpen" | "engine"> {
  /** What stands for the places of a text that has none of its own. */
  readonly place: Place;
}

const nothingGiven: Omit<Given, "place"> = { target: undefined, buildArgs: new Map(), buildContexts: new Map(), isOpen: false, engine: undefined };

/** The name of a Dockerfile among what roots have executed. */
export function dockerfileKey(file: string): string {
  return readKey(file);
}

// ------------------------------------------------------------------------------------------------ finding the file

function dockerfileOf(frame: Frame, { context, file, inline, folder }: DockerBuild): { readonly file: string | undefined; readonly read: ReadDockerfile } | undefined {
  const { run } = frame;
  if (inline !== undefined) {
    const read = dockerfileIn(run.project, undefined, inline);
    return read === undefined ? undefined : { file: undefined, read };
  }
  for (const path of pathsOf(context, file)) {
    const name = projectFileAt(frame, path, folder);
    const content = fileContent(frame, path, folder);
    if (content === undefined || !isText(content)) continue;
    const read = dockerfileIn(run.project, name, content);
    if (name !== undefined) run.executed.add(dockerfileKey(name));
    return read === undefined ? undefined : { file: placeOf(content)?.file === name ? name : undefined, read };
  }
  return undefined;
}

/** `docker build` takes the file as seen from the working folder; without one, `Dockerfile` in the context (podman: also `Containerfile`). */
function pathsOf(context: Text | undefined, file: Text | undefined): readonly Text[] {
  if (file !== undefined) return [file];
  const folder = context === undefined ? undefined : literalText(context);
  // An address, or an archive on standard input.
  if (folder === undefined || folder === "-" || /^(?:https?|git|ssh):|^git@/u.test(folder)) return [];
  return ["Dockerfile", "Containerfile", "dockerfile"].map((name) => literal(folder === "" || folder === "." ? name : `${folder.replace(/\/$/u, "")}/${name}`));
}

// ---------------------------------------------------------------------------------------------- running the stages

function runDockerfile(frame: Frame, { dockerfile, source }: ReadDockerfile, build: Given, which: "all stages" | "needed stages" = "needed stages"): void {
  const { instructions } = dockerfile;
  const stages = stagesOf(instructions);
  const variables = globalArguments(frame, { dockerfile, source }, build);
  const uses = stages.map(({ stage, sources }, index): readonly Use[] => {
    const names = stages.slice(0, index + 1).map((one) => one.stage.name);
    const base = interpolate(source.at(...stage.image), { valueOf: variables, escape: dockerfile.escape });
    return [
      { ...base, at: stage.at, by: "FROM", isTrigger: false, stages: stagesMeant(base.text, names.slice(0, -1), "name") },
      // Variables are none there (https://docs.docker.com/reference/dockerfile/#copy---from).
      ...sources.map(({ from, at, by, isTrigger }): Use => {
        const text = source.at(...from);
        return { text, origin: undefined, at, by, isTrigger, stages: stagesMeant(text, names, "name or number") };
      }),
    ];
  });
  const between = uses.map((ofStage) => ofStage.flatMap((use) => [...use.stages.indexes]));
  const needed = which === "all stages" ? new Set(stages.keys()) : neededStages(stages.map(({ stage }) => stage.name), between, build.target);
  for (const [index, ofStage] of uses.entries()) if (needed.has(index)) for (const use of ofStage) recordUse(frame, source, build, use);
}

/** A place where a Dockerfile names a stage, a named context or an image. */
interface Use {
  readonly text: Text;
  /** Where whoever builds it gave a part of it. */
  readonly origin: Place | undefined;
  readonly at: Span;
  readonly by: "FROM" | DockerSource["by"];
  readonly isTrigger: boolean;
  readonly stages: MeantStages;
}

function recordUse(frame: Frame, source: EncodedText, build: Given, { text, origin, at, by, isTrigger, stages }: Use): void {
  const context = contextNamed(build, text);
  if (context === "folder" || (context === undefined && (stages.isCertain || literalText(text) === "scratch"))) return;
  const place = placeOf(source.at(...at)) ?? placeOf(text) ?? build.place;
  const mayBeStage = stages.indexes.size > 0 && uncaptured(text).kind !== "hole";
  const given = context === undefined ? origin : (context.origin ?? place);
  recordSite(frame, {
    kind: "deploy",
    reference: context?.value ?? (mayBeStage ? newUnknown(frame.run, "a name that may be a stage") : text),
    origin: given,
    place,
    how: by,
    runtime: "engine",
    engine: build.engine,
    base: given === undefined ? "written" : "given",
    // Its names are looked up among the stages of whoever builds from it.
    indirect: isTrigger ? "text" : undefined,
  });
}

interface Stage {
  readonly stage: DockerStage;
  readonly sources: readonly DockerSource[];
}

function stagesOf(instructions: readonly DockerInstruction[]): readonly Stage[] {
  const stages: { stage: DockerStage; sources: DockerSource[] }[] = [];
  for (const instruction of instructions) {
    if (instruction.kind === "stage") stages.push({ stage: instruction, sources: [] });
    else if (instruction.kind === "source") stages.at(-1)?.sources.push(instruction);
  }
  return stages;
}

/** The arguments before the first stage: what is given wins over their defaults. */
function globalArguments(frame: Frame, { dockerfile: { instructions, escape }, source }: ReadDockerfile, build: Given): (name: string) => GivenText {
  const values = new Map<string, GivenText>();
  const first = instructions.findIndex((instruction) => instruction.kind === "stage");
  const heads = instructions.slice(0, first < 0 ? 0 : first).filter((instruction): instruction is DockerArgument => instruction.kind === "argument");
  const valueOf = (name: string): GivenText => values.get(name) ?? { value: newUnknown(frame.run, platformArguments.has(name) ? "the platform that is built for" : `the variable ${name}, which no ARG declares`) };
  for (const { name, value } of heads) {
    const given = build.buildArgs.get(name);
    const { text } = value === undefined ? { text: undefined } : interpolate(source.at(...value), { valueOf, escape });
    if (given !== undefined) values.set(name, { value: given.value, origin: given.origin ?? placeOf(given.value) });
    else if (build.isOpen) values.set(name, { value: newUnknown(frame.run, `the build argument ${name}, which may be given`) });
    else values.set(name, { value: text ?? newUnknown(frame.run, `the build argument ${name}, which has no default`) });
  }
  return valueOf;
}

/** What a named context has in the place of a stage or an image; `folder`: no image. */
function contextNamed({ buildContexts }: Given, name: Text): GivenText | "folder" | undefined {
  const letters = literalText(name);
  if (letters === undefined) return undefined;
  const given = buildContexts.get(letters) ?? buildContexts.get(letters.replace(/:latest$/u, "")) ?? buildContexts.get(`docker.io/library/${letters}`);
  if (given === undefined) return undefined;
  const image = imageOfContext(given.value);
  return image === undefined ? "folder" : { value: image, origin: given.origin };
}
