import { stripComments } from "jsonc-parser";
import { posix } from "node:path";
import { devcontainerNames } from "../../models/devcontainer.js";
import { literal, literalText, placeOf } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { runCompose } from "../compose/run.js";
import { buildFromDockerfile } from "../dockerfile/build.js";
import type { GivenArgument } from "../dockerfile/build.js";
import { projectText, readKey } from "../files.js";
import { newUnknown } from "../run.js";
import type { Frame, ProjectFacts } from "../run.js";
import type { ScriptRoot } from "../script-roots.js";
import { scriptFrame } from "../shell/run-shell.js";
import { recordSite } from "../sites.js";
import { itemsAt, textAt, treesOf, valueAt } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";

/** Development containers, which editors start: an image, a Dockerfile, or services of a compose file. */
export function devcontainerRoots(project: ProjectFacts, files: readonly string[]): readonly ScriptRoot[] {
  return files.filter((file) => devcontainerNames.test(file)).map((file) => ({
    file,
    name: file,
    key: readKey(file),
    run: (run) => {
      // Blanks in the place of comments keep everything where it is.
      const [tree] = treesOf(projectText(file, stripComments(project.readText(file) ?? "", " "))).trees;
      if (tree !== undefined) startContainer(scriptFrame(run, file), file, tree);
    },
  }));
}

function startContainer(frame: Frame, file: string, tree: YamlTree): void {
  const place = { file, start: 0, end: 0 };
  const folder = posix.dirname(file);
  const image = textAt(tree, "image");
  if (image !== undefined) recordSite(frame, { kind: "deploy", reference: image, place: placeOf(image) ?? place, how: "image of a development container", runtime: "engine" });
  const build = valueAt(tree, "build");
  const dockerfile = textAt(build, "dockerfile") ?? textAt(tree, "dockerFile");
  if (dockerfile !== undefined) {
    const context = textAt(build, "context") ?? textAt(tree, "context") ?? literal(".");
    buildFromDockerfile(frame, { context: pathIn(folder, context), file: pathIn(folder, dockerfile), target: textAt(build, "target"), buildArgs: argumentsOf(frame, valueAt(build, "args")), buildContexts: new Map(), isOpen: false, engine: undefined, folder: undefined }, placeOf(dockerfile) ?? place);
  }
  const named = textAt(tree, "dockerComposeFile");
  const composeFiles = named === undefined ? itemsAt(tree, "dockerComposeFile").flatMap((item) => (item.kind === "scalar" ? [item.text] : [])) : [named];
  if (composeFiles.length === 0) return;
  const services = [textAt(tree, "service"), ...itemsAt(tree, "runServices").map((item) => (item.kind === "scalar" ? item.text : undefined))].filter((service) => service !== undefined);
  runCompose(frame, { files: composeFiles.map((one) => pathIn(folder, one)), envFiles: [], directory: undefined, name: undefined, environment: undefined, folder: undefined, services, profiles: [literal("*")], builds: true, pushes: false, pulls: false, starts: true, buildArgs: new Map(), engine: undefined, separator: undefined, how: "development container" }, place);
}

/** Paths are seen from the file's folder. */
function pathIn(folder: string, path: Text): Text {
  const letters = literalText(path);
  return letters === undefined ? path : literal(posix.join("/", folder, letters));
}

/** Texts may hold variables of the editor's: `${localEnv:NAME}` (https://containers.dev/implementors/json_reference/#variables-in-devcontainerjson). */
function argumentsOf(frame: Frame, tree: YamlTree | undefined): ReadonlyMap<string, GivenArgument> {
  if (tree?.kind !== "map") return new Map();
  return new Map(tree.entries.flatMap(({ key, value }): readonly (readonly [string, GivenArgument])[] => {
    const name = literalText(key);
    return name === undefined || value.kind !== "scalar" ? [] : [[name, { value: /\$\{/u.test(literalText(value.text) ?? "") ? newUnknown(frame.run, "a variable of an editor") : value.text, origin: value.place, written: placeOf(key) }]];
  }));
}
