import { encodeText } from "../../values/encoding.js";
import { join, literal, literalText, unknown } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { textOutput } from "./action.js";
import type { Action, ActionCall, ActionEffect, ActionOutput } from "./action.js";
import { attributesOf } from "./metadata/rules.js";

/** Actions that build and push with Docker's tools, or with others in the same way. */
export const dockerActions: readonly Action[] = [
  {
    names: ["docker/build-push-action", "useblacksmith/build-push-action", "depot/build-push-action"],
    documentation: "https://github.com/docker/build-push-action#inputs",
    effects: (call) => [
      { kind: "build-dockerfile", context: call.text("context"), file: call.text("file"), target: call.text("target"), buildArgs: call.items("build-args"), buildContexts: call.items("build-contexts"), engine: "docker" },
      ...buildAndPush(call, call.items("tags", "lines and commas")),
    ],
    outputs: digestOf,
  },
  {
    names: ["docker/bake-action", "depot/bake-action"],
    documentation: "https://github.com/docker/bake-action#inputs",
    effects: (call) => [{ kind: "bake", source: call.text("source") ?? call.text("workdir"), files: call.items("files", "lines and commas").map(onThisMachine), targets: call.items("targets", "lines and commas"), set: call.items("set"), variables: call.items("vars"), pushes: call.flag("push") }],
  },
  {
    names: ["mr-smithers-excellent/docker-build-push"],
    documentation: "https://github.com/mr-smithers-excellent/docker-build-push#inputs",
    effects: (call) => {
      const image = call.text("image");
      const tags = call.items("tags", "lines and commas");
      if (image === undefined) return [];
      const name = named(call.text("registry"), call.text("githubOrg"), image);
      // Without tags it makes one of the branch, the commit and the date.
      const made = tags.length === 0 ? [unknown("a tag of the action", "a tag that the action makes up")] : tags;
      return built(made.map((tag) => tagged(name, tag)), call.flag("pushImage", true));
    },
  },
  {
    names: ["elgohr/publish-docker-github-action"],
    documentation: "https://github.com/elgohr/Publish-Docker-Github-Action#mandatory-arguments",
    effects: (call) => {
      const name = call.text("name");
      const tags = call.items("tags", "lines and commas");
      if (name === undefined) return [];
      const registry = call.text("registry");
      const whole = registry === undefined || holdsDomain(name) ? name : named(registry, undefined, name);
      const made = tags.length > 0 ? tags : call.flag("tag_names") === true ? [call.run.ref.name] : [call.flag("tag_semver") === true ? unknown("the version of the tag", "a tag that the action makes up") : call.run.ref.kind === "branch" ? branchTag(call.run.ref.name) : literal("latest")];
      return built(made.map((tag) => tagged(whole, tag)), call.flag("no_push") !== true);
    },
  },
  {
    names: ["whoan/docker-build-with-cache-action"],
    documentation: "https://github.com/whoan/docker-build-with-cache-action#inputs",
    effects: (call) => {
      const name = call.text("image_name");
      if (name === undefined) return [];
      const tags = call.items("image_tag", "lines and commas");
      return built((tags.length === 0 ? [literal("latest")] : tags).map((tag) => tagged(named(call.text("registry"), undefined, name), tag)), call.flag("push_image_and_stages", true) !== false);
    },
  },
  {
    names: ["redhat-actions/buildah-build"],
    documentation: "https://github.com/redhat-actions/buildah-build#action-inputs",
    effects: (call) => referencesOf(call, "image").map((reference) => ({ kind: "build", reference, engine: "buildah" })),
    outputs: (call) => {
      const [image, tags] = [call.text("image"), call.items("tags", "lines")];
      return new Map<string, ActionOutput>([
        ...(image === undefined ? [] : [["image", textOutput(image)] as const]),
        ["tags", { kind: "list", items: tags.flatMap(wordsOf).map((text) => ({ text, isOptional: false })), separator: " " }],
        ...(tags.length === 1 && image !== undefined && tags[0] !== undefined ? [["image-with-tag", textOutput(tagged(image, tags[0]))] as const] : []),
      ]);
    },
  },
  {
    names: ["redhat-actions/push-to-registry"],
    documentation: "https://github.com/redhat-actions/push-to-registry#action-inputs",
    effects: (call) => {
      const registry = call.text("registry");
      return referencesOf(call, "image").flatMap((source): readonly ActionEffect[] => {
        const target = registry === undefined || startsWith(source, registry) ? source : join([{ text: registry }, { text: literal("/") }, { text: source }]);
        return [...(target === source ? [] : [{ kind: "tag", source, target, engine: "podman" } as const]), { kind: "push", reference: target, engine: "podman" }];
      });
    },
  },
  {
    names: ["docker/login-action", "docker/setup-buildx-action", "docker/setup-qemu-action", "docker/setup-docker-action", "docker/scout-action", "azure/docker-login", "redhat-actions/podman-login"],
    documentation: "https://github.com/docker/login-action#inputs",
    effects: () => [],
  },
  {
    names: ["aws-actions/amazon-ecr-login"],
    documentation: "https://github.com/aws-actions/amazon-ecr-login#outputs",
    effects: () => [],
    // The account's registry, whatever step has logged in.
    outputs: () => new Map([["registry", textOutput(unknown("the registry of amazon-ecr-login", "the account's registry"))]]),
  },
];

/** `cwd://` is a file beside the repository that is built (https://github.com/docker/bake-action#source-semantics). */
function onThisMachine(file: Text): Text {
  const source = encodeText(file);
  return source?.encoded.startsWith("cwd://") === true ? source.at("cwd://".length, source.encoded.length) : file;
}

/** What buildx makes under which names, and where it puts it. */
function buildAndPush(call: ActionCall, tags: readonly Text[]): readonly ActionEffect[] {
  const outputs = [...call.items("outputs"), ...call.items("output")].map(attributesOf).flatMap((line) => (line === undefined ? [] : [line.attributes]));
  const attribute = (key: string): readonly Text[] => outputs.flatMap((attributes) => attributes.get(key) ?? []);
  const isPushedBy = (attributes: ReadonlyMap<string, Text>): boolean => {
    const type = literalText(attributes.get("type") ?? literal(""));
    return type === "registry" || (type === "image" && literalText(attributes.get("push") ?? literal("")) === "true");
  };
  const isPushed = outputs.some(isPushedBy) || call.flag("push");
  const byDigest = outputs.some((attributes) => literalText(attributes.get("push-by-digest") ?? literal("")) === "true");
  const names = attribute("name").flatMap((name) => itemsIn(name));
  // What is pushed by its digest gets its tags later, by `docker buildx imagetools create`.
  const references = byDigest ? names.map((name) => join([{ text: name }, { text: literal("@") }, { text: unknown("digest of a build", "the digest of what is built") }])) : [...tags, ...names];
  const archives = attribute("dest").flatMap((archive): readonly ActionEffect[] => (references.length === 0 ? [] : [{ kind: "save", references, archive }]));
  return [...built(references, isPushed), ...archives];
}

function digestOf(): ReadonlyMap<string, ActionOutput> {
  return new Map();
}

/** A push that it is not known whether it happens may happen. */
function built(references: readonly Text[], isPushed: boolean | undefined): readonly ActionEffect[] {
  return references.flatMap((reference): readonly ActionEffect[] => [{ kind: "build", reference, engine: "docker" }, ...(isPushed === false ? [] : [{ kind: "push", reference, engine: "docker" } as const])]);
}

/** `tags: latest v1` for an image, or references with their names. */
function referencesOf(call: ActionCall, input: string): readonly Text[] {
  const image = call.text(input);
  const tags = call.items("tags").flatMap(wordsOf);
  if (tags.some((tag) => encodeText(tag)?.encoded.includes(":") === true)) return tags;
  if (image === undefined) return [];
  return (tags.length === 0 ? [literal("latest")] : tags).map((tag) => tagged(image, tag));
}

function wordsOf(line: Text): readonly Text[] {
  const source = encodeText(line);
  return source === undefined ? [line] : [...source.encoded.matchAll(/\S+/gu)].map(({ 0: word, index }) => source.at(index, index + word.length));
}

function itemsIn(text: Text): readonly Text[] {
  const source = encodeText(text);
  return source === undefined ? [text] : [...source.encoded.matchAll(/[^,\s]+/gu)].map(({ 0: word, index }) => source.at(index, index + word.length));
}

function tagged(name: Text, tag: Text): Text {
  return join([{ text: name }, { text: literal(":") }, { text: tag }]);
}

function named(registry: Text | undefined, organisation: Text | undefined, name: Text): Text {
  const parts = [registry, organisation].filter((part) => part !== undefined && part.key !== "");
  return join([...parts.flatMap((part) => (part === undefined ? [] : [{ text: part }, { text: literal("/") }])), { text: name }]);
}

function holdsDomain(name: Text): boolean {
  return /^[^/]*[.:][^/]*\//u.test(encodeText(name)?.encoded ?? "");
}

function startsWith(text: Text, part: Text): boolean {
  return text.key.startsWith(part.key);
}

/** `latest` on the two branches that were ever the usual default, else the branch's name. */
function branchTag(branch: Text): Text {
  const letters = literalText(branch);
  if (letters === undefined) return unknown(`tag of ${branch.key}`, "a tag that the action makes of the branch");
  return literal(letters === "master" || letters === "main" ? "latest" : letters.replace(/\//gu, "-"));
}
