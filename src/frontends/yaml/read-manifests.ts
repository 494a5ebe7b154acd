import type { SyntaxProblem } from "../../facts/facts.js";
import { manifestObjectsOf, type ImageUse, type ManifestObject } from "../../models/kubernetes.js";
import type { ManifestPath } from "../../project/configuration.js";
import { readYamlValues, type ManifestScalar } from "./read-yaml.js";

export interface Manifests {
  readonly objects: readonly ManifestObject<ManifestScalar>[];
  /** By offset; what could be read is in the objects all the same. */
  readonly problems: readonly SyntaxProblem[];
}

/**
 * Reads the Kubernetes objects of a YAML or JSON text (several documents, lists flattened), which may hold holes, and the
 * images that they deploy. Fragments without a kind are there if they hold images. Never throws.
 */
export function readManifests(text: string, manifestPaths?: readonly ManifestPath[]): Manifests {
  const { values, problems } = readYamlValues(text);
  const reading = { textOf: ({ value }: ManifestScalar) => value, manifestPaths };
  const objects: ManifestObject<ManifestScalar>[] = [];
  const templated: SyntaxProblem[] = [];
  for (const object of values.flatMap((value) => manifestObjectsOf(value, reading))) {
    for (const { image } of object.images.filter(isTemplateAction)) templated.push({ offset: image.at[0], message: "a template action: the reference is known only when the template is rendered" });
    objects.push({ ...object, images: object.images.filter((use) => isGiven(use) && !isTemplateAction(use)) });
  }
  return { objects, problems: [...problems, ...templated].sort((first, second) => first.offset - second.offset) };
}

function isTemplateAction({ image }: ImageUse<ManifestScalar>): boolean {
  return image.value.includes("{{");
}

/** `image:` without a value is as good as no key. */
function isGiven({ image }: ImageUse<ManifestScalar>): boolean {
  return image.value !== "";
}
