import { posix } from "node:path";
import { encodeText } from "../../values/encoding.js";
import { isText, join, literal, literalText, placeOf } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { fileContent } from "../files.js";
import { deployChart } from "../helm/install.js";
import { builtKustomization } from "../kustomizations.js";
import { deployManifests } from "../manifests.js";
import { withMarks } from "../pipelines/marks.js";
import { textsIn } from "../pipelines/trees.js";
import { newUnknown, nextOrder, spend } from "../run.js";
import type { Frame } from "../run.js";
import { runShell } from "../shell/run-shell.js";
import { recordSite } from "../sites.js";
import { valuesFile } from "../tools/chart-values.js";
import { filesMatching } from "../tools/project-globs.js";
import { rewritingFrame } from "../tools/rewriting.js";
import { lettersAt, textAt, valueAt, valueBelow } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";
import { devspaceConfiguration, referenceOf } from "./configuration.js";
import type { DevspaceConfiguration, DevspaceDeployment } from "./configuration.js";

/**
 * `devspace deploy`: images are built under tags of DevSpace's, and these take the place of those that manifests and values
 * have for the same names (https://www.devspace.sh/docs/configuration/deployments/#image-tag-replacement). Its pipelines may do
 * more than that, so nothing that it deploys is said to be missing.
 */
export function runDevspace(frame: Frame, file: string): void {
  const { run } = frame;
  const configuration = devspaceConfiguration(run.project, file, run.root);
  // What its comments say to ESLint counts for what is found in it.
  void run.project.facts(file);
  run.opaqueCommands.push({ name: "DevSpace, which tags what it builds", place: { file, start: 0, end: 0 }, order: nextOrder(run) });
  const running: Running = { frame, configuration, folder: literal(`/${configuration.folder}`) };
  for (const image of configuration.images) {
    spend(run);
    recordSite(frame, { kind: "build", reference: referenceOf(image), origin: image.place, place: image.place, how: `image "${image.key}" of DevSpace`, engine: "docker" });
    // Whatever builds it is given its name and more, in an order that differs by version.
    if (image.command !== undefined) runLine(running, join([{ text: image.command }, { text: literal(" ") }, { text: newUnknown(run, "what DevSpace gives a builder") }]));
  }
  const named = configuration.images.flatMap((image) => { const name = literalText(image.name); return name === undefined ? [] : [{ name, reference: referenceOf(image) }]; });
  const rewriting = rewritingFrame(frame, named);
  for (const deployment of configuration.deployments) deploy({ ...running, frame: lettersAt(deployment.tree, "updateImageTags") === "false" ? frame : rewriting }, deployment);
  for (const script of configuration.scripts) runLine(running, script);
}

interface Running {
  readonly frame: Frame;
  readonly configuration: DevspaceConfiguration;
  readonly folder: Text;
}

function runLine(running: Running, line: Text): void {
  const { frame, configuration, folder } = running;
  runShell(frame, withRuntime(running, configuration.filledIn(line)), { place: placeOf(line) ?? { file: configuration.file, start: 0, end: 0 }, input: undefined, folder }, true);
}

/** `${runtime.images.NAME}`, `….image`, `….tag`, and `tag(name)` and `image(name)` of values (https://www.devspace.sh/docs/configuration/variables#runtime-variables). */
function withRuntime({ configuration: { images } }: Running, text: Text): Text {
  const named = withMarks(text, /\$\{runtime\.images\.([\w-]+)(?:\.(image|tag))?\}/gu, ([, key, part]) => {
    const image = images.find((one) => one.key === key);
    return image === undefined ? undefined : part === "image" ? image.name : part === "tag" ? image.tag : referenceOf(image);
  });
  return withMarks(named, /\b(image|tag)\(([^()\s]+)\)/gu, ([, part, name]) => {
    const image = images.find((one) => literalText(one.name) === name);
    return image === undefined ? undefined : part === "image" ? image.name : image.tag;
  });
}

function deploy(running: Running, deployment: DevspaceDeployment): void {
  const { tree } = deployment;
  spend(running.frame.run);
  noteMissing(running, valueBelow(tree, "helm", "values"));
  deployHelm(running, deployment);
  deployKubectl(running, deployment);
}

/** https://www.devspace.sh/docs/configuration/deployments/helm/ */
function deployHelm(running: Running, { name, tree, place }: DevspaceDeployment): void {
  const { frame, configuration, folder } = running;
  const helm = valueAt(tree, "helm");
  if (helm === undefined) return;
  const values = valueAt(helm, "values");
  const written = valueAt(helm, "chart");
  const chart = textAt(written, "path") ?? (valueAt(written, "repo") === undefined && valueAt(written, "git") === undefined ? textAt(written, "name") : undefined);
  const files = textsIn(valueAt(helm, "valuesFiles")).map(configuration.filledIn);
  const given = values === undefined ? undefined : withTexts(values, (text) => withRuntime(running, configuration.filledIn(text)));
  deployChart(frame, { chart: chart === undefined ? undefined : configuration.filledIn(chart), release: undefined, values: [], files: [...files, ...valuesFile(frame, name, given)], folder, keepsEarlierValues: false, how: `deployment "${name}" of DevSpace` }, place);
}

/** https://www.devspace.sh/docs/configuration/deployments/kubectl/ */
function deployKubectl(running: Running, { name, tree, place }: DevspaceDeployment): void {
  const { frame, configuration, folder } = running;
  const kubectl = valueAt(tree, "kubectl");
  const how = `deployment "${name}" of DevSpace`;
  // A patch of an image takes the place of what the manifests say.
  if (kubectl === undefined || valueAt(kubectl, "patches") !== undefined) return;
  const inline = textAt(kubectl, "inlineManifest");
  if (inline !== undefined) deployManifests(frame, withRuntime(running, configuration.filledIn(inline)), placeOf(inline) ?? place, how);
  for (const pattern of textsIn(valueAt(kubectl, "manifests"))) {
    const path = literalText(configuration.filledIn(pattern));
    if (path === undefined || /:\/\//u.test(path)) continue;
    if (lettersAt(kubectl, "kustomize") === "true") {
      const built = builtKustomization(frame, literal(path), folder);
      if (built !== undefined) deployManifests(frame, built, place, how);
      continue;
    }
    for (const file of filesMatching(frame.run.project, posix.join(configuration.folder, path)).filter((one) => /\.(?:ya?ml|json)$/u.test(one))) {
      const content = fileContent(frame, literal(`/${file}`));
      if (content !== undefined && isText(content)) deployManifests(frame, content, { file, start: 0, end: 0 }, how);
    }
  }
}

/** A tree with each of its texts changed. */
function withTexts(tree: YamlTree, change: (text: Text) => Text, depth = 0): YamlTree {
  if (depth > deepest) return tree;
  switch (tree.kind) {
    case "map":
      return { ...tree, entries: tree.entries.map(({ key, value }) => ({ key, value: withTexts(value, change, depth + 1) })) };
    case "list":
      return { ...tree, items: tree.items.map((item) => withTexts(item, change, depth + 1)) };
    case "scalar":
      return tree.type === "text" ? { ...tree, text: change(tree.text) } : tree;
    case "unknown":
      return tree;
  }
}

const deepest = 60;

/** A runtime variable of an image that the configuration does not have. */
function noteMissing({ frame, configuration: { images, isComplete, file } }: Running, values: YamlTree | undefined): void {
  if (!isComplete || values === undefined) return;
  withTexts(values, (text) => {
    const source = encodeText(text);
    for (const match of source?.encoded.matchAll(/\$\{runtime\.images\.([\w-]+)(?:\.(?:image|tag))?\}/gu) ?? []) {
      const [whole, name = ""] = match;
      const place = placeOf(source?.at(match.index, match.index + whole.length) ?? join([]));
      if (place === undefined || images.some(({ key }) => key === name)) continue;
      frame.run.missingNames.push({ tool: "DevSpace", name, place, among: images.map((image) => ({ name: image.key, place: image.place })), definedIn: file, otherwise: "it cannot resolve the variable, and deploys nothing" });
    }
    return text;
  });
}
