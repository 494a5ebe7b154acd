import { cloudBuildForms, shortCommitLength } from "../../models/cloud-build.js";
import { choice, hole, isText, literal } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { substring } from "../../values/patterns.js";
import { withMarks } from "../pipelines/marks.js";
import { namedEntries } from "../pipelines/trees.js";
import { valueAt } from "../yaml-tree.js";
import type { YamlTree } from "../yaml-tree.js";

/** What `$NAME` stands for in a build; undefined for what stays as it is written. */
export type Substitutions = (name: string) => Text | undefined;

/**
 * The substitutions of a build: those that Cloud Build gives, and those of the file, which are defaults of theirs: whoever starts
 * the build may give others (https://cloud.google.com/build/docs/configuring-builds/substitute-variable-values).
 */
export function substitutionsOf(tree: YamlTree | undefined, file: string): Substitutions {
  const declared = new Map(namedEntries(valueAt(tree, "substitutions")).flatMap(({ name, value }) => (value.kind === "scalar" ? [[name, value.text] as const] : [])));
  const builtin: Substitutions = (name) => {
    if (name === "SHORT_SHA") {
      // The same text as `${COMMIT_SHA:0:7}` of a shell, under the name that people know.
      const part = substring(given("COMMIT_SHA"), 0, shortCommitLength);
      return part?.kind === "hole" ? { ...part, origin: { kind: "environment", name } } : part;
    }
    return cloudBuildForms.has(name) ? given(name) : undefined;
  };
  const valueOf = (name: string, depth: number): Text | undefined => {
    const known = builtin(name);
    if (known !== undefined) return known;
    if (!name.startsWith("_")) return undefined;
    const any = hole(`substitution ${name} of ${file}`, { kind: "environment", name });
    const preset = declared.get(name);
    if (preset === undefined || depth > deepest) return any;
    // One that may hold others is bound to them, and hardly given by anybody.
    const either = choice([substituted(preset, (inner) => valueOf(inner, depth + 1)), any], `substitution ${name} of ${file} or another`);
    return isText(either) ? either : any;
  };
  return (name) => valueOf(name, 0);
}

/** Substitutions in substitutions. */
const deepest = 4;

function given(name: string): Text {
  return hole(`cloud build ${name}`, { kind: "environment", name }, cloudBuildForms.get(name));
}

/** A text with the values of `$NAME` and `${NAME}`; `$$` is a dollar. Operations on a value (`${NAME%…}`) give what nobody knows. */
export function substituted(text: Text, valueOf: Substitutions): Text {
  return withMarks(text, /\$\$|\$\{(\w+)([^{}\n]*)\}|\$([A-Z_][A-Z0-9_]*)/gu, ([written, braced, operation = "", bare]) => {
    if (written === "$$") return literal("$");
    const name = braced ?? bare ?? "";
    const value = valueOf(name);
    return operation === "" || value === undefined ? value : hole(`${value.key} ${operation}`, { kind: "unknown", reason: `${written} of Cloud Build` });
  });
}
