import { posix } from "node:path";
import { gradleFiles, gradleTasks, type GradleTask } from "../../models/gradle.js";
import type { GradleCall } from "../../models/tool-calls.js";
import { join, literal, placeOf } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import { pathInFolder, projectFileAt } from "../files.js";
import { tagged } from "../tools/tagged.js";
import { newUnknown, nextOrder, spend, type Frame } from "../run.js";
import { frameOf } from "../shell/run-shell.js";
import { recordSite } from "../sites.js";
import type { ToolLine } from "../tools/run-tool.js";
import { namedText, settingsOf, sharedSettings, textOfValue, type GradleScope, type GradleSetting } from "./build-file.js";

interface GradleImage {
  readonly plugin: GradleTask["plugin"];
  readonly reference: Text;
  readonly place: Place | undefined;
}

const mostProjects = 200;

/** Runs tasks of Gradle's; undefined where not all of it is understood. */
export function callGradle(frame: Frame, call: GradleCall, line: ToolLine): Text | undefined {
  const { run } = frame;
  const { context, textOf } = line;
  const folder = call.folder === undefined ? context.folder : pathInFolder(textOf(call.folder), context.folder);
  const given = new Map(call.properties.map(({ name, value }) => [name, textOf(value)] as const));
  let isComplete = call.isComplete;
  for (const task of call.tasks) {
    const steps = task.split(":").filter((step) => step !== "");
    const meaning = gradleTasks[steps.at(-1) ?? ""];
    if (meaning === undefined) continue;
    const files = projectsOf(frame, steps.slice(0, -1), task.includes(":"), folder).filter((file) => usesPlugin(frame, file, meaning));
    if (files.length === 0) isComplete = false;
    for (const file of files) {
      spend(run);
      run.executed.add(gradleKey(file));
      const images = imagesOnLine(call, meaning, line, given) ?? imagesOf({ run, file, given }, meaning.plugin, true);
      for (const image of images) recordImage(frame, image, { ...meaning, pushes: meaning.pushes || call.publishes || publishes(frame, file, meaning) }, file, context.place);
    }
  }
  return isComplete ? newUnknown(run, "the output of Gradle") : undefined;
}

/** The images that a build file names and nobody is seen to make: whoever does it makes all, and may push them. */
export function runGradleRoot(frame: Frame, file: string): void {
  const { run } = frame;
  for (const plugin of ["jib", "spring-boot"] as const) {
    for (const image of imagesOf({ run, file, given: new Map() }, plugin, false)) recordImage(frame, image, { plugin, pushes: true }, file, undefined);
  }
  run.opaqueCommands.push({ name: "whoever runs Gradle", place: { file, start: 0, end: 0 }, order: nextOrder(run) });
}

/** The name of a build file among what roots have executed. */
export function gradleKey(file: string): string {
  return `gradle ${file}`;
}

/** The build files that a task is looked for in: one project's, or those of the folder and of all below it. */
function projectsOf(frame: Frame, steps: readonly string[], isOne: boolean, folder: Text | undefined): readonly string[] {
  const at = (path: string): string | undefined => gradleFiles.map((name) => projectFileAt(frame, literal(posix.join(path, name)), folder)).find((file) => file !== undefined);
  const [own, settings] = [at(steps.join("/")), ["settings.gradle", "settings.gradle.kts"].map((name) => projectFileAt(frame, literal(name), folder)).find((file) => file !== undefined)];
  if (isOne) return own === undefined ? [] : [own];
  const root = own ?? settings;
  if (root === undefined) return [];
  const below = posix.dirname(root);
  return frame.run.project.files.filter((file) => gradleFiles.includes(posix.basename(file)) && (below === "." || file.startsWith(`${below}/`))).slice(0, mostProjects);
}

const settingNames: Readonly<Record<GradleTask["plugin"], RegExp>> = { jib: /(?:^|\.)jib(?:\.|$)/u, "spring-boot": /(?:^|\.)bootBuildImage(?:\.|$)/u };

/** Whether a project is the one that speaks of its images, or the only one that is told to. */
function usesPlugin({ run }: Frame, file: string, { plugin }: GradleTask): boolean {
  return [...settingsOf(run.project, file), ...sharedFor(run.project, file)].some(({ path }) => settingNames[plugin].test(path.join(".")));
}

function sharedFor(project: Frame["run"]["project"], file: string): readonly GradleSetting[] {
  return sharedSettings(project, file).filter(({ path }) => /^(?:all|sub)projects$/u.test(path[0] ?? ""));
}

/** https://github.com/GoogleContainerTools/jib/tree/master/jib-gradle-plugin#build-your-image: the line counts before the file. */
function imagesOnLine(call: GradleCall, { plugin }: GradleTask, { given: givenOn }: ToolLine, given: ReadonlyMap<string, Text>): readonly GradleImage[] | undefined {
  const option = plugin === "jib" ? call.image : call.imageName;
  const property = plugin === "jib" ? (given.get("jib.to.image") ?? given.get("image")) : undefined;
  if (option !== undefined) {
    const { reference, origin } = givenOn(option);
    return [{ plugin, reference, place: origin ?? placeOf(reference) }];
  }
  return property === undefined ? undefined : [{ plugin, reference: property, place: placeOf(property) }];
}

/** The images of a project by its build file, or by that of the root for all. */
function imagesOf(scope: GradleScope, plugin: GradleTask["plugin"], hasDefault: boolean): readonly GradleImage[] {
  const { project } = scope.run;
  const [image, tags] = plugin === "jib" ? [/(?:^|\.)jib\.to\.image$/u, /(?:^|\.)jib\.to\.(?:tags|setTags)$/u] : [/(?:^|\.)bootBuildImage\.imageName$/u, /(?:^|\.)bootBuildImage\.tags$/u];
  const settings = [settingsOf(project, scope.file), sharedFor(project, scope.file)].find((some) => some.some(({ path }) => image.test(path.join(".")))) ?? [];
  const named = settings.filter(({ path }) => image.test(path.join("."))).map((one): GradleImage => ({ plugin, reference: textOfValue(scope, one.value, one.file), place: placeOfValue(one) }));
  const [first] = named;
  if (first === undefined) return hasDefault ? [defaultImage(scope, plugin)] : [];
  const others = settings.filter(({ path }) => tags.test(path.join("."))).flatMap((one) => {
    const items = one.value.kind === "list" ? one.value.items : [one.value];
    return items.map((item): GradleImage => {
      const text = textOfValue(scope, item, one.file);
      return { plugin, reference: plugin === "jib" ? tagged(scope.run, first.reference, text) : text, place: placeOfValue({ ...one, value: item }) };
    });
  });
  return [...named, ...others];
}

function defaultImage(scope: GradleScope, plugin: GradleTask["plugin"]): GradleImage {
  const path = join([{ text: namedText(scope, ["project", "name"]) }, { text: literal(":") }, { text: namedText(scope, ["project", "version"]) }]);
  return { plugin, reference: plugin === "jib" ? path : join([{ text: literal("docker.io/library/") }, { text: path }]), place: undefined };
}

function placeOfValue({ value, file }: GradleSetting): Place {
  switch (value.kind) {
    case "text":
    case "unknown":
      return { file, start: value.at[0], end: value.at[1] };
    case "sum":
      return placeOfValue({ path: [], value: value.left, file });
    case "list":
    case "name":
      return { file, start: 0, end: 0 };
  }
}

function publishes({ run }: Frame, file: string, { plugin }: GradleTask): boolean {
  return plugin === "spring-boot" && settingsOf(run.project, file).some(({ path, value }) => /(?:^|\.)bootBuildImage\.publish$/u.test(path.join(".")) && !(value.kind === "text" && value.value === "false"));
}

function recordImage(frame: Frame, { plugin, reference, place }: GradleImage, { pushes }: GradleTask, file: string, call: Place | undefined): void {
  const inFile = frameOf(frame, place?.file ?? file, place?.file === call?.file ? undefined : call);
  const site = { reference, place: place ?? call ?? { file, start: 0, end: 0 }, origin: place, how: plugin === "jib" ? "jib" : "bootBuildImage" } as const;
  recordSite(inFile, { ...site, kind: "build", engine: "docker" });
  if (pushes) recordSite(inFile, { ...site, kind: "push" });
}
