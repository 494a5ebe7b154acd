import { scriptFacts, type FileFacts, type SyntaxProblem } from "../../facts/facts.js";
import { templateDirectives } from "../helm/directives.js";
import { hashDirectives } from "../hash-comments.js";
import { kindOfYaml, mayHoldImages, type YamlKind } from "../../models/yaml-kinds.js";
import { yamlComments } from "./comments.js";
import { readYamlValues } from "./read-yaml.js";

/**
 * The facts of a YAML or JSON file: the comments that speak to ESLint, and where it cannot be parsed. What else is in it is
 * read where it is used: it may be a template of something else. Never throws.
 */
export function lowerYaml(text: string, file: string): FileFacts {
  const mayHoldDirectives = text.includes("eslint") && !file.endsWith(".json");
  if (mayHoldDirectives && text.includes("{{") && kindOfYaml(file, text) === "helm-template") return scriptFacts("yaml", { directives: templateDirectives(text), problems: [] });
  return scriptFacts("yaml", { directives: mayHoldDirectives ? hashDirectives(yamlComments(text)) : [], problems: problemsIn(text, file) });
}

/** Kinds whose files are read as YAML; the errors of others are nobody's business. */
const readKinds: ReadonlySet<YamlKind> = new Set(["kubernetes", "kustomization", "helm-values", "compose", "workflow"]);

/** The first problem: those behind it mostly follow from it. A template is no YAML, and need not be. */
function problemsIn(text: string, file: string): readonly SyntaxProblem[] {
  const kind = kindOfYaml(file, text);
  if (!readKinds.has(kind) || (kind === "kubernetes" && !mayHoldImages(text)) || templateAction.test(text)) return [];
  return readYamlValues(text).problems.slice(0, 1);
}

/** `{{ … }}`, which in a workflow stands behind a `$`. */
const templateAction = /(?<!\$)\{\{/u;
