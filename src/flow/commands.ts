import { readCommand } from "../models/commands/read.js";
import type { CommandEffect, ObjectName, Slice } from "../models/command-effect.js";
import { alternativesOf, choice, display, hole, isText, join, literal, literalText, placeOf, slice, uncaptured } from "../values/text.js";
import { encodeAll } from "../values/encoding.js";
import type { Place, Text, Value } from "../values/value.js";
import { runBake } from "./bake/run.js";
import { use } from "./captures.js";
import { carriedTo, changeClusters, clusterNamed, connected } from "./clusters.js";
import { composeFromCommand } from "./compose/command.js";
import { buildFromCommand } from "./dockerfile/command.js";
import { escape } from "./escapes.js";
import { branch } from "./execute.js";
import { fileContent, filesBelow, pathInFolder, projectFileAt, writeFile } from "./files.js";
import { chartTestingLines } from "./helm/chart-testing.js";
import type { GivenValue } from "./helm/given-values.js";
import { deployChart, printChart } from "./helm/install.js";
import { packageChart } from "./helm/packages.js";
import { builtKustomization, editKustomization, unknownKustomization } from "./kustomizations.js";
import { runMake } from "./make/run-make.js";
import { deployManifests, objectsIn } from "./manifests.js";
import { printedManifest } from "./printed-manifest.js";
import type { GivenText, ProcessEnvironment } from "./process-environment.js";
import { newFetched, newFresh, newUnknown, nextOrder } from "./run.js";
import type { Frame } from "./run.js";
import { setImage } from "./set-image.js";
import { runScriptFile, runShell } from "./shell/run-shell.js";
import { runCopy, runEnvsubst, runJq, runSed, runYq } from "./text-commands.js";
import { runTool } from "./tools/run-tool.js";
import { applyTextTool } from "./texts/text-tools.js";
import type { KubernetesObject, Pull } from "./site.js";
import { givenAt, recordSite } from "./sites.js";

/** One word of a command line. */
export interface CommandWord {
  readonly text: Text;
  /** The expression that gives the whole word. */
  readonly origin?: Place | undefined;
}

/** What a command is given on its standard input; `undefined` if that is not known (yet). */
export type StandardInput = Text | undefined;

export interface CommandContext {
  /** The call, or the command in a script. */
  readonly place: Place;
  readonly input: StandardInput;
  /** Environment variables that the program gives to it. */
  readonly environment?: ProcessEnvironment | undefined;
  /** The folder that it runs in, where the program says it. */
  readonly folder?: Text | undefined;
  /** Variables that were given to make on its command line: a make below gets them too. */
  readonly makeOverrides?: ReadonlyMap<string, GivenText> | undefined;
  /** It runs in a container, with files of its own. */
  readonly isContained?: boolean | undefined;
  /** Called when the command reads a standard input that is not known yet. */
  readonly awaitInput?: ((feed: (input: Text) => void) => void) | undefined;
}

/** Runs a command line on the tables of commands: its sites are recorded, its standard output is given. */
export function runCommand(frame: Frame, given: readonly CommandWord[], context: CommandContext): Text {
  const { run } = frame;
  if (given.length === 0) return literal("");
  const words = withDefaultProgram(given).map((word, index) => (index < programWords ? { ...word, text: soleText(word.text) } : word));
  const encoded = encodeAll(words.map((word) => word.text));
  const reading = encoded === undefined ? ({ known: false, name: "a command" } as const) : readCommand(encoded);
  const open = words.slice(0, programWords).findIndex((word) => word.text.kind === "choice");
  const undecided = words[open];
  const alternatives = undecided === undefined ? [] : (alternativesOf(undecided.text) ?? []);
  // `process.env.ENGINE ?? "docker"`: what stands in the code says which program is meant.
  const known = open === 0 ? alternatives.filter((alternative) => alternative.kind !== "hole" && /\w/u.test(encodeAll([alternative])?.[0] ?? "")) : [];
  if (undecided !== undefined && alternatives.length > 0 && (!reading.known || known.length > 1)) {
    // Which command it is depends on a choice: each of them runs.
    const outputs: Text[] = [];
    branch(
      frame,
      (known.length > 0 ? known : alternatives).map((alternative) => () => {
        outputs.push(runCommand(frame, words.map((word, index) => (index === open ? { ...word, text: alternative } : word)), context));
        return true;
      }),
    );
    const output = choice(outputs);
    return isText(output) ? output : newUnknown(run, "a command's output");
  }
  if (!reading.known) {
    const [program, ...rest] = words;
    const ran = program === undefined ? undefined : runProjectScript(frame, program.text, rest, context);
    return ran ?? runUnknown(frame, words, context, literalText(words[0]?.text ?? literal("")) ?? reading.name);
  }
  // Whatever a command is given is used by it, unless it only prints it.
  if (!reading.effects.some((effect) => effect.kind === "print" || effect.kind === "manifest")) for (const word of words) use(word.text);
  let output: Text | undefined;
  for (const effect of reading.effects) output = runEffect(frame, effect, words, context) ?? output;
  return output ?? newUnknown(run, `the output of ${display(words[0]?.text ?? literal(""))}`);
}

/** Where the program's name may stand: behind `sudo`, or before its own command. */
const programWords = 3;

/** `$(ENGINE)` alone in its word of a recipe is its value. */
function soleText(text: Text): Text {
  const [only, ...others] = text.kind === "joined" ? text.parts : [];
  return only?.text.kind === "choice" && others.length === 0 ? only.text : text;
}

/** `ENGINE ?= docker`: what stands in the code says which program is meant, where it is one. */
function withDefaultProgram(words: readonly CommandWord[]): readonly CommandWord[] {
  const [first, ...rest] = words;
  const program = first === undefined ? undefined : uncaptured(first.text);
  if (first === undefined || program?.kind !== "choice") return words;
  const known = program.alternatives.filter((alternative) => alternative.kind === "literal" && /\w/u.test(alternative.text));
  const isDefault = program.alternatives.every((alternative) => known.includes(alternative) || alternative.kind === "hole" || alternative.kind === "constant");
  const [only] = known;
  return known.length === 1 && isDefault && only !== undefined && isText(only) ? [{ ...first, text: only }, ...rest] : words;
}

/** A command that may have built or deployed what it was given, or anything. */
function runUnknown(frame: Frame, words: readonly CommandWord[], { place, input, isContained, folder }: CommandContext, name: string): Text {
  const { run } = frame;
  escape(run, words.map((word) => word.text), place, `\`${name}\``);
  if (input !== undefined) escape(run, [input], place, `\`${name}\``);
  if (isContained !== true) run.opaqueCommands.push({ name: words.map((word) => display(word.text)).join(" ").slice(0, 60), place, order: nextOrder(run) });
  for (const word of words.slice(1)) if (/\.(?:ya?ml|json)$/u.test(literalText(word.text) ?? "")) readFile(frame, word.text, folder);
  for (const { option, text, origin } of imageArguments(words)) recordSite(frame, { kind: "deploy", reference: text, origin, place, how: `${option} of ${name}`, indirect: "argument" });
  return newUnknown(run, `the output of ${name}`);
}

/** `--e2e-image X`, `--image=X`: an image that a program which is not known will use. */
function imageArguments(words: readonly CommandWord[]): readonly { readonly option: string; readonly text: Text; readonly origin: Place | undefined }[] {
  return words.slice(1).flatMap(({ text, origin }, index) => {
    const known = encodeAll([text])?.[0] ?? "";
    const [whole, option = "", sign] = /^(--?(?:[\w.]+-)*image)(=|$)/u.exec(known) ?? [];
    if (whole === undefined) return [];
    if (sign === "=") return [{ option, text: slice(text, whole.length, known.length), origin }];
    const next = words[index + 2];
    return next === undefined || literalText(next.text)?.startsWith("-") === true ? [] : [{ option, text: next.text, origin: next.origin }];
  });
}

/** Does what one row says; gives the standard output if the row knows it. */
function runEffect(frame: Frame, effect: CommandEffect, words: readonly CommandWord[], context: CommandContext): Text | undefined {
  const { run } = frame;
  const { place } = context;
  const textOf = (part: Slice): Text => unquoted(slice(words[part.word]?.text ?? literal(""), part.start, part.end));
  const given = (part: Slice): { readonly reference: Text; readonly origin: Place | undefined } => {
    const word = words[part.word];
    const reference = textOf(part);
    return { reference, origin: word === undefined ? undefined : givenAt(reference, word.text, word.origin) };
  };
  const variables = (name: string): Text | undefined => variableOf(frame, name, context);
  switch (effect.kind) {
    case "build":
    case "push":
      recordSite(frame, { kind: effect.kind, ...given(effect.reference), place, how: effect.how, engine: effect.engine });
      return undefined;
    case "build-dockerfile":
      if (context.isContained !== true) buildFromCommand(frame, effect, { textOf, originOf: (part) => given(part).origin, variables: context.environment, input: context.input, folder: context.folder }, place);
      return undefined;
    case "load":
      recordSite(frame, { kind: "load", ...given(effect.reference), place, how: effect.how, tool: effect.tool, cluster: effect.cluster === undefined ? undefined : textOf(effect.cluster), target: clusterNamed(frame, effect.tool, effect.cluster ?? "default", textOf, variables) });
      return undefined;
    case "tag":
      recordSite(frame, { kind: "tag", ...given(effect.target), source: textOf(effect.source), place, how: effect.how, engine: effect.engine });
      return undefined;
    case "save": {
      const references = { texts: effect.references.map(textOf), engine: effect.engine };
      for (const reference of references.texts) run.saves.push({ reference, place, order: nextOrder(run) });
      if (effect.archive !== undefined) run.archives.set(uncaptured(textOf(effect.archive)).key, references);
      // An archive on standard output is known by a hole of its own.
      const stream = hole(`archive ${references.texts.map((reference) => uncaptured(reference).key).join()}`, { kind: "unknown", reason: "an image archive" });
      run.archives.set(stream.key, references);
      return stream;
    }
    case "load-archive": {
      const archive = effect.archive === undefined ? context.input : textOf(effect.archive);
      const references = archive === undefined ? undefined : run.archives.get(uncaptured(archive).key);
      const cluster = effect.cluster === undefined ? undefined : textOf(effect.cluster);
      // The archive holds the names that the engine gave which wrote it.
      const engine = references?.engine ?? effect.engine;
      const target = effect.tool === undefined ? undefined : clusterNamed(frame, effect.tool, effect.cluster ?? "default", textOf, variables);
      for (const reference of references?.texts ?? [newUnknown(run, "an image archive that is not known")]) recordSite(frame, { kind: "load", reference, place, how: effect.how, tool: effect.tool, cluster, target, engine });
      return undefined;
    }
    case "deploy": {
      const there = connected(frame, effect.connection, textOf, variables);
      const object = effect.object === undefined ? undefined : objectNamed(effect.object, textOf);
      const site = { ...given(effect.reference), place, how: effect.how, engine: effect.engine, runtime: effect.runtime, object };
      if (effect.container !== undefined) setImage(there, site, textOf(effect.container));
      else recordSite(there, { kind: "deploy", ...site, policy: effect.policy === undefined ? undefined : textOf(effect.policy) });
      return undefined;
    }
    case "apply":
      applyManifest(connected(frame, effect.connection, textOf, variables), effect, effect.manifest === undefined ? undefined : textOf(effect.manifest), context);
      return undefined;
    case "delete":
      deleteObjects(frame, [objectNamed(effect.object, textOf)]);
      return undefined;
    case "delete-manifest": {
      const manifest = effect.manifest === undefined ? context.input : fileContent(frame, textOf(effect.manifest), context.folder);
      if (manifest !== undefined && isText(manifest)) deleteObjects(frame, objectsIn(frame, manifest));
      return undefined;
    }
    case "helm": {
      const install = {
        chart: effect.chart === undefined ? undefined : textOf(effect.chart),
        release: effect.release === undefined ? undefined : textOf(effect.release),
        values: effect.values.map(({ key, value, form }): GivenValue => ({ key: literalText(textOf(key)), keyPlace: placeOf(textOf(key)), value: textOf(value), origin: given(value).origin, form: form === "text" ? "typed" : form })),
        files: effect.files.map(textOf),
        folder: context.folder,
        keepsEarlierValues: effect.keepsEarlierValues,
        how: effect.how,
      };
      if (effect.prints) return printChart(frame, install, place);
      deployChart(connected(frame, effect.connection, textOf, variables), install, place);
      return undefined;
    }
    case "package-chart": {
      const [version, appVersion] = [effect.version, effect.appVersion].map((part) => (part === undefined ? undefined : join([{ text: textOf(part), use: given(part).origin ?? place }])));
      packageChart(frame, textOf(effect.chart), { version, appVersion }, context.folder);
      return undefined;
    }
    case "chart-testing":
      for (const line of chartTestingLines(frame, { charts: effect.charts.map(textOf), folders: effect.folders.map(textOf), configuration: effect.configuration === undefined ? undefined : textOf(effect.configuration), arguments: effect.arguments.map(textOf) }, context.folder)) runCommand(frame, line, context);
      return undefined;
    case "compose":
      composeFromCommand(frame, effect, { textOf, originOf: (part) => given(part).origin, variables: context.environment, input: context.input, folder: context.folder }, place);
      return undefined;
    case "bake": {
      const overrides = effect.overrides.map(({ key, value }) => ({ key: textOf(key), value: { value: textOf(value), origin: given(value).origin } }));
      const isThere = runBake(frame, { files: effect.files.map(textOf), targets: effect.targets.map(textOf), overrides, pushes: effect.pushes, environment: context.environment, folder: context.folder, engine: effect.engine, how: effect.how }, place);
      return isThere ? undefined : runUnknown(frame, words, context, effect.how);
    }
    case "escape":
      escape(run, effect.words.map(textOf), place, effect.to);
      return undefined;
    case "pull":
      run.pulls.push(pullOf(given(effect.reference), effect.how, place, nextOrder(run)));
      return undefined;
    case "remove":
      return undefined;
    case "build-unnamed": {
      const reference = newUnknown(run, `the name that \`${effect.how}\` gives an image`);
      recordSite(frame, { kind: "build", reference, place, how: effect.how, engine: effect.engine });
      run.opaqueCommands.push({ name: effect.how, place, order: nextOrder(run) });
      return reference;
    }
    case "make": {
      // What is made in a container is made there.
      if (context.isContained === true) return undefined;
      const variables = new Map(effect.variables.map(({ name, value }) => {
        const { reference, origin } = given(value);
        return [name, { value: reference, origin }];
      }));
      const call = { targets: effect.targets.map(textOf), variables, file: effect.file === undefined ? undefined : textOf(effect.file), below: effect.folder === undefined ? undefined : textOf(effect.folder), context };
      return runMake(frame, call) ? undefined : runUnknown(frame, words, context, effect.how);
    }
    case "tool":
      return runTool(frame, effect.call, { words, textOf, given, context }) ?? runUnknown(frame, words, context, effect.how);
    case "transform":
      return runTransform(frame, words, effect.files.map(textOf), context);
    case "script-file": {
      const script = textOf(effect.script);
      return runProjectScript(frame, script, words.slice(effect.from), context) ?? runUnknown(frame, words, context, literalText(script) ?? "a script");
    }
    case "script-input":
      return context.input === undefined ? runUnknown(frame, words, context, literalText(words[0]?.text ?? literal("")) ?? "a shell") : runShell(frame, context.input, { ...context, input: undefined });
    case "share-engine":
      run.sharedEngines.push({ tool: effect.tool, order: nextOrder(run) });
      return undefined;
    case "create-cluster":
    case "delete-cluster":
    case "use-cluster":
    case "use-context":
    case "print-kubeconfig":
      return changeClusters(frame, effect, place, { textOf, originOf: (part) => given(part).origin, variables, input: context.input, folder: context.folder });
    case "sed":
      // A container has files of its own.
      return context.isContained === true ? runTransform(frame, words, [], context) : runSed(frame, effect, textOf, context);
    case "envsubst":
      return runEnvsubst(frame, effect, textOf, context);
    case "copy":
      if (context.isContained !== true) runCopy(frame, effect, textOf, context);
      return undefined;
    case "yq":
      return context.isContained === true ? runTransform(frame, words, [], context) : runYq(frame, effect, textOf, context);
    case "jq":
      return runJq(frame, effect, textOf, context) ?? runTransform(frame, words, [], context);
    case "kustomize-edit":
      editKustomization(frame, effect.words.map(textOf), context.folder, place);
      return literal("");
    case "kustomize-build":
      return builtKustomization(frame, effect.folder === undefined ? literal(".") : textOf(effect.folder), context.folder) ?? unknownKustomization(frame);
    case "text-tool":
      return applyTextTool(words.map((word) => word.text), context.input);
    case "project-folder":
      return literal("/");
    case "words":
      return runCommand(effect.cluster === undefined ? frame : carriedTo(frame, effect.cluster, textOf, variables), words.slice(effect.from), effect.isContained === true ? { ...context, isContained: true } : context);
    case "script":
      return runShell(frame, textOf(effect.script), context);
    case "print": {
      const parts = effect.words.map(textOf);
      const content = effect.from === "words" ? spaced(parts) : effect.from === "files" ? contentOf(frame, effect.files.map(textOf), context) : context.input;
      const printed = effect.format === undefined ? content : formatted(frame, textOf(effect.format), parts);
      if (printed !== undefined) for (const file of effect.to) writeFile(frame, textOf(file), printed);
      return printed;
    }
    case "manifest":
      return printedManifest({ object: effect.object === undefined ? undefined : objectNamed(effect.object, textOf), images: effect.images.map(given), policy: effect.policy === undefined ? undefined : textOf(effect.policy) });
    case "fresh":
      return newFresh(run, effect.what, place, frame.activation.path);
    case "fetched":
      return newFetched(run, `the output of ${effect.what}`);
    case "stable":
      return hole(`output of ${words.map((word) => uncaptured(word.text).key).join(" ")}`, { kind: "unknown", reason: `the output of ${effect.what}` }, effect.form);
  }
}

/** A variable that the command is given, or that the program has set for all of its commands. */
function variableOf({ run }: Frame, name: string, { environment }: CommandContext): Text | undefined {
  const value = environment?.(name)?.value ?? run.files.get(`env ${name}`)?.value;
  return value !== undefined && isText(value) ? value : undefined;
}

/** A file that a program reads is not deployed as it is: what becomes of it is the program's. */
function readFile(frame: Frame, file: Text, folder: Text | undefined): void {
  void fileContent(frame, file, folder);
}

/** A program makes a text of another in a way that nobody follows. */
function runTransform(frame: Frame, words: readonly CommandWord[], files: readonly Text[], context: CommandContext): Text {
  const name = display(words[0]?.text ?? literal(""));
  if (context.input !== undefined) use(context.input);
  if (context.isContained !== true) for (const file of files) readFile(frame, file, context.folder);
  if (context.isContained !== true) for (const file of files) writeFile(frame, pathInFolder(file, context.folder), newUnknown(frame.run, `what ${name} makes of a file`));
  return newUnknown(frame.run, `what ${name} makes of a text`);
}

/** Runs a script of the project; undefined if it is none. Gives what it prints. */
function runProjectScript(frame: Frame, script: Text, words: readonly CommandWord[], context: CommandContext): Text | undefined {
  const depth = frame.activation.path?.depth ?? 0;
  const file = context.isContained === true || depth > deepestScript ? undefined : projectFileAt(frame, script, context.folder);
  if (file === undefined || !isShellScript(frame, file)) return undefined;
  const outcome = runScriptFile(frame, { file, words: words.map((word) => word.text), context: { ...context, isContained: undefined }, call: context.place });
  return outcome === undefined ? undefined : (outcome.output ?? literal(""));
}

const deepestScript = 60;

/** By its name, or by its first line. */
function isShellScript({ run }: Frame, file: string): boolean {
  if (run.project.facts(file)?.language === "shell") return true;
  return /^#!.*\b(?:ba|da|z|k)?sh\b/u.test(run.project.readText(file)?.slice(0, 100) ?? "");
}

function pullOf({ reference, origin }: { readonly reference: Text; readonly origin: Place | undefined }, how: string, place: Place, order: number): Pull {
  return { reference, place, argument: origin ?? placeOf(reference) ?? place, how, order };
}

function objectNamed({ kind, name, namespace }: ObjectName, textOf: (part: Slice) => Text): KubernetesObject {
  return { kind, name: textOf(name), namespace: namespace === undefined ? undefined : textOf(namespace) };
}

function deleteObjects({ run, activation }: Frame, objects: readonly KubernetesObject[]): void {
  for (const object of objects) run.deletions.push({ object, path: activation.path, order: nextOrder(run) });
}

/** A template's hole that the shell had to take as one word is its own text again. */
function unquoted(text: Text): Text {
  const [only] = text.kind === "choice" ? text.alternatives : [];
  if (only !== undefined && text.kind === "choice" && text.alternatives.length === 1 && isText(only)) return only;
  if (text.kind !== "joined" || !text.parts.some((part) => part.text.kind === "choice")) return text;
  return join(text.parts.map((part) => ({ ...part, text: unquoted(part.text) })));
}

function spaced(words: readonly Text[]): Text {
  return join(words.flatMap((text, index) => (index === 0 ? [{ text }] : [{ text: literal(" ") }, { text }])));
}

/** `cat file -`: what the files hold, and the standard input. */
function contentOf(frame: Frame, files: readonly Text[], { input, folder }: CommandContext): Text | undefined {
  const contents = files.map((file) => (literalText(file) === "-" ? input : fileContent(frame, file, folder)));
  const known = contents.filter((content): content is Text => content !== undefined && isText(content));
  return known.length === contents.length && known.length > 0 ? join(known.map((text) => ({ text }))) : undefined;
}

/** `printf '%s:%s' a b` */
function formatted(frame: Frame, format: Text, words: readonly Text[]): Text {
  const text = literalText(format);
  if (text === undefined) return newUnknown(frame.run, "the output of printf");
  let next = 0;
  const parts = text.split(/(%[sdq%]|\\n)/u).map((piece): Text => {
    if (piece === "%%") return literal("%");
    if (piece === "\\n") return literal("\n");
    if (!/^%[sdq]$/u.test(piece)) return literal(piece);
    next += 1;
    return words[next - 1] ?? literal("");
  });
  return join(parts.map((part) => ({ text: part })));
}

function applyManifest(frame: Frame, effect: Extract<CommandEffect, { kind: "apply" }>, manifest: Text | undefined, context: CommandContext): void {
  const { how, form } = effect;
  if (form === "patch-text") {
    if (manifest !== undefined) deployManifests(frame, manifest, context.place, how);
    return;
  }
  if (manifest === undefined) {
    const deploy = (input: Text): void => {
      deployManifests(frame, input, context.place, how);
    };
    if (context.input !== undefined) deploy(context.input);
    else if (context.awaitInput === undefined) deploy(newUnknown(frame.run, "what another command prints"));
    else context.awaitInput(deploy);
    return;
  }
  const name = literalText(manifest);
  // What is fetched from elsewhere is somebody else's.
  if (name !== undefined && /^https?:/u.test(name)) return;
  const content: Value | undefined = form === "kustomization" ? builtKustomization(frame, manifest, context.folder) : fileContent(frame, manifest, context.folder);
  const below = content === undefined && form === "file" ? filesBelow(frame, manifest, context.folder) : [];
  for (const file of below) deployManifests(frame, file, context.place, how);
  if (below.length > 0) return;
  deployManifests(frame, content !== undefined && isText(content) ? content : newUnknown(frame.run, `the manifest ${name ?? "file"}, which is not in the project`), context.place, how);
}
