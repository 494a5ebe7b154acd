/** How Skaffold reads its configuration: https://skaffold.dev/docs/references/yaml/ */

/** What `requires` and the command look for in a folder. */
export const skaffoldFile = "skaffold.yaml";

/** Where manifests lie if no configuration says it (skaffold, pkg/skaffold/constants: DefaultKubectlManifests). */
export const defaultManifests: readonly string[] = ["k8s/*.yaml"];

/** Parts of a configuration that a profile takes the place of, field by field (https://skaffold.dev/docs/environment/profiles/). */
export const profiledParts: readonly string[] = ["build", "test", "deploy", "manifests"];

/** The paths of a profile's patches that change what is built or deployed. */
export const decidingPatch = /^\/(?:build\/artifacts(?:\/(?:-|\d+)(?:\/image)?)?|manifests|deploy)(?:$|\/)/u;

/** Lists of manifests, by the path of their key: those of versions before and after `manifests` came to be. */
export const manifestLists: readonly (readonly string[])[] = [
  ["manifests", "rawYaml"],
  ["deploy", "kubectl", "manifests"],
];

/** Folders of kustomizations, in lists and alone. */
export const kustomizeLists: readonly (readonly string[])[] = [
  ["manifests", "kustomize", "paths"],
  ["deploy", "kustomize", "paths"],
  ["deploy", "kustomize", "path"],
  ["deploy", "kustomize", "kustomizePath"],
];

/** Ways to deploy whose manifests are not seen. */
export const unseenDeployers: readonly (readonly string[])[] = [
  ["manifests", "kpt"],
  ["deploy", "kpt"],
  ["deploy", "kubectl", "remoteManifests"],
  ["deploy", "cloudrun"],
  ["deploy", "docker"],
];

/** Releases of charts, by the path of what lists them: rendered, and deployed by Helm itself. */
export const helmLists: readonly (readonly string[])[] = [
  ["manifests", "helm"],
  ["deploy", "helm"],
];

/** What a template of a release's values may say of an image (skaffold, pkg/skaffold/helm/args.go: envVarForImage). */
export type ImageVariable = "IMAGE_NAME" | "IMAGE_FULLY_QUALIFIED" | "IMAGE_REPO" | "IMAGE_REPO_NO_DOMAIN" | "IMAGE_DOMAIN" | "IMAGE_TAG" | "IMAGE_DIGEST" | "DIGEST" | "DIGEST_ALGO" | "DIGEST_HEX";

/** A variable of an image, with what says which one: nothing, a number, or `_` and its name. */
export const imageVariables = /^(IMAGE_NAME|IMAGE_FULLY_QUALIFIED|IMAGE_REPO_NO_DOMAIN|IMAGE_REPO|IMAGE_DOMAIN|IMAGE_TAG|IMAGE_DIGEST|DIGEST_ALGO|DIGEST_HEX|DIGEST)(\d+|_\w+)?$/u;

export const digestVariable = "digest of";

/** An image's name as the variables have it (skaffold, pkg/skaffold/util: SanitizeHelmTemplateValue). */
export function namedInTemplates(image: string): string {
  return image.replace(/[.\-/:]/gu, "_");
}

/** Which keys an image was given to by `imageStrategy`, below the key that names it: `fqn`, `helm`, and `helm` with `explicitRegistry`. */
export const imageStrategyKeys: Readonly<Record<"whole" | "parts" | "registry", readonly { readonly suffix: string; readonly variable: ImageVariable }[]>> = {
  whole: [{ suffix: "", variable: "IMAGE_FULLY_QUALIFIED" }],
  parts: [{ suffix: ".repository", variable: "IMAGE_REPO" }, { suffix: ".tag", variable: "IMAGE_TAG" }],
  registry: [{ suffix: ".registry", variable: "IMAGE_DOMAIN" }, { suffix: ".repository", variable: "IMAGE_REPO_NO_DOMAIN" }, { suffix: ".tag", variable: "IMAGE_TAG" }],
};
