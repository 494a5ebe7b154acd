import { scriptFacts, type FileFacts, type SyntaxProblem } from "../../facts/facts.js";
import { templateDirectives } from "../helm/directives.js";
import { hashDirectives } from "../hash-comments.js";
import { readJson } from "../typescript/json.js";
import { kindOfYaml, mayHoldImages, type YamlKind } from "../../models/yaml-kinds.js";
import { yamlComments } from "./comments.js";
import { expressionProblem } from "../workflows/problems-in.js";
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

/** The first problem: those behind it mostly follow from it. A template is no YAML, and need not be; what a workflow's commands print by templates is. */
function problemsIn(text: string, file: string): readonly SyntaxProblem[] {
  const kind = kindOfYaml(file, text);
  if (kind === "devcontainer" || kind === "bake") {
    const { problem } = readJson(text, "with comments");
    return problem === undefined ? [] : [problem];
  }
  const mayBeTemplate = templateAction.test(text);
  if (!readKinds.has(kind) || (kind === "kubernetes" && !mayHoldImages(text)) || (mayBeTemplate && kind !== "workflow")) return [];
  const { values, problems } = readYamlValues(text);
  if (problems.length > 0) return mayBeTemplate ? [] : problems.slice(0, 1);
  const problem = kind === "workflow" ? expressionProblem(file, text, values[0]) : undefined;
  return problem === undefined ? [] : [problem];
}

/** `{{ … }}`, which in a workflow stands behind a `$`. */
const templateAction = /(?<!\$)\{\{/u;
