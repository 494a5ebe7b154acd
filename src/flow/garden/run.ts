import { posix } from "node:path";
import { imageBuildTypes, manifestLists } from "../../models/garden.js";
import { encodeText } from "../../values/encoding.js";
import { isText, join, literal, literalText, placeOf, uncaptured, unknown } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import { runCommand } from "../commands.js";
import { fileContent } from "../files.js";
import { deployChart } from "../helm/install.js";
import { builtKustomization } from "../kustomizations.js";
import { deployManifests } from "../manifests.js";
import { listOf, textsIn } from "../pipelines/trees.js";
import { nextOrder, spend } from "../run.js";
import type { Frame } from "../run.js";
import { frameOf, runShell } from "../shell/run-shell.js";
import { recordSite } from "../sites.js";
import { valuesFile } from "../tools/chart-values.js";
import { filesMatching } from "../tools/project-globs.js";
import { printTrees } from "../yaml-text.js";
import { itemsAt, lettersAt, textAt, valueAt, valueBelow } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";
import type { GardenAction, GardenProject } from "./actions.js";
import { filledIn, referenceOf, withGardenValues } from "./templates.js";
import type { GardenImage, GardenScope } from "./templates.js";

/**
 * Runs a project of Garden's: it builds images under versions that it makes of their sources, and hands their names to what it
 * deploys by templates. It may fetch and make more than what its files say, so nothing that it deploys is said to be missing.
 */
export function runGarden(outer: Frame, { actions, file }: GardenProject): void {
  const { run } = outer;
  run.opaqueCommands.push({ name: "Garden, which names what it builds", place: { file, start: 0, end: 0 }, order: nextOrder(run) });
  const images = new Map(actions.flatMap((action) => { const image = imageOf(outer, action); return image === undefined ? [] : [[action.name, image] as const]; }));
  const built = new Set([...images.values()].map((image) => referenceOf(image).key));
  const there: Frame = { ...outer, run: { ...run, rewriting: (reference) => (built.has(uncaptured(reference).key) ? reference : undefined) } };
  for (const action of actions) {
    spend(run);
    const frame = frameOf(there, action.file, undefined);
    // What its comments say to ESLint counts for what is found in it.
    void run.project.facts(action.file);
    const image = images.get(action.name);
    if (image !== undefined && (action.kind === "Build" || action.kind === "Module")) recordSite(frame, { kind: "build", reference: referenceOf(image), origin: placeOf(image.name), place: placeOf(image.name) ?? action.place, how: `${action.kind} "${action.name}" of Garden`, engine: "docker" });
    runAction({ frame, action, scope: { images, action }, specification: specificationOf(action) });
  }
}

/** Modules have at their top what actions have below `spec`. */
function specificationOf({ kind, tree }: GardenAction): YamlTree | undefined {
  return kind === "Module" ? tree : valueAt(tree, "spec");
}

/** The image of a build, by the name that Garden gives it (https://docs.garden.io/reference/action-types/build/container#spec.localid). */
function imageOf({ run }: Frame, action: GardenAction): GardenImage | undefined {
  const isBuild = action.kind === "Build" || action.kind === "Module";
  if (!isBuild || !imageBuildTypes.has(action.type) || action.name === "") return undefined;
  const given = action.kind === "Build" ? textAt(valueAt(action.tree, "spec"), "localId") : undefined;
  // A module with an image and without a Dockerfile runs that one.
  if (action.kind === "Module" && valueAt(action.tree, "image") !== undefined && run.project.readText(posix.join(action.folder, "Dockerfile")) === undefined) return undefined;
  const name = given ?? textAt(action.tree, "name") ?? literal(action.name);
  return { name, version: unknown(`${run.root} garden version of ${action.name}`, "the version that Garden gives it") };
}

interface Acting {
  readonly frame: Frame;
  readonly action: GardenAction;
  readonly scope: GardenScope;
  readonly specification: YamlTree | undefined;
}

function runAction(acting: Acting): void {
  const { action } = acting;
  if (action.kind === "Workflow") {
    for (const step of itemsAt(action.tree, "steps")) runLine(acting, textAt(step, "script"));
    return;
  }
  switch (action.type) {
    case "container":
    case "kubernetes-pod":
      deployContainer(acting);
      return;
    case "kubernetes":
      deployKubernetes(acting);
      return;
    case "helm":
      deployHelm(acting);
      return;
    case "exec":
      runExec(acting);
  }
}

/** What runs in an image: one that Garden builds, by a template or by the name of its build, or another one. */
function deployContainer({ frame, action, scope, specification }: Acting): void {
  if (action.kind === "Build") return;
  const written = textAt(specification, "image");
  const built = scope.images.get(lettersAt(action.tree, "build") ?? (action.kind === "Module" ? action.name : ""));
  const reference = built === undefined ? (written === undefined ? undefined : filledIn(written, scope)) : referenceOf(built);
  const place = placeOf(written ?? literal("")) ?? action.place;
  if (reference !== undefined) recordSite(frame, { kind: "deploy", reference, origin: place, place, how: `${action.kind} "${action.name}" of Garden`, runtime: "cluster" });
}

function folderOf({ folder }: GardenAction): Text {
  return literal(`/${folder}`);
}

function deployKubernetes({ frame, action, scope, specification }: Acting): void {
  const how = `${action.kind} "${action.name}" of Garden`;
  // A patch of an image takes the place of what the manifests say.
  const isPatched = itemsAt(specification, "patchResources").some((patch) => /image/u.test(encodeText(printTrees([patch]))?.encoded ?? "image"));
  const deploy = (text: Text, place: Place): void => {
    if (!isPatched) deployManifests(frame, text, place, how);
  };
  const inline = valueAt(specification, "manifests");
  if (inline !== undefined) deploy(printTrees(listOf(withGardenValues(inline, scope))), action.place);
  for (const list of manifestLists) {
    for (const pattern of textsIn(valueAt(specification, list))) {
      const glob = literalText(pattern);
      const files = glob === undefined || glob.includes("${") ? [] : filesMatching(frame.run.project, posix.join(action.folder, glob));
      for (const file of files) {
        const content = fileContent(frame, literal(`/${file}`));
        if (content !== undefined && isText(content)) deploy(list === "manifestFiles" ? content : filledIn(content, scope), { file, start: 0, end: 0 });
      }
    }
  }
  const kustomization = lettersAt(valueAt(specification, "kustomize"), "path");
  const built = kustomization === undefined ? undefined : builtKustomization(frame, literal(`/${posix.join(action.folder, kustomization)}`), undefined);
  if (built !== undefined) deploy(filledIn(built, scope), action.place);
}

/** https://docs.garden.io/reference/action-types/deploy/helm */
function deployHelm({ frame, action, scope, specification }: Acting): void {
  const isElsewhere = valueBelow(specification, "chart", "name") !== undefined || valueBelow(specification, "chart", "url") !== undefined || valueAt(specification, "repo") !== undefined;
  const path = textAt(valueAt(specification, "chart"), "path") ?? textAt(specification, "chartPath") ?? (isElsewhere ? undefined : literal("."));
  const values = valueAt(specification, "values");
  const files = textsIn(valueAt(specification, "valueFiles")).map((file) => filledIn(file, scope));
  deployChart(
    frame,
    {
      chart: path === undefined ? undefined : join([{ text: folderOf(action) }, { text: literal("/") }, { text: path }]),
      release: undefined,
      values: [],
      files: [...files, ...valuesFile(frame, action.name, values === undefined ? undefined : withGardenValues(values, scope))],
      folder: folderOf(action),
      keepsEarlierValues: valueAt(action.tree, "base") !== undefined,
      how: `${action.kind} "${action.name}" of Garden`,
    },
    action.place,
  );
}

/** https://docs.garden.io/reference/action-types/build/exec: words, or a line for a shell. */
function runExec(acting: Acting): void {
  const { frame, action, scope, specification } = acting;
  for (const key of ["command", "build", "deployCommand"]) {
    const given = valueAt(specification, key);
    const words = textsIn(key === "build" ? valueAt(given, "command") : given).map((word) => filledIn(word, scope));
    const [first, ...others] = words;
    if (first === undefined) continue;
    if (others.length === 0 || lettersAt(specification, "shell") === "true") runLine(acting, join(words.flatMap((word) => [{ text: word }, { text: literal(" ") }])));
    else runCommand(frame, words.map((text) => ({ text, origin: placeOf(text) })), { place: action.place, input: undefined, folder: folderOf(action) });
  }
}

function runLine({ frame, action, scope }: Acting, line: Text | undefined): void {
  if (line !== undefined) runShell(frame, filledIn(line, scope), { place: placeOf(line) ?? action.place, input: undefined, folder: folderOf(action) }, true);
}
