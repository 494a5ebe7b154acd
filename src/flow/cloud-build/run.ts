import { posix } from "node:path";
import { programOfImage } from "../../models/image-programs.js";
import { encodeText } from "../../values/encoding.js";
import { join, literal, literalText, placeOf } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import { runCommand } from "../commands.js";
import { escape } from "../escapes.js";
import { recordJobImage } from "../pipelines/job-images.js";
import { textsIn, treesOfFile } from "../pipelines/trees.js";
import type { GivenText, ProcessEnvironment } from "../process-environment.js";
import { nextOrder, spend } from "../run.js";
import type { Frame } from "../run.js";
import { runShell } from "../shell/run-shell.js";
import { recordSite } from "../sites.js";
import { itemsAt, lettersAt, textAt, valueAt } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";
import { substituted, substitutionsOf } from "./substitutions.js";
import type { Substitutions } from "./substitutions.js";

/** A build while it runs. */
interface Build {
  readonly frame: Frame;
  readonly file: string;
  readonly tree: YamlTree;
  readonly substitutions: Substitutions;
}

/** Runs the steps of a build of Google's Cloud Build one after the other, in one folder; then the images that it names are pushed. */
export function runCloudBuild(frame: Frame, file: string): void {
  const [tree] = treesOfFile(frame.run, file);
  if (tree === undefined) return;
  const build: Build = { frame, file, tree, substitutions: substitutionsOf(tree, file) };
  for (const step of itemsAt(tree, "steps")) runStep(build, step);
  for (const image of textsIn(valueAt(tree, "images"))) {
    const reference = substituted(image, build.substitutions);
    const place = placeOf(image) ?? { file, start: 0, end: 0 };
    recordSite(frame, { kind: "push", reference, origin: place, place, how: "images of the build", engine: "docker" });
  }
}

/** https://cloud.google.com/build/docs/build-config-file-schema#build_steps */
function runStep({ frame, file, tree, substitutions }: Build, step: YamlTree): void {
  const { run } = frame;
  spend(run);
  const place: Place = (step.kind === "scalar" ? undefined : step.place) ?? { file, start: 0, end: 0 };
  const filledIn = (text: Text): Text => substituted(text, substitutions);
  const name = textAt(step, "name");
  if (name !== undefined) recordJobImage(frame, filledIn(name), placeOf(name), "the image of a build's step");
  const environment = environmentIn([...textsIn(valueAt(valueAt(tree, "options"), "env")), ...textsIn(valueAt(step, "env"))], filledIn);
  const context = { place, input: undefined, environment, folder: folderOf(file, lettersAt(step, "dir")) };
  const script = textAt(step, "script");
  if (script !== undefined) {
    // Substitutions reach a script by its environment only.
    runShell(frame, script, { ...context, place: placeOf(script) ?? place }, true);
    return;
  }
  const program = textAt(step, "entrypoint") ?? programLiteral(name === undefined ? undefined : filledIn(name));
  const words = textsIn(valueAt(step, "args")).map(filledIn);
  if (program === undefined) {
    escape(run, words, place, "a build's step");
    run.opaqueCommands.push({ name: "a build's step", place, order: nextOrder(run) });
    return;
  }
  runCommand(frame, [filledIn(program), ...words].map((text) => ({ text, origin: placeOf(text) })), context);
}

function programLiteral(image: Text | undefined): Text | undefined {
  const program = image === undefined ? undefined : programOfImage(literalText(image) ?? encodeText(image)?.encoded ?? "");
  return program === undefined ? undefined : literal(program);
}

/** Builds of triggers begin in the repository's folder; a file in another one may be given to `gcloud builds submit` there. */
function folderOf(file: string, below: string | undefined): Text | undefined {
  if (posix.dirname(file) !== ".") return undefined;
  return literal(below === undefined ? "/" : posix.join("/", below));
}

/** `NAME=value` */
function environmentIn(words: readonly Text[], filledIn: (text: Text) => Text): ProcessEnvironment {
  const variables = new Map<string, GivenText>();
  for (const word of words) {
    const value = filledIn(word);
    const source = encodeText(value);
    const [written, variable] = /^(\w+)=/u.exec(source?.encoded ?? "") ?? [];
    if (source !== undefined && written !== undefined && variable !== undefined) variables.set(variable, { value: source.encoded.length > written.length ? source.at(written.length, source.encoded.length) : join([]), origin: placeOf(value) });
  }
  return (name) => variables.get(name);
}
