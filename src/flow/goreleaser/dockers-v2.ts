import { defaultPlatforms, defaultTags } from "../../models/goreleaser.js";
import { join, literal, literalText } from "../../values/text.js";
import type { GivenArgument } from "../dockerfile/build.js";
import { spend } from "../run.js";
import { recordSite } from "../sites.js";
import { itemsAt, valueAt, type YamlTree } from "../yaml-tree.js";
import { argumentsIn, buildFrom, targetIn, textsIn, type NamedText } from "./dockers.js";
import { flagOf, type Release } from "./values.js";

/** https://goreleaser.com/customization/dockers_v2/: what is released is built and pushed at once for all platforms, a snapshot for each of them. */
export function makeByBuildx(release: Release): void {
  const { frame, start } = release;
  for (const tree of itemsAt(release.tree, "dockers_v2")) {
    if (flagOf(release, tree, "disable") === true) continue;
    const flags = textsIn(release, valueAt(tree, "flags"));
    buildFrom(release, tree, new Map([...argumentsIn(flags), ...writtenArguments(release, valueAt(tree, "build_args"))]), { engine: "docker", target: targetIn(flags) });
    const platforms = textsIn(release, valueAt(tree, "platforms")).map(({ text }) => literalText(text) ?? "");
    const names = referencesOf(release, tree, start.isSnapshot ? (platforms.length === 0 ? defaultPlatforms : platforms).map(suffixOf) : [""]);
    for (const kind of start.isSnapshot ? (["build"] as const) : (["build", "push"] as const)) {
      for (const { text, place } of names) recordSite(frame, { kind, reference: text, origin: place, place, how: "GoReleaser, dockers_v2", engine: "docker" });
    }
  }
}

/** Each tag of each image; the tag says what is meant, where it is written. */
function referencesOf(release: Release, tree: YamlTree, suffixes: readonly string[]): readonly NamedText[] {
  const written = textsIn(release, valueAt(tree, "tags"));
  const references: NamedText[] = [];
  for (const image of textsIn(release, valueAt(tree, "images"))) {
    const tags = valueAt(tree, "tags") === undefined ? [{ text: release.render(literal(defaultTags)), place: image.place }] : written;
    for (const tag of tags) {
      for (const suffix of suffixes) {
        spend(release.frame.run);
        references.push({ text: join([{ text: image.text }, { text: literal(":") }, { text: tag.text }, { text: literal(suffix) }]), place: tag.place });
      }
    }
  }
  return references;
}

/** `-arm64`, `-armv7` (goreleaser, internal/pipe/docker/v2: tagSuffix) */
function suffixOf(platform: string): string {
  return `-${platform.slice(platform.indexOf("/") + 1).replaceAll("/", "")}`;
}

function writtenArguments({ render }: Release, tree: YamlTree | undefined): readonly (readonly [string, GivenArgument])[] {
  return tree?.kind !== "map" ? [] : tree.entries.flatMap(({ key, value }): readonly (readonly [string, GivenArgument])[] => {
    const name = literalText(key);
    return name === undefined || value.kind !== "scalar" ? [] : [[name, { value: render(value.text), origin: value.place, written: value.place }]];
  });
}
