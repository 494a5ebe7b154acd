import { alternativesOf, display, literal, literalText } from "../../values/text.js";
import { encodeText } from "../../values/encoding.js";
import type { Place, Text } from "../../values/value.js";
import type { ContainerEngine } from "../../models/command-effect.js";
import { buildFromDockerfile, type GivenArgument } from "../dockerfile/build.js";
import { lettersValue, type TemplateValue } from "../helm/template-value.js";
import { nextOrder, spend } from "../run.js";
import { recordSite } from "../sites.js";
import { itemsAt, lettersAt, valueAt, type YamlTree } from "../yaml-tree.js";
import { flagOf, type Release } from "./values.js";

/** A reference that the configuration names, and where. */
export interface NamedText {
  readonly text: Text;
  readonly place: Place;
}

/** What one entry of `dockers` has built. */
export interface BuiltImages {
  readonly tree: YamlTree;
  readonly images: readonly NamedText[];
  readonly engine: ContainerEngine;
}

/** https://goreleaser.com/customization/docker/: each entry is one image, under all of its names. */
export function buildImages(release: Release): readonly BuiltImages[] {
  const { frame } = release;
  return itemsAt(release.tree, "dockers").map((tree) => {
    const platform = new Map<string, TemplateValue>([["Os", "goos", "linux"], ["Arch", "goarch", "amd64"]].map(([name = "", key = "", otherwise = ""]) => [name, lettersValue(lettersAt(tree, key) ?? otherwise)]));
    const images = textsIn(release, valueAt(tree, "image_templates"), platform);
    const engine = lettersAt(tree, "use") === "podman" ? "podman" : "docker";
    const flags = textsIn(release, valueAt(tree, "build_flag_templates"), platform);
    buildFrom(release, tree, argumentsIn(flags), { engine, target: targetIn(flags) });
    for (const { text, place } of images) recordSite(frame, { kind: "build", reference: text, origin: place, place, how: "GoReleaser, dockers", engine });
    return { tree, images, engine };
  });
}

export function publishImages(release: Release, built: readonly BuiltImages[]): void {
  for (const { tree, images, engine } of built) {
    if (flagOf(release, tree, "skip_push") === true) continue;
    for (const { text, place } of images) recordSite(release.frame, { kind: "push", reference: text, origin: place, place, how: "GoReleaser, dockers", engine });
  }
}

/** https://goreleaser.com/customization/docker_manifest/: a list of images that are in the registry already. */
export function publishManifests(release: Release): void {
  const { frame } = release;
  for (const tree of itemsAt(release.tree, "docker_manifests")) {
    if (flagOf(release, tree, "skip_push") === true) continue;
    const how = "GoReleaser, docker_manifests";
    for (const { text, place } of textsIn(release, valueAt(tree, "image_templates"))) frame.run.pulls.push({ reference: text, place, argument: place, how, order: nextOrder(frame.run), isOfRelease: true });
    for (const { text, place } of textsIn(release, valueAt(tree, "name_template"))) {
      recordSite(frame, { kind: "build", reference: text, origin: place, place, how, engine: "docker" });
      recordSite(frame, { kind: "push", reference: text, origin: place, place, how, engine: "docker" });
    }
  }
}

/** The texts of a list, or the only one; what turns out empty, or may do so, is left out for that case. */
export function textsIn({ frame, render }: Release, tree: YamlTree | undefined, more?: ReadonlyMap<string, TemplateValue>): readonly NamedText[] {
  const items = tree?.kind === "list" ? tree.items : tree === undefined ? [] : [tree];
  return items.flatMap((item): readonly NamedText[] => {
    if (item.kind !== "scalar" || item.type === "null" || item.place === undefined) return [];
    const { place } = item;
    spend(frame.run);
    const text = render(item.text, more);
    const alternatives = alternativesOf(text) ?? [text];
    const named = alternatives.filter((one) => display(one).trim() !== "");
    return (named.length === alternatives.length ? [text] : named).map((one) => ({ text: one, place }));
  });
}

// --------------------------------------------------------------------------------------------------- Dockerfiles

/** The images that a Dockerfile of the project begins with are needed for what is built of it. */
export function buildFrom({ frame, render, start }: Release, tree: YamlTree, buildArgs: ReadonlyMap<string, GivenArgument>, { engine, target }: { readonly engine: ContainerEngine; readonly target: Text | undefined }): void {
  const written = valueAt(tree, "dockerfile");
  const file = written?.kind === "scalar" ? render(written.text) : literal("Dockerfile");
  const place = (written?.kind === "scalar" ? written.place : undefined) ?? tree.place ?? { file: start.file, start: 0, end: 0 };
  buildFromDockerfile(frame, { context: literal("."), file, target, buildArgs, buildContexts: new Map(), isOpen: false, engine, folder: start.folder }, place);
}

/** `--build-arg=NAME=value`, or the option and its value in two entries. */
export function argumentsIn(flags: readonly NamedText[]): ReadonlyMap<string, GivenArgument> {
  return new Map(optionValues(flags, "--build-arg").flatMap(({ text, place }): readonly (readonly [string, GivenArgument])[] => {
    const source = encodeText(text);
    const [whole, name = ""] = /^(\w+)=/u.exec(source?.encoded ?? "") ?? [];
    return source === undefined || whole === undefined ? [] : [[name, { value: source.at(whole.length, source.encoded.length), origin: place, written: place }]];
  }));
}

export function targetIn(flags: readonly NamedText[]): Text | undefined {
  return optionValues(flags, "--target").at(-1)?.text;
}

function optionValues(flags: readonly NamedText[], option: string): readonly NamedText[] {
  return flags.flatMap(({ text, place }, index) => {
    const source = encodeText(text);
    if (source?.encoded.startsWith(`${option}=`) === true) return [{ text: source.at(option.length + 1, source.encoded.length), place }];
    const next = flags[index + 1];
    return literalText(text) === option && next !== undefined ? [next] : [];
  });
}
