import { join, literal, unknown } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { textOutput } from "./action.js";
import type { Action, ActionCall, ActionOutput, ListItem } from "./action.js";
import { imageNames, madeTags } from "./metadata/tags.js";
import { legacyTags } from "./metadata/legacy.js";

/** Actions that make up the names and tags of images. */
export const metadataActions: readonly Action[] = [
  {
    names: ["docker/metadata-action", "crazy-max/ghaction-docker-meta"],
    documentation: "https://github.com/docker/metadata-action#readme",
    effects: () => [],
    // https://github.com/docker/metadata-action#environment-variables
    variableOf: (output) => `DOCKER_METADATA_OUTPUT_${output.toUpperCase().replaceAll("-", "_")}`,
    outputs: (call) => {
      // What the action was called before took other inputs: https://github.com/docker/metadata-action/tree/v1#inputs
      const { tags, isOpen } = isLegacy(call) ? legacyTags(call) : madeTags(call);
      const images = imageNames(call);
      // Rules that are not known make tags that are not known.
      const references = namedTags(images, isOpen ? [...tags, { text: unknown("a tag of a rule that is not known", "a rule for tags that is not known"), isOptional: true }] : tags);
      const separator = call.text("sep-tags");
      const outputs = new Map<string, ActionOutput>([["tags", { kind: "list", items: references, separator: separator === undefined ? "\n" : "," }]]);
      const [version] = tags;
      // The first tag that is certainly made; one that may be missing leaves its place to the next.
      if (version !== undefined && !version.isOptional) outputs.set("version", textOutput(version.text));
      outputs.set("tag-names", { kind: "list", items: tags, separator: "\n" });
      // https://github.com/docker/metadata-action#bake-definition
      const bake: ActionOutput = { kind: "file", name: "docker-metadata-action-bake.json", content: bakeFileOf(call, references) };
      for (const output of ["bake-file", "bake-file-tags"]) outputs.set(output, bake);
      if (!isOpen) outputs.set("json", textOutput(jsonOf(references)));
      return outputs;
    },
  },
];

const legacyInputs: readonly string[] = ["tag-sha", "tag-edge", "tag-edge-branch", "tag-semver", "tag-match", "tag-match-group", "tag-latest", "tag-schedule", "tag-custom", "tag-custom-only"];

function isLegacy(call: ActionCall): boolean {
  return call.text("tags") === undefined && legacyInputs.some((input) => call.text(input) !== undefined);
}

/** Each tag of each image; without images the tags alone. The letters stand where the rule does. */
function namedTags(images: readonly ListItem[], tags: readonly ListItem[]): readonly ListItem[] {
  if (images.length === 0) return tags;
  return images.flatMap((image) => tags.map((tag) => {
    const place = tag.place ?? image.place;
    const text = join([{ text: image.text }, { text: literal(":") }, { text: tag.text }]);
    return { text: place === undefined ? text : join([{ text, use: place }]), isOptional: tag.isOptional || image.isOptional, place };
  }));
}

/** A target that others inherit from; labels, arguments and annotations name no image. */
function bakeFileOf(call: ActionCall, references: readonly ListItem[]): Text {
  const target = call.text("bake-target", "docker-metadata-action") ?? literal("");
  return join([{ text: literal('{"target":{"') }, { text: target }, { text: literal('":') }, { text: jsonOf(references) }, { text: literal("}}") }]);
}

function jsonOf(references: readonly ListItem[]): Text {
  return join([{ text: literal('{"tags":[') }, ...references.flatMap(({ text }, index) => [{ text: literal(index === 0 ? '"' : ',"') }, { text }, { text: literal('"') }]), { text: literal("]}") }]);
}
