import { posix } from "node:path";
import { mavenPlugins, pomFile, unseenPlugins, type MavenGoal } from "../../models/maven.js";
import type { MavenCall } from "../../models/tool-calls.js";
import { literal, literalText, placeOf } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import { projectFileAt } from "../files.js";
import { newUnknown, nextOrder, spend, type Frame } from "../run.js";
import { frameOf } from "../shell/run-shell.js";
import { recordSite } from "../sites.js";
import type { ToolLine } from "../tools/run-tool.js";
import { tagged } from "../tools/tagged.js";
import { defaultImage, namedImages, partsOf, usesOf, type MavenImage } from "./images.js";
import { boundGoals, pluginsOf, pomOf, textAt, withModules, withParents, type Pom } from "./pom.js";
import { type MavenScope } from "./properties.js";

/** Runs Maven's goals on a project and its modules; undefined where not all of it is understood. */
export function callMaven(frame: Frame, call: MavenCall, { textOf, context }: ToolLine): Text | undefined {
  const { run } = frame;
  const wanted = call.file === undefined ? literal(pomFile) : textOf(call.file);
  const folder = literalText(wanted)?.endsWith(".xml") === false ? literal(`${literalText(wanted) ?? ""}/${pomFile}`) : wanted;
  const file = projectFileAt(frame, folder, context.folder);
  const pom = file === undefined ? undefined : pomOf(run.project, file);
  const names = call.modules.flatMap((module) => literalText(textOf(module)) ?? []);
  if (pom === undefined || names.length !== call.modules.length) return undefined;
  const given = new Map(call.properties.map(({ name, value }) => [name, textOf(value)] as const));
  const modules = withModules(run.project, pom).filter((one) => names.length === 0 || names.some((name) => isNamed(pom, one, name)));
  let isComplete = call.isComplete;
  for (const module of modules) {
    const scope: MavenScope = { run, chain: withParents(run.project, module), given, environment: context.environment };
    run.executed.add(mavenKey(module.file));
    if (textAt(module.tree, "packaging")?.value === "pom") continue;
    if (call.packages && scope.chain.flatMap(pluginsOf).some(({ artifactId }) => unseenPlugins.test(artifactId))) isComplete = false;
    for (const goal of [...call.goals, ...(call.packages ? goalsOfPackage(scope) : [])]) runGoal(frame, scope, goal, call.goals.includes(goal), context.place);
  }
  return isComplete ? newUnknown(run, "the output of Maven") : undefined;
}

/** The images of a project that nobody is seen to make: whoever does it makes all that it names, and may push it. */
export function runPomRoot(frame: Frame, file: string): void {
  const { run } = frame;
  const pom = pomOf(run.project, file);
  if (pom === undefined || textAt(pom.tree, "packaging")?.value === "pom") return;
  const scope: MavenScope = { run, chain: withParents(run.project, pom), given: new Map(), environment: undefined };
  for (const { name } of mavenPlugins) for (const image of namedImages(scope, name)) recordImage(frame, image, { plugin: name, builds: true, pushes: true }, undefined);
  run.opaqueCommands.push({ name: "whoever runs Maven", place: { file, start: 0, end: 0 }, order: nextOrder(run) });
}

/** The name of a project file among what roots have executed. */
export function mavenKey(file: string): string {
  return `maven ${file}`;
}

/** `-pl folder`, `-pl :artifact`, `-pl group:artifact` */
function isNamed(root: Pom, { file, tree }: Pom, name: string): boolean {
  if (name.includes(":")) return textAt(tree, "artifactId")?.value === name.slice(name.lastIndexOf(":") + 1);
  return posix.relative(posix.dirname(root.file), posix.dirname(file)) === posix.normalize(name).replace(/\/$/u, "") || (name === "." && file === root.file);
}

function goalsOfPackage(scope: MavenScope): readonly MavenGoal[] {
  return mavenPlugins.flatMap(({ name, goals }) => {
    const bound = new Set(usesOf(scope, name).flatMap(boundGoals));
    return Object.entries(goals).flatMap(([goal, meaning]) => (bound.has(goal) ? [{ plugin: name, ...meaning }] : []));
  });
}

function runGoal(frame: Frame, scope: MavenScope, goal: MavenGoal, isOnLine: boolean, call: Place): void {
  spend(scope.run);
  for (const image of imagesOf(scope, goal, isOnLine)) recordImage(frame, image, publishing(scope, goal), call);
}

/** What Jib is told on the line counts before what the project file says, what Spring Boot is told behind it. */
function imagesOf(scope: MavenScope, { plugin }: MavenGoal, isOnLine: boolean): readonly MavenImage[] {
  const named = namedImages(scope, plugin);
  const onLine = (...names: readonly string[]): readonly MavenImage[] => {
    const value = names.map((name) => scope.given.get(name)).find((one) => one !== undefined);
    return value === undefined ? [] : [{ plugin, reference: value, place: placeOf(value), isElsewhere: false }];
  };
  // A goal on the line does without a project that speaks of its plugin.
  const byDefault = isOnLine && (plugin === "jib" || usesOf(scope, plugin).length > 0) ? [defaultImage(scope, plugin) ?? []].flat() : [];
  const first = (...ways: readonly (readonly MavenImage[])[]): readonly MavenImage[] => ways.find((images) => images.length > 0) ?? [];
  switch (plugin) {
    case "jib":
      return withTags(scope, first(onLine("image", "jib.to.image"), named, byDefault));
    case "spring-boot":
      return first(named, onLine("spring-boot.build-image.imageName"), byDefault);
    case "docker":
      return named;
  }
}

/** `-Djib.to.tags=a,b` stands for the tags of the project file. */
function withTags(scope: MavenScope, images: readonly MavenImage[]): readonly MavenImage[] {
  const tags = scope.given.get("jib.to.tags");
  const [first] = images;
  if (tags === undefined || first === undefined) return images;
  return [first, ...partsOf(tags).map((tag) => ({ ...first, reference: tagged(scope.run, first.reference, tag), place: placeOf(tag) ?? first.place }))];
}

/** https://docs.spring.io/spring-boot/maven-plugin/build-image.html#build-image.examples.publish */
function publishing(scope: MavenScope, goal: MavenGoal): MavenGoal {
  if (goal.plugin !== "spring-boot") return goal;
  const isGiven = literalText(scope.given.get("spring-boot.build-image.publish") ?? literal("")) === "true";
  return { ...goal, pushes: isGiven || usesOf(scope, "spring-boot").some((use) => textAt(use.tree, "configuration", "image", "publish")?.value === "true") };
}

function recordImage(frame: Frame, { plugin, reference, place, isElsewhere }: MavenImage, { builds, pushes }: MavenGoal, call: Place | undefined): void {
  const { run } = frame;
  const file = place?.file ?? call?.file ?? frame.activation.module.file;
  const inFile = frameOf(frame, file, file === call?.file ? undefined : call);
  const site = { place: place ?? call ?? { file, start: 0, end: 0 }, origin: place } as const;
  const how = mavenPlugins.find(({ name }) => name === plugin)?.artifactId ?? "Maven";
  if (builds) recordSite(inFile, { ...site, kind: "build", reference, how, engine: "docker" });
  if (pushes) recordSite(inFile, { ...site, kind: "push", reference: isElsewhere ? newUnknown(run, "an image in a registry that stands apart from its name") : reference, how });
}
