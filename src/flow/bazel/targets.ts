import { posix } from "node:path";
import { bazelRule } from "../../models/bazel.js";
import { join, literal, placeOf } from "../../values/text.js";
import type { Place, Text } from "../../values/value.js";
import { newUnknown, type Frame } from "../run.js";
import { runStarlark, type StarlarkProgram } from "../starlark/evaluate.js";
import { asText, lettersOf } from "../starlark/methods.js";
import { unknownValue, type Arguments, type StarlarkValue } from "../starlark/values.js";
import { workspaceOf } from "./workspace.js";

/** A target of a build file that gives images names. */
export interface BazelTarget {
  readonly name: string | undefined;
  readonly rule: string;
  readonly images: readonly { readonly reference: Text; readonly place: Place; readonly isPushed: boolean; /** It is one of the project's that nobody else names. */ readonly isDefault: boolean }[];
}

/** The targets of a build file with names of images; undefined for one that is not in the project. */
export function targetsOf(frame: Frame, file: string): readonly BazelTarget[] | undefined {
  const program = frame.run.project.starlarkOf(file);
  if (program === undefined) return undefined;
  const targets: BazelTarget[] = [];
  runStarlark(programOf(frame, file, targets), program.body, { names: new Map(), outer: undefined, file });
  return targets;
}

function programOf(frame: Frame, file: string, targets: BazelTarget[]): StarlarkProgram {
  return {
    frame,
    depth: 0,
    global: (name) => ({ kind: "builtin", name, receiver: undefined }),
    member: (_, name) => unknownValue(name),
    call: (_, name, given) => {
      const images = imagesOf(frame, file, name, given);
      if (images !== undefined) targets.push({ name: lettersOf(given.named.get("name") ?? unknownValue("no name")), rule: name, images });
      return unknownValue(`the result of ${name}`);
    },
    callUnknown: () => unknownValue("the result of a function that is not in the project"),
  };
}

function imagesOf(frame: Frame, file: string, name: string, { named, place }: Arguments): BazelTarget["images"] | undefined {
  const { run } = frame;
  const image = (reference: Text | undefined, isPushed: boolean, isDefault = false): BazelTarget["images"][number] => {
    const text = reference ?? newUnknown(run, "an image of Bazel's whose name is not known");
    return { reference: text, place: placeOf(text) ?? place, isPushed, isDefault };
  };
  const textOf = (argument: string): Text | undefined => {
    const value = named.get(argument);
    return value === undefined ? undefined : asText(value);
  };
  switch (bazelRule(name)) {
    case "loads tags":
      return textsIn(named.get("repo_tags")).map((text) => image(text, false));
    case "pushes tags": {
      const repository = textOf("repository");
      return textsIn(named.get("remote_tags")).map((tag) => image(joined(repository, ":", tag), true));
    }
    case "pushes one":
      return [image(joined(joined(textOf("registry"), "/", textOf("repository")), ":", named.has("tag") ? textOf("tag") : literal("latest")), true)];
    case "loads itself": {
      const own = textOf("name");
      const folder = posix.relative(workspaceOf(run.project, posix.dirname(file)), posix.dirname(file));
      return [image(own === undefined ? undefined : join([{ text: literal(posix.join("bazel", folder, ":").replace(/\/:$/u, ":")) }, { text: own }]), false, true)];
    }
    case "loads map": {
      const images = named.get("images");
      return images?.kind === "map" && !images.isOpen ? [...images.entries.keys()].map((key) => image(key.includes("{") || key.includes("$") ? undefined : literal(key), false)) : [image(undefined, false)];
    }
    case undefined:
      return undefined;
  }
}

/** The texts of a list; one that is not known for what is none (a file of tags, a macro's argument). */
function textsIn(value: StarlarkValue | undefined): readonly (Text | undefined)[] {
  return value?.kind === "list" && !value.isOpen ? value.items.map((item) => asText(item)) : [undefined];
}

/** `{STABLE_TAG}` and `$(TAG)` are put in by whoever builds (https://github.com/bazelbuild/rules_docker#stamping). */
function joined(left: Text | undefined, separator: string, right: Text | undefined): Text | undefined {
  return left === undefined || right === undefined || /[{$]/u.test(`${left.key}${right.key}`) ? undefined : join([{ text: left }, { text: literal(separator) }, { text: right }]);
}
