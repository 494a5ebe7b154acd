import { posix } from "node:path";
import { encodedLength, isText, literal, literalText, placeOf, slice } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { escape } from "../escapes.js";
import { valuesInOption, type GivenValue } from "../helm/given-values.js";
import { deployChart, type ChartInstall } from "../helm/install.js";
import type { Frame } from "../run.js";
import { asText, lettersOf } from "../starlark/methods.js";
import { argument, none, type Arguments, type StarlarkValue } from "../starlark/values.js";

/** An image that Tilt builds, with the parts that keys of a chart take. */
export interface TiltImage {
  readonly name: Text;
  readonly reference: Text;
  /** The name without a tag. */
  readonly repository: Text;
  readonly tag: Text;
}

/** The chart that `helm(path, name=…, values=…, set=…)` renders (https://docs.tilt.dev/api.html#api.helm). */
export function installOfHelm(given: Arguments, folder: string): ChartInstall {
  const path = argument(given, 0, "pathToChartDir");
  const files = pathsOf(argument(given, 3, "values"), folder);
  const options = textsOf(argument(given, 4, "set"));
  return {
    chart: chartAt(path, folder),
    release: textOf(argument(given, 1, "name")),
    values: options.texts.flatMap((text) => valuesInOption(text, "typed")),
    files: files.texts,
    folder: literal(folderPath(folder)),
    // What is not known of the lists may give any value.
    keepsEarlierValues: !files.isComplete || !options.isComplete || given.isOpen,
    how: "helm of a Tiltfile",
  };
}

/** A release that `helm_resource` installs, with the images that it is told of (tilt-extensions, helm_resource/helm-apply-helper.py). */
export interface TiltRelease {
  readonly given: Arguments;
  readonly folder: string;
}

/** Deploys such a release; gives how much of what is deployed is seen. */
export function deployTiltRelease(frame: Frame, { given, folder }: TiltRelease, images: readonly TiltImage[]): "all" | "part" | "given" {
  const flags = readFlags(argument(given, 7, "flags"));
  const injected = injectedValues(given, images);
  const install: ChartInstall = {
    chart: chartAt(argument(given, 1, "chart"), folder),
    release: textOf(argument(given, 0, "name")),
    values: [...flags.values, ...injected],
    files: flags.files.map((file) => fileAt(file, folder)),
    folder: literal(folderPath(folder)),
    keepsEarlierValues: !flags.isComplete || given.isOpen,
    how: "helm_resource of a Tiltfile",
  };
  const seen = deployChart(frame, install, given.place);
  if (seen !== "all") escape(frame.run, install.values.map(({ value }) => value), given.place, "a chart that is not seen in full");
  const isGivenNothing = install.values.length + install.files.length === 0 && !install.keepsEarlierValues;
  return seen === "given" && isGivenNothing ? "all" : seen;
}

interface Flags {
  readonly values: readonly GivenValue[];
  readonly files: readonly Text[];
  readonly isComplete: boolean;
}

const setFlags: Readonly<Record<string, GivenValue["form"]>> = { "--set": "typed", "--set-string": "string", "--set-literal": "literal", "--set-json": "json", "--set-file": "file" };

/** `["--set=a=b", "--set", "a=b", "--values=./dev.yaml"]` */
function readFlags(given: StarlarkValue | undefined): Flags {
  const { texts, isComplete } = textsOf(given);
  const values: GivenValue[] = [];
  const files: Text[] = [];
  for (let index = 0; index < texts.length; index += 1) {
    const text = texts[index] ?? literal("");
    const [whole, name = "", rest] = /^(-[\w-]+)(=.*)?$/su.exec(firstLetters(text)) ?? [];
    if (whole === undefined) continue;
    const value = rest === undefined ? texts[(index += 1)] : slice(text, name.length + 1, encodedLength(text));
    const form = setFlags[name];
    if (value !== undefined && form !== undefined) values.push(...valuesInOption(value, form));
    else if (value !== undefined && /^(?:--values|-f)$/u.test(name)) files.push(value);
    // A switch takes no word behind it.
    else if (rest === undefined) index -= 1;
  }
  return { values, files, isComplete };
}

/** The key of each image: one for the whole reference, or one each for repository and tag, or for registry, repository and tag. */
function injectedValues(given: Arguments, images: readonly TiltImage[]): readonly GivenValue[] {
  const [names, keys] = [argument(given, 5, "image_deps"), argument(given, 6, "image_keys")];
  if (names?.kind !== "list" || keys?.kind !== "list") return [];
  return names.items.flatMap((name, index) => {
    const key = keys.items[index];
    const letters = lettersOf(name);
    const image = images.find((one) => literalText(one.repository) === letters || literalText(one.name) === letters);
    return image === undefined || key === undefined ? [] : valuesAt(key, image);
  });
}

function valuesAt(key: StarlarkValue, image: TiltImage): readonly GivenValue[] {
  if (key.kind === "text") return [valueAt(key.text, image.reference)];
  const texts = key.kind === "list" ? key.items.flatMap((item) => (item.kind === "text" ? [item.text] : [])) : [];
  if (key.kind !== "list" || texts.length !== key.items.length) return key.kind === "list" ? key.items.flatMap((item) => valuesAt(item, image)) : [];
  const last = texts.at(-1);
  const isParts = (texts.length === 2 || texts.length === 3) && last !== undefined && /tag|version/iu.test(literalText(last) ?? "");
  if (!isParts) return texts.map((text) => valueAt(text, image.reference));
  const [registry, path] = splitRegistry(literalText(image.repository));
  const parts = texts.length === 2 || registry === undefined ? [...(texts.length === 3 ? [undefined] : []), image.repository, image.tag] : [literal(registry), literal(path), image.tag];
  return texts.flatMap((text, index) => {
    const part = parts[index];
    return part === undefined ? [] : [valueAt(text, part)];
  });
}

function valueAt(key: Text, value: Text): GivenValue {
  return { key: literalText(key), keyPlace: placeOf(key), value, origin: placeOf(key), form: "typed" };
}

function splitRegistry(name: string | undefined): readonly [registry: string | undefined, path: string] {
  const [first = "", ...rest] = (name ?? "").split("/");
  return rest.length > 0 && /[.]|localhost/u.test(name ?? "") ? [first, rest.join("/")] : [undefined, name ?? ""];
}

// ----------------------------------------------------------------------------------------------------------- words

function chartAt(path: StarlarkValue | undefined, folder: string): Text | undefined {
  const letters = path === undefined ? undefined : lettersOf(path);
  return letters === undefined || /^\w+:\/\//u.test(letters) ? undefined : fileAt(literal(letters), folder);
}

function fileAt(path: Text, folder: string): Text {
  const letters = literalText(path);
  return letters === undefined ? path : literal(letters.startsWith("/") ? letters : posix.join(folderPath(folder), letters));
}

function folderPath(folder: string): string {
  return `/${folder === "." ? "" : folder}`;
}

function pathsOf(value: StarlarkValue | undefined, folder: string): ReturnType<typeof textsOf> {
  const { texts, isComplete } = textsOf(value);
  return { texts: texts.map((text) => fileAt(text, folder)), isComplete };
}

/** One text, or a list of them. */
function textsOf(value: StarlarkValue | undefined): { readonly texts: readonly Text[]; readonly isComplete: boolean } {
  if (value === undefined || value === none) return { texts: [], isComplete: true };
  if (value.kind !== "list") {
    const text = textOf(value);
    return { texts: text === undefined ? [] : [text], isComplete: text !== undefined };
  }
  const texts = value.items.map(textOf);
  return { texts: texts.filter((text) => text !== undefined), isComplete: !value.isOpen && texts.every((text) => text !== undefined) };
}

function textOf(value: StarlarkValue | undefined): Text | undefined {
  const text = value === undefined ? undefined : asText(value);
  return text !== undefined && isText(text) ? text : undefined;
}

function firstLetters(text: Text): string {
  if (text.kind === "literal") return text.text;
  const first = text.kind === "joined" ? text.parts[0]?.text : undefined;
  return first?.kind === "literal" ? first.text : "";
}
