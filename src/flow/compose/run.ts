import type { ContainerEngine } from "../../models/command-effect.js";
import { localPolicies } from "../../models/compose.js";
import { choice, isText, join, literal, literalText, placeOf } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import { buildFromDockerfile } from "../dockerfile/build.js";
import type { GivenArgument } from "../dockerfile/build.js";
import type { GivenText } from "../process-environment.js";
import { nextOrder } from "../run.js";
import type { Frame } from "../run.js";
import { recordSite } from "../sites.js";
import type { Service } from "./model.js";
import { readComposeProject } from "./project.js";
import type { ComposeFiles, ComposeProject } from "./project.js";

export interface ComposeRun extends ComposeFiles {
  /** None: all. */
  readonly services: readonly Text[];
  /** Profiles that are switched on. */
  readonly profiles: readonly Text[];
  readonly builds: boolean;
  readonly pushes: boolean;
  readonly pulls: boolean;
  readonly starts: boolean;
  /** Given beside those of the services. */
  readonly buildArgs: ReadonlyMap<string, GivenArgument>;
  readonly engine: ContainerEngine | undefined;
  /** What stands between the project's name and the service's in the name of an image that has none; undefined: as the version of compose has it. */
  readonly separator: "-" | "_" | undefined;
  readonly how: string;
}

/** Runs compose on a project: what has a `build` is built, pushed under its name, and started. Gives whether the project has such a file. */
export function runCompose(frame: Frame, command: ComposeRun, place: Place): boolean {
  const project = readComposeProject(frame, command);
  if (project === undefined) return false;
  const chosen = chosenServices(project, command);
  const builds = command.builds ? inBuildOrder(chosen.filter(({ build }) => build !== undefined)) : [];
  for (const service of builds) build(frame, project, service, command, place);
  for (const service of chosen) {
    const image = imageOf(project, service, command);
    if (command.pulls && service.build === undefined && service.image !== undefined) frame.run.pulls.push({ reference: image.value, place, argument: image.origin ?? placeOf(image.value) ?? place, how: command.how, order: nextOrder(frame.run) });
    // Only what has a `build` is pushed (https://docs.docker.com/reference/cli/docker/compose/push/).
    if (command.pushes && service.build !== undefined && service.image !== undefined) recordSite(frame, { kind: "push", engine: command.engine, reference: image.value, origin: image.origin, place, how: command.how });
  }
  if (command.starts) for (const service of chosen) start(frame, project, service, command, place);
  return true;
}

// ------------------------------------------------------------------------------------------------ which services

/** Those that are named, with what they depend on; else those without profiles, or with one that is switched on. */
function chosenServices({ services, variables }: ComposeProject, { services: wanted, profiles: given }: ComposeRun): readonly Service[] {
  const names = wanted.map((service) => literalText(service));
  const ofEnvironment = variables("COMPOSE_PROFILES")?.value;
  const profiles = [...given, ...(ofEnvironment === undefined || ofEnvironment.kind === "hole" ? [] : [ofEnvironment])].map((profile) => literalText(profile));
  const all = [...services.values()];
  // A name or a profile that is not known may be any.
  if (names.includes(undefined) || profiles.includes(undefined)) return all;
  const active = new Set(profiles.flatMap((profile) => profile?.split(",") ?? []));
  const isActive = ({ profiles: own }: Service): boolean => own.length === 0 || active.has("*") || own.some((profile) => active.has(literalText(profile) ?? "*"));
  const chosen = new Set<string>();
  const queue = names.length > 0 ? names.flatMap((name) => name ?? []) : all.filter(isActive).map(({ name }) => name);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (chosen.has(name)) continue;
    chosen.add(name);
    queue.push(...(services.get(name)?.needs ?? []));
  }
  return all.filter(({ name }) => chosen.has(name));
}

/** A service is built behind those whose images it takes as contexts (`service:x`). */
function inBuildOrder(services: readonly Service[]): readonly Service[] {
  const byName = new Map(services.map((service) => [service.name, service]));
  const ordered = new Set<Service>();
  const add = (service: Service, above: readonly Service[]): void => {
    if (ordered.has(service) || above.includes(service)) return;
    for (const { value } of service.build?.contexts.values() ?? []) {
      const other = byName.get(serviceOfContext(value) ?? "");
      if (other !== undefined) add(other, [...above, service]);
    }
    ordered.add(service);
  };
  for (const service of services) add(service, []);
  return [...ordered];
}

function serviceOfContext(value: Text): string | undefined {
  return /^service:(.*)$/u.exec(literalText(value) ?? "")?.[1];
}

// ------------------------------------------------------------------------------------------ building and starting

function build(frame: Frame, project: ComposeProject, service: Service, command: ComposeRun, place: Place): void {
  const { build: given } = service;
  if (given === undefined) return;
  const contexts = new Map([...given.contexts].flatMap(([name, context]): readonly (readonly [string, GivenText])[] => {
    const other = project.services.get(serviceOfContext(context.value) ?? "");
    return [[name, other === undefined ? context : { value: join([{ text: literal("docker-image://") }, { text: imageOf(project, other, command).value }]), origin: context.origin ?? placeOf(context.value) }]];
  }));
  const folder = given.context ?? literal(".");
  const file = given.dockerfile === undefined ? undefined : pathBelow(folder, given.dockerfile);
  if (given.inline !== undefined || given.dockerfile === undefined || file !== undefined) {
    buildFromDockerfile(
      frame,
      { context: folder, file, inline: given.inline, target: given.target, buildArgs: new Map([...given.args, ...command.buildArgs]), buildContexts: contexts, isOpen: project.isOpen, engine: command.engine, folder: undefined },
      given.place ?? place,
    );
  }
  const how = `${command.how}, service "${service.name}" with build`;
  for (const { value, origin } of [imageOf(project, service, command), ...given.tags]) recordSite(frame, { kind: "build", engine: command.engine, reference: value, origin, place: place.end === 0 ? (given.place ?? place) : place, how });
}

/** `dockerfile` is seen from the context (https://docs.docker.com/reference/compose-file/build/#dockerfile). */
function pathBelow(folder: Text, file: Text): Text | undefined {
  const [base, letters] = [literalText(folder), literalText(file)];
  if (letters?.startsWith("/") === true) return file;
  return base === undefined || letters === undefined || /^(?:\w+:\/\/|git@)/u.test(base) ? undefined : literal(`${base.replace(/\/$/u, "")}/${letters}`);
}

function start(frame: Frame, project: ComposeProject, service: Service, command: ComposeRun, place: Place): void {
  const { image, policy } = service;
  if (image === undefined && service.build === undefined) return;
  const { value: reference, origin } = imageOf(project, service, command);
  const isLocal = policy !== undefined && localPolicies.has(literalText(policy) ?? "");
  const given = origin ?? (image === undefined ? service.place : undefined);
  // A file that no command names has no other place than its own.
  const at = place.end === 0 ? (given ?? placeOf(reference) ?? place) : place;
  recordSite(frame, { kind: "deploy", engine: command.engine, reference, origin: given, place: at, how: command.how, runtime: "engine", policy: isLocal ? literal("Never") : policy });
}

/** What a service runs: its image, or the name that compose gives to what it builds. */
function imageOf({ name }: ComposeProject, service: Service, { separator }: ComposeRun): GivenText {
  if (service.image !== undefined) return service.image;
  const sign = separator === undefined ? choice([literal("-"), literal("_")], "what compose puts between names") : literal(separator);
  return { value: join([{ text: name }, { text: isText(sign) ? sign : literal("-") }, { text: literal(service.name) }]), origin: service.build?.place };
}
