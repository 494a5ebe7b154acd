import { literal } from "../../values/text.js";
import { nullValue, openContext, textValue } from "./values.js";
import type { Expressed } from "./values.js";
import type { Result, Workflow } from "./workflow.js";

/** What every expression of a workflow may name. */
export function workflowContext({ github, inputs, secrets }: Workflow, name: string): Expressed | undefined {
  switch (name) {
    case "github":
    case "gitea":
    case "forgejo":
    case "forge":
      return github;
    case "inputs":
      return inputs;
    case "secrets":
      return secrets;
    default:
      return undefined;
  }
}

/** `needs`, `jobs`: the results of jobs by their names. */
export function resultsContext(name: string, results: ReadonlyMap<string, Result>): Expressed {
  return openContext(name, (job) => {
    const result = results.get(job);
    return result === undefined ? nullValue : resultContext(`${name}.${job}`, result);
  });
}

export function resultContext(name: string, { outcome, output }: Result): Expressed {
  return openContext(name, (key) => {
    if (key === "outputs") return openContext(`${name}.outputs`, output);
    return key === "result" || key === "outcome" || key === "conclusion" ? outcome : undefined;
  });
}

export const succeeded: Expressed = textValue(literal("success"));
export const skipped: Expressed = textValue(literal("skipped"));

