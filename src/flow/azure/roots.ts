import { posix } from "node:path";
import { pipelineSystemOf } from "../../models/pipeline-files.js";
import type { ProjectFacts } from "../run.js";
import type { ScriptRoot } from "../script-roots.js";
import { runAzurePipeline } from "./run-pipeline.js";

/** The pipelines of Azure's. A file that another one names as a template is run where that is. */
export function azureRoots(project: ProjectFacts, files: readonly string[]): readonly ScriptRoot[] {
  const texts = new Map(files.filter((file) => /\.ya?ml$/u.test(file)).map((file) => [file, project.readText(file) ?? ""]));
  const pipelines = [...texts].filter(([file, text]) => pipelineSystemOf(file, text) === "azure");
  const isTemplate = (file: string): boolean => [...texts].some(([other, text]) => other !== file && text.includes("template:") && text.includes(posix.basename(file)));
  return pipelines
    .filter(([file, text]) => !isTemplate(file) || /^(?:trigger|pr|schedules):/mu.test(text))
    .map(([file]) => ({
      file,
      name: file,
      key: `pipeline ${file}`,
      run: (run) => {
        runAzurePipeline(run, file, "");
      },
    }));
}
