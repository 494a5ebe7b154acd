import { posix } from "node:path";
import { devspaceForms } from "../../models/devspace.js";
import { encodeText } from "../../values/encoding.js";
import { choice, hole, isText, join, literal, placeOf, unknown } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import { projectText } from "../files.js";
import { withMarks } from "../pipelines/marks.js";
import { listOf, namedEntries, textsIn } from "../pipelines/trees.js";
import type { ProjectFacts } from "../run.js";
import { itemsAt, lettersAt, textAt, treesOf, valueAt, valueBelow } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";

/** An image of a `devspace.yaml`. */
export interface DevspaceImage {
  /** What runtime variables call it. */
  readonly key: string;
  readonly name: Text;
  readonly tag: Text;
  readonly place: Place;
  /** A line of a shell that builds it, in the place of a builder of DevSpace's. */
  readonly command: Text | undefined;
}

export interface DevspaceDeployment {
  readonly name: string;
  readonly tree: YamlTree;
  readonly place: Place;
}

export interface DevspaceConfiguration {
  readonly file: string;
  readonly folder: string;
  readonly images: readonly DevspaceImage[];
  readonly deployments: readonly DevspaceDeployment[];
  /** Scripts of pipelines and commands. */
  readonly scripts: readonly Text[];
  /** Whether nothing is taken from elsewhere, or changed by a profile. */
  readonly isComplete: boolean;
  /** A text with the variables of the configuration in it; those of the run stay. */
  readonly filledIn: (text: Text) => Text;
}

/** Reads a `devspace.yaml` of any version: lists were maps of today's. */
export function devspaceConfiguration(project: ProjectFacts, file: string, root: number): DevspaceConfiguration {
  const [tree] = treesOf(projectText(file, project.readText(file) ?? "")).trees;
  const variables = variablesIn(valueAt(tree, "vars"));
  const filledIn = (text: Text, depth = 0): Text => withMarks(text, /\$\{?\{([\w.-]+)\}\}?/gu, ([written, name = ""]) => (name.startsWith("runtime.") || (written.startsWith("${{") && !written.endsWith("}}")) ? undefined : valueOf(name, variables, root, (inner) => (depth < deepest ? filledIn(inner, depth + 1) : undefined))));
  const folder = posix.dirname(file);
  return {
    file,
    folder: folder === "." ? "" : folder,
    images: namedEntries(valueAt(tree, "images")).flatMap(({ name, value }) => imageOf(name, value, file, root, filledIn)),
    deployments: deploymentsIn(valueAt(tree, "deployments"), file),
    scripts: ["pipelines", "commands", "functions"].flatMap((key) => scriptsIn(valueAt(tree, key))),
    isComplete: ["profiles", "dependencies", "imports", "configs"].every((key) => valueAt(tree, key) === undefined),
    filledIn,
  };
}

/** Variables in variables. */
const deepest = 4;

/** `NAME: value`, `NAME: { value, default }`; in versions before, a list. */
function variablesIn(tree: YamlTree | undefined): ReadonlyMap<string, YamlTree> {
  const listed = tree?.kind === "list" ? tree.items.flatMap((item) => { const name = lettersAt(item, "name"); return name === undefined ? [] : [[name, item] as const]; }) : [];
  return new Map([...listed, ...namedEntries(tree).map(({ name, value }) => [name, value] as const)]);
}

function valueOf(name: string, variables: ReadonlyMap<string, YamlTree>, root: number, filledIn: (text: Text) => Text | undefined): Text {
  const given = hole(`devspace ${root} ${name}`, { kind: "environment", name }, devspaceForms.get(name));
  const declared = variables.get(name);
  const fixed = declared?.kind === "scalar" ? declared.text : textAt(declared, "value");
  if (fixed !== undefined) return filledIn(fixed) ?? given;
  const preset = textAt(declared, "default");
  const known = preset === undefined ? undefined : filledIn(preset);
  const either = known === undefined ? given : choice([known, given], `devspace ${root} ${name} or its default`);
  return isText(either) ? either : given;
}

/** https://www.devspace.sh/docs/configuration/images/: without tags it gets a random one, and each `#` in a tag is a random letter. */
function imageOf(key: string, tree: YamlTree, file: string, root: number, filledIn: (text: Text) => Text): readonly DevspaceImage[] {
  const written = textAt(tree, "image");
  if (written === undefined) return [];
  const [first] = textsIn(valueAt(tree, "tags") ?? valueAt(tree, "tag"));
  const random = unknown(`${root} devspace tag of ${key}`, "the tag that DevSpace gives it");
  const tag = first === undefined || (encodeText(first)?.encoded ?? "#").includes("#") ? random : filledIn(first);
  const name = filledIn(written);
  const command = textAt(valueAt(tree, "custom") ?? valueBelow(tree, "build", "custom"), "command");
  // A name that has a tag already is none that is known.
  const isTagged = /:[^/]*$/u.test(encodeText(name)?.encoded ?? ":");
  return [{ key, name: isTagged ? unknown(`${root} devspace name of ${key}`, "an image with a tag of its own, which DevSpace tags again") : name, tag, place: placeOf(written) ?? { file, start: 0, end: 0 }, command }];
}

export function referenceOf({ name, tag }: DevspaceImage): Text {
  return join([{ text: name }, { text: literal(":") }, { text: tag }]);
}

function deploymentsIn(tree: YamlTree | undefined, file: string): readonly DevspaceDeployment[] {
  const listed = tree?.kind === "list" ? tree.items.map((item) => ({ name: lettersAt(item, "name") ?? "", value: item })) : [];
  return [...listed, ...namedEntries(tree)].map(({ name, value }) => ({ name, tree: value, place: (value.kind === "scalar" ? placeOf(value.text) : value.place) ?? { file, start: 0, end: 0 } }));
}

function scriptsIn(tree: YamlTree | undefined): readonly Text[] {
  const entries = [...namedEntries(tree).map(({ value }) => value), ...(tree?.kind === "list" ? tree.items : [])];
  return entries.flatMap((value) => (value.kind === "scalar" ? [value.text] : [...listOf(valueAt(value, "run")), ...listOf(valueAt(value, "command")), ...itemsAt(value, "steps").flatMap((step) => listOf(valueAt(step, "run")))].flatMap((one) => (one.kind === "scalar" ? [one.text] : []))));
}
