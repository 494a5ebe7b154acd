import { posix } from "node:path";
import { tiltMeaning, tiltModules, type TiltMeaning } from "../../models/tilt.js";
import { alternativesOf, choice, isText, join, literal, literalText, unknown } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import { runCompose } from "../compose/run.js";
import { fileContent, readKey } from "../files.js";
import { printed, renderInstall, type InstallRendering } from "../helm/install.js";
import { builtKustomization } from "../kustomizations.js";
import { deployManifests } from "../manifests.js";
import { environment } from "../properties.js";
import { newUnknown, nextOrder, spend, type Frame } from "../run.js";
import { frameOf, runShell } from "../shell/run-shell.js";
import { recordSite } from "../sites.js";
import { callFunction, runStarlark, type StarlarkProgram } from "../starlark/evaluate.js";
import { asText, lettersOf } from "../starlark/methods.js";
import { argument, listValue, none, textValue, unknownValue, type Arguments, type Scope, type StarlarkValue } from "../starlark/values.js";
import { filesMatching } from "./project-globs.js";
import { rewritingFrame } from "./rewriting.js";
import { deployTiltRelease, installOfHelm, type TiltRelease } from "./tilt-charts.js";

/** What a Tiltfile has asked for, by its end: only then does Tilt build and deploy. */
interface Tilt {
  readonly frame: Frame;
  readonly builds: { readonly name: Text; readonly place: Place; readonly how: string }[];
  readonly manifests: { readonly text: Text; readonly place: Place }[];
  readonly charts: { readonly text: Text; readonly rendering: InstallRendering }[];
  readonly releases: TiltRelease[];
  readonly composes: { readonly files: readonly Text[]; readonly place: Place }[];
  readonly files: Map<string, Scope>;
  /** Why not all of it is seen. */
  unseen: string | undefined;
}

/**
 * Runs a Tiltfile: images are built under names, and these are put into all manifests in the place of references with the
 * same name, whatever their tags (https://docs.tilt.dev/custom_build.html, tilt-dev/tilt internal/k8s: InjectImageReference).
 */
export function runTilt(outer: Frame, file: string, call: Place | undefined): void {
  const frame = frameOf(outer, file, call);
  const tilt: Tilt = { frame, builds: [], manifests: [], charts: [], releases: [], composes: [], files: new Map(), unseen: undefined };
  runFile(tilt, file);
  const { run, activation } = frame;
  if (tilt.unseen !== undefined) run.opaqueCommands.push({ name: tilt.unseen, place: { file: activation.module.file, start: 0, end: 0 }, order: nextOrder(run) });
  const built = tilt.builds.map((build) => {
    const [repository, tag] = [withoutTag(build.name), unknown(`${run.root} tilt tag of ${build.name.key}`, "the tag that Tilt gives it")];
    return { ...build, repository, tag, reference: join([{ text: repository }, { text: literal(":") }, { text: tag }]) };
  });
  for (const { reference, name, place, how } of built) recordSite(frame, { kind: "build", reference, origin: place, place, how: `${how} of a Tiltfile`, engine: literalText(name) === undefined ? undefined : "docker" });
  const there = rewritingFrame(frame, built.flatMap(({ name, reference }) => (alternativesOf(name) ?? []).flatMap((one) => (literalText(one) === undefined ? [] : [{ name: literalText(withoutTag(one)) ?? "", reference }]))));
  // What is made of a chart's manifests before they are deployed is not always followed.
  for (const { text, rendering } of tilt.charts) if (tilt.manifests.some((one) => one.text === text)) rendering.recordDeployed(there);
  for (const { text, place } of tilt.manifests) deployManifests(there, text, place, "Tilt");
  const seen = tilt.releases.map((release) => deployTiltRelease(there, release, built));
  if (seen.some((one) => one !== "all")) run.opaqueCommands.push({ name: "a chart that is not seen in full", place: { file: activation.module.file, start: 0, end: 0 }, order: nextOrder(run) });
  for (const { files, place } of tilt.composes) runCompose(there, { files, envFiles: [], directory: undefined, name: undefined, services: [], profiles: [], builds: true, pushes: false, pulls: false, starts: true, buildArgs: new Map(), engine: "docker", separator: "-", environment: undefined, folder: undefined, how: "docker_compose of a Tiltfile" }, place);
}

/** The name of a Tiltfile among what roots have executed. */
export function tiltKey(file: string): string {
  return `tilt ${file}`;
}

/** A name with a tag means that of the manifests; what is built has a tag of Tilt's. */
function withoutTag(name: Text): Text {
  const known = literalText(name);
  const [whole, before] = /^(.*):[\w.-]+$/u.exec(known ?? "") ?? [];
  return whole === undefined || before === undefined ? name : literal(before);
}

/** Runs a file once; gives the names that it defines, undefined where it is not in the project. */
function runFile(tilt: Tilt, file: string): Scope | undefined {
  const known = tilt.files.get(file);
  if (known !== undefined) return known;
  const { run } = tilt.frame;
  const program = run.project.starlarkOf(file);
  if (program === undefined) return undefined;
  run.executed.add(tiltKey(file));
  const scope: Scope = { names: new Map(), outer: undefined, file };
  tilt.files.set(file, scope);
  if (program.problems.length > 0) tilt.unseen = "a Tiltfile that cannot be read in full";
  runStarlark(programOf(tilt), program.body, scope);
  return scope;
}

function programOf(tilt: Tilt): StarlarkProgram {
  return {
    frame: tilt.frame,
    depth: 0,
    global: (name) => (tiltMeaning(name) !== undefined || tiltModules.has(name) ? { kind: "builtin", name, receiver: undefined } : undefined),
    member: (object, name) => (object.kind === "builtin" && tiltModules.has(object.name) ? { kind: "builtin", name: `${object.name}.${name}`, receiver: undefined } : unknownValue(name)),
    call: (program, name, given, scope) => callTilt(tilt, program, name, given, scope),
    callUnknown: (given) => {
      tilt.unseen = "a function of a Tiltfile that is not in the project";
      // What it is given may be built or deployed there.
      for (const value of [...given.positional, ...given.named.values()]) deployPaths(tilt, value, given.place, posix.dirname(given.place.file), "read");
      return unknownValue("the result of a function that is not in the project");
    },
  };
}

function callTilt(tilt: Tilt, program: StarlarkProgram, name: string, given: Arguments, scope: Scope): StarlarkValue {
  const folder = posix.dirname(scope.file);
  const meaning: TiltMeaning = tiltMeaning(name) ?? "unseen";
  const [first = unknownValue("an argument")] = given.positional;
  switch (meaning) {
    case "build":
      build(tilt, argument(given, 0, "ref"), given.place, name);
      return none;
    case "deploy":
      deployPaths(tilt, argument(given, 0, "yaml") ?? unknownValue("manifests"), given.place, folder, "deploy");
      return none;
    case "compose": {
      const paths = pathsOf(argument(given, 0, "configPaths") ?? first);
      if (paths === undefined) tilt.unseen = "a compose project that is not known";
      else tilt.composes.push({ files: paths.map((path) => literal(`/${posix.join(folder, path)}`)), place: given.place });
      return none;
    }
    case "file": {
      const path = lettersOf(argument(given, 0, "file_path") ?? first);
      const content = path === undefined ? undefined : fileContent(tilt.frame, literal(`/${posix.join(folder, path)}`));
      return { kind: "content", texts: content !== undefined && isText(content) ? [content] : [], isComplete: content !== undefined && isText(content) };
    }
    case "kustomization": {
      const path = lettersOf(argument(given, 0, "pathToDir") ?? first);
      const built = path === undefined ? undefined : builtKustomization(tilt.frame, literal(`/${posix.join(folder, path)}`), undefined);
      return { kind: "content", texts: built === undefined ? [] : [built], isComplete: built !== undefined };
    }
    case "chart":
      return renderedChart(tilt, given, folder);
    case "release":
      tilt.releases.push({ given, folder });
      return none;
    case "content": {
      const text = asText(first);
      return { kind: "content", texts: text === undefined ? [] : [text], isComplete: text !== undefined };
    }
    case "changed content":
      return contentOf(tilt, first, folder);
    case "filter": {
      const content = contentOf(tilt, argument(given, 0, "yaml") ?? first, folder);
      return listValue([content, content]);
    }
    case "command": {
      const command = asText(argument(given, 0, "command") ?? first);
      return textValue(command === undefined ? newUnknown(tilt.frame.run, "what a command prints") : runCommandLine(tilt, command, given.place, folder));
    }
    case "resource":
      for (const value of [argument(given, 1, "cmd"), given.named.get("serve_cmd")]) {
        const command = value === undefined ? undefined : asText(value);
        if (command !== undefined) runCommandLine(tilt, command, given.place, folder);
        else if (value !== undefined && value !== none) tilt.unseen = "a command of a Tiltfile that is not known";
      }
      return none;
    case "environment": {
      const variable = lettersOf(first);
      const value = variable === undefined ? undefined : environment(variable);
      const preset = given.positional[1] ?? given.named.get("default");
      if (value === undefined) return unknownValue("a variable of the environment");
      const text = preset === undefined ? undefined : asText(preset);
      const either = text === undefined ? value : choice([value, text], `${variable ?? ""} or ${text.key}`);
      return isText(either) ? textValue(either) : textValue(value);
    }
    case "load":
      return load(tilt, given, scope, folder, name);
    case "include":
      if (runFile(tilt, posix.join(folder, lettersOf(first) ?? "")) === undefined) tilt.unseen = "a Tiltfile that is not in the project";
      return none;
    case "settings":
      return { kind: "map", entries: new Map(), isOpen: true };
    case "join paths": {
      const steps = given.positional.map(lettersOf);
      return steps.every((step) => step !== undefined) ? textValue(literal(posix.join(...steps))) : unknownValue("a path");
    }
    case "text":
      return first.kind === "content" && first.isComplete ? first : textOr(asText(first));
    case "folder":
      return textValue(literal(`/${folder === "." ? "" : folder}`));
    case "unseen":
      tilt.unseen = `${name} of a Tiltfile`;
      return { kind: "content", texts: [], isComplete: false };
    case "nothing":
      // What Tilt calls later, with what it finds by then.
      for (const value of given.positional) if (value.kind === "function" && value.parameters.length > 0) callFunction(program, value, { positional: [], named: new Map(), isOpen: true, place: given.place });
      return unknownValue(`the result of ${name}`);
  }
}

function renderedChart(tilt: Tilt, given: Arguments, folder: string): StarlarkValue {
  const rendering = renderInstall(tilt.frame, installOfHelm(given, folder), given.place);
  if (rendering === undefined) {
    tilt.unseen = "a chart of a Tiltfile that is not in the project";
    return { kind: "content", texts: [], isComplete: false };
  }
  const text = printed(rendering);
  tilt.charts.push({ text, rendering });
  return { kind: "content", texts: [text], isComplete: rendering.isComplete };
}

function build(tilt: Tilt, reference: StarlarkValue | undefined, place: Place, how: string): void {
  if (reference?.kind !== "text") {
    tilt.unseen = "an image of a Tiltfile whose name is not known";
    return;
  }
  tilt.builds.push({ name: reference.text, place: placeFrom(reference.text) ?? place, how });
  if (!(alternativesOf(reference.text) ?? []).every((one) => literalText(one) !== undefined)) tilt.unseen = "an image of a Tiltfile whose name is not known";
}

function placeFrom(text: Text): Place | undefined {
  return text.kind === "literal" && text.source !== undefined ? { file: text.source.file, start: text.source.literal.at[0] + text.source.offset, end: text.source.literal.at[0] + text.source.offset + text.text.length } : undefined;
}

/** Paths of files, contents, and lists of both. */
function deployPaths(tilt: Tilt, value: StarlarkValue, place: Place, folder: string, use: "deploy" | "read"): void {
  if (use === "deploy") {
    const { texts, isComplete } = contentOf(tilt, value, folder);
    if (!isComplete) tilt.unseen = "manifests of a Tiltfile that are not seen";
    for (const text of texts) tilt.manifests.push({ text, place });
    return;
  }
  for (const path of pathsOf(value) ?? []) for (const file of filesMatching(tilt.frame.run.project, posix.join(folder, path))) tilt.frame.run.executed.add(readKey(file));
}

function contentOf(tilt: Tilt, value: StarlarkValue, folder: string): Extract<StarlarkValue, { kind: "content" }> {
  // Lists may hold each other.
  spend(tilt.frame.run);
  switch (value.kind) {
    case "content":
      return value;
    case "list": {
      const parts = value.items.map((item) => contentOf(tilt, item, folder));
      return { kind: "content", texts: parts.flatMap(({ texts }) => texts), isComplete: !value.isOpen && parts.every(({ isComplete }) => isComplete) };
    }
    case "text": {
      const paths = (alternativesOf(value.text) ?? []).map(literalText);
      const texts = paths.map((path) => (path === undefined ? undefined : fileContent(tilt.frame, literal(`/${posix.join(folder, path)}`))));
      const found = texts.filter((text): text is Text => text !== undefined && isText(text));
      return { kind: "content", texts: found, isComplete: found.length === texts.length && texts.length > 0 };
    }
    default:
      return { kind: "content", texts: [], isComplete: value === none };
  }
}

function pathsOf(value: StarlarkValue): readonly string[] | undefined {
  if (value.kind === "list" && !value.isOpen) {
    const paths = value.items.map(lettersOf);
    return paths.every((path) => path !== undefined) ? paths : undefined;
  }
  const path = lettersOf(value);
  return path === undefined || path.length > longestPath || /\s/u.test(path) ? undefined : [path];
}

const longestPath = 300;

function runCommandLine(tilt: Tilt, command: Text, place: Place, folder: string): Text {
  return runShell(tilt.frame, command, { place: placeFrom(command) ?? place, input: undefined, folder: literal(`/${folder === "." ? "" : folder}`) }, true);
}

/** `load("./lib/Tiltfile", "name", other="name")`; what comes from an extension (`ext://`) is Tilt's, if it is known. */
function load(tilt: Tilt, { positional, named, place }: Arguments, scope: Scope, folder: string, how: string): StarlarkValue {
  const [path, ...others] = positional;
  const known = path === undefined ? undefined : lettersOf(path);
  const wanted = [...others.map((name) => [lettersOf(name) ?? "", name] as const), ...named];
  const isExtension = known?.startsWith("ext://") === true;
  const loaded = known === undefined || isExtension ? undefined : runFile(tilt, posix.join(folder, known));
  if (loaded === undefined && !isExtension) tilt.unseen = "a Tiltfile that is not in the project";
  if (how === "load_dynamic") return loaded === undefined ? unknownValue("a Tiltfile that is not in the project") : { kind: "map", entries: loaded.names, isOpen: false };
  for (const [name, source] of wanted) {
    const from = lettersOf(source) ?? name;
    const extension: StarlarkValue = tiltMeaning(from) === undefined ? unknownValue(`${from} of an extension`) : { kind: "builtin", name: from, receiver: undefined };
    scope.names.set(name, loaded?.names.get(from) ?? (isExtension ? extension : unknownValue(`${from} of ${place.file}`)));
  }
  return none;
}

function textOr(text: Text | undefined): StarlarkValue {
  return text === undefined ? unknownValue("a text") : textValue(text);
}
