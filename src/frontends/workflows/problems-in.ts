import type { SyntaxProblem } from "../../facts/facts.js";
import type { ManifestNode } from "../../models/kubernetes.js";
import { isActionFile, isWorkflowFile } from "../../models/workflow-files.js";
import { lettersOf, placeOfLetter } from "../yaml/letters.js";
import type { ManifestScalar } from "../yaml/scalar.js";
import { expressionsIn } from "./expressions-in.js";
import { readExpression } from "./read-expression.js";

/**
 * The first expression that cannot be read in a workflow or in an action of the repository, by the offset in the file's text:
 * none of its steps runs before it is mended. Names that are not known here are no problem: there are new ones every year.
 *
 * @param text of the file
 * @param whole its document
 */
export function expressionProblem(file: string, text: string, whole: ManifestNode<ManifestScalar> | undefined): SyntaxProblem | undefined {
  const places = isWorkflowFile(file) ? placesInWorkflow : isActionFile(file) ? placesInAction : undefined;
  if (places === undefined || whole?.kind !== "map") return undefined;
  return firstOf(whole.entries, ({ key, value }) => (places.has(key) ? problemBelow(text, value, key) : undefined));
}

/** Keys below which expressions are read (https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#context-availability). */
const placesInWorkflow: ReadonlySet<string> = new Set(["run-name", "env", "defaults", "concurrency", "jobs"]);
const placesInAction: ReadonlySet<string> = new Set(["outputs", "runs"]);

function problemBelow(text: string, node: ManifestNode<ManifestScalar>, key: string): SyntaxProblem | undefined {
  switch (node.kind) {
    case "map":
      // What describes an output is no more than words.
      return firstOf(node.entries, ({ key: inner, value }) => (inner === "description" ? undefined : problemBelow(text, value, inner)));
    case "list":
      return firstOf(node.items, (item) => problemBelow(text, item, ""));
    case "scalar":
      return problemInScalar(text, node.value, key);
    case "unknown":
      return undefined;
  }
}

function problemInScalar(text: string, scalar: ManifestScalar, key: string): SyntaxProblem | undefined {
  const { value, parsed } = scalar;
  const { expressions, problem: unclosed } = expressionsIn(value);
  // The marks around a condition may be left out.
  const isBare = key === "if" && typeof parsed === "string" && value.trim() !== "" && !value.includes("${{");
  const spans = isBare ? [[0, value.length] as const] : expressions.map(({ inner }) => inner);
  const problem = firstOf(spans, ([start, end]) => problemIn(value.slice(start, end), start)) ?? unclosed;
  return problem === undefined ? undefined : { ...problem, offset: offsetInText(text, scalar, problem.offset) };
}

function problemIn(expression: string, start: number): SyntaxProblem | undefined {
  const reading = readExpression(expression);
  return reading.ok || reading.cause === "name" ? undefined : { ...reading.problem, offset: start + reading.problem.offset };
}

/** Of an offset in a scalar's value. */
function offsetInText(text: string, { value, at }: ManifestScalar, offset: number): number {
  const quote = text.charAt(at[0] - 1);
  const letters = lettersOf(value, text, at, quote === '"' ? "double" : quote === "'" ? "single" : "none", (place) => place);
  return letters === undefined ? at[0] : placeOfLetter(letters, offset);
}

function firstOf<T>(items: readonly T[], problemOf: (item: T) => SyntaxProblem | undefined): SyntaxProblem | undefined {
  for (const item of items) {
    const problem = problemOf(item);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
