import { goreleaserFiles, imagesOfGoreleaser } from "../models/goreleaser.js";
import { isWorkflowFile, mayConcernImages } from "../models/workflow-files.js";
import { isPipelineFile, mayConcernImagesInPipeline, pipelineSystemOf } from "../models/pipeline-files.js";
import { kindOfYaml, mayHoldImages } from "../models/yaml-kinds.js";
import { gardenNames } from "../models/garden.js";
import { isTaskfile } from "../models/yaml-tools.js";
import type { Configuration } from "./configuration.js";

/** How YAML and JSON speak of images: objects for a cluster that may hold one, kustomizations that change one, compose and bake files, and what workflows, build tools and task runners may build or deploy. */
export function mentionsImagesInYaml(file: string, text: string, { manifestPaths = [] }: Configuration, isInCommands: (text: string) => boolean): boolean {
  if (isWorkflowFile(file)) return mayConcernImages(text);
  if (isPipelineFile(file) && pipelineSystemOf(file, text) !== undefined && mayConcernImagesInPipeline(text)) return true;
  if (isTaskfile(file)) return isInCommands(text);
  if (gardenNames.test(file)) return mayConcernImagesOfGarden.test(text);
  if (goreleaserFiles.test(file) && imagesOfGoreleaser.test(text)) return true;
  if (/(?:^|\/)Chart\.yaml$/.test(file)) return /^appVersion:/m.test(text);
  if (mayRunInTekton.test(text)) return true;
  // To tell what a file is takes longer than to see that it does not matter.
  if (!mayHoldImages(text, manifestPaths) && !/^[ \t]+build:|"(?:target|docker(?:Compose)?File)"\s*:/m.test(text)) return false;
  const kind = kindOfYaml(file, text.replace(markAsBytes, ""));
  if (kind === "helm-template") return mentionsImagesInChart(text);
  if (kind === "helm-values") return imageOutsideComments.test(text);
  return kind === "compose" || kind === "bake" || kind === "devcontainer" || kind === "kubernetes" || kind === "tool" || (kind === "kustomization" && imageOutsideComments.test(text));
}

/** Garden's actions and modules that build, run or deploy something. */
const mayConcernImagesOfGarden = /^[ \t]*(?:kind:[ \t]*["']?(?:Project|Workflow)|type:[ \t]*["']?(?:(?:jib-)?container|kubernetes|helm|exec)\b)/m;

/** Pipelines and runs of Tekton's, which hand on what is built or deployed by tasks in other files. */
const mayRunInTekton = /^[ \t-]*apiVersion:[ \t]*["']?(?:triggers\.)?tekton\.dev\/[^]*?^[ \t-]*(?:taskRef|pipelineRef|steps|resourcetemplates):/m;

/** How a chart's template speaks of images. */
export function mentionsImagesInChart(text: string): boolean {
  return /image/i.test(text);
}

/** A byte order mark, where the text is searched byte by byte. */
const markAsBytes = /^\u00EF\u00BB\u00BF/;

const imageOutsideComments = /[iI]mage(?<!^[ \t]*#[^\n]{0,200})/m;
