import { imageFields } from "../../models/kustomize.js";
import { encodeText } from "../../values/encoding.js";
import { isText, join, literal, literalText, placeOf } from "../../values/text.js";
import type { Text } from "../../values/value.js";
import { fileContent, filesBelow } from "../files.js";
import { changeImages } from "../kustomize/images.js";
import type { ImageEntry } from "../kustomize/kustomization.js";
import { cutImage } from "../kustomize/cut.js";
import { readObjects } from "../kustomize/objects.js";
import { deployManifests } from "../manifests.js";
import { newUnknown } from "../run.js";
import { record } from "../text-commands.js";
import { printTrees } from "../yaml-text.js";
import type { Step } from "./run-steps.js";
import { inputOf } from "./tasks.js";

/**
 * `KubernetesManifest@1` with the action `deploy` (https://learn.microsoft.com/en-us/azure/devops/pipelines/tasks/reference/kubernetes-manifest-v1):
 * images of the manifests that have the name of one in `containers` get its tag, then all are applied.
 */
export function deployManifestsOf(step: Step, task: string): void {
  const { list, place } = step;
  const { frame } = list;
  const action = literalText(inputOf(step, "action") ?? literal("deploy"));
  if (action !== "deploy" && action !== "promote") return;
  const manifests = linesIn(inputOf(step, "manifests"));
  const contents = manifests.flatMap((path) => contentsAt(step, path));
  const isComplete = manifests.length > 0 && contents.every((content) => content !== undefined);
  const known = contents.filter((content) => content !== undefined);
  const objects = known.flatMap((content) => readObjects(content).objects);
  const entries = linesIn(inputOf(step, "containers")).map((container): ImageEntry => {
    return { how: "containers of KubernetesManifest", name: cutImage(container).name, reference: container, place: placeOf(container) ?? place };
  });
  const changed = changeImages(objects, entries, imageFields, { file: literalText(manifests[0] ?? literal("")) ?? "the manifests", isComplete });
  for (const override of changed.overrides) record(frame, override);
  const printed = printTrees(changed.objects.map(({ tree }) => tree));
  const text = isComplete ? printed : join([{ text: printed }, { text: literal("\n---\n") }, { text: newUnknown(frame.run, "manifests that are not in the project") }]);
  deployManifests(frame, text, place, task);
}

function linesIn(text: Text | undefined): readonly Text[] {
  const source = text === undefined ? undefined : encodeText(text);
  if (source === undefined) return [];
  return [...source.encoded.matchAll(/[^\n,]+/gu)].flatMap((match) => {
    const trimmed = match[0].trim();
    const start = match.index + match[0].indexOf(trimmed);
    return trimmed === "" ? [] : [source.at(start, start + trimmed.length)];
  });
}

/** What a path names: a file, or all manifests in a folder or of a pattern for one; undefined for what is not seen. */
function contentsAt({ list }: Step, path: Text): readonly (Text | undefined)[] {
  const folder = literal(list.folder === "" ? "/" : `/${list.folder}`);
  const content = fileContent(list.frame, path, folder);
  if (content !== undefined) return [isText(content) ? content : undefined];
  const [, below] = /^(.*?)\/?(?:\*\*?\/?)?\*?(?:\.ya?ml)?$/u.exec(literalText(path) ?? "") ?? [];
  const files = below === undefined ? [] : filesBelow(list.frame, literal(below), folder);
  return files.length > 0 ? files : [undefined];
}
