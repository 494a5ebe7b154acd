import { posix } from "node:path";
import { digestVariable, helmLists, imageStrategyKeys, imageVariables, namedInTemplates, type ImageVariable } from "../../models/skaffold.js";
import { encodeText } from "../../values/encoding.js";
import { derived, join, literal, literalText, placeOf } from "../../values/text.js";
import type { JoinedPart, Text } from "../../values/value.js";
import { escape } from "../escapes.js";
import type { GivenValue } from "../helm/given-values.js";
import { deployChart, type ChartInstall } from "../helm/install.js";
import { valueOfTree } from "../helm/yaml-values.js";
import { environment } from "../properties.js";
import { newUnknown, type Frame } from "../run.js";
import { itemsAt, textAt, valueAt, valueBelow, type YamlTree } from "../yaml-tree.js";

/** An image that Skaffold builds, with the parts that templates of values name. */
export interface HelmImage {
  readonly name: string;
  readonly reference: Text;
  readonly tag: Text;
  /** Undefined where it is put elsewhere than its name says. */
  readonly repository: Text | undefined;
}

/** The releases of a configuration, under `deploy` or `manifests`. */
export function releasesOf(tree: YamlTree): readonly YamlTree[] {
  // What stands in both places is one release, rendered and deployed.
  const [first = []] = helmLists.map((path) => itemsAt(valueBelow(tree, ...path), "releases")).filter((releases) => releases.length > 0);
  return first;
}

/**
 * Deploys a release as Skaffold hands it to Helm (skaffold, pkg/skaffold/helm/args.go: ConstructOverrideArgs); the frame is
 * one that rewrites, as Skaffold replaces images in what Helm renders too. Gives how much of what is deployed is seen.
 */
export function deployRelease(frame: Frame, release: YamlTree, file: string, images: readonly HelmImage[], flags: YamlTree | undefined): "all" | "part" | "given" {
  const name = textAt(release, "name");
  const place = (name === undefined ? undefined : placeOf(name)) ?? { file, start: 0, end: 0 };
  const folder = posix.dirname(file);
  const path = textAt(release, "chartPath");
  // Options for all releases may set anything.
  const given = leavesOf(flags, literal("flags")).flatMap(({ value }): readonly GivenValue[] => (/^(?:--set|--values|-f)/u.test(literalText(value) ?? "--set") ? [{ key: undefined, keyPlace: undefined, value, origin: undefined, form: "typed" }] : []));
  const values = [...givenValues(frame, release, images), ...given];
  const written = valueAt(release, "overrides");
  const overrides = written === undefined ? undefined : valueOfTree(written);
  const install: ChartInstall = {
    chart: path === undefined || (literalText(path) ?? "").includes("{{") || valueAt(release, "repo") !== undefined ? undefined : chartPath(path, file),
    release: name === undefined || (literalText(name) ?? "{{").includes("{{") ? undefined : name,
    values,
    files: itemsAt(release, "valuesFiles").flatMap((item) => (item.kind === "scalar" ? [templated(frame, item.text, images)] : [])),
    written: overrides?.kind === "map" ? overrides : undefined,
    folder: literal(`/${folder === "." ? "" : folder}`),
    keepsEarlierValues: false,
    how: "Skaffold",
  };
  const seen = deployChart(frame, install, place);
  // A chart that is not seen in full may read any value.
  if (seen !== "all") escape(frame.run, values.map(({ value }) => value), place, "a chart that is not seen in full");
  return seen === "given" && values.length + install.files.length === 0 && overrides === undefined ? "all" : seen;
}

/** A path from here on, and no name of a repository's chart. */
function chartPath(path: Text, file: string): Text {
  const letters = literalText(path);
  return letters === undefined ? path : literal(letters.startsWith("/") ? letters : `/${posix.join(posix.dirname(file), letters)}`);
}

function givenValues(frame: Frame, release: YamlTree, images: readonly HelmImage[]): readonly GivenValue[] {
  const plain = leavesOf(valueAt(release, "setValues"), undefined).map(({ key, value }) => valueAtKey(key, value));
  const files = leavesOf(valueAt(release, "setFiles"), undefined).map(({ key, value }): GivenValue => ({ ...valueAtKey(key, value), form: "file" }));
  const templates = leavesOf(valueAt(release, "setValueTemplates"), undefined).map(({ key, value }) => ({ ...valueAtKey(key, templated(frame, value, images)), origin: placeOf(value) }));
  return [...plain, ...files, ...templates, ...artifactValues(frame, release, images)];
}

function valueAtKey(key: Text, value: Text): GivenValue {
  return { key: literalText(key), keyPlace: placeOf(key), value, origin: placeOf(value), form: "typed" };
}

/** Maps may be nested, or have keys with dots. */
function leavesOf(tree: YamlTree | undefined, above: Text | undefined): readonly { readonly key: Text; readonly value: Text }[] {
  if (tree?.kind === "scalar") return above === undefined || tree.type === "null" ? [] : [{ key: above, value: tree.text }];
  if (tree?.kind === "list") return tree.items.flatMap((item, index) => (above === undefined ? [] : leavesOf(item, join([{ text: above }, { text: literal(`[${index}]`) }]))));
  if (tree?.kind !== "map") return [];
  return tree.entries.flatMap(({ key, value }) => leavesOf(value, above === undefined ? key : join([{ text: above }, { text: literal(".") }, { text: key }])));
}

/** Images by their keys, before there were templates (skaffold, pkg/skaffold/schema/v2beta29/upgrade.go). */
function artifactValues(frame: Frame, release: YamlTree, images: readonly HelmImage[]): readonly GivenValue[] {
  const strategy = valueBelow(release, "imageStrategy", "helm");
  const explicit = textAt(strategy, "explicitRegistry");
  const form = strategy === undefined ? "whole" : explicit !== undefined && literalText(explicit) === "true" ? "registry" : "parts";
  return ["artifactOverrides", "values"].flatMap((list) => leavesOf(valueAt(release, list), undefined)).flatMap(({ key, value }) => {
    const image = images.find(({ name }) => name === literalText(value));
    return imageStrategyKeys[form].map(({ suffix, variable }): GivenValue => {
      const text = image === undefined ? newUnknown(frame.run, "an image that Skaffold does not build here") : variableOf(frame, image, variable);
      const letters = literalText(key);
      return { key: letters === undefined ? undefined : `${letters}${suffix}`, keyPlace: placeOf(key), value: text, origin: placeOf(value), form: "typed" };
    });
  });
}

// ------------------------------------------------------------------------------------------------------- templates

/** `{{.IMAGE_REPO_shop_web}}:{{.IMAGE_TAG_shop_web}}`: variables of images and of the environment; what does more is not known. */
function templated(frame: Frame, text: Text, images: readonly HelmImage[]): Text {
  const source = encodeText(text);
  if (source?.encoded.includes("{{") !== true) return text;
  const parts: JoinedPart[] = [];
  let from = 0;
  for (const action of source.encoded.matchAll(/\{\{-?(.*?)-?\}\}/gsu)) {
    parts.push({ text: source.at(from, action.index) }, { text: variableNamed(frame, /^\s*\.(\w+)\s*$/u.exec(action[1] ?? "")?.[1], images) });
    from = action.index + action[0].length;
  }
  parts.push({ text: source.at(from, source.encoded.length) });
  const kept = parts.filter((part) => literalText(part.text) !== "");
  const [only] = kept;
  return kept.length === 1 && only !== undefined ? only.text : join(kept);
}

function variableNamed(frame: Frame, name: string | undefined, images: readonly HelmImage[]): Text {
  if (name === undefined) return newUnknown(frame.run, "a template of Skaffold's");
  const [whole, variable, suffix = ""] = imageVariables.exec(name) ?? [];
  if (whole === undefined) return environment(name);
  // Without a suffix the first image is meant, with a number one behind it, in an order which is not written.
  const image = suffix === "" && images.length === 1 ? images[0] : images.find((one) => `_${namedInTemplates(one.name)}` === suffix);
  return image === undefined ? newUnknown(frame.run, "an image that a template of Skaffold's names") : variableOf(frame, image, variable as ImageVariable);
}

function variableOf(frame: Frame, { name, reference, tag, repository }: HelmImage, variable: ImageVariable): Text {
  const [domain, path] = splitDomain(name);
  switch (variable) {
    case "IMAGE_NAME":
      return literal(name);
    case "IMAGE_FULLY_QUALIFIED":
    case "DIGEST":
      return reference;
    case "IMAGE_TAG":
      return tag;
    case "IMAGE_REPO":
      return repository ?? newUnknown(frame.run, `where Skaffold puts ${name}`);
    case "IMAGE_DOMAIN":
      return repository === undefined || domain === undefined ? newUnknown(frame.run, `the registry of ${name}`) : literal(domain);
    case "IMAGE_REPO_NO_DOMAIN":
      return repository === undefined ? newUnknown(frame.run, `where Skaffold puts ${name}`) : literal(path);
    case "IMAGE_DIGEST":
      return derived(digestVariable, [reference]);
    case "DIGEST_ALGO":
    case "DIGEST_HEX":
      return newUnknown(frame.run, "a part of a digest");
  }
}

function splitDomain(name: string): readonly [domain: string | undefined, path: string] {
  const [first = "", ...rest] = name.split("/");
  return rest.length > 0 && /[.:]|^localhost$/u.test(first) ? [first, rest.join("/")] : [undefined, name];
}
